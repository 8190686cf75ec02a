//! What happens inside the transaction of one update: remembered, decided, worded, kept, queued.
//!
//! Deciding and wording are pure and may panic without harm: the update is then journalled as poison
//! and an apology queued, in the same transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::delivery::Delivery;
use super::desk::arriving::{self, Arrived};
use super::desk::{self, DeskEntry};
use super::incoming::{ConversationId, Incoming};
use super::masking::{masked, masked_after};
use super::reading::Poison;
use super::receive::{Received, Service};
use super::{changes, orders, situation};
use crate::conversation::desk::{AtDesk, Did};
use crate::conversation::{
    Button, Content, Context, Effect, Event, LookUp, Moment, Note, Phrase, Place, Placement, Reply, Session, Situation,
    standing_language, standing_script, take_turn,
};
use crate::knowledge::Audience;
use crate::language::{Language, Locale, Script};
use crate::store::{Sql, StoreError, journal, outbox, seen, sessions};
use crate::voice::Message;

/// Where an event comes from: the same one is taken once only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// An update of the transport, by its number.
    Update(i64),
    /// An errand of the outbox, by its destination and position.
    Errand(String, i64),
    /// Something that the program itself has noticed, in the transaction that tells of it.
    Itself,
}

impl Origin {
    /// Notes that the event was taken; false when it was before.
    fn note(&self, sql: &mut dyn Sql, bot: &str) -> Result<bool, StoreError> {
        match self {
            Origin::Update(number) => seen::insert(sql, bot, *number),
            Origin::Errand(conversation, position) => {
                seen::insert(sql, &format!("{} of {conversation}", outbox::errands_of(bot)), *position)
            }
            Origin::Itself => Ok(true),
        }
    }
}

/// A destination names a conversation, so that only its kind is shown.
impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Update(number) => write!(formatter, "update {number}"),
            Origin::Errand(_, position) => write!(formatter, "errand {position}"),
            Origin::Itself => formatter.write_str("itself"),
        }
    }
}

/// An update that was read.
#[derive(Clone)]
pub(super) struct Arrival {
    pub(super) origin: Origin,
    pub(super) conversation: ConversationId,
    pub(super) message: Option<i64>,
    pub(super) pressed_message: Option<i64>,
    pub(super) edited: bool,
    pub(super) moment: Moment,
    pub(super) event: Result<Event, Poison>,
    /// The update as it came; nothing for what comes back from an errand.
    pub(super) incoming: Option<Arc<Incoming>>,
}

/// What a transaction did, to be told once it is committed.
pub(super) struct Committed {
    pub(super) received: Received,
    pub(super) outcome: &'static str,
    /// The language of the reply, and the confidence of the best hit, where there are.
    pub(super) language: Option<Language>,
    pub(super) confidence: Option<f32>,
    pub(super) poison: Option<Poison>,
    pub(super) queued: bool,
}

impl Committed {
    /// Of an arrival that came to no turn.
    fn nothing(outcome: &'static str, queued: bool) -> Committed {
        let received = Received::default();
        Committed { received, outcome, language: None, confidence: None, poison: None, queued }
    }
}

/// What a turn comes to, before any of it is stored.
struct Decision {
    session: Option<Session>,
    deliveries: Vec<Delivery>,
    toast: Option<String>,
    language: Language,
    note: Note,
    effects: Vec<Effect>,
    poison: Option<Poison>,
    held: bool,
    withdraws: bool,
}

/// What is locked, and queued by, so that the turns of a conversation are taken one after another.
pub(super) fn lock_of(bot: &str, conversation: &str) -> String {
    format!("{bot}/{conversation}")
}

