//! The driver's promises: what is confirmed stays, what fails is undone alone, and trouble is said in
//! one sentence.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::store::{Pending, Sql, Store, file_of};

type Tested = Result<(), Box<dyn std::error::Error>>;

/// A table of these tests: values by name.
mod keep {
    use crate::store::{Sql, StoreError};

    pub(super) fn create(sql: &mut dyn Sql) -> Result<(), StoreError> {
        let table = "CREATE TABLE IF NOT EXISTS keep (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)";
        sql.execute(table, &[]).map(|_| ())
    }

    pub(super) fn get(sql: &mut dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
        let rows = sql.query("SELECT value FROM keep WHERE name = ?1", &[name.into()])?;
        rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
    }

    pub(super) fn put(sql: &mut dyn Sql, name: &str, value: &str) -> Result<(), StoreError> {
        let put =
            "INSERT INTO keep (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sql.execute(put, &[name.into(), value.into()]).map(|_| ())
    }
}

async fn store() -> Result<Store, StoreError> {
    with_table(Store::open_with_clock("sqlite::memory:", Arc::new(|| 0))?).await
}

async fn with_table(store: Store) -> Result<Store, StoreError> {
    store.transaction(keep::create).await?;
    Ok(store)
}

fn put(store: &Store, name: &'static str) -> Pending<()> {
    store.transaction(move |sql| keep::put(sql, name, "kept"))
}

async fn kept(store: &Store, name: &'static str) -> Result<bool, StoreError> {
    store.transaction(move |sql| Ok(keep::get(sql, name)?.is_some())).await
}

/// Keeps the writer busy until the returned sender is used or dropped, so that what is queued
/// meanwhile is committed together.
fn hold(store: &Store) -> Sender<()> {
    let (release, released) = channel();
    drop(store.transaction(move |_| {
        let _ = released.recv();
        Ok(())
    }));
    release
}

#[tokio::test]
async fn a_job_that_fails_or_panics_is_undone_alone() -> Tested {
    let store = store().await?;
    let held = hold(&store);
    let before = put(&store, "before");
    let failing: Pending<()> = store.transaction(|sql| {
        keep::put(sql, "failing", "x")?;
        Err(StoreError::Shape("no".to_owned()))
    });
    let panicking: Pending<()> = store.transaction(|sql| {
        keep::put(sql, "panicking", "x")?;
        panic!("a panic that this test wants");
    });
    let after = put(&store, "after");
    drop(held);
    assert_eq!(before.await, Ok(()));
    assert_eq!(failing.await, Err(StoreError::Shape("no".to_owned())));
    assert_eq!(panicking.await, Err(StoreError::Panicked));
    assert_eq!(after.await, Ok(()));
    for (name, expected) in [("before", true), ("failing", false), ("panicking", false), ("after", true)] {
        assert_eq!(kept(&store, name).await?, expected, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn jobs_that_wait_share_a_commit_and_its_failure() -> Tested {
    let store = store().await?;
    let deferred = "CREATE TABLE child (name TEXT REFERENCES keep (name) DEFERRABLE INITIALLY DEFERRED)";
    store.transaction(move |sql| sql.execute(deferred, &[])).await?;
    let held = hold(&store);
    let innocent = put(&store, "innocent");
    let guilty = store.transaction(|sql| sql.execute("INSERT INTO child (name) VALUES ('nobody')", &[]));
    drop(held);
    let (innocent, guilty) = (innocent.await.err(), guilty.await.err());
    assert!(innocent.is_some(), "the commit was not shared");
    assert_eq!(innocent, guilty);
    assert!(!kept(&store, "innocent").await?);
    put(&store, "later").await?;
    assert!(kept(&store, "later").await?);
    Ok(())
}

#[tokio::test]
async fn jobs_run_in_the_order_in_which_they_were_queued() -> Tested {
    let store = store().await?;
    let held = hold(&store);
    let add = |number: i64| {
        store.transaction(move |sql| {
            let before = keep::get(sql, "order")?.unwrap_or_default();
            keep::put(sql, "order", &format!("{before} {number}"))
        })
    };
    let jobs: Vec<Pending<()>> = (0..600).map(add).collect();
    drop(held);
    for job in jobs {
        job.await?;
    }
    let order = store.transaction(|sql| keep::get(sql, "order")).await?.unwrap_or_default();
    let expected: String = (0..600).map(|number| format!(" {number}")).collect();
    assert_eq!(order, expected);
    Ok(())
}

#[tokio::test]
async fn a_full_disk_is_said_and_forgotten_when_there_is_room() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = with_table(Store::open(&url(&folder.path().join("tanya.db")))?).await?;
    limit_pages(&store, 1).await?;
    let long = "x".repeat(100_000);
    let write = |name: &'static str| {
        let long = long.clone();
        store.transaction(move |sql| keep::put(sql, name, &long))
    };
    let held = hold(&store);
    let (one, two) = (write("one"), write("two"));
    drop(held);
    for refused in [one.await, two.await] {
        let error = refused.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with("the store does not work right now: the disk is full: make room"), "{error}");
    }
    assert!(!kept(&store, "one").await?);
    limit_pages(&store, 1_000_000).await?;
    write("one").await?;
    assert!(kept(&store, "one").await?);
    Ok(())
}

