//! What a turn changes at the desk: tickets, what goes to the other side, what staff see, what is due later.

use super::tasks::DeskTask;
use super::{DeskEntry, destination, moving, tasks};
use crate::conversation::desk::deadlines;
use crate::conversation::desk::post::{Body, FileKind, Marked, Post, Thing};
use crate::conversation::desk::story::{Exchange, Line, Speaker};
use crate::conversation::desk::{Change, Ended, State, Ticket};
use crate::conversation::owner::access::payload_of_group_code;
use crate::conversation::page::{Saying, Words};
use crate::knowledge::ArticleId;
use crate::language::Script;
use crate::service::delivery::Delivery;
use crate::service::events::{self, Kind, TicketEvent};
use crate::service::incoming::group_of;
use crate::service::masking::{masked, masked_after};
use crate::service::receive::Service;
use crate::service::transact::{Arrival, payloads};
use crate::store::copies::Writer;
use crate::store::{Sql, StoreError, copies, desk, invitations, lines, options, outbox, sessions, tickets, topics};

/// The card is brought up to date after so long, so that several changes are one, in milliseconds.
const CARD_HOLD_MS: i64 = 1_000;

/// The list of those who wait likewise.
const LIST_HOLD_MS: i64 = 2_000;

/// The sign of words that take the place of earlier ones.
const CHANGED: &str = "✎";

/// The sign of a note among staff.
const NOTED: &str = "✍";

/// Makes a change at the desk; `customer` is whose topic the turn is in, or whoever wrote.
pub(in crate::service) fn make(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    customer: &str,
    change: Change,
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    match change {
        Change::Open(ticket, story) => open(service, sql, arrival, *ticket, &story),
        Change::Save(ticket) => save(service, sql, arrival, *ticket),
        Change::Story(story) => match tickets::latest(sql, bot, customer)? {
            Some(ticket) => tell_story(service, sql, &ticket, &story),
            None => Ok(()),
        },
        Change::PassToDesk { gloss, answered } => to_desk(service, sql, arrival, gloss, answered),
        Change::PassToCustomer { language, name } => {
            let Some(post) = arrival.post() else { return Ok(()) };
            let post = post.clone();
            if arrival.edited && requeued(sql, bot, customer, &post)? {
                return Ok(());
            }
            // A note that is no note any more has never been with the customer, and stays in the topic.
            if !arrival.edited || !copies::at_customer(sql, bot, &post.chat, post.message)?.is_empty() {
                note_line(service, sql, arrival, customer, Speaker::Staff, &post)?;
            }
            let script = sessions::load(sql, bot, customer)?.reads_in();
            let entry = DeskEntry::ToCustomer { post, edited: arrival.edited, language, script, name };
            append(sql, bot, customer, entry)
        }
        Change::Note(note) => {
            write_line(service, sql, customer, Speaker::Note, &note)?;
            let Some(post) = arrival.post() else { return Ok(()) };
            if post.album().is_some() {
                // It keeps back the others of its album.
                let entry = DeskEntry::ToCustomer {
                    post: post.clone(),
                    edited: false,
                    language: service.desk.rules.language,
                    script: Script::default(),
                    name: None,
                };
                append(sql, bot, customer, entry)?;
            }
            let react = Delivery::React { message: post.message, sign: NOTED.to_owned() };
            outbox::append(sql, bot, &destination(customer), &payloads(&[react])?, None)
        }
        Change::BotSaid(id) => {
            super::arriving::use_up(sql, bot, arrival)?;
            let title = title(service, &ArticleId(id));
            write_line(service, sql, customer, Speaker::Bot, &title)
        }
        Change::TakeBack { message, quietly } => take_back(service, sql, customer, message, quietly),
        Change::Ban => desk::ban(sql, bot, customer, &arrival.author_id()),
        Change::Unban => desk::unban(sql, bot, customer),
        Change::CloseTopic(topic) => {
            let desk = group_of(&arrival.conversation.0).to_owned();
            tasks::queue(sql, bot, &format!("topic:{topic}"), DeskTask::CloseTopic { desk, topic }, CARD_HOLD_MS)
        }
        Change::NoteGap { question, answer } => note_gap(service, sql, customer, question, answer),
        Change::Inspect(code) => {
            let task = DeskTask::Inspect { code, asker: arrival.author_id() };
            tasks::send_out(sql, bot, arrival, task)
        }
        Change::Connect(code) => connect(service, sql, arrival, &code),
        Change::Refresh => refresh_card(sql, bot, customer),
    }
}

