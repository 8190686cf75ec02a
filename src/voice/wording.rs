//! The locale files: loading, checking and wording phrases with Fluent.
//!
//! `locales/<language>/*.ftl`; every phrase of [`Phrase`] and every button label must stand in every
//! language; those of traditional characters are made of the simplified ones. Texts may use the Markdown subset of the
//! articles. Known arguments: `$shop`, the name
//! of the shop; `$journal_days`, `$session_days` and `$transcript_days`, how long things are kept; `$topic`, the title of a
//! topic; `$language`, a language by its own name; `$page`, a number from 1; `$to`, where a button
//! leads back to.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

use super::{dates, money, page, render};
use crate::conversation::{Phrase, Saying};
use crate::knowledge::{Files, Problem, Severity};
use crate::language::{Language, Locale, Script};
use crate::settings::Privacy;

type Bundle = FluentBundle<FluentResource>;

/// The wording of all phrases in all languages.
pub struct Voice {
    bundles: BTreeMap<Language, Bundle>,
    /// The locale files of Chinese, and what becomes of them once somebody reads traditional characters.
    chinese: Vec<String>,
    traditional: OnceLock<Bundle>,
    shop: String,
    privacy: Privacy,
}

/// A phrase or label, and where a missing one shows.
impl Voice {
    /// Loads the locale files. What is wrong with them is in the list; a phrase that is missing is
    /// an error, since a customer would see nothing.
    pub fn load(files: &Files, shop: &str) -> (Voice, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut bundles = BTreeMap::new();
        for language in Language::ALL {
            bundles.insert(language, load_language(files, language, &mut problems));
        }
        let chinese = texts(files, Language::Chinese).map(|(_, text)| text).collect();
        let (traditional, privacy) = (OnceLock::new(), Privacy::default());
        let voice = Voice { bundles, chinese, traditional, shop: shop.to_owned(), privacy };
        problems.extend(voice.missing_and_unused(files));
        (voice, problems)
    }

    /// The same, saying that things are kept for so long.
    pub fn keeping(self, privacy: Privacy) -> Voice {
        Voice { privacy, ..self }
    }

    /// The name of the shop that the bot speaks for.
    pub fn shop(&self) -> &str {
        &self.shop
    }

    /// The messages as a reader reads them. Those of traditional characters are the simplified ones, converted file by
    /// file before Fluent reads them: so it is the wording alone that changes and never a value that is set into it, and
    /// whoever adds a phrase need not think of it.
    fn bundle(&self, locale: Locale) -> Option<&Bundle> {
        if !locale.is_converted() {
            return self.bundles.get(&locale.language());
        }
        Some(self.traditional.get_or_init(|| {
            let mut bundle = empty_bundle(locale);
            for text in &self.chinese {
                // What is wrong with the files was said when they were loaded.
                let resource = FluentResource::try_new(locale.written(text).into_owned());
                let _ = bundle.add_resource(resource.unwrap_or_else(|(resource, _)| resource));
            }
            bundle
        }))
    }

    /// The words of a message of the locale files, with arguments; empty when it is missing, which
    /// loading has reported.
    pub fn word(&self, locale: Locale, key: &str, arguments: &[(&str, &str)]) -> String {
        let escaped: Vec<(&str, String)> = arguments.iter().map(|(name, value)| (*name, escape(value))).collect();
        self.word_of_markup(locale, key, &escaped)
    }

    /// The same with arguments that are markup already.
    pub(super) fn word_of_markup(&self, locale: Locale, key: &str, arguments: &[(&str, String)]) -> String {
        let arguments = arguments.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str())));
        self.word_of_values(locale, key, arguments)
    }

    /// The same with arguments as Fluent takes them: a number chooses its plural.
    pub(super) fn word_of_values<'a>(
        &'a self,
        locale: Locale,
        key: &str,
        arguments: impl Iterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> String {
        let Some(bundle) = self.bundle(locale) else { return String::new() };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return String::new();
        };
        let mut values = FluentArgs::new();
        values.set("shop", FluentValue::from(escape(&self.shop)));
        values.set("journal_days", self.privacy.journal_days);
        values.set("session_days", self.privacy.session_days);
        values.set("transcript_days", self.privacy.transcript_days);
        for (name, value) in arguments {
            values.set(name, value);
        }
        let mut faults = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut faults).into_owned()
    }

    /// The words of a button label or pop-up: plain text, no markup.
    pub fn label(&self, locale: Locale, key: &str) -> String {
        self.word(locale, key, &[]).replace('\\', "")
    }

    fn missing_and_unused(&self, files: &Files) -> Vec<Problem> {
        let mut problems = Vec::new();
        let known: Vec<&str> = keys().collect();
        for (language, bundle) in &self.bundles {
            for key in &known {
                if !bundle.has_message(key) {
                    let message = format!("the phrase \"{key}\" is missing in \"{language}\"");
                    problems.push(problem(files, &format!("{language}/"), None, message, Severity::Error));
                }
            }
        }
        for (path, bytes) in &files.contents {
            for (line, key) in defined(&String::from_utf8_lossy(bytes)) {
                if !known.contains(&key.as_str()) {
                    let message = format!("the phrase \"{key}\" is not used");
                    problems.push(problem(files, path, Some(line), message, Severity::Warning));
                }
            }
        }
        problems
    }
}

