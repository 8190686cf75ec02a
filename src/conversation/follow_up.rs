//! What goes on from an answer or from choices: a short follow-up (*kalau alfamart?*), the same asked again, and
//! *not that*.
//!
//! A follow-up is read against the [`Thread`]; what it means is the business of [`crate::understanding`]. What was
//! turned down never comes back by itself: the next best that was not shown yet takes its place, then what is
//! related, and then a person.

use crate::knowledge::ArticleId;
use crate::language::Language;
use crate::understanding::{Before, FollowUp, Hit, Outcome, Same, SmallTalk, Understood};

use super::Button;
use super::answer::{self, choice_buttons, readable};
use super::joining::{self, Says};
use super::notice::Aside;
use super::orders::Matter;
use super::page::Saying;
use super::reply::{Content, Phrase, Placement};
use super::session::{Became, Question};
use super::thread::{Fitting, OnScreen, Thread};
use super::turn::{Note, Start, Turn};

/// After so many times that something was turned down, a person is offered and nothing else.
const TURNS_BEFORE_PERSON: u8 = 2;

/// An article that was given so many times in a row is not what is wanted.
const SAME_BEFORE_PERSON: u8 = 2;

/// The next best is shown at once where this much speaks for it once what was turned down is left out,
const CLEARLY: f32 = 0.7;
/// and it fitted the question at least so well from the beginning.
const FITTED: f32 = 0.15;

/// What fitted the question less well is not worth a button.
const WORTH_A_BUTTON: f32 = 0.05;

/// How a message goes on from what was said before it.
pub enum Follow {
    /// It turns down what is on the screen. The words beside that, perhaps none.
    TurnsDown(String),
    /// It is to be read together with it.
    GoesOn(Box<FollowUp>),
}

/// How a message goes on from what was said before it; `None` where it does not.
pub fn of(turn: &Start<'_>, text: &str, understood: &Understood) -> Option<Follow> {
    if turn.moment.unsaid || turn.edited {
        return None;
    }
    if let Some(words) = turned_down_in_words(turn, text, understood) {
        return Some(Follow::TurnsDown(words));
    }
    let thread = turn.session.thread.as_ref()?;
    let understanding = turn.context.understanding;
    let follow_up = understanding.follow_up(text, understood, &before(turn, thread, &thread.fitted()))?;
    // A scrap just after an answer is a piece of the question, and adds nothing where it asks for the same.
    let piece = joining::is_scrap(text) && joining::was_just_answered(turn);
    let adds = follow_up.same != Some(Same::AskedAgain) || !piece;
    adds.then(|| Follow::GoesOn(Box::new(follow_up)))
}

/// Whether a message that seems to ask for the sender's own order goes on from an answer rather.
pub fn is_rather(turn: &Start<'_>, text: &str, understood: &Understood, matter: &Matter) -> bool {
    matches!(matter, Matter::Wanted) && of(turn, text, understood).is_some()
}

/// The words beside a phrase that turns down what is on the screen. A mere *no* is one also where nothing is.
fn turned_down_in_words(turn: &Start<'_>, text: &str, understood: &Understood) -> Option<String> {
    let missed = turn.session.question.as_ref().is_some_and(|question| question.became == Became::Missed);
    let thread = turn.session.thread.as_ref().filter(|_| !missed);
    let something = thread.is_some_and(|thread| thread.on_screen != OnScreen::Nothing || thread.turned_down > 0);
    let mere_no = understood.outcome == Outcome::SmallTalk(SmallTalk::Assent) && !turn.session.is_asked();
    match understood.outcome {
        Outcome::Compromised => None,
        Outcome::NoneOfThese if something => Some(String::new()),
        _ if something || mere_no => turn.context.understanding.turned_down(text),
        _ => None,
    }
}

/// A question begins that does not go on from another. What says nothing, or stands beside every question, ends none.
pub fn begin(turn: &mut Start<'_>, question: &Question, understood: &Understood) {
    let now = turn.moment.now;
    match joining::says(&understood.outcome) {
        Says::Nothing | Says::Little | Says::Aside => {}
        Says::Something | Says::Enough => {
            let thread = Thread::begun(&question.text, &understood.hits, now);
            turn.session.thread = matches!(understood.outcome, Outcome::Sure(_) | Outcome::Unsure(_)).then_some(thread);
        }
    }
}

