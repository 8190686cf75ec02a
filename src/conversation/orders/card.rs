//! The card of an order, for its buyer: what its status means, what happens next, and what can be done.
//!
//! Never a name, an address or a telephone number. A status that is not known is said to be so, never guessed.

use super::{Act, end_of, page, parcel, words};
use crate::conversation::Button;
use crate::conversation::answer::article_choices;
use crate::conversation::owner::hours::LocalTime;
use crate::conversation::page::{Part, Saying, Value, Words, line};
use crate::conversation::reply::{Content, Placement};
use crate::conversation::turn::{Start, Turn};
use crate::orders::cancelling::{Cancelling, cancelling};
use crate::orders::{Actor, Order, Return, Status, UnixMs};

/// So many articles of an order are named.
const MOST_ITEMS: usize = 5;

/// Data that is older than this is said to be old, in milliseconds: a day.
const OLD_MS: i64 = 24 * 60 * 60 * 1000;

/// Shows an order. `watch` is whether it is watched from this turn on, where this turn changes that.
pub fn show(turn: Start<'_>, order: &Order, placement: Placement, watch: Option<bool>) -> Turn {
    let parts = parts(&turn, order);
    let watched = watch.unwrap_or_else(|| turn.context.situation.orders.watched.contains(&order.number));
    let buttons = buttons(&turn, order, watched);
    page(turn, placement, parts, buttons, "order_shown")
}

/// The card in a message of its own, led by a sentence that says why it comes.
pub fn led_by(turn: Start<'_>, order: &Order, lead: Saying) -> Turn {
    let mut ended = show(turn, order, Placement::New, Some(!order.status.is_over()));
    if let Some(Content::Page(parts)) = ended.reply.as_mut().map(|reply| &mut reply.content) {
        parts.insert(0, line(lead));
    }
    ended
}

fn parts(turn: &Start<'_>, order: &Order) -> Vec<Part> {
    let mut parts = vec![
        Part::Words(words(Saying::OrderHeading).with("end", end_of(&order.number))),
        Part::Words(words(meaning(order))),
    ];
    parts.extend(payment_left(turn, order).map(Part::Words));
    let facts = facts(turn, order);
    parts.extend((!facts.is_empty()).then_some(Part::Bullets(facts)));
    parts.extend(what_became_of_it(order).into_iter().map(Part::Words));
    parts.extend(whether_to_cancel(turn, order).map(line));
    parts.push(Part::Words(as_of(turn, order)));
    parts
}

/// What a status means and what happens next.
fn meaning(order: &Order) -> Saying {
    match order.status {
        // Nobody waits for a payment that the courier collects.
        Status::Unpaid if order.kind.cash_on_delivery => Saying::OrderNotReleased,
        Status::Unpaid => Saying::OrderUnpaid,
        Status::PaidOnHold => Saying::OrderPaidOnHold,
        Status::ToShip | Status::AwaitingCollection if order.kind.digital => Saying::OrderToShipDigital,
        Status::InTransit | Status::Delivered if order.kind.digital => Saying::OrderDeliveredDigital,
        Status::ToShip => Saying::OrderToShip,
        Status::AwaitingCollection => Saying::OrderAwaitingCollection,
        Status::InTransit => Saying::OrderInTransit,
        Status::Delivered => Saying::OrderDelivered,
        Status::Completed => Saying::OrderCompleted,
        Status::CancelRequested => Saying::OrderCancelRequested,
        Status::Cancelled => Saying::OrderCancelled,
        Status::Returning => Saying::OrderReturning,
        Status::Refunded => Saying::OrderRefunded,
        Status::Unknown => Saying::OrderUnknown,
    }
}

/// How long is left to pay.
fn payment_left(turn: &Start<'_>, order: &Order) -> Option<Words> {
    let pay_by = order.pay_by.filter(|_| order.status == Status::Unpaid && !order.kind.cash_on_delivery)?;
    let left = pay_by - turn.moment.now;
    let until = moment(turn, pay_by);
    Some(if left > 0 {
        words(Saying::OrderPayBy).with("left", Value::Span(left)).with("until", until)
    } else {
        words(Saying::OrderPayByOver).with("until", until)
    })
}

