//! Whether an XLSX file can be opened without harm: it is a zip archive, and a small one may hold much.
//!
//! Sizes in the archive's directory may lie, so that everything is unpacked once, into nothing, before anything
//! else reads it.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::Unreadable;

/// An XLSX file may hold so many times its greatest size when it is unpacked; tables pack well.
const UNPACKED: u64 = 16;

/// Its shared texts, which are held in memory, may hold so many times that size.
const TEXTS: u64 = 4;

/// An export has about ten parts.
const MOST_PARTS: usize = 1000;

/// The part that holds the shared texts, wherever it stands.
const SHARED_TEXTS: &str = "sharedstrings.xml";

/// Refuses an archive that is damaged or that holds too much. `greatest` is the greatest size of a file in bytes.
pub(super) fn check<R: Read + Seek>(source: R, greatest: u64) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(source).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::TooMuch);
    }
    let mut left = greatest.saturating_mul(UNPACKED);
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|_| Unreadable::Damaged)?;
        let is_texts = part.name().map_err(|_| Unreadable::Damaged)?.to_ascii_lowercase().ends_with(SHARED_TEXTS);
        let most = if is_texts { left.min(greatest.saturating_mul(TEXTS)) } else { left };
        left -= unpack(part, most, is_texts)?;
    }
    Ok(())
}

/// Unpacks a part into nothing; returns its size.
fn unpack(mut part: impl Read, most: u64, is_texts: bool) -> Result<u64, Unreadable> {
    let mut announced = Announced::default();
    let mut buffer = vec![0; 64 * 1024];
    let mut size: u64 = 0;
    loop {
        let read = part.read(&mut buffer).map_err(|_| Unreadable::Damaged)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        if size > most {
            return Err(Unreadable::TooMuch);
        }
        if is_texts {
            announced.look_at(&buffer[..read])?;
        }
    }
    // Room is made for as many texts as are announced, and each takes five bytes at least: `<si/>`.
    if announced.most > size / 5 { Err(Unreadable::TooMuch) } else { Ok(size) }
}

/// The greatest number of texts that a part announces (`uniqueCount="7"`).
#[derive(Default)]
struct Announced {
    most: u64,
    /// The end of what was looked at, since an announcement may go on in the next bytes.
    end: Vec<u8>,
}

impl Announced {
    const NAME: &'static [u8] = b"uniqueCount";

    /// The name, its marks and its number fit into so many bytes.
    const LENGTH: usize = 64;

    fn look_at(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        // Other encodings could hide the name.
        if bytes.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')) {
            return Err(Unreadable::Damaged);
        }
        self.end.extend_from_slice(bytes);
        for (at, window) in self.end.windows(Announced::NAME.len()).enumerate() {
            if window == Announced::NAME {
                self.most = self.most.max(number(&self.end[at + window.len()..]));
            }
        }
        let seen = self.end.len().saturating_sub(Announced::LENGTH);
        self.end.drain(..seen);
        Ok(())
    }
}

/// The number behind a name and its marks; the greatest one when it is not written plainly. One that goes on in the
/// next bytes is looked at again with them.
fn number(behind: &[u8]) -> u64 {
    let marks = |byte: &u8| matches!(byte, b' ' | b'=' | b'"' | b'\'' | b'\t' | b'\r' | b'\n');
    let start = behind.iter().take_while(|byte| marks(byte)).count();
    let digits: Vec<u8> = behind[start..].iter().copied().take_while(u8::is_ascii_digit).collect();
    if start > 10 {
        return u64::MAX;
    }
    let number = String::from_utf8_lossy(&digits).parse();
    if digits.is_empty() { 0 } else { number.unwrap_or(u64::MAX) }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            assert!(writer.start_file(*name, SimpleFileOptions::default()).is_ok());
            assert!(writer.write_all(bytes).is_ok());
        }
        writer.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    fn checked(bytes: &[u8], greatest: u64) -> Result<(), String> {
        check(Cursor::new(bytes), greatest).map_err(|error| error.to_string())
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused_whatever_its_directory_says() {
        let sheet = vec![b' '; 20_000];
        let mut bytes = archive(&[("xl/worksheets/sheet1.xml", &sheet)]);
        assert_eq!(checked(&bytes, 1250), Ok(()));
        let too_much = Err(Unreadable::TooMuch.to_string());
        assert_eq!(checked(&bytes, 1249), too_much);
        // The sizes in both of its headers say one byte.
        let size = 20_000_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == size {
                bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
            }
        }
        assert!(checked(&bytes, 1249).is_err());
        let texts = vec![b' '; 5_000];
        assert_eq!(checked(&archive(&[("xl/SharedStrings.xml", &texts)]), 1249), too_much);
    }

    #[test]
    fn a_damaged_archive_is_refused() {
        let bytes = archive(&[("xl/worksheets/sheet1.xml", &[b'x'; 5_000])]);
        let damaged = Err(Unreadable::Damaged.to_string());
        for end in [0, 4, 30, bytes.len() / 2, bytes.len() - 5] {
            assert_eq!(checked(&bytes[..end], 1_000_000), damaged, "{end}");
        }
    }

    #[test]
    fn more_texts_than_there_can_be_are_refused() {
        let too_much = Err(Unreadable::TooMuch.to_string());
        for text in [
            "<sst uniqueCount=\"99999999\"><si/></sst>".to_owned(),
            "<sst uniqueCount = '99999999999999999999999'><si/></sst>".to_owned(),
            format!("<sst{}uniqueCount=\"99999999\"><si/></sst>", " ".repeat(64 * 1024 - 12)),
        ] {
            assert_eq!(checked(&archive(&[("xl/sharedStrings.xml", text.as_bytes())]), 1_000_000), too_much);
        }
        let sound = "<sst count=\"2\" uniqueCount=\"1\"><si><t>x</t></si></sst>";
        assert_eq!(checked(&archive(&[("xl/sharedStrings.xml", sound.as_bytes())]), 1_000_000), Ok(()));
        let hidden = "<\0s\0s\0t\0";
        assert!(checked(&archive(&[("xl/sharedStrings.xml", hidden.as_bytes())]), 1_000_000).is_err());
    }
}
