//! What all replicas together may send: budgets that fill up evenly, and the queue of those who wait for a group's.
//!
//! The same rules as those of a single process, which counts in memory: whoever finds the budget of a group spent is told
//! when it is their turn, and that moment is theirs. Time is the database's. What is absent here: what the budgets
//! are, and what is sent.

use super::sql::{Sql, StoreError};

/// A place is kept at least so long for an owner who is late, in milliseconds.
const KEPT_MS: i64 = 5_000;

/// Budgets that have been whole for so long are forgotten, in milliseconds.
const FORGOTTEN_MS: i64 = 60 * 60 * 1000;

/// How fast a budget fills up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// One message in so many milliseconds …
    pub period_ms: i64,
    /// … and so many at once after a pause.
    pub burst: i64,
}

impl Rate {
    /// How much of the time before a budget is whole may be spent already.
    fn ahead(self) -> i64 {
        self.period_ms.saturating_mul(self.burst)
    }
}

/// Takes one from a budget; says in how many milliseconds it is its turn, which it is to wait for.
///
/// # Errors
/// What the database says.
pub fn turn(sql: &mut dyn Sql, bot: &str, name: &str, rate: Rate) -> Result<i64, StoreError> {
    let whole_at = whole_at(sql, bot, name)?;
    let now = sql.now()?;
    let after = whole_at.max(now).saturating_add(rate.period_ms);
    set_whole_at(sql, bot, name, after)?;
    Ok((after - rate.ahead() - now).max(0))
}

/// Takes one from a budget unless it is spent: then nothing is taken, and it says in how many milliseconds to ask again.
///
/// # Errors
/// What the database says.
pub fn take(sql: &mut dyn Sql, bot: &str, name: &str, rate: Rate) -> Result<i64, StoreError> {
    let whole_at = whole_at(sql, bot, name)?;
    let now = sql.now()?;
    let after = whole_at.max(now).saturating_add(rate.period_ms);
    let wait = after - rate.ahead() - now;
    if wait <= 0 {
        set_whole_at(sql, bot, name, after)?;
    }
    Ok(wait.max(0))
}

/// Takes so many at once for a place in the queue of a budget. Nothing is taken where it has to wait: the place in the
/// queue is kept, and this many milliseconds it takes until it is its turn.
///
/// # Errors
/// What the database says.
pub fn queue(
    sql: &mut dyn Sql,
    bot: &str,
    name: &str,
    place: &str,
    messages: i64,
    rate: Rate,
) -> Result<i64, StoreError> {
    let whole_at = whole_at(sql, bot, name)?;
    let now = sql.now()?;
    forget_late(sql, bot, name, now - kept_ms(rate))?;
    let rows = sql.query(
        "SELECT turn_at FROM places WHERE bot = ?1 AND name = ?2 AND place = ?3 AND messages >= ?4",
        &[bot.into(), name.into(), place.into(), messages.into()],
    )?;
    let turn_at = match rows.first() {
        Some(row) => row.int(0)?,
        None => {
            let after = whole_at.max(now).saturating_add(rate.period_ms.saturating_mul(messages));
            set_whole_at(sql, bot, name, after)?;
            after - rate.ahead()
        }
    };
    if turn_at > now {
        sql.execute(
            "INSERT INTO places (bot, name, place, messages, turn_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (bot, name, place) DO UPDATE SET messages = excluded.messages, turn_at = excluded.turn_at",
            &[bot.into(), name.into(), place.into(), messages.into(), turn_at.into()],
        )?;
        return Ok(turn_at - now);
    }
    sql.execute(
        "DELETE FROM places WHERE bot = ?1 AND name = ?2 AND place = ?3",
        &[bot.into(), name.into(), place.into()],
    )?;
    Ok(0)
}

/// Nothing is taken from a budget for so many milliseconds: everybody's turn comes so much later.
///
/// # Errors
/// What the database says.
pub fn hold(sql: &mut dyn Sql, bot: &str, name: &str, wait_ms: i64, rate: Rate) -> Result<(), StoreError> {
    let whole_at = whole_at(sql, bot, name)?;
    let now = sql.now()?;
    forget_late(sql, bot, name, now - kept_ms(rate))?;
    let rows = sql.query("SELECT MIN(turn_at) FROM places WHERE bot = ?1 AND name = ?2", &[bot.into(), name.into()])?;
    let first = rows.first().map(|row| row.int_or_null(0)).transpose()?.flatten();
    let first = first.unwrap_or(whole_at - rate.ahead()).max(now);
    let nothing_before = now.saturating_add(wait_ms);
    let later = (nothing_before - first).max(0);
    let least = nothing_before + rate.period_ms.saturating_mul((rate.burst - 1).max(0));
    set_whole_at(sql, bot, name, (whole_at + later).max(least))?;
    sql.execute(
        "UPDATE places SET turn_at = ?4 + CASE WHEN turn_at > ?3 THEN turn_at ELSE ?3 END
         WHERE bot = ?1 AND name = ?2",
        &[bot.into(), name.into(), now.into(), later.into()],
    )?;
    Ok(())
}

