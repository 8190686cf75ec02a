//! Who asks counts: the same words mean one thing from a buyer and another from a seller (*uang saya kapan cair*).
//!
//! What is known of the sender moves the odds of each article, and never blocks one: a seller may buy, too. A message
//! that says itself who writes it is left as it is.

use super::set_words::Names;
use super::{Hit, Mind, Outcome, Understand, Understood};
use crate::knowledge::{ArticleId, Audience, Library, lexicon::WordLists};
use crate::language::Language;
use crate::search::analysis::fold::Folder;

/// So much at least, from either reading, is an article's confidence taken to be: the list of hits ends somewhere.
const UNLISTED: f32 = 0.005;

/// A message of so few words is a subject and no question.
const SUBJECT: usize = 1;

/// From these odds on a role is known, and not only guessed.
const KNOWN: f32 = 2.0;

/// What is known of the role of whoever writes.
#[derive(Clone, Copy)]
pub struct Lean<'a> {
    /// What says for whom each article is.
    pub library: &'a Library,
    /// The role.
    pub role: Audience,
    /// By so much the odds of an article for this role grow, and those of one for the other role shrink.
    pub odds: f32,
}

impl Lean<'_> {
    /// How the role moves the log odds of an article.
    fn shift(&self, article: &ArticleId) -> f32 {
        match self.library.articles.get(article) {
            Some(article) if article.audience == self.role => self.odds.ln(),
            Some(_) => -self.odds.ln(),
            None => 0.0,
        }
    }

    fn is_own(&self, article: &ArticleId) -> bool {
        self.library.articles.get(article).is_some_and(|article| article.audience == self.role)
    }
}

/// The words by which a message says itself who writes it, folded: *my shop*, *the seller*. They are compared as they
/// stand: the stem of *pesananku* is in every question about an order.
pub struct RoleWords {
    seller: Names,
    buyer: Names,
}

impl RoleWords {
    /// Takes the word lists of all languages.
    pub fn new(library: &Library, folder: &Folder) -> RoleWords {
        let folded = |list: fn(&WordLists) -> &Vec<String>| {
            let lists = library.lexicons.values().flat_map(|lexicon| list(&lexicon.words));
            Names::new(lists.map(|phrase| folder.fold(phrase)))
        };
        RoleWords { seller: folded(|lists| &lists.seller), buyer: folded(|lists| &lists.buyer) }
    }

    /// Who writes a folded message, as far as it says so and says one thing.
    pub fn said(&self, folded: &str) -> Option<Audience> {
        match (self.seller.stand_in(folded), self.buyer.stand_in(folded)) {
            (true, false) => Some(Audience::Seller),
            (false, true) => Some(Audience::Buyer),
            _ => None,
        }
    }
}

impl Mind {
    /// What a text means from somebody of this role. Wishes that are no articles, and messages that say themselves
    /// who writes them, stay as they are.
    pub(super) fn lean(&self, text: &str, understood: Understood, lean: &Lean<'_>) -> Understood {
        if !matches!(understood.outcome, Outcome::Sure(_) | Outcome::Unsure(_) | Outcome::Nothing) {
            return understood;
        }
        if self.role_words.said(&self.folder.fold(text)).is_some() {
            return understood;
        }
        let language = understood.language.unwrap_or(self.fallback);
        let stated = self.as_stated(text, language, lean);
        let hits = shifted(&understood.hits, stated.as_deref(), lean);
        // Where nothing for this role fits at all, the role says nothing.
        if !hits.iter().any(|hit| lean.is_own(&hit.article) && hit.confidence >= self.judge.list) {
            return understood;
        }
        let rivalled = hits.get(1).is_some_and(|rival| rival.confidence >= self.judge.offer)
            && self.analyzer.analyse(text, language).stems.len() <= SUBJECT;
        let outcome = self.decide_anew(&understood, &hits, rivalled, lean);
        Understood { outcome, hits, ..understood }
    }