/// Everything that one update changes. An update that was received before changes nothing.
pub(super) fn transact(service: &Service, sql: &mut dyn Sql, arrival: &Arrival) -> Result<Committed, StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    sql.lock(&lock_of(bot, conversation))?;
    if !arrival.origin.note(sql, bot)? {
        let received = Received { duplicate: true, ..Received::default() };
        return Ok(Committed { received, ..Committed::nothing("duplicate", false) });
    }
    let (arrival, customer) = match arriving::sort(service, sql, arrival)? {
        Arrived::ForBot => (arrival.clone(), None),
        Arrived::ForNobody => return Ok(Committed::nothing("unheard", false)),
        Arrived::Done(outcome) => return Ok(Committed::nothing(outcome, true)),
        Arrived::AtDesk(at, customer) => (Arrival { event: Ok(Event::AtDesk(at)), ..arrival.clone() }, customer),
    };
    let arrival = &arrival;
    if let Some(customer) = &customer {
        // After the group's, always: what staff do to a customer's ticket waits for the customer's own turn.
        sql.lock(&lock_of(bot, customer))?;
    }
    let now = sql.now()?;
    let unsaid = outbox::holds(sql, bot, conversation, now)?;
    let session = remembered(sql, bot, arrival)?;
    let situation = situation::load(service, sql, arrival, &session, customer.as_deref())?;
    let mut decision = decide(service, session, situation, arrival, unsaid);
    if let Some(look_up) = look_up_at_once(service, &mut decision.effects) {
        decision = found(service, sql, arrival, decision, look_up, customer.as_deref())?;
    }
    if let Some(session) = decision.session.as_ref().filter(|_| arrival.moment.place == Place::Private) {
        sessions::save(sql, bot, conversation, session)?;
    }
    if unsaid && decision.withdraws {
        outbox::withdraw(sql, bot, conversation, now)?;
        journal::supersede(sql, bot, conversation)?;
    } else if unsaid {
        outbox::let_go(sql, bot, conversation, now)?;
    }
    let hold = i64::try_from(service.patience.as_millis()).ok().filter(|hold| *hold > 0 && decision.held);
    match &customer {
        None => outbox::append(sql, bot, conversation, &payloads(&decision.deliveries)?, hold)?,
        Some(customer) => {
            let said =
                decision.deliveries.iter().cloned().map(|delivery| in_topic(delivery, arrival)).collect::<Vec<_>>();
            outbox::append(sql, bot, &desk::destination(customer), &payloads(&said)?, None)?;
        }
    }
    let is_waiting = decision.effects.iter().any(|effect| matches!(effect, Effect::LookUp(_) | Effect::Import(_)));
    let committed = Committed {
        received: Received { toast: decision.toast.clone(), duplicate: false, held: hold.is_some() || is_waiting },
        outcome: decision.note.outcome,
        language: Some(decision.language),
        confidence: decision.note.confidence,
        poison: decision.poison,
        queued: !decision.deliveries.is_empty() || !decision.effects.is_empty(),
    };
    // The changes last: what erases somebody's traces erases those of this turn as well.
    let effects = std::mem::take(&mut decision.effects);
    journal::write(sql, entry(bot, arrival, decision))?;
    changes::make(service, sql, arrival, customer.as_deref(), effects)?;
    Ok(committed)
}

/// What is said to staff in a customer's topic answers the message that asked for it.
fn in_topic(delivery: Delivery, arrival: &Arrival) -> Delivery {
    match delivery {
        Delivery::Send(message) | Delivery::Answer { message, .. } | Delivery::AnswerAgain { message, .. } => {
            let reply_to = arrival.message.filter(|_| arrival.pressed_message.is_none());
            Delivery::Desk(Box::new(DeskEntry::Say { message, reply_to }))
        }
        other => other,
    }
}

/// Takes the look-up out of the effects of a turn, where nobody but the table in the store has to be asked.
fn look_up_at_once(service: &Service, effects: &mut Vec<Effect>) -> Option<LookUp> {
    let place = effects.iter().position(|effect| matches!(effect, Effect::LookUp(_)))?;
    match service.orders.sources.is_local().then(|| effects.remove(place)) {
        Some(Effect::LookUp(look_up)) => Some(look_up),
        _ => None,
    }
}

