//! What nobody may keep is masked before a text is stored: card numbers and their security codes,
//! one-time codes, PINs and passwords become `••••`. A pure function from text to text.
//!
//! The words that announce a secret stand here and not in the lexicons: they are a safeguard that no
//! merchant's file should weaken. Order numbers, amounts, days and telephone numbers stay, unless
//! a word before them says that they are a secret. Understanding reads the text as it was sent, in memory.

use std::ops::Range;

use crate::language::is_han;

/// What stands in the place of a secret.
pub const MASK: &str = "••••";

/// The fewest and the most digits of a card number (ISO/IEC 7812).
const CARD: std::ops::RangeInclusive<usize> = 13..=19;
/// Digits of a one-time code or a PIN.
const CODE: std::ops::RangeInclusive<usize> = 4..=8;
/// Words after which three digits are the security code of a card.
const SECURITY_CODE_WORDS: &[&str] = &["cvv", "cvc", "cvv2", "cvvnya", "安全码", "安全碼"];
/// Between a word that announces a code and the code there are at most so many other words.
const WORDS_BETWEEN: usize = 5;

/// Words after which digits are a code. Longer spellings contain the shorter ones: `kode otp`.
const CODE_WORDS: &[&str] = &[
    "otp",
    "pin",
    "cvv",
    "cvc",
    "cvv2",
    "passcode",
    "mpin",
    "verifikasi",
    "verifikasinya",
    "verif",
    "verification",
    "code",
    "codes",
    "kode",
    "kodenya",
    "otpnya",
    "pinnya",
    "cvvnya",
    "sandi",
    "sandinya",
    "password",
    "passwordnya",
    "pw",
    "pass",
    "验证码",
    "驗證碼",
    "校验码",
    "动态码",
    "動態碼",
    "短信码",
    "安全码",
    "安全碼",
    "密码",
    "密碼",
    "口令",
];
/// Words after which what follows *is*, `:` or `=` is a password.
const PASSWORD_WORDS: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passwordku",
    "passwordnya",
    "passcode",
    "pass",
    "pw",
    "pwd",
    "pwku",
    "pwnya",
    "sandi",
    "sandiku",
    "sandinya",
    "密码",
    "密碼",
    "口令",
    "pin",
    "pinku",
    "pinnya",
    "otp",
    "otpku",
    "otpnya",
];
/// Words that say that the secret follows.
const IS: &[&str] = &["is", "adalah", "ialah", "yaitu", "itu", "=", ":", "：", "＝", "是", "为", "為", "叫"];
/// Words that are no password though they follow *is*: the sentence speaks about it.
const NO_SECRET: &[&str] = &[
    "a",
    "an",
    "the",
    "not",
    "no",
    "wrong",
    "incorrect",
    "correct",
    "invalid",
    "right",
    "safe",
    "important",
    "required",
    "needed",
    "expired",
    "blocked",
    "changed",
    "stolen",
    "leaked",
    "hacked",
    "forgotten",
    "lost",
    "too",
    "weak",
    "what",
    "it",
    "apa",
    "yang",
    "salah",
    "benar",
    "lupa",
    "penting",
    "wajib",
    "aman",
    "rahasia",
    "bocor",
    "hilang",
    "ga",
    "gak",
    "nggak",
    "tidak",
    "bukan",
    "belum",
    "sudah",
    "udah",
    "untuk",
    "buat",
    "dari",
    "saya",
    "aku",
    "mana",
    "gimana",
    "berapa",
    "my",
    "being",
    "still",
    "asked",
    "very",
    "really",
    "for",
    "always",
    "already",
];
/// Beginnings that show the same in Chinese, where words are not spaced.
const NO_SECRET_HAN: &[&str] = &[
    "什么", "甚么", "什麼", "怎么", "怎麼", "多少", "不", "错", "錯", "对", "對", "吗", "嗎", "哪", "啥", "否", "几",
    "幾",
];

/// A text without the secrets in it.
pub fn masked(text: &str) -> String {
    let pieces = pieces(text);
    let mut secrets = cards(&pieces);
    secrets.extend(codes(&pieces));
    secrets.extend(passwords(&pieces));
    without(text, &pieces, secrets)
}

/// A stretch of a text: a word, a group of digits, or a sign that is no space.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it stands, in bytes.
    at: Range<usize>,
    kind: Kind,
    /// In lower case; digits of any script as ASCII.
    plain: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Digits,
    Sign,
}

/// The pieces of a text. A run of Han characters is cut before and after the words that announce
/// secrets, since nothing else separates them.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let (kind, length) = piece_length(rest, first);
        if let Some(kind) = kind {
            let plain = rest[..length].chars().flat_map(plain).collect();
            pieces.push(Piece { at: at..at + length, kind, plain });
        }
        rest = &rest[length..];
    }
    pieces
}

