//! Looks a bot over: its token, where its updates go, its support group, its store, the clocks. Each finding says what
//! to do.
//!
//! Nothing is changed by looking: no store is created or brought up to date. What fails keeps nothing else from being
//! looked at. No finding holds the token or a password.

use std::path::Path;

use serde::Serialize;

use crate::settings::Settings;
use crate::store::snapshot::Snapshot;
use crate::store::{Sql, StoreError, copying, file_of, options, shown, system_clock};
use crate::telegram::{self, ApiFailure, Client};

/// With less room than this a disk is as good as full.
const LEAST_ROOM: u64 = 64 << 20;

/// With less room than this somebody should look after the disk.
const LITTLE_ROOM: u64 = 1 << 30;

/// Clocks may differ so much, in milliseconds: the API tells whole seconds, and an answer takes its time.
const CLOCK_MS: i64 = 15_000;

/// What waits for so long to be sent does not go out, in milliseconds.
const STUCK_MS: i64 = 10 * 60 * 1000;

/// A webhook that failed within this time, in milliseconds, fails now.
const RECENT_MS: i64 = 60 * 60 * 1000;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All is well.
    Ok,
    /// Something should be looked after.
    Warning,
    /// The bot does not work like this.
    Error,
}

impl State {
    /// The state in one word.
    pub fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Error => "error",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in one word.
    pub check: &'static str,
    /// How bad it is.
    pub state: State,
    /// What was seen.
    pub said: String,
    /// What to do; nothing where all is well.
    pub advice: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn ok(check: &'static str, said: impl Into<String>) -> Finding {
        Finding { check, state: State::Ok, said: said.into(), advice: None }
    }

    /// Something should be looked after.
    pub fn warning(check: &'static str, said: impl Into<String>, advice: &str) -> Finding {
        Finding { check, state: State::Warning, said: said.into(), advice: Some(advice.to_owned()) }
    }

    /// The bot does not work like this.
    pub fn error(check: &'static str, said: impl Into<String>, advice: &str) -> Finding {
        Finding { check, state: State::Error, said: said.into(), advice: Some(advice.to_owned()) }
    }
}

/// What the store says beside its findings.
#[derive(Debug, Default)]
pub struct StoreSeen {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The support group, where one is connected.
    pub group: Option<String>,
}

/// Looks at the store of the settings, on a thread on which waiting is allowed.
pub fn store(settings: &Settings) -> StoreSeen {
    let mut seen = StoreSeen::default();
    let url = &settings.store.url;
    if file_of(url).is_some_and(|path| !Path::new(path).exists()) {
        let said = format!("{} is not there yet", shown(url));
        seen.findings.push(Finding::warning("store", said, "`tanya init` or `tanya serve` creates it"));
    } else {
        let looked = Snapshot::open(url).and_then(|mut snapshot| look(settings, &mut snapshot, &mut seen));
        if let Err(error) = looked {
            seen.findings.push(Finding::error("store", error.to_string(), "see store.url in the settings"));
        }
    }
    seen.findings.extend(file_of(url).and_then(|path| room(Path::new(path))));
    seen.group = settings.desk.group.map(|group| telegram::chat::group(group).0).or(seen.group);
    seen
}

fn look(settings: &Settings, snapshot: &mut Snapshot, seen: &mut StoreSeen) -> Result<(), StoreError> {
    let url = &settings.store.url;
    let (applied, known) = snapshot.versions()?;
    let others = snapshot.others()?;
    let size = size(url, snapshot.sql())?;
    let said = format!("{}, {size}, tables at number {applied}", shown(url));
    seen.findings.push(match applied.cmp(&known) {
        std::cmp::Ordering::Equal => Finding::ok("store", said),
        std::cmp::Ordering::Less => Finding::warning(
            "store",
            format!("{said} of {known}"),
            "the next `tanya serve` brings it up to date; take a backup before",
        ),
        std::cmp::Ordering::Greater => Finding::warning(
            "store",
            format!("{said}, this version knows {known}"),
            "a newer version of tanya was here: update this one soon",
        ),
    });
    if !others.is_empty() {
        seen.findings
            .push(Finding::ok("replicas", format!("{} use the database: {}", others.len(), others.join(", "))));
    }
    if copying::is_unfinished(snapshot.sql())? {
        let advice = "begin the same `tanya store copy` or `restore` again to finish it";
        seen.findings.push(Finding::error("copy", "the store holds a copy that was broken off", advice));
    }
    let now = snapshot.sql().now()?;
    if file_of(url).is_none() {
        seen.findings.push(clock("database clock", now - system_clock()()));
    }
    seen.findings.push(outbox(snapshot.sql(), now)?);
    let Some(token) = &settings.telegram.token else { return Ok(()) };
    seen.group = options::get(snapshot.sql(), &telegram::bot_name(token), options::SUPPORT_GROUP)?;
    Ok(())
}

