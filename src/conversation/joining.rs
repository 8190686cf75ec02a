//! Several messages may be one question: people send a thought in pieces, a line each.
//!
//! Words that follow others at once are understood together with them, where that says more than
//! they say alone. And an answer that further words are likely to make needless is held back for a
//! moment; when they come, it is never said. Nothing here knows how long that is: the service does.

use crate::language::is_han;
use crate::understanding::{Outcome, SmallTalk, Understood};

use super::session::{Became, Question, Session};
use super::turn::Start;

/// Words that are sent within this time after others may belong to them, in milliseconds.
const BELONGS_TOGETHER_MS: i64 = 20_000;

/// Questions are understood together up to this many characters: what is longer speaks for itself.
const LONGEST_TOGETHER: usize = 500;

/// The answer to a message of more characters is not held back: nobody sends such a piece.
const LONGEST_PIECE: usize = 80;

/// An answer to so few words, or so few Chinese characters, is held back even when it is sure.
const SCRAP_WORDS: usize = 2;
const SCRAP_HAN: usize = 5;

/// The urgent steps, among the answers.
const URGENT: &str = "@urgent";

/// So soon after an answer, a scrap that asks for the same once more adds nothing, in milliseconds.
const NOTHING_NEW_MS: i64 = 8_000;

/// However many pieces follow, no answer is held back for longer after the first of them, in
/// milliseconds.
const LONGEST_HELD_MS: i64 = 8_000;

/// What is asked: the words just said, or those before with them.
pub struct Asked {
    /// What the words mean.
    pub understood: Understood,
    /// The words, to be remembered.
    pub question: Question,
    /// Whether the answer to the words before, which is not said yet, is not needed any more.
    pub withdraws: bool,
    /// Whether the words belong to a question that was answered just now and add nothing to it.
    pub needless: bool,
}

/// How much an outcome says, for choosing between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// Not understood.
    Nothing,
    /// A courtesy, or a mere *yes*.
    Little,
    /// One of several things.
    Something,
    /// What is wanted.
    Enough,
    /// A word about the talk itself, such as a wish for the menu: it stands beside every question.
    Aside,
}

/// How much an outcome says.
pub fn says(outcome: &Outcome) -> Says {
    match outcome {
        Outcome::Nothing => Says::Nothing,
        Outcome::SmallTalk(SmallTalk::Identity) => Says::Enough,
        Outcome::SmallTalk(_) => Says::Little,
        Outcome::Unsure(_) | Outcome::Foreign(_) => Says::Something,
        Outcome::Sure(_) | Outcome::Order | Outcome::Person | Outcome::ShopQuestion | Outcome::Compromised => {
            Says::Enough
        }
        Outcome::LanguageWish(_) | Outcome::Topics(_) | Outcome::Help | Outcome::NoneOfThese => Says::Aside,
    }
}

/// The question that these words are, or complete.
pub fn asked(turn: &mut Start<'_>, text: &str, understood: Understood) -> Asked {
    let question = new_question(turn, text);
    let mut alone = Asked { question, understood, withdraws: false, needless: false };
    let says_alone = says(&alone.understood.outcome);
    let before = turn.session.question.clone().filter(|before| belongs_to(turn, before, text));
    let Some(before) = before.filter(|_| says_alone <= Says::Enough) else { return alone };
    let unsaid = turn.moment.unsaid;
    // A whole question after an answer that was said is another one, whatever both would mean together.
    if says_alone == Says::Enough && !unsaid {
        return alone;
    }
    let mut joint = together(turn, &before, text, &alone.understood);
    if is_needless(turn, &before, text, &alone.understood.outcome, &joint.understood.outcome) {
        joint.needless = true;
        return joint;
    }
    // A whole question after a whole question is another one, unless the first was its beginning.
    if says_alone == Says::Enough {
        let another = before.answer != answer(&alone.understood.outcome);
        let completes = another && joint.understood.outcome == alone.understood.outcome;
        alone.withdraws = before.became != Became::Answered || completes;
        return alone;
    }
    let better = is_better(turn, &before, says_alone, &joint.understood.outcome);
    alone.withdraws = unsaid && before.became != Became::Answered;
    if unsaid && before.held && before.became == Became::Missed {
        turn.session.misses = turn.session.misses.saturating_sub(1);
    }
    if better { joint } else { alone }
}

/// Whether words are read together with those before them.
fn is_better(turn: &Start<'_>, before: &Question, alone: Says, joint: &Outcome) -> bool {
    let unsaid = turn.moment.unsaid;
    match (alone, says(joint)) {
        (_, Says::Enough) if unsaid => true,
        // A word of thanks after an answer is a word of thanks.
        (Says::Little, _) => unsaid && before.is_open(),
        (_, Says::Enough) => before.is_open() || is_another_answer(before, joint),
        // What is not said yet is said for all its pieces.
        (alone, joint) if unsaid && before.became != Became::Answered => before.is_open() || joint >= alone,
        (alone, joint) => before.is_open() && joint > alone && joint == Says::Something,
    }
}

