//! Working hours as owners type them, and as they are written.

use super::*;
use crate::conversation::owner::admin::preset;
use crate::knowledge::Files;
use crate::language::Locale;
use crate::voice::Voice;

fn shown(text: &str) -> String {
    let Some(openings) = openings(text) else { return "-".to_owned() };
    let one = |one: &Opening| format!("{:?} {}-{}", one.days.runs(), one.from, one.to);
    openings.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn hours_are_understood_as_people_type_them() {
    let table = [
        ("Sen-Jum 09.00-17.00", "[(1, 5)] 540-1020"),
        ("senin s/d jumat jam 9 sampai 17", "[(1, 5)] 540-1020"),
        ("周一至周五 9:00-18:00", "[(1, 5)] 540-1080"),
        ("星期一到星期六，上午9点到下午5点半", "[(1, 6)] 540-1050"),
        ("每天 8：30-24:00", "[(1, 7)] 510-1440"),
        ("Mon-Sat 9-17", "[(1, 6)] 540-1020"),
        ("Mon–Fri 9am – 5 pm, Sat 10am-12pm", "[(1, 5)] 540-1020; [(6, 6)] 600-720"),
        ("Mon, Wed, Fri 9-12, 13-17", "[(1, 1), (3, 3), (5, 5)] 540-720; [(1, 1), (3, 3), (5, 5)] 780-1020"),
        ("every day 0-24", "[(1, 7)] 0-1440"),
        ("setiap hari 8-20", "[(1, 7)] 480-1200"),
        ("Sab-Sen 9-17", "[(1, 1), (6, 7)] 540-1020"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_time_table_is_refused() {
    let no = ["", "9-17", "Mon-Fri", "Mon 17-9", "Mon 9-25", "Mon 9:60-10", "Mon 9 17", "besok", "Mon 9-", "周"];
    for text in no.into_iter().chain(["Mon 13pm-14", "<b>Mon</b> 9-17", "Mon 100-200", "gmn cara bayar"]) {
        assert_eq!(shown(text), "-", "{text}");
    }
}

#[test]
fn hours_come_with_words() {
    let table = [
        ("工作日 9:00-18:00", "[(1, 5)] 540-1080"),
        ("周末 10点-16点", "[(6, 7)] 600-960"),
        ("周末 10点到18点30分", "[(6, 7)] 600-1110"),
        ("每天 上午9点到晚上12点", "[(1, 7)] 540-1440"),
        ("周一至周六 早上8点到晚上6点", "[(1, 6)] 480-1080"),
        ("每天中午12点-晚上9点", "[(1, 7)] 720-1260"),
        ("24 jam", "[(1, 7)] 0-1440"),
        ("buka 24 jam", "[(1, 7)] 0-1440"),
        ("24 hours", "[(1, 7)] 0-1440"),
        ("24/7", "[(1, 7)] 0-1440"),
        ("全天", "[(1, 7)] 0-1440"),
        ("每天24小时", "[(1, 7)] 0-1440"),
        ("Sen-Jum 24 jam, Sab 9-12", "[(1, 5)] 0-1440; [(6, 6)] 540-720"),
        ("tiap hari 9-21", "[(1, 7)] 540-1260"),
        ("every day 9am-9pm", "[(1, 7)] 540-1260"),
        ("setiap Senin 9-17", "[(1, 1)] 540-1020"),
        ("weekdays 9-17, weekend 10-14", "[(1, 5)] 540-1020; [(6, 7)] 600-840"),
        ("hari kerja jam 9 pagi - 5 sore", "[(1, 5)] 540-1020"),
        ("akhir pekan 9.00-12.00 WIB", "[(6, 7)] 540-720"),
        ("Jum’at 13.00-17.00", "[(5, 5)] 780-1020"),
        ("Mon 18:00-00:00", "[(1, 1)] 1080-1440"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn hours_that_could_mean_anything_are_refused() {
    let no = ["每天 上午", "每天 晚上2点-3点", "Mon 9-17-", "Mon 9-Tue 17", "Mon-Fri", "24", "9-24 jam", "工作日"];
    for text in no.into_iter().chain(["Mon 9 pagi - 5 pagi", "Mon 9-17 London", "Mon 9-24 jam", "WIB", "Mon -9"]) {
        assert_eq!(shown(text), "-", "{text}");
    }
}

#[test]
fn the_bot_reads_the_hours_it_writes() {
    let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
    let mut weeks: Vec<Vec<Opening>> = (0..3).map(|number| preset(number).into_iter().collect()).collect();
    weeks.extend(openings("Mon-Fri 9-12, 13:30-17, Sun 0-24"));
    weeks.extend(openings("Mon, Wed, Fri-Sun 24 hours"));
    for (openings, zone) in weeks.into_iter().flat_map(|week| Zone::ALL.map(|zone| (week.clone(), zone))) {
        for locale in Locale::ALL {
            let hours = Hours { zone, openings: openings.clone(), ..Hours::default() };
            let written = voice.hours(locale, &hours);
            assert_eq!(super::openings(&written), Some(openings.clone()), "{written}");
        }
    }
}

#[test]
fn holidays_are_not_too_many_nor_too_far() {
    let today = jiff::civil::date(2026, 11, 21);
    let mut hours = Hours::default();
    hours.add_holidays(&[today, days_after(today, 365), days_after(today, 366)], today);
    assert_eq!(hours.holidays, [today, days_after(today, 365)]);
    let many: Vec<Date> = (1..=70).map(|days| days_after(today, days)).collect();
    hours.add_holidays(&many, today);
    assert_eq!(hours.holidays.len(), MOST_HOLIDAYS);
    assert_eq!(hours.holidays.last(), Some(&days_after(today, 59)));
}

#[test]
fn every_zone_is_in_the_database_of_the_program() {
    let noon = jiff::civil::date(2026, 11, 19).at(12, 0, 0, 0);
    let hours: Vec<i64> = Zone::ALL.iter().map(|zone| zone.milliseconds(noon) / 3_600_000 % 24).collect();
    assert_eq!(hours, [5, 4, 3, 4, 4]);
}

#[test]
fn midnight_ends_the_day_before() {
    let day = jiff::civil::date(2026, 12, 31);
    let end = Zone::Jakarta.end_of(day);
    assert_eq!(LocalTime::of(end, Zone::Jakarta).day_that_ends(), Some(day));
    assert_eq!(LocalTime::of(end - 60_000, Zone::Jakarta).day_that_ends(), None);
}

#[test]
fn holidays_are_kept_in_order_once_and_not_for_ever() {
    let day = |day| jiff::civil::date(2026, 12, day);
    let mut hours = Hours { holidays: vec![day(1), day(25)], ..Hours::default() };
    hours.add_holidays(&[day(24), day(25)], day(2));
    assert_eq!(hours.holidays, [day(24), day(25)]);
}
