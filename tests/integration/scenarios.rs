//! Transcripts of whole conversations, `tests/scenarios/<language>/*.txt`, on the real core:
//!
//! ```text
//! # a comment
//! > kode saya kedaluwarsa          what the customer writes
//! < [payment-deadline]             the article; {did-you-mean} is a phrase, (toast) a pop-up, - silence
//! > #2                             presses the second button of the last message
//! > (picture)                      shows a picture; (voice), (document), (gesture), (other) likewise
//! & di indomaret                   what the customer writes while the answer is still held back
//! = +25s                           time passes
//! = owner                          whoever writes is the owner from now on
//! = seller                         whoever writes is on the sellers' list from now on
//! ```
//!
//! After the answer stand its language where that is not the folder's (`en`), `hant` where it comes in traditional
//! characters, `in place` or `buttons`
//! where it changes a message, `instead` where it is said instead of the one held back, what stands
//! beside it (`+notice`), what it changes in the store (`!publish`) and, where the transcript cares, its
//! buttons: `| n t:paying`. A line `@ group` makes the rest of it take place in a group.
//!
//! With the variable `BLESS` set, the transcripts are rewritten as it happened: read the difference.

use std::fmt::Write;
use std::path::Path;

use tanya::conversation::desk::post::{Body, Marked, Post};
use tanya::conversation::desk::{self, Agent, AtDesk, Change, DeskRules, Did, Seat, Ticket};
use tanya::conversation::{
    Aside, Button, Command, Content, Context, Effect, Event, Medium, Moment, Notice, Part, Place, Placement, Secret,
    Session, Situation, SupportGroup, Toast, Turn, take_turn,
};
use tanya::knowledge::ArticleId;
use tanya::language::{Language, Locale};
use tanya::orders::{HashKey, Rules};

use crate::shipped::{Shipped, shipped};

#[test]
fn conversations_go_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut played = 0;
    let mut differences = String::new();
    for language in Language::ALL {
        let folder = root.join(language.code());
        let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let written = std::fs::read_to_string(&file).unwrap();
            let happened = play(shipped(), language, &written);
            if happened != written && std::env::var_os("BLESS").is_some() {
                std::fs::write(&file, &happened).unwrap();
            } else if happened != written {
                write!(differences, "{}\n{}\n", file.display(), compare(&written, &happened)).unwrap();
            }
            played += 1;
        }
    }
    assert!(played >= 9, "only {played} scenarios were found");
    assert!(differences.is_empty(), "{differences}");
}

/// Plays a transcript and writes it down as it happened.
fn play(shipped: &Shipped, language: Language, written: &str) -> String {
    let rules = Rules::with_key(HashKey::of_secret("key"));
    let context = Context {
        library: &shipped.library,
        understanding: &shipped.mind,
        default_language: Language::Indonesian,
        rules: &rules,
        desk: &DeskRules::default(),
        situation: Situation::default(),
    };
    let mut stage = Stage {
        context,
        language,
        session: Session::default(),
        buttons: Vec::new(),
        now: 0,
        last: None,
        last_held: false,
        unsaid: false,
        place: Place::Private,
    };
    let mut happened = String::new();
    for line in written.lines() {
        if let Some(answer) = line.strip_prefix("< ") {
            // The answers of the transcript are replaced by what was answered just before.
            let answered = stage.answered(answer.contains(" | "));
            writeln!(happened, "< {answered}").unwrap();
            continue;
        }
        writeln!(happened, "{line}").unwrap();
        if let Some(act) = line.strip_prefix("> ") {
            stage.act(act);
        } else if let Some(act) = line.strip_prefix("* ") {
            stage.at_desk("Sari", act);
        } else if let Some(act) = line.strip_prefix("** ") {
            stage.at_desk("Dewi", act);
        } else if line == "= desk" {
            stage.context.situation.desk.connected = true;
        } else if let Some(act) = line.strip_prefix("& ") {
            stage.now -= 2000;
            stage.unsaid = stage.last_held;
            stage.act(act);
        } else if line == "@ group" {
            stage.place = Place::Group;
        } else if let Some(seconds) = line.strip_prefix("= +") {
            stage.now += seconds.trim_end_matches('s').parse::<i64>().unwrap() * 1000;
            let now = stage.now;
            stage.context.situation.notices.retain(|notice| notice.until > now);
        } else if line == "= seller" {
            stage.context.situation.standing.shops = vec!["Toko Melati".to_owned()];
        } else if line == "= owner" {
            stage.context.situation.standing.owner = true;
            stage.context.situation.secret = Some(Secret::new("secret".to_owned()));
        }
    }
    happened
}

