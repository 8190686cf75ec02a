//! What survives: sessions, the outbox, the journal, and which updates were seen.
//!
//! In reading order: [`sql`] (the narrow seam: one set of SQL, a driver per database), `sqlite`
//! (its driver; a PostgreSQL driver takes its place beside it), [`migrations`], then one file per
//! thing that is kept: [`sessions`], [`seen`], [`outbox`], [`journal`].
//!
//! What is absent here: decisions. These files keep what they are given and find it again.






pub mod sql;


pub use sql::{Pending, Row, Sql, Store, StoreError, Value};
