//! An order as any platform tells it, brought into one form.
//!
//! The names of the statuses and the JSON form of the HTTP source agree; see [`super::source`]. Personal data
//! is not here: of the buyer and the telephone number only keyed hashes are kept, names and addresses not at
//! all.

use serde::{Deserialize, Serialize};

use super::key::Digest;

/// A time in Unix milliseconds.
pub type UnixMs = i64;

/// The number of an order, as its platform writes it: capital letters, digits and hyphens. `Debug` shows the
/// last four characters alone, since a whole number must not get into a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderNumber(String);

/// The longest order number, in characters.
const LONGEST_NUMBER: usize = 40;

impl OrderNumber {
    /// The number that a text is: 1 to 40 ASCII letters, digits and hyphens. Small letters become capitals.
    pub fn new(text: &str) -> Option<OrderNumber> {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let sound = !text.is_empty() && text.len() <= LONGEST_NUMBER && text.chars().all(fits);
        sound.then(|| OrderNumber(text.to_ascii_uppercase()))
    }

    /// The whole number: for the owner of the order, and for its platform.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last four characters: what may be shown to whoever need not know the whole.
    pub fn end(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }
}

impl std::fmt::Debug for OrderNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "OrderNumber(…{})", self.end())
    }
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What has become of an order: the same words for all platforms.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Status { $($(#[$doc])* $name,)* }

        impl Status {
            /// All statuses: tests go through each of them.
            pub const ALL: &'static [Status] = &[$(Status::$name,)*];

            /// The word of a status in the HTTP contract, in JSON lines and in the store.
            pub fn word(self) -> &'static str {
                match self { $(Status::$name => $word,)* }
            }

            /// The status of such a word; `None` for any other word.
            pub fn of_word(word: &str) -> Option<Status> {
                match word { $($word => Some(Status::$name),)* _ => None }
            }
        }
    };
}

statuses! {
    /// Placed, and not paid.
    Unpaid = "unpaid",
    /// Paid, in the time in which the buyer may still regret it: must not be shipped yet.
    PaidOnHold = "paid_on_hold",
    /// To be shipped by the seller.
    ToShip = "to_ship",
    /// Shipping is arranged, the courier has not collected everything.
    AwaitingCollection = "awaiting_collection",
    /// On its way.
    InTransit = "in_transit",
    /// Handed over.
    Delivered = "delivered",
    /// Closed.
    Completed = "completed",
    /// The buyer has asked for a cancellation, which is not decided.
    CancelRequested = "cancel_requested",
    /// Cancelled.
    Cancelled = "cancelled",
    /// A return is on its way or being decided.
    Returning = "returning",
    /// The money has been or is being given back.
    Refunded = "refunded",
    /// The platform says something that this program does not know. Never guessed at.
    #[default]
    Unknown = "unknown",
}

impl Status {
    /// Whether nothing more is to be expected of such an order.
    pub fn is_over(self) -> bool {
        matches!(self, Status::Completed | Status::Cancelled | Status::Refunded)
    }
}

/// A currency by its three capital letters (ISO 4217).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Indonesian rupiah.
    pub const IDR: Currency = Currency(*b"IDR");

    /// The currency of three letters.
    pub fn new(code: &str) -> Option<Currency> {
        let letters: [u8; 3] = code.trim().to_ascii_uppercase().into_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Currency(letters))
    }

    /// Its three letters.
    pub fn code(&self) -> &str {
        // Only ASCII letters get in.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal places its minor unit has. Two for most, also for the rupiah, whose sen is no
    /// longer in use (ISO 4217).
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" => 0,
            b"BHD" | b"KWD" | b"OMR" | b"JOD" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        let code = String::deserialize(deserializer)?;
        Currency::new(&code).ok_or_else(|| serde::de::Error::custom("a currency has three letters"))
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In minor units of the currency: Rp105,000 is 10,500,000.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in major units written as a decimal: `105000`, `12.50`. No grouping, no sign, no more
    /// decimal places than the currency has, trailing zeros aside.
    pub fn of_decimal(text: &str, currency: Currency) -> Option<Money> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let fraction = fraction.trim_end_matches('0');
        let decimals = usize::try_from(currency.decimals()).ok()?;
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) || fraction.len() > decimals {
            return None;
        }
        format!("{whole}{fraction:0<decimals$}").parse().ok().map(|minor| Money { minor, currency })
    }
}

/// An article of an order, as many times as it was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// How many.
    pub quantity: u32,
}

/// A parcel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// Who carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courier: Option<String>,
    /// The courier's number for it. That there is one never says that the order is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
}

/// Who did something to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The buyer.
    Buyer,
    /// The seller.
    Seller,
    /// The platform, by itself or by its staff.
    Platform,
}

