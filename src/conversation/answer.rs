//! Answering a question: the article, the choices of *did you mean*, or an honest "I don't know",
//! and what becomes of each when the customer reacts.

use crate::knowledge::{Article, ArticleId, Audience};
use crate::language::Language;
use crate::understanding::{Hit, Outcome, Understood};

use super::reply::{Content, Phrase, Placement};
use super::session::OpenQuestion;
use super::turn::{Note, Start, Turn};
use super::{Button, everyday, menu, smalltalk};

/// Words that follow an unsure reply within this time are understood together with it.
const BELONGS_TOGETHER_MS: i64 = 20_000;

/// So many messages in a row that were not understood make the bot offer a person.
const MISSES_BEFORE_PERSON: u8 = 2;

/// So many articles are offered at once.
const CHOICES: usize = 3;

/// A choice that is less likely than this is not worth a button.
const WORTH_A_BUTTON: f32 = 0.05;

/// Questions are understood together up to this many characters: what is longer speaks for itself.
const LONGEST_TOGETHER: usize = 500;

/// Answers what was said.
pub fn said(turn: Start<'_>, text: String, understood: Understood) -> Turn {
    let Asked { question, understood } = with_open_question(&turn, &text, understood);
    let confidence = understood.hits.first().map(|hit| hit.confidence);
    let mut answered = match understood.outcome {
        Outcome::Sure(article) => sure(turn, article, &understood.hits),
        Outcome::Unsure(choices) => unsure(turn, question, choices),
        Outcome::Order => order(turn),
        Outcome::Person => person(turn),
        Outcome::ShopQuestion => everyday::only_shop_knows(turn),
        Outcome::Compromised => everyday::urgent(turn),
        Outcome::Foreign(choices) => everyday::another_language(turn, choices),
        Outcome::SmallTalk(kind) => smalltalk::answer(turn, kind),
        Outcome::LanguageWish(Some(language)) => menu::speak(turn, language, Placement::New),
        Outcome::LanguageWish(None) => menu::languages(turn, Placement::New),
        Outcome::Topics(audience) => menu::topics(turn, audience, Placement::New),
        Outcome::Help => menu::help(turn),
        Outcome::NoneOfThese => none_fitted(turn),
        Outcome::Nothing => nothing(turn, question),
    };
    answered.note.confidence = confidence;
    if matches!(answered.note.outcome, "unsure" | "nothing") {
        answered.note.unanswered = Some(text);
    }
    answered
}

/// What is asked: the words just said, or the open question with them.
struct Asked {
    question: String,
    understood: Understood,
}

/// The question that these words complete, when they follow an unsure reply at once and say more
/// together than alone.
fn with_open_question(turn: &Start<'_>, text: &str, understood: Understood) -> Asked {
    let alone = Asked { question: text.to_owned(), understood };
    let Some(open) = &turn.session.open_question else { return alone };
    let sure_alone = !matches!(alone.understood.outcome, Outcome::Unsure(_) | Outcome::Nothing);
    let together = format!("{}\n{text}", open.text);
    let too_late = turn.now.saturating_sub(open.at) > BELONGS_TOGETHER_MS;
    if sure_alone || too_late || together.chars().count() > LONGEST_TOGETHER {
        return alone;
    }
    let mut joint = turn.context.understanding.understand(&together);
    let says_more = matches!(
        (&alone.understood.outcome, &joint.outcome),
        (_, Outcome::Sure(_) | Outcome::Compromised)
            | (Outcome::Nothing, Outcome::Unsure(_) | Outcome::Order | Outcome::Person)
    );
    if !says_more {
        return alone;
    }
    joint.language = alone.understood.language.or(joint.language);
    Asked { question: together, understood: joint }
}

fn sure(mut turn: Start<'_>, article: ArticleId, hits: &[Hit]) -> Turn {
    let others = hits.iter().filter(|hit| hit.article != article && hit.confidence >= WORTH_A_BUTTON);
    turn.session.alternatives = others.map(|hit| hit.article.clone()).take(CHOICES).collect();
    turn.session.answered = Some(article.clone());
    let mut ended = show(turn, article, Placement::New);
    if ended.note.outcome == "article" {
        ended.note.outcome = "sure";
    }
    ended
}

fn unsure(mut turn: Start<'_>, question: String, choices: Vec<ArticleId>) -> Turn {
    let choices = readable(&turn, choices);
    if choices.is_empty() {
        return nothing(turn, question);
    }
    keep_open(&mut turn, question);
    let phrase = if choices.len() == 1 { Phrase::DidYouMeanThis } else { Phrase::DidYouMean };
    let buttons = choice_buttons(choices);
    turn.phrase(phrase, buttons, "unsure")
}

fn nothing(mut turn: Start<'_>, question: String) -> Turn {
    keep_open(&mut turn, question);
    missed(turn, Phrase::NotUnderstood)
}

/// Remembers a question that the next words may complete, unless it is too long for that.
fn keep_open(turn: &mut Start<'_>, question: String) {
    let text = if question.chars().count() > LONGEST_TOGETHER { String::new() } else { question };
    turn.session.open_question = Some(OpenQuestion { text, at: turn.now });
}

