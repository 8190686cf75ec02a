//! Updates of every kind, and of no kind at all.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::conversation::desk::post::{Author, Body, Marked, Post};
use crate::service::ConversationId;

fn me() -> Me {
    Me { id: 9, username: Some("melati_bot".to_owned()), inline: true }
}

fn reading(update: &Value) -> Reading {
    serde_json::value::to_raw_value(update).map(|raw| read(&raw, &me())).unwrap_or_default()
}

/// A message of customer 7 with these fields.
fn message(fields: Value) -> Value {
    json!({"update_id": 41, "message": with(private(), fields)})
}

/// The same, changed a minute later.
fn edited(fields: Value) -> Value {
    json!({"update_id": 41, "edited_message": with(with(private(), json!({"edit_date": 1_700_000_060})), fields)})
}

/// A text of customer 7 in a group, which names the bot at its beginning.
fn in_group(fields: Value) -> Value {
    let text = json!({
        "chat": {"id": -100, "type": "supergroup", "title": "G"}, "text": "@melati_bot cara bayar",
        "entities": [{"type": "mention", "offset": 0, "length": 11}],
    });
    message(with(text, fields))
}

fn private() -> Value {
    json!({
        "message_id": 5, "date": 1_700_000_000,
        "chat": {"id": 7, "type": "private", "first_name": "A"},
        "from": {"id": 7, "is_bot": false, "first_name": "A", "language_code": "zh-hans"},
    })
}

fn with(mut object: Value, fields: Value) -> Value {
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        object.extend(fields);
    }
    object
}

fn what_of(update: &Value) -> Option<What> {
    reading(update).incoming.map(|incoming| incoming.what)
}

/// What is overheard, edited or suggested as these fields say.
fn overheard(fields: Value) -> Option<What> {
    Some(What::Overheard {
        edited: fields["edited"] == true,
        suggested: fields["suggested"] == true,
        topic_name: fields["topic_name"].as_str().map(str::to_owned),
    })
}

/// What an update comes to that does not come to nothing.
fn told(update: &Value) -> Incoming {
    reading(update).incoming.unwrap_or_else(|| panic!("it comes to nothing: {update}"))
}

fn author(id: &str, name: &str) -> Author {
    Author { id: id.to_owned(), name: name.to_owned() }
}

fn showed(medium: Medium, caption: Option<&str>) -> Option<What> {
    Some(What::Showed(Shown { caption: caption.map(str::to_owned), ..medium.into() }))
}

fn callback(query: Value) -> Value {
    let fields = json!({
        "id": "77", "chat_instance": "1",
        "from": {"id": 7, "is_bot": false, "first_name": "A", "language_code": "id"},
    });
    json!({"update_id": 42, "callback_query": with(fields, query)})
}

