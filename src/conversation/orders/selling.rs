//! What a seller is told: whether it is safe to ship, of one order or of many, and that a parcel is to be stopped.
//!
//! A seller sees the orders of their own shops only; an order of another shop is as good as none. The verdict
//! itself is [`crate::orders::verdict`].

use super::card::moment;
use super::look_up::{Finding, Purpose};
use super::{Act, MOST_NUMBERS, end_of, look_up, page, words};
use crate::conversation::Button;
use crate::conversation::answer::article_choices;
use crate::conversation::effect::Effect;
use crate::conversation::page::{Part, Saying, Value, Words, line};
use crate::conversation::reply::{Phrase, Placement};
use crate::conversation::turn::{Start, Turn};
use crate::orders::verdict::{self, Advice, Basis, Duplicates, Judgement, Reason, Sibling, Siblings, Verdict};
use crate::orders::{Order, OrderNumber, Watcher};

const MINUTE_MS: i64 = 60 * 1000;

/// So many orders of each verdict stand in a table.
const MOST_LISTED: usize = 25;

/// A seller named order numbers, or wants to check them again.
pub fn asked(mut turn: Start<'_>, numbers: &[OrderNumber]) -> Turn {
    turn.session.settled();
    let numbers: Vec<OrderNumber> = numbers.iter().take(MOST_NUMBERS + 1).cloned().collect();
    turn.session.checked.clone_from(&numbers);
    let shops = turn.context.situation.standing.shops.clone();
    look_up(turn, numbers, Purpose::Judge(shops))
}

/// Checks the numbers of the last message again.
pub fn again(turn: Start<'_>) -> Turn {
    let numbers = turn.session.checked.clone();
    if numbers.is_empty() {
        return turn.toast(Phrase::ToastUnknown, "unknown_button");
    }
    asked(turn, &numbers)
}

/// The orders that a seller asked about were looked up.
pub fn found(turn: Start<'_>, findings: &[Finding]) -> Turn {
    if turn.context.situation.standing.shops.is_empty() {
        return turn.silent("not_a_seller");
    }
    match findings {
        [only] => one(turn, only),
        many => several(turn, many),
    }
}

/// A number that was judged.
struct Judged<'a> {
    number: &'a OrderNumber,
    order: Option<&'a Order>,
    judgement: Judgement,
}

impl Judged<'_> {
    /// The order is watched from now on: should it become dangerous to ship, the seller is warned.
    fn watch(&self) -> Option<Effect> {
        let goes_on = self.order.filter(|order| !order.status.is_over());
        goes_on.map(|order| Effect::Watch(order.link(), Watcher::Seller, order.status))
    }
}

/// The order in a shop of the seller's.
fn own<'a>(turn: &Start<'_>, finding: &'a Finding) -> Option<&'a Order> {
    let shops = &turn.context.situation.standing.shops;
    finding.found.orders.iter().find(|order| shops.contains(&order.shop))
}

fn judged<'a>(turn: &Start<'_>, finding: &'a Finding) -> Judged<'a> {
    let order = own(turn, finding);
    let others: Vec<Order> = order.map_or_else(Vec::new, |order| {
        finding.others.iter().filter(|other| other.shop == order.shop).cloned().collect()
    });
    let basis = match order {
        Some(order) if order.buyer.is_some() => Basis::Order { order, siblings: Siblings::Known(&others) },
        Some(order) => Basis::Order { order, siblings: Siblings::Unknown },
        None if finding.found.complete => Basis::NotFound,
        None => Basis::Unreachable,
    };
    let judgement = verdict::judge(basis, turn.moment.now, turn.context.rules.max_age_ms);
    Judged { number: &finding.number, order, judgement }
}

/// The verdict on one order.
fn one(turn: Start<'_>, finding: &Finding) -> Turn {
    let judged = judged(&turn, finding);
    let placement = placement(&turn);
    let parts = verdict_parts(&turn, &judged);
    let number = || finding.number.clone();
    let mut buttons = vec![vec![Button::Order(Act::Check(number()))]];
    if judged.order.is_some() {
        buttons.push(vec![Button::Order(Act::MakeCode(number()))]);
    }
    buttons.extend(article_choices(&turn, &[article(&judged.judgement)]));
    let watch = judged.watch();
    let mut ended = page(turn, placement, parts, buttons, "verdict");
    ended.effects.extend(watch);
    ended
}

