//! What came of the messages of a time, as one page of HTML that opens from disk: charts and tables, no script, nothing
//! fetched, light or dark as the reader's system is.
//!
//! Counts come from the journal and from tickets; of questions only those stand in it that nobody answered, as
//! [`super::gaps`] has them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::gaps::Gap;
use crate::store::{Sql, StoreError, Value};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// So many articles and gaps are listed.
const MOST_LISTED: usize = 20;

/// The outcomes that are questions, as the journal calls them, and how the page does.
const OUTCOMES: [(&str, &str); 3] = [("sure", "answered"), ("unsure", "choice"), ("nothing", "unanswered")];

/// Within how many minutes staff replied first.
const WAITS: [(i64, &str); 5] =
    [(5, "5 minutes"), (15, "15 minutes"), (60, "an hour"), (240, "4 hours"), (i64::MAX, "later")];

const STYLE: &str = "\
:root{color-scheme:light dark;--text:#222;--back:#fff;--line:#ddd;--a:#2f6fb0;--b:#e0a030;--c:#c0504d;--soft:#777}\
@media(prefers-color-scheme:dark){:root{--text:#ddd;--back:#16181b;--line:#333;--a:#6aa7e0;--b:#e6b450;--c:#e07a75;--soft:#999}}\
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:var(--text);background:var(--back)}\
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid var(--line);text-align:right}\
td:first-child,th:first-child{text-align:left}svg{width:100%;height:auto}svg text{fill:var(--soft);font-size:11px}\
.c0{fill:var(--a)}.c1{fill:var(--b)}.c2{fill:var(--c)}.axis{stroke:var(--line)}i{display:inline-block;width:.8em;height:.8em;margin:0 .3em 0 1em}\
i.c0{background:var(--a)}i.c1{background:var(--b)}i.c2{background:var(--c)}";

/// What a time comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day and the last.
    days: Option<(Date, Date)>,
    /// How many questions of each outcome there were, by day and language.
    questions: BTreeMap<(Date, String), [i64; 3]>,
    /// How often each article was shown, helped and did not help.
    articles: BTreeMap<String, [i64; 3]>,
    /// Tickets: when they were opened, and how long until staff replied first, in milliseconds.
    tickets: Vec<Option<i64>>,
    /// Good and bad ratings.
    ratings: [i64; 2],
}

/// Counts what came of messages from a time until another, in Unix milliseconds; an empty `bot` is all bots on the store.
///
/// # Errors
/// What the database says.
pub fn gather(sql: &mut dyn Sql, bot: &str, (since, until): (i64, i64), zone: &TimeZone) -> Result<Period, StoreError> {
    let day = |at: i64| Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone()).date();
    let shift = Timestamp::from_millisecond(until).map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1000);
    let mut period = Period { days: Some((day(since), day(until))), ..Period::default() };
    let counted = sql.query(
        "SELECT (at + ?3) / 86400000, COALESCE(language, '-'), outcome, COALESCE(article, ''), COUNT(*) FROM journal
         WHERE (?1 = '' OR bot = ?1) AND at >= ?2
           AND outcome IN ('sure', 'unsure', 'nothing', 'article', 'helped', 'not_helped')
         GROUP BY (at + ?3) / 86400000, COALESCE(language, '-'), outcome, COALESCE(article, '')",
        &[bot.into(), Value::Int(since), Value::Int(shift)],
    )?;
    for row in counted {
        let (outcome, article, count) = (row.text(2)?, row.text(3)?, row.int(4)?);
        if let Some(place) = OUTCOMES.iter().position(|(name, _)| *name == outcome) {
            let date = day(row.int(0)? * DAY_MS - shift);
            period.questions.entry((date, row.text(1)?.to_owned())).or_default()[place] += count;
        }
        let place = match outcome {
            "sure" | "article" => 0,
            "helped" => 1,
            "not_helped" => 2,
            _ => continue,
        };
        if !article.is_empty() {
            period.articles.entry(article.to_owned()).or_default()[place] += count;
        }
    }
    let tickets = sql.query(
        "SELECT opened_at, first_reply_at, rating FROM tickets WHERE (?1 = '' OR bot = ?1) AND opened_at >= ?2",
        &[bot.into(), Value::Int(since)],
    )?;
    for row in tickets {
        let opened = row.int(0)?;
        period.tickets.push(row.int_or_null(1)?.map(|at| at - opened));
        match row.int_or_null(2)? {
            Some(1) => period.ratings[0] += 1,
            Some(_) => period.ratings[1] += 1,
            None => {}
        }
    }
    Ok(period)
}

