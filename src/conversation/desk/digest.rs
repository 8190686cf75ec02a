//! The digest of a day: what became of the tickets, and what the bot could not answer.
//!
//! What is absent here: when it appears, where it is sent, and how any of it is worded.

use std::collections::{BTreeMap, BTreeSet};

use crate::conversation::page::{Part, Saying, Value, Words, line};
use crate::conversation::{LocalTime, Zone};
use crate::language::{Language, is_han};

use super::ticket::{Ended, Ticket};

/// So many of the questions are named.
const MOST_QUESTIONS: usize = 5;

/// The longest question that is shown whole, in characters.
const LONGEST_QUESTION: usize = 120;

/// What happened from one moment to another, in Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// The first moment.
    pub from: i64,
    /// The first moment after it.
    pub to: i64,
    /// So many tickets were opened, or opened again.
    pub opened: usize,
    /// So many had the first reply of staff.
    pub answered: usize,
    /// So many were resolved, by staff or by the customer's silence.
    pub resolved: usize,
    /// How long the customers of those that were answered had waited for it, in milliseconds: half of them no longer.
    pub median_first_reply_ms: Option<i64>,
    /// How long it took to resolve those that were, likewise.
    pub median_resolution_ms: Option<i64>,
    /// So many of the customers whose ticket ended found the help good.
    pub good: usize,
    /// So many did not.
    pub bad: usize,
    /// How many were opened in each language that was spoken.
    pub per_language: Vec<(Language, usize)>,
    /// The questions that were asked most often of those that the bot could not answer, and how often.
    pub questions: Vec<(String, usize)>,
}

/// What happened from one moment to another. A ticket belongs to it by what happened to the ticket; the questions are
/// those of that time.
pub fn digest(tickets: &[Ticket], unanswered: &[(Language, String)], from: i64, to: i64) -> Digest {
    let within = |at: i64| (from..to).contains(&at);
    let opened: Vec<&Ticket> = tickets.iter().filter(|ticket| within(ticket.opened_at)).collect();
    let answered: Vec<&Ticket> = tickets.iter().filter(|ticket| ticket.first_reply_at.is_some_and(within)).collect();
    let ended = || tickets.iter().filter_map(|ticket| Some((ticket, ticket.ended?))).filter(|(_, (at, _))| within(*at));
    let resolved: Vec<(&Ticket, i64)> =
        ended().filter_map(|(ticket, (at, how))| is_help(how).then_some((ticket, at))).collect();
    let rated = |good: bool| ended().filter(|(ticket, _)| ticket.rating == Some(good)).count();
    let first_replies = answered.iter().filter_map(|ticket| Some(ticket.first_reply_at? - ticket.opened_at));
    Digest {
        from,
        to,
        opened: opened.len(),
        answered: answered.len(),
        resolved: resolved.len(),
        median_first_reply_ms: median(first_replies),
        median_resolution_ms: median(resolved.iter().map(|(ticket, at)| at - ticket.opened_at)),
        good: rated(true),
        bad: rated(false),
        per_language: per_language(&opened),
        questions: most_frequent(unanswered),
    }
}

/// Whether a ticket that ended so was resolved.
fn is_help(how: Ended) -> bool {
    matches!(how, Ended::Resolved | Ended::Silence)
}

/// The middle of some stretches of time, the mean of the two in the middle of an even number. A ticket that was opened
/// again counts from then, so that what is older than that says nothing.
fn median(stretches: impl Iterator<Item = i64>) -> Option<i64> {
    let mut stretches: Vec<i64> = stretches.filter(|stretch| *stretch >= 0).collect();
    stretches.sort_unstable();
    let upper = *stretches.get(stretches.len() / 2)?;
    let lower = stretches[(stretches.len() - 1) / 2];
    Some(lower + (upper - lower) / 2)
}

fn per_language(opened: &[&Ticket]) -> Vec<(Language, usize)> {
    let count = |language: Language| opened.iter().filter(|ticket| ticket.language == language).count();
    Language::ALL.map(|language| (language, count(language))).into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Questions that say nearly the same, in the wording that came most often.
struct Group<'a> {
    language: Language,
    words: BTreeSet<String>,
    question: &'a str,
    count: usize,
}

/// The most frequent questions. Those that say nearly the same are one.
fn most_frequent(unanswered: &[(Language, String)]) -> Vec<(String, usize)> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in wordings(unanswered) {
        match groups.iter_mut().find(|group| group.language == one.language && alike(&group.words, &one.words)) {
            Some(group) => group.count += one.count,
            None => groups.push(one),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    groups.truncate(MOST_QUESTIONS);
    groups.into_iter().map(|group| (shortened(group.question), group.count)).collect()
}

/// The different wordings, whatever their capitals, signs and order of words, the most frequent first.
fn wordings(unanswered: &[(Language, String)]) -> Vec<Group<'_>> {
    let mut places = BTreeMap::new();
    let mut wordings: Vec<Group<'_>> = Vec::new();
    for (language, question) in unanswered {
        let words = words(question);
        if words.is_empty() {
            continue;
        }
        let place = *places.entry((*language, words.clone())).or_insert(wordings.len());
        match wordings.get_mut(place) {
            Some(wording) => wording.count += 1,
            None => wordings.push(Group { language: *language, words, question, count: 1 }),
        }
    }
    wordings.sort_by_key(|wording| std::cmp::Reverse(wording.count));
    wordings
}

