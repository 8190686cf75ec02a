//! How the bot presents itself in Telegram, in every language: its command lists, its name and what is
//! said of it.
//!
//! Read first, and written only where it differs: Telegram allows few changes, and several replicas
//! start at once. Nothing waits for it, and no entry waits for another.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{
    GetMyCommands, GetMyDescription, GetMyName, GetMyShortDescription, SetMyCommands, SetMyDescription, SetMyName,
    SetMyShortDescription,
};
use teloxide::requests::Payload;
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};
use tokio::time::Instant;

use super::client::{ApiFailure, Client};
use super::trouble::{Backoff, Pace};
use crate::language::{Language, Locale};
use crate::settings;
use crate::voice::Voice;
use crate::voice::wording::{COMMANDS, DESK_COMMANDS, GROUP_COMMANDS};

/// The longest description of a command, in characters
/// (<https://core.telegram.org/bots/api#botcommand>).
const COMMAND_UNITS: usize = 256;
/// The longest name, in characters (<https://core.telegram.org/bots/api#setmyname>).
const NAME_UNITS: usize = 64;
/// The longest text of the empty chat, in characters
/// (<https://core.telegram.org/bots/api#setmydescription>).
const DESCRIPTION_UNITS: usize = 512;
/// The longest text of the profile page and beside shared links, in characters
/// (<https://core.telegram.org/bots/api#setmyshortdescription>).
const SHORT_DESCRIPTION_UNITS: usize = 120;

/// A longer wait is not believed: nothing is lost by asking again after a day.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// One thing that Telegram shows of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The language of the app; `None` is for all that have no entry of their own.
    pub language: Option<Language>,
    /// What is shown.
    pub shown: Shown,
}

/// What is shown of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The commands of some chats, in their order.
    Commands(BotCommandScope, Vec<BotCommand>),
    /// The text on the profile page and beside links to the bot.
    ShortDescription(String),
    /// The text in the chat before anything is said.
    Description(String),
    /// The name.
    Name(String),
}

/// Everything to be shown: for each language, and in the default language for everybody else. What
/// matters most comes first; the name, which Telegram lets nobody change often, comes last.
///
/// There is one entry for both scripts of Chinese: Telegram knows languages by two letters here
/// (<https://core.telegram.org/bots/api#setmycommands>).
pub fn entries(voice: &Voice, default: Language, profile: settings::Profile) -> Vec<Entry> {
    let scopes = [BotCommandScope::Default, BotCommandScope::AllPrivateChats, BotCommandScope::AllGroupChats];
    let mut all: Vec<Entry> = scopes
        .into_iter()
        .flat_map(|scope| {
            in_all_languages(default, move |language| {
                Shown::Commands(scope.clone(), commands(voice, language, scope == BotCommandScope::AllGroupChats))
            })
        })
        .collect();
    if profile == settings::Profile::Set {
        let text = |key, units| move |language| fitting(voice, language, key, units);
        let (short, long) =
            (text("bot-short-description", SHORT_DESCRIPTION_UNITS), text("bot-description", DESCRIPTION_UNITS));
        let name = text("bot-name", NAME_UNITS);
        all.extend(in_all_languages(default, |language| Shown::ShortDescription(short(language))));
        all.extend(in_all_languages(default, |language| Shown::Description(long(language))));
        all.extend(in_all_languages(default, |language| Shown::Name(name(language))));
    }
    all
}

/// The commands of staff, to be shown in their group: for each language of an app, and in this language for
/// everybody else.
pub fn desk_entries(voice: &Voice, group: ChatId, language: Language) -> Vec<Entry> {
    let scope = BotCommandScope::Chat { chat_id: Recipient::Id(group) };
    in_all_languages(language, |language| Shown::Commands(scope.clone(), described(voice, language, DESK_COMMANDS)))
}

fn in_all_languages(default: Language, shown: impl Fn(Language) -> Shown) -> Vec<Entry> {
    let languages = std::iter::once(None).chain(Language::ALL.map(Some));
    languages.map(|language| Entry { language, shown: shown(language.unwrap_or(default)) }).collect()
}

