//! [`Mind`]: everything that understanding a text needs, built once from a library.

use std::collections::{BTreeMap, BTreeSet};

use super::follow_words::FollowWords;
use super::role::RoleWords;
use super::set_words::{SetWords, contains_word};
use super::{ABOUT_FRAUD, ABOUT_ORDER, Before, FollowUp, Hit, Lean, Outcome, SmallTalk, Understand, Understood};
use crate::knowledge::{ArticleId, Library};
use crate::language::{Detection, Detector, Foreign, ForeignDetector, Language, OtherLanguage};
use crate::search::analysis::fold::{Folder, has_han};
use crate::search::analysis::{Analysis, Analyzer};
use crate::search::evidence::{self, Case, Evidence, Label};
use crate::search::judge::Judge;
use crate::search::learnt::Learnt;
use crate::search::titles::Titles;
use anyhow::Context;

/// Below this probability a message's language is not taken as known.
const LANGUAGE_KNOWN: f32 = 0.6;
/// So many hits are kept.
pub(super) const HITS: usize = 5;
/// So many sentences of a story are read one by one.
const MOST_SENTENCES: usize = 12;
/// So many choices are offered.
pub(super) const CHOICES: usize = 3;

/// So likely, beside a question about fraud, a loss is taken for one.
const SUSPECTED: f32 = 0.2;

/// An article of this confidence is a rival of the first, where a single word is all there is.
const RIVAL: f32 = 0.2;

/// Where the doubt is only between an article and those that it points to (or the sender's own order, where it
/// points to that), so much confidence of its own, and so much together with them, is enough: they stand as
/// buttons under it.
const ENOUGH_WITH_RELATED: f32 = 0.45;
const ENOUGH_TOGETHER: f32 = 0.70;

/// A hit of less confidence is not listed.
const WORTH_LISTING: f32 = 0.02;

/// Understands texts; immutable once built, shared by all turns.
pub struct Mind {
    pub(super) folder: Folder,
    detector: Detector,
    foreign: ForeignDetector,
    pub(super) analyzer: Analyzer,
    pub(super) evidence: Evidence,
    pub(super) judge: Judge,
    language_names: Vec<(String, Language)>,
    languages_refused: Vec<String>,
    pub(super) set_words: SetWords,
    pub(super) follow_words: FollowWords,
    pub(super) role_words: RoleWords,
    titles: Titles,
    /// The number of the label of messages whose sender has given something away.
    loss: Option<usize>,
    /// The articles that each article points to, or that point to it.
    related: BTreeMap<ArticleId, BTreeSet<ArticleId>>,
    pub(super) fallback: Language,
}

impl Mind {
    /// Builds the understanding of a library.
    ///
    /// # Errors
    /// When the index cannot be built, or the fitted weights cannot be read.
    pub fn build(library: &Library, fallback: Language) -> anyhow::Result<Mind> {
        let judge = toml::from_str(&library.judge)
            .context("knowledge/judge.toml cannot be read; `tanya train` writes it anew")?;
        let learnt = match library.learnt.as_ref() {
            [] => None,
            bytes => Some(
                Learnt::of_bytes(bytes).context("knowledge/learnt.bin cannot be read; `tanya train` writes it anew")?,
            ),
        };
        Mind::judged_by(library, fallback, judge, learnt)
    }

    /// Builds the understanding of a library with weights of one's own. Where nothing was learnt from it yet,
    /// it is learnt now, which takes a while.
    ///
    /// # Errors
    /// When the index cannot be built.
    pub fn judged_by(
        library: &Library,
        fallback: Language,
        judge: Judge,
        learnt: Option<Learnt>,
    ) -> anyhow::Result<Mind> {
        let folder = Folder::new();
        let analyzer = Analyzer::new(library);
        let learnt = learnt.unwrap_or_else(|| evidence::learn(library, &analyzer));
        let evidence = Evidence::build(library, &analyzer, learnt)?;
        let loss = evidence.labels.iter().position(is_urgent);
        let detector = detector(library, &folder);
        let foreign = ForeignDetector::new(other_languages(library, &folder));
        let language_names = language_names(library, &folder);
        let lists = library.lexicons.values().flat_map(|lexicon| &lexicon.words.language_refused);
        let languages_refused = lists.map(|phrase| folder.fold(phrase)).collect();
        let set_words = SetWords::new(library, &folder);
        let follow_words = FollowWords::new(library, &folder);
        let role_words = RoleWords::new(library, &folder);
        let titles = Titles::of(library, &folder);
        Ok(Mind {
            folder,
            detector,
            foreign,
            analyzer,
            evidence,
            judge,
            language_names,
            languages_refused,
            set_words,
            follow_words,
            role_words,
            titles,
            loss,
            related: related(library),
            fallback,
        })
    }

