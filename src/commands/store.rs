//! `tanya backup` and `tanya store`: a store taken into a file, brought back, and moved to another database.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use tanya::app;
use tanya::settings::Settings;
use tanya::store::copying::{self, Step, Verified};
use tanya::store::snapshot::Snapshot;
use tanya::store::{backup as files, shown};

use super::{print, remark};

/// What `tanya backup` is given.
#[derive(Debug, clap::Args)]
pub struct BackupArguments {
    /// The file to write: an SQLite store, whatever database the bot uses.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace a file of that name.
    #[arg(long)]
    force: bool,
}

/// What can be done with a store.
#[derive(Debug, clap::Subcommand)]
pub enum StoreCommand {
    /// Copy everything from one store into another one that is empty, and compare both.
    Copy {
        /// The store to read: sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE.
        #[arg(long, value_name = "URL")]
        from: String,
        /// The store to write, which must be empty or hold a copy that was broken off.
        #[arg(long, value_name = "URL")]
        to: String,
        /// Copy although a bot serves on the source: what it takes in from now on is not in the copy.
        #[arg(long)]
        while_serving: bool,
    },
    /// Bring a backup into the store of the settings, which must be empty.
    Restore {
        /// What `tanya backup` wrote.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Takes a backup.
pub fn backup(settings: &Settings, arguments: &BackupArguments) -> anyhow::Result<ExitCode> {
    let bar = Bar::new();
    files::take(&settings.store.url, &arguments.file, arguments.force, &mut |step| bar.shows(&step))?;
    bar.ends();
    let bytes = std::fs::metadata(&arguments.file)?.len();
    print(&format!("{} ({bytes} bytes, only you can read it)", arguments.file.display()));
    Ok(ExitCode::SUCCESS)
}

/// Works with stores.
pub fn store(settings: &Settings, command: &StoreCommand) -> anyhow::Result<ExitCode> {
    let bar = Bar::new();
    let (to, verified) = match command {
        StoreCommand::Copy { from, to, while_serving } => {
            if !while_serving {
                refuse_served(from)?;
            }
            let _alone = app::alone(to)?;
            (to, copying::copy(from, to, &mut |step| bar.shows(&step))?)
        }
        StoreCommand::Restore { file } => {
            let to = &settings.store.url;
            let _alone = app::alone(to)?;
            (to, files::restore(file, to, &mut |step| bar.shows(&step))?)
        }
    };
    bar.ends();
    show(to, &verified);
    Ok(ExitCode::SUCCESS)
}

/// What a bot takes in while its store is copied would be missing in the copy.
fn refuse_served(from: &str) -> anyhow::Result<()> {
    let is_there = tanya::store::file_of(from).is_none_or(|path| std::path::Path::new(path).is_file());
    let served = is_there && (app::alone(from).is_err() || !Snapshot::open(from)?.others()?.is_empty());
    if served {
        bail!(
            "a bot serves on {}: stop it first, or add --while-serving for a copy of this moment, which lacks what the \
             bot takes in from now on",
            shown(from)
        );
    }
    Ok(())
}

fn show(to: &str, verified: &[Verified]) {
    for one in verified.iter().filter(|one| one.rows > 0) {
        print(&format!("{:<24}{:>10}  {:032x}", one.table, one.rows, one.sum));
    }
    let rows: u64 = verified.iter().map(|one| one.rows).sum();
    remark(&format!("{rows} rows in {} tables are in {} and compared", verified.len(), shown(to)));
}

/// How far it is, on standard error; nothing where that is no terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Bar {
        let style = ProgressStyle::with_template("{msg:28} {bar:30} {human_pos}/{human_len} rows, {eta}");
        Bar(ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    fn shows(&self, step: &Step<'_>) {
        match step {
            Step::Begins(all, done) => {
                self.0.set_length(*all);
                self.0.set_position(*done);
                if *done > 0 {
                    remark(&format!("going on with a copy that was broken off: {done} of {all} rows are there"));
                }
            }
            Step::Copied(table, rows) => {
                self.0.set_message((*table).to_owned());
                self.0.inc(*rows);
            }
            Step::Compares(table) => self.0.set_message(format!("comparing {table}")),
            Step::Again(table) => {
                self.0.set_position(0);
                remark(&format!("the source has changed since: {table} and what follows is copied anew"));
            }
        }
    }

    fn ends(&self) {
        self.0.finish_and_clear();
    }
}
