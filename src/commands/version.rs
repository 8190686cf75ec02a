//! What `tanya --version` says: the release, the commit that it was built from, and how new the shipped
//! knowledge is. No settings are read for it.

use std::sync::LazyLock;

use tanya::knowledge::{Files, last_review};

/// Such as `0.1.0 (commit 404939a, knowledge of 2026-11-20)`. The commit comes from `build.rs`.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let release = concat!(env!("CARGO_PKG_VERSION"), " (commit ", env!("TANYA_COMMIT"));
    match last_review(&Files::shipped_knowledge()) {
        Some(day) => format!("{release}, knowledge of {day})"),
        None => format!("{release})"),
    }
});