    /// The language of a text, where it tells.
    pub fn detect(&self, text: &str) -> Option<Detection> {
        self.detector.detect(&self.folder.fold(text))
    }

    /// What a text may be about, with the evidence for each; what fitting the judge needs.
    pub fn case(&self, text: &str) -> (Language, Case) {
        let (detection, analysis) = self.analysed(text);
        (self.reading_language(detection), self.evidence.case(&analysis))
    }

    /// What the number of a candidate's label stands for.
    pub fn label(&self, number: usize) -> &Label {
        &self.evidence.labels[number]
    }

    /// Whether the learnt model was learnt from the messages that a library has now, as they are analysed now.
    pub fn is_current(&self, library: &Library) -> bool {
        let learnt = self.evidence.learnt();
        learnt.fingerprint == evidence::fingerprint(library, &self.analyzer, &learnt.labels)
    }

    /// A text's language and, without the courtesies around it, its analysis.
    pub(super) fn analysed(&self, text: &str) -> (Option<Detection>, Analysis) {
        let folded = self.folder.fold(text);
        let detection = self.detector.detect(&folded);
        let question = self.set_words.without_courtesy(&folded);
        (detection, self.analyzer.analyse(question, self.reading_language(detection)))
    }

    /// The language that a text is analysed in.
    pub(super) fn reading_language(&self, detection: Option<Detection>) -> Language {
        detection.map_or(self.fallback, |found| found.language)
    }

    /// The candidates of a case with their confidence, most confident first.
    fn ranked(&self, case: &Case, language: Language) -> Vec<(f32, &Label)> {
        let confidences = self.judge.confidences(case, language);
        let labels = case.candidates.iter().map(|one| &self.evidence.labels[one.label]);
        let mut ranked: Vec<(f32, &Label)> = confidences.into_iter().zip(labels).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked
    }

    /// What a folded text calls for, without the courtesies around it; where nothing much remains
    /// without them (*thanks anyway*), what it calls for with them.
    fn read(&self, folded: &str, language: Language) -> (Outcome, Vec<Hit>) {
        let text = self.set_words.without_courtesy(folded);
        let read = self.read_as_it_is(text, language);
        if text.len() == folded.len() || !matches!(read.0, Outcome::Unsure(_) | Outcome::Nothing) {
            return read;
        }
        if self.set_words.is_mere_thanks(folded) {
            return (Outcome::SmallTalk(SmallTalk::Thanks), Vec::new());
        }
        let whole = self.read_as_it_is(folded, language);
        // Who thanks and goes on with a "but" is not served yet.
        let served = !self.set_words.tells_of_trouble(folded);
        match whole.0 {
            Outcome::SmallTalk(_) if served => whole,
            Outcome::Person | Outcome::Order => whole,
            _ => read,
        }
    }

    /// Whether one sentence among several says, beyond doubt, that something was given away: in a long
    /// story the words around it would drown it.
    fn tells_of_loss(&self, folded: &str, language: Language) -> bool {
        let Some(loss) = self.loss else { return false };
        let several = sentences(folded).nth(1).is_some();
        several
            && sentences(folded).take(MOST_SENTENCES).any(|sentence| {
                let analysis = self.analyzer.analyse(sentence, language);
                let Some(case) = self.evidence.case_with(loss, &analysis) else { return false };
                let ranked = self.ranked(&case, language);
                ranked.first().is_some_and(|(confidence, best)| is_urgent(best) && *confidence >= self.judge.sure)
            })
    }

