//! A small client of the TikTok Shop Open API: one question, one answer or one of a few kinds of failure.
//!
//! It signs, shows a token that holds, keeps to two questions a second, waits a little when the platform is
//! busy, and tells the platform's time when the machine's clock is wrong. What it does not do: ask for anything
//! but what is known of orders, or say what an answer means.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::sign::sign;
use super::tokens::Authority;
use crate::orders::source::Unreachable;
use crate::orders::sources::Now;
use crate::orders::web::{self, Answer, Patience};
use crate::settings;

/// A token has ended (Partner Center, "Common errors").
const TOKEN_ENDED: i64 = 105_002;
/// The app may not ask for this.
const NOT_ALLOWED: i64 = 105_005;
/// Too many questions, or trouble of the platform's own.
pub(super) const PASSING_CODES: [i64; 3] = [36_009_002, 36_009_003, 36_009_007];

/// So often a question is asked again of a busy platform.
const MOST_TRIES: u32 = 2;

/// A timestamp further than five minutes from the platform's is refused; from so many milliseconds on the
/// machine's clock is not trusted.
const WRONG_CLOCK_MS: i64 = 4 * 60 * 1000;

/// A question a shop every 500 ms, and so many at once after a rest: an order takes up to three.
const PERIOD: Duration = Duration::from_millis(500);
const BURST: std::num::NonZeroU32 = std::num::NonZeroU32::MIN.saturating_add(5);

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The path, with its version.
    pub path: String,
    /// The parameters beside those that every question has.
    pub query: Vec<(&'static str, String)>,
    /// What is sent; a question without it is a GET.
    pub body: Option<Value>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The platform could not be asked, or does not say.
    Unreachable(Unreachable),
    /// There is no such thing.
    NotFound,
    /// The app has no right to ask this.
    NotAllowed,
}

/// What one answer comes to.
#[derive(Debug, PartialEq)]
enum Verdict {
    Data(Value),
    TokenEnded,
    Busy(u16),
    NotFound,
    NotAllowed,
    Refused(i64),
    Unreadable(u16),
}

/// A client for one app and shop.
pub struct Client {
    http: reqwest::Client,
    api: Url,
    app_key: String,
    app_secret: SecretString,
    shop_cipher: String,
    authority: Arc<Authority>,
    budget: DefaultDirectRateLimiter,
    now: Now,
    /// How far the platform's clock is ahead of the machine's, in milliseconds; zero while nobody minds.
    ahead: AtomicI64,
    patience: Patience,
}

impl Client {
    /// A client for the app and shop of the settings.
    ///
    /// # Errors
    /// When the URL cannot be used: one sentence for the operator.
    pub fn new(
        builder: reqwest::ClientBuilder,
        settings: &settings::TikTok,
        authority: Arc<Authority>,
        now: Now,
        patience: Patience,
    ) -> anyhow::Result<Client> {
        let quota = Quota::with_period(PERIOD).unwrap_or(Quota::per_second(BURST)).allow_burst(BURST);
        Ok(Client {
            http: web::client(builder, &settings.api_url, "orders.tiktok.api_url")?,
            api: Url::parse(&settings.api_url)?,
            app_key: settings.app_key.clone(),
            app_secret: settings.app_secret.clone(),
            shop_cipher: settings.shop_cipher.clone(),
            authority,
            budget: RateLimiter::direct(quota),
            now,
            ahead: AtomicI64::new(0),
            patience,
        })
    }

    /// Asks a question; the `data` of the answer.
    ///
    /// # Errors
    /// As [`Failure`] says.
    pub async fn ask(&self, question: &Question) -> Result<Value, Failure> {
        let mut access = self.authority.access().await.map_err(Failure::Unreachable)?;
        let (mut renewed, mut corrected, mut tries) = (false, false, 0);
        loop {
            let answer = self.send(question, &access).await.map_err(Failure::Unreachable)?;
            match judge(&answer) {
                Verdict::Data(data) => return Ok(data),
                Verdict::NotFound => return Err(Failure::NotFound),
                Verdict::NotAllowed => return Err(Failure::NotAllowed),
                Verdict::TokenEnded if !renewed => {
                    renewed = true;
                    access = self.authority.instead_of(&access).await.map_err(Failure::Unreachable)?;
                }
                Verdict::Busy(status) => {
                    self.wait(tries, &answer, status).await?;
                    tries += 1;
                }
                Verdict::Refused(_) if !corrected && self.corrects_clock(&answer) => corrected = true,
                Verdict::TokenEnded => return Err(unreachable(format!("code {TOKEN_ENDED}"))),
                Verdict::Refused(code) => return Err(unreachable(format!("code {code}"))),
                Verdict::Unreadable(status) => return Err(unreachable(format!("HTTP {status} without an answer"))),
            }
        }
    }

