//! The full-text index: one tantivy index in memory, a document per article and language.
//!
//! Texts are analysed before they go in (see [`super::analysis`]), so that tantivy only has to cut at
//! spaces; questions are analysed alike and asked as plain term queries, never through a query parser,
//! so that no customer's text can be read as a query.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{DocSet, Index, IndexWriter, InvertedIndexReader, Searcher, TERMINATED, TantivyDocument, Term};

use super::analysis::{Analysis, Analyzer};
use super::highest::highest;
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
    title: SearchedField,
    questions: SearchedField,
    body: SearchedField,
    /// The article of each document; the documents of all segments one after the other.
    article_of: Vec<usize>,
}

/// A field, open to be read.
struct SearchedField {
    field: Field,
    /// How long the field is on average.
    length: f32,
    segments: Vec<Segment>,
}

/// What one segment of the index knows of a field.
struct Segment {
    postings: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// The place of its first document among those of all segments.
    begin: usize,
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
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(ArticleIndex {
            title: SearchedField::open(fields.title, &searcher)?,
            questions: SearchedField::open(fields.questions, &searcher)?,
            body: SearchedField::open(fields.body, &searcher)?,
            article_of: article_of(&searcher)?,
        })
    }

    /// The scores of the articles that share words with a question, by the article's number.
    pub fn scores(&self, analysis: &Analysis) -> BTreeMap<usize, FieldScores> {
        let mut terms = terms(analysis);
        terms.sort_unstable();
        terms.dedup();
        let mut scores: BTreeMap<usize, FieldScores> = BTreeMap::new();
        let places: [(&SearchedField, Place); 3] = [
            (&self.title, |scores| &mut scores.title),
            (&self.questions, |scores| &mut scores.questions),
            (&self.body, |scores| &mut scores.body),
        ];
        for (field, place) in places {
            for (score, document) in self.search(field, &terms).unwrap_or_default() {
                let best = place(scores.entry(self.article_of[document]).or_default());
                *best = best.max(score);
            }
        }
        scores
    }

    /// The documents that fit some terms best in a field, with their scores.
    fn search(&self, field: &SearchedField, terms: &[String]) -> tantivy::Result<Vec<(f32, usize)>> {
        let mut scores = vec![0.0; self.article_of.len()];
        for term in terms {
            field.add(&Term::from_field_text(field.field, term), &mut scores)?;
        }
        let found = scores.into_iter().zip(0..).filter(|(score, _)| *score > 0.0);
        Ok(highest(found, DOCUMENTS))
    }
}

impl SearchedField {
    fn open(field: Field, searcher: &Searcher) -> tantivy::Result<SearchedField> {
        let mut begin = 0;
        let segments = searcher.segment_readers().iter().map(|segment| {
            let place = begin;
            begin += segment.max_doc() as usize;
            let (postings, lengths) = (segment.inverted_index(field)?, segment.get_fieldnorms_reader(field)?);
            Ok(Segment { postings, lengths, begin: place })
        });
        let segments = segments.collect::<tantivy::Result<Vec<Segment>>>()?;
        let length = searcher.total_num_tokens(field)? as f32 / searcher.total_num_docs()? as f32;
        Ok(SearchedField { field, length, segments })
    }

    /// Adds what a term says of each document, by BM25 over all segments. Its postings are read to the end: among some
    /// hundred documents that costs a third of a query, which finds out first which of them are worth a look.
    fn add(&self, term: &Term, scores: &mut [f32]) -> tantivy::Result<()> {
        let found = self.segments.iter().map(|segment| segment.postings.get_term_info(term));
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let holders = found.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if holders == 0 {
            return Ok(());
        }
        let weight = Bm25Weight::for_one_term_without_explain(holders, scores.len() as u64, self.length);
        for (segment, info) in self.segments.iter().zip(found) {
            let Some(info) = info else { continue };
            let mut postings = segment.postings.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let scores = &mut scores[segment.begin..];
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                scores[document as usize] += weight.score(segment.lengths.fieldnorm_id(document), postings.term_freq());
                postings.advance();
            }
        }
        Ok(())
    }
}

fn article_of(searcher: &Searcher) -> tantivy::Result<Vec<usize>> {
    let mut article_of = Vec::new();
    for segment in searcher.segment_readers() {
        let numbers = segment.fast_fields().u64(ARTICLE)?;
        article_of.extend((0..segment.max_doc()).map(|document| numbers.first(document).unwrap_or_default() as usize));
    }
    Ok(article_of)
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
