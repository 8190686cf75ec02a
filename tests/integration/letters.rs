//! Letters on the wire: what arrives at the other side, what is said of it, and what is left when Telegram is in
//! trouble in the middle.

use std::time::Duration;

use tanya::conversation::desk::post::{FileKind, Mark, Marked, Thing};
use tanya::knowledge::{Block, Span};
use tanya::service::letter::Content;
use tanya::service::{Carried, ConversationId, Courier, Delivery, Leaf, Letter, Obstacle};
use tanya::settings::{Budgets, GroupBudget, Limits};
use tanya::telegram::TelegramCourier;
use tanya::voice::{Message, MessageButton};

use crate::fake_bot_api::{FakeBotApi, Fault, Media, Rights, Sent};
use crate::support::{client, courier, me};

const GROUP: i64 = -1_007;
const CUSTOMER: i64 = 7;
const AGENT: i64 = 100;

/// A group of staff with one topic, and its place as a conversation.
async fn desk() -> (FakeBotApi, i64, ConversationId) {
    let api = FakeBotApi::start().await;
    api.open_desk(GROUP, &[AGENT]);
    let topic = api.open_topic(GROUP, AGENT, "#1");
    api.open_chat(CUSTOMER);
    (api, topic, ConversationId(format!("telegram:{GROUP}/{topic}")))
}

fn letter(body: Content) -> Letter {
    Letter { label: Some("Siti".to_owned()), body, under: Vec::new(), reply_to: None, buttons: Vec::new() }
}

fn words(texts: &[&str]) -> Letter {
    letter(Content::Words(texts.iter().map(|text| Marked::plain(*text)).collect()))
}

fn file(message: i64, kind: FileKind, caption: &str) -> Letter {
    letter(Content::File { chat: format!("telegram:{CUSTOMER}"), message, kind, caption: Marked::plain(caption) })
}

fn album(files: &[(FileKind, &str)]) -> Letter {
    let leaf = |(kind, id): &(FileKind, &str)| Leaf { kind: *kind, id: (*id).to_owned(), caption: Marked::default() };
    letter(Content::Album(files.iter().map(leaf).collect()))
}

fn button() -> Vec<Vec<MessageButton>> {
    vec![vec![MessageButton::data("Ambil", "t")]]
}

fn send(letter: &Letter) -> Delivery {
    Delivery::Letter(Box::new(letter.clone()))
}

async fn carry(courier: &TelegramCourier, to: &ConversationId, letter: &Letter) -> Carried {
    courier.carry(to, &send(letter)).await
}

fn numbers(api: &FakeBotApi, chat: i64) -> Vec<i64> {
    api.sent_to(chat).iter().map(|sent| sent.id).collect()
}

#[tokio::test]
async fn words_stand_under_a_label_with_their_marks_and_the_bots_lines_under_them() {
    let (api, topic, desk) = desk().await;
    let asked = api.staff_text(GROUP, Some(topic), AGENT, "?");
    let mark = |kind: &str, offset, length, url: Option<&str>| Mark {
        kind: kind.to_owned(),
        offset,
        length,
        url: url.map(str::to_owned),
    };
    let first = Marked {
        text: "😀 kapan dikirim? @x".to_owned(),
        marks: vec![
            mark("custom_emoji", 0, 2, None),
            mark("bold", 3, 5, None),
            mark("text_link", 9, 7, Some("https://example.org/")),
            mark("text_mention", 18, 2, None),
        ],
    };
    let letter = Letter {
        under: vec!["Pengembalian dana".to_owned(), "Otomatis".to_owned()],
        reply_to: Some(asked),
        buttons: button(),
        ..letter(Content::Words(vec![first, Marked::plain("halo?")]))
    };
    let carried = carry(&courier(&api), &desk, &letter).await;
    let sent = api.sent_to(GROUP);
    assert_eq!(carried, Carried::Sent(sent[0].id));
    let expected = Sent {
        id: sent[0].id,
        text: "Siti\n😀 kapan dikirim? @x\n\nhalo?\n\nPengembalian dana\nOtomatis".to_owned(),
        bold: vec!["Siti".to_owned(), "kapan".to_owned()],
        italic: vec!["Pengembalian dana\nOtomatis".to_owned()],
        marks: vec![("text_link".to_owned(), "dikirim".to_owned())],
        buttons: vec![vec![("Ambil".to_owned(), "t".to_owned())]],
        topic: Some(topic),
        reply_to: Some(asked),
        ..Sent::default()
    };
    assert_eq!(sent, [expected]);
    let gone = Letter { reply_to: Some(asked + 500), ..letter };
    assert!(matches!(carry(&courier(&api), &desk, &gone).await, Carried::Sent(_)));
    let nothing = Letter { label: None, ..words(&[" "]) };
    assert_eq!(carry(&courier(&api), &desk, &nothing).await, Carried::Done);
    assert_eq!(api.sent_to(GROUP).len(), 2);
    api.assert_no_violations();
}

