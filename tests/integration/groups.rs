//! Groups, with the whole bot: it answers what is meant for it, where it was asked, in the language of
//! the message; and nothing else.

use serde_json::json;

use tanya::understanding::{Outcome, Understand};

use crate::bot::Bot;
use crate::fake_bot_api::{FakeBotApi, Sent, Topic};
use crate::shipped::shipped;

const GROUP: i64 = -1_007;
const BUYER: i64 = 7;

/// What is the same in three languages: a question, and words of its answer.
const QUESTIONS: [(&str, &str); 3] = [
    ("bagaimana cara membatalkan pesanan?", "Batalkan Pesanan"),
    ("怎么取消订单？", "取消订单"),
    ("how do I cancel my order?", "Cancel order"),
];

async fn started() -> (FakeBotApi, Bot) {
    let api = FakeBotApi::start().await;
    api.open_forum(GROUP, &[15, 16]);
    let bot = Bot::start(&api);
    (api, bot)
}

/// Waits for the message of the bot in the group that is the next after so many.
async fn next(api: &FakeBotApi, before: usize) -> Sent {
    api.wait_until("it is answered", |state| state.sent_to(GROUP).len() > before).await;
    let sent = api.sent_to(GROUP);
    assert_eq!(sent.len(), before + 1, "{:?}", sent.last());
    sent.last().unwrap().clone()
}

/// What leads from a message to the private chat.
fn private_link(sent: &Sent) -> Option<String> {
    let links = sent.buttons.iter().flatten().map(|(_, link)| link.clone());
    links.into_iter().find(|link| link.starts_with("https://t.me/tanya_test_bot"))
}

