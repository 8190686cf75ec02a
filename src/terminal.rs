//! The same bot on a terminal: lines in, messages with numbered buttons out.
//!
//! On a real terminal a line editor gives editing and history, and the text has colours. Where input
//! or output is no terminal, lines are read and plain text is written, so that it can be scripted.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::conversation::Session;
use crate::service::{Carried, ConversationId, Courier, Delivery, Incoming, Service, What, Worker};
use crate::store::{Sql, StoreError, sessions};
use crate::voice::{Message, MessageButton};

/// The one conversation of a terminal.
const CONVERSATION: &str = "terminal:1";

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

    /// The data of the button with a number, counted from 1.
    fn button(&self, number: usize) -> Option<String> {
        let buttons = self.buttons.lock().unwrap_or_else(PoisonError::into_inner);
        buttons.get(number.checked_sub(1)?).and_then(MessageButton::callback).map(str::to_owned)
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
            | Delivery::Edit { to: message, .. } => self.show(message),
            // The message stands above already; only what can be pressed changes.
            Delivery::EditButtons { buttons, .. } => {
                let buttons = pressable(buttons);
                *self.buttons.lock().unwrap_or_else(PoisonError::into_inner) = buttons;
            }
        }
        Carried::Done
    }
}

/// Talks until the input ends. A number presses the button with that number.
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
        let pressed_message = pressed.is_some().then(|| self.screen.shown.load(Ordering::Relaxed));
        let what = pressed.map_or_else(|| What::Text(line.to_owned()), What::Pressed);
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
    rows.iter().flatten().filter(|button| button.callback().is_some()).cloned().collect()
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
