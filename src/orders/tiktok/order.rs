//! What the answers of TikTok Shop say of an order: pure.
//!
//! Every field may be missing, empty or zero; only the number must be there. Names and addresses are not even
//! read. The field names are those of version 202309 (Partner Center, "Get Order Detail", "Search
//! Cancellations", "Search Returns").

use std::collections::BTreeMap;

use serde_json::Value;

use crate::orders::order::{
    Actor, Cancellation, Currency, Item, Kind, Money, Order, OrderNumber, Return, Shipment, Status, UnixMs,
};
use crate::orders::{HashKey, phone, status};

/// The order of a number in the answer to "Get Order Detail"; `None` when the answer has no order at all.
///
/// # Errors
/// When it holds other orders, or is of another shape: one sentence without values.
pub fn of_number<'a>(data: &'a Value, number: &OrderNumber) -> Result<Option<&'a Value>, String> {
    let orders = match data.get("orders") {
        None | Some(Value::Null) => return Ok(None),
        Some(orders) => orders.as_array().ok_or("`orders` is no list")?,
    };
    let is_it = |order: &&Value| text(order, "id").as_deref() == Some(number.as_str());
    match orders.iter().find(is_it) {
        Some(order) => Ok(Some(order)),
        None if orders.is_empty() => Ok(None),
        None => Err("it answers with another order".to_owned()),
    }
}

/// Reads an order of "Get Order Detail", known at a time in Unix milliseconds.
pub fn read(object: &Value, number: &OrderNumber, shop: &str, key: &HashKey, known_at: UnixMs) -> Order {
    let raw_status = text(object, "status").unwrap_or_default();
    let status = status_of(object, status::tiktok(&raw_status));
    let phone = object.pointer("/recipient_address/phone_number").and_then(Value::as_str).unwrap_or_default();
    Order {
        shop: shop.to_owned(),
        kind: kind(object),
        payment_method: text(object, "payment_method_name"),
        created_at: time(object, "create_time"),
        paid_at: time(object, "paid_time"),
        pay_by: time(object, "cancel_order_sla_time").filter(|_| status == Status::Unpaid),
        updated_at: time(object, "update_time"),
        total: total(object),
        items: items(object, status),
        shipments: shipments(object),
        cancellation: cancellation(object, status),
        buyer: text(object, "user_id").map(|buyer| key.buyer(&buyer)),
        phone: phone::normal(phone).map(|phone| key.phone(&phone)),
        phone_end: phone::end(phone).map(|end| key.phone_end(number, &end)),
        raw_status,
        ..Order::new(number.clone(), status, known_at)
    }
}

/// The status with what stands beside it: a buyer who wants to cancel, and the time for regrets.
fn status_of(object: &Value, status: Status) -> Status {
    match status {
        Status::PaidOnHold | Status::ToShip | Status::AwaitingCollection if flag(object, "is_buyer_request_cancel") => {
            Status::CancelRequested
        }
        Status::ToShip | Status::AwaitingCollection if flag(object, "is_on_hold_order") => Status::PaidOnHold,
        status => status,
    }
}

fn kind(object: &Value) -> Kind {
    let is = |field: &str, word: &str| text(object, field).is_some_and(|value| value.eq_ignore_ascii_case(word));
    Kind {
        cash_on_delivery: flag(object, "is_cod"),
        pre_order: is("order_type", "PRE_ORDER"),
        digital: false,
        shipped_by_seller: is("shipping_type", "SELLER"),
    }
}

/// Amounts are texts in major units.
fn total(object: &Value) -> Option<Money> {
    let payment = object.get("payment")?;
    let currency = Currency::new(&text(payment, "currency")?)?;
    Money::of_decimal(&text(payment, "total_amount")?, currency)
}

