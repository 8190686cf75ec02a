//! What is to be delivered, in order per destination, and who is delivering it.
//!
//! A *destination* is a customer's chat or anything else that is served one entry at a time. A
//! worker leases destinations, not entries: [`claim`] takes those that are due, with the oldest
//! entry of each; [`settle_done`] and [`settle_later`] say what became of it, and do nothing when
//! another worker has taken the destination over in the meantime. A destination that must wait
//! delays no other. Time is the database's.
//!
//! What is absent here: what a payload means, and how often or how long to try.

use super::sql::{Row, Sql, StoreError};

mod held;

pub use held::{append_once, holds, let_go, withdraw};

/// The longest text that is kept of what went wrong, in characters.
const ERROR_LENGTH: usize = 500;

/// The oldest entry of a leased destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The bot whose outbox it is.
    pub bot: String,
    /// Where the entry goes.
    pub destination: String,
    /// Its place in the order of the destination.
    pub position: i64,
    /// What it says.
    pub payload: String,
    /// When it was appended, in Unix milliseconds.
    pub created_at: i64,
    /// So many attempts have failed.
    pub attempts: i64,
    /// For so long attempts have been failing, in milliseconds.
    pub failing_ms: i64,
    owner: String,
    lease: i64,
}

/// What became of settling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The entry is settled and the destination given back.
    Released,
    /// The entry is settled and the destination still leased: this is its next entry.
    Next(Box<Claim>),
    /// The lease was lost to another worker: nothing was changed.
    Lost,
}

/// Appends entries for one destination. With `hold_ms` they are held back for so many milliseconds,
/// in which they may be withdrawn.
///
/// # Errors
/// What the database says.
pub fn append(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    payloads: &[String],
    hold_ms: Option<i64>,
) -> Result<(), StoreError> {
    if payloads.is_empty() {
        return Ok(());
    }
    let now = sql.now()?;
    let held_until = hold_ms.map(|hold| now.saturating_add(hold));
    let first = reserve(sql, bot, destination, payloads.len() as i64, held_until.or(Some(now)))?;
    for (position, payload) in (first..).zip(payloads) {
        sql.execute(
            "INSERT INTO outbox (bot, destination, position, payload, created_at, attempts, held_until)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
            &[bot.into(), destination.into(), position.into(), payload.as_str().into(), now.into(), held_until.into()],
        )?;
    }
    Ok(())
}

/// Takes the next positions of a destination and makes it due then, unless it is due or leased already.
/// Returns the first of them.
fn reserve(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    count: i64,
    due_at: Option<i64>,
) -> Result<i64, StoreError> {
    let rows = sql.query(
        "INSERT INTO destinations (bot, destination, next_position, due_at, lease) VALUES (?1, ?2, ?3, ?4, 0)
         ON CONFLICT (bot, destination) DO UPDATE SET
             next_position = destinations.next_position + excluded.next_position,
             due_at = COALESCE(destinations.due_at, excluded.due_at)
         RETURNING next_position",
        &[bot.into(), destination.into(), count.into(), due_at.into()],
    )?;
    Ok(one(&rows)?.int(0)? - count)
}

/// Leases up to `most` due destinations, those that have waited longest first, for `lease_ms`
/// milliseconds.
///
/// # Errors
/// What the database says.
pub fn claim(sql: &mut dyn Sql, bot: &str, owner: &str, most: usize, lease_ms: i64) -> Result<Vec<Claim>, StoreError> {
    claim_of(sql, bot, owner, most, lease_ms, DUE)
}

/// As [`claim`], but leaves alone what another worker has leased, also where the lease has run out: after trouble of
/// the store, whoever has it may only now be able to settle.
///
/// # Errors
/// What the database says.
pub fn claim_unleased(
    sql: &mut dyn Sql,
    bot: &str,
    owner: &str,
    most: usize,
    lease_ms: i64,
) -> Result<Vec<Claim>, StoreError> {
    claim_of(sql, bot, owner, most, lease_ms, DUE_UNLEASED)
}

