//! What the talk is about: the last question, what was shown for it, what else fitted it, and what was turned down.
//!
//! It is what a short follow-up is read against, and what "not that" goes on from. It is forgotten as soon as the
//! question itself. Nothing here decides what is said.

use serde::{Deserialize, Serialize};

use crate::knowledge::ArticleId;
use crate::language::Language;
use crate::understanding::Hit;

/// So many articles are remembered of each kind: nobody looks further.
const MOST: usize = 16;

/// A question that is gone on with grows up to so many characters; then its newest words stand for it.
const LONGEST: usize = 200;

/// What the talk is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thread {
    /// The question in its words, one message a line; empty where an article was picked without one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// When something was last said about it, in Unix milliseconds.
    pub at: i64,
    /// What fitted the question, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fitting: Vec<Fitting>,
    /// What stands on the screen.
    #[serde(skip_serializing_if = "OnScreen::is_nothing")]
    pub on_screen: OnScreen,
    /// The language that it stands there in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The articles that were shown since the last new question, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<ArticleId>,
    /// The articles that were turned down since then, shown or only offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<ArticleId>,
    /// How often something was turned down since then.
    pub turned_down: u8,
    /// How often in a row the article on the screen was given again.
    pub again: u8,
}

/// An article that fitted a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitting {
    /// The article.
    pub article: ArticleId,
    /// Its confidence, in thousandths.
    pub thousandths: u16,
}

/// What the customer sees last of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnScreen {
    /// Neither an answer nor choices.
    #[default]
    Nothing,
    /// An article.
    Answer(ArticleId),
    /// Choices, none of which was picked.
    Choices(Vec<ArticleId>),
}

impl OnScreen {
    fn is_nothing(&self) -> bool {
        *self == OnScreen::Nothing
    }
}

impl Fitting {
    fn of(hit: &Hit) -> Fitting {
        // A confidence is between 0 and 1; the cast cannot leave the range.
        Fitting { article: hit.article.clone(), thousandths: (hit.confidence.clamp(0.0, 1.0) * 1000.0) as u16 }
    }

    /// Its confidence, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        f32::from(self.thousandths) / 1000.0
    }
}

impl Thread {
    /// A new question.
    pub fn begun(asked: &str, hits: &[Hit], at: i64) -> Thread {
        Thread { asked: asked.to_owned(), at, fitting: hits.iter().map(Fitting::of).collect(), ..Thread::default() }
    }

    /// What fitted the question, best first.
    pub fn fitted(&self) -> Vec<Hit> {
        let hits = self.fitting.iter();
        hits.map(|one| Hit { article: one.article.clone(), confidence: one.confidence() }).collect()
    }

    /// The article on the screen.
    pub fn answer(&self) -> Option<&ArticleId> {
        match &self.on_screen {
            OnScreen::Answer(article) => Some(article),
            _ => None,
        }
    }

