//! Notices: what the owner has to say for a time, above the answers that it concerns.
//!
//! A notice ends by itself, because only those that have not ended are part of a [`super::Situation`].
//! Its text is shown as it was typed and is never read as markup. The dialogue in which an owner
//! writes one is [`super::owner::announce`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::owner::hours::{Hours, LocalTime};
use super::page::Saying;
use super::reply::{Content, Phrase, Placement, Reply};
use super::turn::{Context, Turn};
use crate::knowledge::{ArticleId, TopicId};
use crate::language::Language;

/// The longest text of a notice, in characters.
pub const LONGEST: usize = 500;

/// At most so many notices stand above an answer, the newest: it must fit one message with them.
const MOST_ABOVE: usize = 3;

/// A holiday is told so many days before.
const HOLIDAY_DAYS: i32 = 14;

/// What an owner has to say for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The store's name for it.
    pub id: String,
    /// What it says, in one language at least.
    pub texts: BTreeMap<Language, String>,
    /// What it is about.
    pub concern: Concern,
    /// When it ends, in Unix milliseconds.
    pub until: i64,
}

/// What a notice is about: it stands above the answers to that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Concern {
    /// Every answer, the welcome and the choices.
    Everything,
    /// The answers of a topic.
    Topic(TopicId),
    /// One answer.
    Article(ArticleId),
}

/// Something that stands beside what a reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// Above it: a sentence.
    Saying(Saying),
    /// Above it: a notice in the reader's language.
    Notice {
        /// What it says.
        text: String,
        /// When it ends.
        until: LocalTime,
    },
    /// Below it: when the shop answers, and the holidays that are near.
    Hours {
        /// The hours.
        hours: Hours,
        /// The days of the next weeks on which nobody answers.
        closed: Vec<jiff::civil::Date>,
    },
}

impl Notice {
    /// The text for a reader: in their language, else in English, else in any.
    pub fn text(&self, language: Language) -> &str {
        let own = self.texts.get(&language).or_else(|| self.texts.get(&Language::English));
        own.or_else(|| self.texts.values().next()).map_or("", String::as_str)
    }
}

/// Puts beside a reply what belongs there: the notices above it, and the hours below the way to a
/// person.
pub fn put_beside(context: &Context<'_>, turn: &mut Turn, now: i64) {
    let Some(reply) = turn.reply.as_mut().filter(|reply| reply.placement != Placement::ButtonsOnly) else { return };
    reply.asides.extend(above(context, &reply.content, reply.language));
    if reply.content == Content::Phrase(Phrase::PersonUnavailable) {
        reply.asides.extend(hours(context, now));
    }
}

/// A reply about an article with the notices above it, for places without a conversation.
pub fn with_notices(context: &Context<'_>, mut reply: Reply) -> Reply {
    reply.asides.extend(above(context, &reply.content, reply.language));
    reply
}

/// The notices above what is said, in the language of the reader.
fn above(context: &Context<'_>, content: &Content, language: Language) -> Vec<Aside> {
    let situation = &context.situation;
    let concerning = situation.notices.iter().filter(|notice| concerns(context, &notice.concern, content));
    let aside = |notice: &Notice| Aside::Notice {
        text: notice.text(language).to_owned(),
        until: LocalTime::of(notice.until, situation.zone()),
    };
    let mut newest: Vec<Aside> = concerning.rev().map(aside).take(MOST_ABOVE).collect();
    newest.reverse();
    newest
}

fn concerns(context: &Context<'_>, concern: &Concern, content: &Content) -> bool {
    match (content, concern) {
        (Content::Article(_), Concern::Everything) => true,
        (Content::Article(id), Concern::Article(about)) => id == about,
        (Content::Article(id), Concern::Topic(about)) => {
            context.library.articles.get(id).is_some_and(|article| article.topic == *about)
        }
        (Content::Phrase(phrase), Concern::Everything) => {
            matches!(phrase, Phrase::Welcome | Phrase::DidYouMean | Phrase::DidYouMeanThis)
        }
        _ => false,
    }
}

fn hours(context: &Context<'_>, now: i64) -> Option<Aside> {
    let hours = context.situation.hours.clone().filter(|hours| !hours.openings.is_empty())?;
    let today = LocalTime::of(now, hours.zone).at.date();
    let near = |day: &&jiff::civil::Date| {
        **day >= today && today.until(**day).is_ok_and(|span| span.get_days() <= HOLIDAY_DAYS)
    };
    let closed = hours.holidays.iter().filter(near).copied().collect();
    Some(Aside::Hours { hours, closed })
}
