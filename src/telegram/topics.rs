//! Topics of a support group: opened, changed, closed, deleted; messages pinned in them.
//!
//! Everything may be done twice: what is so already is done. An icon is never a reason to fail.

use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::client::ApiFailure;
use super::obstacles::{Doing, meaning};
use super::outgoing::TelegramCourier;
use crate::service::{Carried, Icon, Managed, Obstacle, TopicAct};

/// The longest name of a topic, in characters (<https://core.telegram.org/bots/api#createforumtopic>).
const NAME_CHARS: usize = 128;

/// The name of a topic that has none: Telegram takes no empty one.
const NAMELESS: &str = "#";

/// What the Bot API puts before the number of a supergroup: `-100`
/// (<https://core.telegram.org/api/bots/ids#bot-api-dialog-ids>).
const SUPERGROUPS: i64 = 1_000_000_000_000;

/// What Telegram adds to a sign to show it in colour.
const COLOURED: char = '\u{fe0f}';

/// The custom emoji that Telegram offers as icons: the emoji that it stands for, and its id.
pub(super) type Icons = Vec<(String, String)>;

impl TelegramCourier {
    /// Does something to the topics of a group.
    pub(super) async fn manage_topics(&self, group: ChatId, act: &TopicAct) -> Managed {
        match act {
            TopicAct::Open { name, icon } => self.open_topic(group, name, *icon).await,
            TopicAct::Change { topic, name, icon } => self.change_topic(group, *topic, name.as_deref(), *icon).await,
            TopicAct::Close(topic) => self.act(group, "closeForumTopic", &of_topic(group, *topic), NOT_MODIFIED).await,
            TopicAct::Reopen(topic) => {
                self.act(group, "reopenForumTopic", &of_topic(group, *topic), NOT_MODIFIED).await
            }
            TopicAct::Delete(topic) => {
                match self.act(group, "deleteForumTopic", &of_topic(group, *topic), NOT_MODIFIED).await {
                    Managed::Not(Carried::Hindered(Obstacle::TopicGone, _)) => Managed::Done,
                    managed => managed,
                }
            }
            TopicAct::Pin(message) => {
                let arguments = json!({"chat_id": group, "message_id": message, "disable_notification": true});
                self.act(group, "pinChatMessage", &arguments, &["chat_not_modified"]).await
            }
        }
    }

    /// Opens a topic; without its icon where Telegram does not take it.
    async fn open_topic(&self, group: ChatId, name: &str, icon: Icon) -> Managed {
        let mut arguments = json!({"chat_id": group, "name": topic_name(name)});
        if let Some(icon) = self.icon(icon).await {
            arguments["icon_custom_emoji_id"] = json!(icon);
        }
        let mut opened = self.run(&arguments, "createForumTopic").await;
        if is_about_the_icon(&opened, &arguments) {
            arguments.as_object_mut().map(|fields| fields.remove("icon_custom_emoji_id"));
            opened = self.run(&arguments, "createForumTopic").await;
        }
        match opened.map(|topic| topic["message_thread_id"].as_i64()) {
            Ok(Some(topic)) => Managed::Opened(topic),
            // There is a topic now whose number nobody knows. Another is opened, and this one stays empty.
            Ok(None) => Managed::Not(Carried::Failed("the number of the new topic cannot be read".to_owned())),
            Err(failure) => not(&failure, group),
        }
    }

    async fn change_topic(&self, group: ChatId, topic: i64, name: Option<&str>, icon: Option<Icon>) -> Managed {
        let mut arguments = of_topic(group, topic);
        if let Some(name) = name {
            arguments["name"] = json!(topic_name(name));
        }
        if let Some(icon) = icon
            && let Some(icon) = self.icon(icon).await
        {
            arguments["icon_custom_emoji_id"] = json!(icon);
        }
        let changed = self.change_once(group, &arguments).await;
        let Some(failure) = changed else { return Managed::Done };
        if !is_about_the_icon(&Err(failure.clone()), &arguments) {
            return not(&failure, group);
        }
        arguments.as_object_mut().map(|fields| fields.remove("icon_custom_emoji_id"));
        self.change_once(group, &arguments).await.map_or(Managed::Done, |failure| not(&failure, group))
    }

    /// Changes a topic, where there is something to change; the failure, where it is one.
    async fn change_once(&self, group: ChatId, arguments: &Value) -> Option<ApiFailure> {
        if arguments.get("name").is_none() && arguments.get("icon_custom_emoji_id").is_none() {
            return None;
        }
        let changed = self.run(arguments, "editForumTopic").await;
        changed.err().filter(|failure| !says(failure, NOT_MODIFIED) || group.0 >= 0)
    }

    async fn act(&self, group: ChatId, method: &str, arguments: &Value, already: &[&str]) -> Managed {
        match self.run(arguments, method).await {
            Ok(_) => Managed::Done,
            Err(failure) if says(&failure, already) => Managed::Done,
            Err(failure) => not(&failure, group),
        }
    }

