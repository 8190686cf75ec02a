//! The table of orders: what any source told last, and how fresh each shop's orders are.
//!
//! Older data never replaces newer. Who may see an order is not decided here.

use std::collections::BTreeSet;
use std::pin::Pin;

use super::links;
use super::options;
use super::secrets::new_secret;
use super::sql::{Row, Sql, Store, StoreError, Value};
use crate::orders::{
    HashKey, Link, Order, OrderNumber, OrderSource, Status, UnixMs, Unreachable, merge, source::LookedUp,
};

/// What came of keeping an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted {
    /// It was not known.
    New,
    /// Something of it is new.
    Changed,
    /// Nothing of it is new; if the data is newer, that is noted.
    Unchanged,
    /// Newer data is known, and stays.
    Older,
}

const COLUMNS: &str = "body, known_at";

/// So many other orders of a buyer are of interest: more are a reseller's.
const MOST_OTHERS: usize = 10;

/// The orders of a number in all shops, the newest data first.
///
/// # Errors
/// What the database says.
pub fn find(sql: &mut dyn Sql, number: &OrderNumber) -> Result<Vec<Order>, StoreError> {
    let query = format!("SELECT {COLUMNS} FROM orders WHERE number = ?1 ORDER BY known_at DESC, shop");
    sql.query(&query, &[number.as_str().into()])?.iter().map(order).collect()
}

/// The order of a number in a shop.
///
/// # Errors
/// What the database says.
pub fn find_in_shop(sql: &mut dyn Sql, number: &OrderNumber, shop: &str) -> Result<Option<Order>, StoreError> {
    let query = format!("SELECT {COLUMNS} FROM orders WHERE number = ?1 AND shop = ?2");
    sql.query(&query, &[number.as_str().into(), shop.into()])?.first().map(order).transpose()
}

/// An order, and when its status became what it is, by the store's clock.
///
/// # Errors
/// What the database says.
pub fn with_change(sql: &mut dyn Sql, link: &Link) -> Result<Option<(Order, UnixMs)>, StoreError> {
    let query = format!("SELECT {COLUMNS}, changed_at FROM orders WHERE number = ?1 AND shop = ?2");
    let rows = sql.query(&query, &[link.number.as_str().into(), link.shop.as_str().into()])?;
    rows.first().map(|row| Ok((order(row)?, row.int(2)?))).transpose()
}

/// Keeps what a source tells of an order, unless newer data is known. What newer data does not tell is kept as
/// [`merge::renewed`] says.
///
/// # Errors
/// What the database says.
pub fn upsert(sql: &mut dyn Sql, told: &Order) -> Result<Upserted, StoreError> {
    lock_shops(sql, [told])?;
    let Some(old) = find_in_shop(sql, &told.number, &told.shop)? else { return insert(sql, told) };
    if told.known_at < old.known_at {
        return Ok(Upserted::Older);
    }
    replace(sql, &old, merge::renewed(&old, told.clone()))
}

/// Keeps what a source tells of several orders, as [`upsert`] does.
///
/// # Errors
/// What the database says.
pub fn upsert_all(sql: &mut dyn Sql, told: &[Order]) -> Result<(), StoreError> {
    lock_shops(sql, told)?;
    told.iter().try_for_each(|order| upsert(sql, order).map(drop))
}

/// Makes others who keep orders of the same shops wait until the end of the transaction: what is kept depends on what
/// was kept before. One lock for a shop, since one for each order would be too many for an import.
///
/// # Errors
/// What the database says.
pub fn lock_shops<'a>(sql: &mut dyn Sql, orders: impl IntoIterator<Item = &'a Order>) -> Result<(), StoreError> {
    let shops: BTreeSet<&str> = orders.into_iter().map(|order| order.shop.as_str()).collect();
    shops.into_iter().try_for_each(|shop| lock_shop(sql, shop))
}

/// As [`lock_shops`], for one.
///
/// # Errors
/// What the database says.
pub fn lock_shop(sql: &mut dyn Sql, shop: &str) -> Result<(), StoreError> {
    sql.lock(&format!("orders of {shop}"))
}

/// As [`upsert`], for rows of a file that may hold only a part of the order: what the same import has written is joined with
/// them ([`merge::join`]), and rows that tell of fewer items or parcels than were known before take none away.
///
/// # Errors
/// What the database says.
pub fn upsert_rows(sql: &mut dyn Sql, told: &Order, import: &str) -> Result<Upserted, StoreError> {
    lock_shops(sql, [told])?;
    let query = format!("SELECT {COLUMNS}, import FROM orders WHERE number = ?1 AND shop = ?2");
    let [number, shop] = [told.number.as_str().into(), told.shop.as_str().into()];
    let rows = sql.query(&query, &[number, shop])?;
    let Some(row) = rows.first() else {
        insert(sql, told)?;
        return note_import_of(sql, told, import).map(|()| Upserted::New);
    };
    let (old, is_same_import) = (order(row)?, row.text_or_null(2)? == Some(import));
    if told.known_at < old.known_at {
        return Ok(Upserted::Older);
    }
    if is_same_import {
        let mut joined = old.clone();
        merge::join(&mut joined, told.clone());
        return replace(sql, &old, joined);
    }
    let upserted = replace(sql, &old, merge::renewed_by_rows(&old, told.clone()))?;
    note_import_of(sql, told, import).map(|()| upserted)
}

