//! A small client of the Bot API: one request, one answer, one of a few kinds of failure.
//!
//! The shapes of requests are teloxide's. What this client does not do: try again, wait, or say what
//! a failure means for a customer; and the token is in no error, no log line and no `Debug`.

use std::time::Duration;

use anyhow::Context;
use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use teloxide::requests::Payload;

use crate::measures;
use crate::settings;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How much longer than the poll itself a long poll may take.
const POLL_MARGIN: Duration = Duration::from_secs(15);
/// The wait after a 429 that does not say how long.
const UNNAMED_WAIT: Duration = Duration::from_secs(1);

const NO_TOKEN: &str = "a Telegram bot needs a token: write to @BotFather on Telegram, send /newbot, and give its \
    token as telegram.token or TANYA_TELEGRAM__TOKEN (`tanya chat` works without one)";

/// Why a request did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiFailure {
    /// 429: not before this much time has passed.
    #[error("Telegram asks to wait {} s", .0.as_secs())]
    RetryAfter(Duration),
    /// The group has become a supergroup with this chat id.
    #[error("the group has become another chat")]
    MigratedTo(i64),
    /// The request was understood and refused.
    #[error("Telegram refuses with {code}: {description}")]
    Refused {
        /// The error code, mostly that of HTTP.
        code: u16,
        /// Telegram's own words; they never hold the text of a message.
        description: String,
    },
    /// A 5xx, or an answer that is not the Bot API's (a proxy's page of HTML), with its HTTP status.
    #[error("the Bot API server answers with trouble of its own (HTTP {0})")]
    Server(u16),
    /// No answer: the kind of trouble, without URL or token.
    #[error("the Bot API server cannot be reached: {0}")]
    Network(String),
    /// 409: somebody else receives this bot's updates, in Telegram's own words.
    #[error("{0}")]
    Conflict(String),
    /// 401: no bot has this token.
    #[error("Telegram knows no bot with this token")]
    Unauthorized,
    /// The request succeeded, but its result is not of the expected shape.
    #[error("the result of {0} cannot be read")]
    Unreadable(&'static str),
}

/// A client for one bot; cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// The URL of the bot, which ends with its token.
    bot: SecretString,
    /// The URL below which the bot's files lie; it ends with the token as well.
    files: SecretString,
    token: SecretString,
}

impl Client {
    /// A client for the bot of the settings.
    ///
    /// # Errors
    /// When there is no token, or `telegram.api_url` cannot be used: one sentence for the operator.
    pub fn new(settings: &settings::Telegram) -> anyhow::Result<Client> {
        let token = settings.token.clone().context(NO_TOKEN)?;
        let url = Url::parse(&settings.api_url)
            .context("telegram.api_url is no URL: write it as in https://api.telegram.org")?;
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .user_agent(concat!("tanya/", env!("CARGO_PKG_VERSION")));
        let builder = if is_own_machine(&url) { builder.no_proxy() } else { builder };
        #[cfg(target_feature = "crt-static")]
        let builder = builder.dns_resolver(std::sync::Arc::new(crate::names::Names));
        let http = builder.build().context("cannot prepare HTTPS connections")?;
        let bot = format!("{}/bot{}", settings.api_url, token.expose_secret());
        let files = format!("{}/file/bot{}", settings.api_url, token.expose_secret());
        Ok(Client { http, bot: SecretString::from(bot), files: SecretString::from(files), token })
    }

    /// Has something done. Any `ok: true` is a success, whatever its result looks like; the result is
    /// null where it cannot be read.
    ///
    /// # Errors
    /// As [`ApiFailure`] says.
    pub async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, ApiFailure> {
        self.post(payload).await?.done()
    }

