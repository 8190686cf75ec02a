//! One-time links: made, looked up, used up. Only the hash of a link's payload is kept.

use super::secrets::hash;
use super::sql::{Row, Sql, StoreError, Value};
use crate::conversation::{Grant, Opened, Role, Secret};

const HOUR_MS: i64 = 60 * 60 * 1000;

/// The longest payload of `/start`, in characters
/// (<https://core.telegram.org/bots/features#deep-linking>).
const LONGEST: usize = 64;

/// For how long a link is valid, in milliseconds: two days for owners and groups, a week for sellers.
pub fn validity_ms(grant: &Grant) -> i64 {
    match grant {
        Grant::Role(Role::Owner) | Grant::Group => 48 * HOUR_MS,
        Grant::Role(Role::Seller(_)) => 7 * 24 * HOUR_MS,
    }
}

/// Makes a link. An empty `bot` is whichever bot uses the store.
///
/// # Errors
/// What the database says.
pub fn make(sql: &mut dyn Sql, bot: &str, grant: &Grant, secret: &Secret, by: Option<&str>) -> Result<(), StoreError> {
    let now = sql.now()?;
    let (role, shop) = columns(grant);
    sql.execute(
        "INSERT INTO invitations (hash, bot, role, shop, created_at, created_by, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            hash(&secret.payload(grant)).into(),
            bot.into(),
            role.into(),
            shop.into(),
            Value::Int(now),
            by.into(),
            Value::Int(now.saturating_add(validity_ms(grant))),
        ],
    )?;
    Ok(())
}

/// What a payload opens for a conversation. The links of somebody who is no owner any more open nothing.
/// Other turns that open it wait until this one ends.
///
/// # Errors
/// What the database says.
pub fn look_up(sql: &mut dyn Sql, bot: &str, conversation: &str, payload: &str) -> Result<Opened, StoreError> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if payload.len() > LONGEST || !payload.chars().all(fits) {
        return Ok(Opened::Void);
    }
    let hash = hash(payload);
    sql.lock(&format!("invitation/{hash}"))?;
    let now = sql.now()?;
    let rows = sql.query(
        "SELECT role, shop, created_by, expires_at, used_by FROM invitations
         WHERE hash = ?1 AND (bot = ?2 OR bot = '') AND (created_by IS NULL OR EXISTS (
             SELECT 1 FROM people WHERE people.bot = ?2 AND people.conversation = invitations.created_by
                 AND people.role = 'owner'))",
        &[hash.into(), bot.into()],
    )?;
    rows.first().map_or(Ok(Opened::Void), |row| opened(row, conversation, now))
}

fn opened(row: &Row, conversation: &str, now: i64) -> Result<Opened, StoreError> {
    let grant = match row.text(0)? {
        "owner" => Grant::Role(Role::Owner),
        "seller" => Grant::Role(Role::Seller(row.text(1)?.to_owned())),
        _ => Grant::Group,
    };
    Ok(match row.text_or_null(4)? {
        Some(user) if user == conversation => Opened::Yours(grant),
        Some(_) => Opened::Void,
        None if row.int(3)? <= now => Opened::Void,
        None => Opened::Valid { grant, by: row.text_or_null(2)?.map(str::to_owned) },
    })
}

/// Uses a link up; returns who made it. To be called in the transaction that looked it up.
///
/// # Errors
/// What the database says; [`StoreError::Unavailable`] when it is used up already.
pub fn use_up(sql: &mut dyn Sql, conversation: &str, payload: &str) -> Result<Option<String>, StoreError> {
    let now = sql.now()?;
    let rows = sql.query(
        "UPDATE invitations SET used_at = ?2, used_by = ?3 WHERE hash = ?1 AND used_at IS NULL RETURNING created_by",
        &[hash(payload).into(), Value::Int(now), conversation.into()],
    )?;
    let row = rows.first().ok_or_else(|| StoreError::Unavailable("a link was used twice at once".to_owned()))?;
    Ok(row.text_or_null(0)?.map(str::to_owned))
}

