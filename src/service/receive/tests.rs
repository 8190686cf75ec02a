//! Receiving, from the update to what stands in the store.

use super::super::fakes::{OnDisk, Time, dump, incoming, service, service_in_memory, shown, text};
use super::super::{Delivery, SharedContact, Shown, What};
use super::*;
use crate::conversation::{Button, FileReference, Medium, Place, Session};
use crate::knowledge::ArticleId;
use crate::store::{journal, outbox, sessions};

type Tested = Result<(), Box<dyn std::error::Error>>;

fn captioned(medium: Medium, caption: &str) -> What {
    What::Showed(Shown { caption: Some(caption.to_owned()), ..medium.into() })
}

/// A document of this name, with words under it.
fn document(name: &str, caption: &str) -> What {
    let file = FileReference { id: "F".to_owned(), name: Some(name.to_owned()), size: None, mime: None };
    What::Showed(Shown { caption: Some(caption.to_owned()), file: Some(file), ..Medium::Document.into() })
}

/// Takes the deliveries of `telegram:1` out of the outbox.
async fn delivered(service: &Service) -> Result<Vec<Delivery>, Box<dyn std::error::Error>> {
    let bot = Arc::clone(&service.bot);
    let payloads = service.store.transaction(move |sql| {
        let mut next = outbox::claim(sql, &bot, "test", 1, 1000)?.into_iter().next();
        let mut payloads = Vec::new();
        while let Some(claim) = next {
            payloads.push(claim.payload.clone());
            next = match outbox::settle_done(sql, &claim, Some(1000))? {
                outbox::Settled::Next(claim) => Some(*claim),
                _ => None,
            };
        }
        Ok(payloads)
    });
    Ok(payloads.await?.iter().map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
}

async fn said(service: &Service) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    Ok(delivered(service).await?.iter().map(shown).collect())
}

async fn session(service: &Service) -> Result<Session, StoreError> {
    let bot = Arc::clone(&service.bot);
    service.store.transaction(move |sql| sessions::load(sql, &bot, "telegram:1")).await
}

async fn column(service: &Service, query: &'static str) -> Result<Vec<String>, StoreError> {
    let rows = service.store.transaction(move |sql| sql.query(query, &[])).await?;
    rows.iter().map(|row| row.text_or_null(0).map(|text| text.unwrap_or("-").to_owned())).collect()
}

/// What one update is answered with, in a conversation that begins with it.
async fn answers(what: What) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let (service, _) = service_in_memory()?;
    service.receive(vec![incoming(1, what)]).await?;
    said(&service).await
}

fn words(text: &str) -> What {
    What::Text(text.to_owned())
}

