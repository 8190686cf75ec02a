//! Days and times as owners type them, and as they are written.

use jiff::civil::date;

use super::*;
use crate::conversation::owner::hours::LocalTime;
use crate::knowledge::Files;
use crate::language::Locale;
use crate::voice::Voice;

const TODAY: Date = date(2026, 11, 21);

fn shown(text: &str) -> String {
    let Some(Typed { day, minutes, .. }) = typed(text, TODAY) else { return "-".to_owned() };
    minutes.map_or(day.to_string(), |minutes| format!("{day} {:02}:{:02}", minutes / 60, minutes % 60))
}

#[test]
fn days_are_understood_as_people_type_them() {
    let table = [
        ("2026-11-30", "2026-11-30"),
        ("30/11/2026 18:00", "2026-11-30 18:00"),
        ("30.11.2026", "2026-11-30"),
        ("30 Nov", "2026-11-30"),
        ("Nov 30", "2026-11-30"),
        ("1 Desember 2026 pukul 9:30", "2026-12-01 09:30"),
        ("3 jan", "2027-01-03"),
        ("21 nov", "2026-11-21"),
        ("2026年12月1日 18点", "2026-12-01 18:00"),
        ("12月1日", "2026-12-01"),
        ("besok", "2026-11-22"),
        ("hari ini 23:59", "2026-11-21 23:59"),
        ("明天", "2026-11-22"),
        ("18:00", "2026-11-21 18:00"),
        ("30/02/2027", "-"),
        ("30 Nov 25:00", "-"),
        ("soon", "-"),
        ("30", "-"),
        ("", "-"),
        ("99999999999", "-"),
        ("<b>30 Nov</b>", "-"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_day_and_a_time_come_in_many_forms() {
    let table = [
        ("30 Nov 18.00", "2026-11-30 18:00"),
        ("30/11/2026 18.00", "2026-11-30 18:00"),
        ("30.11.2026 18.00", "2026-11-30 18:00"),
        ("10.11 12.10", "2027-11-10 12:10"),
        ("18.00", "2026-11-21 18:00"),
        ("pukul 10.11", "2026-11-21 10:11"),
        ("besok 9.30", "2026-11-22 09:30"),
        ("30/11", "2026-11-30"),
        ("30/11 18:00", "2026-11-30 18:00"),
        ("20/11", "2027-11-20"),
        ("30.11", "2026-11-30"),
        ("30/11/26", "2026-11-30"),
        ("tomorrow 6pm", "2026-11-22 18:00"),
        ("tomorrow at 6:30 pm", "2026-11-22 18:30"),
        ("day after tomorrow", "2026-11-23"),
        ("tonight", "2026-11-21"),
        ("tonight at 8", "2026-11-21 20:00"),
        ("today 24:00", "2026-11-21 24:00"),
        ("lusa", "2026-11-23"),
        ("besok jam 6 sore", "2026-11-22 18:00"),
        ("nanti malam jam 8", "2026-11-21 20:00"),
        ("malam ini", "2026-11-21"),
        ("jam 12 malam", "2026-11-21 24:00"),
        ("1 Des jam 9", "2026-12-01 09:00"),
        ("29 Feb", "2028-02-29"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn chinese_days_and_times_are_understood() {
    let table = [
        ("后天", "2026-11-23"),
        ("大后天", "2026-11-24"),
        ("今晚", "2026-11-21"),
        ("今晚8点", "2026-11-21 20:00"),
        ("明早9点", "2026-11-22 09:00"),
        ("下午3点", "2026-11-21 15:00"),
        ("晚上6点", "2026-11-21 18:00"),
        ("晚上12点", "2026-11-21 24:00"),
        ("明天中午12点", "2026-11-22 12:00"),
        ("明天早上9点", "2026-11-22 09:00"),
        ("11月30日18点30分", "2026-11-30 18:30"),
        ("11月30日 下午3点半", "2026-11-30 15:30"),
        ("明天晚上18点", "2026-11-22 18:00"),
        ("12月1日18：00", "2026-12-01 18:00"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn weekdays_name_a_day() {
    // The 21st is a Saturday.
    let table = [
        ("Friday", "2026-11-27"),
        ("Sabtu", "2026-11-21"),
        ("next Friday", "2026-11-27"),
        ("Jumat depan", "2026-11-27"),
        ("Jum’at depan 18.00", "2026-11-27 18:00"),
        ("下周五", "2026-11-27"),
        ("下个星期天", "2026-11-29"),
        ("周日", "2026-11-22"),
        ("本周五", "2026-11-20"),
        ("Jumat, 27 Nov 2026", "2026-11-27"),
        ("2026年11月27日 星期五 18:00", "2026-11-27 18:00"),
        ("Thursday 27 Nov 2026", "-"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
    let monday = date(2026, 11, 23);
    let of = |text| typed(text, monday).map(|typed| typed.day);
    assert_eq!(of("周五"), Some(date(2026, 11, 27)));
    assert_eq!(of("下周五"), Some(date(2026, 12, 4)));
    assert_eq!(of("next Friday"), Some(date(2026, 12, 4)));
}

#[test]
fn what_is_no_day_or_could_be_two_is_refused() {
    let no = ["10.11", "minggu depan", "next", "30 31", "11/30", "30 Nov 24:01", "18:00 19:00", "早上13点", "晚上2点"];
    let more = ["besok pagi", "30 market", "30 desk", "13pm", "jam 25", "30 Nov 18.60", "24-26 Des", "下周", "下个月"];
    let others =
        ["18:00 WIB WITA", "30 Nov 2026 18:00 London time", "3 hari lagi", "30 Nov 18.00.00", "下午", "2026-11"];
    for text in no.into_iter().chain(more).chain(others) {
        assert_eq!(shown(text), "-", "{text}");
    }
}

#[test]
fn a_zone_that_is_named_is_obeyed() {
    let now = Zone::Jakarta.milliseconds(TODAY.at(12, 0, 0, 0));
    let at = |text| end(text, now, TODAY, Zone::Jakarta);
    assert_eq!(at("18:00 WITA"), at("17:00"));
    assert_eq!(at("18:00（北京时间）"), at("17:00 (Jakarta time)"));
    assert_eq!(at("24:00"), at("today"));
    assert_eq!(at("29 Feb"), Err(Refusal::Far));
}

#[test]
fn the_bot_reads_what_it_writes() {
    let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
    let now = Zone::Jakarta.milliseconds(TODAY.at(0, 0, 0, 0));
    let noon = |month| date(2027, month, 28).at(12, 5, 0, 0);
    let mut moments: Vec<_> = (1..=10).map(noon).collect();
    moments.extend([TODAY.at(14, 30, 0, 0), date(2026, 12, 1).at(0, 0, 0, 0), date(2026, 12, 31).at(0, 1, 0, 0)]);
    for (locale, zone) in Locale::ALL.into_iter().flat_map(|one| Zone::ALL.map(|zone| (one, zone))) {
        for at in &moments {
            let written = voice.until(locale, &LocalTime { at: *at, zone });
            assert_eq!(end(&written, now, TODAY, zone), Ok(zone.milliseconds(*at)), "{written}");
        }
    }
}

#[test]
fn the_bot_reads_its_list_of_holidays() {
    let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
    let holidays = [date(2026, 12, 25), date(2027, 1, 1), date(2027, 8, 17)];
    for locale in Locale::ALL {
        assert_eq!(days(&voice.days(locale, &holidays), TODAY), Some(holidays.to_vec()));
    }
}

#[test]
fn what_is_over_or_far_away_is_refused() {
    let now = Zone::Jakarta.milliseconds(TODAY.at(12, 0, 0, 0));
    let at = |text| end(text, now, TODAY, Zone::Jakarta);
    assert_eq!(at("today"), Ok(Zone::Jakarta.end_of(TODAY)));
    assert_eq!(at("11:59"), Err(Refusal::Past));
    assert_eq!(at("12:00"), Err(Refusal::Past));
    assert_eq!(at("12:01"), Ok(now + 60_000));
    assert_eq!(at("2026-11-20"), Err(Refusal::Past));
    assert_eq!(at("2027-11-21"), Ok(Zone::Jakarta.end_of(date(2027, 11, 21))));
    assert_eq!(at("2027-11-22"), Err(Refusal::Far));
    assert_eq!(at("whenever"), Err(Refusal::Unreadable));
}

#[test]
fn holidays_come_as_a_list() {
    assert_eq!(days("25 Dec, 1 Jan\n2027-02-06", TODAY).map(|days| days.len()), Some(3));
    assert_eq!(days("25 Dec, soon", TODAY), None);
    assert_eq!(days(" , ", TODAY), None);
    assert_eq!(days("Jumat, 25 Des", TODAY), None);
    assert_eq!(days("25 Dec 18:00", TODAY), None);
    assert_eq!(days("2027-11-22", TODAY), None);
    assert_eq!(days(&"25 Dec,".repeat(MOST_HOLIDAYS), TODAY).map(|days| days.len()), Some(MOST_HOLIDAYS));
    assert_eq!(days(&"25 Dec,".repeat(MOST_HOLIDAYS + 1), TODAY), None);
}
