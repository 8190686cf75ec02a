//! The same bot on a terminal: lines in, messages with numbered buttons out.
//!
//! On a real terminal a line editor gives editing and history, and the text has colours. Where input
//! or output is no terminal, lines are read and plain text is written, so that it can be scripted.

use std::fs::File;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::conversation::{FileReference, Medium, Role, Session};
use crate::knowledge::Audience;
use crate::orders::demo;
use crate::service::{
    Carried, ConversationId, Courier, Delivery, Fetched, Incoming, Service, SharedContact, Shown, What, Worker,
};
use crate::store::{Sql, StoreError, orders, people, sessions};
use crate::voice::{Message, MessageButton, Press};

/// The bot of a terminal, as the store knows it.
pub const BOT: &str = "terminal";

/// The one conversation of a terminal.
const CONVERSATION: &str = "terminal:1";

/// The telephone number of whoever sits at the terminal: the button that shares one's own number shares this. Made
/// up, like the orders of the demonstration, which belong to it.
pub const DEMO_PHONE: &str = "081234567890";

/// What a line begins with that sends a file: `file: orders.csv`.
const FILE: &str = "file:";

/// Prints what the bot says, and remembers the buttons that can be pressed.
pub struct Screen {
    colours: bool,
    buttons: Mutex<Vec<MessageButton>>,
    /// How many messages were shown: the number of the last one.
    shown: AtomicI64,
}

impl Screen {
    /// A screen for standard output.
    pub fn new() -> Screen {
        Screen { colours: std::io::stdout().is_terminal(), buttons: Mutex::new(Vec::new()), shown: AtomicI64::new(0) }
    }

    fn show(&self, message: &Message) {
        let mut text = if self.colours { coloured(message) } else { message.flat().text };
        self.shown.fetch_add(1, Ordering::Relaxed);
        let buttons = pressable(&message.buttons);
        for (number, button) in (1..).zip(&buttons) {
            let separator = if number == 1 { "\n\n" } else { "\n" };
            let number = self.styled(&format!("[{number}]"), AnsiColor::Cyan.on_default());
            text.push_str(&format!("{separator}{number} {}", button.label));
        }
        *self.buttons.lock().unwrap_or_else(PoisonError::into_inner) = buttons;
        self.print(&format!("{text}\n"));
    }

    /// What pressing the button with a number does, counted from 1.
    fn button(&self, number: usize) -> Option<What> {
        let buttons = self.buttons.lock().unwrap_or_else(PoisonError::into_inner);
        pressed(&buttons.get(number.checked_sub(1)?)?.press)
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.colours { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn print(&self, text: &str) {
        // A closed pipe ends the reading of input soon enough.
        let _ = writeln!(std::io::stdout(), "{text}");
    }
}

impl Default for Screen {
    fn default() -> Screen {
        Screen::new()
    }
}

impl Courier for Screen {
    async fn carry(&self, _to: &ConversationId, delivery: &Delivery) -> Carried {
        match delivery {
            Delivery::Send(message)
            | Delivery::Answer { message, .. }
            | Delivery::AnswerAgain { message, .. }
            | Delivery::Edit { to: message, .. }
            | Delivery::File { message, .. } => self.show(message),
            // The worker does errands itself, and nobody takes over on a terminal.
            Delivery::Errand(_)
            | Delivery::Desk(_)
            | Delivery::Event(_)
            | Delivery::Letter(_)
            | Delivery::EditLetter { .. }
            | Delivery::React { .. }
            | Delivery::Unsend { .. } => {}
            // The message stands above already; only what can be pressed changes.
            Delivery::EditButtons { buttons, .. } => {
                let buttons = pressable(buttons);
                *self.buttons.lock().unwrap_or_else(PoisonError::into_inner) = buttons;
            }
        }
        Carried::Done
    }

    async fn fetch(&self, file: &FileReference, most: u64) -> Fetched {
        let path = file.id.clone();
        let reading = tokio::task::spawn_blocking(move || read(Path::new(&path), most));
        reading.await.unwrap_or_else(|_| Fetched::Later("the program is stopping".to_owned()))
    }
}

/// Reads a file of at most so many bytes; nothing that is no ordinary file, which might have no end.
fn read(path: &Path, most: u64) -> Fetched {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.is_file(), file)));
    let file = match opened {
        Ok((true, file)) => file,
        Ok((false, _)) => return Fetched::Gone("it is no file".to_owned()),
        Err(error) => return Fetched::Gone(error.kind().to_string()),
    };
    let mut bytes = Vec::new();
    match file.take(most.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > most => Fetched::TooLarge,
        Ok(_) => Fetched::Bytes(bytes),
        Err(error) => Fetched::Gone(error.kind().to_string()),
    }
}

