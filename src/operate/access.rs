//! Owners, sellers and the support group from the command line: links, lists, revoking. Works while the bot runs on the
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
            make(sql, bot.as_deref(), &grant, &secret)?;
            Ok(Link { username: username(sql, bot.as_deref())?, payload: secret.payload(&grant) })
        })
        .await
}

/// Makes the code that connects a support group: `/desk CODE`, sent there.
///
/// # Errors
/// What the store says.
pub async fn invite_group(store: &Store, bot: Option<String>) -> Result<String, StoreError> {
    let secret = Secret::new(secrets::new_secret()?);
    store
        .transaction(move |sql| {
            make(sql, bot.as_deref(), &Grant::Group, &secret)?;
            Ok(secret.group_code().to_owned())
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

/// What became of a role that was to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revoked {
    /// It is gone.
    Gone(Person),
    /// Nobody of this kind has this id.
    Nobody,
    /// The last owner of a bot stays.
    LastOwner,
}

/// Takes a seller's role away.
///
/// # Errors
/// What the store says.
pub async fn revoke_seller(store: &Store, bot: Option<String>, id: String) -> Result<Revoked, StoreError> {
    store.transaction(move |sql| revoke(sql, bot.as_deref(), |role| *role != Role::Owner, &id)).await
}

/// Takes an owner's role away. The links that they made open nothing from then on.
///
/// # Errors
/// What the store says.
pub async fn revoke_owner(store: &Store, bot: Option<String>, id: String) -> Result<Revoked, StoreError> {
    store.transaction(move |sql| revoke(sql, bot.as_deref(), |role| *role == Role::Owner, &id)).await
}

fn revoke(
    sql: &mut dyn Sql,
    bot: Option<&str>,
    of_kind: impl Fn(&Role) -> bool,
    id: &str,
) -> Result<Revoked, StoreError> {
    let everybody = people::all(sql, bot)?;
    let Some(person) = everybody.into_iter().find(|one| one.id == id && of_kind(&one.role)) else {
        return Ok(Revoked::Nobody);
    };
    if !people::remove(sql, &person.id)? {
        return Ok(Revoked::LastOwner);
    }
    let role = changes::granted(&Grant::Role(person.role.clone()));
    note(sql, bot, format!("removed {} as {role}", person.conversation))?;
    Ok(Revoked::Gone(person))
}

fn make(sql: &mut dyn Sql, bot: Option<&str>, grant: &Grant, secret: &Secret) -> Result<(), StoreError> {
    invitations::make(sql, bot.unwrap_or_default(), grant, secret, None)?;
    note(sql, bot, format!("made a link for {}", changes::granted(grant)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Opened;
    use crate::conversation::owner::access::payload_of_group_code;

    type Tested = Result<(), StoreError>;

    #[tokio::test]
    async fn a_groups_code_opens_what_its_link_would_open_once() -> Tested {
        let store = Store::open("sqlite::memory:")?;
        let code = invite_group(&store, None).await?;
        let payload = payload_of_group_code(&format!(" {code}\n"));
        let opened = store
            .transaction(move |sql| {
                let opened = invitations::look_up(sql, "bot", "telegram:-1", &payload)?;
                invitations::use_up(sql, "telegram:-1", &payload)?;
                Ok((opened, invitations::look_up(sql, "bot", "telegram:-2", &payload)?))
            })
            .await?;
        assert_eq!(opened, (Opened::Valid { grant: Grant::Group, by: None }, Opened::Void));
        Ok(())
    }

    #[tokio::test]
    async fn an_owner_can_be_removed_and_the_last_one_stays() -> Tested {
        let store = Store::open("sqlite::memory:")?;
        let grant = |conversation: &'static str, role: Role| {
            store.transaction(move |sql| people::grant(sql, "bot", conversation, &role, None))
        };
        grant("telegram:1", Role::Owner).await?;
        grant("telegram:2", Role::Owner).await?;
        grant("telegram:3", Role::Seller("A".to_owned())).await?;
        let everybody = list(&store, None).await?;
        let revoked = |at: usize| revoke_owner(&store, Some("bot".to_owned()), everybody[at].id.clone());
        let owners: Vec<usize> = (0..3).filter(|at| everybody[*at].role == Role::Owner).collect();
        assert_eq!(revoked(owners[0]).await?, Revoked::Gone(everybody[owners[0]].clone()));
        assert_eq!(revoked(owners[0]).await?, Revoked::Nobody);
        assert_eq!(revoked(owners[1]).await?, Revoked::LastOwner);
        let seller = (0..3).find(|at| !owners.contains(at)).unwrap_or_default();
        assert_eq!(revoked(seller).await?, Revoked::Nobody);
        let left = list(&store, None).await?;
        assert_eq!(left.len(), 2);
        Ok(())
    }
}
