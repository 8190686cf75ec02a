//! Proof that an order is the buyer's: what was typed or shared becomes evidence, which is compared with an order.
//!
//! Evidence is hashed at once, so that what is kept between two messages tells nobody a number, an amount or a
//! time. How often may be tried, and one-time codes, which are looked up elsewhere, are not here.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::key::{Digest, HashKey};
use super::order::{Money, Order, OrderNumber, Status, UnixMs};
use super::rules::FactKind;

/// How far the zones of Indonesia are from UTC, in hours: WIB, WITA, WIT. A customer reads the clock of one.
const ZONES: [i64; 3] = [7, 8, 9];

/// Something that a customer has told or shared about an order, hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub kind: FactKind,
    /// The hash of it, for one order.
    pub digest: Digest,
}

/// The evidence of a typed fact about an order. `None` for a code: it is looked up by its hash, not compared
/// with an order.
pub fn evidence(key: &HashKey, number: &OrderNumber, fact: &Fact) -> Option<Evidence> {
    let (kind, digest) = match fact {
        Fact::Time(time) => (FactKind::Time, of_time(key, number, &time.strftime("%Y-%m-%dT%H:%M").to_string())),
        Fact::Total(hundredths) => (FactKind::Total, of_total(key, number, *hundredths)),
        Fact::PhoneEnd(digits) => (FactKind::PhoneEnd, key.phone_end(number, digits)),
        Fact::Code(_) => return None,
    };
    Some(Evidence { kind, digest })
}

/// The evidence of a shared contact, its number in the form of [`super::phone::normal`].
///
/// Both hashes are of the kind `Contact`: that of the whole number is a proof alone; that of its last four digits
/// is worth one fact of a pair, for sources that show no more of the number, since otherwise one telephone number
/// would open every ten-thousandth order. A contact that fits neither way is no wrong fact.
pub fn contact(key: &HashKey, number: &OrderNumber, normal_phone: &str) -> Vec<Evidence> {
    let end = normal_phone.get(normal_phone.len().saturating_sub(4)..).unwrap_or_default();
    let digests = [key.phone(normal_phone), key.phone_end(number, end)];
    digests.into_iter().map(|digest| Evidence { kind: FactKind::Contact, digest }).collect()
}

/// Adds new evidence to what is there already. Of each kind only the newest is kept: what was corrected counts,
/// and not what was mistyped before.
pub fn keep(evidence: &mut Vec<Evidence>, newer: Vec<Evidence>) {
    evidence.retain(|old| newer.iter().all(|new| new.kind != old.kind));
    evidence.extend(newer);
}

/// Whether there is enough to try at all: a contact, or two kinds that are proof as a pair.
pub fn is_complete(evidence: &[Evidence], accepted: &[FactKind]) -> bool {
    let there = |kind: &FactKind| accepted.contains(kind) && evidence.iter().any(|piece| piece.kind == *kind);
    there(&FactKind::Contact) || FactKind::ALL.iter().filter(|kind| kind.is_of_a_pair() && there(kind)).count() >= 2
}

/// Whether the evidence proves that an order is the customer's.
///
/// Proof is a contact with the order's whole number, or, where `pairs_allowed`, two different kinds of time, total
/// and end of the telephone number that match, while nothing of the others that was told is wrong. What the source
/// does not know of the order, and the total of one that is paid to the courier, counts neither way: it stands on
/// the label. Kinds that are not accepted do not count.
pub fn proves(key: &HashKey, order: &Order, evidence: &[Evidence], accepted: &[FactKind], pairs_allowed: bool) -> bool {
    let truth = Truth::of(key, order);
    // Everything is compared, whatever the outcome of the first, so that the time taken tells nothing.
    let [mut whole, mut time, mut total, mut end, mut wrong] = [false; 5];
    for piece in evidence.iter().filter(|piece| accepted.contains(&piece.kind)) {
        let fits = truth.fits(piece);
        whole |= piece.kind == FactKind::Contact && fits.whole_phone;
        end |= piece.kind == FactKind::Contact && fits.phone_end;
        end |= piece.kind == FactKind::PhoneEnd && fits.phone_end;
        time |= piece.kind == FactKind::Time && fits.time;
        total |= piece.kind == FactKind::Total && fits.total;
        wrong |= fits.is_wrong;
    }
    let pair = u8::from(time) + u8::from(total) + u8::from(end) >= 2;
    whole | (pairs_allowed & pair & !wrong)
}

