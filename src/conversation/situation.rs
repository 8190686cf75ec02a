//! What a turn is told of its surroundings that stand in the store: who is talking, what the owner
//! has set, what a link opens. Values only; nothing here is asked for, and nothing is changed.

use super::desk::DeskSituation;
use super::notice::Notice;
use super::orders::OrderSituation;
use super::owner::access::{Opened, Person, Secret, Standing, SupportGroup};
use super::owner::hours::{Hours, Zone};

/// What the store tells a turn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Situation {
    /// What the sender may do.
    pub standing: Standing,
    /// What the link of this `/start` opens; nothing for other events.
    pub opened: Option<Opened>,
    /// The notices that have not ended, oldest first.
    pub notices: Vec<Notice>,
    /// When the shop answers, once the owner has said so.
    pub hours: Option<Hours>,
    /// Where the support group is.
    pub group: SupportGroup,
    /// Owners and sellers, oldest first. Told to owners only.
    pub people: Vec<Person>,
    /// A link to the bot without its payload; `None` where it is not known.
    pub link: Option<String>,
    /// What is known of the sender's orders.
    pub orders: OrderSituation,
    /// What is known of the desk.
    pub desk: DeskSituation,
    /// A fresh secret. Given to owners, sellers and staff only.
    pub secret: Option<Secret>,
}

impl Situation {
    /// The shop's time zone.
    pub fn zone(&self) -> Zone {
        self.hours.as_ref().map_or(Zone::default(), |hours| hours.zone)
    }
}
