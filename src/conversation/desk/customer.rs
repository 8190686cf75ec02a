//! The customer's side: a person is wanted, is there, and goes again.
//!
//! While nobody has the ticket, everything goes to the desk and sure answers still come, marked as automatic. While a
//! person has it, the bot says nothing by itself: commands and buttons are for the bot, all else is for the person.

use super::change::Change;
use super::story::Exchange;
use super::ticket::{Ended, State, Ticket};
use crate::conversation::effect::Effect;
use crate::conversation::event::{Command, Event};
use crate::conversation::notice::Aside;
use crate::conversation::owner::hours::LocalTime;
use crate::conversation::page::{self, Part, Saying, Value, Words};
use crate::conversation::reply::{Content, Phrase, Placement, Reply};
use crate::conversation::turn::{Note, Start, Turn, private};
use crate::conversation::{Button, Context, Toast, answer, follow_up, menu};
use crate::knowledge::{ArticleId, Audience};
use crate::language::Language;
use crate::understanding::{ABOUT_FRAUD, Outcome, Understood};

/// An article that is less likely than this says nothing about what was written.
const WORTH_A_GLOSS: f32 = 0.35;

/// Takes a turn in private: with a person where there is a ticket, else with the bot alone.
pub fn take(turn: Start<'_>, event: Event) -> Turn {
    let desk = &turn.context.situation.desk;
    match desk.open_ticket().filter(|_| !desk.banned).cloned() {
        Some(ticket) => with_ticket(turn, event, ticket),
        None => with_bot(turn, event),
    }
}

/// With the bot alone. What was asked and answered is remembered for whoever may take over.
fn with_bot(turn: Start<'_>, event: Event) -> Turn {
    let (asked, picked) = (asked(&event), picked(&event));
    let now = turn.moment.now;
    let mut ended = private(turn, event);
    if let Some(asked) = asked.filter(|_| is_worth_telling(&ended.note)) {
        let Note { outcome, article, .. } = &ended.note;
        let outcome = (*outcome).to_owned();
        ended.session.remember(Exchange { at: now, asked, article: article.clone(), outcome });
    }
    if let Some((article, last)) = picked.zip(ended.session.story.last_mut()).filter(|(_, last)| last.article.is_none())
    {
        last.article = Some(article);
    }
    ended
}

fn asked(event: &Event) -> Option<String> {
    match event {
        Event::Said { text, .. } => Some(text.clone()),
        _ => None,
    }
}

fn picked(event: &Event) -> Option<ArticleId> {
    match event {
        Event::Pressed(Button::Article(id)) => Some(id.clone()),
        _ => None,
    }
}

fn is_worth_telling(note: &Note) -> bool {
    !matches!(note.outcome, "" | "smalltalk" | "nothing_new" | "person" | "forgotten")
}

/// A person is wanted: a ticket is opened, or the one of the last days opened again. Where nobody is connected, the
/// honest way to reach the shop.
pub fn open(turn: Start<'_>) -> Turn {
    let desk = &turn.context.situation.desk;
    if desk.banned || !desk.connected {
        return answer::nobody_connected(turn);
    }
    if let Some(ticket) = desk.open_ticket().cloned() {
        return waits_already(turn, &ticket);
    }
    let (story, back) = (turn.session.story.clone(), returning(&turn).cloned());
    let (saying, changes) = match back {
        Some(ticket) => {
            let ticket = Change::Save(Box::new(reopened(ticket, &turn)));
            (Saying::DeskReopened, vec![Change::Story(story), ticket])
        }
        None => (
            Saying::DeskOpened,
            vec![Change::Open(Box::new(Ticket::opened(turn.language, role(&turn), turn.moment.now)), story)],
        ),
    };
    let mut turn = follow_up::ended(turn);
    turn.session.settled();
    turn.session.story.clear();
    let parts = vec![page::line(saying), Part::Words(when(&turn)), page::line(Saying::DeskReadable)];
    let in_words = turn.moment.pressed_message.is_none();
    let mut ended = page::show(turn, Placement::New, parts, vec![vec![Button::BackToBot]], "person");
    ended.effects.extend(changes.into_iter().map(Effect::Desk));
    if in_words {
        // The story begins with the words in which a person was asked for.
        ended.effects.push(Effect::Desk(Change::PassToDesk { gloss: None, answered: None }));
    }
    ended
}

