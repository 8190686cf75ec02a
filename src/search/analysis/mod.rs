//! From a text to what can be compared: folded, cut into words, spelt as the lexicon says, stemmed,
//! and with its concepts recognised.
//!
//! In reading order: [`fold`] (one form for what looks alike), [`numbers`] (what kind of number it is),
//! [`spelling`] (what people type), [`sounds`] (Chinese words typed by their sound), [`indonesian`] (stems, also
//! of colloquial forms), [`phrases`] (set phrases of several words), and [`Analyzer`] itself. The same analysis serves the articles and the questions.
//!
//! Latin words get two stems, the Indonesian and the English one: messages mix the two languages
//! within a sentence, and a lexicon phrase is met in either.

pub mod fold;
pub mod indonesian;
pub mod numbers;
pub mod phrases;
pub mod sounds;
pub mod spelling;

use std::collections::{BTreeMap, BTreeSet};

use jieba_rs::Jieba;

use crate::knowledge::{Lexicon, Library};
use crate::language::{Language, is_han};
use fold::Folder;
use indonesian::IndonesianStemmer;
use phrases::{HanPhrases, Phrases};
use sounds::Sounds;
use spelling::Spelling;

/// A text, analysed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// The words in order, each as the language of the analysis stems it.
    pub stems: Vec<String>,
    /// The words in order, spelt as the lexicon says, not stemmed.
    pub words: Vec<String>,
    /// Runs of Han characters, folded to simplified ones and with typing errors mended.
    pub han: Vec<String>,
    /// The meanings that were recognised.
    pub concepts: BTreeSet<String>,
    /// How many words were looked for, and how many of them the knowledge has.
    pub known: (usize, usize),
    /// Whether the words of a seller were met.
    pub seller: bool,
    /// Whether the words of a buyer were met.
    pub buyer: bool,
    /// Whether another company is named.
    pub elsewhere: bool,
    /// Whether this shop or its platforms are named.
    pub here: bool,
}

impl Analysis {
    fn mark(&mut self, mark: &str) {
        match mark {
            SELLER => self.seller = true,
            BUYER => self.buyer = true,
            ELSEWHERE => self.elsewhere = true,
            _ => self.here = true,
        }
    }
}

/// Analyses texts; immutable once built.
pub struct Analyzer {
    folder: Folder,
    jieba: Jieba,
    indonesian: IndonesianStemmer,
    english: frostem::Stemmer,
    spelling: BTreeMap<Language, Spelling>,
    brand_names: BTreeSet<String>,
    brands: Phrases,
    han_brands: HanPhrases,
    concepts: BTreeMap<Language, Phrases>,
    han_concepts: HanPhrases,
    roles: BTreeMap<Language, Phrases>,
    han_roles: HanPhrases,
    sounds: Sounds,
}

/// So many words are read: what a question has not said by then it will not say.
const MOST_RUNS: usize = 250;
/// So many Han characters of one run are read, for the same reason.
const MOST_HAN: usize = 500;

/// Characters that hold a sentence together: a phrase with one of them is no word.
const PARTICLES: &str =
    "不没了的得地着过吗呢么吧啊我你他她它们怎给要把被让到还有是在就都也想能会可这那哪啥咋谁多少几个";

const SELLER: &str = "seller";
const BUYER: &str = "buyer";
const ELSEWHERE: &str = "elsewhere";
const HERE: &str = "here";

impl Analyzer {
    /// Builds the analysis of a library's lexicons. The words of the articles and their examples are
    /// the vocabulary that typing errors are mended towards.
    pub fn new(library: &Library) -> Analyzer {
        let none = BTreeMap::new();
        let mut analyzer = Analyzer {
            folder: Folder::new(),
            jieba: Jieba::new(),
            indonesian: IndonesianStemmer::new(),
            english: frostem::Stemmer::new(frostem::Algorithm::English),
            spelling: Language::ALL.into_iter().map(|language| (language, Spelling::new(&none))).collect(),
            brand_names: BTreeSet::new(),
            brands: Phrases::default(),
            han_brands: HanPhrases::default(),
            concepts: BTreeMap::new(),
            han_concepts: HanPhrases::default(),
            roles: BTreeMap::new(),
            han_roles: HanPhrases::default(),
            sounds: Sounds::default(),
        };
        for (language, lexicon) in &library.lexicons {
            analyzer.spelling.insert(*language, Spelling::new(&lexicon.spelling));
        }
        analyzer.learn_brands(&library.lexicons);
        for (language, lexicon) in &library.lexicons {
            analyzer.learn_lexicon(*language, lexicon);
        }
        analyzer.han_concepts.build();
        analyzer.han_roles.build();
        analyzer.learn_vocabulary(library);
        analyzer
    }

    /// Whether a word of an analysis is a brand.
    pub fn is_brand(&self, word: &str) -> bool {
        self.brand_names.contains(word)
    }