/// Puts orders to try the bot with into a store that has none, and makes whoever talks a seller of the shop where
/// that is their role.
///
/// # Errors
/// When the store fails.
pub async fn demonstrate(service: &Service, shop: &str, role: Option<Audience>) -> Result<(), StoreError> {
    let (now, key, shop) = ((service.clock)(), service.orders.rules.key.clone(), shop.to_owned());
    let work = move |sql: &mut dyn Sql| {
        if orders::is_empty(sql)? {
            orders::upsert_all(sql, &demo::orders(now, &key, &shop))?;
        }
        match role {
            Some(Audience::Seller) => people::grant(sql, BOT, CONVERSATION, &Role::Seller(shop), None),
            _ => Ok(()),
        }
    };
    service.store.transaction(work).await
}

/// Talks until the input ends. A number presses the button with that number, and `file: PATH` sends a file.
///
/// # Errors
/// When the store or the terminal fails.
pub async fn chat(service: Service, beginning: Session) -> anyhow::Result<()> {
    let bot = Arc::clone(&service.bot);
    service.store.transaction(move |sql| begin(sql, &bot, &beginning)).await?;
    let screen = Arc::new(Screen::new());
    let talk = Talk { worker: Arc::new(Worker::new(&service, Arc::clone(&screen))), service, screen };
    // What an earlier talk left unsaid comes first.
    talk.carry().await?;
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        talk.edited().await
    } else {
        talk.piped().await
    }
}

/// Sets what the talk is begun with, and leaves the rest of an earlier one as it was.
fn begin(sql: &mut dyn Sql, bot: &str, beginning: &Session) -> Result<(), StoreError> {
    let mut session = sessions::load(sql, bot, CONVERSATION)?;
    session.chosen_language = beginning.chosen_language.or(session.chosen_language);
    session.role = beginning.role.or(session.role);
    sessions::save(sql, bot, CONVERSATION, &session)
}

struct Talk {
    service: Service,
    worker: Arc<Worker<Screen>>,
    screen: Arc<Screen>,
}

impl Talk {
    async fn piped(&self) -> anyhow::Result<()> {
        let mut input = std::io::stdin().lock();
        let mut bytes = Vec::new();
        while input.read_until(b'\n', &mut bytes).context("the input cannot be read")? > 0 {
            let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
            bytes.clear();
            self.screen.print(&format!("> {line}\n"));
            self.take(&line).await?;
        }
        Ok(())
    }

    async fn edited(&self) -> anyhow::Result<()> {
        let mut editor = DefaultEditor::new().context("the terminal cannot be edited on")?;
        self.take("/start").await?;
        loop {
            let (back, line) = tokio::task::spawn_blocking(move || {
                let line = editor.readline("> ");
                (editor, line)
            })
            .await?;
            editor = back;
            match line {
                Ok(line) => {
                    // Nothing is lost when a line is too long to be remembered.
                    let _ = editor.add_history_entry(&line);
                    self.take(&line).await?;
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(()),
                Err(error) => return Err(error).context("the terminal cannot be read"),
            }
        }
    }

    async fn take(&self, line: &str) -> anyhow::Result<()> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let pressed = line.trim().parse().ok().and_then(|number| self.screen.button(number));
        let update = (self.service.clock)() * 1000 + next_number();
        let what = pressed.or_else(|| sent_file(line)).unwrap_or_else(|| What::Text(line.to_owned()));
        let in_place = matches!(what, What::Pressed(_));
        let pressed_message = in_place.then(|| self.screen.shown.load(Ordering::Relaxed));
        let conversation = ConversationId(CONVERSATION.to_owned());
        let incoming = Incoming { pressed_message, ..Incoming::new(update, conversation, what) };
        let received = self.service.receive(vec![incoming]).await?;
        for toast in received.into_iter().filter_map(|one| one.toast) {
            self.screen.print(&self.screen.styled(&format!("({toast})\n"), Style::new().dimmed()));
        }
        self.carry().await
    }

    async fn carry(&self) -> anyhow::Result<()> {
        while self.worker.step().await? > 0 {}
        Ok(())
    }
}

