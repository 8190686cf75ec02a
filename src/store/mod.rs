//! What survives: sessions, the outbox, the journal, owners and sellers, notices, what the owner has
//! set, orders, tickets and what was said to staff, and which updates were seen.
//!
//! In reading order: [`sql`] (the narrow seam: one set of SQL, a driver per database), `turns` (their order), `sqlite`
//! and `postgres` (the drivers), [`migrations`], then one file per
//! thing that is kept: [`sessions`], [`seen`], [`journal`], [`outbox`], [`answers`], [`people`],
//! [`invitations`], [`notices`], [`options`], [`orders`], [`links`], [`watches`],
//! [`tokens`], [`notifications`], [`tickets`], [`topics`], [`copies`], [`lines`], [`desk`],
//! [`leases`], [`budgets`]. [`tables`], [`snapshot`],
//! [`copying`] and [`backup`] take all of it to another place. [`clock`], [`ids`] and [`secrets`] are what a database is not asked for.
//!
//! What is absent here: decisions. These files keep what they are given and find it again.

pub mod answers;
pub mod backup;
pub mod budgets;
pub mod clock;
pub mod copies;
pub mod copying;
pub mod desk;
pub mod ids;
pub mod invitations;
pub mod journal;
pub mod leases;
pub mod lines;
pub mod links;
pub mod migrations;
pub mod notices;
pub mod notifications;
pub mod options;
pub mod orders;
pub mod outbox;
pub mod people;
mod postgres;
#[cfg(test)]
#[path = "../../tests/postgres_server/mod.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
pub(crate) mod postgres_server;
pub mod secrets;
pub mod seen;
pub mod sessions;
pub mod snapshot;
pub mod sql;
mod sqlite;
pub mod tables;
#[cfg(test)]
pub(crate) mod tested;
pub mod tickets;
pub mod tokens;
pub mod topics;
mod turns;
pub mod watches;

pub use clock::{Clock, system_clock};
pub use sql::{CONNECTIONS, Pending, Row, Sql, Store, StoreError, Value, file_of, is_shared, shown};
