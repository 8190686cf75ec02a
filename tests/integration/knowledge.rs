//! The shipped knowledge is whole, and a broken one is reported in full.

use std::collections::BTreeSet;
use std::path::Path;

use tanya::conversation::owner::hours::openings;
use tanya::conversation::{
    Button, Concern, Content, Hours, LocalTime, Part, Phrase, Placement, Reply, Saying, Value, Words, Zone,
};
use tanya::knowledge::{self, ArticleId, Block, Files, Fillings, Problem, ReplyId, Severity, markdown};
use tanya::language::{Language, Locale, Script};
use tanya::orders::{Currency, Money, Status};
use tanya::understanding::{Outcome, Understand};

use crate::shipped::shipped;

/// The articles that every bot ships with; links, tests and evaluations rely on the ids.
const CATALOGUE: &[&str] = &[
    "before-you-buy",
    "buy-several-items",
    "cancel-digital-goods",
    "cancel-order",
    "cancellation-fee",
    "cancellation-rejected",
    "cannot-cancel",
    "cash-on-delivery",
    "change-order",
    "check-order-status",
    "contact-support",
    "item-not-received",
    "link-payment-method",
    "monthly-pay-activate",
    "monthly-pay-cash-out",
    "monthly-pay-close",
    "monthly-pay-repay",
    "monthly-pay-use",
    "order-cancelled-by-system",
    "order-status-meaning",
    "pay-at-minimarket",
    "pay-by-bank-transfer",
    "pay-by-card",
    "pay-by-ewallet",
    "payment-deadline",
    "payment-failed",
    "payment-methods",
    "payment-not-confirmed",
    "payment-safety",
    "refund-not-received",
    "refund-status",
    "return-item",
    "seller-cancellation-request",
    "seller-cancelled-after-shipping",
    "seller-cod",
    "seller-contact-platform",
    "seller-dropoff",
    "seller-duplicate-orders",
    "seller-fees",
    "seller-receive-payment",
    "seller-register",
    "seller-unfair-review",
    "seller-verify-payment",
    "seller-withdraw",
    "shipping-cost",
    "track-parcel",
    "unordered-parcel",
    "vouchers",
];

#[test]
fn the_shipped_knowledge_has_every_article_in_every_language_and_no_problem() {
    let layers = [Files::shipped_knowledge()];
    let loaded = knowledge::load(&layers);
    assert_eq!(knowledge::check(&loaded, &layers), []);
    for id in CATALOGUE {
        let article = loaded.library.articles.get(&ArticleId::from(*id)).unwrap_or_else(|| panic!("{id} is missing"));
        for language in Language::ALL {
            let text = article.texts.get(&language).unwrap_or_else(|| panic!("{id} is missing in {language}"));
            let questions = text.questions.len();
            assert!((8..=20).contains(&questions), "{id} has {questions} questions in {language}");
        }
    }
}

#[test]
fn no_text_names_a_link_an_address_or_a_number_that_may_change() {
    for article in shipped().library.articles.values() {
        for (language, text) in &article.texts {
            for line in text.body.iter().flat_map(|block| block.lines()) {
                let line = markdown::plain_text(line);
                let lower = line.to_lowercase();
                for sign in ["http", "www.", "@", ".com", ".id/", "wa.me", "t.me"] {
                    assert!(!lower.contains(sign), "{} in {language} has {sign:?}: {line}", article.id);
                }
                for number in line.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty()) {
                    let allowed = ["16", "18", "19", "3"].contains(&number);
                    assert!(allowed, "{} in {language} has the number {number}: {line}", article.id);
                }
            }
        }
    }
}

#[test]
fn every_phrase_article_and_topic_can_be_said_in_every_language_within_telegrams_limits() {
    let shipped = shipped();
    let phrases = Phrase::ALL.iter().map(|phrase| Content::Phrase(*phrase));
    let articles = shipped.library.articles.keys().cloned().map(Content::Article);
    let topics = shipped.library.topics.iter().map(|topic| Content::Topic(topic.id.clone()));
    let mut said = BTreeSet::new();
    let pages = Saying::ALL.iter().map(|saying| Content::Page(vec![Part::Words(with_every_value(*saying))]));
    for content in phrases.chain(articles).chain(topics).chain(pages) {
        for locale in Locale::ALL {
            let language = locale.language();
            let reply = Reply {
                language,
                placement: Placement::New,
                content: content.clone(),
                buttons: vec![],
                asides: vec![],
            };
            let text = shipped.voice.render(&shipped.library, &reply, locale.script()).flat().text;
            assert!(!text.trim().is_empty(), "{content:?} says nothing in {language}");
            assert!(!text.contains("{$") && !text.contains("{ $"), "{content:?} in {language}: {text}");
            assert!(text.encode_utf16().count() <= 4096, "{content:?} is too long in {language}");
            said.insert((locale, text));
        }
    }
    assert!(said.len() > 4 * CATALOGUE.len());
}

