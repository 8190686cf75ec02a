//! The driver's promises: what is confirmed stays, what fails is undone alone, and trouble is said in
//! one sentence.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::store::{Pending, Store, keep};

type Tested = Result<(), Box<dyn std::error::Error>>;

fn store() -> Result<Store, StoreError> {
    Store::open_with_clock("sqlite::memory:", Arc::new(|| 0))
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
    let store = store()?;
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
    let store = store()?;
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
    let store = store()?;
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
    let store = Store::open(&url(&folder.path().join("tanya.db")))?;
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
    let store = Store::open(&url)?;
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
    let store = store()?;
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
fn a_url_without_a_driver_is_refused() {
    let urls = [("", ""), ("sqlite:", "sqlite"), ("sqlite://", "sqlite"), ("mysql://me:secret@x", "mysql")];
    for (url, shown) in urls {
        let refused = Store::open(url).err().map(|error| error.to_string()).unwrap_or_default();
        let sentence = format!("store.url names no store that this version knows (\"{shown}\")");
        assert_eq!(refused, format!("{sentence}: set it to sqlite:FILE or sqlite::memory:"));
    }
}
