//! `tanya serve` and `tanya chat`: the bot on Telegram and on the terminal.

use std::process::ExitCode;

use tanya::app;
use tanya::conversation::Session;
use tanya::knowledge::Audience;
use tanya::language::Language;
use tanya::settings::Settings;
use tanya::terminal;

/// What `tanya chat` is given.
#[derive(Debug, clap::Args)]
pub struct ChatArguments {
    /// Speak this language from the start: id, zh or en.
    #[arg(long, value_name = "L", value_parser = super::language)]
    language: Option<Language>,
    /// Talk as a buyer or as a seller.
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<Audience>,
    /// Keep the conversation in a store, such as sqlite:chat.db; without it nothing is kept.
    #[arg(long, value_name = "URL", default_value = "sqlite::memory:", hide_default_value = true)]
    store: String,
}

/// Runs the Telegram bot.
pub fn serve(_settings: &Settings) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not joined yet")
}

/// Talks on the terminal.
pub fn chat(settings: &Settings, arguments: &ChatArguments) -> anyhow::Result<ExitCode> {
    let spinner = super::waiting("reading the articles");
    let service = app::service(settings, &arguments.store, "terminal", usize::MAX)?;
    spinner.finish_and_clear();
    let beginning = Session { chosen_language: arguments.language, role: arguments.role, ..Session::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(terminal::chat(service, beginning))?;
    Ok(ExitCode::SUCCESS)
}

fn role(word: &str) -> Result<Audience, String> {
    match word {
        "buyer" => Ok(Audience::Buyer),
        "seller" => Ok(Audience::Seller),
        other => Err(format!("\"{other}\" is no role: use buyer or seller")),
    }
}