async fn limit_pages(store: &Store, pages: i64) -> Result<(), StoreError> {
    let pragma = format!("PRAGMA max_page_count = {pages}");
    store.transaction(move |sql| sql.query(&pragma, &[]).map(|_| ())).await
}

#[tokio::test]
async fn what_was_confirmed_is_there_after_opening_again() -> Tested {
    let folder = tempfile::tempdir()?;
    let url = url(&folder.path().join("tanya.db"));
    let store = with_table(Store::open(&url)?).await?;
    let clone = store.clone();
    put(&store, "confirmed").await?;
    drop(put(&store, "nobody waited"));
    drop((store, clone));
    let store = Store::open(&url)?;
    assert!(kept(&store, "confirmed").await?);
    assert!(kept(&store, "nobody waited").await?);
    let settings = store.transaction(|sql| {
        let journal = sql.query("PRAGMA journal_mode", &[])?[0].text(0)?.to_owned();
        Ok((journal, sql.query("PRAGMA synchronous", &[])?[0].int(0)?))
    });
    assert_eq!(settings.await?, ("wal".to_owned(), 2));
    Ok(())
}

#[tokio::test]
async fn the_last_owner_may_be_a_job() -> Tested {
    let store = store().await?;
    let held = hold(&store);
    let own = store.clone();
    let last = store.transaction(move |_| {
        drop(own);
        Ok(())
    });
    drop(store);
    drop(held);
    assert_eq!(last.await, Ok(()));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_new_store_can_be_read_by_its_owner_only() -> Tested {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("tanya.db");
    let _store = Store::open(&url(&path))?;
    for entry in std::fs::read_dir(folder.path())? {
        let entry = entry?;
        assert_eq!(entry.metadata()?.permissions().mode() & 0o077, 0, "{:?}", entry.file_name());
    }
    Ok(())
}

fn url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// Why a path is no store, with the path itself taken out.
fn refusal(path: &Path) -> String {
    let opened = Connection::of_file(&path.display().to_string(), Arc::new(|| 0), Duration::ZERO);
    opened.err().map(|error| error.to_string()).unwrap_or_default().replace(&path.display().to_string(), "FILE")
}

#[test]
fn what_is_no_store_is_refused_in_one_sentence() -> Tested {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("text"), "no database at all, but long enough to have a header of its own".repeat(9))?;
    std::fs::create_dir(at("folder"))?;
    let foreign = rusqlite::Connection::open(at("foreign"))?;
    foreign.execute_batch("CREATE TABLE songs (title TEXT)")?;
    let expected = [
        ("text", "FILE is no database: name another file in store.url"),
        ("folder", "the store FILE is a folder: name a file in store.url"),
        ("foreign", "FILE is the database of another program: name another file in store.url"),
    ];
    for (name, sentence) in expected {
        assert_eq!(refusal(&at(name)), sentence);
    }
    let missing = refusal(&at("no/such/tanya.db"));
    assert!(missing.starts_with("the store FILE cannot be created, for there is no folder "), "{missing}");
    Ok(())
}