/// The talk turns to something that is no question like others: nothing goes on from what was said before.
pub fn ended(mut turn: Start<'_>) -> Start<'_> {
    turn.session.thread = None;
    turn
}

/// An article is shown in a language: for the question, or because it was picked elsewhere.
pub fn shows(turn: &mut Start<'_>, article: &ArticleId, language: Language) {
    let now = turn.moment.now;
    let thread = turn.session.thread.take().unwrap_or_default();
    let mut thread =
        if thread.holds(article) { thread } else { Thread { rejected: thread.rejected, ..Thread::default() } };
    thread.shows(article, language, now);
    turn.session.thread = Some(thread);
}

/// Choices are offered for the question.
pub fn offers(turn: &mut Start<'_>, choices: &[ArticleId]) {
    let now = turn.moment.now;
    turn.session.thread.get_or_insert_default().offers(choices, now);
}

/// Whether an article is the answer on the screen.
pub fn is_on_screen(turn: &Start<'_>, article: &ArticleId) -> bool {
    turn.session.thread.as_ref().and_then(Thread::answer) == Some(article)
}

/// Whether what a message calls for by itself is the answer on the screen, which was said and has not helped. Who asks
/// in another language reads it there for the first time.
pub fn is_again(turn: &Start<'_>, outcome: &Outcome) -> bool {
    let said = !turn.moment.unsaid && !turn.edited;
    let language = turn.session.thread.as_ref().and_then(|thread| thread.language);
    said && language == Some(turn.language) && matches!(outcome, Outcome::Sure(article) if is_on_screen(turn, article))
}

fn before<'a>(turn: &Start<'a>, thread: &'a Thread, fitted: &'a [Hit]) -> Before<'a> {
    Before {
        library: turn.context.library,
        asked: &thread.asked,
        fitted,
        shown: thread.answer(),
        offered: thread.choices(),
        rejected: &thread.rejected,
        language: turn.language,
    }
}

/// Answers a message that goes on from what was said before it.
pub fn answer(turn: Start<'_>, text: &str, follow: Follow) -> Turn {
    match follow {
        Follow::TurnsDown(words) => turned_down_with(turn, text, &words),
        Follow::GoesOn(follow_up) => gone_on(turn, text, *follow_up),
    }
}

fn gone_on(mut turn: Start<'_>, text: &str, FollowUp { understood, same }: FollowUp) -> Turn {
    let now = turn.moment.now;
    if let Some(thread) = turn.session.thread.as_mut().filter(|_| same.is_none()) {
        thread.goes_on(text, &understood.hits, now);
    }
    let question = joining::new_question(&turn, text);
    match same {
        Some(same) => again(turn, same, |turn| answer::answered(turn, text, question, understood, false)),
        None => answer::answered(turn, text, question, understood, false),
    }
}

/// Gives the article on the screen again, and says so; a person where it was given often enough.
pub fn again(mut turn: Start<'_>, same: Same, answer: impl FnOnce(Start<'_>) -> Turn) -> Turn {
    let given = turn.session.thread.as_mut().map_or(0, |thread| {
        thread.again = thread.again.saturating_add(1);
        thread.again
    });
    if given >= SAME_BEFORE_PERSON && same == Same::AskedAgain {
        return person_offered(turn, Placement::New);
    }
    let saying = match same {
        Same::AskedAgain => Saying::AnswerAgain,
        Same::CoversIt => Saying::AnswerCovers,
    };
    beside(answer(turn), saying)
}

/// What is on the screen is turned down; other words stand beside that, perhaps.
fn turned_down_with(mut turn: Start<'_>, text: &str, words: &str) -> Turn {
    if words.is_empty() {
        return turned_down(turn, Placement::New);
    }
    let now = turn.moment.now;
    let Some(mut thread) = turn.session.thread.clone() else { return turned_down(turn, Placement::New) };
    thread.turn_down();
    let Some(understood) = turn.context.understanding.instead(words, &before(&turn, &thread, &thread.fitted())) else {
        return turned_down(turn, Placement::New);
    };
    thread.goes_on(words, &understood.hits, now);
    turn.session.thread = Some(thread);
    let question = joining::new_question(&turn, text);
    answer::answered(turn, text, question, understood, false)
}

/// What is on the screen is turned down: the next best that was not shown yet, and after several times a person.
pub fn turned_down(mut turn: Start<'_>, placement: Placement) -> Turn {
    let Some(mut thread) = turn.session.thread.take() else { return nothing_to_turn_down(turn, placement) };
    let answered = thread.answer().cloned();
    thread.turn_down();
    let (next, often) = (next(&turn, &thread, answered.as_ref()), thread.turned_down > TURNS_BEFORE_PERSON);
    let asked = thread.asked.clone();
    turn.session.thread = Some(thread);
    turn.session.question = None;
    let mut ended = match next {
        _ if often => person_offered(turn, placement),
        Next::Article(id) => beside(answer::show(turn, id, placement), Saying::AnswerInstead),
        Next::Choices(choices) => offered(turn, choices, placement),
        Next::Nothing if answered.is_some() => answer::missed(turn, Phrase::NotHelped, placement),
        Next::Nothing => answer::missed(turn, Phrase::NoneFitted, placement),
    };
    if ended.note.outcome == "nothing" && !asked.is_empty() {
        ended.note.unanswered = Some(asked);
    } else if let Some(answered) = answered {
        ended.note = Note { outcome: "not_helped", article: Some(answered), ..ended.note };
    }
    ended
}

