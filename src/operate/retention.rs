//! What is forgotten, and when: what `/privacy` promises. Every few minutes; what may be much, in portions,
//! so that turns get between.

use std::time::Duration;

use crate::settings::Privacy;
use crate::store::{
    Sql, Store, StoreError, answers, budgets, copies, desk, invitations, journal, lines, links, notices, notifications,
    orders, seen, sessions, tickets, watches,
};

/// The last question of a talk is promised to be forgotten after half an hour.
const EVERY: Duration = Duration::from_secs(5 * 60);

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A notice is kept for so long after it ended, in days.
const NOTICE_DAYS: i64 = 90;

/// A link is kept for so long after it ended, in days.
const INVITATION_DAYS: i64 = 7;

/// An order stays linked to whoever proved it for so long after it ended, in days.
const LINK_DAYS: i64 = 90;

/// Wrong tries to prove an order are counted for a day.
const TRY_DAYS: i64 = 1;

/// So many rows are forgotten in one transaction.
const PORTION: i64 = 500;

/// Forgets every few minutes, for ever. May be dropped at any time.
pub async fn run(store: Store, privacy: Privacy, orders_days: u32) {
    let mut rounds = tokio::time::interval(EVERY);
    loop {
        rounds.tick().await;
        match forget(&store, privacy, orders_days).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "what was kept long enough was forgotten"),
            Err(error) => tracing::warn!(%error, "what was kept long enough could not be forgotten"),
        }
    }
}

/// Forgets everything that was kept long enough, by the store's clock; returns how many rows. `orders_days`: for so
/// many days an order is kept after it ended, unless somebody has proven that it is theirs.
///
/// # Errors
/// What the store says.
pub async fn forget(store: &Store, privacy: Privacy, orders_days: u32) -> Result<u64, StoreError> {
    let now = store.transaction(|sql| sql.now()).await?;
    let before = |days: i64| now.saturating_sub(days.saturating_mul(DAY_MS));
    let transcript = before(i64::from(privacy.transcript_days));
    let old: [(Forget, i64); 14] = [
        (journal::forget, before(i64::from(privacy.journal_days))),
        (sessions::forget, before(i64::from(privacy.session_days))),
        (notices::forget, before(NOTICE_DAYS)),
        (invitations::forget, before(INVITATION_DAYS)),
        (links::forget, before(LINK_DAYS)),
        (links::forget_codes, before(INVITATION_DAYS)),
        (links::forget_tries, before(TRY_DAYS)),
        (watches::forget, before(0)),
        (orders::forget, before(i64::from(orders_days))),
        (lines::forget, transcript),
        (copies::forget, transcript),
        (desk::forget_gaps, transcript),
        (desk::forget_agents, transcript),
        (tickets::forget, transcript),
    ];
    let mut rows = 0;
    for (forget, before) in old {
        rows += in_portions(store, forget, before).await?;
    }
    let prunes: [Prune; 6] = [
        seen::prune,
        answers::prune,
        notifications::prune,
        sessions::forget_questions,
        sessions::forget_stories,
        budgets::prune,
    ];
    for prune in prunes {
        rows += store.transaction(prune).await?;
    }
    Ok(rows)
}

/// Forgets at most so many rows older than a time in Unix milliseconds; returns how many.
type Forget = fn(&mut dyn Sql, i64, i64) -> Result<u64, StoreError>;

/// Forgets everything that is older than the store itself says; returns how many rows.
type Prune = fn(&mut dyn Sql) -> Result<u64, StoreError>;

