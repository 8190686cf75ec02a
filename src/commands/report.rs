//! `tanya report`: what people asked and what came of it; with `--gaps`, what is missing, as drafts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;
use tanya::app::Knowledge;
use tanya::operate::{gaps, page, report as counts};
use tanya::settings::Settings;
use tanya::store::{Sql, system_clock};

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
    /// Write a page with charts that opens from disk.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["gaps", "json"])]
    html: Option<PathBuf>,
}

/// Reports from the store of the settings, without a network.
pub fn report(settings: &Settings, arguments: &ReportArguments) -> anyhow::Result<ExitCode> {
    let since = system_clock()().saturating_sub(i64::from(arguments.since) * DAY_MS);
    if let Some(file) = &arguments.html {
        return write_page(settings, file, since);
    }
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

fn write_page(settings: &Settings, file: &Path, since: i64) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    let spinner = super::waiting("counting");
    let asked = wait(gaps::gather(&store, bot.clone(), since, settings.shop.language))??;
    let gaps = gaps::group(&Knowledge::sound(settings)?.library, &asked);
    let (zone, until) = (settings.orders.time_zone.clone(), system_clock()());
    let gather = move |sql: &mut dyn Sql| page::gather(sql, &bot.unwrap_or_default(), (since, until), &zone);
    let period = wait(store.transaction(gather))??;
    let text = page::page(&format!("{}: what people asked", settings.shop.name), &period, &gaps);
    spinner.finish_and_clear();
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    print(&file.display().to_string());
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