/// Forgets budgets that have been whole for long; returns how many.
///
/// # Errors
/// What the database says.
pub fn prune(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(FORGOTTEN_MS);
    sql.execute("DELETE FROM places WHERE turn_at < ?1", &[before.into()])?;
    sql.execute("DELETE FROM budgets WHERE whole_at < ?1", &[before.into()])
}

/// When a budget is whole again. Others keep away from it until the end of the transaction.
fn whole_at(sql: &mut dyn Sql, bot: &str, name: &str) -> Result<i64, StoreError> {
    let rows = sql.query(
        "INSERT INTO budgets (bot, name, whole_at) VALUES (?1, ?2, 0)
         ON CONFLICT (bot, name) DO UPDATE SET whole_at = budgets.whole_at RETURNING whole_at",
        &[bot.into(), name.into()],
    )?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn set_whole_at(sql: &mut dyn Sql, bot: &str, name: &str, whole_at: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE budgets SET whole_at = ?3 WHERE bot = ?1 AND name = ?2",
        &[bot.into(), name.into(), whole_at.into()],
    )?;
    Ok(())
}

/// Forgets the places of those who did not come.
fn forget_late(sql: &mut dyn Sql, bot: &str, name: &str, before: i64) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM places WHERE bot = ?1 AND name = ?2 AND turn_at < ?3",
        &[bot.into(), name.into(), before.into()],
    )?;
    Ok(())
}

fn kept_ms(rate: Rate) -> i64 {
    KEPT_MS.max(rate.period_ms.saturating_mul(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    const RATE: Rate = Rate { period_ms: 1000, burst: 2 };

    #[test]
    fn turns_follow_each_other_whoever_asks() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5_000)?;
        let rate = Rate { period_ms: 34, burst: 1 };
        let turns: Vec<i64> = (0..4).map(|_| turn(&mut store, "bot", "all", rate)).collect::<Result<_, _>>()?;
        assert_eq!(turns, [0, 34, 68, 102]);
        store.set_time(6_000);
        assert_eq!(turn(&mut store, "bot", "all", rate)?, 0);
        Ok(())
    }

    #[test]
    fn a_chat_has_its_burst_and_then_one_in_a_period() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5_000)?;
        let take_in = |store: &mut Connection, chat| take(store, "bot", chat, RATE);
        assert_eq!((take_in(&mut store, "7")?, take_in(&mut store, "7")?), (0, 0));
        assert_eq!((take_in(&mut store, "7")?, take_in(&mut store, "7")?), (1000, 1000), "asking costs nothing");
        assert_eq!(take_in(&mut store, "8")?, 0, "another chat is not delayed");
        store.set_time(6_000);
        assert_eq!((take_in(&mut store, "7")?, take_in(&mut store, "7")?), (0, 1000));
        Ok(())
    }

    #[test]
    fn who_came_first_goes_first_and_nobody_tries_in_vain() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5_000)?;
        let queue_in = |store: &mut Connection, place: &str, count| queue(store, "bot", "-7", place, count, RATE);
        assert_eq!((queue_in(&mut store, "1", 1)?, queue_in(&mut store, "2", 1)?), (0, 0));
        assert_eq!((queue_in(&mut store, "3", 1)?, queue_in(&mut store, "4", 1)?), (1000, 2000));
        assert_eq!((queue_in(&mut store, "3", 1)?, queue_in(&mut store, "4", 1)?), (1000, 2000));
        store.set_time(6_000);
        assert_eq!(queue_in(&mut store, "5", 1)?, 2000, "whoever comes later waits behind the others");
        assert_eq!(queue_in(&mut store, "3", 1)?, 0);
        assert_eq!(queue_in(&mut store, "album", 10)?, 12_000);
        store.set_time(600_000);
        assert_eq!(queue_in(&mut store, "4", 1)?, 0, "it counts anew");
        Ok(())
    }

    #[test]
    fn where_telegram_wants_a_pause_everybody_waits_and_keeps_their_place() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5_000)?;
        let queue_in = |store: &mut Connection, place: &str| queue(store, "bot", "-7", place, 1, RATE);
        for (place, wait) in [("a", 0), ("b", 0), ("1", 1000), ("2", 2000)] {
            assert_eq!(queue_in(&mut store, place)?, wait);
        }
        hold(&mut store, "bot", "-7", 10_000, RATE)?;
        hold(&mut store, "bot", "-7", 10_000, RATE)?;
        assert_eq!(
            (queue_in(&mut store, "2")?, queue_in(&mut store, "1")?, queue_in(&mut store, "3")?),
            (11_000, 10_000, 12_000)
        );
        assert_eq!(queue(&mut store, "bot", "-8", "1", 1, RATE)?, 0, "another group does not wait");
        hold(&mut store, "bot", "-9", 10_000, RATE)?;
        assert_eq!(queue(&mut store, "bot", "-9", "1", 1, RATE)?, 10_000, "also where nobody waited");
        Ok(())
    }

    #[test]
    fn what_is_whole_for_long_is_forgotten() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5_000)?;
        take(&mut store, "bot", "7", RATE)?;
        assert_eq!(prune(&mut store)?, 0);
        store.set_time(6_001 + FORGOTTEN_MS);
        assert_eq!(prune(&mut store)?, 1);
        Ok(())
    }
}
