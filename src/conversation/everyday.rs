//! Everyday messages that no article answers: what only the shop knows, what is urgent, and what is
//! written in a language that the bot does not speak. Each gets its way on at once and is no miss.
//!
//! How such messages are recognised is the business of [`crate::understanding`].

use crate::knowledge::ArticleId;
use crate::understanding::ABOUT_FRAUD;

use super::Button;
use super::answer::{article_choices, choice_buttons, readable};
use super::reply::Phrase;
use super::turn::{Start, Turn};

/// Is it ready, does it fit, the last price: a person first, since nothing here knows.
pub fn only_shop_knows(mut turn: Start<'_>) -> Turn {
    turn.session.settled();
    let buttons = vec![vec![Button::Person], vec![Button::Topics(turn.role())]];
    turn.phrase(Phrase::OnlyShopKnows, buttons, "shop_question")
}

/// Something was given away: the urgent steps, then a person, then the article about it.
pub fn urgent(mut turn: Start<'_>) -> Turn {
    turn.session.settled();
    let mut buttons = vec![vec![Button::Person]];
    buttons.extend(article_choices(&turn, &[ABOUT_FRAUD]));
    turn.phrase(Phrase::UrgentSteps, buttons, "urgent")
}

/// Says which languages the bot speaks, with the articles that may fit nonetheless.
pub fn another_language(turn: Start<'_>, choices: Vec<ArticleId>) -> Turn {
    let choices = readable(&turn, choices);
    let (phrase, mut buttons) = if choices.is_empty() {
        (Phrase::LanguagesSpoken, turn.ways_on())
    } else {
        (Phrase::LanguagesSpokenChoices, choice_buttons(choices))
    };
    buttons.push(vec![Button::Languages]);
    turn.phrase(phrase, buttons, "foreign")
}
