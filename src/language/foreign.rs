//! Whether a message is in a language that the bot does not speak, and which of its own is nearest.
//!
//! A message in a script of its own (Thai, Arabic, Hangul, kana) is told by its letters. One in Latin
//! letters is told by marker words, which a lexicon lists for each language: two of them at the
//! least, and clearly more than words of our own languages, since customers mix a Javanese word or a
//! Spanish greeting into an Indonesian sentence. What is in doubt is not foreign.

use std::collections::{BTreeSet, HashSet};

use super::{Language, is_han};

/// A message is foreign only with so many more marker words than words that speak against it.
const MARGIN: usize = 2;
/// So many letters of a foreign script in a row are words; fewer are part of a face made of signs.
const SCRIPT_RUN: usize = 3;

/// A language that the bot does not speak.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherLanguage {
    /// Which of the bot's languages its speakers most likely read; `None` where that is not known.
    pub nearest: Option<Language>,
    /// Folded words and phrases of this language that none of the bot's languages has.
    pub words: BTreeSet<String>,
    /// Folded words that speak against it.
    pub against: BTreeSet<String>,
}

/// A message is in a language that the bot does not speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// Which of the bot's languages its sender most likely reads; `None` where the text does not tell.
    pub nearest: Option<Language>,
}

/// Tells messages in other languages; immutable once built.
#[derive(Debug, Default)]
pub struct ForeignDetector {
    languages: Vec<Markers>,
}

/// What tells one language, ready to be looked up.
#[derive(Debug)]
struct Markers {
    nearest: Option<Language>,
    words: HashSet<String>,
    /// Words that stand together, with a space around each.
    phrases: Vec<String>,
    against: HashSet<String>,
}

impl ForeignDetector {
    /// Knows these languages. Where two fit equally well, the earlier one counts.
    pub fn new(languages: Vec<OtherLanguage>) -> ForeignDetector {
        ForeignDetector { languages: languages.into_iter().map(Markers::of).collect() }
    }

    /// Whether a folded text is in another language.
    pub fn detect(&self, folded: &str) -> Option<Foreign> {
        if let Some(nearest) = foreign_script(folded) {
            return Some(Foreign { nearest });
        }
        if folded.chars().any(is_han) {
            return None;
        }
        let words: Vec<&str> = words(folded).collect();
        let spaced = format!(" {} ", words.join(" "));
        let distinct: BTreeSet<&str> = words.into_iter().collect();
        let scored = self.languages.iter().map(|language| (language.lead(&distinct, &spaced), language));
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|(lead, _)| *lead >= Some(MARGIN)).map(|(_, language)| Foreign { nearest: language.nearest })
    }
}

impl Markers {
    fn of(language: OtherLanguage) -> Markers {
        let (phrases, words): (Vec<String>, Vec<String>) =
            language.words.into_iter().partition(|word| word.contains(' '));
        Markers {
            nearest: language.nearest,
            words: words.into_iter().collect(),
            phrases: phrases.into_iter().map(|phrase| format!(" {phrase} ")).collect(),
            against: language.against.into_iter().collect(),
        }
    }

    /// By how many distinct words a text is rather of this language than not; `None` when rather not.
    fn lead(&self, distinct: &BTreeSet<&str>, spaced: &str) -> Option<usize> {
        let phrases = self.phrases.iter().filter(|phrase| spaced.contains(phrase.as_str())).count();
        let listed = distinct.iter().filter(|word| self.words.contains(**word)).count() + phrases;
        if listed == 0 {
            return None;
        }
        // Letters alone tell nothing: brands and dishes have them too (crème brûlée).
        let lettered = distinct.iter().filter(|word| !self.words.contains(**word) && has_foreign_letter(word));
        let markers = listed + lettered.count();
        let against = distinct.iter().filter(|word| !self.words.contains(**word) && self.against.contains(**word));
        markers.checked_sub(against.count())
    }
}

