//! Who the bot is, as Telegram says: its number, its username, and whether it may be asked inline.
//!
//! What this file does not do: wait for Telegram (see [`super::serve`]) or decide anything.

use reqwest::Url;
use teloxide::payloads::GetMe;

use super::client::{ApiFailure, Client};

/// The most characters that Telegram takes for a payload of `/start`
/// (<https://core.telegram.org/bots/features#deep-linking>).
const PAYLOAD_CHARS: usize = 64;

/// The bot itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Me {
    /// Its number.
    pub id: i64,
    /// Its username without `@`; links to the bot need it.
    pub username: Option<String>,
    /// Whether the owner has switched on inline mode.
    pub inline: bool,
}

impl Client {
    /// Asks Telegram who the bot is. What cannot be read of the answer is unknown; the number of a bot
    /// stands in its token as well.
    ///
    /// # Errors
    /// As [`ApiFailure`] says; [`ApiFailure::Unauthorized`] where no bot has this token.
    pub async fn me(&self) -> Result<Me, ApiFailure> {
        let user = self.call(&GetMe::new()).await?;
        Ok(Me {
            id: user["id"].as_i64().or(self.bot_id()).unwrap_or_default(),
            username: user["username"].as_str().filter(|name| is_username(name)).map(str::to_owned),
            inline: user["supports_inline_queries"].as_bool().unwrap_or_default(),
        })
    }
}

impl Me {
    /// Whether a name, with or without `@`, is the bot's.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.strip_prefix('@').unwrap_or(name);
        self.username.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// The link that opens the private chat, with this payload of `/start` unless it is empty. `None`
    /// without a username, or for a payload that Telegram would not hand on.
    pub fn private_link(&self, payload: &str) -> Option<Url> {
        self.link("start", payload)
    }

    /// The link with which somebody adds the bot to a group of theirs; as [`Me::private_link`].
    pub fn group_link(&self, payload: &str) -> Option<Url> {
        let mut link = self.link("startgroup", payload)?;
        if payload.is_empty() {
            link.set_query(Some("startgroup"));
        }
        Some(link)
    }

    /// The link with which somebody sends the private link to a chat of theirs, with a text beside it.
    pub fn share_link(&self, payload: &str, text: &str) -> Option<Url> {
        let link = self.private_link(payload)?;
        let mut share = Url::parse("https://t.me/share/url").ok()?;
        share.query_pairs_mut().append_pair("url", link.as_str()).append_pair("text", text);
        // A space may not be written as a plus sign: not every app reads it as a space.
        let spaces = share.query().map(|query| query.replace('+', "%20"));
        share.set_query(spaces.as_deref());
        Some(share)
    }

    fn link(&self, parameter: &str, payload: &str) -> Option<Url> {
        let mut link = Url::parse("https://t.me/").ok()?;
        link.set_path(self.username.as_deref()?);
        if !payload.is_empty() {
            link.query_pairs_mut().append_pair(parameter, payload);
        }
        is_payload(payload).then_some(link)
    }
}

/// `A-Z a-z 0-9 _ -`, at most 64 of them.
fn is_payload(payload: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    payload.len() <= PAYLOAD_CHARS && payload.chars().all(fits)
}

fn is_username(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn me() -> Me {
        Me { id: 1, username: Some("Toko_Melati_bot".to_owned()), inline: true }
    }

    fn text(link: Option<Url>) -> String {
        link.map(String::from).unwrap_or_default()
    }

    #[test]
    fn links_are_those_that_telegram_opens() {
        assert_eq!(text(me().private_link("")), "https://t.me/Toko_Melati_bot");
        assert_eq!(text(me().private_link("a_cancel-order")), "https://t.me/Toko_Melati_bot?start=a_cancel-order");
        assert_eq!(text(me().group_link("g_1")), "https://t.me/Toko_Melati_bot?startgroup=g_1");
        assert_eq!(text(me().group_link("")), "https://t.me/Toko_Melati_bot?startgroup");
    }

    #[test]
    fn a_shared_text_comes_back_as_it_was() {
        let words = "退款 & pembatalan + ongkir? 100% #1";
        let link = me().share_link("a_x", words);
        let shown = text(link.clone());
        assert!(
            shown.starts_with("https://t.me/share/url?url=https%3A%2F%2Ft.me%2FToko_Melati_bot%3Fstart%3Da_x&text=")
        );
        assert!(!shown.contains('+') && !shown.contains(' ') && shown.is_ascii(), "{shown}");
        let pairs: Vec<_> = link.iter().flat_map(Url::query_pairs).map(|(_, value)| value.into_owned()).collect();
        assert_eq!(pairs, ["https://t.me/Toko_Melati_bot?start=a_x", words]);
    }

    #[test]
    fn there_is_no_link_without_a_username_or_for_a_payload_that_telegram_refuses() {
        assert_eq!(Me::default().private_link("a"), None);
        assert_eq!(Me::default().share_link("a", "b"), None);
        for payload in ["a.b", "a b", "é", &"x".repeat(65)] {
            assert_eq!((me().private_link(payload), me().group_link(payload)), (None, None), "{payload}");
        }
        assert!(me().private_link(&"x".repeat(64)).is_some());
    }

    #[test]
    fn a_name_is_the_bots_in_any_case_and_none_is_while_it_is_unknown() {
        assert!(me().is_called("@toko_melati_BOT") && me().is_called("Toko_Melati_bot"));
        assert!(!me().is_called("@toko_melati_bot2") && !me().is_called("@") && !Me::default().is_called("@"));
    }
}
