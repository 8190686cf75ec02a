//! Owners and sellers from the command line: links, lists, revoking. Works while the bot runs on the
//! same store, and without a network. Every change is journalled.

use std::fmt;

use crate::conversation::{Grant, Person, Role, Secret};
use crate::service::changes;
use crate::store::{Sql, Store, StoreError, invitations, options, people, secrets};

/// A one-time link to the bot.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    username: Option<String>,
    payload: String,
}

impl Link {
    /// Whether the bot's username is known: otherwise a placeholder stands in its place.
    pub fn is_complete(&self) -> bool {
        self.username.is_some()
    }
}

impl fmt::Display for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let username = self.username.as_deref().unwrap_or("YOUR_BOT");
        write!(formatter, "https://t.me/{username}?start={}", self.payload)
    }
}

/// Makes a link for a role. Without a bot it is for whichever bot uses the store.
///
/// # Errors
/// What the store says.
pub async fn invite(store: &Store, bot: Option<String>, role: Role) -> Result<Link, StoreError> {
    let secret = Secret::new(secrets::new_secret()?);
    store
        .transaction(move |sql| {
            let grant = Grant::Role(role);
            invitations::make(sql, bot.as_deref().unwrap_or_default(), &grant, &secret, None)?;
            note(sql, bot.as_deref(), format!("made a link for {}", changes::granted(&grant)))?;
            Ok(Link { username: username(sql, bot.as_deref())?, payload: secret.payload(&grant) })
        })
        .await
}

/// Remembers the bot's username, which links need.
///
/// # Errors
/// What the store says.
pub async fn remember_username(store: &Store, bot: String, username: String) -> Result<(), StoreError> {
    store.transaction(move |sql| options::set(sql, &bot, options::USERNAME, Some(&username))).await
}

/// Everybody with a role, oldest first.
///
/// # Errors
/// What the store says.
pub async fn list(store: &Store, bot: Option<String>) -> Result<Vec<Person>, StoreError> {
    store.transaction(move |sql| people::all(sql, bot.as_deref())).await
}

/// Takes a seller's role away; nothing when there is no seller of this id.
///
/// # Errors
/// What the store says.
pub async fn revoke_seller(store: &Store, bot: Option<String>, id: String) -> Result<Option<Person>, StoreError> {
    store
        .transaction(move |sql| {
            let sellers = people::all(sql, bot.as_deref())?.into_iter().filter(|one| one.role != Role::Owner);
            let Some(person) = sellers.into_iter().find(|one| one.id == id) else { return Ok(None) };
            people::remove(sql, &person.id)?;
            let role = changes::granted(&Grant::Role(person.role.clone()));
            note(sql, bot.as_deref(), format!("removed {} as {role}", person.conversation))?;
            Ok(Some(person))
        })
        .await
}

fn username(sql: &mut dyn Sql, bot: Option<&str>) -> Result<Option<String>, StoreError> {
    match bot {
        Some(bot) => Ok(options::all(sql, bot)?.remove(options::USERNAME)),
        None => options::get_of_any(sql, options::USERNAME),
    }
}

fn note(sql: &mut dyn Sql, bot: Option<&str>, what: String) -> Result<(), StoreError> {
    let now = sql.now()?;
    changes::note(sql, bot.unwrap_or_default(), None, now, format!("command line: {what}"))
}
