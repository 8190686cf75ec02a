//! What fits a text that somebody types in another chat, before it is sent: [`Service::suggest`].
//!
//! Nothing is stored of it, and nobody's conversation changes.

use std::sync::Arc;

use super::reading::CORES;
use super::receive::Service;
use super::situation;
use crate::conversation::notice::with_notices;
use crate::conversation::{Button, Content, Context, Moment, Placement, Reply, Session, Situation, standing_script};
use crate::knowledge::{ArticleId, Block, Fillings, Span, Topic};
use crate::language::{Language, Locale, Script};
use crate::measures;
use crate::store::{desk, sessions};
use crate::understanding::Understand;
use crate::voice::Message;

/// So many articles are suggested at once: what a phone shows without scrolling far.
const MOST: usize = 10;

/// The longest line under a title, in characters.
const LINE_CHARS: usize = 120;

/// Who types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asker {
    /// Their private conversation with the bot, whether or not there is one.
    pub conversation: Option<String>,
    /// The language of their app, when it is one of ours.
    pub language_hint: Option<Language>,
    /// The script of their app, where its language is a Chinese that tells it.
    pub script_hint: Option<Script>,
    /// Whether they type in a group.
    pub in_group: bool,
}

/// What fits, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The language of all of it.
    pub language: Language,
    /// Whether the text itself tells the language: the suggestions are the same for everybody then.
    pub certain: bool,
    /// Whether somebody of the staff asks: what is picked tells the bot what to send.
    pub for_staff: bool,
    /// What stands on the button that opens the private chat; empty where there is none.
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
    /// The articles that fit a text, in its language and script or, where it does not tell, in those of the writer.
    /// Staff who ask in a group, which may be theirs, get the means to send them to a customer instead, whose
    /// language the bot knows.
    pub async fn suggest(&self, query: String, asker: Asker) -> Suggestions {
        let for_staff = match asker.conversation.as_ref().filter(|_| asker.in_group) {
            Some(conversation) => self.is_agent(conversation).await,
            None => false,
        };
        let service = self.current();
        measures::update("inline_query");
        let (bot, now, language_hint) = (Arc::clone(&self.bot), (self.clock)(), asker.language_hint);
        let known = self.store.transaction(move |sql| {
            let session = match &asker.conversation {
                Some(conversation) => sessions::load(sql, &bot, conversation)?,
                None => Session::default(),
            };
            let moment = Moment { script_hint: asker.script_hint, ..Moment::default() };
            Ok((situation::of_shop(sql, &bot, now, None)?, standing_script(&session, moment)))
        });
        // Without the store there are no notices, but there are answers.
        let (situation, script) = known.await.unwrap_or_default();
        let fallback = match for_staff {
            true => self.desk.rules.language,
            false => language_hint.unwrap_or(self.default_language),
        };
        let _permit = CORES.acquire().await;
        let suggested = tokio::task::spawn_blocking(move || {
            // The side of staff is not converted.
            let told = if for_staff { Some(Script::default()) } else { Script::of(&query) };
            let suggestions = service.fitting(&query, fallback, (told, script), situation);
            if for_staff { service.to_be_sent(&query, suggestions) } else { suggestions }
        });
        suggested.await.unwrap_or_else(|_| self.none(Locale::new(fallback, script)))
    }

    /// Whether somebody is of the staff, which means has written in the support group. Who is to get an answer
    /// while the store is out of order is not.
    pub async fn is_agent(&self, who: &str) -> bool {
        let (bot, who) = (Arc::clone(&self.bot), who.to_owned());
        let known = self.store.transaction(move |sql| desk::is_agent(sql, &bot, &who));
        known.await.unwrap_or_default()
    }

    /// The same suggestions as words for the bot: what to send to the customer in whose topic they are said. The
    /// merchant's own short replies come first.
    fn to_be_sent(&self, query: &str, suggestions: Suggestions) -> Suggestions {
        let replies = self.short_replies(query, suggestions.language).into_iter();
        let articles =
            suggestions.articles.into_iter().map(|one| Suggestion { message: order_to_send(&one.article), ..one });
        let articles = replies.chain(articles).take(MOST).collect();
        Suggestions { for_staff: true, open_chat: String::new(), articles, ..suggestions }
    }

    /// The merchant's short replies whose titles have every word of a text in them, or the beginning of one.
    fn short_replies(&self, query: &str, language: Language) -> Vec<Suggestion> {
        let wanted = query.to_lowercase();
        let fits = |title: &str| {
            let title = title.to_lowercase();
            wanted.split_whitespace().all(|word| title.contains(word))
        };
        let replies = self.library.replies.iter().filter_map(|(id, reply)| {
            let text = reply.texts.get(&language).or_else(|| reply.texts.values().next())?;
            let fillings = Fillings { name: None, order: None, shop: self.voice.shop() };
            let blocks = reply.filled(language, &fillings).unwrap_or_else(|| text.body.clone());
            let line = Message { blocks, ..Message::default() }.flat().text;
            let article = ArticleId::from(id.as_str());
            let message = order_to_send(&article);
            let line = line.lines().next().unwrap_or_default().chars().take(LINE_CHARS).collect();
            fits(&text.title).then(|| Suggestion { article, title: text.title.clone(), line, message })
        });
        replies.collect()
    }

    /// What fits; `fallback` is the language, and `known` the script, where the text does not tell its own.
    fn fitting(
        &self,
        query: &str,
        fallback: Language,
        (told, known): (Option<Script>, Script),
        situation: Situation,
    ) -> Suggestions {
        let understanding: &Arc<dyn Understand> = &self.understanding;
        let understood = understanding.understand(query);
        let certain = understood.language.is_some() && understood.language_certain;
        let language = understood.language.filter(|_| certain).unwrap_or(fallback);
        let locale = Locale::new(language, told.unwrap_or(known));
        let certain = certain && (language != Language::Chinese || told.is_some());
        let fitting = understanding.suggest(query, &understood, language);
        let ids = if query.trim().is_empty() { self.one_of_each_topic() } else { fitting };
        let context = Context {
            desk: &self.desk.rules,
            library: &self.library,
            understanding: &**understanding,
            default_language: self.default_language,
            rules: &self.orders.rules,
            situation,
        };
        let articles = ids.into_iter().filter_map(|id| self.suggestion(&context, id, locale)).take(MOST).collect();
        Suggestions { certain, articles, ..self.none(locale) }
    }

    /// Something of everything, for somebody who has not typed anything yet.
    fn one_of_each_topic(&self) -> Vec<ArticleId> {
        let topics = self.library.topics.iter();
        let first = |topic: &Topic| self.library.articles.values().find(|article| article.topic == topic.id);
        topics.filter_map(first).map(|article| article.id.clone()).collect()
    }

    fn none(&self, locale: Locale) -> Suggestions {
        let open_chat = self.voice.label(locale, "inline-open-chat");
        Suggestions { language: locale.language(), certain: false, for_staff: false, open_chat, articles: Vec::new() }
    }

    fn suggestion(&self, context: &Context<'_>, article: ArticleId, locale: Locale) -> Option<Suggestion> {
        let text = self.library.text(&article, locale.language())?;
        let line = locale.written(&first_line(&text.body)).into_owned();
        let reply = Reply {
            language: locale.language(),
            placement: Placement::New,
            content: Content::Article(article.clone()),
            buttons: vec![vec![Button::Private(Some(article.clone()))]],
            asides: Vec::new(),
        };
        let message = self.voice.render(&self.library, &with_notices(context, reply), locale.script());
        Some(Suggestion { title: self.voice.title(&self.library, &article, locale), article, line, message })
    }
}

/// What somebody of the staff says to have an article sent.
fn order_to_send(article: &ArticleId) -> Message {
    let words = format!("/send {}", article.as_str());
    Message { blocks: vec![Block::Paragraph(vec![Span::plain(&words)])], ..Message::default() }
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