/// The customer's ticket, where it ended so lately that it is opened again.
fn returning<'a>(turn: &'a Start<'_>) -> Option<&'a Ticket> {
    let desk = &turn.context.situation.desk;
    let ticket = desk.ticket.as_ref()?;
    is_lately(ticket, turn.moment.now, turn.context.desk.return_ms).then_some(ticket)
}

/// What the customer says they are; else a seller is who sells in a shop.
fn role(turn: &Start<'_>) -> Audience {
    let sells = !turn.context.situation.standing.shops.is_empty();
    turn.session.role.unwrap_or(if sells { Audience::Seller } else { Audience::Buyer })
}

fn reopened(ticket: Ticket, turn: &Start<'_>) -> Ticket {
    let now = turn.moment.now;
    Ticket {
        language: turn.language,
        state: State::Waiting,
        holder: None,
        waiting_since: Some(now),
        ended: None,
        reminded: 0,
        ..ticket
    }
}

/// When somebody comes: within some minutes or, outside the hours, when they begin again.
fn when(turn: &Start<'_>) -> Words {
    let minutes = usize::try_from(turn.context.desk.reply_minutes).unwrap_or_default();
    let now = turn.moment.now;
    let Some(hours) = turn.context.situation.hours.as_ref().filter(|hours| !hours.openings.is_empty()) else {
        return Words::new(Saying::DeskComing).with("minutes", Value::Number(minutes));
    };
    match hours.next_opening(now) {
        Some(at) if at <= now => Words::new(Saying::DeskComing).with("minutes", Value::Number(minutes)),
        Some(at) => Words::new(Saying::DeskClosed).with("moment", Value::Moment(LocalTime::of(at, hours.zone))),
        None => Words::new(Saying::DeskClosedLong),
    }
}

/// Something happens while a ticket is open.
fn with_ticket(turn: Start<'_>, event: Event, ticket: Ticket) -> Turn {
    match event {
        Event::Said { .. } | Event::Showed { .. } | Event::Shared(_) | Event::Commanded(Command::Unknown) => {
            written(turn, event, ticket)
        }
        Event::Commanded(Command::Start(_) | Command::Help) => status(turn, &ticket),
        Event::Pressed(Button::BackToBot) => leave(turn, ticket),
        Event::Pressed(Button::Person) => {
            let phrase = match ticket.state {
                State::Taken => Phrase::ToastPersonHere,
                _ => Phrase::ToastPersonComing,
            };
            turn.toast(phrase, "person_again")
        }
        event => private(turn, event),
    }
}

/// The customer wrote something: it goes to the desk. Nobody has the ticket: the bot answers where it is sure.
fn written(turn: Start<'_>, event: Event, ticket: Ticket) -> Turn {
    let (state, now) = (ticket.state, turn.moment.now);
    let (turn, gloss) = match &event {
        Event::Said { understood, .. } => {
            let turn = turn.spoken(understood);
            let gloss = gloss(&turn, understood);
            (turn, gloss)
        }
        _ => (turn, None),
    };
    let language = turn.language;
    let proves = opens_an_order(&turn, &event);
    let mut ended = match state {
        // The group is out of reach: what is written waits for it, and the bot does what it can.
        _ if !turn.context.situation.desk.connected => beside(private(turn, event), Saying::DeskOutOfReach),
        _ if proves => private(turn, event),
        State::Waiting => answered_meanwhile(turn, event, &ticket),
        _ => quiet(follow_up::ended(turn)),
    };
    // The bot's own answers are no words of the customer's, and an answered question still waits for a person.
    ended.note.unanswered = None;
    let ticket = Ticket { language, ..heard(ticket, now) };
    let article = match ended.note.outcome {
        "urgent" => Some(ArticleId::from(ABOUT_FRAUD)),
        _ => ended.note.article.clone(),
    };
    let answered = ended.reply.as_ref().and(article);
    ended.effects.insert(0, Effect::Desk(Change::PassToDesk { gloss, answered }));
    ended.effects.push(Effect::Desk(Change::Save(Box::new(ticket))));
    if proves {
        ended.effects.push(Effect::Desk(Change::Refresh));
    }
    ended
}

