//! An order as JSON: what an order system of one's own answers, and what a line of an import holds.
//!
//! `{"id","status","raw_status","is_cod","payment_method","created_at","paid_at","pay_by","updated_at",
//! "total":{"amount","currency"},"items":[{"name","quantity"}],"shipments":[{"carrier","tracking_number"}],
//! "cancel":{"status","by","reason"},"return_status","verify":{"phone_last4"},"buyer","shop","platform"}`. All but
//! `id` and `status` may be absent or null; unknown fields are passed over. Times are RFC 3339, `total.amount` is a
//! decimal in major units, `buyer` is the same text in all orders of a buyer.
//!
//! A fault is named by its field, never by its value: the sentence may be logged.

use serde_json::{Map, Value};

use super::key::HashKey;
use super::order::{
    Actor, Cancellation, Currency, Item, Kind, Money, Order, OrderNumber, Return, Shipment, Status, UnixMs,
};

/// So many items or parcels of an order are kept.
const MOST: usize = 500;

/// So many characters of a text are kept.
const LONGEST: usize = 500;

/// The order of a JSON object. `known_at` is as of when the object is true.
///
/// # Errors
/// One sentence that names the field that is missing or wrong.
pub fn read(object: &Value, key: &HashKey, known_at: UnixMs) -> Result<Order, String> {
    let fields = Fields::of(object, "")?;
    let number = fields.text("id")?.ok_or("`id` is missing")?;
    let number = OrderNumber::new(number).ok_or("`id` is not an order number")?;
    let status = fields.text("status")?.ok_or("`status` is missing")?;
    let status = Status::of_word(status).ok_or("`status` is none of the known words")?;
    fields.text("platform")?;
    let phone_end = match fields.object("verify")? {
        Some(verify) => verify.text("phone_last4")?.map(four_digits).transpose()?,
        None => None,
    };
    Ok(Order {
        shop: fields.text("shop")?.map(kept).unwrap_or_default(),
        raw_status: fields.text("raw_status")?.map(kept).unwrap_or_default(),
        kind: Kind { cash_on_delivery: fields.bool("is_cod")?.unwrap_or_default(), ..Kind::default() },
        payment_method: fields.text("payment_method")?.map(kept),
        created_at: fields.time("created_at")?,
        paid_at: fields.time("paid_at")?,
        pay_by: fields.time("pay_by")?,
        updated_at: fields.time("updated_at")?,
        total: fields.object("total")?.map(|total| money(&total)).transpose()?,
        items: fields.list("items")?.iter().map(item).collect::<Result<_, _>>()?,
        shipments: fields.list("shipments")?.iter().map(shipment).collect::<Result<_, _>>()?,
        cancellation: fields.object("cancel")?.map(|cancel| cancellation(&cancel)).transpose()?.flatten(),
        return_state: fields.text("return_status")?.filter(|word| !word.is_empty()).map(return_state),
        buyer: fields.text("buyer")?.filter(|id| !id.trim().is_empty()).map(|id| key.buyer(id.trim())),
        phone: None,
        phone_end: phone_end.map(|digits| key.phone_end(&number, digits)),
        ..Order::new(number, status, known_at)
    })
}

fn money(total: &Fields<'_>) -> Result<Money, String> {
    let amount = total.text("amount")?.ok_or("`total.amount` is missing")?;
    let currency = total.text("currency")?.ok_or("`total.currency` is missing")?;
    let currency = Currency::new(currency).ok_or("`total.currency` is not a currency")?;
    Money::of_decimal(amount, currency).ok_or_else(|| "`total.amount` is not a decimal".to_owned())
}

fn item(value: &Value) -> Result<Item, String> {
    let fields = Fields::of(value, "items.")?;
    let name = kept(fields.text("name")?.ok_or("`items.name` is missing")?);
    let quantity = match fields.present("quantity") {
        None => 1,
        Some(value) => value.as_u64().and_then(|count| u32::try_from(count).ok()).ok_or("`items.quantity` is wrong")?,
    };
    Ok(Item { name, quantity })
}

fn shipment(value: &Value) -> Result<Shipment, String> {
    let fields = Fields::of(value, "shipments.")?;
    let text = |name| fields.text(name).map(|text| text.filter(|text| !text.is_empty()).map(kept));
    Ok(Shipment { courier: text("carrier")?, tracking_number: text("tracking_number")? })
}

/// `cancel.status` says no more than the order's own status does; it is only looked at for its kind.
fn cancellation(cancel: &Fields<'_>) -> Result<Option<Cancellation>, String> {
    cancel.text("status")?;
    let by = match cancel.text("by")?.map(str::to_ascii_lowercase).as_deref() {
        Some("buyer") => Some(Actor::Buyer),
        Some("seller") => Some(Actor::Seller),
        Some("platform" | "system" | "operator") => Some(Actor::Platform),
        _ => None,
    };
    let reason = cancel.text("reason")?.filter(|reason| !reason.is_empty()).map(kept);
    Ok((by.is_some() || reason.is_some()).then_some(Cancellation { by, reason }))
}

fn return_state(word: &str) -> Return {
    serde_json::from_value(Value::from(word)).unwrap_or(Return::Unknown)
}

fn four_digits(digits: &str) -> Result<&str, String> {
    let sound = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some(digits).ok_or_else(|| "`verify.phone_last4` is not four digits".to_owned())
}

/// What is kept of a text: its beginning.
fn kept(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}

