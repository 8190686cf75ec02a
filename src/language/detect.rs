//! Which language a short message is in: a message of three words, misspelt, with loan words of the
//! other two languages in it.
//!
//! Chinese is told by its characters, weighed against the function words of the other two: in *what
//! does 待发货 mean* the sentence is English. Indonesian and English are told apart by the words and
//! letter groups of messages that are known, by lists of function words, and, for words that nobody
//! here has seen, by a general language model (lingua).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use super::{Language, is_han};

/// The language of a message, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Detection {
    /// The most likely language.
    pub language: Language,
    /// Its probability, from 0.5 to 1.
    pub confidence: f32,
    /// Whether the text is of this language beyond doubt: Han characters, a function word, or several
    /// words. A loan word or a name alone is of any language.
    pub certain: bool,
}

/// A word of a function word list counts as much as this many nats.
const MARKER: f32 = 2.5;
/// A function word that opens the message counts this much more: it frames the sentence (*why tidak
/// bisa cancel*, *can I pilih kurir*), whatever words fill it.
const OPENING: f32 = 2.0;
/// No function word counts more than this.
const MARKER_LIMIT: f32 = 3.0;
/// No other word counts more than this, however often it was met.
const WORD_LIMIT: f32 = 1.8;
/// A word that nobody has seen counts at most this much by its letters.
const LETTERS_LIMIT: f32 = 1.2;
/// The most that the general model counts.
const GENERAL_LIMIT: f32 = 2.5;
/// Words that say more than this are not taken to the general model, which costs more than all else here: whatever it
/// said, they would be of the same language, and of more than [`KNOWN`] of confidence.
const BY_WORDS_ALONE: f32 = GENERAL_LIMIT + 1.4;
/// So many words tell their language even without a function word among them.
const SEVERAL: usize = 4;
/// They do so from this confidence on.
const KNOWN: f32 = 0.8;
/// So many Han characters weigh as much as one function word of another language.
const HAN_PER_MARKER: f32 = 2.0;

/// Decides the language of short messages; immutable once built.
pub struct Detector {
    general: LanguageDetector,
    words: HashMap<String, f32>,
    letters: HashMap<[char; 3], f32>,
    markers: HashMap<String, Language>,
    names: Vec<String>,
}

impl Detector {
    /// Learns from messages whose language is known, from function words of each language, and from
    /// names in Han characters that stand in messages of any language.
    pub fn new<'a>(
        messages: impl Iterator<Item = (Language, &'a str)>,
        markers: impl Iterator<Item = (Language, &'a str)>,
        names: Vec<String>,
    ) -> Detector {
        let mut counts = Counts::default();
        for (language, message) in messages.filter(|(language, _)| *language != Language::Chinese) {
            counts.take(language, message);
        }
        let mut of_marker: HashMap<String, Language> = HashMap::new();
        let mut ambiguous = HashSet::new();
        for (language, word) in markers {
            let word = word.to_lowercase();
            if of_marker.insert(word.clone(), language).is_some_and(|other| other != language) {
                ambiguous.insert(word);
            }
        }
        of_marker.retain(|word, _| !ambiguous.contains(word));
        let languages = [lingua::Language::English, lingua::Language::Indonesian];
        Detector {
            general: LanguageDetectorBuilder::from_languages(&languages).build(),
            words: log_odds(&counts.words, WORD_LIMIT),
            letters: log_odds(&counts.letters, LETTERS_LIMIT),
            markers: of_marker,
            names,
        }
    }

    /// The language of a folded message (lower case, simplified); `None` where nothing tells: a
    /// number, an emoji, a loan word alone.
    pub fn detect(&self, folded: &str) -> Option<Detection> {
        let unnamed = self.without_names(folded);
        let words: Vec<&str> = words(&unnamed).collect();
        let han = unnamed.chars().filter(|letter| is_han(*letter)).count() as f32;
        let markers = words.iter().filter(|word| self.marked(word) != 0.0).count();
        // A function word that opens the message frames the sentence, and counts twice.
        let opened = unnamed.trim_start().chars().next().is_some_and(|letter| !is_han(letter));
        let frame = opened && words.first().is_some_and(|word| self.marked(word) != 0.0);
        let markers = (markers + usize::from(frame)) as f32;
        if han > 0.0 && han >= HAN_PER_MARKER * markers {
            let confidence = if markers == 0.0 { 1.0 } else { han / (han + markers) };
            return Some(Detection { language: Language::Chinese, confidence: confidence.max(0.5), certain: true });
        }
        if words.is_empty() {
            let named = folded.chars().any(is_han);
            return named.then_some(Detection { language: Language::Chinese, confidence: 0.7, certain: false });
        }
        Some(self.latin(&words))
    }

    /// A text without the names in Han characters that stand in messages of any language.
    fn without_names<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        if !folded.chars().any(is_han) {
            return Cow::Borrowed(folded);
        }
        let met = self.names.iter().filter(|name| folded.contains(name.as_str()));
        met.fold(Cow::Borrowed(folded), |text, name| Cow::Owned(text.replace(name.as_str(), " ")))
    }

