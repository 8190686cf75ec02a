//! Settings: the file `tanya.toml`, with environment variables laid over it.
//!
//! Every key of the file can be given as a variable: `telegram.api_url` is `TANYA_TELEGRAM__API_URL`.
//! All faults are found at once. This is the only room that reads the environment. A secret is never
//! shown, not even by `Debug`.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use serde::de::DeserializeOwned;

use crate::language::Language;
use crate::store;

mod desk;
#[cfg(test)]
mod example;
mod orders;
mod webhook;

pub use desk::{Desk, Events};
pub use orders::{HttpOrders, OrderSourceName, Orders, TikTok, Webhook};
pub use webhook::UpdatesWebhook;

/// The file that is read when it exists and no other was named.
pub const DEFAULT_FILE: &str = "tanya.toml";

/// The Bot API server that everybody may use.
const TELEGRAMS_SERVER: &str = "https://api.telegram.org";

/// For so many days things are kept where nothing else is said.
const DAYS: u32 = 90;

/// A running bot looks so often whether its folder of articles has changed.
const RELOAD: Duration = Duration::from_secs(5);

/// Nothing is kept for more days than these: ten years.
const MOST_DAYS: u32 = 3650;

const PREFIX: &str = "TANYA_";

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The shop.
    pub shop: Shop,
    /// Telegram.
    pub telegram: Telegram,
    /// The store.
    pub store: StoreSettings,
    /// The knowledge.
    pub knowledge: Knowledge,
    /// The log.
    pub log: Log,
    /// For those who watch the bot.
    pub watch: Watch,
    /// For how long things are kept.
    pub privacy: Privacy,
    /// Orders.
    pub orders: Orders,
    /// The desk of those who help customers in person.
    pub desk: Desk,
}

/// The shop that the bot speaks for.
#[derive(Debug, Clone)]
pub struct Shop {
    /// `shop.name`: how the bot calls the shop.
    pub name: String,
    /// `shop.language`: the language where nothing tells another (`id`, `zh` or `en`).
    pub language: Language,
}

/// How Telegram is reached.
#[derive(Debug, Clone)]
pub struct Telegram {
    /// `telegram.token`: the bot's token from BotFather.
    pub token: Option<SecretString>,
    /// `telegram.api_url`: the Bot API server, without a trailing slash.
    pub api_url: String,
    /// `telegram.limits`: what the bot allows itself to send.
    pub limits: Limits,
    /// `telegram.profile`: who words the bot's name and what Telegram shows of it.
    pub profile: Profile,
    /// `telegram.webhook`, where its URL is set: updates are sent to it then, and polled for otherwise.
    pub webhook: Option<UpdatesWebhook>,
}

/// Who words the bot's name and its descriptions. Its command lists are always its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The bot, in every language, from its locale files.
    Set,
    /// The merchant, at BotFather.
    Leave,
}

/// What the bot allows itself to send, so that Telegram need not answer 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// One message a second in a chat with bursts of five, so many in a group, and so many in all.
    Standard(Budgets),
    /// None of its own; a 429 is obeyed all the same. For load tests and servers of one's own.
    Off,
}

/// What the bot allows itself to send to groups, and in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// To one group.
    pub group: GroupBudget,
    /// `telegram.messages_per_second`: so many requests in a second to all chats together.
    pub per_second: u32,
}

impl Budgets {
    /// Telegram's own: 30 a second in all (<https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>).
    pub const TELEGRAM: Budgets = Budgets { group: GroupBudget::TELEGRAM, per_second: 30 };
}

/// What the bot allows itself to send to one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupBudget {
    /// `telegram.group_messages`: so many messages, those of an album counted singly …
    pub messages: u32,
    /// `telegram.group_window_seconds`: … in any stretch of time of this length.
    pub window: Duration,
}

impl GroupBudget {
    /// Telegram's own: 20 a minute (<https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>).
    pub const TELEGRAM: GroupBudget = GroupBudget { messages: 20, window: Duration::from_secs(60) };
}