/// There is an entry for every piece. What was cancelled of an order that goes on is left out.
fn items(object: &Value, status: Status) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for line in list(object, "line_items") {
        let is_cancelled = status::tiktok(&text(line, "display_status").unwrap_or_default()) == Status::Cancelled;
        let Some(name) = text(line, "product_name").filter(|_| !is_cancelled || status == Status::Cancelled) else {
            continue;
        };
        let name = match text(line, "sku_name").filter(|variant| !variant.eq_ignore_ascii_case("default")) {
            Some(variant) => format!("{name} ({variant})"),
            None => name,
        };
        match items.iter_mut().find(|item| item.name == name) {
            Some(item) => item.quantity = item.quantity.saturating_add(1),
            None => items.push(Item { name, quantity: 1 }),
        }
    }
    items
}

/// Parcels by their tracking numbers: those of the pieces, of the packages, or of the order.
fn shipments(object: &Value) -> Vec<Shipment> {
    let courier = |of: &Value| text(of, "shipping_provider_name").or_else(|| text(of, "shipping_provider"));
    let mut parcels: BTreeMap<String, Option<String>> = BTreeMap::new();
    for of in list(object, "line_items").iter().chain(list(object, "packages")).chain([object]) {
        if let Some(tracking_number) = text(of, "tracking_number") {
            let known = parcels.entry(tracking_number).or_default();
            *known = known.take().or_else(|| courier(of));
        }
    }
    let parcel = |(number, courier): (String, Option<String>)| Shipment {
        courier: courier.or_else(|| text(object, "shipping_provider")),
        tracking_number: Some(number),
    };
    parcels.into_iter().map(parcel).collect()
}

fn cancellation(object: &Value, status: Status) -> Option<Cancellation> {
    let asked = flag(object, "is_buyer_request_cancel");
    if !asked && !matches!(status, Status::Cancelled | Status::CancelRequested) {
        return None;
    }
    let of_piece = |field: &str| list(object, "line_items").iter().find_map(|line| text(line, field));
    let initiator = text(object, "cancellation_initiator").or_else(|| of_piece("cancel_user"));
    let by = initiator.and_then(|word| actor(&word)).or(asked.then_some(Actor::Buyer));
    let reason = text(object, "cancel_reason").or_else(|| of_piece("cancel_reason"));
    Some(Cancellation { by, reason })
}

/// Who did it, in any of the platform's words.
pub(super) fn actor(word: &str) -> Option<Actor> {
    match word.to_ascii_uppercase().as_str() {
        "BUYER" => Some(Actor::Buyer),
        "SELLER" => Some(Actor::Seller),
        "SYSTEM" | "OPERATOR" | "PLATFORM" => Some(Actor::Platform),
        _ => None,
    }
}

/// Whether it is worth asking for cancellations: one was asked for, or the answer does not tell, or the order
/// is cancelled and money may go back.
pub fn may_have_cancellations(object: &Value, order: &Order) -> bool {
    let told = object.get("is_buyer_request_cancel").is_some_and(Value::is_boolean);
    match order.status {
        Status::CancelRequested => true,
        Status::Cancelled => order.paid_at.is_some(),
        status => is_to_be_shipped(status) && !told,
    }
}

/// Whether an order still waits for its shipping.
pub fn is_to_be_shipped(status: Status) -> bool {
    matches!(status, Status::PaidOnHold | Status::ToShip | Status::AwaitingCollection)
}

/// Whether it is worth asking for returns: something was sent.
pub fn may_have_returns(order: &Order) -> bool {
    matches!(order.status, Status::InTransit | Status::Delivered | Status::Completed | Status::Unknown)
}

/// Adds what "Search Cancellations" says of the order: the last word on it.
pub fn add_cancellations(order: &mut Order, data: &Value) {
    let Some(last) = newest(data, "cancellations", &order.number) else { return };
    let word = text(last, "cancel_status").unwrap_or_default();
    let found = Cancellation {
        by: text(last, "role").and_then(|role| actor(&role)),
        reason: text(last, "cancel_reason_text").or_else(|| text(last, "cancel_reason")),
    };
    match CancelWord::of(&word) {
        CancelWord::Pending if is_before_shipping(order.status) => order.status = Status::CancelRequested,
        // The buyer's wish was withdrawn or turned down: the flag of the order alone says that it stands.
        CancelWord::Withdrawn | CancelWord::Unknown => return,
        CancelWord::Accepted => order.return_state = refund(order, last).then_some(Return::Accepted),
        CancelWord::Complete => order.return_state = refund(order, last).then_some(Return::Done),
        CancelWord::Pending => {}
    }
    let before = order.cancellation.take().unwrap_or_default();
    order.cancellation = Some(Cancellation { by: found.by.or(before.by), reason: found.reason.or(before.reason) });
}

