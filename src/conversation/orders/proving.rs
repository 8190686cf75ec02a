//! Whose order is it: what a buyer is asked, and what comes of the answer.
//!
//! An order number stands on the parcel and proves nothing. What is asked depends on the settings alone, never on
//! the order; "not yours", "wrong" and "no such order" are the same page, reached the same way.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::look_up::{Finding, Purpose};
use super::{card, end_of, following, look_up, page, unreachable, words};
use crate::conversation::effect::Effect;
use crate::conversation::event::Contact;
use crate::conversation::owner::hours::{LocalTime, Zone};
use crate::conversation::page::{Part, Saying, line};
use crate::conversation::reply::{Phrase, Placement};
use crate::conversation::turn::{Moment, Start, Turn};
use crate::conversation::{Aside, Button};
use crate::orders::fact::Fact;
use crate::orders::proof::{self, Evidence};
use crate::orders::{Digest, FactKind, OrderNumber, phone};

/// An order that somebody says is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its number.
    pub number: OrderNumber,
    /// What they have told of it so far, hashed.
    pub evidence: Vec<Evidence>,
    /// When they spoke of it last, in Unix milliseconds.
    pub at: i64,
}

/// The customer's own telephone number, hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedPhone {
    /// The hash of it.
    pub digest: Digest,
    /// When it was shared, in Unix milliseconds.
    pub at: i64,
}

/// For so long a number that was shared proves orders, in milliseconds: 90 days. It may belong to another then.
pub const PHONE_PROVES_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// The day it is in Jakarta: *yesterday* is said of it.
pub fn today(moment: Moment) -> Date {
    LocalTime::of(moment.sent_at, Zone::Jakarta).at.date()
}

/// A buyer named order numbers, perhaps with the facts that prove one. One is taken at a time.
pub fn asked(mut turn: Start<'_>, numbers: &[OrderNumber], facts: &[Fact]) -> Turn {
    let Some(number) = numbers.first() else { return following::wanted(turn) };
    if turn.context.situation.orders.linked(number).is_some() {
        return one_at_a_time(following::show(turn, number, None), numbers);
    }
    turn.session.claim = Some(Claim { number: number.clone(), evidence: Vec::new(), at: turn.moment.now });
    if takes(&turn, facts) {
        return one_at_a_time(told(turn, facts), numbers);
    }
    // Whoever has shared their telephone number need not do so for each order.
    let known = turn.session.phone.clone().filter(|_| accepts(&turn, FactKind::Contact));
    match known {
        Some(SharedPhone { digest, .. }) => {
            let evidence = vec![Evidence { kind: FactKind::Contact, digest }];
            let purpose = Purpose::Prove { evidence, unasked: true };
            one_at_a_time(look_up(turn, vec![number.clone()], purpose), numbers)
        }
        None => one_at_a_time(ask(turn, number), numbers),
    }
}

/// Says above the reply, or above that to which the look-up comes, that only the first of several numbers is looked at.
fn one_at_a_time(mut ended: Turn, numbers: &[OrderNumber]) -> Turn {
    if numbers.len() < 2 {
        return ended;
    }
    if let Some(reply) = &mut ended.reply {
        reply.asides.push(Aside::Saying(Saying::OneOrderAtATime));
    }
    for effect in &mut ended.effects {
        if let Effect::LookUp(look_up) = effect {
            look_up.further = true;
        }
    }
    ended
}

fn accepts(turn: &Start<'_>, kind: FactKind) -> bool {
    turn.context.rules.proof.contains(&kind)
}

/// The facts of which two are a proof, and how each is asked for.
const PAIRS: &[(FactKind, Saying)] = &[
    (FactKind::Time, Saying::ProofTime),
    (FactKind::Total, Saying::ProofTotal),
    (FactKind::PhoneEnd, Saying::ProofPhoneEnd),
];

/// Asks for a proof.
fn ask(turn: Start<'_>, number: &OrderNumber) -> Turn {
    let mut parts = vec![Part::Words(words(Saying::ProofAsk).with("end", end_of(number)))];
    parts.extend(ways(&turn));
    parts.push(line(Saying::ProofSafety));
    with_contact(turn, parts, "proof_asked")
}

