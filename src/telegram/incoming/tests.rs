//! Updates of every kind, and of no kind at all.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::service::ConversationId;

fn reading(update: &Value) -> Reading {
    serde_json::value::to_raw_value(update).map(|raw| read(&raw)).unwrap_or_default()
}

/// A message of customer 7 with these fields.
fn message(fields: Value) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_700_000_000,
        "chat": {"id": 7, "type": "private", "first_name": "A"},
        "from": {"id": 7, "is_bot": false, "first_name": "A", "language_code": "zh-hans"},
    });
    if let (Some(message), Value::Object(fields)) = (message.as_object_mut(), fields) {
        message.extend(fields);
    }
    json!({"update_id": 41, "message": message})
}

fn what_of(update: &Value) -> Option<What> {
    reading(update).incoming.map(|incoming| incoming.what)
}

fn showed(medium: Medium, caption: Option<&str>) -> Option<What> {
    Some(What::Showed(Shown { medium, caption: caption.map(str::to_owned), album: None }))
}

fn callback(query: Value) -> Value {
    let mut fields = json!({
        "id": "77", "chat_instance": "1",
        "from": {"id": 7, "is_bot": false, "first_name": "A", "language_code": "id"},
    });
    if let (Some(fields), Value::Object(query)) = (fields.as_object_mut(), query) {
        fields.extend(query);
    }
    json!({"update_id": 42, "callback_query": fields})
}

#[test]
fn words_come_with_their_chat_their_number_and_the_language_of_the_app() {
    assert_eq!(
        reading(&message(json!({"text": "<b>halo</b> *kak*"}))),
        Reading {
            update: Some(41),
            incoming: Some(Incoming {
                language_hint: Some(Language::Chinese),
                ..Incoming::new(41, ConversationId("telegram:7".to_owned()), What::Text("<b>halo</b> *kak*".to_owned()))
            }),
            callback: None,
            unknown: None,
        }
    );
}

