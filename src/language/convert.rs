//! From one script of Chinese to the other, by the tables of Open Chinese Convert (OpenCC), which the program carries
//! inside.
//!
//! To simplified characters it is a fold: what people wrote is compared, never shown. To traditional ones it is
//! orthography: what the bot says is read. The latter takes the Taiwanese standard of characters (`s2tw`):
//!
//! - Not `s2twp`, which puts Taiwanese words in the place of mainland ones as well (设置 becomes 設定). What stands on a
//!   button of an app would not be recognised any more in the article that quotes it: 【取消订单】 has to become
//!   【取消訂單】 and nothing else. Its words are wrong in Hong Kong besides, and not seldom in their place.
//! - Not `s2t`, whose forms are those of old dictionaries (爲, 裏, 羣, 喫); nobody types them.
//! - Not `s2hk`: its forms are those of a list for schools (説, 税, 户, 枱), which the keyboards of Hong Kong do not write
//!   either. 裡, 著 and 為 are read there without a thought; of the few that would stand out, 臺 is set right by
//!   `traditional.txt`, with the words that the tables get wrong.
//!
//! The tables to traditional characters cost 4 MiB and 2 ms, so that nobody pays for them before the first reader of
//! traditional characters comes. What is absent here: which script somebody writes.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

static SIMPLIFIED: LazyLock<Converter> = LazyLock::new(|| Converter {
    // The tables are part of the program: they are sure to be there.
    table: OpenCC::from_config(BuiltinConfig::T2s).ok(),
    words: None,
});
static TRADITIONAL: LazyLock<Converter> = LazyLock::new(|| Converter {
    table: OpenCC::from_config(BuiltinConfig::S2tw).ok(),
    words: Words::read(include_str!("traditional.txt")),
});

/// A text in simplified characters.
pub fn simplified(text: &str) -> String {
    SIMPLIFIED.convert(text)
}

/// A text in traditional characters. One that is in them already stays as it is, but for characters that the
/// two scripts share in different meanings.
pub fn traditional(text: &str) -> String {
    TRADITIONAL.convert(text)
}

/// Turns one script of Chinese into the other; anything else stays as it is.
struct Converter {
    table: Option<OpenCC>,
    words: Option<Words>,
}

impl Converter {
    fn convert(&self, text: &str) -> String {
        let by_table = |text: &str| self.table.as_ref().map_or_else(|| text.to_owned(), |table| table.convert(text));
        let Some(words) = &self.words else { return by_table(text) };
        let mut converted = String::with_capacity(text.len());
        let mut done = 0;
        for found in words.finder.find_iter(text) {
            converted.push_str(&by_table(&text[done..found.start()]));
            converted.push_str(&words.written[found.pattern()]);
            done = found.end();
        }
        converted.push_str(&by_table(&text[done..]));
        converted
    }
}

/// Words that go before the tables.
struct Words {
    finder: AhoCorasick,
    /// How each is written in the other script.
    written: Vec<String>,
}

impl Words {
    fn read(list: &str) -> Option<Words> {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let (words, written): (Vec<&str>, Vec<String>) =
            lines.filter_map(|line| line.split_once('\t')).map(|(word, written)| (word, written.to_owned())).unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
        Some(Words { finder, written })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_folded() {
        assert_eq!(simplified("週一至週五 上午九點，訂單"), "周一至周五 上午九点，订单");
    }

    #[test]
    fn what_an_app_calls_its_buttons_is_recognised_character_by_character() {
        for (simplified, expected) in [
            ("【取消订单】", "【取消訂單】"),
            ("**设置 > 账号与安全**", "**設置 > 賬號與安全**"),
            ("打开订单，点击 **Batalkan Pesanan**。", "打開訂單，點擊 **Batalkan Pesanan**。"),
            ("JX-1, Rp 105,000 {$shop} `577…`", "JX-1, Rp 105,000 {$shop} `577…`"),
            ("", ""),
        ] {
            assert_eq!(traditional(simplified), expected);
        }
    }

    #[test]
    fn forms_are_those_that_hong_kong_and_taiwan_type() {
        for (simplified, expected) in [
            ("平台客服在柜台后面", "平台客服在櫃台後面"),
            ("台风天不派送", "颱風天不派送"),
            ("因为群里的人都说着这里", "因為群裡的人都說著這裡"),
            ("银行户头要交税", "銀行戶頭要交稅"),
        ] {
            assert_eq!(traditional(simplified), expected);
        }
    }

    #[test]
    fn words_of_this_trade_are_not_cut_wrongly() {
        for (simplified, expected) in [
            ("拍下包裹和面单", "拍下包裹和面單"),
            ("由发卡行决定，头发也是", "由發卡行決定，頭髮也是"),
            ("多半只能收一次，买家私下转账", "多半只能收一次，買家私下轉賬"),
            ("粘贴并发送，一并保存", "粘貼並發送，一併保存"),
            ("从货款里扣，卡里有钱", "從貨款裡扣，卡裡有錢"),
            ("进群后，3 天后冲正", "進群後，3 天後沖正"),
            ("请回复这条，再恢复，来回复制", "請回覆這條，再恢復，來回複製"),
            ("干净的标签，准备复核", "乾淨的標籤，準備複核"),
        ] {
            assert_eq!(traditional(simplified), expected);
        }
    }

    #[test]
    fn traditional_text_stays_what_it_is() {
        for text in ["訂單已經取消，請聯繫商家。", "皇后大道中，公里，平台，颱風"] {
            assert_eq!(traditional(text), text);
        }
    }
}