fn commands(voice: &Voice, language: Language, in_groups: bool) -> Vec<BotCommand> {
    let wanted = COMMANDS.iter().filter(|(name, _)| !in_groups || GROUP_COMMANDS.contains(name));
    described(voice, language, wanted)
}

/// A command whose description is missing is left out: Telegram would refuse the whole list.
fn described<'a>(
    voice: &Voice,
    language: Language,
    commands: impl IntoIterator<Item = &'a (&'a str, &'a str)>,
) -> Vec<BotCommand> {
    let commands = commands.into_iter();
    commands
        .map(|(name, key)| BotCommand::new(*name, fitting(voice, language, key, COMMAND_UNITS)))
        .filter(|command| !command.description.is_empty())
        .collect()
}

/// A text of the locale files. Where the name of the shop makes it too long, the name is shortened and
/// the rest stays whole.
fn fitting(voice: &Voice, language: Language, key: &str, units: usize) -> String {
    let worded =
        |shop: &str| voice.word(Locale::as_kept(language), key, &[("shop", shop)]).replace('\\', "").trim().to_owned();
    let excess = |text: &str| text.encode_utf16().count().saturating_sub(units);
    let mut shop = voice.shop().to_owned();
    let mut text = worded(&shop);
    while excess(&text) > 0 && shop.pop().is_some() {
        text = worded(&format!("{}…", shop.trim_end()));
    }
    while excess(&text) > 0 {
        text.pop();
    }
    text
}

/// Brings what Telegram shows in line with these entries, trying each again until it is done or refused.
/// May be dropped at any time: what is missing is written after the next start.
pub async fn publish(client: &Client, entries: &[Entry], pace: Pace) {
    let mut backoff = Backoff::new(pace);
    let mut left: Vec<(Instant, &Entry)> = entries.iter().map(|entry| (Instant::now(), entry)).collect();
    while let Some(next) = (0..left.len()).min_by_key(|place| left[*place].0) {
        let (due, entry) = left.remove(next);
        tokio::time::sleep_until(due).await;
        match publish_one(client, entry).await {
            Ok(()) => backoff.reset(),
            // A name may have to wait for hours: the others do not wait with it.
            Err(ApiFailure::RetryAfter(wait)) => left.push((Instant::now() + wait.min(LONGEST_WAIT), entry)),
            Err(ApiFailure::Server(_) | ApiFailure::Network(_)) => left.push((Instant::now() + backoff.wait(), entry)),
            Err(refusal) => {
                let (entry, language) = (entry.name(), entry.code());
                tracing::error!(error = %refusal, entry, language, "a part of the bot's profile was not set");
            }
        }
    }
}

async fn publish_one(client: &Client, entry: &Entry) -> Result<(), ApiFailure> {
    let language = entry.language.map(|language| language.code().to_owned());
    match &entry.shown {
        Shown::Commands(scope, commands) => {
            let ask = GetMyCommands { scope: Some(scope.clone()), language_code: language.clone() };
            let set = SetMyCommands { commands: commands.clone(), scope: Some(scope.clone()), language_code: language };
            let is_so = |known| serde_json::from_value(known).is_ok_and(|known: Vec<BotCommand>| known == *commands);
            unless_so(client, ask, is_so, set).await
        }
        Shown::ShortDescription(text) => {
            let ask = GetMyShortDescription { language_code: language.clone() };
            let set = SetMyShortDescription { short_description: Some(text.clone()), language_code: language };
            unless_so(client, ask, |known| known["short_description"] == **text, set).await
        }
        Shown::Description(text) => {
            let ask = GetMyDescription { language_code: language.clone() };
            let set = SetMyDescription { description: Some(text.clone()), language_code: language };
            unless_so(client, ask, |known| known["description"] == **text, set).await
        }
        Shown::Name(text) => {
            let ask = GetMyName { language_code: language.clone() };
            let set = SetMyName { name: Some(text.clone()), language_code: language };
            unless_so(client, ask, |known| known["name"] == **text, set).await
        }
    }
}

