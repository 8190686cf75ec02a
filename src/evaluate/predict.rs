//! What the bot does with a message, in the words of the evaluation.

use serde::{Deserialize, Serialize};

use super::cases::Case;
use crate::conversation::{Context, Event, Moment, Session, take_turn};
use crate::language::Language;
use crate::understanding::{ABOUT_FRAUD, Outcome};

/// What the bot does with one message; a line of `tanya evaluate --predictions`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The message.
    pub q: String,
    /// The language it is in, as the case says.
    pub lang: Language,
    /// The language of the reply.
    pub language: Language,
    /// The direct answer: an article, `@order`, `@human`, `@smalltalk`; `None` for choices and for
    /// the fallback.
    pub answer: Option<String>,
    /// The choices offered, at most three.
    pub choices: Vec<String>,
    /// The best article, whether it was shown or not.
    pub best: Option<String>,
    /// Its confidence.
    pub confidence: f32,
}

/// Puts one message to the bot, in a conversation of its own.
pub fn predict(context: &Context<'_>, case: &Case) -> Prediction {
    let understood = context.understanding.understand(&case.q);
    let best = understood.hits.first().map(|hit| hit.article.to_string());
    let confidence = understood.hits.first().map_or(0.0, |hit| hit.confidence);
    let (answer, choices) = match &understood.outcome {
        Outcome::Sure(article) => (Some(article.to_string()), vec![]),
        Outcome::Unsure(choices) | Outcome::Foreign(choices) => {
            (None, choices.iter().map(ToString::to_string).collect())
        }
        Outcome::Order => (Some("@order".to_owned()), vec![]),
        Outcome::Person => (Some("@human".to_owned()), vec![]),
        // The urgent steps are the heart of that article, which is offered under them.
        Outcome::Compromised => (Some(ABOUT_FRAUD.to_owned()), vec![]),
        Outcome::SmallTalk(_)
        | Outcome::LanguageWish(_)
        | Outcome::Topics(_)
        | Outcome::Help
        | Outcome::NoneOfThese => (Some("@smalltalk".to_owned()), vec![]),
        Outcome::ShopQuestion | Outcome::Nothing => (None, vec![]),
    };
    let event = Event::Said { text: case.q.clone(), understood: Box::new(understood), edited: false, album: None };
    let turn = take_turn(context, Session::default(), event, Moment::default());
    Prediction { q: case.q.clone(), lang: case.lang, language: turn.language, answer, choices, best, confidence }
}
