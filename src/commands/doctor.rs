//! `tanya doctor`: what keeps the bot from working, and what to do about it.

use std::process::ExitCode;

use tanya::app::Knowledge;
use tanya::knowledge::Severity;
use tanya::operate::doctor::{self, Finding, State};
use tanya::settings::Settings;

use super::people::wait;
use super::print;

/// What `tanya doctor` is given.
#[derive(Debug, clap::Args)]
pub struct DoctorArguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Looks everything over; exit 1 when anything keeps the bot from working.
pub fn doctor(settings: &Settings, arguments: &DoctorArguments) -> anyhow::Result<ExitCode> {
    let spinner = super::waiting("looking");
    let seen = doctor::store(settings);
    let mut findings = wait(doctor::telegram(settings, seen.group.as_deref()))?;
    findings.extend(seen.findings);
    findings.push(knowledge(settings));
    spinner.finish_and_clear();
    if arguments.json {
        print(&serde_json::to_string_pretty(&findings)?);
    } else {
        findings.iter().for_each(show);
    }
    let failed = findings.iter().any(|finding| finding.state == State::Error);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn knowledge(settings: &Settings) -> Finding {
    let advice = "`tanya check` names each";
    let problems = match Knowledge::read(settings) {
        Ok(knowledge) => knowledge.problems,
        Err(error) => return Finding::error("knowledge", format!("{error:#}"), "see knowledge.path"),
    };
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let said = format!("{errors} errors and {} warnings", problems.len() - errors);
    match (errors, problems.len()) {
        (0, 0) => Finding::ok("knowledge", said),
        (0, _) => Finding::warning("knowledge", said, advice),
        _ => Finding::error("knowledge", said, advice),
    }
}

fn show(finding: &Finding) {
    let advice = finding.advice.as_ref().map(|advice| format!(": {advice}")).unwrap_or_default();
    print(&format!("{:<8} {:<15} {}{advice}", finding.state.word(), finding.check, finding.said));
}