/// Whether an order was paid, so that its cancellation gives money back.
fn refund(order: &Order, cancellation: &Value) -> bool {
    order.paid_at.is_some()
        || text(cancellation, "cancel_type").is_some_and(|kind| kind.to_ascii_uppercase().contains("REFUND"))
}

/// Whether an order is still with the seller.
pub(super) fn is_before_shipping(status: Status) -> bool {
    matches!(
        status,
        Status::Unpaid | Status::PaidOnHold | Status::ToShip | Status::AwaitingCollection | Status::CancelRequested
    )
}

/// How far a cancellation is (Partner Center, webhook 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelWord {
    /// Not decided.
    Pending,
    /// Accepted.
    Accepted,
    /// Withdrawn or closed.
    Withdrawn,
    /// The money was given back.
    Complete,
    /// A word that is not known.
    Unknown,
}

impl CancelWord {
    /// What a `cancel_status` says.
    pub fn of(word: &str) -> CancelWord {
        match word.trim().to_ascii_uppercase().as_str() {
            "CANCELLATION_REQUEST_PENDING" => CancelWord::Pending,
            "CANCELLATION_REQUEST_SUCCESS" => CancelWord::Accepted,
            "CANCELLATION_REQUEST_CANCELLED" | "CANCELLATION_REQUEST_CANCEL" => CancelWord::Withdrawn,
            "CANCELLATION_REQUEST_COMPLETE" => CancelWord::Complete,
            _ => CancelWord::Unknown,
        }
    }
}

/// Adds what "Search Returns" says of the order: the last word on it. An order of which a part was given back
/// stays what it is.
pub fn add_returns(order: &mut Order, data: &Value) {
    let Some(last) = newest(data, "return_orders", &order.number) else { return };
    let state = status::tiktok_return(&text(last, "return_status").unwrap_or_default());
    let refunded = last.get("refund_amount").and_then(|refund| {
        let currency = Currency::new(&text(refund, "currency")?)?;
        Money::of_decimal(&text(refund, "refund_total")?, currency)
    });
    let is_part = refunded.zip(order.total).is_some_and(|(part, whole)| part.minor < whole.minor);
    note_return(order, state, is_part);
}

/// Takes the state of a return into an order.
pub(super) fn note_return(order: &mut Order, state: Return, is_part: bool) {
    order.return_state = Some(state);
    match state {
        Return::Requested | Return::ToSendBack | Return::OnItsWay | Return::Accepted => {
            order.status = Status::Returning;
        }
        Return::Done if !is_part => order.status = Status::Refunded,
        _ => {}
    }
}

/// The entry of an order that was changed last.
fn newest<'a>(data: &'a Value, field: &str, number: &OrderNumber) -> Option<&'a Value> {
    let of_order = |entry: &&Value| text(entry, "order_id").as_deref() == Some(number.as_str());
    let changed = |entry: &&Value| time(entry, "update_time").or_else(|| time(entry, "create_time"));
    list(data, field).iter().filter(of_order).max_by_key(changed)
}

fn list<'a>(object: &'a Value, field: &str) -> &'a [Value] {
    object.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text that is not blank; ids may come as whole numbers.
pub(super) fn text(object: &Value, field: &str) -> Option<String> {
    let text = match object.get(field)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A time in seconds, as a number or a text; zero is none.
pub(super) fn time(object: &Value, field: &str) -> Option<UnixMs> {
    let seconds: i64 = text(object, field)?.parse().ok()?;
    seconds.checked_mul(1000).filter(|ms| *ms > 0)
}

pub(super) fn flag(object: &Value, field: &str) -> bool {
    object.get(field).and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
mod tests;
