//! In which script a text in Chinese is written: simplified or traditional characters.
//!
//! Told by the characters that only one of the two has, whichever are more. Many are in both (你, 好, 取, 消), and some
//! look like evidence and are none: 后 is a simplified 後 and a traditional empress, 里 a simplified 裡 and a traditional
//! mile. Hong Kong, Macao and Taiwan write the same script here.
//!
//! What is absent here: which script somebody reads, which is the session's business, and how one becomes the other.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{is_han, simplified};

/// How Chinese is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Script {
    /// As in mainland China, Singapore and Malaysia, and as articles and locale files are kept.
    #[default]
    #[serde(rename = "hans")]
    Simplified,
    /// As in Hong Kong, Macao and Taiwan.
    #[serde(rename = "hant")]
    Traditional,
}

/// Characters that stand for a traditional one in simplified texts and are traditional ones themselves, or are written
/// by either side: evidence of nothing. All those that a converter to traditional characters leaves alone (for Hong Kong
/// or for Taiwan) are among them, which a test sees to; the first line are the others, common surnames too.
const SHARED: &str = "\
    丑丰于云亘仆伙余佣准凶划占厘叶吁后咨咸夸尸岩岳帘干征托挂斗朴杠杰涂涌淀游熏筑腊腌膻范蚝蜡蝎跖辟郁采里覆藉阪\
    佛俊修借僵克兑冢冬凌出刮制千升卜卧即卷叁只台吃合吊同向呆周咽哄唇喂噪回困囱埼奸姜娘媪家局峰巨布席幸床庵弦彩御志\
    念恤悦愈愠戚户才扎扣折拐挨挲挽捆捝揾搜教敚旋旗既昆暗曲朱杆杯松板查栗核梁棁棋棱榅欲氲污沈沾泄泛注涚温溯漓灶煴\
    玩璇症痴皂真矩私秋秘税粽糊糖系累群胄胡脱腽致舍芸苔葱蒀蒙蓑蔑蜕表谷踊逾酸雕面飧";

/// The characters that only one script has. Asked for the first time, they are read off the tables of the converter, in
/// some milliseconds.
static TELLING: LazyLock<HashMap<char, Script>> = LazyLock::new(|| {
    let mut telling = HashMap::new();
    let shared = |letter: char| SHARED.contains(letter);
    for traditional in ('\u{3400}'..='\u{9fff}').filter(|letter| is_han(*letter)) {
        let simplified = simplified(traditional.encode_utf8(&mut [0; 4]));
        let Some(simplified) = simplified.chars().next().filter(|simplified| *simplified != traditional) else {
            continue;
        };
        if !shared(traditional) {
            telling.insert(traditional, Script::Traditional);
        }
        if !shared(simplified) {
            telling.entry(simplified).or_insert(Script::Simplified);
        }
    }
    telling
});

impl Script {
    /// The script that a text in Chinese is written in; `None` where its characters do not tell, or as many speak for
    /// one as for the other. A text with Japanese endings in it is not Chinese, and tells nothing.
    pub fn of(text: &str) -> Option<Script> {
        // The possessive particle の is fashionable in Chinese.
        if text.chars().any(|letter| matches!(letter, '\u{3041}'..='\u{3096}') && letter != 'の') {
            return None;
        }
        let letters = text.chars().filter(|letter| is_han(*letter));
        let balance: i64 = letters.filter_map(|letter| TELLING.get(&letter)).map(|script| script.weight()).sum();
        match balance {
            0 => None,
            1.. => Some(Script::Traditional),
            _ => Some(Script::Simplified),
        }
    }

    fn weight(self) -> i64 {
        if self == Script::Traditional { 1 } else { -1 }
    }

    /// The script that a text names: 请用繁体. For a text that asks for a language or a script.
    pub fn named_in(text: &str) -> Option<Script> {
        let text = text.to_lowercase();
        let named = |names: &[&str]| names.iter().any(|name| text.contains(name));
        let traditional = named(&["繁体", "繁體", "繁中", "正体", "正體", "traditional", "tradisional", "zh-hant"]);
        let simplified = named(&["简体", "簡體", "简中", "簡中", "simplified", "zh-hans"]);
        match (traditional, simplified) {
            (true, false) => Some(Script::Traditional),
            (false, true) => Some(Script::Simplified),
            _ => None,
        }
    }

    /// The script that the readers of an IETF tag of Chinese have, such as Telegram's `language_code`: `zh-hant`, `zh-TW`,
    /// `zh-Hans-SG`. `None` for `zh` alone and for any other language.
    pub fn from_tag(tag: &str) -> Option<Script> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let is_chinese = parts.next() == Some("zh");
        let script_of = |part: &str| match part {
            "hant" | "tw" | "hk" | "mo" => Some(Script::Traditional),
            "hans" | "cn" | "sg" | "my" => Some(Script::Simplified),
            _ => None,
        };
        // A script that is named counts for more than a country, and stands before it.
        parts.find_map(script_of).filter(|_| is_chinese)
    }
}

