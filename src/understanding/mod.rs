//! One text in, one value out: its language, what kind of message it is, and which articles fit.
//!
//! [`Mind`] is immutable and pure: the same text always gives the same [`Understood`], so
//! texts are understood outside any lock and as many at a time as there are cores. It never fails;
//! what it does not understand is [`Outcome::Nothing`].
//!
//! [`Mind`] is the one that is built from a library; [`Understand`] is what conversations ask for.
//!
//! What was said before is given with a question, never remembered: a [`FollowUp`] is read together with what it
//! follows ([`Before`]), and a [`Lean`] is what is known of the sender.

mod explain;
mod follow_up;
mod follow_words;
mod mind;
mod role;
mod set_words;

use serde::Serialize;

use crate::knowledge::{ArticleId, Audience};
use crate::language::Language;

pub use explain::{ExplainedCandidate, ExplainedWord, Explanation};
pub use follow_up::{Before, FollowUp, Same};
pub use mind::Mind;
pub use role::Lean;

/// The article about fraud. A question about it and a loss are near to each other, and it stands under the
/// urgent steps.
pub const ABOUT_FRAUD: &str = "payment-safety";

/// The article about seeing how one's own order stands.
pub const ABOUT_ORDER: &str = "check-order-status";

/// What a text means, as far as the text alone tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood {
    /// The language it is in; `None` when the text does not tell (a number, an emoji).
    pub language: Option<Language>,
    /// Whether that is certain enough to leave the language of a conversation: one loan word is not.
    pub language_certain: bool,
    /// What to do about it.
    pub outcome: Outcome,
    /// The articles that fit, best first, with the confidence that each is the right one.
    pub hits: Vec<Hit>,
}

/// An article that fits a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The probability that it is the right answer, from 0 to 1.
    pub confidence: f32,
}

/// What a text calls for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// This article, without asking.
    Sure(ArticleId),
    /// One of these, most likely first: ask which.
    Unsure(Vec<ArticleId>),
    /// The sender's own order.
    Order,
    /// A person.
    Person,
    /// What only the shop knows of its goods: is it in stock, which size, the price, the last price.
    ShopQuestion,
    /// The sender has given away a code, a password, a card or money, or has lost the account: the
    /// urgent steps come before everything else.
    Compromised,
    /// A language that the bot does not speak, with the articles that fit nonetheless; the likeliest of
    /// its own languages is [`Understood::language`].
    Foreign(Vec<ArticleId>),
    /// Something to be answered kindly and briefly.
    SmallTalk(SmallTalk),
    /// To be answered in this language from now on, or to be asked which.
    LanguageWish(Option<Language>),
    /// The topics; those of a role, when the sender says what they are.
    Topics(Option<Audience>),
    /// What the bot can do.
    Help,
    /// None of the choices that were offered.
    NoneOfThese,
    /// Nothing that the bot knows.
    Nothing,
}

/// Kinds of small talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SmallTalk {
    /// Hello.
    Greeting,
    /// Thank you.
    Thanks,
    /// Goodbye.
    Goodbye,
    /// Who are you?
    Identity,
    /// A remark to the bot.
    Chitchat,
    /// Yes, no or ok, to nothing that was asked.
    Assent,
}

/// Whatever understands texts; faked in tests of conversations.
pub trait Understand: Send + Sync {
    /// What a text means. Never fails and never waits.
    fn understand(&self, text: &str) -> Understood;

    /// The articles to list for a text that is still being typed and was understood so, best first; read in
    /// a language.
    fn suggest(&self, text: &str, understood: &Understood, language: Language) -> Vec<ArticleId>;

    /// What a text that was understood so means from somebody of whom a role is known.
    fn leaning(&self, _text: &str, understood: Understood, _lean: &Lean<'_>) -> Understood {
        understood
    }

    /// What a text means that goes on from what was said before it; `None` where it speaks for itself, as it was
    /// understood alone.
    fn follow_up(&self, _text: &str, _alone: &Understood, _before: &Before<'_>) -> Option<FollowUp> {
        None
    }

    /// The words beside a phrase that turns down what was said, perhaps none; `None` where the text has no such
    /// phrase.
    fn turned_down(&self, _text: &str) -> Option<String> {
        None
    }

    /// What those words mean together with the question before, without what was turned down; `None` where they
    /// lead nowhere.
    fn instead(&self, _words: &str, _before: &Before<'_>) -> Option<Understood> {
        None
    }
}