    /// Asks for something. `T` is mostly `P::Output`; who can bear shapes that teloxide does not know
    /// asks for less.
    ///
    /// # Errors
    /// As [`ApiFailure`] says.
    pub async fn ask<T: DeserializeOwned, P: Payload + Serialize>(&self, payload: &P) -> Result<T, ApiFailure> {
        let answer = self.post(payload).await?;
        if !answer.is_success() {
            return Err(answer.failure());
        }
        answer.result().ok_or_else(|| answer.broken.unwrap_or(ApiFailure::Unreadable(P::NAME)))
    }

    /// Begins to fetch one of the bot's files by its path at the server, whose answer may be anything. No redirect
    /// is followed, and how long it may take is the caller's business.
    ///
    /// # Errors
    /// [`ApiFailure::Network`].
    pub(super) async fn open_file(&self, path: &str) -> Result<Response, ApiFailure> {
        let url = file_url(self.files.expose_secret(), path);
        let url = url.ok_or_else(|| ApiFailure::Network("the file has no address".to_owned()))?;
        self.http.get(url).send().await.map_err(|error| self.network(error))
    }

    /// The bot's number, which is the part of its token that is no secret.
    pub(super) fn bot_id(&self) -> Option<i64> {
        self.token.expose_secret().split_once(':')?.0.parse().ok()
    }

    /// As [`Client::call`], for a method by its name on the wire and arguments as they are.
    ///
    /// # Errors
    /// As [`ApiFailure`] says.
    pub(super) async fn run(&self, method: &str, arguments: &Value) -> Result<Value, ApiFailure> {
        self.done(self.request(method).json(arguments)).await
    }

    /// The same with a file among the arguments.
    ///
    /// # Errors
    /// As [`ApiFailure`] says.
    pub(super) async fn upload(&self, method: &str, form: Form) -> Result<Value, ApiFailure> {
        self.done(self.request(method).multipart(form)).await
    }

    async fn done(&self, request: RequestBuilder) -> Result<Value, ApiFailure> {
        self.answer(request).await?.done()
    }

    pub(super) fn request(&self, method: &str) -> RequestBuilder {
        self.http.post(format!("{}/{method}", self.bot.expose_secret())).timeout(REQUEST_TIMEOUT)
    }

    async fn post<P: Payload + Serialize>(&self, payload: &P) -> Result<Answer, ApiFailure> {
        let limit = payload.timeout_hint().map_or(REQUEST_TIMEOUT, |poll| poll + POLL_MARGIN);
        self.answer(self.request(&method(P::NAME)).timeout(limit).json(payload)).await
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Answer, ApiFailure> {
        let mut response = request.send().await.map_err(|error| self.network(error).counted())?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        let broken = loop {
            match response.chunk().await {
                Ok(Some(part)) => body.extend_from_slice(&part),
                Ok(None) => break None,
                Err(error) => break Some(self.network(error)),
            }
        };
        Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned(), broken })
    }

    /// The kind of an error and its innermost cause; neither names the URL.
    pub(super) fn network(&self, error: reqwest::Error) -> ApiFailure {
        let error = error.without_url();
        let kind = if error.is_timeout() {
            "no answer in time"
        } else if error.is_connect() {
            "no connection"
        } else {
            "the connection was lost"
        };
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
        let cause = causes.last().map(|cause| format!(" ({cause})")).unwrap_or_default();
        ApiFailure::Network(format!("{kind}{cause}").replace(self.token.expose_secret(), "…"))
    }
}

impl ApiFailure {
    /// The same, counted.
    fn counted(self) -> ApiFailure {
        if matches!(self, ApiFailure::RetryAfter(_)) {
            measures::flood();
        }
        measures::telegram_failure(match &self {
            ApiFailure::RetryAfter(_) => "too_many_requests",
            ApiFailure::MigratedTo(_) | ApiFailure::Refused { .. } => "refused",
            ApiFailure::Server(_) => "server",
            ApiFailure::Network(_) => "network",
            ApiFailure::Conflict(_) => "conflict",
            ApiFailure::Unauthorized => "unauthorized",
            ApiFailure::Unreadable(_) => "unreadable",
        });
        self
    }
}

