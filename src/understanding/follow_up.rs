//! A short message that goes on from the one before: *kalau alfamart?*, *那货到付款呢*, *and with OVO?*
//!
//! Such a message is read twice, as it stands and together with the question before it, and each article is weighed
//! by both readings and by how near it is to the article on the screen. What is clear by itself is not read so at
//! all. The weights are few and the same for every article: they were fitted by logistic regression to a hundred
//! follow-ups in three languages, none of which is in the tests, and rounded.
//!
//! What is remembered of a conversation, and what is said, is the business of [`crate::conversation`].

use std::collections::BTreeSet;

use super::follow_words::Shape;
use super::role::{confidence, highest, log_odds, probability};
use super::set_words::contains_word;
use super::{Hit, Mind, Outcome, SmallTalk, Understand, Understood};
use crate::knowledge::{Article, ArticleId, Audience, Library, markdown};
use crate::language::Language;

// The log odds of an article are the sum of these.
/// What the reading of the message as it stands counts.
const ALONE: f32 = 0.8;
/// What its reading together with the question before it counts.
const TOGETHER: f32 = 0.6;
/// For an article which the one on the screen points to, or which points to it.
const RELATED: f32 = 2.0;
/// For an article of the same topic.
const SAME_TOPIC: f32 = 0.8;
/// For the article on the screen itself.
const SAME: f32 = 0.6;
/// For an article that was just offered, and not picked.
const OFFERED: f32 = 1.0;
/// Against an article for those who sell where the one on the screen is for those who buy, or the other way round.
const OTHER_ROLE: f32 = -1.2;
/// For any.
const CONSTANT: f32 = 0.4;

/// No reading counts for more than a probability of this, or less than of its opposite.
const CERTAIN: f32 = 0.99;

/// A message that is clear by itself to this degree needs nothing beside it.
const BEYOND_DOUBT: f32 = 0.9;

/// So much at least a message must say for an article, alone or beyond what the question before it says.
const SUPPORTED: f32 = 0.15;

/// The best article is shown without asking where the second is less likely by so much.
const LEAD: f32 = 0.15;

/// What was said before a message.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The articles.
    pub library: &'a Library,
    /// The last question in its words; empty where there was none.
    pub asked: &'a str,
    /// What fitted the question.
    pub fitted: &'a [Hit],
    /// The article on the screen.
    pub shown: Option<&'a ArticleId>,
    /// The choices on the screen.
    pub offered: &'a [ArticleId],
    /// What was turned down since the last new question: it comes no more.
    pub rejected: &'a [ArticleId],
    /// The language of the talk.
    pub language: Language,
}

/// What a message means that goes on from another.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// What it calls for.
    pub understood: Understood,
    /// Why it calls for the article that is on the screen already, where it does.
    pub same: Option<Same>,
}

/// Why the same article answers again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// The same is asked in other words.
    AskedAgain,
    /// The article answers what is asked now, too.
    CoversIt,
}

impl Before<'_> {
    fn article(&self) -> Option<&Article> {
        self.library.articles.get(self.shown?)
    }

    /// What the message is read together with: the question, else the title of the article.
    fn context(&self) -> Option<&str> {
        if !self.asked.is_empty() {
            return Some(self.asked);
        }
        let texts = &self.article()?.texts;
        texts.get(&self.language).or_else(|| texts.values().next()).map(|text| text.title.as_str())
    }

    /// How near an article is to what is on the screen, in log odds.
    fn nearness(&self, id: &ArticleId) -> f32 {
        if self.offered.contains(id) {
            return OFFERED;
        }
        let Some((shown, other)) = self.article().zip(self.library.articles.get(id)) else { return 0.0 };
        if shown.id == other.id {
            return SAME;
        }
        let related = shown.related.contains(id) || other.related.contains(&shown.id);
        let when = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
        when(related, RELATED) + when(shown.topic == other.topic, SAME_TOPIC)
    }

    /// Whether an article that answers a message by itself is for those who sell where it should be for those who buy,
    /// or the other way round.
    fn is_for_others(&self, alone: &Understood, role: Option<Audience>) -> bool {
        let Outcome::Sure(id) = &alone.outcome else { return false };
        role.zip(self.library.articles.get(id)).is_some_and(|(role, article)| article.audience != role)
    }

    /// Whether an article is near the one on the screen.
    fn is_near(&self, id: &ArticleId) -> bool {
        self.nearness(id) > 0.0
    }
}