#[test]
fn media_are_told_apart() {
    let size = json!({"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 1});
    let file = |mime: &str| json!({"file_id": "f", "file_unique_id": "u", "file_size": 1, "mime_type": mime});
    let voice = json!({"file_id": "f", "file_unique_id": "u", "file_size": 1, "duration": 1});
    let cases = [
        (json!({"photo": [size], "caption": "ini"}), showed(Medium::Picture, Some("ini"))),
        (json!({"document": file("image/png")}), showed(Medium::Picture, None)),
        (json!({"document": file("application/pdf"), "caption": "x"}), showed(Medium::Document, Some("x"))),
        (json!({"voice": voice}), showed(Medium::Voice, None)),
        (json!({"dice": {"emoji": "🎲", "value": 3}}), showed(Medium::Gesture, None)),
        (json!({"location": {"latitude": 1.5, "longitude": 2.5}}), showed(Medium::Other, None)),
        (json!({"contact": {"phone_number": "1", "first_name": "B"}}), showed(Medium::Other, None)),
    ];
    for (fields, expected) in cases {
        assert_eq!(what_of(&message(fields.clone())), expected, "{fields}");
    }
}

#[test]
fn words_are_read_though_something_beside_them_is_of_a_new_kind() {
    let new_entity = json!({"text": "halo", "entities": [{"type": "hologram", "offset": 0, "length": 4}]});
    assert_eq!(what_of(&message(new_entity)), Some(What::Text("halo".to_owned())));
    let reply = json!({"text": "ok", "reply_to_message": {"message_id": "of a new shape"}});
    assert_eq!(what_of(&message(reply)), Some(What::Text("ok".to_owned())));
    assert_eq!(what_of(&message(json!({"live_photo": {}, "caption": "c"}))), showed(Medium::Picture, Some("c")));
    assert_eq!(what_of(&message(json!({"sticker": {"type": "hologram"}}))), showed(Medium::Gesture, None));
    assert_eq!(what_of(&message(json!({"hologram": {}, "caption": "c"}))), showed(Medium::Other, Some("c")));
}

#[test]
fn words_are_read_though_the_sender_is_of_a_new_shape() {
    let sender = json!({"text": "halo", "from": {"id": "seven", "language_code": "en"}});
    let incoming = reading(&message(sender)).incoming;
    let expected = (What::Text("halo".to_owned()), ConversationId("telegram:7".to_owned()), Some(Language::English));
    assert_eq!(incoming.map(|incoming| (incoming.what, incoming.conversation, incoming.language_hint)), Some(expected));
    let group = json!({"text": "halo", "from": {"id": "seven"}, "chat": {"id": -7, "type": "hologram"}});
    assert_eq!(reading(&message(group)).unknown, Some("message".to_owned()));
}

#[test]
fn service_messages_groups_edits_and_bots_come_to_nothing() {
    let group = |kind: &str| json!({"text": "x", "chat": {"id": -100, "type": kind, "title": "G"}});
    let bot = json!({"text": "x", "from": {"id": 8, "is_bot": true, "first_name": "B"}});
    let mut edited = message(json!({"text": "x", "edit_date": 1_700_000_001}));
    edited["edited_message"] = edited["message"].take();
    if let Some(update) = edited.as_object_mut() {
        update.remove("message");
    }
    let blocked = json!({"update_id": 41, "my_chat_member": {
        "chat": {"id": 7, "type": "private", "first_name": "A"},
        "from": {"id": 7, "is_bot": false, "first_name": "A"}, "date": 1_700_000_000,
        "old_chat_member": {"status": "member", "user": {"id": 9, "is_bot": true, "first_name": "T"}},
        "new_chat_member": {"status": "kicked", "until_date": 0, "user": {"id": 9, "is_bot": true, "first_name": "T"}},
    }});
    let nothing = Reading { update: Some(41), ..Reading::default() };
    for update in [
        message(group("group")),
        message(group("supergroup")),
        message(bot),
        message(
            json!({"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "A"}}}),
        ),
        message(json!({"hologram_changed": true})),
        edited,
        blocked,
    ] {
        assert_eq!(reading(&update), nothing, "{update}");
    }
}

#[test]
fn a_button_of_an_inaccessible_message_still_names_it() {
    let chat = json!({"id": 7, "type": "private", "first_name": "A"});
    let reading = reading(&callback(json!({"data": "l:id", "message": {"message_id": 3, "date": 0, "chat": chat}})));
    assert_eq!(reading.callback, Some(CallbackQueryId("77".to_owned())));
    let incoming = reading.incoming.map(|incoming| (incoming.what, incoming.pressed_message, incoming.language_hint));
    assert_eq!(incoming, Some((What::Pressed("l:id".to_owned()), Some(3), Some(Language::Indonesian))));
}

#[test]
fn buttons_without_data_or_message_and_those_in_groups_are_only_answered() {
    let group = json!({"message_id": 3, "date": 9, "text": "x", "chat": {"id": -5, "type": "group", "title": "G"}});
    let chat = json!({"message_id": 3, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "A"}});
    for query in [
        json!({"data": "x", "inline_message_id": "i"}),
        json!({"game_short_name": "g", "message": chat}),
        json!({"data": "x", "message": group}),
    ] {
        let reading = reading(&callback(query.clone()));
        assert_eq!((reading.incoming, reading.callback.is_some()), (None, true), "{query}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_keeps_its_number() {
    let unknown =
        |update: Option<i64>, kind: &str| Reading { update, unknown: Some(kind.to_owned()), ..Reading::default() };
    assert_eq!(reading(&json!({"update_id": 9, "hologram": {"id": 1}})), unknown(Some(9), "hologram"));
    assert_eq!(reading(&json!({"update_id": 9, "message": {"chat": "none"}})), unknown(Some(9), "message"));
    assert_eq!(reading(&json!({"update_id": 9})), unknown(Some(9), ""));
    assert_eq!(reading(&json!({"message": {}})), unknown(None, "message"));
    assert_eq!(reading(&json!("not even an object")), unknown(None, ""));
    let lone_surrogate = r#"{"update_id":9,"message":{"text":"\ud83d"}}"#;
    let raw = RawValue::from_string(lone_surrogate.to_owned()).ok();
    assert_eq!(raw.map(|raw| read(&raw)), Some(unknown(Some(9), "message")));
}

#[test]
fn nesting_without_end_is_passed_over() {
    let deep = format!("{{\"update_id\":9,\"message\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let raw = RawValue::from_string(deep).ok();
    assert_eq!(raw.map(|raw| read(&raw).update), Some(Some(9)));
}

/// Any value in the place of any field of a message.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("(id|type|text|date|file_id|user|chat|[a-z]{1,6})", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_field_of_any_shape_makes_reading_fail(
        field in "(message_id|date|chat|from|text|entities|photo|sticker|poll|reply_to_message|[a-z_]{1,9})",
        value in anything(),
    ) {
        let mut fields = serde_json::Map::new();
        fields.insert(field, value);
        prop_assert_eq!(reading(&message(Value::Object(fields))).update, Some(41));
    }

    #[test]
    fn no_update_of_any_shape_makes_reading_fail(kind in "(message|callback_query|[a-z_]{1,9})", value in anything()) {
        let mut update = serde_json::Map::new();
        update.insert("update_id".to_owned(), Value::from(41));
        update.insert(kind, value);
        prop_assert_eq!(reading(&Value::Object(update)).update, Some(41));
    }
}

#[test]
fn a_kind_of_no_use_is_passed_over_whatever_is_in_it() {
    // The library that reads updates panics on this one, which Telegram allows.
    let poll = json!({"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"]});
    for kind in OF_NO_USE {
        let read = reading(&json!({"update_id": 43, kind: poll}));
        assert_eq!((read.update, read.unknown, read.incoming), (Some(43), None, None), "{kind}");
    }
}
