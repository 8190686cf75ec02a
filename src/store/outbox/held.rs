//! Entries that are held back: withdrawn, let go, or appended only where none waits yet.
//!
//! What is absent here: what else a destination may wait for. Nothing here makes one due that waits because the
//! transport asked for it, or after a failure.

use super::{append, keep_still, reserve};
use crate::store::sql::{Sql, StoreError};

/// Appends one entry that is carried after so many milliseconds, unless one waits there already: that one is enough,
/// and is carried no later than the new one would be. An entry that is being carried right now does not count, since
/// it may have begun before there was a reason for this one.
///
/// # Errors
/// What the database says.
pub fn append_once(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    payload: &str,
    hold_ms: i64,
) -> Result<(), StoreError> {
    // Making room for no entry keeps workers, and others who append, away until the end of the transaction.
    reserve(sql, bot, destination, 0, None)?;
    let Some(position) = first_uncarried(sql, bot, destination)? else {
        return append(sql, bot, destination, &[payload.to_owned()], Some(hold_ms));
    };
    let now = sql.now()?;
    shorten_hold(sql, bot, destination, position, now.saturating_add(hold_ms))
}

/// The oldest entry of a destination that nobody is carrying.
fn first_uncarried(sql: &mut dyn Sql, bot: &str, destination: &str) -> Result<Option<i64>, StoreError> {
    let rows = sql.query(
        "SELECT position FROM outbox WHERE bot = ?1 AND destination = ?2 ORDER BY position LIMIT 2",
        &[bot.into(), destination.into()],
    )?;
    let leased = sql.query(
        "SELECT 1 FROM destinations WHERE bot = ?1 AND destination = ?2 AND leased_by IS NOT NULL",
        &[bot.into(), destination.into()],
    )?;
    rows.get(leased.len()).map(|row| row.int(0)).transpose()
}

/// Holds an entry back until a time at the latest. A destination that waits for nothing but that is due then, too;
/// one that waits for another reason (Telegram asked for it, or a failure) is left to wait.
fn shorten_hold(sql: &mut dyn Sql, bot: &str, destination: &str, position: i64, until: i64) -> Result<(), StoreError> {
    let values = [bot.into(), destination.into(), position.into(), until.into()];
    sql.execute(
        "UPDATE destinations SET due_at = ?4
         WHERE bot = ?1 AND destination = ?2 AND leased_by IS NULL AND due_at > ?4 AND due_at =
             (SELECT held_until FROM outbox WHERE bot = ?1 AND destination = ?2 AND position = ?3)",
        &values,
    )?;
    sql.execute(
        "UPDATE outbox SET held_until = ?4 WHERE bot = ?1 AND destination = ?2 AND position = ?3 AND held_until > ?4",
        &values,
    )?;
    Ok(())
}

/// Whether anything of a destination is held back at a time of the database's clock. Where it is, no worker begins to
/// carry it before the end of the transaction, so that it can still be withdrawn.
///
/// # Errors
/// What the database says.
pub fn holds(sql: &mut dyn Sql, bot: &str, destination: &str, now: i64) -> Result<bool, StoreError> {
    if !is_held(sql, bot, destination, now)? {
        return Ok(false);
    }
    // A worker may have claimed it since: then it is not held any more.
    keep_still(sql, bot, destination)?;
    let now = sql.now()?;
    is_held(sql, bot, destination, now)
}

fn is_held(sql: &mut dyn Sql, bot: &str, destination: &str, now: i64) -> Result<bool, StoreError> {
    let rows = sql.query(
        "SELECT 1 FROM outbox WHERE bot = ?1 AND destination = ?2 AND held_until > ?3 LIMIT 1",
        &[bot.into(), destination.into(), now.into()],
    )?;
    Ok(!rows.is_empty())
}

/// Withdraws what was held back at that time: it is never carried. To be called in the transaction that
/// found it.
///
/// # Errors
/// What the database says.
pub fn withdraw(sql: &mut dyn Sql, bot: &str, destination: &str, now: i64) -> Result<(), StoreError> {
    end_hold(sql, bot, destination)?;
    sql.execute(
        "DELETE FROM outbox WHERE bot = ?1 AND destination = ?2 AND held_until > ?3",
        &[bot.into(), destination.into(), now.into()],
    )?;
    Ok(())
}

/// Lets what was held back at that time go: it is carried now.
///
/// # Errors
/// What the database says.
pub fn let_go(sql: &mut dyn Sql, bot: &str, destination: &str, now: i64) -> Result<(), StoreError> {
    end_hold(sql, bot, destination)?;
    sql.execute(
        "UPDATE outbox SET held_until = NULL WHERE bot = ?1 AND destination = ?2 AND held_until > ?3",
        &[bot.into(), destination.into(), now.into()],
    )?;
    Ok(())
}

/// Makes a destination due that waits for nothing but the hold of its oldest entry. Finding it empty,
/// a worker gives it back.
fn end_hold(sql: &mut dyn Sql, bot: &str, destination: &str) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "UPDATE destinations SET due_at = ?3
         WHERE bot = ?1 AND destination = ?2 AND leased_by IS NULL AND due_at =
             (SELECT held_until FROM outbox WHERE bot = ?1 AND destination = ?2 ORDER BY position LIMIT 1)",
        &[bot.into(), destination.into(), now.into()],
    )?;
    Ok(())
}
