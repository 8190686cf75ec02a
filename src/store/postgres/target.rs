//! What a URL says: which server, how to be sure of it, and the limits of each connection.
//!
//! The password of the URL is in no text that leaves this file.

use std::str::FromStr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::faults::Fault;
use super::tls::{self, Trust};
use crate::store::sql::StoreError;

/// So long the server may take to take a connection, where the URL does not say otherwise (`connect_timeout`).
const CONNECT: Duration = Duration::from_secs(5);

/// How each connection is set up; what the URL says with `options` comes after it. Times are in milliseconds: so long
/// a statement may run, and wait for a lock; so long a transaction may be left open by a program that stands still,
/// whose locks others wait for. The server notices a client whose machine is gone after half a minute.
const OPTIONS: &str = "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=20000 \
                       -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 \
                       -c client_min_messages=warning";

/// A connection without traffic is looked after so often; one that does not answer is given up after three times.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(15), Duration::from_secs(5), 3);

/// What was sent and not acknowledged for so long never will be.
const UNACKNOWLEDGED: Duration = Duration::from_secs(20);

/// The server keeps so many characters of a name.
const LONGEST_NAME: usize = 63;

/// The part of a URL behind `postgres://`.
pub(super) fn scheme(url: &str) -> Option<&str> {
    url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"))
}

/// A URL as it may be shown: the server and the database, without user and password.
pub(crate) fn shown(url: &str) -> String {
    match Target::of(url) {
        Ok(target) => format!("postgres://{}", target.place),
        Err(_) => format!("{}:…", url.split(':').next().unwrap_or_default()),
    }
}

/// Where to connect, and how.
pub(super) struct Target {
    config: Config,
    tls: Option<rustls::ClientConfig>,
    /// The server and the database, as they may be shown.
    pub(super) place: String,
    /// The user.
    pub(super) user: String,
}

/// What this process is called in the list of those who use the server: `tanya`, its number, and its machine.
fn process() -> String {
    let machine = rustix::system::uname();
    let name = format!("tanya {}@{}", std::process::id(), machine.nodename().to_string_lossy());
    name.chars().take(LONGEST_NAME).collect()
}

impl Target {
    /// Reads a URL.
    pub(super) fn of(url: &str) -> Result<Target, StoreError> {
        let (plain, security) = split(url)?;
        let mut config = Config::from_str(&plain).map_err(|_| unreadable())?;
        let (Some(user), Some(database)) = (config.get_user(), config.get_dbname()) else { return Err(unreadable()) };
        let (user, database) = (user.to_owned(), database.to_owned());
        if config.get_hosts().is_empty() {
            return Err(unreadable());
        }
        let place = format!("{}/{database}", server(&config));
        let own = config.get_options().unwrap_or_default().to_owned();
        config.options(format!("{OPTIONS} {own}").trim_end());
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name(process());
        }
        let (idle, interval, retries) = KEEPALIVE;
        config.keepalives_idle(idle).keepalives_interval(interval).keepalives_retries(retries);
        config.tcp_user_timeout(UNACKNOWLEDGED);
        config.ssl_mode(security.mode);
        let tls = security.trust.map(tls::client).transpose().map_err(StoreError::Refused)?;
        Ok(Target { config, tls, place, user })
    }

    /// Connects; the connection is driven by the runtime that this is called on.
    pub(super) async fn connect(&self) -> Result<Client, Fault> {
        // The time-out of the settings ends when the server has taken the connection: it may still say nothing.
        let patience = self.config.get_connect_timeout().map_or(CONNECT, |one| *one) * 2;
        match tokio::time::timeout(patience, self.connect_patiently()).await {
            Ok(connected) => connected.map_err(Fault::Said),
            Err(_) => Err(Fault::Silence(patience)),
        }
    }

    async fn connect_patiently(&self) -> Result<Client, tokio_postgres::Error> {
        let config = with_addresses(&self.config).await;
        match &self.tls {
            None => config.connect(NoTls).await.map(driven),
            Some(tls) => config.connect(MakeRustlsConnect::new(tls.clone())).await.map(driven),
        }
    }
}

/// The hosts with their addresses, where the program itself has to look these up: the first of each. A name that has
/// none is left to fail as it will.
#[cfg(target_feature = "crt-static")]
async fn with_addresses(config: &Config) -> Config {
    let mut found = Vec::new();
    for host in config.get_hosts().iter().filter(|_| config.get_hostaddrs().is_empty()) {
        let Host::Tcp(name) = host else { return config.clone() };
        let Some(address) = crate::names::addresses(name).await.ok().and_then(|all| all.first().copied()) else {
            return config.clone();
        };
        found.push(address);
    }
    let mut config = config.clone();
    found.into_iter().for_each(|address| {
        config.hostaddr(address);
    });
    config
}