    /// The choices on the screen.
    pub fn choices(&self) -> &[ArticleId] {
        match &self.on_screen {
            OnScreen::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// The question goes on with further words. What was turned down stays turned down.
    pub fn goes_on(&mut self, words: &str, hits: &[Hit], at: i64) {
        let longer = format!("{}\n{words}", self.asked);
        let whole = !self.asked.is_empty() && longer.chars().count() <= LONGEST;
        self.asked = if whole { longer } else { words.to_owned() };
        self.fitting = hits.iter().map(Fitting::of).collect();
        self.at = at;
    }

    /// An article is shown in a language.
    pub fn shows(&mut self, article: &ArticleId, language: Language, at: i64) {
        if self.answer() != Some(article) {
            self.again = 0;
        }
        self.on_screen = OnScreen::Answer(article.clone());
        self.language = Some(language);
        self.at = at;
        add(&mut self.shown, article);
    }

    /// Choices are offered.
    pub fn offers(&mut self, choices: &[ArticleId], at: i64) {
        self.on_screen = OnScreen::Choices(choices.to_vec());
        self.again = 0;
        self.at = at;
    }

    /// What stands on the screen is turned down.
    pub fn turn_down(&mut self) {
        match std::mem::take(&mut self.on_screen) {
            OnScreen::Nothing => {}
            OnScreen::Answer(article) => add(&mut self.rejected, &article),
            OnScreen::Choices(choices) => choices.iter().for_each(|choice| add(&mut self.rejected, choice)),
        }
        self.turned_down = self.turned_down.saturating_add(1);
        self.again = 0;
    }

    /// Neither an answer nor choices stand on the screen any more.
    pub fn clears(&mut self) {
        self.on_screen = OnScreen::Nothing;
        self.again = 0;
    }

    /// Whether an article was neither shown nor turned down since the last new question.
    pub fn is_new(&self, article: &ArticleId) -> bool {
        !self.shown.contains(article) && !self.rejected.contains(article)
    }

    /// Whether an article has to do with the question.
    pub fn holds(&self, article: &ArticleId) -> bool {
        self.fitting.iter().any(|one| one.article == *article)
            || self.choices().contains(article)
            || self.answer() == Some(article)
    }
}

fn add(list: &mut Vec<ArticleId>, article: &ArticleId) {
    if list.contains(article) {
        return;
    }
    list.push(article.clone());
    let surplus = list.len().saturating_sub(MOST);
    list.drain(..surplus);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ArticleId {
        ArticleId::from(name)
    }

    fn hits(names: &[&str]) -> Vec<Hit> {
        names.iter().map(|name| Hit { article: id(name), confidence: 0.25 }).collect()
    }

    #[test]
    fn what_stands_on_the_screen_is_turned_down_and_never_new_again() {
        let mut thread = Thread::begun("refund", &hits(&["a", "b", "c"]), 0);
        thread.shows(&id("a"), Language::English, 1);
        thread.turn_down();
        assert!(!thread.is_new(&id("a")) && thread.is_new(&id("b")));
        thread.offers(&[id("b"), id("c")], 2);
        thread.turn_down();
        assert_eq!((thread.rejected.len(), thread.turned_down), (3, 2));
        thread.turn_down();
        assert_eq!((thread.rejected.len(), thread.turned_down), (3, 3), "there was nothing to turn down");
    }

    #[test]
    fn a_question_that_is_gone_on_with_keeps_what_was_turned_down() {
        let mut thread = Thread::begun("cara bayar", &hits(&["a"]), 0);
        thread.shows(&id("a"), Language::English, 0);
        thread.turn_down();
        thread.goes_on("kalau alfamart", &hits(&["b"]), 5);
        assert_eq!(thread.asked, "cara bayar\nkalau alfamart");
        assert_eq!((thread.rejected.clone(), thread.at), (vec![id("a")], 5));
        thread.goes_on(&"x".repeat(LONGEST), &[], 6);
        assert_eq!(thread.asked.len(), LONGEST, "the newest words stand for a question that is too long");
    }

    #[test]
    fn an_article_in_between_ends_the_count_of_repetitions() {
        let mut thread = Thread::default();
        thread.shows(&id("a"), Language::English, 0);
        thread.again = 1;
        thread.shows(&id("a"), Language::English, 0);
        assert_eq!(thread.again, 1);
        thread.shows(&id("b"), Language::English, 0);
        assert_eq!(thread.again, 0);
    }

    #[test]
    fn no_list_grows_without_end() {
        let mut thread = Thread::default();
        for number in 0..100 {
            thread.shows(&id(&number.to_string()), Language::English, 0);
        }
        assert_eq!((thread.shown.len(), thread.answer()), (MOST, Some(&id("99"))));
    }

    #[test]
    fn it_is_stored_and_read_back_also_where_fields_are_missing() {
        let mut thread = Thread::begun("refund", &hits(&["a"]), 7);
        thread.offers(&[id("a")], 8);
        let json = serde_json::to_string(&thread).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Thread>(&json).ok(), Some(thread));
        assert_eq!(serde_json::from_str::<Thread>("{}").ok(), Some(Thread::default()));
    }
}
