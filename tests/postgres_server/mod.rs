//! A PostgreSQL server for tests: found or installed, started in a folder of its own, and stopped with the process
//! that started it, however that ends.
//!
//! One is shared by all tests of a process, and each takes a database of its own; tests that stop or change their
//! server start one for themselves. It listens on 127.0.0.1 only, and runs as a user without rights where the tests are
//! run by root. Its databases sort by English rules, not by bytes, so that what relies on the order of bytes is found out.
//!
//! What is absent here: a way to go without. Where there is no PostgreSQL and none can be installed, tests fail with a
//! sentence that says what to install.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The user of the database server.
pub const USER: &str = "tanya";

/// Their password.
pub const PASSWORD: &str = "a pass/word";

/// The password as a URL has it.
const IN_URL: &str = "a%20pass%2Fword";

/// How the server is set up: for tests that are over soon, not for a machine that loses power.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n\
                        shared_buffers = '32MB'\nfull_page_writes = off\n";

/// Tests are not asked whether they survive a power cut.
const WITHOUT_SYNC: &str = "fsync = off\nsynchronous_commit = on\n";

/// A server.
pub struct Server {
    bin: PathBuf,
    folder: PathBuf,
    owner: Option<(u32, u32)>,
    port: u16,
    /// Stops the server when this process ends and its end of the pipe with it.
    _guard: Child,
}

/// The server that all tests of this process share.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(WITHOUT_SYNC))
}

impl Server {
    /// A server of one's own.
    pub fn own() -> Server {
        Server::start(WITHOUT_SYNC)
    }

    /// A server of one's own, as careful with the disk as one that serves.
    pub fn careful() -> Server {
        Server::start("")
    }

    fn start(settings: &str) -> Server {
        let bin = found().unwrap_or_else(installed);
        let owner = is_root().then(unprivileged);
        let folder = new_folder(owner);
        let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let Ok(port) = listener.map(|address| address.port()) else { panic!("no port is free") };
        let guard = guard(&folder);
        let server = Server { bin, folder, owner, port, _guard: guard };
        server.initialise(&format!("{SETTINGS}{settings}port = {port}\n"));
        server.pg_ctl(&["start"]);
        server
    }

