//! Who is told of what becomes of an order.
//!
//! What is absent here: what is said, and what is worth saying.

use super::links::link;
use super::sql::{Row, Sql, StoreError, Value};
use crate::orders::{Link, OrderNumber, Status, UnixMs, Watcher};

/// Somebody who watches an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The conversation that is told.
    pub conversation: String,
    /// The order.
    pub order: Link,
    /// What they are to it.
    pub watcher: Watcher,
    /// The status that they know of.
    pub status: Status,
}

/// Begins to watch, or goes on until a later time and from another status.
///
/// # Errors
/// What the database says.
pub fn begin(sql: &mut dyn Sql, bot: &str, watch: &Watch, until: UnixMs) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO order_watches (bot, conversation, number, shop, role, status, until, look_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (bot, conversation, number, shop, role)
         DO UPDATE SET status = excluded.status, until = excluded.until",
        &with_key(bot, watch, [watch.status.word().into(), until.into(), Value::Int(now)]),
    )?;
    Ok(())
}

/// Ends the watching of a buyer.
///
/// # Errors
/// What the database says.
pub fn end(sql: &mut dyn Sql, bot: &str, conversation: &str, number: &OrderNumber) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM order_watches WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND role = 'buyer'",
        &[bot.into(), conversation.into(), number.as_str().into()],
    )?;
    Ok(())
}

/// The orders that a conversation watches as a buyer.
///
/// # Errors
/// What the database says.
pub fn of(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Vec<OrderNumber>, StoreError> {
    let rows = sql.query(
        "SELECT number, shop FROM order_watches WHERE bot = ?1 AND conversation = ?2 AND role = 'buyer'",
        &[bot.into(), conversation.into()],
    )?;
    rows.iter().map(|row| link(row, 0).map(|link| link.number)).collect()
}

/// Watches of a bot whose order has another status by now than the watcher knows of, at most so many.
///
/// # Errors
/// What the database says.
pub fn behind(sql: &mut dyn Sql, bot: &str, most: i64) -> Result<Vec<Watch>, StoreError> {
    let now = sql.now()?;
    let rows = sql.query(
        "SELECT watch.conversation, watch.number, watch.shop, watch.role, watch.status
         FROM order_watches AS watch JOIN orders ON orders.number = watch.number AND orders.shop = watch.shop
         WHERE watch.bot = ?1 AND watch.until > ?2 AND orders.status <> watch.status LIMIT ?3",
        &[bot.into(), Value::Int(now), most.into()],
    )?;
    rows.iter().map(watch).collect()
}

/// Notes which status a watcher knows of; false when they knew already, or watch no more. To be called in the
/// transaction that tells them.
///
/// # Errors
/// What the database says.
pub fn told(sql: &mut dyn Sql, bot: &str, watch: &Watch, status: Status) -> Result<bool, StoreError> {
    let changed = sql.execute(
        "UPDATE order_watches SET status = ?6
         WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND shop = ?4 AND role = ?5 AND status <> ?6",
        &with_key(bot, watch, [status.word().into()]),
    )?;
    Ok(changed > 0)
}

/// Ends a watch: nothing more will become of the order.
///
/// # Errors
/// What the database says.
pub fn over(sql: &mut dyn Sql, bot: &str, watch: &Watch) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM order_watches
         WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND shop = ?4 AND role = ?5",
        &with_key(bot, watch, []),
    )?;
    Ok(())
}

/// Buyers' watches of orders that were unpaid when they were last told, and of which they were not reminded, at most
/// so many.
///
/// # Errors
/// What the database says.
pub fn unpaid(sql: &mut dyn Sql, bot: &str, most: i64) -> Result<Vec<Watch>, StoreError> {
    let now = sql.now()?;
    let rows = sql.query(
        "SELECT conversation, number, shop, role, status FROM order_watches
         WHERE bot = ?1 AND role = 'buyer' AND status = 'unpaid' AND reminded_at IS NULL AND until > ?2 LIMIT ?3",
        &[bot.into(), Value::Int(now), most.into()],
    )?;
    rows.iter().map(watch).collect()
}

/// Notes that a buyer was reminded; false when that was done before.
///
/// # Errors
/// What the database says.
pub fn reminded(sql: &mut dyn Sql, bot: &str, watch: &Watch) -> Result<bool, StoreError> {
    let now = sql.now()?;
    let changed = sql.execute(
        "UPDATE order_watches SET reminded_at = ?5 WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND shop = ?4
         AND role = 'buyer' AND reminded_at IS NULL",
        &[
            bot.into(),
            watch.conversation.as_str().into(),
            watch.order.number.as_str().into(),
            watch.order.shop.as_str().into(),
            Value::Int(now),
        ],
    )?;
    Ok(changed > 0)
}

/// Takes watched orders that are due to be looked up, at most so many, and makes them due again after so many
/// milliseconds.
///
/// # Errors
/// What the database says.
pub fn take_due(sql: &mut dyn Sql, bot: &str, most: i64, again_ms: i64) -> Result<Vec<Link>, StoreError> {
    let now = sql.now()?;
    // Of several replicas one takes them; the others find that they are not due any more.
    sql.lock(&format!("{bot} watches"))?;
    let rows = sql.query(
        "SELECT number, shop FROM order_watches WHERE bot = ?1 AND look_at <= ?2 AND until > ?2
         GROUP BY number, shop ORDER BY MIN(look_at), number, shop LIMIT ?3",
        &[bot.into(), Value::Int(now), most.into()],
    )?;
    let due: Vec<Link> = rows.iter().map(|row| link(row, 0)).collect::<Result<_, _>>()?;
    for order in &due {
        sql.execute(
            "UPDATE order_watches SET look_at = ?4 WHERE bot = ?1 AND number = ?2 AND shop = ?3",
            &[
                bot.into(),
                order.number.as_str().into(),
                order.shop.as_str().into(),
                Value::Int(now.saturating_add(again_ms)),
            ],
        )?;
    }
    Ok(due)
}

/// Forgets watches that ended before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    let rows = sql.query(
        "SELECT bot, conversation, number, shop, role FROM order_watches WHERE until < ?1 LIMIT ?2",
        &[before.into(), most.into()],
    )?;
    for row in &rows {
        let mut values = row.0.clone();
        values.push(before.into());
        sql.execute(
            "DELETE FROM order_watches WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND shop = ?4 AND role = ?5
             AND until < ?6",
            &values,
        )?;
    }
    Ok(rows.len() as u64)
}

/// The values that name a watch, ?1 to ?5, and those that follow.
fn with_key<const N: usize>(bot: &str, watch: &Watch, further: [Value; N]) -> Vec<Value> {
    let Link { number, shop } = &watch.order;
    let key = [bot, watch.conversation.as_str(), number.as_str(), shop.as_str(), watch.watcher.word()];
    key.into_iter().map(Value::from).chain(further).collect()
}

fn watch(row: &Row) -> Result<Watch, StoreError> {
    let watcher = Watcher::of_word(row.text(3)?);
    let status = Status::of_word(row.text(4)?).unwrap_or_default();
    Ok(Watch { conversation: row.text(0)?.to_owned(), order: link(row, 1)?, watcher, status })
}
