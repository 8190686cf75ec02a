//! The running program is watched, and its articles change under it.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use regex::Regex;
use serde_json::Value;
use tanya::measures::{self, Kind};

use crate::fake_bot_api::{FakeBotApi, State};
use crate::program::Program;

const GROUP: i64 = -1_007;
const QUESTION: &str = "How do I use a voucher when I order?";
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with one article of the merchant's, which says some words.
fn write_article(folder: &Path, words: &str) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/paying/vouchers");
    let article = folder.join("paying/vouchers");
    std::fs::create_dir_all(&article).unwrap();
    for name in ["article.toml", "id.md", "zh.md"] {
        std::fs::copy(shipped.join(name), article.join(name)).unwrap();
    }
    let english = std::fs::read_to_string(shipped.join("en.md")).unwrap();
    let changed =
        english.replace("Choose your voucher in the cart", &format!("{words} Choose your voucher in the cart"));
    assert_ne!(changed, english);
    std::fs::write(article.join("en.md"), changed).unwrap();
}

/// An address of this machine that is free.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn get(address: &str, path: &str) -> Option<(u16, String)> {
    let answer = reqwest::get(format!("http://{address}{path}")).await.ok()?;
    Some((answer.status().as_u16(), answer.text().await.ok()?))
}

async fn readiness(address: &str) -> Option<(u16, Value)> {
    let (status, body) = get(address, "/readyz").await?;
    Some((status, serde_json::from_str(&body).unwrap()))
}

/// What a new customer is answered.
async fn answer(api: &FakeBotApi, customer: &mut i64) -> String {
    *customer += 1;
    let who = *customer;
    api.text(who, QUESTION);
    api.wait_at_most(PATIENCE, "it answers", move |state| !state.sent_to(who).is_empty()).await;
    api.texts_to(who).concat()
}

/// Asks until the answer has some words.
async fn answered_with(api: &FakeBotApi, customer: &mut i64, words: &str) {
    let until = Instant::now() + PATIENCE;
    while !answer(api, customer).await.contains(words) {
        assert!(Instant::now() < until, "nobody is answered with {words}");
    }
}

fn told(state: &State, words: &str) -> usize {
    state.sent_to(GROUP).iter().filter(|sent| sent.text.contains(words)).count()
}

#[tokio::test]
async fn articles_change_under_a_running_bot_and_faulty_ones_change_nothing() {
    let (api, folder, address) = (FakeBotApi::start().await, tempfile::tempdir().unwrap(), free_address());
    api.open_desk(GROUP, &[1]);
    let articles = folder.path().join("articles");
    write_article(&articles, "First words.");
    let settings = [
        ("TANYA_KNOWLEDGE__PATH", articles.to_str().unwrap()),
        ("TANYA_KNOWLEDGE__RELOAD_SECONDS", "0.05"),
        ("TANYA_WATCH__LISTEN", &address),
        ("TANYA_DESK__GROUP", "-1007"),
        ("TANYA_DESK__LANGUAGE", "en"),
    ];
    let mut program = Program::start_with(&api, &settings);
    let mut customer = 70_070_000;
    answered_with(&api, &mut customer, "First words.").await;
    assert_eq!(readiness(&address).await.map(|(status, _)| status), Some(200));

    write_article(&articles, "Second words.");
    answered_with(&api, &mut customer, "Second words.").await;

    let english = articles.join("paying/vouchers/en.md");
    std::fs::write(&english, "+++\ntitle = \n+++\nBroken words.\n").unwrap();
    api.wait_at_most(PATIENCE, "the group hears of the fault", |state| told(state, "en.md") == 1).await;
    assert!(answer(&api, &mut customer).await.contains("Second words."));
    let (status, body) = readiness(&address).await.unwrap();
    assert_eq!((status, &body["ready"], &body["degraded"][0]["part"]), (200, &true.into(), &"knowledge".into()));

    write_article(&articles, "Third words.");
    answered_with(&api, &mut customer, "Third words.").await;
    api.wait_at_most(PATIENCE, "the group hears that all is well", |state| told(state, "in order again") == 1).await;
    assert_eq!(readiness(&address).await.unwrap().1["degraded"], Value::Array(Vec::new()));

    std::fs::remove_dir_all(&articles).unwrap();
    api.wait_at_most(PATIENCE, "the group hears that the folder is gone", |state| told(state, "cannot be read") == 1)
        .await;
    assert!(answer(&api, &mut customer).await.contains("Third words."));
    assert_eq!(api.look(|state| (told(state, "en.md"), told(state, "cannot be read"))), (1, 1));

    assert_eq!(get(&address, "/healthz").await.unwrap().0, 200);
    let (_, metrics) = get(&address, "/metrics").await.unwrap();
    for line in [
        "tanya_ready 1",
        "tanya_knowledge_reloads_total{result=\"used\"} 2",
        "tanya_knowledge_reloads_total{result=\"faulty\"} 1",
        "tanya_knowledge_faults 1",
    ] {
        assert!(metrics.lines().any(|shown| shown == line), "{line} is not in:\n{metrics}");
    }
    for part in ["tanya_turns_total{outcome=\"sure\",language=\"en\"}", "tanya_outbox_entries{queue=\"messages\"}"] {
        assert!(metrics.contains(part), "{part} is not in:\n{metrics}");
    }
    assert!(!metrics.contains("7007") && !metrics.contains("1007"), "somebody is named in:\n{metrics}");
    let log = program.log();
    assert!(log.contains("update{bot=\"telegram:4242\" origin=update "), "{log}");
    assert!(program.terminate().success());
    api.assert_no_violations();
}

#[test]
fn the_dashboard_and_the_alerts_name_the_metrics_that_there_are_and_no_others() {
    let file = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let (dashboard, alerts) = (file("grafana.json"), file("alerts.yml"));
    serde_json::from_str::<Value>(&dashboard).unwrap();
    let name = Regex::new(r"tanya_[a-z0-9_]+").unwrap();
    let declared: BTreeSet<&str> = measures::ALL.iter().map(|measure| measure.name).collect();
    let is_part = |shown: &str| {
        measures::ALL.iter().filter(|measure| matches!(measure.kind, Kind::Histogram(_))).any(|measure| {
            ["_bucket", "_sum", "_count"].iter().any(|part| shown.strip_suffix(part) == Some(measure.name))
        })
    };
    let mut shown = BTreeSet::new();
    for text in [&dashboard, &alerts] {
        for found in name.find_iter(text).map(|found| found.as_str()) {
            assert!(declared.contains(found) || is_part(found), "there is no metric {found}");
        }
    }
    for found in name.find_iter(&dashboard).map(|found| found.as_str()) {
        let bare = ["_bucket", "_sum", "_count"].iter().find_map(|part| found.strip_suffix(part));
        shown.insert(bare.filter(|_| !declared.contains(found)).unwrap_or(found));
    }
    assert_eq!(shown, declared, "every metric is on the dashboard");
}
