//! The worker, stepped by hand: time passes only when a test says so.

use std::sync::Mutex;

use tokio::sync::Semaphore;

use super::super::delivery::Fetched;
use super::super::fakes::{Notebook, OnDisk, Time, service_in_memory, shown};
use super::*;
use crate::conversation::FileReference;
use crate::knowledge::{Block, Span};
use crate::voice::Message;

type Tested = Result<(), Box<dyn std::error::Error>>;

const DAY: i64 = TRIED_FOR_MS;

fn worker<C: Courier>(courier: &Arc<C>) -> Result<(Arc<Worker<C>>, Time), StoreError> {
    let (service, time) = service_in_memory()?;
    Ok((Arc::new(Worker::new(&service, Arc::clone(courier))), time))
}

async fn append<C>(worker: &Worker<C>, destination: &'static str, texts: &[&str]) -> Tested {
    let message =
        |text: &&str| Message { blocks: vec![Block::Paragraph(vec![Span::plain(*text)])], ..Message::default() };
    let payloads = texts.iter().map(|text| serde_json::to_string(&Delivery::Send(message(text))));
    let payloads: Vec<String> = payloads.collect::<Result<_, _>>()?;
    worker.store.transaction(move |sql| outbox::append(sql, "bot", destination, &payloads, None)).await?;
    worker.outbox_grew.notify_one();
    Ok(())
}

async fn depth<C>(worker: &Worker<C>) -> Result<i64, StoreError> {
    worker.store.transaction(|sql| outbox::depth(sql, "bot")).await
}