/// A sentence to owners with every value that any of them has.
fn with_every_value(saying: Saying) -> Words {
    let until = LocalTime::of(1_800_000_000_000, Zone::Jakarta);
    let text = |text: &str| Value::Text(text.to_owned());
    let openings = openings("Mon-Fri 9-17").unwrap();
    let values = [
        ("shop", text("Toko *A*")),
        ("chat", text("…1")),
        ("command", text("/start g_1")),
        ("text", text("GoPay")),
        ("count", Value::Number(3)),
        ("since", Value::Day(until.at.date())),
        ("days", Value::Days(vec![until.at.date()])),
        ("until", Value::Until(until)),
        ("language", Value::Language(Language::Chinese)),
        ("zone", Value::Zone(Zone::Makassar)),
        ("hours", Value::Hours(Hours { openings, ..Hours::default() })),
        ("concern", Value::Concern(Concern::Everything)),
        ("at", Value::Moment(until)),
        ("left", Value::Span(200 * 60 * 1000)),
        ("age", Value::Span(26 * 60 * 60 * 1000)),
        ("quantity", Value::Number(2)),
        ("number", Value::Number(3)),
        ("new", Value::Number(1)),
        ("changed", Value::Number(1)),
        ("unchanged", Value::Number(1)),
        ("total", Value::Money(Money { minor: 10_500_000, currency: Currency::IDR })),
        ("status", Value::Status(Status::InTransit)),
        ("reason", Value::Words(Box::new(Words::new(Saying::ReasonUnpaid)))),
        ("verdict", Value::Words(Box::new(Words::new(Saying::VerdictShip)))),
        ("tracking", Value::Copy("JX-1".to_owned())),
        ("code", Value::Copy("BCDFG-HJKL2".to_owned())),
        ("end", text("5752")),
        ("name", text("Tas *kanvas*")),
        ("method", text("GoPay")),
        ("courier", text("J&T")),
        ("lines", Value::List(vec!["2".to_owned(), "5".to_owned()])),
        ("ends", Value::List(vec!["…0002".to_owned(), "…0005".to_owned()])),
        ("from", Value::Moment(until)),
        ("to", Value::Moment(until)),
        ("opened", Value::Number(5)),
        ("answered", Value::Number(4)),
        ("resolved", Value::Number(3)),
        ("good", Value::Number(2)),
        ("bad", Value::Number(1)),
        ("minutes", Value::Number(15)),
        ("moment", Value::Moment(until)),
        ("agent", text("Sari")),
        ("faults", text("my-knowledge/payment/cod/en.md:3: error: …")),
        ("role", Value::Words(Box::new(Words::new(Saying::DeskBuyer)))),
        ("label", text("Budi")),
        ("title", text("Refund")),
        ("words", text("refund *di mana*")),
        ("span", Value::Span(12 * 60 * 1000)),
    ];
    values.into_iter().fold(Words::new(saying), |words, (name, value)| words.with(name, value))
}

#[test]
fn every_button_that_can_be_offered_fits_telegram() {
    let library = &shipped().library;
    let ids = library.articles.keys();
    let buttons = ids.flat_map(|id| {
        [
            Button::InGroup(Locale::new(Language::Chinese, Script::Traditional), id.clone()),
            Button::ArticleIn(Language::Chinese, id.clone()),
        ]
    });
    for button in buttons.chain(library.topics.iter().map(|topic| Button::Topic(topic.id.clone()))) {
        let data = button.encode();
        assert!(data.len() <= 64, "{data}");
        for language in Language::ALL {
            let reply = Reply {
                language,
                placement: Placement::New,
                content: Content::Phrase(Phrase::DidYouMean),
                buttons: vec![vec![button.clone()]],
                asides: vec![],
            };
            let message = shipped().voice.render(library, &reply, Script::default());
            let label = &message.buttons[0][0].label;
            assert!(!label.trim().is_empty() && label.chars().count() <= 64, "{label:?}");
        }
    }
}

#[test]
fn nothing_of_the_evaluation_sets_was_copied_into_the_knowledge() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluation");
    let plain = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    let library = &shipped().library;
    let texts = library.articles.values().flat_map(|article| article.texts.values());
    let names = texts.flat_map(|text| text.names_and_messages());
    let messages = library.messages().map(|(_, message)| message);
    let known: BTreeSet<String> = names.chain(messages).map(plain).collect();
    for file in ["dev.jsonl", "held-out.jsonl", "written.jsonl"] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        for case in tanya::evaluate::cases::read(&text).unwrap() {
            assert!(!known.contains(&plain(&case.q)), "{file}: {:?} stands among the examples", case.q);
        }
    }
}

