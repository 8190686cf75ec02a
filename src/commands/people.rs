//! `tanya sellers` and `tanya owner`: who may do what, without a network.

use std::process::ExitCode;

use anyhow::bail;
use tanya::conversation::owner::access::LONGEST_SHOP;
use tanya::conversation::{LocalTime, Person, Role, Zone};
use tanya::operate::access::{self, Link, Revoked};
use tanya::settings::Settings;
use tanya::store::{self, Store};
use tanya::telegram;

use super::{print, remark};

/// What can be done with sellers.
#[derive(Debug, clap::Subcommand)]
pub enum SellersCommand {
    /// Print a one-time link that makes whoever opens it a seller of a shop.
    Invite {
        /// The name of the shop.
        #[arg(value_name = "SHOP")]
        shop: String,
    },
    /// List the sellers: id, shop, since when, chat.
    List,
    /// Take a seller's role away.
    Revoke {
        /// The id that `list` shows.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// What can be done with owners.
#[derive(Debug, clap::Subcommand)]
pub enum OwnerCommand {
    /// Print a one-time link that makes whoever opens it an owner.
    Invite,
    /// List the owners: id, since when, chat.
    List,
    /// Take an owner's role away; the last one stays.
    Revoke {
        /// The id that `list` shows.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// Works with sellers.
pub fn sellers(settings: &Settings, command: SellersCommand) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    match command {
        SellersCommand::Invite { shop } => {
            let shop = shop.split_whitespace().collect::<Vec<_>>().join(" ");
            if shop.is_empty() || shop.chars().count() > LONGEST_SHOP {
                bail!("a shop needs a name of at most {LONGEST_SHOP} characters");
            }
            remark(&format!("a link for a seller of \"{shop}\", for one person, within 7 days:"));
            show_link(&wait(access::invite(&store, bot, Role::Seller(shop)))??);
        }
        SellersCommand::List => {
            let everybody = wait(access::list(&store, bot))??;
            everybody.iter().filter(|one| one.role != Role::Owner).for_each(show_person);
        }
        SellersCommand::Revoke { id } => {
            let Revoked::Gone(person) = wait(access::revoke_seller(&store, bot, id.clone()))?? else {
                bail!("there is no seller \"{id}\"; see `tanya sellers list`");
            };
            show_person(&person);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Works with owners.
pub fn owner(settings: &Settings, command: OwnerCommand) -> anyhow::Result<ExitCode> {
    let (store, bot) = opened(settings)?;
    match command {
        OwnerCommand::Invite => {
            remark("a link for an owner, for one person, within 48 hours:");
            show_link(&wait(access::invite(&store, bot, Role::Owner))??);
        }
        OwnerCommand::List => {
            let everybody = wait(access::list(&store, bot))??;
            everybody.iter().filter(|one| one.role == Role::Owner).for_each(show_person);
        }
        OwnerCommand::Revoke { id } => match wait(access::revoke_owner(&store, bot, id.clone()))?? {
            Revoked::Gone(person) => show_person(&person),
            Revoked::Nobody => bail!("there is no owner \"{id}\"; see `tanya owner list`"),
            Revoked::LastOwner => {
                bail!("\"{id}\" is the last owner and stays; invite another with `tanya owner invite`")
            }
        },
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a link alone on a line.
pub fn show_link(link: &Link) {
    if !link.is_complete() {
        remark("put your bot's username in the place of YOUR_BOT");
    }
    print(&link.to_string());
}

/// The store of the settings, and the bot as the store knows it; none without a token.
pub fn opened(settings: &Settings) -> anyhow::Result<(Store, Option<String>)> {
    if settings.store.url.starts_with("sqlite:") && store::file_of(&settings.store.url).is_none() {
        bail!("store.url keeps nothing ({}): set it to the file that `tanya serve` uses", settings.store.url);
    }
    let bot = settings.telegram.token.as_ref().map(|token| telegram::bot_name(token).to_string());
    Ok((Store::open(&settings.store.url)?, bot))
}

/// Waits for the store or for Telegram.
pub fn wait<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}

fn show_person(person: &Person) {
    let since = LocalTime::of(person.since, Zone::default()).at.date();
    let shop = match &person.role {
        Role::Owner => String::new(),
        Role::Seller(shop) => format!("  {shop}"),
    };
    print(&format!("{}{shop}  {since}  {}", person.id, person.conversation));
}
