//! A store in one file, taken while it is served, and brought back.
//!
//! The file is an SQLite store, whichever database it was taken from, so that it can be brought into either. It is
//! written beside its place, checked, put on the disk, and only then given its name: a file of that name is whole.
//! Only its owner can read it, since it holds what customers said.
//!
//! It is synchronous and must not be used on a thread of an async runtime.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::copying::{self, Step, Verified};
use super::snapshot::Snapshot;
use super::sql::{Store, StoreError, file_of, is_shared, shown};
use super::sqlite::Connection;

/// Takes a backup of the store of a URL; one of the same name is replaced only where that is wanted.
///
/// # Errors
/// One sentence when the store is not there, the file is, or it cannot be written.
pub fn take(url: &str, file: &Path, replace: bool, watch: &mut dyn FnMut(Step<'_>)) -> Result<(), StoreError> {
    if file.exists() && !replace {
        return Err(refused(file, "is there already: name another file, or add --force to replace it"));
    }
    if file_of(url).is_some_and(|store| same(Path::new(store), file)) {
        return Err(refused(file, "is the store itself: name another file"));
    }
    let partial = Partial::beside(file)?;
    match file_of(url) {
        Some(store) => Connection::copy_into(store, &partial.text)?,
        None if is_shared(url) => copying::copy(url, &format!("sqlite:{}", partial.text), watch).map(drop)?,
        None => {
            let why = format!("{} keeps nothing: set store.url to the store that `tanya serve` uses", shown(url));
            return Err(StoreError::Refused(why));
        }
    }
    Connection::settle(&partial.text)?;
    partial.become_file(file).map_err(|error| refused(file, &format!("cannot be written: {error}")))
}

/// Brings a backup into the store of a URL, which must be empty. An older backup is brought up to date on the way.
///
/// # Errors
/// One sentence when the file is no backup, or the store is not empty.
pub fn restore(file: &Path, url: &str, watch: &mut dyn FnMut(Step<'_>)) -> Result<Vec<Verified>, StoreError> {
    let Some(text) = file.to_str() else { return Err(refused(file, "has a name that cannot be read: rename it")) };
    let from = format!("sqlite:{text}");
    let (applied, known) = Snapshot::open(&from)?.versions()?;
    if applied >= known {
        return copying::copy(&from, url, watch);
    }
    let updated = Partial::beside(file)?;
    Connection::copy_into(text, &updated.text)?;
    let from = format!("sqlite:{}", updated.text);
    drop(Store::open(&from)?);
    copying::copy(&from, url, watch)
}

fn refused(file: &Path, what: &str) -> StoreError {
    StoreError::Refused(format!("{} {what}", file.display()))
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// A file that is being written, beside the one that it becomes; it is gone when it does not.
struct Partial {
    path: PathBuf,
    text: String,
}

impl Partial {
    fn beside(file: &Path) -> Result<Partial, StoreError> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Some(text) = file.to_str() else {
            return Err(refused(file, "has a name that cannot be written: choose another"));
        };
        if !folder.is_dir() {
            return Err(refused(file, &format!("cannot be written, for there is no folder {}", folder.display())));
        }
        let text = format!("{text}.partial");
        let partial = Partial { path: PathBuf::from(&text), text };
        partial.remove();
        Ok(partial)
    }

    fn become_file(&self, file: &Path) -> std::io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        std::fs::rename(&self.path, file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }

    /// What is not there need not be removed.
    fn remove(&self) {
        for tail in ["", "-wal", "-shm", "-journal"] {
            drop(std::fs::remove_file(format!("{}{tail}", self.text)));
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.remove();
    }
}
