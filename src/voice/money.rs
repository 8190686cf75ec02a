//! Amounts of money and stretches of time in the reader's language: digits by the rules of ICU (CLDR), the words
//! around them from the locale files.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;

use super::dates::locale_of;
use super::wording::Voice;
use crate::language::Language;
use crate::orders::{Currency, Money};

const MINUTE_MS: i64 = 60 * 1000;

impl Voice {
    /// An amount: *Rp 105.000* in Indonesian, *Rp 105,000* elsewhere. Decimal places stand there only where they
    /// are not all zero.
    pub fn money(&self, language: Language, money: Money) -> String {
        let mut amount = Decimal::from(money.minor);
        amount.multiply_pow10(-i16::try_from(money.currency.decimals()).unwrap_or_default());
        amount.absolute.trim_end();
        let written = DecimalFormatter::try_new(locale_of(language).into(), Default::default())
            .map_or_else(|_| amount.to_string(), |formatter| formatter.format(&amount).to_string());
        let symbol = if money.currency == Currency::IDR {
            self.label(language, "currency-idr")
        } else {
            money.currency.code().to_owned()
        };
        self.plain(language, "money", &[("symbol", &symbol), ("amount", &written)])
    }

    /// A stretch of time, in days and hours, hours and minutes, or minutes; a part of a minute counts for one.
    pub fn span(&self, language: Language, milliseconds: i64) -> String {
        let minutes = (milliseconds.max(0) + MINUTE_MS - 1) / MINUTE_MS;
        let (days, hours, rest) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
        let number = |number: i64| number.to_string();
        let values = [("days", number(days)), ("hours", number(hours)), ("minutes", number(rest))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let key = match (days, hours, rest) {
            (0, 0, _) => "span-minutes",
            (0, _, 0) => "span-whole-hours",
            (0, ..) => "span-hours",
            (_, 0, _) => "span-whole-days",
            _ => "span-days",
        };
        self.plain(language, key, &values)
    }
}

/// What the locale files must hold for this file.
pub(super) const LABELS: &[&str] =
    &["currency-idr", "money", "span-days", "span-hours", "span-minutes", "span-whole-days", "span-whole-hours"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;

    fn each(worded: impl Fn(&Voice, Language) -> String) -> Vec<String> {
        let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
        Language::ALL.into_iter().map(|language| worded(&voice, language).replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn amounts_follow_the_language() {
        let rupiah = Money { minor: 10_500_000, currency: Currency::IDR };
        assert_eq!(each(|voice, language| voice.money(language, rupiah)), ["Rp 105.000", "Rp 105,000", "Rp 105,000"]);
        let dollars = Currency::new("USD").map(|currency| Money { minor: 125_050, currency });
        let worded = |voice: &Voice, language| dollars.map_or(String::new(), |dollars| voice.money(language, dollars));
        assert_eq!(each(worded), ["USD 1.250,5", "USD 1,250.5", "USD 1,250.5"]);
    }

    #[test]
    fn spans_follow_the_language() {
        let of = |minutes: i64| each(|voice, language| voice.span(language, minutes * MINUTE_MS));
        assert_eq!(of(200), ["3 jam 20 menit", "3小时20分钟", "3 h 20 min"]);
        assert_eq!(of(180), ["3 jam", "3小时", "3 h"]);
        assert_eq!(of(48 * 60), ["2 hari", "2天", "2 d"]);
        assert_eq!(of(26 * 60), ["1 hari 2 jam", "1天2小时", "1 d 2 h"]);
        assert_eq!(of(5), ["5 menit", "5分钟", "5 min"]);
    }
}
