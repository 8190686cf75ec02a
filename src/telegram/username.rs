//! The bot's own name, as Telegram says: what links to it need, and whether its token is right.

use super::client::{ApiFailure, Client};

/// What a token turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenCheck {
    /// The token of the bot with this username.
    Bot(String),
    /// Telegram knows no bot with it.
    Unknown,
    /// Nobody can say now: why.
    Unreachable(String),
}

/// Asks Telegram once whose token the client has.
pub async fn check_token(client: &Client) -> TokenCheck {
    match client.me().await {
        Ok(me) => me.username.map_or_else(nameless, TokenCheck::Bot),
        Err(ApiFailure::Unauthorized | ApiFailure::Refused { code: 404, .. }) => TokenCheck::Unknown,
        Err(failure) => TokenCheck::Unreachable(failure.to_string()),
    }
}

/// Every bot has a username; an answer without one is not Telegram's.
fn nameless() -> TokenCheck {
    TokenCheck::Unreachable("the answer names no bot; is telegram.api_url right?".to_owned())
}
