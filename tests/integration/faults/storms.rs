//! The storms.

use super::storm::{Place, Storm};

/// Each customer asks so many questions in a long storm.
const QUESTIONS_OF_MANY: usize = 20;

/// So many updates are answered between two kills in a long storm of replicas: a few seconds' worth.
const UPDATES_PER_KILL: usize = 1_500;

/// What an environment variable says, which is a number.
fn told(name: &str) -> Option<u64> {
    let told = std::env::var(name).ok()?;
    Some(told.parse().unwrap_or_else(|_| panic!("{name}={told} is no number")))
}

fn seed() -> u64 {
    told("TANYA_FAULTS_SEED").unwrap_or(20_261_120)
}

/// How many updates a long storm has, where one is wanted.
fn wanted() -> Option<usize> {
    told("TANYA_FAULTS_UPDATES").map(|updates| usize::try_from(updates).unwrap())
}

fn customers_of(updates: usize) -> i64 {
    i64::try_from(updates.div_ceil(QUESTIONS_OF_MANY)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_replicas_and_their_database_come_and_go_and_everybody_is_answered_once_and_in_order() {
    let place = Place::ReplicasOnPostgres(3);
    let short =
        Storm { seed: seed(), place, customers: 200, questions: 8, backlog: 300, kills: 4, restarts: 2, jumps: 0 };
    let long = wanted().map(|updates| Storm {
        seed: seed(),
        place,
        customers: customers_of(updates),
        questions: QUESTIONS_OF_MANY,
        backlog: 1_000,
        kills: updates.div_ceil(UPDATES_PER_KILL),
        restarts: 2,
        jumps: 0,
    });
    long.unwrap_or(short).rage().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_one_process_answers_everybody_once_and_in_order() {
    let place = Place::OneOnSqlite;
    let short =
        Storm { seed: seed(), place, customers: 200, questions: 5, backlog: 150, kills: 8, restarts: 0, jumps: 0 };
    let long = wanted().map(|updates| Storm {
        seed: seed(),
        place,
        customers: customers_of(updates),
        questions: QUESTIONS_OF_MANY,
        backlog: 1_000,
        kills: 50,
        restarts: 0,
        jumps: 0,
    });
    long.unwrap_or(short).rage().await;
}

/// As short in the long form: what a jump may do shows at once.
#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_wrong_and_jump_make_nobody_say_anything_twice() {
    for place in [Place::ReplicasOnPostgres(2), Place::OneOnSqlite] {
        let storm =
            Storm { seed: seed(), place, customers: 100, questions: 8, backlog: 100, kills: 0, restarts: 0, jumps: 8 };
        storm.rage().await;
    }
}
