//! Orders in the talk: a buyer sees their own, a seller is told whether it is safe to ship.
//!
//! In reading order: [`situation`] (what the store tells), [`mod@look_up`] (what a turn asks for and what comes
//! back), [`act`] (what buttons mean), [`proving`] (whose order is it), [`card`] (what a buyer sees),
//! [`following`] (linked orders, and news of them), [`selling`] (verdicts), [`files`] (exports that sellers
//! send).
//!
//! What is absent here: looking anything up. A turn says what is to be looked up, as
//! [`crate::conversation::Effect::LookUp`]; what it came to returns as an event. Nothing here happens in a group.

pub mod act;
pub mod card;
pub mod files;
pub mod following;
pub mod look_up;
pub mod proving;
pub mod selling;
pub mod situation;

pub use act::Act;
pub use look_up::{Finding, Findings, ImportReport, Imported, LookUp, OrderFile, Purpose};
pub use situation::{Linked, OrderSituation};

use super::effect::Effect;
use super::event::News;
use super::page::{Part, Saying, Value, Words};
use super::reply::{Content, Phrase, Placement};
use super::turn::{Note, Start, Turn};
use super::{Aside, Button, answer};
use crate::orders::fact::{self, Fact};
use crate::orders::number;
use crate::orders::{OrderNumber, Shipment};
use crate::understanding::{Outcome, Understood};

/// So many numbers of one message are checked for a seller.
pub const MOST_NUMBERS: usize = 50;

/// What of a text is this room's business.
pub enum Matter {
    /// Order numbers are named, perhaps with what proves them.
    Named(Vec<OrderNumber>, Vec<Fact>),
    /// Sixteen digits: a payment code or a card number.
    SixteenDigits,
    /// A number that is no order number.
    Misshapen,
    /// What proves an order, or is meant to.
    Told(Vec<Fact>),
    /// The sender's own order, without its number.
    Wanted,
}

/// What of a text is this room's business; nothing where it is a question like others. Whoever wants a person, or
/// has given something away, is not asked for order numbers first.
pub fn matter(turn: &Start<'_>, text: &str, understood: &Understood) -> Option<Matter> {
    if matches!(understood.outcome, Outcome::Person | Outcome::Compromised) {
        return None;
    }
    let numbers = number::read(text, &turn.context.rules.shapes);
    // Where nothing can be looked up, a question is better answered than refused.
    let looked_up = turn.context.situation.orders.connected || !matches!(understood.outcome, Outcome::Sure(_));
    if !numbers.orders.is_empty() && looked_up {
        let facts = fact::read(numbers.rest.as_str(), proving::today(turn.moment));
        return Some(Matter::Named(numbers.orders, facts));
    }
    if numbers.sixteen {
        return Some(Matter::SixteenDigits);
    }
    let facts = fact::read(text, proving::today(turn.moment));
    match understood.outcome {
        _ if proving::takes(turn, &facts) => Some(Matter::Told(facts)),
        Outcome::Order | Outcome::Nothing | Outcome::Unsure(_) if numbers.misshapen || numbers.foreign => {
            Some(Matter::Misshapen)
        }
        Outcome::Order => Some(Matter::Wanted),
        _ => None,
    }
}

/// A turn about something that was said. It makes needless what was held back.
pub fn said(turn: Start<'_>, matter: Matter, understood: &Understood) -> Turn {
    let withdraws = turn.moment.unsaid;
    let ended = match matter {
        Matter::Named(numbers, facts) => named(settled(turn), &numbers, &facts),
        Matter::SixteenDigits => sixteen_digits(turn, understood),
        Matter::Misshapen => misshapen(turn),
        Matter::Told(facts) => proving::told(turn, &facts),
        Matter::Wanted => following::wanted(settled(turn)),
    };
    Turn { withdraws, ..ended }
}

/// Whether a text in a group is about somebody's order, which is not talked about there.
pub fn is_about_an_order(turn: &Start<'_>, text: &str) -> bool {
    let numbers = number::read(text, &turn.context.rules.shapes);
    !numbers.orders.is_empty() || numbers.sixteen || numbers.misshapen
}