/// A message that still waits is changed where it waits; whether there is one.
fn requeued(sql: &mut dyn Sql, bot: &str, destination: &str, post: &Post) -> Result<bool, StoreError> {
    for (position, payload) in outbox::queued(sql, bot, destination)? {
        let Ok(Delivery::Desk(mut entry)) = serde_json::from_str::<Delivery>(&payload) else { continue };
        let (DeskEntry::ToDesk { post: waiting, edited: false, .. }
        | DeskEntry::ToCustomer { post: waiting, edited: false, .. }) = &mut *entry
        else {
            continue;
        };
        if waiting.message == post.message && waiting.chat == post.chat {
            waiting.body = post.body.clone();
            let payload = payloads(&[Delivery::Desk(entry)])?.pop();
            outbox::requeue(sql, bot, destination, position, payload.as_deref())?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// A message of staff is taken back: where it still waits, it is never carried; else its copies are deleted.
fn take_back(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    message: i64,
    quietly: bool,
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    for (position, payload) in outbox::queued(sql, bot, customer)? {
        let Ok(Delivery::Desk(entry)) = serde_json::from_str::<Delivery>(&payload) else { continue };
        if matches!(&*entry, DeskEntry::ToCustomer { post, edited: false, .. } if post.message == message) {
            outbox::requeue(sql, bot, customer, position, None)?;
            return say_reply(service, sql, customer, Words::new(Saying::DeskUndone), Some(message));
        }
    }
    append(sql, bot, customer, DeskEntry::TakeBack { message, quietly })
}

/// Appends an entry for a customer, or for their topic.
fn append(sql: &mut dyn Sql, bot: &str, destination: &str, entry: DeskEntry) -> Result<(), StoreError> {
    outbox::append(sql, bot, destination, &payloads(&[Delivery::Desk(Box::new(entry))])?, None)
}

/// Says something in a customer's topic.
pub(super) fn say(service: &Service, sql: &mut dyn Sql, customer: &str, words: Words) -> Result<(), StoreError> {
    say_reply(service, sql, customer, words, None)
}

/// Says something in a customer's topic, in answer to a message there.
pub(super) fn say_reply(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    words: Words,
    reply_to: Option<i64>,
) -> Result<(), StoreError> {
    let message = service.voice.message(&service.library, vec![words], super::locale(service));
    append(sql, &service.bot, &destination(customer), DeskEntry::Say { message, reply_to })
}

fn open(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    ticket: Ticket,
    story: &[Exchange],
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    let conversation = arrival.conversation.0.clone();
    let name = arrival.author().map(|author| author.name.clone()).unwrap_or_default();
    let name = if name.is_empty() { nameless(service) } else { name };
    let mut ticket = Ticket { conversation: conversation.clone(), name, ..ticket };
    ticket.number = tickets::open(sql, bot, &ticket)?;
    tell_story(service, sql, &ticket, story)?;
    tell_outside(service, sql, Kind::Opened, &ticket)?;
    // Also where a button was pressed and nothing was written there is to be a topic.
    append(sql, bot, &destination(&conversation), DeskEntry::Open)?;
    after(service, sql, None, &ticket)
}

/// Writes down what was asked of the bot and what it answered, for staff.
fn tell_story(service: &Service, sql: &mut dyn Sql, ticket: &Ticket, story: &[Exchange]) -> Result<(), StoreError> {
    let bot = &*service.bot;
    for exchange in story {
        let line = |speaker, text| Line { at: exchange.at, speaker, text };
        lines::write(sql, bot, &ticket.conversation, ticket.number, &line(Speaker::Customer, masked(&exchange.asked)))?;
        let answer = exchange.article.as_ref().map(|article| title(service, article));
        let answer = answer.unwrap_or_else(|| without_article(service, &exchange.outcome));
        lines::write(sql, bot, &ticket.conversation, ticket.number, &line(Speaker::Bot, answer))?;
    }
    Ok(())
}

/// What stands for a reply that was no article: the bot had no answer, or it was about an order, topics or the like.
fn without_article(service: &Service, outcome: &str) -> String {
    let none = matches!(outcome, "nothing" | "unsure");
    let words = Words::new(if none { Saying::DeskNoAnswer } else { Saying::DeskOtherAnswer });
    service.voice.line_of(&service.library, &words, super::locale(service))
}

/// What stands for the name of a customer who has none.
fn nameless(service: &Service) -> String {
    service.voice.line_of(&service.library, &Words::new(Saying::DeskNameless), super::locale(service))
}

/// The title of an article, in the language of the group.
fn title(service: &Service, id: &ArticleId) -> String {
    service.voice.title(&service.library, id, super::locale(service))
}

/// Counts the first reply of staff. A transaction that is undone and done again counts it twice, which is seldom and
/// only a number.
fn count_first_reply(before: Option<&Ticket>, ticket: &Ticket) {
    let replied = ticket.first_reply_at.filter(|_| before.is_some_and(|before| before.first_reply_at.is_none()));
    if let Some(at) = replied {
        crate::measures::first_reply(at.saturating_sub(ticket.opened_at));
    }
}

pub(super) fn save(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    mut ticket: Ticket,
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    let before = tickets::get(sql, bot, ticket.number)?;
    count_first_reply(before.as_ref(), &ticket);
    if arrival.conversation.0 == ticket.conversation
        && let Some(author) = arrival.author().filter(|author| !author.name.is_empty())
    {
        ticket.name.clone_from(&author.name);
    }
    if before.as_ref() == Some(&ticket) {
        return Ok(());
    }
    tickets::save(sql, bot, &ticket)?;
    after(service, sql, before.as_ref(), &ticket)
}

/// What follows when a ticket has changed: staff see it, others hear of it, and what is due is due.
pub(super) fn after(
    service: &Service,
    sql: &mut dyn Sql,
    before: Option<&Ticket>,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    if let Some(before) = before {
        let was_open = before.is_open();
        if was_open && !ticket.is_open() {
            tell_outside(service, sql, Kind::Resolved, ticket)?;
            if let Some((_, Ended::Left)) = ticket.ended {
                say(service, sql, &ticket.conversation, Words::new(Saying::DeskLeftHere))?;
            }
        }
        if !was_open && ticket.is_open() {
            tell_outside(service, sql, Kind::Opened, ticket)?;
            if ticket.state == State::Waiting {
                say(service, sql, &ticket.conversation, Words::new(Saying::DeskBackHere))?;
            }
        }
        if ticket.state == State::Taken && before.holder != ticket.holder {
            tell_outside(service, sql, Kind::Taken, ticket)?;
        }
        if before.rating.is_none() && ticket.rating.is_some() {
            tell_outside(service, sql, Kind::Rated, ticket)?;
        }
    }
    if before.is_none_or(|before| waits(before) != waits(ticket) || before.state != ticket.state) {
        refresh_list(sql, bot)?;
    }
    refresh_card(sql, bot, &ticket.conversation)?;
    let hours = super::hours(service, sql)?;
    let now = sql.now()?;
    let due = deadlines::due(ticket, &service.desk.deadlines, &hours, now);
    let next = if due.act.is_some() { Some(now) } else { due.next };
    match next {
        Some(next) => tasks::tick(sql, bot, ticket.number, next.saturating_sub(now).max(1)),
        None => Ok(()),
    }
}

fn waits(ticket: &Ticket) -> bool {
    ticket.state == State::Waiting || ticket.waiting_since.is_some()
}

/// What staff see of a customer is brought up to date.
pub(super) fn refresh_card(sql: &mut dyn Sql, bot: &str, customer: &str) -> Result<(), StoreError> {
    tasks::queue(sql, bot, &format!("card:{customer}"), DeskTask::Card(customer.to_owned()), CARD_HOLD_MS)
}

/// The list of those who wait is brought up to date.
pub(in crate::service) fn refresh_list(sql: &mut dyn Sql, bot: &str) -> Result<(), StoreError> {
    refresh_list_after(sql, bot, LIST_HOLD_MS)
}

/// The same after some time, in milliseconds.
pub(super) fn refresh_list_after(sql: &mut dyn Sql, bot: &str, after_ms: i64) -> Result<(), StoreError> {
    tasks::queue(sql, bot, "list", DeskTask::List, after_ms)
}

/// What a customer wrote goes to their topic, without secrets.
fn to_desk(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    gloss: Option<ArticleId>,
    answered: Option<ArticleId>,
) -> Result<(), StoreError> {
    let Some(post) = arrival.post() else { return Ok(()) };
    let (bot, customer) = (&*service.bot, arrival.conversation.0.as_str());
    let before = said_before(sql, bot, customer)?;
    let post = without_secrets(post.clone(), &before);
    note_line(service, sql, arrival, customer, Speaker::Customer, &post)?;
    if let Some(article) = &answered {
        write_line(service, sql, customer, Speaker::Bot, &title(service, article))?;
    }
    if arrival.edited && requeued(sql, bot, &destination(customer), &post)? {
        return Ok(());
    }
    append(sql, bot, &destination(customer), DeskEntry::ToDesk { post, edited: arrival.edited, gloss, answered })
}

/// What the customer said last, where that was just now.
fn said_before(sql: &mut dyn Sql, bot: &str, customer: &str) -> Result<String, StoreError> {
    let now = sql.now()?;
    let last = lines::of(sql, bot, customer, None, LOOKED_BACK)?.into_iter().rev();
    let just_now = |line: &Line| line.speaker == Speaker::Customer && now.saturating_sub(line.at) < JUST_NOW_MS;
    Ok(last.filter(just_now).map(|line| line.text).next().unwrap_or_default())
}

/// So many lines are looked back for what a customer said last.
const LOOKED_BACK: i64 = 5;

/// A secret follows the message that announces it within this time, in milliseconds.
const JUST_NOW_MS: i64 = 10 * 60 * 1000;

/// A message without what nobody needs to see. Marks would stand elsewhere once something is masked.
fn without_secrets(mut post: Post, before: &str) -> Post {
    let words = match &mut post.body {
        Body::Words(words) => words,
        Body::File { caption, .. } => caption,
        Body::Thing(_) => return post,
    };
    let clean = masked_after(before, &words.text);
    if clean != words.text {
        *words = Marked::plain(clean);
    }
    post
}

fn note_line(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    customer: &str,
    speaker: Speaker,
    post: &Post,
) -> Result<(), StoreError> {
    let line = if arrival.edited { format!("{CHANGED} {}", told(post)) } else { told(post) };
    write_line(service, sql, customer, speaker, &line)?;
    let ticket = tickets::latest(sql, &service.bot, customer)?;
    let Some(ticket) = ticket else { return Ok(()) };
    let at = sql.now()?;
    let said =
        TicketEvent { speaker: Some(speaker), text: Some(told(post)), ..TicketEvent::new(Kind::Message, &ticket, at) };
    events::queue(service, sql, said)
}

/// Tells an outside system what has become of a ticket.
fn tell_outside(service: &Service, sql: &mut dyn Sql, kind: Kind, ticket: &Ticket) -> Result<(), StoreError> {
    let at = sql.now()?;
    let by = ticket.holder.as_ref().filter(|_| kind == Kind::Taken).map(|holder| holder.name.clone());
    let rating = ticket.rating.filter(|_| kind == Kind::Rated).map(Into::into);
    let ended_by = ticket.ended.filter(|_| kind == Kind::Resolved).map(|(_, how)| how);
    events::queue(service, sql, TicketEvent { by, rating, ended_by, ..TicketEvent::new(kind, ticket, at) })
}

/// What a message says or, where it has no words, what it is.
fn told(post: &Post) -> String {
    let kind = match &post.body {
        Body::Words(words) => return words.text.clone(),
        Body::File { kind, .. } => match kind {
            FileKind::Photo => "🖼",
            FileKind::Video | FileKind::Animation => "🎞",
            FileKind::Document => "📄",
            FileKind::Audio => "🎵",
            FileKind::Voice => "🎤",
        },
        Body::Thing(thing) => match thing {
            Thing::Sticker => "🏷",
            Thing::RoundVideo => "🎞",
            Thing::Place => "📍",
            Thing::Contact => "👤",
            Thing::Dice => "🎲",
            Thing::Poll => "📊",
            Thing::Other => "📎",
        },
    };
    format!("{kind} {}", post.words()).trim().to_owned()
}

fn write_line(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    speaker: Speaker,
    text: &str,
) -> Result<(), StoreError> {
    let bot = &*service.bot;
    let Some(ticket) = tickets::latest(sql, bot, customer)? else { return Ok(()) };
    let line = Line { at: sql.now()?, speaker, text: masked(text) };
    lines::write(sql, bot, customer, ticket.number, &line)
}

fn note_gap(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    question: String,
    answer: String,
) -> Result<(), StoreError> {
    let Some(ticket) = tickets::latest(sql, &service.bot, customer)? else { return Ok(()) };
    let at = sql.now()?;
    let gap = desk::Gap { ticket: ticket.number, at, language: ticket.language, question, answer };
    desk::note_gap(sql, &service.bot, &gap)
}

/// The group becomes the desk.
fn connect(service: &Service, sql: &mut dyn Sql, arrival: &Arrival, code: &str) -> Result<(), StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    invitations::use_up(sql, conversation, &payload_of_group_code(code))?;
    let what = "became the support group by a code".to_owned();
    crate::service::changes::note(sql, bot, Some(conversation), arrival.moment.now, what)?;
    connected(service, sql, arrival)
}

/// A group is the desk from now on; one that was it before is not any more.
pub(in crate::service) fn connected(service: &Service, sql: &mut dyn Sql, arrival: &Arrival) -> Result<(), StoreError> {
    let desk = group_of(&arrival.conversation.0);
    sql.lock(&super::lock(&service.bot))?;
    if super::group(sql, &service.bot)?.is_some_and(|former| former != desk) {
        part_from(service, sql)?;
    }
    become_desk(sql, &service.bot, desk)
}

/// A group is the desk from now on, however it became so.
pub(in crate::service) fn become_desk(sql: &mut dyn Sql, bot: &str, desk: &str) -> Result<(), StoreError> {
    options::set(sql, bot, options::SUPPORT_GROUP, Some(desk))?;
    options::set(sql, bot, super::PLAIN, None)?;
    options::set(sql, bot, super::LIST, None)?;
    moving::found_again(sql, bot)?;
    open_topics(sql, bot)
}

/// Every customer with an open ticket gets a topic, where they have none: somebody may have to answer them.
pub(super) fn open_topics(sql: &mut dyn Sql, bot: &str) -> Result<(), StoreError> {
    for ticket in tickets::open_tickets(sql, bot)? {
        append(sql, bot, &destination(&ticket.conversation), DeskEntry::Open)?;
    }
    Ok(())
}

/// A group is told that it is not the desk any more.
pub(in crate::service) fn part_from(service: &Service, sql: &mut dyn Sql) -> Result<(), StoreError> {
    let bot = &*service.bot;
    let Some(former) = super::group(sql, bot)? else { return Ok(()) };
    let words = vec![Words::new(Saying::DeskNoLonger)];
    let message = service.voice.message(&service.library, words, super::locale(service));
    outbox::append(sql, bot, &former, &payloads(&[Delivery::Send(message)])?, None)
}

/// What is kept at the desk about a customer is erased, with their topic. That staff do not want to hear of them stays.
pub(in crate::service) fn erase(service: &Service, sql: &mut dyn Sql, customer: &str) -> Result<(), StoreError> {
    let bot = &*service.bot;
    if let Some(topic) = topics::get(sql, bot, customer)? {
        tasks::delete_topic(sql, bot, &topic)?;
    }
    outbox::drop_all(sql, bot, &destination(customer))?;
    take_back_all(sql, bot, customer)?;
    topics::remove(sql, bot, customer)?;
    copies::erase(sql, bot, customer)?;
    lines::erase(sql, bot, customer)?;
    tickets::erase(sql, bot, customer)?;
    refresh_list(sql, bot)
}

/// What the bot has written about a customer where there is no topic to delete is deleted message by message.
fn take_back_all(sql: &mut dyn Sql, bot: &str, customer: &str) -> Result<(), StoreError> {
    let Some(plain) = topics::get(sql, bot, customer)?.filter(|topic| topic.topic.is_none()) else { return Ok(()) };
    let written = copies::of(sql, bot, customer)?.into_iter().filter(|copy| copy.writer != Writer::Staff);
    let mut messages: Vec<i64> = written.filter_map(|copy| copy.desk_message).chain(plain.card).collect();
    messages.sort_unstable();
    messages.dedup();
    let all: Vec<Delivery> = messages.into_iter().map(|message| Delivery::Unsend { message }).collect();
    outbox::append(sql, bot, &plain.desk, &payloads(&all)?, None)
}

impl Arrival {
    /// The whole message, where it is one.
    fn post(&self) -> Option<&Post> {
        self.incoming.as_ref().and_then(|incoming| incoming.post.as_deref())
    }

    fn author(&self) -> Option<&crate::conversation::desk::post::Author> {
        self.incoming.as_ref().and_then(|incoming| incoming.author.as_ref())
    }

    fn author_id(&self) -> String {
        self.author().map(|author| author.id.clone()).unwrap_or_default()
    }
}
