//! What the bot does not know yet: the questions that it could not answer, and those whose answer by staff may become
//! an article, near-duplicates together, as drafts in the form of the knowledge.
//!
//! Nothing enters the knowledge from here: a person reads the drafts, and `tanya check` refuses one as it is printed
//! without an answer.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::knowledge::Library;
use crate::knowledge::check::LONGEST_TITLE;
use crate::language::Language;
use crate::search::analysis::Analyzer;
use crate::search::features::{Feature, Features};
use crate::store::{Sql, Store, StoreError, desk, journal};

/// An article has at most so many questions per language; a draft has no more.
const MOST_QUESTIONS: usize = 20;

/// So many answers of staff stand in a draft, the newest first.
const MOST_ANSWERS: usize = 3;

/// A question that is not in the knowledge.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// When it was asked, in Unix milliseconds.
    pub at: i64,
    /// In which language.
    pub language: Language,
    /// The question, its digits masked.
    pub question: String,
    /// What staff answered.
    pub answer: Option<String>,
}

/// Questions that are near-duplicates of one another.
pub struct Gap {
    /// Their language.
    pub language: Language,
    /// How often they were asked.
    pub count: usize,
    /// When last, in Unix milliseconds.
    pub last_at: i64,
    /// The distinct questions, the most frequent first.
    pub questions: Vec<String>,
    /// The distinct answers of staff, the newest first.
    pub answers: Vec<String>,
}

/// Everything that was asked and is not in the knowledge, since a time in Unix milliseconds; of one bot, or of all bots
/// on the store. `fallback` is the language where none is known.
///
/// # Errors
/// What the store says.
pub async fn gather(
    store: &Store,
    bot: Option<String>,
    since: i64,
    fallback: Language,
) -> Result<Vec<Asked>, StoreError> {
    store
        .transaction(move |sql| {
            let bot = bot.unwrap_or_default();
            let unanswered = journal::unanswered_since(sql, &bot, since)?;
            let mut asked: Vec<Asked> = unanswered
                .into_iter()
                .map(|one| Asked {
                    at: one.at,
                    language: one.language.unwrap_or(fallback),
                    question: one.question,
                    answer: None,
                })
                .collect();
            asked.extend(gaps_of_the_desk(sql, &bot, since)?);
            Ok(asked)
        })
        .await
}

/// What staff put on the gap list. An empty `bot` is all bots.
fn gaps_of_the_desk(sql: &mut dyn Sql, bot: &str, since: i64) -> Result<Vec<Asked>, StoreError> {
    let gaps = desk::gaps(sql, Some(bot).filter(|bot| !bot.is_empty()), since)?;
    let asked = gaps.into_iter().map(|gap| Asked {
        at: gap.at,
        language: gap.language,
        question: gap.question,
        answer: Some(gap.answer.trim().to_owned()).filter(|answer| !answer.is_empty()),
    });
    Ok(asked.collect())
}

/// Two questions of a language are near-duplicates when they share so much of what they are made of, from 0 to 1. Two
/// Chinese texts share less: a word is one or two characters, and nothing of it is an ending. Of unrelated questions
/// about the same things hardly any two share so much; that a draft holds a neighbour too many is left to its reader.
fn alike_enough(language: Language) -> f64 {
    match language {
        Language::Chinese => 0.18,
        Language::Indonesian | Language::English => 0.3,
    }
}

/// Puts near-duplicates together, the most frequent first. The same questions always make the same groups.
pub fn group(library: &Library, asked: &[Asked]) -> Vec<Gap> {
    let analyzer = Analyzer::new(library);
    let mut gaps: Vec<Gap> = Vec::new();
    for language in Language::ALL {
        let of_language: Vec<&Asked> = asked.iter().filter(|one| one.language == language).collect();
        if of_language.is_empty() {
            continue;
        }
        let features = |text: &str| Features::of(&analyzer.analyse(text, language));
        let messages = library.messages().filter(|(of, _)| *of == language);
        let commonness = Commonness::of(messages.map(|(_, text)| features(text)));
        let groups = groups(same_words(of_language), features, &commonness, alike_enough(language));
        gaps.extend(groups.into_iter().map(|group| gap(language, &group)));
    }
    gaps.sort_by(|one, other| {
        (other.count, other.last_at, &one.questions).cmp(&(one.count, one.last_at, &other.questions))
    });
    gaps
}

/// How common features are among the messages that the knowledge has: *how much is* stands in many of them and tells
/// little, the word that the knowledge lacks tells most.
struct Commonness {
    messages: f64,
    having: HashMap<Feature, u32>,
}

impl Commonness {
    fn of(messages: impl Iterator<Item = Features>) -> Commonness {
        let mut commonness = Commonness { messages: 0.0, having: HashMap::new() };
        for features in messages {
            commonness.messages += 1.0;
            for feature in features.words.into_iter().chain(features.letters) {
                *commonness.having.entry(feature).or_default() += 1;
            }
        }
        commonness
    }

    /// What a feature counts: the square of its inverse document frequency.
    fn weight(&self, feature: Feature) -> f64 {
        let having = self.having.get(&feature).copied().unwrap_or(0);
        ((self.messages + 1.0) / (f64::from(having) + 1.0)).ln().powi(2)
    }
}