#[tokio::test]
async fn long_words_go_out_as_several_messages_in_order_with_the_buttons_under_the_last() {
    let (api, topic, desk) = desk().await;
    let text = "😀 satu dua. ".repeat(900);
    let letter = Letter { reply_to: Some(topic), buttons: button(), ..words(&[&text]) };
    let carried = carry(&courier(&api), &desk, &letter).await;
    let sent = api.sent_to(GROUP);
    assert_eq!(carried, Carried::SentAll(numbers(&api, GROUP)));
    assert_eq!(sent.len(), 3);
    let together: Vec<&str> = sent.iter().flat_map(|sent| sent.text.split_whitespace()).collect();
    assert_eq!(together[1..], text.split_whitespace().collect::<Vec<_>>());
    let buttons: Vec<_> = sent.iter().map(|sent| sent.buttons.len()).collect();
    assert_eq!((buttons, sent[0].bold.clone()), (vec![0, 0, 1], vec!["Siti".to_owned()]));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_file_is_copied_under_new_words_and_what_does_not_fit_answers_it() {
    let (api, topic, desk) = desk().await;
    let photo = api.sends(CUSTOMER, &Media::file("photo", "p1").saying("kartu 4111"));
    let masked = Letter { buttons: button(), ..file(photo, FileKind::Photo, "kartu ••••") };
    assert!(matches!(carry(&courier(&api), &desk, &masked).await, Carried::Sent(_)));
    let bare = Letter { label: None, ..file(photo, FileKind::Photo, "") };
    assert!(matches!(carry(&courier(&api), &desk, &bare).await, Carried::Sent(_)));
    let long = Letter { buttons: button(), ..file(photo, FileKind::Photo, &"kata ".repeat(500)) };
    let carried = carry(&courier(&api), &desk, &long).await;
    let sent = api.sent_to(GROUP);
    assert_eq!(carried, Carried::SentAll(vec![sent[2].id, sent[3].id]));
    let shown: Vec<_> = sent.iter().map(|sent| (sent.file.as_deref(), sent.buttons.len(), sent.topic)).collect();
    let here = Some(topic);
    assert_eq!(shown, [(Some("p1"), 1, here), (Some("p1"), 0, here), (Some("p1"), 0, here), (None, 1, here)]);
    assert_eq!((sent[0].text.as_str(), sent[1].text.as_str()), ("Siti\nkartu ••••", ""));
    assert_eq!(sent[3].reply_to, Some(sent[2].id));
    assert_eq!(format!("{} {}", sent[2].text, sent[3].text).split_whitespace().count(), 501);
    api.assert_no_violations();
}

#[tokio::test]
async fn things_are_copied_as_they_are() {
    let (api, _, desk) = desk().await;
    let things = [
        Media::file("sticker", "s1"),
        Media::file("video_note", "n1"),
        Media::thing("location"),
        Media::thing("venue"),
        Media::thing("contact"),
        Media::thing("dice"),
        Media::thing("poll"),
    ];
    for thing in &things {
        let message = api.sends(CUSTOMER, thing);
        let body = Content::Thing { chat: format!("telegram:{CUSTOMER}"), message, thing: Thing::Other };
        let carried = carry(&courier(&api), &desk, &Letter { buttons: button(), ..letter(body) }).await;
        assert!(matches!(carried, Carried::Sent(_)), "{carried:?}");
    }
    let kinds: Vec<_> = api.sent_to(GROUP).iter().filter_map(|sent| sent.kind.clone()).collect();
    assert_eq!(kinds, ["sticker", "video_note", "location", "location", "contact", "dice", "poll"]);
    assert!(api.sent_to(GROUP).iter().all(|sent| sent.buttons.len() == 1 && sent.text.is_empty()));
    api.assert_no_violations();
}

#[tokio::test]
async fn what_cannot_be_copied_is_said_to_be_so_and_nobody_is_called_gone() {
    let (api, _, desk) = desk().await;
    let protected =
        api.message(CUSTOMER, serde_json::json!({"sticker": {"file_id": "s"}, "has_protected_content": true}));
    assert!(protected > 0);
    let protected = api.last_message_of(CUSTOMER);
    for message in [protected, protected + 40] {
        let carried = carry(&courier(&api), &desk, &file(message, FileKind::Photo, "")).await;
        assert!(matches!(carried, Carried::Hindered(Obstacle::NotCarried, _)), "{carried:?}");
    }
    let elsewhere = Content::Thing { chat: "telegram:999".to_owned(), message: 1, thing: Thing::Sticker };
    let carried = carry(&courier(&api), &desk, &letter(elsewhere)).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::NotCarried, _)), "{carried:?}");
    let customer = ConversationId(format!("telegram:{CUSTOMER}"));
    let from_staff = Content::Thing { chat: format!("telegram:{GROUP}"), message: 1, thing: Thing::Sticker };
    api.change_group(GROUP, |group| group.blocked = true);
    let carried = carry(&courier(&api), &customer, &letter(from_staff)).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::NotCarried, _)), "the customer has not blocked: {carried:?}");
    api.assert_no_violations();
}