    /// Analyses a text as being in a language.
    pub fn analyse(&self, text: &str, language: Language) -> Analysis {
        let folded = self.folder.fold(text);
        let mut analysis = Analysis::default();
        for run in fold::runs(&folded).take(MOST_RUNS) {
            match run {
                fold::Run::Latin(word) => self.latin(word, language, &mut analysis),
                fold::Run::Han(text) => self.han(text, &mut analysis),
                fold::Run::Digits(digits) => analysis.words.push(numbers::of_digits(digits).to_owned()),
            }
        }
        analysis.words = self.brands.replace(analysis.words);
        self.stem(language, &mut analysis);
        analysis
    }

    /// The words of a run of Han characters, as the dictionary cuts it.
    pub fn cut(&self, run: &str) -> Vec<String> {
        self.jieba.cut(run, false).into_iter().map(|token| token.word.to_owned()).collect()
    }

    fn latin(&self, word: &str, language: Language, analysis: &mut Analysis) {
        let (amount, word) = numbers::of_word(word);
        analysis.words.extend(amount.map(str::to_owned));
        if word.is_empty() {
            return;
        }
        let spelling = match language {
            Language::Chinese => Language::English,
            other => other,
        };
        let chinese = self.spelling.get(&Language::Chinese).filter(|_| language == Language::Chinese);
        if let Some(meant) = chinese.and_then(|spelling| spelling.variant(word)) {
            // Chinese that was typed in letters: "tuikuan", "kf".
            return meant.iter().for_each(|word| self.meant(word, analysis));
        }
        let spelt = self.spelling.get(&spelling).map(|spelling| spelling.correct(word));
        let spelt = spelt.unwrap_or_else(|| spelling::Corrected::unknown(word));
        analysis.known.0 += 1;
        analysis.known.1 += usize::from(spelt.known);
        analysis.words.extend(spelt.words);
    }

    fn meant(&self, word: &str, analysis: &mut Analysis) {
        if fold::has_han(word) {
            self.han(word, analysis);
        } else {
            analysis.known.0 += 1;
            analysis.known.1 += 1;
            analysis.words.push(word.to_owned());
        }
    }

    fn han(&self, text: &str, analysis: &mut Analysis) {
        let end = text.char_indices().nth(MOST_HAN).map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let mended =
            self.spelling.get(&Language::Chinese).map_or_else(|| text.to_owned(), |spelling| spelling.mend_han(text));
        let mended = self.han_brands.replace(&mended);
        for run in fold::runs(&mended) {
            match run {
                fold::Run::Han(text) => self.han_words(text, analysis),
                fold::Run::Latin(word) | fold::Run::Digits(word) => analysis.words.push(word.to_owned()),
            }
        }
    }

    fn han_words(&self, text: &str, analysis: &mut Analysis) {
        let vocabulary = self.spelling.get(&Language::Chinese);
        let knows = |word: &str| vocabulary.is_some_and(|known| known.knows(word));
        let pieces: Vec<&str> = self.jieba.cut(text, false).into_iter().map(|token| token.word).collect();
        let words = self.sounds.mend(&pieces, knows);
        let text = &words.concat();
        analysis.known.0 += words.len();
        analysis.known.1 += words.iter().filter(|word| knows(word)).count();
        analysis.words.extend(words.into_iter().map(str::to_owned));
        analysis.concepts.extend(self.han_concepts.find(text).map(str::to_owned));
        for mark in self.han_roles.find(text) {
            analysis.mark(mark);
        }
        analysis.han.push(text.clone());
    }

    fn stem(&self, language: Language, analysis: &mut Analysis) {
        let indonesian: Vec<String> =
            analysis.words.iter().map(|word| self.stem_word(word, Language::Indonesian)).collect();
        let english: Vec<String> = analysis.words.iter().map(|word| self.stem_word(word, Language::English)).collect();
        for (of, stems) in [(Language::Indonesian, &indonesian), (Language::English, &english)] {
            if let Some(phrases) = self.concepts.get(&of) {
                analysis.concepts.extend(phrases.find(stems).map(str::to_owned));
            }
            let marks = self.roles.get(&of).into_iter().flat_map(|phrases| phrases.find(stems));
            for mark in marks {
                analysis.mark(mark);
            }
        }
        analysis.stems = if language == Language::Indonesian { indonesian } else { english };
    }

    fn stem_word(&self, word: &str, language: Language) -> String {
        if !word.is_ascii() || word.starts_with(|letter: char| !letter.is_ascii_lowercase()) {
            return word.to_owned();
        }
        match language {
            Language::Indonesian => self.indonesian.stem(word),
            _ => self.english.stem(word).into_owned(),
        }
    }

