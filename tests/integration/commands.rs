//! The command line, run as a user runs it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program in a folder of its own, with no settings but those given.
fn tanya(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tanya"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn run(arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let output = tanya(folder.path(), arguments, &[], input);
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn chat_answers_three_questions_in_three_languages_from_any_folder() {
    let input = "gmn cara byr di indomart kak\n怎么取消订单\nhow do i pay with gopay\n";
    let (out, err, code) = run(&["chat"], input);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let places: Vec<Option<usize>> =
        ["Bayar di Alfamart atau Indomaret", "取消订单（Batalkan Pesanan）", "Pay with GoPay"]
            .iter()
            .map(|one| out.find(one))
            .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{out}");
}

#[test]
fn chat_presses_buttons_and_keeps_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = ["chat", "--store", "sqlite:chat.db"];
    let first = tanya(folder.path(), &store, &[], "/language\n2\n");
    assert!(text(&first.stdout).contains("之后我会用中文回答您"), "{}", text(&first.stdout));
    let second = tanya(folder.path(), &store, &[], "how do i cancel my order\n");
    assert!(text(&second.stdout).contains("取消订单"), "{}", text(&second.stdout));
}

#[test]
fn strange_input_gets_an_answer_or_silence_and_never_an_error() {
    let long = "a".repeat(4096);
    let strange = [
        "   ",
        "🙂🙂",
        "\u{200b}\u{200b}",
        "\u{202e}olleh",
        "<b>bold</b> & [x](y) `z` *",
        "\u{0}nul\u{0}",
        &long,
        "how do I pay 怎么付款 gimana bayar",
        "/start@somebody a_no-such",
        "/unknown",
        "577012345678901234",
        "-1",
        "0",
        "99999999999999999999",
        "ß'ß",
        "{\"a\":1}",
        "%s%n",
        "'; DROP TABLE sessions; --",
    ];
    let (out, err, code) = run(&["chat"], &strange.join("\n"));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(!out.contains("panicked"));
}

#[test]
fn ask_explains_itself_as_json() {
    let (out, _, code) = run(&["ask", "--json", "how do I track my parcel"], "");
    assert_eq!(code, Some(0));
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["article"], "track-parcel");
    assert_eq!(answer["language"], "en");
    assert!(answer["confidence"].as_f64().unwrap() > 0.7);
    assert!(!answer["why"]["candidates"][0]["signals"].as_object().unwrap().is_empty());
}

#[test]
fn check_passes_on_what_ships_and_fails_on_a_fault() {
    let (out, _, code) = run(&["check"], "");
    assert_eq!((out.as_str(), code), ("48 articles and 8 short replies checked: 0 errors, 0 warnings\n", Some(0)));
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("mine/orders/cancel-order");
    std::fs::create_dir_all(&article).unwrap();
    std::fs::write(article.join("id.md"), "no front matter").unwrap();
    let output = tanya(folder.path(), &["check", "--knowledge", "mine", "--json"], &[], "");
    assert_eq!(output.status.code(), Some(1));
    let problems: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(problems[0]["file"], "mine/orders/cancel-order/id.md");
    assert_eq!(problems[0]["line"], 1);
    let refused = tanya(folder.path(), &["chat", "--knowledge", "mine"], &[], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("mine/orders/cancel-order/id.md:1"), "{}", text(&refused.stderr));
}

#[test]
fn evaluate_prints_scores_and_predictions_and_holds_floors() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "cases.jsonl",
        "{\"q\":\"how do I track my parcel\",\"lang\":\"en\",\"accept\":[\"track-parcel\"],\"extra\":1}\n\n\
         {\"q\":\"转人工\",\"lang\":\"zh\",\"accept\":[\"@human\"],\"style\":\"human\"}\n\
         {\"q\":\"besok hujan ga ya di bandung\",\"lang\":\"id\",\"accept\":[\"@none\"]}\n",
    );
    let arguments = ["evaluate", "cases.jsonl", "--json", "--predictions", "out.jsonl"];
    let output = tanya(folder.path(), &arguments, &[], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let scores: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(scores["overall"]["accuracy_at_1"], 1.0);
    assert_eq!(scores["languages"]["id"]["out_of_scope_refusal"], 1.0);
    let lines = std::fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    let answers: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0]["answer"], "track-parcel");
    assert_eq!(answers[1]["answer"], "@human");
    assert_eq!(answers[2]["answer"], serde_json::Value::Null);
    assert_eq!(scores["messages"][0]["right"], true);
    write("old.json", &text(&output.stdout).replacen("\"right\": true", "\"right\": false", 1));
    let arguments = ["evaluate", "cases.jsonl", "--against", "old.json", "--html", "page.html"];
    let compared = tanya(folder.path(), &arguments, &[], "");
    assert_eq!(compared.status.code(), Some(0), "{}", text(&compared.stderr));
    assert!(text(&compared.stdout).contains("better: 1\n    how do I track my parcel"), "{}", text(&compared.stdout));
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert_eq!(page.matches("<svg").count(), 2);
    assert!(!page.contains("src=") && !page.contains("href="), "the page fetches something");
    write("floors.toml", "[id]\nmost_wrong_answers = 0.0\n[en]\naccuracy_at_1 = 1.1\n");
    let failed = tanya(folder.path(), &["evaluate", "cases.jsonl", "--floors", "floors.toml"], &[], "");
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stdout).contains("en: accuracy@1 is 1.000, below its floor of 1.100"));
}

