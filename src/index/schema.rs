//! The fields of a paragraph, and what an index remembers of the program that built it.
//!
//! Positions once and frequencies once: two positional fields measured 2.1 to 2.9 times the
//! indexing time of one. `surface` is asked which paragraphs hold a form that is not
//! its own lemma. `name` is a dictionary
//! more than a field: which lemmas stand capitalised inside sentences, and how often.

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::analysis::{ANALYZER_VERSION, Scheme};

/// Changes whenever the layout on disk does.
pub const FORMAT_VERSION: u32 = 9;

/// What a term of the `acronym` field begins with that leads from a long form to its acronym.
pub const LONG_FORM: char = '\u{1}';

/// Name of the tokenizer that reads what [`super::Encoder`] wrote.
pub(super) const ENCODED: &str = "encoded";

/// The fields, by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Lemmas with frequencies and positions: title at 0…, body from [`super::BODY_PLACE`], each with a
    /// mark where the word stands as its lemma is written.
    pub lemma: Field,
    /// Lower-case words that are none of their lemmas; documents only: exactness, and with the lemmas
    /// the vocabulary for restoring diacritics.
    pub surface: Field,
    /// Lemmas of words capitalised inside sentences; documents only.
    pub name: Field,
    /// The article's id; every paragraph carries it, so that one deletion takes them all.
    pub id: Field,
    /// The source, lower-case, for filtering.
    pub source: Field,
    /// The section, lower-case, for filtering.
    pub section: Field,
    /// The author, lower-case, for filtering.
    pub author: Field,
    /// Acronyms explained in the paragraph: `acronym TAB long form`, and from the other side
    /// [`LONG_FORM`] `long form TAB acronym`, in lemmas; documents only.
    pub acronym: Field,
    /// Publication date in seconds, as if UTC; absent where unknown.
    pub date: Field,
    /// Number of the paragraph in its article, from 0.
    pub paragraph: Field,
    /// First five bytes of the article's content hash.
    pub hash: Field,
    /// What the article's body is compared by with others ([`crate::corpus::Signature`]); with
    /// paragraph 0 alone.
    pub signature: Field,
    /// The keys of that signature, as terms under which copies are found.
    pub copy_key: Field,
    /// The paragraph as it was, with the article's record as JSON before paragraph 0: packed.
    pub stored: Field,
    /// The file the article was read from, with paragraph 0 alone: a column, whose values are kept once,
    /// since one file may hold every article there is.
    pub path: Field,
    /// The article's earlier versions, packed; stored with paragraph 0 alone.
    pub history: Field,
    /// How many they are, with paragraph 0; absent where there are none.
    pub revisions: Field,
    /// The language the source states, with paragraph 0 alone.
    pub lang: Field,
}

impl Fields {
    /// The schema and its fields.
    pub fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let encoded = |option| {
            let indexing = TextFieldIndexing::default().set_tokenizer(ENCODED).set_index_option(option);
            // A name's rarity is asked of the dictionary, never scored.
            let indexing = indexing.set_fieldnorms(option != IndexRecordOption::Basic);
            TextOptions::default().set_indexing_options(indexing)
        };
        let raw = || {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Fields {
            lemma: schema.add_text_field("lemma", encoded(IndexRecordOption::WithFreqsAndPositions)),
            surface: schema.add_text_field("surface", encoded(IndexRecordOption::Basic)),
            name: schema.add_text_field("name", encoded(IndexRecordOption::Basic)),
            id: schema.add_text_field("id", raw()),
            source: schema.add_text_field("source", raw()),
            section: schema.add_text_field("section", raw()),
            author: schema.add_text_field("author", raw()),
            acronym: schema.add_text_field("acronym", raw()),
            date: schema.add_i64_field("date", NumericOptions::default() | FAST),
            paragraph: schema.add_u64_field("paragraph", FAST),
            hash: schema.add_u64_field("hash", FAST),
            signature: schema.add_u64_field("signature", FAST),
            copy_key: schema.add_bytes_field("copy_key", BytesOptions::default().set_indexed()),
            stored: schema.add_bytes_field("stored", STORED),
            path: schema.add_text_field("path", TextOptions::default().set_fast("raw")),
            history: schema.add_bytes_field("history", STORED),
            revisions: schema.add_u64_field("revisions", FAST),
            lang: schema.add_text_field("lang", raw()),
        };
        (schema.build(), fields)
    }
}

/// The form in which a source, section or author is compared: `Siyasət`, `SİYASƏT` and `siyasət` are one.
pub fn filter_key(value: &str) -> String {
    crate::analysis::lower_case(value.trim())
}

/// Kept in every commit: an index answers rightly only to the analyzer that built it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// [`FORMAT_VERSION`].
    pub format: u32,
    /// [`ANALYZER_VERSION`].
    pub analyzer: u32,
    /// Hash of the language data compiled into the program.
    pub data: String,
    /// What stands in the `lemma` field.
    pub scheme: Scheme,
    /// Are the title's words searchable with each paragraph?
    pub title: bool,
}

impl Fingerprint {
    /// That of this program, for an index of the given settings.
    pub fn current(scheme: Scheme, title: bool) -> Self {
        Fingerprint {
            format: FORMAT_VERSION,
            analyzer: ANALYZER_VERSION,
            data: crate::analysis::data_hash().to_string(),
            scheme,
            title,
        }
    }

    /// Can this program read an index that carries `self`?
    pub fn is_current(&self) -> bool {
        *self == Fingerprint::current(self.scheme, self.title)
    }

    /// For messages: `analyzer 3 (data 1f2e3d4c), format 1`.
    pub fn describe(&self) -> String {
        format!("analyzer {} (data {}), format {}", self.analyzer, self.data, self.format)
    }
}
