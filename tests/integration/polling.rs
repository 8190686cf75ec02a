//! Polling: what is confirmed when, and what gets past every kind of trouble.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tanya::service::{Incoming, What};
use tanya::telegram::asides::Asides;
use tanya::telegram::{ApiFailure, Intake, polling};
use teloxide::payloads::GetUpdates;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::fake_bot_api::{FakeBotApi, Fault, State};
use crate::support::{Door, QUICK, client, me};

struct Polling {
    stop: CancellationToken,
    ended: JoinHandle<Result<(), ApiFailure>>,
}

impl Polling {
    fn start(api: &FakeBotApi, door: &Door) -> Polling {
        let (client, door, stop) = (client(api), Arc::new(door.clone()), CancellationToken::new());
        let inner = stop.clone();
        let ended = tokio::spawn(async move {
            let asides = Asides::new(client.clone(), me());
            let ended = polling::poll(&client, &me(), &door, &asides, (QUICK, &Intake::default()), &inner).await;
            asides.finished().await;
            ended
        });
        Polling { stop, ended }
    }

    /// Stops, which takes less than a second.
    async fn stop(self) {
        let begun = Instant::now();
        self.stop.cancel();
        assert_eq!(self.ended.await.unwrap(), Ok(()));
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn an_update_is_confirmed_only_after_the_door_has_taken_its_batch() {
    let (api, door) = (FakeBotApi::start().await, Door::shut());
    api.text(7, "satu");
    let last = api.text(8, "dua");
    let polling = Polling::start(&api, &door);
    door.wait_until("a batch is handed in", |seen| seen.attempts.len() == 1).await;
    assert_eq!((api.called("getUpdates"), api.look(|state| state.updates.len())), (1, 2));
    door.let_in();
    api.wait_until("both are confirmed", |state| state.confirmed == last).await;
    assert_eq!(door.words(), ["satu", "dua"]);
    polling.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn what_the_store_cannot_take_is_handed_in_again_and_not_confirmed() {
    let (api, door) = (FakeBotApi::start().await, Door::refusing(4));
    let last = api.text(7, "halo");
    let polling = Polling::start(&api, &door);
    door.wait_until("it is tried five times", |seen| seen.attempts.len() == 5).await;
    door.wait_until("it is taken", |seen| seen.taken.len() == 1).await;
    api.wait_until("it is confirmed", |state| state.confirmed == last).await;
    door.wait_until("every attempt was the same", |seen| seen.attempts.iter().all(|batch| *batch == seen.taken)).await;
    assert_eq!(api.called("getUpdates"), 2);
    polling.stop().await;
}

#[tokio::test]
async fn stopping_while_the_store_refuses_confirms_nothing() {
    let (api, door) = (FakeBotApi::start().await, Door::refusing(usize::MAX));
    api.text(7, "halo");
    let polling = Polling::start(&api, &door);
    door.wait_until("it is tried twice", |seen| seen.attempts.len() >= 2).await;
    polling.stop().await;
    assert_eq!(api.look(|state| (state.confirmed, state.updates.len())), (0, 1));
}

#[tokio::test]
async fn updates_that_cannot_be_read_are_passed_over_and_delay_nobody() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let poison = [
        json!({"hologram": {"id": 1}}),
        json!({"message": {"message_id": "five"}}),
        json!({"message": null}),
        json!({"callback_query": {"id": 5}}),
        json!({"poll": {}}),
        json!({}),
    ];
    for (place, update) in poison.into_iter().enumerate() {
        api.update(update);
        api.text(7, &format!("pesan {place}"));
    }
    let last = api.text(8, "terakhir");
    let polling = Polling::start(&api, &door);
    api.wait_until("all are confirmed", |state| state.confirmed == last).await;
    assert_eq!(door.words().len(), 7);
    // A poll is no business of this bot, readable or not.
    assert_eq!(door.passed_over(), [1, 3, 5, 7, 11]);
    polling.stop().await;
}

#[tokio::test]
async fn what_people_say_reaches_the_door_and_what_is_not_said_to_the_bot_as_overheard() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.group_text(-1_007, 7, "kapan buka?");
    api.group_text(-1_007, 7, "@other_bot cara bayar");
    api.group_text(-1_007, 7, "@tanya_test_bot cara bayar");
    api.message(7, json!({"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}}));
    api.photo(7, Some("ini kak"));
    let last = api.text(7, "halo");
    let polling = Polling::start(&api, &door);
    api.wait_until("all are confirmed", |state| state.confirmed == last).await;
    door.wait_until("five are taken", |seen| seen.taken.len() == 5).await;
    assert_eq!(door.words(), ["cara bayar", "halo"]);
    let overheard = |incoming: &Incoming| matches!(incoming.what, What::Overheard { .. });
    assert_eq!(door.taken().iter().map(overheard).collect::<Vec<_>>(), [true, true, false, false, false]);
    polling.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn every_kind_of_trouble_passes() {
    let faults = [
        Fault::Json(500),
        Fault::Html(502),
        Fault::Lost,
        Fault::DoneThenCut,
        Fault::DoneThenGarbled,
        Fault::Refuse(409, "Conflict: terminated by other getUpdates request"),
        Fault::Refuse(400, "Bad Request: something new"),
        Fault::Flood(0),
    ];
    for fault in faults {
        let (api, door) = (FakeBotApi::start().await, Door::open());
        api.fail("getUpdates", 3, fault);
        let last = api.text(7, "halo");
        let polling = Polling::start(&api, &door);
        api.wait_until(&format!("{fault:?} is over"), |state| state.confirmed == last).await;
        assert_eq!(door.words(), ["halo"], "{fault:?}");
        polling.stop().await;
    }
}

#[tokio::test]
async fn a_429_is_obeyed_to_the_second() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.fail("getUpdates", 1, Fault::Flood(1));
    api.text(7, "halo");
    let begun = Instant::now();
    let polling = Polling::start(&api, &door);
    door.wait_until("it is taken", |seen| seen.taken.len() == 1).await;
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    polling.stop().await;
}

#[tokio::test]
async fn another_poller_and_a_webhook_are_waited_out() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.change(|state| state.webhook = Some("https://example.org".to_owned()));
    let polling = Polling::start(&api, &door);
    api.wait_until("it tries again", |state| state.called("getUpdates") > 2).await;
    api.change(|state| state.webhook = None);
    api.wait_until("it polls", |state| state.open_polls == 1).await;
    let _: Vec<Value> = client(&api).ask(&GetUpdates::new()).await.unwrap();
    api.text(7, "halo");
    door.wait_until("it polls again", |seen| seen.taken.len() == 1).await;
    polling.stop().await;
}

#[tokio::test]
async fn a_token_that_was_revoked_ends_polling() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.fail("getUpdates", 1, Fault::Refuse(401, "Unauthorized"));
    api.fail("getMe", 1, Fault::Refuse(401, "Unauthorized"));
    let polling = Polling::start(&api, &door);
    assert_eq!(polling.ended.await.unwrap(), Err(ApiFailure::Unauthorized));
}

#[tokio::test]
async fn a_401_is_no_end_while_the_token_is_known() {
    for asked_again in [None, Some(Fault::Lost), Some(Fault::Json(500))] {
        let (api, door) = (FakeBotApi::start().await, Door::open());
        api.fail("getUpdates", 2, Fault::Refuse(401, "Unauthorized"));
        asked_again.into_iter().for_each(|fault| api.fail("getMe", 1, fault));
        let last = api.text(7, "halo");
        let polling = Polling::start(&api, &door);
        api.wait_until("polling goes on", |state| state.confirmed == last).await;
        polling.stop().await;
    }
}

#[tokio::test]
async fn an_answer_that_is_held_back_shows_a_typing_sign_and_waits_for_none() {
    let (api, door) = (FakeBotApi::start().await, Door::holding());
    api.open_forum(-1_007, &[15]);
    api.fail("sendChatAction", 1, Fault::Json(500));
    api.topic_text(-1_007, 15, 7, "@tanya_test_bot paket saya");
    let last = api.text(7, "paket saya");
    let polling = Polling::start(&api, &door);
    api.wait_until("both are confirmed", |state| state.confirmed == last).await;
    api.wait_until("both signs were shown", |state| state.called("sendChatAction") == 2).await;
    polling.stop().await;
    let mut signs = api.look(|state| {
        let signs = state.calls.iter().filter(|call| call.method == "sendChatAction");
        signs.map(|call| Value::from(call.arguments.clone()).to_string()).collect::<Vec<_>>()
    });
    signs.sort();
    let expected = [
        json!({"action": "typing", "chat_id": -1_007, "message_thread_id": 15}).to_string(),
        json!({"action": "typing", "chat_id": 7}).to_string(),
    ];
    assert_eq!(signs, expected);
    api.assert_no_violations();
}

#[tokio::test]
async fn suggestions_that_take_long_delay_nobody_and_in_a_rush_some_are_dropped() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let queries: Vec<String> = (0..30).map(|number| api.type_inline(number, "id", "cara bayar")).collect();
    let last = api.text(7, "halo");
    let polling = Polling::start(&api, &door);
    api.wait_until("all are confirmed", |state| state.confirmed == last).await;
    door.wait_until("the text is taken", |seen| seen.taken.len() == 1).await;
    assert_eq!(api.called("answerInlineQuery"), 0);
    door.suggest_to(100);
    let answered = |state: &State| queries.iter().filter(|id| state.inline[*id].answered.is_some()).count();
    api.wait_until("the first are answered", |state| answered(state) == 8).await;
    let later = api.type_inline(7, "id", "cara bayar");
    api.wait_until("one that comes later is answered", |state| state.inline[&later].answered.is_some()).await;
    assert_eq!(api.look(answered), 8);
    polling.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_of_a_shape_that_nobody_can_read_are_answered() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let id = api.press(7, 1, "x");
    api.change(|state| state.updates[0]["callback_query"] = json!({"id": id, "from": 5, "message": [], "data": {}}));
    let polling = Polling::start(&api, &door);
    api.wait_until("it is answered", |state| state.pressed[&id].answered == Some(None)).await;
    polling.stop().await;
    assert_eq!(door.passed_over(), [0; 0]);
    api.assert_no_violations();
}

#[tokio::test]
async fn numbers_that_begin_anew_are_followed() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.restart_numbers(900_000);
    let high = api.text(7, "lama");
    let polling = Polling::start(&api, &door);
    api.wait_until("the high number is confirmed", |state| state.confirmed == high).await;
    api.restart_numbers(10);
    let low = api.text(7, "baru");
    api.wait_until("the low number is confirmed", |state| state.confirmed == low).await;
    assert_eq!(door.words(), ["lama", "baru"]);
    polling.stop().await;
}

