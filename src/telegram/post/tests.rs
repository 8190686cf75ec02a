//! Who wrote what, as a table of messages.

use serde_json::{Value, json};

use super::*;

/// What the message is in which a group has these fields.
fn in_group(fields: Value) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_700_000_000, "chat": {"id": -100, "type": "supergroup", "is_forum": true},
        "from": {"id": 7, "is_bot": false, "first_name": "Siti"},
    });
    if let (Some(message), Value::Object(fields)) = (message.as_object_mut(), fields) {
        message.extend(fields);
    }
    message
}

fn read<T>(fields: Value, read: impl Fn(Message<'_>, Chat) -> T) -> T {
    let message = in_group(fields);
    let message = Message(&message);
    let chat = message.chat().unwrap_or_else(|| panic!("no chat"));
    read(message, chat)
}

fn body_of(fields: Value) -> Body {
    read(fields, |message, _| body(message))
}

fn file(kind: FileKind) -> Body {
    Body::File { kind, id: "F".to_owned(), caption: Marked::default(), album: None }
}

#[test]
fn a_name_is_one_line_without_what_nobody_sees() {
    let table = [
        (json!({"first_name": "Siti", "last_name": "Aminah"}), "Siti Aminah"),
        (json!({"first_name": " Siti\n\tA. "}), "Siti A."),
        (json!({"first_name": "\u{202e}itiS\u{200b}\u{2066}", "last_name": "\u{0}\u{7}"}), "itiS"),
        (json!({"first_name": "\u{3164}\u{feff}"}), ""),
        (json!({"first_name": "小明 😀"}), "小明 😀"),
        (json!({"first_name": 5}), ""),
    ];
    for (user, expected) in table {
        let mut user = user;
        user["id"] = json!(7);
        let author = read(json!({"from": user}), author_of);
        assert_eq!(author, Some(Author { id: "telegram:7".to_owned(), name: expected.to_owned() }));
    }
    let long = read(json!({"from": {"id": 7, "first_name": "名".repeat(65)}}), author_of);
    assert_eq!(long.map(|author| author.name.chars().count()), Some(64));
}

#[test]
fn an_anonymous_admin_is_the_group_with_a_title_perhaps() {
    let anonymous = |fields: Value| {
        let mut fields = fields;
        fields["sender_chat"] = json!({"id": -100, "type": "supergroup"});
        read(fields, author_of).map(|author| (author.id, author.name))
    };
    assert_eq!(anonymous(json!({})), Some(("telegram:-100".to_owned(), String::new())));
    let titled = anonymous(json!({"author_signature": "Kepala\nCS"}));
    assert_eq!(titled, Some(("telegram:-100".to_owned(), "Kepala CS".to_owned())));
}

#[test]
fn a_sender_of_a_new_shape_is_known_by_the_private_chat_only() {
    let from = json!({"id": "seven", "first_name": "Siti"});
    assert_eq!(read(json!({"from": from}), author_of), None);
    let private = read(json!({"from": from, "chat": {"id": 7, "type": "private"}}), author_of);
    assert_eq!(private, Some(Author { id: "telegram:7".to_owned(), name: "Siti".to_owned() }));
}

#[test]
fn files_keep_their_kind_and_things_are_told_apart() {
    let one = json!({"file_id": "F"});
    let sizes = json!([
        {"file_id": "small", "width": 90, "height": 60}, {"file_id": "F", "width": 900, "height": 600},
        {"file_id": "middle", "width": 300, "height": 200}, {"file_id": "broken", "width": "wide"},
    ]);
    let table = [
        (json!({"photo": sizes}), file(FileKind::Photo)),
        (json!({"live_photo": {"file_id": "film", "photo": sizes}}), file(FileKind::Photo)),
        (json!({"live_photo": one}), file(FileKind::Photo)),
        (json!({"video": one}), file(FileKind::Video)),
        (json!({"animation": one, "document": {"file_id": "D"}}), file(FileKind::Animation)),
        (json!({"document": one}), file(FileKind::Document)),
        (json!({"audio": one}), file(FileKind::Audio)),
        (json!({"voice": one}), file(FileKind::Voice)),
        (json!({"sticker": one}), Body::Thing(Thing::Sticker)),
        (json!({"video_note": one}), Body::Thing(Thing::RoundVideo)),
        (json!({"dice": {"value": 1}}), Body::Thing(Thing::Dice)),
        (json!({"location": {}}), Body::Thing(Thing::Place)),
        (json!({"location": {}, "venue": {}}), Body::Thing(Thing::Place)),
        (json!({"contact": {"phone_number": "1"}}), Body::Thing(Thing::Contact)),
        (json!({"poll": {}}), Body::Thing(Thing::Poll)),
        (json!({"checklist": {}}), Body::Thing(Thing::Other)),
        (json!({"photo": []}), Body::Thing(Thing::Other)),
        (json!({"hologram": {}, "caption": "x"}), Body::Thing(Thing::Other)),
    ];
    for (fields, expected) in table {
        assert!(body_of(fields.clone()) == expected, "{fields}");
    }
}

#[test]
fn the_words_under_a_file_come_with_their_marks_and_the_album_with_its_number() {
    let bold = json!([{"type": "bold", "offset": 0, "length": 4}]);
    let photo = json!([{"file_id": "F"}]);
    let fields = json!({"photo": photo, "caption": "lihat ini", "caption_entities": bold, "media_group_id": "77"});
    let marks = vec![Mark { kind: "bold".to_owned(), offset: 0, length: 4, url: None }];
    let caption = Marked { text: "lihat ini".to_owned(), marks };
    let expected = Body::File { kind: FileKind::Photo, id: "F".to_owned(), caption, album: Some("77".to_owned()) };
    assert!(body_of(fields) == expected);
}

#[test]
fn marks_are_in_order_within_the_words_and_complete_in_themselves() {
    let entities = json!([
        {"type": "text_link", "offset": 3, "length": 2, "url": "https://example.com/"},
        {"type": "italic", "offset": 0, "length": 2},
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "bold", "offset": 1, "length": 0},
        {"type": "bold", "offset": usize::MAX, "length": usize::MAX},
        {"type": "bold", "offset": -1, "length": 2},
        {"type": "text_mention", "offset": 0, "length": 2, "user": {"id": 8}},
        {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "1"},
    ]);
    let Body::Words(words) = body_of(json!({"text": "😀 ok", "entities": entities})) else { panic!("words") };
    let link = Some("https://example.com/".to_owned());
    let mark = |kind: &str, offset, url| Mark { kind: kind.to_owned(), offset, length: 2, url };
    assert_eq!(words.text, "😀 ok");
    assert_eq!(words.marks, [mark("italic", 0, None), mark("text_link", 3, link)]);
}

