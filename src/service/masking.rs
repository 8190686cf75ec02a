//! What nobody may keep is masked before a text is stored: card numbers and their security codes, whatever has
//! sixteen digits, one-time codes, PINs and passwords become `••••`. A pure function from text to text.
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
/// The digits of a payment code, and of most cards.
const SIXTEEN: usize = 16;
/// The digits of an order number.
const ORDER: std::ops::RangeInclusive<usize> = 18..=19;
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

/// Words that may stand between a word for a password and the password itself: whose it is, and fillers.
const FILLERS: &[&str] = &[
    "saya", "sy", "aku", "ak", "gw", "gue", "gua", "ku", "kita", "kami", "my", "mine", "nya", "tuh", "tu", "itu",
    "ini", "nih", "ni", "我", "的", "baru", "lama", "new", "old", "jadi", "menjadi", "punya",
];
/// Words before a word for a password that say that somebody gives theirs.
const GIVEN_BEFORE: &[&str] = &["my", "our", "的", "ini", "nih", "berikut", "here", "pake", "pakai"];
/// Words that name an account or the entry to one: a name follows, and then often its password.
const LOGIN_WORDS: &[&str] = &[
    "login", "user", "username", "userid", "uname", "usr", "akun", "account", "signin", "email", "账号", "帳號",
    "登录", "登入",
];
/// Of these, the words whose name may be any word.
const USER_WORDS: &[&str] = &["user", "username", "userid", "uname", "usr"];
/// Words for secrets that are digits: only *is*, `:` and `=` make anything else a secret.
const DIGIT_SECRETS: &[&str] = &["pin", "pinku", "pinnya", "otp", "otpku", "otpnya"];
/// Words between a card number and its expiry or security code.
const CARD_DETAILS: &[&str] = &[
    "exp", "expiry", "expired", "expires", "expire", "valid", "thru", "until", "cvv", "cvc", "cvv2", "cvvnya", "dan",
    "and", "bulan",
];
/// Function words and words of trouble, in Indonesian and English, that follow a word for a password in
/// a sentence that only speaks about it. Whatever is not here is taken for the password.
const ORDINARY: &str = "\
    a abis about accepted account adalah after again akan akun alamat all already also always aman an and angka \
    any anymore apa apakah aplikasi app apps are as asked at atau atm awal back banget bank bayar bca be \
    because beda been before begini begitu being beli belum benar bener berapa berbeda berhasil bermasalah \
    berubah besok biar biasa biasanya bisa blm blocked bni bocor boleh box bri bro buat buka bukan bukanya buru \
    but by can cannot cant cara cek change changed characters checkout co coba correct couldnt cukup cuma \
    daftar dah dan dana dapat dapet dari data datang dateng default deh dengan dgn di diblokir dibobol dibuka \
    dicoba dicuri did didnt diganti digit digits digunakan dihack dikasih dikenali diketahui dikirim dilupa \
    dimana dimasukin dimasukkan diminta dipakai dipake direset disimpan disini diterima ditolak ditulis diubah \
    dlu do doang does doesn doesnt dong dont dulu email eror error even ever every expire expired expires \
    expiry facebook fail failed failing fails fb field fine for forget forgot forgotten form from ga gabisa \
    gabs gada gagal gak gakbisa ganti get gets getting gimana gini gitu gmail gmn google gopay got gpp habis \
    hacked had hai halo hanya hari harus has hasnt have havent hello help hi hilang hint how hp hrs huruf i \
    ialah idr if ig ilang important in incorrect instagram instead into invalid is isi isnt it its jadi jangan \
    jd jg juga just ka kadaluarsa kah kak kakak kalau kalo kan kapan karakter karena kasih kata ke keblokir \
    kedaluwarsa keep keeps kehapus keluar kelupaan kemaren kemarin kembali kenapa kesalahan ketik ketuker kirim \
    klik kmrn know ko kode kok kosong krn kurang lagi lah lalu langsung later lazada leaked lebih lemah letters \
    lewat lg lho liat lihat link locked login logout loh long lost lupa maka makasih malah mana manager mandiri \
    mas masalah masih masuk masukin masukkan mau may mba mbak melalui memang mengapa menit mesti might min \
    minta missing mohon muncul must nah nanya need needed needs never ngak ngecek ngga nggak nih no nomor not \
    nothing notif now ntar nyasar of off often ok oke oleh on once only or order ovo pada padahal page pakai \
    pake panjang pas pasti pendek perlu permanen pernah pertama pesanan please pls policy protected protection \
    recovery rejected required requirement requirements reset resets resetting ribet right rp rusak saat safe \
    salah sama sampai sampe sandi says screen sebelum sebelumnya sedang seems sekarang selalu seller semua sent \
    seperti sering sesuai setelah shopee short should siapa sih silakan since sis skrg sm so somehow sometimes \
    still stolen stop stopped stops strength sudah suddenly sudh supaya susah tadi tak tanpa tanya tapi tdk \
    telah telegram terblokir tercuri terganti terhapus terima terkunci terlalu terlupa ternyata teros tersebut \
    tersimpan terus tetap tetep than thank thanks that the then there they this tiap tiba tidak tiktok to today \
    toko tokopedia tolong too tp trs twice ubah udah udh untuk user username utk valid very via wa wajib was \
    wasnt weak web website were what whatsapp when where which while who why wifi will with without wont work \
    worked working works would wouldnt wrong ya yaa yah yaitu yang yesterday yet yg you your yuk";