#[cfg(test)]
mod tests {
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;

    use super::Script::{Simplified, Traditional};
    use super::*;

    #[test]
    fn the_characters_tell_the_script_where_they_can() {
        for (text, script) in [
            ("怎麼取消訂單", Some(Traditional)),
            ("怎么取消订单", Some(Simplified)),
            // Hong Kong and Macao, and Taiwan.
            ("點樣取消訂單呀，仲未出貨喎", Some(Traditional)),
            ("我嘅單幾時到", Some(Traditional)),
            ("請問超商取貨可以退嗎", Some(Traditional)),
            ("這邊可以開發票嗎", Some(Traditional)),
            // What all write alike.
            ("你好", None),
            ("我要退款", None),
            ("取消", None),
            ("", None),
            ("gmn cara byr", None),
            ("577012345678901234", None),
        ] {
            assert_eq!(Script::of(text), script, "{text}");
        }
    }

    #[test]
    fn in_a_mixed_text_the_greater_part_counts() {
        for (text, script) in [
            ("我叫陳國偉，订单怎么还没发货", Some(Simplified)),
            ("收件人陳小姐，请问怎么改地址", Some(Simplified)),
            ("朋友说可以退款，請問這個訂單怎麼辦", Some(Traditional)),
            ("refund 多久會到帳", Some(Traditional)),
            ("COD 可以吗", Some(Simplified)),
            ("这個", None),
        ] {
            assert_eq!(Script::of(text), script, "{text}");
        }
    }

    #[test]
    fn a_character_of_both_scripts_is_evidence_of_nothing() {
        for text in ["后", "里", "台", "只", "干", "面", "表", "范", "叶", "余", "著", "着", "覆", "平台", "公里"]
        {
            assert_eq!(Script::of(text), None, "{text}");
        }
        assert_eq!(Script::of("後"), Some(Traditional));
        assert_eq!(Script::of("几"), Some(Simplified));
    }

    #[test]
    fn japanese_is_not_told_by_its_characters() {
        for (text, script) in [
            ("注文をキャンセルしたい", None),
            ("配達が遅い、返品したいです", None),
            ("円図対", None),
            // Names of things, in a sentence that is Chinese.
            ("請問ワンピース的訂單可以退嗎", Some(Traditional)),
            ("我の订单在哪", Some(Simplified)),
        ] {
            assert_eq!(Script::of(text), script, "{text}");
        }
    }

    #[test]
    fn the_language_of_an_app_tells_the_script_of_its_reader() {
        for (tag, script) in [
            ("zh-hant", Some(Traditional)),
            ("zh-TW", Some(Traditional)),
            ("zh_HK", Some(Traditional)),
            ("zh-Hant-MO", Some(Traditional)),
            ("zh-MO", Some(Traditional)),
            ("zh-hans", Some(Simplified)),
            ("zh-Hans-HK", Some(Simplified)),
            ("zh-CN", Some(Simplified)),
            ("zh", None),
            ("en-HK", None),
            ("id", None),
            ("", None),
        ] {
            assert_eq!(Script::from_tag(tag), script, "{tag}");
        }
    }

    #[test]
    fn a_script_can_be_asked_for() {
        for (text, script) in [
            ("请用繁体", Some(Traditional)),
            ("可以講繁體中文嗎", Some(Traditional)),
            ("簡體就好", Some(Simplified)),
            ("Traditional Chinese please", Some(Traditional)),
            ("繁体还是简体", None),
            ("说中文", None),
        ] {
            assert_eq!(Script::named_in(text), script, "{text}");
        }
    }

    #[test]
    fn what_a_writer_of_traditional_characters_may_type_speaks_for_no_simplified_ones() {
        let standards = [BuiltinConfig::S2t, BuiltinConfig::S2tw, BuiltinConfig::S2hk];
        let standards: Vec<OpenCC> = standards.into_iter().flat_map(OpenCC::from_config).collect();
        assert_eq!(standards.len(), 3);
        let simplified: Vec<String> =
            TELLING.iter().filter(|(_, script)| **script == Simplified).map(|(letter, _)| letter.to_string()).collect();
        assert!(simplified.len() > 2_000, "{}", simplified.len());
        for standard in standards {
            let kept: Vec<&String> = simplified.iter().filter(|letter| standard.convert(letter) == **letter).collect();
            assert!(kept.is_empty(), "{kept:?}");
        }
    }
}
