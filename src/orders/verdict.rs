//! Whether a seller may ship an order: one pure function.
//!
//! The verdict rests on the status, the paid time, cash on delivery and the age of the data. That there is a
//! tracking number never says that an order is paid, and never changes a verdict.

mod duplicates;
#[cfg(test)]
mod tests;

use super::order::{Order, Status, UnixMs};

pub use duplicates::{Advice, DUPLICATE_WINDOW_MS, Duplicates, Sibling, Siblings};

/// How far the clock of a source may be ahead of ours, in milliseconds, until its data is not trusted.
const CLOCK_TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// Whether to ship, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It must not leave the house.
    DoNotShip,
    /// What is known is no ground to ship on.
    CheckFirst,
    /// It may be shipped; it is paid to the courier, and a refused parcel comes back.
    ShipCod,
    /// Its payment is confirmed, and it is to be shipped.
    Ship,
    /// It has been shipped already.
    NothingToShip,
}

impl Verdict {
    /// All of them, the worst first.
    pub const ALL: [Verdict; 5] =
        [Verdict::DoNotShip, Verdict::CheckFirst, Verdict::ShipCod, Verdict::Ship, Verdict::NothingToShip];
}

/// Why a verdict is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// To be shipped, and its payment is confirmed.
    Paid,
    /// To be shipped, not paid yet, and paid to the courier.
    PaidToCourier,
    /// Not paid.
    Unpaid,
    /// Paid to the courier, but not released by the platform to be shipped.
    NotReleased,
    /// Paid, in the time in which the buyer may still regret it.
    OnHold,
    /// The buyer has asked for a cancellation.
    CancelRequested,
    /// Cancelled.
    Cancelled,
    /// A return is going on.
    Returning,
    /// The money is given back.
    Refunded,
    /// On its way.
    InTransit,
    /// Handed over.
    Delivered,
    /// Closed.
    Completed,
    /// To be shipped, but a cancellation is noted on it.
    CancellationNoted,
    /// To be shipped, but a return or a refund is noted on it.
    ReturnNoted,
    /// To be shipped, with neither a paid time nor cash on delivery.
    NeitherPaidNorCash,
    /// The platform says something that this program does not know.
    UnknownStatus,
    /// The data is older than the shop allows.
    TooOld,
    /// The data, or the payment in it, is from the future: a clock is wrong.
    FromTheFuture,
    /// No source knows of the order.
    NotFound,
    /// The sources could not be asked.
    Unreachable,
}

/// What is known of a number that a seller asks about.
#[derive(Debug, Clone, Copy)]
pub enum Basis<'a> {
    /// Its order in the seller's shop.
    Order {
        /// The order.
        order: &'a Order,
        /// Other orders of the same buyer.
        siblings: Siblings<'a>,
    },
    /// Every source answered, and none knows of it.
    NotFound,
    /// None knows of it, and at least one could not be asked.
    Unreachable,
}

/// What a seller is told about a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whether to ship.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// There is a tracking number though no payment is confirmed: it is to be said that this is no payment.
    pub tracking_is_no_payment: bool,
    /// It must not be shipped, and a tracking number or where it was before says that it may have been: what to do
    /// at once is to be said, and a person offered.
    pub already_shipped: bool,
    /// Other orders of the same buyer.
    pub duplicates: Duplicates,
    /// As of when this is true; `None` where nothing is known.
    pub as_of: Option<UnixMs>,
}

/// Judges what is known of a number at a time. `max_age_ms`: older data is no ground to ship on.
///
/// Old data, or data from the future, never says that something may be shipped or needs no shipping. What it says
/// against shipping stays said.
pub fn judge(basis: Basis<'_>, now: UnixMs, max_age_ms: i64) -> Judgement {
    match basis {
        Basis::Order { order, siblings } => judge_order(order, siblings, now, max_age_ms),
        Basis::NotFound => without_order(Reason::NotFound),
        Basis::Unreachable => without_order(Reason::Unreachable),
    }
}