#[test]
fn what_is_shipped_was_learnt_from_what_is_shipped() {
    let shipped = shipped();
    assert!(shipped.mind.is_current(&shipped.library), "examples or lexicon changed: run `tanya train`");
}

#[test]
fn hardly_any_known_message_is_taken_for_another_language() {
    let known: Vec<_> = shipped().library.messages().step_by(7).collect();
    let foreign =
        |(_, message): &&(Language, &str)| matches!(shipped().mind.understand(message).outcome, Outcome::Foreign(_));
    let taken: Vec<_> = known.iter().filter(foreign).collect();
    // Some of the Indonesian examples are Javanese or Sundanese.
    assert!(taken.iter().all(|(language, _)| *language == Language::Indonesian), "{taken:?}");
    assert!(taken.len() * 100 <= known.len(), "{} of {}: {taken:?}", taken.len(), known.len());
}

/// A copy of the shipped knowledge, spoilt.
fn spoilt(spoil: impl FnOnce(&mut Files)) -> Vec<Problem> {
    let mut files = Files::shipped_knowledge();
    spoil(&mut files);
    let layers = [files];
    knowledge::check(&knowledge::load(&layers), &layers)
}

fn edit(files: &mut Files, path: &str, change: impl FnOnce(String) -> String) {
    let bytes = files.contents.remove(path).unwrap_or_else(|| panic!("{path} is not shipped"));
    files.contents.insert(path.to_owned(), change(String::from_utf8(bytes).unwrap()).into_bytes());
}

fn assert_found(problems: &[Problem], file: &str, severity: Severity, words: &str) -> Option<usize> {
    let found = problems.iter().find(|one| one.file == file && one.severity == severity && one.message.contains(words));
    found.unwrap_or_else(|| panic!("{file}: no {severity:?} with {words:?} in {problems:#?}")).line
}

#[test]
fn all_faults_are_reported_at_once_with_file_and_line() {
    let question = "How do I cancel an order in TikTok Shop?";
    let problems = spoilt(|files| {
        files.contents.remove("paying/vouchers/zh.md");
        edit(files, "paying/vouchers/article.toml", |text| text.replace("\"shipping-cost\"", "\"no-such-article\""));
        edit(files, "delivery/track-parcel/en.md", |text| {
            let start = text.find("title = ").unwrap();
            let end = start + text[start..].find('\n').unwrap();
            format!("{}title = \"{}\"{}", &text[..start], "x".repeat(61), &text[end..])
        });
        edit(files, "cancelling/cannot-cancel/en.md", |text| {
            text.replacen("questions = [\n", &format!("questions = [\n  \"{question}\",\n"), 1)
        });
        edit(files, "refunds/refund-status/id.md", |text| text + "\nSee [here](https://example.org).\n");
        edit(files, "refunds/return-item/id.md", |text| text.replacen("+++\n", "+++\nreviewed = 2020-01-01\n", 1));
        edit(files, "orders/change-order/en.md", |text| text.replacen("title = ", "titel = ", 1));
        edit(files, "lexicon/en.toml", |text| text.replacen("[spelling]\n", "[spelling]\nzzzz = \"qqqqqq\"\n", 1));
        edit(files, "lexicon/id.toml", |text| text.replacen("[concepts]\n", "[concepts]\nnowhere-else = [\"x\"]\n", 1));
        files.contents.insert("orders/contact-support/fr.md".to_owned(), b"bonjour".to_vec());
        edit(files, "delivery/track-parcel/article.toml", |text| {
            text.replace("[counter]\nid = ", "[counter]\n# id = ")
                .replace("en = \"", &format!("en = \"{}", "x".repeat(200)))
        });
        edit(files, "delivery/item-not-received/article.toml", |text| text + "nl = \"Goedendag\"\n");
        files.contents.insert("orders/buy-several-items/zh.md".to_owned(), vec![0xff, 0xfe, 0x00]);
    });
    let found = |file: &str, severity, words| assert_found(&problems, file, severity, words);
    found("knowledge/paying/vouchers", Severity::Warning, "zh.md is missing");
    assert_eq!(found("knowledge/paying/vouchers/article.toml", Severity::Error, "no-such-article"), Some(2));
    assert_eq!(found("knowledge/delivery/track-parcel/en.md", Severity::Error, "61 characters"), Some(2));
    assert!(found("knowledge/cancelling/cannot-cancel/en.md", Severity::Error, question).is_some());
    assert!(found("knowledge/refunds/refund-status/id.md", Severity::Error, "a link").is_some());
    assert_eq!(found("knowledge/refunds/return-item/id.md", Severity::Warning, "stale"), Some(2));
    assert_eq!(found("knowledge/orders/change-order/en.md", Severity::Error, "titel"), Some(2));
    assert!(found("knowledge/lexicon/en.toml", Severity::Warning, "zzzz").is_some());
    assert!(found("knowledge/lexicon/id.toml", Severity::Warning, "nowhere-else").is_some());
    let counter = "knowledge/delivery/track-parcel/article.toml";
    assert!(found(counter, Severity::Error, "no sentence in Indonesian").is_some());
    assert!(found(counter, Severity::Error, "it may have 1 to 200").is_some());
    assert!(found("knowledge/delivery/item-not-received/article.toml", Severity::Error, "nl").is_some());
    found("knowledge/orders/contact-support/fr.md", Severity::Warning, "is not read");
    found("knowledge/orders/buy-several-items/zh.md", Severity::Error, "UTF-8");
}

