//! What came of the messages of a time, per language: counts from the journal. No question stands in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use crate::store::{Store, StoreError, journal};

/// So many articles are listed.
const MOST_ARTICLES: usize = 10;

/// Counts by the code of the language; `-` where none is known.
pub type Counts = BTreeMap<String, i64>;

/// What came of the messages of a time.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Counts per outcome, in the journal's word, the most frequent first.
    pub outcomes: Vec<(String, Counts)>,
    /// Counts per article that was shown, the most frequent first.
    pub articles: Vec<(String, Counts)>,
}

/// Counts what came of messages since a time in Unix milliseconds; of one bot, or of all bots on the store.
///
/// # Errors
/// What the store says.
pub async fn report(store: &Store, bot: Option<String>, since: i64) -> Result<Report, StoreError> {
    let tallies = store.transaction(move |sql| journal::tallies_since(sql, &bot.unwrap_or_default(), since)).await?;
    let mut outcomes: BTreeMap<String, Counts> = BTreeMap::new();
    let mut articles: BTreeMap<String, Counts> = BTreeMap::new();
    for tally in tallies {
        let language = tally.language.map_or("-", crate::language::Language::code);
        let count = |of: Option<&mut Counts>| {
            if let Some(counts) = of {
                *counts.entry(language.to_owned()).or_default() += tally.count;
            }
        };
        count(Some(outcomes.entry(tally.outcome).or_default()));
        count(tally.article.map(|article| articles.entry(article).or_default()));
    }
    let mut articles = most_frequent_first(articles);
    articles.truncate(MOST_ARTICLES);
    Ok(Report { outcomes: most_frequent_first(outcomes), articles })
}

fn most_frequent_first(counts: BTreeMap<String, Counts>) -> Vec<(String, Counts)> {
    let mut sorted: Vec<(String, Counts)> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.values().sum::<i64>()));
    sorted
}

impl Report {
    /// The counts as two tables for people, with a column per language.
    pub fn table(&self) -> String {
        let languages: BTreeSet<&str> =
            self.outcomes.iter().flat_map(|(_, counts)| counts.keys()).map(String::as_str).collect();
        let mut all = Counts::new();
        for (language, count) in self.outcomes.iter().flat_map(|(_, counts)| counts) {
            *all.entry(language.clone()).or_default() += count;
        }
        let mut text = String::new();
        let total = ("all".to_owned(), all);
        lines(&mut text, "outcome", &languages, [&total].into_iter().chain(&self.outcomes));
        if !self.articles.is_empty() {
            text.push('\n');
            lines(&mut text, "article", &languages, self.articles.iter());
        }
        text
    }
}

fn lines<'a>(
    text: &mut String,
    head: &str,
    languages: &BTreeSet<&str>,
    rows: impl Iterator<Item = &'a (String, Counts)>,
) {
    let columns: String = languages.iter().map(|language| format!("{language:>8}")).collect();
    let _ = writeln!(text, "{head:<34}{:>8}{columns}", "all");
    for (name, counts) in rows {
        let columns: String =
            languages.iter().map(|language| format!("{:>8}", counts.get(*language).unwrap_or(&0))).collect();
        let _ = writeln!(text, "{name:<34}{:>8}{columns}", counts.values().sum::<i64>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[tokio::test]
    async fn messages_are_counted_per_language_and_changes_are_not() -> Result<(), StoreError> {
        let store = Store::open("sqlite::memory:")?;
        let entry = |at: i64, outcome: &str, language: Option<Language>, article: Option<&str>| journal::Entry {
            bot: "bot".to_owned(),
            at,
            outcome: outcome.to_owned(),
            language,
            article: article.map(str::to_owned),
            ..journal::Entry::default()
        };
        let entries = [
            entry(1, "sure", Some(Language::English), Some("vouchers")),
            entry(5, "sure", Some(Language::English), Some("vouchers")),
            entry(6, "sure", Some(Language::Chinese), Some("vouchers")),
            entry(7, "sure", Some(Language::Chinese), Some("cancel-order")),
            entry(8, "nothing", Some(Language::Chinese), None),
            entry(9, journal::CHANGE, None, None),
            entry(9, "poison", None, None),
            journal::Entry { bot: "other".to_owned(), ..entry(9, "nothing", None, None) },
        ];
        store.transaction(move |sql| entries.into_iter().try_for_each(|one| journal::write(sql, one))).await?;
        let table = report(&store, Some("bot".to_owned()), 5).await?.table();
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(
            rows,
            [
                vec!["outcome", "all", "-", "en", "zh"],
                vec!["all", "5", "1", "1", "3"],
                vec!["sure", "3", "0", "1", "2"],
                vec!["nothing", "1", "0", "0", "1"],
                vec!["poison", "1", "1", "0", "0"],
                vec![],
                vec!["article", "all", "-", "en", "zh"],
                vec!["vouchers", "2", "0", "1", "1"],
                vec!["cancel-order", "1", "0", "0", "1"],
            ]
        );
        assert_eq!(report(&store, None, 9).await?.outcomes.len(), 2);
        Ok(())
    }
}