fn facts(turn: &Start<'_>, order: &Order) -> Vec<Words> {
    let named = |item: &crate::orders::Item| {
        words(Saying::OrderItem)
            .with("quantity", Value::Number(usize::try_from(item.quantity).unwrap_or(usize::MAX)))
            .with("name", Value::Text(item.name.clone()))
    };
    let mut facts: Vec<Words> = order.items.iter().take(MOST_ITEMS).map(named).collect();
    let further = order.items.len().saturating_sub(MOST_ITEMS);
    facts.extend((further > 0).then(|| words(Saying::OrderFurtherItems).with("number", Value::Number(further))));
    facts.extend(order.total.map(|total| words(Saying::OrderTotal).with("total", Value::Money(total))));
    facts.extend(paid_how(order));
    facts.extend(order.created_at.map(|at| words(Saying::OrderPlacedAt).with("at", moment(turn, at))));
    // The courier collects the money when the parcel comes.
    let paid_at = order.paid_at.filter(|_| !order.kind.cash_on_delivery || has_come(order.status));
    facts.extend(paid_at.map(|at| words(Saying::OrderPaidAt).with("at", moment(turn, at))));
    facts.extend(order.shipments.iter().filter_map(parcel));
    facts
}

/// Whether the parcel has come.
fn has_come(status: Status) -> bool {
    matches!(status, Status::Delivered | Status::Completed | Status::Returning | Status::Refunded)
}

fn paid_how(order: &Order) -> Option<Words> {
    if order.kind.cash_on_delivery {
        return Some(words(Saying::OrderCashOnDelivery));
    }
    let method = order.payment_method.clone()?;
    Some(words(Saying::OrderPaymentMethod).with("method", Value::Text(method)))
}

/// Who cancelled and why, and how far a return is.
fn what_became_of_it(order: &Order) -> Vec<Words> {
    let mut all = Vec::new();
    if let Some(cancellation) = &order.cancellation {
        let by = match cancellation.by {
            Some(Actor::Buyer) => Some(Saying::CancelledByBuyer),
            Some(Actor::Seller) => Some(Saying::CancelledBySeller),
            Some(Actor::Platform) => Some(Saying::CancelledByPlatform),
            None => None,
        };
        all.extend(by.filter(|_| order.status == Status::Cancelled).map(words));
        let reason = cancellation.reason.clone();
        all.extend(reason.map(|reason| words(Saying::CancelReason).with("reason", Value::Text(reason))));
    }
    all.extend(order.return_state.map(|state| words(return_state(state))));
    all
}

fn return_state(state: Return) -> Saying {
    match state {
        Return::Requested => Saying::ReturnRequested,
        Return::ToSendBack => Saying::ReturnToSendBack,
        Return::OnItsWay => Saying::ReturnOnItsWay,
        Return::Rejected => Saying::ReturnRejected,
        Return::Accepted => Saying::ReturnAccepted,
        Return::Done => Saying::ReturnDone,
        Return::Withdrawn => Saying::ReturnWithdrawn,
        Return::Unknown => Saying::ReturnUnknown,
    }
}

/// Whether and how the order can be cancelled; nothing where that is said already, or where what was said of the time
/// to pay or of a return would be contradicted.
fn whether_to_cancel(turn: &Start<'_>, order: &Order) -> Option<Saying> {
    let is_over = order.pay_by.is_some_and(|pay_by| pay_by <= turn.moment.now) && order.status == Status::Unpaid;
    if is_over || order.return_state.is_some() {
        return None;
    }
    Some(match cancelling(order.status, order.kind) {
        Cancelling::Freely => Saying::CancelFreely,
        Cancelling::WhileOnHold => Saying::CancelWhileOnHold,
        Cancelling::OftenPossible => Saying::CancelOftenPossible,
        Cancelling::SellerMayDecide => Saying::CancelSellerMayDecide,
        Cancelling::RarelyDigital => Saying::CancelRarelyDigital,
        Cancelling::AskedFor => Saying::CancelAskedFor,
        Cancelling::RefuseAtTheDoor => Saying::CancelRefuseAtTheDoor,
        Cancelling::ReturnWhenItComes => Saying::CancelReturnWhenItComes,
        Cancelling::ReturnNow => Saying::CancelReturnNow,
        Cancelling::ReportIfFaulty => Saying::CancelReportIfFaulty,
        Cancelling::Closed | Cancelling::CancelledAlready | Cancelling::ReturnedAlready | Cancelling::SeeTheApp => {
            return None;
        }
    })
}

