//! What is measured, by the command line.

use std::time::Duration;

/// What can be chosen.
const HELP: &str = "cargo bench --bench load -- [OPTIONS]

  --seconds N         for so long each figure is measured (10)
  --conversations N   so many private chats, which ask in turn (5000)
  --open N            so many questions at a time at full load, each of another chat (256)
  --rate N            questions a second where it is measured how long an answer takes (1000)
  --only WORD         only rows that have this word, such as: polling, webhook, sqlite, postgresql, \"x 3\"
  --updates N         only one row, the first: so many updates at full load, with the memory now and then";

/// The choice.
#[derive(Debug, Clone)]
pub struct Options {
    /// For so long each figure is measured.
    pub time: Duration,
    /// So many private chats.
    pub conversations: usize,
    /// So many questions at a time at full load.
    pub open: usize,
    /// Questions a second where it is measured how long an answer takes.
    pub rate: u32,
    /// Words that a row must have.
    pub only: Vec<String>,
    /// So many updates at full load, instead of all that.
    pub updates: Option<u64>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the help, where it is asked for or something is misspelt.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, &'static str> {
        let mut options = Options {
            time: Duration::from_secs(10),
            conversations: 5000,
            open: 256,
            rate: 1000,
            only: Vec::new(),
            updates: None,
        };
        while let Some(name) = arguments.next() {
            // cargo adds this one to all benches.
            if name == "--bench" {
                continue;
            }
            let value = arguments.next().ok_or(HELP)?;
            let number = value.parse::<u64>().ok().filter(|number| *number > 0).ok_or(HELP);
            match name.as_str() {
                "--seconds" => options.time = Duration::from_secs(number?),
                "--conversations" => options.conversations = usize::try_from(number?).map_err(|_| HELP)?,
                "--open" => options.open = usize::try_from(number?).map_err(|_| HELP)?,
                "--rate" => options.rate = u32::try_from(number?).map_err(|_| HELP)?,
                "--updates" => options.updates = Some(number?),
                "--only" => options.only.push(value),
                _ => return Err(HELP),
            }
        }
        Ok(options)
    }
}