fn nothing_to_turn_down(turn: Start<'_>, placement: Placement) -> Turn {
    if placement == Placement::InPlace {
        return answer::none_fitted(turn, placement);
    }
    let ways_on = turn.ways_on();
    turn.phrase(Phrase::StillHere, ways_on, "smalltalk")
}

/// The button under choices that turns them all down. On an older message it has nothing to do with what is on the
/// screen.
pub fn none_of_these(turn: Start<'_>) -> Turn {
    let choices = turn.session.thread.as_ref().is_some_and(|thread| !thread.choices().is_empty());
    if choices { turned_down(turn, Placement::InPlace) } else { answer::none_fitted(turn, Placement::InPlace) }
}

/// What is left to be said once something was turned down.
enum Next {
    Article(ArticleId),
    Choices(Vec<ArticleId>),
    Nothing,
}

/// What fitted next best and was not shown yet; then what the article that was turned down points to.
fn next(turn: &Start<'_>, thread: &Thread, answered: Option<&ArticleId>) -> Next {
    let left: Vec<&Fitting> = thread.fitting.iter().filter(|one| thread.is_new(&one.article)).collect();
    let articles = &turn.context.library.articles;
    let audience = |id: &ArticleId| articles.get(id).map(|article| article.audience);
    let clear = clearly_next(thread, &left);
    // What is for those of the other role is not clear to this one.
    if let Some(clear) = clear.filter(|id| answered.is_none_or(|answered| audience(answered) == audience(id))) {
        return Next::Article(clear);
    }
    let fitting = left.iter().filter(|one| one.confidence() >= WORTH_A_BUTTON).map(|one| one.article.clone());
    let last = answered.or_else(|| thread.shown.last()).and_then(|id| articles.get(id));
    let related = last.into_iter().flat_map(|article| article.related.clone()).filter(|id| thread.is_new(id));
    let mut choices: Vec<ArticleId> = Vec::new();
    for id in fitting.chain(related) {
        if !choices.contains(&id) {
            choices.push(id);
        }
    }
    let choices = readable(turn, choices);
    if choices.is_empty() { Next::Nothing } else { Next::Choices(choices) }
}

/// The next best, where it is clearly likely: among what is left once that is gone which was turned down.
fn clearly_next(thread: &Thread, left: &[&Fitting]) -> Option<ArticleId> {
    let gone = thread.fitting.iter().filter(|one| !thread.is_new(&one.article));
    let gone: f32 = gone.map(Fitting::confidence).sum();
    let remains = (1.0 - gone).max(left.iter().map(|one| one.confidence()).sum());
    let best = left.first().filter(|best| best.confidence() >= FITTED)?;
    (best.confidence() / remains >= CLEARLY).then(|| best.article.clone())
}

fn offered(mut turn: Start<'_>, choices: Vec<ArticleId>, placement: Placement) -> Turn {
    let now = turn.moment.now;
    if let Some(thread) = &mut turn.session.thread {
        thread.offers(&choices, now);
    }
    let mut buttons = choice_buttons(choices);
    buttons.push(vec![Button::Person]);
    let reply = turn.reply(placement, Content::Phrase(Phrase::NotHelpedChoices), buttons);
    turn.end(Some(reply), Note { outcome: "unsure", ..Note::default() })
}

/// There is nothing better than what was turned down or given already: a person is offered.
fn person_offered(mut turn: Start<'_>, placement: Placement) -> Turn {
    if let Some(thread) = &mut turn.session.thread {
        thread.clears();
    }
    let buttons = vec![vec![Button::Person], vec![Button::Topics(turn.role())]];
    let reply = turn.reply(placement, Content::Phrase(Phrase::NotUnderstoodAgain), buttons);
    turn.end(Some(reply), Note { outcome: "nothing", ..Note::default() })
}

/// Puts a sentence above an article.
fn beside(mut ended: Turn, saying: Saying) -> Turn {
    if let Some(reply) = ended.reply.as_mut().filter(|reply| matches!(reply.content, Content::Article(_))) {
        reply.asides.push(Aside::Saying(saying));
    }
    ended
}