/// What came back, as far as it came.
struct Answer {
    status: u16,
    body: String,
    /// Why the body ends too early, where it does.
    broken: Option<ApiFailure>,
}

impl Answer {
    /// Whether this is a success. One whose end was lost is known by its beginning, as Telegram
    /// writes it; a whole answer may have its keys in any order.
    fn is_success(&self) -> bool {
        serde_json::from_str::<Verdict>(&self.body).map_or_else(|_| self.begins_with_ok(), |verdict| verdict.ok)
    }

    /// The result; null where it cannot be read.
    fn done(self) -> Result<Value, ApiFailure> {
        if self.is_success() { Ok(self.result().unwrap_or_default()) } else { Err(self.failure()) }
    }

    fn result<T: DeserializeOwned>(&self) -> Option<T> {
        let envelope: Envelope<'_> = serde_json::from_str(&self.body).ok()?;
        serde_json::from_str(envelope.result?.get()).ok()
    }

    fn begins_with_ok(&self) -> bool {
        let opening: String = self.body.chars().filter(|letter| !letter.is_whitespace()).take(10).collect();
        opening == "{\"ok\":true"
    }

    fn failure(self) -> ApiFailure {
        self.read_failure().counted()
    }

    fn read_failure(self) -> ApiFailure {
        match (serde_json::from_str::<Envelope<'_>>(&self.body), self.broken) {
            (Ok(envelope), _) => envelope.failure(self.status),
            (Err(_), Some(broken)) => broken,
            (Err(_), None) => ApiFailure::Server(self.status),
        }
    }
}

/// What every answer of the Bot API says first of all, and no other server's.
#[derive(Deserialize)]
struct Verdict {
    ok: bool,
}

/// The frame of every answer of the Bot API.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "ok")]
    _ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    /// Telegram names whole seconds; a server of one's own may be more exact.
    retry_after: Option<f64>,
    migrate_to_chat_id: Option<i64>,
}

impl Envelope<'_> {
    fn failure(self, status: u16) -> ApiFailure {
        let Envelope { error_code, description, parameters, .. } = self;
        let code = error_code.unwrap_or(status);
        match (code, parameters) {
            (_, Parameters { retry_after: Some(seconds), .. }) => {
                ApiFailure::RetryAfter(Duration::try_from_secs_f64(seconds).unwrap_or(UNNAMED_WAIT))
            }
            (_, Parameters { migrate_to_chat_id: Some(chat), .. }) => ApiFailure::MigratedTo(chat),
            (429, _) => ApiFailure::RetryAfter(UNNAMED_WAIT),
            (401, _) => ApiFailure::Unauthorized,
            (409, _) => ApiFailure::Conflict(description),
            (500.., _) => ApiFailure::Server(code),
            _ => ApiFailure::Refused { code, description },
        }
    }
}

