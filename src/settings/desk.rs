//! The settings of the desk: the group in which staff help customers, when they do, and who else hears of it.
//!
//! What is absent here: what owners set in Telegram, which goes before the hours in this file, and any use of what
//! is set.

use jiff::civil::{Date, Time};
use secrecy::{ExposeSecret, SecretString};
use toml::Value;

use super::Keys;
use super::orders::SHORTEST_SECRET;
use crate::conversation::owner::hours::{self, MOST_HOLIDAYS};
use crate::conversation::{Hours, Opening, Zone};
use crate::language::Language;

/// The most reminders of one customer who waits.
const MOST_REMINDERS: usize = 5;

/// A week in minutes: what is longer helps nobody who waits.
const WEEK_MINUTES: u32 = 7 * 24 * 60;

/// A month in hours.
const MONTH_HOURS: u32 = 30 * 24;

/// The settings of the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// `desk.group`: Telegram's number of the group, below zero.
    pub group: Option<i64>,
    /// `desk.language`: the language of the group.
    pub language: Language,
    /// `desk.reads`: the languages that the staff read; that of the group is among them.
    pub reads: Vec<Language>,
    /// `desk.show_names`: whether customers see the names of staff.
    pub show_names: bool,
    /// `desk.reply_minutes`: customers are told to expect a reply within so many minutes of working time.
    pub reply_minutes: u32,
    /// `desk.remind_minutes`: after so many minutes of working time staff are reminded; ascending, none perhaps.
    pub remind_minutes: Vec<u32>,
    /// `desk.silence_hours`: a ticket whose customer does not answer staff ends after so many hours.
    pub silence_hours: u32,
    /// `desk.return_hours`: for so many hours after its end one tap leads back to a ticket.
    pub return_hours: u32,
    /// `desk.digest`: when the digest of the day appears, by the clocks of the zone; `None` for never.
    pub digest: Option<Time>,
    /// `desk.hours`, `desk.time_zone` and `desk.holidays`, until an owner sets hours in Telegram. Without openings
    /// somebody always answers.
    pub hours: Hours,
    /// `desk.events`, where an outside system is to hear of tickets.
    pub events: Option<Events>,
}

/// An outside system that hears of tickets.
#[derive(Debug, Clone)]
pub struct Events {
    /// `desk.events.url`: where it is told.
    pub url: String,
    /// `desk.events.secret`: what the messages to it are signed with.
    pub secret: SecretString,
}

impl Keys {
    /// The settings of the desk of a shop that speaks a language.
    pub(super) fn desk(&mut self, shop: Language) -> Desk {
        let language = self.take("desk.language", "id, zh or en").unwrap_or(shop);
        Desk {
            group: self.group(),
            language,
            reads: self.reads(language),
            show_names: self.switch("desk.show_names"),
            reply_minutes: self.number("desk.reply_minutes", "minutes", 1..=WEEK_MINUTES, 15),
            remind_minutes: self.reminders(),
            silence_hours: self.number("desk.silence_hours", "hours", 1..=MONTH_HOURS, 24),
            return_hours: self.number("desk.return_hours", "hours", 1..=MONTH_HOURS, 48),
            digest: self.digest(),
            hours: Hours { zone: self.zone(), openings: self.openings(), holidays: self.holidays() },
            events: self.events(),
        }
    }

    fn group(&mut self) -> Option<i64> {
        let key = "desk.group";
        let (value, from) = self.values.remove(key)?;
        let number = match &value {
            Value::Integer(number) => Some(*number),
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| *number < 0);
        if number.is_none() {
            self.faults.push(format!("{key} in {from}: expected the number of a group, such as -1001234567890"));
        }
        number
    }

    /// The languages of a list, with that of the group at the front where it is not among them.
    fn reads(&mut self, group: Language) -> Vec<Language> {
        let words = Language::ALL.map(|language| (language.code(), language));
        let mut reads = self.words("desk.reads", &words).unwrap_or_default();
        if !reads.contains(&group) {
            reads.insert(0, group);
        }
        reads
    }

