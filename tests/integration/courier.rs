//! The courier: what arrives, and what is said of each delivery.

use std::time::Duration;

use serde_json::json;
use tanya::knowledge::{Block, Span};
use tanya::service::{Carried, ConversationId, Courier, Delivery, Obstacle};
use tanya::settings::{Budgets, Limits};
use tanya::telegram::TelegramCourier;
use tanya::voice::{Message, MessageButton, Press};

use crate::fake_bot_api::{FakeBotApi, Fault, Sent, Topic};
use crate::support::{client, courier, me};

const CUSTOMER: i64 = 7;

fn message(text: &str) -> Message {
    Message { blocks: vec![Block::Paragraph(vec![Span::plain(text)])], ..Message::default() }
}

fn rows(data: &[&str]) -> Vec<Vec<MessageButton>> {
    data.iter().map(|data| vec![MessageButton::data(format!("Tombol {data}"), *data)]).collect()
}

async fn carry(courier: &TelegramCourier, delivery: &Delivery) -> Carried {
    courier.carry(&ConversationId(format!("telegram:{CUSTOMER}")), delivery).await
}

async fn send(api: &FakeBotApi, text: &str) -> Carried {
    carry(&courier(api), &Delivery::Send(message(text))).await
}

/// A server with the customer's chat, in which the bot has said something with a button.
async fn with_a_message() -> (FakeBotApi, i64) {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    let greeting = Message { buttons: rows(&["a"]), ..message("Halo") };
    let carried = carry(&courier(&api), &Delivery::Send(greeting)).await;
    let id = api.sent_to(CUSTOMER)[0].id;
    assert_eq!(carried, Carried::Sent(id));
    (api, id)
}

#[tokio::test]
async fn a_message_arrives_as_it_is_with_bold_stretches_and_buttons() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    let blocks = vec![
        Block::Heading(vec![Span::plain("𠮷 Judul & <b>")]),
        Block::Steps {
            first: 1, items: vec![vec![Span::plain("Ketuk *_"), Span::bold("退款 😀"), Span::plain("`")]]
        },
    ];
    let message = Message { blocks, buttons: rows(&["a:cancel-order", "p"]), ..Message::default() };
    let carried = carry(&courier(&api), &Delivery::Send(message)).await;
    let sent = api.sent_to(CUSTOMER);
    assert_eq!(carried, Carried::Sent(sent[0].id));
    assert_eq!(
        sent,
        [Sent {
            id: sent[0].id,
            text: "𠮷 Judul & <b>\n\n1. Ketuk *_退款 😀`".to_owned(),
            bold: vec!["𠮷 Judul & <b>".to_owned(), "退款 😀".to_owned()],
            buttons: vec![
                vec![("Tombol a:cancel-order".to_owned(), "a:cancel-order".to_owned())],
                vec![("Tombol p".to_owned(), "p".to_owned())],
            ],
            ..Sent::default()
        }]
    );
    let arguments = api.look(|state| state.calls[0].arguments.clone());
    assert_eq!(arguments["link_preview_options"], json!({"is_disabled": true}));
    assert!(!arguments.contains_key("parse_mode"));
    api.assert_no_violations();
}

#[tokio::test]
async fn what_telegram_says_decides_what_becomes_of_a_delivery() {
    let failed = |why: &str| Carried::Failed(why.to_owned());
    let cases = [
        (Fault::Flood(7), Carried::NotBefore(Duration::from_secs(7)), 0),
        (Fault::Json(500), failed("the Bot API server answers with trouble of its own (HTTP 500)"), 0),
        (Fault::Html(502), failed("the Bot API server answers with trouble of its own (HTTP 502)"), 0),
        (Fault::Refuse(401, "Unauthorized"), failed("Telegram knows no bot with this token"), 0),
        (
            Fault::Refuse(403, "Forbidden: user is deactivated"),
            Carried::Hindered(
                Obstacle::Blocked,
                "Telegram refuses with 403: Forbidden: user is deactivated".to_owned(),
            ),
            0,
        ),
        (
            Fault::Refuse(400, "Bad Request: something new"),
            Carried::Undeliverable("Telegram refuses with 400: Bad Request: something new".to_owned()),
            0,
        ),
        (Fault::DoneThenCut, Carried::Done, 1),
        (Fault::DoneThenGarbled, Carried::Done, 1),
    ];
    for (fault, expected, arrived) in cases {
        let api = FakeBotApi::start().await;
        api.open_chat(CUSTOMER);
        api.fail("sendMessage", 1, fault);
        assert_eq!(send(&api, "halo").await, expected, "{fault:?}");
        assert_eq!(api.sent_to(CUSTOMER).len(), arrived, "{fault:?}");
    }
}

