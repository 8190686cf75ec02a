//! Who writes Traditional Chinese reads it: everything that ships is worded in traditional characters, whatever people
//! wrote stays as it is, and what was stored before scripts were known can still be read.

use std::path::Path;

use tanya::conversation::owner::hours::LocalTime;
use tanya::conversation::page::{Part, Saying, Value, Words};
use tanya::conversation::{Aside, Content, Placement, Reply, Session, Zone};
use tanya::knowledge::{Files, Library, ReplyId, load};
use tanya::language::{Language, Locale, Script};
use tanya::service::desk::DeskEntry;
use tanya::voice::Voice;

use crate::shipped::shipped;

const TRADITIONAL: Locale = Locale::ALL[2];

/// Characters that a text in traditional characters may hold although the tables count them as simplified ones. None so
/// far: whoever adds one says why.
const EXPLAINED: [char; 0] = [];

/// The characters of a text that only simplified Chinese has.
fn simplified_in(text: &str) -> String {
    let is_simplified = |letter: &char| Script::of(&letter.to_string()) == Some(Script::Simplified);
    text.chars().filter(is_simplified).filter(|letter| !EXPLAINED.contains(letter)).collect()
}

fn reply(content: Content) -> Reply {
    Reply { language: Language::Chinese, placement: Placement::New, content, buttons: vec![], asides: vec![] }
}

/// What a reader of this script sees.
fn seen(content: Content, script: Script) -> String {
    shipped().voice.render(&shipped().library, &reply(content), script).flat().text
}

#[test]
fn no_article_topic_title_or_short_reply_keeps_a_simplified_character() {
    let (library, voice) = (&shipped().library, &shipped().voice);
    let mut converted = 0;
    let articles = library.articles.keys();
    let bodies = articles.clone().map(|id| Content::Article(id.clone()));
    let counters = articles.clone().map(|id| Content::Counter(id.clone()));
    let topics = library.topics.iter().map(|topic| Content::Topic(topic.id.clone()));
    let (name, order) = (Some("Budi".to_owned()), Some("…0001".to_owned()));
    let replies = library.replies.keys();
    let replies =
        replies.map(|reply| Content::ShortReply { reply: reply.clone(), name: name.clone(), order: order.clone() });
    for content in bodies.chain(counters).chain(topics).chain(replies) {
        let text = seen(content.clone(), Script::Traditional);
        assert_eq!(simplified_in(&text), "", "{content:?}: {text}");
        converted += usize::from(text != seen(content, Script::Simplified));
    }
    assert!(converted > library.articles.len(), "{converted} texts look different");
    for id in articles {
        let title = voice.title(library, id, TRADITIONAL);
        assert_eq!(simplified_in(&title), "", "{title}");
    }
}

#[test]
fn no_message_of_the_locale_files_keeps_a_simplified_character() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/zh");
    let (mut all, mut converted) = (0, 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let keys = text.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()));
        for key in keys.filter_map(|line| Some(line.split_once('=')?.0.trim_end())) {
            let worded = |locale| shipped().voice.word(locale, key, &[]);
            let (kept, written) = (worded(Locale::as_kept(Language::Chinese)), worded(TRADITIONAL));
            assert_eq!(simplified_in(&written), "", "{key}: {written}");
            assert_eq!(kept.is_empty(), written.is_empty(), "{key}");
            all += 1;
            converted += usize::from(kept != written);
        }
    }
    assert!(all > 400 && converted > all / 2, "{converted} of {all} look different");
}

#[test]
fn every_label_of_an_app_that_is_quoted_is_recognised_character_by_character() {
    for (id, article) in &shipped().library.articles {
        let Some(text) = article.texts.get(&Language::Chinese) else { continue };
        let bold = text.body.iter().flat_map(|block| block.lines()).flatten().filter(|span| span.bold);
        for label in bold.map(|span| &span.text) {
            let written = TRADITIONAL.written(label);
            assert_eq!(label.chars().count(), written.chars().count(), "{id}: {label} became {written}");
            // Folded, as whoever compares the two sees them.
            assert_eq!(&tanya::language::simplified(&written).replace('著', "着"), label, "{id}: {written}");
        }
    }
}