/// The labels of buttons, and what a transport shows of the bot itself, beside the phrases.
const LABELS: &[&str] = &[
    "button-topics-buyer",
    "button-topics-seller",
    "button-none-of-these",
    "button-helped",
    "button-not-helped",
    "button-languages",
    "button-person",
    "button-page",
    "button-back",
    "button-topics",
    "button-ask-forget",
    "button-forget",
    "button-show-this",
    "button-private",
    "button-share",
    "button-share-contact",
    "inline-open-chat",
    "language-id",
    "language-zh",
    "language-en",
    "topic-heading",
    "bot-name",
    "bot-description",
    "bot-short-description",
];

/// What the commands of the command list do, one line each.
pub const COMMANDS: &[(&str, &str)] = &[
    ("start", "command-start"),
    ("topics", "command-topics"),
    ("orders", "command-orders"),
    ("language", "command-language"),
    ("help", "command-help"),
    ("privacy", "command-privacy"),
];

/// The commands that are listed in groups as well: what is asked there, others read.
pub const GROUP_COMMANDS: &[&str] = &["help"];

/// The commands that are listed in the support group, for staff.
pub const DESK_COMMANDS: &[(&str, &str)] = &[
    ("take", "command-take"),
    ("release", "command-release"),
    ("resolve", "command-resolve"),
    ("send", "command-send"),
    ("note", "command-note"),
    ("history", "command-history"),
    ("order", "command-order"),
    ("code", "command-code"),
    ("undo", "command-undo"),
    ("ban", "command-ban"),
    ("unban", "command-unban"),
    ("desk", "command-desk"),
];

/// Every message that the locale files must hold.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    let phrases = Phrase::ALL.iter().map(|phrase| phrase.key());
    let sayings = Saying::ALL.iter().map(|saying| saying.key());
    let labels = [LABELS, dates::LABELS, money::LABELS, page::LABELS, render::LABELS].into_iter().flatten().copied();
    phrases.chain(sayings).chain(labels).chain(COMMANDS.iter().chain(DESK_COMMANDS).map(|(_, key)| *key))
}

fn load_language(files: &Files, language: Language, problems: &mut Vec<Problem>) -> Bundle {
    let mut bundle = empty_bundle(Locale::as_kept(language));
    for (path, text) in texts(files, language) {
        let resource = FluentResource::try_new(text.clone()).unwrap_or_else(|(resource, faults)| {
            for fault in faults {
                let line = 1 + text[..fault.pos.start.min(text.len())].matches('\n').count();
                let message = format!("cannot be read: {fault}");
                problems.push(problem(files, path, Some(line), message, Severity::Error));
            }
            resource
        });
        if let Err(faults) = bundle.add_resource(resource) {
            for fault in faults {
                problems.push(problem(files, path, None, fault.to_string(), Severity::Error));
            }
        }
    }
    bundle
}

fn empty_bundle(locale: Locale) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![identifier(locale)]);
    // The marks that keep mixed directions apart would show up as boxes in some Telegram clients.
    bundle.set_use_isolating(false);
    bundle
}

/// The locale files of a language, with their paths.
fn texts(files: &Files, language: Language) -> impl Iterator<Item = (&str, String)> {
    let prefix = format!("{language}/");
    let of_language = files.contents.iter().filter(move |(path, _)| path.starts_with(&prefix));
    of_language.map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).replace("\r\n", "\n")))
}

/// The message names that a locale file defines, with their lines.
fn defined(text: &str) -> Vec<(usize, String)> {
    let name = |line: &str| {
        let (name, _) = line.split_once('=')?;
        let name = name.trim_end();
        let starts = name.starts_with(|letter: char| letter.is_ascii_lowercase());
        let fits = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        (starts && fits).then(|| name.to_owned())
    };
    text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, name(line)?))).collect()
}

fn problem(files: &Files, path: &str, line: Option<usize>, message: String, severity: Severity) -> Problem {
    Problem { file: files.shown(path), line, severity, message }
}

fn identifier(locale: Locale) -> LanguageIdentifier {
    match locale.language() {
        Language::Indonesian => langid!("id"),
        Language::Chinese if locale.script() == Script::Traditional => langid!("zh-Hant"),
        Language::Chinese => langid!("zh-Hans"),
        Language::English => langid!("en-GB"),
    }
}

/// A value that is set into a phrase must not be read as markup.
pub(super) fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        // Where a text is to be copied, a backslash would not keep a backtick from ending it.
        let letter = if letter == '`' { '\'' } else { letter };
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if letter.is_control() { ' ' } else { letter });
    }
    escaped
}