#[tokio::test]
async fn a_lost_connection_may_pass() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    api.fail("sendMessage", 1, Fault::Lost);
    assert!(matches!(send(&api, "halo").await, Carried::Failed(why) if why.contains("cannot be reached")));
    assert!(matches!(send(&api, "halo").await, Carried::Sent(_)));
}

#[tokio::test]
async fn who_blocked_the_bot_or_is_gone_cannot_be_reached() {
    let api = FakeBotApi::start().await;
    let blocked = |carried: Carried, words: &str| {
        assert!(matches!(&carried, Carried::Hindered(Obstacle::Blocked, why) if why.contains(words)), "{carried:?}");
    };
    blocked(send(&api, "halo").await, "chat not found");
    api.block(CUSTOMER);
    blocked(send(&api, "halo").await, "blocked");
    let elsewhere = ConversationId("terminal:1".to_owned());
    let carried = courier(&api).carry(&elsewhere, &Delivery::Send(message("halo"))).await;
    assert!(matches!(carried, Carried::Undeliverable(_)));
}

#[tokio::test]
async fn a_message_is_changed_in_place_with_its_buttons() {
    let (api, id) = with_a_message().await;
    let to = Message { buttons: rows(&["b"]), ..message("Menu") };
    assert_eq!(carry(&courier(&api), &Delivery::Edit { message: id, to }).await, Carried::Done);
    let to = message("Menu");
    assert_eq!(carry(&courier(&api), &Delivery::Edit { message: id, to }).await, Carried::Done);
    assert_eq!(api.sent_to(CUSTOMER), [Sent { id, text: "Menu".to_owned(), ..Sent::default() }]);
    api.assert_no_violations();
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_done_and_one_that_cannot_be_is_sent_anew() {
    let (api, id) = with_a_message().await;
    let same = Message { buttons: rows(&["a"]), ..message("Halo") };
    assert_eq!(carry(&courier(&api), &Delivery::Edit { message: id, to: same }).await, Carried::Done);
    assert_eq!(api.texts_to(CUSTOMER), ["Halo"]);
    api.fail("editMessageText", 1, Fault::Refuse(400, "Bad Request: message can't be edited"));
    let anew = carry(&courier(&api), &Delivery::Edit { message: id, to: message("Satu") }).await;
    assert!(matches!(anew, Carried::Sent(number) if number != id), "{anew:?}");
    api.delete(CUSTOMER, id);
    let anew = carry(&courier(&api), &Delivery::Edit { message: id, to: message("Dua") }).await;
    assert!(matches!(anew, Carried::Sent(number) if number != id), "{anew:?}");
    let never = i64::from(i32::MAX) + 1;
    let anew = carry(&courier(&api), &Delivery::Edit { message: never, to: message("Tiga") }).await;
    assert!(matches!(anew, Carried::Sent(_)), "{anew:?}");
    assert_eq!(api.texts_to(CUSTOMER), ["Satu", "Dua", "Tiga"]);
    api.fail("editMessageText", 1, Fault::Flood(3));
    let carried = carry(&courier(&api), &Delivery::Edit { message: id, to: message("Empat") }).await;
    assert_eq!(carried, Carried::NotBefore(Duration::from_secs(3)));
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_are_changed_where_that_is_possible() {
    let (api, id) = with_a_message().await;
    let edit = |message: i64, data: &[&str]| Delivery::EditButtons { message, buttons: rows(data) };
    assert_eq!(carry(&courier(&api), &edit(id, &["a"])).await, Carried::Done, "not modified");
    assert_eq!(carry(&courier(&api), &edit(id, &["b"])).await, Carried::Done);
    assert_eq!(api.sent_to(CUSTOMER)[0].buttons, [[("Tombol b".to_owned(), "b".to_owned())]]);
    assert_eq!(carry(&courier(&api), &edit(id, &[])).await, Carried::Done);
    assert!(api.sent_to(CUSTOMER)[0].buttons.is_empty());
    api.delete(CUSTOMER, id);
    assert_eq!(carry(&courier(&api), &edit(id, &["c"])).await, Carried::Done, "the message is gone");
    api.fail("editMessageReplyMarkup", 1, Fault::Json(500));
    assert!(matches!(carry(&courier(&api), &edit(id, &["c"])).await, Carried::Failed(_)));
    assert_eq!(api.texts_to(CUSTOMER), Vec::<String>::new());
    api.assert_no_violations();
}

#[tokio::test]
async fn nothing_is_sent_that_telegram_would_refuse() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    for empty in ["", " \n\u{a0}"] {
        assert_eq!(send(&api, empty).await, Carried::Done);
    }
    let too_much_data = "x".repeat(65);
    let message = Message { buttons: rows(&[&too_much_data, "a"]), ..message("Halo") };
    assert!(matches!(carry(&courier(&api), &Delivery::Send(message)).await, Carried::Sent(_)));
    assert_eq!(api.sent_to(CUSTOMER)[0].buttons, [[("Tombol a".to_owned(), "a".to_owned())]]);
    assert_eq!(api.called("sendMessage"), 1);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_chat_that_has_had_its_share_waits_and_no_other_does() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    api.open_chat(8);
    let courier = TelegramCourier::new(client(&api), Limits::Standard(Budgets::TELEGRAM), me());
    for _ in 0..5 {
        assert!(matches!(carry(&courier, &Delivery::Send(message("halo"))).await, Carried::Sent(_)));
    }
    let carried = carry(&courier, &Delivery::Send(message("halo"))).await;
    assert!(matches!(carried, Carried::NotBefore(wait) if wait <= Duration::from_secs(1)), "{carried:?}");
    let other = ConversationId("telegram:8".to_owned());
    assert!(matches!(courier.carry(&other, &Delivery::Send(message("halo"))).await, Carried::Sent(_)));
    let id = api.sent_to(CUSTOMER)[0].id;
    assert_eq!(carry(&courier, &Delivery::Edit { message: id, to: message("Menu") }).await, Carried::Done);
}

const GROUP: i64 = -1_007;

fn answer(to: i64, quoting: bool) -> Delivery {
    Delivery::Answer { to, quoting, message: message("Begini") }
}

async fn carry_to(api: &FakeBotApi, conversation: &str, delivery: &Delivery) -> Carried {
    courier(api).carry(&ConversationId(conversation.to_owned()), delivery).await
}

#[tokio::test]
async fn an_answer_in_a_group_quotes_the_question_in_its_topic_though_it_may_be_gone() {
    let api = FakeBotApi::start().await;
    api.open_forum(GROUP, &[15]);
    let question = api.topic_text(GROUP, 15, CUSTOMER, "@tanya_test_bot cara bayar");
    for to in [question, question + 1000] {
        let carried = carry_to(&api, "telegram:-1007/15", &answer(to, true)).await;
        assert!(matches!(carried, Carried::Sent(_)), "{carried:?}");
    }
    let again = Delivery::AnswerAgain { to: question, quoting: true, message: message("Begini") };
    assert!(matches!(carry_to(&api, "telegram:-1007", &again).await, Carried::Sent(_)));
    let places: Vec<_> = api.sent_to(GROUP).iter().map(|sent| (sent.topic, sent.reply_to)).collect();
    assert_eq!(places, [(Some(15), Some(question)), (Some(15), None), (None, Some(question))]);
    api.assert_no_violations();
}

#[tokio::test]
async fn an_answer_in_private_quotes_nothing_and_its_number_is_told() {
    let (api, _) = with_a_message().await;
    let carried = carry(&courier(&api), &answer(1, false)).await;
    let sent = api.sent_to(CUSTOMER)[1].clone();
    assert_eq!((carried, sent.reply_to), (Carried::Sent(sent.id), None));
    let arguments = api.look(|state| state.calls.last().map(|call| call.arguments.clone())).unwrap();
    assert!(!arguments.contains_key("reply_parameters") && !arguments.contains_key("message_thread_id"));
}

#[tokio::test]
async fn a_group_in_which_the_bot_may_not_write_is_no_fault_of_the_message() {
    let api = FakeBotApi::start().await;
    api.open_forum(GROUP, &[15]);
    let hindered = async |conversation: &str, expected: Obstacle, why: &str| {
        let carried = carry_to(&api, conversation, &answer(1, true)).await;
        let Carried::Hindered(obstacle, said) = carried else { panic!("{carried:?}") };
        assert_eq!(obstacle, expected);
        assert!(said.contains(why), "{said}");
    };
    hindered("telegram:-1007/16", Obstacle::TopicGone, "message thread not found").await;
    api.change_group(GROUP, |group| {
        group.topics = Some([(15, Topic { closed: true, ..Topic::named("T") })].into());
    });
    hindered("telegram:-1007/15", Obstacle::TopicClosed, "TOPIC_CLOSED").await;
    api.change_group(GROUP, |group| group.silenced = true);
    hindered("telegram:-1007", Obstacle::ShutOut, "not enough rights").await;
    api.change_group(GROUP, |group| group.blocked = true);
    hindered("telegram:-1007", Obstacle::ShutOut, "bot was kicked").await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_gets_its_answer_there() {
    let api = FakeBotApi::start().await;
    api.open_group(-5);
    api.open_group(GROUP);
    api.change_group(-5, |group| group.migrated_to = Some(GROUP));
    let carried = carry_to(&api, "telegram:-5", &answer(1, true)).await;
    assert_eq!(carried, Carried::Sent(api.sent_to(GROUP)[0].id));
    let edit = Delivery::Edit { message: 1, to: message("Menu") };
    assert!(matches!(carry_to(&api, "telegram:-5", &edit).await, Carried::Sent(_)));
    let buttons = Delivery::EditButtons { message: 1, buttons: rows(&["a"]) };
    assert_eq!(carry_to(&api, "telegram:-5", &buttons).await, Carried::Done);
    assert_eq!((api.sent_to(-5).len(), api.texts_to(GROUP)), (0, vec!["Begini".to_owned(), "Menu".to_owned()]));
    api.change_group(GROUP, |group| group.migrated_to = Some(-5));
    let carried = carry_to(&api, "telegram:-5", &answer(1, true)).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::Moved(_), _)), "not for ever: {carried:?}");
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_that_are_links_lead_to_the_bot() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    let press = [
        Press::Private { private: "a_cancel-order".to_owned() },
        Press::Share { share: "a_cancel-order".to_owned(), text: "Batal & uang + 退款".to_owned() },
        Press::AddToGroup { group: String::new() },
    ];
    let row = press.map(|press| MessageButton { label: "Buka".to_owned(), press }).to_vec();
    let carried = carry(&courier(&api), &Delivery::Send(Message { buttons: vec![row], ..message("Halo") })).await;
    assert!(matches!(carried, Carried::Sent(_)));
    let links: Vec<String> = api.sent_to(CUSTOMER)[0].buttons.concat().into_iter().map(|(_, link)| link).collect();
    let share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftanya_test_bot%3Fstart%3Da_cancel-order\
        &text=Batal%20%26%20uang%20%2B%20%E9%80%80%E6%AC%BE";
    assert_eq!(
        links,
        ["https://t.me/tanya_test_bot?start=a_cancel-order", share, "https://t.me/tanya_test_bot?startgroup"]
    );
    api.assert_no_violations();
}