    /// What a folded text calls for, as a whole or by one of its sentences.
    fn read_all(&self, folded: &str, language: Language) -> (Outcome, Vec<Hit>) {
        let (outcome, hits) = self.read(folded, language);
        let urgent = outcome != Outcome::Compromised && self.tells_of_loss(folded, language);
        (if urgent { Outcome::Compromised } else { outcome }, hits)
    }

    fn read_as_it_is(&self, text: &str, language: Language) -> (Outcome, Vec<Hit>) {
        let analysis = self.analyzer.analyse(text, language);
        let ranked = self.ranked(&self.evidence.case(&analysis), language);
        let articles = ranked.iter().filter_map(|(confidence, label)| match label {
            Label::Article(id) => Some(Hit { article: id.clone(), confidence: *confidence }),
            Label::Intent(_) => None,
        });
        let hits: Vec<Hit> = articles.take(HITS).collect();
        let mut outcome = self.decide(text, &ranked, &hits);
        if analysis.stems.len() <= 1 && hits.get(1).is_some_and(|rival| rival.confidence >= RIVAL) {
            outcome = self.asked_back(outcome, &hits);
        }
        if analysis.elsewhere && !analysis.here { (doubted(outcome), hits) } else { (outcome, hits) }
    }

    fn decide(&self, text: &str, ranked: &[(f32, &Label)], hits: &[Hit]) -> Outcome {
        let Some((confidence, best)) = ranked.first() else { return Outcome::Nothing };
        if self.is_alarm(ranked) {
            return Outcome::Compromised;
        }
        match best {
            Label::Article(id) if self.is_sure(hits, confidence_of(ranked, is_order)) => {
                return Outcome::Sure(id.clone());
            }
            Label::Intent(intent) if *confidence >= self.judge.sure => return self.intent(intent, text),
            _ if is_about_an_order(ranked) => return Outcome::Order,
            _ => {}
        }
        let enough = hits.first().is_some_and(|hit| hit.confidence >= self.judge.offer);
        if enough { Outcome::Unsure(self.choices(hits)) } else { Outcome::Nothing }
    }

    /// Whether the first of some hits is the answer: by itself or, where what else is likely stands under it, with
    /// that together. `order` is the confidence that the sender's own order is asked for.
    fn is_sure(&self, hits: &[Hit], order: f32) -> bool {
        let Some((best, others)) = hits.split_first() else { return false };
        let related = self.related.get(&best.article);
        let near = |id: &ArticleId| related.is_some_and(|articles| articles.contains(id));
        let order = if near(&ArticleId::from(ABOUT_ORDER)) { order } else { 0.0 };
        let others = others.iter().filter(|hit| near(&hit.article)).map(|hit| hit.confidence);
        let together = best.confidence + order + others.sum::<f32>();
        best.confidence >= self.judge.sure || (best.confidence >= ENOUGH_WITH_RELATED && together >= ENOUGH_TOGETHER)
    }

    /// Whether something was given away: the likeliest of all, with the question about fraud that stands under the
    /// urgent steps, or beside such a question likely enough. Urgent steps in vain cost less than none in need.
    fn is_alarm(&self, ranked: &[(f32, &Label)]) -> bool {
        let Some((confidence, best)) = ranked.first() else { return false };
        let of_fraud = confidence_of(ranked, |label| is_article(label, ABOUT_FRAUD));
        let suspected = confidence_of(ranked, is_urgent) >= SUSPECTED;
        (is_urgent(best) && confidence + of_fraud >= self.judge.urgent) || (is_article(best, ABOUT_FRAUD) && suspected)
    }

    fn choices(&self, hits: &[Hit]) -> Vec<ArticleId> {
        let offered = hits.iter().filter(|hit| hit.confidence >= self.judge.list);
        offered.map(|hit| hit.article.clone()).take(CHOICES).collect()
    }

    /// One word such as *payment* is a subject and no question, where several articles are about it.
    fn asked_back(&self, outcome: Outcome, hits: &[Hit]) -> Outcome {
        match outcome {
            Outcome::Sure(_) => Outcome::Unsure(self.choices(hits)),
            other => other,
        }
    }