#[tokio::test]
async fn an_album_stays_together_as_far_as_telegram_lets_it() {
    use FileKind::{Document, Photo, Video, Voice};
    let (api, topic, desk) = desk().await;
    for (kind, id) in [("photo", "p1"), ("photo", "p2"), ("video", "w1"), ("document", "d1"), ("voice", "v1")] {
        api.sends(CUSTOMER, &Media::file(kind, id));
    }
    let mut letter = album(&[(Photo, "p1"), (Video, "w1"), (Photo, "p2"), (Document, "d1"), (Voice, "v1")]);
    let Content::Album(leaves) = &mut letter.body else { unreachable!() };
    leaves[0].caption = Marked::plain("lihat");
    let asked = api.staff_text(GROUP, Some(topic), AGENT, "?");
    let carried = carry(&courier(&api), &desk, &Letter { reply_to: Some(asked), ..letter }).await;
    assert_eq!(carried, Carried::SentAll(numbers(&api, GROUP)));
    let sent = api.sent_to(GROUP);
    let files: Vec<_> = sent.iter().map(|sent| (sent.file.as_deref().unwrap(), sent.album.is_some())).collect();
    assert_eq!(files, [("p1", true), ("w1", true), ("p2", true), ("d1", false), ("v1", false)]);
    assert_eq!((sent[0].text.as_str(), sent[0].bold.clone()), ("Siti\nlihat", vec!["Siti".to_owned()]));
    assert_eq!((sent[0].reply_to, sent[3].reply_to), (Some(asked), None));
    api.assert_no_violations();
}

#[tokio::test]
async fn an_album_with_a_file_that_telegram_does_not_know_goes_one_by_one() {
    use FileKind::Photo;
    let (api, _, desk) = desk().await;
    api.sends(CUSTOMER, &Media::file("photo", "p1"));
    api.sends(CUSTOMER, &Media::file("photo", "p2"));
    let carried = carry(&courier(&api), &desk, &album(&[(Photo, "p1"), (Photo, "lost"), (Photo, "p2")])).await;
    let sent = numbers(&api, GROUP);
    assert_eq!(carried, Carried::SentAll(vec![sent[0], 0, sent[1]]));
    let carried = carry(&courier(&api), &desk, &album(&[(Photo, "lost"), (Photo, "gone")])).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::NotCarried, _)), "{carried:?}");
    let topic_gone = ConversationId(format!("telegram:{GROUP}/999"));
    let carried = carry(&courier(&api), &topic_gone, &album(&[(Photo, "p1"), (Photo, "p2")])).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::TopicGone, _)), "{carried:?}");
    assert_eq!(api.sent_to(GROUP).len(), 2);
    api.assert_no_violations();
}