/// The ways to prove an order that the shop accepts: the same for every order.
fn ways(turn: &Start<'_>) -> Vec<Part> {
    let each = |kinds: &[(FactKind, Saying)]| -> Vec<_> {
        kinds.iter().filter(|(kind, _)| accepts(turn, *kind)).map(|(_, saying)| words(*saying)).collect()
    };
    let alone = each(&[(FactKind::Contact, Saying::ProofContact), (FactKind::Code, Saying::ProofCode)]);
    let pairs = each(PAIRS);
    let mut parts = Vec::new();
    if !alone.is_empty() {
        parts.extend([line(Saying::ProofOneOf), Part::Bullets(alone)]);
    }
    if pairs.len() > 1 {
        let intro = if parts.is_empty() { Saying::ProofTwoOf } else { Saying::ProofOrTwoOf };
        parts.extend([line(intro), Part::Bullets(pairs)]);
    }
    parts
}

/// A page with the button that shares the reader's telephone number, where that is accepted.
fn with_contact(turn: Start<'_>, parts: Vec<Part>, outcome: &'static str) -> Turn {
    let buttons = if accepts(&turn, FactKind::Contact) { vec![vec![Button::ShareContact]] } else { Vec::new() };
    page(turn, Placement::New, parts, buttons, outcome)
}

/// Whether facts that stand in a message are taken as a proof: a code always, others while one is asked for.
pub fn takes(turn: &Start<'_>, facts: &[Fact]) -> bool {
    let code = facts.iter().any(|fact| matches!(fact, Fact::Code(_)));
    let asked = turn.session.claim.is_some() && facts.iter().any(|fact| accepts(turn, fact.kind()));
    turn.context.situation.orders.connected && ((code && accepts(turn, FactKind::Code)) || asked)
}

/// Facts were typed.
pub fn told(mut turn: Start<'_>, facts: &[Fact]) -> Turn {
    turn.session.settled();
    if facts.iter().any(|fact| matches!(fact, Fact::Code(_))) && accepts(&turn, FactKind::Code) {
        return code(turn, facts);
    }
    let Some(mut claim) = turn.session.claim.take() else { return following::wanted(turn) };
    claim.at = turn.moment.now;
    if !turn.context.situation.orders.pairs_are_accepted() {
        claim.evidence.clear();
        turn.session.claim = Some(claim);
        return locked(turn);
    }
    for evidence in facts.iter().filter_map(|fact| proof::evidence(&turn.context.rules.key, &claim.number, fact)) {
        if accepts(&turn, evidence.kind) {
            proof::keep(&mut claim.evidence, vec![evidence]);
        }
    }
    let (number, evidence) = (claim.number.clone(), claim.evidence.clone());
    turn.session.claim = Some(claim);
    if proof::is_complete(&evidence, &turn.context.rules.proof) {
        look_up(turn, vec![number], Purpose::Prove { evidence, unasked: false })
    } else {
        one_more(turn, &evidence)
    }
}

/// One fact of a pair is there: which others would do.
fn one_more(turn: Start<'_>, evidence: &[Evidence]) -> Turn {
    let missing = |kind: FactKind| accepts(&turn, kind) && evidence.iter().all(|known| known.kind != kind);
    let others = PAIRS.iter().filter(|(kind, _)| missing(*kind)).map(|(_, saying)| words(*saying)).collect();
    with_contact(turn, vec![line(Saying::ProofOneMore), Part::Bullets(others)], "proof_one_more")
}

fn locked(turn: Start<'_>) -> Turn {
    with_contact(turn, vec![line(Saying::ProofLocked)], "proof_locked")
}

/// A one-time code was typed. What it opens, the store has told.
fn code(mut turn: Start<'_>, facts: &[Fact]) -> Turn {
    let Some(link) = turn.context.situation.orders.opened.clone() else {
        return page(turn, Placement::New, vec![line(Saying::CodeVoid)], vec![], "code_void");
    };
    turn.session.claim = None;
    let typed = facts.iter().find_map(|fact| match fact {
        Fact::Code(code) => Some(turn.context.rules.key.code(code)),
        _ => None,
    });
    let purpose = Purpose::Show { shop: link.shop.clone(), watch: None };
    let mut ended = look_up(turn, vec![link.number.clone()], purpose);
    ended.effects.insert(0, Effect::LinkOrder(link, None));
    ended.effects.extend(typed.map(Effect::UseCode));
    ended.note.outcome = "code_used";
    ended
}

