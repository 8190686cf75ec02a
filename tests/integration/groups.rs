//! Groups: the bot answers what is meant for it, where it was asked, and nothing else.

use crate::bot::Bot;
use crate::fake_bot_api::FakeBotApi;

const GROUP: i64 = -1_007;
const BUYER: i64 = 7;

#[tokio::test]
async fn a_question_in_a_topic_is_answered_there_in_its_language() {
    let api = FakeBotApi::start().await;
    api.open_forum(GROUP, &[15, 16]);
    let bot = Bot::start(&api);
    let cases = [
        ("@tanya_test_bot cara membatalkan pesanan gimana?", 15, "Batalkan"),
        ("@tanya_test_bot 怎么取消订单？", 16, "取消订单"),
        ("@Tanya_Test_Bot how do I cancel my order?", 15, "Cancel"),
    ];
    for (place, (text, topic, title)) in cases.into_iter().enumerate() {
        api.topic_text(GROUP, topic, BUYER, "kapan buka?");
        let question = api.topic_text(GROUP, topic, BUYER, text);
        api.wait_until("it is answered", |state| state.sent_to(GROUP).len() == place + 1).await;
        let answer = api.sent_to(GROUP).pop().unwrap();
        assert!(answer.text.contains(title), "{}", answer.text);
        assert_eq!((answer.topic, answer.reply_to), (Some(topic), Some(question)));
    }
    bot.stop().await;
    api.assert_no_violations();
}