/// The readings of a message that may go on from another.
struct Readings<'a> {
    alone: &'a Understood,
    together: Understood,
    shape: Shape,
    /// What it names: meanings that the lexicon knows, and brands.
    things: BTreeSet<String>,
    /// For whom the article should be: as the message says itself, else as the one on the screen is.
    role: Option<Audience>,
    before: &'a Before<'a>,
}

impl Readings<'_> {
    /// Whether an article is for those who sell where it should be for those who buy, or the other way round.
    fn is_for_others(&self, id: &ArticleId) -> bool {
        let article = self.before.library.articles.get(id);
        self.role.zip(article).is_some_and(|(role, article)| article.audience != role)
    }

    /// Whether the message itself speaks for an article, and not the question before it alone.
    fn supports(&self, id: &ArticleId) -> bool {
        let gained = confidence(&self.together.hits, id) - confidence(self.before.fitted, id);
        confidence(&self.alone.hits, id) >= SUPPORTED || gained >= SUPPORTED
    }
}

impl Mind {
    /// What a message means that goes on from another; `None` where it speaks for itself.
    pub(super) fn going_on(&self, text: &str, alone: &Understood, before: &Before<'_>) -> Option<FollowUp> {
        let shape = self.shape(text);
        let role = self.role_of(text, before);
        if !shape.short || !self.may_go_on(shape, alone, before.is_for_others(alone, role)) {
            return None;
        }
        if shape.asks_on() {
            return asked_again(alone, before);
        }
        let analysis = self.analyzer.analyse(text, alone.language.unwrap_or(before.language));
        let of_another_company = analysis.elsewhere && !analysis.here;
        // Words that nobody here knows: *and who is the president?*
        let best = highest(&alone.hits);
        let of_nothing = analysis.known.1 < analysis.known.0 && best < self.judge.offer;
        if (shape.content == 0 && !shape.marked) || of_another_company || of_nothing {
            return None;
        }
        let brands = analysis.words.into_iter().filter(|word| self.analyzer.is_brand(word));
        let things = analysis.concepts.into_iter().chain(brands).collect();
        let together = self.understand(&format!("{}\n{text}", before.context()?));
        self.decide_between(&Readings { alone, together, shape, things, role, before })
    }

    /// Whether a message of this shape may go on from another, for what it calls for by itself. What is clear by itself
    /// is answered by itself, unless it shows that it goes on and names no more than a thing, or is only just clear; or
    /// names a thing that is clear to those of the other role alone.
    fn may_go_on(&self, shape: Shape, alone: &Understood, for_others: bool) -> bool {
        let best = highest(&alone.hits);
        match &alone.outcome {
            // Words that are clear, but not whose they are, are asked back by themselves.
            Outcome::Unsure(_) => shape.marked || best < self.judge.sure,
            Outcome::Nothing => true,
            Outcome::Sure(_) if shape.is_bare() => shape.marked || for_others,
            Outcome::Sure(_) => shape.marked && !shape.asking && best < BEYOND_DOUBT,
            Outcome::Order | Outcome::ShopQuestion => shape.marked,
            Outcome::SmallTalk(SmallTalk::Assent | SmallTalk::Chitchat) => shape.asks_on() || shape.marked,
            _ => false,
        }
    }

    /// What the words mean that stand beside a phrase which turns an answer down: read together with the question,
    /// without what was turned down. `None` where they lead nowhere.
    pub(super) fn instead_of(&self, words: &str, before: &Before<'_>) -> Option<Understood> {
        let alone = self.understand(words);
        match &alone.outcome {
            Outcome::Sure(article) if before.rejected.contains(article) => {}
            Outcome::Unsure(_) | Outcome::Foreign(_) => {}
            Outcome::Nothing | Outcome::NoneOfThese | Outcome::SmallTalk(_) => {}
            _ => return Some(alone),
        }
        let context = before.context().unwrap_or_default();
        let together = self.understand(&format!("{context}\n{words}"));
        let shape = self.shape(words);
        let role = self.role_of(words, before);
        let things = BTreeSet::new();
        let readings = Readings { alone: &alone, together, shape, things, role, before };
        let hits = self.weighed(&readings);
        let outcome = match hits.first() {
            Some(best) if self.is_clear(&hits) => Outcome::Sure(best.article.clone()),
            Some(best) if best.confidence >= self.judge.offer => Outcome::Unsure(self.listed(hits.iter())),
            _ => return None,
        };
        Some(Understood { outcome, hits, ..alone })
    }