/// The hosts as they are: the system looks up their addresses.
#[cfg(not(target_feature = "crt-static"))]
async fn with_addresses(config: &Config) -> Config {
    config.clone()
}

/// Has a connection driven as long as its client is there; how it ends, the client hears.
fn driven<S, T>((client, connection): (Client, tokio_postgres::Connection<S, T>)) -> Client
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move { drop(connection.await) });
    client
}

fn server(config: &Config) -> String {
    let ports = config.get_ports();
    let named = config.get_hosts().iter().enumerate().map(|(place, host)| {
        let port = ports.get(place).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        }
    });
    named.collect::<Vec<_>>().join(",")
}

/// What a URL says about encryption.
struct Security {
    mode: SslMode,
    trust: Option<Trust>,
}

/// Takes out of a URL what the client library does not know.
fn split(url: &str) -> Result<(String, Security), StoreError> {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut root) = ("prefer".to_owned(), None);
    let mut others = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = value.to_owned(),
            Some(("sslrootcert", value)) => root = Some(decoded(value)),
            _ => others.push(pair),
        }
    }
    let plain = if others.is_empty() { before.to_owned() } else { format!("{before}?{}", others.join("&")) };
    let given = |root: Option<String>| root.map_or(Trust::Anyone, Trust::IssuedBy);
    let (mode, trust) = match mode.as_str() {
        "disable" => (SslMode::Disable, None),
        // A server without TLS is as good; as in other clients, nothing is asked of a certificate.
        "allow" | "prefer" => (SslMode::Prefer, Some(Trust::Anyone)),
        "require" => (SslMode::Require, Some(given(root))),
        "verify-ca" => (SslMode::Require, Some(Trust::IssuedBy(root.unwrap_or_else(|| tls::SYSTEM.to_owned())))),
        "verify-full" => (SslMode::Require, Some(Trust::Named(root.unwrap_or_else(|| tls::SYSTEM.to_owned())))),
        _ => {
            let sentence = "store.url has an sslmode that is not known: set it to disable, prefer, require, verify-ca \
                            or verify-full";
            return Err(StoreError::Refused(sentence.to_owned()));
        }
    };
    Ok((plain, Security { mode, trust }))
}

/// A value of a URL, `%2F` and the like replaced.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unreadable() -> StoreError {
    StoreError::Refused(
        "store.url cannot be read: write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, and each special character \
         of the password as % and two hexadecimal digits"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_user_and_password() {
        let table = [
            ("postgres://me:secret@db.example/tanya", "postgres://db.example:5432/tanya"),
            ("postgresql://me:secret@one:1,two:2/tanya?sslmode=require", "postgres://one:1,two:2/tanya"),
            ("postgres://me:sec#ret@/x?sslmode=so", "postgres:…"),
            ("postgres://me:secret", "postgres:…"),
            ("postgres://me:secret@db.example:port/tanya", "postgres:…"),
        ];
        for (url, expected) in table {
            assert_eq!(shown(url), expected);
        }
    }

    #[test]
    fn an_unreadable_url_is_refused_without_its_password() {
        for url in
            ["postgres://me:secret", "postgres://me:secret@h:p/d", "postgres://:secret@h/d?sslmode=x", "postgres://h/d"]
        {
            let refusal = Target::of(url).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refusal.starts_with("store.url ") && !refusal.contains("secret"), "{url}: {refusal}");
        }
    }

    #[test]
    fn what_the_url_says_of_security_is_read() -> Result<(), StoreError> {
        let table = [
            ("", SslMode::Prefer, true),
            ("?sslmode=disable", SslMode::Disable, false),
            ("?sslmode=require", SslMode::Require, true),
            ("?connect_timeout=3&sslmode=prefer&application_name=x", SslMode::Prefer, true),
        ];
        for (query, mode, tls) in table {
            let target = Target::of(&format!("postgres://me:secret@h/d{query}"))?;
            assert_eq!((target.config.get_ssl_mode(), target.tls.is_some()), (mode, tls), "{query}");
        }
        let missing = Target::of("postgres://me:secret@h/d?sslmode=verify-full&sslrootcert=%2Fno%2Fsuch.pem");
        let missing = missing.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(
            missing.starts_with("the certificates of store.url (sslrootcert=/no/such.pem) cannot be read"),
            "{missing}"
        );
        Ok(())
    }

    #[test]
    fn limits_are_set_and_the_url_may_set_others() -> Result<(), StoreError> {
        let target = Target::of("postgres://me@h/d?options=-c%20statement_timeout%3D5&connect_timeout=1")?;
        let options = target.config.get_options().unwrap_or_default();
        assert!(
            options.starts_with("-c statement_timeout=30000") && options.ends_with(" -c statement_timeout=5"),
            "{options}"
        );
        assert_eq!(target.config.get_connect_timeout(), Some(&Duration::from_secs(1)));
        Ok(())
    }
}
