//! What staff can do with a ticket, by command and by button.

use super::act::Act;
use super::card;
use super::change::Change;
use super::customer::{ended_as, farewell};
use super::staff::{answered, noted, said, taken, told};
use super::story::{Line, Speaker};
use super::ticket::{Agent, Ended, State, Ticket};
use crate::conversation::effect::Effect;
use crate::conversation::notice::Aside;
use crate::conversation::orders::{Finding, LookUp, Purpose};
use crate::conversation::owner::hours::LocalTime;
use crate::conversation::page::{self, Part, Saying, Value, Words};
use crate::conversation::reply::{Content, Placement, Reply};
use crate::conversation::turn::{Start, Turn};
use crate::conversation::{Button, Findings};
use crate::knowledge::ArticleId;
use crate::orders::number;
use crate::understanding::Outcome;

/// So many articles are suggested.
const SUGGESTED: usize = 3;

/// The longest question that is put on the list of what may become an article, in characters.
const LONGEST_QUESTION: usize = 400;

/// The longest answer likewise.
const LONGEST_ANSWER: usize = 2000;

/// A command of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `/take`
    Take,
    /// `/release`
    Release,
    /// `/resolve`
    Resolve,
    /// `/note TEXT`
    Note,
    /// `/send`, `/send ID`, `/send WORDS`
    Send,
    /// `/history`
    History,
    /// `/order`
    Order,
    /// `/code NUMBER`
    Code,
    /// `/undo`, in reply to a message
    Undo,
    /// `/ban`
    Ban,
    /// `/unban`
    Unban,
}

const COMMANDS: [(&str, Command); 11] = [
    ("take", Command::Take),
    ("release", Command::Release),
    ("resolve", Command::Resolve),
    ("note", Command::Note),
    ("send", Command::Send),
    ("history", Command::History),
    ("order", Command::Order),
    ("code", Command::Code),
    ("undo", Command::Undo),
    ("ban", Command::Ban),
    ("unban", Command::Unban),
];

/// The command at the beginning of a text, and what stands behind it.
pub fn command(text: &str) -> Option<(Command, &str)> {
    let rest = text.trim_start().strip_prefix('/')?;
    let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = word.split('@').next().unwrap_or_default();
    let (_, command) = COMMANDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((*command, argument.trim()))
}

/// Whether a text is a command of some bot, by its shape.
pub fn looks_like_a_command(text: &str) -> bool {
    let word = text.trim_start().strip_prefix('/').and_then(|rest| rest.split_whitespace().next());
    word.is_some_and(|word| {
        word.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '@'))
    })
}

/// A command in the topic of a customer.
pub fn commanded(
    turn: Start<'_>,
    agent: Agent,
    ticket: Ticket,
    command: Command,
    argument: &str,
    replied_to: Option<i64>,
) -> Turn {
    match command {
        Command::Take => take(turn, agent, ticket),
        Command::Release => release(turn, ticket),
        Command::Resolve => resolve(turn, ticket),
        Command::Note if argument.is_empty() => said(turn, Words::new(Saying::DeskHowToNote), "desk_help"),
        Command::Note => noted(turn, argument),
        Command::Send => send(turn, agent, ticket, argument),
        Command::History => history(turn),
        Command::Order => order(turn),
        Command::Code => code(turn, argument),
        Command::Undo => undo(turn, replied_to),
        Command::Ban => ban(turn, ticket),
        Command::Unban => unban(turn),
    }
}

/// A button in the topic of a customer.
pub fn pressed(turn: Start<'_>, agent: Agent, ticket: Ticket, act: Act) -> Turn {
    match act {
        Act::Take => take(turn, agent, ticket),
        Act::Release => release(turn, ticket),
        Act::Resolve => resolve(turn, ticket),
        Act::Suggest => suggest(turn, None),
        Act::Replies => replies(turn),
        Act::Send(id) => send_by_id(turn, agent, ticket, id),
        Act::More => buttons_only(turn, &ticket, true),
        Act::Less => buttons_only(turn, &ticket, false),
        Act::Note => told(turn, Words::new(Saying::DeskHowToNote), "desk_help"),
        Act::History => history(turn),
        Act::Order => order(turn),
        Act::Code => told(turn, Words::new(Saying::DeskHowToCode), "desk_help"),
        Act::Undo => told(turn, Words::new(Saying::DeskHowToUndo), "desk_help"),
        Act::Ban => ban(turn, ticket),
        Act::Unban => unban(turn),
        Act::MakeArticle => make_article(turn),
    }
}

fn save(ended: &mut Turn, ticket: Ticket) {
    ended.effects.push(Effect::Desk(Change::Save(Box::new(ticket))));
}