/// The askings of the same words, capitals, spaces and signs aside; the most frequent words first.
fn same_words(asked: Vec<&Asked>) -> Vec<Vec<&Asked>> {
    let mut by_words: BTreeMap<String, Vec<&Asked>> = BTreeMap::new();
    for one in asked {
        let words: String = one.question.chars().filter(|letter| letter.is_alphanumeric()).collect();
        by_words.entry(words.to_lowercase()).or_default().push(one);
    }
    let mut askings: Vec<Vec<&Asked>> = by_words.into_values().collect();
    // A stable sort: what was asked equally often stays in the order of its letters.
    askings.sort_by_key(|same| std::cmp::Reverse(same.len()));
    askings
}

/// Each goes to the group whose first question it is most like, or begins a group.
fn groups<'a>(
    askings: Vec<Vec<&'a Asked>>,
    features: impl Fn(&str) -> Features,
    commonness: &Commonness,
    enough: f64,
) -> Vec<Vec<Vec<&'a Asked>>> {
    let mut groups: Vec<Vec<Vec<&Asked>>> = Vec::new();
    let (mut words, mut letters) = (Firsts::default(), Firsts::default());
    for same in askings {
        let features = same.first().map(|one| features(&one.question)).unwrap_or_default();
        let alike =
            words.alike(&features.words, commonness).into_iter().zip(letters.alike(&features.letters, commonness));
        let alike = alike.map(|(words, letters)| (words + letters) / 2.0).enumerate();
        let nearest = alike.reduce(|best, one| if one.1 > best.1 { one } else { best });
        match nearest.filter(|(_, alike)| *alike >= enough) {
            Some((at, _)) => groups[at].push(same),
            None => {
                words.add(features.words, commonness);
                letters.add(features.letters, commonness);
                groups.push(vec![same]);
            }
        }
    }
    groups
}

/// The first question of each group, found by its features of one kind.
#[derive(Default)]
struct Firsts {
    holders: HashMap<Feature, Vec<usize>>,
    weights: Vec<f64>,
}

impl Firsts {
    fn add(&mut self, features: Vec<Feature>, commonness: &Commonness) {
        let group = self.weights.len();
        self.weights.push(features.iter().map(|feature| commonness.weight(*feature)).sum());
        for feature in features {
            self.holders.entry(feature).or_default().push(group);
        }
    }

    /// The weight that is shared with each group (Dice's coefficient), from 0 to 1.
    fn alike(&self, features: &[Feature], commonness: &Commonness) -> Vec<f64> {
        let mut shared = vec![0.0; self.weights.len()];
        let mut all = 0.0;
        for feature in features {
            let weight = commonness.weight(*feature);
            all += weight;
            for group in self.holders.get(feature).into_iter().flatten() {
                shared[*group] += weight;
            }
        }
        let both = self.weights.iter().map(|weight| weight + all);
        shared.into_iter().zip(both).map(|(shared, both)| if both > 0.0 { 2.0 * shared / both } else { 0.0 }).collect()
    }
}

fn gap(language: Language, group: &[Vec<&Asked>]) -> Gap {
    let written = |same: &Vec<&Asked>| same.last().map(|one| one_line(&one.question));
    let questions = group.iter().filter_map(written).collect();
    let mut all: Vec<&Asked> = group.iter().flatten().copied().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    let mut answers: Vec<String> = Vec::new();
    for answer in all.iter().filter_map(|one| one.answer.as_ref()) {
        if !answers.contains(answer) {
            answers.push(answer.clone());
        }
    }
    Gap { language, count: all.len(), last_at: all.first().map_or(0, |one| one.at), questions, answers }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Gap {
    /// What the article may be called: the shortest question, unless it is too long for a title.
    pub fn title(&self) -> &str {
        let shortest = self.questions.iter().min_by_key(|question| question.chars().count());
        shortest.filter(|title| title.chars().count() <= LONGEST_TITLE).map_or("", String::as_str)
    }

    /// The draft of an article in one language.
    pub fn draft(&self, zone: &TimeZone) -> String {
        let mut draft = String::from("+++\n");
        let times = if self.count == 1 { "once".to_owned() } else { format!("{} times", self.count) };
        let _ = writeln!(draft, "# {}.md: asked {times}, last on {}", self.language, local(self.last_at, zone));
        let _ = writeln!(draft, "title = {}\nquestions = [", quoted(self.title()));
        for question in self.questions.iter().take(MOST_QUESTIONS) {
            let _ = writeln!(draft, "  {},", quoted(question));
        }
        if self.questions.len() > MOST_QUESTIONS {
            let _ = writeln!(draft, "  # and {} more", self.questions.len() - MOST_QUESTIONS);
        }
        draft.push_str("]\n+++\n");
        match self.answers.len() {
            0 => draft.push_str("<!-- nobody has answered this yet -->\n"),
            1 => {}
            _ => draft.push_str("<!-- staff answered in several ways, the newest first: make one of them -->\n\n"),
        }
        let answers: Vec<&str> = self.answers.iter().take(MOST_ANSWERS).map(String::as_str).collect();
        if !answers.is_empty() {
            let _ = writeln!(draft, "{}", answers.join("\n\n"));
        }
        draft
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn local(at: i64, zone: &TimeZone) -> String {
    let known = Timestamp::from_millisecond(at).map(|at| at.to_zoned(zone.clone()));
    known.map_or_else(|_| at.to_string(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests;