/// The name of a method on the wire: teloxide's `SendMessage` is Telegram's `sendMessage`.
fn method(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// The address of a file: each part of the path is a part of the address, whatever signs are in it.
fn file_url(files: &str, path: &str) -> Option<Url> {
    let mut url = Url::parse(files).ok()?;
    url.path_segments_mut().ok()?.extend(path.split('/'));
    Some(url)
}

/// A Bot API server beside the bot is reached directly, whatever proxy the environment names.
fn is_own_machine(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, body: body.to_owned(), broken: None }
    }

    fn settings(token: Option<&str>, api_url: &str) -> settings::Telegram {
        let token = token.map(SecretString::from);
        settings::Telegram {
            token,
            api_url: api_url.to_owned(),
            limits: settings::Limits::Off,
            profile: settings::Profile::Leave,
            webhook: None,
        }
    }

    #[test]
    fn every_kind_of_refusal_is_told_apart() {
        let refused = |code, description: &str| ApiFailure::Refused { code, description: description.to_owned() };
        let cases = [
            (
                r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":7}}"#,
                ApiFailure::RetryAfter(Duration::from_secs(7)),
            ),
            (
                r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":0.25}}"#,
                ApiFailure::RetryAfter(Duration::from_millis(250)),
            ),
            (
                r#"{"ok":false,"error_code":429,"description":"Too Many Requests"}"#,
                ApiFailure::RetryAfter(UNNAMED_WAIT),
            ),
            (
                r#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1001}}"#,
                ApiFailure::MigratedTo(-1001),
            ),
            (r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, ApiFailure::Unauthorized),
            (
                r#"{"ok":false,"error_code":409,"description":"Conflict: x"}"#,
                ApiFailure::Conflict("Conflict: x".to_owned()),
            ),
            (r#"{"ok":false,"error_code":502,"description":"Bad Gateway"}"#, ApiFailure::Server(502)),
            (r#"{"ok":false,"error_code":403,"description":"Forbidden"}"#, refused(403, "Forbidden")),
            (r#"{"ok":false}"#, ApiFailure::Server(504)),
            (r#"{"message":"no healthy upstream"}"#, ApiFailure::Server(504)),
            ("<html>nginx</html>", ApiFailure::Server(504)),
            ("", ApiFailure::Server(504)),
        ];
        for (body, expected) in cases {
            assert_eq!(answer(504, body).failure(), expected, "{body}");
        }
    }

    #[test]
    fn a_success_is_known_in_any_order_and_by_its_beginning_when_its_end_was_lost() {
        let successes = [
            r#"{"ok":true,"result":{"mess"#,
            r#"{ "ok" : true, "result": {"mess"#,
            r#"{ "ok" : true }"#,
            "\n{\"ok\":true,\"result\":5}",
            r#"{"result":{"ok":false},"ok":true}"#,
            "{\n  \"description\": \"\",\n  \"ok\": true\n}",
        ];
        for body in successes {
            assert!(answer(200, body).is_success(), "{body}");
        }
        let failures = [
            r#"{"ok":false}"#,
            r#"{"result":{"ok":true},"ok":false}"#,
            r#"{"result":{"ok":true}}"#,
            "{\"ok\":tr",
            "true",
            "",
        ];
        for body in failures {
            assert!(!answer(200, body).is_success(), "{body}");
        }
    }

    #[test]
    fn methods_are_named_as_telegram_names_them() {
        assert_eq!(method("AnswerCallbackQuery"), "answerCallbackQuery");
        assert_eq!(method(""), "");
    }

    #[test]
    fn the_path_of_a_file_cannot_lead_elsewhere() {
        let url = |path| file_url("https://api.telegram.org/file/bot1:x", path).map(String::from).unwrap_or_default();
        assert_eq!(url("documents/a b?c#.csv"), "https://api.telegram.org/file/bot1:x/documents/a%20b%3Fc%23.csv");
        for path in ["../../x", "//evil.example/x", "https://evil.example/x", "@evil.example", "a/%2e%2e/x"] {
            assert!(url(path).starts_with("https://api.telegram.org/file/bot1:x/"), "{path}: {}", url(path));
        }
    }

    #[test]
    fn without_a_token_or_a_url_one_sentence_says_so() {
        let refusal = |settings| Client::new(&settings).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal(settings(None, "http://localhost")).contains("@BotFather"));
        assert!(refusal(settings(Some("1:x"), "http://")).contains("telegram.api_url"));
    }

    #[tokio::test]
    async fn the_token_is_in_no_failure_and_no_debug_output() -> anyhow::Result<()> {
        let client = Client::new(&settings(Some("1:secret"), "http://127.0.0.1:1"))?;
        let failure = client.call(&teloxide::payloads::GetMe::new()).await.err();
        let shown = format!("{failure:?} {client:?}");
        assert!(shown.contains("no connection"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
        Ok(())
    }
}