/// The buttons that mean something on a terminal: the others open something in Telegram.
fn pressable(rows: &[Vec<MessageButton>]) -> Vec<MessageButton> {
    rows.iter().flatten().filter(|button| pressed(&button.press).is_some()).cloned().collect()
}

/// What pressing a button does; `None` for what opens something in Telegram.
fn pressed(press: &Press) -> Option<What> {
    match press {
        Press::Data { data } => Some(What::Pressed(data.clone())),
        Press::Contact { .. } => Some(What::Contact(SharedContact { phone: DEMO_PHONE.to_owned(), own: true })),
        Press::Link { .. } | Press::Private { .. } | Press::Share { .. } | Press::AddToGroup { .. } => None,
    }
}

/// The file that a line sends. Whether it is there is seen when it is fetched.
fn sent_file(line: &str) -> Option<What> {
    let path = line.trim().strip_prefix(FILE).map(str::trim).filter(|path| !path.is_empty())?;
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
    let size = std::fs::metadata(path).ok().and_then(|about| i64::try_from(about.len()).ok());
    let file = FileReference { id: path.to_owned(), name, size, mime: None };
    Some(What::Showed(Shown { file: Some(file), ..Medium::Document.into() }))
}

/// Tells apart updates of the same millisecond.
fn next_number() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed) % 1000
}

/// The text with bold stretches in bold.
fn coloured(message: &Message) -> String {
    let flat = message.flat();
    let bold = Style::new().bold();
    let mut text = String::with_capacity(flat.text.len() + 64);
    let mut unit = 0;
    for letter in flat.text.chars() {
        if flat.bold.iter().any(|(offset, _)| *offset == unit) {
            text.push_str(&bold.render().to_string());
        }
        text.push(letter);
        unit += letter.len_utf16();
        if flat.bold.iter().any(|(offset, length)| offset + length == unit) {
            text.push_str(&bold.render_reset().to_string());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(rows: Vec<Vec<MessageButton>>) -> Screen {
        Screen { colours: false, buttons: Mutex::new(pressable(&rows)), shown: AtomicI64::new(0) }
    }

    #[test]
    fn the_button_that_shares_a_number_is_numbered_like_the_others_and_shares_the_one_of_the_demonstration() {
        let link = MessageButton { label: "L".to_owned(), press: Press::Private { private: String::new() } };
        let screen = screen(vec![vec![link, MessageButton::contact("C")], vec![MessageButton::data("D", "d")]]);
        let contact = SharedContact { phone: DEMO_PHONE.to_owned(), own: true };
        assert_eq!(screen.button(1), Some(What::Contact(contact)));
        assert_eq!(screen.button(2), Some(What::Pressed("d".to_owned())));
        assert_eq!((screen.button(0), screen.button(3)), (None, None));
    }

    #[test]
    fn a_line_sends_a_file_only_when_it_names_one() {
        for line in ["file:", "file:  ", "files: x", "the file: x"] {
            assert_eq!(sent_file(line), None, "{line}");
        }
        let Some(What::Showed(shown)) = sent_file(" file: no/such folder/Pesanan.xlsx ") else { panic!("no file") };
        let expected = FileReference {
            id: "no/such folder/Pesanan.xlsx".to_owned(),
            name: Some("Pesanan.xlsx".to_owned()),
            size: None,
            mime: None,
        };
        assert_eq!((shown.medium, shown.file), (Medium::Document, Some(expected)));
    }

    #[tokio::test]
    async fn a_file_is_read_up_to_the_limit_and_nothing_else_is() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("orders.csv");
        std::fs::write(&path, "12345")?;
        let reference = |path: &Path| match sent_file(&format!("file: {}", path.display())) {
            Some(What::Showed(Shown { file: Some(file), .. })) => Ok(file),
            _ => Err(anyhow::anyhow!("no file")),
        };
        let (screen, file) = (screen(vec![]), reference(&path)?);
        assert_eq!(file.size, Some(5));
        assert_eq!(screen.fetch(&file, 5).await, Fetched::Bytes(b"12345".to_vec()));
        assert_eq!(screen.fetch(&file, 4).await, Fetched::TooLarge);
        for other in [folder.path().join("none.csv"), folder.path().to_owned()] {
            assert!(matches!(screen.fetch(&reference(&other)?, 5).await, Fetched::Gone(_)));
        }
        Ok(())
    }
}
