//! The dialogue in which an owner writes a notice: its text, the other two languages, what it
//! concerns, until when, a look at it, and out with it.
//!
//! Each step is asked for as long as its answer is missing, so that the order is in one place:
//! `NoticeDraft::step`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::admin::{Act, act};
use super::dates::{self, Refusal};
use super::dialogue::{self, Dialogue};
use super::hours::{LocalTime, days_after};
use crate::conversation::Button;
use crate::conversation::effect::Effect;
use crate::conversation::notice::{Aside, Concern, LONGEST, Notice};
use crate::conversation::page::{Part, Saying, Value, Words, line, show};
use crate::conversation::reply::Placement;
use crate::conversation::turn::{Start, Turn};
use crate::knowledge::ArticleId;
use crate::language::Language;

/// So many articles are offered for the words that were typed.
const MOST_FOUND: usize = 5;

/// The ends that are offered, in days after today.
const ENDS: [u8; 4] = [0, 1, 3, 7];

/// A notice that is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeDraft {
    texts: BTreeMap<Language, String>,
    /// A first text that does not tell its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    unsorted: Option<String>,
    skipped: BTreeSet<Language>,
    concern: Option<Concern>,
    until: Option<i64>,
}

/// What is asked for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Text,
    Language,
    Translation(Language),
    Concern,
    Until,
    Look,
}

impl NoticeDraft {
    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.unsorted.is_none()
    }

    fn step(&self) -> Step {
        if self.unsorted.is_some() {
            return Step::Language;
        }
        if self.texts.is_empty() {
            return Step::Text;
        }
        let missing = |language: &Language| !self.texts.contains_key(language) && !self.skipped.contains(language);
        match Language::ALL.into_iter().find(missing) {
            Some(language) => Step::Translation(language),
            None if self.concern.is_none() => Step::Concern,
            None if self.until.is_none() => Step::Until,
            None => Step::Look,
        }
    }
}

/// Begins a notice, with its text perhaps.
pub fn begin(turn: Start<'_>, text: Option<String>, placement: Placement) -> Turn {
    match text {
        Some(text) => written(turn, NoticeDraft::default(), text),
        None => ask(turn, NoticeDraft::default(), None, placement),
    }
}

/// What was typed answers the present step.
pub fn said(turn: Start<'_>, mut draft: NoticeDraft, text: String) -> Turn {
    match draft.step() {
        Step::Text => written(turn, draft, text),
        Step::Language | Step::Look => ask(turn, draft, Some(Saying::UseButtons), Placement::New),
        Step::Translation(_) if is_too_long(&text) => ask(turn, draft, Some(Saying::NoticeTooLong), Placement::New),
        Step::Translation(language) => {
            let understood = turn.context.understanding.understand(&text);
            let told = understood.language.filter(|_| understood.language_certain);
            // Whoever mixes up the order of the languages means well.
            let missing = told.filter(|told| !draft.texts.contains_key(told)).unwrap_or(language);
            draft.texts.insert(missing, text);
            ask(turn, draft, None, Placement::New)
        }
        Step::Concern => look_for(turn, draft, &text),
        Step::Until => {
            let zone = turn.context.situation.zone();
            let today = LocalTime::of(turn.moment.now, zone).at.date();
            let end = dates::end(&text, turn.moment.now, today, zone);
            draft.until = end.ok();
            ask(turn, draft, end.err().map(refused), Placement::New)
        }
    }
}

/// The first text. Its language is that which it tells, else it is asked for.
fn written(turn: Start<'_>, mut draft: NoticeDraft, text: String) -> Turn {
    if is_too_long(&text) {
        return ask(turn, draft, Some(Saying::NoticeTooLong), Placement::New);
    }
    let understood = turn.context.understanding.understand(&text);
    match understood.language.filter(|_| understood.language_certain) {
        Some(language) => {
            draft.texts.insert(language, text);
        }
        None => draft.unsorted = Some(text),
    }
    ask(turn, draft, None, Placement::New)
}

fn is_too_long(text: &str) -> bool {
    text.chars().count() > LONGEST
}

fn refused(refusal: Refusal) -> Saying {
    match refusal {
        Refusal::Unreadable => Saying::DayUnread,
        Refusal::Past => Saying::DayPast,
        Refusal::Far => Saying::DayFar,
    }
}

/// What a button of the dialogue does. One that belongs to another step asks the present one again.
pub fn pressed(mut turn: Start<'_>, pressed: Act) -> Turn {
    let Some(Dialogue::Notice(mut draft)) = turn.session.draft.take().map(|draft| draft.dialogue) else {
        return over(turn);
    };
    match (draft.step(), pressed) {
        (Step::Language, Act::NoticeIn(language)) => {
            draft.texts.extend(draft.unsorted.take().map(|text| (language, text)));
        }
        (Step::Translation(language), Act::Skip(skipped)) if language == skipped => {
            draft.skipped.insert(language);
        }
        (Step::Concern, Act::ConcernAll) => draft.concern = Some(Concern::Everything),
        (Step::Concern, Act::ConcernTopic(topic)) if turn.context.library.topic(&topic).is_some() => {
            draft.concern = Some(Concern::Topic(topic));
        }
        (Step::Concern, Act::ConcernArticle(article)) if turn.context.library.articles.contains_key(&article) => {
            draft.concern = Some(Concern::Article(article));
        }
        (Step::Until, Act::Until(days)) if ENDS.contains(&days) => {
            let zone = turn.context.situation.zone();
            let today = LocalTime::of(turn.moment.now, zone).at.date();
            draft.until = Some(zone.end_of(days_after(today, i32::from(days))));
        }
        (Step::Look, Act::Publish) => return publish(turn, draft),
        _ => {}
    }
    ask(turn, draft, None, Placement::InPlace)
}