/// Looks up in the table what a turn wants to know, and takes the turn that what is found comes to: both are one
/// to the customer.
fn found(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    first: Decision,
    look_up: LookUp,
    customer: Option<&str>,
) -> Result<Decision, StoreError> {
    let findings = orders::look_up_here(sql, look_up)?;
    let event = match &arrival.event {
        Ok(Event::AtDesk(at)) => {
            Event::AtDesk(Box::new(AtDesk { did: Did::Found(Box::new(findings)), ..(**at).clone() }))
        }
        _ => Event::Found(Box::new(findings)),
    };
    let arrival = Arrival { event: Ok(event), ..arrival.clone() };
    // What was found is shown to whoever may see it now: an order that was linked a moment ago is.
    changes::make(service, sql, &arrival, customer, first.effects)?;
    let session = first.session.unwrap_or_default();
    let situation = situation::load(service, sql, &arrival, &session, customer)?;
    let second = decide(service, session, situation, &arrival, false);
    Ok(Decision { withdraws: first.withdraws, ..second })
}

/// The memory of a conversation; a group has none.
fn remembered(sql: &mut dyn Sql, bot: &str, arrival: &Arrival) -> Result<Session, StoreError> {
    match arrival.moment.place {
        Place::Private => sessions::load(sql, bot, &arrival.conversation.0),
        Place::Group => Ok(Session::default()),
    }
}

/// Notes an update that no turn can be made of: it will not come again, and somebody may look at it.
pub(super) fn pass_over(
    sql: &mut dyn Sql,
    bot: &str,
    origin: &Origin,
    conversation: Option<&ConversationId>,
    moment: Moment,
    poison: Poison,
) -> Result<(), StoreError> {
    if !origin.note(sql, bot)? {
        return Ok(());
    }
    journal::write(
        sql,
        journal::Entry {
            bot: bot.to_owned(),
            conversation: conversation.map(|conversation| conversation.0.clone()),
            at: moment.now,
            outcome: POISON.to_owned(),
            note: Some(poison_note(origin, poison)),
            ..journal::Entry::default()
        },
    )
}

/// The outcome of an update that was passed over.
const POISON: &str = "poison";

fn poison_note(origin: &Origin, poison: Poison) -> String {
    format!("{origin}: {}", poison.note())
}

fn entry(bot: &str, arrival: &Arrival, decision: Decision) -> journal::Entry {
    journal::Entry {
        bot: bot.to_owned(),
        conversation: Some(arrival.conversation.0.clone()),
        at: arrival.moment.now,
        outcome: decision.note.outcome.to_owned(),
        language: Some(decision.language),
        article: decision.note.article.map(|article| article.0),
        confidence: decision.note.confidence,
        unanswered: decision.note.unanswered,
        note: decision.poison.map(|poison| poison_note(&arrival.origin, poison)),
    }
}

pub(super) fn payloads(deliveries: &[Delivery]) -> Result<Vec<String>, StoreError> {
    let json = deliveries.iter().map(serde_json::to_string).collect::<Result<_, _>>();
    json.map_err(|error| StoreError::Shape(error.to_string()))
}

fn decide(service: &Service, session: Session, situation: Situation, arrival: &Arrival, unsaid: bool) -> Decision {
    let moment = Moment { unsaid, pressed_message: arrival.pressed_message, ..arrival.moment };
    let language = standing_language(&session, moment, service.default_language);
    let locale = Locale::new(language, standing_script(&session, moment));
    let event = match &arrival.event {
        Ok(event) => event.clone(),
        Err(poison) => return apology(service, locale, *poison, arrival),
    };
    catch_unwind(AssertUnwindSafe(|| turn(service, session, situation, event, arrival, moment)))
        .unwrap_or_else(|_| apology(service, locale, Poison::Turn, arrival))
}

