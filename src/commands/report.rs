//! `tanya report`: what people asked and what came of it; with `--gaps`, what is missing, as drafts.

use std::process::ExitCode;

use serde_json::json;
use tanya::app::Knowledge;
use tanya::operate::{gaps, report as counts};
use tanya::settings::Settings;
use tanya::store::system_clock;

use super::people::{opened, wait};
use super::{print, remark};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What `tanya report` is given.
#[derive(Debug, clap::Args)]
pub struct ReportArguments {
    /// Print the questions that were not answered, near-duplicates together, as drafts of articles.
    #[arg(long)]
    gaps: bool,
    /// Look back so many days.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    since: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reports from the store of the settings, without a network.
pub fn report(settings: &Settings, arguments: &ReportArguments) -> anyhow::Result<ExitCode> {
    let since = system_clock()().saturating_sub(i64::from(arguments.since) * DAY_MS);
    if arguments.gaps { show_gaps(settings, arguments, since) } else { show_counts(settings, arguments, since) }
}

fn show_counts(settings: &Settings, arguments: &ReportArguments, since: i64) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    let report = wait(counts::report(&store, bot, since))??;
    if arguments.json {
        print(&serde_json::to_string_pretty(&report)?);
    } else {
        remark(&format!("what came of messages in the last {} days:", arguments.since));
        print(report.table().trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn show_gaps(settings: &Settings, arguments: &ReportArguments, since: i64) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    let asked = wait(gaps::gather(&store, bot, since, settings.shop.language))??;
    let spinner = super::waiting("comparing the questions");
    let gaps = gaps::group(&Knowledge::sound(settings)?.library, &asked);
    spinner.finish_and_clear();
    if arguments.json {
        let list: Vec<_> = gaps
            .iter()
            .map(|gap| {
                json!({"language": gap.language, "count": gap.count, "last_at": gap.last_at, "title": gap.title(),
                    "questions": gap.questions, "answers": gap.answers})
            })
            .collect();
        print(&serde_json::to_string_pretty(&list)?);
        return Ok(ExitCode::SUCCESS);
    }
    remark(&match gaps.len() {
        0 => format!("in the last {} days every question was answered", arguments.since),
        many => format!("{many} drafts from the last {} days, the most frequent first; review each:", arguments.since),
    });
    for gap in &gaps {
        print(&gap.draft(&settings.orders.time_zone));
    }
    Ok(ExitCode::SUCCESS)
}
