//! In a group: short answers before others, in the language of each message.
//!
//! Nothing is remembered from one message to the next, since many people talk there. What concerns
//! one person alone (an order, reaching somebody) is not talked about; a button opens the private
//! chat.

use crate::knowledge::{Article, ArticleId};
use crate::language::{Language, Locale};
use crate::understanding::{Outcome, SmallTalk, Understood};

use super::event::{Command, Event, Medium};
use super::reply::{Content, Phrase, Placement, Reply};
use super::turn::{Note, Start, Turn};
use super::{Button, answer, desk, orders, smalltalk};

/// Takes a turn in a group.
pub fn take(turn: Start<'_>, event: Event) -> Turn {
    match event {
        Event::Said { text, understood, .. } if orders::is_about_an_order(&turn, &text) => {
            phrase_of(turn.spoken(&understood), Phrase::GroupPrivately, "order")
        }
        Event::Said { understood, .. } => said(turn.spoken(&understood), *understood),
        Event::Showed { medium, .. } => {
            let phrase = smalltalk::unreadable(medium);
            phrase_of(turn, phrase, "unreadable")
        }
        Event::Shared(_) => phrase_of(turn, smalltalk::unreadable(Medium::Other), "unreadable"),
        Event::Commanded(Command::Start(Some(payload))) => linked(turn, &payload),
        Event::Commanded(_) => phrase_of(turn, Phrase::GroupHelp, "help"),
        Event::Pressed(Button::InGroup(locale, id)) => {
            let turn = Start { language: locale.language(), script: locale.script(), ..turn };
            show(turn, id, Placement::InPlace, "article")
        }
        Event::Pressed(_) | Event::PressedUnknown => turn.toast(Phrase::ToastUnknown, "unknown_button"),
        Event::Joined => introduction(turn),
        Event::Unheard => turn.silent("unheard"),
        Event::AtDesk(at) => desk::staff::take(turn, *at),
        // Orders are not talked about here.
        Event::Found(_) | Event::Happened(_) => turn.silent("private_only"),
    }
}

fn said(turn: Start<'_>, understood: Understood) -> Turn {
    let confidence = understood.hits.first().map(|hit| hit.confidence);
    let mut answered = match understood.outcome {
        Outcome::Sure(article) => show(turn, article, Placement::New, "sure"),
        Outcome::Unsure(choices) => unsure(turn, choices),
        Outcome::Order => phrase_of(turn, Phrase::GroupPrivately, "order"),
        Outcome::Person => phrase_of(turn, Phrase::GroupPrivately, "person"),
        Outcome::ShopQuestion => phrase_of(turn, Phrase::OnlyShopKnows, "shop_question"),
        Outcome::Compromised => phrase_of(turn, Phrase::UrgentSteps, "urgent"),
        Outcome::Foreign(choices) => foreign(turn, choices),
        Outcome::SmallTalk(SmallTalk::Thanks) => {
            let reply = turn.reply_without_person(Placement::New, Content::Phrase(Phrase::Thanks), vec![]);
            turn.end(Some(reply), Note { outcome: "smalltalk", ..Note::default() })
        }
        Outcome::SmallTalk(_)
        | Outcome::LanguageWish(_)
        | Outcome::Topics(_)
        | Outcome::Help
        | Outcome::NoneOfThese => phrase_of(turn, Phrase::GroupHelp, "smalltalk"),
        Outcome::Nothing => phrase_of(turn, Phrase::GroupNotUnderstood, "nothing"),
    };
    answered.note.confidence = confidence;
    answered
}

fn introduction(turn: Start<'_>) -> Turn {
    let language = turn.context.default_language;
    phrase_of(Start { language, ..turn }, Phrase::GroupIntroduction, "joined")
}

/// The article of a link, or what the bot can do here.
fn linked(turn: Start<'_>, payload: &str) -> Turn {
    match payload.strip_prefix("a_").map(ArticleId::from) {
        Some(id) if turn.context.library.articles.contains_key(&id) => show(turn, id, Placement::New, "article"),
        _ => phrase_of(turn, Phrase::GroupHelp, "help"),
    }
}

fn phrase_of(turn: Start<'_>, phrase: Phrase, outcome: &'static str) -> Turn {
    let buttons = vec![vec![Button::Private(None)]];
    let reply = turn.reply_without_person(Placement::New, Content::Phrase(phrase), buttons);
    turn.end(Some(reply), Note { outcome, ..Note::default() })
}

fn unsure(turn: Start<'_>, choices: Vec<ArticleId>) -> Turn {
    let choices = answer::readable(&turn, choices);
    match choices.len() {
        0 => phrase_of(turn, Phrase::GroupNotUnderstood, "nothing"),
        1 => offered(turn, Phrase::DidYouMeanThis, choices, "unsure"),
        _ => offered(turn, Phrase::DidYouMean, choices, "unsure"),
    }
}

fn foreign(turn: Start<'_>, choices: Vec<ArticleId>) -> Turn {
    let choices = answer::readable(&turn, choices);
    if choices.is_empty() {
        return phrase_of(turn, Phrase::LanguagesSpoken, "foreign");
    }
    offered(turn, Phrase::LanguagesSpokenChoices, choices, "foreign")
}

/// A phrase over choices.
fn offered(turn: Start<'_>, phrase: Phrase, choices: Vec<ArticleId>, outcome: &'static str) -> Turn {
    let locale = Locale::new(turn.language, turn.script);
    let mut buttons: Vec<Vec<Button>> = choices.into_iter().map(|id| vec![Button::InGroup(locale, id)]).collect();
    buttons.push(vec![Button::Private(None)]);
    let reply = turn.reply_without_person(Placement::New, Content::Phrase(phrase), buttons);
    turn.end(Some(reply), Note { outcome, ..Note::default() })
}

/// Shows an article in the language of the turn, else in one that it has.
fn show(turn: Start<'_>, id: ArticleId, placement: Placement, outcome: &'static str) -> Turn {
    let article = turn.context.library.articles.get(&id);
    let Some(language) = article.and_then(|article| readable(article, turn.language)) else {
        return phrase_of(turn, Phrase::ArticleGone, "article_gone");
    };
    let buttons = vec![vec![Button::Private(Some(id.clone()))]];
    let content = Content::Article(id.clone());
    let reply = Reply { language, ..turn.reply_without_person(placement, content, buttons) };
    turn.end(Some(reply), Note { outcome, article: Some(id), ..Note::default() })
}

fn readable(article: &Article, language: Language) -> Option<Language> {
    let mut languages = std::iter::once(language).chain(Language::ALL);
    languages.find(|language| article.texts.contains_key(language))
}
