//! Where orders come from: one trait, and what asking several of them comes to.

use std::future::Future;
use std::pin::Pin;

use super::order::{Order, OrderNumber};

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

/// What all sources together say of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// These orders, the newest data first; at least one.
    Orders(Vec<Order>),
    /// Every source answered, and none knows of it.
    NotFound,
    /// None knows of it, and at least one could not be asked.
    Unreachable,
}