fn columns(grant: &Grant) -> (&str, &str) {
    match grant {
        Grant::Role(Role::Owner) => ("owner", ""),
        Grant::Role(Role::Seller(shop)) => ("seller", shop),
        Grant::Group => ("group", ""),
    }
}

/// Forgets links that ended before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM invitations WHERE hash IN (SELECT hash FROM invitations WHERE expires_at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::people;
    use crate::store::secrets::new_secret;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    fn owner() -> Grant {
        Grant::Role(Role::Owner)
    }

    fn made(store: &mut Connection, bot: &str, grant: &Grant) -> Result<String, StoreError> {
        let secret = Secret::new(new_secret()?);
        people::grant(store, bot, "telegram:9", &Role::Owner, None)?;
        make(store, bot, grant, &secret, Some("telegram:9"))?;
        Ok(secret.payload(grant))
    }

    #[test]
    fn a_link_is_valid_once_and_its_payload_is_not_kept() -> Tested {
        let mut store = Connection::for_tests(5)?;
        let payload = made(&mut store, "bot", &owner())?;
        assert!(payload.len() <= LONGEST && payload.starts_with("o_"));
        let valid = Opened::Valid { grant: owner(), by: Some("telegram:9".to_owned()) };
        assert_eq!(look_up(&mut store, "bot", "telegram:1", &payload)?, valid);
        assert_eq!(look_up(&mut store, "other", "telegram:1", &payload)?, Opened::Void);
        assert_eq!(use_up(&mut store, "telegram:1", &payload)?.as_deref(), Some("telegram:9"));
        assert_eq!(look_up(&mut store, "bot", "telegram:1", &payload)?, Opened::Yours(owner()));
        assert_eq!(look_up(&mut store, "bot", "telegram:2", &payload)?, Opened::Void);
        assert!(use_up(&mut store, "telegram:2", &payload).is_err());
        let kept = format!("{:?}", store.query("SELECT * FROM invitations", &[])?);
        assert!(!kept.contains(&payload[2..]), "{kept}");
        Ok(())
    }

    #[test]
    fn the_link_of_somebody_who_is_no_owner_any_more_opens_nothing() -> Tested {
        let mut store = Connection::for_tests(5)?;
        let payload = made(&mut store, "bot", &owner())?;
        people::grant(&mut store, "bot", "telegram:8", &Role::Owner, None)?;
        let former = people::all(&mut store, Some("bot"))?.into_iter().find(|one| one.conversation == "telegram:9");
        assert!(people::remove(&mut store, &former.map(|one| one.id).unwrap_or_default())?);
        assert_eq!(look_up(&mut store, "bot", "telegram:7", &payload)?, Opened::Void);
        Ok(())
    }

    #[test]
    fn a_link_ends_by_itself() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let seller = Grant::Role(Role::Seller("A".to_owned()));
        let payloads = [made(&mut store, "bot", &owner())?, made(&mut store, "", &seller)?];
        store.set_time(48 * HOUR_MS - 1);
        assert_ne!(look_up(&mut store, "bot", "telegram:1", &payloads[0])?, Opened::Void);
        store.set_time(48 * HOUR_MS);
        assert_eq!(look_up(&mut store, "bot", "telegram:1", &payloads[0])?, Opened::Void);
        assert_ne!(look_up(&mut store, "bot", "telegram:1", &payloads[1])?, Opened::Void);
        store.set_time(7 * 24 * HOUR_MS);
        assert_eq!(look_up(&mut store, "bot", "telegram:1", &payloads[1])?, Opened::Void);
        Ok(())
    }

    #[test]
    fn garbage_opens_nothing() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let long = format!("o_{}", "x".repeat(LONGEST));
        for payload in ["o_", "s_", "o_1 OR 1=1", "o_\u{0}", "o_é", &long] {
            assert_eq!(look_up(&mut store, "bot", "telegram:1", payload)?, Opened::Void, "{payload}");
        }
        Ok(())
    }
}