/// The page.
pub fn page(title: &str, period: &Period, gaps: &[Gap]) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                @if let Some((first, last)) = period.days { p { (first) " – " (last) } }
                h2 { "Questions per day" }
                p { @for (place, (_, name)) in OUTCOMES.iter().enumerate() { i class=(format!("c{place}")) {} (name) } }
                (days(period))
                h2 { "Questions per language" }
                (languages(period))
                h2 { "Articles" }
                (articles(period))
                h2 { "Not known yet" }
                (missing(gaps))
                h2 { "A person takes over" }
                (handoffs(period))
            }
        }
    };
    page.into_string()
}

/// A stacked bar for each day, for all languages together.
fn days(period: &Period) -> Markup {
    let Some((first, last)) = period.days else { return html! {} };
    let all: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).collect();
    let of = |day: &Date| sum(period.questions.iter().filter(|((date, _), _)| date == day).map(|(_, counts)| counts));
    let bars: Vec<(Date, [i64; 3])> = all.iter().map(|day| (*day, of(day))).collect();
    let highest = bars.iter().map(|(_, counts)| counts.iter().sum::<i64>()).max().unwrap_or(0).max(1);
    let width = 900.0 / bars.len().max(1) as f64;
    let height = |count: i64| 200.0 * count as f64 / highest as f64;
    let every = bars.len().div_ceil(10).max(1);
    html! {
        svg viewBox="0 0 960 250" role="img" aria-label="questions per day" {
            line.axis x1="50" y1="220" x2="950" y2="220" {}
            text x="44" y="24" text-anchor="end" { (highest) }
            text x="44" y="224" text-anchor="end" { "0" }
            @for (place, (day, counts)) in bars.iter().enumerate() {
                @for kind in 0..3 {
                    @if counts[kind] > 0 {
                        rect class=(format!("c{kind}")) x=(format!("{:.1}", 50.0 + place as f64 * width + width * 0.1))
                            width=(format!("{:.1}", width * 0.8)) height=(format!("{:.1}", height(counts[kind])))
                            y=(format!("{:.1}", 220.0 - height(counts[..=kind].iter().sum()))) {
                            title { (day) ": " (counts[kind]) " " (OUTCOMES[kind].1) }
                        }
                    }
                }
                @if place % every == 0 {
                    text x=(format!("{:.1}", 50.0 + place as f64 * width)) y="240" { (day) }
                }
            }
        }
    }
}