/// One takes; whoever comes second is told who has it.
fn take(turn: Start<'_>, agent: Agent, ticket: Ticket) -> Turn {
    let now = turn.moment.now;
    match (ticket.state, &ticket.holder) {
        (State::Taken, Some(holder)) if holder.id == agent.id => {
            told(turn, Words::new(Saying::DeskYoursAlready), "desk_take")
        }
        (State::Taken, Some(holder)) => {
            let words = Words::new(Saying::DeskTakenAlready).with("agent", Value::Text(holder.name.clone()));
            told(turn, words, "desk_take")
        }
        _ => {
            // Of a ticket that has ended, the customer waits for nothing: staff have something to say.
            let words = Words::new(Saying::DeskTaken).with("agent", Value::Text(agent.name.clone()));
            let mut ended = told(turn, words, "desk_take");
            save(&mut ended, taken(ticket, &agent, now));
            ended
        }
    }
}

fn release(turn: Start<'_>, ticket: Ticket) -> Turn {
    if ticket.state != State::Taken {
        return told(turn, Words::new(Saying::DeskNobodyHasIt), "desk_release");
    }
    let since = ticket.waiting_since.or(Some(turn.moment.now));
    let mut ended = told(turn, Words::new(Saying::DeskReleased), "desk_release");
    save(&mut ended, Ticket { state: State::Waiting, holder: None, waiting_since: since, reminded: 0, ..ticket });
    ended
}

/// It is resolved: the customer is told, and asked once how the help was.
fn resolve(turn: Start<'_>, ticket: Ticket) -> Turn {
    if !ticket.is_open() {
        return told(turn, Words::new(Saying::DeskEndedAlready), "desk_resolve");
    }
    let now = turn.moment.now;
    let buttons = vec![vec![Button::Desk(Act::MakeArticle)]];
    let parts = vec![page::line(Saying::DeskResolvedHere)];
    let mut ended = page::show(turn, Placement::New, parts, buttons, "desk_resolve");
    let goodbye = farewell(&ticket, Ended::Resolved, ticket.language);
    ended.effects.push(Effect::Tell(ticket.conversation.clone(), Box::new(goodbye)));
    save(&mut ended, ended_as(ticket, now, Ended::Resolved));
    ended
}

fn ban(turn: Start<'_>, ticket: Ticket) -> Turn {
    let now = turn.moment.now;
    let buttons = vec![vec![Button::Desk(Act::Unban)]];
    let mut ended = page::show(turn, Placement::New, vec![page::line(Saying::DeskBanned)], buttons, "desk_ban");
    ended.effects.push(Effect::Desk(Change::Ban));
    if ticket.is_open() {
        save(&mut ended, ended_as(ticket, now, Ended::Banned));
    }
    ended
}

fn unban(turn: Start<'_>) -> Turn {
    let mut ended = told(turn, Words::new(Saying::DeskUnbanned), "desk_unban");
    ended.effects.push(Effect::Desk(Change::Unban));
    ended.effects.push(Effect::Desk(Change::Refresh));
    ended
}

fn undo(turn: Start<'_>, replied_to: Option<i64>) -> Turn {
    let Some(message) = replied_to else {
        return said(turn, Words::new(Saying::DeskHowToUndo), "desk_help");
    };
    taken_back(turn, message, false)
}

/// A message of staff is taken back at the customer's side; quietly, where there may be nothing.
pub fn taken_back(turn: Start<'_>, message: i64, quietly: bool) -> Turn {
    let mut ended = turn.silent("desk_undo");
    ended.effects.push(Effect::Desk(Change::TakeBack { message, quietly }));
    ended
}

/// What was said at the desk with this customer, newest last.
fn history(turn: Start<'_>) -> Turn {
    let zone = turn.context.situation.zone();
    let lines = &turn.context.situation.desk.earlier;
    if lines.is_empty() {
        return said(turn, Words::new(Saying::DeskNoHistory), "desk_history");
    }
    let line = |line: &Line| card::line(line).with("at", Value::Moment(LocalTime::of(line.at, zone)));
    let mut parts = vec![page::line(Saying::DeskHistory)];
    parts.extend(lines.iter().map(|one| Part::Words(line(one))));
    page::show(turn, Placement::New, parts, vec![], "desk_history")
}

/// The customer's order: only those that they have proven.
fn order(turn: Start<'_>) -> Turn {
    let linked = &turn.context.situation.desk.linked;
    let numbers: Vec<_> = linked.iter().map(|link| link.number.clone()).collect();
    if numbers.is_empty() {
        return said(turn, Words::new(Saying::DeskNoOrder), "desk_order");
    }
    let shops = linked.iter().map(|link| link.shop.clone()).collect();
    look_up(turn, LookUp { numbers, purpose: Purpose::StaffSee(shops), further: false })
}

