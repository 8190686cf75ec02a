//! Answering a question: the article, the choices of *did you mean*, or an honest "I don't know",
//! and what becomes of each when the customer reacts.

use crate::knowledge::{Article, ArticleId, Audience};
use crate::language::Language;
use crate::understanding::{Hit, Outcome, Same, Understood};

use super::joining::{self, Asked, Says};
use super::reply::{Content, Phrase, Placement, Reply, Toast};
use super::session::Question;
use super::turn::{Note, Start, Turn};
use super::{Button, desk, everyday, follow_up, menu, orders, smalltalk};

/// So many messages in a row that were not understood make the bot offer a person.
const MISSES_BEFORE_PERSON: u8 = 2;

/// So many articles are offered at once.
const CHOICES: usize = 3;

/// A choice that is less likely than this is not worth a button.
const WORTH_A_BUTTON: f32 = 0.05;

/// Answers what was said, alone or together with what was said before it.
pub fn said(mut turn: Start<'_>, text: String, understood: Understood) -> Turn {
    if let Some(follow) = follow_up::of(&turn, &text, &understood) {
        return follow_up::answer(turn, &text, follow);
    }
    let Asked { understood, mut question, withdraws, needless } = joining::asked(&mut turn, &text, understood);
    if needless {
        question.answer = joining::answer(&understood.outcome);
        joining::remember(&mut turn.session, question, joining::says(&understood.outcome), false);
        return turn.silent("nothing_new");
    }
    if follow_up::is_again(&turn, &understood.outcome) {
        return follow_up::again(turn, Same::AskedAgain, |turn| answered(turn, &text, question, understood, withdraws));
    }
    follow_up::begin(&mut turn, &question, &understood);
    answered(turn, &text, question, understood, withdraws)
}

/// Answers a question that was understood so, and remembers it.
pub fn answered(turn: Start<'_>, text: &str, mut question: Question, understood: Understood, withdraws: bool) -> Turn {
    question.answer = joining::answer(&understood.outcome);
    let says = joining::says(&understood.outcome);
    let held = joining::is_held(&turn, &question, &understood.outcome);
    let confidence = understood.hits.first().map(|hit| hit.confidence);
    let mut answered = reply_to(turn, understood);
    answered.note.confidence = confidence;
    if says < Says::Enough && answered.note.outcome != "smalltalk" {
        let asked = if question.text.is_empty() { text } else { &question.text };
        answered.note.unanswered = Some(asked.to_owned());
    }
    joining::remember(&mut answered.session, question, says, held);
    Turn { held, withdraws, ..answered }
}

/// Answers what was said under a picture of an album: instead of what is held back about its other
/// pictures, and of all that follows about them.
pub fn said_under(mut turn: Start<'_>, text: String, understood: Understood, album: Option<String>) -> Turn {
    let same = turn.session.album == album;
    turn.session.album = album;
    let unsaid = turn.moment.unsaid;
    let ended = said(turn, text, understood);
    Turn { withdraws: ended.withdraws || (unsaid && same), ..ended }
}