#[tokio::test]
async fn each_kind_of_update_gets_its_answer() -> Tested {
    let article = format!("Late payment\n\n{0}\n\n{0}\n\n{0}", "word ".repeat(20));
    let pressed = |button: &Button| What::Pressed(button.encode());
    let table = [
        (words("sure"), article.as_str()),
        (words(" \u{200b}sure\u{0} "), article.as_str()),
        (words("unsure"), "did-you-mean-this en"),
        (words("what?"), "not-understood en"),
        (words("/start"), "welcome en"),
        (words("/HELP@shop_bot"), "help en"),
        (words("/unknown"), "help en"),
        (words("👍"), "write-in-words en"),
        (words(""), "write-in-words en"),
        (What::Showed(Medium::Picture.into()), "cannot-read-picture en"),
        (document("bukti.pdf", "person"), "person-unavailable en"),
        (document("Pesanan.XLSX", "person"), "cannot-read-file en"),
        (What::Contact(SharedContact { phone: "1".to_owned(), own: true }), "write-in-words en"),
        (captioned(Medium::Picture, "??"), "cannot-read-picture en"),
        (captioned(Medium::Picture, "unsure"), "cannot-read-picture en"),
        (captioned(Medium::Picture, "sure"), article.as_str()),
        (captioned(Medium::Voice, "person"), "person-unavailable en"),
        (pressed(&Button::Languages), "choose-language en"),
        (pressed(&Button::Person), "person-unavailable en"),
    ];
    for (what, expected) in table {
        assert_eq!(answers(what.clone()).await?, [expected], "{what:?}");
    }
    assert_eq!(answers(What::Pressed("of another bot".to_owned())).await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn after_an_answer_emoji_get_silence_and_signs_do_not() -> Tested {
    let (service, _) = service_in_memory()?;
    service.receive(vec![text(1, "/help"), text(2, "👍"), text(3, "???"), text(4, "🙏")]).await?;
    assert_eq!(said(&service).await?, ["help en", "write-in-words en"]);
    Ok(())
}

#[tokio::test]
async fn a_text_of_the_longest_kind_is_read() -> Tested {
    assert_eq!(answers(words(&"a".repeat(10_000))).await?, ["not-understood en"]);
    Ok(())
}

#[tokio::test]
async fn what_arrives_twice_changes_nothing_the_second_time() -> Tested {
    let (service, time) = service_in_memory()?;
    let batch = vec![text(7, "unsure"), text(8, "/start"), text(7, "unsure")];
    let received = service.receive(batch.clone()).await?;
    let duplicates: Vec<bool> = received.iter().map(|one| one.duplicate).collect();
    assert_eq!(duplicates, [false, false, true]);
    let before = dump(&service.store).await?;
    time.pass(1000);
    assert!(service.receive(batch).await?.iter().all(|one| one.duplicate));
    assert_eq!(dump(&service.store).await?, before);
    assert_eq!(said(&service).await?, ["did-you-mean-this en", "welcome en"]);
    Ok(())
}

#[tokio::test]
async fn a_batch_is_taken_in_its_order() -> Tested {
    let (service, _) = service_in_memory()?;
    let batch = (1..=50).map(|update| text(update, if update % 2 == 0 { "/help" } else { "person" })).collect();
    service.receive(batch).await?;
    let expected: Vec<&str> = (0..25).flat_map(|_| ["person-unavailable en", "help en"]).collect();
    assert_eq!(said(&service).await?, expected);
    Ok(())
}

#[tokio::test]
async fn two_bots_may_share_a_store() -> Tested {
    let (service, _) = service_in_memory()?;
    let other = Service { bot: Arc::from("other"), ..service.clone() };
    service.receive(vec![text(1, "/start")]).await?;
    assert!(!other.receive(vec![text(1, "/help")]).await?[0].duplicate);
    assert_eq!(said(&service).await?, ["welcome en"]);
    assert_eq!(said(&other).await?, ["help en"]);
    Ok(())
}

#[tokio::test]
async fn poison_is_noted_and_answered_and_stops_nobody() -> Tested {
    let (service, _) = service_in_memory()?;
    let batch = vec![text(1, "unsure"), text(2, "boom"), text(3, "fuse"), text(4, "/help")];
    let received = service.receive(batch.clone()).await?;
    assert_eq!(received.len(), 4);
    assert_eq!(said(&service).await?, ["did-you-mean-this en", "apology en", "apology en", "help en"]);
    let notes = column(&service, "SELECT note FROM journal WHERE outcome = 'poison' ORDER BY note").await?;
    assert_eq!(notes, ["update 2: understanding the text panicked", "update 3: the turn panicked"]);
    assert!(session(&service).await?.question.is_some(), "a poison turn leaves the session as it was");
    assert!(service.receive(batch).await?.iter().all(|one| one.duplicate));
    Ok(())
}

#[tokio::test]
async fn a_turn_that_the_store_will_never_have_is_passed_over() -> Tested {
    let (service, _) = service_in_memory()?;
    let strict = "CREATE TRIGGER strict BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'never'); END";
    service.store.transaction(move |sql| sql.execute(strict, &[])).await?;
    let received = service.receive(vec![text(1, "/start")]).await?;
    assert_eq!(received, [Received::default()]);
    assert_eq!(column(&service, "SELECT note FROM journal").await?, ["update 1: the turn could not be stored"]);
    Ok(())
}

#[tokio::test]
async fn a_turn_is_kept_while_the_store_is_in_trouble_that_is_not_its_fault() -> Tested {
    let (service, _) = service_in_memory()?;
    let rename = |from, to| format!("ALTER TABLE {from} RENAME TO {to}");
    let (gone, back) = (rename("sessions", "lost"), rename("lost", "sessions"));
    service.store.transaction(move |sql| sql.execute(&gone, &[])).await?;
    let refused = service.receive(vec![text(1, "/start")]).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    service.store.transaction(move |sql| sql.execute(&back, &[])).await?;
    service.receive(vec![text(1, "/start")]).await?;
    assert_eq!(said(&service).await?, ["welcome en"]);
    Ok(())
}

#[tokio::test]
async fn an_update_that_cannot_be_read_is_noted_once() -> Tested {
    let (service, _) = service_in_memory()?;
    for _ in 0..2 {
        service.pass_over(9, None).await?;
    }
    assert_eq!(column(&service, "SELECT note FROM journal").await?, ["update 9: the update could not be read"]);
    assert_eq!(column(&service, "SELECT conversation FROM journal").await?, ["-"]);
    assert!(service.receive(vec![text(9, "/start")]).await?[0].duplicate);
    Ok(())
}

#[tokio::test]
async fn what_could_not_be_stored_is_taken_when_it_comes_again() -> Tested {
    let disk = OnDisk::new().await?;
    let batch = vec![text(1, "/start"), text(2, "/help")];
    disk.lock()?;
    let refused = disk.service.receive(batch.clone()).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    disk.unlock()?;
    assert_eq!(disk.service.receive(batch).await?.len(), 2);
    assert_eq!(said(&disk.service).await?, ["welcome en", "help en"]);
    Ok(())
}

#[tokio::test]
async fn a_pressed_button_changes_its_message_and_pops_up_in_the_readers_language() -> Tested {
    let (service, _) = service_in_memory()?;
    let press = |update, button: &Button, message| Incoming {
        pressed_message: message,
        language_hint: Some(Language::Indonesian),
        ..incoming(update, What::Pressed(button.encode()))
    };
    let article = ArticleId::from("pay-late");
    let batch = vec![
        press(1, &Button::Languages, Some(5)),
        press(2, &Button::Languages, None),
        press(3, &Button::Helped(article.clone()), Some(5)),
        press(4, &Button::Helped(article), None),
        Incoming { language_hint: Some(Language::Chinese), ..incoming(5, What::Pressed("?".to_owned())) },
    ];
    let toasts: Vec<Option<String>> = service.receive(batch).await?.into_iter().map(|one| one.toast).collect();
    let (helped, unknown) = (Some("toast-helped id".to_owned()), Some("toast-unknown zh".to_owned()));
    assert_eq!(toasts, [None, None, helped.clone(), helped, unknown]);
    assert_eq!(said(&service).await?, ["edit 5: choose-language id", "choose-language id", "buttons of 5"]);
    Ok(())
}

#[tokio::test]
async fn what_is_too_long_goes_out_in_parts_with_the_buttons_on_the_last() -> Tested {
    let (in_memory, _) = service_in_memory()?;
    let service = Service { message_units: 150, ..in_memory };
    let article = Button::Article(ArticleId::from("pay-late")).encode();
    let pressed = Incoming { pressed_message: Some(5), ..incoming(2, What::Pressed(article)) };
    service.receive(vec![text(1, "sure"), pressed]).await?;
    let shape: Vec<(bool, bool)> = delivered(&service)
        .await?
        .into_iter()
        .map(|delivery| match delivery {
            Delivery::Send(message) => (false, message.buttons.is_empty()),
            Delivery::Edit { message: _, to } => (true, to.buttons.is_empty()),
            other => panic!("{other:?}"),
        })
        .collect();
    let (sent, edited) =
        ([(false, true), (false, true), (false, false)], [(true, true), (false, true), (false, false)]);
    assert_eq!(shape, [sent, edited].concat());
    Ok(())
}

#[tokio::test]
async fn the_journal_has_a_row_per_turn_and_masked_questions() -> Tested {
    let (service, time) = service_in_memory()?;
    time.pass(1000);
    service.receive(vec![text(1, "sure"), text(2, "my code 12345"), text(3, "my street 12345")]).await?;
    let outcomes = column(&service, "SELECT outcome FROM journal ORDER BY outcome").await?;
    assert_eq!(outcomes, ["nothing", "nothing", "sure"]);
    assert_eq!(column(&service, "SELECT article FROM journal WHERE outcome = 'sure'").await?, ["pay-late"]);
    let unanswered = service.store.transaction(|sql| journal::unanswered_since(sql, "bot", 1000)).await?;
    let questions: std::collections::BTreeSet<&str> = unanswered.iter().map(|one| one.question.as_str()).collect();
    assert_eq!(questions.into_iter().collect::<Vec<_>>(), ["my code ••••", "my street #####"]);
    Ok(())
}

#[tokio::test]
async fn the_worker_is_told_only_when_there_is_something_to_carry() -> Tested {
    let (service, _) = service_in_memory()?;
    service.receive(vec![incoming(1, What::Pressed("?".to_owned()))]).await?;
    let told = tokio::time::timeout(Duration::ZERO, service.outbox_grew.notified()).await;
    assert!(told.is_err());
    service.receive(vec![text(2, "/start")]).await?;
    service.outbox_grew.notified().await;
    Ok(())
}

#[tokio::test]
async fn everything_is_there_after_the_program_ended_and_started_again() -> Tested {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("tanya.db").display());
    let time = Time::default();
    let first = service(Store::open_with_clock(&url, time.clock())?, &time);
    first.receive(vec![text(1, "unsure")]).await?;
    drop(first);
    let second = service(Store::open_with_clock(&url, time.clock())?, &time);
    assert!(second.receive(vec![text(1, "unsure")]).await?[0].duplicate);
    assert!(session(&second).await?.question.is_some());
    assert_eq!(said(&second).await?, ["did-you-mean-this en"]);
    Ok(())
}

fn sent(update: i64, message: i64, words: &str) -> Incoming {
    Incoming { message: Some(message), ..text(update, words) }
}

#[tokio::test]
async fn an_answer_waits_for_more_words_and_gives_way_to_them() -> Tested {
    let (in_memory, time) = service_in_memory()?;
    let service = Service { patience: Duration::from_millis(2500), ..in_memory };
    let held = |received: Vec<Received>| received.into_iter().map(|one| one.held).collect::<Vec<_>>();
    assert_eq!(held(service.receive(vec![sent(1, 11, "nothing much")]).await?), [true]);
    assert_eq!(said(&service).await?, [""; 0], "it is held back");
    time.pass(1000);
    assert_eq!(held(service.receive(vec![sent(2, 12, "person")]).await?), [false]);
    assert_eq!(said(&service).await?, ["person-unavailable en"], "what was held back is not said any more");
    assert_eq!(held(service.receive(vec![sent(3, 13, "nothing else")]).await?), [true]);
    service.receive(vec![sent(4, 14, "/help")]).await?;
    assert_eq!(said(&service).await?, ["not-understood en", "help en"], "a command stands beside it");
    service.receive(vec![sent(5, 15, "nothing again")]).await?;
    time.pass(2500);
    assert_eq!(said(&service).await?, ["not-understood-again en"], "nobody added anything");
    Ok(())
}

#[tokio::test]
async fn a_changed_question_changes_its_answer() -> Tested {
    let (service, _) = service_in_memory()?;
    let edited =
        |update, words: &str| Incoming { message: Some(11), ..incoming(update, What::Edited(words.to_owned())) };
    service.receive(vec![sent(1, 11, "unsure"), edited(2, "person")]).await?;
    let deliveries = delivered(&service).await?;
    assert!(matches!(deliveries[0], Delivery::Answer { to: 11, quoting: false, .. }), "{deliveries:?}");
    assert!(matches!(deliveries[1], Delivery::AnswerAgain { to: 11, quoting: false, .. }), "{deliveries:?}");
    Ok(())
}

#[tokio::test]
async fn in_a_group_the_message_is_quoted_and_nothing_is_remembered() -> Tested {
    let (service, _) = service_in_memory()?;
    let asked = |update, words: &str| Incoming { place: Place::Group, ..sent(update, 5, words) };
    service.receive(vec![asked(1, "unsure"), asked(2, "order")]).await?;
    let deliveries = delivered(&service).await?;
    assert!(deliveries.iter().all(|one| matches!(one, Delivery::Answer { to: 5, quoting: true, .. })));
    let words: Vec<String> = deliveries.iter().map(shown).collect();
    assert_eq!(words, ["did-you-mean-this en", "group-privately en"]);
    assert_eq!(column(&service, "SELECT session FROM sessions").await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn an_album_gets_one_answer() -> Tested {
    let (service, _) = service_in_memory()?;
    let picture = |update, album: &str| {
        incoming(update, What::Showed(Shown { album: Some(album.to_owned()), ..Medium::Picture.into() }))
    };
    service.receive(vec![picture(1, "a"), picture(2, "a"), picture(3, "a"), picture(4, "b")]).await?;
    assert_eq!(said(&service).await?, ["cannot-read-picture en", "cannot-read-picture en"]);
    Ok(())
}

#[tokio::test]
async fn two_taps_are_one_press() -> Tested {
    let (service, time) = service_in_memory()?;
    let tap = |update, message| Incoming {
        pressed_message: Some(message),
        ..incoming(update, What::Pressed(Button::Person.encode()))
    };
    service.receive(vec![tap(1, 5), tap(2, 5), tap(3, 6)]).await?;
    time.pass(2000);
    service.receive(vec![tap(4, 6)]).await?;
    assert_eq!(said(&service).await?, ["person-unavailable en"; 3]);
    Ok(())
}

#[tokio::test]
async fn what_is_kept_about_somebody_is_erased_when_they_ask_for_it() -> Tested {
    let (service, _) = service_in_memory()?;
    let other = Incoming { conversation: ConversationId("telegram:2".to_owned()), ..text(1, "unsure") };
    let press = |update, button: &Button| Incoming {
        pressed_message: Some(5),
        ..incoming(update, What::Pressed(button.encode()))
    };
    service.receive(vec![other, sent(2, 11, "unsure"), text(3, "/privacy"), press(4, &Button::AskForget)]).await?;
    assert_eq!(column(&service, "SELECT conversation FROM journal WHERE outcome = 'unsure'").await?.len(), 2);
    service.receive(vec![press(5, &Button::Forget)]).await?;
    let traces = "SELECT conversation FROM journal WHERE conversation = 'telegram:1'
         UNION ALL SELECT conversation FROM answers WHERE conversation = 'telegram:1'
         UNION ALL SELECT question FROM sessions WHERE conversation = 'telegram:1' AND question IS NOT NULL";
    assert_eq!(column(&service, traces).await?, [""; 0]);
    let kept = "SELECT COALESCE(conversation, 'nobody') FROM journal ORDER BY at, id";
    let mut kept = column(&service, kept).await?;
    kept.sort();
    assert_eq!(kept, ["nobody", "telegram:2"]);
    assert_eq!(session(&service).await?, Session::default());
    Ok(())
}

#[tokio::test]
async fn a_secret_is_understood_and_never_stored_even_in_two_messages() -> Tested {
    let (service, time) = service_in_memory()?;
    service.receive(vec![text(1, "password saya adalah"), text(2, "rahasia99"), text(3, "otp 482913")]).await?;
    time.pass(60_000);
    service.receive(vec![text(4, "kartu 4111 1111 1111 1111")]).await?;
    time.pass(60_000);
    service.receive(vec![text(5, "unsure otp 739164")]).await?;
    let stored = dump(&service.store).await?;
    assert!(session(&service).await?.thread.is_some_and(|thread| thread.asked.starts_with("unsure otp")));
    for secret in ["rahasia99", "482913", "4111", "739164"] {
        assert!(!stored.contains(secret), "{secret} is stored: {stored}");
    }
    Ok(())
}