    fn learn_brands(&mut self, lexicons: &BTreeMap<Language, Lexicon>) {
        for lexicon in lexicons.values() {
            for (brand, spellings) in &lexicon.brands {
                let name = brand_token(brand);
                self.brand_names.insert(name.clone());
                for spelling in spellings.iter().chain([brand]) {
                    let folded = self.folder.fold(spelling);
                    let words = latin_words(&folded);
                    if fold::has_han(&folded) {
                        self.han_brands.insert(&folded.replace(' ', ""), &format!(" {name} "));
                    } else if !words.is_empty() {
                        self.brands.insert(words, &name);
                    }
                }
                for spelling in self.spelling.values_mut() {
                    spelling.learn(&name);
                }
            }
        }
        self.han_brands.build();
    }

    fn learn_lexicon(&mut self, language: Language, lexicon: &Lexicon) {
        let mut concepts = Phrases::default();
        for (concept, phrases) in &lexicon.concepts {
            for phrase in phrases {
                self.learn_phrase(phrase, language, concept, &mut concepts, Which::Concept);
            }
        }
        let mut roles = Phrases::default();
        let words = &lexicon.words;
        let marks =
            [(SELLER, &words.seller), (BUYER, &words.buyer), (ELSEWHERE, &words.elsewhere), (HERE, &words.here)];
        for (role, phrases) in marks {
            for phrase in phrases {
                self.learn_phrase(phrase, language, role, &mut roles, Which::Role);
            }
        }
        self.concepts.insert(language, concepts);
        self.roles.insert(language, roles);
    }

    fn learn_phrase(&mut self, phrase: &str, language: Language, meaning: &str, latin: &mut Phrases, which: Which) {
        let folded = self.folder.fold(phrase);
        if fold::has_han(&folded) {
            let unspaced = folded.replace(' ', "");
            // Domain words that the general dictionary would cut apart stay whole; half sentences do not.
            let is_word = |letter: char| is_han(letter) && !PARTICLES.contains(letter);
            if unspaced.chars().count() <= 5 && unspaced.chars().all(is_word) {
                self.jieba.add_word(&unspaced, None, None);
                self.sounds.learn(&unspaced);
            }
            match which {
                Which::Concept => self.han_concepts.insert(&unspaced, meaning),
                Which::Role => self.han_roles.insert(&unspaced, meaning),
            }
            return;
        }
        let words = self.brands.replace(phrase_words(&folded));
        for word in words.iter().filter(|word| !word.starts_with('#')) {
            if let Some(spelling) = self.spelling.get_mut(&language) {
                spelling.learn(word);
            }
        }
        let stemmed = if language == Language::Indonesian { Language::Indonesian } else { Language::English };
        let stems = words.iter().map(|word| self.stem_word(word, stemmed)).collect();
        latin.insert(stems, meaning);
    }

    fn learn_vocabulary(&mut self, library: &Library) {
        let mut counts: BTreeMap<(Language, String), usize> = BTreeMap::new();
        for (language, text) in texts(library) {
            for word in latin_words(&self.folder.fold(text)) {
                let spelt = if language == Language::Chinese { Language::English } else { language };
                *counts.entry((spelt, word)).or_default() += 1;
            }
            if language == Language::Chinese {
                let folded = self.folder.fold(text);
                for token in self.jieba.cut(&folded, false) {
                    *counts.entry((language, token.word.to_owned())).or_default() += 1;
                }
            }
        }
        for ((language, word), count) in counts {
            // A word that stands only once may itself be a typing error among the examples.
            let trusted = count > 1 || (language == Language::Indonesian && self.indonesian.knows(&word));
            if trusted && let Some(spelling) = self.spelling.get_mut(&language) {
                spelling.learn_counted(&word, count);
            }
        }
    }
}

enum Which {
    Concept,
    Role,
}

/// Every text of a library that customers' words may be compared with.
fn texts(library: &Library) -> impl Iterator<Item = (Language, &str)> {
    let articles = library.articles.values().flat_map(|article| &article.texts);
    let names = articles.flat_map(|(language, text)| {
        let names = text.keywords.iter().chain([&text.title]);
        names.map(|name| (*language, name.as_str()))
    });
    library.messages().chain(names)
}

fn latin_words(folded: &str) -> Vec<String> {
    fold::runs(folded)
        .filter_map(|run| match run {
            fold::Run::Latin(word) => Some(word.to_owned()),
            _ => None,
        })
        .collect()
}

/// The words of a phrase, with its numbers as kinds of numbers, as a message has them.
fn phrase_words(folded: &str) -> Vec<String> {
    let words = fold::runs(folded).map(|run| match run {
        fold::Run::Latin(word) | fold::Run::Han(word) => word.to_owned(),
        fold::Run::Digits(digits) => numbers::of_digits(digits).to_owned(),
    });
    words.collect()
}

/// A brand as one word, so that nothing stems or cuts it.
fn brand_token(brand: &str) -> String {
    brand.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}