/// Notes which import has written an order last.
fn note_import_of(sql: &mut dyn Sql, order: &Order, import: &str) -> Result<(), StoreError> {
    let values = [order.number.as_str().into(), order.shop.as_str().into(), import.into()];
    sql.execute("UPDATE orders SET import = ?3 WHERE number = ?1 AND shop = ?2", &values).map(drop)
}

/// Other orders of the buyer of an order in the same shop that were placed within a time of it, the newest first; none
/// when the order tells neither its buyer nor its time.
///
/// # Errors
/// What the database says.
pub fn others_of_buyer(sql: &mut dyn Sql, one: &Order, within_ms: i64) -> Result<Vec<Order>, StoreError> {
    let (Some(buyer), Some(created_at)) = (&one.buyer, one.created_at) else { return Ok(Vec::new()) };
    let query = format!(
        "SELECT {COLUMNS} FROM orders WHERE buyer = ?1 AND created_at BETWEEN ?2 AND ?3 AND shop = ?4 AND number <> ?5
         ORDER BY created_at DESC, number LIMIT {MOST_OTHERS}"
    );
    let (from, to) = (created_at.saturating_sub(within_ms), created_at.saturating_add(within_ms));
    let values =
        [buyer.0.as_str().into(), from.into(), to.into(), one.shop.as_str().into(), one.number.as_str().into()];
    sql.query(&query, &values)?.iter().map(order).collect()
}

/// Whether no order is known at all.
///
/// # Errors
/// What the database says.
pub fn is_empty(sql: &mut dyn Sql) -> Result<bool, StoreError> {
    sql.query("SELECT 1 FROM orders LIMIT 1", &[]).map(|rows| rows.is_empty())
}

/// Forgets at most so many orders of which nothing was heard and which did not change since a time in Unix
/// milliseconds; returns how many. Whatever was heard of such an order last, it has ended since. One that somebody has
/// proven to be theirs stays as long as that link does.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, at_most: i64) -> Result<u64, StoreError> {
    let old = sql.query(
        "SELECT number, shop FROM orders WHERE known_at < ?1 AND changed_at < ?1 AND NOT EXISTS (
             SELECT 1 FROM order_links WHERE order_links.number = orders.number AND order_links.shop = orders.shop)
         LIMIT ?2",
        &[Value::Int(before), Value::Int(at_most)],
    )?;
    for row in &old {
        sql.execute("DELETE FROM orders WHERE number = ?1 AND shop = ?2", &row.0)?;
    }
    Ok(old.len() as u64)
}

/// How fresh the orders of a shop are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The shop.
    pub shop: String,
    /// The newest data that was imported.
    pub newest_at: UnixMs,
    /// When something was imported last.
    pub imported_at: UnixMs,
    /// When the shop's sellers were told last that the data is old; none since newer data came.
    pub told_at: Option<UnixMs>,
}

/// Notes an import: how new its data is, and when it was done.
///
/// # Errors
/// What the database says.
pub fn note_import(sql: &mut dyn Sql, shop: &str, newest_at: UnixMs, now: UnixMs) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO order_freshness (shop, newest_at, imported_at, told_at) VALUES (?1, ?2, ?3, NULL)
         ON CONFLICT (shop) DO UPDATE SET imported_at = excluded.imported_at,
             told_at = CASE WHEN excluded.newest_at > order_freshness.newest_at THEN NULL
                 ELSE order_freshness.told_at END,
             newest_at = CASE WHEN excluded.newest_at > order_freshness.newest_at THEN excluded.newest_at
                 ELSE order_freshness.newest_at END",
        &[shop.into(), Value::Int(newest_at), Value::Int(now)],
    )?;
    Ok(())
}

/// How fresh the orders of every shop are that imports.
///
/// # Errors
/// What the database says.
pub fn freshness(sql: &mut dyn Sql) -> Result<Vec<Freshness>, StoreError> {
    let rows = sql.query("SELECT shop, newest_at, imported_at, told_at FROM order_freshness ORDER BY shop", &[])?;
    let read = |row: &Row| {
        let (shop, newest_at, imported_at) = (row.text(0)?.to_owned(), row.int(1)?, row.int(2)?);
        Ok(Freshness { shop, newest_at, imported_at, told_at: row.int_or_null(3)? })
    };
    rows.iter().map(read).collect()
}

/// As of when the newest order of a shop is known, where that is later than a time.
///
/// # Errors
/// What the database says.
pub fn newer_than(sql: &mut dyn Sql, shop: &str, than: UnixMs) -> Result<Option<UnixMs>, StoreError> {
    let rows = sql.query(
        "SELECT known_at FROM orders WHERE known_at > ?1 AND shop = ?2 ORDER BY known_at DESC LIMIT 1",
        &[than.into(), shop.into()],
    )?;
    rows.first().map(|row| row.int(0)).transpose()
}

