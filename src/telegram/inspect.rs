//! What Telegram says of the bot to somebody who looks after it: where its updates go, how it stands in a group, and
//! what time it is there. Nothing is changed by asking.

use reqwest::Url;
use reqwest::header::DATE;
use serde_json::{Value, json};

use super::chat;
use super::client::{ApiFailure, Client};
use crate::service::ConversationId;

/// Where updates go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookState {
    /// The host to which Telegram sends updates; nothing where they are fetched. The rest of the URL may be a secret.
    pub host: Option<String>,
    /// So many updates wait.
    pub pending: i64,
    /// When sending them failed last, in Unix milliseconds, and Telegram's words for it.
    pub last_error: Option<(i64, String)>,
}

/// How the bot stands in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupState {
    /// The name of the group.
    pub title: String,
    /// What is missing so that staff can be served there; nothing where all is well.
    pub missing: Vec<&'static str>,
}

/// The host of a URL. The rest may be a secret.
pub fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

impl Client {
    /// Asks where updates go.
    ///
    /// # Errors
    /// As [`ApiFailure`] says.
    pub async fn webhook_state(&self) -> Result<WebhookState, ApiFailure> {
        let told = self.run("getWebhookInfo", &json!({})).await?;
        let url = told["url"].as_str().filter(|url| !url.is_empty());
        let last_error = told["last_error_date"].as_i64().map(|seconds| {
            let words = told["last_error_message"].as_str().unwrap_or_default();
            (seconds.saturating_mul(1000), words.to_owned())
        });
        Ok(WebhookState {
            host: url.map(|url| host_of(url).unwrap_or_else(|| "an address that cannot be read".to_owned())),
            pending: told["pending_update_count"].as_i64().unwrap_or_default(),
            last_error,
        })
    }

    /// Asks how the bot stands in the group of a conversation.
    ///
    /// # Errors
    /// As [`ApiFailure`] says; a group that the bot is not in is refused by Telegram.
    pub async fn group_state(&self, group: &str) -> Result<GroupState, ApiFailure> {
        let Some((chat, _)) = chat::chat(&ConversationId(group.to_owned())) else {
            return Err(ApiFailure::Unreadable("the number of the group"));
        };
        let shown = self.run("getChat", &json!({"chat_id": chat})).await?;
        let bot = self.bot_id().unwrap_or_default();
        let member = self.run("getChatMember", &json!({"chat_id": chat, "user_id": bot})).await?;
        Ok(GroupState {
            title: shown["title"].as_str().unwrap_or_default().to_owned(),
            missing: missing(&shown, &member),
        })
    }

    /// What time it is at the Bot API server, in Unix milliseconds and exact to a second; nothing where it does not say.
    ///
    /// # Errors
    /// [`ApiFailure::Network`].
    pub async fn server_time(&self) -> Result<Option<i64>, ApiFailure> {
        let answer = self.request("getMe").send().await.map_err(|error| self.network(error))?;
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok());
        let time = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
        Ok(time.map(|time| time.timestamp().as_millisecond()))
    }
}

fn missing(group: &Value, member: &Value) -> Vec<&'static str> {
    let may = |right: &str| member["status"] == "creator" || member[right] == true;
    let administrator = member["status"] == "administrator" || member["status"] == "creator";
    let wanted = [
        (group["type"] == "supergroup", "the group is no supergroup"),
        (group["is_forum"] == true, "topics are switched off in the group"),
        (administrator, "the bot is no admin"),
        (!administrator || may("can_manage_topics"), "the bot may not manage topics"),
        (!administrator || may("can_pin_messages"), "the bot may not pin messages"),
        (!administrator || may("can_delete_messages"), "the bot may not delete messages"),
    ];
    wanted.into_iter().filter(|(fulfilled, _)| !fulfilled).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_in_a_group_is_named() {
        let forum = json!({"type": "supergroup", "is_forum": true});
        let table = [
            (forum.clone(), json!({"status": "creator"}), vec![]),
            (forum.clone(), json!({"status": "member"}), vec!["the bot is no admin"]),
            (
                forum.clone(),
                json!({"status": "administrator", "can_manage_topics": true, "can_pin_messages": true}),
                vec!["the bot may not delete messages"],
            ),
            (
                json!({"type": "group"}),
                json!({"status": "creator"}),
                vec!["the group is no supergroup", "topics are switched off in the group"],
            ),
        ];
        for (group, member, expected) in table {
            assert_eq!(missing(&group, &member), expected, "{group} {member}");
        }
    }
}
