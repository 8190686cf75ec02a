//! Files that customers send: Telegram is asked where a file lies, and it is fetched from there, up to a limit.
//!
//! What a server says about the size of a file is believed only where it says too much: the bytes are counted as
//! they come. The address of a file holds the token, so that no address is in what is said about a failure. What
//! this does not do: read what is in a file, keep it, or try again.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::Value;
use teloxide::payloads::GetFile;
use teloxide::types::FileId;
use tokio::time::timeout;

use super::client::{ApiFailure, Client};
use crate::conversation::FileReference;
use crate::service::Fetched;

/// How Telegram begins to say that a file is larger than it hands out, 20 MB
/// (<https://core.telegram.org/bots/api#getfile>). In small letters.
const TOO_BIG: &str = "file is too big";

/// What Telegram says of a file that it does not have at hand; the same of one that never was.
const NOT_NOW: &str = "temporarily unavailable";

/// How long a file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// The whole of it.
    pub whole: Duration,
    /// From one piece of it to the next, and until the first.
    pub silence: Duration,
}

impl Default for Patience {
    /// Together less than the half of a lease, which carrying an entry of the outbox may take.
    fn default() -> Patience {
        Patience { whole: Duration::from_secs(50), silence: Duration::from_secs(15) }
    }
}

/// Fetches a file of at most so many bytes.
pub(super) async fn fetch(client: &Client, file: &FileReference, most: u64, patience: Patience) -> Fetched {
    if is_more(file.size, most) {
        return Fetched::TooLarge;
    }
    match timeout(patience.whole, fetched(client, file, most, patience.silence)).await {
        Ok(Ok(bytes)) => Fetched::Bytes(bytes),
        Ok(Err(instead)) => instead,
        Err(_) => Fetched::Later("the file did not come in time".to_owned()),
    }
}

async fn fetched(client: &Client, file: &FileReference, most: u64, silence: Duration) -> Result<Vec<u8>, Fetched> {
    let place: Value = client.ask(&GetFile::new(FileId(file.id.clone()))).await.map_err(|why| meaning(&why))?;
    let size = place["file_size"].as_i64();
    if is_more(size, most) {
        return Err(Fetched::TooLarge);
    }
    let path = place["file_path"].as_str().and_then(relative).ok_or_else(unplaced)?;
    let opened = timeout(silence, client.open_file(path)).await.map_err(|_| silent())?;
    let response = opened.map_err(|why| meaning(&why))?;
    found(response.status())?;
    let bytes = body(client, response, most, silence).await?;
    // A server that says that there is more was cut off.
    if is_more(size, bytes.len() as u64) {
        return Err(Fetched::Later("only a part of the file came".to_owned()));
    }
    Ok(bytes)
}

fn is_more(size: Option<i64>, most: u64) -> bool {
    size.and_then(|size| u64::try_from(size).ok()).is_some_and(|size| size > most)
}

/// A path below the folder of the bot. A Bot API server that runs with `--local` names places on its own disk
/// instead (<https://core.telegram.org/bots/api#using-a-local-bot-api-server>), which are not read: whoever answers
/// in the place of that server could have any file of this machine read.
fn relative(path: &str) -> Option<&str> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    let outward = path.split(['/', '\\']).any(|part| part == "..");
    (!path.is_empty() && !path.starts_with(['/', '\\']) && !drive && !outward).then_some(path)
}

fn unplaced() -> Fetched {
    tracing::error!("the Bot API server hands out no files: one of your own must run without --local");
    Fetched::Gone("the Bot API server names no place that the file can be fetched from".to_owned())
}

/// Whether the file is in the answer. Redirects are not followed: they would take the token elsewhere.
fn found(status: StatusCode) -> Result<(), Fetched> {
    match status.as_u16() {
        200 => Ok(()),
        code @ (429 | 500..) => Err(Fetched::Later(format!("the server of the files answers with HTTP {code}"))),
        code => Err(Fetched::Gone(format!("the server of the files answers with HTTP {code}"))),
    }
}

async fn body(client: &Client, mut response: Response, most: u64, silence: Duration) -> Result<Vec<u8>, Fetched> {
    let mut bytes = Vec::new();
    loop {
        match timeout(silence, response.chunk()).await.map_err(|_| silent())? {
            Ok(Some(part)) if (bytes.len() + part.len()) as u64 > most => return Err(Fetched::TooLarge),
            Ok(Some(part)) => bytes.extend_from_slice(&part),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(Fetched::Later(client.network(error).to_string())),
        }
    }
}

fn silent() -> Fetched {
    Fetched::Later("the file stopped coming".to_owned())
}

/// What a failure to learn where the file lies means for it.
fn meaning(failure: &ApiFailure) -> Fetched {
    match failure {
        ApiFailure::Refused { description, .. } => {
            let lower = description.to_ascii_lowercase();
            if lower.contains(TOO_BIG) {
                Fetched::TooLarge
            } else if lower.contains(NOT_NOW) {
                Fetched::Later(failure.to_string())
            } else {
                Fetched::Gone(failure.to_string())
            }
        }
        ApiFailure::MigratedTo(_) => Fetched::Gone(failure.to_string()),
        _ => Fetched::Later(failure.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_folder_of_the_bot_are_fetched() {
        for path in ["documents/file_0.csv", "documents/a b?c#d.xlsx", "x"] {
            assert_eq!(relative(path), Some(path));
        }
        let outside =
            ["", "/var/lib/telegram-bot-api/x", "\\\\host\\x", "C:\\x", "c:/x", "a/../../x", "a\\..\\x", ".."];
        for path in outside {
            assert_eq!(relative(path), None, "{path}");
        }
    }
}