fn claim_of(
    sql: &mut dyn Sql,
    bot: &str,
    owner: &str,
    most: usize,
    lease_ms: i64,
    due: &str,
) -> Result<Vec<Claim>, StoreError> {
    let now = sql.now()?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    // Those that somebody is appending to, or claiming, right now are left out: waiting for several in turn could end
    // with two who wait for each other.
    let due = format!("{due} {}", sql.skipping_locked());
    let due = sql.query(due.trim_end(), &[bot.into(), now.into(), limit.into()])?;
    let mut claims = Vec::with_capacity(due.len());
    for row in &due {
        let destination = row.text(0)?;
        if let Some(lease) = lease(sql, bot, destination, owner, lease_ms)? {
            claims.extend(head_or_release(sql, bot, destination, owner, lease)?);
        }
    }
    Ok(claims)
}

const DUE: &str = "SELECT destination FROM destinations WHERE bot = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3";

const DUE_UNLEASED: &str = "SELECT destination FROM destinations
    WHERE bot = ?1 AND due_at <= ?2 AND leased_by IS NULL ORDER BY due_at LIMIT ?3";

/// Takes the lease of a destination; nothing when another worker was faster.
fn lease(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    owner: &str,
    lease_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let now = sql.now()?;
    let rows = sql.query(
        "UPDATE destinations SET leased_by = ?3, lease = lease + 1, due_at = ?4
         WHERE bot = ?1 AND destination = ?2 AND due_at <= ?5 RETURNING lease",
        &[bot.into(), destination.into(), owner.into(), now.saturating_add(lease_ms).into(), now.into()],
    )?;
    rows.first().map(|row| row.int(0)).transpose()
}

/// The oldest entry of a leased destination; where there is none, or it is held back, the destination
/// is given back.
fn head_or_release(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    owner: &str,
    lease: i64,
) -> Result<Option<Claim>, StoreError> {
    let now = sql.now()?;
    let rows = sql.query(
        "SELECT position, payload, attempts, failing_since, held_until, created_at FROM outbox
         WHERE bot = ?1 AND destination = ?2 ORDER BY position LIMIT 1",
        &[bot.into(), destination.into()],
    )?;
    let Some(row) = rows.first() else {
        release(sql, bot, destination, None)?;
        return Ok(None);
    };
    if let Some(held_until) = row.int_or_null(4)? {
        if held_until > now {
            release(sql, bot, destination, Some(held_until))?;
            return Ok(None);
        }
        // What is carried is not held any more, whatever time it is for whoever looks: no two clocks agree.
        sql.execute(
            "UPDATE outbox SET held_until = NULL WHERE bot = ?1 AND destination = ?2 AND position = ?3",
            &[bot.into(), destination.into(), row.int(0)?.into()],
        )?;
    }
    Ok(Some(Claim {
        bot: bot.to_owned(),
        destination: destination.to_owned(),
        position: row.int(0)?,
        payload: row.text(1)?.to_owned(),
        created_at: row.int(5)?,
        attempts: row.int(2)?,
        failing_ms: row.int_or_null(3)?.map_or(0, |since| now.saturating_sub(since)),
        owner: owner.to_owned(),
        lease,
    }))
}

fn release(sql: &mut dyn Sql, bot: &str, destination: &str, due_at: Option<i64>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE destinations SET leased_by = NULL, due_at = ?3 WHERE bot = ?1 AND destination = ?2",
        &[bot.into(), destination.into(), due_at.into()],
    )?;
    Ok(())
}

/// The entry is done with: it arrived, or it never can. With `go_on`, the lease is renewed for so
/// many milliseconds and the next entry of the destination returned.
///
/// # Errors
/// What the database says.
pub fn settle_done(sql: &mut dyn Sql, claim: &Claim, go_on: Option<i64>) -> Result<Settled, StoreError> {
    settle_done_up_to(sql, claim, claim.position, go_on)
}

