//! What Telegram is told of the webhook: set where something differs, removed where updates are polled for.
//!
//! Telegram does not tell the secret that it was given, nor the certificate: what was set is noted in the store as a
//! fingerprint, so that a changed secret is set anew and an unchanged one never. Updates that wait are never dropped, and
//! whoever stops leaves the webhook alone.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio_util::sync::CancellationToken;

use super::client::{ApiFailure, Client};
use super::polling::KINDS;
use super::trouble::{Pace, Trouble};
use crate::service::Replica;
use crate::store::options;

/// Telegram sends so many updates at a time at the most: its own usual number
/// (<https://core.telegram.org/bots/api#setwebhook>).
const MAX_CONNECTIONS: u32 = 40;

/// What Telegram is to be told.
#[derive(Debug, Clone)]
pub(super) struct Registration {
    pub url: String,
    pub secret: SecretString,
    /// The certificate of a server that has its own, as PEM.
    pub certificate: Option<String>,
}

/// The secret of a bot for which none is set: the same on every replica, and nobody without the token can make it.
pub(super) fn derived_secret(token: &SecretString) -> SecretString {
    SecretString::from(keyed(token.expose_secret(), &["webhook"]))
}

/// A keyed hash of parts, as hexadecimal digits.
fn keyed(key: &str, parts: &[&str]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    for part in parts {
        mac.update(&part.len().to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Registration {
    /// Has Telegram send updates here, unless it does so already; tries until that is done or everything stops.
    pub(super) async fn set(
        &self,
        client: &Client,
        replica: Option<&Replica>,
        mut trouble: Trouble,
        stop: &CancellationToken,
    ) {
        while !stop.is_cancelled() {
            let Some(tried) = stop.run_until_cancelled(self.try_to_set(client, replica)).await else { return };
            match tried {
                Ok(changed) => {
                    trouble.over();
                    if changed {
                        tracing::info!("Telegram was told to send updates to the webhook");
                    } else {
                        tracing::info!("Telegram sends updates to the webhook already");
                    }
                    return;
                }
                Err(failure) => wait(&mut trouble, &failure, stop).await,
            }
        }
    }

    async fn try_to_set(&self, client: &Client, replica: Option<&Replica>) -> Result<bool, ApiFailure> {
        let info = client.run("getWebhookInfo", &json!({})).await?;
        let fingerprint = self.fingerprint();
        let noted = match replica {
            Some(replica) => replica.noted(options::WEBHOOK).await,
            None => None,
        };
        if self.is_told(&info) && noted.as_ref() == Some(&fingerprint) {
            return Ok(false);
        }
        match &self.certificate {
            None => client.run("setWebhook", &self.arguments()).await?,
            Some(certificate) => client.upload("setWebhook", self.form(certificate)).await?,
        };
        if let Some(replica) = replica {
            replica.note(options::WEBHOOK, fingerprint).await;
        }
        Ok(true)
    }

    /// Whether what Telegram tells of its webhook is what it is to be.
    fn is_told(&self, info: &Value) -> bool {
        let mut kinds: Vec<&str> =
            info["allowed_updates"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        kinds.sort_unstable();
        let mut wanted = names();
        wanted.sort_unstable();
        info["url"] == *self.url
            && kinds == wanted
            && info["max_connections"] == MAX_CONNECTIONS
            && info["has_custom_certificate"].as_bool().unwrap_or_default() == self.certificate.is_some()
    }

    /// What stands for everything that Telegram is told, from which the secret cannot be found.
    fn fingerprint(&self) -> String {
        let certificate = self.certificate.as_deref().unwrap_or_default();
        keyed(self.secret.expose_secret(), &["set", &self.url, certificate])
    }

    fn arguments(&self) -> Value {
        json!({
            "url": self.url,
            "secret_token": self.secret.expose_secret(),
            "max_connections": MAX_CONNECTIONS,
            "allowed_updates": names(),
            "drop_pending_updates": false,
        })
    }

    fn form(&self, certificate: &str) -> Form {
        let fields = self.arguments();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let fields = fields.as_object().into_iter().flatten();
        let form = fields.fold(Form::new(), |form, (name, value)| form.text(name.clone(), text(value)));
        form.part("certificate", Part::text(certificate.to_owned()).file_name("certificate.pem"))
    }
}

/// The kinds of updates that are wanted, as Telegram names them.
fn names() -> Vec<&'static str> {
    KINDS.iter().map(|(name, _)| *name).collect()
}

/// Removes a webhook that is set, so that updates can be polled for; tries until that is done or everything stops.
pub(super) async fn remove(client: &Client, pace: Pace, stop: &CancellationToken) {
    let mut trouble = Trouble::new(pace);
    while !stop.is_cancelled() {
        let Some(tried) = stop.run_until_cancelled(try_to_remove(client)).await else { return };
        match tried {
            Ok(()) => return trouble.over(),
            // Polling meets the same, and says so.
            Err(ApiFailure::Unauthorized | ApiFailure::Refused { .. }) => return,
            Err(failure) => wait(&mut trouble, &failure, stop).await,
        }
    }
}

async fn try_to_remove(client: &Client) -> Result<(), ApiFailure> {
    let info = client.run("getWebhookInfo", &json!({})).await?;
    if info["url"].as_str().is_some_and(|url| !url.is_empty()) {
        client.run("deleteWebhook", &json!({"drop_pending_updates": false})).await?;
        tracing::warn!(
            "a webhook was set for this bot and telegram.webhook.url is not: it was removed, and updates are polled for; \
             those that wait are kept"
        );
    }
    Ok(())
}

async fn wait(trouble: &mut Trouble, failure: &ApiFailure, stop: &CancellationToken) {
    let wait: Duration = trouble.note(failure);
    stop.run_until_cancelled(tokio::time::sleep(wait)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(secret: &str, certificate: Option<&str>) -> Registration {
        let certificate = certificate.map(str::to_owned);
        Registration { url: "https://bot.example/in".to_owned(), secret: SecretString::from(secret), certificate }
    }

    #[test]
    fn a_difference_in_anything_is_seen() {
        let sound = json!({
            "url": "https://bot.example/in", "max_connections": 40, "has_custom_certificate": false,
            "allowed_updates": ["inline_query", "message", "edited_message", "callback_query", "my_chat_member"],
        });
        let registration = |certificate| registration("secret", certificate);
        assert!(registration(None).is_told(&sound));
        assert!(!registration(Some("PEM")).is_told(&sound));
        let with = |key: &str, value: Value| {
            let mut other = sound.clone();
            other[key] = value;
            other
        };
        for (key, value) in [
            ("url", json!("")),
            ("url", json!("https://bot.example/in/")),
            ("max_connections", json!(100)),
            ("has_custom_certificate", json!(true)),
            ("allowed_updates", json!(["message"])),
            ("allowed_updates", Value::Null),
        ] {
            assert!(!registration(None).is_told(&with(key, value.clone())), "{key}: {value}");
        }
    }

    #[test]
    fn a_changed_secret_or_certificate_changes_the_fingerprint_which_does_not_hold_it() {
        let print = |secret: &str, certificate| registration(secret, certificate).fingerprint();
        assert_eq!(print("one", None), print("one", None));
        assert_ne!(print("one", None), print("two", None));
        assert_ne!(print("one", None), print("one", Some("PEM")));
        assert!(!print("one", None).contains("one"));
        let derived = |token: &str| derived_secret(&SecretString::from(token)).expose_secret().to_owned();
        assert_ne!(derived("1:a"), derived("1:b"));
        assert_eq!(derived("1:a").len(), 64);
    }
}