    /// Yes or no, no where nothing is said. A variable is a text.
    fn switch(&mut self, key: &str) -> bool {
        let Some((value, from)) = self.values.remove(key) else { return false };
        let is_on = match &value {
            Value::Boolean(is_on) => Some(*is_on),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        is_on.unwrap_or_else(|| {
            self.faults.push(format!("{key} in {from}: expected true or false"));
            false
        })
    }

    fn reminders(&mut self) -> Vec<u32> {
        let key = "desk.remind_minutes";
        let Some((value, from)) = self.values.remove(key) else { return vec![10, 30] };
        let minutes: Option<Vec<u32>> = match &value {
            Value::Integer(one) => u32::try_from(*one).ok().map(|one| vec![one]),
            Value::Array(all) => all.iter().map(|one| u32::try_from(one.as_integer()?).ok()).collect(),
            Value::String(text) => parts(text).map(|one| one.parse().ok()).collect(),
            _ => None,
        };
        let mut minutes = minutes.unwrap_or_else(|| vec![0]);
        minutes.sort_unstable();
        minutes.dedup();
        if minutes.len() > MOST_REMINDERS || minutes.iter().any(|one| !(1..=WEEK_MINUTES).contains(one)) {
            self.faults.push(format!(
                "{key} in {from}: expected a list of up to {MOST_REMINDERS} numbers of minutes from 1 to {WEEK_MINUTES}"
            ));
        }
        minutes
    }

    fn digest(&mut self) -> Option<Time> {
        let key = "desk.digest";
        let text = self.word(key).unwrap_or_else(|| "18:00".to_owned());
        if text == "off" {
            return None;
        }
        let time = time_of_day(&text);
        if time.is_none() {
            self.faults.push(format!("{key}: \"{text}\" is no time; write it as in 18:00, or \"off\""));
        }
        time
    }

    fn zone(&mut self) -> Zone {
        let key = "desk.time_zone";
        let Some(name) = self.word(key) else { return Zone::default() };
        Zone::ALL.into_iter().find(|zone| zone.name() == name).unwrap_or_else(|| {
            let names = Zone::ALL.map(Zone::name).join(", ");
            self.faults.push(format!("{key}: \"{name}\" is not known; use {names}"));
            Zone::default()
        })
    }

    fn openings(&mut self) -> Vec<Opening> {
        let key = "desk.hours";
        let Some(text) = self.word(key) else { return Vec::new() };
        hours::openings(&text).unwrap_or_else(|| {
            self.faults.push(format!("{key}: \"{text}\" is not understood; write it as in Mon-Fri 09:00-17:00"));
            Vec::new()
        })
    }

    /// Days in order: of a list of texts or of TOML's own days, or of a text with commas.
    fn holidays(&mut self) -> Vec<Date> {
        let key = "desk.holidays";
        let Some((value, from)) = self.values.remove(key) else { return Vec::new() };
        let texts: Option<Vec<String>> = match &value {
            Value::String(text) => Some(parts(text).map(str::to_owned).collect()),
            Value::Array(all) => all.iter().map(day_text).collect(),
            _ => None,
        };
        let Some(texts) = texts else {
            self.faults.push(format!("{key} in {from}: expected a list of days, such as [\"2026-12-25\"]"));
            return Vec::new();
        };
        let mut days: Vec<Date> = texts.iter().filter_map(|text| self.holiday(key, text)).collect();
        days.sort_unstable();
        days.dedup();
        if days.len() > MOST_HOLIDAYS {
            self.faults.push(format!("{key}: {} days are too many; up to {MOST_HOLIDAYS} are kept", days.len()));
        }
        days
    }

    fn holiday(&mut self, key: &str, text: &str) -> Option<Date> {
        let day = text.parse().ok().filter(|_| text.len() == "2026-12-25".len());
        if day.is_none() {
            self.faults.push(format!("{key}: \"{text}\" is no day; write it as in 2026-12-25"));
        }
        day
    }

    /// Both or none: a message that nobody can verify is worth nothing.
    fn events(&mut self) -> Option<Events> {
        let (url, secret) = (self.word("desk.events.url"), self.secret("desk.events.secret"));
        match (&url, &secret) {
            (Some(_), None) => self.faults.push("desk.events.url is set: set desk.events.secret".to_owned()),
            (None, Some(_)) => self.faults.push("desk.events.secret is set: set desk.events.url".to_owned()),
            _ => {}
        }
        // Neither is quoted: a URL may hold a password.
        if url.as_ref().is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
            self.faults.push("desk.events.url is no URL; it begins with http:// or https://".to_owned());
        }
        if secret.as_ref().is_some_and(|secret| secret.expose_secret().chars().count() < SHORTEST_SECRET) {
            let fault = format!("desk.events.secret is too short; it needs {SHORTEST_SECRET} characters or more");
            self.faults.push(fault);
        }
        Some(Events { url: url?, secret: secret? })
    }
}