/// A text without the secrets in it.
pub fn masked(text: &str) -> String {
    let pieces = pieces(text);
    let mut secrets = cards(&pieces);
    secrets.extend(sixteens(&pieces));
    secrets.extend(codes(&pieces));
    secrets.extend(passwords(&pieces));
    secrets.extend(logins(&pieces));
    without(text, &pieces, secrets)
}

/// A text without the secrets in it, after another message of the same person: a secret may stand in a message of its
/// own, after the one that announces it.
pub fn masked_after(before: &str, text: &str) -> String {
    let lines = before.matches('\n').count() + 1;
    let together = masked(&format!("{before}\n{text}"));
    let after = together.match_indices('\n').nth(lines - 1).map(|(at, _)| together[at + 1..].to_owned());
    after.unwrap_or_else(|| masked(text))
}

/// A stretch of a text: a word, a group of digits, or a sign that is no space.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it stands, in bytes.
    at: Range<usize>,
    kind: Kind,
    /// In lower case; digits of any script as ASCII.
    plain: String,
    /// As it was written.
    written: String,
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
            pieces.push(Piece { at: at..at + length, kind, plain, written: rest[..length].to_owned() });
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

/// Card numbers, with the digits that belong to them. Every run of whole groups is tried, since an expiry,
/// a security code or a second card may stand beside a card.
fn cards(pieces: &[Piece]) -> Vec<Range<usize>> {
    let numbers = numbers(pieces).into_iter().filter(|number| !is_order(pieces, number));
    let runs = numbers.flat_map(|number| runs_in(pieces, number));
    let mut cards: Vec<_> = runs.filter(|run| is_card(pieces, run)).collect();
    let details: Vec<_> = cards.iter().flat_map(|card| details_beside(pieces, card)).collect();
    cards.extend(details);
    cards.extend((0..pieces.len()).filter(|at| holds_card(&pieces[*at])).map(|at| at..at + 1));
    cards
}

/// The runs of whole groups of a number that are no longer than a card number.
fn runs_in(pieces: &[Piece], number: Range<usize>) -> Vec<Range<usize>> {
    let groups: Vec<usize> = number.filter(|at| pieces[*at].kind == Kind::Digits).collect();
    let mut runs = Vec::new();
    for (from, first) in groups.iter().enumerate() {
        let mut digits = 0;
        for last in &groups[from..] {
            digits += pieces[*last].plain.len();
            if digits > *CARD.end() {
                break;
            }
            runs.push(*first..last + 1);
        }
    }
    runs
}

