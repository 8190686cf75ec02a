//! Orders that a buyer placed twice: which of them to ship. Never which to drop: that is the buyer's to say.

use super::super::order::{Order, OrderNumber, Status, UnixMs};
use super::{Reason, Verdict, alone, paid_at};

/// Orders of one buyer that were created within so many milliseconds of each other may be meant as one: 48 hours.
pub const DUPLICATE_WINDOW_MS: i64 = 48 * 60 * 60 * 1000;

/// Other orders of the same buyer in the same shop, created within [`DUPLICATE_WINDOW_MS`] of the one in question.
#[derive(Debug, Clone, Copy)]
pub enum Siblings<'a> {
    /// They could not be looked up: the order has no buyer.
    Unknown,
    /// They are these. The order itself, and what is further away in time, is passed over.
    Known(&'a [Order]),
}

/// What is said about other orders of the same buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duplicates {
    /// It could not be checked whether there are any.
    NotChecked,
    /// There are none.
    None,
    /// There are some.
    Some {
        /// These, in the order they were given.
        siblings: Vec<Sibling>,
        /// What to do about it.
        advice: Advice,
    },
}

/// Another order of the same buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// Its number, of which only the end is shown.
    pub number: OrderNumber,
    /// What has become of it.
    pub status: Status,
    /// Its payment is confirmed.
    pub is_paid: bool,
    /// It is paid to the courier.
    pub cash_on_delivery: bool,
    /// When it was placed.
    pub created_at: Option<UnixMs>,
    /// The verdict on it alone.
    pub verdict: Verdict,
    /// As of when that is true.
    pub as_of: UnixMs,
}

/// Which of several orders of one buyer to ship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// The one that was asked about, and no other.
    ShipThis,
    /// Not the one that was asked about, but this.
    ShipOther(OrderNumber),
    /// At least two stand, and one of them is still to be shipped: whether both are wanted is the buyer's to say.
    AskTheBuyer,
    /// None of them, as things are.
    ShipNone,
    /// What is known of one of them is no ground to say.
    CheckAll,
}

/// What is said about other orders of the buyer of an order.
pub(super) fn of(order: &Order, siblings: Siblings<'_>, now: UnixMs, max_age_ms: i64) -> Duplicates {
    let (Siblings::Known(others), Some(_)) = (siblings, &order.buyer) else { return Duplicates::NotChecked };
    let near: Vec<&Order> = others.iter().filter(|other| is_sibling(order, other)).collect();
    if near.is_empty() {
        return Duplicates::None;
    }
    let advice = advice(order, &near, now, max_age_ms);
    let sibling = |other: &&Order| sibling(other, now, max_age_ms);
    Duplicates::Some { siblings: near.iter().map(sibling).collect(), advice }
}

/// Whether two orders may be meant as one. Where a time is not known, whoever looked them up has judged it.
fn is_sibling(order: &Order, other: &Order) -> bool {
    let apart = order.created_at.zip(other.created_at).map_or(0, |(one, two)| one.abs_diff(two));
    other.number != order.number && apart <= DUPLICATE_WINDOW_MS.unsigned_abs()
}

fn sibling(other: &Order, now: UnixMs, max_age_ms: i64) -> Sibling {
    Sibling {
        number: other.number.clone(),
        status: other.status,
        is_paid: paid_at(other).is_some(),
        cash_on_delivery: other.kind.cash_on_delivery,
        created_at: other.created_at,
        verdict: alone(other, now, max_age_ms).0,
        as_of: other.known_at,
    }
}

fn advice(order: &Order, near: &[&Order], now: UnixMs, max_age_ms: i64) -> Advice {
    let all: Vec<(&Order, Standing)> = std::iter::once(order)
        .chain(near.iter().copied())
        .map(|order| (order, standing(order, now, max_age_ms)))
        .collect();
    let count = |standing: Standing| all.iter().filter(|(_, each)| *each == standing).count();
    let (to_ship, waiting, done) = (count(Standing::ToShip), count(Standing::Waiting), count(Standing::Done));
    if to_ship + waiting > 0 && to_ship + waiting + done >= 2 {
        return Advice::AskTheBuyer;
    }
    if count(Standing::Unclear) > 0 {
        return Advice::CheckAll;
    }
    match all.iter().find(|(_, standing)| *standing == Standing::ToShip) {
        Some((one, _)) if one.number == order.number => Advice::ShipThis,
        Some((other, _)) => Advice::ShipOther(other.number.clone()),
        None => Advice::ShipNone,
    }
}

/// How an order stands beside another of the same buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It may be shipped.
    ToShip,
    /// Paid, and may be shipped later.
    Waiting,
    /// Shipped already.
    Done,
    /// Not paid, cancelled, or going back.
    Fallen,
    /// Not known well enough.
    Unclear,
}

fn standing(order: &Order, now: UnixMs, max_age_ms: i64) -> Standing {
    // What was unpaid long ago may be paid by now; what was cancelled stays so.
    let is_old = now.saturating_sub(order.known_at) > max_age_ms;
    if is_old && !matches!(order.status, Status::Cancelled | Status::Refunded) {
        return Standing::Unclear;
    }
    match alone(order, now, max_age_ms) {
        (Verdict::Ship | Verdict::ShipCod, _) => Standing::ToShip,
        (Verdict::DoNotShip, Reason::OnHold | Reason::NotReleased) => Standing::Waiting,
        (Verdict::DoNotShip, _) => Standing::Fallen,
        (Verdict::NothingToShip, _) => Standing::Done,
        (Verdict::CheckFirst, _) => Standing::Unclear,
    }
}