#[test]
fn a_merchants_folder_replaces_adds_and_hides() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("paying/vouchers/article.toml", "hidden = true\n");
    write("monthly-pay/topic.toml", "hidden = true\n");
    write("orders/change-order/id.md", "+++\ntitle = \"Judul toko\"\nquestions = [\"mau ubah\"]\n+++\nJawaban toko.\n");
    write("orders/opening-hours/article.toml", "reviewed = \"2026-11-20\"\nowner = \"the shop\"\n");
    write(
        "orders/opening-hours/en.md",
        "+++\ntitle = \"Opening hours\"\nquestions = [\"when are you open?\"]\n+++\nEvery day.\n",
    );
    let layers = [Files::shipped_knowledge(), Files::of_folder(folder.path()).unwrap()];
    let loaded = knowledge::load(&layers);
    let library = &loaded.library;
    assert!(!library.articles.contains_key(&ArticleId::from("vouchers")));
    assert!(!library.articles.keys().any(|id| id.as_str().starts_with("monthly-pay")));
    assert!(!library.topics.iter().any(|topic| topic.id.as_str() == "monthly-pay"));
    let changed = &library.articles[&ArticleId::from("change-order")];
    assert_eq!(changed.texts.keys().collect::<Vec<_>>(), [&Language::Indonesian]);
    assert_eq!(changed.texts[&Language::Indonesian].title, "Judul toko");
    assert!(library.articles.contains_key(&ArticleId::from("opening-hours")));
    let problems = knowledge::check(&loaded, &layers);
    let errors: Vec<&Problem> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "what is hidden may be linked to: {errors:?}");
}

