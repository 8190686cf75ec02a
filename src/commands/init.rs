//! `tanya init`: from a token to a settings file, a store and the link that makes its first owner.
//!
//! Questions go to standard error and their answers come from standard input, so that the link stands
//! alone on the last line of standard output, on a terminal as in a script. An existing file is never
//! overwritten.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};
use tanya::conversation::Role;
use tanya::language::Language;
use tanya::operate::access;
use tanya::settings::{DEFAULT_FILE, Settings};
use tanya::telegram::{self, Client, TokenCheck};

use super::people::{opened, show_link, wait};
use super::{print, remark};

/// The file that is filled in: the example that ships with the program, so that the two cannot differ.
const TEMPLATE: &str = include_str!("../../tanya.example.toml");

/// So often a token is asked for.
const ATTEMPTS: usize = 3;

const GET_A_TOKEN: &str = "\
In Telegram, open https://t.me/BotFather, send /newbot, and answer its two questions.
It gives you a token such as 123456789:AAE…; whoever has it can write in the bot's name.";

const WRONG_TOKEN: &str = "Telegram knows no bot with this token; copy it again (@BotFather, /mybots, API Token)";

/// What `tanya init` is given; what is missing is asked for.
#[derive(Debug, clap::Args)]
pub struct InitArguments {
    /// The token from BotFather. Others on this machine may see it; better answer the question.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// How the bot calls the shop.
    #[arg(long, value_name = "NAME")]
    shop: Option<String>,
    /// The language where nothing tells another: id, zh or en.
    #[arg(long, value_name = "L", value_parser = super::language)]
    language: Option<Language>,
}

/// Sets a bot up.
pub fn init(config: Option<&Path>, arguments: InitArguments) -> anyhow::Result<ExitCode> {
    let path = config.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
    let (settings, username) = if path.exists() { kept(&path)? } else { written(&path, arguments)? };
    let (store, bot) = opened(&settings)?;
    if let Some((bot, username)) = bot.clone().zip(username) {
        wait(access::remember_username(&store, bot, username))??;
    }
    let link = wait(access::invite(&store, bot, Role::Owner))??;
    say_what_is_next(config);
    show_link(&link);
    Ok(ExitCode::SUCCESS)
}

/// An existing file is kept as it is, and its token checked.
fn kept(path: &Path) -> anyhow::Result<(Settings, Option<String>)> {
    let settings = Settings::read(Some(path))?;
    if settings.telegram.token.is_none() {
        bail!("{} is kept as it is, but it has no telegram.token: write it there", path.display());
    }
    match check(&settings)? {
        TokenCheck::Bot(username) => {
            remark(&format!("{} is kept as it is; its token is that of @{username}", path.display()));
            Ok((settings, Some(username)))
        }
        TokenCheck::Unknown => bail!("{} is kept as it is, but {WRONG_TOKEN}", path.display()),
        TokenCheck::Unreachable(why) => {
            remark(&format!("{} is kept as it is; its token could not be checked: {why}", path.display()));
            Ok((settings, None))
        }
    }
}

/// Asks for what is missing and writes the file.
fn written(path: &Path, arguments: InitArguments) -> anyhow::Result<(Settings, Option<String>)> {
    let mut settings = Settings::of_environment()?;
    // A token that is in the environment has its place there.
    let in_environment = arguments.token.is_none() && settings.telegram.token.is_some();
    let username = checked_token(&mut settings, arguments.token)?;
    let shop = arguments.shop.map_or_else(|| ask_shop(&settings), Ok)?;
    let language = arguments.language.map_or_else(|| ask_language(&settings), Ok)?;
    // A store that does not open is noticed before anything is written.
    drop(opened(&settings)?);
    let token = settings.telegram.token.as_ref().filter(|_| !in_environment);
    let text = filled(token.map(|token| token.expose_secret()), &shop, language);
    write_private(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
    print(&format!("written: {} (only you can read it)", path.display()));
    Ok((settings, username))
}

/// The bot's username, once its token is right; the token is then part of the settings. `None` when
/// Telegram cannot be asked and the file is wanted all the same.
fn checked_token(settings: &mut Settings, given: Option<String>) -> anyhow::Result<Option<String>> {
    let fixed = given.is_some() || settings.telegram.token.is_some();
    if let Some(token) = given {
        settings.telegram.token = Some(SecretString::from(token.trim()));
    }
    if !fixed {
        remark(GET_A_TOKEN);
    }
    for _ in 0..ATTEMPTS {
        if !fixed {
            settings.telegram.token = Some(SecretString::from(ask("Token")?.trim()));
        }
        let well_formed = settings.telegram.token.as_ref().is_some_and(|token| is_token(token.expose_secret()));
        match if well_formed { check(settings)? } else { TokenCheck::Unknown } {
            TokenCheck::Bot(username) => {
                remark(&format!("That is the token of @{username}."));
                return Ok(Some(username));
            }
            TokenCheck::Unreachable(why) => return unchecked(&why),
            TokenCheck::Unknown if fixed => bail!(WRONG_TOKEN),
            TokenCheck::Unknown if well_formed => remark(&format!("{WRONG_TOKEN}.")),
            TokenCheck::Unknown => remark("A token is a number, a colon and a long row of letters and digits."),
        }
    }
    bail!("there was no right token in {ATTEMPTS} attempts; nothing was written")
}

/// Telegram cannot be asked: the file may be wanted all the same.
fn unchecked(why: &str) -> anyhow::Result<Option<String>> {
    remark(&format!("The token could not be checked: {why}."));
    let answer = ask("Write the file all the same? It is checked when the bot starts. [y/N]").unwrap_or_default();
    if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "ya" | "是") {
        bail!("nothing was written; run `tanya init` again when Telegram can be reached (telegram.api_url)");
    }
    Ok(None)
}