fn sum<'a>(all: impl Iterator<Item = &'a [i64; 3]>) -> [i64; 3] {
    all.fold([0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
}

fn languages(period: &Period) -> Markup {
    let mut languages: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
    for ((_, language), counts) in &period.questions {
        let of = languages.entry(language).or_default();
        *of = sum([*of, *counts].iter());
    }
    let rows = std::iter::once(("all", sum(languages.values()))).chain(languages.iter().map(|(name, of)| (*name, *of)));
    let rows: Vec<(&str, [i64; 3])> = rows.collect();
    html! {
        table {
            tr { th { "language" } th { "questions" } @for (_, name) in OUTCOMES { th { (name) } th { "%" } } }
            @for (name, counts) in rows {
                tr {
                    td { (name) } td { (counts.iter().sum::<i64>()) }
                    @for count in counts { td { (count) } td { (percent(count, counts.iter().sum())) } }
                }
            }
        }
    }
}

fn percent(part: i64, all: i64) -> String {
    if all == 0 { "–".to_owned() } else { format!("{:.0}", 100.0 * part as f64 / all as f64) }
}

fn articles(period: &Period) -> Markup {
    let mut all: Vec<(&String, &[i64; 3])> = period.articles.iter().collect();
    all.sort_by_key(|(_, counts)| std::cmp::Reverse(counts[0]));
    html! {
        table {
            tr { th { "article" } th { "shown" } th { "helped" } th { "did not help" } }
            @for (name, counts) in all.into_iter().take(MOST_LISTED) {
                tr { td { (name) } @for count in counts { td { (count) } } }
            }
        }
    }
}

fn missing(gaps: &[Gap]) -> Markup {
    html! {
        @if gaps.is_empty() { p { "Every question was answered." } } @else {
            table {
                tr { th { "question, and those like it" } th { "language" } th { "times" } }
                @for gap in gaps.iter().take(MOST_LISTED) {
                    tr { td { (gap.title()) } td { (gap.language.code()) } td { (gap.count) } }
                }
            }
            p { "`tanya report --gaps` prints them as drafts of articles." }
        }
    }
}

fn handoffs(period: &Period) -> Markup {
    let mut waits: Vec<i64> = period.tickets.iter().flatten().copied().collect();
    waits.sort_unstable();
    let within = |place: usize| {
        let from = if place == 0 { i64::MIN } else { WAITS[place - 1].0.saturating_mul(60_000) };
        let until = WAITS[place].0.saturating_mul(60_000);
        waits.iter().filter(|wait| **wait > from && **wait <= until).count()
    };
    let share = |part: usize| {
        let last = waits.len().checked_sub(1)?;
        waits.get(last * part / 100).map(|wait| minutes(*wait))
    };
    let most = (0..WAITS.len()).map(within).max().unwrap_or(0).max(1);
    html! {
        p {
            (period.tickets.len()) " tickets, " (period.tickets.len() - waits.len()) " without a reply yet; "
            (period.ratings[0]) " good and " (period.ratings[1]) " bad ratings."
        }
        @if let (Some(half), Some(nine)) = (share(50), share(90)) {
            p { "First reply: half within " (half) ", nine in ten within " (nine) "." }
            svg viewBox="0 0 960 150" role="img" aria-label="time to the first reply" {
                @for (place, (_, name)) in WAITS.iter().enumerate() {
                    text x="110" y=(24 + place * 28) text-anchor="end" { (name) }
                    rect.c0 x="120" y=(10 + place * 28) height="20"
                        width=(format!("{:.1}", 760.0 * within(place) as f64 / most as f64)) {}
                    text y=(24 + place * 28) x=(format!("{:.1}", 128.0 + 760.0 * within(place) as f64 / most as f64)) {
                        (within(place))
                    }
                }
            }
        }
    }
}

fn minutes(wait: i64) -> String {
    let minutes = (wait.max(0) + 59_999) / 60_000;
    if minutes < 120 { format!("{minutes} min") } else { format!("{:.1} h", minutes as f64 / 60.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::store::journal;
    use crate::store::tested::Connection;

    const NOON: i64 = 1_790_000_000_000;

    fn period() -> Result<Period, StoreError> {
        let mut store = Connection::for_tests(NOON)?;
        let rows = [
            (0, "sure", Some("pay-at-minimarket")),
            (0, "unsure", None),
            (1, "nothing", None),
            (1, "article", Some("pay-at-minimarket")),
            (1, "helped", Some("pay-at-minimarket")),
            (1, "menu", None),
            (9, "sure", Some("vouchers")),
        ];
        for (days, outcome, article) in rows {
            let entry = journal::Entry {
                bot: "bot".to_owned(),
                at: NOON - days * DAY_MS,
                outcome: outcome.to_owned(),
                language: Some(Language::Chinese),
                article: article.map(str::to_owned),
                ..journal::Entry::default()
            };
            journal::write(&mut store, entry)?;
        }
        gather(&mut store, "bot", (NOON - 3 * DAY_MS, NOON), &TimeZone::fixed(jiff::tz::offset(7)))
    }

    #[test]
    fn messages_are_counted_by_day_outcome_and_article() -> Result<(), StoreError> {
        let period = period()?;
        let questions: Vec<[i64; 3]> = period.questions.values().copied().collect();
        assert_eq!(questions, [[0, 0, 1], [1, 1, 0]]);
        assert_eq!(period.articles.into_iter().collect::<Vec<_>>(), [("pay-at-minimarket".to_owned(), [2, 1, 0])]);
        Ok(())
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere_and_escapes_what_people_wrote() -> Result<(), StoreError> {
        let gap = Gap {
            language: Language::English,
            count: 3,
            last_at: NOON,
            questions: vec!["<script>alert()</script>".to_owned()],
            answers: Vec::new(),
        };
        let mut period = period()?;
        period.tickets = vec![Some(60_000), Some(600_000), None];
        let page = page("Toko <b>", &period, &[gap]);
        assert!(!page.contains("<script") && !page.contains("http") && !page.contains("<b>"), "{page}");
        for part in ["3 tickets, 1 without", "half within 1 min", "prefers-color-scheme:dark", ">2026-09-2"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        Ok(())
    }
}