fn code(turn: Start<'_>, argument: &str) -> Turn {
    let mut numbers = number::read(argument, &turn.context.rules.shapes).orders;
    numbers.truncate(1);
    if numbers.is_empty() {
        return said(turn, Words::new(Saying::DeskHowToCode), "desk_help");
    }
    look_up(turn, LookUp { numbers, purpose: Purpose::StaffCode, further: false })
}

fn look_up(turn: Start<'_>, look_up: LookUp) -> Turn {
    let mut ended = turn.silent("look_up");
    ended.effects.push(Effect::LookUp(look_up));
    ended
}

/// A look-up for staff has come back.
pub fn found(turn: Start<'_>, findings: &Findings) -> Turn {
    match &findings.look_up.purpose {
        Purpose::StaffCode => code_made(turn, findings.findings.first()),
        Purpose::StaffSee(_) => orders_seen(turn, findings),
        _ => turn.silent("unheard"),
    }
}

fn orders_seen(turn: Start<'_>, findings: &Findings) -> Turn {
    let zone = turn.context.situation.zone();
    let linked = &turn.context.situation.desk.linked;
    let orders = findings.findings.iter().filter_map(|finding| {
        let link = linked.iter().find(|link| link.number == finding.number)?;
        Some((finding, finding.in_shop(&link.shop)))
    });
    let parts = orders.map(|(finding, order)| {
        let end = Value::Text(finding.number.end().to_owned());
        Part::Words(match order {
            None => Words::new(Saying::DeskOrderOutOfReach).with("end", end),
            Some(order) => Words::new(Saying::DeskOrder)
                .with("end", end)
                .with("shop", Value::Text(order.shop.clone()))
                .with("status", Value::Status(order.status))
                .with("at", Value::Moment(LocalTime::of(order.known_at, zone))),
        })
    });
    let parts: Vec<Part> = parts.collect();
    page::show(turn, Placement::New, parts, vec![], "desk_order")
}

/// A one-time code for the order, for the buyer: to be sent to them in the platform's own chat.
fn code_made(turn: Start<'_>, finding: Option<&Finding>) -> Turn {
    let order = finding.and_then(|finding| finding.found.orders.first());
    let Some((order, secret)) = order.zip(turn.context.situation.secret.clone()) else {
        return said(turn, Words::new(Saying::DeskNoSuchOrder), "desk_code");
    };
    let code = secret.code();
    let kept = Effect::MakeCode(order.link(), turn.context.rules.key.code(&code));
    let end = Value::Text(order.number.end().to_owned());
    let words = Words::new(Saying::CodeMade).with("end", end).with("code", Value::Copy(code));
    let mut ended = said(turn, words, "desk_code");
    ended.effects.push(kept);
    ended
}

/// `/send`: by its name, or by words that find it.
fn send(turn: Start<'_>, agent: Agent, ticket: Ticket, argument: &str) -> Turn {
    let id = ArticleId::from(argument);
    if turn.context.library.articles.contains_key(&id) || is_reply(&turn, &id) {
        return send_by_id(turn, agent, ticket, id);
    }
    suggest(turn, Some(argument).filter(|words| !words.is_empty()))
}

/// Something was picked from the bot's suggestions: `/send ID`, or an article as everybody gets it, whose title
/// stands in its first line.
pub fn picked(turn: Start<'_>, agent: Agent, ticket: Ticket, words: &str) -> Turn {
    if let Some((Command::Send, id)) = command(words) {
        return send(turn, agent, ticket, id);
    }
    let title = words.lines().next().unwrap_or_default().trim();
    let mut articles = turn.context.library.articles.values();
    let named = articles.find(|article| article.texts.values().any(|text| text.title == title));
    match named.map(|article| article.id.clone()) {
        Some(id) => send_by_id(turn, agent, ticket, id),
        None => turn.silent("unheard"),
    }
}

/// Proposes articles, in the language of the group, for the customer's last words or for others.
fn suggest(turn: Start<'_>, words: Option<&str>) -> Turn {
    let lines = &turn.context.situation.desk.lines;
    let last = lines.iter().rev().find(|line| line.speaker == Speaker::Customer).map(|line| line.text.clone());
    let words = words.map(str::to_owned).or(last).unwrap_or_default();
    let library = turn.context.library;
    let hits = turn.context.understanding.understand(&words).hits;
    let readable = hits.into_iter().map(|hit| hit.article).filter(|id| library.text(id, turn.language).is_some());
    let mut buttons: Vec<Vec<Button>> = readable.take(SUGGESTED).map(|id| vec![Button::Desk(Act::Send(id))]).collect();
    let saying = if buttons.is_empty() { Saying::DeskNothingFits } else { Saying::DeskSuggestions };
    if !library.replies.is_empty() {
        buttons.push(vec![Button::Desk(Act::Replies)]);
    }
    let heading = Words::new(saying).with("words", Value::Text(excerpt(&words, 80)));
    page::show(turn, Placement::New, vec![Part::Words(heading)], buttons, "desk_suggest")
}