fn turn(
    service: &Service,
    session: Session,
    situation: Situation,
    event: Event,
    arrival: &Arrival,
    moment: Moment,
) -> Decision {
    let context = Context {
        library: &service.library,
        understanding: &*service.understanding,
        default_language: service.default_language,
        rules: &service.orders.rules,
        desk: &service.desk.rules,
        situation,
    };
    let turn = take_turn(&context, session, event, moment);
    let (reply, locale) = (turn.reply.as_ref(), Locale::new(turn.language, turn.script));
    Decision {
        deliveries: reply.map_or_else(Vec::new, |reply| deliveries(service, reply, turn.script, arrival)),
        toast: turn.toast.map(|toast| service.voice.toast(&service.library, &toast, locale)),
        session: Some(without_secrets(turn.session)),
        language: turn.language,
        note: Note { unanswered: turn.note.unanswered.map(|question| masked(&question)), ..turn.note },
        effects: turn.effects,
        poison: None,
        held: turn.held,
        withdraws: turn.withdraws,
    }
}

/// A session as it is stored: the words of the last question may be several messages, and a secret is
/// recognised by what was said before it.
fn without_secrets(mut session: Session) -> Session {
    if let Some(question) = &mut session.question {
        question.text = masked(&question.text);
    }
    if let Some(thread) = &mut session.thread {
        thread.asked = masked(&thread.asked);
    }
    let mut before = String::new();
    for exchange in &mut session.story {
        let clean = masked_after(&before, &exchange.asked);
        before = std::mem::replace(&mut exchange.asked, clean);
    }
    session
}

/// Says sorry and offers the ways on. The session stays as it was. Wording it may be what panicked:
/// then nothing is said.
fn apology(service: &Service, locale: Locale, poison: Poison, arrival: &Arrival) -> Decision {
    let language = locale.language();
    let reply = Reply {
        language,
        placement: Placement::New,
        content: Content::Phrase(Phrase::Apology),
        buttons: match arrival.moment.place {
            Place::Private => vec![vec![Button::Topics(Audience::Buyer), Button::Person]],
            Place::Group => vec![vec![Button::Private(None)]],
        },
        asides: Vec::new(),
    };
    let worded = catch_unwind(AssertUnwindSafe(|| deliveries(service, &reply, locale.script(), arrival)));
    Decision {
        session: None,
        deliveries: worded.unwrap_or_default(),
        toast: None,
        language,
        note: Note { outcome: POISON, ..Note::default() },
        effects: Vec::new(),
        poison: Some(poison),
        held: false,
        withdraws: false,
    }
}

/// A reply as it goes out: in the place of the pressed message where it belongs there, in parts
/// where it is too long. Of an edit only the first part has a place; the others are new.
fn deliveries(service: &Service, reply: &Reply, script: Script, arrival: &Arrival) -> Vec<Delivery> {
    let message = service.voice.render(&service.library, reply, script);
    match (reply.placement, arrival.pressed_message) {
        (Placement::ButtonsOnly, None) => Vec::new(),
        (Placement::ButtonsOnly, Some(pressed)) => {
            vec![Delivery::EditButtons { message: pressed, buttons: message.buttons }]
        }
        (Placement::InPlace, Some(pressed)) => {
            let mut parts = message.split(service.message_units).into_iter();
            let first = parts.next().map(|to| Delivery::Edit { message: pressed, to });
            first.into_iter().chain(parts.map(Delivery::Send)).collect()
        }
        (Placement::New, _) | (Placement::InPlace, None) => sent(message, service.message_units, arrival),
    }
}

/// A new message, which answers the customer's where there is one. Of several parts the last one,
/// with the buttons, is the answer.
fn sent(message: Message, units: usize, arrival: &Arrival) -> Vec<Delivery> {
    let mut parts = message.split(units);
    let Some(last) = parts.pop() else { return Vec::new() };
    let mut deliveries: Vec<Delivery> = parts.into_iter().map(Delivery::Send).collect();
    deliveries.push(answer(last, arrival));
    deliveries
}

fn answer(message: Message, arrival: &Arrival) -> Delivery {
    let quoting = arrival.moment.place == Place::Group;
    match arrival.message.filter(|_| arrival.pressed_message.is_none()) {
        Some(to) if arrival.edited => Delivery::AnswerAgain { to, quoting, message },
        Some(to) => Delivery::Answer { to, quoting, message },
        None => Delivery::Send(message),
    }
}
