//! What the merchant has set about orders, as far as a turn of the conversation needs it.

use serde::{Deserialize, Serialize};

use super::key::HashKey;
use super::number::Shapes;

/// Something that only the owner of an order knows or can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Share the telephone number of the order with Telegram's contact button. Enough alone.
    Contact,
    /// A one-time code that the shop gave out in the platform's own chat. Enough alone.
    Code,
    /// The time of ordering, to the minute. One of a pair.
    Time,
    /// The order's total; never for an order paid to the courier, since it stands on the label. One of a pair.
    Total,
    /// The last four digits of the telephone number. One of a pair.
    PhoneEnd,
}

impl FactKind {
    /// All of them.
    pub const ALL: [FactKind; 5] =
        [FactKind::Contact, FactKind::Code, FactKind::Time, FactKind::Total, FactKind::PhoneEnd];

    /// Its word in the setting `orders.proof`.
    pub fn word(self) -> &'static str {
        match self {
            FactKind::Contact => "contact",
            FactKind::Code => "code",
            FactKind::Time => "time",
            FactKind::Total => "total",
            FactKind::PhoneEnd => "phone_end",
        }
    }

    /// Whether it proves an order only together with another such fact.
    pub fn is_of_a_pair(self) -> bool {
        matches!(self, FactKind::Time | FactKind::Total | FactKind::PhoneEnd)
    }
}

/// The rules of a shop.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What an order number looks like.
    pub shapes: Shapes,
    /// What is accepted as a proof. The same for every order, so that the question tells nothing about one.
    pub proof: Vec<FactKind>,
    /// The key of the hashes.
    pub key: HashKey,
    /// Data of an order that is older than this is no ground to ship on, in milliseconds.
    pub max_age_ms: i64,
}

impl Rules {
    /// The rules where nothing is set, with a key.
    pub fn with_key(key: HashKey) -> Rules {
        Rules { shapes: Shapes::default(), proof: FactKind::ALL.to_vec(), key, max_age_ms: 30 * 60 * 1000 }
    }
}
