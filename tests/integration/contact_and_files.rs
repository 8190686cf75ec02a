//! Telephone numbers that customers share, files that they send, and the buttons that ask for either.

use std::time::Duration;

use serde_json::json;
use tanya::conversation::FileReference;
use tanya::knowledge::{Block, Span};
use tanya::service::{Carried, ConversationId, Courier, Delivery, Fetched, Incoming, What};
use tanya::settings::Limits;
use tanya::telegram::files::Patience;
use tanya::telegram::{Plan, TelegramCourier, serve};
use tanya::voice::{Message, MessageButton};
use tokio_util::sync::CancellationToken;

use crate::fake_bot_api::{FakeBotApi, Fault, HandedOut, Sent, Stored, TOKEN};
use crate::support::{Door, QUICK, client, courier};

const CUSTOMER: i64 = 7;
const GROUP: i64 = -1_007;
const PHONE: &str = "+62 812-3456-7890";
const MEGABYTE: u64 = 1024 * 1024;

/// What comes to the door of everything that waits at the server.
async fn taken(api: &FakeBotApi, expected: usize) -> Vec<Incoming> {
    let (door, stop) = (Door::open(), CancellationToken::new());
    let plan = Plan { pace: QUICK, ..Plan::new(Limits::Off, vec![]) };
    let worker = |_: TelegramCourier, stop: CancellationToken| async move { stop.cancelled().await };
    let running = tokio::spawn(serve(client(api), plan, door.clone(), worker, stop.clone()));
    door.wait_until("all are taken", |seen| seen.taken.len() == expected).await;
    stop.cancel();
    running.await.unwrap().unwrap();
    door.taken()
}

