//! A store taken into a file while turns run, brought back, and moved between databases: nothing lost, nothing doubled,
//! and what is broken off goes on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tanya::store::copying::{self, Step};
use tanya::store::snapshot::Snapshot;
use tanya::store::tables::tables;
use tanya::store::{Sql, Store, StoreError, Value, backup};
use tempfile::TempDir;

use crate::postgres_server;

/// More rows than one portion has.
const ROWS: i64 = 1203;

fn url(folder: &TempDir, name: &str) -> String {
    format!("sqlite:{}", folder.path().join(name).display())
}

fn run<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.transaction(work))
}

/// Puts rows into every table, with every kind of value that there is.
fn fill(url: &str) {
    run(&Store::open(url).unwrap(), |sql| {
        for table in tables() {
            let rows = if table.name == "journal" || table.name == "outbox" { ROWS } else { 3 };
            let numbers = number_columns(&table.name);
            for row in 0..rows {
                let value = |column: &String| match numbers.contains(column) {
                    true => Value::Int(if row == 0 { i64::MIN } else { row * 7 }),
                    false => Value::Text(format!("{column} {row} 付款 é 'Ä' \\ \n🙂")),
                };
                let values: Vec<Value> = table.columns.iter().map(value).collect();
                let places: Vec<String> = (1..=values.len()).map(|place| format!("?{place}")).collect();
                let (columns, places) = (table.columns.join(", "), places.join(", "));
                sql.execute(&format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name), &values)?;
            }
        }
        sql.execute("UPDATE journal SET note = NULL, confidence = NULL WHERE at > 700", &[])?;
        Ok(())
    })
    .unwrap();
}

/// The columns of numbers, as SQLite knows them.
fn number_columns(table: &str) -> Vec<String> {
    let store = Store::open("sqlite::memory:").unwrap();
    let query = format!("SELECT name FROM pragma_table_info('{table}') WHERE type = 'BIGINT'");
    run(&store, move |sql| sql.query(&query, &[])).unwrap().iter().map(|row| row.text(0).unwrap().to_owned()).collect()
}

fn silent(_: Step<'_>) {}

fn refusal<T>(result: Result<T, StoreError>) -> String {
    let Err(StoreError::Refused(sentence)) = result else { panic!("it is not refused") };
    sentence
}

/// Table, column, and whether it is of the key.
type Columns = BTreeMap<(String, String), bool>;

fn from_migrations() -> Columns {
    let columns = |table: tanya::store::tables::Table| {
        let key = table.key.clone();
        table.columns.into_iter().map(move |one| ((table.name.clone(), one.clone()), key.contains(&one)))
    };
    tables().into_iter().flat_map(columns).collect()
}

#[test]
fn both_databases_have_just_the_tables_and_keys_that_are_copied() {
    let sqlite = "SELECT m.name, c.name, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let postgres = "SELECT c.table_name, c.column_name,
            (SELECT COUNT(*) FROM information_schema.key_column_usage k JOIN information_schema.table_constraints t
               ON t.constraint_name = k.constraint_name AND t.constraint_schema = k.constraint_schema
             WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name)
        FROM information_schema.columns c WHERE c.table_schema = 'public'";
    let places = [("sqlite::memory:".to_owned(), sqlite), (postgres_server::shared().database(), postgres)];
    for (url, query) in places {
        let rows = run(&Store::open(&url).unwrap(), move |sql| sql.query(query, &[])).unwrap();
        let text = |row: &tanya::store::Row, place| row.text(place).unwrap().to_owned();
        let found = rows.iter().filter(|row| !row.text(0).unwrap().starts_with("migration"));
        let found: Columns = found.map(|row| ((text(row, 0), text(row, 1)), row.int(2).unwrap() > 0)).collect();
        assert_eq!(found, from_migrations(), "{url}");
    }
}

#[test]
fn a_store_moves_to_a_server_and_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (first, server, last) =
        (url(&folder, "first.db"), postgres_server::shared().database(), url(&folder, "last.db"));
    fill(&first);
    let there = copying::copy(&first, &server, &mut silent).unwrap();
    let rows: u64 = there.iter().map(|one| one.rows).sum();
    assert_eq!(rows, 2 * ROWS as u64 + 3 * (tables().len() as u64 - 2));
    let back = copying::copy(&server, &last, &mut silent).unwrap();
    assert_eq!(there, back);
    assert_eq!(copying::copy(&last, &url(&folder, "third.db"), &mut silent).unwrap(), back);
}

#[test]
fn a_copy_that_was_broken_off_goes_on_and_takes_in_what_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (from, other) = (url(&folder, "from.db"), url(&folder, "other.db"));
    fill(&from);
    fill(&other);
    for (round, to) in [url(&folder, "to.db"), postgres_server::shared().database()].into_iter().enumerate() {
        let mut portions = 0;
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut watch = |step: Step<'_>| {
                portions += u32::from(matches!(step, Step::Copied("journal", _)));
                assert!(portions < 2, "broken off");
            };
            copying::copy(&from, &to, &mut watch)
        }));
        assert!(broken.is_err());
        let unfinished = run(&Store::open(&to).unwrap(), copying::is_unfinished).unwrap();
        assert!(unfinished);
        let refused = refusal(copying::copy(&other, &to, &mut silent));
        assert!(refused.contains("was broken off"), "{refused}");
        // A row that was copied is changed, one is gone, and one is new.
        run(&Store::open(&from).unwrap(), |sql| {
            sql.execute("UPDATE sessions SET session = 'changed' || updated_at WHERE updated_at = 7", &[])?;
            sql.execute("DELETE FROM journal WHERE at = 14", &[])?;
            let bot = Value::Text(format!("b{}", sql.now()?));
            sql.execute("INSERT INTO seen (bot, update_id, at) VALUES (?1, 1, 1)", &[bot])
        })
        .unwrap();
        let (mut begun, mut again) = ((0, 0), 0);
        let verified = copying::copy(&from, &to, &mut |step| match step {
            Step::Begins(all, done) => begun = (all, done),
            Step::Again(_) => again += 1,
            _ => {}
        });
        let verified = verified.unwrap();
        assert!(begun.1 >= 1000 && begun.1 < begun.0, "{begun:?}");
        assert_eq!(again, 1);
        let check = url(&folder, &format!("check{round}.db"));
        assert_eq!(copying::copy(&from, &check, &mut silent).unwrap(), verified);
        assert!(!run(&Store::open(&to).unwrap(), copying::is_unfinished).unwrap());
    }
}

