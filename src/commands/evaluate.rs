//! `tanya evaluate FILE`: how often the first answer is right, per language, on messages whose right
//! answers are known.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use tanya::evaluate::{Case, Evaluation, Prediction, cases, compare, evaluation, page, predict, report};
use tanya::orders::{HashKey, Rules};
use tanya::settings::Settings;

use super::print;

/// What `tanya evaluate` is given.
#[derive(Debug, clap::Args)]
pub struct EvaluateArguments {
    /// JSON lines with the fields q, lang, accept and perhaps style.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the scores as JSON.
    #[arg(long)]
    json: bool,
    /// Write what the bot does with each message to a file, a JSON line per case.
    #[arg(long, value_name = "OUT")]
    predictions: Option<PathBuf>,
    /// Fail when a score falls below the floors of this TOML file.
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
    /// Say what got better and what got worse since an evaluation that `--json` printed.
    #[arg(long, value_name = "OLD.json")]
    against: Option<PathBuf>,
    /// Write a page with tables and charts that opens from disk.
    #[arg(long, value_name = "OUT.html")]
    html: Option<PathBuf>,
    /// Print each message whose first answer, or whose language, is not right.
    #[arg(long)]
    misses: bool,
}

/// Evaluates.
pub fn evaluate(settings: &Settings, arguments: &EvaluateArguments) -> anyhow::Result<ExitCode> {
    let cases = read_cases(&arguments.file)?;
    let floors = arguments.floors.as_deref().map(read_floors).transpose()?;
    let old = arguments.against.as_deref().map(read_evaluation).transpose()?;
    let (knowledge, mind) = super::understanding(settings)?;
    let rules = Rules::with_key(HashKey::of_secret("no order is looked up here"));
    let context = knowledge.context(&mind, settings.shop.language, &rules);
    let bar = indicatif::ProgressBar::new(cases.len() as u64);
    let predictions: Vec<Prediction> = bar.wrap_iter(cases.iter()).map(|case| predict(&context, case)).collect();
    bar.finish_and_clear();
    if let Some(path) = &arguments.predictions {
        write_predictions(path, &predictions)?;
    }
    let evaluation = evaluation(&cases, &predictions);
    if arguments.misses {
        misses(&cases, &predictions);
    }
    show(arguments, &evaluation, old.as_ref())?;
    let missed = floors.map(|floors| floors.missed(&evaluation.summary)).unwrap_or_default();
    missed.iter().for_each(|one| print(one));
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a file of cases.
pub fn read_cases(path: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    cases::read(&text).map_err(|faults| anyhow::anyhow!("{} has lines that are no cases:\n{faults}", path.display()))
}

fn read_floors(path: &Path) -> anyhow::Result<report::Floors> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    report::Floors::read(&text).with_context(|| format!("{} holds no floors", path.display()))
}

fn read_evaluation(path: &Path) -> anyhow::Result<Evaluation> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is no evaluation; `tanya evaluate FILE --json` prints one", path.display()))
}

fn write_predictions(path: &Path, predictions: &[Prediction]) -> anyhow::Result<()> {
    let lines: Result<Vec<String>, _> = predictions.iter().map(serde_json::to_string).collect();
    let text = lines?.into_iter().map(|line| line + "\n").collect::<String>();
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn misses(cases: &[Case], predictions: &[Prediction]) {
    for (case, prediction) in cases.iter().zip(predictions) {
        let answer = prediction.answer.as_deref().unwrap_or("@none");
        if prediction.language != case.lang {
            print(&format!("{} | {} | answered in {}", case.lang, case.q, prediction.language));
        }
        if !case.accepts(answer) {
            let choices = prediction.choices.join(" ");
            let right = case.accept.join(" ");
            print(&format!("{} | {} | right: {right} | was: {answer} {choices}", case.lang, case.q));
        }
    }
}

fn show(arguments: &EvaluateArguments, evaluation: &Evaluation, old: Option<&Evaluation>) -> anyhow::Result<()> {
    let comparison = old.map(|old| compare(old, evaluation));
    if let Some(path) = &arguments.html {
        let title = arguments.file.display().to_string();
        let page = page::page(&title, evaluation, comparison.as_ref()).context("a chart cannot be drawn")?;
        std::fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if arguments.json {
        print(&serde_json::to_string_pretty(evaluation)?);
        return Ok(());
    }
    print(report::table(&evaluation.summary).trim_end());
    print(&format!("\n{}", report::reliability_table(&evaluation.reliability).trim_end()));
    print(&format!("\n{}", report::confusion_list(&evaluation.confusions).trim_end()));
    if let (Some(old), Some(comparison)) = (old, &comparison) {
        print(report::comparison_list(&old.summary, &evaluation.summary, comparison).trim_end());
    }
    Ok(())
}
