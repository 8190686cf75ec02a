//! `tanya init`, `tanya sellers`, `tanya owner` and `tanya desk`, run as a user runs them, against the fake server.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fake_bot_api::{FakeBotApi, Fault, TOKEN};
use crate::program::Program;

/// What a run printed, and its exit code.
struct Ran {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Ran {
    /// The last line of standard output.
    fn link(&self) -> &str {
        self.out.lines().last().unwrap_or_default()
    }
}

async fn tanya(folder: &Path, api: &str, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tanya"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TANYA_TELEGRAM__API_URL", api)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that has heard enough closes its end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let ended = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { out: text(ended.stdout), err: text(ended.stderr), code: ended.status.code() }
}

#[tokio::test(flavor = "multi_thread")]
async fn init_asks_writes_a_private_file_and_ends_with_the_owner_link_alone() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    let input = format!("not a token\n1:a-well-formed-but-wrong-token\n{TOKEN}\nToko \"Melati\"\nzz\nzh\n");
    let ran = tanya(folder.path(), api.url(), &["init"], &input).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("BotFather") && !ran.err.contains(TOKEN) && !ran.out.contains(TOKEN));
    let prefix = "https://t.me/tanya_test_bot?start=o_";
    assert!(ran.link().starts_with(prefix) && ran.link().len() == prefix.len() + 40, "{}", ran.link());
    let file = folder.path().join("tanya.toml");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("name = 'Toko \"Melati\"'") && written.contains("language = \"zh\""), "{written}");
    assert!(written.contains(TOKEN));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    // A second time nothing is asked or overwritten, and there is another link.
    let again = tanya(folder.path(), api.url(), &["init"], "").await;
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(again.err.contains("kept") && again.link().starts_with(prefix) && again.link() != ran.link());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);

    // The others need no network.
    let nowhere = "http://127.0.0.1:9";
    let seller = tanya(folder.path(), nowhere, &["sellers", "invite", "Toko A"], "").await;
    assert_eq!(seller.out.lines().count(), 1, "{}", seller.out);
    assert!(seller.link().starts_with("https://t.me/tanya_test_bot?start=s_"), "{}", seller.link());
    assert!(tanya(folder.path(), nowhere, &["owner", "invite"], "").await.link().starts_with(prefix));
    assert_eq!(tanya(folder.path(), nowhere, &["sellers", "list"], "").await.out, "");
    let nobody = tanya(folder.path(), nowhere, &["sellers", "revoke", "x"], "").await;
    assert!(nobody.code == Some(1) && nobody.err.contains("sellers list"), "{}", nobody.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_right_token_nothing_is_written() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    let wrong = "1:a-well-formed-but-wrong-token";
    let input = format!("{wrong}\n{wrong}\n{wrong}\n");
    for (arguments, input) in
        [(vec!["init"], input.as_str()), (vec!["init"], ""), (vec!["init", "--token", wrong], "Toko\n\n")]
    {
        let ran = tanya(folder.path(), api.url(), &arguments, input).await;
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.err);
        assert!(!ran.err.contains(wrong) && !ran.err.contains("panicked"), "{}", ran.err);
    }
    assert!(!folder.path().join("tanya.toml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_file_is_written_only_if_wanted() {
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    api.fail("getMe", 2, Fault::Json(502));
    let arguments = ["init", "--token", TOKEN, "--shop", "Toko", "--language", "en"];
    let refused = tanya(folder.path(), api.url(), &arguments, "\n").await;
    assert!(refused.code == Some(1) && refused.err.contains("run `tanya init` again"), "{}", refused.err);
    assert!(!folder.path().join("tanya.toml").exists());
    let wanted = tanya(folder.path(), api.url(), &arguments, "y\n").await;
    assert_eq!(wanted.code, Some(0), "{}", wanted.err);
    assert!(wanted.link().starts_with("https://t.me/YOUR_BOT?start=o_"), "{}", wanted.link());
    assert!(folder.path().join("tanya.toml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_a_link_is_for_whichever_bot_uses_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let ran = tanya(folder.path(), "http://127.0.0.1:9", &["sellers", "invite", "Toko A"], "").await;
    assert!(ran.link().starts_with("https://t.me/YOUR_BOT?start=s_"), "{}", ran.link());
    let start = format!("/start {}\n", ran.link().split("start=").nth(1).unwrap());
    let chat = ["chat", "--language", "en", "--store", "sqlite:tanya.db"];
    let opened = tanya(folder.path(), "http://127.0.0.1:9", &chat, &start).await;
    assert!(opened.out.contains("You are now a seller of Toko A here."), "{}", opened.out);
    let list = tanya(folder.path(), "http://127.0.0.1:9", &["sellers", "list"], "").await;
    assert!(list.out.contains("Toko A") && list.out.contains("terminal:1"), "{}", list.out);
    let id = list.out.split_whitespace().next().unwrap();
    let revoked = tanya(folder.path(), "http://127.0.0.1:9", &["sellers", "revoke", id], "").await;
    assert_eq!(revoked.out, list.out);
    assert_eq!(tanya(folder.path(), "http://127.0.0.1:9", &["sellers", "list"], "").await.out, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_groups_code_stands_alone_and_is_that_of_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let made = tanya(folder.path(), "http://127.0.0.1:9", &["desk", "invite"], "").await;
    assert_eq!((made.code, made.out.lines().count(), made.link().len()), (Some(0), 1, 40), "{}", made.err);
    assert!(made.link().bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", made.link());
    for step in ["topics", "pin", "delete", "/desk", "48 hours"] {
        assert!(made.err.contains(step), "{step} is not named: {}", made.err);
    }
    let start = format!("/start g_{}\n/start g_{}\n", made.link(), "0".repeat(40));
    let chat = ["chat", "--language", "en", "--store", "sqlite:tanya.db"];
    let opened = tanya(folder.path(), "http://127.0.0.1:9", &chat, &start).await;
    assert_eq!(opened.out.matches("connects a support group").count(), 1, "{}", opened.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_can_be_removed_but_for_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = "http://127.0.0.1:9";
    let made = tanya(folder.path(), nowhere, &["owner", "invite"], "").await;
    let start = format!("/start {}\n", made.link().split("start=").nth(1).unwrap());
    tanya(folder.path(), nowhere, &["chat", "--store", "sqlite:tanya.db"], &start).await;
    let list = tanya(folder.path(), nowhere, &["owner", "list"], "").await;
    let id = list.out.split_whitespace().next().unwrap();
    let last = tanya(folder.path(), nowhere, &["owner", "revoke", id], "").await;
    assert!(last.code == Some(1) && last.err.contains("last owner"), "{}", last.err);
    let nobody = tanya(folder.path(), nowhere, &["owner", "revoke", "x"], "").await;
    assert!(nobody.code == Some(1) && nobody.err.contains("owner list"), "{}", nobody.err);
    let seller = tanya(folder.path(), nowhere, &["sellers", "revoke", id], "").await;
    assert!(seller.code == Some(1), "an owner is no seller: {}", seller.out);
    assert_eq!(tanya(folder.path(), nowhere, &["owner", "list"], "").await.out, list.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_link_made_beside_the_running_bot_works_once() {
    let api = FakeBotApi::start().await;
    let program = Program::start(&api);
    let folder = program.store().parent().unwrap().to_owned();
    api.text(7, "/help");
    api.wait_until("it answers", |state| !state.sent_to(7).is_empty()).await;
    let config = folder.join("tanya.toml");
    std::fs::write(&config, format!("[telegram]\ntoken = \"{TOKEN}\"\n")).unwrap();
    let made = tanya(&folder, api.url(), &["owner", "invite"], "").await;
    assert_eq!(made.code, Some(0), "{}", made.err);
    let start = format!("/start {}", made.link().split("start=").nth(1).unwrap());
    for user in [8, 9] {
        api.text(user, &start);
        api.wait_until("it answers", |state| !state.sent_to(user).is_empty()).await;
    }
    let (owner, other) = (api.texts_to(8).concat(), api.texts_to(9).concat());
    assert!(owner.contains("/admin") && !other.contains("/admin"), "{owner}\n{other}");
    assert!(!program.log().contains(&start[9..]), "the link is in the log");
    api.text(8, "/admin");
    api.wait_until("the page is there", |state| state.sent_to(8).len() == 2).await;
    api.assert_no_violations();
}