/// As [`settle_done`], for the entry and all that follow it up to a position: they went out as one.
///
/// # Errors
/// What the database says.
pub fn settle_done_up_to(
    sql: &mut dyn Sql,
    claim: &Claim,
    last: i64,
    go_on: Option<i64>,
) -> Result<Settled, StoreError> {
    let Claim { bot, destination, .. } = claim;
    if !still_owned(sql, claim, go_on.unwrap_or(0))? {
        return Ok(Settled::Lost);
    }
    sql.execute(
        "DELETE FROM outbox WHERE bot = ?1 AND destination = ?2 AND position BETWEEN ?3 AND ?4",
        &[bot.as_str().into(), destination.as_str().into(), claim.position.into(), last.into()],
    )?;
    let next = head_or_release(sql, bot, destination, &claim.owner, claim.lease)?;
    match (next, go_on) {
        (None, _) => Ok(Settled::Released),
        (Some(next), Some(_)) => Ok(Settled::Next(Box::new(next))),
        (Some(_), None) => {
            let now = sql.now()?;
            release(sql, bot, destination, Some(now))?;
            Ok(Settled::Released)
        }
    }
}

/// The entries behind a claimed one, in order and at most so many: position, payload, and when each was appended, in
/// Unix milliseconds. One that is held back, and all behind it, are left out: it may be withdrawn yet.
///
/// # Errors
/// What the database says.
pub fn following(sql: &mut dyn Sql, claim: &Claim, most: i64) -> Result<Vec<(i64, String, i64)>, StoreError> {
    let now = sql.now()?;
    let values = [claim.bot.as_str().into(), claim.destination.as_str().into(), claim.position.into(), most.into()];
    let rows = sql.query(FOLLOWING, &values)?;
    let mut following = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.int_or_null(3)?.is_some_and(|held_until| held_until > now) {
            break;
        }
        following.push((row.int(0)?, row.text(1)?.to_owned(), row.int(2)?));
    }
    Ok(following)
}

const FOLLOWING: &str = "SELECT position, payload, created_at, held_until FROM outbox
    WHERE bot = ?1 AND destination = ?2 AND position > ?3 ORDER BY position LIMIT ?4";

/// The entry is to be tried again after so many milliseconds. With an error that counts as a failed
/// attempt, without one it only waits.
///
/// # Errors
/// What the database says.
pub fn settle_later(
    sql: &mut dyn Sql,
    claim: &Claim,
    after_ms: i64,
    error: Option<&str>,
) -> Result<Settled, StoreError> {
    if !still_owned(sql, claim, 0)? {
        return Ok(Settled::Lost);
    }
    if let Some(error) = error {
        note_failure(sql, claim, error)?;
    }
    let now = sql.now()?;
    release(sql, &claim.bot, &claim.destination, Some(now.saturating_add(after_ms)))?;
    Ok(Settled::Released)
}

fn note_failure(sql: &mut dyn Sql, claim: &Claim, error: &str) -> Result<(), StoreError> {
    let now = sql.now()?;
    let error: String = error.chars().take(ERROR_LENGTH).collect();
    sql.execute(
        "UPDATE outbox SET attempts = attempts + 1, failing_since = COALESCE(failing_since, ?4), last_error = ?5
         WHERE bot = ?1 AND destination = ?2 AND position = ?3",
        &[
            claim.bot.as_str().into(),
            claim.destination.as_str().into(),
            claim.position.into(),
            now.into(),
            error.into(),
        ],
    )?;
    Ok(())
}

/// Renews the lease of what is still being carried, for so many milliseconds from now; false when another worker has taken
/// the destination over.
///
/// # Errors
/// What the database says.
pub fn renew(sql: &mut dyn Sql, claim: &Claim, lease_ms: i64) -> Result<bool, StoreError> {
    still_owned(sql, claim, lease_ms)
}

/// Renews the lease, which also locks the row, if nobody else has taken it since. A lease that ran
/// out without being taken is still good.
fn still_owned(sql: &mut dyn Sql, claim: &Claim, lease_ms: i64) -> Result<bool, StoreError> {
    let until = sql.now()?.saturating_add(lease_ms);
    let changed = sql.execute(
        "UPDATE destinations SET due_at = ?5 WHERE bot = ?1 AND destination = ?2 AND leased_by = ?3 AND lease = ?4",
        &[
            claim.bot.as_str().into(),
            claim.destination.as_str().into(),
            claim.owner.as_str().into(),
            claim.lease.into(),
            until.into(),
        ],
    )?;
    Ok(changed > 0)
}