    /// What a text is made of, without courtesies where it does not begin as a follow-up does: *terus* is either.
    fn shape(&self, text: &str) -> Shape {
        let folded = self.folder.fold(text);
        let shape = self.follow_words.shape(&folded);
        if shape.marked { shape } else { self.follow_words.shape(self.set_words.without_courtesy(&folded)) }
    }

    /// For whom an article should be that answers a text: as the text says itself, else as what is on the screen.
    fn role_of(&self, text: &str, before: &Before<'_>) -> Option<Audience> {
        let shown = || before.article().map(|article| article.audience);
        self.role_words.said(&self.folder.fold(text)).or_else(shown)
    }

    fn decide_between(&self, readings: &Readings<'_>) -> Option<FollowUp> {
        let Readings { alone, together, before, .. } = readings;
        if together.outcome == Outcome::Compromised {
            return Some(different(alone, Outcome::Compromised, alone.hits.clone()));
        }
        let hits = self.weighed(readings);
        let best = hits.first()?;
        let of_shown = before.shown.is_some_and(|shown| together.outcome == Outcome::Sure(shown.clone()));
        let elsewhere = of_shown && !before.is_near(&best.article);
        let for_others = readings.is_for_others(&best.article);
        if Some(&best.article) != before.shown && !elsewhere && !for_others && self.is_clear(&hits) {
            return Some(different(alone, Outcome::Sure(best.article.clone()), hits));
        }
        if of_shown || Some(&best.article) == before.shown {
            return self.about_the_same(readings, hits);
        }
        if is_wish(&alone.outcome) || best.confidence < self.judge.offer {
            return None;
        }
        let others: Vec<Hit> = hits.into_iter().filter(|hit| Some(&hit.article) != before.shown).collect();
        let choices =
            if for_others { with_related(self.listed(others.iter()), before) } else { self.listed(others.iter()) };
        Some(different(alone, Outcome::Unsure(choices), others))
    }

    /// The question before is the stronger of the two. The article on the screen answers again where it names what is
    /// asked now; else it is no more than one of the choices.
    fn about_the_same(&self, readings: &Readings<'_>, hits: Vec<Hit>) -> Option<FollowUp> {
        let Readings { alone, shape, things, before, .. } = readings;
        let shown = before.shown?;
        if alone.outcome == Outcome::Sure(shown.clone()) || self.covers(readings, shown, &hits) {
            let understood = Understood { outcome: Outcome::Sure(shown.clone()), hits, ..(*alone).clone() };
            return Some(FollowUp { understood, same: Some(Same::CoversIt) });
        }
        if is_wish(&alone.outcome) || shape.asking {
            return None;
        }
        let worth = |hit: &&Hit| hit.article != *shown && hit.confidence >= self.judge.list;
        let others: Vec<Hit> = hits.iter().filter(worth).cloned().collect();
        let first = others.first()?;
        // The question is still the one before, asked for one thing: the article stands among the choices.
        let still = !before.is_near(&first.article) || !things.is_empty();
        let choices = still.then_some(shown).into_iter().chain(others.iter().map(|hit| &hit.article));
        let choices = with_related(choices.cloned().collect(), before);
        Some(different(alone, Outcome::Unsure(choices), others))
    }

    /// Whether the article on the screen names all that is asked for, and is likely itself, or nothing else is; where a
    /// brand is asked for, nothing that is near. What the message says by itself must not speak for another article.
    fn covers(&self, readings: &Readings<'_>, shown: &ArticleId, hits: &[Hit]) -> bool {
        let Readings { alone, things, before, .. } = readings;
        let brand = things.iter().any(|thing| self.analyzer.is_brand(thing));
        let rivals = |hit: &&Hit| hit.article != *shown && (!brand || before.is_near(&hit.article));
        let rivalled = hits.iter().filter(rivals).any(|hit| hit.confidence >= self.judge.offer);
        let by_itself = confidence(&alone.hits, shown);
        let outdone = alone.hits.iter().filter(rivals).any(|hit| hit.confidence > by_itself);
        let likely = confidence(hits, shown) >= self.judge.sure;
        let meant = readings.supports(shown) && !outdone && (likely || !rivalled);
        meant && !things.is_empty() && self.names_all(things, before)
    }