#[tokio::test]
async fn stopping_in_the_middle_of_a_long_poll_takes_less_than_a_second() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let polling = Polling::start(&api, &door);
    api.wait_until("it polls", |state| state.open_polls == 1).await;
    polling.stop().await;
    api.wait_until("the poll is gone", |state| state.open_polls == 0).await;
    let poll = api.look(|state| state.calls[0].clone());
    assert_eq!(
        Value::from(poll.arguments),
        json!({
            "timeout": 30, "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"],
        })
    );
}

#[tokio::test]
async fn pressed_buttons_are_answered_with_their_pop_up_whatever_they_are() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let known = api.press(7, 1, "l:id");
    let unknown = api.press(7, 1, "made up by somebody");
    let inline = api.press(7, 1, "x");
    api.change(|state| {
        let query = &mut state.updates[2]["callback_query"];
        query["message"].take();
        query["inline_message_id"] = json!("i");
    });
    let repeated = api.look(|state| state.updates[0].clone());
    let polling = Polling::start(&api, &door);
    let answer = |id: &str, toast: Option<&str>| (id.to_owned(), Some(toast.map(str::to_owned)));
    let expected =
        [answer(&known, Some("Terima kasih")), answer(&unknown, Some("Terima kasih")), answer(&inline, None)];
    api.wait_until("all are answered", |state| {
        expected.iter().all(|(id, toast)| state.pressed.get(id).map(|pressed| &pressed.answered) == Some(toast))
    })
    .await;
    api.repeat(repeated);
    api.wait_until("the repeated one is answered as well", |state| state.called("answerCallbackQuery") == 4).await;
    door.wait_until("three are taken", |seen| seen.taken.len() == 3).await;
    door.wait_until("they are buttons", |seen| seen.taken.iter().all(|one| matches!(one.what, What::Pressed(_)))).await;
    polling.stop().await;
    api.assert_no_violations();
}

#[tokio::test]
async fn buttons_that_cannot_be_answered_any_more_are_no_trouble() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    let id = api.press(7, 1, "l:id");
    api.expire_buttons();
    api.press(7, 1, "l:en");
    api.fail("answerCallbackQuery", 1, Fault::Lost);
    let polling = Polling::start(&api, &door);
    api.wait_until("both were tried", |state| state.called("answerCallbackQuery") == 2).await;
    let last = api.text(7, "halo");
    api.wait_until("polling goes on", |state| state.confirmed == last).await;
    assert_eq!(api.look(|state| state.pressed[&id].answered.clone()), None);
    polling.stop().await;
    api.assert_no_violations();
}
