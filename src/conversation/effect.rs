//! What a turn changes in the store beyond its session. The service does it in the transaction of the turn.

use super::desk::Change;
use super::notice::Notice;
use super::orders::{LookUp, OrderFile};
use super::owner::access::{Grant, Person, Secret};
use super::owner::hours::Hours;
use super::reply::Reply;
use crate::orders::{Digest, Link, OrderNumber, Status, UnixMs, Watcher};

/// Something that a turn changes in the store beyond its session.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The link that was opened is used up, and what it grants is granted to this conversation.
    Redeem(Grant),
    /// The link that was opened is used up and grants nothing: too many have seen it.
    UseUp,
    /// A link is made.
    Invite(Grant, Secret),
    /// Somebody loses a role.
    Remove(Person),
    /// A notice is published; the store gives it its name.
    Publish(Notice),
    /// A notice is taken back.
    Withdraw(String),
    /// The hours are set.
    SetHours(Hours),
    /// The support group is one no more.
    DisconnectGroup,
    /// What is kept about the sender is erased, roles and what they changed as an owner excepted.
    Forget,
    /// What is kept about the sender is sent to them.
    Export,
    /// Somebody else is told something, in the language of their conversation.
    Tell(String, Box<Reply>),
    /// Orders are looked up; what that comes to returns as an event.
    LookUp(LookUp),
    /// A file of orders is fetched and imported; what that comes to returns as an event.
    Import(OrderFile),
    /// The sender has proven an order, which ended at a time in Unix milliseconds, where it has.
    LinkOrder(Link, Option<UnixMs>),
    /// The sender has nothing to do with an order any more.
    Unlink(OrderNumber),
    /// A wrong try of the sender to prove an order is counted.
    CountTry(Digest),
    /// A one-time code for an order is kept, by its hash.
    MakeCode(Link, Digest),
    /// A one-time code is used up.
    UseCode(Digest),
    /// The sender is told when an order has another status than this.
    Watch(Link, Watcher, Status),
    /// The sender, a buyer, is not told any more.
    Unwatch(OrderNumber),
    /// Something changes at the desk.
    Desk(Change),
}
