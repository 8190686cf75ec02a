//! Requests that carry a file: `multipart/form-data`, as far as a bot sends it.

use serde_json::{Map, Value, json};

use super::schema::SCHEMA;

/// A request as it came: its arguments, and the files beside them with their names.
pub struct Form {
    arguments: Map<String, Value>,
    files: Vec<(String, String, Vec<u8>)>,
}

impl super::State {
    /// Keeps the files of a request; their arguments name them now.
    pub(super) fn take_uploads(&mut self, form: Form) -> Map<String, Value> {
        let Form { mut arguments, files } = form;
        for (field, name, bytes) in files {
            let id = format!("upload-{}", self.uploads.len() + 1);
            self.uploads.insert(id.clone(), (name, bytes));
            arguments.insert(field, json!(id));
        }
        arguments
    }
}

/// The border between the parts, where a content type names one.
pub fn border(content_type: &str) -> Option<String> {
    let border = content_type.strip_prefix("multipart/form-data;")?.trim().strip_prefix("boundary=")?;
    Some(border.trim_matches('"').to_owned())
}

/// Reads a request. A field that holds nothing but words stays as it is; others are JSON.
pub fn read(method: &str, border: &str, body: &[u8]) -> Form {
    let mut form = Form { arguments: Map::new(), files: Vec::new() };
    for part in parts(body, format!("--{border}").as_bytes()) {
        let Some(end) = find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..end]).into_owned();
        let bytes = part[end + 4..].strip_suffix(b"\r\n").unwrap_or(&part[end + 4..]);
        let Some(name) = quoted(&head, "name=\"") else { continue };
        if let Some(file) = quoted(&head, "filename=\"") {
            form.files.push((name, file, bytes.to_vec()));
            continue;
        }
        let words = String::from_utf8_lossy(bytes).into_owned();
        let read = serde_json::from_str(&words).ok().filter(|_| !SCHEMA.is_words(method, &name));
        form.arguments.insert(name, read.unwrap_or_else(|| json!(words)));
    }
    form
}

fn parts<'a>(body: &'a [u8], border: &[u8]) -> Vec<&'a [u8]> {
    let mut rest = body;
    let mut parts = Vec::new();
    while let Some(at) = find(rest, border) {
        parts.push(&rest[..at]);
        rest = &rest[at + border.len()..];
    }
    parts
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// What stands between a beginning and the next quotation mark. `name=` is also the end of `filename=`.
fn quoted(head: &str, beginning: &str) -> Option<String> {
    let at = head.match_indices(beginning).find(|(at, _)| !head[..*at].ends_with("file"))?.0;
    head[at + beginning.len()..].split('"').next().map(str::to_owned)
}
