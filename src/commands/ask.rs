//! `tanya ask TEXT`: one question, what the bot makes of it, and why.

use std::process::ExitCode;

use serde_json::json;
use tanya::settings::Settings;
use tanya::understanding::{Explanation, Outcome, Understand, Understood};

use super::print;

/// What `tanya ask` is given.
#[derive(Debug, clap::Args)]
pub struct AskArguments {
    /// The question, as a customer would type it.
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Print everything as JSON.
    #[arg(long)]
    json: bool,
}

/// Asks one question.
pub fn ask(settings: &Settings, arguments: &AskArguments) -> anyhow::Result<ExitCode> {
    let (_, mind) = super::understanding(settings)?;
    let text = arguments.text.join(" ");
    let understood = mind.understand(&text);
    let explanation = mind.explain(&text);
    if arguments.json {
        print(&serde_json::to_string_pretty(&as_json(&text, &understood, &explanation))?);
    } else {
        for line in lines(&understood, &explanation) {
            print(&line);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(text: &str, understood: &Understood, explanation: &Explanation) -> serde_json::Value {
    let article = match &understood.outcome {
        Outcome::Sure(article) => Some(article.to_string()),
        _ => None,
    };
    json!({
        "q": text,
        "language": understood.language,
        "outcome": understood.outcome,
        "article": article,
        "confidence": understood.hits.first().map(|hit| hit.confidence),
        "hits": understood.hits,
        "why": explanation,
    })
}

fn lines(understood: &Understood, explanation: &Explanation) -> Vec<String> {
    let mut lines = vec![
        format!("outcome    {}", outcome(&understood.outcome)),
        match explanation.detection {
            Some(found) => format!("language   {} ({:.2})", found.language, found.confidence),
            None => "language   nothing tells".to_owned(),
        },
        format!("words      {}", explanation.stems.join(" ")),
        format!("concepts   {}", explanation.concepts.join(", ")),
    ];
    let told = explanation.words.iter().filter(|word| word.counts.abs() >= WORTH_TELLING);
    let told: Vec<String> = told.map(|word| format!("{} {:+.2}", word.word, word.counts)).collect();
    lines.push(format!("counts     {}", told.join(", ")));
    for candidate in explanation.candidates.iter().take(3) {
        lines.push(format!("{:.2}       {}", candidate.confidence, candidate.label));
        let shares = candidate.shares.iter().filter(|(_, share)| share.abs() >= WORTH_TELLING);
        let mut shares: Vec<(&&str, &f32)> = shares.collect();
        shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let shares = shares.iter().map(|(name, share)| format!("{name} {share:+.2}"));
        lines.push(format!("           {}", shares.collect::<Vec<_>>().join(", ")));
    }
    lines.push(format!("{:.2}       none of these", explanation.none));
    lines.push(format!("so         {}", why(explanation)));
    lines
}

/// Smaller numbers than this are left out.
const WORTH_TELLING: f32 = 0.005;

/// In one sentence, why the text was answered, asked back or passed over.
fn why(explanation: &Explanation) -> String {
    let Some(best) = explanation.candidates.first() else { return "there is nothing to decide".to_owned() };
    let lead = explanation.candidates.get(1).map_or(best.confidence, |second| best.confidence - second.confidence);
    let (sure, offer) = (explanation.sure, explanation.offer);
    if best.confidence >= sure {
        format!("{} is sure: {:.2} is at least {sure:.2}, {lead:.2} before the next", best.label, best.confidence)
    } else {
        format!(
            "nothing is sure: {:.2} is less than {sure:.2}; articles are offered from {offer:.2} on",
            best.confidence
        )
    }
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Sure(article) => format!("sure: {article}"),
        Outcome::Unsure(choices) => {
            let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
            format!("unsure: {}", choices.join(", "))
        }
        Outcome::Order => "the sender's own order".to_owned(),
        Outcome::Person => "a person is wanted".to_owned(),
        Outcome::ShopQuestion => "what only the shop knows".to_owned(),
        Outcome::Compromised => "something was given away or taken over: urgent".to_owned(),
        Outcome::Foreign(choices) => {
            let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
            format!("another language: {}", choices.join(", "))
        }
        Outcome::SmallTalk(kind) => format!("small talk: {kind:?}").to_lowercase(),
        Outcome::LanguageWish(language) => format!("a language is wanted: {language:?}"),
        Outcome::Topics(role) => format!("the topics are wanted: {role:?}"),
        Outcome::Help => "help is wanted".to_owned(),
        Outcome::NoneOfThese => "none of the choices".to_owned(),
        Outcome::Nothing => "nothing that the bot knows".to_owned(),
    }
}
