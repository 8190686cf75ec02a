//! The fake server itself, where tests of the desk rely on it: topics, rights, budgets, copies and albums as Telegram
//! has them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::fake_bot_api::{FakeBotApi, Fault, Media, Rights, TOKEN};

const GROUP: i64 = -1_007;
const CUSTOMER: i64 = 7;
const OWNER: i64 = 100;
const AGENT: i64 = 101;

/// Calls a method; the result, or the description of the refusal.
async fn call(api: &FakeBotApi, method: &str, arguments: Value) -> Result<Value, String> {
    let url = format!("{}/bot{TOKEN}/{method}", api.url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let sent = client.post(url).header("content-type", "application/json").body(arguments.to_string());
    let answer: Value = serde_json::from_str(&sent.send().await.unwrap().text().await.unwrap()).unwrap();
    match answer["ok"] == true {
        true => Ok(answer["result"].clone()),
        false => Err(answer["description"].as_str().unwrap_or_default().trim_start_matches("Bad Request: ").to_owned()),
    }
}

/// A group of staff with one topic that the bot opened.
async fn desk() -> (FakeBotApi, i64) {
    let api = FakeBotApi::start().await;
    api.open_desk(GROUP, &[OWNER, AGENT]);
    let opened = call(&api, "createForumTopic", json!({"chat_id": GROUP, "name": "#1 A"})).await.unwrap();
    (api, opened["message_thread_id"].as_i64().unwrap())
}

fn refused<T: std::fmt::Debug>(result: Result<T, String>) -> String {
    result.expect_err("a refusal")
}

async fn say(api: &FakeBotApi, topic: i64) -> Result<Value, String> {
    call(api, "sendMessage", json!({"chat_id": GROUP, "message_thread_id": topic, "text": "halo"})).await
}

/// The updates that wait, without their numbers.
fn waiting(api: &FakeBotApi) -> Vec<Value> {
    api.look(|state| state.updates.iter().map(|update| update["message"].clone()).collect())
}

#[tokio::test]
async fn topics_are_opened_closed_and_deleted_by_the_rules() {
    let (api, topic) = desk().await;
    let of_topic = json!({"chat_id": GROUP, "message_thread_id": topic});
    let change = async |method: &str| call(&api, method, of_topic.clone()).await;
    assert!(say(&api, topic).await.is_ok());
    assert_eq!(refused(say(&api, topic + 50).await), "message thread not found");
    assert_eq!(refused(change("reopenForumTopic").await), "TOPIC_NOT_MODIFIED");
    assert!(change("closeForumTopic").await.is_ok());
    assert_eq!(refused(change("closeForumTopic").await), "TOPIC_NOT_MODIFIED");
    assert!(say(&api, topic).await.is_ok(), "whoever manages topics writes in closed ones");
    let icons = call(&api, "getForumTopicIconStickers", json!({})).await.unwrap();
    let icon = icons[0]["custom_emoji_id"].clone();
    let edit = json!({"chat_id": GROUP, "message_thread_id": topic, "name": "#1 B", "icon_custom_emoji_id": icon});
    assert!(call(&api, "editForumTopic", edit.clone()).await.is_ok());
    assert_eq!(refused(call(&api, "editForumTopic", edit).await), "TOPIC_NOT_MODIFIED");
    assert!(change("deleteForumTopic").await.is_ok());
    assert_eq!(refused(change("closeForumTopic").await), "TOPIC_ID_INVALID");
    assert_eq!(refused(say(&api, topic).await), "message thread not found");
    assert_eq!(api.look(|state| state.topics_of(GROUP).len()), 0);
    api.assert_no_violations();
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused_in_telegrams_words() {
    let (api, _) = desk().await;
    let by_hand = api.open_topic(GROUP, AGENT, "Lain");
    api.change_rights(GROUP, OWNER, Rights::default());
    let create = json!({"chat_id": GROUP, "name": "x"});
    assert_eq!(refused(call(&api, "createForumTopic", create.clone()).await), "not enough rights to create a topic");
    let of_topic = json!({"chat_id": GROUP, "message_thread_id": by_hand});
    let why = refused(call(&api, "closeForumTopic", of_topic.clone()).await);
    assert_eq!(why, "not enough rights to close or open the topic");
    let why = refused(call(&api, "deleteForumTopic", of_topic).await);
    assert_eq!(why, "not enough rights to delete the topic");
    api.close_topic(GROUP, by_hand, AGENT);
    assert_eq!(refused(say(&api, by_hand).await), "TOPIC_CLOSED");
    api.reopen_topic(GROUP, by_hand, AGENT);
    let said = say(&api, by_hand).await.unwrap();
    let pin = json!({"chat_id": GROUP, "message_id": said["message_id"]});
    let why = refused(call(&api, "pinChatMessage", pin.clone()).await);
    assert_eq!(why, "not enough rights to manage pinned messages in the chat");
    api.change_rights(GROUP, OWNER, Rights::ALL);
    assert!(call(&api, "pinChatMessage", pin).await.is_ok());
    assert!(api.look(|state| state.sent_to_topic(GROUP, by_hand)[0].pinned));
    let member = json!({"chat_id": GROUP, "user_id": crate::fake_bot_api::BOT});
    assert_eq!(call(&api, "getChatMember", member).await.unwrap()["can_pin_messages"], true);
    assert_eq!(call(&api, "getChat", json!({"chat_id": GROUP})).await.unwrap()["is_forum"], true);
    api.switch_topics_off(GROUP);
    assert_eq!(refused(call(&api, "createForumTopic", create.clone()).await), "the chat is not a forum");
    assert_eq!(refused(say(&api, by_hand).await), "message thread not found");
    api.remove_bot(GROUP, OWNER);
    assert!(refused(call(&api, "createForumTopic", create).await).contains("bot was kicked"));
    api.bring_bot_back(GROUP, OWNER, Rights::ALL);
    assert!(call(&api, "getChat", json!({"chat_id": GROUP})).await.is_ok());
}

#[tokio::test]
async fn everything_in_a_group_takes_a_number_of_one_row_and_the_bot_is_told() {
    let (api, topic) = desk().await;
    let first = api.staff_text(GROUP, Some(topic), AGENT, "halo");
    let answer = api.staff_reply(GROUP, Some(topic), AGENT, first, "lagi");
    let general = api.staff_text(GROUP, None, AGENT, "@semua");
    api.rename_topic(GROUP, topic, AGENT, "Baru");
    api.close_topic(GROUP, topic, AGENT);
    api.staff_come_or_go(GROUP, 102, true);
    api.delete_topic(GROUP, topic);
    let numbers: Vec<_> = waiting(&api).iter().map(|message| message["message_id"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (topic..topic + 7).collect::<Vec<_>>());
    assert_eq!((first, answer, general), (topic + 1, topic + 2, topic + 3));
    let messages = waiting(&api);
    assert_eq!(messages[0]["forum_topic_created"]["name"], "#1 A");
    assert_eq!(messages[1]["reply_to_message"]["forum_topic_created"]["name"], "#1 A");
    assert_eq!(messages[1]["reply_to_message"]["from"]["is_bot"], true);
    assert_eq!(messages[2]["reply_to_message"]["message_id"], first);
    assert_eq!(messages[3].get("message_thread_id"), None);
    assert_eq!(messages[5]["forum_topic_closed"], json!({}));
    assert_eq!(messages[5]["from"]["id"], AGENT);
    api.staff_edit(GROUP, general, "@semua!");
    let edited = api.look(|state| state.updates.back().unwrap()["edited_message"].clone());
    assert_eq!((edited["text"].clone(), edited["message_id"].clone()), (json!("@semua!"), json!(general)));
}

#[tokio::test]
async fn copies_albums_and_captions_keep_to_the_rules() {
    let (api, topic) = desk().await;
    let photo = api.sends(CUSTOMER, &Media::file("photo", "p1").saying("lihat"));
    let place = api.sends(CUSTOMER, &Media::thing("location"));
    let said = api.says(CUSTOMER, "halo");
    api.replies(CUSTOMER, said, "tolong");
    let copy = |message: i64| json!({"chat_id": GROUP, "message_thread_id": topic, "from_chat_id": CUSTOMER, "message_id": message});
    let mut captioned = copy(photo);
    captioned["caption"] = json!("A\n\nlihat");
    let number = call(&api, "copyMessage", captioned).await.unwrap()["message_id"].as_i64().unwrap();
    assert!(call(&api, "copyMessage", copy(place)).await.is_ok());
    assert_eq!(refused(call(&api, "copyMessage", copy(999)).await), "message to copy not found");
    let all = json!({"chat_id": GROUP, "from_chat_id": CUSTOMER, "message_ids": [photo, said, 999]});
    assert_eq!(call(&api, "copyMessages", all).await.unwrap().as_array().map(Vec::len), Some(2));
    let edit = json!({"chat_id": GROUP, "message_id": number, "caption": "B"});
    assert!(call(&api, "editMessageCaption", edit).await.is_ok());
    let words = json!({"chat_id": GROUP, "message_id": number, "text": "B"});
    assert_eq!(refused(call(&api, "editMessageText", words).await), "there is no text in the message to edit");
    let shown: Vec<_> = api.look(|state| {
        state.sent_to(GROUP).iter().map(|sent| (sent.kind.clone(), sent.file.clone(), sent.text.clone())).collect()
    });
    let photo_p1 = |text: &str| (Some("photo".to_owned()), Some("p1".to_owned()), text.to_owned());
    let location = (Some("location".to_owned()), None, String::new());
    assert_eq!(shown, [photo_p1("B"), location, photo_p1("lihat"), (None, None, "halo".to_owned())]);
    let group = |ids: &[&str]| {
        let items: Vec<_> = ids.iter().map(|id| json!({"type": "photo", "media": id})).collect();
        json!({"chat_id": GROUP, "media": items})
    };
    assert!(call(&api, "sendMediaGroup", group(&["p1", "p1"])).await.is_ok());
    let why = refused(call(&api, "sendMediaGroup", group(&["p1", "nobody's"])).await);
    assert!(why.starts_with("failed to send message #2 with the error message"), "{why}");
    api.assert_no_violations();
    assert!(call(&api, "sendMediaGroup", group(&["p1"])).await.is_err());
    assert_eq!(api.look(|state| state.violations.len()), 1);
}

#[tokio::test]
async fn messages_are_taken_back_as_telegram_lets_them() {
    let (api, topic) = desk().await;
    api.open_chat(CUSTOMER);
    let sent = call(&api, "sendMessage", json!({"chat_id": CUSTOMER, "text": "halo"})).await.unwrap();
    let delete = |chat: i64, message: &Value| json!({"chat_id": chat, "message_id": message});
    api.two_days_pass(CUSTOMER);
    let why = refused(call(&api, "deleteMessage", delete(CUSTOMER, &sent["message_id"])).await);
    assert_eq!(why, "message can't be deleted for everyone");
    let theirs = json!(api.staff_text(GROUP, Some(topic), AGENT, "halo"));
    let thumb = json!({"chat_id": GROUP, "message_id": theirs, "reaction": [{"type": "emoji", "emoji": "👍"}]});
    assert!(call(&api, "setMessageReaction", thumb).await.is_ok());
    api.change_group(GROUP, |group| {
        assert_eq!(group.reactions.values().collect::<Vec<_>>(), ["👍"]);
    });
    api.change_rights(GROUP, OWNER, Rights { deletes: false, ..Rights::ALL });
    assert_eq!(refused(call(&api, "deleteMessage", delete(GROUP, &theirs)).await), "message can't be deleted");
    api.change_rights(GROUP, OWNER, Rights::ALL);
    assert!(call(&api, "deleteMessage", delete(GROUP, &theirs)).await.is_ok());
    assert_eq!(refused(call(&api, "deleteMessage", delete(GROUP, &theirs)).await), "message to delete not found");
    api.blocks_the_bot(CUSTOMER);
    let why = refused(call(&api, "sendMessage", json!({"chat_id": CUSTOMER, "text": "halo"})).await);
    assert_eq!(why, "Forbidden: bot was blocked by the user");
    api.lets_the_bot_back(CUSTOMER);
    assert!(call(&api, "sendMessage", json!({"chat_id": CUSTOMER, "text": "halo"})).await.is_ok());
}

#[tokio::test]
async fn a_group_has_a_budget_in_which_every_item_of_an_album_counts_and_an_edit_does_not() {
    let (api, topic) = desk().await;
    let ids = [Media::file("photo", "p1"), Media::file("photo", "p2")];
    let album = api.sends_album(CUSTOMER, &ids);
    let together = api.look(|state| {
        let albums = state.updates.iter().rev().take(2).map(|update| update["message"]["media_group_id"].clone());
        albums.collect::<Vec<_>>()
    });
    assert_eq!((album.len(), together[0].is_string()), (2, together[0] == together[1]));
    api.limit_groups(3, Duration::from_secs(3600), Some(0.25));
    assert!(say(&api, topic).await.is_ok());
    let items = json!([{"type": "photo", "media": "p1"}, {"type": "photo", "media": "p2"}]);
    let sent = call(&api, "sendMediaGroup", json!({"chat_id": GROUP, "media": items})).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(refused(say(&api, topic).await), "Too Many Requests: retry after 0.25");
    let first = api.sent_to(GROUP)[0].id;
    let edit = json!({"chat_id": GROUP, "message_id": first, "text": "Lain"});
    assert!(call(&api, "editMessageText", edit).await.is_ok());
    api.open_chat(CUSTOMER);
    assert!(call(&api, "sendMessage", json!({"chat_id": CUSTOMER, "text": "halo"})).await.is_ok());
    assert_eq!(api.look(|state| state.floods), 1);
    api.limit_groups(3, Duration::from_secs(3600), None);
    let why = refused(say(&api, topic).await);
    assert!(
        matches!(why.as_str(), "Too Many Requests: retry after 3599" | "Too Many Requests: retry after 3600"),
        "{why}"
    );
}

#[tokio::test]
async fn a_group_that_is_upgraded_says_where_it_went() {
    let api = FakeBotApi::start().await;
    api.open_group(-5);
    api.change_group(-5, |group| group.rights = Rights::ALL);
    api.upgrade(-5, GROUP);
    let url = format!("{}/bot{TOKEN}/sendMessage", api.url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.post(url).body(json!({"chat_id": -5, "text": "halo"}).to_string()).send().await.unwrap();
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(answer["parameters"], json!({"migrate_to_chat_id": GROUP}));
    let told: Vec<_> =
        waiting(&api).iter().map(|message| (message["chat"]["id"].clone(), message["chat"]["type"].clone())).collect();
    assert_eq!(told, [(json!(-5), json!("group")), (json!(GROUP), json!("supergroup"))]);
    assert_eq!(waiting(&api)[1]["migrate_from_chat_id"], -5);
    assert_eq!(api.look(|state| state.topics_of(GROUP).len()), 0);
}

#[tokio::test]
async fn staff_send_files_and_chance_may_spoil_any_call() {
    let (api, topic) = desk().await;
    let voice = api.staff_sends(GROUP, Some(topic), AGENT, &Media::file("voice", "v1"));
    let pictures = [Media::file("photo", "p1"), Media::file("video", "w1").saying("ini")];
    let album = api.staff_album(GROUP, Some(topic), AGENT, &pictures);
    assert_eq!(album, [voice + 1, voice + 2]);
    let answering = Media::file("document", "d1").answering(json!({"message_id": voice}));
    api.staff_sends(GROUP, Some(topic), AGENT, &answering);
    assert_eq!(waiting(&api).last().unwrap()["reply_to_message"]["message_id"], voice);
    let mut calls = 0;
    api.trouble(move |_| {
        calls += 1;
        (calls % 2 == 1).then_some(Fault::Refuse(400, "Bad Request: chance"))
    });
    assert_eq!(refused(say(&api, topic).await), "chance");
    assert!(say(&api, topic).await.is_ok());
    api.no_trouble();
    assert!(say(&api, topic).await.is_ok() && say(&api, topic).await.is_ok());
}
