//! Where orders come from: one trait.

use std::future::Future;
use std::pin::Pin;

use super::order::{Order, OrderNumber};

/// The name of the source that is the table in the store.
pub const TABLE: &str = "table";

/// A source could not be asked. What it says goes into a log: no number, no token, no URL with either.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// What a look-up comes to: usually no order or one; several where shops of one store have an order of the same
/// number.
pub type LookedUp = Result<Vec<Order>, Unreachable>;

/// Somewhere that orders can be asked for.
pub trait OrderSource: Send + Sync + 'static {
    /// Its word in the setting `orders.sources`, for logs.
    fn name(&self) -> &'static str;

    /// The orders of a number; none when the source knows of none.
    fn find<'a>(&'a self, number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>>;
}