async fn in_portions(store: &Store, forget: Forget, before: i64) -> Result<u64, StoreError> {
    let mut rows = 0;
    loop {
        let portion = store.transaction(move |sql| forget(sql, before, PORTION)).await?;
        rows += portion;
        if portion < PORTION.unsigned_abs() {
            return Ok(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::conversation::desk::story::{Exchange, Line, Speaker};
    use crate::conversation::desk::ticket::{Ended, State, Ticket};
    use crate::conversation::{Concern, Grant, Notice, Role, Secret, Session};
    use crate::knowledge::Audience;
    use crate::language::Language;
    use crate::store::copies::Writer;
    use crate::store::desk::Gap;

    fn fill(sql: &mut dyn Sql) -> Result<(), StoreError> {
        let now = sql.now()?;
        for _ in 0..PORTION + 1 {
            journal::write(sql, journal::Entry { bot: "bot".to_owned(), at: now, ..journal::Entry::default() })?;
        }
        sessions::save(sql, "bot", &format!("telegram:{now}"), &Session::default())?;
        seen::insert(sql, "bot", now)?;
        invitations::make(sql, "bot", &Grant::Role(Role::Owner), &Secret::new(now.to_string()), None)?;
        let texts = [(Language::English, "x".to_owned())].into();
        let notice = Notice { id: String::new(), texts, concern: Concern::Everything, until: now + DAY_MS };
        notices::add(sql, "bot", &notice, "telegram:1").map(drop)
    }

    fn fill_desk(sql: &mut dyn Sql) -> Result<(), StoreError> {
        let (now, language) = (sql.now()?, Language::English);
        let ticket = Ticket {
            number: 0,
            conversation: "telegram:1".to_owned(),
            name: String::new(),
            language,
            role: Audience::Buyer,
            state: State::Ended,
            holder: None,
            opened_at: now,
            waiting_since: None,
            answered_at: None,
            first_reply_at: None,
            taken_at: None,
            ended: Some((now, Ended::Resolved)),
            rating: None,
            rating_asked: false,
            reminded: 0,
            language_told: false,
        };
        tickets::open(sql, "bot", &ticket)?;
        let (state, ended) = (State::Waiting, None);
        tickets::open(sql, "bot", &Ticket { state, ended, ..ticket })?;
        let line = Line { at: now, speaker: Speaker::Customer, text: "x".to_owned() };
        lines::write(sql, "bot", "telegram:1", 1, &line)?;
        copies::note(sql, "bot", "telegram:1", "telegram:-100", Writer::Customer, &[1], &[2])?;
        let gap = Gap { ticket: 1, at: now, language, question: "?".to_owned(), answer: "!".to_owned() };
        desk::note_gap(sql, "bot", &gap)?;
        desk::saw_agent(sql, "bot", "telegram:9")?;
        let mut session = Session::default();
        session.remember(Exchange { at: now, asked: "x".to_owned(), article: None, outcome: "nothing".to_owned() });
        sessions::save(sql, "bot", "telegram:1", &session)
    }

    const DESK: [&str; 6] =
        ["tickets", "desk_lines", "desk_copies", "desk_gaps", "desk_agents", "sessions WHERE story IS NOT NULL"];

    #[tokio::test]
    async fn what_was_said_to_staff_is_forgotten_in_its_time_and_an_open_ticket_stays() -> Result<(), StoreError> {
        let time = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&time);
        let store = Store::open_with_clock("sqlite::memory:", Arc::new(move || clock.load(Ordering::SeqCst)))?;
        let privacy = Privacy { transcript_days: 20, ..Privacy::default() };
        store.transaction(fill_desk).await?;
        let table =
            [(1, [2, 1, 1, 1, 1, 1]), (2, [2, 1, 1, 1, 1, 0]), (20, [2, 1, 1, 1, 1, 0]), (21, [1, 0, 0, 0, 0, 0])];
        for (day, left) in table {
            time.store(day * DAY_MS, Ordering::SeqCst);
            forget(&store, privacy, 180).await?;
            assert_eq!(rows_of(&store, &DESK).await?, left, "after {day} days");
        }
        Ok(())
    }

    async fn rows(store: &Store) -> Result<Vec<i64>, StoreError> {
        rows_of(store, &["journal", "sessions", "seen", "invitations", "notices"]).await
    }

    async fn rows_of(store: &Store, tables: &'static [&str]) -> Result<Vec<i64>, StoreError> {
        let count = |sql: &mut dyn Sql| {
            let of = |table: &&str| sql.query(&format!("SELECT COUNT(*) FROM {table}"), &[])?[0].int(0);
            tables.iter().map(of).collect()
        };
        store.transaction(count).await
    }

    #[tokio::test]
    async fn each_thing_is_forgotten_in_its_time_however_much_there_is() -> Result<(), StoreError> {
        let time = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&time);
        let store = Store::open_with_clock("sqlite::memory:", Arc::new(move || clock.load(Ordering::SeqCst)))?;
        let privacy = Privacy { journal_days: 30, session_days: 60, transcript_days: 90 };
        let at = |days: i64| time.store(days * DAY_MS, Ordering::SeqCst);
        store.transaction(fill).await?;
        let table = [
            (7, [501, 1, 1, 1, 1]),
            (8, [501, 1, 0, 1, 1]),
            (10, [501, 1, 0, 0, 1]),
            (30, [501, 1, 0, 0, 1]),
            (31, [0, 1, 0, 0, 1]),
            (60, [0, 1, 0, 0, 1]),
            (61, [0, 0, 0, 0, 1]),
            (91, [0, 0, 0, 0, 1]),
            (92, [0, 0, 0, 0, 0]),
        ];
        for (day, left) in table {
            at(day);
            forget(&store, privacy, 180).await?;
            assert_eq!(rows(&store).await?, left, "after {day} days");
        }
        Ok(())
    }
}