/// Notes that a shop's sellers were told that its data is old; false when somebody else did so in the meantime. To be
/// called in the transaction that tells them.
///
/// # Errors
/// What the database says.
pub fn note_told(sql: &mut dyn Sql, shop: &str, now: UnixMs) -> Result<bool, StoreError> {
    let noted = sql.execute(
        "UPDATE order_freshness SET told_at = ?2 WHERE shop = ?1 AND told_at IS NULL",
        &[shop.into(), Value::Int(now)],
    )?;
    Ok(noted > 0)
}

/// The key of the hashes, for stores where none is set: made of chance at the first call and the same for ever, for
/// every process on the store.
///
/// # Errors
/// What the database says, and when the system gives no random numbers.
pub fn hash_key(sql: &mut dyn Sql) -> Result<HashKey, StoreError> {
    let known = [options::HASH_KEY.into()];
    let query = "SELECT value FROM options WHERE bot = '' AND name = ?1";
    if let Some(row) = sql.query(query, &known)?.first() {
        return row.text(0).map(HashKey::of_secret);
    }
    let now = sql.now()?;
    // Another process may be as far: the first to write decides, and both read what it wrote.
    sql.execute(
        "INSERT INTO options (bot, name, value, changed_at) VALUES ('', ?1, ?2, ?3) ON CONFLICT (bot, name) DO NOTHING",
        &[options::HASH_KEY.into(), new_secret()?.into(), Value::Int(now)],
    )?;
    let rows = sql.query(query, &known)?;
    let row = rows.first().ok_or_else(|| StoreError::Shape("the key of the hashes was not kept".to_owned()))?;
    row.text(0).map(HashKey::of_secret)
}

/// The table as a source of orders.
pub struct OrderTable {
    /// The store that holds it.
    pub store: Store,
}

impl OrderSource for OrderTable {
    fn name(&self) -> &'static str {
        "table"
    }

    fn find<'a>(&'a self, number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>> {
        let number = number.clone();
        let found = self.store.transaction(move |sql| find(sql, &number));
        Box::pin(async move { found.await.map_err(|error| Unreachable(error.to_string())) })
    }
}

fn order(row: &Row) -> Result<Order, StoreError> {
    // What serde says may quote what it read.
    let unreadable = |_| StoreError::Shape("an order cannot be read".to_owned());
    let order: Order = serde_json::from_str(row.text(0)?).map_err(unreadable)?;
    Ok(Order { known_at: row.int(1)?, ..order })
}

fn body(order: &Order) -> Result<String, StoreError> {
    serde_json::to_string(order).map_err(|_| StoreError::Shape("an order cannot be written".to_owned()))
}

fn insert(sql: &mut dyn Sql, order: &Order) -> Result<Upserted, StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO orders (number, shop, status, created_at, buyer, known_at, changed_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            order.number.as_str().into(),
            order.shop.as_str().into(),
            order.status.word().into(),
            order.created_at.into(),
            order.buyer.as_ref().map(|buyer| buyer.0.as_str()).into(),
            order.known_at.into(),
            now.into(),
            body(order)?.into(),
        ],
    )?;
    note_end(sql, None, order)?;
    Ok(Upserted::New)
}

/// Notes for those who have proven an order that it has ended, or that it goes on again.
fn note_end(sql: &mut dyn Sql, before: Option<Status>, order: &Order) -> Result<(), StoreError> {
    if order.status.is_over() != before.is_some_and(Status::is_over) {
        links::note_end(sql, &order.link(), order.ended_at())?;
    }
    Ok(())
}

/// Puts new data in the place of old.
fn replace(sql: &mut dyn Sql, old: &Order, new: Order) -> Result<Upserted, StoreError> {
    let (number, shop) = (new.number.as_str(), new.shop.as_str());
    if (Order { known_at: old.known_at, ..new.clone() }) == *old {
        if new.known_at > old.known_at {
            let statement = "UPDATE orders SET known_at = ?3 WHERE number = ?1 AND shop = ?2";
            sql.execute(statement, &[number.into(), shop.into(), new.known_at.into()])?;
        }
        return Ok(Upserted::Unchanged);
    }
    let changed_at = if new.status == old.status { None } else { Some(sql.now()?) };
    sql.execute(
        "UPDATE orders SET status = ?3, created_at = ?4, buyer = ?5, known_at = ?6,
             changed_at = COALESCE(?7, changed_at), body = ?8 WHERE number = ?1 AND shop = ?2",
        &[
            number.into(),
            shop.into(),
            new.status.word().into(),
            new.created_at.into(),
            new.buyer.as_ref().map(|buyer| buyer.0.as_str()).into(),
            new.known_at.into(),
            changed_at.into(),
            body(&new)?.into(),
        ],
    )?;
    note_end(sql, Some(old.status), &new)?;
    Ok(Upserted::Changed)
}

#[cfg(test)]
mod tests;
