//! The file of cases: JSON lines with `q`, `lang`, `accept` and perhaps `style`; other fields are
//! passed over.

use serde::Deserialize;

use crate::language::Language;

/// One message with the answers that are right.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// The message.
    pub q: String,
    /// The language it is in and should be answered in.
    pub lang: Language,
    /// The right labels, best first: article ids, `@order`, `@human`, `@smalltalk`, `@none`.
    pub accept: Vec<String>,
    /// What kind of message it is.
    #[serde(default)]
    pub style: Option<String>,
}

impl Case {
    /// Whether something here answers it: its first right label is not `@none`.
    pub fn in_scope(&self) -> bool {
        self.accept.first().is_some_and(|label| label != "@none")
    }

    /// Whether a label is right.
    pub fn accepts(&self, label: &str) -> bool {
        self.accept.iter().any(|right| right == label)
    }
}

/// Reads cases; empty lines are passed over.
///
/// # Errors
/// With all lines that are no case, each with its number.
pub fn read(text: &str) -> Result<Vec<Case>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = lines.map(|(at, line)| {
        let case: Result<Case, _> = serde_json::from_str(line.trim_start_matches('\u{feff}'));
        let case = case.map_err(|error| format!("line {}: {error}", at + 1))?;
        if case.accept.is_empty() { Err(format!("line {}: `accept` is empty", at + 1)) } else { Ok(case) }
    });
    let (cases, faults): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    if faults.is_empty() {
        Ok(cases.into_iter().filter_map(Result::ok).collect())
    } else {
        Err(faults.into_iter().filter_map(Result::err).collect::<Vec<_>>().join("\n"))
    }
}
