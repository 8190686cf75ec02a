//! The menu: welcome, topics, articles, languages, and what the buttons of the menu do.
//!
//! Buttons change the message they stand on, so that looking around leaves no pile of messages.

use crate::knowledge::{ArticleId, Audience, TopicId};
use crate::language::Language;

use super::effect::Effect;
use super::reply::{Content, Phrase, Placement};
use super::session::Session;
use super::turn::{Note, Start, Turn};
use super::{Button, answer, desk, follow_up};

/// What the bot can do.
pub fn help(turn: Start<'_>) -> Turn {
    let buttons = turn.ways_on();
    turn.phrase(Phrase::Help, buttons, "help")
}

/// `/start`: the welcome with the topics on it, or the article of a deep link `a_<article>`.
pub fn start(turn: Start<'_>, payload: Option<&str>) -> Turn {
    let linked = payload.and_then(|payload| payload.strip_prefix("a_")).map(ArticleId::from);
    if let Some(article) = linked.filter(|id| turn.context.library.articles.contains_key(id)) {
        return answer::show(turn, article, Placement::New);
    }
    let mut buttons = topic_buttons(&turn, turn.role());
    buttons.push(vec![Button::Languages]);
    turn.phrase(Phrase::Welcome, buttons, "start")
}

/// The topics for a role; without one, for the role that the session remembers.
pub fn topics(mut turn: Start<'_>, wanted: Option<Audience>, placement: Placement) -> Turn {
    if wanted.is_some() {
        // The button of one's own topics is a way back and says nothing; words, and the other role's topics, do.
        if placement == Placement::New || wanted != Some(turn.role()) {
            turn.session.said_role = wanted;
        }
        turn.session.role = wanted;
    }
    let audience = turn.role();
    let phrase = match audience {
        Audience::Buyer => Phrase::TopicsBuyer,
        Audience::Seller => Phrase::TopicsSeller,
    };
    let buttons = topic_buttons(&turn, audience);
    let reply = turn.reply(placement, Content::Phrase(phrase), buttons);
    turn.end(Some(reply), Note { outcome: "topics", ..Note::default() })
}

/// What is kept of a customer, and for how long.
pub fn privacy(turn: Start<'_>) -> Turn {
    let mut buttons = vec![vec![Button::Export], vec![Button::AskForget]];
    buttons.extend(turn.ways_on());
    turn.phrase(Phrase::Privacy, buttons, "privacy")
}

fn ask_forget(turn: Start<'_>) -> Turn {
    let buttons = vec![vec![Button::Forget], vec![Button::BackToTopics(turn.role())]];
    let reply = turn.reply(Placement::InPlace, Content::Phrase(Phrase::ForgetAsk), buttons);
    turn.end(Some(reply), Note { outcome: "privacy", ..Note::default() })
}

/// Forgets what is known of the customer: the talk begins anew.
fn forget(mut turn: Start<'_>) -> Turn {
    turn.session = Session::default();
    let reply = turn.reply(Placement::InPlace, Content::Phrase(Phrase::Forgotten), turn.ways_on());
    let ended = turn.end(Some(reply), Note { outcome: "forgotten", ..Note::default() });
    let mut ended = Turn { session: Session::default(), ..ended };
    ended.effects.push(Effect::Forget);
    ended
}

/// Sends what is kept about the customer, as a file of its own.
fn export(turn: Start<'_>) -> Turn {
    let mut ended = turn.silent("export");
    ended.effects.push(Effect::Export);
    ended
}

/// The languages to choose from, each under its own name.
pub fn languages(turn: Start<'_>, placement: Placement) -> Turn {
    let mut buttons: Vec<Vec<Button>> = Language::ALL.map(|language| vec![Button::Speak(language)]).into();
    buttons.push(vec![Button::BackToTopics(turn.role())]);
    let reply = turn.reply(placement, Content::Phrase(Phrase::ChooseLanguage), buttons);
    turn.end(Some(reply), Note { outcome: "language", ..Note::default() })
}

/// From now on in this language.
pub fn speak(mut turn: Start<'_>, language: Language, placement: Placement) -> Turn {
    turn.session.chosen_language = Some(language);
    turn.language = language;
    let reply = turn.reply(placement, Content::Phrase(Phrase::LanguageChosen), turn.ways_on());
    turn.end(Some(reply), Note { outcome: "language", ..Note::default() })
}