/// A button of a dialogue that is over.
fn over(turn: Start<'_>) -> Turn {
    show(turn, Placement::InPlace, vec![line(Saying::DraftOver)], vec![vec![act(Act::NewNotice)]], "admin")
}

fn publish(turn: Start<'_>, mut draft: NoticeDraft) -> Turn {
    let (Some(concern), Some(until)) = (draft.concern.clone(), draft.until) else {
        return ask(turn, draft, None, Placement::InPlace);
    };
    if until <= turn.moment.now {
        draft.until = None;
        return ask(turn, draft, Some(Saying::DayPast), Placement::InPlace);
    }
    let local = LocalTime::of(until, turn.context.situation.zone());
    let parts = vec![Part::Words(Words::new(Saying::Published).with("until", Value::Until(local)))];
    let buttons = vec![vec![act(Act::Notices)], vec![act(Act::Home)]];
    let mut ended = show(turn, Placement::InPlace, parts, buttons, "admin");
    ended.effects.push(Effect::Publish(Notice { id: String::new(), texts: draft.texts, concern, until }));
    ended
}

/// Asks for what is missing, after a sentence that says why it still is.
pub fn ask(mut turn: Start<'_>, draft: NoticeDraft, why: Option<Saying>, placement: Placement) -> Turn {
    dialogue::ask(&mut turn, Dialogue::Notice(draft.clone()));
    let mut parts: Vec<Part> = why.map(line).into_iter().collect();
    let mut buttons = Vec::new();
    match draft.step() {
        Step::Text => parts.push(line(Saying::AskNotice)),
        Step::Language => {
            parts.push(line(Saying::AskNoticeLanguage));
            parts.extend(draft.unsorted.map(Part::Literal));
            buttons.push(Language::ALL.map(|language| act(Act::NoticeIn(language))).to_vec());
        }
        Step::Translation(language) => {
            parts.push(Part::Words(Words::new(Saying::AskTranslation).with("language", Value::Language(language))));
            buttons.push(vec![act(Act::Skip(language))]);
        }
        Step::Concern => {
            parts.push(line(Saying::AskConcern));
            buttons.extend(concerns(&turn));
        }
        Step::Until => {
            parts.push(Part::Words(
                Words::new(Saying::AskUntil).with("zone", Value::Zone(turn.context.situation.zone())),
            ));
            buttons.extend(ENDS.chunks(2).map(|days| days.iter().map(|days| act(Act::Until(*days))).collect()));
        }
        Step::Look => {
            parts.extend(look(&turn, draft));
            buttons.push(vec![act(Act::Publish)]);
        }
    }
    buttons.push(vec![act(Act::Cancel)]);
    show(turn, placement, parts, buttons, "notice")
}

/// Everything, or one of the topics.
fn concerns(turn: &Start<'_>) -> Vec<Vec<Button>> {
    let topics: Vec<Button> =
        turn.context.library.topics.iter().map(|topic| act(Act::ConcernTopic(topic.id.clone()))).collect();
    let all = std::iter::once(vec![act(Act::ConcernAll)]);
    all.chain(topics.chunks(2).map(<[Button]>::to_vec)).collect()
}

/// Offers the articles that fit the words.
fn look_for(mut turn: Start<'_>, draft: NoticeDraft, words: &str) -> Turn {
    let hits = turn.context.understanding.understand(words).hits;
    let library = turn.context.library;
    let known = hits.into_iter().map(|hit| hit.article).filter(|id| library.articles.contains_key(id));
    let found: Vec<ArticleId> = known.take(MOST_FOUND).collect();
    if found.is_empty() {
        return ask(turn, draft, Some(Saying::NothingFound), Placement::New);
    }
    dialogue::ask(&mut turn, Dialogue::Notice(draft));
    let mut buttons: Vec<Vec<Button>> = found.into_iter().map(|id| vec![act(Act::ConcernArticle(id))]).collect();
    buttons.extend(concerns(&turn).into_iter().take(1));
    buttons.push(vec![act(Act::Cancel)]);
    show(turn, Placement::New, vec![line(Saying::FoundArticles)], buttons, "notice")
}

/// The notice as customers will see it, in every language.
fn look(turn: &Start<'_>, draft: NoticeDraft) -> Vec<Part> {
    let (concern, until) = (draft.concern.unwrap_or(Concern::Everything), draft.until.unwrap_or_default());
    let notice = Notice { id: String::new(), texts: draft.texts, concern, until };
    let until = LocalTime::of(until, turn.context.situation.zone());
    let heading = Words::new(Saying::Look).with("concern", Value::Concern(notice.concern.clone()));
    let shown = |language: Language| {
        let aside = Aside::Notice { text: notice.text(language).to_owned(), until };
        [
            Part::Words(Words::new(Saying::LanguageLine).with("language", Value::Language(language))),
            Part::Aside(language, aside),
        ]
    };
    std::iter::once(Part::Words(heading)).chain(Language::ALL.into_iter().flat_map(shown)).collect()
}
