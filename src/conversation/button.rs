//! What a button means, and how that is written into the 64 bytes that Telegram keeps for it.
//!
//! A button carries all that it means, so that it works on a message from last month as on a fresh
//! one. [`Button::decode`] returns `None` for anything that [`Button::encode`] did not write.

use super::desk;
use super::orders::{self, Linked};
use super::owner::admin::Act;
use crate::knowledge::{ArticleId, Audience, TopicId};
use crate::language::{Language, Locale, Script};

/// What pressing a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Button {
    /// Show the topics for buyers or for sellers.
    Topics(Audience),
    /// The same, as the way back.
    BackToTopics(Audience),
    /// Show the articles of a topic.
    Topic(TopicId),
    /// The same, as the way back.
    BackToTopic(TopicId),
    /// Show an article.
    Article(ArticleId),
    /// Show an article in a group, in the language and script of the question.
    InGroup(Locale, ArticleId),
    /// Show an article in a language other than the reader's.
    ArticleIn(Language, ArticleId),
    /// None of the choices of *did you mean*.
    NoneOfThese,
    /// The answer helped.
    Helped(ArticleId),
    /// The answer did not help.
    NotHelped(ArticleId),
    /// Offer the languages.
    Languages,
    /// Speak this language from now on.
    Speak(Language),
    /// How a person is reached, where nobody is connected; a button that asks for a person becomes the one of the
    /// next three that fits, once the turn has ended.
    Person,
    /// A person is wanted: one is connected.
    CallPerson,
    /// The person is wanted again that was there lately.
    BackToPerson,
    /// No person is wanted any more.
    BackToBot,
    /// How the help of a person was: the number of the ticket, and whether it was good.
    Rate(i64, bool),
    /// A button of staff.
    Desk(desk::Act),
    /// Ask whether what is kept about the reader is to be erased.
    AskForget,
    /// Erase it.
    Forget,
    /// Send what is kept about the reader.
    Export,
    /// Show the sentence to hold up at a counter.
    ShowThis(ArticleId),
    /// A later page of the articles of a topic; pages are counted from 0.
    TopicPage(TopicId, u8),
    /// Open the private chat with the bot, at an article perhaps: a link, nothing comes back.
    Private(Option<ArticleId>),
    /// Send a link to an article to somebody else: a link, nothing comes back.
    Share(ArticleId),
    /// A button on an owner's page.
    Owner(Act),
    /// Send a link that grants something, by its payload, to somebody else: a link, nothing comes back.
    Invitation(String),
    /// Add the bot to a group with this payload: a link, nothing comes back.
    AddToGroup(String),
    /// Share the reader's own telephone number: it comes back as a contact, not as data.
    ShareContact,
    /// A button about an order.
    Order(orders::Act),
    /// Show this order of the reader's.
    LinkedOrder(Linked),
    /// The file that the reader sent is for this shop.
    FileForShop(String),
}

/// The sign of buttons on owners' pages.
const OWNER: char = '@';

/// The sign of the buttons of staff.
const DESK: char = '!';

/// The sign of buttons about orders.
const ORDER: char = '#';

/// The kind of an article in a group, in traditional characters.
const IN_TRADITIONAL: &str = "gzht";

impl Button {
    /// The callback data: at most 64 bytes as long as ids have at most 58. A link has none; what stands
    /// here for it is read by people only.
    pub fn encode(&self) -> String {
        match self {
            Button::Topics(Audience::Buyer) => "tb".to_owned(),
            Button::Topics(Audience::Seller) => "ts".to_owned(),
            Button::BackToTopics(audience) => Button::Topics(*audience).encode(),
            Button::Topic(topic) | Button::BackToTopic(topic) => format!("t:{topic}"),
            Button::InGroup(locale, article) if locale.is_converted() => format!("{IN_TRADITIONAL}:{article}"),
            Button::InGroup(locale, article) => format!("g{}:{article}", locale.language()),
            Button::Article(article) => format!("a:{article}"),
            Button::ArticleIn(language, article) => format!("a{language}:{article}"),
            Button::NoneOfThese => "n".to_owned(),
            Button::Helped(article) => format!("y:{article}"),
            Button::NotHelped(article) => format!("x:{article}"),
            Button::Languages => "l".to_owned(),
            Button::Speak(language) => format!("l:{language}"),
            Button::Person | Button::CallPerson | Button::BackToPerson => "p".to_owned(),
            Button::BackToBot => "b".to_owned(),
            Button::Rate(ticket, good) => format!("{}:{ticket}", if *good { "r1" } else { "r0" }),
            Button::Desk(act) => format!("{DESK}{}", act.encode()),
            Button::AskForget => "e".to_owned(),
            Button::Forget => "ee".to_owned(),
            Button::Export => "ex".to_owned(),
            Button::ShowThis(article) => format!("w:{article}"),
            Button::TopicPage(topic, page) => format!("t{page}:{topic}"),
            Button::Private(article) => format!("private:{}", article.as_ref().map_or("", ArticleId::as_str)),
            Button::Share(article) => format!("share:{article}"),
            Button::Owner(act) => format!("{OWNER}{}", act.encode()),
            // The payloads are secrets.
            Button::Invitation(_) => "invitation".to_owned(),
            Button::AddToGroup(_) => "group".to_owned(),
            Button::ShareContact => "contact".to_owned(),
            Button::Order(act) => format!("{ORDER}{}", act.encode()),
            Button::LinkedOrder(linked) => Button::Order(orders::Act::Show(linked.link.number.clone())).encode(),
            Button::FileForShop(shop) => Button::Order(orders::Act::FileFor(orders::act::mark(shop))).encode(),
        }
    }