/// Words of three messages.
fn long() -> Letter {
    words(&["satu dua. ".repeat(1000).as_str()])
}

/// Lets the first send through, and spoils so many after it.
fn spoil_after_the_first(api: &FakeBotApi, mut times: usize, fault: Fault) {
    let mut sends = 0;
    api.trouble(move |method| {
        sends += usize::from(method == "sendMessage");
        if method != "sendMessage" || sends == 1 || times == 0 {
            return None;
        }
        times -= 1;
        Some(fault)
    });
}

#[tokio::test]
async fn a_letter_that_stops_in_the_middle_goes_on_there() {
    let cases = [
        (Fault::Json(502), Carried::Failed("the Bot API server answers with trouble of its own (HTTP 502)".to_owned())),
        (Fault::Flood(40), Carried::NotBefore(Duration::from_secs(40))),
    ];
    for (fault, expected) in cases {
        let (api, _, desk) = desk().await;
        let courier = courier(&api);
        spoil_after_the_first(&api, 1, fault);
        assert_eq!(carry(&courier, &desk, &long()).await, expected);
        assert_eq!(api.sent_to(GROUP).len(), 1);
        let carried = carry(&courier, &desk, &long()).await;
        assert_eq!(carried, Carried::SentAll(numbers(&api, GROUP)), "with the number of the first");
        assert_eq!(api.sent_to(GROUP).len(), 3);
        carry(&courier, &desk, &long()).await;
        assert_eq!(api.sent_to(GROUP).len(), 6, "the same words again are another letter");
        api.assert_no_violations();
    }
}

#[tokio::test]
async fn a_message_whose_number_was_lost_on_the_way_is_not_sent_again() {
    let (api, _, desk) = desk().await;
    let courier = courier(&api);
    let mut sends = 0;
    api.trouble(move |_| {
        sends += 1;
        [Fault::DoneThenCut, Fault::Json(502)].get(sends - 1).copied()
    });
    assert!(matches!(carry(&courier, &desk, &long()).await, Carried::Failed(_)));
    let carried = carry(&courier, &desk, &long()).await;
    let sent = numbers(&api, GROUP);
    assert_eq!(carried, Carried::SentAll(vec![0, sent[1], sent[2]]));
}

#[tokio::test]
async fn a_courier_that_is_stopped_in_the_middle_goes_on_there_too() {
    let (api, _, desk) = desk().await;
    let courier = courier(&api);
    spoil_after_the_first(&api, 1, Fault::Flood(4));
    {
        let letter = long();
        let carrying = carry(&courier, &desk, &letter);
        let stopped = tokio::select! {
            _ = carrying => false,
            () = api.wait_until("one was sent, and one refused", |state| state.called("sendMessage") == 2) => true,
        };
        assert!(stopped);
    }
    api.no_trouble();
    assert!(matches!(carry(&courier, &desk, &long()).await, Carried::SentAll(all) if all.len() == 3));
    assert_eq!(api.sent_to(GROUP).len(), 3);
}

#[tokio::test]
async fn a_letter_that_meets_an_obstacle_is_sent_whole_the_next_time() {
    let (api, _, desk) = desk().await;
    let courier = courier(&api);
    spoil_after_the_first(&api, 1, Fault::Refuse(400, "Bad Request: message thread not found"));
    let carried = carry(&courier, &desk, &long()).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::TopicGone, _)), "{carried:?}");
    assert!(matches!(carry(&courier, &desk, &long()).await, Carried::SentAll(all) if all.len() == 3));
}

