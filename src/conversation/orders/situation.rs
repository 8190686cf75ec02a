//! What the store tells a turn about the orders of whoever is talking.

use crate::orders::{Link, OrderNumber, Status};

/// What is known of the sender's orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderSituation {
    /// Whether there is anything to look orders up in.
    pub connected: bool,
    /// The orders that the sender has proven, the newest proof first.
    pub linked: Vec<Linked>,
    /// The orders of which the sender wants to be told.
    pub watched: Vec<OrderNumber>,
    /// How many wrong tries this conversation has made in the last hour.
    pub tries_here: i64,
    /// How many wrong tries all conversations have made in the last day at the order that is being proven.
    pub tries_there: i64,
    /// What the code opens that the message holds; nothing where it opens nothing or there is none.
    pub opened: Option<Link>,
}

/// An order that the sender has proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Which.
    pub link: Link,
    /// Its status, as far as it is known without asking anybody.
    pub status: Option<Status>,
}

/// So many wrong tries in an hour, and a conversation can prove orders by contact and code only.
const TRIES_HERE: i64 = 5;

/// So many wrong tries in a day over all conversations, and an order can be proven by contact and code only.
const TRIES_THERE: i64 = 20;

impl OrderSituation {
    /// Whether two facts together are accepted now. Contact and code always are, so that nobody can lock the
    /// owner of an order out.
    pub fn pairs_are_accepted(&self) -> bool {
        self.tries_here < TRIES_HERE && self.tries_there < TRIES_THERE
    }

    /// The proven order of a number.
    pub fn linked(&self, number: &OrderNumber) -> Option<&Linked> {
        self.linked.iter().find(|linked| linked.link.number == *number)
    }
}
