//! Tells the program which commit it is built from, as `TANYA_COMMIT`, for `tanya --version`.
//!
//! The variable `TANYA_COMMIT` wins, for builds from an archive; without it git is asked, and without
//! git the commit is `unknown`. `-dirty` follows when what goes into the program differs from that
//! commit. A build runs this again only after such a change or after a commit, not every time; nothing
//! is read from a network and no file is written.

use std::path::Path;
use std::process::Command;

/// What goes into the program.
const INGREDIENTS: [&str; 6] = ["Cargo.lock", "Cargo.toml", "build.rs", "knowledge", "locales", "src"];

fn main() {
    println!("cargo::rerun-if-env-changed=TANYA_COMMIT");
    let given = std::env::var("TANYA_COMMIT").ok().filter(|commit| !commit.trim().is_empty());
    let commit = given.map(|commit| commit.trim().to_owned()).or_else(commit_of_git);
    println!("cargo::rustc-env=TANYA_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
}

/// The short name of the commit that is checked out here.
fn commit_of_git() -> Option<String> {
    // An archive unpacked inside somebody else's repository is no part of it.
    if !git(&["rev-parse", "--show-prefix"])?.is_empty() {
        return None;
    }
    let commit = git(&["rev-parse", "--short", "HEAD"])?;
    let changes = git(&[&["status", "--porcelain", "--"], INGREDIENTS.as_slice()].concat())?;
    rerun_after_changes();
    Some(if changes.is_empty() { commit } else { format!("{commit}-dirty") })
}

/// Has cargo run this program again after an edit, a commit or a checkout.
fn rerun_after_changes() {
    for ingredient in INGREDIENTS {
        println!("cargo::rerun-if-changed={ingredient}");
    }
    // The log of HEAD grows with each of them, wherever the branch itself is written. Where none is
    // kept, the branch is in a file of its own or among the packed ones. Cargo takes a file that is
    // not there for one that always changes, so only what exists is named.
    let branch = git(&["rev-parse", "--symbolic-full-name", "HEAD"]).unwrap_or_default();
    for name in ["HEAD", "logs/HEAD", &branch, "packed-refs"] {
        let path = git(&["rev-parse", "--git-path", name]).unwrap_or_default();
        if Path::new(&path).is_file() {
            println!("cargo::rerun-if-changed={path}");
        }
        if name == "logs/HEAD" && Path::new(&path).is_file() {
            break;
        }
    }
}

/// What git answers, or nothing where there is no git, no repository or no commit.
fn git(arguments: &[&str]) -> Option<String> {
    // Without optional locks `status` leaves the index as it is, also for cargo's eyes.
    let output = Command::new("git").arg("--no-optional-locks").args(arguments).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| answer.trim().to_owned())
}