    async fn run(&self, arguments: &Value, method: &str) -> Result<Value, ApiFailure> {
        self.limiter.turn().await;
        self.client.run(method, arguments).await
    }

    /// The custom emoji for an icon; none where Telegram offers none, or does not say which it offers.
    async fn icon(&self, icon: Icon) -> Option<String> {
        let asked = self.icons.get_or_try_init(async || {
            self.run(&json!({}), "getForumTopicIconStickers").await.map(|stickers| offered(&stickers))
        });
        let offered = asked.await.ok()?;
        let wanted: &[&str] = match icon {
            Icon::WaitsForUs => &["❗", "‼", "🔥"],
            Icon::WaitsForCustomer => &["💬"],
            Icon::Done => &["✅"],
        };
        let found = wanted.iter().find_map(|wanted| offered.iter().find(|(emoji, _)| emoji == wanted));
        found.map(|(_, id)| id.clone())
    }
}

/// What Telegram says where a topic is as it should be already.
const NOT_MODIFIED: &[&str] = &["topic_not_modified", "topic is not modified"];

fn says(failure: &ApiFailure, words: &[&str]) -> bool {
    let ApiFailure::Refused { code: 400, description } = failure else { return false };
    let said = description.to_ascii_lowercase();
    words.iter().any(|word| said.contains(word))
}

fn not(failure: &ApiFailure, group: ChatId) -> Managed {
    Managed::Not(meaning(failure, group, true, Doing::Managing))
}

/// Whether it may be the icon that is refused.
fn is_about_the_icon(result: &Result<Value, ApiFailure>, arguments: &Value) -> bool {
    let words = ["document_invalid", "custom emoji", "icon", "emoji_invalid", "sticker"];
    arguments.get("icon_custom_emoji_id").is_some() && result.as_ref().err().is_some_and(|error| says(error, &words))
}

/// A link to a topic of a group or, without one, to a message; it opens for the members of the group alone
/// (<https://core.telegram.org/api/links#message-links>). Only supergroups have such links.
pub(super) fn link(group: ChatId, topic: Option<i64>, message: Option<i64>) -> Option<String> {
    let number = group.0.checked_neg()?.checked_sub(SUPERGROUPS).filter(|number| *number > 0)?;
    let place = topic.or(message)?;
    Some(format!("https://t.me/c/{number}/{place}"))
}

fn of_topic(group: ChatId, topic: i64) -> Value {
    json!({"chat_id": group, "message_thread_id": topic})
}

fn offered(stickers: &Value) -> Icons {
    let one = |sticker: &Value| {
        let emoji = sticker["emoji"].as_str()?.trim_end_matches(COLOURED).to_owned();
        Some((emoji, sticker["custom_emoji_id"].as_str()?.to_owned()))
    };
    stickers.as_array().into_iter().flatten().filter_map(one).collect()
}

/// A name that Telegram takes: of one line, not empty, not too long.
fn topic_name(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() {
        0 => NAMELESS.to_owned(),
        length if length > NAME_CHARS => {
            let cut: String = line.chars().take(NAME_CHARS - 1).collect();
            format!("{}…", cut.trim_end())
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_one_line_not_empty_and_not_too_long() {
        assert_eq!(topic_name("#1 A\n · id"), "#1 A · id");
        assert_eq!(topic_name(" \n"), "#");
        assert_eq!(topic_name(&"退".repeat(128)), "退".repeat(128));
        assert_eq!(topic_name(&"退".repeat(129)), format!("{}…", "退".repeat(127)));
    }

    #[test]
    fn a_link_leads_to_the_topic_or_to_the_message_of_a_supergroup() {
        let group = ChatId(-1_001_234_567_890);
        assert_eq!(link(group, Some(15), Some(16)).as_deref(), Some("https://t.me/c/1234567890/15"));
        assert_eq!(link(group, None, Some(16)).as_deref(), Some("https://t.me/c/1234567890/16"));
        for (group, message) in
            [(ChatId(-5), Some(1)), (ChatId(7), Some(1)), (ChatId(i64::MIN), Some(1)), (group, None)]
        {
            assert_eq!(link(group, None, message), None, "{group}");
        }
    }

    #[test]
    fn an_icon_is_found_with_the_sign_that_colours_it_or_without() {
        let stickers = json!([
            {"emoji": "❗\u{fe0f}", "custom_emoji_id": "1"}, {"emoji": "✅", "custom_emoji_id": "2"}, {"emoji": "x"},
        ]);
        assert_eq!(offered(&stickers), [("❗".to_owned(), "1".to_owned()), ("✅".to_owned(), "2".to_owned())]);
        assert!(offered(&json!(null)).is_empty());
    }
}