    /// The hits of a seller's message as if it began with *I am a seller*, which is what is known. Most of what is
    /// asked is asked by buyers, so of theirs it tells nothing new.
    fn as_stated(&self, text: &str, language: Language, lean: &Lean<'_>) -> Option<Vec<Hit>> {
        let words = &lean.library.lexicons.get(&language)?.words;
        let statement = words.i_sell.first().filter(|_| lean.role == Audience::Seller)?;
        Some(self.understand(&format!("{statement}, {text}")).hits)
    }

    /// What the moved confidences call for; `rivalled`: the text is a mere subject that several articles fit. Where it
    /// was understood with more caution than its confidences alone ask for, that caution holds. An article for the
    /// other role is one of the choices, where the role is known and something for it fits, too; what was worth asking
    /// back stays so.
    fn decide_anew(&self, before: &Understood, hits: &[Hit], rivalled: bool, lean: &Lean<'_>) -> Outcome {
        let was = level_of(&before.outcome);
        let most = if was < self.level(&before.hits) { was } else { SURE };
        match (self.level(hits).min(most), hits.first()) {
            // What was clear before is no less clear from those it is written for.
            (_, Some(best)) if before.outcome == Outcome::Sure(best.article.clone()) && lean.is_own(&best.article) => {
                Outcome::Sure(best.article.clone())
            }
            (SURE, Some(best)) if !lean.is_own(&best.article) && lean.odds >= KNOWN => {
                let kept = |hit: &&Hit| hit.article == best.article || lean.is_own(&hit.article);
                Outcome::Unsure(self.listed(hits.iter().filter(kept)))
            }
            (SURE, Some(best)) if !rivalled => Outcome::Sure(best.article.clone()),
            (NOTHING, _) if was == NOTHING => Outcome::Nothing,
            _ => Outcome::Unsure(self.listed(hits.iter())),
        }
    }

    fn level(&self, hits: &[Hit]) -> u8 {
        match highest(hits) {
            best if best >= self.judge.sure => SURE,
            best if best >= self.judge.offer => UNSURE,
            _ => NOTHING,
        }
    }

    /// Of these hits those that are worth a button.
    pub(super) fn listed<'a>(&self, hits: impl Iterator<Item = &'a Hit>) -> Vec<ArticleId> {
        let listed = hits.filter(|hit| hit.confidence >= self.judge.list);
        listed.map(|hit| hit.article.clone()).take(super::mind::CHOICES).collect()
    }
}

/// How much an outcome says.
const SURE: u8 = 2;
const UNSURE: u8 = 1;
const NOTHING: u8 = 0;

fn level_of(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Sure(_) => SURE,
        Outcome::Unsure(_) => UNSURE,
        _ => NOTHING,
    }
}

/// The hits with the odds that the role gives them, best first: of two readings the mean of the log odds counts.
fn shifted(hits: &[Hit], stated: Option<&[Hit]>, lean: &Lean<'_>) -> Vec<Hit> {
    let stated = stated.unwrap_or(hits);
    let further = stated.iter().filter(|hit| hits.iter().all(|other| other.article != hit.article));
    let all = hits.iter().chain(further).map(|hit| &hit.article);
    let shifted = all.map(|article| {
        let mean = f32::midpoint(log_odds(confidence(hits, article)), log_odds(confidence(stated, article)));
        Hit { article: article.clone(), confidence: probability(mean + lean.shift(article)) }
    });
    let mut shifted: Vec<Hit> = shifted.collect();
    shifted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    shifted.truncate(super::mind::HITS);
    shifted
}

/// The confidence of an article among hits; small where it is none of them.
pub(super) fn confidence(hits: &[Hit], article: &ArticleId) -> f32 {
    hits.iter().find(|hit| hit.article == *article).map_or(UNLISTED, |hit| hit.confidence.max(UNLISTED))
}

/// The confidence of the best of some hits; nothing where there is none.
pub(super) fn highest(hits: &[Hit]) -> f32 {
    hits.first().map_or(0.0, |hit| hit.confidence)
}

/// The log odds of a probability.
pub(super) fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(0.001, 0.999);
    (bounded / (1.0 - bounded)).ln()
}

/// The probability of log odds.
pub(super) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
