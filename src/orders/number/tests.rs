//! Which numbers are found in what people write, as tables and properties.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

const ONE: &str = "576461413038785752";
const TWO: &str = "576461413038785753";
const LONG: &str = "5764614130387857521";

fn shapes(names: &[&str]) -> Shapes {
    Shapes::new(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap()
}

fn found(text: &str, shapes: &Shapes) -> Vec<String> {
    read(text, shapes).orders.iter().map(|number| number.as_str().to_owned()).collect()
}

fn check(text: &str, expected: &[&str]) {
    let numbers = read(text, &Shapes::default());
    assert_eq!(found(text, &Shapes::default()), expected, "{text}");
    assert!(!numbers.sixteen && !numbers.misshapen && !numbers.foreign, "{text}: {numbers:?}");
}

#[test]
fn one_number_in_every_dress() {
    for text in [
        "576461413038785752",
        " 576461413038785752\n",
        "#576461413038785752",
        "No.576461413038785752",
        "No. 576461413038785752",
        "no576461413038785752",
        "576461 4130 3878 5752",
        "5764 6141 3038 7857 52",
        "5764-6141-3038-7857-52",
        "576-461-413-038-785-752",
        "576.461.413.038.785.752",
        "576461413 038785752",
        "576461413\n038785752",
        "5764 6141 3038\n7857 52",
        "576461 - 413038 - 785752",
        "5 7 6 4 6 1 4 1 3 0 3 8 7 8 5 7 5 2",
        "５７６４６１４１３０３８７８５７５２",
        "５７６４　６１４１　３０３８　７８５７　５２",
        "٥٧٦٤٦١٤١٣٠٣٨٧٨٥٧٥٢",
        "576461413\u{200b}038785752",
        "576461\u{a0}413038\u{a0}785752",
        "订单号576461413038785752什么时候发货",
        "订单576461413038785752，谢谢",
        "paket 576461413038785752 di mana kak?",
        "pesanan 576461413038785752kak",
        "pesanan saya 576461 4130 3878 5752 belum sampai",
        "(576461413038785752)",
        "*576461413038785752*",
        "order_id=576461413038785752&x=1",
        "https://example.org/orders/576461413038785752",
        "576461413038785752.",
        "576461413038785752 576461413038785752",
        "576461413038785752 2 pcs",
        "2 pcs 576461413038785752",
        "5764 6141 3038 7857 52 2 pcs",
        "1. 576461413038785752",
        "1. 5764 6141 3038 7857 52",
        "1) 576461 4130 3878 5752",
    ] {
        check(text, &[ONE]);
    }
    check(LONG, &[LONG]);
    check("5764 6141 3038 7857 521", &[LONG]);
}

#[test]
fn other_numbers_beside_it_are_no_part_of_it() {
    for text in [
        "576461413038785752 081234567890",
        "081234567890 576461413038785752",
        "576461 4130 3878 5752 0812 3456 7890",
        "0812 3456 7890 576461 4130 3878 5752",
        "0812-3456-7890 576461 4130 3878 5752",
        "+62 812 3456 7890 576461 4130 3878 5752",
        "+62 812-3456-7890\n576461 4130 3878 5752",
        "hp 081234567890 no pesanan 576461413038785752",
        "19-11-2026 576461 4130 3878 5752",
        "19/11/2026 14:30 576461 4130 3878 5752",
        "2026-11-19 14.30 576461 4130 3878 5752",
        "jam 14.30 576461 4130 3878 5752",
        "Rp1.050.000 576461 4130 3878 5752",
        "Rp 105000 576461 4130 3878 5752",
        "Rp. 50.000 5764 6141 3038 7857 52",
        "1.050.000 5764 6141 3038 7857 52",
        "576461413038785752 JX1234567890",
        "JP1234567890123 576461413038785752",
        "resi JX 1234567890, pesanan 576461413038785752",
        "576461413038785752 (2 barang, 105000)",
    ] {
        check(text, &[ONE]);
    }
}

#[test]
fn many_numbers() {
    for text in [
        "576461413038785752 576461413038785753",
        "576461413038785752,576461413038785753",
        "576461413038785752、576461413038785753",
        "576461413038785752\n576461413038785753",
        "576461413038785752\r\n576461413038785753\r\n",
        "576461413038785752 dan 576461413038785753",
        "576461413038785752-576461413038785753",
        "576461413038785752/576461413038785753",
        "576461 4130 3878 5752\n576461 4130 3878 5753",
        "5764 6141 3038 7857 52 5764 6141 3038 7857 53",
        "1. 576461413038785752\n2. 576461413038785753",
        "1. 5764 6141 3038 7857 52\n2. 5764 6141 3038 7857 53",
        "576461413038785752: sudah\n576461413038785753: belum",
        "576461413038785752 576461413038785753 576461413038785752",
    ] {
        check(text, &[ONE, TWO]);
    }
    let fifty: Vec<String> = (0..50).map(|at| (576_461_413_038_785_700_u64 + at).to_string()).collect();
    for between in ["\n", ", ", " ", ";", "\r\n", "\t", " | "] {
        assert_eq!(found(&fifty.join(between), &Shapes::default()), fifty, "{between:?}");
    }
}

#[test]
fn what_is_no_order_number() {
    for text in [
        "",
        "halo",
        "105000",
        "Rp1.050.000",
        "Rp 12.345.678.901",
        "081234567890",
        "+62 812-3456-7890",
        "0812 3456 7890, 0813 3456 7890",
        "0812 3456 7890\n0813 3456 7890",
        "JX1234567890",
        "JP1234567890123",
        "JP12345678901234567",
        "SPXID041234567890",
        "19/11/2026 14:30:05",
        "2026-11-19 14:30",
        "19-11-2026 sampai 20-11-2026",
        "123456789012345",
        "4821",
        "2 x 3 = 6",
        "abc576461413038785752DEF",
        "HASH576461413038785752",
    ] {
        check(text, &[]);
    }
}

#[test]
fn sixteen_digits_are_a_code_or_a_card() {
    for text in [
        "8812345678901234",
        "kode bayar 8812 3456 7890 1234",
        "8812-3456-7890-1234",
        "4111 1111 1111 1111",
        "4111.1111.1111.1111",
        "4111 1111 1111 1111 123",
        "4111 1111 1111 1111 12/28",
        "４１１１１１１１１１１１１１１１",
        "卡号4111111111111111",
        "4111111111111111 12",
        "4111111111111111 081234567890",
    ] {
        let numbers = read(text, &Shapes::default());
        assert!(numbers.sixteen && numbers.orders.is_empty() && !numbers.misshapen, "{text}: {numbers:?}");
    }
    let both = read("kode 8812345678901234 pesanan 576461413038785752", &Shapes::default());
    assert!(both.sixteen && both.orders.len() == 1);
    // The merchant's own shape does not change that.
    assert!(found("8812345678901234", &shapes(&[r"\d+"])).is_empty());
}

#[test]
fn numbers_of_a_wrong_length_are_misshapen() {
    for text in [
        "57646141303878575",
        "57646141303878575212",
        "576461413038785752123456",
        "5764 6141 3038 7857 5212",
        "5764 6141 3038 7857 5",
        "pesanan 57646141303878575 dong",
        "012345678901234567",
        "5.76461E+17",
        "5,76461e+17",
        &"9".repeat(1000),
    ] {
        let numbers = read(text, &Shapes::default());
        assert!(numbers.misshapen && numbers.orders.is_empty() && !numbers.sixteen, "{text}: {numbers:?}");
    }
}

#[test]
fn numbers_of_other_platforms() {
    let shopee = shapes(&["shopee"]);
    for text in [
        "220810QSV5HN9X",
        "220810qsv5hn9x",
        "pesanan 220810QSV5HN9X mana",
        "#220810-QSV5HN9X",
        "220810 QSV5HN9X",
        "订单220810QSV5HN9X",
        "２２０８１０ＱＳＶ５ＨＮ９Ｘ",
    ] {
        assert_eq!(found(text, &shopee), ["220810QSV5HN9X"], "{text}");
        let numbers = read(text, &Shapes::default());
        assert!(numbers.foreign && numbers.orders.is_empty(), "{text}: {numbers:?}");
    }
    for text in [
        "221310QSV5HN9X",
        "220832QSV5HN9X",
        "22081012345678",
        "220810QSV5HN9",
        "220810QSV5HN9XY",
        "220810 pengiriman",
        "220810 KIRIMKAN",
    ] {
        let numbers = read(text, &shopee);
        assert!(numbers.orders.is_empty() && !numbers.foreign, "{text}: {numbers:?}");
    }
    let numbers = read(ONE, &shopee);
    assert!(numbers.foreign && numbers.orders.is_empty());
    assert!(read("INV/20260101/MPL/1234567890", &Shapes::default()).foreign);
    assert_eq!(found("576461413038785752 220810QSV5HN9X", &shapes(&["tiktok", "shopee"])), [ONE, "220810QSV5HN9X"]);
    assert_eq!(found("220810QSV5HN9X\n576461413038785752", &shapes(&["tiktok", "shopee"])), ["220810QSV5HN9X", ONE]);
}

#[test]
fn shapes_of_the_merchants_own() {
    let own = shapes(&["tiktok", r"TK-\d{4}-\d{3}", "[A-Z]{2}[0-9]{6}"]);
    for (text, expected) in [
        ("pesanan TK-2026-001 kapan?", vec!["TK-2026-001"]),
        ("tk-2026-001", vec!["TK-2026-001"]),
        ("(TK-2026-001), AB123456", vec!["TK-2026-001", "AB123456"]),
        ("订单AB123456到哪了", vec!["AB123456"]),
        ("TK-2026-0011", vec![]),
        ("XTK-2026-001", vec![]),
        ("AB1234567", vec![]),
        ("576461413038785752 AB123456", vec![ONE, "AB123456"]),
    ] {
        assert_eq!(found(text, &own), expected, "{text}");
    }
}

#[test]
fn shapes_that_cannot_be_used_are_named() {
    let refused = |names: &[&str]| {
        Shapes::new(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).err().unwrap_or_default()
    };
    assert!(refused(&["tiktok", "AB(["]).contains("`AB([`"));
    assert!(refused(&[".*"]).contains("`.*`"));
    assert!(refused(&["(a{1000}){1000}"]).contains("neither `tiktok` nor `shopee`"));
    assert!(!refused(&[" "]).is_empty() && !refused(&[]).is_empty());
    assert_eq!(refused(&[" tiktok ", "shopee"]), "");
    assert_eq!(found(ONE, &Shapes::default()), [ONE]);
}

#[test]
fn what_is_left_tells_whether_a_question_stands_beside() {
    for (text, rest, bare) in [
        (ONE, "", true),
        ("#576461 4130 3878 5752", "#", true),
        ("no pesanan saya: 576461413038785752 kak", "no pesanan saya: kak", true),
        ("我的订单号是576461413038785752", "我的订单号是", true),
        ("576461413038785752\n576461413038785753", "", true),
        ("kapan 576461413038785752 dikirim?", "kapan dikirim?", false),
        ("576461413038785752什么时候发货", "什么时候发货", false),
        ("8812345678901234 apa ini", "apa ini", false),
        ("halo", "halo", true),
        ("batal", "batal", false),
    ] {
        let numbers = read(text, &Shapes::default());
        assert_eq!((numbers.rest.as_str(), numbers.rest.is_bare()), (rest, bare), "{text}");
    }
    let shown = format!("{:?}", read("Siti 576461413038785752", &Shapes::default()));
    assert!(!shown.contains("Siti") && !shown.contains("5764"), "{shown}");
}

#[test]
fn long_texts_are_read_in_time_that_grows_with_their_length() {
    let begun = std::time::Instant::now();
    for part in [
        "1 ",
        "5764 ",
        "57-",
        "576461413038785752 ",
        "a-",
        "220810-",
        "+",
        "Rp1.",
        "1.2E",
        "INV/",
        "\n",
        "4111 1111 1111 1111 ",
    ] {
        read(&part.repeat(100_000 / part.len()), &shapes(&["tiktok", "shopee", r"TK-\d+"]));
    }
    // Milliseconds each; a quadratic reading would take minutes.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// Numbers as they are made, which begin with 57 or 58.
fn numbers() -> impl Strategy<Value = String> {
    "5[78][0-9]{16,17}"
}

/// A number in groups of one size with one sign between them.
fn in_groups(number: &str, size: usize, sign: &str) -> String {
    number
        .as_bytes()
        .chunks(size)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join(sign)
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        read(&text, &shapes(&["tiktok", "shopee", r"TK-\d+"]));
    }

    #[test]
    fn every_order_found_has_a_shape(text in "[0-9０-９ .,#+\nA-Za-z/-]{0,200}") {
        for number in read(&text, &shapes(&["tiktok", "shopee"])).orders {
            let number = number.as_str();
            let tiktok = matches!(number.len(), 18 | 19) && number.bytes().all(|byte| byte.is_ascii_digit());
            let shopee = number.len() == 14 && number.bytes().take(6).all(|byte| byte.is_ascii_digit());
            prop_assert!(tiktok || shopee, "{}", number);
        }
    }

    #[test]
    fn the_dress_does_not_change_the_number(
        number in numbers(), size in 3_usize..=6, sign in "[ .\\-_\n]", before in "(|#|no\\. |pesanan |订单号)", after in "(| kak|，谢谢|\n|\\?)",
    ) {
        let text = format!("{before}{}{after}", in_groups(&number, size, &sign));
        prop_assert_eq!(found(&text, &Shapes::default()), vec![number.clone()], "{}", text);
        let wide: String = text.chars().map(|sign| match sign {
            '0'..='9' => char::from_u32(u32::from(sign) + 0xFEE0).unwrap(),
            _ => sign,
        }).collect();
        prop_assert_eq!(found(&wide, &Shapes::default()), vec![number.clone()], "{}", wide);
        let marked: String = text.chars().flat_map(|sign| [sign, '\u{200b}']).collect();
        prop_assert_eq!(found(&marked, &Shapes::default()), vec![number], "{}", marked);
    }

    #[test]
    fn pasted_numbers_are_all_found(numbers in prop::collection::vec(numbers(), 1..50), between in "( |\n|, |; |\t|\r\n)") {
        let mut once = numbers.clone();
        let mut seen = HashSet::new();
        once.retain(|number| seen.insert(number.clone()));
        prop_assert_eq!(found(&numbers.join(&between), &Shapes::default()), once);
    }

    #[test]
    fn sixteen_digits_are_never_an_order(code in "[1-9][0-9]{15}", size in 2_usize..=16, sign in "[ .\\-]") {
        let numbers = read(&in_groups(&code, size.max(3), &sign), &Shapes::default());
        prop_assert!(numbers.orders.is_empty());
    }
}