/// What is checked again changes the message that it stands on.
fn placement(turn: &Start<'_>) -> Placement {
    if turn.moment.pressed_message.is_some() { Placement::InPlace } else { Placement::New }
}

fn verdict_parts(turn: &Start<'_>, judged: &Judged<'_>) -> Vec<Part> {
    let Judged { number, order, judgement } = judged;
    let verdict = Value::Words(Box::new(words(verdict_words(judgement.verdict))));
    let heading = match judgement.as_of {
        Some(at) => words(Saying::VerdictOf).with("at", moment(turn, at)),
        None => words(Saying::VerdictOfNothing),
    };
    let heading = heading.with("verdict", verdict).with("end", end_of(number));
    let mut parts = vec![Part::Words(heading), Part::Words(reason(turn, judged))];
    if judgement.already_shipped {
        parts.push(line(Saying::VerdictStop));
    }
    if let Some(order) = order {
        parts.push(Part::Bullets(facts(turn, order)));
    }
    if judgement.tracking_is_no_payment {
        parts.push(line(Saying::VerdictTracking));
    }
    if order.is_some() {
        parts.extend(duplicates(number, &judgement.duplicates));
    }
    match judgement.verdict {
        Verdict::Ship | Verdict::ShipCod => parts.push(line(Saying::VerdictCheckAgain)),
        Verdict::CheckFirst => parts.push(line(Saying::VerdictCheckInSellerCenter)),
        Verdict::DoNotShip | Verdict::NothingToShip => {}
    }
    parts
}

/// The fixed form of words of a verdict.
pub fn verdict_words(verdict: Verdict) -> Saying {
    match verdict {
        Verdict::Ship => Saying::VerdictShip,
        Verdict::ShipCod => Saying::VerdictShipCod,
        Verdict::DoNotShip => Saying::VerdictDoNotShip,
        Verdict::NothingToShip => Saying::VerdictNothingToShip,
        Verdict::CheckFirst => Saying::VerdictCheckFirst,
    }
}

/// Why the verdict is what it is.
fn reason(turn: &Start<'_>, judged: &Judged<'_>) -> Words {
    let saying = match judged.judgement.reason {
        Reason::Paid => Saying::ReasonPaid,
        Reason::PaidToCourier => Saying::ReasonCashOnDelivery,
        Reason::Unpaid => Saying::ReasonUnpaid,
        Reason::NotReleased => Saying::ReasonNotReleased,
        Reason::OnHold => Saying::ReasonOnHold,
        Reason::CancelRequested => Saying::ReasonCancelRequested,
        Reason::Cancelled => Saying::ReasonCancelled,
        Reason::Returning => Saying::ReasonReturning,
        Reason::Refunded => Saying::ReasonRefunded,
        Reason::InTransit => Saying::ReasonInTransit,
        Reason::Delivered => Saying::ReasonDelivered,
        Reason::Completed => Saying::ReasonCompleted,
        Reason::CancellationNoted => Saying::ReasonCancellationNoted,
        Reason::ReturnNoted => Saying::ReasonReturnNoted,
        Reason::NeitherPaidNorCash => Saying::ReasonNoPayment,
        Reason::UnknownStatus => Saying::ReasonUnknownStatus,
        Reason::TooOld => Saying::ReasonOldData,
        Reason::FromTheFuture => Saying::ReasonClock,
        Reason::NotFound => Saying::VerdictNotFound,
        Reason::Unreachable => Saying::ReasonUnreachable,
    };
    let age = judged.judgement.as_of.map_or(0, |as_of| turn.moment.now - as_of);
    words(saying).with("age", Value::Span(age)).with("end", end_of(judged.number))
}