/// Where everything is kept. `Debug` does not show the password that the URL may hold.
#[derive(Clone)]
pub struct StoreSettings {
    /// `store.url`: `sqlite:FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
    pub url: String,
    /// `store.connections`: so many connections there are to a database server.
    pub connections: u32,
}

impl std::fmt::Debug for StoreSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("StoreSettings");
        shown.field("url", &store::shown(&self.url)).field("connections", &self.connections).finish()
    }
}

/// What the bot knows.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// `knowledge.path`: a folder laid over the shipped knowledge.
    pub path: Option<PathBuf>,
    /// `knowledge.reload_seconds`: how often a running bot looks whether the folder has changed; zero for never.
    pub reload: Duration,
}

/// How the bot is watched.
#[derive(Debug, Clone)]
pub struct Watch {
    /// `watch.listen`: where health, readiness and metrics are told; nowhere without it.
    pub listen: Option<String>,
}

/// For how long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privacy {
    /// `privacy.journal_days`: what came of each message, in days.
    pub journal_days: u32,
    /// `privacy.session_days`: what is remembered of somebody who does not write any more, in days.
    pub session_days: u32,
    /// `privacy.transcript_days`: what was said to staff, in days.
    pub transcript_days: u32,
}

impl Default for Privacy {
    fn default() -> Privacy {
        Privacy { journal_days: DAYS, session_days: DAYS, transcript_days: DAYS }
    }
}

/// What is logged.
#[derive(Debug, Clone)]
pub struct Log {
    /// `log.level`: `error`, `warn`, `info`, `debug`, or a filter such as `info,tanya=debug`.
    pub level: String,
    /// `log.format`: `text` or `json`.
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Everything that is wrong with the settings, one sentence each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Faults(pub Vec<String>);

impl Settings {
    /// Reads the settings of a file (or of `tanya.toml` when there is one) and the environment.
    ///
    /// # Errors
    /// With every fault at once: an unreadable file, an unknown key, a value of the wrong kind.
    pub fn read(file: Option<&Path>) -> Result<Settings, Faults> {
        let path = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Faults(vec![format!("cannot read the settings {}: {error}", path.display())])),
        };
        Settings::parse(&text, &path.display().to_string(), std::env::vars_os())
    }

    /// The settings of the environment alone, for a bot that has no file yet.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn of_environment() -> Result<Settings, Faults> {
        Settings::parse("", "no file", std::env::vars_os())
    }

    /// Reads settings from the text of a file and from variables.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn parse(
        text: &str,
        file: &str,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<Settings, Faults> {
        let table = text.parse::<toml::Table>().map_err(|error| Faults(vec![unreadable(file, text, &error)]))?;
        let mut keys = Keys { values: BTreeMap::new(), faults: Vec::new() };
        keys.flatten("", table, file);
        for (name, value) in variables {
            keys.lay_over(&name, value);
        }
        let settings = keys.settings();
        keys.finish(settings)
    }
}

/// Where a file is no TOML, and why. The error itself would quote the line, which may hold the token.
fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| format!(", line {}", before.matches('\n').count() + 1)).unwrap_or_default();
    format!("{file}{line}: {} (texts stand in quotes)", error.message())
}

/// Keys that have not been asked for yet, and the faults so far.
struct Keys {
    values: BTreeMap<String, (toml::Value, String)>,
    faults: Vec<String>,
}

impl Keys {
    fn flatten(&mut self, prefix: &str, table: toml::Table, file: &str) {
        for (key, value) in table {
            let key = format!("{prefix}{key}");
            match value {
                toml::Value::Table(inner) => self.flatten(&format!("{key}."), inner, file),
                value => {
                    self.values.insert(key, (value, file.to_owned()));
                }
            }
        }
    }

