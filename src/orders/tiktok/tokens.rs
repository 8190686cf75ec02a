//! Who may ask the platform: the tokens of an app for a shop, renewed before they end and kept in the store.
//!
//! A renewal makes the refresh token before it worthless. So one is never begun by two at the same time (a lock
//! in this process, a claim in the store among several), never dropped half-way when whoever asked goes away,
//! and what it brings is kept at once. The tokens in the store win over those of the settings for as long as they
//! grew from them: when other tokens are set, those win.
//!
//! What is absent here: the signature and the meaning of requests. A token is in no log and no error.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::client::PASSING_CODES;
use crate::orders::order::UnixMs;
use crate::orders::source::Unreachable;
use crate::orders::sources::Now;
use crate::orders::web;

/// So long before its end an access token is renewed, in milliseconds.
const EARLY_MS: i64 = 10 * 60 * 1000;

/// So long nobody tries again to renew early, when that failed and the old token still holds.
const EARLY_AGAIN_MS: i64 = 60 * 1000;

/// So often, and after so much time each, it is looked whether another process has renewed.
const LOOKS: u32 = 20;
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// The end of a token whose end is not known.
const UNKNOWN_END: UnixMs = i64::MAX;

const NEEDS_SELLER: &str = "the seller must authorise the app again";

/// The tokens of an app for a shop, with their ends in Unix milliseconds.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// What requests show.
    pub access: SecretString,
    /// When it ends.
    pub access_expires_at: UnixMs,
    /// What brings the next tokens, once.
    pub refresh: SecretString,
    /// When it ends: then the seller has to authorise again.
    pub refresh_expires_at: UnixMs,
}

impl Tokens {
    /// The tokens of the settings, whose ends are not known. Without an access token one is fetched.
    pub fn of_settings(access: Option<&SecretString>, refresh: &SecretString) -> Tokens {
        Tokens {
            access: access.cloned().unwrap_or_default(),
            access_expires_at: if access.is_some() { UNKNOWN_END } else { 0 },
            refresh: refresh.clone(),
            refresh_expires_at: UNKNOWN_END,
        }
    }

    fn is_of(&self, access: &SecretString) -> bool {
        self.access.expose_secret() == access.expose_secret()
    }
}

/// Whose tokens are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The app's key and the shop.
    pub app: String,
    /// A hash of the tokens in the settings: kept tokens that grew from others are not used.
    pub origin: String,
}

/// What comes of the wish to renew tokens.
#[derive(Debug, Clone)]
pub enum Claim {
    /// Nobody else renews them; it is to be done now.
    Granted,
    /// Somebody has renewed them; these are the new ones.
    Renewed(Tokens),
    /// Somebody is about to.
    Busy,
}

/// The result of something that the store does.
pub type Stored<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unreachable>> + Send + 'a>>;

/// Where tokens are kept, for all processes of the bot.
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens that grew from those of the settings.
    fn load<'a>(&'a self, account: &'a Account) -> Stored<'a, Option<Tokens>>;

    /// Claims the renewal of tokens, for half a minute; keeps the current ones when none of this origin are kept.
    fn claim<'a>(&'a self, account: &'a Account, current: &'a Tokens) -> Stored<'a, Claim>;

    /// Keeps new tokens, both at once, and ends the claim.
    fn save<'a>(&'a self, account: &'a Account, tokens: &'a Tokens) -> Stored<'a, ()>;

    /// Ends the claim without new tokens.
    fn release<'a>(&'a self, account: &'a Account) -> Stored<'a, ()>;
}

/// The authority to ask for the orders of a shop.
pub struct Authority {
    http: reqwest::Client,
    url: Url,
    app_key: String,
    app_secret: SecretString,
    account: Account,
    set: Tokens,
    store: Arc<dyn TokenStore>,
    now: Now,
    state: Arc<Mutex<State>>,
}

/// What this process knows of the tokens.
#[derive(Default)]
struct State {
    tokens: Option<Tokens>,
    /// The tokens could not be kept: that is tried again.
    unsaved: bool,
    /// The refresh token is of no use any more; that was said.
    ended: bool,
    /// Before this time no early renewal is tried.
    not_before: UnixMs,
}

/// Why there are no new tokens.
enum NoTokens {
    /// Later there may be.
    Passing(Unreachable),
    /// The refresh token is of no use, for the reason given.
    Ended(String),
}

