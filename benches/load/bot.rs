//! The processes of the bot, and what they take of the machine.

use std::fs::File;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::api::{SECRET, TOKEN};

/// How the processes are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Updates {
    /// They poll for updates.
    Polling,
    /// Updates are posted to them.
    Webhook,
}

/// Running processes; they end with this.
pub struct Bots {
    processes: Vec<Child>,
    /// Where each takes updates, where they are posted.
    pub addresses: Vec<String>,
    folder: TempDir,
}

/// What processes have taken so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    /// Processor time of all.
    pub processor: Duration,
    /// Resident memory of the largest, in KiB.
    pub memory: u64,
    /// Threads of the largest.
    pub threads: u64,
}

impl Bots {
    /// Starts so many on one store, or on a file of its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(api: &str, updates: Updates, store: Option<&str>, count: usize) -> std::io::Result<Bots> {
        let folder = tempfile::tempdir()?;
        let store = store.map_or_else(|| format!("sqlite:{}", folder.path().join("tanya.db").display()), str::to_owned);
        let mut bots = Bots { processes: Vec::new(), addresses: Vec::new(), folder };
        for number in 0..count {
            let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
            let log = File::create(bots.folder.path().join(format!("log{number}")))?;
            let mut command = Command::new(env!("CARGO_BIN_EXE_tanya"));
            command.arg("serve").current_dir(bots.folder.path()).stdin(Stdio::null());
            command.stdout(log.try_clone()?).stderr(log);
            command.env("TANYA_TELEGRAM__TOKEN", TOKEN).env("TANYA_TELEGRAM__API_URL", api);
            command.env("TANYA_TELEGRAM__LIMITS", "off").env("TANYA_STORE__URL", &store);
            if updates == Updates::Webhook {
                command.env("TANYA_TELEGRAM__WEBHOOK__URL", "https://bot.example/telegram");
                command.env("TANYA_TELEGRAM__WEBHOOK__LISTEN", listen.to_string());
                command.env("TANYA_TELEGRAM__WEBHOOK__SECRET", SECRET);
            }
            bots.addresses.push(format!("http://{listen}/telegram"));
            bots.processes.push(command.spawn()?);
        }
        Ok(bots)
    }

    /// What they have taken so far; a fault where one of them has ended.
    ///
    /// # Errors
    /// When one has ended, with the end of its log.
    pub fn taken(&mut self) -> Result<Taken, String> {
        let mut taken = Taken::default();
        for (number, process) in self.processes.iter_mut().enumerate() {
            if process.try_wait().is_ok_and(|ended| ended.is_some()) {
                let log = std::fs::read_to_string(self.folder.path().join(format!("log{number}"))).unwrap_or_default();
                let end: Vec<&str> = log.lines().rev().take(5).collect();
                return Err(format!("a process has ended: {}", end.join(" / ")));
            }
            taken.processor += processor(process.id()).unwrap_or_default();
            let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
            taken.memory = taken.memory.max(number_of(&status, "VmRSS:"));
            taken.threads = taken.threads.max(number_of(&status, "Threads:"));
        }
        Ok(taken)
    }
}

impl Drop for Bots {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // It may have ended.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A number of a line of `/proc/PID/status`.
fn number_of(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// The processor time of a process, its own and the kernel's for it: the fields 14 and 15 of `/proc/PID/stat`, in
/// hundredths of a second.
fn processor(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let times = fields.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().ok());
    Some(Duration::from_millis(times.sum::<Option<u64>>()? * 10))
}