#[test]
fn a_post_answers_what_its_writer_replied_to_but_not_the_beginning_of_the_topic() {
    let answers = |fields: Value| read(fields, post).and_then(|post| post.reply_to);
    let before = json!({"message_id": 3, "from": {"id": 9}});
    let topic = |number: i64, before: &Value| json!({"text": "x", "message_thread_id": number, "is_topic_message": true, "reply_to_message": before});
    assert_eq!(answers(json!({"text": "x", "reply_to_message": before})), Some(3));
    assert_eq!(answers(topic(15, &before)), Some(3));
    assert_eq!(answers(topic(3, &before)), None);
    assert_eq!(answers(topic(15, &json!({"message_id": 3, "forum_topic_created": {"name": "T"}}))), None);
    let thread = json!({"text": "x", "message_thread_id": 3, "reply_to_message": before});
    assert_eq!(answers(thread), Some(3), "a thread of replies is no topic");
    assert_eq!(answers(json!({"text": "x", "external_reply": {"message_id": 3}})), None);
    assert_eq!(answers(json!({"text": "x", "reply_to_message": 5})), None);
}

#[test]
fn a_post_names_its_chat_without_the_topic() {
    let place = json!({"text": "x", "message_thread_id": 15, "is_topic_message": true, "edit_date": 1_700_000_060});
    let post = read(place, post).map(|post| (post.chat, post.message, post.written_at));
    assert_eq!(post, Some(("telegram:-100".to_owned(), 5, 1_700_000_060_000)));
    assert!(read(json!({"text": "x", "message_id": "five"}), super::post).is_none());
}
