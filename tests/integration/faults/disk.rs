//! A store that cannot be written to: the disk is full, its quota is used up, or the database is for reading only. The
//! bot says so, confirms nothing, loses nothing, and goes on by itself.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::Value;
use tempfile::TempDir;

use super::crowd::QUESTIONS;
use super::storm::free_port;
use crate::fake_bot_api::{FakeBotApi, State};
use crate::postgres_server::Server;
use crate::program::Program;

/// Time enough for a slow machine; the tests take seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// So many customers ask while nothing can be written.
const CUSTOMERS: i64 = 12;

/// So often it is looked whether the bot has changed its mind.
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// For so long the bot tries in vain to keep what it has taken.
const ROUNDS: usize = 6;
const ROUND: Duration = Duration::from_millis(500);

/// A disk of its own for one folder.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// Nothing where this machine lets nobody have one: that takes rights.
    fn mounted() -> Option<Disk> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Disk { folder })
    }

    /// Writes until nothing more fits.
    fn fill(&self) {
        let mut ballast = File::create(self.ballast()).unwrap();
        for piece in [&[0; 65_536][..], &[0; 4_096], &[0; 64], &[0]] {
            while ballast.write_all(piece).is_ok() {}
        }
    }

    fn ballast(&self) -> std::path::PathBuf {
        self.folder.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}

/// The files of a process may have so many bytes, or any number.
fn limit_files(program: &Program<'_>, bytes: &str) {
    let process = program.process().to_string();
    let limited = Command::new("prlimit").args(["--pid", &process, &format!("--fsize={bytes}:")]).status();
    assert!(limited.is_ok_and(|status| status.success()), "prlimit (of util-linux) sets a limit");
}

/// Those who ask, and the watcher.
struct Scene<'a> {
    api: &'a FakeBotApi,
    http: Client,
    watch: u16,
}

impl Scene<'_> {
    fn new(api: &FakeBotApi) -> Scene<'_> {
        Scene { api, http: Client::builder().no_proxy().build().unwrap(), watch: free_port() }
    }

    fn listen(&self) -> String {
        format!("127.0.0.1:{}", self.watch)
    }

    /// What `/readyz` says: whether it is 200, and the reasons.
    async fn ready(&self) -> (bool, String) {
        let answer = self.http.get(format!("http://{}/readyz", self.listen())).send().await.unwrap();
        let ready = answer.status().is_success();
        let said: Value = answer.json().await.unwrap();
        (ready, said["reasons"].to_string())
    }

    /// Asks `/readyz` until it says this.
    async fn until_ready(&self, wanted: bool) -> String {
        let asking = async {
            loop {
                let (ready, reasons) = self.ready().await;
                if ready == wanted {
                    return reasons;
                }
                tokio::time::sleep(ASKED_EVERY).await;
            }
        };
        tokio::time::timeout(PATIENCE, asking).await.expect("readiness changes")
    }

    async fn ask_before(&self) {
        self.api.text(900, QUESTIONS[0][0]);
        self.api.wait_at_most(PATIENCE, "an answer came", |state: &State| !state.sent_to(900).is_empty()).await;
        self.until_ready(true).await;
    }

    /// Customers ask while nothing can be written.
    async fn ask_in_vain(&self, reason: &str) {
        let reasons = self.until_ready(false).await;
        assert!(reasons.contains("\"part\":\"store\"") && reasons.contains(reason), "{reasons}");
        for customer in 1..=CUSTOMERS {
            self.api.text(customer, QUESTIONS[0][1]);
        }
        let taken = |state: &State| state.open_polls == 0;
        self.api.wait_at_most(PATIENCE, "it has taken them", taken).await;
        for _ in 0..ROUNDS {
            self.until_ready(false).await;
            tokio::time::sleep(ROUND).await;
        }
        assert_eq!(self.api.look(|state| state.updates.len()), CUSTOMERS as usize, "nothing is confirmed");
        assert!((1..=CUSTOMERS).all(|customer| self.api.sent_to(customer).is_empty()));
    }

    /// Everybody is answered once.
    async fn all_is_well_again(&self) {
        let all = |state: &State| (1..=CUSTOMERS).all(|customer| !state.sent_to(customer).is_empty());
        self.api.wait_at_most(PATIENCE, "everybody is answered", all).await;
        self.until_ready(true).await;
        for customer in 1..=CUSTOMERS {
            self.api.text(customer, QUESTIONS[0][2]);
        }
        let all = |state: &State| (1..=CUSTOMERS).all(|customer| state.sent_to(customer).len() > 1);
        self.api.wait_at_most(PATIENCE, "everybody is answered again", all).await;
        assert!((1..=CUSTOMERS).all(|customer| self.api.sent_to(customer).len() == 2), "once each");
        self.api.assert_no_violations();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_disk_is_full_nothing_is_confirmed_and_afterwards_everybody_is_answered() {
    let Some(disk) = Disk::mounted() else {
        println!("no disk can be mounted here; that the quota is used up is tested all the same");
        return;
    };
    let api = FakeBotApi::start().await;
    let scene = Scene::new(&api);
    let folder = tempfile::tempdir_in(disk.folder.path()).unwrap();
    let mut program = Program::start_in(folder, &api, &[("TANYA_WATCH__LISTEN", &scene.listen())]);
    scene.ask_before().await;
    disk.fill();
    scene.ask_in_vain("full").await;
    fs::remove_file(disk.ballast()).unwrap();
    scene.all_is_well_again().await;
    assert!(program.runs() && program.terminate().success());
    drop(program);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_quota_is_used_up_nothing_is_confirmed_and_afterwards_everybody_is_answered() {
    let api = FakeBotApi::start().await;
    let scene = Scene::new(&api);
    let mut program = Program::start_with(&api, &[("TANYA_WATCH__LISTEN", &scene.listen())]);
    scene.ask_before().await;
    limit_files(&program, "0");
    scene.ask_in_vain("").await;
    limit_files(&program, "unlimited");
    scene.all_is_well_again().await;
    assert!(program.runs() && program.terminate().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_for_reading_only_nothing_is_confirmed_and_afterwards_everybody_is_answered() {
    let server = Server::own();
    let url = server.database();
    let read_only = |on: bool| {
        server.set(&format!("default_transaction_read_only = {}\n", if on { "on" } else { "off" }));
        server.psql("postgres", "SELECT pg_reload_conf()");
    };
    let api = FakeBotApi::start().await;
    let scene = Scene::new(&api);
    let settings = [("TANYA_WATCH__LISTEN", scene.listen()), ("TANYA_STORE__URL", url)];
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    let mut program = Program::start_with(&api, &settings);
    scene.ask_before().await;
    read_only(true);
    scene.ask_in_vain("read").await;
    read_only(false);
    scene.all_is_well_again().await;
    assert!(program.runs() && program.terminate().success());
}

#[test]
fn a_disk_of_ones_own_fills_up() {
    let Some(disk) = Disk::mounted() else { return };
    disk.fill();
    assert!(fs::write(Path::new(disk.folder.path()).join("more"), "more").is_err());
}