#[test]
fn what_was_not_answered_is_reported_as_drafts_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let empty = tanya(folder.path(), &["report", "--gaps", "--json"], &[], "");
    assert_eq!((empty.status.code(), text(&empty.stdout).as_str()), (Some(0), "[]\n"), "{}", text(&empty.stderr));
    let questions = "/language\n3\ndo you sell zeppelins\nany zeppelin for sale?\nhow do I track my parcel\n";
    tanya(folder.path(), &["chat", "--store", "sqlite:tanya.db"], &[], questions);
    let drafts = tanya(folder.path(), &["report", "--gaps"], &[], "");
    let draft = text(&drafts.stdout);
    assert_eq!(draft.matches("title = ").count(), 1, "{draft}");
    assert!(draft.starts_with("+++\n# en.md: asked 2 times, last on "), "{draft}");
    for line in ["title = \"do you sell zeppelins\"", "  \"any zeppelin for sale?\",", "<!-- nobody has answered"] {
        assert!(draft.contains(line), "no {line}: {draft}");
    }
    assert!(!draft.contains("track"), "{draft}");
    let listed = tanya(folder.path(), &["report", "--gaps", "--json"], &[], "");
    let gaps: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!((&gaps[0]["count"], &gaps[0]["language"]), (&2.into(), &"en".into()), "{gaps}");

    let report = text(&tanya(folder.path(), &["report"], &[], "").stdout);
    let rows: Vec<Vec<&str>> = report.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(
        rows.contains(&vec!["track-parcel", "1", "1", "0"]) && rows.contains(&vec!["sure", "1", "1", "0"]),
        "{report}"
    );
    let json = tanya(folder.path(), &["report", "--json"], &[], "");
    let counts: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(counts["articles"], serde_json::json!([["track-parcel", {"en": 1}]]), "{counts}");
    let nowhere = tanya(folder.path(), &["report"], &[("TANYA_STORE__URL", "sqlite::memory:")], "");
    assert!(nowhere.status.code() == Some(1) && text(&nowhere.stderr).contains("store.url"), "an empty store");
}

#[test]
fn the_version_names_commit_and_knowledge_and_needs_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tanya.toml"), "these are [no settings").unwrap();
    let output = tanya(folder.path(), &["--version"], &[("TANYA_NO__SUCH", "setting")], "");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    let shipped = tanya::knowledge::load(&[tanya::knowledge::Files::shipped_knowledge()]).library;
    let newest = shipped.articles.values().map(|article| article.reviewed).max().unwrap();
    let commit = env!("TANYA_COMMIT");
    assert!(!commit.is_empty());
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(text(&output.stdout), format!("tanya {version} (commit {commit}, knowledge of {newest})\n"));
}

#[test]
fn what_an_operator_gets_wrong_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("bad.toml"), "[telegram]\nlimits = 7\n[nonsense]\na = 1\n").unwrap();
    std::fs::write(path.join("no.db"), "this is no database, it is a text of some length").unwrap();
    let cases: &[(&[&str], &[&str])] = &[
        (&["ask", "x", "--config", "missing.toml"], &["missing.toml"]),
        (&["ask", "x", "--config", "bad.toml"], &["telegram.limits", "nonsense.a"]),
        (&["chat", "--store", "mysql:x"], &["mysql", "sqlite:FILE"]),
        (&["chat", "--store", "sqlite:no/such/folder/a.db"], &["no/such/folder/a.db"]),
        (&["chat", "--store", "sqlite:no.db"], &["no.db"]),
        (&["check", "--knowledge", "nowhere"], &["nowhere", "--knowledge"]),
        (&["evaluate", "nothing.jsonl"], &["nothing.jsonl"]),
        (&["serve"], &["BotFather", "tanya chat"]),
    ];
    for (arguments, expected) in cases {
        let output = tanya(path, arguments, &[], "");
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {err}");
        for words in *expected {
            assert!(err.contains(words), "{arguments:?} does not name {words:?}: {err}");
        }
        assert!(!err.contains("panicked") && !err.contains("RUST_BACKTRACE"), "{err}");
    }
    assert_eq!(tanya(path, &["no-such-command"], &[], "").status.code(), Some(2));
}
