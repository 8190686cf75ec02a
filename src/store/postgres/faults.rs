//! What PostgreSQL says, in the words of this program.
//!
//! Only what lies in a statement or its values is permanent; for all else a customer's message is kept and tried again.
//! No sentence holds a password, or a value: of an error the server's message is shown and not its detail.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::Error;
use tokio_postgres::error::{DbError, Severity, SqlState};

use super::target::Target;
use crate::store::sql::StoreError;

/// What went wrong with an answer.
pub(super) enum Fault {
    /// The server, or the way to it, says so.
    Said(Error),
    /// There was none for so long.
    Silence(Duration),
}

impl Fault {
    /// Whether the connection is of no more use.
    pub(super) fn ends_connection(&self) -> bool {
        let Fault::Said(error) = self else { return true };
        match error.as_db_error() {
            // What was prepared does not fit any more, or the server has become one that only reads: a fresh connection
            // may find another.
            Some(said) => {
                let code = said.code();
                is_last(said)
                    || is_of(code, &["08"])
                    || [
                        SqlState::FEATURE_NOT_SUPPORTED,
                        SqlState::INVALID_SQL_STATEMENT_NAME,
                        SqlState::READ_ONLY_SQL_TRANSACTION,
                        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                    ]
                    .contains(code)
            }
            None => is_of_the_way(error),
        }
    }

    /// The error for whoever asked.
    pub(super) fn in_words(&self) -> StoreError {
        let error = match self {
            Fault::Silence(waited) => {
                let seconds = waited.as_secs();
                return StoreError::Unavailable(format!(
                    "the database server did not answer for {seconds} seconds: look how it is, and it goes on by itself"
                ));
            }
            Fault::Said(error) => error,
        };
        match (error.code(), advice(error)) {
            (_, Some(advice)) => StoreError::Unavailable(format!("{advice} ({})", message(error))),
            (Some(code), None) => StoreError::Shape(format!("{} ({})", message(error), code.code())),
            (None, None) => StoreError::Shape(message(error)),
        }
    }
}

/// Whether the server ends the connection after this.
fn is_last(said: &DbError) -> bool {
    matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
}

fn is_of(code: &SqlState, classes: &[&str]) -> bool {
    classes.iter().any(|class| code.code().starts_with(class))
}

/// What an error comes from, and what that comes from.
fn causes(error: &Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

/// Whether the way to the server is at fault, and not a value of this program.
fn is_of_the_way(error: &Error) -> bool {
    error.is_closed()
        || causes(error).any(|cause| cause.is::<std::io::Error>())
        || error.to_string().starts_with("unexpected message")
        || error.to_string().starts_with("error performing TLS")
}

/// What to do so that it goes on; nothing where a statement or its values are at fault.
fn advice(error: &Error) -> Option<&'static str> {
    let Some(code) = error.code() else {
        return is_of_the_way(error)
            .then_some("the database server cannot be reached: start it, and it goes on by itself");
    };
    Some(match *code {
        SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
            "two transactions were in each other's way: it is tried again"
        }
        SqlState::LOCK_NOT_AVAILABLE => "another transaction takes long: it is tried again",
        SqlState::QUERY_CANCELED => "the database took too long, or somebody ended the statement: it is tried again",
        SqlState::DISK_FULL => "the disk of the database server is full: make room, and it goes on by itself",
        SqlState::TOO_MANY_CONNECTIONS => {
            "the database server takes no more connections: raise its max_connections or lower store.connections"
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            "the database can only be read: once it can be written it goes on by itself"
        }
        SqlState::INSUFFICIENT_PRIVILEGE => {
            "the user of store.url may not do this in the database: grant it, and it goes on by itself"
        }
        SqlState::FEATURE_NOT_SUPPORTED | SqlState::INVALID_SQL_STATEMENT_NAME => {
            "what was prepared does not fit the tables any more: it is prepared anew"
        }
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => {
            "the tables are not those of this version: start the version that the store was brought up to date by"
        }
        // The way to the server, its resources, its operator, its machine, a replica that is behind.
        _ if is_of(code, &["08", "25", "28", "3D", "40", "53", "55", "57", "58", "72", "F0", "XX"]) => {
            "the database server has trouble: look at its log, and it goes on by itself"
        }
        _ => return None,
    })
}