/// As of when the card tells; data of yesterday is said to be old.
fn as_of(turn: &Start<'_>, order: &Order) -> Words {
    let saying = if turn.moment.now - order.known_at > OLD_MS { Saying::OrderAsOfLongAgo } else { Saying::OrderAsOf };
    words(saying).with("at", moment(turn, order.known_at))
}

/// A time in the shop's zone.
pub fn moment(turn: &Start<'_>, at: UnixMs) -> Value {
    Value::Moment(LocalTime::of(at, turn.context.situation.zone()))
}

fn buttons(turn: &Start<'_>, order: &Order, watched: bool) -> Vec<Vec<Button>> {
    let number = || order.number.clone();
    let watch = if watched { Act::Unwatch(number()) } else { Act::Watch(number()) };
    let mut rows = vec![vec![Button::Order(Act::Refresh(number()))]];
    // Nothing more will become of an order that is over.
    if !order.status.is_over() || watched {
        rows.push(vec![Button::Order(watch)]);
    }
    rows.extend(article_choices(turn, &articles(order)));
    rows.push(vec![Button::Person]);
    rows.push(vec![Button::Order(Act::Unlink(number()))]);
    rows
}

/// The two articles that fit an order best.
fn articles(order: &Order) -> [&'static str; 2] {
    match order.status {
        Status::Unpaid if order.kind.cash_on_delivery => ["cash-on-delivery", "cancel-order"],
        Status::Unpaid => [paying(order), "payment-not-confirmed"],
        Status::PaidOnHold => ["order-status-meaning", "cancel-order"],
        Status::ToShip | Status::AwaitingCollection if order.kind.digital => {
            ["cancel-digital-goods", "order-status-meaning"]
        }
        Status::InTransit | Status::Delivered if order.kind.digital => ["cancel-digital-goods", "refund-status"],
        Status::ToShip => ["cancel-order", "change-order"],
        Status::AwaitingCollection => ["track-parcel", "cancel-order"],
        Status::InTransit if order.kind.cash_on_delivery => ["track-parcel", "cash-on-delivery"],
        Status::InTransit => ["track-parcel", "cannot-cancel"],
        Status::Delivered if order.return_state.is_some() => ["return-item", "contact-support"],
        Status::Delivered => ["item-not-received", "return-item"],
        Status::Completed => ["order-status-meaning", "return-item"],
        Status::CancelRequested => ["cancel-order", "refund-status"],
        Status::Cancelled if order.paid_at.is_some() && is_cancelled_by_buyer(order) => {
            ["refund-status", "refund-not-received"]
        }
        Status::Cancelled if order.paid_at.is_some() => ["refund-status", "order-cancelled-by-system"],
        Status::Cancelled if is_cancelled_by_buyer(order) => ["order-status-meaning", "vouchers"],
        Status::Cancelled => ["order-cancelled-by-system", "payment-not-confirmed"],
        Status::Returning => ["return-item", "refund-status"],
        Status::Refunded => ["refund-status", "refund-not-received"],
        Status::Unknown => ["check-order-status", "order-status-meaning"],
    }
}

fn is_cancelled_by_buyer(order: &Order) -> bool {
    order.cancellation.as_ref().is_some_and(|cancellation| cancellation.by == Some(Actor::Buyer))
}

/// Words in a payment method, in small letters, and the article about paying so. Platforms name their methods
/// freely: what no word fits gets the article about all of them.
const METHODS: &[(&str, &[&str])] = &[
    (
        "pay-at-minimarket",
        &["alfamart", "alfamidi", "indomaret", "minimarket", "gerai", "convenience", "over_the_counter"],
    ),
    ("pay-by-ewallet", &["gopay", "ovo", "dana", "shopeepay", "linkaja", "wallet", "dompet"]),
    ("pay-by-bank-transfer", &["virtual", "va ", " va", "transfer", "bank"]),
    ("pay-by-card", &["card", "kartu", "ccdc", "visa", "master", "credit", "debit"]),
];

fn paying(order: &Order) -> &'static str {
    let method = order.payment_method.as_deref().unwrap_or_default().to_lowercase();
    let fits = |words: &&[&str]| words.iter().any(|word| method.contains(word));
    METHODS.iter().find(|(_, words)| fits(words)).map_or("payment-methods", |(article, _)| article)
}
