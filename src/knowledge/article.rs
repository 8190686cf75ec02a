//! Articles, topics and the library that holds them: plain values, and the documentation of the
//! files they are read from. Reading is [`mod@super::load`]'s work.
//!
//! ```text
//! knowledge/
//!   <topic>/topic.toml                    order, audience, [title] id zh en
//!   <topic>/<article>/article.toml        what all languages share
//!   <topic>/<article>/{id,zh,en}.md       front matter between +++ lines, then the body
//!   <topic>/<article>/examples/{id,zh,en}.txt   further messages, one a line
//!   intents/<intent>/{id,zh,en}.txt       messages that are no article's question
//!   judge.toml                            written by `tanya train`
//!   lexicon/{id,zh,en}.toml               see [`super::lexicon`]
//!   replies/<reply>/{id,zh,en}.md         see [`super::reply`]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, OtherLanguageWords};
use super::markdown::Block;
use super::reply::{ReplyId, StaffReply};
use crate::language::Language;

/// The stable name of an article, such as `cancel-order`; also its folder's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

/// The stable name of a topic, such as `paying`; also its folder's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicId(pub String);

macro_rules! id_text {
    ($name:ident) => {
        impl $name {
            /// The id as it stands in file names and callback data.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                $name(id.to_owned())
            }
        }
    };
}
pub(super) use id_text;
id_text!(ArticleId);
id_text!(TopicId);

/// Who an article or topic is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Somebody who buys.
    Buyer,
    /// Somebody who sells.
    Seller,
}

/// One article: what all its languages share, and the texts.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// The topic it is listed under.
    pub topic: TopicId,
    /// Who it is for.
    pub audience: Audience,
    /// Articles that a reader may want next.
    pub related: Vec<ArticleId>,
    /// The day on which a person last reviewed the facts.
    pub reviewed: toml::value::Date,
    /// Who answers for the article.
    pub owner: String,
    /// Where the facts come from.
    pub source: String,
    /// For a counter where only Indonesian is spoken (`[counter]` in `article.toml`): in Indonesian
    /// the sentence that a reader of another language holds up, in the others what it says, at most
    /// 200 characters.
    pub counter: BTreeMap<Language, String>,
    /// The text per language; a language may be missing.
    pub texts: BTreeMap<Language, ArticleText>,
}

/// An article in one language.
#[derive(Debug, Clone)]
pub struct ArticleText {
    /// The title, as a customer would name the problem; at most 60 characters.
    pub title: String,
    /// How people ask, from the front matter.
    pub questions: Vec<String>,
    /// Words that set the article apart.
    pub keywords: Vec<String>,
    /// Further messages that it answers, from the `examples` folder: one list per hand that wrote them.
    pub examples: Vec<Vec<String>>,
    /// The body.
    pub body: Vec<Block>,
    /// The day on which this translation was last reviewed, when the front matter says so.
    pub reviewed: Option<toml::value::Date>,
}

impl ArticleText {
    /// What the article is known by: title, keywords and messages.
    pub fn names_and_messages(&self) -> impl Iterator<Item = &str> {
        let title = std::iter::once(self.title.as_str());
        title.chain(self.keywords.iter().map(String::as_str)).chain(self.messages())
    }

    /// All messages that the article is known to answer: the questions, then the examples.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.questions.iter().chain(self.examples.iter().flatten()).map(String::as_str)
    }
}

/// A topic of the menu.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its place in the menu; smaller comes first.
    pub order: i64,
    /// Who it is for.
    pub audience: Audience,
    /// Its name per language.
    pub titles: BTreeMap<Language, String>,
}

/// Everything the bot knows, immutable once loaded.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The topics, in menu order.
    pub topics: Vec<Topic>,
    /// The articles, by id.
    pub articles: BTreeMap<ArticleId, Article>,
    /// The short replies that staff send, by id. They are no answers: nothing is searched in or learnt from them.
    pub replies: BTreeMap<ReplyId, StaffReply>,
    /// Messages that are no article's question, by intent (`greeting`, `human`, `none`, ...).
    pub intents: BTreeMap<String, BTreeMap<Language, Vec<String>>>,
    /// The lexicon of each language.
    pub lexicons: BTreeMap<Language, Lexicon>,
    /// The languages that the bot does not speak, by name.
    pub other_languages: BTreeMap<String, OtherLanguageWords>,
    /// What `tanya train` fitted, as TOML; read by [`crate::search::judge`].
    pub judge: String,
    /// What `tanya train` learnt, read by [`crate::search::learnt`]; empty where there is none.
    pub learnt: std::sync::Arc<[u8]>,
}

impl Library {
    /// An article's text in a language, when both exist.
    pub fn text(&self, id: &ArticleId, language: Language) -> Option<&ArticleText> {
        self.articles.get(id)?.texts.get(&language)
    }

    /// Every message that the library has, of articles and of intents, with its language.
    pub fn messages(&self) -> impl Iterator<Item = (Language, &str)> {
        let texts = self.articles.values().flat_map(|article| &article.texts);
        let articles = texts.flat_map(|(language, text)| text.messages().map(|message| (*language, message)));
        let intents = self.intents.values().flatten();
        articles.chain(intents.flat_map(|(language, lines)| lines.iter().map(|line| (*language, line.as_str()))))
    }

    /// A topic by id.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| &topic.id == id)
    }

    /// The articles of a topic that can be read in a language, in the order of their ids.
    pub fn articles_of(&self, topic: &TopicId, language: Language) -> Vec<&Article> {
        self.articles
            .values()
            .filter(|article| &article.topic == topic && article.texts.contains_key(&language))
            .collect()
    }
}