/// What the server says, or what is known of the way to it.
fn message(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        // What does not fit may be quoted in the message.
        let quotes = is_of(said.code(), &["22"]);
        return if quotes { "a value does not fit".to_owned() } else { said.message().to_owned() };
    }
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Why the server is away.
pub(super) fn away(fault: &Fault) -> StoreError {
    match fault.in_words() {
        StoreError::Shape(why) => StoreError::Unavailable(format!("the database server cannot be used ({why})")),
        error => error,
    }
}

/// Why a database cannot be the store, and what to do.
pub(super) fn refusal(target: &Target, fault: &Fault) -> StoreError {
    let (place, user) = (&target.place, &target.user);
    let Fault::Said(error) = fault else {
        return StoreError::Refused(format!(
            "the database server of store.url ({place}) does not answer: check host and port, and whether a firewall is \
             in the way"
        ));
    };
    let why = message(error);
    let sentence = match error.code() {
        Some(&SqlState::INVALID_PASSWORD) => {
            format!(
                "the database server of store.url ({place}) refuses the password of \"{user}\": put the right one in"
            )
        }
        Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => format!(
            "the database server of store.url ({place}) does not let \"{user}\" in ({why}): create the user, or let it in \
             with a line in pg_hba.conf; a line with hostssl needs sslmode=require in the URL"
        ),
        Some(&SqlState::INVALID_CATALOG_NAME) => {
            format!(
                "there is no such database ({place}): create it, as with createdb --owner {user}, or correct store.url"
            )
        }
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            format!("\"{user}\" may not connect to the database of store.url ({place}): grant CONNECT on it")
        }
        Some(&SqlState::CANNOT_CONNECT_NOW) => {
            format!(
                "the database server of store.url ({place}) is starting or stopping ({why}): start again in a moment"
            )
        }
        Some(&SqlState::TOO_MANY_CONNECTIONS) => format!(
            "the database server of store.url ({place}) takes no more connections: raise its max_connections or lower \
             store.connections"
        ),
        Some(_) => format!("the database server of store.url ({place}) refuses: {why}"),
        None => not_reached(place, error, &why),
    };
    StoreError::Refused(sentence)
}

fn not_reached(place: &str, error: &Error, why: &str) -> String {
    if error.to_string().starts_with("error performing TLS") || is_of_tls(error) {
        return format!(
            "the connection to the database server of store.url ({place}) cannot be encrypted as its sslmode asks ({why}): \
             switch on ssl at the server, name the certificate of its issuer with sslrootcert, or choose another sslmode"
        );
    }
    if why == "password missing" || error.to_string().starts_with("authentication error") {
        return format!("the database server of store.url ({place}) asks for a password ({why}): put one into the URL");
    }
    if error.to_string().starts_with("invalid configuration") {
        return format!("the database server of store.url ({place}) cannot be talked to ({why}): correct the URL");
    }
    format!(
        "the database server of store.url ({place}) cannot be reached ({why}): start it, or correct host and port in \
         store.url"
    )
}

fn is_of_tls(error: &Error) -> bool {
    causes(error).any(|cause| {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>())
    })
}

/// What keeps the tables from being made, with what to do about it.
pub(super) fn tables_refused(target: &Target, error: StoreError) -> StoreError {
    let (place, user) = (&target.place, &target.user);
    match error {
        StoreError::Unavailable(why) => StoreError::Refused(format!(
            "the tables of the store cannot be made in {place}: let \"{user}\" create them, as by making it the owner of \
             the database, and start again ({why})"
        )),
        other => other,
    }
}

/// A database that takes no changes.
pub(super) fn read_only(target: &Target) -> StoreError {
    StoreError::Refused(format!(
        "the database of store.url ({}) can only be read: name the server that is written to, not one that follows it",
        target.place
    ))
}

/// A database that cannot keep every text.
pub(super) fn not_unicode(target: &Target, encoding: &str) -> StoreError {
    StoreError::Refused(format!(
        "the database of store.url ({}) has the encoding {encoding}, which cannot keep every language: create one with \
         ENCODING 'UTF8'",
        target.place
    ))
}
