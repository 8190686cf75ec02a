//! What a file is, told by its first bytes and never by its name.

use std::io::Read;

use super::{Unreadable, lines};

/// So many bytes are looked at; a header has about 1,200.
const LOOKED_AT: u64 = 16 * 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A workbook.
    Xlsx,
    /// A JSON object per line.
    JsonLines,
    /// A table with a header.
    Csv {
        /// What stands between its cells.
        delimiter: u8,
    },
}

impl FileKind {
    /// The kind of a file that stands at its beginning.
    ///
    /// # Errors
    /// When it is of none that can be read.
    pub fn of(source: impl Read) -> Result<FileKind, Unreadable> {
        let mut head = Vec::new();
        source.take(LOOKED_AT).read_to_end(&mut head)?;
        let bytes = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let text = bytes.trim_ascii_start();
        match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..] => Err(Unreadable::Utf16),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Unreadable::OldExcel),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Ok(FileKind::Xlsx),
            _ => match text.first() {
                None => Err(Unreadable::Empty),
                Some(b'{') => Ok(FileKind::JsonLines),
                Some(b'[') => Err(Unreadable::JsonList),
                Some(_) => {
                    let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
                    Ok(FileKind::Csv { delimiter: lines::delimiter(first_line) })
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_holds() {
        let csv = |delimiter| Ok(FileKind::Csv { delimiter });
        let table: [(&[u8], Result<FileKind, Unreadable>); 12] = [
            (b"PK\x03\x04....", Ok(FileKind::Xlsx)),
            (b"\xef\xbb\xbf{\"id\":1}", Ok(FileKind::JsonLines)),
            (b"\n {\"id\":1}", Ok(FileKind::JsonLines)),
            (b"Order ID,Order Status\n", csv(b',')),
            (b"\xef\xbb\xbfOrder ID;Order Status\n", csv(b';')),
            (b"[{}]", Err(Unreadable::JsonList)),
            (b"", Err(Unreadable::Empty)),
            (b" \n\t", Err(Unreadable::Empty)),
            (b"\xff\xfeO\0r\0", Err(Unreadable::Utf16)),
            (b"O\0r\0d\0", Err(Unreadable::Utf16)),
            (b"\0O\0r", Err(Unreadable::Utf16)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Err(Unreadable::OldExcel)),
        ];
        for (bytes, expected) in table {
            assert_eq!(FileKind::of(bytes), expected, "{bytes:?}");
        }
    }
}
