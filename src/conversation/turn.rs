//! One turn of a conversation: [`take_turn`], the front door of this room.

use crate::knowledge::{ArticleId, Audience, Library};
use crate::language::{Language, Script};
use crate::orders::Rules;
use crate::understanding::{Understand, Understood};

use super::desk::{self, DeskRules};
use super::effect::Effect;
use super::event::{Command, Event, Place};
use super::notice::{self, Aside};
use super::page::Saying;
use super::reply::{Phrase, Placement, Reply, Toast};
use super::session::{Press, Session};
use super::situation::Situation;
use super::{Button, Content, answer, follow_up, group, menu, orders, owner, role, smalltalk};

/// What a turn may look at: all immutable.
#[derive(Clone)]
pub struct Context<'a> {
    /// The articles and topics.
    pub library: &'a Library,
    /// For words that belong to the message before them.
    pub understanding: &'a dyn Understand,
    /// The language where nothing tells another.
    pub default_language: Language,
    /// What the merchant has set about orders.
    pub rules: &'a Rules,
    /// What the merchant has set about the desk.
    pub desk: &'a DeskRules,
    /// What the store tells: who is talking, what the owner has set.
    pub situation: Situation,
}

/// When and where something happened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moment {
    /// When the turn is taken, in Unix milliseconds.
    pub now: i64,
    /// When the customer did it, in Unix milliseconds: earlier, where the bot was away.
    pub sent_at: i64,
    /// Where it happened.
    pub place: Place,
    /// The message whose button was pressed, in the transport's numbers.
    pub pressed_message: Option<i64>,
    /// Whether the last answer is still held back.
    pub unsaid: bool,
    /// The language of the sender's app, when it is one of ours.
    pub language_hint: Option<Language>,
    /// The script of the sender's app, where its language is a Chinese that tells it.
    pub script_hint: Option<Script>,
}

/// What comes of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// What is remembered from now on.
    pub session: Session,
    /// What is said: at most one message, or nothing.
    pub reply: Option<Reply>,
    /// A pop-up over the pressed button.
    pub toast: Option<Toast>,
    /// Whether the reply may wait a moment: more words are likely to follow and to make it needless.
    pub held: bool,
    /// Whether what was held back is not to be said any more: this reply takes its place.
    pub withdraws: bool,
    /// What the journal keeps.
    pub note: Note,
    /// The language of the reply, also of the toast.
    pub language: Language,
    /// The script that its reader has, where it is Chinese.
    pub script: Script,
    /// What changes in the store beyond the session, in order.
    pub effects: Vec<Effect>,
}

/// What the journal keeps of a turn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Note {
    /// What came of it, in one word: `sure`, `unsure`, `nothing`, `order`, `person`, `smalltalk`, ...
    pub outcome: &'static str,
    /// The article that was shown.
    pub article: Option<ArticleId>,
    /// The question that was not answered, as it was typed: the journal masks its digits.
    pub unanswered: Option<String>,
    /// The confidence of the best hit, from 0 to 1.
    pub confidence: Option<f32>,
}

/// Takes one turn. Cannot fail: whatever happens is answered sensibly or with silence.
pub fn take_turn(context: &Context<'_>, session: Session, event: Event, moment: Moment) -> Turn {
    let mut session = session.at(moment.now);
    session.note_app(moment.language_hint);
    session.note_script(&event, moment);
    let script = session.reads_in();
    let language = standing_language(&session, moment, context.default_language);
    let edited = matches!(event, Event::Said { edited: true, .. });
    let mut turn = Start { context, session, language, script, moment, edited };
    if moment.place == Place::Private && turn.is_pressed_again(&event) {
        return turn.silent("pressed_twice");
    }
    let dropped = owner::drop_draft(&mut turn, &event);
    let mut ended = if owner::concerns(&turn, &event) {
        owner::take(turn, event)
    } else if moment.place == Place::Group {
        group::take(turn, event)
    } else {
        desk::customer::take(turn, event)
    };
    if moment.place == Place::Private {
        desk::customer::fit_buttons(context, moment.now, &mut ended);
    }
    if let Some(reply) = ended.reply.as_mut().filter(|_| dropped) {
        reply.asides.push(Aside::Saying(Saying::DraftDropped));
    }
    notice::put_beside(context, &mut ended, moment.now);
    ended
}