/// Sets something unless Telegram already has it so.
async fn unless_so<A, S>(client: &Client, ask: A, is_so: impl FnOnce(Value) -> bool, set: S) -> Result<(), ApiFailure>
where
    A: Payload + Serialize,
    S: Payload + Serialize,
{
    let known = client.call(&ask).await?;
    if !is_so(known) {
        client.call(&set).await?;
    }
    Ok(())
}

impl Entry {
    fn name(&self) -> &'static str {
        match self.shown {
            Shown::Commands(..) => "commands",
            Shown::ShortDescription(_) => "short description",
            Shown::Description(_) => "description",
            Shown::Name(_) => "name",
        }
    }

    fn code(&self) -> &'static str {
        self.language.map_or("default", Language::code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;

    fn of(shop: &str, profile: settings::Profile) -> Vec<Entry> {
        entries(&Voice::load(&Files::shipped_locales(), shop).0, Language::Indonesian, profile)
    }

    fn text(shown: &Shown) -> Option<(&str, usize)> {
        match shown {
            Shown::Commands(..) => None,
            Shown::ShortDescription(text) => Some((text, SHORT_DESCRIPTION_UNITS)),
            Shown::Description(text) => Some((text, DESCRIPTION_UNITS)),
            Shown::Name(text) => Some((text, NAME_UNITS)),
        }
    }

    #[test]
    fn every_text_names_the_shop_and_fits_however_long_its_name_is() {
        for shop in ["Toko Melati", &"茉莉花店 😀 ".repeat(40), &"Toko_*Melati* & Anak ".repeat(10)] {
            let all = of(shop, settings::Profile::Set);
            let texts: Vec<_> = all.iter().filter_map(|entry| text(&entry.shown)).collect();
            assert_eq!(texts.len(), 12);
            let opening: String = shop.chars().take(4).collect();
            for (text, units) in texts {
                assert!(text.encode_utf16().count() <= units && text.contains(&opening), "{text}");
            }
        }
    }

    #[test]
    fn what_the_bot_never_asks_for_is_said_even_beside_a_long_name() {
        for entry in of(&"Toko ".repeat(60), settings::Profile::Set) {
            if let Shown::ShortDescription(text) | Shown::Description(text) = &entry.shown {
                assert!(text.contains("OTP") && text.contains("PIN"), "{text}");
                assert!(text.ends_with(['.', '。']), "{text}");
            }
        }
    }

    #[test]
    fn groups_are_shown_fewer_commands_and_a_merchants_own_words_are_left() {
        let all = of("Toko", settings::Profile::Leave);
        assert_eq!(all.len(), 12);
        for entry in &all {
            let Shown::Commands(scope, commands) = &entry.shown else { panic!("{entry:?}") };
            let names: Vec<&str> = commands.iter().map(|command| command.command.as_str()).collect();
            match scope {
                BotCommandScope::AllGroupChats => assert_eq!(names, ["help"]),
                _ => assert!(names.starts_with(&["start", "topics", "orders", "language", "help"]), "{names:?}"),
            }
        }
    }

    #[test]
    fn staff_are_shown_what_they_can_do_in_their_group_alone() {
        let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
        let all = desk_entries(&voice, ChatId(-100), Language::Chinese);
        let languages: Vec<_> = all.iter().map(|entry| entry.language).collect();
        let [id, zh, en] = Language::ALL.map(Some);
        assert_eq!(languages, [None, id, zh, en]);
        for entry in &all {
            let Shown::Commands(BotCommandScope::Chat { chat_id }, commands) = &entry.shown else {
                panic!("{entry:?}")
            };
            assert_eq!(*chat_id, Recipient::Id(ChatId(-100)));
            let names: Vec<&str> = commands.iter().map(|command| command.command.as_str()).collect();
            let (first, last) = (
                ["take", "release", "resolve", "send", "note", "history"],
                ["order", "code", "undo", "ban", "unban", "desk"],
            );
            assert_eq!(names, [first, last].concat());
        }
        assert_eq!(all[0].shown, all[2].shown, "the group's language is for everybody else");
        assert!(all[1].shown != all[2].shown && all[1].shown != all[3].shown);
    }
}
