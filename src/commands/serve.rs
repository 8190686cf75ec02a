//! `tanya serve` and `tanya chat`: the bot on Telegram and on the terminal.

use std::process::ExitCode;

use tanya::language::Language;
use tanya::settings::Settings;

/// What `tanya chat` is given.
#[derive(Debug, clap::Args)]
pub struct ChatArguments {
    /// Speak this language from the start: id, zh or en.
    #[arg(long, value_parser = super::language)]
    language: Option<Language>,
}

/// Runs the Telegram bot.
pub fn serve(_settings: &Settings) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not joined yet")
}

/// Talks on the terminal.
pub fn chat(_settings: &Settings, arguments: &ChatArguments) -> anyhow::Result<ExitCode> {
    let _ = arguments.language;
    anyhow::bail!("not joined yet")
}