    fn intent(&self, intent: &str, text: &str) -> Outcome {
        match intent {
            "human" => Outcome::Person,
            "order" => Outcome::Order,
            "shop" => Outcome::ShopQuestion,
            "compromised" => Outcome::Compromised,
            "greeting" => Outcome::SmallTalk(SmallTalk::Greeting),
            "thanks" => Outcome::SmallTalk(SmallTalk::Thanks),
            "goodbye" => Outcome::SmallTalk(SmallTalk::Goodbye),
            "identity" => Outcome::SmallTalk(SmallTalk::Identity),
            "chitchat" => Outcome::SmallTalk(SmallTalk::Chitchat),
            "language" => Outcome::LanguageWish(self.wanted_language(text)),
            _ => Outcome::Nothing,
        }
    }

    /// The language that a text asks for: the one it names or, where it turns that one down, the one
    /// it is written in. `None` where it names none or several.
    fn wanted_language(&self, text: &str) -> Option<Language> {
        let mut rest = self.folder.fold(text);
        let refused = self.languages_refused.iter().any(|phrase| contains_word(&rest, phrase));
        let mut named = BTreeSet::new();
        // The longest names come first: "bahasa inggris" is not "bahasa", which alone is Indonesian.
        for (name, language) in &self.language_names {
            if contains_word(&rest, name) {
                named.insert(*language);
                rest = rest.replace(name.as_str(), " ");
            }
        }
        match (named.iter().next(), named.len(), refused) {
            (Some(one), 1, false) => Some(*one),
            (Some(one), 1, true) => self.detect(text).map(|found| found.language).filter(|language| language != one),
            _ => None,
        }
    }
}

impl Mind {
    /// What a folded text in another language calls for. Its likeliest language is certain where the
    /// text tells it; else it counts for a sender of whom nothing else is known, and is English.
    fn understand_foreign(&self, folded: &str, foreign: Foreign) -> Understood {
        let (outcome, hits) = self.read_all(folded, foreign.nearest.unwrap_or(Language::English));
        let fitting = |first: Option<ArticleId>| {
            let hits = hits.iter().filter(|hit| hit.confidence >= self.judge.list).map(|hit| hit.article.clone());
            first.into_iter().chain(hits).take(CHOICES).collect()
        };
        let outcome = match outcome {
            Outcome::Compromised => Outcome::Compromised,
            Outcome::Sure(_) => Outcome::Foreign(fitting(None)),
            Outcome::Order => Outcome::Foreign(fitting(Some(ArticleId::from(ABOUT_ORDER)))),
            Outcome::Unsure(choices) => Outcome::Foreign(choices),
            _ => Outcome::Foreign(Vec::new()),
        };
        let language = Some(foreign.nearest.unwrap_or(Language::English));
        Understood { language, language_certain: foreign.nearest.is_some(), outcome, hits }
    }
}

impl Understand for Mind {
    fn understand(&self, text: &str) -> Understood {
        let folded = self.folder.fold(text);
        let detection = self.detector.detect(&folded);
        let set = self.set_words.outcome(&folded);
        if let (None, Some(foreign)) = (&set, self.foreign.detect(&folded)) {
            return self.understand_foreign(&folded, foreign);
        }
        let (outcome, hits) = match set {
            Some(outcome) => (outcome, Vec::new()),
            None => {
                let question = self.follow_words.named(&folded).unwrap_or(&folded);
                self.read_all(question, self.reading_language(detection))
            }
        };
        let known = detection.filter(|found| found.confidence >= LANGUAGE_KNOWN);
        Understood {
            language: known.map(|found| found.language),
            language_certain: known.is_some_and(|found| found.certain),
            outcome,
            hits,
        }
    }