fn reply_to(turn: Start<'_>, understood: Understood) -> Turn {
    match understood.outcome {
        Outcome::Sure(article) => sure(turn, article, &understood.hits),
        Outcome::Unsure(choices) => unsure(turn, choices),
        Outcome::Order => orders::following::wanted(turn),
        Outcome::Person => person(turn),
        Outcome::ShopQuestion => everyday::only_shop_knows(turn),
        Outcome::Compromised => everyday::urgent(turn),
        Outcome::Foreign(choices) => everyday::another_language(turn, choices),
        Outcome::SmallTalk(kind) => smalltalk::answer(turn, kind),
        Outcome::LanguageWish(Some(language)) => menu::speak(turn, language, Placement::New),
        Outcome::LanguageWish(None) => menu::languages(turn, Placement::New),
        Outcome::Topics(audience) => menu::topics(turn, audience, Placement::New),
        Outcome::Help => menu::help(turn),
        Outcome::NoneOfThese => none_fitted(turn, Placement::New),
        Outcome::Nothing => nothing(turn),
    }
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

fn unsure(mut turn: Start<'_>, choices: Vec<ArticleId>) -> Turn {
    let choices = readable(&turn, choices);
    if choices.is_empty() {
        return nothing(turn);
    }
    follow_up::offers(&mut turn, &choices);
    let phrase = if choices.len() == 1 { Phrase::DidYouMeanThis } else { Phrase::DidYouMean };
    let buttons = choice_buttons(choices);
    turn.phrase(phrase, buttons, "unsure")
}

fn nothing(turn: Start<'_>) -> Turn {
    missed(turn, Phrase::NotUnderstood, Placement::New)
}

/// Counts a miss, and says so; after several in a row offers a person instead.
pub fn missed(mut turn: Start<'_>, phrase: Phrase, placement: Placement) -> Turn {
    turn.session.misses = turn.session.misses.saturating_add(1);
    let (phrase, buttons) = if turn.session.misses < MISSES_BEFORE_PERSON {
        (phrase, turn.ways_on())
    } else {
        (Phrase::NotUnderstoodAgain, vec![vec![Button::Person], vec![Button::Topics(turn.role())]])
    };
    let reply = turn.reply(placement, Content::Phrase(phrase), buttons);
    turn.end(Some(reply), Note { outcome: "nothing", ..Note::default() })
}

/// Shows an article in the language of the turn, or says in which languages it can be read.
pub fn show(turn: Start<'_>, id: ArticleId, placement: Placement) -> Turn {
    let language = turn.language;
    show_worded_in(turn, language, id, placement)
}

/// Shows an article in a language that the reader picked for this once.
pub fn show_in(turn: Start<'_>, language: Language, id: ArticleId) -> Turn {
    show_worded_in(turn, language, id, Placement::InPlace)
}

fn show_worded_in(mut turn: Start<'_>, language: Language, id: ArticleId, placement: Placement) -> Turn {
    let Some(article) = turn.context.library.articles.get(&id) else {
        let buttons = turn.ways_on();
        return turn.phrase(Phrase::ArticleGone, buttons, "article_gone");
    };
    turn.session.settled();
    follow_up::shows(&mut turn, &id, language);
    // Whoever sells here stays a seller; of others the last article tells.
    if turn.context.situation.standing.shops.is_empty() {
        turn.session.role = Some(article.audience);
    }
    if !article.texts.contains_key(&language) {
        let mut buttons: Vec<Vec<Button>> =
            article.texts.keys().map(|other| vec![Button::ArticleIn(*other, id.clone())]).collect();
        buttons.extend(turn.ways_on());
        return turn.phrase(Phrase::ArticleNotInLanguage, buttons, "not_translated");
    }
    let buttons = article_buttons(&turn, article, language);
    let mut reply = turn.reply(placement, Content::Article(id.clone()), buttons);
    reply.language = language;
    turn.end(Some(reply), Note { outcome: "article", article: Some(id), ..Note::default() })
}

/// Did it help? Then the nearest related articles, what can be shown at a counter, and the way back
/// and on. All of them change the message they stand on, so that no pile of messages grows.
fn article_buttons(turn: &Start<'_>, article: &Article, language: Language) -> Vec<Vec<Button>> {
    let library = turn.context.library;
    let related = article.related.iter().filter(|id| library.text(id, language).is_some()).take(2).cloned();
    let mut rows = vec![vec![Button::Helped(article.id.clone()), Button::NotHelped(article.id.clone())]];
    if language != Language::Indonesian && article.counter.contains_key(&Language::Indonesian) {
        rows.push(vec![Button::ShowThis(article.id.clone())]);
    }
    rows.extend(related.map(|id| vec![Button::Article(id)]));
    rows.extend(ways_from(article));
    rows
}

/// The ways on from an article: back to its topic, to somebody else, to a person.
fn ways_from(article: &Article) -> [Vec<Button>; 2] {
    let back = Button::BackToTopic(article.topic.clone());
    [vec![back, Button::Share(article.id.clone())], vec![Button::Person]]
}

/// Shows the sentence to hold up at a counter, alone: without a button, too.
pub fn show_this(turn: Start<'_>, id: ArticleId) -> Turn {
    let article = turn.context.library.articles.get(&id);
    if article.is_none_or(|article| !article.counter.contains_key(&Language::Indonesian)) {
        return turn.toast(Phrase::ToastUnknown, "unknown_button");
    }
    let reply = Reply {
        language: Language::Indonesian,
        placement: Placement::New,
        content: Content::Counter(id.clone()),
        buttons: vec![],
        asides: vec![],
    };
    let language = turn.session.last_language;
    let mut ended = turn.end(Some(reply), Note { outcome: "counter", article: Some(id.clone()), ..Note::default() });
    ended.session.last_language = language;
    ended.toast = Some(Toast::Counter(id));
    ended
}

/// None of the choices fitted: a miss.
pub fn none_fitted(turn: Start<'_>, placement: Placement) -> Turn {
    missed(turn, Phrase::NoneFitted, placement)
}

/// The answer helped: the question goes from the message, a word of thanks pops up.
pub fn helped(turn: Start<'_>, id: ArticleId) -> Turn {
    let article = turn.context.library.articles.get(&id);
    let buttons = article.map_or_else(|| turn.ways_on(), |article| ways_from(article).to_vec());
    let reply = turn.reply(Placement::ButtonsOnly, Content::Article(id.clone()), buttons);
    let mut ended = turn.end(Some(reply), Note { outcome: "helped", article: Some(id), ..Note::default() });
    ended.toast = Some(Toast::Phrase(Phrase::ToastHelped));
    ended
}

/// The answer did not help: what else fitted the question, or the related articles, and a person.
pub fn not_helped(turn: Start<'_>, id: ArticleId) -> Turn {
    if follow_up::is_on_screen(&turn, &id) {
        return follow_up::turned_down(turn, Placement::New);
    }
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

/// A person is wanted.
pub fn person(turn: Start<'_>) -> Turn {
    desk::customer::open(turn)
}

/// A person is wanted, and nobody is connected: the honest way to one.
pub fn nobody_connected(mut turn: Start<'_>) -> Turn {
    turn.session.settled();
    let (phrase, article) = match turn.role() {
        Audience::Buyer => (Phrase::PersonUnavailable, "contact-support"),
        Audience::Seller => (Phrase::PersonUnavailableSeller, "seller-contact-platform"),
    };
    let mut buttons = article_choices(&turn, &[article]);
    buttons.push(vec![Button::Topics(turn.role())]);
    turn.phrase(phrase, buttons, "person")
}

/// Articles as choices, those that can be read. Ids that a merchant has hidden are left out.
pub fn article_choices(turn: &Start<'_>, ids: &[&str]) -> Vec<Vec<Button>> {
    let ids = ids.iter().map(|id| ArticleId::from(*id)).collect();
    readable(turn, ids).into_iter().map(|id| vec![Button::Article(id)]).collect()
}

/// The first of these articles that can be read in the language of the turn.
pub fn readable(turn: &Start<'_>, ids: Vec<ArticleId>) -> Vec<ArticleId> {
    let can_read = |id: &ArticleId| turn.context.library.text(id, turn.language).is_some();
    ids.into_iter().filter(can_read).take(CHOICES).collect()
}

/// A row for each choice, and one that turns them all down.
pub fn choice_buttons(choices: Vec<ArticleId>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = choices.into_iter().map(|id| vec![Button::Article(id)]).collect();
    rows.push(vec![Button::NoneOfThese]);
    rows
}
