//! From a reply to a message: the words of its article or phrase, the labels of its buttons.

use std::collections::BTreeMap;

use super::message::{Message, MessageButton};
use super::wording::Voice;
use crate::conversation::{Button, Content, Phrase, Reply};
use crate::knowledge::{ArticleId, Audience, Block, Library, Span, TopicId, markdown};
use crate::language::Language;

impl Voice {
    /// Words a reply.
    pub fn render(&self, library: &Library, reply: &Reply) -> Message {
        let blocks = match &reply.content {
            Content::Article(id) => article(library, id, reply.language),
            Content::Phrase(phrase) => self.phrase(*phrase, reply.language),
            Content::Topic(id) => {
                let title = topic_title(library, id, reply.language);
                markdown::parse(&self.word(reply.language, "topic-heading", &[("topic", &title)])).0
            }
        };
        let label = |button: &Button| MessageButton {
            label: self.button_label(library, button, reply.language),
            data: button.encode(),
        };
        let buttons = reply.buttons.iter().map(|row| row.iter().map(label).collect()).collect();
        Message { blocks, buttons }
    }

    /// The blocks of a phrase.
    pub fn phrase(&self, phrase: Phrase, language: Language) -> Vec<Block> {
        let own_name = self.label(language, &format!("language-{language}"));
        markdown::parse(&self.word(language, phrase.key(), &[("language", &own_name)])).0
    }

    fn button_label(&self, library: &Library, button: &Button, language: Language) -> String {
        let key = match button {
            Button::Topics(Audience::Buyer) | Button::OpenTopics(Audience::Buyer) => "button-topics-buyer",
            Button::Topics(Audience::Seller) | Button::OpenTopics(Audience::Seller) => "button-topics-seller",
            Button::Topic(id) => return topic_title(library, id, language),
            Button::Article(id) | Button::Choice(id) => return title(library, id, language),
            Button::ArticleIn(other, _) | Button::Speak(other) => {
                return self.label(*other, &format!("language-{other}"));
            }
            Button::NoneOfThese => "button-none-of-these",
            Button::Helped(_) => "button-helped",
            Button::NotHelped(_) => "button-not-helped",
            Button::Languages => "button-languages",
            Button::Person => "button-person",
        };
        self.label(language, key)
    }
}

fn article(library: &Library, id: &ArticleId, language: Language) -> Vec<Block> {
    let Some(text) = library.text(id, language) else { return Vec::new() };
    let mut blocks = vec![Block::Heading(vec![Span::plain(text.title.clone())])];
    blocks.extend(text.body.iter().cloned());
    blocks
}

fn title(library: &Library, id: &ArticleId, language: Language) -> String {
    let article = library.articles.get(id);
    article.and_then(|article| readable(&article.texts, language)).map(|text| text.title.clone()).unwrap_or_default()
}

fn topic_title(library: &Library, id: &TopicId, language: Language) -> String {
    let topic = library.topic(id);
    topic.and_then(|topic| readable(&topic.titles, language)).cloned().unwrap_or_default()
}

/// The text in a language, else in any other: a title in a foreign language says more than an id.
fn readable<T>(texts: &BTreeMap<Language, T>, language: Language) -> Option<&T> {
    texts.get(&language).or_else(|| texts.values().next())
}
