//! How the bot stands in a group, and whether somebody is an administrator there: asked, not remembered.

use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::chat;
use super::client::ApiFailure;
use super::obstacles::{Doing, meaning};
use super::outgoing::TelegramCourier;
use crate::service::{Carried, ConversationId, Standing};

/// What Telegram says of a member whom it does not know.
const NO_MEMBER: &[&str] = &["user not found", "member not found", "participant_id_invalid", "user_id_invalid"];

impl TelegramCourier {
    /// Asks how the bot stands in a group, and whether somebody is an administrator there: whoever it is, or the group
    /// itself, in whose name only administrators write.
    pub(super) async fn standing(&self, group: ChatId, asker: Option<&str>) -> Result<Standing, Carried> {
        let failed = |failure: ApiFailure| meaning(&failure, group, false, Doing::Managing);
        let shown = self.about("getChat", json!({"chat_id": group})).await.map_err(failed)?;
        let bot = if self.me.id == 0 { self.client.bot_id().unwrap_or_default() } else { self.me.id };
        let member = self.member(group, bot).await.map_err(failed)?;
        let asker_is_administrator = match asker.and_then(|asker| chat::chat(&ConversationId(asker.to_owned()))) {
            None => false,
            Some((asker, _)) if asker == group => true,
            Some((asker, _)) => is_administrator(&self.member(group, asker.0).await.map_err(failed)?),
        };
        let may = |right: &str| member["status"] == "creator" || member[right] == true;
        Ok(Standing {
            title: shown["title"].as_str().unwrap_or_default().to_owned(),
            supergroup: shown["type"] == "supergroup",
            topics: shown["is_forum"] == true,
            public: shown["username"].as_str().is_some_and(|name| !name.is_empty()),
            administrator: is_administrator(&member),
            manages_topics: may("can_manage_topics"),
            pins: may("can_pin_messages"),
            deletes: may("can_delete_messages"),
            asker_is_administrator,
        })
    }

    /// A member as Telegram shows them; null for somebody whom it does not know there.
    async fn member(&self, group: ChatId, user: i64) -> Result<Value, ApiFailure> {
        match self.about("getChatMember", json!({"chat_id": group, "user_id": user})).await {
            Err(ApiFailure::Refused { code: 400, description }) if is_unknown(&description) => Ok(Value::Null),
            asked => asked,
        }
    }

    async fn about(&self, method: &str, arguments: Value) -> Result<Value, ApiFailure> {
        self.limiter.turn().await;
        self.client.run(method, &arguments).await
    }
}

fn is_unknown(description: &str) -> bool {
    let said = description.to_ascii_lowercase();
    NO_MEMBER.iter().any(|word| said.contains(word))
}

fn is_administrator(member: &Value) -> bool {
    member["status"] == "administrator" || member["status"] == "creator"
}