    fn latin(&self, words: &[&str]) -> Detection {
        let own: f32 = words.iter().map(|word| self.word(word)).sum();
        let opening = words.first().map_or(0.0, |word| OPENING * self.marked(word));
        let by_words = own + opening;
        let general = if by_words.abs() < BY_WORDS_ALONE { self.general(&words.join(" ")) } else { 0.0 };
        let odds = by_words + general;
        let indonesian = 1.0 / (1.0 + (-odds).exp());
        let (language, confidence, mark) = if odds >= 0.0 {
            (Language::Indonesian, indonesian, 1.0)
        } else {
            (Language::English, 1.0 - indonesian, -1.0)
        };
        let framed = words.iter().any(|word| self.marked(word) == mark);
        Detection { language, confidence, certain: framed || (words.len() >= SEVERAL && confidence >= KNOWN) }
    }

    /// The log odds of Indonesian against English that a word speaks for.
    fn word(&self, word: &str) -> f32 {
        let marked = self.marked(word);
        let learnt = self.words.get(word).copied();
        if marked == 0.0 {
            return learnt.unwrap_or_else(|| self.by_letters(word));
        }
        (MARKER * marked + learnt.unwrap_or_default()).clamp(-MARKER_LIMIT, MARKER_LIMIT)
    }

    /// 1 for a function word of Indonesian, -1 for one of English, 0 for any other word.
    fn marked(&self, word: &str) -> f32 {
        match self.markers.get(word) {
            Some(Language::Indonesian) => 1.0,
            Some(Language::English) => -1.0,
            _ => 0.0,
        }
    }

    fn by_letters(&self, word: &str) -> f32 {
        let groups: Vec<[char; 3]> = letter_groups(word).collect();
        let sum: f32 = groups.iter().filter_map(|group| self.letters.get(group)).sum();
        (2.0 * sum / groups.len().max(1) as f32).clamp(-LETTERS_LIMIT, LETTERS_LIMIT)
    }

    fn general(&self, text: &str) -> f32 {
        let indonesian = self.general.compute_language_confidence(text, lingua::Language::Indonesian) as f32;
        let bounded = indonesian.clamp(0.01, 0.99);
        (0.6 * (bounded / (1.0 - bounded)).ln()).clamp(-GENERAL_LIMIT, GENERAL_LIMIT)
    }
}

/// How often words and letter groups were met in Indonesian and in English.
#[derive(Default)]
struct Counts {
    words: HashMap<String, [f32; 2]>,
    letters: HashMap<[char; 3], [f32; 2]>,
}

impl Counts {
    fn take(&mut self, language: Language, message: &str) {
        let side = usize::from(language == Language::English);
        for word in words(&message.to_lowercase()) {
            self.words.entry(word.to_owned()).or_default()[side] += 1.0;
            for group in letter_groups(word) {
                self.letters.entry(group).or_default()[side] += 1.0;
            }
        }
    }
}

/// The log odds of what was met at least twice.
fn log_odds<K: Clone + Eq + std::hash::Hash>(counts: &HashMap<K, [f32; 2]>, limit: f32) -> HashMap<K, f32> {
    let totals = counts.values().fold([1.0_f32, 1.0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    let odds = |count: &[f32; 2]| ((count[0] + 0.5) / totals[0] / ((count[1] + 0.5) / totals[1])).ln();
    let met = counts.iter().filter(|(_, count)| count[0] + count[1] >= 2.0);
    met.map(|(key, count)| (key.clone(), odds(count).clamp(-limit, limit))).collect()
}

/// The words of a text in an alphabet; digits alone and Han characters are left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '\'') || is_han(letter))
        .map(|word| word.trim_matches('\''))
        .filter(|word| word.chars().any(char::is_alphabetic))
}

fn letter_groups(word: &str) -> impl Iterator<Item = [char; 3]> {
    let padded: Vec<char> = std::iter::once('^').chain(word.chars()).chain(std::iter::once('$')).collect();
    let groups: Vec<[char; 3]> = padded.windows(3).map(|group| [group[0], group[1], group[2]]).collect();
    groups.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detector() -> Detector {
        let markers = [
            (Language::Indonesian, "gimana"),
            (Language::Indonesian, "nya"),
            (Language::English, "how"),
            (Language::English, "does"),
            (Language::English, "mean"),
            (Language::English, "what"),
        ];
        Detector::new(std::iter::empty(), markers.into_iter(), vec!["抖音月付".to_owned()])
    }

    #[test]
    fn the_language_of_the_sentence_counts_not_that_of_its_loan_words() {
        for (text, language) in [
            ("cara cancel order gimana", Language::Indonesian),
            ("cod 可以吗", Language::Chinese),
            ("refund 多久", Language::Chinese),
            ("what does 待发货 mean", Language::English),
            ("how does 抖音月付 work", Language::English),
            ("payment nya gimana", Language::Indonesian),
        ] {
            assert_eq!(detector().detect(text).map(|found| found.language), Some(language), "{text}");
        }
    }

    #[test]
    fn nothing_tells_the_language_of_digits_and_signs() {
        for text in ["", "577012345678901234", "?!", "🙂"] {
            assert_eq!(detector().detect(text), None, "{text}");
        }
    }
}
