//! Who may see which order: the links of conversations that proved one, wrong tries, and one-time codes.
//!
//! What is absent here: what a proof is, and how many tries are too many.

use super::ids::new_id;
use super::sql::{Row, Sql, StoreError, Value};
use crate::orders::{Digest, Link, OrderNumber, Status, UnixMs};

/// For so long a code can be used, in milliseconds: 24 hours.
pub const CODE_VALID_MS: i64 = 24 * 60 * 60 * 1000;

/// The orders that a conversation has proven, the newest proof first, each with its status as far as the table knows
/// it.
///
/// # Errors
/// What the database says.
pub fn with_status(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
) -> Result<Vec<(Link, Option<Status>)>, StoreError> {
    let rows = sql.query(
        "SELECT order_links.number, order_links.shop, orders.status FROM order_links
         LEFT JOIN orders ON orders.number = order_links.number AND orders.shop = order_links.shop
         WHERE bot = ?1 AND conversation = ?2 ORDER BY proven_at DESC, order_links.number",
        &[bot.into(), conversation.into()],
    )?;
    rows.iter().map(|row| Ok((link(row, 0)?, row.text_or_null(2)?.and_then(Status::of_word)))).collect()
}

/// Links an order to a conversation. `ended_at` is when the order ended, where it has.
///
/// # Errors
/// What the database says.
pub fn link_to(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
    link: &Link,
    ended_at: Option<UnixMs>,
) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO order_links (bot, conversation, number, shop, proven_at, ended_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (bot, conversation, number, shop) DO UPDATE SET ended_at = excluded.ended_at",
        &[
            bot.into(),
            conversation.into(),
            link.number.as_str().into(),
            link.shop.as_str().into(),
            now.into(),
            ended_at.into(),
        ],
    )?;
    Ok(())
}

/// Notes when an order ended, for every conversation that it is linked to.
///
/// # Errors
/// What the database says.
pub fn note_end(sql: &mut dyn Sql, link: &Link, ended_at: Option<UnixMs>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE order_links SET ended_at = ?3 WHERE number = ?1 AND shop = ?2",
        &[link.number.as_str().into(), link.shop.as_str().into(), ended_at.into()],
    )?;
    Ok(())
}

/// Unlinks an order from a conversation, which hears no more of it.
///
/// # Errors
/// What the database says.
pub fn unlink(sql: &mut dyn Sql, bot: &str, conversation: &str, number: &OrderNumber) -> Result<(), StoreError> {
    let values = [bot.into(), conversation.into(), number.as_str().into()];
    sql.execute("DELETE FROM order_links WHERE bot = ?1 AND conversation = ?2 AND number = ?3", &values)?;
    sql.execute(
        "DELETE FROM order_watches WHERE bot = ?1 AND conversation = ?2 AND number = ?3 AND role = 'buyer'",
        &values,
    )?;
    Ok(())
}

/// Forgets whatever a conversation has to do with orders.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    let values = [bot.into(), conversation.into()];
    for table in ["order_links", "order_watches"] {
        sql.execute(&format!("DELETE FROM {table} WHERE bot = ?1 AND conversation = ?2"), &values)?;
    }
    for column in ["created_by", "used_by"] {
        let forgets = format!("UPDATE order_codes SET {column} = '' WHERE {column} = ?1");
        sql.execute(&forgets, &[conversation.into()])?;
    }
    Ok(())
}

/// Forgets links of orders that ended, or of which nothing is known since, before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    let rows = sql.query(
        "SELECT bot, conversation, number FROM order_links WHERE ended_at < ?1 OR (ended_at IS NULL AND proven_at < ?1
             AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.number = order_links.number)) LIMIT ?2",
        &[before.into(), most.into()],
    )?;
    for row in &rows {
        sql.execute(
            "DELETE FROM order_links WHERE bot = ?1 AND conversation = ?2 AND number = ?3",
            &[row.text(0)?.into(), row.text(1)?.into(), row.text(2)?.into()],
        )?;
    }
    Ok(rows.len() as u64)
}

/// Counts a wrong try of a conversation to prove an order.
///
/// # Errors
/// What the database says.
pub fn count_try(sql: &mut dyn Sql, bot: &str, conversation: &str, number: &Digest) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO order_tries (id, bot, conversation, number, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[new_id(now).into(), bot.into(), conversation.into(), number.0.as_str().into(), Value::Int(now)],
    )?;
    Ok(())
}

