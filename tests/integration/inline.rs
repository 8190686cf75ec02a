//! Inline mode: what is suggested in other chats, in which language, and that it is in nobody's way.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tanya::language::{Language, Locale};

use crate::bot::{Bot, service};
use crate::fake_bot_api::{FakeBotApi, Fault};

const SELLER: i64 = 7;

/// Types in another chat, and waits for what is suggested.
async fn suggested(api: &FakeBotApi, language: &str, text: &str) -> Value {
    let id = api.type_inline(SELLER, language, text);
    api.wait_until("it is answered", |state| state.inline[&id].answered.is_some()).await;
    api.look(|state| state.inline[&id].answered.clone()).unwrap()
}

/// The same in a group.
async fn suggested_in_a_group(api: &FakeBotApi, text: &str) -> Value {
    let id = api.type_inline_in("supergroup", SELLER, "en", text);
    api.wait_until("it is answered", |state| state.inline[&id].answered.is_some()).await;
    api.look(|state| state.inline[&id].answered.clone()).unwrap()
}

/// What stands on the button that leads to the bot.
fn open_chat(language: Language) -> String {
    service().voice.label(Locale::as_kept(language), "inline-open-chat")
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["results"].as_array().unwrap().iter().map(|result| result["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn articles_are_suggested_in_the_language_of_the_text_each_with_a_line_and_a_button_to_the_bot() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let cases = [
        ("bagaimana cara membatalkan pesanan", "membatalkan", Language::Indonesian),
        ("怎么取消订单", "取消", Language::Chinese),
        ("how do I cancel my order", "cancel", Language::English),
    ];
    for (text, title, language) in cases {
        let answer = suggested(&api, "id", text).await;
        assert_eq!(ids(&answer)[0], "cancel-order", "{text}");
        let first = &answer["results"][0];
        assert!(first["title"].as_str().unwrap().contains(title), "{first}");
        let line = first["description"].as_str().unwrap();
        assert!(!line.is_empty() && line.chars().count() <= 120, "{line}");
        let link = &first["reply_markup"]["inline_keyboard"][0][0]["url"];
        assert_eq!(*link, "https://t.me/tanya_test_bot?start=a_cancel-order");
        assert_eq!(answer["button"], json!({"text": open_chat(language), "start_parameter": "inline"}));
        assert_eq!((&answer["is_personal"], &answer["cache_time"]), (&json!(false), &json!(300)), "{text}");
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_text_that_does_not_tell_its_language_is_answered_in_that_of_the_app_for_this_reader_alone() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    for (app, language) in [("id", Language::Indonesian), ("zh-hans", Language::Chinese), ("en", Language::English)] {
        let answer = suggested(&api, app, "gopay").await;
        assert!(!ids(&answer).is_empty());
        assert_eq!((&answer["button"]["text"], &answer["is_personal"]), (&json!(open_chat(language)), &json!(true)));
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn who_reads_traditional_characters_is_suggested_articles_in_them() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let titled = |answer: &Value, title: &str| answer["results"][0]["title"].as_str().unwrap().contains(title);
    // The text tells, for everybody; else the app, for this reader alone.
    for (app, text, title, personal) in [
        ("en", "怎麼取消訂單", "取消訂單", false),
        ("zh-hant", "怎么取消订单", "取消订单", false),
        ("zh-hant", "取消", "我想取消訂單", true),
        ("zh-hans", "取消", "我想取消订单", true),
        ("zh-TW", "gopay", "電子", true),
    ] {
        let answer = suggested(&api, app, text).await;
        assert!(titled(&answer, title), "{app} {text}: {answer}");
        assert_eq!(answer["is_personal"], json!(personal), "{app} {text}");
        let first = &answer["results"][0];
        let shown = format!("{} {}", first["description"], first["input_message_content"]["message_text"]);
        assert_eq!(
            shown.contains('們') || shown.contains('訂'),
            !title.contains(['订', '没']),
            "{app} {text}: {shown}"
        );
    }
    // Or what the writer has written to the bot.
    let sent = api.text(SELLER, "貨到付款怎麼選");
    api.wait_until("it is answered", |state| state.confirmed == sent).await;
    assert!(titled(&suggested(&api, "id", "取消").await, "我想取消訂單"));
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn staff_who_ask_in_a_group_get_what_has_an_article_sent() {
    let api = FakeBotApi::start().await;
    let service = service();
    let bot = Bot::with(&api, service.clone());
    let text = "how do I cancel my order";
    let others = suggested_in_a_group(&api, text).await;
    assert_eq!((&others["is_personal"], &others["cache_time"]), (&json!(false), &json!(300)));
    let joined = service.store.transaction(|sql| {
        let agent = ["telegram:4242".into(), "telegram:7".into()];
        sql.execute("INSERT INTO desk_agents (bot, agent, seen_at) VALUES (?1, ?2, 1)", &agent)
    });
    joined.await.unwrap();
    let answer = suggested_in_a_group(&api, text).await;
    assert_eq!((&answer["is_personal"], &answer["cache_time"]), (&json!(true), &json!(10)));
    assert_eq!(ids(&answer), ids(&others), "they are the same articles");
    let first = &answer["results"][0];
    assert_eq!(first["title"], others["results"][0]["title"]);
    assert_eq!(first["input_message_content"]["message_text"], "/send cancel-order");
    assert_eq!((&first["reply_markup"], &answer["button"]), (&Value::Null, &Value::Null));
    let elsewhere = suggested(&api, "en", text).await;
    assert_eq!(elsewhere["results"], others["results"], "outside of groups staff are like everybody");
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn the_shortest_the_longest_and_what_nothing_fits_is_answered_too() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let longest = "refund ".repeat(37).chars().take(256).collect::<String>();
    for text in ["", "r", "退", "?", "👍", "\u{0}", &longest, &"退".repeat(256), "@other_bot", "/start"] {
        let answer = suggested(&api, "id", text).await;
        assert!(answer["button"]["text"].is_string(), "{text}");
    }
    assert_eq!(suggested(&api, "id", "zzzzqqq").await["results"], json!([]));
    assert!(!ids(&suggested(&api, "id", "").await).is_empty(), "who has typed nothing yet sees what there is");
    let more = api.type_inline(SELLER, "id", "cara bayar");
    api.change(|state| state.updates.back_mut().map(|update| update["inline_query"]["offset"] = json!("50")));
    api.wait_until("it is answered", |state| state.inline[&more].answered.is_some()).await;
    assert_eq!(api.look(|state| state.inline[&more].answered.clone()).unwrap()["results"], json!([]));
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn half_a_word_is_enough() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    for (app, typed) in [("id", "batal"), ("zh-hans", "取消"), ("en", "cancel ord")] {
        let answer = suggested(&api, app, typed).await;
        assert!(ids(&answer).contains(&"cancel-order"), "{typed}: {:?}", ids(&answer));
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn every_article_is_suggested_under_its_own_title_and_telegram_takes_it() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let library = service().library;
    let mut missing = Vec::new();
    for language in Language::ALL {
        for id in library.articles.keys() {
            let Some(text) = library.text(id, language) else { continue };
            let answer = suggested(&api, language.code(), &text.title).await;
            let found = ids(&answer);
            assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
            if !found.contains(&id.as_str()) {
                missing.push(format!("{language} {id}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn an_answer_that_comes_too_late_or_is_lost_is_in_nobodys_way() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let late = api.type_inline(SELLER, "id", "cara bayar");
    api.change(|state| state.inline.get_mut(&late).unwrap().expired = true);
    api.wait_until("it was tried", |state| state.called("answerInlineQuery") == 1).await;
    api.fail("answerInlineQuery", 1, Fault::Lost);
    api.type_inline(SELLER, "id", "cara bayar");
    api.wait_until("it was lost", |state| state.called("answerInlineQuery") == 2).await;
    let last = api.text(SELLER, "halo");
    api.wait_until("polling goes on", |state| state.confirmed == last).await;
    suggested(&api, "id", "cara bayar").await;
    assert_eq!(api.called("answerInlineQuery"), 3, "nothing is tried twice");
    bot.stop().await;
    api.assert_no_violations();
}