/// A turn of a customer in private, with the bot.
pub(super) fn private(turn: Start<'_>, event: Event) -> Turn {
    match event {
        Event::Said { text, understood, album, .. } => {
            let turn = turn.spoken(&understood);
            let understood = role::leaning(&turn, &text, *understood);
            let matter = orders::matter(&turn, &text, &understood);
            if let Some(matter) = matter.filter(|matter| !follow_up::is_rather(&turn, &text, &understood, matter)) {
                return orders::said(follow_up::ended(turn), matter, &understood);
            }
            if album.is_some() {
                answer::said_under(turn, text, understood, album)
            } else {
                answer::said(turn, text, understood)
            }
        }
        Event::Showed { medium, file, .. } if orders::files::takes(&turn, medium, file.as_ref()) => match file {
            Some(file) => orders::files::sent(turn, file),
            None => turn.end(None, Note::default()),
        },
        Event::Showed { medium, album, .. } => smalltalk::showed(turn, medium, album),
        Event::Shared(contact) => orders::proving::shared(turn, &contact),
        Event::Found(findings) => orders::found(turn, *findings),
        Event::Happened(news) => orders::news(turn, *news),
        Event::Commanded(Command::Start(payload)) => menu::start(turn, payload.as_deref()),
        // To whoever is no owner, their commands do not exist.
        Event::Commanded(Command::Help | Command::Admin | Command::Notice(_) | Command::Unknown) => menu::help(turn),
        Event::Commanded(Command::Topics) => menu::topics(turn, None, Placement::New),
        Event::Commanded(Command::Privacy) => menu::privacy(turn),
        Event::Commanded(Command::Orders) => orders::following::list(turn, Placement::New),
        Event::Commanded(Command::Language) => menu::languages(turn, Placement::New),
        Event::Pressed(Button::Order(act)) => orders::pressed(turn, act),
        Event::Pressed(button) => menu::pressed(turn, button),
        // Only groups can be joined.
        Event::Joined => turn.silent("joined"),
        Event::Unheard | Event::AtDesk(_) => turn.silent("unheard"),
        Event::PressedUnknown => turn.toast(Phrase::ToastUnknown, "unknown_button"),
    }
}

/// The language of a conversation before anything new is said.
pub fn standing_language(session: &Session, moment: Moment, default: Language) -> Language {
    session.chosen_language.or(session.last_language).or(moment.language_hint).unwrap_or(default)
}

/// A turn that has begun: what the abilities of this room work on.
pub struct Start<'a> {
    /// What may be looked at.
    pub context: &'a Context<'a>,
    /// What was remembered; changed as the turn goes.
    pub session: Session,
    /// The language of the reply.
    pub language: Language,
    /// The script of the reply, where it is Chinese.
    pub script: Script,
    /// When and where it happens.
    pub moment: Moment,
    /// Whether the words are the new ones of an earlier message.
    pub edited: bool,
}

impl Start<'_> {
    /// The turn in the language of what was said, where that is to be followed.
    pub fn spoken(mut self, understood: &Understood) -> Self {
        let settled = self.session.last_language.is_some() || self.moment.language_hint.is_some();
        if self.session.chosen_language.is_none()
            && let Some(language) = understood.language
            && (understood.language_certain || !settled)
        {
            self.language = language;
        }
        self
    }

    /// Whether a button is pressed that was pressed just now: an impatient finger.
    fn is_pressed_again(&mut self, event: &Event) -> bool {
        let Moment { pressed_message, now, .. } = self.moment;
        let Event::Pressed(button) = event else { return false };
        let press = Press { button: button.encode(), message: pressed_message, at: now };
        pressed_message.is_some() && !self.session.presses(press)
    }

    /// Whom the topics are shown for.
    pub fn role(&self) -> Audience {
        self.session.role.unwrap_or(Audience::Buyer)
    }

    /// The way on from a message that is no answer: the topics, in its place.
    pub fn ways_on(&self) -> Vec<Vec<Button>> {
        vec![vec![Button::Topics(self.role()), Button::Person]]
    }

    /// Ends the turn with a phrase in a new message.
    pub fn phrase(self, phrase: Phrase, buttons: Vec<Vec<Button>>, outcome: &'static str) -> Turn {
        let reply = self.reply(Placement::New, Content::Phrase(phrase), buttons);
        self.end(Some(reply), Note { outcome, ..Note::default() })
    }

    /// Ends the turn without a word.
    pub fn silent(self, outcome: &'static str) -> Turn {
        self.end(None, Note { outcome, ..Note::default() })
    }

    /// Ends the turn with nothing but a pop-up.
    pub fn toast(self, phrase: Phrase, outcome: &'static str) -> Turn {
        let mut turn = self.silent(outcome);
        turn.toast = Some(Toast::Phrase(phrase));
        turn
    }

    /// A reply in the language of the turn. A person is one tap away from every message but those
    /// that end a talk or are about the person themselves.
    pub fn reply(&self, placement: Placement, content: Content, mut buttons: Vec<Vec<Button>>) -> Reply {
        let ends = [Phrase::Thanks, Phrase::Goodbye, Phrase::PersonUnavailable, Phrase::PersonUnavailableSeller]
            .map(Content::Phrase);
        if !ends.contains(&content) && !buttons.iter().flatten().any(|button| *button == Button::Person) {
            buttons.push(vec![Button::Person]);
        }
        self.reply_without_person(placement, content, buttons)
    }

    /// A reply in the language of the turn, with these buttons alone.
    pub fn reply_without_person(&self, placement: Placement, content: Content, buttons: Vec<Vec<Button>>) -> Reply {
        Reply { language: self.language, placement, content, buttons, asides: Vec::new() }
    }

    /// The turn as it goes on once something in its situation has changed.
    pub fn as_if(self, change: impl FnOnce(&mut Situation), then: impl FnOnce(Start<'_>) -> Turn) -> Turn {
        let mut context = self.context.clone();
        change(&mut context.situation);
        then(Start { context: &context, ..self })
    }

    /// Ends the turn.
    pub fn end(mut self, reply: Option<Reply>, note: Note) -> Turn {
        if reply.is_some() {
            self.session.last_language = Some(self.language);
        }
        Turn {
            session: self.session,
            reply,
            toast: None,
            held: false,
            withdraws: false,
            note,
            language: self.language,
            script: self.script,
            effects: Vec::new(),
        }
    }
}
