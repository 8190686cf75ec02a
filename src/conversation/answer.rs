//! Answering a question: the article, the choices of *did you mean*, or an honest "I don't know",
//! and what becomes of each when the customer reacts.

use crate::knowledge::ArticleId;
use crate::language::Language;
use crate::understanding::{Outcome, Understood};

use super::reply::{Content, Phrase, Placement, Reply};
use super::session::OpenQuestion;
use super::turn::{Note, Start, Turn};
use super::{Button, menu, smalltalk};

/// Words that follow an unsure reply within this time are understood together with it.
const BELONGS_TOGETHER_MS: i64 = 20_000;

/// So many messages in a row that were not understood make the bot offer a person.
const MISSES_BEFORE_PERSON: u8 = 2;

/// So many articles are offered at once.
const CHOICES: usize = 3;

/// Answers what was said.
pub fn said(turn: Start<'_>, text: String, understood: Understood) -> Turn {
    let (text, understood) = with_open_question(&turn, text, understood);
    let confidence = understood.hits.first().map(|hit| hit.confidence);
    let mut answered = match understood.outcome {
        Outcome::Sure(article) => sure(turn, article, &understood.hits),
        Outcome::Unsure(choices) => unsure(turn, text, choices),
        Outcome::Order => order(turn),
        Outcome::Person => person(turn),
        Outcome::SmallTalk(kind) => smalltalk::answer(turn, kind),
        Outcome::LanguageWish(Some(language)) => menu::speak(turn, language, Placement::New),
        Outcome::LanguageWish(None) => menu::languages(turn, Placement::New),
        Outcome::Nothing => nothing(turn, text),
    };
    answered.note.confidence = confidence;
    answered
}

/// The question that these words complete, when they follow an unsure reply at once and say more
/// together than alone.
fn with_open_question(turn: &Start<'_>, text: String, understood: Understood) -> (String, Understood) {
    let Some(open) = &turn.session.open_question else { return (text, understood) };
    let alone = matches!(understood.outcome, Outcome::Unsure(_) | Outcome::Nothing);
    if !alone || turn.now.saturating_sub(open.at) > BELONGS_TOGETHER_MS {
        return (text, understood);
    }
    let together = format!("{}\n{text}", open.text);
    let mut joint = turn.context.understanding.understand(&together);
    let says_more = matches!(
        (&understood.outcome, &joint.outcome),
        (_, Outcome::Sure(_)) | (Outcome::Nothing, Outcome::Unsure(_) | Outcome::Order | Outcome::Person)
    );
    if !says_more {
        return (text, understood);
    }
    joint.language = understood.language.or(joint.language);
    (together, joint)
}

fn sure(mut turn: Start<'_>, article: ArticleId, hits: &[crate::understanding::Hit]) -> Turn {
    turn.session.misses = 0;
    turn.session.open_question = None;
    turn.session.alternatives =
        hits.iter().map(|hit| hit.article.clone()).filter(|id| *id != article).take(CHOICES).collect();
    show(turn, article, Placement::New)
}

fn unsure(mut turn: Start<'_>, text: String, choices: Vec<ArticleId>) -> Turn {
    let choices = readable(&turn, choices);
    if choices.is_empty() {
        return nothing(turn, text);
    }
    turn.session.open_question = Some(OpenQuestion { text: text.clone(), at: turn.now });
    turn.session.alternatives.clone_from(&choices);
    let buttons = choice_buttons(choices);
    let mut ended = turn.phrase(Phrase::DidYouMean, buttons, "unsure");
    ended.note.unanswered = Some(text);
    ended
}

fn nothing(mut turn: Start<'_>, text: String) -> Turn {
    turn.session.open_question = Some(OpenQuestion { text: text.clone(), at: turn.now });
    let mut ended = missed(turn, Phrase::NotUnderstood);
    ended.note.unanswered = Some(text);
    ended
}

/// Counts a miss, and says so; after several in a row offers a person instead.
fn missed(mut turn: Start<'_>, phrase: Phrase) -> Turn {
    turn.session.misses = turn.session.misses.saturating_add(1);
    if turn.session.misses < MISSES_BEFORE_PERSON {
        return turn.phrase(phrase, menu::ways_on(), "nothing");
    }
    let buttons = vec![vec![Button::Person], vec![Button::Topics(crate::knowledge::Audience::Buyer)]];
    turn.phrase(Phrase::NotUnderstoodAgain, buttons, "nothing")
}

/// Shows an article in the language of the turn, or says in which languages it can be read.
pub fn show(turn: Start<'_>, id: ArticleId, placement: Placement) -> Turn {
    let language = turn.language;
    show_worded_in(turn, language, id, placement)
}

/// Shows an article in a language that the reader picked for this once.
pub fn show_in(turn: Start<'_>, language: Language, id: ArticleId) -> Turn {
    show_worded_in(turn, language, id, Placement::New)
}

