//! What TikTok Shop sends by itself: whether it is genuine, what it says, and what that changes in an order.
//!
//! Pure. What is absent here: the server that receives it, and the store.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::order::{CancelWord, actor, flag, is_before_shipping, note_return, text, time};
use crate::orders::order::{Cancellation, Order, OrderNumber, Return, Status, UnixMs};
use crate::orders::status;

/// Whether a body comes from the platform: the header `Authorization` is the hexadecimal HMAC-SHA256 of the
/// app's key and the raw bytes, with the app's secret as the key (Partner Center, "TTS webhooks overview").
pub fn is_genuine(app_key: &str, app_secret: &str, authorization: &[u8], body: &[u8]) -> bool {
    let Some(signature) = bytes(authorization) else { return false };
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()) else { return false };
    mac.update(app_key.as_bytes());
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

/// The bytes that hexadecimal digits stand for.
fn bytes(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id: the same when it is sent again.
    pub id: String,
    /// What it is about; `None` when it is about nothing that matters here.
    pub news: Option<News>,
}

/// News of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The order.
    pub number: OrderNumber,
    /// As of when.
    pub at: UnixMs,
    /// What it is.
    pub what: What,
}

/// What has become of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Its status, with the platform's word for it.
    Status(Status, String),
    /// Somebody wants it cancelled.
    CancelRequested(Cancellation),
    /// A return is in this state.
    Return(Return),
    /// Something that only the order itself can tell.
    Other,
}

/// Reads a notification. Types that are not known are read as well: they have no news.
///
/// # Errors
/// When it is no JSON object.
pub fn read(body: &[u8]) -> Result<Notification, serde_json::Error> {
    let object: serde_json::Map<String, Value> = serde_json::from_slice(body)?;
    let object = Value::Object(object);
    // Without an id, the same bytes are the same notification.
    let hash = || Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let id = text(&object, "tts_notification_id").unwrap_or_else(hash);
    Ok(Notification { id, news: news(&object) })
}

/// Numbers of types alone are not to be relied on: the fields have to be there as well.
fn news(object: &Value) -> Option<News> {
    let data = object.get("data")?;
    let number = text(data, "order_id").as_deref().and_then(OrderNumber::new)?;
    let kind = object.get("type").and_then(Value::as_i64)?;
    let (what, at) = match kind {
        1 => (changed_status(data)?, time(data, "update_time")),
        11 => (cancellation(data), time(data, "update_time").or_else(|| time(data, "create_time"))),
        12 => (returned(data), time(data, "update_time").or_else(|| time(data, "create_time"))),
        _ => return None,
    };
    let at = at.or_else(|| time(object, "timestamp"))?;
    Some(News { number, at, what })
}

fn changed_status(data: &Value) -> Option<What> {
    let word = text(data, "order_status")?;
    let status = match status::tiktok(&word) {
        Status::ToShip | Status::AwaitingCollection if flag(data, "is_on_hold_order") => Status::PaidOnHold,
        status => status,
    };
    Some(What::Status(status, word))
}

fn cancellation(data: &Value) -> What {
    match CancelWord::of(&text(data, "cancel_status").unwrap_or_default()) {
        CancelWord::Pending => {
            let by = text(data, "cancellations_role").and_then(|role| actor(&role));
            What::CancelRequested(Cancellation { by, reason: None })
        }
        _ => What::Other,
    }
}

fn returned(data: &Value) -> What {
    match status::tiktok_return(&text(data, "return_status").unwrap_or_default()) {
        Return::Unknown => What::Other,
        state => What::Return(state),
    }
}