#[test]
fn words_come_with_their_chat_their_number_and_the_language_of_the_app() {
    assert_eq!(
        reading(&message(json!({"text": "<b>halo</b> *kak*"}))),
        Reading {
            update: Some(41),
            incoming: Some(Incoming {
                message: Some(5),
                sent_at: Some(1_700_000_000_000),
                language_hint: Some(Language::Chinese),
                script_hint: Some(Script::Simplified),
                author: Some(author("telegram:7", "A")),
                post: Some(Box::new(Post {
                    chat: "telegram:7".to_owned(),
                    message: 5,
                    body: Body::Words(Marked::plain("<b>halo</b> *kak*")),
                    reply_to: None,
                    written_at: 1_700_000_000_000,
                })),
                ..Incoming::new(41, ConversationId("telegram:7".to_owned()), What::Text("<b>halo</b> *kak*".to_owned()))
            }),
            ..Reading::default()
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
        (json!({"document": file("video/mp4"), "animation": file("video/mp4")}), showed(Medium::Gesture, None)),
        (json!({"document": {}}), showed(Medium::Document, None)),
        (json!({"dice": {"emoji": "🎲", "value": 3}}), showed(Medium::Gesture, None)),
        (json!({"location": {"latitude": 1.5, "longitude": 2.5}}), showed(Medium::Other, None)),
    ];
    for (fields, expected) in cases {
        let shown = match what_of(&message(fields.clone())) {
            Some(What::Showed(shown)) => Some(What::Showed(Shown { file: None, ..shown })),
            other => other,
        };
        assert_eq!(shown, expected, "{fields}");
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
fn a_contact_is_the_senders_own_only_first_hand_and_in_private() {
    let contact = |user: Value, fields: Value| {
        let contact = json!({"phone_number": "+62 812-3456-7890", "first_name": "A", "user_id": user});
        what_of(&message(with(json!({"contact": contact}), fields)))
    };
    let shared = |own: bool| Some(What::Contact(SharedContact { phone: "+62 812-3456-7890".to_owned(), own }));
    assert_eq!(contact(json!(7), json!({})), shared(true));
    let origin = json!({"type": "user", "sender_user": {"id": 7}, "date": 1});
    for (user, fields) in [
        (json!(8), json!({})),
        (json!(null), json!({})),
        (json!("7"), json!({})),
        (json!(7), json!({"forward_origin": origin})),
        (json!(7), json!({"forward_date": 1})),
        (json!(7), json!({"via_bot": {"id": 8, "is_bot": true, "first_name": "B"}})),
        (json!(7), json!({"from": {"id": "seven"}})),
        (json!(null), json!({"from": {}})),
    ] {
        assert_eq!(contact(user, fields.clone()), shared(false), "{fields}");
    }
    let nameless = message(json!({"contact": {"user_id": 7}}));
    assert_eq!(what_of(&nameless), showed(Medium::Other, None));
    let group = json!({"id": -100, "type": "supergroup", "title": "G"});
    let before = json!({"message_id": 3, "from": {"id": 9, "is_bot": true}});
    let contact = json!({"phone_number": "1", "user_id": 7});
    let before_others = message(json!({"contact": contact, "chat": group, "reply_to_message": before}));
    assert_eq!(what_of(&before_others), showed(Medium::Other, None));
}

#[test]
fn a_document_can_be_found_again_and_a_picture_sent_as_one_need_not() {
    let document = |mime: &str| json!({"file_id": "F", "file_name": "x.csv", "file_size": 9, "mime_type": mime});
    let file = |update: &Value| match what_of(update) {
        Some(What::Showed(shown)) => shown.file,
        _ => None,
    };
    let (name, mime) = (Some("x.csv".to_owned()), Some("text/csv".to_owned()));
    let expected = FileReference { id: "F".to_owned(), name, size: Some(9), mime };
    assert_eq!(file(&message(json!({"document": document("text/csv"), "caption": "ini"}))), Some(expected));
    let bare = FileReference { id: "F".to_owned(), name: None, size: None, mime: None };
    assert_eq!(file(&message(json!({"document": {"file_id": "F", "file_size": "big"}}))), Some(bare));
    for fields in [
        json!({"document": document("image/png")}),
        json!({"document": document("text/csv"), "animation": {}}),
        json!({"document": {"file_name": "x.csv"}}),
    ] {
        assert_eq!(file(&message(fields.clone())), None, "{fields}");
    }
}

#[test]
fn photos_of_one_album_say_so() {
    let album = message(json!({"photo": [{}], "media_group_id": "77"}));
    let expected = What::Showed(Shown { album: Some("77".to_owned()), ..Medium::Picture.into() });
    assert_eq!(what_of(&album), Some(expected));
}

#[test]
fn service_messages_channels_bots_and_what_the_bot_itself_offered_come_to_nothing() {
    let bot = json!({"id": 8, "is_bot": true, "first_name": "B"});
    let channel = json!({"id": -1_005, "type": "channel", "title": "C"});
    let nothing = Reading { update: Some(41), ..Reading::default() };
    for update in [
        message(json!({"text": "x", "from": bot})),
        message(json!({"text": "x", "chat": channel})),
        message(json!({"text": "x", "via_bot": {"id": 9, "is_bot": true, "first_name": "T"}})),
        message(json!({"pinned_message": {"message_id": 1, "date": 0}})),
        message(json!({"hologram_changed": true})),
        message(json!({"text": "/help@other_bot"})),
        in_group(json!({"from": bot})),
        in_group(json!({"sender_chat": channel})),
        in_group(json!({"sender_chat": channel, "is_automatic_forward": true})),
        in_group(json!({"is_automatic_forward": true})),
        in_group(json!({"chat": channel})),
        in_group(json!({"text": null, "forum_topic_edited": {"name": "T"}})),
        in_group(json!({"from": bot, "text": null, "forum_topic_closed": {}})),
        message(json!({"forum_topic_closed": {}})),
        message(json!({"migrate_to_chat_id": -1_001})),
        json!({"update_id": 41, "channel_post": with(private(), json!({"text": "x", "chat": channel}))}),
    ] {
        assert_eq!(reading(&update), nothing, "{update}");
    }
}

#[test]
fn a_message_forwarded_to_the_bot_is_words_like_any() {
    let origin = json!({"type": "user", "sender_user": {"id": 3}});
    let forwarded = message(json!({"text": "cara bayar", "forward_origin": origin}));
    assert_eq!(what_of(&forwarded), Some(What::Text("cara bayar".to_owned())));
    assert_eq!(what_of(&in_group(json!({"forward_origin": origin}))), overheard(json!({})));
}

#[test]
fn what_people_in_a_group_say_to_each_other_is_overheard() {
    let table = [
        (json!({"entities": []}), json!({})),
        (json!({"text": "/take", "entities": []}), json!({})),
        (json!({"text": "/help@other_bot", "entities": []}), json!({})),
        (json!({"text": "//ini catatan", "entities": []}), json!({})),
        (json!({"text": null, "photo": [{}]}), json!({})),
        (json!({"text": null, "sticker": {}}), json!({})),
        (json!({"text": "x", "entities": [], "via_bot": {"id": 8, "is_bot": true}}), json!({})),
        (json!({"via_bot": {"id": 9, "is_bot": true}}), json!({"suggested": true})),
        (json!({"text": "/help", "via_bot": {"id": 9, "is_bot": true}}), json!({"suggested": true})),
        (json!({"entities": [], "reply_to_message": opening(9)}), json!({"topic_name": "#1 Budi"})),
        (json!({"entities": [], "reply_to_message": opening(8)}), json!({})),
        (json!({"entities": [], "reply_to_message": {"message_id": 4, "from": {"id": 8}}}), json!({})),
    ];
    for (fields, expected) in table {
        let incoming = told(&in_group(fields.clone()));
        assert_eq!(Some(incoming.what), overheard(expected), "{fields}");
        assert_eq!((incoming.message, incoming.sent_at), (Some(5), Some(1_700_000_000_000)));
        assert_eq!(incoming.post.map(|post| post.message), Some(5), "{fields}");
        assert_eq!(incoming.author, Some(author("telegram:7", "A")), "{fields}");
    }
}

#[test]
fn what_is_changed_in_a_group_is_overheard_with_the_time_of_the_change() {
    let changed = |fields: Value| {
        let chat = json!({"id": -100, "type": "supergroup", "is_forum": true});
        told(&edited(with(json!({"chat": chat}), fields)))
    };
    for fields in
        [json!({"text": "bukan begitu"}), json!({"photo": [{"file_id": "F"}]}), json!({"document": {"file_id": "F"}})]
    {
        let incoming = changed(fields.clone());
        assert_eq!(Some(incoming.what), overheard(json!({"edited": true})), "{fields}");
        assert_eq!(incoming.sent_at, Some(1_700_000_060_000));
        assert_eq!(incoming.post.map(|post| post.written_at), Some(1_700_000_060_000));
    }
    let meant =
        changed(json!({"text": "@melati_bot bayar", "entities": [{"type": "mention", "offset": 0, "length": 11}]}));
    assert_eq!(meant.what, What::Edited("bayar".to_owned()));
}

/// The service message with which a bot opened a topic.
fn opening(bot: i64) -> Value {
    json!({"message_id": 15, "from": {"id": bot, "is_bot": true}, "forum_topic_created": {"name": "#1 Budi"}})
}

#[test]
fn what_is_meant_for_the_bot_is_kept_as_it_was_typed() {
    let incoming = told(&in_group(json!({"text": "/help@melati_bot x", "entities": []})));
    assert_eq!(incoming.what, What::Text("/help x".to_owned()));
    assert!(incoming.post.is_some_and(|post| post.body == Body::Words(Marked::plain("/help@melati_bot x"))));
}

#[test]
fn a_group_says_whether_it_has_topics() {
    let topics = |update: &Value| reading(update).incoming.and_then(|incoming| incoming.topics);
    let group = |forum: Value| json!({"chat": {"id": -100, "type": "supergroup", "is_forum": forum}});
    assert_eq!(topics(&in_group(group(json!(true)))), Some(true));
    assert_eq!(topics(&in_group(group(json!("new shape")))), Some(false));
    assert_eq!(topics(&in_group(json!({}))), Some(false));
    assert_eq!(topics(&in_group(json!({"message_thread_id": 15, "is_topic_message": true}))), Some(true));
    assert_eq!(topics(&message(json!({"text": "x"}))), None);
    let pressed = with(json!({"data": "x"}), json!({"message": with(json!({"message_id": 3}), group(json!(true)))}));
    assert_eq!(topics(&callback(pressed)), Some(true));
}

#[test]
fn topics_that_people_close_and_open_again_are_told() {
    for (field, what) in [("forum_topic_closed", What::TopicClosed), ("forum_topic_reopened", What::TopicReopened)] {
        let done = |fields: Value| {
            let place = json!({"text": null, "message_thread_id": 15, "is_topic_message": true});
            let mut service = with(place, fields);
            service[field] = json!({});
            reading(&in_group(service)).incoming
        };
        let by_a_person = done(json!({})).map(|told| (told.what, told.conversation.0, told.post, told.author));
        let place = "telegram:-100/15".to_owned();
        assert_eq!(by_a_person, Some((what.clone(), place, None, Some(author("telegram:7", "A")))));
        let anonymous = json!({"sender_chat": {"id": -100}, "from": {"id": 1, "is_bot": true}});
        assert_eq!(done(anonymous).map(|told| told.what), Some(what));
        assert_eq!(done(json!({"from": {"id": 9, "is_bot": true}})), None, "the bot knows what it does itself");
    }
}

#[test]
fn a_group_that_becomes_another_is_told_of_by_both_as_the_old_one() {
    let moved = |chat: i64, field: &str, other: Value| {
        let mut fields =
            json!({"text": null, "chat": {"id": chat, "type": "group"}, "from": {"id": 8, "is_bot": true}});
        fields[field] = other;
        reading(&in_group(fields)).incoming
    };
    let new = ConversationId("telegram:-1005".to_owned());
    for incoming in [moved(-5, "migrate_to_chat_id", json!(-1_005)), moved(-1_005, "migrate_from_chat_id", json!(-5))] {
        let expected = Incoming {
            place: Place::Group,
            sent_at: Some(1_700_000_000_000),
            ..Incoming::new(41, ConversationId("telegram:-5".to_owned()), What::Moved(new.clone()))
        };
        assert_eq!(incoming, Some(expected));
    }
    assert_eq!(moved(-5, "migrate_to_chat_id", json!("far away")), None);
}

#[test]
fn changed_words_come_as_such_and_other_changes_come_to_nothing() {
    let incoming = reading(&edited(json!({"text": "cara batal"}))).incoming;
    let incoming = incoming.map(|incoming| (incoming.what, incoming.message, incoming.sent_at));
    assert_eq!(incoming, Some((What::Edited("cara batal".to_owned()), Some(5), Some(1_700_000_060_000))));
    for fields in [json!({"photo": [{}]}), json!({"location": {"latitude": 1, "longitude": 2}}), json!({})] {
        assert_eq!(reading(&edited(fields)), Reading { update: Some(41), ..Reading::default() });
    }
    let group = json!({"chat": {"id": -100, "type": "supergroup"}, "location": {"latitude": 1, "longitude": 2}});
    assert_eq!(reading(&edited(group)).incoming, None, "a place that moves");
    assert_eq!(reading(&json!({"update_id": 41, "edited_message": {}})).unknown, Some("edited_message".to_owned()));
}

#[test]
fn what_names_the_bot_in_a_group_is_heard_there_and_in_its_topic_only() {
    let place =
        |fields: Value| reading(&in_group(fields)).incoming.map(|incoming| (incoming.conversation.0, incoming.place));
    let at = |conversation: &str| Some((conversation.to_owned(), Place::Group));
    assert_eq!(what_of(&in_group(json!({}))), Some(What::Text("cara bayar".to_owned())));
    assert_eq!(place(json!({})), at("telegram:-100"));
    assert_eq!(place(json!({"message_thread_id": 15, "is_topic_message": true})), at("telegram:-100/15"));
    assert_eq!(place(json!({"message_thread_id": 15})), at("telegram:-100"), "a thread of replies is no topic");
    assert_eq!(place(json!({"chat": {"id": -5, "type": "group", "title": "G"}})), at("telegram:-5"));
    let in_private = message(json!({"text": "x", "message_thread_id": 15, "is_topic_message": true}));
    assert_eq!(reading(&in_private).incoming.map(|incoming| incoming.conversation.0), Some("telegram:7".to_owned()));
}

#[test]
fn an_anonymous_admin_is_a_person() {
    let from = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
    let admin = in_group(json!({"from": from, "sender_chat": {"id": -100, "type": "supergroup", "title": "G"}}));
    let incoming = reading(&admin).incoming.map(|incoming| (incoming.what, incoming.author));
    assert_eq!(incoming, Some((What::Text("cara bayar".to_owned()), Some(author("telegram:-100", "")))));
}

#[test]
fn words_in_a_group_are_read_though_something_beside_them_is_of_a_new_kind() {
    let entities = json!([{"type": "hologram"}, 5, {"type": "mention", "offset": 0, "length": 11}]);
    for fields in [json!({"entities": entities}), json!({"from": "somebody"}), json!({"reply_to_message": 5})] {
        assert_eq!(what_of(&in_group(fields.clone())), Some(What::Text("cara bayar".to_owned())), "{fields}");
    }
}

#[test]
fn the_bot_comes_into_a_group_once_and_not_by_being_promoted() {
    let standing = |kind: &str, before: Value, after: Value| {
        let chat = json!({"id": -100, "type": kind, "title": "G"});
        let update = json!({"update_id": 41, "my_chat_member": {
            "chat": chat, "date": 1_700_000_000, "from": {"id": 7, "is_bot": false, "language_code": "en"},
            "old_chat_member": before, "new_chat_member": after,
        }});
        let reading = reading(&update);
        assert_eq!((reading.update, reading.unknown), (Some(41), None));
        reading
            .incoming
            .map(|incoming| (incoming.what, incoming.conversation.0, incoming.place, incoming.language_hint))
    };
    let status = |status: &str| json!({"status": status});
    let mute = json!({"status": "restricted", "is_member": true, "can_send_messages": false});
    let restricted = json!({"status": "restricted", "is_member": true, "can_send_messages": true});
    let joined = Some((What::Joined, "telegram:-100".to_owned(), Place::Group, Some(Language::English)));
    for (before, after) in [
        (status("left"), status("member")),
        (status("kicked"), status("administrator")),
        (status("left"), restricted.clone()),
        (json!({"status": "restricted", "is_member": false}), status("member")),
    ] {
        assert_eq!(standing("group", before.clone(), after.clone()), joined);
        assert_eq!(standing("channel", before.clone(), after.clone()), None);
        assert_eq!(standing("private", before, after), None);
    }
    let gone = json!({"status": "restricted", "is_member": false});
    let is =
        |what: Option<What>| what.map(|what| (what, "telegram:-100".to_owned(), Place::Group, Some(Language::English)));
    for (before, after, expected) in [
        (status("member"), status("administrator"), Some(What::RightsChanged)),
        (status("administrator"), status("member"), Some(What::RightsChanged)),
        (
            status("administrator"),
            json!({"status": "administrator", "can_manage_topics": true}),
            Some(What::RightsChanged),
        ),
        (restricted, status("member"), Some(What::RightsChanged)),
        (mute.clone(), status("administrator"), Some(What::RightsChanged)),
        (json!(5), status("member"), Some(What::RightsChanged)),
        (status("member"), status("left"), Some(What::PutOut)),
        (status("administrator"), status("kicked"), Some(What::PutOut)),
        (status("administrator"), mute.clone(), Some(What::PutOut)),
        (mute.clone(), status("left"), Some(What::PutOut)),
        (status("member"), gone, Some(What::PutOut)),
        (status("left"), status("kicked"), None),
        (status("left"), mute, None),
        (status("left"), status("hologram"), None),
        (status("member"), json!(5), None),
    ] {
        assert_eq!(standing("supergroup", before.clone(), after.clone()), is(expected), "{before} {after}");
        assert_eq!(standing("private", before, after), None, "a customer blocks the bot");
    }
}

#[test]
fn what_is_typed_in_another_chat_is_a_query() {
    let query = |text: &str, offset: &str| {
        let from = json!({"id": 7, "is_bot": false, "first_name": "A", "language_code": "en"});
        let update =
            json!({"update_id": 41, "inline_query": {"id": "q", "from": from, "query": text, "offset": offset}});
        reading(&update).inline
    };
    let expected = |text: &str, more: bool| {
        let (conversation, language_hint) = (Some("telegram:7".to_owned()), Some(Language::English));
        let asker = Asker { conversation, language_hint, ..Asker::default() };
        Some(InlineQuery { id: InlineQueryId("q".to_owned()), text: text.to_owned(), more, asker })
    };
    for text in ["", "r", &"退".repeat(256)] {
        assert_eq!(query(text, ""), expected(text, false));
    }
    assert_eq!(query("refund", "50"), expected("refund", true));
    let typed_in = |kind: Value, from: Value| {
        let query = json!({"id": "q", "from": from, "query": "x", "offset": "", "chat_type": kind});
        let inline = reading(&json!({"update_id": 41, "inline_query": query})).inline;
        inline.map(|inline| (inline.asker.conversation, inline.asker.in_group))
    };
    for (kind, in_group) in [("group", true), ("supergroup", true), ("private", false), ("sender", false)] {
        assert_eq!(typed_in(json!(kind), json!({"id": 7})), Some((Some("telegram:7".to_owned()), in_group)), "{kind}");
    }
    assert_eq!(typed_in(json!(5), json!("somebody")), Some((None, false)));
    assert_eq!(reading(&json!({"update_id": 41, "inline_query": {"id": 5}})).unknown, Some("inline_query".to_owned()));
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
fn a_button_in_a_group_is_pressed_there_and_in_its_topic() {
    let group = json!({"id": -5, "type": "supergroup", "title": "G"});
    let pressed = |message: Value| {
        let incoming = reading(&callback(json!({"data": "x", "message": message}))).incoming;
        incoming.map(|incoming| (incoming.conversation.0, incoming.place, incoming.pressed_message))
    };
    let topic = json!({"message_id": 3, "date": 9, "chat": group, "message_thread_id": 15, "is_topic_message": true});
    assert_eq!(pressed(topic), Some(("telegram:-5/15".to_owned(), Place::Group, Some(3))));
    let inaccessible = json!({"message_id": 3, "date": 0, "chat": group});
    assert_eq!(pressed(inaccessible), Some(("telegram:-5".to_owned(), Place::Group, Some(3))));
}

#[test]
fn buttons_that_belong_to_no_chat_or_mean_nothing_are_only_answered() {
    let chat = json!({"message_id": 3, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "A"}});
    let channel = json!({"message_id": 3, "date": 9, "text": "x", "chat": {"id": -5, "type": "channel", "title": "C"}});
    for query in [
        json!({"data": "x", "inline_message_id": "i"}),
        json!({"game_short_name": "g", "message": chat}),
        json!({"data": "x", "message": channel}),
        json!({"data": "x", "message": "of a new shape", "from": 5}),
        json!({"data": {"of": "a new shape"}, "message": chat}),
    ] {
        let reading = reading(&callback(query.clone()));
        assert_eq!((reading.incoming, reading.callback.is_some(), reading.unknown), (None, true, None), "{query}");
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
    assert_eq!(raw.map(|raw| read(&raw, &me())), Some(unknown(Some(9), "message")));
}

#[test]
fn nesting_without_end_is_passed_over() {
    let deep = format!("{{\"update_id\":9,\"message\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let raw = RawValue::from_string(deep).ok();
    assert_eq!(raw.map(|raw| read(&raw, &me()).update), Some(Some(9)));
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
        field in "(message_id|date|chat|from|text|entities|photo|sticker|poll|reply_to_message|sender_chat|[a-z_]{1,9})",
        value in anything(),
    ) {
        let mut fields = serde_json::Map::new();
        fields.insert(field, value);
        prop_assert_eq!(reading(&message(Value::Object(fields.clone()))).update, Some(41));
        prop_assert_eq!(reading(&in_group(Value::Object(fields))).update, Some(41));
    }

    #[test]
    fn no_update_of_any_shape_makes_reading_fail(kind in "(message|edited_message|my_chat_member|inline_query|callback_query|[a-z_]{1,9})", value in anything()) {
        let mut update = serde_json::Map::new();
        update.insert("update_id".to_owned(), Value::from(41));
        update.insert(kind, value);
        prop_assert_eq!(reading(&Value::Object(update)).update, Some(41));
    }
}

#[test]
fn every_kind_of_update_that_telegram_has_is_of_use_or_known_to_be_of_none() {
    let api: Value = serde_json::from_str(include_str!("../../../tests/fixtures/botapi.json")).unwrap_or_default();
    let of_use = ["message", "edited_message", "my_chat_member", "callback_query", "inline_query"];
    let mut known: Vec<&str> = of_use.into_iter().chain(OF_NO_USE).collect();
    let mut kinds: Vec<&str> = api["update_kinds"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    known.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(known, kinds);
}

#[test]
fn a_kind_of_no_use_is_passed_over_whatever_is_in_it() {
    let anything = json!({"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"]});
    for kind in OF_NO_USE {
        let read = reading(&json!({"update_id": 43, kind: anything}));
        assert_eq!(read, Reading { update: Some(43), ..Reading::default() }, "{kind}");
    }
}