#[tokio::test]
async fn only_a_contact_of_ones_own_sent_first_hand_is_ones_own() {
    let api = FakeBotApi::start().await;
    api.contact(CUSTOMER, PHONE, Some(CUSTOMER));
    api.contact(CUSTOMER, PHONE, Some(CUSTOMER + 1));
    api.contact(CUSTOMER, PHONE, None);
    let origin = json!({"type": "hidden_user", "sender_user_name": "A", "date": 1});
    let contact = json!({"phone_number": PHONE, "first_name": "A", "user_id": CUSTOMER});
    api.message(CUSTOMER, json!({"contact": contact, "forward_origin": origin}));
    let shared: Vec<_> = taken(&api, 4)
        .await
        .into_iter()
        .map(|incoming| match incoming.what {
            What::Contact(contact) => (contact.phone, contact.own),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shared, [true, false, false, false].map(|own| (PHONE.to_owned(), own)));
}

fn whole(path: &str, bytes: &[u8]) -> Stored {
    let size = i64::try_from(bytes.len()).ok();
    Stored { path: Some(path.to_owned()), size, handed_out: HandedOut::Whole(bytes.to_vec()) }
}

/// A file whose size nobody tells beforehand.
fn unsized_file(handed_out: HandedOut) -> Stored {
    Stored { path: Some("documents/file_1.csv".to_owned()), size: None, handed_out }
}

fn reference(id: &str) -> FileReference {
    FileReference { id: id.to_owned(), name: None, size: None, mime: None }
}

/// What a file comes to that the server has.
async fn fetched(api: &FakeBotApi, file: Stored, most: u64) -> Fetched {
    let id = api.store_file(file);
    courier(api).fetch(&reference(&id), most).await
}

#[tokio::test]
async fn a_document_is_fetched_by_what_came_with_it() {
    let api = FakeBotApi::start().await;
    let content = "Order ID\t\n577012345678901234\t\n".repeat(10_000).into_bytes();
    api.document(CUSTOMER, "Pesanan #1?.csv", whole("documents/Pesanan #1?%2e.csv", &content));
    let incoming = taken(&api, 1).await.remove(0);
    let What::Showed(shown) = incoming.what else { panic!("{:?}", incoming.what) };
    let file = shown.file.unwrap();
    let size = i64::try_from(content.len()).ok();
    assert_eq!((file.name.as_deref(), file.size), (Some("Pesanan #1?.csv"), size));
    assert_eq!(courier(&api).fetch(&file, 20 * MEGABYTE).await, Fetched::Bytes(content));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_file_that_is_too_large_is_given_up_as_soon_as_that_is_known() {
    let api = FakeBotApi::start().await;
    let said = FileReference { size: Some(6), ..reference("file-1") };
    assert_eq!(courier(&api).fetch(&said, 5).await, Fetched::TooLarge);
    assert_eq!(api.called("getFile"), 0, "the update says it");
    assert_eq!(fetched(&api, whole("x", b"123456"), 5).await, Fetched::TooLarge);
    let huge = Stored { size: Some(2_147_483_648), ..whole("y", b"") };
    assert_eq!(fetched(&api, huge, u64::MAX).await, Fetched::TooLarge);
    assert_eq!(api.look(|state| state.downloads), 0, "getFile says it");
    assert_eq!(fetched(&api, unsized_file(HandedOut::Endless), MEGABYTE).await, Fetched::TooLarge);
    assert_eq!(fetched(&api, whole("z", b"12345"), 5).await, Fetched::Bytes(b"12345".to_vec()));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_server_that_lies_about_a_length_gets_nothing_taken_for_whole() {
    let api = FakeBotApi::start().await;
    let announced = unsized_file(HandedOut::Announced(b"12345".to_vec()));
    assert!(matches!(fetched(&api, announced, MEGABYTE).await, Fetched::Later(_)));
    let longer = Stored { size: Some(9), ..whole("documents/part.csv", b"12345") };
    assert!(matches!(fetched(&api, longer, MEGABYTE).await, Fetched::Later(why) if why.contains("a part")));
}

#[tokio::test]
async fn what_cannot_be_fetched_is_gone_and_what_may_pass_is_for_later() {
    let gone = |fetched: &Fetched| matches!(fetched, Fetched::Gone(_));
    let later = |fetched: &Fetched| matches!(fetched, Fetched::Later(_));
    let api = FakeBotApi::start().await;
    assert!(gone(&courier(&api).fetch(&reference("unknown"), MEGABYTE).await));
    let elsewhere = || Some("http://127.0.0.1:1/elsewhere".to_owned());
    let by_status = [(302, elsewhere()), (307, elsewhere()), (404, None), (401, None)];
    for (code, place) in by_status {
        let fetched = fetched(&api, unsized_file(HandedOut::Status(code, place)), MEGABYTE).await;
        assert!(gone(&fetched), "{code}: {fetched:?}");
        api.change(|state| state.files.clear());
    }
    for code in [429, 500, 502] {
        let fetched = fetched(&api, unsized_file(HandedOut::Status(code, None)), MEGABYTE).await;
        assert!(later(&fetched), "{code}: {fetched:?}");
        api.change(|state| state.files.clear());
    }
    let own_disk = Stored { path: Some("/var/lib/telegram-bot-api/x".to_owned()), ..whole("x", b"x") };
    let nowhere = Stored { path: None, ..whole("x", b"x") };
    let before = api.look(|state| state.downloads);
    for file in [own_disk, nowhere] {
        assert!(gone(&fetched(&api, file, MEGABYTE).await));
    }
    assert_eq!(api.look(|state| state.downloads), before);
    let id = api.store_file(whole("documents/x.csv", b"x"));
    let unavailable = "Bad Request: wrong file_id or the file is temporarily unavailable";
    let faults = [Fault::Flood(3), Fault::Json(500), Fault::Html(502), Fault::Lost, Fault::Refuse(400, unavailable)];
    for fault in faults {
        api.fail("getFile", 1, fault);
        let fetched = courier(&api).fetch(&reference(&id), MEGABYTE).await;
        assert!(later(&fetched), "{fault:?}: {fetched:?}");
    }
    assert_eq!(courier(&api).fetch(&reference(&id), MEGABYTE).await, Fetched::Bytes(b"x".to_vec()));
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up_and_no_failure_holds_the_token() {
    let api = FakeBotApi::start().await;
    let (short, long) = (Duration::from_millis(50), Duration::from_secs(20));
    let id = api.store_file(unsized_file(HandedOut::Stuck(b"12345".to_vec())));
    for patience in [Patience { whole: long, silence: short }, Patience { whole: short, silence: long }] {
        let fetched = courier(&api).with_patience(patience).fetch(&reference(&id), MEGABYTE).await;
        assert!(matches!(fetched, Fetched::Later(_)), "{fetched:?}");
    }
    api.change(|state| state.files.clear());
    let secret = TOKEN.split(':').next_back().unwrap();
    let failing = [
        HandedOut::Announced(Vec::new()),
        HandedOut::Status(302, Some(format!("http://127.0.0.1:1/{TOKEN}"))),
        HandedOut::Status(404, None),
    ];
    for handed_out in failing {
        let shown = format!("{:?}", fetched(&api, unsized_file(handed_out), MEGABYTE).await);
        assert!(shown.contains('"') && !shown.contains(secret), "{shown}");
        api.change(|state| state.files.clear());
    }
    assert_eq!(format!("{:?}", Fetched::Bytes(b"12345".to_vec())), "Bytes(5 of them)");
}

fn words(text: &str) -> Message {
    Message { blocks: vec![Block::Paragraph(vec![Span::plain(text)])], ..Message::default() }
}

/// A message that asks for a telephone number and offers a person.
fn asking() -> Message {
    let rows = vec![vec![MessageButton::contact("Nomorku")], vec![MessageButton::data("Petugas", "p")]];
    Message { buttons: rows, ..words("Bagikan nomormu") }
}

async fn carry(api: &FakeBotApi, chat: i64, delivery: Delivery) -> Carried {
    courier(api).carry(&ConversationId(format!("telegram:{chat}")), &delivery).await
}

fn keyboard() -> Vec<Vec<(String, bool)>> {
    vec![vec![("Nomorku".to_owned(), true)], vec![("Petugas".to_owned(), false)]]
}

#[tokio::test]
async fn a_telephone_number_is_asked_for_in_the_place_of_the_letters_and_that_goes_again() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    assert!(matches!(carry(&api, CUSTOMER, Delivery::Send(asking())).await, Carried::Sent(_)));
    let hiding = Message { hides_keyboard: true, ..words("Terima kasih") };
    assert!(matches!(carry(&api, CUSTOMER, Delivery::Send(hiding.clone())).await, Carried::Sent(_)));
    let with_buttons = Message { buttons: vec![vec![MessageButton::data("A", "a")]], ..hiding };
    assert!(matches!(carry(&api, CUSTOMER, Delivery::Send(with_buttons)).await, Carried::Sent(_)));
    let sent = api.sent_to(CUSTOMER);
    let shown: Vec<_> =
        sent.iter().map(|sent| (sent.keyboard.clone(), sent.hides_keyboard, sent.buttons.len())).collect();
    assert_eq!(shown, [(keyboard(), false, 0), (vec![], true, 0), (vec![], false, 1)]);
    let markup = api.look(|state| state.calls[0].arguments["reply_markup"].clone());
    assert_eq!((&markup["one_time_keyboard"], &markup["resize_keyboard"]), (&true.into(), &true.into()));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_message_that_asks_or_lets_go_comes_anew_instead_of_in_place() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    let before = Message { buttons: vec![vec![MessageButton::data("A", "a")]], ..words("Menu") };
    let Carried::Sent(menu) = carry(&api, CUSTOMER, Delivery::Send(before)).await else { panic!("not sent") };
    let asked = carry(&api, CUSTOMER, Delivery::Edit { message: menu, to: asking() }).await;
    let Carried::Sent(asked) = asked else { panic!("{asked:?}") };
    let gone = Message { hides_keyboard: true, ..words("Sudah") };
    let gone = carry(&api, CUSTOMER, Delivery::Edit { message: menu, to: gone }).await;
    assert!(matches!(gone, Carried::Sent(_)), "{gone:?}");
    // Nor can the message that asked be changed: its answer is another message.
    let answer = carry(&api, CUSTOMER, Delivery::Edit { message: asked, to: words("Ketemu") }).await;
    assert!(matches!(answer, Carried::Sent(_)), "{answer:?}");
    let buttons = Delivery::EditButtons { message: asked, buttons: vec![] };
    assert_eq!(carry(&api, CUSTOMER, buttons).await, Carried::Done);
    assert_eq!(api.texts_to(CUSTOMER), ["Menu", "Bagikan nomormu", "Sudah", "Ketemu"]);
    api.assert_no_violations();
}

#[tokio::test]
async fn nobody_is_asked_for_a_number_before_others() {
    let api = FakeBotApi::start().await;
    api.open_group(GROUP);
    let message = Message { hides_keyboard: true, ..asking() };
    assert!(matches!(carry(&api, GROUP, Delivery::Send(message)).await, Carried::Sent(_)));
    let sent = api.sent_to(GROUP).remove(0);
    let buttons = vec![vec![("Petugas".to_owned(), "p".to_owned())]];
    assert_eq!(sent, Sent { id: sent.id, text: "Bagikan nomormu".to_owned(), buttons, ..Sent::default() });
    api.assert_no_violations();
}

#[tokio::test]
async fn a_tap_copies_what_is_there_to_be_copied() {
    let api = FakeBotApi::start().await;
    api.open_chat(CUSTOMER);
    let spans = vec![Span::bold("Resi "), Span::code("JX-😀1"), Span::plain(", J&T")];
    let message = Message { blocks: vec![Block::Heading(spans)], ..Message::default() };
    assert!(matches!(carry(&api, CUSTOMER, Delivery::Send(message)).await, Carried::Sent(_)));
    let sent = api.sent_to(CUSTOMER).remove(0);
    assert_eq!((sent.text.as_str(), sent.code), ("Resi JX-😀1, J&T", vec!["JX-😀1".to_owned()]));
    assert_eq!(sent.bold, ["Resi ", ", J&T"]);
    api.assert_no_violations();
}