/// How many wrong tries a conversation has made since a time.
///
/// # Errors
/// What the database says.
pub fn tries_by(sql: &mut dyn Sql, bot: &str, conversation: &str, since: UnixMs) -> Result<i64, StoreError> {
    let rows = sql.query(
        "SELECT COUNT(*) FROM order_tries WHERE bot = ?1 AND conversation = ?2 AND at > ?3",
        &[bot.into(), conversation.into(), since.into()],
    )?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// How many wrong tries all conversations together have made at an order since a time. A transaction that counts
/// one more waits for others that do.
///
/// # Errors
/// What the database says.
pub fn tries_at(sql: &mut dyn Sql, number: &Digest, since: UnixMs) -> Result<i64, StoreError> {
    sql.lock(&format!("tries/{}", number.0))?;
    let rows = sql.query(
        "SELECT COUNT(*) FROM order_tries WHERE number = ?1 AND at > ?2",
        &[number.0.as_str().into(), since.into()],
    )?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Forgets tries that were made before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget_tries(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM order_tries WHERE id IN (SELECT id FROM order_tries WHERE at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

/// Keeps a one-time code of an order, made by a conversation. Codes for it that were not used are void.
///
/// # Errors
/// What the database says.
pub fn make_code(sql: &mut dyn Sql, link: &Link, code: &Digest, by: &str) -> Result<(), StoreError> {
    let (number, shop) = (link.number.as_str(), link.shop.as_str());
    // Of two that are made at the same time the later one is the one that holds.
    sql.lock(&format!("code of {shop}/{number}"))?;
    let now = sql.now()?;
    sql.execute(
        "DELETE FROM order_codes WHERE number = ?1 AND shop = ?2 AND used_at IS NULL",
        &[number.into(), shop.into()],
    )?;
    sql.execute(
        "INSERT INTO order_codes (hash, number, shop, created_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            code.0.as_str().into(),
            number.into(),
            shop.into(),
            by.into(),
            Value::Int(now),
            Value::Int(now.saturating_add(CODE_VALID_MS)),
        ],
    )?;
    Ok(())
}

/// The order that a code opens for a conversation: nothing when it is unknown, over, or used by another.
///
/// # Errors
/// What the database says.
pub fn look_up_code(sql: &mut dyn Sql, conversation: &str, code: &Digest) -> Result<Option<Link>, StoreError> {
    sql.lock(&format!("code/{}", code.0))?;
    let now = sql.now()?;
    let rows = sql.query(
        "SELECT number, shop FROM order_codes WHERE hash = ?1 AND expires_at > ?2
         AND (used_by IS NULL OR used_by = ?3)",
        &[code.0.as_str().into(), Value::Int(now), conversation.into()],
    )?;
    rows.first().map(|row| link(row, 0)).transpose()
}

/// Uses a code up. To be called in the transaction that looked it up.
///
/// # Errors
/// What the database says.
pub fn use_code(sql: &mut dyn Sql, conversation: &str, code: &Digest) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "UPDATE order_codes SET used_at = COALESCE(used_at, ?2), used_by = ?3 WHERE hash = ?1",
        &[code.0.as_str().into(), Value::Int(now), conversation.into()],
    )?;
    Ok(())
}

/// Forgets codes that ended before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget_codes(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM order_codes WHERE hash IN (SELECT hash FROM order_codes WHERE expires_at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

/// The order that two columns name.
pub(super) fn link(row: &Row, column: usize) -> Result<Link, StoreError> {
    let number = OrderNumber::new(row.text(column)?)
        .ok_or_else(|| StoreError::Shape("an order number has a shape that none has".to_owned()))?;
    Ok(Link { number, shop: row.text(column + 1)?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::HashKey;
    use crate::orders::Order;
    use crate::store::orders;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    fn order(number: &str) -> Link {
        let Some(number) = OrderNumber::new(number) else { panic!("{number} is no order number") };
        Link { number, shop: "Melati".to_owned() }
    }

    #[test]
    fn links_are_kept_until_the_order_has_ended_long_ago() -> Tested {
        let mut store = Connection::for_tests(10)?;
        orders::upsert(&mut store, &Order::new(order("1").number, Status::ToShip, 0))?;
        link_to(&mut store, "bot", "telegram:1", &order("1"), None)?;
        link_to(&mut store, "bot", "telegram:1", &order("2"), Some(10))?;
        link_to(&mut store, "bot", "telegram:1", &order("3"), None)?;
        let linked = |store: &mut Connection, conversation| -> Result<Vec<Link>, StoreError> {
            Ok(with_status(store, "bot", conversation)?.into_iter().map(|(link, _)| link).collect())
        };
        assert_eq!(linked(&mut store, "telegram:1")?, [order("1"), order("2"), order("3")]);
        assert_eq!(linked(&mut store, "telegram:2")?, []);
        // The second has ended, and of the third nothing is known.
        assert_eq!(forget(&mut store, 11, 10)?, 2);
        assert_eq!(linked(&mut store, "telegram:1")?, [order("1")]);
        note_end(&mut store, &order("1"), Some(10))?;
        assert_eq!(forget(&mut store, 11, 10)?, 1);
        Ok(())
    }

    #[test]
    fn tries_are_counted_by_conversation_and_by_order() -> Tested {
        let mut store = Connection::for_tests(100)?;
        let key = HashKey::of_secret("k");
        let (one, other) = (key.number(&order("1").number), key.number(&order("2").number));
        count_try(&mut store, "bot", "telegram:1", &one)?;
        count_try(&mut store, "bot", "telegram:2", &one)?;
        count_try(&mut store, "bot", "telegram:1", &other)?;
        assert_eq!(tries_by(&mut store, "bot", "telegram:1", 99)?, 2);
        assert_eq!(tries_by(&mut store, "bot", "telegram:1", 100)?, 0);
        assert_eq!(tries_at(&mut store, &one, 99)?, 2);
        assert_eq!(forget_tries(&mut store, 101, 10)?, 3);
        Ok(())
    }

    #[test]
    fn a_code_opens_one_order_for_one_conversation_for_a_day() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let code = HashKey::of_secret("k").code("ABCDE-FGHJ2");
        make_code(&mut store, &order("1"), &code, "telegram:9")?;
        assert_eq!(look_up_code(&mut store, "telegram:1", &code)?, Some(order("1")));
        use_code(&mut store, "telegram:1", &code)?;
        assert_eq!(look_up_code(&mut store, "telegram:1", &code)?, Some(order("1")));
        assert_eq!(look_up_code(&mut store, "telegram:2", &code)?, None);
        store.set_time(CODE_VALID_MS);
        assert_eq!(look_up_code(&mut store, "telegram:1", &code)?, None);
        Ok(())
    }
}
