//! The real program, started in a folder of its own against the fake server.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

use crate::fake_bot_api::{FakeBotApi, TOKEN};

/// How long the program may take to end before the test fails.
const LONGEST_END: Duration = Duration::from_secs(30);

/// `tanya serve`, running.
pub struct Program<'a> {
    api: &'a FakeBotApi,
    folder: TempDir,
    running: Child,
    settings: Vec<(String, String)>,
}

impl<'a> Program<'a> {
    /// Starts it on a new store.
    pub fn start(api: &'a FakeBotApi) -> Program<'a> {
        Program::start_with(api, &[])
    }

    /// The same with further settings, which are variables.
    pub fn start_with(api: &'a FakeBotApi, settings: &[(&str, &str)]) -> Program<'a> {
        Program::start_in(tempfile::tempdir().unwrap(), api, settings)
    }

    /// The same in a folder that is there.
    pub fn start_in(folder: TempDir, api: &'a FakeBotApi, settings: &[(&str, &str)]) -> Program<'a> {
        let settings: Vec<_> = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let running = spawn(api, folder.path(), &settings);
        Program { api, folder, running, settings }
    }

    /// The most memory that it has had at a time since it was started, in KiB; nothing where the system does not tell.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.running.id())).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        peak.trim().trim_end_matches("kB").trim().parse().ok()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.running.try_wait().unwrap().is_none()
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.running.id()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.running.kill().unwrap();
        self.running.wait().unwrap();
    }

    /// Asks it to end, and says how it did.
    pub fn terminate(&mut self) -> ExitStatus {
        let id = self.running.id().to_string();
        let sent = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status().unwrap();
        assert!(sent.success());
        let (ended, ends) = mpsc::channel();
        std::thread::scope(|scope| {
            let running = &mut self.running;
            scope.spawn(move || ended.send(running.wait()));
            ends.recv_timeout(LONGEST_END).unwrap_or_else(|_| {
                let _ = Command::new("sh").args(["-c", "kill -KILL \"$0\"", &id]).status();
                panic!("it did not end");
            })
        })
        .unwrap()
    }

    /// Starts it again on the same store, once it has ended.
    pub fn start_again(&mut self) {
        self.running = spawn(self.api, self.folder.path(), &self.settings);
    }

    /// What becomes of another one on the same store, whose URL is written in another way.
    pub fn start_another(&self) -> Output {
        let url = format!("sqlite://{}", self.store().display());
        command(self.api, self.folder.path()).env("TANYA_STORE__URL", url).output().unwrap()
    }

    /// The file of the store.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("tanya.db")
    }

    /// Everything that was logged, over all starts.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Drop for Program<'_> {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            let end: Vec<&str> = log.lines().rev().take(40).collect();
            println!("the end of the program's log, last line first:\n{}", end.join("\n"));
        }
    }
}

fn spawn(api: &FakeBotApi, folder: &Path, settings: &[(String, String)]) -> Child {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let mut command = command(api, folder);
    command.envs(settings.iter().map(|(key, value)| (key, value)));
    command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
}

fn command(api: &FakeBotApi, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanya"));
    command
        .arg("serve")
        .current_dir(folder)
        .env("TANYA_TELEGRAM__TOKEN", TOKEN)
        .env("TANYA_TELEGRAM__API_URL", api.url())
        .env("TANYA_TELEGRAM__LIMITS", "off")
        .env("TANYA_STORE__URL", format!("sqlite:{}", folder.join("tanya.db").display()))
        .env("TANYA_LOG__LEVEL", "debug")
        .stdin(Stdio::null());
    command
}