/// A cancellation, asked for or done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Who asked for it or did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    /// Why, in the platform's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How far a return or refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Return {
    /// The seller or the platform decides.
    Requested,
    /// The buyer has to send it back.
    ToSendBack,
    /// It is on its way back.
    OnItsWay,
    /// Turned down.
    Rejected,
    /// Agreed to; the money is on its way.
    Accepted,
    /// Closed, with the money given back.
    Done,
    /// Withdrawn.
    Withdrawn,
    /// The platform says something that this program does not know.
    Unknown,
}

/// What of an order, beside its status, says how it may be cancelled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Kind {
    /// Paid to the courier.
    pub cash_on_delivery: bool,
    /// Made or bought only after it is ordered.
    pub pre_order: bool,
    /// Nothing is shipped: a code, a top-up.
    pub digital: bool,
    /// Shipped by the seller's own courier, not by the platform's.
    pub shipped_by_seller: bool,
}

/// Which order is meant: two shops may have one of the same number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// Its number.
    pub number: OrderNumber,
    /// The shop; empty where the source did not tell.
    pub shop: String,
}

/// What somebody who watches an order is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watcher {
    /// Its buyer, who is told of every change.
    Buyer,
    /// A seller who checked it, who is warned when it must not be shipped any more.
    Seller,
}

impl Watcher {
    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Watcher::Buyer => "buyer",
            Watcher::Seller => "seller",
        }
    }

    /// The watcher of such a word; a buyer for any other.
    pub fn of_word(word: &str) -> Watcher {
        if word == "seller" { Watcher::Seller } else { Watcher::Buyer }
    }
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub number: OrderNumber,
    /// The short name of the shop; empty where the source does not tell.
    #[serde(default)]
    pub shop: String,
    /// What has become of it.
    pub status: Status,
    /// The platform's own word for that.
    #[serde(default)]
    pub raw_status: String,
    /// What it says about cancelling, and whether it is paid to the courier.
    #[serde(default)]
    pub kind: Kind,
    /// How it is paid, in the platform's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// When it was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<UnixMs>,
    /// When its payment was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<UnixMs>,
    /// When an unpaid order is cancelled by the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<UnixMs>,
    /// When the platform changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<UnixMs>,
    /// What the buyer pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// What was ordered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// The parcels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shipments: Vec<Shipment>,
    /// A cancellation, asked for or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<Cancellation>,
    /// A return or refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_state: Option<Return>,
    /// Whose order it is: [`super::HashKey::buyer`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Digest>,
    /// The buyer's telephone number, where the source shows the whole of it: [`super::HashKey::phone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Digest>,
    /// The last four digits of it, where the source shows them: [`super::HashKey::phone_end`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_end: Option<Digest>,
    /// As of when all this is true: the time of the look-up, or for a file the newest time inside it.
    pub known_at: UnixMs,
}

impl Order {
    /// An order of which nothing is known but its number, its status and since when.
    pub fn new(number: OrderNumber, status: Status, known_at: UnixMs) -> Order {
        Order {
            number,
            shop: String::new(),
            status,
            raw_status: String::new(),
            kind: Kind::default(),
            payment_method: None,
            created_at: None,
            paid_at: None,
            pay_by: None,
            updated_at: None,
            total: None,
            items: Vec::new(),
            shipments: Vec::new(),
            cancellation: None,
            return_state: None,
            buyer: None,
            phone: None,
            phone_end: None,
            known_at,
        }
    }

    /// Which order it is.
    pub fn link(&self) -> Link {
        Link { number: self.number.clone(), shop: self.shop.clone() }
    }

    /// When it ended, as far as that is known; `None` while it goes on.
    pub fn ended_at(&self) -> Option<UnixMs> {
        self.status.is_over().then(|| self.updated_at.unwrap_or(self.known_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_minor_units() {
        let minor = |text, code| Currency::new(code).and_then(|c| Money::of_decimal(text, c)).map(|money| money.minor);
        assert_eq!(minor("105000", "IDR"), Some(10_500_000));
        assert_eq!(minor("12.5", "usd"), Some(1250));
        assert_eq!(minor("12.500", "USD"), Some(1250));
        assert_eq!(minor("7", "JPY"), Some(7));
        for wrong in ["", ".", "1,5", "-1", "1.005", "Rp1", "99999999999999999999"] {
            assert_eq!(minor(wrong, "USD"), None, "{wrong}");
        }
    }

    #[test]
    fn a_whole_number_is_not_shown_by_debug() {
        let number = OrderNumber::new("576461413038785752").map(|number| format!("{number:?}"));
        assert_eq!(number.as_deref(), Some("OrderNumber(…5752)"));
        assert_eq!(OrderNumber::new("220810qsv5hn9x").as_ref().map(OrderNumber::as_str), Some("220810QSV5HN9X"));
        for wrong in ["", "57 64", "５７６", "'; DROP TABLE orders; --", &"1".repeat(41)] {
            assert_eq!(OrderNumber::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_of_statuses_are_those_of_the_json() {
        for status in Status::ALL {
            assert_eq!(Status::of_word(status.word()), Some(*status));
            assert_eq!(serde_json::to_value(status).ok(), Some(status.word().into()));
        }
    }
}
