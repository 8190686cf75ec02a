//! What SQLite says, in the words of this program.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::store::sql::StoreError;

/// An error of a statement: whether trying again later may help, and what to do for that. Only what
/// lies in a statement or its values is permanent; for all else a customer's message is kept and tried
/// again.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let advice = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full: make room, and it goes on by itself",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "its file cannot be written: make it and its folder writable, and it goes on by itself"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program keeps it locked: stop that program, and it goes on by itself"
        }
        Some(ErrorCode::SystemIoFailure) => "its disk fails: look at the system's log",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "its file is damaged: bring back a backup",
        Some(ErrorCode::OutOfMemory) => "there is no memory left",
        // No code of SQLite: its SQL is not understood, or a value is of another type.
        None | Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => {
            return StoreError::Shape(error.to_string());
        }
        Some(_) => "SQLite has trouble of another kind: look at what it says",
    };
    StoreError::Unavailable(format!("{advice} ({error})"))
}

/// Why a file cannot be a store, and what to do.
pub(super) fn refusal(path: &str, error: &rusqlite::Error) -> StoreError {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    StoreError::Refused(match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => format!("{path} is no database: name another file in store.url"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("the store {path} is locked by another program: stop that program and start again")
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            format!("the store {path} is damaged: put a copy of the file from a backup in its place")
        }
        Some(ErrorCode::DiskFull) => format!("the store {path} cannot be opened, for the disk is full: make room"),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => unwritable(path, folder),
        _ => format!("the store {path} cannot be opened: {error}"),
    })
}

fn unwritable(path: &str, folder: &Path) -> String {
    let shown = folder.display();
    if Path::new(path).is_dir() {
        format!("the store {path} is a folder: name a file in store.url")
    } else if !folder.is_dir() {
        format!(
            "the store {path} cannot be created, for there is no folder {shown}: create it, or name another file in store.url"
        )
    } else {
        format!(
            "the store {path} cannot be written: let the user that runs tanya write to it and to the folder {shown}, \
             or name another file in store.url"
        )
    }
}