    /// Lays a variable over the file when it is one of ours; others may be anything.
    fn lay_over(&mut self, name: &OsStr, value: OsString) {
        let name = name.to_string_lossy();
        let Some(key) = name.strip_prefix(PREFIX).filter(|key| key.contains("__")) else { return };
        let from = format!("the variable {name}");
        match value.into_string() {
            Ok(value) => {
                let key = key.to_ascii_lowercase().replace("__", ".");
                self.values.insert(key, (toml::Value::String(value), from));
            }
            Err(_) => self.faults.push(format!("{from}: its value is not UTF-8")),
        }
    }

    fn settings(&mut self) -> Settings {
        let language = self.take("shop.language", "id, zh or en").unwrap_or(Language::Indonesian);
        let api_url = self.api_url();
        Settings {
            shop: Shop { name: self.take("shop.name", "a name").unwrap_or_else(|| "Tanya".to_owned()), language },
            telegram: Telegram {
                token: self
                    .take("telegram.token", "the token from BotFather")
                    .filter(|token: &String| !token.trim().is_empty())
                    .map(|token| SecretString::from(token.trim())),
                webhook: self.updates_webhook(api_url != TELEGRAMS_SERVER),
                api_url,
                limits: self.limits(),
                profile: self.profile(),
            },
            store: StoreSettings {
                url: self.take("store.url", "sqlite:FILE").unwrap_or_else(|| "sqlite:tanya.db".to_owned()),
                connections: self.number("store.connections", "connections", 1..=500, store::CONNECTIONS),
            },
            knowledge: Knowledge {
                path: self.take("knowledge.path", "a folder"),
                reload: self.seconds("knowledge.reload_seconds", 0.0..=86_400.0, RELOAD),
            },
            watch: Watch { listen: self.take("watch.listen", "an address such as 127.0.0.1:9090") },
            log: Log {
                level: self.take("log.level", "a level").unwrap_or_else(|| "info".to_owned()),
                format: self.take("log.format", "text or json").unwrap_or(LogFormat::Text),
            },
            privacy: Privacy {
                journal_days: self.days("privacy.journal_days"),
                session_days: self.days("privacy.session_days"),
                transcript_days: self.days("privacy.transcript_days"),
            },
            orders: self.orders(),
            desk: self.desk(language),
        }
    }

    fn api_url(&mut self) -> String {
        let key = "telegram.api_url";
        let url: String = self.take(key, "a URL").unwrap_or_else(|| TELEGRAMS_SERVER.to_owned());
        if !url.starts_with("http://") && !url.starts_with("https://") {
            // Not quoted: the token may have been put there by mistake.
            self.faults.push(format!("{key} is no URL; it begins with http:// or https://"));
        }
        url.trim_end_matches('/').to_owned()
    }

    /// A number of days, [`DAYS`] where nothing is said.
    fn days(&mut self, key: &str) -> u32 {
        self.number(key, "days", 1..=MOST_DAYS, DAYS)
    }

    /// A whole number of a range, the usual one where nothing is said. A variable is a text.
    fn number(&mut self, key: &str, unit: &str, range: RangeInclusive<u32>, usual: u32) -> u32 {
        let Some((value, from)) = self.values.remove(key) else { return usual };
        let number = match &value {
            toml::Value::Integer(number) => u32::try_from(*number).ok(),
            toml::Value::String(number) => number.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| range.contains(number)).unwrap_or_else(|| {
            let (least, most) = range.into_inner();
            self.faults.push(format!("{key} in {from}: expected a number of {unit} from {least} to {most}"));
            usual
        })
    }

    fn limits(&mut self) -> Limits {
        let group = GroupBudget {
            messages: self.number("telegram.group_messages", "messages", 1..=1000, GroupBudget::TELEGRAM.messages),
            window: self.seconds("telegram.group_window_seconds", 0.01..=3600.0, GroupBudget::TELEGRAM.window),
        };
        let usual = Budgets::TELEGRAM.per_second;
        let per_second = self.number("telegram.messages_per_second", "messages", 1..=1000, usual);
        let standard = Limits::Standard(Budgets { group, per_second });
        self.one_of("telegram.limits", [("standard", standard), ("off", Limits::Off)])
    }

