//! What a customer types to prove that an order is theirs: when it was placed, what it cost, how the telephone
//! number ends, or a one-time code.
//!
//! A text is read as facts only if the whole of it is facts and the words that label them. Anything else is an
//! ordinary question, and no try. Whether a fact is true is not known here.

mod code;
mod money;
#[cfg(test)]
mod tests;
mod when;
mod words;

use super::rules::FactKind;
use jiff::civil::{Date, DateTime};

use super::phone;
use super::plain::plain;
use when::When;
use words::Label;

pub use code::code_of;

/// The longest text that is read as facts, in bytes: a few of them on a few lines.
const LONGEST: usize = 400;

/// Something that is told about an order. `Debug` shows only of what kind it is.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// When it was placed, to the minute, on the customer's clock: one of those of Indonesia.
    Time(DateTime),
    /// Its total, in hundredths of the major unit whatever the currency: Rp105.000 is 10,500,000.
    Total(i64),
    /// The last four digits of the telephone number.
    PhoneEnd(String),
    /// A one-time code, in the form of [`code_of`].
    Code(String),
}

impl std::fmt::Debug for Fact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Fact::Time(_) => "Time",
            Fact::Total(_) => "Total",
            Fact::PhoneEnd(_) => "PhoneEnd",
            Fact::Code(_) => "Code",
        })
    }
}

impl Fact {
    /// Which kind of proof it is.
    pub fn kind(&self) -> FactKind {
        match self {
            Fact::Time(_) => FactKind::Time,
            Fact::Total(_) => FactKind::Total,
            Fact::PhoneEnd(_) => FactKind::PhoneEnd,
            Fact::Code(_) => FactKind::Code,
        }
    }
}

/// The facts that a text consists of, at most one of a kind; none if it holds anything else, a date without a time,
/// or two answers to one question.
///
/// A date without a year is the latest such date that is not after the day after `today`: somewhere in Indonesia
/// it may be tomorrow already.
pub fn read(text: &str, today: Date) -> Vec<Fact> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let text = plain(text).to_lowercase();
    let mut reading = Reading { rest: &text, today, label: None, when: When::default(), facts: Vec::new() };
    while !reading.rest.is_empty() {
        if reading.step().is_none() {
            return Vec::new();
        }
    }
    reading.end().unwrap_or_default()
}

/// How far the reading of a text has got.
struct Reading<'a> {
    rest: &'a str,
    today: Date,
    /// What the last label announced.
    label: Option<Label>,
    /// The parts of a time so far.
    when: When,
    facts: Vec<Fact>,
}

impl<'a> Reading<'a> {
    /// Reads the next thing; `None` if it is nothing that belongs to facts.
    fn step(&mut self) -> Option<()> {
        let trimmed = self.rest.trim_start_matches(words::is_between);
        if trimmed.len() < self.rest.len() {
            self.rest = trimmed;
            return Some(());
        }
        // What a label announces is tried first: 12.50 is a time, and after "total" an amount.
        let announced = match self.label {
            Some(Label::Total) => self.day().or_else(|| self.total()),
            Some(Label::Phone) => self.phone(),
            _ => None,
        };
        let found = announced.or_else(|| self.code()).or_else(|| self.time()).or_else(|| self.phone());
        found.or_else(|| self.total()).or_else(|| self.label())
    }

    fn found(&mut self, rest: &'a str, fact: Fact) {
        self.rest = rest;
        self.label = None;
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    fn code(&mut self) -> Option<()> {
        let (code, rest) = code::at_start(self.rest)?;
        self.found(rest, Fact::Code(code));
        Some(())
    }

    fn day(&mut self) -> Option<()> {
        self.part(when::day_at_start(self.rest, self.today)?)
    }

    fn time(&mut self) -> Option<()> {
        let announced = self.label == Some(Label::Clock);
        self.part(when::at_start(self.rest, self.today, announced)?)
    }

    fn part(&mut self, (part, rest): (when::Part, &'a str)) -> Option<()> {
        self.facts.extend(self.when.add(part)?.map(Fact::Time));
        self.rest = rest;
        self.label = None;
        Some(())
    }

    /// Four digits, a masked number, or a whole one, of which the end is taken.
    fn phone(&mut self) -> Option<()> {
        let is_sign = |sign: char| sign.is_ascii_digit() || matches!(sign, '*' | '+' | '-' | '.' | ' ' | '(' | ')');
        let length = self.rest.find(|sign| !is_sign(sign)).unwrap_or(self.rest.len());
        let all = self.rest[..length].trim_end_matches(|sign: char| !sign.is_ascii_digit());
        let first = all.split(' ').next().unwrap_or_default();
        let written = [all, first].into_iter().find(|written| self.is_phone(written))?;
        let end = phone::end(written)?;
        self.found(&self.rest[written.len()..], Fact::PhoneEnd(end));
        Some(())
    }

    /// Whether so much of the rest is the end of a telephone number or a whole one.
    fn is_phone(&self, written: &str) -> bool {
        let four = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = self.label == Some(Label::Phone) || written.starts_with(['0', '+', '(', '6']);
        let whole = is_known && phone::normal(written).is_some();
        let masked = written.contains('*') && written.len() <= 24;
        (four || whole || masked) && !words::goes_on(&self.rest[written.len()..])
    }

    fn total(&mut self) -> Option<()> {
        let (hundredths, rest) = money::at_start(self.rest, self.label == Some(Label::Total))?;
        self.found(rest, Fact::Total(hundredths));
        Some(())
    }

    fn label(&mut self) -> Option<()> {
        let (label, rest) = words::label_at_start(self.rest)?;
        self.rest = rest;
        if label != Label::Filler {
            self.label = Some(label);
        }
        Some(())
    }

    /// All facts, if no part of a time is left over, and no two of one kind were told: one message is one try.
    fn end(mut self) -> Option<Vec<Fact>> {
        self.facts.extend(self.when.finish()?.map(Fact::Time));
        let kind = std::mem::discriminant::<Fact>;
        let once = |at: usize| self.facts[..at].iter().all(|earlier| kind(earlier) != kind(&self.facts[at]));
        (0..self.facts.len()).all(once).then_some(self.facts)
    }
}