fn check(settings: &Settings) -> anyhow::Result<TokenCheck> {
    let client = Client::new(&settings.telegram)?;
    wait(telegram::check_token(&client))
}

/// Whether a text has the form of a token: a number, a colon, and letters, digits, `_` or `-`.
fn is_token(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    text.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.chars().all(|digit| digit.is_ascii_digit())
            && secret.len() >= 20
            && secret.chars().all(fits)
    })
}

fn ask_shop(settings: &Settings) -> anyhow::Result<String> {
    let name = ask(&format!("Name of the shop, as customers know it [{}]", settings.shop.name))?;
    Ok(if name.trim().is_empty() { settings.shop.name.clone() } else { name.trim().to_owned() })
}

fn ask_language(settings: &Settings) -> anyhow::Result<Language> {
    for _ in 0..ATTEMPTS {
        let code = ask(&format!("Language where nothing tells another: id, zh or en [{}]", settings.shop.language))?;
        match code.trim() {
            "" => return Ok(settings.shop.language),
            code => match super::language(code) {
                Ok(language) => return Ok(language),
                Err(why) => remark(&why),
            },
        }
    }
    bail!("there was no language in {ATTEMPTS} attempts; nothing was written")
}

/// Asks one question; the answer is a line of standard input.
fn ask(question: &str) -> anyhow::Result<String> {
    let mut screen = std::io::stderr();
    // Without a standard error the answer may come all the same.
    let _ = write!(screen, "{question}: ").and_then(|()| screen.flush());
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).context("the answer cannot be read")?;
    if read == 0 {
        bail!("the input ended before the question \"{question}\" was answered; nothing was written");
    }
    Ok(line)
}

/// The example with the values in it; without a token its line stays a comment.
fn filled(token: Option<&str>, shop: &str, language: Language) -> String {
    let quoted = |value: &str| toml::Value::String(value.replace(char::is_control, " ")).to_string();
    let mut lines = vec!["# Written by `tanya init`; change what you need, every key may be left out.".to_owned()];
    let mut section = "";
    for line in TEMPLATE.lines().skip(1) {
        section = if line.starts_with('[') { line } else { section };
        let comment =
            line.split_once('"').and_then(|(_, rest)| rest.split_once(" #")).map_or("", |(_, comment)| comment);
        lines.push(match (section, line.split_once('=').map_or("", |(key, _)| key.trim())) {
            ("[shop]", "name") => format!("name = {}  #{comment}", quoted(shop)),
            ("[shop]", "language") => format!("language = {}  #{comment}", quoted(language.code())),
            ("[telegram]", "# token") => match token {
                Some(token) => format!("token = {}  # from BotFather; keep it secret", quoted(token)),
                None => line.to_owned(),
            },
            _ => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

/// Writes a new file that only its owner can read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn say_what_is_next(config: Option<&Path>) {
    let config = config.map(|path| format!(" --config {}", path.display())).unwrap_or_default();
    print(&format!(
        "\
next:
  1. Start the bot and leave it running: tanya serve{config}
  2. Open the link below in Telegram within 48 hours and press Start. It works once: whoever opens it
     manages the bot, with /admin. A lost link is no harm: `tanya owner invite{config}` prints another.
  3. If you like, in @BotFather: /setinline lets people ask the bot in any chat; /setprivacy, then
     Disable, lets it read all messages of its groups and not only those to it."
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Result<Settings, String> {
        Settings::parse(text, "tanya.toml", std::iter::empty()).map_err(|faults| faults.to_string())
    }

    #[test]
    fn the_file_holds_what_was_answered_and_all_that_the_example_explains() -> Result<(), String> {
        let shop = "Toko \"Melati\" # 1\n[x]";
        let text = filled(Some("4242:a-token-for-tests-only"), shop, Language::Chinese);
        let read = settings(&text)?;
        assert_eq!(read.shop.name, "Toko \"Melati\" # 1 [x]");
        assert_eq!(read.shop.language, Language::Chinese);
        let token = read.telegram.token.map(|token| token.expose_secret().to_owned());
        assert_eq!(token.as_deref(), Some("4242:a-token-for-tests-only"));
        assert_eq!(text.lines().count(), TEMPLATE.lines().count());
        let unchanged = text.lines().zip(TEMPLATE.lines()).filter(|(one, other)| one == other).count();
        assert_eq!(unchanged, TEMPLATE.lines().count() - 4, "{text}");
        Ok(())
    }

    #[test]
    fn a_token_of_the_environment_is_not_written() -> Result<(), String> {
        assert!(settings(&filled(None, "Toko", Language::English))?.telegram.token.is_none());
        Ok(())
    }

    #[test]
    fn a_token_has_its_form() {
        assert!(is_token("123456789:AAExample-Token_of_35_letters_or_so"));
        for text in [
            "",
            "abc",
            "123:short",
            "x1:aaaaaaaaaaaaaaaaaaaaaaaa",
            "1:aaaaaaaaaaaaaaaaaaaa aaa",
            ":aaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(!is_token(text), "{text}");
        }
    }
}