/// What the verdict rests on, and how old that is.
fn facts(turn: &Start<'_>, order: &Order) -> Vec<Words> {
    let mut facts = vec![words(Saying::VerdictStatus).with("status", Value::Status(order.status))];
    if order.kind.cash_on_delivery {
        facts.push(words(Saying::OrderCashOnDelivery));
    }
    facts.extend(order.paid_at.map(|at| words(Saying::OrderPaidAt).with("at", moment(turn, at))));
    facts.extend(order.created_at.map(|at| words(Saying::OrderPlacedAt).with("at", moment(turn, at))));
    facts.extend(order.shipments.iter().filter_map(super::parcel));
    // Data of this minute, or from the future, has no age.
    let age = Some(turn.moment.now - order.known_at).filter(|age| *age >= MINUTE_MS);
    facts.extend(age.map(|age| words(Saying::VerdictAge).with("age", Value::Span(age))));
    facts
}

/// Other orders of the same buyer, and which of them to ship. Never which to drop.
fn duplicates(number: &OrderNumber, duplicates: &Duplicates) -> Vec<Part> {
    let (siblings, advice) = match duplicates {
        Duplicates::None => return Vec::new(),
        Duplicates::NotChecked => return vec![line(Saying::OthersUnchecked)],
        Duplicates::Some { siblings, advice } => (siblings, advice),
    };
    let each = |sibling: &Sibling| {
        words(Saying::OthersLine).with("end", end_of(&sibling.number)).with("status", Value::Status(sibling.status))
    };
    let advice = match advice {
        Advice::ShipThis => words(Saying::OthersShipThis).with("end", end_of(number)),
        Advice::ShipOther(other) => words(Saying::OthersShipOther).with("end", end_of(other)),
        Advice::AskTheBuyer => words(Saying::OthersAskBuyer),
        Advice::ShipNone => words(Saying::OthersNoneToShip),
        Advice::CheckAll => words(Saying::OthersCheckAll),
    };
    vec![line(Saying::OthersHeading), Part::Bullets(siblings.iter().map(each).collect()), Part::Words(advice)]
}

/// The article that fits a verdict best.
fn article(judgement: &Judgement) -> &'static str {
    match (judgement.reason, &judgement.duplicates) {
        (Reason::CancelRequested | Reason::CancellationNoted, _) => "seller-cancellation-request",
        (Reason::Returning | Reason::Refunded | Reason::ReturnNoted, _) => "seller-contact-platform",
        _ if judgement.already_shipped => "seller-cancelled-after-shipping",
        (_, Duplicates::Some { .. }) => "seller-duplicate-orders",
        (Reason::PaidToCourier, _) => "seller-cod",
        (Reason::InTransit | Reason::Delivered | Reason::Completed, _) => "seller-receive-payment",
        (Reason::Cancelled, _) => "seller-cancelled-after-shipping",
        _ => "seller-verify-payment",
    }
}

/// The verdicts on several orders.
fn several(turn: Start<'_>, findings: &[Finding]) -> Turn {
    let too_many = findings.len() > MOST_NUMBERS;
    let (mut parts, watches) = table(&turn, &findings[..findings.len().min(MOST_NUMBERS)]);
    if too_many {
        parts.insert(0, line(Saying::TableTooMany));
    }
    let placement = placement(&turn);
    let mut buttons = vec![vec![Button::Order(Act::CheckAll)]];
    buttons.extend(article_choices(&turn, &["seller-verify-payment"]));
    let mut ended = page(turn, placement, parts, buttons, "verdicts");
    ended.effects.extend(watches);
    ended
}

/// A table of verdicts, the worst first, and the watches that come with it.
pub fn table(turn: &Start<'_>, findings: &[Finding]) -> (Vec<Part>, Vec<Effect>) {
    if findings.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut all: Vec<Judged<'_>> = findings.iter().map(|finding| judged(turn, finding)).collect();
    all.sort_by_key(|one| one.judgement.verdict);
    let mut parts = vec![Part::Words(words(Saying::TableHeading).with("number", Value::Number(all.len())))];
    for verdict in Verdict::ALL {
        let of_it: Vec<&Judged<'_>> = all.iter().filter(|one| one.judgement.verdict == verdict).collect();
        let lines = of_it.iter().take(MOST_LISTED).map(|one| table_line(turn, one));
        let further = of_it.len().saturating_sub(MOST_LISTED);
        let more = words(Saying::TableFurther)
            .with("number", Value::Number(further))
            .with("verdict", Value::Words(Box::new(words(verdict_words(verdict)))));
        parts.push(Part::Bullets(lines.chain((further > 0).then_some(more)).collect()));
    }
    parts.extend(what_to_do(&all));
    (parts, all.iter().filter_map(Judged::watch).collect())
}