#[tokio::test]
async fn a_question_in_a_topic_is_answered_there_in_its_language_under_the_question() {
    let (api, bot) = started().await;
    for (place, (words, answer)) in QUESTIONS.into_iter().enumerate() {
        let topic = 15 + i64::from(place == 1);
        api.topic_text(GROUP, topic, BUYER, "kapan buka?");
        let question = api.topic_text(GROUP, topic, BUYER, &format!("@Tanya_Test_Bot {words}"));
        let sent = next(&api, place).await;
        assert!(sent.text.contains(answer), "{}", sent.text);
        assert_eq!((sent.topic, sent.reply_to), (Some(topic), Some(question)));
        assert_eq!(private_link(&sent).as_deref(), Some("https://t.me/tanya_test_bot?start=a_cancel-order"));
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn replies_commands_and_anonymous_admins_are_answered_outside_of_topics_too() {
    let (api, bot) = started().await;
    for (round, (words, answer)) in QUESTIONS.into_iter().enumerate() {
        let before = 3 * round;
        api.anonymous_text(GROUP, &format!("@tanya_test_bot {words}"));
        let first = next(&api, before).await;
        assert!(first.text.contains(answer), "{}", first.text);
        let reply = api.group_reply(GROUP, BUYER, first.id, words);
        let second = next(&api, before + 1).await;
        assert_eq!((second.text, second.topic, second.reply_to), (first.text, None, Some(reply)));
        api.group_text(GROUP, BUYER, "/help@tanya_test_bot");
        let help = next(&api, before + 2).await;
        assert_eq!(private_link(&help).as_deref(), Some("https://t.me/tanya_test_bot"));
    }
    api.group_text(GROUP, BUYER, "@tanya_test_bot");
    api.wait_until("a mention alone is answered", |state| state.sent_to(GROUP).len() == 10).await;
    let texts = api.texts_to(GROUP);
    assert_eq!(texts[9], texts[2], "a mention alone asks for help");
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn what_people_say_to_each_other_is_met_with_silence() {
    let (api, bot) = started().await;
    let ask = "@tanya_test_bot cara bayar";
    for text in
        ["cara bayar gimana?", "@other_bot cara bayar", "/help@other_bot", "/rules", "tanya_test_bot cara bayar"]
    {
        api.group_text(GROUP, BUYER, text);
    }
    let marked = json!({"text": ask, "entities": crate::fake_bot_api::entities(ask)});
    let with = |more: serde_json::Value| {
        let mut fields = marked.clone();
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    let channel = json!({"id": -1_009, "type": "channel", "title": "C"});
    let silent = [
        json!({"forward_origin": {"type": "user", "date": 1, "sender_user": {"id": 3}}}),
        json!({"via_bot": {"id": 4242, "is_bot": true, "first_name": "Tanya"}}),
        json!({"from": {"id": 8, "is_bot": true, "first_name": "B"}}),
        json!({"sender_chat": channel}),
        json!({"sender_chat": channel, "is_automatic_forward": true}),
        json!({"chat": channel}),
    ];
    for more in silent {
        api.group_message(GROUP, BUYER, with(more));
    }
    api.update(json!({"channel_post": {"message_id": 1, "date": 1, "chat": channel, "text": ask}}));
    api.standing(GROUP, BUYER, json!({"status": "member"}), json!({"status": "administrator"}));
    api.topic_text(GROUP, 15, BUYER, "cara bayar gimana?");
    api.group_text(GROUP, BUYER, "@tanya_test_bot bagaimana cara membatalkan pesanan?");
    assert!(next(&api, 0).await.text.contains("Batalkan"));
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn nothing_is_said_of_orders_before_others_but_a_button_opens_the_private_chat() {
    let (api, bot) = started().await;
    let questions = ["pesanan saya sudah sampai mana?", "我的订单到哪里了？", "where is my order?"];
    for (place, question) in questions.into_iter().enumerate() {
        api.group_text(GROUP, BUYER, &format!("@tanya_test_bot {question} 579123456789012345"));
        let sent = next(&api, place).await;
        assert!(!sent.text.contains("579123"), "{}", sent.text);
        assert_eq!(private_link(&sent).as_deref(), Some("https://t.me/tanya_test_bot"), "{}", sent.text);
        assert_eq!(sent.buttons.concat().len(), 1, "{:?}", sent.buttons);
    }
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn coming_into_a_group_it_introduces_itself_in_one_line_and_once() {
    let (api, bot) = started().await;
    api.add_to_group(GROUP, BUYER);
    let introduction = next(&api, 0).await;
    assert!(introduction.text.contains("Toko Melati") && !introduction.text.contains('\n'), "{}", introduction.text);
    api.standing(GROUP, BUYER, json!({"status": "member"}), json!({"status": "administrator"}));
    api.standing(GROUP, BUYER, json!({"status": "administrator"}), json!({"status": "left"}));
    api.group_text(GROUP, BUYER, "@tanya_test_bot bagaimana cara membatalkan pesanan?");
    next(&api, 1).await;
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_choice_that_somebody_presses_changes_the_message_where_it_stands() {
    let (api, bot) = started().await;
    // What is not clear enough for an answer changes with the examples.
    let vague = ["pesanan", "pembayaran", "uang", "barang", "batal kirim", "bayar resi", "toko refund ongkir"];
    let unsure = |text: &&str| matches!(shipped().mind.understand(text).outcome, Outcome::Unsure(_));
    let words = vague.into_iter().find(unsure).expect("one of these is vague");
    api.topic_text(GROUP, 15, BUYER, &format!("@tanya_test_bot {words}"));
    let offered = next(&api, 0).await;
    let data = offered.buttons.concat().into_iter().map(|(_, data)| data).find(|data| data.starts_with('g'));
    let Some(data) = data else { panic!("no choice was offered: {offered:?}") };
    let query = api.group_press(GROUP, BUYER + 1, offered.id, &data);
    api.wait_until("it is answered", |state| state.pressed[&query].answered.is_some()).await;
    api.wait_until("it has changed", |state| state.sent_to(GROUP)[0].text != offered.text).await;
    let sent = api.sent_to(GROUP);
    assert_eq!((sent.len(), sent[0].topic), (1, Some(15)));
    bot.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_group_in_which_it_may_not_write_holds_up_nobody() {
    let (api, bot) = started().await;
    api.open_group(-1_008);
    api.change_group(-1_008, |group| group.silenced = true);
    api.open_group(-9);
    api.change_group(-9, |group| group.migrated_to = Some(GROUP));
    let question = "@tanya_test_bot how do I cancel my order?";
    api.group_text(-1_008, BUYER, question);
    api.change_group(GROUP, |group| group.topics = Some([(15, Topic { closed: true, ..Topic::named("T") })].into()));
    api.topic_text(GROUP, 15, BUYER, question);
    api.group_text(-9, BUYER, question);
    let sent = next(&api, 0).await;
    assert!(sent.text.contains("Cancel order"), "the group that was upgraded has its answer");
    api.group_text(GROUP, BUYER, question);
    next(&api, 1).await;
    assert_eq!(api.sent_to(-1_008), []);
    bot.stop().await;
    api.assert_no_violations();
}