/// The words of a question in small letters; of Chinese, each character.
fn words(question: &str) -> BTreeSet<String> {
    let mut spaced = String::with_capacity(question.len());
    for letter in question.chars().flat_map(char::to_lowercase) {
        match letter {
            letter if is_han(letter) => spaced.extend([' ', letter, ' ']),
            letter if letter.is_alphanumeric() => spaced.push(letter),
            _ => spaced.push(' '),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// Whether two questions have two thirds of their words or more in common.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count();
    common * 3 >= (one.len() + other.len() - common) * 2
}

fn shortened(question: &str) -> String {
    let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUESTION {
        return line;
    }
    let start: String = line.chars().take(LONGEST_QUESTION - 1).collect();
    format!("{}…", start.trim_end())
}

impl Digest {
    /// Whether there is nothing to tell.
    pub fn is_quiet(&self) -> bool {
        let counts = [self.opened, self.answered, self.resolved, self.good, self.bad, self.questions.len()];
        counts.iter().all(|count| *count == 0)
    }

    /// What it says, with the times of a zone.
    pub fn parts(&self, zone: Zone) -> Vec<Part> {
        let moment = |at: i64| Value::Moment(LocalTime::of(at, zone));
        let heading = Words::new(Saying::DigestHeading).with("from", moment(self.from)).with("to", moment(self.to));
        let mut parts = vec![Part::Words(heading)];
        if self.is_quiet() {
            parts.push(line(Saying::DigestQuiet));
            return parts;
        }
        parts.push(Part::Bullets(self.figures()));
        let language = |(language, count): &(Language, usize)| {
            let words = Words::new(Saying::DigestLanguage).with("language", Value::Language(*language));
            words.with("count", Value::Number(*count))
        };
        section(&mut parts, Saying::DigestLanguages, self.per_language.iter().map(language).collect());
        let question = |(question, count): &(String, usize)| {
            let words = Words::new(Saying::DigestQuestion).with("text", Value::Text(question.clone()));
            words.with("count", Value::Number(*count))
        };
        section(&mut parts, Saying::DigestQuestions, self.questions.iter().map(question).collect());
        parts
    }

    fn figures(&self) -> Vec<Words> {
        let counts = Words::new(Saying::DigestCounts)
            .with("opened", Value::Number(self.opened))
            .with("answered", Value::Number(self.answered))
            .with("resolved", Value::Number(self.resolved));
        let span = |saying, stretch: Option<i64>| stretch.map(|ms| Words::new(saying).with("left", Value::Span(ms)));
        let ratings = Words::new(Saying::DigestRatings)
            .with("good", Value::Number(self.good))
            .with("bad", Value::Number(self.bad));
        let mut figures = vec![counts];
        figures.extend(span(Saying::DigestFirstReply, self.median_first_reply_ms));
        figures.extend(span(Saying::DigestResolution, self.median_resolution_ms));
        figures.extend((self.good + self.bad > 0).then_some(ratings));
        figures
    }
}

/// A heading and a list under it, where there is anything in it.
fn section(parts: &mut Vec<Part>, heading: Saying, items: Vec<Words>) {
    if !items.is_empty() {
        parts.extend([line(heading), Part::Bullets(items)]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::ticket::State;
    use super::*;
    use crate::conversation::{Content, Placement, Reply};
    use crate::knowledge::{Audience, Files};
    use crate::language::Script;
    use crate::voice::Voice;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    /// 20 November 2026, 18:00 in Jakarta.
    const FROM: i64 = 1_795_172_400_000;

    /// A ticket by what happened when, in minutes since the beginning of the day.
    fn ticket(language: Language, opened: i64, replied: Option<i64>, ended: Option<(i64, Ended)>) -> Ticket {
        let at = |minutes: i64| FROM + minutes * MINUTE;
        Ticket {
            number: 1,
            conversation: "telegram:1".to_owned(),
            name: String::new(),
            language,
            role: Audience::Buyer,
            state: if ended.is_some() { State::Ended } else { State::Taken },
            holder: None,
            opened_at: at(opened),
            waiting_since: None,
            answered_at: replied.map(at),
            first_reply_at: replied.map(at),
            taken_at: replied.map(at),
            ended: ended.map(|(minutes, how)| (at(minutes), how)),
            rating: None,
            rating_asked: false,
            reminded: 0,
            language_told: false,
        }
    }

    fn rated(ticket: Ticket, good: bool) -> Ticket {
        Ticket { rating: Some(good), ..ticket }
    }

    fn day() -> Digest {
        use Language::{Chinese, English};
        let tickets = [
            rated(ticket(English, 0, Some(4), Some((60, Ended::Resolved))), true),
            rated(ticket(Chinese, 10, Some(30), Some((110, Ended::Silence))), false),
            ticket(English, 20, Some(28), Some((90, Ended::Left))),
            ticket(Chinese, 30, None, None),
            // Of the day before, of the day after, and of both.
            ticket(English, -90, Some(-80), Some((-1, Ended::Resolved))),
            ticket(English, 24 * 60, None, None),
            rated(ticket(English, -60, Some(-50), Some((180, Ended::Resolved))), true),
            // Opened again after it had been answered.
            ticket(English, 50, Some(40), None),
        ];
        let unanswered =
            questions(English, &["Do you do gift wrapping?", "is there a warranty", "do you do GIFT wrapping"]);
        digest(&tickets, &unanswered, FROM, FROM + DAY)
    }

    fn questions(language: Language, all: &[&str]) -> Vec<(Language, String)> {
        all.iter().map(|question| (language, (*question).to_owned())).collect()
    }

    #[test]
    fn a_ticket_counts_by_what_happened_to_it_that_day() {
        let digest = day();
        assert_eq!((digest.opened, digest.answered, digest.resolved), (5, 4, 3));
        assert_eq!(digest.median_first_reply_ms, Some(8 * MINUTE), "of 4, 8 and 20");
        assert_eq!(digest.median_resolution_ms, Some(100 * MINUTE), "of 60, 100 and 240");
        assert_eq!((digest.good, digest.bad), (2, 1));
        assert_eq!(digest.per_language, [(Language::Chinese, 2), (Language::English, 3)]);
        assert!(!digest.is_quiet());
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let table: [(&[i64], Option<i64>); 5] =
            [(&[], None), (&[7], Some(7)), (&[9, 1], Some(5)), (&[9, 1, 2], Some(2)), (&[-1, 4], Some(4))];
        for (stretches, expected) in table {
            assert_eq!(median(stretches.iter().copied()), expected, "{stretches:?}");
        }
    }

    #[test]
    fn questions_that_say_nearly_the_same_are_one() {
        let mut all = questions(
            Language::English,
            &[
                "is there a warranty?",
                "Can I pay in two parts",
                "can i pay in two parts??",
                "pay in two parts, can I",
                "can i please pay in two parts",
                "IS THERE  a WARRANTY",
                "???",
                "something else",
            ],
        );
        all.extend(questions(Language::Chinese, &["有没有保修", "有没有保修？", "有保修没有呢", "可以包装礼物吗"]));
        all.extend(questions(Language::Indonesian, &["is there a warranty"]));
        let expected = [
            ("Can I pay in two parts", 4),
            ("有没有保修", 3),
            ("is there a warranty?", 2),
            ("something else", 1),
            ("可以包装礼物吗", 1),
        ];
        assert_eq!(most_frequent(&all), expected.map(|(question, count)| (question.to_owned(), count)));
    }

    #[test]
    fn a_long_question_is_shown_in_part() {
        let long = format!("why\n{}", "is it so ".repeat(40));
        let shown = most_frequent(&questions(Language::English, &[&long])).remove(0).0;
        assert!(shown.starts_with("why is it so") && shown.ends_with('…') && shown.chars().count() <= 120, "{shown}");
    }

    fn said(digest: &Digest, language: Language) -> String {
        let voice = Voice::load(&Files::shipped_locales(), "Melati").0;
        let library = crate::knowledge::load::load(&[]).library;
        let content = Content::Page(digest.parts(Zone::Jakarta));
        let reply = Reply { language, placement: Placement::New, content, buttons: Vec::new(), asides: Vec::new() };
        voice.render(&library, &reply, Script::default()).flat().text
    }

    #[test]
    fn it_reads_well() {
        let expected = "From 20 Nov 2026, 18:00 (Jakarta time) to 21 Nov 2026, 18:00 (Jakarta time)\n\n\
            • 5 opened, 4 answered, 3 resolved\n\
            • First reply after 8 min (median)\n\
            • Resolved after 1 h 40 min (median)\n\
            • Ratings: 👍 2, 👎 1\n\n\
            Opened per language:\n\n\
            • Chinese: 2\n\
            • English: 3\n\n\
            What I could not answer:\n\n\
            • 2 ×: Do you do gift wrapping?\n\
            • 1 ×: is there a warranty";
        assert_eq!(said(&day(), Language::English), expected);
    }

    #[test]
    fn a_quiet_day_is_one_sentence() {
        let quiet = digest(&[], &[], FROM, FROM + DAY);
        assert_eq!(quiet.median_first_reply_ms, None);
        for language in Language::ALL {
            let text = said(&quiet, language);
            assert!(quiet.is_quiet() && text.lines().filter(|line| !line.is_empty()).count() == 2, "{text}");
        }
    }
}