/// Whether the customer types a code that staff have made, which proves an order: it does so at once, whoever has the
/// ticket. A code that opens nothing is words like others.
fn opens_an_order(turn: &Start<'_>, event: &Event) -> bool {
    matches!(event, Event::Said { .. }) && turn.context.situation.orders.opened.is_some()
}

/// A ticket whose customer has written something: they wait for staff.
fn heard(ticket: Ticket, now: i64) -> Ticket {
    if ticket.waiting_since.is_some() {
        return ticket;
    }
    Ticket { waiting_since: Some(now), reminded: 0, ..ticket }
}

fn quiet(mut turn: Start<'_>) -> Turn {
    turn.session.last_language = Some(turn.language);
    turn.silent("to_staff")
}

/// The article that comes nearest to what was written, where staff may not read its language.
fn gloss(turn: &Start<'_>, understood: &Understood) -> Option<ArticleId> {
    let rules = turn.context.desk;
    let foreign = understood.language_certain && understood.language.is_none_or(|one| !rules.reads.contains(&one));
    let hit = understood.hits.first().filter(|hit| foreign && hit.confidence >= WORTH_A_GLOSS)?;
    Some(hit.article.clone())
}

/// What the bot says while nobody has the ticket: what it is sure of, marked as automatic; that a person is on the
/// way, to whoever asks again; else nothing.
fn answered_meanwhile(mut turn: Start<'_>, event: Event, ticket: &Ticket) -> Turn {
    let outcome = match &event {
        Event::Said { understood, .. } => Some(understood.outcome.clone()),
        _ => None,
    };
    match outcome {
        Some(Outcome::Person) => waits_already(turn, ticket),
        Some(Outcome::Sure(_) | Outcome::Compromised) => {
            let before = turn.session.clone();
            let Start { context, language, script, moment, edited, .. } = turn;
            let again = Start { context, session: before, language, script, moment, edited };
            let ended = private(turn, event);
            if !matches!(ended.note.outcome, "sure" | "urgent" | "article") {
                return quiet(again);
            }
            marked_as_automatic(ended)
        }
        Some(Outcome::LanguageWish(Some(language))) => menu::speak(turn, language, Placement::New),
        _ => {
            // What is held back of an answer goes out: a person is wanted beside it, not in its place.
            turn.session.settled();
            quiet(turn)
        }
    }
}

fn marked_as_automatic(ended: Turn) -> Turn {
    beside(ended, Saying::DeskAutomatic)
}

/// Puts a sentence above what is said.
fn beside(mut ended: Turn, saying: Saying) -> Turn {
    if let Some(reply) = ended.reply.as_mut().filter(|reply| reply.placement == Placement::New) {
        reply.asides.push(Aside::Saying(saying));
    }
    ended
}

fn waits_already(turn: Start<'_>, ticket: &Ticket) -> Turn {
    let parts = status_parts(&turn, ticket);
    page::show(turn, Placement::New, parts, vec![vec![Button::BackToBot]], "person_again")
}

fn status(turn: Start<'_>, ticket: &Ticket) -> Turn {
    let parts = status_parts(&turn, ticket);
    page::show(turn, Placement::New, parts, vec![vec![Button::BackToBot]], "person_status")
}

fn status_parts(turn: &Start<'_>, ticket: &Ticket) -> Vec<Part> {
    if !turn.context.situation.desk.connected {
        return vec![page::line(Saying::DeskOutOfReach)];
    }
    match ticket.state {
        State::Taken => vec![page::line(Saying::DeskPersonHere)],
        _ => vec![page::line(Saying::DeskStillWaiting), Part::Words(when(turn))],
    }
}

/// Back to the bot: the ticket ends, and staff are told.
fn leave(mut turn: Start<'_>, ticket: Ticket) -> Turn {
    turn.session.settled();
    let ticket = ended_as(ticket, turn.moment.now, Ended::Left);
    let buttons = vec![vec![Button::Topics(turn.role())], vec![Button::BackToPerson]];
    let reply = turn.reply_without_person(Placement::New, Content::Phrase(Phrase::DeskLeft), buttons);
    let mut ended = turn.end(Some(reply), Note { outcome: "back_to_bot", ..Note::default() });
    ended.effects.push(Effect::Desk(Change::Save(Box::new(ticket))));
    ended
}