/// The nearest language, when a text is written in a script that none of the bot's languages uses.
fn foreign_script(folded: &str) -> Option<Option<Language>> {
    let (mut foreign, mut latin, mut han) = (0, 0, 0);
    let (mut run, mut longest, mut javanese) = (0, 0, 0);
    for letter in folded.chars() {
        let of_script = is_foreign_script(letter);
        run = if of_script { run + 1 } else { 0 };
        longest = longest.max(run);
        javanese += usize::from(matches!(letter, '\u{1b00}'..='\u{1bbf}' | '\u{a980}'..='\u{a9df}'));
        if of_script {
            foreign += 1;
        } else if is_han(letter) {
            han += 1;
        } else if letter.is_alphabetic() {
            latin += 1;
        }
    }
    let written = longest >= SCRIPT_RUN && 2 * foreign > 2 * latin + han;
    // Javanese, Balinese and Sundanese letters are written in Indonesia alone.
    written.then(|| (2 * javanese > foreign).then_some(Language::Indonesian))
}

/// Whether a character belongs to a script other than Latin and Han: from Greek to the Indic scripts
/// and those of South-East Asia, kana, and Hangul syllables (<https://www.unicode.org/charts/>). Single
/// Hangul letters are left out: Indonesians and Chinese type them for a laugh.
fn is_foreign_script(letter: char) -> bool {
    let block = matches!(
        letter,
        '\u{370}'..='\u{10ff}' | '\u{1200}'..='\u{1cff}' | '\u{3041}'..='\u{30ff}' | '\u{a980}'..='\u{abff}' | '\u{ac00}'..='\u{d7a3}'
    );
    block && !letter.is_numeric()
}

/// Whether a word has a Latin letter that none of the bot's languages writes: é, ñ, ß, đ.
fn has_foreign_letter(word: &str) -> bool {
    word.chars()
        .any(|letter| letter.is_alphabetic() && matches!(letter, '\u{df}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '\'' || letter == '’'))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| word.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detector() -> ForeignDetector {
        let words = |words: &str| words.split(',').map(str::to_owned).collect();
        ForeignDetector::new(vec![
            OtherLanguage {
                nearest: Some(Language::Indonesian),
                words: words("piye,iki,durung,teko,wis"),
                against: words("belum,kok"),
            },
            OtherLanguage { nearest: None, words: words("mi,pedido,buenos días"), against: words("my,how") },
        ])
    }

    #[test]
    fn several_marker_words_make_a_message_foreign_and_one_loan_word_does_not() {
        for (text, nearest) in [
            ("piye iki kak paketku durung teko", Some(Some(Language::Indonesian))),
            ("paketku kok belum sampe, piye kak", None),
            ("wis durung belum kok", None),
            ("¿dónde está mi pedido?", Some(None)),
            ("buenos días, mi pedido", Some(None)),
            ("how is my mi phone pedido", None),
            ("crème brûlée pokémon", None),
        ] {
            assert_eq!(detector().detect(text).map(|found| found.nearest), nearest, "{text}");
        }
    }

    #[test]
    fn a_script_of_its_own_makes_a_message_foreign_and_a_face_of_signs_does_not() {
        for (text, foreign) in [
            ("สินค้ายังไม่มา", true),
            ("주문 취소하고 싶어요", true),
            ("注文をキャンセルしたいです", true),
            ("متى يصل طلبي", true),
            ("ꦱꦸꦒꦼꦁ", true),
            ("ini apa artinya ya kak: ขอบคุณ", false),
            ("这个の颜色", false),
            ("makasih (๑•̀ㅂ•́)و", false),
            ("¯\\_(ツ)_/¯", false),
        ] {
            assert_eq!(detector().detect(text).is_some(), foreign, "{text}");
        }
        assert_eq!(detector().detect("ꦱꦸꦒꦼꦁ"), Some(Foreign { nearest: Some(Language::Indonesian) }));
    }
}