/// What stands between commas.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(bare).filter(|part| !part.is_empty())
}

/// A part without what stands around it where somebody writes the list as in the file, with brackets and quotes.
fn bare(part: &str) -> &str {
    part.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '[' | ']' | '"' | '\''))
}

/// A day of a list as a text: TOML has days of its own.
fn day_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Datetime(day) => Some(day.to_string()),
        _ => None,
    }
}

/// `18:00` or `18.00`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let is_number = |digits: &str| (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |digits: &str| digits.parse().ok().filter(|_| is_number(digits));
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::settings::Settings;

    fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Desk, String> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let settings = Settings::parse(text, "tanya.toml", variables).map_err(|faults| faults.to_string());
        settings.map(|settings| settings.desk)
    }

    #[test]
    fn without_a_word_there_is_no_group_and_somebody_always_answers() -> Result<(), String> {
        let desk = parse("[shop]\nlanguage = \"zh\"\n", &[])?;
        assert_eq!((desk.group, desk.language, desk.reads), (None, Language::Chinese, vec![Language::Chinese]));
        assert_eq!((desk.show_names, desk.reply_minutes, desk.remind_minutes), (false, 15, vec![10, 30]));
        assert_eq!((desk.silence_hours, desk.return_hours), (24, 48));
        assert_eq!((desk.digest, desk.hours), (Some(time(18, 0, 0, 0)), Hours::default()));
        assert!(desk.events.is_none());
        Ok(())
    }

    #[test]
    fn everything_comes_from_a_file_and_from_variables() -> Result<(), String> {
        let file = "[desk]\ngroup = -1001234567890\nlanguage = \"zh\"\nreads = [\"en\"]\nshow_names = true\n\
            remind_minutes = [30, 5, 30]\ndigest = \"7.30\"\nhours = \"Sen-Jum 09.00-17.00\"\n\
            time_zone = \"Asia/Makassar\"\nholidays = [2026-12-25, \"2026-12-24\"]\n";
        let desk = parse(file, &[])?;
        assert_eq!((desk.group, desk.show_names, desk.remind_minutes), (Some(-1_001_234_567_890), true, vec![5, 30]));
        assert_eq!(desk.reads, [Language::Chinese, Language::English], "who works in a language reads it");
        assert_eq!(desk.digest, Some(time(7, 30, 0, 0)));
        assert_eq!(desk.hours.zone, Zone::Makassar);
        assert_eq!(desk.hours.openings, hours::openings("Mon-Fri 9-17").unwrap_or_default());
        assert_eq!(desk.hours.holidays, [date(2026, 12, 24), date(2026, 12, 25)]);
        let variables = [
            ("TANYA_DESK__GROUP", "-42"),
            ("TANYA_DESK__READS", "id, en,"),
            ("TANYA_DESK__SHOW_NAMES", "false"),
            ("TANYA_DESK__REMIND_MINUTES", "15, 5"),
            ("TANYA_DESK__HOLIDAYS", "2027-01-01,2026-12-26"),
            ("TANYA_DESK__DIGEST", "off"),
            ("TANYA_DESK__EVENTS__URL", "https://a.example/hook/"),
            ("TANYA_DESK__EVENTS__SECRET", "SECRET-SECRET-SECRET"),
        ];
        let desk = parse(file, &variables)?;
        assert_eq!((desk.group, desk.show_names, desk.remind_minutes.clone()), (Some(-42), false, vec![5, 15]));
        assert_eq!(desk.reads, [Language::Chinese, Language::Indonesian, Language::English]);
        assert_eq!((desk.digest, desk.hours.holidays[0]), (None, date(2026, 12, 26)));
        assert!(!format!("{desk:?}").contains("SECRET"), "{desk:?}");
        assert_eq!(desk.events.map(|events| events.url), Some("https://a.example/hook/".to_owned()));
        let none = parse("[desk]\nremind_minutes = []\n", &[("TANYA_DESK__GROUP", "")])?;
        assert_eq!((none.group, none.remind_minutes), (None, Vec::new()));
        assert_eq!(parse("", &[("TANYA_DESK__REMIND_MINUTES", "")])?.remind_minutes, Vec::<u32>::new());
        Ok(())
    }

    #[test]
    fn every_fault_is_listed_and_no_secret_is_shown() {
        let file = "[desk]\ngroup = 5\nlanguage = \"fr\"\nreads = [\"de\"]\nshow_names = \"perhaps\"\n\
            reply_minutes = 0\nremind_minutes = [0]\nsilence_hours = \"long\"\nreturn_hours = -1\n\
            digest = \"24:00\"\nhours = \"9-17\"\ntime_zone = \"Europe/Paris\"\nholidays = [\"tomorrow\"]\n\
            colour = 1\n[desk.events]\nurl = \"ftp://SECRET\"\nsecret = \"SECRET\"\n";
        let faults = parse(file, &[]).err().unwrap_or_default();
        let keys = ["group", "language", "reads", "show_names", "reply_minutes", "remind_minutes", "silence_hours"];
        let more = ["return_hours", "digest", "hours", "time_zone", "holidays", "colour", "events.url"];
        for key in keys.into_iter().chain(more).chain(["events.secret"]) {
            let (begins, named) = (format!("desk.{key} "), format!("desk.{key}:"));
            let found = faults.lines().any(|line| line.starts_with(&begins) || line.starts_with(&named));
            assert!(found, "{key} is not in: {faults}");
        }
        assert_eq!(faults.lines().count(), 15, "{faults}");
        assert!(!faults.contains("SECRET"), "{faults}");
    }

    #[test]
    fn what_is_no_such_value_is_refused() {
        let faults = [
            "group = \"mygroup\"",
            "group = 1.5",
            "remind_minutes = [1, 2, 3, 4, 5, 6]",
            "remind_minutes = [\"soon\"]",
            "remind_minutes = \"10, soon\"",
            "remind_minutes = true",
            "digest = \"six\"",
            "digest = \"18:60\"",
            "digest = \"+8:00\"",
            "holidays = 5",
            "holidays = [\"2026-12-25T10:00\"]",
            "holidays = [2026-02-30]",
        ];
        for fault in faults {
            assert!(parse(&format!("[desk]\n{fault}\n"), &[]).is_err(), "{fault}");
        }
    }

    #[test]
    fn an_outside_system_needs_both_where_and_a_secret() {
        let fault = |text: &str| parse(&format!("[desk.events]\n{text}\n"), &[]).err().unwrap_or_default();
        assert_eq!(fault("url = \"https://a.example\""), "desk.events.url is set: set desk.events.secret");
        assert_eq!(fault("secret = \"0123456789abcdef\""), "desk.events.secret is set: set desk.events.url");
        assert_eq!(fault("url = \"\"\nsecret = \" \""), "");
    }

    /// What the example shows where nothing is commented is what holds without it, and everything that is
    /// commented exists.
    #[test]
    fn the_example_is_true() -> Result<(), String> {
        let example = include_str!("../../tanya.example.toml");
        assert_eq!(format!("{:?}", parse("", &[])?), format!("{:?}", parse(example, &[])?));
        let is_setting = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        let all = example.lines().map(|line| if is_setting(&line) { &line[2..] } else { line });
        let all = parse(&all.collect::<Vec<_>>().join("\n"), &[])?;
        assert!(all.group.is_some() && all.events.is_some() && !all.hours.openings.is_empty());
        assert_eq!((all.reads.len(), all.hours.holidays.len()), (2, 1));
        Ok(())
    }
}