/// The fields of an object; absent and null are the same.
struct Fields<'a> {
    fields: &'a Map<String, Value>,
    prefix: &'static str,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value, prefix: &'static str) -> Result<Fields<'a>, String> {
        let wrong = || match prefix.trim_end_matches('.') {
            "" => "an order is a JSON object".to_owned(),
            name => format!("`{name}` holds something that is not an object"),
        };
        value.as_object().map(|fields| Fields { fields, prefix }).ok_or_else(wrong)
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn as_kind<T>(
        &self,
        name: &str,
        kind: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.present(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| format!("`{}{name}` is not {kind}", self.prefix))
    }

    fn text(&self, name: &str) -> Result<Option<&'a str>, String> {
        self.as_kind(name, "a text", Value::as_str)
    }

    fn bool(&self, name: &str) -> Result<Option<bool>, String> {
        self.as_kind(name, "true or false", Value::as_bool)
    }

    fn time(&self, name: &str) -> Result<Option<UnixMs>, String> {
        let read = |value: &Value| value.as_str()?.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
        self.as_kind(name, "a time in the form of RFC 3339", read)
    }

    fn object(&self, name: &'static str) -> Result<Option<Fields<'a>>, String> {
        let prefix = match name {
            "total" => "total.",
            "cancel" => "cancel.",
            _ => "verify.",
        };
        self.as_kind(name, "an object", |value| value.as_object().map(|fields| Fields { fields, prefix }))
    }

    fn list(&self, name: &str) -> Result<&'a [Value], String> {
        let list = self.as_kind(name, "a list", |value| value.as_array().map(Vec::as_slice))?.unwrap_or_default();
        Ok(&list[..list.len().min(MOST)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(json: &str) -> Result<Order, String> {
        let value: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        read(&value, &HashKey::of_secret("k"), 7)
    }

    #[test]
    fn a_whole_order_is_read() -> Result<(), String> {
        let read = order(
            r#"{"id":"576461413038785752","platform":"tiktok","status":"to_ship","raw_status":"AWAITING_SHIPMENT",
            "is_cod":true,"payment_method":"GoPay","created_at":"2026-11-19T07:30:00Z","paid_at":null,
            "updated_at":"2026-11-19T14:31:00+07:00","total":{"amount":"105000","currency":"IDR"},
            "items":[{"name":"Tas","quantity":2},{"name":"Topi"}],"shipments":[{"carrier":"JNE","tracking_number":"JX1"}],
            "cancel":{"status":"requested","by":"SYSTEM","reason":"x"},"return_status":"on_its_way",
            "verify":{"phone_last4":"4821"},"shop":"Toko","buyer":"u1","novelty":{"a":[1]}}"#,
        )?;
        let key = HashKey::of_secret("k");
        assert_eq!(read.number.as_str(), "576461413038785752");
        assert_eq!((read.status, read.kind.cash_on_delivery, read.known_at), (Status::ToShip, true, 7));
        assert_eq!((read.created_at, read.paid_at), (Some(1_795_073_400_000), None));
        assert_eq!(read.updated_at, Some(1_795_073_460_000));
        assert_eq!(read.total.map(|total| total.minor), Some(10_500_000));
        assert_eq!(read.items.iter().map(|item| item.quantity).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(read.shipments[0].tracking_number.as_deref(), Some("JX1"));
        assert_eq!(read.cancellation.as_ref().and_then(|cancelled| cancelled.by), Some(Actor::Platform));
        assert_eq!(read.return_state, Some(Return::OnItsWay));
        assert_eq!((read.buyer, read.shop.as_str()), (Some(key.buyer("u1")), "Toko"));
        assert_eq!(read.phone_end, Some(key.phone_end(&read.number, "4821")));
        Ok(())
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field_and_not_by_its_value() {
        let table = [
            (r#"[]"#, "an order is a JSON object"),
            (r#"{"status":"unpaid"}"#, "`id` is missing"),
            (r#"{"id":576461413038785752,"status":"unpaid"}"#, "`id` is not a text"),
            (r#"{"id":"'; DROP TABLE orders; --","status":"unpaid"}"#, "`id` is not an order number"),
            (r#"{"id":"1","status":"SECRET"}"#, "`status` is none of the known words"),
            (r#"{"id":"1","status":"unpaid","is_cod":"yes"}"#, "`is_cod` is not true or false"),
            (
                r#"{"id":"1","status":"unpaid","paid_at":"19/11/2026"}"#,
                "`paid_at` is not a time in the form of RFC 3339",
            ),
            (r#"{"id":"1","status":"unpaid","paid_at":1795073400}"#, "`paid_at` is not a time in the form of RFC 3339"),
            (
                r#"{"id":"1","status":"unpaid","total":{"amount":105000,"currency":"IDR"}}"#,
                "`total.amount` is not a text",
            ),
            (
                r#"{"id":"1","status":"unpaid","total":{"amount":"Rp1","currency":"IDR"}}"#,
                "`total.amount` is not a decimal",
            ),
            (r#"{"id":"1","status":"unpaid","items":{}}"#, "`items` is not a list"),
            (r#"{"id":"1","status":"unpaid","items":[7]}"#, "`items` holds something that is not an object"),
            (r#"{"id":"1","status":"unpaid","items":[{"name":"x","quantity":-1}]}"#, "`items.quantity` is wrong"),
            (
                r#"{"id":"1","status":"unpaid","verify":{"phone_last4":"08123"}}"#,
                "`verify.phone_last4` is not four digits",
            ),
            (r#"{"id":"1","status":"unpaid","shop":5}"#, "`shop` is not a text"),
        ];
        for (json, expected) in table {
            assert_eq!(order(json).err().as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn a_word_for_a_return_that_is_not_known_is_unknown() {
        let state = |word: &str| order(&format!(r#"{{"id":"1","status":"returning","return_status":"{word}"}}"#));
        assert_eq!(state("moonwalk").map(|order| order.return_state), Ok(Some(Return::Unknown)));
        assert_eq!(state("").map(|order| order.return_state), Ok(None));
    }
}