    /// The button of some callback data; `None` for data of another bot or version.
    pub fn decode(data: &str) -> Option<Button> {
        if let Some(act) = data.strip_prefix(OWNER) {
            return Act::decode(act).map(Button::Owner);
        }
        if let Some(act) = data.strip_prefix(DESK) {
            return desk::Act::decode(act).map(Button::Desk);
        }
        if let Some(act) = data.strip_prefix(ORDER) {
            return orders::Act::decode(act).map(Button::Order);
        }
        let (kind, rest) = data.split_once(':').unwrap_or((data, ""));
        let article = || (!rest.is_empty()).then(|| ArticleId::from(rest));
        match kind {
            "tb" => Some(Button::Topics(Audience::Buyer)),
            "ts" => Some(Button::Topics(Audience::Seller)),
            // What an earlier version wrote.
            "ob" => Some(Button::Topics(Audience::Buyer)),
            "os" => Some(Button::Topics(Audience::Seller)),
            "c" => article().map(Button::Article),
            "t" if !rest.is_empty() => Some(Button::Topic(TopicId::from(rest))),
            "a" => article().map(Button::Article),
            "aid" | "azh" | "aen" => Some(Button::ArticleIn(kind[1..].parse().ok()?, article()?)),
            "gid" | "gzh" | "gen" => Some(Button::InGroup(Locale::as_kept(kind[1..].parse().ok()?), article()?)),
            IN_TRADITIONAL => Some(Button::InGroup(Locale::new(Language::Chinese, Script::Traditional), article()?)),
            "n" => Some(Button::NoneOfThese),
            "y" => article().map(Button::Helped),
            "x" => article().map(Button::NotHelped),
            "l" if rest.is_empty() => Some(Button::Languages),
            "l" => rest.parse().ok().map(Button::Speak),
            "p" => Some(Button::Person),
            "b" => Some(Button::BackToBot),
            "r0" | "r1" => Some(Button::Rate(rest.parse().ok()?, kind == "r1")),
            "e" => Some(Button::AskForget),
            "ee" => Some(Button::Forget),
            "ex" => Some(Button::Export),
            "w" => article().map(Button::ShowThis),
            kind if !rest.is_empty() => {
                let page = kind.strip_prefix('t')?.parse().ok()?;
                Some(Button::TopicPage(TopicId::from(rest), page))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let article = || ArticleId::from("seller-cancelled-after-shipping");
        let buttons = [
            Button::Topics(Audience::Buyer),
            Button::Topics(Audience::Seller),
            Button::Topic(TopicId::from("paying")),
            Button::Article(article()),
            Button::ArticleIn(Language::Chinese, article()),
            Button::InGroup(Locale::as_kept(Language::Chinese), article()),
            Button::InGroup(Locale::new(Language::Chinese, Script::Traditional), article()),
            Button::NoneOfThese,
            Button::Helped(article()),
            Button::NotHelped(article()),
            Button::Languages,
            Button::Speak(Language::English),
            Button::Person,
            Button::AskForget,
            Button::Forget,
            Button::Export,
            Button::ShowThis(article()),
            Button::TopicPage(TopicId::from("paying"), 12),
            Button::Owner(Act::Home),
            Button::Order(orders::Act::List),
            Button::BackToBot,
            Button::Rate(12, true),
            Button::Rate(12, false),
            Button::Desk(desk::Act::Send(article())),
        ];
        for button in buttons {
            let data = button.encode();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(Button::decode(&data), Some(button));
        }
    }

    #[test]
    fn foreign_data_is_no_button() {
        for data in ["", ":", "a:", "t:", "l:xx", "azz:x", "buy_now", "c", "{\"a\":1}", "\u{0}"] {
            assert_eq!(Button::decode(data), None, "{data:?}");
        }
    }
}
