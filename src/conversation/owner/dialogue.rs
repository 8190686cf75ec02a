//! What an owner is asked to type, and what becomes of it.
//!
//! A dialogue is kept in the session and forgotten after half an hour. Any command ends it, and
//! *Cancel* is one tap away.

use serde::{Deserialize, Serialize};

use super::access::{LONGEST_SHOP, Role};
use super::admin::{self, Act, act};
use super::announce::{self, NoticeDraft};
use super::dates;
use super::hours::{LocalTime, openings};
use crate::conversation::page::{Saying, line, show};
use crate::conversation::reply::Placement;
use crate::conversation::turn::{Start, Turn};

/// A dialogue, and when it was last touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// In Unix milliseconds.
    pub at: i64,
    /// What is asked for.
    pub dialogue: Dialogue,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialogue {
    /// The shop of a new seller.
    Shop,
    /// Working hours.
    Hours,
    /// Holidays.
    Holidays,
    /// A notice.
    Notice(NoticeDraft),
}

impl Draft {
    /// Whether something that was typed would be lost with it.
    pub fn holds_something(&self) -> bool {
        matches!(&self.dialogue, Dialogue::Notice(notice) if !notice.is_empty())
    }

    /// Whether a text is for this dialogue. The page of the hours only offers to type some: words without
    /// any number are a question like any other there.
    pub fn is_answered_by(&self, text: &str) -> bool {
        self.dialogue != Dialogue::Hours || text.chars().any(char::is_numeric)
    }
}

/// From now on what is typed answers this.
pub fn ask(turn: &mut Start<'_>, dialogue: Dialogue) {
    turn.session.draft = Some(Draft { at: turn.moment.now, dialogue });
}

/// What was typed answers what is asked for.
pub fn said(mut turn: Start<'_>, text: String, edited: bool) -> Turn {
    let Some(draft) = turn.session.draft.take() else { return admin::home(turn, Placement::New) };
    if edited {
        return again(turn, draft, Saying::EditedUnread);
    }
    match draft.dialogue {
        Dialogue::Notice(notice) => announce::said(turn, notice, text),
        Dialogue::Shop => {
            let shop = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if shop.chars().count() > LONGEST_SHOP {
                return again(turn, Draft { at: 0, dialogue: Dialogue::Shop }, Saying::ShopTooLong);
            }
            admin::invite(turn, Role::Seller(shop), Placement::New)
        }
        Dialogue::Hours => match openings(&text) {
            Some(openings) => admin::set_hours(turn, Placement::New, |hours| hours.openings = openings),
            None => admin::hours(turn, Placement::New, Some(Saying::HoursUnread)),
        },
        Dialogue::Holidays => {
            let today = LocalTime::of(turn.moment.now, turn.context.situation.zone()).at.date();
            match dates::days(&text, today) {
                Some(days) => admin::set_hours(turn, Placement::New, |hours| hours.add_holidays(&days, today)),
                None => again(turn, Draft { at: 0, dialogue: Dialogue::Holidays }, Saying::DaysUnread),
            }
        }
    }
}

/// Asks once more, after a sentence that says why.
fn again(mut turn: Start<'_>, draft: Draft, why: Saying) -> Turn {
    let asked = match draft.dialogue {
        Dialogue::Notice(notice) => return announce::ask(turn, notice, Some(why), Placement::New),
        Dialogue::Hours => return admin::hours(turn, Placement::New, Some(why)),
        Dialogue::Shop => Saying::AskShop,
        Dialogue::Holidays => Saying::AskHolidays,
    };
    ask(&mut turn, draft.dialogue);
    show(turn, Placement::New, vec![line(why), line(asked)], vec![vec![act(Act::Cancel)]], "admin")
}

/// The dialogue is over, and nothing has changed.
pub fn cancelled(mut turn: Start<'_>) -> Turn {
    turn.session.draft = None;
    show(turn, Placement::InPlace, vec![line(Saying::Cancelled)], vec![vec![act(Act::Home)]], "admin")
}
