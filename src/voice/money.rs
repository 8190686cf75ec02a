//! Amounts of money and stretches of time in the reader's language: digits by the rules of ICU (CLDR), the words
//! around them from the locale files.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;

use super::dates::icu_locale;
use super::wording::Voice;
use crate::language::Locale;
use crate::orders::{Currency, Money};

const MINUTE_MS: i64 = 60 * 1000;

impl Voice {
    /// An amount: *Rp 105.000* in Indonesian, *Rp 105,000* elsewhere. Decimal places stand there only where they
    /// are not all zero.
    pub fn money(&self, locale: Locale, money: Money) -> String {
        let mut amount = Decimal::from(money.minor);
        amount.multiply_pow10(-i16::try_from(money.currency.decimals()).unwrap_or_default());
        amount.absolute.trim_end();
        let written = DecimalFormatter::try_new(icu_locale(locale).into(), Default::default())
            .map_or_else(|_| amount.to_string(), |formatter| formatter.format(&amount).to_string());
        let symbol = if money.currency == Currency::IDR {
            self.label(locale, "currency-idr")
        } else {
            money.currency.code().to_owned()
        };
        self.plain(locale, "money", &[("symbol", &symbol), ("amount", &written)])
    }

    /// A stretch of time, in days and hours, hours and minutes, or minutes; a part of a minute counts for one.
    pub fn span(&self, locale: Locale, milliseconds: i64) -> String {
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
        self.plain(locale, key, &values)
    }
}

/// What the locale files must hold for this file.
pub(super) const LABELS: &[&str] =
    &["currency-idr", "money", "span-days", "span-hours", "span-minutes", "span-whole-days", "span-whole-hours"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;
    use crate::language::Language;

    fn each(worded: impl Fn(&Voice, Locale) -> String) -> Vec<String> {
        let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
        Language::ALL
            .into_iter()
            .map(|language| worded(&voice, Locale::as_kept(language)).replace('\u{a0}', " "))
            .collect()
    }

    #[test]
    fn amounts_follow_the_language() {
        let rupiah = Money { minor: 10_500_000, currency: Currency::IDR };
        assert_eq!(each(|voice, locale| voice.money(locale, rupiah)), ["Rp 105.000", "Rp 105,000", "Rp 105,000"]);
        let dollars = Currency::new("USD").map(|currency| Money { minor: 125_050, currency });
        let worded = |voice: &Voice, locale| dollars.map_or(String::new(), |dollars| voice.money(locale, dollars));
        assert_eq!(each(worded), ["USD 1.250,5", "USD 1,250.5", "USD 1,250.5"]);
    }

    #[test]
    fn spans_follow_the_language() {
        let of = |minutes: i64| each(|voice, locale| voice.span(locale, minutes * MINUTE_MS));
        assert_eq!(of(200), ["3 jam 20 menit", "3小时20分钟", "3 h 20 min"]);
        assert_eq!(of(180), ["3 jam", "3小时", "3 h"]);
        assert_eq!(of(48 * 60), ["2 hari", "2天", "2 d"]);
        assert_eq!(of(26 * 60), ["1 hari 2 jam", "1天2小时", "1 d 2 h"]);
        assert_eq!(of(5), ["5 menit", "5分钟", "5 min"]);
    }
}