/// What a pressed button does.
pub fn pressed(turn: Start<'_>, button: Button) -> Turn {
    match button {
        Button::Topics(audience) | Button::BackToTopics(audience) => topics(turn, Some(audience), Placement::InPlace),
        Button::Topic(id) | Button::BackToTopic(id) => topic(turn, id, 0),
        Button::TopicPage(id, page) => topic(turn, id, page),
        Button::Article(id) => answer::show(turn, id, Placement::InPlace),
        Button::ArticleIn(language, id) => answer::show_in(turn, language, id),
        Button::NoneOfThese => follow_up::none_of_these(turn),
        Button::Helped(id) => answer::helped(turn, id),
        Button::NotHelped(id) => answer::not_helped(turn, id),
        Button::Languages => languages(turn, Placement::InPlace),
        Button::Speak(language) => speak(turn, language, Placement::InPlace),
        Button::Person | Button::CallPerson | Button::BackToPerson => answer::person(turn),
        Button::Rate(ticket, good) => desk::customer::rate(turn, ticket, good),
        Button::BackToBot => desk::customer::with_the_bot_already(turn),
        Button::AskForget => ask_forget(turn),
        Button::Forget => forget(turn),
        Button::Export => export(turn),
        Button::ShowThis(id) => answer::show_this(turn, id),
        // Links, of which nothing comes back, and what stands in groups only.
        Button::Private(_) | Button::Share(_) | Button::InGroup(..) | Button::Invitation(_) | Button::AddToGroup(_) => {
            turn.toast(Phrase::ToastUnknown, "unknown_button")
        }
        Button::LinkedOrder(_) | Button::FileForShop(_) | Button::Order(_) | Button::ShareContact => {
            turn.toast(Phrase::ToastUnknown, "unknown_button")
        }
        // To whoever is no owner or staff, their buttons do not exist.
        Button::Owner(_) | Button::Desk(_) => turn.toast(Phrase::ToastUnknown, "unknown_button"),
    }
}

/// So many articles stand on one page of a topic.
const PAGE: usize = 8;

/// A page of the articles of a topic, counted from 0; the last one where there are fewer.
fn topic(turn: Start<'_>, id: TopicId, page: u8) -> Turn {
    let Some(topic) = turn.context.library.topic(&id) else {
        return topics(turn, None, Placement::InPlace);
    };
    let back = Button::BackToTopics(topic.audience);
    let articles = turn.context.library.articles_of(&id, turn.language);
    let last = articles.len().saturating_sub(1) / PAGE;
    let page = usize::from(page).min(last);
    let shown = articles.into_iter().skip(page * PAGE).take(PAGE);
    let mut buttons: Vec<Vec<Button>> = shown.map(|article| vec![Button::Article(article.id.clone())]).collect();
    let beside = [page.checked_sub(1), Some(page + 1).filter(|next| *next <= last)];
    let beside = beside.into_iter().flatten().filter_map(|page| u8::try_from(page).ok());
    buttons.push(beside.map(|page| Button::TopicPage(id.clone(), page)).collect());
    buttons.push(vec![back]);
    buttons.retain(|row| !row.is_empty());
    let reply = turn.reply(Placement::InPlace, Content::Topic(id), buttons);
    turn.end(Some(reply), Note { outcome: "topic", ..Note::default() })
}

/// One button per topic of the role, and one that leads to the other role's topics.
fn topic_buttons(turn: &Start<'_>, audience: Audience) -> Vec<Vec<Button>> {
    let other = match audience {
        Audience::Buyer => Audience::Seller,
        Audience::Seller => Audience::Buyer,
    };
    let library = turn.context.library;
    let topics = library.topics.iter().filter(|topic| topic.audience == audience);
    let readable = topics.filter(|topic| !library.articles_of(&topic.id, turn.language).is_empty());
    let mut rows: Vec<Vec<Button>> = readable.map(|topic| vec![Button::Topic(topic.id.clone())]).collect();
    rows.push(vec![Button::Topics(other)]);
    rows
}
