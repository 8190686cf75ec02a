//! Where knowledge and locale files come from: the shipped ones, which the binary carries inside,
//! and a folder of the merchant's that is laid over them.
//!
//! This only gathers names and contents; what an overlay means for an article is decided in
//! [`mod@super::load`]. Nothing is read from the working folder unless a path was given.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "knowledge"]
struct ShippedKnowledge;

#[derive(RustEmbed)]
#[folder = "locales"]
struct ShippedLocales;

/// Files by their path inside the knowledge (or locales) folder, with `/` between the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// What stands before a path when it is shown to a person, such as `knowledge/`.
    pub shown_under: String,
    /// Path to contents.
    pub contents: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The knowledge inside the binary.
    pub fn shipped_knowledge() -> Files {
        embedded::<ShippedKnowledge>("knowledge/")
    }

    /// The locales inside the binary.
    pub fn shipped_locales() -> Files {
        embedded::<ShippedLocales>("locales/")
    }

    /// All files of a folder and its subfolders; names that begin with a dot are passed over.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read; the error names it.
    pub fn of_folder(folder: &Path) -> Result<Files, UnreadableFolder> {
        let shown = folder.display().to_string();
        let mut files = Files { shown_under: format!("{}/", shown.trim_end_matches('/')), contents: BTreeMap::new() };
        files.gather(folder, "")?;
        Ok(files)
    }

    /// What stands for the contents: the same for the same files only.
    pub fn print(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in &self.contents {
            for part in [path.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// How a path is shown to a person.
    pub fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.shown_under)
    }

    fn gather(&mut self, folder: &Path, prefix: &str) -> Result<(), UnreadableFolder> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |source| UnreadableFolder { path, source }
        };
        for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
            let entry = entry.map_err(unreadable(folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.gather(&path, &format!("{prefix}{name}/"))?;
            } else {
                let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
                self.contents.insert(format!("{prefix}{name}"), bytes);
            }
        }
        Ok(())
    }
}

/// A folder or file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {source}")]
pub struct UnreadableFolder {
    path: String,
    source: std::io::Error,
}

fn embedded<E: RustEmbed>(shown_under: &str) -> Files {
    let contents = E::iter().filter_map(|path| Some((path.to_string(), E::get(&path)?.data.into_owned()))).collect();
    Files { shown_under: shown_under.to_owned(), contents }
}
