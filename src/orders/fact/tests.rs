//! What is read as facts and what is not, as tables. Today is Saturday, 21 November 2026.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn today() -> Date {
    date(2026, 11, 21)
}

/// Facts in words: `time 2026-11-19 14:30`, `total 105000`, `end 4821`, `code …`.
fn facts(text: &str) -> Vec<String> {
    let told = |fact: &Fact| match fact {
        Fact::Time(time) => format!("time {}", time.strftime("%Y-%m-%d %H:%M")),
        Fact::Total(hundredths) if hundredths % 100 == 0 => format!("total {}", hundredths / 100),
        Fact::Total(hundredths) => format!("total {}.{:02}", hundredths / 100, hundredths % 100),
        Fact::PhoneEnd(digits) => format!("end {digits}"),
        Fact::Code(code) => format!("code {code}"),
    };
    read(text, today()).iter().map(told).collect()
}

#[test]
fn amounts() {
    for text in [
        "105rb",
        "105 rb",
        "105 ribu",
        "Rp105.000",
        "Rp 105,000",
        "Rp. 105.000",
        "rp105000",
        "105000",
        "105.000",
        "105,000",
        "105k",
        "105K",
        "Rp105.000,00",
        "Rp105,000.00",
        "IDR 105000",
        "105000 rupiah",
        "Rp105.000,-",
        "Rp 105rb",
        "0,105jt",
        "total 105000",
        "totalnya 105rb kak",
        "Total: Rp105.000",
        "jumlah bayar 105.000",
        "total pembayaran saya Rp105.000",
        "order total: IDR 105,000",
        "the total was 105k",
        "金额105000",
        "总价是105000元",
        "金额：１０５０００",
        "105千",
        "10.5万",
        "十万五千",
        "十万五千元",
        "一共十万五千盾",
        "105000 🙏",
    ] {
        assert_eq!(facts(text), ["total 105000"], "{text}");
    }
    for (text, amount) in [
        ("1,2jt", "1200000"),
        ("1.2 juta", "1200000"),
        ("1.234jt", "1234000"),
        ("2jt", "2000000"),
        ("1.050.000", "1050000"),
        ("Rp1.050.000", "1050000"),
        ("1.050rb", "1050000"),
        ("Rp4821", "4821"),
        ("total 4821", "4821"),
        ("4.821", "4821"),
        ("$12.50", "12.50"),
        ("total 12.50", "12.50"),
        ("¥105", "105"),
        ("105元", "105"),
        ("Rp500", "500"),
        ("一千二百三十四", "1234"),
        ("两万", "20000"),
        ("999999999", "999999999"),
    ] {
        assert_eq!(facts(text), [format!("total {amount}")], "{text}");
    }
}

#[test]
fn ends_of_telephone_numbers() {
    for text in [
        "4821",
        "４８２１",
        " 4821 ",
        "4821 kak",
        "hp 4821",
        "no hp 4821",
        "nomor hp saya 4821",
        "4 digit terakhir 4821",
        "4 digit terakhir no hp: 4821",
        "empat angka terakhir 4821",
        "last four digits 4821",
        "last 4 digits: 4821",
        "phone ends in 4821",
        "my phone number ends with 4821",
        "手机尾号4821",
        "尾号是4821",
        "后四位 4821",
        "手机号后四位：4821",
        "最后四位4821",
        "****4821",
        "(+62)812***4821",
        "+62 812****4821",
        "081234564821",
        "+62 812-3456-4821",
        "hp 0812 3456 4821",
        "6281234564821",
    ] {
        assert_eq!(facts(text), ["end 4821"], "{text}");
    }
}

#[test]
fn times() {
    for text in [
        "19/11/2026 14:30",
        "19-11-26 14.30",
        "19.11.2026 14.30",
        "19 11 2026 14:30",
        "2026-11-19 14:30:05",
        "2026-11-19T14:30:05",
        "2026/11/19 14:30",
        "11/19/2026 2:30 PM",
        "19 Nov 2026 14:30",
        "19 November 2026, 14.30 WIB",
        "19 november 2026 pukul 14.30",
        "19-nov-26 14:30",
        "19 nov '26 14:30",
        "19 nov 26 14:30",
        "19 nov jam 14.30",
        "19 nov 14:30",
        "tgl 19 nov jam 14.30",
        "tanggal 19/11 jam 14.30",
        "19/11 14:30",
        "19-11 14.30",
        "jam 14.30 tgl 19 nov 2026",
        "14:30 19/11/2026",
        "jam 1430 tgl 19 nov",
        "Nov 19, 2026 at 2:30pm",
        "November 19th 14:30",
        "19th nov 14:30",
        "ordered on 19 nov at 2:30 p.m.",
        "order time: 2026-11-19 14:30",
        "waktu pemesanan 19/11/2026 14:30:59",
        "waktu bayar 19/11/2026 14:30",
        "11月19日 14:30",
        "11月19日14点30分",
        "2026年11月19日 下午2点半",
        "下单时间：2026-11-19 14:30:05",
        "下单时间是11月19号下午2点30分5秒",
        "2 hari lalu jam 14.30",
        "2 days ago 2:30 pm",
        "前天下午2点30",
        "2天前14:30",
        "１９／１１／２０２６　１４：３０",
    ] {
        assert_eq!(facts(text), ["time 2026-11-19 14:30"], "{text}");
    }
    for (text, time) in [
        ("kemarin jam 2 siang", "2026-11-20 14:00"),
        ("kemarin siang jam 2", "2026-11-20 14:00"),
        ("昨天下午2点30分", "2026-11-20 14:30"),
        ("yesterday 2:30 pm", "2026-11-20 14:30"),
        ("hari ini jam 9 pagi", "2026-11-21 09:00"),
        ("tadi pagi jam 9", "2026-11-21 09:00"),
        ("tadi malam jam 11", "2026-11-20 23:00"),
        ("昨晚11点", "2026-11-20 23:00"),
        ("kemarin 12:05 am", "2026-11-20 00:05"),
        ("kemarin 12.05 siang", "2026-11-20 12:05"),
        ("kemarin jam 12 malam", "2026-11-20 00:00"),
        ("kemarin jam 7 malam", "2026-11-20 19:00"),
        ("kemarin jam 14.30 siang", "2026-11-20 14:30"),
        ("22 nov 14:30", "2026-11-22 14:30"),
        ("23 nov 14:30", "2025-11-23 14:30"),
        ("31/12 23.59", "2025-12-31 23:59"),
        ("29 feb 10:00", "2024-02-29 10:00"),
        ("1 mei 2026 00:00", "2026-05-01 00:00"),
    ] {
        assert_eq!(facts(text), [format!("time {time}")], "{text}");
    }
}

