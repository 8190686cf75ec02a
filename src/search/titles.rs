//! Articles by the beginnings of words, for somebody who is still typing: `refu` finds *refund*.
//!
//! It looks at titles and keywords alone and says nothing of confidence: it lists, and a person picks.

use super::analysis::fold::{Folder, Run, has_han, runs};
use crate::knowledge::{ArticleId, Library};
use crate::language::Language;

/// A word of the title weighs as much as so many keywords.
const TITLE_WEIGHT: u32 = 3;

/// Titles and keywords, folded.
pub struct Titles(Vec<Entry>);

struct Entry {
    article: ArticleId,
    language: Language,
    title: String,
    keywords: String,
}

impl Titles {
    /// The titles and keywords of a library.
    pub fn of(library: &Library, folder: &Folder) -> Titles {
        let texts = library.articles.values().flat_map(|article| {
            article.texts.iter().map(|(language, text)| Entry {
                article: article.id.clone(),
                language: *language,
                title: folder.fold(&text.title),
                keywords: folder.fold(&text.keywords.join("\n")),
            })
        });
        Titles(texts.collect())
    }

    /// The articles of a language in which words begin as those of a folded text do, best first.
    pub fn beginning_with(&self, folded: &str, language: Language) -> Vec<ArticleId> {
        let beginnings: Vec<&str> = pieces(folded).collect();
        let of_language = self.0.iter().filter(|entry| entry.language == language);
        let mut found: Vec<(u32, &ArticleId)> =
            of_language.map(|entry| (entry.fits(&beginnings), &entry.article)).filter(|(fits, _)| *fits > 0).collect();
        found.sort_by_key(|(fits, article)| (std::cmp::Reverse(*fits), *article));
        found.into_iter().map(|(_, article)| article.clone()).collect()
    }
}

impl Entry {
    fn fits(&self, beginnings: &[&str]) -> u32 {
        let count = |text: &str| beginnings.iter().map(|beginning| u32::from(begins_in(text, beginning))).sum::<u32>();
        TITLE_WEIGHT * count(&self.title) + count(&self.keywords)
    }
}

/// What is looked for: words, and of Chinese pairs of characters.
fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    runs(folded).flat_map(|run| match run {
        Run::Latin(word) | Run::Digits(word) => vec![word],
        Run::Han(words) => pairs(words),
    })
}

fn pairs(han: &str) -> Vec<&str> {
    let ends: Vec<usize> = han.char_indices().map(|(at, _)| at).chain([han.len()]).collect();
    if ends.len() <= 3 {
        return vec![han];
    }
    ends.windows(3).map(|window| &han[window[0]..window[2]]).collect()
}

fn begins_in(text: &str, beginning: &str) -> bool {
    if has_han(beginning) {
        return text.contains(beginning);
    }
    let apart = |before: Option<char>| before.is_none_or(|letter| !letter.is_ascii_alphanumeric());
    text.match_indices(beginning).any(|(at, _)| apart(text[..at].chars().next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let entry = |article: &str, language, title: &str, keywords: &str| Entry {
            article: ArticleId::from(article),
            language,
            title: title.to_owned(),
            keywords: keywords.to_owned(),
        };
        Titles(vec![
            entry("cancel", Language::English, "how to cancel an order", "refund"),
            entry("refund", Language::English, "where is my refund", "money back"),
            entry("refund", Language::Chinese, "退款到账时间", "退钱"),
        ])
    }

    #[test]
    fn the_beginning_of_a_word_is_enough_and_titles_come_first() {
        let found = |text, language| -> Vec<String> {
            titles().beginning_with(text, language).into_iter().map(|article| article.0).collect()
        };
        assert_eq!(found("refu", Language::English), ["refund", "cancel"]);
        assert_eq!(found("canc ord", Language::English), ["cancel"]);
        assert_eq!(found("efund", Language::English), [""; 0]);
        assert_eq!(found("退", Language::Chinese), ["refund"]);
        assert_eq!(found("怎么退款啊", Language::Chinese), ["refund"]);
        assert_eq!(found("refu", Language::Chinese), [""; 0]);
        assert_eq!(found("", Language::English), [""; 0]);
    }
}