    /// The articles that either reading finds, by both readings and by how near they are, most likely first.
    fn weighed(&self, readings: &Readings<'_>) -> Vec<Hit> {
        let Readings { alone, together, before, .. } = readings;
        let further = together.hits.iter().filter(|hit| alone.hits.iter().all(|other| other.article != hit.article));
        let all = alone.hits.iter().chain(further).map(|hit| &hit.article);
        let meant = |article: &&ArticleId| Some(*article) == before.shown || readings.supports(article);
        let meant = all.filter(|article| !before.rejected.contains(article)).filter(meant);
        let weighed = meant.map(|article| {
            let sum = CONSTANT
                + ALONE * bounded(confidence(&alone.hits, article))
                + TOGETHER * bounded(confidence(&together.hits, article))
                + before.nearness(article)
                + if readings.is_for_others(article) { OTHER_ROLE } else { 0.0 };
            Hit { article: article.clone(), confidence: probability(sum) }
        });
        let mut hits: Vec<Hit> = weighed.collect();
        hits.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        hits.truncate(super::mind::HITS);
        hits
    }

    fn is_clear(&self, hits: &[Hit]) -> bool {
        let second = hits.get(1).map_or(0.0, |hit| hit.confidence);
        hits.first().is_some_and(|best| best.confidence >= self.judge.sure && best.confidence - second >= LEAD)
    }

    /// Whether the article on the screen names all of these, in any of the words that the lexicon has for them.
    fn names_all(&self, things: &BTreeSet<String>, before: &Before<'_>) -> bool {
        let Some(text) = before.article().and_then(|article| article.texts.get(&before.language)) else { return false };
        let lines = text.body.iter().flat_map(|block| block.lines()).map(markdown::plain_text);
        let whole: Vec<String> = lines.chain([text.title.clone()]).collect();
        let folded = self.folder.fold(&whole.join("\n"));
        things.iter().all(|thing| self.words_for(thing, before).any(|word| contains_word(&folded, &word)))
    }

    /// The words that the lexicon has for a meaning or a brand.
    fn words_for<'a>(&'a self, thing: &'a str, before: &'a Before<'_>) -> impl Iterator<Item = String> + 'a {
        let lexicons = before.library.lexicons.values();
        let words = lexicons.flat_map(move |lexicon| {
            let listed = [lexicon.concepts.get(thing), lexicon.brands.get(thing)];
            listed.into_iter().flatten().flatten()
        });
        words.map(|word| self.folder.fold(word)).chain([thing.to_owned()])
    }
}

/// Whether something is wanted that is no article.
fn is_wish(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Order | Outcome::ShopQuestion | Outcome::SmallTalk(_))
}

/// Choices and, where there is room, what the article on the screen points to.
fn with_related(mut choices: Vec<ArticleId>, before: &Before<'_>) -> Vec<ArticleId> {
    for id in before.article().into_iter().flat_map(|article| &article.related) {
        if !choices.contains(id) && !before.rejected.contains(id) {
            choices.push(id.clone());
        }
    }
    choices.truncate(super::mind::CHOICES);
    choices
}

fn asked_again(alone: &Understood, before: &Before<'_>) -> Option<FollowUp> {
    let shown = before.shown?;
    let hits = vec![Hit { article: shown.clone(), confidence: confidence(before.fitted, shown) }];
    let understood = Understood { outcome: Outcome::Sure(shown.clone()), hits, ..alone.clone() };
    Some(FollowUp { understood, same: Some(Same::AskedAgain) })
}

fn different(alone: &Understood, outcome: Outcome, hits: Vec<Hit>) -> FollowUp {
    FollowUp { understood: Understood { outcome, hits, ..alone.clone() }, same: None }
}

fn bounded(confidence: f32) -> f32 {
    log_odds(confidence.clamp(1.0 - CERTAIN, CERTAIN))
}
