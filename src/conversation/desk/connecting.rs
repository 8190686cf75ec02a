//! A group becomes the desk: `/desk CODE`, by one of its administrators; and `/desk` alone says how the bot stands.

use super::change::Change;
use super::event::{Inspection, Seat};
use super::post::Post;
use super::staff::said;
use crate::conversation::effect::Effect;
use crate::conversation::page::{self, Part, Saying, Words};
use crate::conversation::reply::Placement;
use crate::conversation::turn::{Start, Turn};

/// Whether a message asks for the desk.
pub fn is_asked(post: &Post) -> bool {
    code(post).is_some()
}

/// The code behind `/desk`; empty where there is none.
fn code(post: &Post) -> Option<&str> {
    let rest = post.words().trim_start().strip_prefix('/')?;
    let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = word.split('@').next().unwrap_or_default();
    name.eq_ignore_ascii_case("desk").then(|| rest.split_whitespace().next().unwrap_or_default())
}

/// Somebody asks: the bot looks how it stands there. In a strange group nothing is said without a code.
pub fn asked(turn: Start<'_>, post: &Post, seat: Seat) -> Turn {
    // What is the desk already need not become it.
    let code = code(post).filter(|code| !code.is_empty() && seat == Seat::Strange).map(str::to_owned);
    if seat == Seat::Strange && code.is_none() {
        return turn.silent("unheard");
    }
    let mut ended = turn.silent("desk_asked");
    ended.effects.push(Effect::Desk(Change::Inspect(code)));
    ended
}

/// The bot has looked how it stands in the group.
pub fn inspected(turn: Start<'_>, found: &Inspection) -> Turn {
    let Some(code) = &found.code else {
        let parts = standing(found, Saying::DeskStanding);
        return page::show(turn, Placement::New, parts, vec![], "desk_standing");
    };
    if !found.code_is_valid {
        return said(turn, Words::new(Saying::DeskCodeVoid), "desk_code_void");
    }
    if !found.reached {
        return said(turn, Words::new(Saying::DeskTryAgain), "desk_unreached");
    }
    if !found.asker_is_administrator {
        return said(turn, Words::new(Saying::DeskAdminsOnly), "desk_admins_only");
    }
    let parts = standing(found, Saying::DeskConnected);
    let mut ended = page::show(turn, Placement::New, parts, vec![], "desk_connected");
    ended.effects.push(Effect::Desk(Change::Connect(code.clone())));
    ended
}

/// What is there, and exactly what is missing.
fn standing(found: &Inspection, heading: Saying) -> Vec<Part> {
    let mut parts = vec![page::line(heading)];
    if !found.reached {
        return vec![page::line(Saying::DeskTryAgain)];
    }
    let missing = [
        (found.supergroup, Saying::DeskNoSupergroup),
        (found.topics || !found.supergroup, Saying::DeskNoTopics),
        (found.manages_topics || !found.supergroup, Saying::DeskNoTopicRight),
        (found.pins, Saying::DeskNoPinRight),
        (found.deletes, Saying::DeskNoDeleteRight),
        (!found.public, Saying::DeskPublic),
    ];
    let missing: Vec<Words> = missing.into_iter().filter(|(is, _)| !is).map(|(_, saying)| Words::new(saying)).collect();
    if missing.is_empty() {
        parts.push(page::line(Saying::DeskAllThere));
    } else {
        parts.push(page::line(Saying::DeskMissing));
        parts.push(Part::Bullets(missing));
        parts.push(page::line(Saying::DeskAgain));
    }
    parts
}
