//! Chinese words that were typed by their sound and came out in other characters: 退宽 for 退款, 订但 for 订单.
//!
//! A word of the trade is found by how it is read, without tones and with the sounds that dialects mix made
//! one (zh and z, n and l, ing and in). Only characters that the dictionary could make nothing of are looked
//! up, so that a word which really stands there stays.

use std::collections::HashMap;

use pinyin::ToPinyin;

/// The longest words, in characters, that are told by their sound.
const LONGEST: usize = 4;

/// Words of the trade by their sound.
#[derive(Default)]
pub struct Sounds {
    /// The sound, and the one word that has it; `None` where several have.
    words: HashMap<String, Option<String>>,
}

impl Sounds {
    /// Takes a word of two to four Han characters; of others nothing is kept.
    pub fn learn(&mut self, word: &str) {
        if !(2..=LONGEST).contains(&word.chars().count()) {
            return;
        }
        let Some(sound) = sound(word) else { return };
        let known = self.words.entry(sound).or_insert_with(|| Some(word.to_owned()));
        if known.as_deref() != Some(word) {
            *known = None;
        }
    }

    /// The words of a run, of which some may be pieces of a misspelt one, with those put together and mended.
    /// `stands` says of a piece whether it is a word that is known.
    pub fn mend<'a>(&'a self, pieces: &[&'a str], stands: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut mended = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while at < pieces.len() {
            match self.at(&pieces[at..], &stands) {
                Some((taken, word)) => {
                    mended.push(word);
                    at += taken;
                }
                None => {
                    mended.push(pieces[at]);
                    at += 1;
                }
            }
        }
        mended
    }

    /// The longest word that the first pieces sound like, with how many of them it takes. One character alone
    /// is a word of its own too often, so that two of them must be pieces, or one piece must be unknown.
    fn at(&self, pieces: &[&str], stands: &impl Fn(&str) -> bool) -> Option<(usize, &str)> {
        (1..=pieces.len().min(LONGEST)).rev().find_map(|taken| {
            let part = &pieces[..taken];
            let loose = |piece: &&str| piece.chars().count() == 1 || !stands(piece);
            if !part.iter().all(loose) || (taken == 1 && stands(part[0])) {
                return None;
            }
            let typed = part.concat();
            let word = self.words.get(&sound(&typed)?)?.as_deref()?;
            (word != typed && shares(word, &typed)).then_some((taken, word))
        })
    }
}

/// Whether two words have a character in the same place: who mistypes a word gets part of it right.
fn shares(word: &str, typed: &str) -> bool {
    word.chars().zip(typed.chars()).any(|(one, other)| one == other)
}

/// How a word is read; `None` where a character has no reading.
fn sound(word: &str) -> Option<String> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let syllables: Option<Vec<String>> = word.to_pinyin().map(|one| Some(blurred(one?.plain()))).collect();
    Some(syllables?.join(" "))
}

/// A syllable without the differences that are not heard everywhere.
fn blurred(syllable: &str) -> String {
    let mut blurred = syllable.to_owned();
    for (hard, soft) in [("zh", "z"), ("ch", "c"), ("sh", "s")] {
        if let Some(rest) = blurred.strip_prefix(hard) {
            blurred = format!("{soft}{rest}");
        }
    }
    if let Some(rest) = blurred.strip_prefix('n') {
        blurred = format!("l{rest}");
    }
    for ending in ["ang", "eng", "ing"] {
        if blurred.ends_with(ending) {
            blurred.pop();
        }
    }
    blurred
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_like_a_word_of_the_trade_is_mended_and_real_words_stay() {
        let mut sounds = Sounds::default();
        for word in ["退款", "订单", "发货", "支付"] {
            sounds.learn(word);
        }
        let stands = |piece: &str| ["但是", "我", "的", "花"].contains(&piece);
        for (pieces, words) in [
            (vec!["我", "的", "退", "宽"], vec!["我", "的", "退款"]),
            (vec!["订但", "的"], vec!["订单", "的"]),
            (vec!["但是", "我"], vec!["但是", "我"]),
            (vec!["发", "花"], vec!["发", "花"]),
            (vec!["退款"], vec!["退款"]),
        ] {
            assert_eq!(sounds.mend(&pieces, stands), words, "{pieces:?}");
        }
    }
}