/// Whether a run is as long as a card number and has the check digit of one (Luhn). Eighteen and nineteen
/// digits without a gap are an order number; what begins like a telephone number is one.
fn is_card(pieces: &[Piece], run: &Range<usize>) -> bool {
    let groups = &pieces[run.clone()];
    let digits = digits_of(groups);
    let order = groups.iter().any(|piece| piece.kind == Kind::Digits && piece.plain.len() >= 18);
    let telephone = digits.starts_with("08") || (digits.starts_with("62") && digits.len() < 16);
    // Groups that only happen to stand together must begin as a card does, and not as
    // an order number.
    let issued = groups.len() == 1
        || (digits.starts_with(['2', '3', '4', '5', '6']) && !digits.starts_with("57") && !digits.starts_with("58"));
    CARD.contains(&digits.len()) && !order && !telephone && issued && passes_luhn(&digits)
}

/// Whether a card number, or anything else of sixteen digits, is written in one with letters:
/// `kartu4111111111111111`.
fn holds_card(piece: &Piece) -> bool {
    let card = |run: &str| run.len() == 15 && run.starts_with(['2', '3', '4', '5', '6']) && passes_luhn(run);
    let mut runs = piece.plain.split(|letter: char| !letter.is_ascii_digit());
    piece.kind == Kind::Word && runs.any(|run| run.len() == SIXTEEN || card(run))
}

/// Whether a whole number is an order number, however it is broken up: of eighteen or nineteen digits that begin
/// as TikTok Shop's do.
fn is_order(pieces: &[Piece], number: &Range<usize>) -> bool {
    let digits = digits_of(&pieces[number.clone()]);
    ORDER.contains(&digits.len()) && (digits.starts_with("57") || digits.starts_with("58"))
}

/// Whatever has sixteen digits: a payment code has no check digit by which it could be told. In one, or broken up
/// as [`is_sixteen`] says.
fn sixteens(pieces: &[Piece]) -> Vec<Range<usize>> {
    let numbers = numbers(pieces).into_iter().filter(|number| !is_order(pieces, number));
    numbers.flat_map(|number| sixteens_in(pieces, number)).collect()
}

/// The first runs of whole groups of a number that are one, none of which meets another.
fn sixteens_in(pieces: &[Piece], number: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for run in runs_in(pieces, number.clone()) {
        let apart = found.last().is_none_or(|last| last.end <= run.start);
        if apart && is_sixteen(pieces, &run, run == number) {
            found.push(run);
        }
    }
    found
}

/// Whether a run of groups is a number of sixteen digits: one group, groups of one length (four fours, say), or,
/// where nothing else stands beside it, groups of four or more. Days have groups of two beside groups of four; what
/// begins like a telephone number may be one, with something after it.
fn is_sixteen(pieces: &[Piece], run: &Range<usize>, alone: bool) -> bool {
    let groups: Vec<&str> = groups_of(&pieces[run.clone()]);
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let first = groups.first().copied().unwrap_or_default();
    let even = groups.iter().all(|group| group.len() == first.len());
    let telephone = first.starts_with("08") || first.starts_with("62");
    let long = groups.iter().all(|group| group.len() >= 4);
    digits == SIXTEEN && (even || (alone && long && !telephone))
}

fn groups_of(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().filter(|piece| piece.kind == Kind::Digits).map(|piece| piece.plain.as_str()).collect()
}

