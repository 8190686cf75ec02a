//! Asking several sources for one order, and what their answers come to.
//!
//! What is absent here: anything that is remembered between two askings; see [`super::sources`].

use std::sync::Arc;
use std::time::Duration;

use super::order::{Order, OrderNumber, UnixMs};
use super::source::{LookedUp, OrderSource, Unreachable};

/// How sources are asked.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For so long each source is waited for.
    pub timeout: Duration,
    /// Data that is older, in milliseconds, does not end the asking: the later sources are asked as well.
    pub max_age_ms: i64,
}

/// What the sources answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is known of the number, the newest data first; an order of one shop stands here once.
    pub orders: Vec<Order>,
    /// Whether every source that was asked has answered. Where it is false, a number without orders may
    /// exist all the same: whoever must not tell which numbers exist says of both that not all could be asked.
    pub complete: bool,
}

/// Asks sources one after the other. Without `thorough`, the first whose data is all fresh ends it.
pub(super) async fn ask(
    sources: &[Arc<dyn OrderSource>],
    limits: Limits,
    number: &OrderNumber,
    thorough: bool,
    now: &(dyn Fn() -> UnixMs + Send + Sync),
) -> Asked {
    let mut asked = Asked { orders: Vec::new(), complete: true };
    for source in sources {
        let Ok(orders) = one(source.as_ref(), limits.timeout, number).await else {
            asked.complete = false;
            continue;
        };
        let oldest = now().saturating_sub(limits.max_age_ms);
        let settles = !orders.is_empty() && orders.iter().all(|order| order.known_at >= oldest);
        asked.orders.extend(orders);
        if settles && !thorough {
            break;
        }
    }
    asked.orders = merged(asked.orders);
    asked
}

/// Asks one source. An order with another number than the one asked for is as good as no answer.
async fn one(source: &dyn OrderSource, limit: Duration, number: &OrderNumber) -> LookedUp {
    let late = |_| Unreachable("no answer in time".to_owned());
    let looked_up = tokio::time::timeout(limit, source.find(number)).await.map_err(late).and_then(|found| found);
    let looked_up = looked_up.and_then(|orders| {
        let another = orders.iter().any(|order| order.number != *number);
        if another { Err(Unreachable("it answers with another order".to_owned())) } else { Ok(orders) }
    });
    let result = match &looked_up {
        Ok(orders) if orders.is_empty() => "none",
        Ok(_) => "found",
        Err(_) => "unreachable",
    };
    crate::measures::look_up(source.name(), result);
    looked_up.inspect_err(|reason| tracing::warn!(source = source.name(), %reason, "a source of orders did not answer"))
}

/// The newest data of each shop's order, newest first. What never changes in an order, and what proves it, is
/// taken from older data where the newer does not tell: a platform hides telephone numbers that a file shows.
fn merged(mut orders: Vec<Order>) -> Vec<Order> {
    orders.sort_by_key(|order| std::cmp::Reverse(order.known_at));
    let mut kept: Vec<Order> = Vec::new();
    for order in orders {
        match kept.iter_mut().find(|newer| newer.shop == order.shop) {
            Some(newer) => complete(newer, order),
            None => kept.push(order),
        }
    }
    kept
}

fn complete(newer: &mut Order, older: Order) {
    newer.buyer = newer.buyer.take().or(older.buyer);
    newer.phone = newer.phone.take().or(older.phone);
    newer.phone_end = newer.phone_end.take().or(older.phone_end);
    newer.created_at = newer.created_at.or(older.created_at);
    newer.total = newer.total.or(older.total);
}