#[tokio::test]
async fn short_waits_are_waited_for_on_the_spot_and_every_item_of_an_album_is_counted() {
    let (api, _, desk) = desk().await;
    api.limit_groups(4, Duration::from_millis(200), Some(0.02));
    assert!(matches!(carry(&courier(&api), &desk, &long()).await, Carried::SentAll(_)));
    assert!(matches!(carry(&courier(&api), &desk, &words(&["a"])).await, Carried::Sent(_) | Carried::NotBefore(_)));
    let group = GroupBudget { messages: 4, window: Duration::from_millis(60) };
    let budget = Budgets { group, ..Budgets::TELEGRAM };
    let limited = TelegramCourier::new(client(&api), Limits::Standard(budget), me());
    api.change(|state| state.budget = None);
    api.sends(CUSTOMER, &Media::file("photo", "p1"));
    let pictures = album(&[(FileKind::Photo, "p1"); 6]);
    let mut carried = carry(&limited, &desk, &pictures).await;
    assert!(matches!(carried, Carried::NotBefore(_)), "an album has one place in the queue: {carried:?}");
    while let Carried::NotBefore(_) = carried {
        tokio::task::yield_now().await;
        carried = carry(&limited, &desk, &pictures).await;
    }
    assert!(matches!(carried, Carried::SentAll(all) if all.len() == 6));
    let next = carry(&limited, &desk, &words(&["a"])).await;
    assert!(matches!(next, Carried::NotBefore(_) | Carried::Sent(_)), "{next:?}");
    assert_eq!(api.called("sendMediaGroup"), 1);
    api.assert_no_violations();
}