    fn initialise(&self, settings: &str) {
        let password = self.folder.join("password");
        write(&password, PASSWORD, self.owner);
        let (data, password) = (self.data(), format!("--pwfile={}", password.display()));
        let initdb = |locale: &[&str]| {
            let mut command = self.command("initdb");
            command.arg("-D").arg(&data).args(["-U", USER, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"]);
            run(command.arg(&password).args(locale))
        };
        // Before version 15 there is no such order; whatever the machine has is taken then.
        let made = initdb(&["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"])
            .or_else(|_| initdb(&["--locale=C.UTF-8"]))
            .or_else(|_| initdb(&["--no-locale"]));
        made.unwrap_or_else(|why| panic!("initdb makes no cluster: {why}"));
        self.set(settings);
    }

    /// Adds settings, which the server takes in at its next start.
    pub fn set(&self, settings: &str) {
        let file = fs::OpenOptions::new().append(true).open(self.data().join("postgresql.conf"));
        let written = file.and_then(|mut file| file.write_all(settings.as_bytes()));
        written.unwrap_or_else(|error| panic!("the server cannot be set up: {error}"));
    }

    /// Puts a file beside those of the server, for its eyes only; returns its path.
    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.join(name);
        write(&path, text, self.owner);
        path
    }

    /// The URL of a new database.
    pub fn database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("d{}", MADE.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{IN_URL}@127.0.0.1:{}/{database}", self.port)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What statements say in a database, a row on a line.
    pub fn psql(&self, database: &str, statements: &str) -> String {
        let port = self.port.to_string();
        let mut command = self.command("psql");
        command.env("PGPASSWORD", PASSWORD);
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", &port, "-U", USER]);
        let said = run(command.args(["-d", database, "-c", statements]));
        said.unwrap_or_else(|why| panic!("psql fails at {statements}: {why}"))
    }

    /// Stops the server; whoever is connected loses the connection.
    pub fn stop(&self) {
        self.pg_ctl(&["stop", "-m", "fast"]);
    }

    /// Kills the server as a crash would.
    pub fn crash(&self) {
        self.pg_ctl(&["stop", "-m", "immediate"]);
    }

    /// Starts it again.
    pub fn start_again(&self) {
        self.pg_ctl(&["start"]);
    }

    fn pg_ctl(&self, arguments: &[&str]) {
        let mut command = self.command("pg_ctl");
        command.arg("-D").arg(self.data()).arg("-l").arg(self.folder.join("log")).args(["-w", "-s"]);
        let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        run(command.args(arguments)).unwrap_or_else(|why| panic!("pg_ctl {arguments:?} fails: {why}\n{}", log()));
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A program of the server's, run as its user.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.current_dir(&self.folder).env("LC_ALL", "C").stdin(Stdio::null());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

/// Runs to the end; what it printed, or what it complained of. The output goes to files: a server that was started
/// would keep a pipe open.
fn run(command: &mut Command) -> Result<String, String> {
    let files = tempfile::tempfile().and_then(|out| Ok((out.try_clone()?, out, tempfile::tempfile()?)));
    let (out, mut said, complaint) = files.map_err(|error| error.to_string())?;
    let mut complained = complaint.try_clone().map_err(|error| error.to_string())?;
    let status = command.stdout(out).stderr(complaint).status();
    let status = status.map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    let text = |file: &mut fs::File| {
        use std::io::{Read, Seek};
        let mut text = String::new();
        file.rewind().and_then(|()| file.read_to_string(&mut text)).map(|_| text.trim().to_owned()).unwrap_or_default()
    };
    if status.success() { Ok(text(&mut said)) } else { Err(format!("{status}: {}", text(&mut complained))) }
}

/// The folder of the newest server's programs on this machine.
fn found() -> Option<PathBuf> {
    let is_there = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A link in the path is followed: the other programs are where it leads.
    let in_path = std::env::split_paths(&path).filter_map(|folder| fs::canonicalize(folder.join("initdb")).ok());
    let in_path = in_path.filter_map(|initdb| initdb.parent().map(Path::to_path_buf)).find(is_there);
    in_path.or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
        let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
        let mut versions: Vec<PathBuf> = versions.map(|version| version.path()).collect();
        versions.sort_by_key(number);
        versions.into_iter().rev().map(|version| version.join("bin")).find(is_there)
    })
}

/// Installs Debian's package, without the cluster that it would start.
fn installed() -> PathBuf {
    install("postgresql", "PostgreSQL", found, || {
        let _ = fs::create_dir_all("/etc/postgresql-common");
        let settings = Path::new("/etc/postgresql-common/createcluster.conf");
        if !settings.exists() {
            let _ = fs::write(settings, "create_main_cluster = false\n");
        }
    })
}

/// Installs a package of Debian's, after it was prepared for; returns where what was wanted is found then.
pub fn install(package: &str, what: &str, found: impl Fn() -> Option<PathBuf>, prepare: impl Fn()) -> PathBuf {
    let advice = format!("the tests need {what}: install it (Debian: apt-get install {package})");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        panic!("{advice}");
    }
    // Other test processes may be as far: one installs, the others wait and find it.
    let lock = fs::File::create(std::env::temp_dir().join("tanya-tests-install.lock"));
    let _lock = lock.and_then(|lock| lock.lock().map(|()| lock)).unwrap_or_else(|error| panic!("{advice} ({error})"));
    found().unwrap_or_else(|| {
        prepare();
        let apt = |arguments: &[&str]| {
            run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y"]).args(arguments))
        };
        let install = ["install", "--no-install-recommends", package];
        let done = apt(&install).or_else(|_| apt(&["update"]).and_then(|_| apt(&install)));
        done.unwrap_or_else(|why| panic!("{advice} ({why})"));
        found().unwrap_or_else(|| panic!("{advice}"))
    })
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A user without rights, and their group: the server refuses to be run by root.
fn unprivileged() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let of = |name: &str| {
        let mut fields =
            users.lines().map(|line| line.split(':')).find(|fields| fields.clone().next() == Some(name))?;
        Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    of("postgres").or_else(|| of("nobody")).unwrap_or_else(|| panic!("there is no user nobody to run PostgreSQL as"))
}

fn new_folder(owner: Option<(u32, u32)>) -> PathBuf {
    let folder = tempfile::Builder::new().prefix("tanya-postgres-").tempdir();
    let folder = folder.unwrap_or_else(|error| panic!("there is no folder for a server: {error}")).keep();
    own(&folder, owner);
    folder
}

fn own(path: &Path, owner: Option<(u32, u32)>) {
    let Some((user, group)) = owner else { return };
    let owned = std::os::unix::fs::chown(path, Some(user), Some(group));
    owned.unwrap_or_else(|error| panic!("{} cannot be given away: {error}", path.display()));
}

fn write(path: &Path, text: &str, owner: Option<(u32, u32)>) {
    let written = fs::write(path, text).and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o600)));
    written.unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    own(path, owner);
}

/// A small program that outlives this one by a moment: once its input ends, it stops the server and removes the folder.
/// It is in a group of its own, so that what interrupts the tests does not interrupt it.
fn guard(folder: &Path) -> Child {
    const SCRIPT: &str = "trap '' INT TERM HUP; cat > /dev/null; server=$(head -n 1 \"$1/data/postmaster.pid\" 2> /dev/null); \
                          if [ -n \"$server\" ]; then kill -QUIT \"$server\"; n=0; \
                          while kill -0 \"$server\" 2> /dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done; fi; \
                          rm -rf -- \"$1\"";
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "sh"]).arg(folder).process_group(0);
    let guard = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    guard.unwrap_or_else(|error| panic!("nobody can be told to stop the server: {error}"))
}
