//! What is listed while somebody types in another chat.

use tanya::knowledge::ArticleId;
use tanya::language::Language::{self, Chinese, English, Indonesian};
use tanya::understanding::Understand;

use crate::shipped::shipped;

fn listed(typed: &str, language: Language) -> Vec<ArticleId> {
    let mind = &shipped().mind;
    mind.suggest(typed, &mind.understand(typed), language)
}

#[test]
fn half_a_word_lists_what_it_may_become_in_the_readers_language() {
    let table = [
        ("refu", English, "refund-status"),
        ("refund", English, "refund-status"),
        ("cancel ord", English, "cancel-order"),
        ("indomar", Indonesian, "pay-at-minimarket"),
        ("batal", Indonesian, "cancel-order"),
        ("refund", Indonesian, "refund-status"),
        ("退款", Chinese, "refund-status"),
        ("取消", Chinese, "cancel-order"),
        ("gopay", Chinese, "pay-by-ewallet"),
    ];
    for (typed, language, expected) in table {
        let articles = listed(typed, language);
        let first: Vec<&str> = articles.iter().take(4).map(|article| article.as_str()).collect();
        assert!(first.contains(&expected), "{typed} in {language}: {first:?}");
    }
}

#[test]
fn strange_texts_list_nothing_or_little_and_never_fail() {
    let (long, han) = ("x".repeat(256), "退".repeat(256));
    for typed in ["", " ", "?", "x", "🙏", "<b>", long.as_str(), han.as_str(), "\u{0}"] {
        for language in [Indonesian, Chinese, English] {
            let articles = listed(typed, language);
            assert!(articles.len() <= shipped().library.articles.len(), "{typed:?}");
        }
    }
    assert!(listed("zzzzqqq", English).is_empty());
}