#[tokio::test]
async fn words_and_captions_are_changed_and_a_long_one_is_cut() {
    let (api, _, desk) = desk().await;
    let courier = courier(&api);
    let photo = api.sends(CUSTOMER, &Media::file("photo", "p1"));
    let Carried::Sent(text) = carry(&courier, &desk, &words(&["a"])).await else { panic!() };
    let Carried::Sent(copy) = carry(&courier, &desk, &file(photo, FileKind::Photo, "a")).await else { panic!() };
    let edit = async |message: i64, to: Letter| {
        courier.carry(&desk, &Delivery::EditLetter { message, to: Box::new(to) }).await
    };
    assert_eq!(edit(text, words(&["b"])).await, Carried::Done);
    assert_eq!(edit(text, words(&["b"])).await, Carried::Done, "not modified");
    assert_eq!(edit(copy, file(photo, FileKind::Photo, "c")).await, Carried::Done);
    assert_eq!(api.texts_to(GROUP), ["Siti\nb", "Siti\nc"]);
    assert_eq!(edit(text, long()).await, Carried::Done);
    assert_eq!(edit(copy, file(photo, FileKind::Photo, &"😀".repeat(600))).await, Carried::Done);
    let lengths: Vec<_> =
        api.texts_to(GROUP).iter().map(|text| (text.encode_utf16().count(), text.ends_with('…'))).collect();
    assert!(lengths[0].0 > 4000 && lengths[0].0 <= 4096 && lengths[1].0 > 1000 && lengths[1].0 <= 1024, "{lengths:?}");
    assert!(lengths.iter().all(|(_, ellipsis)| *ellipsis));
    let gone =
        |carried: Carried| assert!(matches!(carried, Carried::Hindered(Obstacle::MessageGone, _)), "{carried:?}");
    gone(edit(text, file(photo, FileKind::Photo, "c")).await);
    gone(edit(copy, words(&["c"])).await);
    gone(edit(999, words(&["c"])).await);
    let thing = Content::Thing { chat: "telegram:7".to_owned(), message: photo, thing: Thing::Place };
    assert_eq!(edit(copy, letter(thing)).await, Carried::Done);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_message_is_taken_back_while_that_is_possible() {
    let (api, _, _) = desk().await;
    let courier = courier(&api);
    let customer = ConversationId(format!("telegram:{CUSTOMER}"));
    let Carried::Sent(first) = carry(&courier, &customer, &words(&["a"])).await else { panic!() };
    let Carried::Sent(second) = carry(&courier, &customer, &words(&["b"])).await else { panic!() };
    let unsend = async |message: i64| courier.carry(&customer, &Delivery::Unsend { message }).await;
    assert_eq!(unsend(first).await, Carried::Done);
    assert_eq!(unsend(first).await, Carried::Done, "gone already");
    api.two_days_pass(CUSTOMER);
    let carried = unsend(second).await;
    assert!(matches!(carried, Carried::Hindered(Obstacle::MessageGone, _)), "{carried:?}");
    assert_eq!(api.texts_to(CUSTOMER), ["Siti\nb"]);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_sign_is_put_under_a_message_or_answers_it() {
    let (api, topic, desk) = desk().await;
    let courier = courier(&api);
    let note = api.staff_text(GROUP, Some(topic), AGENT, "// catatan");
    let react = Delivery::React { message: note, sign: "✍".to_owned() };
    assert_eq!(courier.carry(&desk, &react).await, Carried::Done);
    api.change_group(GROUP, |group| assert_eq!(group.reactions.get(&note).map(String::as_str), Some("✍")));
    api.fail("setMessageReaction", 1, Fault::Refuse(400, "Bad Request: REACTION_INVALID"));
    assert!(matches!(courier.carry(&desk, &react).await, Carried::Sent(_)));
    let sent = api.sent_to(GROUP);
    assert_eq!((sent[0].text.as_str(), sent[0].reply_to, sent[0].topic), ("✍", Some(note), Some(topic)));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_text_is_sent_as_a_file_with_a_message_under_it() {
    let (api, topic, desk) = desk().await;
    let text = "Halo\r\n\r\n--batas-- 退款 \"x\"\n".to_owned();
    let message = Message {
        blocks: vec![Block::Paragraph(vec![Span::bold("Riwayat"), Span::plain(" #1")])],
        buttons: button(),
        ..Message::default()
    };
    let file = Delivery::File { name: "riwayat \"1\" 退.txt".to_owned(), text: text.clone(), message };
    let carried = courier(&api).carry(&desk, &file).await;
    let sent = api.sent_to(GROUP);
    assert_eq!(carried, Carried::Sent(sent[0].id));
    assert_eq!((sent[0].text.as_str(), sent[0].bold.clone()), ("Riwayat #1", vec!["Riwayat".to_owned()]));
    assert_eq!((sent[0].topic, sent[0].buttons.len(), sent[0].kind.as_deref()), (Some(topic), 1, Some("document")));
    let kept = api.look(|state| state.uploads[sent[0].file.as_ref().unwrap()].1.clone());
    assert_eq!(String::from_utf8(kept).unwrap(), text);
    api.fail("sendDocument", 1, Fault::Flood(9));
    assert_eq!(courier(&api).carry(&desk, &file).await, Carried::NotBefore(Duration::from_secs(9)));
    api.assert_no_violations();
}

#[tokio::test]
async fn what_hinders_a_letter_is_told_apart() {
    let (api, topic, desk) = desk().await;
    let courier = courier(&api);
    let hindered = async |to: &ConversationId, expected: Obstacle| {
        let carried = carry(&courier, to, &words(&["a"])).await;
        assert!(matches!(&carried, Carried::Hindered(obstacle, _) if *obstacle == expected), "{carried:?}");
    };
    let customer = ConversationId(format!("telegram:{CUSTOMER}"));
    api.blocks_the_bot(CUSTOMER);
    hindered(&customer, Obstacle::Blocked).await;
    hindered(&ConversationId("telegram:8".to_owned()), Obstacle::Blocked).await;
    api.change_rights(GROUP, AGENT, Rights::default());
    api.close_topic(GROUP, topic, AGENT);
    hindered(&desk, Obstacle::TopicClosed).await;
    api.delete_topic(GROUP, topic);
    hindered(&desk, Obstacle::TopicGone).await;
    api.remove_bot(GROUP, AGENT);
    hindered(&desk, Obstacle::ShutOut).await;
    api.open_group(-5);
    api.upgrade(-5, -1_009);
    hindered(&ConversationId("telegram:-5".to_owned()), Obstacle::Moved("telegram:-1009".to_owned())).await;
    assert_eq!(api.sent_to(-1_009).len(), 0, "the desk decides what goes there");
    api.assert_no_violations();
}