/// A question that was open is settled: an order is talked about now.
fn settled(mut turn: Start<'_>) -> Start<'_> {
    turn.session.settled();
    turn
}

/// Order numbers were named.
fn named(turn: Start<'_>, numbers: &[OrderNumber], facts: &[Fact]) -> Turn {
    if !turn.context.situation.orders.connected {
        return unavailable(turn);
    }
    if turn.context.situation.standing.shops.is_empty() {
        proving::asked(turn, numbers, facts)
    } else {
        selling::asked(turn, numbers)
    }
}

/// No orders can be looked up: the honest way to them.
pub fn unavailable(mut turn: Start<'_>) -> Turn {
    turn.session.settled();
    let buttons = answer::article_choices(&turn, &["check-order-status", "track-parcel"]);
    turn.phrase(Phrase::OrderUnavailable, buttons, "order")
}

/// Sixteen digits are a payment code or a card number. A question beside them is answered, and this said above.
fn sixteen_digits(turn: Start<'_>, understood: &Understood) -> Turn {
    if let Outcome::Sure(article) = &understood.outcome {
        let mut ended = answer::show(turn, article.clone(), Placement::New);
        if let Some(reply) = &mut ended.reply {
            reply.asides.push(Aside::Saying(Saying::SixteenDigitsAside));
        }
        return ended;
    }
    let buttons = answer::article_choices(&turn, &["pay-at-minimarket", "payment-safety"]);
    settled(turn).phrase(Phrase::SixteenDigits, buttons, "sixteen_digits")
}

fn misshapen(turn: Start<'_>) -> Turn {
    let buttons = answer::article_choices(&turn, &["check-order-status"]);
    settled(turn).phrase(Phrase::OrderNumberMisshapen, buttons, "misshapen")
}

/// A button about an order was pressed.
pub fn pressed(turn: Start<'_>, act: Act) -> Turn {
    let is_seller = !turn.context.situation.standing.shops.is_empty();
    match act {
        Act::Refresh(number) | Act::Show(number) => following::show(turn, &number, None),
        Act::Watch(number) => following::show(turn, &number, Some(true)),
        Act::Unwatch(number) => following::show(turn, &number, Some(false)),
        Act::Unlink(number) => following::unlink(turn, &number),
        Act::List => following::list(turn, Placement::InPlace),
        Act::Retry(number) if is_seller => selling::asked(turn, &[number]),
        Act::Retry(number) => proving::again(turn, &number),
        Act::Check(number) if is_seller => selling::asked(turn, &[number]),
        Act::CheckAll if is_seller => selling::again(turn),
        Act::MakeCode(number) if is_seller => selling::code_wanted(turn, number),
        Act::FileFor(mark) if is_seller => files::for_shop(turn, mark),
        Act::JustExported(sent) if is_seller => files::just_exported(turn, sent),
        Act::Check(_) | Act::CheckAll | Act::MakeCode(_) | Act::FileFor(_) | Act::JustExported(_) => {
            turn.toast(Phrase::ToastUnknown, "unknown_button")
        }
    }
}

/// A look-up has come back.
pub fn found(turn: Start<'_>, findings: Findings) -> Turn {
    let Findings { look_up: LookUp { purpose, further, .. }, findings } = findings;
    let Some(first) = findings.first() else { return turn.silent("nothing_found") };
    let mut ended = match purpose {
        Purpose::Prove { evidence, unasked } => proving::found(turn, first, evidence, unasked),
        Purpose::Show { shop, watch } => following::found(turn, first, &shop, watch),
        Purpose::Judge(_) => selling::found(turn, &findings),
        Purpose::GiveCode(_) => selling::code_given(turn, first),
        // These come back to the desk.
        Purpose::StaffSee(_) | Purpose::StaffCode => return turn.silent("unheard"),
    };
    if let Some(reply) = ended.reply.as_mut().filter(|_| further) {
        reply.asides.push(Aside::Saying(Saying::OneOrderAtATime));
    }
    ended
}

/// Something has become of an order, by itself.
pub fn news(turn: Start<'_>, news: News) -> Turn {
    match news {
        News::Changed(order) => following::news(turn, &order, Saying::OrderChanged, "order_changed"),
        News::PaymentDue(order) => following::news(turn, &order, Saying::PaymentDue, "payment_due"),
        News::Alarm(order) => selling::alarm(turn, &order),
        News::OrdersAreOld { shop, newest_at } => files::are_old(turn, shop, newest_at),
        News::Imported(file, imported) => files::imported(turn, file, imported),
    }
}

/// Ends a turn that waits for a look-up: nothing is said before it comes back.
fn look_up(mut turn: Start<'_>, numbers: Vec<OrderNumber>, purpose: Purpose) -> Turn {
    // What comes back is answered in the language of this turn.
    turn.session.last_language = Some(turn.language);
    let mut ended = turn.silent("look_up");
    ended.effects.push(Effect::LookUp(LookUp { numbers, purpose, further: false }));
    ended
}

/// Ends a turn with a page, from which a person is one tap away.
fn page(
    turn: Start<'_>,
    placement: Placement,
    parts: Vec<Part>,
    buttons: Vec<Vec<Button>>,
    outcome: &'static str,
) -> Turn {
    let reply = turn.reply(placement, Content::Page(parts), buttons);
    turn.end(Some(reply), Note { outcome, ..Note::default() })
}

/// The order system cannot be reached: try again, or a person.
fn unreachable(turn: Start<'_>, placement: Placement, number: &OrderNumber) -> Turn {
    let buttons = vec![vec![Button::Order(Act::Retry(number.clone()))]];
    let reply = turn.reply(placement, Content::Phrase(Phrase::OrdersUnreachable), buttons);
    turn.end(Some(reply), Note { outcome: "orders_unreachable", ..Note::default() })
}

/// A sentence without values.
fn words(saying: Saying) -> Words {
    Words::new(saying)
}

/// The last four characters of an order's number, as a value.
fn end_of(number: &OrderNumber) -> Value {
    Value::Text(number.end().to_owned())
}

/// A parcel: its courier, and its tracking number to be copied.
fn parcel(shipment: &Shipment) -> Option<Words> {
    let courier = shipment.courier.clone();
    match (&shipment.tracking_number, courier) {
        (Some(number), Some(courier)) => Some(
            words(Saying::OrderParcel)
                .with("courier", Value::Text(courier))
                .with("tracking", Value::Copy(number.clone())),
        ),
        (Some(number), None) => Some(words(Saying::OrderParcelNumber).with("tracking", Value::Copy(number.clone()))),
        (None, Some(courier)) => Some(words(Saying::OrderParcelCourier).with("courier", Value::Text(courier))),
        (None, None) => None,
    }
}
