//! The words that label facts, and the signs between them. They are read, never shown.

/// What a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// An amount.
    Total,
    /// The end of a telephone number.
    Phone,
    /// An hour, also one without minutes.
    Clock,
    /// Anything: the word says nothing about what follows.
    Filler,
}

/// Words after which an amount stands.
const TOTAL: &[&str] = &[
    "total",
    "totalnya",
    "totals",
    "jumlah",
    "jumlahnya",
    "harga",
    "harganya",
    "bayar",
    "bayarnya",
    "dibayar",
    "pembayaran",
    "tagihan",
    "nominal",
    "amount",
    "price",
    "paid",
    "sum",
    "cost",
];
/// Words after which four digits of a telephone number stand.
const PHONE: &[&str] = &[
    "hp",
    "hpnya",
    "telp",
    "tlp",
    "telepon",
    "telpon",
    "wa",
    "whatsapp",
    "handphone",
    "hape",
    "phone",
    "mobile",
    "tel",
    "terakhir",
    "belakang",
    "belakangnya",
    "akhiran",
    "last",
    "ending",
    "ends",
];
/// Words after which an hour stands.
const CLOCK: &[&str] = &["jam", "jm", "pukul", "pkl", "at", "time", "around"];
/// Words that may stand beside facts.
const FILLERS: &[&str] = &[
    "waktu",
    "tanggal",
    "tgl",
    "tggl",
    "hari",
    "order",
    "orderan",
    "ordernya",
    "ordered",
    "pesan",
    "pesanan",
    "pesen",
    "pemesanan",
    "dipesan",
    "beli",
    "dibeli",
    "pembelian",
    "belanja",
    "placed",
    "bought",
    "created",
    "dibuat",
    "date",
    "on",
    "no",
    "nomor",
    "nomer",
    "nmr",
    "number",
    "digit",
    "digits",
    "angka",
    "four",
    "empat",
    "akhir",
    "in",
    "with",
    "of",
    "kode",
    "kodenya",
    "code",
    "wib",
    "wita",
    "wit",
    "saya",
    "sy",
    "aku",
    "my",
    "nya",
    "the",
    "is",
    "was",
    "are",
    "it",
    "its",
    "adalah",
    "yaitu",
    "ialah",
    "itu",
    "ini",
    "dan",
    "and",
    "sama",
    "dengan",
    "dgn",
    "ya",
    "kak",
    "min",
    "di",
    "pada",
    "rupiah",
    "senilai",
    "sebesar",
    "sekitar",
    "i",
    "s",
    "for",
];
/// Chinese words, the longer before those they begin with: they are not spaced.
const CHINESE: &[(&str, Label)] = &[
    ("查单码", Label::Filler),
    ("查單碼", Label::Filler),
    ("查询码", Label::Filler),
    ("代码", Label::Filler),
    ("手机尾号", Label::Phone),
    ("手機尾號", Label::Phone),
    ("手机号", Label::Phone),
    ("手機號", Label::Phone),
    ("电话", Label::Phone),
    ("電話", Label::Phone),
    ("手机", Label::Phone),
    ("手機", Label::Phone),
    ("尾号", Label::Phone),
    ("尾號", Label::Phone),
    ("后四位", Label::Phone),
    ("後四位", Label::Phone),
    ("末四位", Label::Phone),
    ("后4位", Label::Phone),
    ("後4位", Label::Phone),
    ("最后", Label::Phone),
    ("最後", Label::Phone),
    ("四位", Label::Filler),
    ("4位", Label::Filler),
    ("金额", Label::Total),
    ("金額", Label::Total),
    ("总价", Label::Total),
    ("總價", Label::Total),
    ("总额", Label::Total),
    ("總額", Label::Total),
    ("总共", Label::Total),
    ("總共", Label::Total),
    ("一共", Label::Total),
    ("合计", Label::Total),
    ("合計", Label::Total),
    ("付了", Label::Total),
    ("付款", Label::Filler),
    ("价格", Label::Total),
    ("價格", Label::Total),
    ("下单", Label::Filler),
    ("下單", Label::Filler),
    ("时间", Label::Filler),
    ("時間", Label::Filler),
    ("日期", Label::Filler),
    ("购买", Label::Filler),
    ("購買", Label::Filler),
    ("订单", Label::Filler),
    ("訂單", Label::Filler),
    ("数字", Label::Filler),
    ("數字", Label::Filler),
    ("验证码", Label::Filler),
    ("驗證碼", Label::Filler),
    ("号码", Label::Filler),
    ("號碼", Label::Filler),
    ("代码", Label::Filler),
    ("代碼", Label::Filler),
    ("我的", Label::Filler),
    ("我", Label::Filler),
    ("码", Label::Filler),
    ("碼", Label::Filler),
    ("是", Label::Filler),
    ("为", Label::Filler),
    ("為", Label::Filler),
    ("在", Label::Filler),
    ("的", Label::Filler),
    ("了", Label::Filler),
    ("号", Label::Filler),
    ("號", Label::Filler),
    ("和", Label::Filler),
];

/// Signs that may stand between facts. A question mark may not.
const BETWEEN: &[char] =
    &[' ', '\n', ',', ';', ':', '.', '=', '&', '|', '-', '/', '(', ')', '!', '#', '"', '\'', '’', '、', '。', '“', '”'];

/// Whether a sign may stand between facts: the usual ones, and little pictures.
pub(super) fn is_between(sign: char) -> bool {
    let picture = matches!(u32::from(sign), 0x2190..=0x2BFF | 0x1F000..=0x1FAFF);
    picture || BETWEEN.contains(&sign)
}

/// The label that a text begins with, and the rest of the text.
pub(super) fn label_at_start(text: &str) -> Option<(Label, &str)> {
    if let Some((word, label)) = CHINESE.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((*label, &text[word.len()..]));
    }
    if let Some(rest) = four_digits(text) {
        return Some((Label::Filler, rest));
    }
    let length = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let of = |words: &[&str], label| words.contains(&word).then_some(label);
    let label = of(TOTAL, Label::Total)
        .or_else(|| of(PHONE, Label::Phone))
        .or_else(|| of(CLOCK, Label::Clock))
        .or_else(|| of(FILLERS, Label::Filler));
    label.map(|label| (label, rest))
}

/// The rest of a text after "4 digit": the number is part of the label.
fn four_digits(text: &str) -> Option<&str> {
    let word = text.strip_prefix('4')?.trim_start_matches([' ', '-']);
    let is_word = ["digit", "angka", "number", "nomor", "nomer"].iter().any(|known| word.starts_with(known));
    is_word.then_some(word)
}

/// The ASCII digits that a text begins with, and the rest of the text.
pub(super) fn digits(text: &str) -> Option<(&str, &str)> {
    let length = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    (length > 0).then(|| text.split_at(length))
}

/// Whether a number goes on in what follows it: with letters, digits, or a sign and digits.
pub(super) fn goes_on(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some(sign) if sign.is_ascii_alphanumeric() || sign == '*' => true,
        Some('.' | ',' | ':' | '/' | '-') => next.next().is_some_and(|sign| sign.is_ascii_digit()),
        _ => false,
    }
}