/// The way back to the bot, of whoever is there.
pub fn with_the_bot_already(turn: Start<'_>) -> Turn {
    turn.toast(Phrase::ToastWithBot, "back_to_bot")
}

/// A ticket that ends now.
pub fn ended_as(ticket: Ticket, now: i64, how: Ended) -> Ticket {
    let rating_asked = ticket.rating_asked || how == Ended::Resolved;
    Ticket { state: State::Ended, ended: Some((now, how)), waiting_since: None, reminded: 0, rating_asked, ..ticket }
}

/// What the customer is told at the end. They are asked once how the help was.
pub fn farewell(ticket: &Ticket, how: Ended, shown_in: Language) -> Reply {
    let mut parts = vec![page::line(match how {
        Ended::Silence => Saying::DeskSilence,
        _ => Saying::DeskResolved,
    })];
    let mut buttons = Vec::new();
    if how == Ended::Resolved && !ticket.rating_asked {
        parts.push(page::line(Saying::DeskRate));
        let rate = |good| Button::Rate(ticket.number, good);
        buttons.push(vec![rate(true), rate(false)]);
    }
    buttons.push(vec![Button::BackToPerson]);
    page::reply(shown_in, Placement::New, parts, buttons)
}

/// The customer says how the help was.
pub fn rate(turn: Start<'_>, number: i64, good: bool) -> Turn {
    let asked = |ticket: &Ticket| ticket.number == number && !ticket.is_open() && ticket.rating_asked;
    let ticket = turn.context.situation.desk.ticket.clone().filter(asked);
    let Some(ticket) = ticket else { return turn.toast(Phrase::ToastUnknown, "unknown_button") };
    let rated = ticket.rating.is_some();
    let content = Content::Phrase(Phrase::DeskLeft);
    let buttons = vec![vec![Button::Topics(turn.role())]];
    let reply = turn.reply_without_person(Placement::ButtonsOnly, content, buttons);
    let mut ended = turn.end(Some(reply), Note { outcome: "rated", ..Note::default() });
    ended.toast = Some(Toast::Phrase(Phrase::ToastRated));
    if !rated {
        ended.effects.push(Effect::Desk(Change::Save(Box::new(Ticket { rating: Some(good), ..ticket }))));
    }
    ended
}

/// The way to a person as it is after the turn: back from one who is there, back to one, to one, or how to reach one.
pub fn fit_buttons(context: &Context<'_>, now: i64, ended: &mut Turn) {
    let desk = &context.situation.desk;
    let after = ended.effects.iter().rev().find_map(|effect| match effect {
        Effect::Desk(Change::Open(ticket, _) | Change::Save(ticket)) => Some(&**ticket),
        _ => None,
    });
    let ticket = after.or(desk.ticket.as_ref());
    let Some(fitting) = fitting(context, ticket, now) else { return };
    let Some(reply) = &mut ended.reply else { return };
    for button in reply.buttons.iter_mut().flatten().filter(|button| **button == Button::Person) {
        *button = fitting.clone();
    }
    let has = reply.buttons.iter().flatten().any(|button| *button == fitting);
    if fitting == Button::BackToPerson && !has && !matches!(reply.content, Content::Counter(_)) {
        reply.buttons.push(vec![fitting]);
    }
}

fn fitting(context: &Context<'_>, ticket: Option<&Ticket>, now: i64) -> Option<Button> {
    let desk = &context.situation.desk;
    if desk.banned {
        return None;
    }
    match ticket {
        Some(ticket) if ticket.is_open() => Some(Button::BackToBot),
        _ if !desk.connected => None,
        Some(ticket) if is_lately(ticket, now, context.desk.return_ms) => Some(Button::BackToPerson),
        _ => Some(Button::CallPerson),
    }
}

/// Whether a ticket ended so lately that the way back to it is open.
fn is_lately(ticket: &Ticket, now: i64, within_ms: i64) -> bool {
    ticket.ended.is_some_and(|(at, how)| now.saturating_sub(at) <= within_ms && how != Ended::Erased)
}
