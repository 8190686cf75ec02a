//! What the buttons of staff mean, and how that is written into callback data.

use crate::knowledge::ArticleId;

/// What pressing a button at the desk asks for. Whom it is about is told by the topic or the message it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Take the ticket.
    Take,
    /// Give it back.
    Release,
    /// It is resolved.
    Resolve,
    /// Suggest articles for the customer's last message.
    Suggest,
    /// Offer the short replies.
    Replies,
    /// Send an article or a short reply.
    Send(ArticleId),
    /// Show the rarer tools.
    More,
    /// Show the usual tools again.
    Less,
    /// How to write a note.
    Note,
    /// Show what was said before.
    History,
    /// Show the customer's order.
    Order,
    /// How to make a one-time code.
    Code,
    /// How to take a message back.
    Undo,
    /// Hear no more of the customer.
    Ban,
    /// Hear of them again.
    Unban,
    /// Put question and answer on the list of what may become an article.
    MakeArticle,
}

const PLAIN: [(&str, Act); 15] = [
    ("t", Act::Take),
    ("l", Act::Release),
    ("r", Act::Resolve),
    ("g", Act::Suggest),
    ("k", Act::Replies),
    ("m", Act::More),
    ("e", Act::Less),
    ("n", Act::Note),
    ("h", Act::History),
    ("o", Act::Order),
    ("c", Act::Code),
    ("z", Act::Undo),
    ("b", Act::Ban),
    ("u", Act::Unban),
    ("a", Act::MakeArticle),
];

impl Act {
    /// At most 60 bytes, as long as ids have at most 58.
    pub fn encode(&self) -> String {
        match self {
            Act::Send(id) => format!("s:{id}"),
            plain => PLAIN.iter().find(|(_, act)| act == plain).map_or("", |(sign, _)| sign).to_owned(),
        }
    }

    /// The act of some data.
    pub fn decode(data: &str) -> Option<Act> {
        match data.split_once(':') {
            Some(("s", id)) if !id.is_empty() => Some(Act::Send(ArticleId::from(id))),
            Some(_) => None,
            None => PLAIN.iter().find(|(sign, _)| *sign == data).map(|(_, act)| act.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let send = Act::Send(ArticleId::from("a".repeat(58).as_str()));
        for act in PLAIN.into_iter().map(|(_, act)| act).chain([send]) {
            let data = act.encode();
            assert!(!data.is_empty() && data.len() <= 60, "{data}");
            assert_eq!(Act::decode(&data), Some(act));
        }
        for data in ["", "s", "s:", "x", "t:1", "T"] {
            assert_eq!(Act::decode(data), None, "{data:?}");
        }
    }
}