    /// A number of seconds, which may have decimals, of a range; the usual one where nothing is said.
    fn seconds(&mut self, key: &str, range: RangeInclusive<f64>, usual: Duration) -> Duration {
        let Some((value, from)) = self.values.remove(key) else { return usual };
        let seconds = match &value {
            toml::Value::Integer(number) => u32::try_from(*number).ok().map(f64::from),
            toml::Value::Float(number) => Some(*number),
            toml::Value::String(number) => number.trim().parse().ok(),
            _ => None,
        };
        let seconds = seconds.filter(|seconds| range.contains(seconds));
        seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).unwrap_or_else(|| {
            let (least, most) = range.into_inner();
            self.faults.push(format!("{key} in {from}: expected a number of seconds from {least} to {most}"));
            usual
        })
    }

    fn profile(&mut self) -> Profile {
        self.one_of("telegram.profile", [("set", Profile::Set), ("leave", Profile::Leave)])
    }

    /// One of two words; the first where none is given.
    fn one_of<T: Copy>(&mut self, key: &str, words: [(&str, T); 2]) -> T {
        let [(usual, first), (other, second)] = words;
        match self.take::<String>(key, &format!("\"{usual}\" or \"{other}\"")).as_deref() {
            None => first,
            Some(word) if word == usual => first,
            Some(word) if word == other => second,
            Some(word) => {
                self.faults.push(format!("{key}: \"{word}\" is not known; use \"{usual}\" or \"{other}\""));
                first
            }
        }
    }

    fn take<T: DeserializeOwned>(&mut self, key: &str, expected: &str) -> Option<T> {
        let (value, from) = self.values.remove(key)?;
        match value.try_into() {
            Ok(value) => Some(value),
            Err(_) => {
                self.faults.push(format!("{key} in {from}: expected {expected}"));
                None
            }
        }
    }

    fn finish(mut self, settings: Settings) -> Result<Settings, Faults> {
        let unknown = std::mem::take(&mut self.values);
        self.faults
            .extend(unknown.into_iter().map(|(key, (_, from))| format!("{key} in {from}: there is no such setting")));
        if self.faults.is_empty() { Ok(settings) } else { Err(Faults(self.faults)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        Settings::parse(text, "tanya.toml", variables).map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_variable_wins_over_the_file() -> Result<(), String> {
        let file = "[telegram]\napi_url = \"http://one/\"\n[store]\nurl = \"sqlite:a.db\"\n";
        let settings = parse(file, &[("TANYA_TELEGRAM__API_URL", "http://two/"), ("HOME", "/x")])?;
        assert_eq!(settings.telegram.api_url, "http://two");
        assert_eq!(settings.store.url, "sqlite:a.db");
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_toml_is_refused_by_its_line_and_its_secret_stays_hidden() {
        let lines = [
            "token = 123456:SECRET",
            "token = SECRET",
            "token = \"123456:SECRET",
            "token = '123456:SECRET\"",
            "token = \"123456:SECRET\" x",
            "token \"123456:SECRET\"",
            "token: 123456:SECRET",
            "123456:SECRET",
            "token = \"a\"\ntoken = \"123456:SECRET\"",
            "token = \"\\S123456:SECRET\"",
            "token = [\"123456:SECRET\"]",
            "token = { \"a\" = \"123456:SECRET\" }",
            "api_url = \"123456:SECRET\"",
        ];
        for line in lines {
            let refusal = parse(&format!("[telegram]\n{line}\n"), &[]).err().unwrap_or_default();
            assert!(refusal.contains("telegram.") || refusal.starts_with("tanya.toml, line "), "{line}: {refusal}");
            assert!(!refusal.contains("SECRET") && !refusal.contains("123456"), "{line}: {refusal}");
        }
        let first = parse("[telegram]\ntoken = 123456:SECRET\n", &[]).err().unwrap_or_default();
        assert!(first.starts_with("tanya.toml, line 2: "), "{first}");
    }

    #[cfg(unix)]
    #[test]
    fn of_variables_that_are_not_utf_8_only_ours_matter() {
        use std::os::unix::ffi::OsStringExt;
        let bad = || OsString::from_vec(b"SECRET\xff".to_vec());
        let foreign = [(bad(), "x".into()), ("PS1".into(), bad()), ("TANYAX".into(), bad())];
        assert!(Settings::parse("", "tanya.toml", foreign.into_iter()).is_ok());
        let ours = [("TANYA_TELEGRAM__TOKEN".into(), bad())];
        let refusal = Settings::parse("", "tanya.toml", ours.into_iter()).err().map(|faults| faults.to_string());
        assert_eq!(refusal.as_deref(), Some("the variable TANYA_TELEGRAM__TOKEN: its value is not UTF-8"));
        let named = OsString::from_vec(b"TANYA_TELEGRAM__TOKEN\xff".to_vec());
        let refusal = Settings::parse("", "tanya.toml", [(named, "x".into())].into_iter()).err();
        assert!(refusal.is_some_and(|faults| faults.to_string().contains("there is no such setting")));
    }

    #[test]
    fn days_come_as_numbers_from_a_file_and_as_texts_from_a_variable() -> Result<(), String> {
        let file = "[privacy]\njournal_days = 30\ntranscript_days = 8\n";
        let settings = parse(file, &[("TANYA_PRIVACY__SESSION_DAYS", "7")])?;
        assert_eq!(settings.privacy, Privacy { journal_days: 30, session_days: 7, transcript_days: 8 });
        let usual = Privacy { journal_days: 90, session_days: 90, transcript_days: 90 };
        assert_eq!(parse("", &[])?.privacy, usual);
        for value in ["0", "-1", "\"soon\"", "4000"] {
            let fault = parse(&format!("[privacy]\njournal_days = {value}\n"), &[]).err().unwrap_or_default();
            assert!(fault.contains("privacy.journal_days"), "{value}: {fault}");
        }
        Ok(())
    }

    #[test]
    fn the_budget_of_groups_may_be_small_and_its_window_shorter_than_a_second() -> Result<(), String> {
        assert_eq!(parse("", &[])?.telegram.limits, Limits::Standard(Budgets::TELEGRAM));
        let file = "[telegram]\ngroup_messages = 5\ngroup_window_seconds = 2\nmessages_per_second = 100\n";
        let settings = parse(file, &[("TANYA_TELEGRAM__GROUP_WINDOW_SECONDS", "0.5")])?;
        let group = GroupBudget { messages: 5, window: Duration::from_millis(500) };
        assert_eq!(settings.telegram.limits, Limits::Standard(Budgets { group, per_second: 100 }));
        for value in ["0", "-1.0", "nan", "\"soon\"", "4000"] {
            let fault = parse(&format!("[telegram]\ngroup_window_seconds = {value}\n"), &[]).err().unwrap_or_default();
            assert!(fault.contains("telegram.group_window_seconds"), "{value}: {fault}");
        }
        Ok(())
    }

    #[test]
    fn all_faults_are_listed_and_no_secret_is_shown() {
        let file = "[telegram]\ntoken = 5\nlimits = \"none\"\nprofile = \"mine\"\n[shop]\nlanguage = \"fr\"\ncolour = \"red\"\n";
        let faults = parse(file, &[]).err().unwrap_or_default();
        for expected in ["telegram.token", "telegram.limits", "telegram.profile", "shop.language", "shop.colour"] {
            assert!(faults.contains(expected), "{expected} is not in: {faults}");
        }
        let shown = parse("[telegram]\ntoken = \"1:secret\"\n", &[]).map(|settings| format!("{settings:?}"));
        assert!(!shown.unwrap_or_default().contains("secret"));
    }
}