struct Stage<'a> {
    context: Context<'a>,
    language: Language,
    session: Session,
    buttons: Vec<Button>,
    now: i64,
    last: Option<Turn>,
    last_held: bool,
    unsaid: bool,
    place: Place,
}

impl Stage<'_> {
    /// Somebody of the staff writes in the customer's topic, or presses a button there: `!t`.
    fn at_desk(&mut self, name: &str, act: &str) {
        let agent = Some(Agent { id: name.to_owned(), name: name.to_owned() });
        let did = match act.strip_prefix('!') {
            Some(data) => Did::Pressed(desk::Act::decode(data)),
            None => Did::Wrote(Post {
                chat: "telegram:-1001".to_owned(),
                message: 1,
                body: Body::Words(Marked::plain(act)),
                reply_to: None,
                written_at: self.now,
            }),
        };
        let at = AtDesk { agent, seat: Seat::Customer, did };
        let pressed_message = act.starts_with('!').then_some(1);
        let moment =
            Moment { now: self.now, sent_at: self.now, place: Place::Group, pressed_message, ..Moment::default() };
        let turn = take_turn(&self.context, Session::default(), Event::AtDesk(Box::new(at)), moment);
        self.change(&turn.effects);
        self.last = Some(turn);
        self.now += 3000;
    }

    fn act(&mut self, act: &str) {
        let event = self.event(act);
        let (now, place, unsaid) = (self.now, self.place, std::mem::take(&mut self.unsaid));
        let moment = Moment { now, sent_at: now, place, unsaid, ..Moment::default() };
        let turn = take_turn(&self.context, self.session.clone(), event, moment);
        self.session = turn.session.clone();
        self.last_held = turn.held;
        if let Some(reply) = &turn.reply {
            self.buttons = reply.buttons.iter().flatten().cloned().collect();
        }
        self.change(&turn.effects);
        self.last = Some(turn);
        self.now += 3000;
    }

    /// Makes the changes of a turn, as the store would.
    fn change(&mut self, effects: &[Effect]) {
        let situation = &mut self.context.situation;
        for effect in effects {
            match effect {
                Effect::Publish(notice) => {
                    let id = format!("n{}", situation.notices.len());
                    situation.notices.push(Notice { id, ..notice.clone() });
                }
                Effect::Withdraw(id) => situation.notices.retain(|notice| notice.id != *id),
                Effect::SetHours(hours) => situation.hours = Some(hours.clone()),
                Effect::DisconnectGroup => situation.group = SupportGroup::None,
                Effect::Desk(Change::Open(ticket, _)) => {
                    situation.desk.ticket = Some(Ticket { number: 1, ..(**ticket).clone() });
                }
                Effect::Desk(Change::Save(ticket)) => situation.desk.ticket = Some((**ticket).clone()),
                Effect::Tell(_, reply) => self.buttons = reply.buttons.iter().flatten().cloned().collect(),
                Effect::Desk(Change::Ban) => situation.desk.banned = true,
                Effect::Desk(Change::Unban) => situation.desk.banned = false,
                // What has to do with orders has transcripts of its own.
                _ => {}
            }
        }
    }

    fn event(&self, act: &str) -> Event {
        if let Some(number) = act.strip_prefix('#') {
            let number: usize = number.parse().unwrap();
            return Event::Pressed(self.buttons[number - 1].clone());
        }
        match act {
            "(picture)" => showed(Medium::Picture),
            "(voice)" => showed(Medium::Voice),
            "(document)" => showed(Medium::Document),
            "(gesture)" => showed(Medium::Gesture),
            "(other)" => showed(Medium::Other),
            "(unknown button)" => Event::PressedUnknown,
            text => match Command::parse(text) {
                Some(command) => Event::Commanded(command),
                None => Event::Said {
                    text: text.to_owned(),
                    understood: Box::new(self.context.understanding.understand(text)),
                    edited: false,
                    album: None,
                },
            },
        }
    }

    fn answered(&mut self, with_buttons: bool) -> String {
        let Some(turn) = self.last.take() else { return "-".to_owned() };
        let mut parts = Vec::new();
        if let Some(reply) = &turn.reply {
            parts.push(match &reply.content {
                Content::Article(id) => format!("[{id}]"),
                Content::Phrase(phrase) => format!("{{{}}}", phrase.key()),
                Content::Topic(id) => format!("<{id}>"),
                Content::Counter(id) => format!("<counter {id}>"),
                Content::Page(parts) => page(parts),
                Content::ShortReply { reply, .. } => format!("<reply {}>", reply.as_str()),
            });
            if reply.language != self.language {
                parts.push(reply.language.to_string());
            }
            if Locale::new(reply.language, turn.script).is_converted() {
                parts.push("hant".to_owned());
            }
            match reply.placement {
                Placement::New => {}
                Placement::InPlace => parts.push("in place".to_owned()),
                Placement::ButtonsOnly => parts.push("buttons".to_owned()),
            }
            parts.extend(reply.asides.iter().map(aside));
            if turn.withdraws {
                parts.push("instead".to_owned());
            }
        }
        if let Some(toast) = turn.toast {
            parts.push(match toast {
                Toast::Phrase(phrase) => format!("({})", phrase.key()),
                Toast::Counter(id) => format!("(counter {id})"),
                Toast::Words(words) => format!("({})", words.saying.key()),
            });
        }
        parts.extend(turn.effects.iter().map(effect));
        if parts.is_empty() {
            parts.push("-".to_owned());
        }
        if with_buttons {
            let buttons = turn.reply.iter().flat_map(|reply| reply.buttons.iter().flatten());
            let buttons: Vec<String> = buttons.map(Button::encode).collect();
            parts.push(format!("| {}", buttons.join(" ")));
        }
        parts.join(" ")
    }
}