/// Under this name a bot has errands: they are entries like others, of destinations of their own, so that what takes
/// long holds up no message.
pub fn errands_of(bot: &str) -> String {
    format!("{bot} errands")
}

/// Under this name a bot has what an outside system is told: entries like others, of destinations of their own.
pub fn events_of(bot: &str) -> String {
    format!("{bot} events")
}

/// Drops all entries of a destination: nobody waits for them any more.
///
/// # Errors
/// What the database says.
pub fn drop_all(sql: &mut dyn Sql, bot: &str, destination: &str) -> Result<(), StoreError> {
    keep_still(sql, bot, destination)?;
    sql.execute("DELETE FROM outbox WHERE bot = ?1 AND destination = ?2", &[bot.into(), destination.into()])?;
    Ok(())
}

/// Gives back what a bot's workers had leased, for a start where no other worker can be running:
/// what they did not settle is due at once. Returns how many destinations that were.
///
/// # Errors
/// What the database says.
pub fn release_all_leases(sql: &mut dyn Sql, bot: &str) -> Result<u64, StoreError> {
    let now = sql.now()?;
    sql.execute(
        "UPDATE destinations SET leased_by = NULL, due_at = ?2 WHERE bot = ?1 AND leased_by IS NOT NULL",
        &[bot.into(), now.into()],
    )
}

/// The clock jumped by so many milliseconds while the only worker was at work: what it has leased is leased anew, for
/// `lease_ms` milliseconds, and what waits does not wait longer.
///
/// Leases are not moved along with the clock: one that was renewed after the jump is right already, and would end at once
/// if it were moved back.
///
/// # Errors
/// What the database says.
pub fn clock_jumped(sql: &mut dyn Sql, bot: &str, by_ms: i64, lease_ms: i64) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "UPDATE destinations SET due_at = ?2 WHERE bot = ?1 AND leased_by IS NOT NULL",
        &[bot.into(), now.saturating_add(lease_ms).into()],
    )?;
    if by_ms < 0 {
        let values = [bot.into(), by_ms.into(), now.into()];
        sql.execute("UPDATE outbox SET held_until = held_until + ?2 WHERE bot = ?1 AND held_until > ?3", &values)?;
        sql.execute(
            "UPDATE destinations SET due_at = due_at + ?2 WHERE bot = ?1 AND leased_by IS NULL AND due_at > ?3",
            &values,
        )?;
    }
    Ok(())
}

/// Keeps workers away from a destination until the end of the transaction: its row is changed to what it is.
fn keep_still(sql: &mut dyn Sql, bot: &str, destination: &str) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE destinations SET next_position = next_position WHERE bot = ?1 AND destination = ?2",
        &[bot.into(), destination.into()],
    )?;
    Ok(())
}

/// In how many milliseconds the next destination can be claimed; nothing when no entry waits.
///
/// # Errors
/// What the database says.
pub fn next_due_in(sql: &mut dyn Sql, bot: &str) -> Result<Option<i64>, StoreError> {
    let rows = sql.query(
        "SELECT due_at FROM destinations WHERE bot = ?1 AND due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        &[bot.into()],
    )?;
    let now = sql.now()?;
    rows.first().map(|row| row.int(0).map(|due| due.saturating_sub(now).max(0))).transpose()
}

/// When the oldest entry was appended, in Unix milliseconds, of all destinations whose name begins so. Names are
/// compared by their bytes.
///
/// # Errors
/// What the database says.
pub fn oldest_waiting(sql: &mut dyn Sql, bot: &str, prefix: &str) -> Result<Option<i64>, StoreError> {
    let rows = sql.query(OLDEST, &[bot.into(), prefix.into(), format!("{prefix}{}", char::MAX).into()])?;
    Ok(rows.first().map(|row| row.int_or_null(0)).transpose()?.flatten())
}

