//! Clocks that are wrong, and jump: each program has one of its own, by a library that answers in the place of the system.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::postgres_server::install;
use crate::random::Random;

/// A clock is off by one of these, in seconds: less and more than any lease lasts.
const OFF: [i64; 6] = [-2_400, -100, -20, 20, 100, 2_400];

/// The clocks of some programs.
pub struct Clocks {
    library: PathBuf,
    folder: TempDir,
}

impl Clocks {
    /// They are all right to begin with.
    pub fn of(programs: usize) -> Clocks {
        let library = found().unwrap_or_else(|| install("libfaketime", "libfaketime", found, || {}));
        let clocks = Clocks { library, folder: tempfile::tempdir().unwrap() };
        (0..programs).for_each(|program| clocks.set(program, 0));
        clocks
    }

    /// What a program is started with.
    pub fn variables(&self, program: usize) -> [(&'static str, String); 4] {
        [
            ("LD_PRELOAD", self.library.display().to_string()),
            ("FAKETIME_TIMESTAMP_FILE", self.file(program).display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
    }

    /// The clock of a program jumps.
    pub fn jump(&self, program: usize, random: &mut Random) {
        self.set(program, OFF[random.below(OFF.len())]);
    }

    fn set(&self, program: usize, seconds: i64) {
        // In one step: the program may be reading it.
        let new = self.folder.path().join("new");
        fs::write(&new, format!("{seconds:+}")).unwrap();
        fs::rename(new, self.file(program)).unwrap();
    }

    fn file(&self, program: usize) -> PathBuf {
        self.folder.path().join(format!("clock-{program}"))
    }
}

fn found() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok).map(|folder| folder.path());
    let mut libraries = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    libraries.find(|library| library.exists())
}
