//! What sources have in common that are asked over HTTP: one request, one bounded answer, and how long is
//! waited before it is sent again.
//!
//! What is absent here: any meaning of an answer. No error names a URL: it may hold an order number or a
//! secret.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{RequestBuilder, Url};

use super::source::Unreachable;

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// So many redirects are followed.
const MOST_REDIRECTS: usize = 3;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);

/// An order is wanted soon or not at all; this bounds what nobody waits for any more.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// An answer, as far as it matters.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// After how long the server wants to be asked again.
    pub retry_after: Option<Duration>,
    /// The server's clock, in Unix milliseconds.
    pub date: Option<i64>,
    /// What it says.
    pub body: Vec<u8>,
}

/// How long is waited before a request is sent again.
#[derive(Clone)]
pub struct Patience {
    /// The first wait where the server names none; each further one is twice as long.
    pub pause: Duration,
    /// A server that wants to be left alone for longer is not asked again.
    pub longest: Duration,
    /// Chance, from 0 to 1: up to so much of a wait is added to it, so that not everybody comes back at once.
    pub chance: Arc<dyn Fn() -> f64 + Send + Sync>,
}

impl Patience {
    /// The usual waits, with chance.
    pub fn usual(chance: Arc<dyn Fn() -> f64 + Send + Sync>) -> Patience {
        Patience { pause: Duration::from_millis(250), longest: Duration::from_secs(2), chance }
    }

    /// The wait before the next try, the first being number 0; `None` when it would be too long.
    pub(super) fn wait(&self, tries: u32, retry_after: Option<Duration>) -> Option<Duration> {
        let wait = retry_after.unwrap_or_else(|| self.pause.saturating_mul(1 << tries.min(8)));
        let chance = Some((self.chance)()).filter(|chance| (0.0..=1.0).contains(chance)).unwrap_or(1.0);
        (wait <= self.longest).then(|| wait.saturating_add(wait.mul_f64(chance / 2.0)))
    }
}

/// A client that follows a few redirects, and none to another server.
///
/// # Errors
/// When HTTPS cannot be prepared, or the URL is none: one sentence without the URL.
pub(super) fn client(builder: reqwest::ClientBuilder, base: &str, setting: &str) -> anyhow::Result<reqwest::Client> {
    let unusable = || anyhow::anyhow!("{setting} is no URL: write it as in https://shop.example");
    let url = Url::parse(base).ok().filter(Url::has_host).ok_or_else(unusable)?;
    let builder = if is_own_machine(&url) { builder.no_proxy() } else { builder };
    let builder = builder
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .redirect(Policy::custom(follow))
        .user_agent(concat!("tanya/", env!("CARGO_PKG_VERSION")));
    builder.build().map_err(|_| anyhow::anyhow!("cannot prepare HTTPS connections"))
}

/// What was sent with a request is for the server that it was sent to.
fn follow(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let server = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    let is_home = attempt.previous().first().is_some_and(|first| server(first) == server(attempt.url()));
    if is_home && attempt.previous().len() <= MOST_REDIRECTS { attempt.follow() } else { attempt.stop() }
}

/// A server beside the bot is reached directly, whatever proxy the environment names.
pub fn is_own_machine(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Sends a request and reads the answer.
///
/// # Errors
/// When there is no answer, or one that is too large.
pub(super) async fn send(request: RequestBuilder) -> Result<Answer, Unreachable> {
    let mut response = request.send().await.map_err(|error| trouble(&error))?;
    let headers = response.headers();
    let mut answer = Answer {
        status: response.status().as_u16(),
        retry_after: header(headers, RETRY_AFTER).and_then(|text| text.parse().ok()).map(Duration::from_secs),
        date: header(headers, DATE).and_then(unix_ms),
        body: Vec::new(),
    };
    while let Some(part) = response.chunk().await.map_err(|error| trouble(&error))? {
        if answer.body.len().saturating_add(part.len()) > LARGEST_ANSWER {
            return Err(Unreachable("its answer is too large".to_owned()));
        }
        answer.body.extend_from_slice(&part);
    }
    Ok(answer)
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// The time of a `Date` header (RFC 9110, section 5.6.7: the form of an e-mail's).
fn unix_ms(date: &str) -> Option<i64> {
    let timestamp: Timestamp = jiff::fmt::rfc2822::parse(date).ok()?.timestamp();
    Some(timestamp.as_millisecond())
}

/// The kind of an error alone.
fn trouble(error: &reqwest::Error) -> Unreachable {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection was lost"
    };
    Unreachable(kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_what_is_too_long_is_not_waited_for() {
        let patience = |chance: f64| Patience::usual(Arc::new(move || chance));
        let ms = Duration::from_millis;
        assert_eq!(patience(0.0).wait(0, None), Some(ms(250)));
        assert_eq!(patience(0.0).wait(2, None), Some(ms(1000)));
        assert_eq!(patience(1.0).wait(0, None), Some(ms(375)));
        assert_eq!(patience(0.0).wait(0, Some(ms(2000))), Some(ms(2000)));
        assert_eq!(patience(0.0).wait(0, Some(ms(3000))), None);
        assert_eq!(patience(0.0).wait(40, None), None);
        assert_eq!(patience(f64::NAN).wait(0, None), Some(ms(375)));
    }

    #[test]
    fn the_clock_of_a_server_is_read() {
        assert_eq!(unix_ms("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
        assert_eq!(unix_ms("yesterday"), None);
    }
}