/// A contact was shared. One that is not the sender's own is no try.
pub fn shared(mut turn: Start<'_>, contact: &Contact) -> Turn {
    if !turn.context.situation.orders.connected || !accepts(&turn, FactKind::Contact) {
        return turn.phrase(Phrase::WriteInWords, vec![], "contact");
    }
    turn.session.settled();
    let normal = phone::of_contact(&contact.phone).filter(|_| contact.own);
    let Some(normal) = normal else {
        return with_contact(turn, vec![line(Saying::ContactNotYours)], "contact_not_own");
    };
    turn.session.phone = Some(SharedPhone { digest: turn.context.rules.key.phone(&normal), at: turn.moment.now });
    let Some(claim) = turn.session.claim.as_mut() else {
        return page(turn, Placement::New, vec![line(Saying::ContactNoted)], vec![], "contact_noted");
    };
    claim.at = turn.moment.now;
    let mut evidence = proof::contact(&turn.context.rules.key, &claim.number, &normal);
    evidence.extend(claim.evidence.iter().cloned());
    let number = claim.number.clone();
    look_up(turn, vec![number], Purpose::Prove { evidence, unasked: false })
}

/// Tries again what could not be looked up.
pub fn again(turn: Start<'_>, number: &OrderNumber) -> Turn {
    let claim = turn.session.claim.clone().filter(|claim| claim.number == *number);
    match claim {
        Some(claim) if proof::is_complete(&claim.evidence, &turn.context.rules.proof) => {
            look_up(turn, vec![claim.number], Purpose::Prove { evidence: claim.evidence, unasked: false })
        }
        _ => asked(turn, std::slice::from_ref(number), &[]),
    }
}

/// What came of looking for a proof.
pub fn found(mut turn: Start<'_>, finding: &Finding, evidence: Vec<Evidence>, unasked: bool) -> Turn {
    let rules = turn.context.rules;
    let pairs = turn.context.situation.orders.pairs_are_accepted();
    let orders = &finding.found.orders;
    let proven = proof::proven(&rules.key, &finding.number, orders, &evidence, &rules.proof, pairs);
    if turn.session.claim.as_ref().is_none_or(|claim| claim.number != finding.number) {
        // Another order was named, or everything was erased, while this one was looked up.
        return turn.silent("claim_over");
    }
    match proven.into_iter().next() {
        Some(order) => {
            turn.session.claim = None;
            let mut ended = card::show(turn, order, Placement::New, None);
            ended.note.outcome = "order_proven";
            ended.effects.push(Effect::LinkOrder(order.link(), order.ended_at()));
            ended
        }
        None if unasked && finding.found.complete => ask(turn, &finding.number),
        None if !finding.found.complete => not_all_asked(turn, finding, &evidence, pairs),
        None => failed(turn, finding, &evidence, pairs),
    }
}

/// Not every source could be asked. A fact that was typed is a try all the same: else whoever guesses would only
/// have to wait for an outage. Trying the same once more, by the button, is none.
fn not_all_asked(turn: Start<'_>, finding: &Finding, evidence: &[Evidence], pairs: bool) -> Turn {
    let tried = is_try(evidence);
    if tried && !pairs {
        return locked(turn);
    }
    let counts = tried && turn.moment.pressed_message.is_none();
    let key = turn.context.rules.key.number(&finding.number);
    let mut ended = unreachable(turn, Placement::New, &finding.number);
    ended.effects.extend(counts.then_some(Effect::CountTry(key)));
    ended
}

/// A contact alone is no try; one beside a fact is, since its last digits are a fact of a pair.
fn is_try(evidence: &[Evidence]) -> bool {
    let told = evidence.iter().any(|one| one.kind.is_of_a_pair());
    told && evidence.iter().any(|one| one.kind != evidence[0].kind)
}

/// The proof does not do: one page for whatever the reason is.
fn failed(mut turn: Start<'_>, finding: &Finding, evidence: &[Evidence], pairs: bool) -> Turn {
    let tried = is_try(evidence);
    if let Some(claim) = turn.session.claim.as_mut() {
        // What was not tried as a pair yet may still become part of one.
        let facts = evidence.iter().filter(|one| one.kind.is_of_a_pair()).count();
        claim.evidence = if facts > 1 { Vec::new() } else { evidence.to_vec() };
    }
    if tried && !pairs {
        return locked(turn);
    }
    let mut parts = vec![Part::Words(words(Saying::ProofFailed).with("end", end_of(&finding.number)))];
    parts.extend(ways(&turn));
    let key = turn.context.rules.key.number(&finding.number);
    let mut ended = with_contact(turn, parts, "proof_failed");
    if tried {
        ended.effects.push(Effect::CountTry(key));
    }
    ended
}

/// Asks for the number of the order.
pub fn number_wanted(turn: Start<'_>) -> Turn {
    let buttons = crate::conversation::answer::article_choices(&turn, &["check-order-status"]);
    turn.phrase(Phrase::OrderNumberWanted, buttons, "order_number_wanted")
}
