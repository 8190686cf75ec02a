//! The bot's own standing in a group, and what it means that it has changed. Pure.
//!
//! What the bot may do beyond writing is not read here: whoever must know asks Telegram.

use serde_json::Value;

use crate::service::What;

/// What the bot can do in a group, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is not in it.
    Out,
    /// It is in it, and may not write.
    Silenced,
    /// It may write.
    Writes,
}

/// What a change of standing means; `None` where it means nothing, or cannot be told.
pub(super) fn changed(before: &Value, after: &Value) -> Option<What> {
    let after = standing(after)?;
    // Whatever it was, the bot was in the group.
    let before = standing(before).unwrap_or(Standing::Silenced);
    match (before, after) {
        (Standing::Out, Standing::Writes) => Some(What::Joined),
        // What it never could, it has not lost.
        (Standing::Out, _) => None,
        (before, after) if after < before => Some(What::PutOut),
        _ => Some(What::RightsChanged),
    }
}

/// How a member stands (<https://core.telegram.org/bots/api#chatmember>).
fn standing(member: &Value) -> Option<Standing> {
    let standing = match member["status"].as_str()? {
        "left" | "kicked" => Standing::Out,
        "restricted" if member["is_member"] == Value::Bool(false) => Standing::Out,
        "restricted" if member["can_send_messages"] == Value::Bool(false) => Standing::Silenced,
        "member" | "administrator" | "restricted" => Standing::Writes,
        _ => return None,
    };
    Some(standing)
}