/// Offers the merchant's short replies in the place of what was offered before.
fn replies(turn: Start<'_>) -> Turn {
    let replies = turn.context.library.replies.keys();
    let buttons = replies.map(|id| vec![Button::Desk(Act::Send(ArticleId::from(id.as_str())))]).collect();
    page::show(turn, Placement::InPlace, vec![page::line(Saying::DeskReplies)], buttons, "desk_replies")
}

fn is_reply(turn: &Start<'_>, id: &ArticleId) -> bool {
    turn.context.library.replies.keys().any(|reply| reply.as_str() == id.as_str())
}

/// Sends an article or a short reply in the customer's language.
fn send_by_id(turn: Start<'_>, agent: Agent, ticket: Ticket, id: ArticleId) -> Turn {
    let language = ticket.language;
    let library = turn.context.library;
    let content = if is_reply(&turn, &id) {
        let order = turn.context.situation.desk.linked.last().map(|link| link.number.end().to_owned());
        let name = Some(ticket.name.clone()).filter(|name| !name.is_empty());
        let reply = library.replies.iter().find(|(reply, _)| reply.as_str() == id.as_str());
        reply.filter(|(_, reply)| reply.texts.contains_key(&language)).map(|(reply, _)| Content::ShortReply {
            reply: reply.clone(),
            name,
            order,
        })
    } else {
        library.text(&id, language).map(|_| Content::Article(id.clone()))
    };
    let Some(content) = content else {
        let words = Words::new(Saying::DeskNotInLanguage).with("language", Value::Language(language));
        return told(turn, words, "desk_send");
    };
    let reply = Reply {
        language,
        placement: Placement::New,
        content,
        buttons: vec![vec![Button::BackToBot]],
        asides: vec![Aside::Saying(Saying::DeskFromStaff)],
    };
    sent(turn, agent, ticket, id, reply)
}

fn sent(turn: Start<'_>, agent: Agent, ticket: Ticket, id: ArticleId, reply: Reply) -> Turn {
    let now = turn.moment.now;
    let placement = if turn.moment.pressed_message.is_some() { Placement::InPlace } else { Placement::New };
    let words = Words::new(Saying::DeskSent).with("title", Value::Title(id.clone()));
    let mut ended = page::show(turn, placement, vec![Part::Words(words)], vec![], "desk_send");
    ended.note.article = Some(id.clone());
    ended.effects.push(Effect::Tell(ticket.conversation.clone(), Box::new(reply)));
    ended.effects.push(Effect::Desk(Change::BotSaid(id.0)));
    save(&mut ended, answered(ticket, &agent, now));
    ended
}

/// The rarer tools take the place of the usual ones on the card, or the other way round.
fn buttons_only(turn: Start<'_>, ticket: &Ticket, more: bool) -> Turn {
    let banned = turn.context.situation.desk.banned;
    let buttons = if more { card::more_buttons(banned) } else { card::buttons(ticket) };
    page::show(turn, Placement::ButtonsOnly, vec![], buttons, "desk_buttons")
}

/// What the customer asked and what staff answered goes on the list of what may become an article.
fn make_article(turn: Start<'_>) -> Turn {
    let lines = &turn.context.situation.desk.lines;
    let of = |speaker| lines.iter().filter(move |line| line.speaker == speaker).map(|line| line.text.as_str());
    let first_answer = lines.iter().position(|line| line.speaker == Speaker::Staff).unwrap_or(lines.len());
    // That a person is wanted is no question.
    let asks = |line: &&Line| {
        line.speaker == Speaker::Customer
            && turn.context.understanding.understand(&line.text).outcome != Outcome::Person
    };
    let before = lines.iter().take(first_answer).filter(asks);
    let question: Vec<&str> = before.map(|line| line.text.as_str()).collect();
    let answer: Vec<&str> = of(Speaker::Staff).collect();
    if question.is_empty() || answer.is_empty() {
        return told(turn, Words::new(Saying::DeskNoGap), "desk_gap");
    }
    let question = excerpt(&question.join("\n"), LONGEST_QUESTION);
    let answer = excerpt(&answer.join("\n"), LONGEST_ANSWER);
    let mut ended = told(turn, Words::new(Saying::DeskGapNoted), "desk_gap");
    ended.effects.push(Effect::Desk(Change::NoteGap { question, answer }));
    ended
}

/// The beginning of a text, in characters.
fn excerpt(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