/// Counts a miss, and says so; after several in a row offers a person instead.
fn missed(mut turn: Start<'_>, phrase: Phrase) -> Turn {
    turn.session.misses = turn.session.misses.saturating_add(1);
    if turn.session.misses < MISSES_BEFORE_PERSON {
        let buttons = turn.ways_on();
        return turn.phrase(phrase, buttons, "nothing");
    }
    let buttons = vec![vec![Button::Person], vec![Button::Topics(turn.role())]];
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

fn show_worded_in(mut turn: Start<'_>, language: Language, id: ArticleId, placement: Placement) -> Turn {
    let Some(article) = turn.context.library.articles.get(&id) else {
        let buttons = turn.ways_on();
        return turn.phrase(Phrase::ArticleGone, buttons, "article_gone");
    };
    turn.session.settled();
    if article.audience == Audience::Seller {
        turn.session.role = Some(Audience::Seller);
    }
    if !article.texts.contains_key(&language) {
        let mut buttons: Vec<Vec<Button>> =
            article.texts.keys().map(|other| vec![Button::ArticleIn(*other, id.clone())]).collect();
        buttons.extend(turn.ways_on());
        return turn.phrase(Phrase::ArticleNotInLanguage, buttons, "not_translated");
    }
    let buttons = article_buttons(&turn, article, language, placement);
    let mut reply = turn.reply(placement, Content::Article(id.clone()), buttons);
    reply.language = language;
    turn.end(Some(reply), Note { outcome: "article", article: Some(id), ..Note::default() })
}

/// Did it help? Then the nearest related articles, then the way back or on. Under an answer these
/// open in messages of their own; in the menu they take its place.
fn article_buttons(turn: &Start<'_>, article: &Article, language: Language, placement: Placement) -> Vec<Vec<Button>> {
    let in_menu = placement == Placement::InPlace;
    let library = turn.context.library;
    let related = article.related.iter().filter(|id| library.text(id, language).is_some()).take(2).cloned();
    let mut rows = vec![vec![Button::Helped(article.id.clone()), Button::NotHelped(article.id.clone())]];
    rows.extend(related.map(|id| vec![if in_menu { Button::Article(id) } else { Button::Choice(id) }]));
    let back = if in_menu { Button::Topic(article.topic.clone()) } else { Button::OpenTopics(article.audience) };
    rows.push(vec![back, Button::Person]);
    rows
}

/// One of the choices was taken.
pub fn chosen(turn: Start<'_>, id: ArticleId) -> Turn {
    show(turn, id, Placement::New)
}

/// None of the choices fitted: a miss.
pub fn none_fitted(turn: Start<'_>) -> Turn {
    missed(turn, Phrase::NoneFitted)
}

/// The answer helped: the question goes from the message, a word of thanks pops up.
pub fn helped(turn: Start<'_>, id: ArticleId) -> Turn {
    let audience = turn.context.library.articles.get(&id).map_or(turn.role(), |article| article.audience);
    let buttons = vec![vec![Button::OpenTopics(audience), Button::Person]];
    let reply = turn.reply(Placement::ButtonsOnly, Content::Article(id.clone()), buttons);
    let mut ended = turn.end(Some(reply), Note { outcome: "helped", article: Some(id), ..Note::default() });
    ended.toast = Some(Phrase::ToastHelped);
    ended
}

/// The answer did not help: what else fitted the question, or the related articles, and a person.
pub fn not_helped(turn: Start<'_>, id: ArticleId) -> Turn {
    let fitted = Some(&id) == turn.session.answered.as_ref() && !turn.session.alternatives.is_empty();
    let others = if fitted {
        turn.session.alternatives.clone()
    } else {
        turn.context.library.articles.get(&id).map(|article| article.related.clone()).unwrap_or_default()
    };
    let choices = readable(&turn, others.into_iter().filter(|other| *other != id).collect());
    let mut ended = if choices.is_empty() {
        let buttons = turn.ways_on();
        turn.phrase(Phrase::NotHelped, buttons, "not_helped")
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
    turn.session.settled();
    let (phrase, article) = match turn.role() {
        Audience::Buyer => (Phrase::PersonUnavailable, "contact-support"),
        Audience::Seller => (Phrase::PersonUnavailableSeller, "seller-contact-platform"),
    };
    let mut buttons = article_choices(&turn, &[article]);
    buttons.push(vec![Button::Topics(turn.role())]);
    turn.phrase(phrase, buttons, "person")
}

/// The sender's own order is asked about: the honest way to its status.
fn order(mut turn: Start<'_>) -> Turn {
    turn.session.settled();
    let buttons = article_choices(&turn, &["check-order-status", "track-parcel"]);
    turn.phrase(Phrase::OrderUnavailable, buttons, "order")
}

/// Articles as choices, those that can be read. Ids that a merchant has hidden are left out.
pub fn article_choices(turn: &Start<'_>, ids: &[&str]) -> Vec<Vec<Button>> {
    let ids = ids.iter().map(|id| ArticleId::from(*id)).collect();
    readable(turn, ids).into_iter().map(|id| vec![Button::Choice(id)]).collect()
}

/// The first of these articles that can be read in the language of the turn.
pub fn readable(turn: &Start<'_>, ids: Vec<ArticleId>) -> Vec<ArticleId> {
    let can_read = |id: &ArticleId| turn.context.library.text(id, turn.language).is_some();
    ids.into_iter().filter(can_read).take(CHOICES).collect()
}

/// A row for each choice, and one that turns them all down.
pub fn choice_buttons(choices: Vec<ArticleId>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = choices.into_iter().map(|id| vec![Button::Choice(id)]).collect();
    rows.push(vec![Button::NoneOfThese]);
    rows
}