#[test]
fn what_is_no_source_or_not_empty_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (url(&folder, "from.db"), url(&folder, "to.db"));
    fill(&from);
    assert!(refusal(copying::copy(&to, &from, &mut silent)).starts_with("there is no store "));
    assert!(refusal(copying::copy(&from, &from, &mut silent)).starts_with("both stores are the same"));
    fill(&to);
    let refused = refusal(copying::copy(&from, &to, &mut silent));
    assert!(refused.contains("is not empty (there are sessions in it): name an empty store"), "{refused}");
    std::fs::write(folder.path().join("text"), "no store").unwrap();
    let refused = refusal(backup::restore(&folder.path().join("text"), &url(&folder, "new.db"), &mut silent));
    assert!(refused.contains("is no database"), "{refused}");
}

/// Writes pairs of rows, each pair in one transaction, until it is told to stop.
fn turns(url: &str, stop: &AtomicBool, begun: &AtomicBool) -> i64 {
    let store = Store::open(url).unwrap();
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        done += 1;
        run(&store, move |sql| {
            let seen = "INSERT INTO seen (bot, update_id, at) VALUES ('turns', ?1, 0)";
            sql.execute(seen, &[Value::Int(done)])?;
            let answer =
                "INSERT INTO answers (bot, conversation, question, answer, at) VALUES ('turns', 'c', ?1, 0, 0)";
            sql.execute(answer, &[Value::Int(done)])
        })
        .unwrap();
        begun.store(true, Ordering::Relaxed);
    }
    done
}

fn count(url: &str, table: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {table} WHERE bot = 'turns'");
    Snapshot::open(url).unwrap().sql().query(&query, &[]).unwrap()[0].int(0).unwrap()
}

#[test]
fn a_backup_taken_while_turns_run_is_whole_private_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    for (name, served) in [("file", url(&folder, "served.db")), ("server", postgres_server::shared().database())] {
        fill(&served);
        let file = folder.path().join(format!("{name}.backup"));
        let (stop, begun) = (AtomicBool::new(false), AtomicBool::new(false));
        let done = std::thread::scope(|scope| {
            let turns = scope.spawn(|| turns(&served, &stop, &begun));
            while !begun.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            backup::take(&served, &file, false, &mut silent).unwrap();
            stop.store(true, Ordering::Relaxed);
            turns.join().unwrap()
        });
        is_private(&file);
        let refused = refusal(backup::take(&served, &file, false, &mut silent));
        assert!(refused.contains("is there already"), "{refused}");
        let restored = url(&folder, &format!("{name}.restored"));
        backup::restore(&file, &restored, &mut silent).unwrap();
        let (seen, answers) = (count(&restored, "seen"), count(&restored, "answers"));
        assert!(seen == answers && (1..=done).contains(&seen), "{name}: {seen} {answers} {done}");
        let on_server = postgres_server::shared().database();
        backup::restore(&file, &on_server, &mut silent).unwrap();
        assert_eq!(count(&on_server, "seen"), seen);
        assert!(refusal(backup::restore(&file, &restored, &mut silent)).contains("is not empty"));
        backup::take(&served, &file, true, &mut silent).unwrap();
        let names = std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name());
        let beside = names.filter(|one| one.to_string_lossy().starts_with(&format!("{name}.backup"))).count();
        assert_eq!(beside, 1);
    }
}

fn is_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_of_an_older_version_is_brought_up_to_date_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (served, file) = (url(&folder, "served.db"), folder.path().join("old.backup"));
    let older = rusqlite::Connection::open(folder.path().join("served.db")).unwrap();
    let files = [
        include_str!("../../src/store/migrations/0001_begin.sql"),
        include_str!("../../src/store/migrations/0002_answers.sql"),
        include_str!("../../src/store/migrations/0003_owner.sql"),
    ];
    older.execute_batch(&files.concat()).unwrap();
    let known = "CREATE TABLE migrations (number BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL);
        INSERT INTO migrations VALUES (1, 0), (2, 0), (3, 0); INSERT INTO seen VALUES ('turns', 1, 1);
        PRAGMA application_id = 1953397089;";
    older.execute_batch(known).unwrap();
    drop(older);
    backup::take(&served, &file, false, &mut silent).unwrap();
    let before = std::fs::read(&file).unwrap();
    let restored = url(&folder, "restored.db");
    backup::restore(&file, &restored, &mut silent).unwrap();
    assert_eq!((count(&restored, "seen"), count(&restored, "tickets")), (1, 0));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
