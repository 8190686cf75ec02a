//! A look-up of orders: what a turn asks for, and what comes back as an event of its own.

use serde::{Deserialize, Serialize};

use crate::conversation::event::FileReference;
use crate::orders::asking::Asked;
use crate::orders::proof::Evidence;
use crate::orders::{Order, OrderNumber, UnixMs};

/// Orders that are to be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUp {
    /// Their numbers.
    pub numbers: Vec<OrderNumber>,
    /// What for.
    pub purpose: Purpose,
    /// Whether other numbers stood beside these, which are to be sent again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub further: bool,
}

/// What orders are looked up for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Somebody says that the order is theirs.
    Prove {
        /// What they know of it or have shown, hashed.
        evidence: Vec<Evidence>,
        /// Whether nothing was asked of them yet: they are asked now, should this not do.
        unasked: bool,
    },
    /// The buyer, who has proven it, wants to see it.
    Show {
        /// Its shop.
        shop: String,
        /// Whether they want to be told of changes from now on, or no more.
        watch: Option<bool>,
    },
    /// A seller of these shops wants to know whether it is safe to ship.
    Judge(Vec<String>),
    /// A seller of these shops wants a one-time code for the buyer.
    GiveCode(Vec<String>),
    /// Staff want to see an order that the customer has proven, of these shops.
    StaffSee(Vec<String>),
    /// Staff want a one-time code for the buyer.
    StaffCode,
}

impl Purpose {
    /// Whether every source is to be asked to the end, whatever the earlier ones say: so that nobody learns
    /// from the time it takes which numbers exist.
    pub fn is_claim(&self) -> bool {
        matches!(self, Purpose::Prove { .. })
    }

    /// Whether an order is one of those that are looked for: two shops may have one of the same number.
    pub fn wants(&self, order: &Order) -> bool {
        match self {
            Purpose::Prove { .. } | Purpose::StaffCode => true,
            Purpose::Show { shop, .. } => order.shop == *shop,
            Purpose::Judge(shops) | Purpose::GiveCode(shops) | Purpose::StaffSee(shops) => shops.contains(&order.shop),
        }
    }
}

/// What a look-up came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// What was asked.
    pub look_up: LookUp,
    /// What was found, for each number.
    pub findings: Vec<Finding>,
}

/// What was found of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The number.
    pub number: OrderNumber,
    /// What the sources say.
    pub found: Asked,
    /// Other orders that the same buyer placed in the same shop within two days of this one, as far as they are
    /// known. Told to sellers only.
    pub others: Vec<Order>,
}

impl Finding {
    /// The order in a shop.
    pub fn in_shop(&self, shop: &str) -> Option<&Order> {
        self.found.orders.iter().find(|order| order.shop == shop)
    }
}

/// A file of orders that a seller has sent, and is to be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFile {
    /// The file.
    pub file: FileReference,
    /// For which shop; `None` while they have not said.
    pub shop: Option<String>,
    /// When they sent it, in Unix milliseconds.
    pub sent_at: UnixMs,
    /// Whether they say that it was exported just before they sent it.
    pub just_exported: bool,
}

/// What importing a file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Some of it could be read.
    Read(Box<ImportReport>),
    /// It is larger than the bot may fetch.
    TooLarge,
    /// It is no file of orders, or it is damaged.
    Unreadable,
    /// It could not be fetched.
    Gone,
}

/// What an import changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The shop.
    pub shop: String,
    /// Orders that were not known.
    pub new: usize,
    /// Orders that changed.
    pub changed: usize,
    /// Orders that stayed as they were, or of which newer data was known.
    pub unchanged: usize,
    /// How many rows were refused, and the lines of the first of them.
    pub refused: usize,
    /// The lines of the first refused rows, counted from 1.
    pub refused_lines: Vec<usize>,
    /// As of when the file tells.
    pub newest_at: Option<UnixMs>,
    /// Its orders with the others of the same buyers.
    pub findings: Vec<Finding>,
}
