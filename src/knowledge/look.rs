//! Whether a folder of articles has changed: [`Look`], without reading a file.
//!
//! Folders are looked at again and again, since a system does not tell of changes that another machine makes in a
//! network folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// The names, sizes and times of all files of a folder and its subfolders, those whose names begin with a dot excepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look(BTreeMap<String, (u64, Option<SystemTime>)>);

impl Look {
    /// Looks at a folder.
    ///
    /// # Errors
    /// When the folder, or something in it, cannot be looked at.
    pub fn at(folder: &Path) -> std::io::Result<Look> {
        let mut look = Look::default();
        look.gather(folder, "")?;
        Ok(look)
    }

    fn gather(&mut self, folder: &Path, prefix: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            // Follows links, as reading does.
            let file = std::fs::metadata(entry.path())?;
            if file.is_dir() {
                self.gather(&entry.path(), &format!("{prefix}{name}/"))?;
            } else {
                self.0.insert(format!("{prefix}{name}"), (file.len(), file.modified().ok()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sizes_and_subfolders_count_and_hidden_files_do_not() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        std::fs::create_dir(folder.path().join("a"))?;
        write("a/id.md", "one")?;
        let first = Look::at(folder.path())?;
        write(".id.md.swp", "x")?;
        assert_eq!(Look::at(folder.path())?, first);
        write("a/id.md", "three")?;
        let second = Look::at(folder.path())?;
        assert_ne!(second, first);
        std::fs::rename(folder.path().join("a/id.md"), folder.path().join("a/en.md"))?;
        assert_ne!(Look::at(folder.path())?, second);
        assert!(Look::at(&folder.path().join("gone")).is_err());
        Ok(())
    }
}
