//! Private chats, with the whole bot: links to an article, sharing one, changed words, and whatever else
//! people do that is a matter of Telegram.

use serde_json::json;

use crate::bot::Bot;
use crate::fake_bot_api::{FakeBotApi, Sent};

const CUSTOMER: i64 = 7;

/// Waits for the message of the bot that is the next after so many.
async fn next(api: &FakeBotApi, before: usize) -> Sent {
    api.wait_until("it is answered", |state| state.sent_to(CUSTOMER).len() > before).await;
    api.sent_to(CUSTOMER).pop().unwrap()
}

/// A text of a customer whose app speaks a language.
fn says(api: &FakeBotApi, language: &str, text: &str) {
    let from = json!({"id": CUSTOMER, "is_bot": false, "first_name": "A", "language_code": language});
    api.message(CUSTOMER, json!({"text": text, "from": from}));
}

#[tokio::test]
async fn a_link_opens_its_article_in_the_language_of_the_app_and_the_article_can_be_shared() {
    for (language, answer) in [("id", "Batalkan Pesanan"), ("zh-hans", "取消订单"), ("en", "Cancel order")] {
        let api = FakeBotApi::start().await;
        let bot = Bot::start(&api);
        says(&api, language, "/start a_cancel-order");
        let sent = next(&api, 0).await;
        assert!(sent.text.contains(answer), "{}", sent.text);
        let share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftanya_test_bot%3Fstart%3Da_cancel-order&text=";
        let links: Vec<String> = sent.buttons.concat().into_iter().map(|(_, link)| link).collect();
        assert!(links.iter().any(|link| link.starts_with(share)), "{links:?}");
        bot.stop().await;
        api.assert_no_violations();
    }
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_a_greeting() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let long = "x".repeat(4000);
    let payloads = ["", "a_", "a_no-such-article", "s_somebody-elses", "inline", "😀 ' -- \u{0}", &long];
    for (before, payload) in payloads.into_iter().enumerate() {
        says(&api, "id", &format!("/start {payload}"));
        let sent = next(&api, before).await;
        assert!(sent.text.contains("Toko Melati"), "{payload}: {}", sent.text);
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn changed_words_change_the_answer_in_its_place() {
    let cases = [
        ("bagaimana cara membatalkan pesanan?", "cara bayar di indomaret", "Indomaret"),
        ("怎么取消订单？", "怎么在便利店付款？", "便利店"),
        ("how do I cancel my order?", "how do I pay at Indomaret?", "Indomaret"),
    ];
    for (first, then, answer) in cases {
        let api = FakeBotApi::start().await;
        let bot = Bot::start(&api);
        api.text(CUSTOMER, first);
        let before = next(&api, 0).await;
        assert!(!before.text.contains(answer), "{}", before.text);
        api.edit(CUSTOMER, api.last_message_of(CUSTOMER), then);
        api.wait_until("the answer changed", |state| state.sent_to(CUSTOMER)[0].text.contains(answer)).await;
        assert_eq!(api.sent_to(CUSTOMER).len(), 1);
        bot.stop().await;
        api.assert_no_violations();
    }
}

#[tokio::test]
async fn a_language_of_the_app_that_changes_midway_changes_what_words_do_not_tell() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    says(&api, "id", "/help");
    assert!(next(&api, 0).await.text.contains("Tanyakan"));
    says(&api, "en", "how do I cancel my order?");
    assert!(next(&api, 1).await.text.contains("Cancel order"));
    says(&api, "zh-hans", "怎么取消订单？");
    assert!(next(&api, 2).await.text.contains("取消订单"));
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn forwarded_words_are_answered_and_the_commands_of_another_bot_are_not() {
    let api = FakeBotApi::start().await;
    let bot = Bot::start(&api);
    let origin = json!({"type": "hidden_user", "date": 1, "sender_user_name": "B"});
    api.text(CUSTOMER, "/start@other_bot");
    api.message(CUSTOMER, json!({"text": "怎么取消订单？", "forward_origin": origin}));
    assert!(next(&api, 0).await.text.contains("取消订单"));
    assert_eq!(api.sent_to(CUSTOMER).len(), 1);
    bot.stop().await;
    api.assert_no_violations();
}
