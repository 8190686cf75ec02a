//! Owners and sellers: who has which role.
//!
//! What is absent here: who may grant or take one. Only that the last owner stays is seen to here,
//! since two owners may remove each other at the same time.

use super::secrets::new_short_id;
use super::sql::{Row, Sql, StoreError, Value};
use crate::conversation::{Person, Role, Standing};

/// What a conversation may do.
///
/// # Errors
/// What the database says.
pub fn standing(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Standing, StoreError> {
    let rows = sql.query(
        "SELECT id, conversation, role, shop, granted_at FROM people WHERE bot = ?1 AND conversation = ?2
         ORDER BY granted_at, id",
        &[bot.into(), conversation.into()],
    )?;
    let mut standing = Standing::default();
    for row in &rows {
        match person(row)?.role {
            Role::Owner => standing.owner = true,
            Role::Seller(shop) => standing.shops.push(shop),
        }
    }
    Ok(standing)
}

/// Everybody with a role, oldest first; of one bot, or of all bots on the store.
///
/// # Errors
/// What the database says.
pub fn all(sql: &mut dyn Sql, bot: Option<&str>) -> Result<Vec<Person>, StoreError> {
    let rows = sql.query(
        "SELECT id, conversation, role, shop, granted_at FROM people WHERE bot = ?1 OR ?1 = ''
         ORDER BY granted_at, id",
        &[bot.unwrap_or_default().into()],
    )?;
    rows.iter().map(person).collect()
}

/// Grants a role; whoever has it keeps it.
///
/// # Errors
/// What the database says.
pub fn grant(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
    role: &Role,
    by: Option<&str>,
) -> Result<(), StoreError> {
    let now = sql.now()?;
    let (role, shop) = columns(role);
    sql.execute(
        "INSERT INTO people (id, bot, conversation, role, shop, granted_at, granted_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (bot, conversation, role, shop) DO NOTHING",
        &[
            new_short_id()?.into(),
            bot.into(),
            conversation.into(),
            role.into(),
            shop.into(),
            Value::Int(now),
            by.into(),
        ],
    )?;
    Ok(())
}

/// Takes a role away; false when there is no such row, or it is that of a bot's last owner.
///
/// # Errors
/// What the database says.
pub fn remove(sql: &mut dyn Sql, id: &str) -> Result<bool, StoreError> {
    // Two owners who remove each other at the same time wait for each other.
    sql.lock("owners")?;
    let removed = sql.execute(
        "DELETE FROM people WHERE id = ?1 AND (role <> 'owner' OR EXISTS (
             SELECT 1 FROM people AS other
             WHERE other.bot = people.bot AND other.role = 'owner' AND other.id <> people.id))",
        &[id.into()],
    )?;
    Ok(removed > 0)
}

fn columns(role: &Role) -> (&str, &str) {
    match role {
        Role::Owner => ("owner", ""),
        Role::Seller(shop) => ("seller", shop),
    }
}

fn person(row: &Row) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.text(0)?.to_owned(),
        conversation: row.text(1)?.to_owned(),
        role: match row.text(2)? {
            "owner" => Role::Owner,
            _ => Role::Seller(row.text(3)?.to_owned()),
        },
        since: row.int(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    #[test]
    fn roles_are_granted_once_per_bot_and_conversation() -> Tested {
        let mut store = Connection::for_tests(5)?;
        let seller = Role::Seller("Toko A".to_owned());
        for _ in 0..2 {
            grant(&mut store, "bot", "telegram:1", &Role::Owner, None)?;
            grant(&mut store, "bot", "telegram:1", &seller, Some("telegram:9"))?;
        }
        let standing = standing(&mut store, "bot", "telegram:1")?;
        assert_eq!(standing, Standing { owner: true, shops: vec!["Toko A".to_owned()] });
        assert_eq!(super::standing(&mut store, "bot", "telegram:2")?, Standing::default());
        assert_eq!(super::standing(&mut store, "other", "telegram:1")?, Standing::default());
        assert_eq!(all(&mut store, Some("bot"))?.len(), 2);
        assert_eq!(all(&mut store, None)?.len(), 2);
        assert_eq!(all(&mut store, Some("other"))?.len(), 0);
        Ok(())
    }

    #[test]
    fn the_last_owner_of_a_bot_stays() -> Tested {
        let mut store = Connection::for_tests(5)?;
        for (bot, conversation) in [("bot", "telegram:1"), ("bot", "telegram:2"), ("other", "telegram:3")] {
            grant(&mut store, bot, conversation, &Role::Owner, None)?;
        }
        grant(&mut store, "bot", "telegram:4", &Role::Seller("A".to_owned()), None)?;
        let of = |store: &mut Connection| all(store, Some("bot"));
        let everybody = of(&mut store)?;
        let removed: Vec<bool> = everybody.iter().map(|one| remove(&mut store, &one.id)).collect::<Result<_, _>>()?;
        let owners = of(&mut store)?;
        assert_eq!(removed.iter().filter(|removed| **removed).count(), 2);
        assert_eq!(owners.len(), 1);
        assert_eq!(owners[0].role, Role::Owner);
        assert!(!remove(&mut store, "nobody")?);
        Ok(())
    }
}
