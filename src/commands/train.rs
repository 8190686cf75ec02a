//! `tanya train`: fits the judge to the articles, their examples and a development set, and writes
//! `judge.toml` beside them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use tanya::app::Knowledge;
use tanya::evaluate::train as fitting;
use tanya::knowledge::load::LEARNT;
use tanya::settings::Settings;

use super::print;

/// What `tanya train` is given.
#[derive(Debug, clap::Args)]
pub struct TrainArguments {
    /// The folder that `judge.toml` is written to.
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    out: PathBuf,
    /// Messages with the right answers, on which the thresholds are chosen beside the examples.
    #[arg(long, value_name = "FILE", default_value = "tests/evaluation/dev.jsonl")]
    cases: PathBuf,
}

const HEAD: &str = "# Written by `tanya train`. The weights of the signals, in the order of `SIGNAL_NAMES`, and the\n\
                    # thresholds that decide between an answer, a choice and \"I don't know\".\n\n";

/// Trains.
pub fn train(settings: &Settings, arguments: &TrainArguments) -> anyhow::Result<ExitCode> {
    let cases = super::evaluate::read_cases(&arguments.cases)?;
    let knowledge = Knowledge::sound(settings)?;
    let bar = indicatif::ProgressBar::new(fitting::PORTIONS as u64 + 1);
    let trained = fitting::train(&knowledge.library, &cases, || bar.inc(1))?;
    bar.finish_and_clear();
    let judge = &trained.judge;
    let path = arguments.out.join("judge.toml");
    let text = format!("{HEAD}{}", toml::to_string(judge)?);
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    print(&format!("{}: sure from {:.2}, choices from {:.2}", path.display(), judge.sure, judge.offer));
    let path = arguments.out.join(LEARNT);
    let bytes = trained.learnt.to_bytes()?;
    std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    print(&format!("{}: {} classes, {} KiB", path.display(), trained.learnt.labels.len(), bytes.len() / 1024));
    let (all, right, wrong) = trained.own_articles;
    print(&format!(
        "articles known by a title and five questions alone: of {all} messages {right} answered rightly, {wrong} wrongly"
    ));
    Ok(ExitCode::SUCCESS)
}
