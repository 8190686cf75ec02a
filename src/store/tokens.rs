//! The tokens of platforms' interfaces: both of an account are replaced at once.
//!
//! Who renews them claims that first, for half a minute, so that several processes do not use up the same refresh
//! token. What is absent here: asking a platform for new ones.

use secrecy::ExposeSecret;

use super::sql::{Row, Sql, Store, StoreError, Value};
use crate::orders::Unreachable;
use crate::orders::tiktok::tokens::{Account, Stored};
use crate::orders::tiktok::{Claim, TokenStore, Tokens};

/// A claim ends after so many milliseconds, should whoever has it have died.
const CLAIM_MS: i64 = 30 * 1000;

const PLATFORM: &str = "tiktok";

/// The tokens of TikTok Shop in a store.
#[derive(Clone)]
pub struct TikTokTokens {
    /// The store.
    pub store: Store,
}

impl TokenStore for TikTokTokens {
    fn load<'a>(&'a self, account: &'a Account) -> Stored<'a, Option<Tokens>> {
        let account = account.clone();
        self.done(move |sql| load(sql, &account))
    }

    fn claim<'a>(&'a self, account: &'a Account, current: &'a Tokens) -> Stored<'a, Claim> {
        let (account, current) = (account.clone(), current.clone());
        self.done(move |sql| claim(sql, &account, &current))
    }

    fn save<'a>(&'a self, account: &'a Account, tokens: &'a Tokens) -> Stored<'a, ()> {
        let (account, tokens) = (account.clone(), tokens.clone());
        self.done(move |sql| save(sql, &account, &tokens, None))
    }

    fn release<'a>(&'a self, account: &'a Account) -> Stored<'a, ()> {
        let account = account.clone();
        self.done(move |sql| release(sql, &account))
    }
}

impl TikTokTokens {
    fn done<'a, T: Send + 'static>(
        &'a self,
        work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Stored<'a, T> {
        let pending = self.store.transaction(work);
        Box::pin(async move { pending.await.map_err(|error| Unreachable(error.to_string())) })
    }
}

fn load(sql: &mut dyn Sql, account: &Account) -> Result<Option<Tokens>, StoreError> {
    Ok(row(sql, account)?.map(|row| tokens(&row)).transpose()?.map(|(tokens, _)| tokens))
}

fn claim(sql: &mut dyn Sql, account: &Account, current: &Tokens) -> Result<Claim, StoreError> {
    sql.lock(&format!("tokens {PLATFORM} {}", account.app))?;
    let now = sql.now()?;
    if let Some((kept, claimed_until)) = row(sql, account)?.map(|row| tokens(&row)).transpose()? {
        if kept.access.expose_secret() != current.access.expose_secret() {
            return Ok(Claim::Renewed(kept));
        }
        if claimed_until.is_some_and(|until| until > now) {
            return Ok(Claim::Busy);
        }
    }
    save(sql, account, current, Some(now.saturating_add(CLAIM_MS)))?;
    Ok(Claim::Granted)
}

fn save(sql: &mut dyn Sql, account: &Account, tokens: &Tokens, claimed_until: Option<i64>) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO platform_tokens (platform, app, origin, access_token, access_expires_at, refresh_token,
             refresh_expires_at, claimed_until, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (platform, app) DO UPDATE SET origin = excluded.origin, access_token = excluded.access_token,
             access_expires_at = excluded.access_expires_at, refresh_token = excluded.refresh_token,
             refresh_expires_at = excluded.refresh_expires_at, claimed_until = excluded.claimed_until,
             changed_at = excluded.changed_at",
        &[
            PLATFORM.into(),
            account.app.as_str().into(),
            account.origin.as_str().into(),
            tokens.access.expose_secret().into(),
            Value::Int(tokens.access_expires_at),
            tokens.refresh.expose_secret().into(),
            Value::Int(tokens.refresh_expires_at),
            claimed_until.into(),
            Value::Int(now),
        ],
    )?;
    Ok(())
}