/// What a short reply says, its paragraphs joined.
fn said(id: &str, language: Language, fillings: &Fillings<'_>) -> String {
    let reply = shipped().library.replies.get(&ReplyId::from(id)).unwrap_or_else(|| panic!("{id} is missing"));
    let blocks = reply.filled(language, fillings).unwrap_or_else(|| panic!("{id} is missing in {language}"));
    let lines = blocks.iter().flat_map(Block::lines).map(markdown::plain_text);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn eight_short_replies_ship_and_leave_no_hole_for_whoever_has_no_name_and_no_order() {
    let library = &shipped().library;
    assert_eq!(library.replies.len(), 8);
    let nobody = Fillings { name: None, order: None, shop: "Toko Melati" };
    let known = Fillings { name: Some("Sari"), order: Some("…0008"), ..nobody };
    for (id, language) in library.replies.keys().flat_map(|id| Language::ALL.map(|language| (id, language))) {
        for text in [said(id.as_str(), language, &nobody), said(id.as_str(), language, &known)] {
            assert!(!text.contains(['{', '}', '[', ']', '*']), "{id} in {language}: {text}");
            for hole in ["  ", " ,", " .", " ?", "，，", "()", "（）", "Sari Sari"] {
                assert!(!text.contains(hole), "{id} in {language} has {hole:?}: {text}");
            }
            for sign in ["http", "www.", "@", ".com", "wa.me", "t.me"] {
                assert!(!text.contains(sign), "{id} in {language} has {sign:?}: {text}");
            }
        }
    }
    assert_eq!(
        said("closing", Language::English, &known).split('.').next(),
        Some("Thank you for writing to Toko Melati, Sari")
    );
    assert_eq!(
        said("taking-over", Language::Chinese, &nobody),
        "您好，我是Toko Melati的工作人员，接下来由我为您处理。您前面发的内容我正在看，不用再说一遍。"
    );
}

#[test]
fn short_replies_are_never_searched_or_learnt_from() {
    let shipped = shipped();
    let bodies: Vec<String> = shipped.library.replies.keys().map(|id| id.as_str().to_owned()).collect();
    for id in &bodies {
        assert!(!shipped.library.articles.contains_key(&ArticleId::from(id.as_str())), "{id}");
    }
    let mut without = Files::shipped_knowledge();
    without.contents.retain(|path, _| !path.starts_with("replies/"));
    let without = knowledge::load(&[without]).library;
    assert!(without.replies.is_empty());
    assert!(shipped.library.messages().eq(without.messages()));
    assert_eq!(format!("{:?}", shipped.library.articles), format!("{:?}", without.articles));
    assert_eq!(format!("{:?}", shipped.library.intents), format!("{:?}", without.intents));
    assert_eq!(shipped.library.topics.len(), without.topics.len());
}

#[test]
fn faults_of_short_replies_are_reported_with_their_file() {
    let problems = spoilt(|files| {
        let mut add = |path: &str, text: &str| files.contents.insert(format!("replies/{path}"), text.into());
        add("vouchers/en.md", "+++\ntitle = \"A\"\n+++\nHello.\n");
        add("closing/en.md", "+++\ntitle = \"A\"\n+++\nThank you {nama}.\n");
        add("closing/id.md", &format!("+++\ntitle = \"{}\"\n+++\nHalo\n", "x".repeat(41)));
        add("closing/zh.md", &format!("+++\ntitle = \"{{name}}\"\n+++\n{}\n", "好".repeat(3500)));
        add("checking/en.md", "+++\ntitle = \"A\"\n+++\n[Hello {name}]\n");
        add("checking/id.md", "+++\ntitle = \"A\"\nquestions = []\n+++\nHalo\n");
        add("checking/zh.md", "+++\ntitle = \"A\"\n+++\n\n");
        add("ask-photo/zh.md", "+++\ntitle = \"A\"\n+++\n你好 <b>{shop}</b>\n");
        add("topic.toml", "order = 1\n");
        add("ask-photo/examples/en.txt", "photo?\n");
        add(&format!("{}/en.md", "x".repeat(59)), "+++\ntitle = \"A\"\n+++\nHello.\n");
    });
    let found = |file: &str, severity, words| {
        assert_found(&problems, &format!("knowledge/replies/{file}"), severity, words);
    };
    found("vouchers/en.md", Severity::Error, "an article has the id \"vouchers\"");
    found("vouchers", Severity::Warning, "zh.md is missing");
    found("closing/en.md", Severity::Error, "there is no {nama}");
    found("closing/id.md", Severity::Error, "the title has 41 characters");
    found("closing/zh.md", Severity::Error, "has no placeholders");
    found("closing/zh.md", Severity::Error, "UTF-16 units");
    found("checking/en.md", Severity::Error, "nothing is left of it");
    found("checking/id.md", Severity::Error, "questions");
    found("checking/zh.md", Severity::Error, "has no body");
    found("ask-photo/zh.md", Severity::Error, "HTML is not allowed in a short reply");
    found("topic.toml", Severity::Warning, "is not read");
    found("ask-photo/examples/en.txt", Severity::Warning, "is not read");
    found(&format!("{}/en.md", "x".repeat(59)), Severity::Error, "over 58 bytes");
}

#[test]
fn a_merchants_short_replies_replace_add_and_hide() {
    let mut files = Files { shown_under: "mine/".to_owned(), ..Files::default() };
    let mut add = |path: &str, text: &str| files.contents.insert(format!("replies/{path}"), text.into());
    add("closing/reply.toml", "hidden = true\n");
    add("checking/en.md", "+++\ntitle = \"Ours\"\n+++\nWe look.\n");
    add("gift/en.md", "+++\ntitle = \"Gift\"\n+++\nWrapped.\n");
    let layers = [Files::shipped_knowledge(), files];
    let loaded = knowledge::load(&layers);
    let replies = &loaded.library.replies;
    assert!(!replies.contains_key(&ReplyId::from("closing")) && replies.contains_key(&ReplyId::from("gift")));
    let checking = &replies[&ReplyId::from("checking")];
    assert_eq!(checking.texts.keys().collect::<Vec<_>>(), [&Language::English]);
    let problems = knowledge::check(&loaded, &layers);
    assert_found(&problems, "mine/replies/gift", Severity::Warning, "id.md is missing");
    assert!(problems.iter().all(|one| one.severity == Severity::Warning), "{problems:?}");
}
