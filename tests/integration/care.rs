//! The commands with which somebody looks after a bot, run as they run them, beside a bot that serves.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::fake_bot_api::{FakeBotApi, TOKEN};
use crate::program::Program;

struct Ran {
    out: String,
    err: String,
    code: Option<i32>,
}

/// Runs the program in a folder, with the token and a store.
async fn tanya(folder: &Path, api: &str, store: &str, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanya"));
    command.args(arguments).current_dir(folder).env_clear().env("TANYA_TELEGRAM__API_URL", api);
    command.env("TANYA_TELEGRAM__TOKEN", TOKEN).env("TANYA_STORE__URL", store);
    let ended = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { out: text(ended.stdout), err: text(ended.stderr), code: ended.status.code() }
}

/// The findings of `tanya doctor --json`, by what was looked at.
async fn examined(folder: &Path, api: &str, store: &str) -> (Vec<(String, String)>, Ran) {
    let ran = tanya(folder, api, store, &["doctor", "--json"]).await;
    let findings: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = findings.iter().map(|finding| (word(finding, "check"), word(finding, "state"))).collect();
    assert!(!ran.out.contains(TOKEN) && !ran.err.contains(TOKEN), "{}{}", ran.out, ran.err);
    (findings, ran)
}

fn state<'a>(findings: &'a [(String, String)], check: &str) -> &'a str {
    findings.iter().find(|(one, _)| one == check).map_or("", |(_, state)| state)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_store_is_looked_over_copied_shown_erased_and_reported_on() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    api.open_chat(7);
    let program = Program::start(&api);
    let store = format!("sqlite:{}", program.store().display());
    api.text(7, "how do I cancel my order?");
    api.wait_until("the answer", |state| !state.sent_to(7).is_empty()).await;
    let run = |arguments: &'static [&'static str]| tanya(folder.path(), api.url(), &store, arguments);

    let (findings, ran) = examined(folder.path(), api.url(), &store).await;
    for check in ["token", "updates", "group", "api clock", "store", "outbox", "knowledge"] {
        assert_eq!(state(&findings, check), "ok", "{check}: {}", ran.out);
    }
    let lines = run(&["doctor"]).await;
    assert!(
        lines.code == Some(0) && lines.out.starts_with("ok       token           @tanya_test_bot\n"),
        "{}",
        lines.out
    );

    let copy = ["store", "copy", "--from", &store, "--to", "sqlite:copy.db"];
    let refused = tanya(folder.path(), api.url(), &store, &copy).await;
    assert!(refused.code == Some(1) && refused.err.contains("a bot serves on "), "{}", refused.err);
    let copied = tanya(folder.path(), api.url(), &store, &[&copy[..], &["--while-serving"]].concat()).await;
    assert!(copied.code == Some(0) && copied.out.contains("journal "), "{}{}", copied.out, copied.err);

    let taken = run(&["backup", "tanya.backup"]).await;
    assert!(taken.code == Some(0) && taken.out.starts_with("tanya.backup ("), "{}{}", taken.out, taken.err);
    let again = run(&["backup", "tanya.backup"]).await;
    assert!(again.code == Some(1) && again.err.contains("is there already"), "{}", again.err);
    let restored = tanya(folder.path(), api.url(), "sqlite:new.db", &["store", "restore", "tanya.backup"]).await;
    assert_eq!(restored.code, Some(0), "{}", restored.err);

    let shown = run(&["privacy", "export", "7"]).await;
    let kept: Value = serde_json::from_str(&shown.out).unwrap();
    assert!(kept.to_string().contains("cancel-order"), "{kept}");
    let page = run(&["report", "--html", "page.html"]).await;
    assert_eq!(page.code, Some(0), "{}", page.err);
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("cancel-order") && page.contains("<svg") && !page.contains("<script"), "{page}");

    let unsure = run(&["privacy", "erase", "7"]).await;
    assert!(unsure.code == Some(1) && unsure.err.contains("add --yes"), "{}", unsure.err);
    let erased = run(&["privacy", "erase", "7", "--yes"]).await;
    assert_eq!(erased.code, Some(0), "{}", erased.err);
    let shown = run(&["privacy", "export", "7"]).await;
    assert!(!shown.out.contains("cancel-order"), "{}", shown.out);
    let other = tanya(folder.path(), api.url(), "sqlite:new.db", &["privacy", "export", "7"]).await;
    assert!(other.out.contains("cancel-order"), "{}", other.out);
    api.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_without_a_network_or_with_a_wrong_token_looks_at_the_rest() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    let (findings, ran) = examined(folder.path(), "http://127.0.0.1:9", "sqlite:tanya.db").await;
    assert_eq!((ran.code, state(&findings, "token")), (Some(1), "error"));
    assert_eq!((state(&findings, "store"), state(&findings, "knowledge")), ("warning", "ok"));
    assert!(!folder.path().join("tanya.db").exists());
    std::fs::write(folder.path().join("text.db"), "this is no database, and never was one at any time").unwrap();
    let (findings, ran) = examined(folder.path(), api.url(), "sqlite:text.db").await;
    assert_eq!((ran.code, state(&findings, "token"), state(&findings, "store")), (Some(1), "ok", "error"));
    let server = crate::postgres_server::shared().database();
    drop(tanya::store::Store::open(&server).unwrap());
    let (findings, ran) = examined(folder.path(), api.url(), &server).await;
    assert!(!ran.out.contains(crate::postgres_server::PASSWORD), "{}", ran.out);
    assert_eq!((state(&findings, "store"), state(&findings, "database clock")), ("ok", "ok"), "{}", ran.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_serves_on_half_a_copy() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    let url = format!("sqlite:{}", folder.path().join("half.db").display());
    let half = tanya::store::Store::open(&url).unwrap();
    half.transaction(|sql| tanya::store::options::set(sql, "", "unfinished_copy", Some("{}"))).await.unwrap();
    drop(half);
    let served = tanya(folder.path(), api.url(), &url, &["serve"]).await;
    assert!(served.code == Some(1) && served.err.contains("a copy that was broken off"), "{}", served.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_and_the_manual_name_every_command_and_need_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tanya.toml"), "no settings at all").unwrap();
    let commands = ["serve", "backup", "doctor", "privacy", "store", "report"];
    for arguments in [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"]] {
        let ran = tanya(folder.path(), "http://127.0.0.1:9", "sqlite:x.db", arguments).await;
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        let missing: Vec<&&str> = commands.iter().filter(|name| !ran.out.to_lowercase().contains(**name)).collect();
        assert!(missing.is_empty(), "{arguments:?}: {missing:?}");
    }
}
