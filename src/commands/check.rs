//! `tanya check`: everything that is wrong with the knowledge and the locales, all at once.

use std::process::ExitCode;

use tanya::app::{Knowledge, errors};
use tanya::settings::Settings;

use super::print;

/// What `tanya check` is given.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    /// Print the problems as a JSON list.
    #[arg(long)]
    json: bool,
}

/// Checks, prints one problem a line, and fails when there is any: warnings, too, since a check is
/// the place to hear of them. A bot starts with warnings all the same.
pub fn check(settings: &Settings, arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    let knowledge = Knowledge::read(settings)?;
    let problems = &knowledge.problems;
    if arguments.json {
        print(&serde_json::to_string_pretty(problems)?);
    } else {
        problems.iter().for_each(|problem| print(&problem.to_string()));
        let errors = errors(problems).count();
        let warnings = problems.len() - errors;
        let (articles, replies) = (knowledge.library.articles.len(), knowledge.library.replies.len());
        print(&format!(
            "{articles} articles and {replies} short replies checked: {errors} errors, {warnings} warnings"
        ));
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
