//! Suggestions as Telegram wants them: one result per article, with a button to the bot on the message
//! that is sent when somebody picks it.
//!
//! A result has no picture: Telegram would load it from a server, and the bot has none. The line under
//! the title stands for it.

use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText,
};

use super::MESSAGE_UNITS;
use super::markup;
use super::me::Me;
use super::outgoing::NO_PREVIEW;
use crate::service::{Suggestion, Suggestions};

/// The most results that Telegram takes (<https://core.telegram.org/bots/api#answerinlinequery>).
const RESULTS: usize = 50;

/// The longest id of a result, in bytes.
const ID_BYTES: usize = 64;

/// So long Telegram may answer the same text by itself, in seconds. Articles change with a new start
/// at the most.
const CACHED: u32 = 300;

/// The same for staff, whose short replies and tickets change while they work.
const CACHED_FOR_STAFF: u32 = 10;

/// The payload of `/start` when somebody comes to the bot from another chat. It names nothing, so the
/// bot says hello.
const FROM_INLINE: &str = "inline";

/// The answer to what somebody typed.
///
/// Telegram keeps an answer by the bot and the text alone. Where the text does not tell its language,
/// the answer is in that of the writer's app, and must not be handed to somebody else who types the
/// same: it is kept for this person only. So is what is suggested to staff.
pub(super) fn answer(query: InlineQueryId, suggestions: Suggestions, me: &Me) -> AnswerInlineQuery {
    let Suggestions { certain, for_staff, open_chat, articles, .. } = suggestions;
    let results = articles.into_iter().filter_map(|article| result(article, me)).take(RESULTS);
    let cached = if for_staff { CACHED_FOR_STAFF } else { CACHED };
    let mut answer = AnswerInlineQuery::new(query, results).cache_time(cached).is_personal(for_staff || !certain);
    if !open_chat.trim().is_empty() {
        let kind = InlineQueryResultsButtonKind::StartParameter(FROM_INLINE.to_owned());
        answer = answer.button(InlineQueryResultsButton { text: open_chat, kind });
    }
    answer
}

/// One article. Telegram would refuse all of them for one that is too long.
fn result(suggestion: Suggestion, me: &Me) -> Option<InlineQueryResult> {
    let Suggestion { article, title, line, message } = suggestion;
    let flat = message.flat();
    let fits = (1..=ID_BYTES).contains(&article.as_str().len()) && message.length() <= MESSAGE_UNITS;
    if !fits || title.trim().is_empty() || flat.text.trim().is_empty() {
        tracing::error!(
            article = article.as_str(),
            "an article cannot be suggested: its id or text is too long or empty"
        );
        return None;
    }
    let entities = markup::entities(&flat);
    let content = InputMessageContentText::new(flat.text).entities(entities).link_preview_options(NO_PREVIEW);
    let mut result = InlineQueryResultArticle::new(article.as_str(), title, InputMessageContent::Text(content));
    result.description = Some(line).filter(|line| !line.trim().is_empty());
    result.reply_markup = markup::keyboard(&message.buttons, me);
    Some(InlineQueryResult::Article(result))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::knowledge::{ArticleId, Block, Span};
    use crate::language::Language;
    use crate::voice::{Message, MessageButton, Press};

    fn suggestion(id: &str, text: &str) -> Suggestion {
        let press = Press::Private { private: format!("a_{id}") };
        Suggestion {
            article: ArticleId::from(id),
            title: "Batalkan pesanan".to_owned(),
            line: "Buka pesanan.".to_owned(),
            message: Message {
                blocks: vec![Block::Heading(vec![Span::plain("Batal")]), Block::Paragraph(vec![Span::plain(text)])],
                buttons: vec![vec![MessageButton { label: "Tanya".to_owned(), press }]],
                ..Message::default()
            },
        }
    }

    fn answered(certain: bool, articles: Vec<Suggestion>) -> Value {
        let (language, open_chat) = (Language::Indonesian, "Tanya asisten".to_owned());
        told(Suggestions { language, certain, for_staff: false, open_chat, articles })
    }

    fn told(suggestions: Suggestions) -> Value {
        let me = Me { id: 9, username: Some("melati_bot".to_owned()), inline: true };
        serde_json::to_value(answer(InlineQueryId("q".to_owned()), suggestions, &me)).unwrap_or_default()
    }

    #[test]
    fn an_article_is_a_result_whose_message_leads_to_the_bot() {
        let expected = json!({
            "inline_query_id": "q", "cache_time": 300, "is_personal": false,
            "button": {"text": "Tanya asisten", "start_parameter": "inline"},
            "results": [{
                "type": "article", "id": "cancel-order", "title": "Batalkan pesanan", "description": "Buka pesanan.",
                "input_message_content": {
                    "message_text": "Batal\n\nKetuk OK", "entities": [{"type": "bold", "offset": 0, "length": 5}],
                    "link_preview_options": {"is_disabled": true},
                },
                "reply_markup": {"inline_keyboard": [
                    [{"text": "Tanya", "url": "https://t.me/melati_bot?start=a_cancel-order"}],
                ]},
            }],
        });
        assert_eq!(answered(true, vec![suggestion("cancel-order", "Ketuk OK")]), expected);
    }

    #[test]
    fn without_anything_that_fits_there_is_still_the_button_and_what_depends_on_the_reader_is_theirs() {
        let answer = answered(false, Vec::new());
        assert_eq!((&answer["results"], &answer["is_personal"]), (&json!([]), &json!(true)));
        assert_eq!(answer["button"]["text"], "Tanya asisten");
    }

    #[test]
    fn what_is_suggested_to_staff_is_for_them_alone_and_soon_forgotten() {
        let articles = vec![suggestion("cancel-order", "Ketuk OK")];
        let (language, open_chat) = (Language::English, String::new());
        let answer = told(Suggestions { language, certain: true, for_staff: true, open_chat, articles });
        assert_eq!((&answer["cache_time"], &answer["is_personal"]), (&json!(10), &json!(true)));
        assert_eq!((answer["results"].as_array().map(Vec::len), &answer["button"]), (Some(1), &json!(null)));
    }

    #[test]
    fn one_article_that_telegram_would_refuse_spoils_no_other() {
        let bad = [suggestion("", "x"), suggestion(&"i".repeat(65), "x"), suggestion("long", &"x".repeat(4096))];
        let all = bad.into_iter().chain([suggestion("good", "x")]).collect();
        let results = answered(true, all)["results"].clone();
        assert_eq!(results.as_array().map(Vec::len), Some(1));
        assert_eq!(results[0]["id"], "good");
        let many = (0..60).map(|number| suggestion(&number.to_string(), "x")).collect();
        assert_eq!(answered(true, many)["results"].as_array().map(Vec::len), Some(50));
    }
}