/// Whether a few words after an answer ask for what was answered, and for nothing else.
fn is_needless(turn: &Start<'_>, before: &Question, text: &str, alone: &Outcome, joint: &Outcome) -> bool {
    let answered = is_just_answered(turn, before);
    let urgent = before.answer.as_deref() == Some(URGENT);
    let filler =
        !urgent && matches!(alone, Outcome::Nothing | Outcome::Unsure(_) | Outcome::SmallTalk(SmallTalk::Assent));
    answered && is_scrap(text) && filler && before.answer.is_some() && before.answer == answer(joint)
}

/// Whether the last question was answered a moment ago.
pub fn was_just_answered(turn: &Start<'_>) -> bool {
    turn.session.question.as_ref().is_some_and(|last| is_just_answered(turn, last))
}

fn is_just_answered(turn: &Start<'_>, question: &Question) -> bool {
    let soon = turn.moment.sent_at.saturating_sub(question.at) <= NOTHING_NEW_MS;
    soon && question.became == Became::Answered && !turn.moment.unsaid
}

/// What an outcome is answered with, where the same may be asked twice in other words.
pub fn answer(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Sure(article) => Some(article.0.clone()),
        Outcome::Order => Some("@order".to_owned()),
        Outcome::ShopQuestion => Some("@shop".to_owned()),
        Outcome::Compromised => Some(URGENT.to_owned()),
        _ => None,
    }
}

/// A question in these words, of which nothing has become yet.
pub fn new_question(turn: &Start<'_>, text: &str) -> Question {
    let text = if text.chars().count() > LONGEST_TOGETHER { String::new() } else { text.to_owned() };
    Question {
        text,
        begun: turn.moment.now,
        at: turn.moment.sent_at,
        became: Became::Returned,
        answer: None,
        held: false,
    }
}

/// Whether words may belong to those before them.
fn belongs_to(turn: &Start<'_>, before: &Question, text: &str) -> bool {
    let apart = turn.moment.sent_at.saturating_sub(before.at);
    let length = before.text.chars().count() + text.chars().count();
    !turn.edited && !before.text.is_empty() && apart <= BELONGS_TOGETHER_MS && length < LONGEST_TOGETHER
}

fn together(turn: &Start<'_>, before: &Question, text: &str, alone: &Understood) -> Asked {
    let words = format!("{}\n{text}", before.text);
    let mut understood = turn.context.understanding.understand(&words);
    understood.language = alone.language.or(understood.language);
    let question = Question { text: words, begun: before.begun, ..new_question(turn, text) };
    Asked { understood, question, withdraws: turn.moment.unsaid, needless: false }
}

/// Whether this is an article, or the urgent steps, other than what was answered just now.
fn is_another_answer(before: &Question, outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Sure(_) | Outcome::Compromised) && before.answer != answer(outcome)
}

/// Whether the answer waits a moment for more pieces.
pub fn is_held(turn: &Start<'_>, question: &Question, outcome: &Outcome) -> bool {
    let piece = question.text.lines().last().unwrap_or_default();
    let may_go_on = match outcome {
        Outcome::Sure(_) | Outcome::Order | Outcome::ShopQuestion => is_scrap(piece),
        other => says(other) < Says::Enough && piece.chars().count() <= LONGEST_PIECE,
    };
    let waited = turn.moment.now.saturating_sub(question.begun);
    may_go_on && !piece.is_empty() && !turn.edited && waited < LONGEST_HELD_MS
}

/// Whether a piece is so short that it may be a beginning, however well an article fits it.
pub fn is_scrap(piece: &str) -> bool {
    let han = piece.chars().filter(|letter| is_han(*letter)).count();
    piece.split_whitespace().count() <= SCRAP_WORDS && han <= SCRAP_HAN
}

/// Remembers a question with what became of it. A courtesy does not take the place of a question that
/// it may belong to.
pub fn remember(session: &mut Session, question: Question, says: Says, held: bool) {
    let became = match says {
        Says::Nothing => Became::Missed,
        Says::Something => Became::Offered,
        Says::Enough => Became::Answered,
        Says::Little | Says::Aside => Became::Returned,
    };
    if became != Became::Returned {
        session.question = Some(Question { became, held, ..question });
        return;
    }
    let recent = |last: &Question| question.at.saturating_sub(last.at) <= BELONGS_TOGETHER_MS;
    match session.question.as_mut().filter(|last| last.is_open() && recent(last)) {
        Some(last) => last.held = false,
        None if says == Says::Little && held => session.question = Some(Question { became, held, ..question }),
        None => {}
    }
}