#[test]
fn what_people_wrote_and_what_things_are_called_stays() {
    let voice = Voice::load(&Files::shipped_locales(), "范氏旗舰店").0;
    let words = Words::new(Saying::VerdictOf)
        .with("end", Value::Text("后里0001".to_owned()))
        .with("verdict", Value::Words(Box::new(Words::new(Saying::VerdictShip))));
    let line = voice.line_of(&shipped().library, &words, TRADITIONAL);
    assert!(line.contains("后里0001") && line.contains('發'), "{line}");
    let tracking = Words::new(Saying::OrderParcelNumber).with("tracking", Value::Copy("运单JX-1".to_owned()));
    let line = voice.line_of(&shipped().library, &tracking, TRADITIONAL);
    assert!(line.contains("運單號 运单JX-1"), "{line}");
    let draft = Content::Page(vec![Part::Literal("客服说：发货了".to_owned())]);
    assert_eq!(seen(draft, Script::Traditional), "客服说：发货了");
    let welcome = voice.label(TRADITIONAL, "welcome");
    assert!(welcome.contains("范氏旗舰店") && welcome.contains("機器人") | welcome.contains("助手"), "{welcome}");
    let (id, name) = (ReplyId::from("closing"), Some("陈国伟".to_owned()));
    let said = seen(Content::ShortReply { reply: id, name, order: None }, Script::Traditional);
    assert!(!said.contains("陳國偉"), "{said}");
}

#[test]
fn a_notice_of_the_owners_is_the_bots_and_stays_where_it_is_traditional_already() {
    let until = LocalTime::of(1_800_000_000_000, Zone::Jakarta);
    for (text, expected) in [("今天系统维护", "今天系統維護"), ("余先生的訂單請稍候", "余先生的訂單請稍候")]
    {
        let aside = Aside::Notice { text: text.to_owned(), until };
        let article = shipped().library.articles.keys().next().unwrap().clone();
        let reply = Reply { asides: vec![aside], ..reply(Content::Article(article)) };
        let text = shipped().voice.render(&shipped().library, &reply, Script::Traditional).flat().text;
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn what_a_merchant_keeps_in_traditional_characters_is_read_so_by_everybody() {
    let mut files = Files::default();
    let page = "+++\ntitle = \"營業時間\"\nquestions = [\"幾點開門\"]\n+++\n余先生每天都在。這裡沒有後門。\n";
    files.contents.insert("orders/opening-hours/zh.md".to_owned(), page.as_bytes().to_vec());
    let about = "reviewed = \"2026-11-20\"\nowner = \"the shop\"\n";
    files.contents.insert("orders/opening-hours/article.toml".to_owned(), about.as_bytes().to_vec());
    let library: Library = load(&[Files::shipped_knowledge(), files]).library;
    let reply = reply(Content::Article("opening-hours".into()));
    for script in [Script::Simplified, Script::Traditional] {
        let text = shipped().voice.render(&library, &reply, script).flat().text;
        assert_eq!(text, "營業時間\n\n余先生每天都在。這裡沒有後門。");
    }
}

#[test]
fn bold_stretches_are_those_of_the_converted_text() {
    for id in shipped().library.articles.keys() {
        let content = reply(Content::Article(id.clone()));
        let flat = shipped().voice.render(&shipped().library, &content, Script::Traditional).flat();
        let units: Vec<u16> = flat.text.encode_utf16().collect();
        for (offset, length) in flat.bold {
            let bold = String::from_utf16(&units[offset..offset + length]).unwrap();
            assert!(!bold.trim().is_empty() && simplified_in(&bold).is_empty(), "{id}: {bold}");
        }
    }
}

#[test]
fn what_was_stored_before_scripts_were_known_is_read() {
    let session: Session = serde_json::from_str(r#"{"chosen_language":"zh","last_language":"zh"}"#).unwrap();
    assert_eq!((session.script, session.reads_in()), (None, Script::Simplified));
    let kept = serde_json::to_string(&Session { script: Some(Script::Traditional), ..session }).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&kept).unwrap().reads_in(), Script::Traditional);
    let post = r#"{"chat":"telegram:-1","message":1,"body":{"words":{"text":"您好"}},"written_at":0}"#;
    let entry = format!(r#"{{"to_customer":{{"post":{post},"language":"zh"}}}}"#);
    let entry: DeskEntry = serde_json::from_str(&entry).unwrap();
    assert!(matches!(entry, DeskEntry::ToCustomer { script: Script::Simplified, .. }), "{entry:?}");
}