fn piece_length(rest: &str, first: char) -> (Option<Kind>, usize) {
    let span = |belongs: &dyn Fn(char) -> bool| rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if digit(first).is_some() {
        let digits = span(&|letter| digit(letter).is_some());
        // Letters after digits make a word: `4g`, `2x`, and many a password.
        let letters = rest[digits..].starts_with(|letter: char| letter.is_alphabetic() && !is_han(letter));
        return if letters {
            (Some(Kind::Word), span(&|letter| is_wordy(letter)))
        } else {
            (Some(Kind::Digits), digits)
        };
    }
    if is_han(first) {
        return (Some(Kind::Word), han_length(rest));
    }
    if first.is_alphanumeric() {
        return (Some(Kind::Word), span(&|letter| is_wordy(letter)));
    }
    (Some(Kind::Sign), first.len_utf8())
}

/// The length of a Chinese word that announces a secret or, where none begins here, of one character.
fn han_length(rest: &str) -> usize {
    let known = CODE_WORDS.iter().chain(PASSWORD_WORDS).filter(|word| word.starts_with(is_han));
    let longest = known.filter(|word| rest.starts_with(**word)).map(|word| word.len()).max();
    longest.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or_default()
}

fn is_wordy(letter: char) -> bool {
    letter.is_alphanumeric() && !is_han(letter)
}

/// The value of a decimal digit of the scripts that phones type: ASCII, full-width, Arabic, Indic, Thai.
fn digit(letter: char) -> Option<u32> {
    const ZEROS: [u32; 7] = ['0' as u32, '０' as u32, '٠' as u32, '۰' as u32, '०' as u32, '๐' as u32, '০' as u32];
    ZEROS.iter().find_map(|zero| u32::from(letter).checked_sub(*zero).filter(|value| *value < 10))
}

fn plain(letter: char) -> impl Iterator<Item = char> {
    let ascii = digit(letter).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter);
    // Full-width letters stand as far above ASCII as the full-width digits.
    let narrow = match letter {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => ascii,
    };
    narrow.to_lowercase()
}

/// Groups of digits that belong together, as ranges of pieces: broken up by single dashes, dots or
/// spaces, as people write long numbers, or spelt digit by digit.
fn number_at(pieces: &[Piece], from: usize) -> Range<usize> {
    let mut end = from + 1;
    loop {
        let sign = pieces.get(end).is_some_and(|piece| matches!(piece.plain.as_str(), "-" | "." | "–" | "_"));
        let next = if sign { end + 1 } else { end };
        let digits = pieces.get(next).is_some_and(|piece| piece.kind == Kind::Digits);
        if !digits || !is_near(pieces, end - 1, next) {
            return from..end;
        }
        end = next + 1;
    }
}

/// Whether nothing but a sign and two spaces stands between two pieces.
fn is_near(pieces: &[Piece], one: usize, other: usize) -> bool {
    pieces[other].at.start - pieces[one].at.end <= 3
}

fn digits_of(pieces: &[Piece]) -> String {
    pieces.iter().filter(|piece| piece.kind == Kind::Digits).map(|piece| piece.plain.as_str()).collect()
}

/// The numbers of a text, each as a range of pieces.
fn numbers(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if pieces[at].kind == Kind::Digits {
            let number = number_at(pieces, at);
            at = number.end;
            numbers.push(number);
        } else {
            at += 1;
        }
    }
    numbers
}

/// Card numbers: as long as one, and with the check digit of one (Luhn). Eighteen and nineteen digits
/// without a gap are an order number.
fn cards(pieces: &[Piece]) -> Vec<Range<usize>> {
    let card = |number: &Range<usize>| {
        let digits = digits_of(&pieces[number.clone()]);
        let order = digits.len() >= 18 && number.len() == 1;
        CARD.contains(&digits.len()) && !order && passes_luhn(&digits)
    };
    numbers(pieces).into_iter().filter(card).collect()
}