#[test]
fn a_locked_store_is_refused_in_one_sentence() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("tanya.db");
    drop(Store::open(&url(&path))?);
    let other = rusqlite::Connection::open(&path)?;
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE")?;
    assert_eq!(refusal(&path), "the store FILE is locked by another program: stop that program and start again");
    Ok(())
}

#[test]
fn a_store_that_may_not_be_written_says_what_to_do() {
    let read_only = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY), None);
    assert_eq!(
        faults::refusal("tanya.db", &read_only).to_string(),
        "the store tanya.db cannot be written: let the user that runs tanya write to it and to the folder ., \
         or name another file in store.url"
    );
    let StoreError::Unavailable(sentence) = faults::fault(read_only) else { panic!("trying again may help") };
    assert!(sentence.starts_with("its file cannot be written: make it and its folder writable"), "{sentence}");
}

#[test]
fn trouble_that_is_not_known_is_waited_out_and_only_faults_of_a_statement_are_permanent() -> Tested {
    let failure = |code| faults::fault(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
    let passing = [
        rusqlite::ffi::SQLITE_ERROR,
        rusqlite::ffi::SQLITE_PROTOCOL,
        rusqlite::ffi::SQLITE_INTERRUPT,
        rusqlite::ffi::SQLITE_INTERNAL,
        rusqlite::ffi::SQLITE_SCHEMA,
        rusqlite::ffi::SQLITE_NOLFS,
    ];
    for code in passing {
        assert!(matches!(failure(code), StoreError::Unavailable(_)), "{:?}", failure(code));
    }
    for code in [rusqlite::ffi::SQLITE_CONSTRAINT, rusqlite::ffi::SQLITE_MISMATCH, rusqlite::ffi::SQLITE_TOOBIG] {
        assert!(matches!(failure(code), StoreError::Shape(_)), "{:?}", failure(code));
    }
    let mut store = Connection::for_tests(0)?;
    for statement in ["SELEC 1", "INSERT INTO seen (bot) VALUES ('b')", "SELECT ?1"] {
        let fault = store.query(statement, &[]).err();
        assert!(matches!(fault, Some(StoreError::Shape(_))), "{statement}: {fault:?}");
    }
    Ok(())
}

#[test]
fn a_url_without_a_driver_or_a_file_is_refused() {
    let refusal = |url| Store::open(url).err().map(|error| error.to_string()).unwrap_or_default();
    for (url, shown) in [("", ""), ("tanya.db", "tanya.db"), ("mysql://me:secret@x", "mysql")] {
        let sentence = format!("store.url names no store that this version knows (\"{shown}\")");
        assert_eq!(
            refusal(url),
            format!(
                "{sentence}: set it to sqlite:FILE, sqlite::memory: or \
             postgres://USER:PASSWORD@HOST/DATABASE"
            )
        );
    }
    for url in ["sqlite:", "sqlite://"] {
        assert_eq!(refusal(url), "store.url names no file: set it to sqlite:FILE, such as sqlite:tanya.db");
    }
}

#[test]
fn the_two_ways_to_write_a_url_name_the_same_file() {
    let table = [
        ("sqlite:a.db", Some("a.db")),
        ("sqlite://a.db", Some("a.db")),
        ("sqlite:/var/lib/a.db", Some("/var/lib/a.db")),
        ("sqlite:///var/lib/a.db", Some("/var/lib/a.db")),
        ("sqlite::memory:", None),
        ("sqlite://:memory:", None),
        ("sqlite:", None),
        ("sqlite://", None),
        ("postgres://x", None),
    ];
    for (url, file) in table {
        assert_eq!(file_of(url), file, "{url}");
    }
}
