//! The full-text index: one tantivy index in memory, a document per article and language.
//!
//! Texts are analysed before they go in (see [`super::analysis`]), so that tantivy only has to cut at
//! spaces; questions are analysed alike and asked as plain term queries, never through a query parser,
//! so that no customer's text can be read as a query.

use std::collections::BTreeMap;

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, TantivyDocument, Term};

use super::analysis::{Analysis, Analyzer};
use crate::knowledge::{ArticleText, Library, markdown};
use crate::language::Language;

/// The field that holds an article's number.
const ARTICLE: &str = "article";
/// The memory that tantivy asks for at least while it writes.
const WRITER_BYTES: usize = 15_000_000;
/// So many documents are looked at per field; three languages of ten articles.
const DOCUMENTS: usize = 30;

/// The fields that are searched, each with its own score.
#[derive(Clone, Copy)]
struct Fields {
    article: Field,
    title: Field,
    questions: Field,
    body: Field,
}

/// How well each field of an article matches: BM25 scores, the best of its languages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FieldScores {
    /// Title and keywords.
    pub title: f32,
    /// Questions.
    pub questions: f32,
    /// Body.
    pub body: f32,
}

/// Where the score of a field is kept.
type Place = fn(&mut FieldScores) -> &mut f32;

/// The index of one library.
pub struct ArticleIndex {
    reader: IndexReader,
    fields: Fields,
}

impl ArticleIndex {
    /// Builds the index. The numbers given to articles are their places in the library.
    ///
    /// # Errors
    /// What tantivy says; in memory that is a lack of memory or threads.
    pub fn build(library: &Library, analyzer: &Analyzer) -> tantivy::Result<ArticleIndex> {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        let whitespace = TextAnalyzer::builder(WhitespaceTokenizer::default()).build();
        index.tokenizers().register("analysed", whitespace);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for (number, article) in (0_u64..).zip(library.articles.values()) {
            for (language, text) in &article.texts {
                writer.add_document(document(&fields, analyzer, number, text, *language))?;
            }
        }
        // One commit makes one segment: every replica computes the same scores.
        writer.commit()?;
        Ok(ArticleIndex { reader: index.reader()?, fields })
    }

    /// The scores of the articles that share words with a question, by the article's number.
    pub fn scores(&self, analysis: &Analysis) -> BTreeMap<usize, FieldScores> {
        let mut terms = terms(analysis);
        terms.sort_unstable();
        terms.dedup();
        let mut scores: BTreeMap<usize, FieldScores> = BTreeMap::new();
        let places: [(Field, Place); 3] = [
            (self.fields.title, |scores| &mut scores.title),
            (self.fields.questions, |scores| &mut scores.questions),
            (self.fields.body, |scores| &mut scores.body),
        ];
        for (field, place) in places {
            for (article, score) in self.search(field, &terms).unwrap_or_default() {
                let best = place(scores.entry(article).or_default());
                *best = best.max(score);
            }
        }
        scores
    }

    fn search(&self, field: Field, terms: &[String]) -> tantivy::Result<Vec<(usize, f32)>> {
        let clause = |term: &String| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(field, term);
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        };
        let query = BooleanQuery::new(terms.iter().map(clause).collect());
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(DOCUMENTS).order_by_score())?;
        let numbers: Result<Vec<Column<u64>>, _> =
            searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64(ARTICLE)).collect();
        let numbers = numbers?;
        let number = |address: DocAddress| numbers[address.segment_ord as usize].first(address.doc_id);
        Ok(found.into_iter().filter_map(|(score, address)| Some((number(address)? as usize, score))).collect())
    }
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("analysed").set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        article: builder.add_u64_field(ARTICLE, FAST),
        title: builder.add_text_field("title", text.clone()),
        questions: builder.add_text_field("questions", text.clone()),
        body: builder.add_text_field("body", text),
    };
    (builder.build(), fields)
}

fn document(
    fields: &Fields,
    analyzer: &Analyzer,
    number: u64,
    text: &ArticleText,
    language: Language,
) -> TantivyDocument {
    let analysed = |text: &str| terms(&analyzer.analyse(text, language)).join(" ");
    let mut document = TantivyDocument::default();
    document.add_u64(fields.article, number);
    document.add_text(fields.title, analysed(&text.title));
    for keyword in &text.keywords {
        document.add_text(fields.title, analysed(keyword));
    }
    for question in &text.questions {
        document.add_text(fields.questions, analysed(question));
    }
    for line in text.body.iter().flat_map(|block| block.lines()) {
        document.add_text(fields.body, analysed(&markdown::plain_text(line)));
    }
    document
}

/// The terms of a text: stems, concepts (marked, so that no word is taken for one), and pairs of
/// Han characters, which meet words that the dictionary cuts differently.
fn terms(analysis: &Analysis) -> Vec<String> {
    let stems = analysis.stems.iter().cloned();
    let concepts = analysis.concepts.iter().map(|concept| format!("@{concept}"));
    let han = analysis.han.iter().flat_map(|run| {
        let letters: Vec<char> = run.chars().collect();
        letters.windows(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>()
    });
    stems.chain(concepts).chain(han).collect()
}