/// The order with the news in it; `None` when what is known of it is as new, or the news tells nothing. When it
/// was paid is not among the news, so that nothing is said of it.
pub fn applied(order: &Order, news: &News, now: UnixMs) -> Option<Order> {
    // News are dated in whole seconds.
    let is_known = order.updated_at.is_some_and(|updated| news.at <= updated);
    if is_known || news.at / 1000 < order.known_at / 1000 {
        return None;
    }
    let mut changed = order.clone();
    match &news.what {
        What::Status(status, word) => {
            changed.status = *status;
            changed.raw_status = word.clone();
        }
        What::CancelRequested(cancellation) if is_before_shipping(order.status) => {
            changed.status = Status::CancelRequested;
            changed.cancellation = Some(cancellation.clone());
        }
        // How much was given back is not among the news.
        What::Return(state) => note_return(&mut changed, *state, true),
        What::CancelRequested(_) | What::Other => return None,
    }
    changed.updated_at = Some(news.at);
    // A platform's clock that is ahead must not make later look-ups look old.
    changed.known_at = news.at.min(now).max(order.known_at);
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}"#;
    const SIGNATURE: &[u8] = b"5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05";

    #[test]
    fn the_example_of_the_partner_center_is_genuine_and_nothing_else_is() {
        let body = BODY.as_bytes();
        assert!(is_genuine("abcdef", "123", SIGNATURE, body));
        assert!(is_genuine("abcdef", "123", &SIGNATURE.to_ascii_uppercase(), body));
        assert!(!is_genuine("abcdef", "124", SIGNATURE, body));
        assert!(!is_genuine("abcdeg", "123", SIGNATURE, body));
        assert!(!is_genuine("abcdef", "123", SIGNATURE, BODY.replace("UNPAID", "COMPLETED").as_bytes()));
        for signature in [&b""[..], b"5d", &SIGNATURE[..63], b"no digits", "５".as_bytes()] {
            assert!(!is_genuine("abcdef", "123", signature, body));
        }
    }

    fn read_news(kind: i64, data: &str) -> Option<What> {
        let body = format!(r#"{{"type":{kind},"tts_notification_id":"1","timestamp":5,"data":{data}}}"#);
        read(body.as_bytes()).ok().and_then(|notification| notification.news).map(|news| news.what)
    }

    #[test]
    fn what_a_notification_says() {
        let notification = read(BODY.as_bytes()).ok();
        let news = notification.as_ref().and_then(|notification| notification.news.clone());
        assert_eq!(notification.map(|notification| notification.id).as_deref(), Some("7380066284010030890"));
        assert_eq!(news.as_ref().map(|news| news.at), Some(1_718_305_585_000));
        assert_eq!(news.map(|news| news.what), Some(What::Status(Status::Unpaid, "UNPAID".to_owned())));
        for word in ["CANCEL", "CANCELLED"] {
            let data = format!(r#"{{"order_id":"1","order_status":"{word}","update_time":5}}"#);
            assert_eq!(read_news(1, &data), Some(What::Status(Status::Cancelled, word.to_owned())));
        }
        let held = r#"{"order_id":"1","order_status":"AWAITING_SHIPMENT","is_on_hold_order":true,"update_time":5}"#;
        assert_eq!(read_news(1, held), Some(What::Status(Status::PaidOnHold, "AWAITING_SHIPMENT".to_owned())));
        let asked = r#"{"order_id":"1","cancellations_role":"BUYER","cancel_status":"CANCELLATION_REQUEST_PENDING"}"#;
        let by = Some(crate::orders::Actor::Buyer);
        assert_eq!(read_news(11, asked), Some(What::CancelRequested(Cancellation { by, reason: None })));
        assert_eq!(read_news(11, &asked.replace("PENDING", "SUCCESS")), Some(What::Other));
        let back = r#"{"order_id":"1","return_status":"BUYER_SHIPPED_ITEM","update_time":"7"}"#;
        assert_eq!(read_news(12, back), Some(What::Return(Return::OnItsWay)));
        for (kind, data) in [(13, asked), (99, "{}"), (1, "{}"), (1, r#"{"order_id":"../x"}"#)] {
            assert_eq!(read_news(kind, data), None, "{kind} {data}");
        }
        assert!(read(b"<html>").is_err() && read(b"[]").is_err());
        assert_ne!(read(b"{}").ok().map(|one| one.id), read(b"{ }").ok().map(|other| other.id));
    }

    #[test]
    fn only_newer_news_change_an_order_and_never_when_it_was_paid() {
        let Some(number) = OrderNumber::new("1") else { return };
        let known = Order { paid_at: Some(3), ..Order::new(number.clone(), Status::ToShip, 10_000) };
        let news = |at, what| News { number: number.clone(), at, what };
        let status = |status| What::Status(status, "WORD".to_owned());
        assert_eq!(applied(&known, &news(9_000, status(Status::Cancelled)), 20_000), None);
        let looked_up = Order { known_at: 10_700, updated_at: Some(9_000), ..known.clone() };
        let same_second = applied(&looked_up, &news(10_000, status(Status::Cancelled)), 20_000);
        assert_eq!(same_second.map(|order| order.status), Some(Status::Cancelled), "news are dated in whole seconds");
        let applied_before = Order { updated_at: Some(10_000), ..known.clone() };
        assert_eq!(applied(&applied_before, &news(10_000, status(Status::Cancelled)), 20_000), None);
        assert_eq!(applied(&known, &news(1, status(Status::Unpaid)), 20_000), None, "years old");
        let changed = applied(&known, &news(11_000, status(Status::Cancelled)), 20_000);
        let shown = changed.as_ref().map(|order| (order.status, order.paid_at, order.known_at, order.updated_at));
        assert_eq!(shown, Some((Status::Cancelled, Some(3), 11_000, Some(11_000))));
        let ahead = applied(&known, &news(3_600_000, status(Status::InTransit)), 20_000);
        assert_eq!(ahead.map(|order| order.known_at), Some(20_000), "no clock is believed that is ahead");
        assert_eq!(applied(&known, &news(11_000, What::Other), 20_000), None);
        let asked = news(11_000, What::CancelRequested(Cancellation::default()));
        assert_eq!(applied(&known, &asked, 20_000).map(|order| order.status), Some(Status::CancelRequested));
        let sent = Order { status: Status::InTransit, ..known };
        assert_eq!(applied(&sent, &asked, 20_000), None);
        let back = applied(&sent, &news(11_000, What::Return(Return::Requested)), 20_000);
        assert_eq!(back.map(|order| order.status), Some(Status::Returning));
    }
}