#[test]
fn codes() {
    for text in [
        "BCDFG-HJKL2",
        "bcdfg-hjkl2",
        "bcdfg hjkl2",
        "BCDFGHJKL2",
        "kode BCDFG-HJKL2",
        "kodenya: bcdfg - hjkl2",
        "代码BCDFG-HJKL2",
    ] {
        assert_eq!(facts(text), ["code BCDFG-HJKL2"], "{text}");
    }
}

#[test]
fn several_facts_at_once() {
    for (text, expected) in [
        ("105rb, 4821", vec!["total 105000", "end 4821"]),
        ("4821\n105000", vec!["end 4821", "total 105000"]),
        ("4821 105000", vec!["end 4821", "total 105000"]),
        ("total 105rb hp 4821", vec!["total 105000", "end 4821"]),
        ("19/11/2026 14:30, Rp105.000", vec!["total 105000", "time 2026-11-19 14:30"]),
        ("19 nov jam 14.30 total 105rb hp 4821", vec!["total 105000", "end 4821", "time 2026-11-19 14:30"]),
        ("下单时间11月19日14:30，金额105000，尾号4821", vec!["total 105000", "end 4821", "time 2026-11-19 14:30"]),
        (
            "tgl: 19/11/2026\njam: 14.30\ntotal: 105.000\nhp: 081234564821",
            vec!["total 105000", "end 4821", "time 2026-11-19 14:30"],
        ),
        ("105rb 105000", vec!["total 105000"]),
    ] {
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_fact_is_an_ordinary_question() {
    for text in [
        "",
        "   ",
        "total",
        "jam berapa?",
        "kapan dikirim",
        "kenapa totalnya 105rb",
        "105000?",
        "pesanan saya 105rb belum sampai",
        "berapa lama 4821 sampai",
        "19/11/2026",
        "14:30",
        "jam 14.30",
        "kemarin",
        "19 nov, 105rb",
        "31/02/2026 14:30",
        "19/11/2026 25:30",
        "19/11/2026 14:60",
        "besok jam 2 siang",
        "482",
        "48213 4",
        "0",
        "-5",
        "Rp0",
        "1.05.000",
        "105.0000rb",
        "99999999999999999999 rb",
        "576461413038785752",
        "576461413038785752 4821 kapan",
        "4111 1111 1111 1111",
        "4821 4822",
        "105rb atau 110rb",
        "105rb 110rb",
        "19 nov 14:30 20 nov 15:30",
        "1234567890123456",
        "JX1234567890",
        "BCDFG-HJKLM",
        "23456-78923",
        "aeiou-aeiou",
        "'; DROP TABLE orders; --",
        "<b>4821</b>",
    ] {
        assert_eq!(facts(text), [""; 0], "{text}");
    }
    assert_eq!(facts(&"4821 ".repeat(100)), [""; 0]);
}

#[test]
fn a_fact_does_not_show_itself() {
    let shown = format!("{:?}", read("105rb 4821 19/11/2026 14:30 BCDFG-HJKL2", today()));
    assert_eq!(shown, "[Total, PhoneEnd, Code, Time]");
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC{0,80}") {
        read(&text, today());
    }

    #[test]
    fn anything_near_a_fact_can_be_read(text in "[0-9a-z:./, 年月日点分半万千rpjm*+()-]{0,40}") {
        for fact in read(&text, today()) {
            match fact {
                Fact::Total(hundredths) => prop_assert!(hundredths > 0),
                Fact::PhoneEnd(digits) => prop_assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())),
                Fact::Time(time) => prop_assert_eq!(time.second(), 0),
                Fact::Code(code) => prop_assert_eq!(code.len(), 11),
            }
        }
    }

    #[test]
    fn an_amount_is_one_however_it_is_grouped(major in 10_000_i64..1_000_000_000) {
        let digits = major.to_string();
        let grouped = |sign: &str| {
            let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
            groups.iter().map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(sign)
        };
        for text in [digits.clone(), format!("Rp{}", grouped(".")), grouped(","), format!("{},00", grouped("."))] {
            prop_assert_eq!(read(&text, today()), vec![Fact::Total(major * 100)], "{}", text);
        }
    }
}