impl Authority {
    /// The authority of an app for a shop, from the tokens of the settings or those that grew from them.
    ///
    /// # Errors
    /// When the URL cannot be used: one sentence for the operator.
    pub fn new(
        builder: reqwest::ClientBuilder,
        settings: &crate::settings::TikTok,
        store: Arc<dyn TokenStore>,
        now: Now,
    ) -> anyhow::Result<Arc<Authority>> {
        let http = web::client(builder, &settings.auth_url, "orders.tiktok.auth_url")?;
        let set = Tokens::of_settings(settings.access_token.as_ref(), &settings.refresh_token);
        Ok(Arc::new(Authority {
            http,
            url: Url::parse(&format!("{}/api/v2/token/refresh", settings.auth_url))?,
            app_key: settings.app_key.clone(),
            app_secret: settings.app_secret.clone(),
            account: Account { app: format!("{} {}", settings.app_key, settings.shop_cipher), origin: origin(&set) },
            set,
            store,
            now,
            state: Arc::default(),
        }))
    }

    /// A token to ask with, renewed when it is about to end.
    ///
    /// # Errors
    /// When there is none: the store or the platform is away, or the seller has to authorise again.
    pub async fn access(self: &Arc<Self>) -> Result<SecretString, Unreachable> {
        let mut state = Arc::clone(&self.state).lock_owned().await;
        self.prepare(&mut state).await?;
        let now = (self.now)();
        let Some(tokens) = state.tokens.clone() else { return Err(away()) };
        let early = tokens.access_expires_at.saturating_sub(EARLY_MS) <= now;
        let holds = now < tokens.access_expires_at;
        if !early || (holds && now < state.not_before) {
            return Ok(tokens.access);
        }
        let renewed = self.renew_to_the_end(state).await;
        if holds { renewed.or(Ok(tokens.access)) } else { renewed }
    }

    /// A token instead of one that the platform says has ended.
    ///
    /// # Errors
    /// As [`Authority::access`].
    pub async fn instead_of(self: &Arc<Self>, ended: &SecretString) -> Result<SecretString, Unreachable> {
        let mut state = Arc::clone(&self.state).lock_owned().await;
        self.prepare(&mut state).await?;
        match &state.tokens {
            Some(tokens) if !tokens.is_of(ended) => Ok(tokens.access.clone()),
            _ => self.renew_to_the_end(state).await,
        }
    }

    /// Loads what is kept, or keeps what could not be kept before.
    async fn prepare(&self, state: &mut State) -> Result<(), Unreachable> {
        match (&state.tokens, state.unsaved) {
            (Some(tokens), true) => state.unsaved = self.store.save(&self.account, tokens).await.is_err(),
            (Some(_), false) => {}
            (None, _) => {
                let kept = self.store.load(&self.account).await?;
                state.tokens = Some(kept.unwrap_or_else(|| self.set.clone()));
            }
        }
        Ok(())
    }

    /// Renews in a task of its own: the time of whoever asked may be over before the new tokens are kept.
    async fn renew_to_the_end(
        self: &Arc<Self>,
        mut state: OwnedMutexGuard<State>,
    ) -> Result<SecretString, Unreachable> {
        let this = Arc::clone(self);
        tokio::spawn(async move { this.renew(&mut state).await }).await.map_err(|_| away())?
    }

    async fn renew(&self, state: &mut State) -> Result<SecretString, Unreachable> {
        if state.unsaved {
            // What the store has is older than what is known here.
            return Err(Unreachable("the tokens cannot be kept".to_owned()));
        }
        let current = state.tokens.clone().unwrap_or_else(|| self.set.clone());
        let renewed = match self.claim(&current, state.ended).await? {
            Some(renewed) => Ok(renewed),
            None => self.fetch_and_keep(&current, state).await,
        };
        match renewed {
            Ok(tokens) => {
                state.ended = false;
                let access = tokens.access.clone();
                state.tokens = Some(tokens);
                Ok(access)
            }
            Err(trouble) => {
                state.not_before = (self.now)().saturating_add(EARLY_AGAIN_MS);
                Err(trouble)
            }
        }
    }