/// What is to be done about the orders of a table.
fn what_to_do(all: &[Judged<'_>]) -> Vec<Part> {
    let has = |verdicts: &[Verdict]| all.iter().any(|one| verdicts.contains(&one.judgement.verdict));
    let stop = all.iter().filter(|one| one.judgement.already_shipped);
    let stop: Vec<String> = stop.take(MOST_LISTED).map(|one| format!("…{}", one.number.end())).collect();
    let mut parts = Vec::new();
    if !stop.is_empty() {
        parts.push(Part::Words(words(Saying::TableStop).with("ends", Value::List(stop))));
        parts.push(line(Saying::VerdictStop));
    }
    parts.extend(has(&[Verdict::CheckFirst]).then(|| line(Saying::VerdictCheckInSellerCenter)));
    parts.extend(has(&[Verdict::Ship, Verdict::ShipCod]).then(|| line(Saying::VerdictCheckAgain)));
    parts
}

fn table_line(turn: &Start<'_>, judged: &Judged<'_>) -> Words {
    // Which of several to ship is said when the number is sent alone.
    let saying = match judged.judgement.duplicates {
        Duplicates::Some { .. } => Saying::TableLineTwice,
        _ => Saying::TableLine,
    };
    words(saying)
        .with("end", end_of(judged.number))
        .with("verdict", Value::Words(Box::new(words(verdict_words(judged.judgement.verdict)))))
        .with("reason", Value::Words(Box::new(short_reason(turn, judged))))
}

/// The reason where the number stands before it.
fn short_reason(turn: &Start<'_>, judged: &Judged<'_>) -> Words {
    match judged.judgement.reason {
        Reason::NotFound => words(Saying::ReasonNotFound),
        _ => reason(turn, judged),
    }
}

/// An order that the seller checked must not be shipped any more.
pub fn alarm(turn: Start<'_>, order: &Order) -> Turn {
    if !turn.context.situation.standing.shops.contains(&order.shop) {
        return turn.silent("not_a_seller");
    }
    let basis = Basis::Order { order, siblings: Siblings::Unknown };
    let judgement = verdict::judge(basis, turn.moment.now, turn.context.rules.max_age_ms);
    let judged = Judged { number: &order.number, order: Some(order), judgement };
    let reason = Value::Words(Box::new(reason(&turn, &judged)));
    let alarm = words(Saying::Alarm).with("end", end_of(&order.number)).with("reason", reason);
    let parts = vec![Part::Words(alarm), line(Saying::VerdictStop), Part::Bullets(facts(&turn, order))];
    let mut buttons = vec![vec![Button::Order(Act::Check(order.number.clone()))]];
    let fitting = match judged.judgement.reason {
        Reason::CancelRequested => "seller-cancellation-request",
        _ => "seller-cancelled-after-shipping",
    };
    buttons.extend(article_choices(&turn, &[fitting]));
    page(turn, Placement::New, parts, buttons, "alarm")
}

/// A seller wants a one-time code for the buyer of an order: is it one of their shop?
pub fn code_wanted(turn: Start<'_>, number: OrderNumber) -> Turn {
    let shops = turn.context.situation.standing.shops.clone();
    look_up(turn, vec![number], Purpose::GiveCode(shops))
}

/// The order that a code is wanted for was looked up.
pub fn code_given(turn: Start<'_>, finding: &Finding) -> Turn {
    let (Some(order), Some(secret)) = (own(&turn, finding), turn.context.situation.secret.clone()) else {
        return one(turn, finding);
    };
    let code = secret.code();
    let kept = Effect::MakeCode(order.link(), turn.context.rules.key.code(&code));
    let made = words(Saying::CodeMade).with("end", end_of(&order.number)).with("code", Value::Copy(code));
    let mut ended = page(turn, Placement::New, vec![Part::Words(made)], vec![], "code_made");
    ended.effects.push(kept);
    ended
}