/// Whether the last digit fits the others (ISO/IEC 7812-1, annex B).
fn passes_luhn(digits: &str) -> bool {
    let values = digits.chars().rev().filter_map(|letter| letter.to_digit(10)).enumerate();
    let sum: u32 = values
        .map(|(at, value)| match (at % 2, value * 2) {
            (0, _) => value,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Codes: four to eight digits with a word before or after them that announces a code. What is plainly
/// something else stays: an amount, a day, a time.
fn codes(pieces: &[Piece]) -> Vec<Range<usize>> {
    let code = |number: &Range<usize>| {
        let words = match digits_of(&pieces[number.clone()]).len() {
            3 => SECURITY_CODE_WORDS,
            digits if CODE.contains(&digits) => CODE_WORDS,
            _ => return false,
        };
        !is_measure(pieces, number) && (announced(pieces, number, words) || named_after(pieces, number, words))
    };
    numbers(pieces).into_iter().filter(code).collect()
}

/// Whether one of the words before a number announces a code, in the same sentence.
fn announced(pieces: &[Piece], number: &Range<usize>, by: &[&str]) -> bool {
    let before =
        pieces[..number.start].iter().rev().take_while(|piece| !matches!(piece.plain.as_str(), "?" | "？" | "!"));
    let mut words = 0;
    for piece in before {
        if by.contains(&piece.plain.as_str()) {
            return true;
        }
        words += usize::from(piece.kind == Kind::Word && !piece.plain.starts_with(is_han));
        words += usize::from(piece.kind == Kind::Digits);
        // Chinese is counted by characters: three make a word or two.
        let han = piece.plain.starts_with(is_han);
        if words > WORDS_BETWEEN || (han && number.start.saturating_sub(position(pieces, piece)) > 3 * WORDS_BETWEEN) {
            return false;
        }
    }
    false
}

fn position(pieces: &[Piece], piece: &Piece) -> usize {
    pieces.partition_point(|other| other.at.start < piece.at.start)
}

/// Whether the words right after a number say that it was one: `123456 is my otp`, `123456 kode otp`.
fn named_after(pieces: &[Piece], number: &Range<usize>, by: &[&str]) -> bool {
    let after = pieces[number.end..].iter().take_while(|piece| piece.kind == Kind::Word).take(4);
    after.into_iter().any(|piece| by.contains(&piece.plain.as_str()))
}

/// Whether a number counts: `6 digit code`, `16 digit kode`.
fn is_counting(pieces: &[Piece], number: &Range<usize>) -> bool {
    let next = pieces.get(number.end).map(|piece| piece.plain.as_str());
    matches!(next, Some("digit" | "digits" | "angka" | "位" | "个" | "kali" | "x"))
}

/// Whether a number is an amount, a day, a time or a telephone number, by the signs and words beside it.
fn is_measure(pieces: &[Piece], number: &Range<usize>) -> bool {
    let before = number.start.checked_sub(1).map(|at| pieces[at].plain.as_str());
    let after = pieces.get(number.end).map(|piece| piece.plain.as_str());
    let money = matches!(before, Some("rp" | "idr" | "$" | "¥" | "￥"))
        || matches!(
            after,
            Some("rb" | "ribu" | "rupiah" | "jt" | "juta" | "k" | "idr" | "盾" | "元" | "块" | "万" | "萬")
        );
    let time = matches!(
        after,
        Some("menit" | "jam" | "hari" | "minutes" | "hours" | "days" | "分" | "天" | "小" | "年" | "月" | ":" | "/")
    ) || matches!(before, Some("/" | "pukul" | "tgl" | "tanggal"));
    let telephone = matches!(before, Some("+" | "wa" | "hp" | "telp" | "nomor"));
    money || time || telephone || is_counting(pieces, number)
}

/// Passwords: what follows a word for a password and *is*, `:` or `=`.
fn passwords(pieces: &[Piece]) -> Vec<Range<usize>> {
    let named = (0..pieces.len()).filter(|at| PASSWORD_WORDS.contains(&pieces[*at].plain.as_str()));
    named.filter_map(|at| secret_after(pieces, at + 1)).collect()
}

/// The secret after a word for a password: up to two words may stand between it and *is*.
fn secret_after(pieces: &[Piece], from: usize) -> Option<Range<usize>> {
    let is = (from..pieces.len().min(from + 4)).find(|at| IS.contains(&pieces[*at].plain.as_str()))?;
    let between = pieces[from..is].iter().all(|piece| piece.kind == Kind::Word);
    let mut start = is + 1;
    while pieces.get(start).is_some_and(|piece| IS.contains(&piece.plain.as_str()) || is_quote(&piece.plain)) {
        start += 1;
    }
    let first = pieces.get(start)?;
    if !between || NO_SECRET.contains(&first.plain.as_str()) || speaks_of_it(&pieces[start..]) || first.plain == "?" {
        return None;
    }
    Some(start..secret_end(pieces, start))
}

fn is_quote(sign: &str) -> bool {
    matches!(sign, "\"" | "'" | "“" | "”" | "「" | "《" | "‘")
}

fn speaks_of_it(pieces: &[Piece]) -> bool {
    let han: String = pieces.iter().take(2).map(|piece| piece.plain.as_str()).collect();
    NO_SECRET_HAN.iter().any(|word| han.starts_with(word))
}

/// The end of a secret that has begun: all that is written without a gap, and digits spelt one by one.
fn secret_end(pieces: &[Piece], start: usize) -> usize {
    let mut end = start + 1;
    while let Some(next) = pieces.get(end) {
        let joined =
            next.at.start == pieces[end - 1].at.end && !matches!(next.plain.as_str(), "," | "，" | "。" | "；" | ";");
        let spelt = next.kind == Kind::Digits && pieces[end - 1].kind == Kind::Digits;
        if !joined && !spelt {
            break;
        }
        end += 1;
    }
    end
}

/// The text with each secret replaced; what overlaps is replaced once.
fn without(text: &str, pieces: &[Piece], mut secrets: Vec<Range<usize>>) -> String {
    secrets.sort_by_key(|secret| (secret.start, std::cmp::Reverse(secret.end)));
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for secret in secrets {
        let (start, end) = (pieces[secret.start].at.start, pieces[secret.end - 1].at.end);
        if start < done {
            continue;
        }
        masked.push_str(&text[done..start]);
        masked.push_str(MASK);
        done = end;
    }
    masked.push_str(&text[done..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked() {
        for (text, stored) in [
            // Card numbers.
            ("kartu saya 4111 1111 1111 1111 ditolak", "kartu saya •••• ditolak"),
            ("my card 4111-1111-1111-1111 cvv 123", "my card •••• cvv ••••"),
            ("卡号5500005555555559，安全码是123", "卡号••••，安全码是••••"),
            ("４１１１１１１１１１１１１１１１", "••••"),
            ("amex 378282246310005", "amex ••••"),
            // One-time codes.
            ("otp saya 482913", "otp saya ••••"),
            ("kode verifikasinya 4829", "kode verifikasinya ••••"),
            ("otpnya 1 2 3 4 5 6 kak", "otpnya •••• kak"),
            ("482913 itu otp saya", "•••• itu otp saya"),
            ("the verification code i got is 90-21-33", "the verification code i got is ••••"),
            ("G-482913 is my code", "G-•••• is my code"),
            ("我的验证码是482913", "我的验证码是••••"),
            ("驗證碼：４８２９１３", "驗證碼：••••"),
            ("482913 这个是验证码", "•••• 这个是验证码"),
            ("otp ٤٨٢٩١٣", "otp ••••"),
            ("OTP: 482913, PIN: 1234", "OTP: ••••, PIN: ••••"),
            // PINs.
            ("ini pin saya 1234 56 tolong dicek", "ini pin saya •••• tolong dicek"),
            ("my pin is 0000", "my pin is ••••"),
            ("PIN码 8812 发你了", "PIN码 •••• 发你了"),
            // Passwords.
            ("password saya: Melati88!", "password saya: ••••"),
            ("password: rahasia123", "password: ••••"),
            ("pw=qwerty", "pw=••••"),
            ("kata sandi saya adalah kucing tolong masukkan", "kata sandi saya adalah •••• tolong masukkan"),
            ("my password is hunter2 please log in", "my password is •••• please log in"),
            ("我的密码是abc123帮我登一下", "我的密码是••••"),
            ("密碼：\"Abc.99\"", "密碼：\"••••"),
        ] {
            assert_eq!(masked(text), stored);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "pesanan 577012345678901234 belum sampai",
            "order 5770 1234 5678 9012 35 where is it",
            "订单577012345678901234到哪了",
            "bayar Rp 105.000 di indomaret",
            "harganya 105.000 atau 99000 kak",
            "pesan tanggal 20-11-2026 jam 14.30",
            "nomor saya 0812-3456-7890, tolong hubungi",
            "call me on +62 812 3456 7890",
            "apa itu pin",
            "pin itu apa ya",
            "lupa password saya",
            "password saya salah terus",
            "password adalah apa",
            "my password is wrong",
            "what is an otp?",
            "how many digits is the pin",
            "the code has 16 digits",
            "it says error code 500",
            "kode bayar 16 digit itu buat apa",
            "kode otp 6 digit belum masuk",
            "密码忘了怎么办",
            "密码是什么",
            "密码是不是要改",
            "付款码是16位的吗",
            "验证码 5 分钟了还没来",
            "kode otp sudah 30 menit belum masuk",
            "otp nya ga masuk, saya bayar Rp 250.000",
            "beli 3 pcs ukuran 40",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn masking_twice_changes_nothing_more() {
        let once = masked("otp 123456 password: abc kartu 4111111111111111");
        assert_eq!(once, "otp •••• password: •••• kartu ••••");
        assert_eq!(masked(&once), once);
    }
}
