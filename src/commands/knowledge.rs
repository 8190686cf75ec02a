//! `tanya knowledge export`: every text that the bot learns from, one JSON line each.

use std::process::ExitCode;

use serde_json::json;
use tanya::app::Knowledge;
use tanya::knowledge::{ArticleText, Block, markdown};
use tanya::settings::Settings;

use super::print;

/// What can be done with the knowledge.
#[derive(Debug, clap::Subcommand)]
pub enum KnowledgeCommand {
    /// Print a JSON line {"label","lang","kind","text"} per title, question, keyword, paragraph and message.
    Export,
}

/// Works with the knowledge.
pub fn knowledge(settings: &Settings, command: &KnowledgeCommand) -> anyhow::Result<ExitCode> {
    let KnowledgeCommand::Export = command;
    let knowledge = Knowledge::sound(settings)?;
    for article in knowledge.library.articles.values() {
        for (language, text) in &article.texts {
            for (kind, one) in pieces(text) {
                print(&json!({"label": article.id, "lang": language, "kind": kind, "text": one}).to_string());
            }
        }
    }
    for (intent, languages) in &knowledge.library.intents {
        for (language, lines) in languages {
            for line in lines {
                let label = format!("@{intent}");
                print(&json!({"label": label, "lang": language, "kind": "example", "text": line}).to_string());
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn pieces(text: &ArticleText) -> impl Iterator<Item = (&'static str, String)> {
    let title = std::iter::once(("title", text.title.clone()));
    let questions = text.questions.iter().map(|one| ("question", one.clone()));
    let examples = text.examples.iter().flatten().map(|one| ("example", one.clone()));
    let keywords = text.keywords.iter().map(|one| ("keyword", one.clone()));
    let lines = text.body.iter().flat_map(Block::lines).map(|line| ("paragraph", markdown::plain_text(line)));
    title.chain(questions).chain(examples).chain(keywords).chain(lines)
}