/// What stands beside a reply.
fn aside(aside: &Aside) -> String {
    match aside {
        Aside::Saying(saying) => format!("+{}", saying.key()),
        Aside::Notice { text, .. } => format!("+notice({text})"),
        Aside::Hours { .. } => "+hours".to_owned(),
    }
}

/// What changes in the store.
fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Redeem(_) => "!redeem".to_owned(),
        Effect::Invite(grant, secret) => format!("!invite({})", secret.payload(grant)),
        Effect::Remove(_) => "!remove".to_owned(),
        Effect::Publish(notice) => format!("!publish({} until {})", notice.texts.len(), notice.until),
        Effect::Withdraw(_) => "!withdraw".to_owned(),
        Effect::SetHours(_) => "!hours".to_owned(),
        Effect::DisconnectGroup => "!disconnect".to_owned(),
        Effect::Forget => "!forget".to_owned(),
        Effect::UseUp => "!use-up".to_owned(),
        Effect::Tell(..) => "!tell".to_owned(),
        Effect::LookUp(_) => "!look-up".to_owned(),
        Effect::Desk(change) => at_desk(change),
        _ => "!order".to_owned(),
    }
}

/// What changes at the desk.
fn at_desk(change: &Change) -> String {
    match change {
        Change::Open(_, story) => format!("!open({})", story.len()),
        Change::Save(ticket) => {
            let waits = if ticket.waiting_since.is_some() { " waits" } else { "" };
            let rated = ticket.rating.map(|good| format!(" rated {good}")).unwrap_or_default();
            let ended = ticket.ended.map(|(_, how)| format!(" {}", how.word())).unwrap_or_default();
            format!("!save({}{waits}{ended}{rated})", ticket.state.word())
        }
        Change::Story(story) => format!("!story({})", story.len()),
        Change::PassToDesk { gloss, answered } => {
            let named =
                |name: &str, id: &Option<ArticleId>| id.as_ref().map(|id| format!(" {name} {id}")).unwrap_or_default();
            format!("!to-desk({}{})", named("near", gloss), named("answered", answered)).replace("( ", "(")
        }
        Change::PassToCustomer { language, .. } => format!("!to-customer({language})"),
        Change::Note(note) => format!("!note({note})"),
        Change::BotSaid(id) => format!("!said({id})"),
        Change::TakeBack { .. } => "!take-back".to_owned(),
        Change::Ban => "!ban".to_owned(),
        Change::Unban => "!unban".to_owned(),
        Change::CloseTopic(_) => "!close-topic".to_owned(),
        Change::NoteGap { .. } => "!gap".to_owned(),
        Change::Inspect(_) => "!inspect".to_owned(),
        Change::Connect(_) => "!connect".to_owned(),
        Change::Refresh => "!refresh".to_owned(),
    }
}

/// A page by the keys of its sentences.
fn page(parts: &[Part]) -> String {
    let keys = parts.iter().filter_map(|part| match part {
        Part::Words(words) => Some(words.saying.key()),
        _ => None,
    });
    format!("{{{}}}", keys.collect::<Vec<_>>().join("; "))
}

fn showed(medium: Medium) -> Event {
    Event::Showed { medium, album: None, file: None }
}

/// The lines that differ, as written and as happened.
fn compare(written: &str, happened: &str) -> String {
    let pairs = written.lines().zip(happened.lines()).enumerate();
    let differing = pairs.filter(|(_, (written, happened))| written != happened);
    differing
        .map(|(at, (written, happened))| format!("  line {}: wrote {written}\n           got   {happened}\n", at + 1))
        .collect()
}