fn size(url: &str, sql: &mut dyn Sql) -> Result<String, StoreError> {
    let bytes = match file_of(url) {
        Some(path) => {
            let of = |tail: &str| std::fs::metadata(format!("{path}{tail}")).map_or(0, |file| file.len());
            of("") + of("-wal")
        }
        None => {
            let rows = sql.query("SELECT pg_database_size(current_database())", &[])?;
            rows.first().map_or(Ok(0), |row| row.int(0))?.unsigned_abs()
        }
    };
    Ok(indicatif::HumanBytes(bytes).to_string())
}

fn outbox(sql: &mut dyn Sql, now: i64) -> Result<Finding, StoreError> {
    let query =
        "SELECT COUNT(*), MIN(CASE WHEN held_until > created_at THEN held_until ELSE created_at END) FROM outbox";
    let rows = sql.query(query, &[])?;
    let waiting = rows.first().map_or(Ok(0), |row| row.int(0))?;
    let oldest = rows.first().map_or(Ok(None), |row| row.int_or_null(1))?;
    let age = oldest.map_or(0, |oldest| now - oldest);
    let said = format!("{waiting} messages and errands wait");
    Ok(if age > STUCK_MS {
        let said = format!("{said}, the oldest for {} minutes", age / 60_000);
        Finding::warning(
            "outbox",
            said,
            "see that `tanya serve` runs and can reach Telegram; its log says why it waits",
        )
    } else {
        Finding::ok("outbox", said)
    })
}

/// Whether the store's file can be written and has room to grow.
fn room(path: &Path) -> Option<Finding> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.exists() && std::fs::OpenOptions::new().append(true).open(path).is_err() {
        let advice = "let the user that runs tanya write to it and to its folder";
        return Some(Finding::error("disk", format!("{} cannot be written", path.display()), advice));
    }
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let said = format!("{} free for the store", indicatif::HumanBytes(free));
    Some(match free {
        0..LEAST_ROOM => Finding::error("disk", said, "make room: without it no message is taken in"),
        LEAST_ROOM..LITTLE_ROOM => Finding::warning("disk", said, "make room before it is full"),
        _ => Finding::ok("disk", said),
    })
}

fn clock(check: &'static str, ahead: i64) -> Finding {
    let seconds = ahead as f64 / 1000.0;
    if ahead.abs() <= CLOCK_MS {
        return Finding::ok(check, format!("{seconds:+.1} s from that of this machine"));
    }
    let advice = "have one of both machines set its clock by the network (systemd-timesyncd, chrony)";
    Finding::warning(check, format!("{seconds:+.1} s from that of this machine"), advice)
}

/// Asks Telegram about the bot, and about its support group where there is one.
pub async fn telegram(settings: &Settings, group: Option<&str>) -> Vec<Finding> {
    let client = match Client::new(&settings.telegram) {
        Ok(client) => client,
        Err(error) => return vec![Finding::error("token", error.to_string(), "set telegram.token")],
    };
    let mut findings = vec![match client.me().await {
        Ok(me) => Finding::ok("token", format!("@{}", me.username.unwrap_or_else(|| me.id.to_string()))),
        Err(failure) => return vec![unanswered("token", &failure)],
    }];
    findings.push(match client.webhook_state().await {
        Ok(state) => {
            let wanted = settings.telegram.webhook.as_ref().map(|webhook| webhook.url.as_str());
            webhook(&state, wanted, system_clock()())
        }
        Err(failure) => unanswered("updates", &failure),
    });
    match group {
        Some(group) => findings.push(of_group(client.group_state(group).await)),
        None => findings.push(Finding::ok("group", "no support group is connected")),
    }
    findings.push(match client.server_time().await {
        Ok(Some(time)) => clock("api clock", time - system_clock()()),
        Ok(None) => Finding::ok("api clock", "the server does not tell the time"),
        Err(failure) => unanswered("api clock", &failure),
    });
    findings
}