fn show_worded_in(turn: Start<'_>, language: Language, id: ArticleId, placement: Placement) -> Turn {
    let Some(article) = turn.context.library.articles.get(&id) else {
        return turn.phrase(Phrase::ArticleGone, menu::ways_on(), "article_gone");
    };
    if !article.texts.contains_key(&language) {
        let mut buttons: Vec<Vec<Button>> =
            article.texts.keys().map(|other| vec![Button::ArticleIn(*other, id.clone())]).collect();
        buttons.extend(menu::ways_on());
        return turn.phrase(Phrase::ArticleNotInLanguage, buttons, "not_translated");
    }
    let buttons = article_buttons(&turn, article, language, placement);
    let mut reply = turn.reply(placement, Content::Article(id.clone()), buttons);
    reply.language = language;
    turn.end(Some(reply), Note { outcome: "sure", article: Some(id), ..Note::default() })
}

/// Did it help? Then the nearest related articles, then the way back or on.
fn article_buttons(
    turn: &Start<'_>,
    article: &crate::knowledge::Article,
    language: Language,
    placement: Placement,
) -> Vec<Vec<Button>> {
    let mut rows = vec![vec![Button::Helped(article.id.clone()), Button::NotHelped(article.id.clone())]];
    let library = turn.context.library;
    let related = article.related.iter().filter(|id| library.text(id, language).is_some()).take(2);
    rows.extend(related.map(|id| vec![Button::Article(id.clone())]));
    match placement {
        Placement::InPlace => rows.push(vec![Button::Topic(article.topic.clone()), Button::Person]),
        _ => rows.push(vec![Button::Topics(article.audience), Button::Person]),
    }
    rows
}

/// One of the choices was taken.
pub fn chosen(mut turn: Start<'_>, id: ArticleId) -> Turn {
    turn.session.misses = 0;
    turn.session.open_question = None;
    turn.session.alternatives.retain(|other| *other != id);
    show(turn, id, Placement::New)
}

/// None of the choices fitted: a miss.
pub fn none_fitted(mut turn: Start<'_>) -> Turn {
    turn.session.alternatives.clear();
    missed(turn, Phrase::NoneFitted)
}

/// The answer helped: the question goes from the message, a word of thanks pops up.
pub fn helped(turn: Start<'_>, id: ArticleId) -> Turn {
    let buttons = vec![vec![Button::Topics(crate::knowledge::Audience::Buyer)]];
    let reply = Reply {
        placement: Placement::ButtonsOnly,
        ..turn.reply(Placement::New, Content::Article(id.clone()), buttons)
    };
    let mut ended = turn.end(Some(reply), Note { outcome: "helped", article: Some(id), ..Note::default() });
    ended.toast = Some(Phrase::ToastHelped);
    ended
}

/// The answer did not help: the next best articles, and a person.
pub fn not_helped(mut turn: Start<'_>, id: ArticleId) -> Turn {
    let others = turn.session.alternatives.iter().filter(|other| **other != id).cloned().collect();
    let choices = readable(&turn, others);
    turn.session.alternatives.clear();
    let mut ended = if choices.is_empty() {
        turn.phrase(Phrase::NotHelped, menu::ways_on(), "not_helped")
    } else {
        let mut buttons = choice_buttons(choices);
        buttons.push(vec![Button::Person]);
        turn.phrase(Phrase::NotHelpedChoices, buttons, "not_helped")
    };
    ended.note.article = Some(id);
    ended
}

/// A person is wanted: the honest way to one.
pub fn person(mut turn: Start<'_>) -> Turn {
    turn.session.misses = 0;
    turn.session.open_question = None;
    let buttons = articles_then_topics(&turn, &["contact-support"]);
    turn.phrase(Phrase::PersonUnavailable, buttons, "person")
}

/// The sender's own order is asked about: the honest way to its status.
fn order(mut turn: Start<'_>) -> Turn {
    turn.session.misses = 0;
    turn.session.open_question = None;
    let mut buttons = articles_then_topics(&turn, &["check-order-status", "track-parcel"]);
    buttons.push(vec![Button::Person]);
    turn.phrase(Phrase::OrderUnavailable, buttons, "order")
}

fn articles_then_topics(turn: &Start<'_>, ids: &[&str]) -> Vec<Vec<Button>> {
    let ids = ids.iter().map(|id| ArticleId::from(*id)).collect();
    readable(turn, ids).into_iter().map(|id| vec![Button::Choice(id)]).collect()
}

fn readable(turn: &Start<'_>, ids: Vec<ArticleId>) -> Vec<ArticleId> {
    let can_read = |id: &ArticleId| turn.context.library.text(id, turn.language).is_some();
    ids.into_iter().filter(can_read).take(CHOICES).collect()
}

fn choice_buttons(choices: Vec<ArticleId>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = choices.into_iter().map(|id| vec![Button::Choice(id)]).collect();
    rows.push(vec![Button::NoneOfThese]);
    rows
}
