//! Indonesian stems, of formal and of colloquial words: *membatalkan, dibatalin, ngebatalin,
//! pembatalan, batalnya* all become *batal*.
//!
//! Formal words go to the Nazief-Adriani stemmer of a library. It knows neither the chat forms
//! (`-in`, `nge-`, `N-`) nor loan words with Indonesian affixes (`di-cancel`, `refundnya`); those
//! are taken apart here, and only where a root that is known remains.

use std::sync::LazyLock;

use sastrawi::{Dictionary, Stemmer};

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// Words that the library's stemmer takes apart wrongly or not at all.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("pengembalian", "kembali"),
    ("mengembalikan", "kembali"),
    ("dikembalikan", "kembali"),
    ("kembalikan", "kembali"),
    ("pemesanan", "pesan"),
    ("pesanan", "pesan"),
    ("kerusakan", "rusak"),
    ("pembelian", "beli"),
    ("penerima", "terima"),
    ("penerimaan", "terima"),
    ("pengiriman", "kirim"),
    ("pengirim", "kirim"),
    ("penjualan", "jual"),
    ("jualan", "jual"),
    ("pembeli", "pembeli"),
    ("penjual", "penjual"),
    ("berapa", "berapa"),
    ("belum", "belum"),
    ("paketan", "paket"),
    ("tagihan", "tagih"),
    ("cicilan", "cicil"),
    ("kadaluarsa", "kedaluwarsa"),
    ("kadaluwarsa", "kedaluwarsa"),
];

/// Loan words of shop chats that take Indonesian affixes.
const LOANS: &[&str] = &[
    "cancel", "refund", "checkout", "order", "transfer", "claim", "klaim", "return", "retur", "update", "track",
    "tracking", "pickup", "scan", "upload", "login", "link", "register", "verify", "withdraw", "complain", "komplain",
    "voucher", "seller", "buyer", "cod", "resi", "topup", "chat", "admin", "report", "review", "rating", "appeal",
    "approve", "reject", "ship", "drop", "dropoff", "pending", "hold", "limit", "gestun", "paylater", "expired",
    "promo", "diskon", "ongkir", "akun", "otp", "pin", "saldo", "kurir", "paket", "hack", "blokir", "scam", "tf",
];

/// Stems Indonesian words.
pub struct IndonesianStemmer {
    formal: Stemmer<'static>,
}

impl IndonesianStemmer {
    /// Takes the library's dictionary of roots.
    #[expect(clippy::new_without_default, reason = "the dictionary is loaded here; that should be seen")]
    pub fn new() -> IndonesianStemmer {
        IndonesianStemmer { formal: Stemmer::new(&DICTIONARY) }
    }

    /// Whether the dictionary has the word or its root.
    pub fn knows(&self, word: &str) -> bool {
        DICTIONARY.find(word) || DICTIONARY.find(&self.stem(word))
    }

    /// The stem of a folded word.
    pub fn stem(&self, word: &str) -> String {
        if let Some(stem) = exception(word) {
            return stem.to_owned();
        }
        if is_root(word) || word.len() < 4 {
            return word.to_owned();
        }
        let formal = self.formal.stem_word(word).into_owned();
        if is_root(&formal) {
            return formal;
        }
        self.colloquial(word).unwrap_or(formal)
    }

    /// The root of a word in chat form that is no formal one; `None` unless a known root remains.
    fn colloquial(&self, word: &str) -> Option<String> {
        let endings = ["nya", "in", "an", "kan", "ku", "mu", "lah", "kah", "dong"];
        let without_ending = endings.iter().filter_map(|ending| word.strip_suffix(ending));
        let bodies: Vec<&str> = std::iter::once(word).chain(without_ending).filter(|body| body.len() >= 3).collect();
        let inner = bodies.iter().filter_map(|body| body.strip_suffix("in")).filter(|body| body.len() >= 3);
        let all: Vec<&str> = bodies.iter().copied().chain(inner).collect();
        let mut bodies = all.iter().flat_map(|body| beginnings(body)).filter(|body| body != word);
        bodies.find_map(|body| self.root(&body))
    }

    fn root(&self, body: &str) -> Option<String> {
        if let Some(stem) = exception(body) {
            return Some(stem.to_owned());
        }
        if is_root(body) {
            return Some(body.to_owned());
        }
        let formal = self.formal.stem_word(body);
        is_root(&formal).then(|| formal.into_owned())
    }
}

/// The word itself and what may have stood before a colloquial prefix was put on it.
fn beginnings(body: &str) -> Vec<String> {
    let mut found = vec![body.to_owned()];
    for prefix in ["nge", "di", "ke", "se", "ter", "ber", "meng", "men", "mem", "me", "pe"] {
        found.extend(body.strip_prefix(prefix).filter(|rest| rest.len() >= 3).map(str::to_owned));
    }
    // N- swallows the first consonant: ngirim < kirim, nyari < cari, nyimpen < simpen, nulis < tulis, mesen < pesen.
    for (prefix, swallowed) in [("ng", "k"), ("ng", ""), ("ny", "c"), ("ny", "s"), ("n", "t"), ("m", "p")] {
        found.extend(body.strip_prefix(prefix).filter(|rest| rest.len() >= 3).map(|rest| format!("{swallowed}{rest}")));
    }
    found
}

fn exception(word: &str) -> Option<&'static str> {
    EXCEPTIONS.iter().find(|(form, _)| *form == word).map(|(_, stem)| *stem)
}

fn is_root(word: &str) -> bool {
    LOANS.contains(&word) || DICTIONARY.find(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formal_and_colloquial_forms_meet() {
        let stemmer = IndonesianStemmer::new();
        let families: &[(&str, &[&str])] = &[
            ("batal", &["membatalkan", "dibatalin", "ngebatalin", "pembatalan", "batalnya", "batalin", "dibatalkan"]),
            ("kirim", &["ngirim", "dikirim", "pengiriman", "kirimnya", "mengirimkan", "kirimin"]),
            ("kembali", &["pengembalian", "mengembalikan", "dikembaliin", "kembaliin", "dikembalikan"]),
            ("cancel", &["dicancel", "cancelnya", "ngecancel", "cancelin"]),
            ("refund", &["refundnya", "direfund", "ngerefund"]),
            ("bayar", &["membayar", "pembayaran", "dibayar", "bayarin", "bayarnya", "dibayarin", "terbayar"]),
            ("beli", &["beliin", "membeli", "dibeli", "pembelian"]),
            ("terima", &["diterima", "penerima", "menerima", "nerima"]),
        ];
        for (root, forms) in families {
            for form in *forms {
                assert_eq!(stemmer.stem(form), *root, "{form}");
            }
        }
    }
}