    fn suggest(&self, text: &str, understood: &Understood, language: Language) -> Vec<ArticleId> {
        let likely = understood.hits.iter().filter(|hit| hit.confidence >= WORTH_LISTING);
        let mut articles: Vec<ArticleId> = likely.map(|hit| hit.article.clone()).collect();
        for article in self.titles.beginning_with(&self.folder.fold(text), language) {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }

    fn leaning(&self, text: &str, understood: Understood, lean: &Lean<'_>) -> Understood {
        self.lean(text, understood, lean)
    }

    fn follow_up(&self, text: &str, alone: &Understood, before: &Before<'_>) -> Option<FollowUp> {
        self.going_on(text, alone, before)
    }

    fn turned_down(&self, text: &str) -> Option<String> {
        self.follow_words.turned_down(&self.folder.fold(text))
    }

    fn instead(&self, words: &str, before: &Before<'_>) -> Option<Understood> {
        self.instead_of(words, before)
    }
}

/// Whether a label is that of messages whose sender has given something away.
fn is_urgent(label: &Label) -> bool {
    is_intent(label, "compromised")
}

/// The sentences of a folded text.
fn sentences(folded: &str) -> impl Iterator<Item = &str> {
    let ends = |letter: char| matches!(letter, '.' | '!' | '?' | ';' | '\n' | '。' | '…');
    folded.split(ends).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// An outcome, one step less sure: what is asked of another company is not answered here, however
/// well an article seems to fit; but its name may only stand beside the question.
fn doubted(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Sure(article) => Outcome::Unsure(vec![article]),
        Outcome::Unsure(_) => Outcome::Nothing,
        other => other,
    }
}

/// The confidence of the first of some candidates that is meant.
fn confidence_of(ranked: &[(f32, &Label)], meant: impl Fn(&Label) -> bool) -> f32 {
    ranked.iter().find(|(_, label)| meant(label)).map_or(0.0, |(confidence, _)| *confidence)
}

fn is_article(label: &Label, id: &str) -> bool {
    matches!(label, Label::Article(article) if article.as_str() == id)
}

fn is_intent(label: &Label, name: &str) -> bool {
    matches!(label, Label::Intent(intent) if intent == name)
}

fn is_order(label: &Label) -> bool {
    is_intent(label, "order")
}

/// Whether the doubt is only between the sender's own order and the article about seeing it, which stands under what
/// is said of the order.
fn is_about_an_order(ranked: &[(f32, &Label)]) -> bool {
    let of_order = |label: &Label| is_order(label) || is_article(label, ABOUT_ORDER);
    let first_two = || ranked.iter().take(2);
    first_two().all(|(_, label)| of_order(label))
        && first_two().map(|(confidence, _)| confidence).sum::<f32>() >= ENOUGH_TOGETHER
}

fn related(library: &Library) -> BTreeMap<ArticleId, BTreeSet<ArticleId>> {
    let mut related: BTreeMap<ArticleId, BTreeSet<ArticleId>> = BTreeMap::new();
    for article in library.articles.values() {
        for other in &article.related {
            related.entry(article.id.clone()).or_default().insert(other.clone());
            related.entry(other.clone()).or_default().insert(article.id.clone());
        }
    }
    related
}

fn detector(library: &Library, folder: &Folder) -> Detector {
    let markers = library.lexicons.iter();
    let markers =
        markers.flat_map(|(language, lexicon)| lexicon.words.language.iter().map(|word| (*language, word.as_str())));
    let brands = library.lexicons.values().flat_map(|lexicon| lexicon.brands.values().flatten());
    let mut names: Vec<String> = brands.map(|brand| folder.fold(brand)).filter(|brand| has_han(brand)).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    Detector::new(library.messages(), markers, names)
}

/// The languages that the bot does not speak. Where a lexicon names no words against one, the function
/// words of Indonesian and English speak against it.
fn other_languages(library: &Library, folder: &Folder) -> Vec<OtherLanguage> {
    let fold = |words: &[String]| words.iter().map(|word| folder.fold(word)).collect::<BTreeSet<String>>();
    let own: BTreeSet<String> = library.lexicons.values().flat_map(|lexicon| fold(&lexicon.words.language)).collect();
    let languages = library.other_languages.values().map(|other| OtherLanguage {
        nearest: other.nearest,
        words: fold(&other.words),
        against: if other.against.is_empty() { own.clone() } else { fold(&other.against) },
    });
    languages.collect()
}

fn language_names(library: &Library, folder: &Folder) -> Vec<(String, Language)> {
    let lists = library.lexicons.values().flat_map(|lexicon| &lexicon.words.language_names);
    let names = lists.flat_map(|(language, names)| names.iter().map(|name| (folder.fold(name), *language)));
    let mut names: Vec<(String, Language)> = names.collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}