    /// Claims the renewal; the tokens, when another process has renewed them.
    async fn claim(&self, current: &Tokens, ended: bool) -> Result<Option<Tokens>, Unreachable> {
        if ended {
            // Nothing but other tokens in the store can help.
            let kept = self.store.load(&self.account).await?.filter(|kept| !kept.is_of(&current.access));
            return kept.map(Some).ok_or_else(|| Unreachable(NEEDS_SELLER.to_owned()));
        }
        for _ in 0..LOOKS {
            match self.store.claim(&self.account, current).await? {
                Claim::Granted => return Ok(None),
                Claim::Renewed(tokens) => return Ok(Some(tokens)),
                Claim::Busy => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
        Err(Unreachable("another process renews the tokens".to_owned()))
    }

    async fn fetch_and_keep(&self, current: &Tokens, state: &mut State) -> Result<Tokens, Unreachable> {
        let trouble = match self.fetch(current).await {
            Ok(tokens) => {
                let kept = self.store.save(&self.account, &tokens).await;
                state.unsaved = kept.is_err();
                if let Err(reason) = kept {
                    tracing::error!(%reason, "new tokens of TikTok Shop could not be kept; that is tried again");
                }
                return Ok(tokens);
            }
            Err(NoTokens::Passing(trouble)) => trouble,
            Err(NoTokens::Ended(reason)) => {
                state.ended = true;
                tracing::error!(
                    reason,
                    "the authorisation of the TikTok Shop app has ended: the seller must authorise the app again; \
                     then set the new orders.tiktok.access_token and orders.tiktok.refresh_token"
                );
                Unreachable(NEEDS_SELLER.to_owned())
            }
        };
        // A claim that cannot be ended ends by itself.
        drop(self.store.release(&self.account).await);
        Err(trouble)
    }

    async fn fetch(&self, current: &Tokens) -> Result<Tokens, NoTokens> {
        if current.refresh_expires_at <= (self.now)() {
            return Err(NoTokens::Ended("the refresh token has ended".to_owned()));
        }
        let request = self.http.get(self.url.clone()).query(&[
            ("app_key", self.app_key.as_str()),
            ("app_secret", self.app_secret.expose_secret()),
            ("refresh_token", current.refresh.expose_secret()),
            ("grant_type", "refresh_token"),
        ]);
        let answer = web::send(request).await.map_err(NoTokens::Passing)?;
        read(answer.status, &answer.body, (self.now)())
    }
}

fn away() -> Unreachable {
    Unreachable("there are no tokens".to_owned())
}

/// What the settings' tokens are known by. They hold too much chance for a hash to give them away.
fn origin(set: &Tokens) -> String {
    let text = format!("{}\n{}", set.access.expose_secret(), set.refresh.expose_secret());
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The tokens of an answer. The ends are times in seconds, whatever their names say (Partner Center, "Generate a
/// test access token"); a number too small for a time is taken for seconds from now.
fn read(status: u16, body: &[u8], now: UnixMs) -> Result<Tokens, NoTokens> {
    let passing = |why: String| NoTokens::Passing(Unreachable(why));
    let unreadable = || passing(format!("the answer to a renewal cannot be read (HTTP {status})"));
    let envelope: Value = serde_json::from_slice(body).map_err(|_| unreadable())?;
    let code = envelope.get("code").and_then(Value::as_i64).ok_or_else(unreadable)?;
    match code {
        0 => {}
        code if status == 429 || status >= 500 || PASSING_CODES.contains(&code) => {
            return Err(passing(format!("code {code}")));
        }
        code => return Err(NoTokens::Ended(format!("code {code}"))),
    }
    let text = |name: &str| envelope.pointer(&format!("/data/{name}")).and_then(Value::as_str);
    let end = |name: &str| {
        let seconds = envelope.pointer(&format!("/data/{name}")).and_then(Value::as_i64)?;
        let ms = seconds.checked_mul(1000)?;
        Some(if seconds < 1_000_000_000 { now.saturating_add(ms) } else { ms })
    };
    let access = text("access_token").filter(|token| !token.is_empty()).ok_or_else(unreadable)?;
    let refresh = text("refresh_token").filter(|token| !token.is_empty()).ok_or_else(unreadable)?;
    Ok(Tokens {
        access: access.into(),
        access_expires_at: end("access_token_expire_in").unwrap_or(UNKNOWN_END),
        refresh: refresh.into(),
        refresh_expires_at: end("refresh_token_expire_in").unwrap_or(UNKNOWN_END),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_brings_tokens_trouble_or_the_end() {
        let good = r#"{"code":0,"data":{"access_token":"a","access_token_expire_in":1700604800,
            "refresh_token":"r","refresh_token_expire_in":3600}}"#;
        let tokens = read(200, good.as_bytes(), 5).ok();
        let ends = tokens.as_ref().map(|tokens| (tokens.access_expires_at, tokens.refresh_expires_at));
        assert_eq!(ends, Some((1_700_604_800_000, 3_600_005)));
        assert!(!format!("{tokens:?}").contains("\"a\""), "{tokens:?}");
        let ended = |status, body: &str| matches!(read(status, body.as_bytes(), 5), Err(NoTokens::Ended(_)));
        assert!(ended(200, r#"{"code":36004004,"message":"refresh token is invalid"}"#));
        for (status, body) in [
            (200, "<html>"),
            (200, r#"{"code":0,"data":{"access_token":""}}"#),
            (200, r#"{"code":36009002}"#),
            (503, r#"{"code":1}"#),
        ] {
            assert!(read(status, body.as_bytes(), 5).is_err() && !ended(status, body), "{status} {body}");
        }
    }
}
