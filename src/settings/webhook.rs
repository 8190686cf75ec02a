//! The settings of the webhook: where Telegram sends updates, and where this program listens for them.
//!
//! What is absent here: any use of what is set, and whether the certificate can be read.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use super::Keys;
use super::orders::SHORTEST_SECRET;

/// Telegram takes a secret of so many characters at the most (<https://core.telegram.org/bots/api#setwebhook>).
const LONGEST_SECRET: usize = 256;

/// Where updates come in, instead of being polled for.
#[derive(Debug, Clone)]
pub struct UpdatesWebhook {
    /// `telegram.webhook.url`: what Telegram is told; its path is the one that is served.
    pub url: String,
    /// `telegram.webhook.listen`: the address and port that are listened on.
    pub listen: SocketAddr,
    /// `telegram.webhook.secret`: what Telegram shows with every update; without it one is made of the token.
    pub secret: Option<SecretString>,
    /// `telegram.webhook.certificate`: a file with the certificate of a server that has its own, as PEM.
    pub certificate: Option<PathBuf>,
}

impl Keys {
    /// The webhook, where its URL is set. Only a Bot API server of one's own sends updates without encryption.
    pub(super) fn updates_webhook(&mut self, own_server: bool) -> Option<UpdatesWebhook> {
        let url = self.word("telegram.webhook.url");
        let listen = self.webhook_listen();
        let secret = self.webhook_secret();
        let certificate = self.word("telegram.webhook.certificate").map(PathBuf::from);
        let Some(url) = url else {
            if secret.is_some() || certificate.is_some() {
                self.faults
                    .push("telegram.webhook.url is not set; the other settings of the webhook need it".to_owned());
            }
            return None;
        };
        if !(url.starts_with("https://") || own_server && url.starts_with("http://")) {
            self.faults
                .push("telegram.webhook.url is no address that Telegram sends to; it begins with https://".to_owned());
        }
        Some(UpdatesWebhook { url, listen, secret, certificate })
    }

    fn webhook_listen(&mut self) -> SocketAddr {
        let usual = SocketAddr::from(([127, 0, 0, 1], 8080));
        let Some(listen) = self.word("telegram.webhook.listen") else { return usual };
        listen.parse().unwrap_or_else(|_| {
            self.faults.push("telegram.webhook.listen is no address; write it as in 127.0.0.1:8080".to_owned());
            usual
        })
    }

    fn webhook_secret(&mut self) -> Option<SecretString> {
        let secret = self.secret("telegram.webhook.secret")?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        let text = secret.expose_secret();
        if !text.chars().all(plain) || !(SHORTEST_SECRET..=LONGEST_SECRET).contains(&text.len()) {
            self.faults.push(format!(
                "telegram.webhook.secret is not of {SHORTEST_SECRET} to {LONGEST_SECRET} letters, digits, _ and -"
            ));
        }
        Some(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn parse(text: &str) -> Result<Option<UpdatesWebhook>, String> {
        let settings = Settings::parse(text, "tanya.toml", std::iter::empty()).map_err(|faults| faults.to_string());
        settings.map(|settings| settings.telegram.webhook)
    }

    #[test]
    fn a_webhook_is_set_by_its_url_and_the_rest_has_usual_values() -> Result<(), String> {
        assert!(parse("")?.is_none());
        let webhook = parse("[telegram.webhook]\nurl = \"https://bot.example/in\"\n")?.ok_or("none")?;
        assert_eq!(
            (webhook.url.as_str(), webhook.listen.to_string().as_str()),
            ("https://bot.example/in", "127.0.0.1:8080")
        );
        assert!(webhook.secret.is_none() && webhook.certificate.is_none());
        let own =
            "[telegram]\napi_url = \"http://127.0.0.1:8081\"\n[telegram.webhook]\nurl = \"http://127.0.0.1/in\"\n";
        assert!(parse(own)?.is_some());
        Ok(())
    }

    #[test]
    fn what_cannot_be_is_refused_and_the_secret_is_never_shown() -> Result<(), String> {
        let table = [
            ("url = \"http://bot.example\"", "telegram.webhook.url"),
            ("url = \"bot.example\"", "telegram.webhook.url"),
            ("url = \"https://a\"\nlisten = \"8080\"", "telegram.webhook.listen"),
            ("url = \"https://a\"\nsecret = \"SECRET\"", "telegram.webhook.secret"),
            ("url = \"https://a\"\nsecret = \"SECRET SECRET SECRET\"", "telegram.webhook.secret"),
            ("secret = \"SECRET-SECRET-SECRET\"", "telegram.webhook.url is not set"),
        ];
        for (lines, expected) in table {
            let fault = parse(&format!("[telegram.webhook]\n{lines}\n")).err().unwrap_or_default();
            assert!(fault.contains(expected) && !fault.contains("SECRET"), "{lines}: {fault}");
        }
        let shown = parse("[telegram.webhook]\nurl = \"https://a\"\nsecret = \"SECRET-SECRET-SECRET\"\n")?;
        assert!(!format!("{shown:?}").contains("SECRET"));
        Ok(())
    }
}
