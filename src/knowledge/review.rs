//! How new the knowledge is: the day on which a person last reviewed an article of it.
//!
//! Only the `article.toml` files are looked at, so that this takes less than a millisecond; what is wrong
//! with them is said by [`mod@super::load`], not here.

use serde::Deserialize;
use toml::value::Date;

use super::files::Files;
use super::load::Day;

#[derive(Deserialize)]
struct Reviewed {
    reviewed: Option<Day>,
}

/// The latest `reviewed` day of all articles; none when no article has one.
pub fn last_review(files: &Files) -> Option<Date> {
    let articles = files.contents.iter().filter(|(path, _)| path.ends_with("/article.toml"));
    let days = articles.filter_map(|(_, bytes)| {
        let article: Reviewed = toml::from_str(str::from_utf8(bytes).ok()?).ok()?;
        article.reviewed.map(|day| day.0)
    });
    days.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(contents: &[(&str, &str)]) -> Files {
        let contents = contents.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Files { shown_under: String::new(), contents }
    }

    #[test]
    fn the_latest_day_of_any_article_counts() {
        let files = files(&[
            ("orders/a/article.toml", "reviewed = 2026-11-20\nowner = \"Sari\""),
            ("orders/b/article.toml", "reviewed = \"2027-01-02\""),
            ("orders/c/article.toml", "reviewed = 2026-12-31"),
            ("orders/d/article.toml", "hidden = true"),
            ("orders/e/article.toml", "reviewed = soon"),
            ("orders/e/en.md", "reviewed = 2030-01-01"),
        ]);
        assert_eq!(last_review(&files).map(|day| day.to_string()), Some("2027-01-02".to_owned()));
    }

    #[test]
    fn knowledge_without_a_review_has_no_day() {
        assert_eq!(last_review(&files(&[("orders/d/article.toml", "hidden = true")])), None);
    }
}
