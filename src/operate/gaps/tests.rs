//! Groups of questions, and the drafts that are made of them.

use std::sync::LazyLock;

use super::*;
use crate::knowledge::{Files, load, markdown};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&[Files::shipped_knowledge()]).library);

fn asked(language: Language, questions: &[&str]) -> Vec<Asked> {
    let one = |(at, question): (i64, &&str)| Asked { at, language, question: (*question).to_owned(), answer: None };
    (1..).zip(questions).map(one).collect()
}

fn grouped(language: Language, questions: &[&str]) -> Vec<Vec<String>> {
    group(&LIBRARY, &asked(language, questions)).into_iter().map(|gap| gap.questions).collect()
}

#[test]
fn near_duplicates_are_one_group_and_other_questions_are_not() {
    let indonesian = [
        "ada garansi ga kak",
        "kak garansinya berapa lama ya",
        "produk ini ada garansinya?",
        "ADA GARANSI GA KAK???",
        "bisa kirim ke luar negeri ga",
        "bisa krim ke luar negri?",
        "kapan ada live lagi",
    ];
    let groups = grouped(Language::Indonesian, &indonesian);
    let with = |word: &str| groups.iter().position(|group| group.iter().any(|text| text.contains(word)));
    assert_eq!(groups[0].len(), 3, "{groups:?}");
    assert_eq!((with("garansi"), with("luar"), with("live")), (Some(0), Some(1), Some(2)), "{groups:?}");
    assert_eq!(groups.len(), 3, "{groups:?}");
}

#[test]
fn so_they_are_in_chinese_and_english() {
    let chinese = ["这个有保修吗", "有没有保修", "保修多久", "可以寄到国外吗", "可以寄到國外嗎", "什么时候直播"];
    let english = [
        "does it come with a warranty",
        "is there a warranty?",
        "any waranty on this",
        "do you ship to Malaysia",
        "can you ship this to malaysia pls",
        "when is your next live",
    ];
    for (language, questions) in [(Language::Chinese, chinese), (Language::English, english)] {
        let groups = grouped(language, &questions);
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        assert_eq!(sizes, [3, 2, 1], "{groups:?}");
    }
}

#[test]
fn the_most_frequent_comes_first_and_every_asking_counts() {
    let questions = ["when is your next live", "any warranty?", "Any  warranty", "ANY WARRANTY!", "any warranty?"];
    let gaps = group(&LIBRARY, &asked(Language::English, &questions));
    let counts: Vec<(usize, i64)> = gaps.iter().map(|gap| (gap.count, gap.last_at)).collect();
    assert_eq!(counts, [(4, 5), (1, 1)]);
    assert_eq!(gaps[0].questions, ["any warranty?"]);
}

#[test]
fn the_same_questions_in_another_order_make_the_same_groups() {
    let mut all = asked(Language::English, &["any warranty", "is there a warranty", "do you ship to malaysia", "???"]);
    let once: Vec<Vec<String>> = group(&LIBRARY, &all).into_iter().map(|gap| gap.questions).collect();
    all.reverse();
    let again: Vec<Vec<String>> = group(&LIBRARY, &all).into_iter().map(|gap| gap.questions).collect();
    assert_eq!(once, again);
}

#[test]
fn another_language_is_another_group() {
    let mut both = asked(Language::English, &["warranty"]);
    both.extend(asked(Language::Indonesian, &["warranty"]));
    assert_eq!(group(&LIBRARY, &both).len(), 2);
}

#[test]
fn a_draft_is_in_the_form_of_an_article_whatever_was_typed() -> Result<(), toml::de::Error> {
    let mut all = asked(Language::English, &["is there a \"warranty\" \\ or\n+++\nnot", "warranty or not"]);
    all[0].answer = Some("A year.".to_owned());
    all[1].answer = Some("Twelve months from the day of delivery.".to_owned());
    let gaps = group(&LIBRARY, &all);
    assert_eq!(gaps.len(), 1);
    let draft = gaps[0].draft(&TimeZone::UTC);
    let (front, body) = draft.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).unwrap_or_default();
    let front_matter: toml::Table = toml::from_str(front)?;
    assert_eq!(front_matter["title"].as_str(), Some("warranty or not"));
    assert_eq!(front_matter["questions"].as_array().map(Vec::len), Some(2));
    assert!(front.starts_with("# en.md: asked 2 times, last on 1970-01-01 00:00\n"), "{front}");
    assert!(body.contains("Twelve months from the day of delivery.\n\nA year.\n"), "{body}");
    Ok(())
}

#[test]
fn a_draft_without_an_answer_does_not_pass_as_an_article() {
    let gaps = group(&LIBRARY, &asked(Language::English, &["warranty"]));
    let draft = gaps[0].draft(&TimeZone::UTC);
    let body = draft.rsplit("+++\n").next().unwrap_or_default();
    assert!(!markdown::parse(body).1.is_empty(), "{body}");
    let long = group(&LIBRARY, &asked(Language::English, &["warranty ".repeat(20).as_str()]));
    assert_eq!(long[0].title(), "");
}

#[tokio::test]
async fn the_journal_and_the_gap_list_of_the_desk_are_gathered() -> Result<(), StoreError> {
    let store = Store::open("sqlite::memory:")?;
    let entry = |bot: &str, at: i64, question: Option<&str>| journal::Entry {
        bot: bot.to_owned(),
        at,
        outcome: "nothing".to_owned(),
        unanswered: question.map(str::to_owned),
        ..journal::Entry::default()
    };
    let entries =
        [entry("a", 5, Some("old")), entry("a", 10, Some("new")), entry("b", 11, Some("other")), entry("a", 12, None)];
    store
        .transaction(move |sql| {
            for one in entries {
                journal::write(sql, one)?;
            }
            sql.execute(
                "INSERT INTO desk_gaps (id, bot, ticket, at, language, question, answer)
                 VALUES ('1', 'a', 1, 12, 'zh', '有保修吗', ' 一年。 '), ('2', 'b', 1, 13, 'en', 'x', 'y')",
                &[],
            )
        })
        .await?;
    let gathered = |bot: Option<&str>| gather(&store, bot.map(str::to_owned), 10, Language::Indonesian);
    let of_one = gathered(Some("a")).await?;
    let seen: Vec<(Language, &str, Option<&str>)> =
        of_one.iter().map(|one| (one.language, one.question.as_str(), one.answer.as_deref())).collect();
    assert_eq!(seen, [(Language::Indonesian, "new", None), (Language::Chinese, "有保修吗", Some("一年。"))]);
    assert_eq!(gathered(None).await?.len(), 4);
    Ok(())
}