fn release(sql: &mut dyn Sql, account: &Account) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE platform_tokens SET claimed_until = NULL WHERE platform = ?1 AND app = ?2 AND origin = ?3",
        &[PLATFORM.into(), account.app.as_str().into(), account.origin.as_str().into()],
    )?;
    Ok(())
}

fn row(sql: &mut dyn Sql, account: &Account) -> Result<Option<Row>, StoreError> {
    let rows = sql.query(
        "SELECT access_token, access_expires_at, refresh_token, refresh_expires_at, claimed_until
         FROM platform_tokens WHERE platform = ?1 AND app = ?2 AND origin = ?3",
        &[PLATFORM.into(), account.app.as_str().into(), account.origin.as_str().into()],
    )?;
    Ok(rows.into_iter().next())
}

/// The tokens of a row, and until when their renewal is claimed.
fn tokens(row: &Row) -> Result<(Tokens, Option<i64>), StoreError> {
    let tokens = Tokens {
        access: row.text(0)?.into(),
        access_expires_at: row.int(1)?,
        refresh: row.text(2)?.into(),
        refresh_expires_at: row.int(3)?,
    };
    Ok((tokens, row.int_or_null(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    fn account(origin: &str) -> Account {
        Account { app: "key shop".to_owned(), origin: origin.to_owned() }
    }

    fn named(name: &str) -> Tokens {
        let set = Tokens::of_settings(Some(&name.into()), &format!("{name}-refresh").into());
        Tokens { access_expires_at: 50, refresh_expires_at: 60, ..set }
    }

    fn kept(sql: &mut dyn Sql, origin: &str) -> Result<Option<String>, StoreError> {
        let shown = |tokens: Tokens| format!("{} {}", tokens.access.expose_secret(), tokens.refresh.expose_secret());
        Ok(load(sql, &account(origin))?.map(shown))
    }

    #[test]
    fn one_renews_and_the_others_wait_and_get_what_it_brings() -> Result<(), StoreError> {
        let mut sql = Connection::for_tests(5)?;
        assert!(matches!(claim(&mut sql, &account("o"), &named("old"))?, Claim::Granted));
        assert!(matches!(claim(&mut sql, &account("o"), &named("old"))?, Claim::Busy));
        save(&mut sql, &account("o"), &named("new"), None)?;
        let Claim::Renewed(tokens) = claim(&mut sql, &account("o"), &named("old"))? else { panic!("not renewed") };
        assert_eq!(tokens.access.expose_secret(), "new");
        assert_eq!(kept(&mut sql, "o")?.as_deref(), Some("new new-refresh"));
        Ok(())
    }

    #[test]
    fn a_claim_ends_by_itself_and_when_it_is_given_back() -> Result<(), StoreError> {
        let mut sql = Connection::for_tests(5)?;
        claim(&mut sql, &account("o"), &named("old"))?;
        release(&mut sql, &account("o"))?;
        assert!(matches!(claim(&mut sql, &account("o"), &named("old"))?, Claim::Granted));
        sql.set_time(5 + CLAIM_MS - 1);
        assert!(matches!(claim(&mut sql, &account("o"), &named("old"))?, Claim::Busy));
        sql.set_time(5 + CLAIM_MS);
        assert!(matches!(claim(&mut sql, &account("o"), &named("old"))?, Claim::Granted));
        Ok(())
    }

    #[test]
    fn tokens_that_grew_from_other_settings_are_not_used() -> Result<(), StoreError> {
        let mut sql = Connection::for_tests(5)?;
        save(&mut sql, &account("o"), &named("new"), None)?;
        assert_eq!(kept(&mut sql, "set anew")?, None);
        assert!(matches!(claim(&mut sql, &account("set anew"), &named("set"))?, Claim::Granted));
        assert_eq!(kept(&mut sql, "set anew")?.as_deref(), Some("set set-refresh"));
        assert_eq!(kept(&mut sql, "o")?, None);
        Ok(())
    }
}