const OLDEST: &str = "SELECT MIN(created_at) FROM outbox WHERE bot = ?1 AND destination >= ?2 AND destination < ?3";

/// How many entries of a bot wait, and for how many milliseconds the oldest is due or, where it was tried in vain, waits.
///
/// # Errors
/// What the database says.
pub fn standing(sql: &mut dyn Sql, bot: &str, now: i64) -> Result<(i64, i64), StoreError> {
    let rows = sql.query("SELECT COUNT(*), MIN(failing_since) FROM outbox WHERE bot = ?1", &[bot.into()])?;
    let (entries, failing) = rows.first().map_or(Ok((0, None)), |row| Ok((row.int(0)?, row.int_or_null(1)?)))?;
    let rows =
        sql.query("SELECT MIN(due_at) FROM destinations WHERE bot = ?1 AND due_at <= ?2", &[bot.into(), now.into()])?;
    let due = rows.first().map(|row| row.int_or_null(0)).transpose()?.flatten();
    let since = due.into_iter().chain(failing).min();
    Ok((entries, since.map_or(0, |since| now.saturating_sub(since).max(0))))
}

/// The entries of a destination that nobody is carrying at the moment, in order: position and payload. Nobody begins to
/// before the end of the transaction.
///
/// # Errors
/// What the database says.
pub fn queued(sql: &mut dyn Sql, bot: &str, destination: &str) -> Result<Vec<(i64, String)>, StoreError> {
    keep_still(sql, bot, destination)?;
    let rows = sql.query(
        "SELECT position, payload FROM outbox WHERE bot = ?1 AND destination = ?2 ORDER BY position",
        &[bot.into(), destination.into()],
    )?;
    let leased = sql.query(
        "SELECT 1 FROM destinations WHERE bot = ?1 AND destination = ?2 AND leased_by IS NOT NULL",
        &[bot.into(), destination.into()],
    )?;
    let carried = usize::from(!leased.is_empty());
    rows.iter().skip(carried).map(|row| Ok((row.int(0)?, row.text(1)?.to_owned()))).collect()
}

/// Changes what an entry says that [`queued`] has found, or removes it. To be called in the same transaction.
///
/// # Errors
/// What the database says.
pub fn requeue(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    position: i64,
    payload: Option<&str>,
) -> Result<(), StoreError> {
    match payload {
        Some(payload) => sql.execute(
            "UPDATE outbox SET payload = ?4 WHERE bot = ?1 AND destination = ?2 AND position = ?3",
            &[bot.into(), destination.into(), position.into(), payload.into()],
        ),
        None => sql.execute(
            "DELETE FROM outbox WHERE bot = ?1 AND destination = ?2 AND position = ?3",
            &[bot.into(), destination.into(), position.into()],
        ),
    }?;
    Ok(())
}

/// Makes all destinations due whose name begins so and in which something waits: what kept them is over. Those that are
/// being served are left alone.
///
/// # Errors
/// What the database says.
pub fn hasten(sql: &mut dyn Sql, bot: &str, prefix: &str) -> Result<u64, StoreError> {
    let now = sql.now()?;
    sql.execute(
        "UPDATE destinations SET due_at = ?4
         WHERE bot = ?1 AND destination >= ?2 AND destination < ?3 AND leased_by IS NULL AND due_at > ?4",
        &[bot.into(), prefix.into(), format!("{prefix}{}", char::MAX).into(), now.into()],
    )
}

/// How many entries wait.
///
/// # Errors
/// What the database says.
pub fn depth(sql: &mut dyn Sql, bot: &str) -> Result<i64, StoreError> {
    let rows = sql.query("SELECT COUNT(*) FROM outbox WHERE bot = ?1", &[bot.into()])?;
    one(&rows)?.int(0)
}

fn one(rows: &[Row]) -> Result<&Row, StoreError> {
    rows.first().ok_or_else(|| StoreError::Shape("no row where one must be".to_owned()))
}

#[cfg(test)]
mod tests;