fn unanswered(check: &'static str, failure: &ApiFailure) -> Finding {
    let advice = match failure {
        ApiFailure::Unauthorized => "ask @BotFather for the token (/mybots, API Token) and set telegram.token",
        ApiFailure::Network(_) | ApiFailure::Server(_) => "check the network and telegram.api_url",
        _ => "try again; what Telegram says tells more",
    };
    Finding::error(check, failure.to_string(), advice)
}

/// Where updates go, and where the settings want them.
fn webhook(state: &telegram::WebhookState, wanted: Option<&str>, now: i64) -> Finding {
    let way = state.host.as_ref().map_or("are fetched".to_owned(), |host| format!("are sent to {host}"));
    let said = format!("updates {way}, {} wait", state.pending);
    let host = |url: &str| telegram::host_of(url).unwrap_or_default();
    match &state.last_error {
        Some((at, words)) if state.host.is_some() && now - at < RECENT_MS => {
            let said = format!("{said}; Telegram could not send them {} s ago: {words}", (now - at) / 1000);
            Finding::error("updates", said, "see that the address leads to this bot, with a certificate that is valid")
        }
        _ if state.host != wanted.map(host) => {
            let wanted = wanted.map_or("have them fetched".to_owned(), |url| format!("want them at {}", host(url)));
            let said = format!("{said}, but the settings {wanted}");
            let advice = "`tanya serve` with these settings changes that when it starts; see that no other program uses \
                          this token";
            Finding::warning("updates", said, advice)
        }
        _ if state.pending > 1000 => {
            Finding::warning("updates", said, "see that `tanya serve` runs; Telegram keeps updates for a day")
        }
        _ => Finding::ok("updates", said),
    }
}

fn of_group(state: Result<telegram::GroupState, ApiFailure>) -> Finding {
    match state {
        Ok(state) if state.missing.is_empty() => Finding::ok("group", format!("all rights in \"{}\"", state.title)),
        Ok(state) => {
            let said = format!("in \"{}\" {}", state.title, state.missing.join(", "));
            Finding::error("group", said, "switch topics on, and make the bot an admin with these rights")
        }
        Err(failure @ ApiFailure::Refused { .. }) => {
            let advice = "add the bot to the group again, or connect another (`tanya desk invite`)";
            Finding::error("group", failure.to_string(), advice)
        }
        Err(failure) => unanswered("group", &failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_is_judged_by_what_failed_lately() {
        let state = |host: Option<&str>, pending, last: Option<i64>| telegram::WebhookState {
            host: host.map(str::to_owned),
            pending,
            last_error: last.map(|at| (at, "Wrong response".to_owned())),
        };
        let here = Some("https://a.example/in");
        let table = [
            (state(None, 0, Some(0)), None, State::Ok),
            (state(None, 5000, None), None, State::Warning),
            (state(None, 0, None), here, State::Warning),
            (state(Some("a.example"), 3, Some(0)), here, State::Error),
            (state(Some("a.example"), 3, Some(-RECENT_MS)), here, State::Ok),
            (state(Some("b.example"), 3, None), here, State::Warning),
            (state(Some("b.example"), 3, None), None, State::Warning),
        ];
        for (state, wanted, expected) in table {
            assert_eq!(webhook(&state, wanted, 1000).state, expected, "{state:?} {wanted:?}");
        }
    }

    #[test]
    fn clocks_may_differ_a_little() {
        assert_eq!(clock("x", -CLOCK_MS).state, State::Ok);
        let far = clock("x", 60_500);
        assert_eq!((far.state, far.said.as_str()), (State::Warning, "+60.5 s from that of this machine"));
    }
}
