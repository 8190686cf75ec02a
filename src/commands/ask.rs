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
    for candidate in explanation.candidates.iter().take(3) {
        lines.push(format!("{:.2}       {}", candidate.confidence, candidate.label));
        let signals = candidate.signals.iter().map(|(name, value)| format!("{name} {value:.2}"));
        lines.push(format!("           {}", signals.collect::<Vec<_>>().join(", ")));
    }
    lines
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
