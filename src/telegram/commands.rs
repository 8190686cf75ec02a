//! The command list that Telegram shows beside the text field, in every language of the bot.
//!
//! Read first, and written only where it differs: Telegram allows few changes, and several replicas
//! start at once. Nothing waits for it.

use teloxide::payloads::{GetMyCommands, GetMyCommandsSetters, SetMyCommands, SetMyCommandsSetters};
use teloxide::types::BotCommand;

use super::client::{ApiFailure, Client};
use super::trouble::{Backoff, Pace};
use crate::language::Language;
use crate::voice::Voice;
use crate::voice::wording::COMMANDS;

/// The longest description of a command, in characters.
const DESCRIPTION_CHARS: usize = 256;

/// The commands for customers whose app speaks a language, or any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandList {
    /// The language of the app; `None` is for all that have no list of their own.
    pub language: Option<Language>,
    /// The commands, in the order in which they are shown.
    pub commands: Vec<BotCommand>,
}

/// The command lists: one for each language, and one in the default language for everybody else.
pub fn lists(voice: &Voice, default: Language) -> Vec<CommandList> {
    let list =
        |language: Option<Language>| CommandList { language, commands: commands(voice, language.unwrap_or(default)) };
    std::iter::once(None).chain(Language::ALL.map(Some)).map(list).collect()
}

/// A command whose description is missing is left out: Telegram would refuse the whole list.
fn commands(voice: &Voice, language: Language) -> Vec<BotCommand> {
    let described = COMMANDS.iter().map(|(name, key)| (name, voice.label(language, key)));
    described
        .map(|(name, words)| BotCommand::new(*name, words.chars().take(DESCRIPTION_CHARS).collect::<String>()))
        .filter(|command| !command.description.trim().is_empty())
        .collect()
}

/// Brings Telegram's command lists in line with these, trying again until it is done. May be dropped
/// at any time.
pub async fn publish(client: &Client, lists: &[CommandList], pace: Pace) {
    let mut backoff = Backoff::new(pace);
    for list in lists {
        while let Err(failure) = publish_one(client, list).await {
            let wait = match failure {
                ApiFailure::RetryAfter(wait) => wait,
                ApiFailure::Server(_) | ApiFailure::Network(_) => backoff.wait(),
                refusal => {
                    tracing::error!(error = %refusal, "the command list was not set");
                    return;
                }
            };
            tokio::time::sleep(wait).await;
        }
        backoff.reset();
    }
}

async fn publish_one(client: &Client, list: &CommandList) -> Result<(), ApiFailure> {
    let mut ask = GetMyCommands::new();
    let mut set = SetMyCommands::new(list.commands.clone());
    if let Some(language) = list.language {
        ask = ask.language_code(language.code());
        set = set.language_code(language.code());
    }
    let known: Vec<BotCommand> = client.ask(&ask).await?;
    if known == list.commands {
        return Ok(());
    }
    client.call(&set).await
}
