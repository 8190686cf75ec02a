//! `tanya privacy`: what is kept about somebody, shown or erased for a customer who asks the merchant instead of the
//! bot.

use std::process::ExitCode;

use anyhow::{Context, bail};
use tanya::service::{changes, export};
use tanya::settings::Settings;
use tanya::{app, telegram};

use super::people::{opened, wait};
use super::{print, remark};

/// What can be done about what is kept.
#[derive(Debug, clap::Subcommand)]
pub enum PrivacyCommand {
    /// Print what is kept about somebody as JSON, as /privacy sends it to them.
    #[command(alias = "show")]
    Export {
        /// The number of their private chat, which is that of their account.
        #[arg(value_name = "CHAT", allow_hyphen_values = true)]
        chat: String,
    },
    /// Erase what is kept about somebody, as /privacy does it for them. Roles stay: see `sellers` and `owner`.
    Erase {
        /// The number of their private chat, which is that of their account.
        #[arg(value_name = "CHAT", allow_hyphen_values = true)]
        chat: String,
        /// Do it: it cannot be undone.
        #[arg(long)]
        yes: bool,
    },
}

/// Works with what is kept.
pub fn privacy(settings: &Settings, command: &PrivacyCommand) -> anyhow::Result<ExitCode> {
    match command {
        PrivacyCommand::Export { chat } => show(settings, &conversation(chat)?),
        PrivacyCommand::Erase { chat, yes } => {
            let conversation = conversation(chat)?;
            if !yes {
                bail!("nothing was erased: add --yes to erase what is kept about {conversation} for good");
            }
            erase(settings, conversation)
        }
    }
}

/// The conversation of a chat; one that is written out, as other commands print it, stays.
fn conversation(chat: &str) -> anyhow::Result<String> {
    let number = chat.strip_prefix("telegram:").unwrap_or(chat);
    let number: i64 = number.parse().ok().filter(|number| *number > 0).with_context(|| {
        format!("\"{chat}\" is no private chat: give its number, which is that of the account, such as 123456789")
    })?;
    Ok(format!("telegram:{number}"))
}

fn show(settings: &Settings, conversation: &str) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    let bot = bot.context("telegram.token is not set: it says whose customers are meant")?;
    let conversation = conversation.to_owned();
    let kept = wait(store.transaction(move |sql| export::all(sql, &bot, &conversation)))??;
    print(&serde_json::to_string_pretty(&kept)?);
    Ok(ExitCode::SUCCESS)
}

fn erase(settings: &Settings, conversation: String) -> anyhow::Result<ExitCode> {
    let token = settings.telegram.token.as_ref();
    let bot = telegram::bot_name(token.context("telegram.token is not set: it says whose customers are meant")?);
    opened(settings)?;
    wait(async {
        let service = app::service(settings, &settings.store.url, &bot, telegram::MESSAGE_UNITS).await?;
        let inside = service.clone();
        Ok::<_, anyhow::Error>(service.store.transaction(move |sql| changes::erase(&inside, sql, &conversation)).await?)
    })??;
    remark("erased; their topic in the support group is deleted as soon as the bot runs");
    Ok(ExitCode::SUCCESS)
}
