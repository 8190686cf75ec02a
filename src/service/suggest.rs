//! What fits a text that somebody types in another chat, before it is sent: [`Service::suggest`].
//!
//! Nothing is stored of it, and nobody's conversation changes.

use std::sync::Arc;

use super::reading::CORES;
use super::receive::Service;
use super::situation;
use crate::conversation::notice::with_notices;
use crate::conversation::{Button, Content, Context, Placement, Reply, Situation};
use crate::knowledge::{ArticleId, Block, Span, Topic};
use crate::language::Language;
use crate::understanding::Understand;
use crate::voice::Message;

/// So many articles are suggested at once: what a phone shows without scrolling far.
const MOST: usize = 10;

/// The longest line under a title, in characters.
const LINE_CHARS: usize = 120;

/// What fits, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The language of all of it.
    pub language: Language,
    /// Whether the text itself tells the language: the suggestions are the same for everybody then.
    pub certain: bool,
    /// What stands on the button that opens the private chat.
    pub open_chat: String,
    /// The articles.
    pub articles: Vec<Suggestion>,
}

/// An article that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The beginning of its answer, in one line.
    pub line: String,
    /// What is sent when it is picked.
    pub message: Message,
}

impl Service {
    /// The articles that fit a text, in its language or, where it does not tell, in that of the
    /// writer's app.
    pub async fn suggest(&self, query: String, hint: Option<Language>) -> Suggestions {
        let service = self.clone();
        let fallback = hint.unwrap_or(self.default_language);
        let (bot, now) = (Arc::clone(&self.bot), (self.clock)());
        let situation = self.store.transaction(move |sql| situation::of_shop(sql, &bot, now, None)).await;
        // Without the store there are no notices, but there are answers.
        let situation = situation.unwrap_or_default();
        let _permit = CORES.acquire().await;
        let suggested = tokio::task::spawn_blocking(move || service.fitting(&query, fallback, situation)).await;
        suggested.unwrap_or_else(|_| self.none(fallback))
    }

    fn fitting(&self, query: &str, fallback: Language, situation: Situation) -> Suggestions {
        let understanding: &Arc<dyn Understand> = &self.understanding;
        let understood = understanding.understand(query);
        let certain = understood.language.is_some() && understood.language_certain;
        let language = understood.language.filter(|_| certain).unwrap_or(fallback);
        let fitting = understanding.suggest(query, &understood, language);
        let ids = if query.trim().is_empty() { self.one_of_each_topic() } else { fitting };
        let context = Context {
            library: &self.library,
            understanding: &**understanding,
            default_language: self.default_language,
            rules: &self.orders.rules,
            situation,
        };
        let articles = ids.into_iter().filter_map(|id| self.suggestion(&context, id, language)).take(MOST).collect();
        Suggestions { certain, articles, ..self.none(language) }
    }

    /// Something of everything, for somebody who has not typed anything yet.
    fn one_of_each_topic(&self) -> Vec<ArticleId> {
        let topics = self.library.topics.iter();
        let first = |topic: &Topic| self.library.articles.values().find(|article| article.topic == topic.id);
        topics.filter_map(first).map(|article| article.id.clone()).collect()
    }

    fn none(&self, language: Language) -> Suggestions {
        let open_chat = self.voice.label(language, "inline-open-chat");
        Suggestions { language, certain: false, open_chat, articles: Vec::new() }
    }

    fn suggestion(&self, context: &Context<'_>, article: ArticleId, language: Language) -> Option<Suggestion> {
        let text = self.library.text(&article, language)?;
        let (title, line) = (text.title.clone(), first_line(&text.body));
        let reply = Reply {
            language,
            placement: Placement::New,
            content: Content::Article(article.clone()),
            buttons: vec![vec![Button::Private(Some(article.clone()))]],
            asides: Vec::new(),
        };
        let message = self.voice.render(&self.library, &with_notices(context, reply));
        Some(Suggestion { article, title, line, message })
    }
}

/// The beginning of the first paragraph.
fn first_line(body: &[Block]) -> String {
    let paragraph = body.iter().find_map(|block| match block {
        Block::Paragraph(spans) => Some(spans),
        _ => None,
    });
    let words: String = paragraph.into_iter().flatten().map(|span: &Span| span.text.as_str()).collect();
    if words.chars().count() <= LINE_CHARS {
        return words;
    }
    let cut: String = words.chars().take(LINE_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}