/// The expiry and the security code beside a card number: groups of at most four digits, with nothing
/// but signs and the words for them between.
fn details_beside(pieces: &[Piece], card: &Range<usize>) -> Vec<Range<usize>> {
    let belongs = |at: &usize| {
        let piece = &pieces[*at];
        let short = piece.kind == Kind::Digits && piece.plain.len() <= 4;
        let sign = matches!(piece.plain.as_str(), "/" | "-" | "," | "|" | ":" | "." | "，" | "：" | "／");
        short || sign || CARD_DETAILS.contains(&piece.plain.as_str())
    };
    let after = (card.end..pieces.len()).take_while(belongs);
    let before = (0..card.start).rev().take_while(belongs);
    after.chain(before).filter(|at| pieces[*at].kind == Kind::Digits).map(|at| at..at + 1).collect()
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

/// Passwords: what follows a word for a password, with or without *is*, `:` or `=`.
fn passwords(pieces: &[Piece]) -> Vec<Range<usize>> {
    let named = (0..pieces.len()).filter(|at| PASSWORD_WORDS.contains(&pieces[*at].plain.as_str()));
    named.flat_map(|at| secret_after(pieces, at + 1).into_iter().chain(secret_beside(pieces, at))).collect()
}

/// The secret after a word for a password and *is*: up to two words may stand between the two.
fn secret_after(pieces: &[Piece], from: usize) -> Option<Range<usize>> {
    let is = (from..pieces.len().min(from + 4)).find(|at| IS.contains(&pieces[*at].plain.as_str()))?;
    let between = pieces[from..is].iter().all(|piece| piece.kind == Kind::Word);
    let mut start = is + 1;
    while pieces.get(start).is_some_and(|piece| IS.contains(&piece.plain.as_str()) || is_quote(&piece.plain)) {
        start += 1;
    }
    let first = pieces.get(start)?;
    let secret = start..secret_end(pieces, start);
    // *itu* is as often a filler as it says *is*: `password itu kenapa`.
    let filler = pieces[start - 1].plain == "itu" && is_ordinary(&pieces[secret.clone()]);
    let ordinary = filler || is_no_secret(pieces, &secret);
    let harmless = ordinary || speaks_of_it(&pieces[start..]) || first.plain == "?";
    (between && !harmless).then(|| to_closing_quote(pieces, secret))
}

/// Whether what follows *is* is a word that says something about a password. With anything attached
/// it is one: `Rahasia#123`; after `:` and `=` even with an exclamation mark.
fn is_no_secret(pieces: &[Piece], secret: &Range<usize>) -> bool {
    let token = &pieces[secret.clone()];
    let says = |word: &str| NO_SECRET.contains(&word);
    let exclaimed = token.last().is_some_and(|piece| piece.plain == "!");
    let given = !pieces[secret.start - 1].plain.starts_with(char::is_alphabetic);
    says_only(token, &says) && !(exclaimed && given)
}

/// The secret that stands beside a word for a password without *is*: after a word that says whose it is
/// (`pw gw kucinghitam`), after a name (`user budi sandi mangga`), or, if it looks like one, at once.
fn secret_beside(pieces: &[Piece], named: usize) -> Option<Range<usize>> {
    let word = pieces[named].plain.as_str();
    if DIGIT_SECRETS.contains(&word) {
        return None;
    }
    let start = after_fillers(pieces, named + 1);
    let secret = token_at(pieces, start)?;
    let before = &pieces[named.saturating_sub(8)..named];
    let user = before.iter().any(|piece| piece.plain == "@" || USER_WORDS.contains(&piece.plain.as_str()));
    let given = before.last().is_some_and(|piece| GIVEN_BEFORE.contains(&piece.plain.as_str()));
    let owned =
        start > named + 1 || user || given || word.starts_with(is_han) || word.ends_with("ku") || word.ends_with("nya");
    (owned || is_telling(&pieces[secret.clone()])).then(|| to_closing_quote(pieces, secret))
}

/// Where the words end that may stand between a word for a password and the password.
fn after_fillers(pieces: &[Piece], from: usize) -> usize {
    let mut at = from;
    loop {
        match filler_length(pieces, at) {
            0 => return at,
            length => at += length,
        }
    }
}

/// How many pieces the filler has that stands at a piece: a word, a sign, or an account and its name.
fn filler_length(pieces: &[Piece], at: usize) -> usize {
    let plain = |at: usize| pieces.get(at).map_or("", |piece| piece.plain.as_str());
    let filler = |at: usize| FILLERS.contains(&plain(at));
    // What is joined by a sign is a secret, not a filler: `aku_sayang`.
    let alone = at < pieces.len() && (secret_end(pieces, at) == at + 1 || plain(at).starts_with(is_han));
    let which = matches!(plain(at), "yang" | "yg") && filler(at + 1);
    let sign = matches!(plain(at), "-" | "–" | "—" | ">" | "(" | "（") || is_quote(plain(at));
    let names = |at: usize| token_at(pieces, at).is_some();
    if LOGIN_WORDS.contains(&plain(at)) && names(at + 1) && names(at + 2) && !filler(at + 1) {
        return 2;
    }
    usize::from(sign || (alone && (which || filler(at))))
}

/// The token that begins at a piece, unless it is an ordinary word, a Chinese one, a measure or a bare sign.
fn token_at(pieces: &[Piece], start: usize) -> Option<Range<usize>> {
    let first = pieces.get(start)?;
    let token = start..secret_end(pieces, start);
    let number = number_at(pieces, start);
    let fits = match first.kind {
        Kind::Word => !first.plain.starts_with(is_han),
        Kind::Digits if token.len() == number.len() => first.plain.len() >= 3 && !is_measure(pieces, &number),
        Kind::Digits => pieces[token.clone()].iter().any(|piece| piece.kind == Kind::Word),
        Kind::Sign => {
            let opens = matches!(first.plain.as_str(), "#" | "@" | "$" | "*" | "&" | "%" | "^" | "~" | "_" | "!");
            opens && pieces[token.clone()].get(1).is_some_and(|next| next.kind != Kind::Sign)
        }
    };
    (fits && !is_ordinary(&pieces[token.clone()])).then_some(token)
}

/// Whether a token only says something about a password: words of [`ORDINARY`], or `2x` and `5menit`.
fn is_ordinary(token: &[Piece]) -> bool {
    let counts = |word: &str| {
        let unit = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
        unit.len() < word.len() && matches!(unit, "x" | "kali" | "menit" | "jam" | "hari" | "min" | "times")
    };
    let says = |word: &str| ORDINARY.split_ascii_whitespace().any(|ordinary| ordinary == word);
    says_only(token, &|word| {
        let fewer = word.strip_suffix("nya").or_else(|| word.strip_suffix('2')).unwrap_or(word);
        let filler = FILLERS.contains(&word);
        filler || says(word) || says(fewer) || says(&unstretched(word)) || counts(word)
    })
}

/// Whether a token is made of words that pass, as people write them: no capitals inside, and no sign but
/// an apostrophe, a dash or slash between two, and what ends a sentence. Chinese may follow at once.
fn says_only(token: &[Piece], passes: &dyn Fn(&str) -> bool) -> bool {
    let han = |piece: &Piece| piece.plain.starts_with(is_han);
    let end = token.iter().skip(1).position(han).map_or(token.len(), |at| at + 1);
    let closing = |piece: &Piece| {
        let sign = piece.plain.as_str();
        piece.kind == Kind::Sign
            && (!sign.is_ascii() || matches!(sign, "." | "," | "!" | "?" | ")" | "\"" | "'" | ":" | ";"))
    };
    let end = token[..end].iter().rposition(|piece| !closing(piece)).map_or(0, |at| at + 1);
    let joined: String = token[..end].iter().map(|piece| piece.plain.as_str()).collect();
    let joined = joined.replace(['\'', '’'], "");
    let even = !token[..end].iter().any(has_inner_capital);
    end > 0 && even && joined.split(['-', '/']).all(passes)
}

/// A word without the letters that are drawn out: `salahhh`, `bisaaa`.
fn unstretched(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether capitals and small letters are mixed otherwise than in a name.
fn has_inner_capital(piece: &Piece) -> bool {
    let inner = piece.written.chars().skip(1).any(char::is_uppercase);
    inner && piece.written.chars().any(char::is_lowercase)
}

/// Whether a token looks like a password by itself: digits, signs or a capital among small letters.
fn is_telling(token: &[Piece]) -> bool {
    let signs = token.iter().any(|piece| piece.kind == Kind::Sign && piece.plain.is_ascii() && !ends_sentence(piece));
    let digits = token.iter().any(|piece| piece.plain.contains(|letter: char| letter.is_ascii_digit()));
    let capital = |piece: &Piece| {
        let written = &piece.written;
        written.chars().any(char::is_uppercase) && written.chars().any(char::is_lowercase)
    };
    signs || digits || token.iter().any(capital)
}

fn ends_sentence(piece: &Piece) -> bool {
    matches!(piece.plain.as_str(), "." | "," | "?" | "!" | ")")
}

/// Passwords after the name of an account: `login budi@mail.com / Semangka!`.
fn logins(pieces: &[Piece]) -> Vec<Range<usize>> {
    let named =
        (0..pieces.len()).filter(|at| pieces[*at].plain == "@" || USER_WORDS.contains(&pieces[*at].plain.as_str()));
    named.filter_map(|at| secret_of_account(pieces, at)).collect()
}

/// The secret after the name that a word or an `@` at a piece belongs to. An address alone may be followed
/// by a telephone number, so that digits are a secret only after a word for an account.
fn secret_of_account(pieces: &[Piece], at: usize) -> Option<Range<usize>> {
    let colon = pieces.get(at + 1).is_some_and(|piece| matches!(piece.plain.as_str(), ":" | "=" | "："));
    let name = if colon { at + 2 } else { at + 1 };
    let divides = |piece: &&Piece| matches!(piece.plain.as_str(), "/" | "|" | ":" | "／" | "：");
    let end = secret_end_before(pieces, name, &|piece| divides(&piece));
    let divided = pieces.get(end).filter(divides).is_some();
    let secret = token_at(pieces, if divided { end + 1 } else { end })?;
    let before = &pieces[at.saturating_sub(8)..=at];
    let login = before.iter().any(|piece| LOGIN_WORDS.contains(&piece.plain.as_str()));
    let token = &pieces[secret.clone()];
    let letters = token.iter().any(|piece| piece.kind == Kind::Word);
    let telling = letters && is_telling(token);
    (telling && (login || divided) || letters && login && divided).then_some(secret)
}

/// The end of a token as [`secret_end`] finds it, or an earlier sign at which it is divided.
fn secret_end_before(pieces: &[Piece], start: usize, divides: &dyn Fn(&Piece) -> bool) -> usize {
    if start >= pieces.len() {
        return pieces.len();
    }
    let end = secret_end(pieces, start);
    (start + 1..end).find(|at| divides(&pieces[*at])).unwrap_or(end)
}

fn is_quote(sign: &str) -> bool {
    matches!(sign, "\"" | "'" | "“" | "”" | "「" | "《" | "‘")
}

/// A secret in quotation marks up to the one that closes them: it may be of several words.
fn to_closing_quote(pieces: &[Piece], secret: Range<usize>) -> Range<usize> {
    let opened = secret.start.checked_sub(1).is_some_and(|at| is_quote(&pieces[at].plain));
    let closes = |at: &usize| matches!(pieces[*at].plain.as_str(), "\"" | "'" | "”" | "」" | "》" | "’");
    let close = (secret.start..pieces.len().min(secret.start + 12)).find(closes).filter(|_| opened);
    secret.start..close.map_or(secret.end, |at| secret.end.max(at + 1))
}

fn speaks_of_it(pieces: &[Piece]) -> bool {
    let han: String = pieces.iter().take(2).map(|piece| piece.plain.as_str()).collect();
    NO_SECRET_HAN.iter().any(|word| han.starts_with(word))
}

/// The end of a secret that has begun: all that is written without a gap, and digits spelt one by one.
fn secret_end(pieces: &[Piece], start: usize) -> usize {
    let mut end = start + 1;
    while let Some(next) = pieces.get(end) {
        let joined = next.at.start == pieces[end - 1].at.end && !is_pause(pieces, end);
        let spelt = next.kind == Kind::Digits && pieces[end - 1].kind == Kind::Digits;
        if !joined && !spelt {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a comma or its like ends what stands before it: one of ASCII only before a gap.
fn is_pause(pieces: &[Piece], at: usize) -> bool {
    let gap = pieces.get(at + 1).is_none_or(|next| next.at.start > pieces[at].at.end);
    match pieces[at].plain.as_str() {
        "，" | "。" | "；" => true,
        "," | ";" => gap,
        _ => false,
    }
}

/// The text with each secret replaced; what overlaps is replaced once.
fn without(text: &str, pieces: &[Piece], mut secrets: Vec<Range<usize>>) -> String {
    secrets.sort_by_key(|secret| secret.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for secret in secrets {
        match apart.last_mut() {
            Some(last) if secret.start < last.end => last.end = last.end.max(secret.end),
            _ => apart.push(secret),
        }
    }
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for secret in apart {
        masked.push_str(&text[done..pieces[secret.start].at.start]);
        masked.push_str(MASK);
        done = pieces[secret.end - 1].at.end;
    }
    masked.push_str(&text[done..]);
    masked
}

#[cfg(test)]
mod tests;