    async fn wait(&self, tries: u32, answer: &Answer, status: u16) -> Result<(), Failure> {
        let wait = (tries < MOST_TRIES).then(|| self.patience.wait(tries, answer.retry_after)).flatten();
        let wait = wait.ok_or_else(|| unreachable(format!("it is busy (HTTP {status})")))?;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    async fn send(&self, question: &Question, access: &SecretString) -> Result<Answer, Unreachable> {
        self.turn().await;
        let body = question.body.as_ref().map(Value::to_string);
        let url = self.signed(question, body.as_deref().unwrap_or_default());
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut token = reqwest::header::HeaderValue::from_str(access.expose_secret())
            .map_err(|_| Unreachable("the access token cannot be sent".to_owned()))?;
        token.set_sensitive(true);
        let request = self.http.request(method, url).header(CONTENT_TYPE, "application/json");
        let request = request.header("x-tts-access-token", token);
        // The very bytes that were signed.
        web::send(match body {
            Some(body) => request.body(body),
            None => request,
        })
        .await
    }

    /// The URL of a question, signed as of now.
    fn signed(&self, question: &Question, body: &str) -> Url {
        let now = (self.now)().saturating_add(self.ahead.load(Ordering::Relaxed));
        let seconds = now.div_euclid(1000).to_string();
        let common = [("app_key", self.app_key.as_str()), ("shop_cipher", &self.shop_cipher), ("timestamp", &seconds)];
        let own = question.query.iter().map(|(name, value)| (*name, value.as_str()));
        let query: Vec<(&str, &str)> = common.into_iter().chain(own).filter(|(_, value)| !value.is_empty()).collect();
        let sign = sign(self.app_secret.expose_secret(), &question.path, &query, body.as_bytes());
        let mut url = self.api.clone();
        url.set_path(&question.path);
        url.query_pairs_mut().clear().extend_pairs(query).append_pair("sign", &sign);
        url
    }

    /// Waits for a turn in the budget of the shop: mostly not at all.
    async fn turn(&self) {
        while let Err(spent) = self.budget.check() {
            tokio::time::sleep(spent.wait_time_from(DefaultClock::default().now())).await;
        }
    }

    /// Whether a refusal may come from a wrong clock of this machine; then the platform's is used from now on.
    fn corrects_clock(&self, answer: &Answer) -> bool {
        let Some(date) = answer.date else { return false };
        let ahead = date.saturating_sub((self.now)());
        let before = self.ahead.load(Ordering::Relaxed);
        if ahead.saturating_sub(before).saturating_abs() < WRONG_CLOCK_MS {
            return false;
        }
        self.ahead.store(ahead, Ordering::Relaxed);
        tracing::warn!(seconds = ahead / 1000, "the clock of this machine is wrong by so much; please set it");
        true
    }
}

fn unreachable(why: String) -> Failure {
    Failure::Unreachable(Unreachable(why))
}

/// What an answer comes to. The status of HTTP says little: a refusal may come with 200.
fn judge(answer: &Answer) -> Verdict {
    let envelope: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let code = envelope.as_ref().and_then(|envelope| envelope.get("code")).and_then(Value::as_i64);
    let busy = matches!(answer.status, 429 | 500..);
    match (envelope, code) {
        (Some(mut envelope), Some(0)) if answer.status < 300 => {
            Verdict::Data(envelope.get_mut("data").map(Value::take).unwrap_or_default())
        }
        (_, Some(TOKEN_ENDED)) => Verdict::TokenEnded,
        (_, Some(NOT_ALLOWED)) => Verdict::NotAllowed,
        (_, Some(code)) if PASSING_CODES.contains(&code) => Verdict::Busy(answer.status),
        _ if busy => Verdict::Busy(answer.status),
        (Some(envelope), Some(_)) if says_not_found(&envelope) => Verdict::NotFound,
        (_, Some(code)) => Verdict::Refused(code),
        _ => Verdict::Unreadable(answer.status),
    }
}

/// Which code means that there is no such order is not known for certain; the words are plain.
fn says_not_found(envelope: &Value) -> bool {
    let message = envelope.get("message").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    ["not found", "not exist", "no such"].iter().any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_judged_by_its_code_first() {
        let verdict = |status, body: &str| {
            judge(&Answer { status, retry_after: None, date: None, body: body.as_bytes().to_vec() })
        };
        assert_eq!(verdict(200, r#"{"code":0,"data":{"a":1}}"#), Verdict::Data(serde_json::json!({"a": 1})));
        assert_eq!(verdict(200, r#"{"code":0}"#), Verdict::Data(Value::Null));
        assert_eq!(verdict(401, r#"{"code":105002,"message":"expired"}"#), Verdict::TokenEnded);
        assert_eq!(verdict(200, r#"{"code":105005,"message":"scope"}"#), Verdict::NotAllowed);
        assert_eq!(verdict(200, r#"{"code":36009002,"message":"slow down"}"#), Verdict::Busy(200));
        assert_eq!(verdict(429, "<html>"), Verdict::Busy(429));
        assert_eq!(verdict(503, ""), Verdict::Busy(503));
        assert_eq!(verdict(200, r#"{"code":21001,"message":"Order does not exist"}"#), Verdict::NotFound);
        assert_eq!(verdict(401, r#"{"code":106001,"message":"sign"}"#), Verdict::Refused(106_001));
        assert_eq!(verdict(200, "<html>"), Verdict::Unreadable(200));
        assert_eq!(verdict(302, r#"{"code":0,"data":{}}"#), Verdict::Refused(0));
    }
}