/// Whether a seller who was told about an order in one status must hear at once that it is in another: stop the
/// parcel.
pub fn must_stop(before: Status, after: Status) -> bool {
    let stops = |status| matches!(status, Status::Unpaid | Status::Cancelled | Status::CancelRequested);
    before != after && before != Status::Cancelled && stops(after)
}

fn without_order(reason: Reason) -> Judgement {
    Judgement {
        verdict: Verdict::CheckFirst,
        reason,
        tracking_is_no_payment: false,
        already_shipped: false,
        duplicates: Duplicates::NotChecked,
        as_of: None,
    }
}

fn judge_order(order: &Order, siblings: Siblings<'_>, now: UnixMs, max_age_ms: i64) -> Judgement {
    let (verdict, reason) = alone(order, now, max_age_ms);
    let tracked = order.shipments.iter().any(|shipment| shipment.tracking_number.is_some());
    let stoppable = matches!(reason, Reason::Unpaid | Reason::OnHold | Reason::CancelRequested | Reason::Cancelled);
    Judgement {
        verdict,
        reason,
        tracking_is_no_payment: tracked && paid_at(order).is_none() && !order.kind.cash_on_delivery,
        already_shipped: tracked && stoppable,
        duplicates: duplicates::of(order, siblings, now, max_age_ms),
        as_of: Some(order.known_at),
    }
}

/// The verdict on one order, whatever else the buyer ordered.
fn alone(order: &Order, now: UnixMs, max_age_ms: i64) -> (Verdict, Reason) {
    let latest = now.saturating_add(CLOCK_TOLERANCE_MS);
    if let Some(danger) = danger(order) {
        return (Verdict::DoNotShip, danger);
    }
    if order.known_at > latest || paid_at(order).is_some_and(|paid| paid > latest) {
        return (Verdict::CheckFirst, Reason::FromTheFuture);
    }
    if now.saturating_sub(order.known_at) > max_age_ms {
        return (Verdict::CheckFirst, Reason::TooOld);
    }
    match order.status {
        Status::ToShip | Status::AwaitingCollection => to_be_shipped(order),
        Status::InTransit => (Verdict::NothingToShip, Reason::InTransit),
        Status::Delivered => (Verdict::NothingToShip, Reason::Delivered),
        Status::Completed => (Verdict::NothingToShip, Reason::Completed),
        _ => (Verdict::CheckFirst, Reason::UnknownStatus),
    }
}

/// Why an order must not be shipped, however old that is.
fn danger(order: &Order) -> Option<Reason> {
    Some(match order.status {
        Status::Unpaid if order.kind.cash_on_delivery => Reason::NotReleased,
        Status::Unpaid => Reason::Unpaid,
        Status::PaidOnHold => Reason::OnHold,
        Status::CancelRequested => Reason::CancelRequested,
        Status::Cancelled => Reason::Cancelled,
        Status::Returning => Reason::Returning,
        Status::Refunded => Reason::Refunded,
        _ => return None,
    })
}

fn to_be_shipped(order: &Order) -> (Verdict, Reason) {
    use super::order::Return::{Rejected, Withdrawn};
    if order.cancellation.is_some() {
        (Verdict::CheckFirst, Reason::CancellationNoted)
    } else if order.return_state.is_some_and(|state| !matches!(state, Rejected | Withdrawn)) {
        (Verdict::CheckFirst, Reason::ReturnNoted)
    } else if paid_at(order).is_some() {
        (Verdict::Ship, Reason::Paid)
    } else if order.kind.cash_on_delivery {
        (Verdict::ShipCod, Reason::PaidToCourier)
    } else {
        (Verdict::CheckFirst, Reason::NeitherPaidNorCash)
    }
}

/// When the payment was confirmed. Platforms write 0 where it was not.
fn paid_at(order: &Order) -> Option<UnixMs> {
    order.paid_at.filter(|paid| *paid > 0)
}