#[test]
fn the_wait_doubles_up_to_half_a_minute() {
    let waits: Vec<i64> = (0..7).map(backoff).collect();
    assert_eq!(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    assert_eq!(backoff(i64::MAX), 30_000);
}

#[test]
fn what_the_courier_says_decides() {
    let failed = || Carried::Failed("5xx".to_owned());
    let table = [
        (decide(&Carried::Done, 3, 0), Verdict::Arrived(None)),
        (decide(&Carried::Sent(7), 3, 0), Verdict::Arrived(Some(7))),
        (decide(&Carried::NotBefore(Duration::from_micros(1500)), 3, 0), Verdict::Waits(2)),
        (decide(&Carried::Undeliverable("blocked".to_owned()), 0, 0), Verdict::Dropped("blocked".to_owned())),
        (decide(&failed(), 1, DAY - 1), Verdict::TriedAgain(2000, "5xx".to_owned())),
        (decide(&failed(), 1, DAY), Verdict::Dropped("given up: 5xx".to_owned())),
    ];
    for (verdict, expected) in table {
        assert_eq!(verdict, expected);
    }
}

#[tokio::test]
async fn entries_of_a_destination_are_carried_in_order() -> Tested {
    let courier = Notebook::new(|_, _| Carried::Done);
    let (worker, _) = worker(&courier)?;
    append(&worker, "a", &["1", "2", "3"]).await?;
    append(&worker, "b", &["1"]).await?;
    assert_eq!(worker.step().await?, 4);
    let of_a: Vec<String> = courier.lines().into_iter().filter(|line| line.starts_with('a')).collect();
    assert_eq!(of_a, ["a: 1", "a: 2", "a: 3"]);
    assert_eq!((depth(&worker).await?, worker.step().await?), (0, 0));
    Ok(())
}

#[tokio::test]
async fn a_long_queue_does_not_keep_its_place_for_ever() -> Tested {
    let courier = Notebook::new(|_, _| Carried::Done);
    let (worker, _) = worker(&courier)?;
    let texts = vec!["x"; IN_A_ROW + 1];
    append(&worker, "a", &texts).await?;
    assert_eq!(worker.step().await?, IN_A_ROW);
    assert_eq!(worker.step().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_failure_delays_only_its_own_destination_and_longer_each_time() -> Tested {
    let courier = Notebook::new(|text, seen| match (text, seen) {
        ("bad", 0 | 1) => Carried::Failed("5xx".to_owned()),
        _ => Carried::Done,
    });
    let (worker, time) = worker(&courier)?;
    append(&worker, "a", &["bad", "after it"]).await?;
    append(&worker, "b", &["good"]).await?;
    assert_eq!(worker.step().await?, 2);
    for (wait, carried) in [(999, 0), (1, 1), (1999, 0), (1, 2)] {
        time.pass(wait);
        assert_eq!(worker.step().await?, carried);
    }
    let lines = courier.lines();
    assert_eq!(lines.iter().filter(|line| *line == "b: good").count(), 1);
    assert_eq!(lines[lines.len() - 2..], ["a: bad", "a: after it"]);
    Ok(())
}

#[tokio::test]
async fn a_wait_that_the_courier_asks_for_is_no_failure() -> Tested {
    let courier = Notebook::new(|_, seen| match seen {
        0 => Carried::NotBefore(Duration::from_secs(17)),
        1 => Carried::Failed("5xx".to_owned()),
        _ => Carried::Done,
    });
    let (worker, time) = worker(&courier)?;
    append(&worker, "a", &["text"]).await?;
    assert_eq!(worker.step().await?, 1);
    for (wait, carried) in [(16_999, 0), (1, 1), (1000, 1)] {
        time.pass(wait);
        assert_eq!(worker.step().await?, carried);
    }
    assert_eq!(depth(&worker).await?, 0);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_moments_wait_keeps_the_lease() -> Tested {
    let courier = Notebook::new(|_, seen| match seen {
        0..3 => Carried::NotBefore(SHORT_WAIT),
        _ => Carried::Done,
    });
    let (worker, _) = worker(&courier)?;
    append(&worker, "a", &["text"]).await?;
    assert_eq!(worker.step().await?, 1);
    assert_eq!((courier.lines().len(), depth(&worker).await?), (4, 0));
    Ok(())
}

#[tokio::test]
async fn what_can_never_arrive_is_dropped_and_the_rest_is_tried() -> Tested {
    let courier = Notebook::new(|text, _| match text {
        "refused" => Carried::Undeliverable("message is too odd".to_owned()),
        _ => Carried::Done,
    });
    let (worker, _) = worker(&courier)?;
    let unreadable = vec!["{\"sing\":1}".to_owned()];
    worker.store.transaction(move |sql| outbox::append(sql, "bot", "a", &unreadable, None)).await?;
    append(&worker, "a", &["refused", "fine"]).await?;
    assert_eq!(worker.step().await?, 3);
    assert_eq!(courier.lines(), ["a: refused", "a: fine"]);
    assert_eq!(depth(&worker).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_panic_of_the_courier_is_a_failed_attempt() -> Tested {
    let courier = Notebook::new(|_, seen| match seen {
        0 => panic!("a panic that this test wants"),
        _ => Carried::Done,
    });
    let (worker, time) = worker(&courier)?;
    append(&worker, "a", &["text"]).await?;
    assert_eq!((worker.step().await?, worker.step().await?), (1, 0));
    time.pass(1000);
    assert_eq!((worker.step().await?, depth(&worker).await?), (1, 0));
    Ok(())
}

#[tokio::test]
async fn after_a_day_of_failures_an_entry_is_given_up() -> Tested {
    let courier = Notebook::new(|_, _| Carried::Failed("unreachable".to_owned()));
    let (worker, time) = worker(&courier)?;
    time.pass(5 * DAY);
    append(&worker, "a", &["text"]).await?;
    assert_eq!(worker.step().await?, 1);
    time.pass(DAY - 1);
    assert_eq!((worker.step().await?, depth(&worker).await?), (1, 1));
    time.pass(LONGEST_BACKOFF_MS);
    assert_eq!((worker.step().await?, depth(&worker).await?), (1, 0));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_was_carried_is_not_carried_again_while_the_store_is_out_of_order() -> Tested {
    let courier = Notebook::new(|_, _| Carried::Done);
    let disk = OnDisk::new().await?;
    let worker = Arc::new(Worker::new(&disk.service, Arc::clone(&courier)));
    append(&worker, "a", &["text"]).await?;
    let (claims, _) = worker.claim(1).await?;
    disk.lock()?;
    let serving = tokio::spawn(Arc::clone(&worker).serve(claims[0].clone(), CancellationToken::new()));
    while worker.unsettled.load(Ordering::Acquire) == 0 {
        tokio::task::yield_now().await;
    }
    disk.time.pass(milliseconds(LEASE) * 2);
    disk.unlock()?;
    let mut carrying = JoinSet::new();
    worker.fill(&mut carrying, &CancellationToken::new()).await;
    assert_eq!(carrying.len(), 0, "nothing is claimed while something waits to be settled");
    assert_eq!(serving.await?, 1);
    assert_eq!((courier.lines().len(), depth(&worker).await?), (1, 0));
    Ok(())
}

/// Carries only when it is let.
struct Gate {
    open: Semaphore,
    asked: Semaphore,
    carried: Mutex<Vec<String>>,
}

impl Courier for Gate {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        self.asked.add_permits(1);
        if let Ok(permit) = self.open.acquire().await {
            permit.forget();
        }
        if let Ok(mut carried) = self.carried.lock() {
            carried.push(format!("{to}: {}", shown(delivery)));
        }
        Carried::Done
    }

    async fn fetch(&self, _file: &FileReference, _most: u64) -> Fetched {
        Fetched::Gone("nothing is kept here".to_owned())
    }
}

fn gate(open: usize) -> Arc<Gate> {
    Arc::new(Gate { open: Semaphore::new(open), asked: Semaphore::new(0), carried: Mutex::default() })
}

#[tokio::test]
async fn it_wakes_when_something_comes_and_finishes_what_it_holds_when_stopped() -> Tested {
    let courier = gate(1);
    let (worker, _) = worker(&courier)?;
    let stop = CancellationToken::new();
    let running = tokio::spawn(Arc::clone(&worker).run(stop.clone()));
    append(&worker, "a", &["1"]).await?;
    courier.asked.acquire().await?.forget();
    append(&worker, "b", &["1", "2"]).await?;
    courier.asked.acquire().await?.forget();
    stop.cancel();
    append(&worker, "c", &["1"]).await?;
    assert!(!running.is_finished());
    courier.open.add_permits(9);
    running.await?;
    assert_eq!(courier.carried.lock().map(|lines| lines.clone()).unwrap_or_default(), ["a: 1", "b: 1"]);
    let waiting = worker.store.transaction(|sql| outbox::claim(sql, "bot", "next", 9, 1000)).await?;
    assert_eq!(waiting.len(), 2, "what it gave back is due at once");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_courier_that_never_answers_fails_and_keeps_its_lease_until_then() -> Tested {
    let courier = gate(0);
    let (worker, _) = worker(&courier)?;
    append(&worker, "a", &["1"]).await?;
    let began = Instant::now();
    assert_eq!(worker.step().await?, 1);
    assert_eq!(began.elapsed(), LONGEST_CARRYING);
    assert_eq!(depth(&worker).await?, 1);
    Ok(())
}

/// When the lease of a destination ends.
async fn leased_until<C>(worker: &Worker<C>) -> Result<i64, StoreError> {
    let due = |sql: &mut dyn Sql| sql.query("SELECT due_at FROM destinations", &[])?[0].int(0);
    worker.store.transaction(due).await
}

#[tokio::test]
async fn what_is_carried_for_long_stays_leased_and_what_a_dead_worker_had_is_taken_over() -> Tested {
    const LEASE_MS: i64 = 30;
    let courier = gate(0);
    let (usual, time) = worker(&courier)?;
    let lease = Duration::from_millis(30);
    let worker = Arc::new(Worker { lease, ..Worker::new(&usual.service, Arc::clone(&courier)) });
    let other = Worker::new(&usual.service, Arc::clone(&courier));
    append(&worker, "a", &["1"]).await?;
    let stepping = tokio::spawn({
        let worker = Arc::clone(&worker);
        async move { worker.step().await }
    });
    courier.asked.acquire().await?.forget();
    for round in 1..=4 {
        time.pass(LEASE_MS - 1);
        while leased_until(&worker).await? < round * (LEASE_MS - 1) + LEASE_MS {
            tokio::task::yield_now().await;
        }
        assert_eq!(other.claim(9).await?.0, []);
    }
    stepping.abort();
    assert!(stepping.await.is_err());
    time.pass(LEASE_MS);
    other.note_trouble();
    assert_eq!(other.claim(9).await?.0, [], "after trouble of the store it is left to whoever has it");
    *other.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
    assert_eq!(other.claim(9).await?.0.len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_when_the_store_does() -> Tested {
    let courier = gate(9);
    let disk = OnDisk::new().await?;
    let worker = Arc::new(Worker::new(&disk.service, Arc::clone(&courier)));
    append(&worker, "a", &["1"]).await?;
    disk.lock()?;
    let stop = CancellationToken::new();
    let running = tokio::spawn(Arc::clone(&worker).run(stop.clone()));
    sleep(STORE_PAUSE * 3).await;
    assert_eq!(courier.asked.available_permits(), 0);
    disk.unlock()?;
    courier.asked.acquire().await?.forget();
    stop.cancel();
    running.await?;
    assert_eq!(depth(&worker).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_changed_answer_goes_into_the_place_of_the_first_or_is_sent_where_there_is_none() -> Tested {
    let courier = Notebook::new(|_, _| Carried::Sent(77));
    let (worker, _) = worker(&courier)?;
    let message =
        |words: &str| Message { blocks: vec![Block::Paragraph(vec![Span::plain(words)])], ..Message::default() };
    let answer = Delivery::Answer { to: 5, quoting: false, message: message("one") };
    let again = |to, words: &str| Delivery::AnswerAgain { to, quoting: true, message: message(words) };
    for delivery in [answer, again(5, "two"), again(6, "three"), again(6, "four")] {
        let payload = vec![serde_json::to_string(&delivery)?];
        worker.store.transaction(move |sql| outbox::append(sql, "bot", "a", &payload, None)).await?;
    }
    while worker.step().await? > 0 {}
    assert_eq!(courier.lines(), ["a: one", "a: edit 77: two", "a: three", "a: edit 77: four"]);
    Ok(())
}