/// The orders of a number that the evidence proves: one, or of two shops with the same number perhaps both.
///
/// The same work is done where there is no such order as where there is one.
pub fn proven<'a>(
    key: &HashKey,
    number: &OrderNumber,
    orders: &'a [Order],
    evidence: &[Evidence],
    accepted: &[FactKind],
    pairs_allowed: bool,
) -> Vec<&'a Order> {
    if orders.is_empty() {
        let nobodys = Order::new(number.clone(), Status::Unknown, 0);
        std::hint::black_box(proves(key, &nobodys, evidence, accepted, pairs_allowed));
    }
    orders.iter().filter(|order| proves(key, order, evidence, accepted, pairs_allowed)).collect()
}

/// What is true of an order, hashed in the way of the evidence.
struct Truth<'a> {
    phone: Option<&'a Digest>,
    phone_end: Option<&'a Digest>,
    times: Option<[Digest; 3]>,
    total: Option<Digest>,
}

/// How a piece of evidence meets the truth.
struct Fit {
    whole_phone: bool,
    phone_end: bool,
    time: bool,
    total: bool,
    /// The truth is known, and this is not it.
    is_wrong: bool,
}

impl<'a> Truth<'a> {
    fn of(key: &HashKey, order: &'a Order) -> Truth<'a> {
        // Hashed even where nothing is known, so that it takes the same time.
        let written = ZONES.map(|zone| minute(order.created_at.unwrap_or_default(), zone));
        let times = written.map(|written| of_time(key, &order.number, &written));
        let amount = order.total.and_then(hundredths);
        let total = of_total(key, &order.number, amount.unwrap_or_default());
        let counts = amount.is_some() && !order.kind.cash_on_delivery;
        Truth {
            phone: order.phone.as_ref(),
            phone_end: order.phone_end.as_ref(),
            times: order.created_at.is_some().then_some(times),
            total: counts.then_some(total),
        }
    }

    fn fits(&self, piece: &Evidence) -> Fit {
        let is = |truth: Option<&Digest>| truth.is_some_and(|truth| same(truth, &piece.digest));
        let time = self
            .times
            .as_ref()
            .is_some_and(|times| times.iter().fold(false, |found, time| found | same(time, &piece.digest)));
        let fit = Fit {
            whole_phone: is(self.phone),
            phone_end: is(self.phone_end),
            time,
            total: is(self.total.as_ref()),
            is_wrong: false,
        };
        let is_wrong = match piece.kind {
            FactKind::Time => self.times.is_some() & !fit.time,
            FactKind::Total => self.total.is_some() & !fit.total,
            FactKind::PhoneEnd => self.phone_end.is_some() & !fit.phone_end,
            FactKind::Contact | FactKind::Code => false,
        };
        Fit { is_wrong, ..fit }
    }
}

fn of_time(key: &HashKey, number: &OrderNumber, minute: &str) -> Digest {
    key.fact(number, FactKind::Time.word(), minute)
}

fn of_total(key: &HashKey, number: &OrderNumber, hundredths: i64) -> Digest {
    key.fact(number, FactKind::Total.word(), &hundredths.to_string())
}

/// A time as the clocks of a zone show it, to the minute.
fn minute(at: UnixMs, zone_hours: i64) -> String {
    let local = at.saturating_add(zone_hours * 3_600_000);
    jiff::Timestamp::from_millisecond(local).map(|time| time.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// An amount in hundredths of the major unit, as [`Fact::Total`] has it. `None` where it has a finer part.
fn hundredths(money: Money) -> Option<i64> {
    let scale = |places: u32| 10_i64.checked_pow(places);
    match money.currency.decimals() {
        2 => Some(money.minor),
        fewer @ 0..2 => money.minor.checked_mul(scale(2 - fewer)?),
        more => scale(more - 2).filter(|scale| money.minor % scale == 0).map(|scale| money.minor / scale),
    }
}

/// Whether two hashes are the same. All of both is looked at, wherever they differ first.
fn same(one: &Digest, other: &Digest) -> bool {
    let (one, other) = (one.0.as_bytes(), other.0.as_bytes());
    let difference = one.iter().zip(other).fold(0_u8, |difference, (left, right)| difference | (left ^ right));
    // A hash without digits is the mark of a key that could not be used, and equals nothing.
    one.len() == other.len() && !one.is_empty() && std::hint::black_box(difference) == 0
}

#[cfg(test)]
mod tests;
