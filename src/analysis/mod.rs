//! Text → tokens. Total: any string is text, nothing here fails or reads a file.
//!
//! The order of the stages is written in [`Analyzer::analyze`] and nowhere else:
//! script (of the paragraph) → words → repair → Cyrillic to Latin → lower case → lemma.
//! Words are repaired, not the text, so that every offset slices the original.

mod case;
pub mod lemma;
mod repair;
mod script;
mod stopwords;
mod tokenizer;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub use lemma::{Lemmas, Lemmatizer};
pub use repair::repair;
pub use script::{Cyrillic, is_cyrillic_word, to_latin};
pub use stopwords::is_function_word;
pub use tokenizer::{Word, Words};

/// Changes whenever the same text may give other tokens; an index keeps the one it was built with.
pub const ANALYZER_VERSION: u32 = 1;

/// A longer word is cut here, in bytes: no real word is, and a term must have a limit.
pub const MAX_WORD_BYTES: usize = 240;

/// What stands for a word in the `lemma` field: the product's analysis, or a baseline to measure it against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Lemmas of the Azerbaijani analyser.
    #[default]
    Axtar,
    /// The lower-case word itself.
    Surface,
    /// Its first five letters, folded to ASCII.
    First5,
    /// The Snowball stem for Turkish.
    Turkish,
}

/// One token, lent to the sink of [`Analyzer::analyze`].
#[derive(Debug)]
pub struct Token<'a> {
    /// First byte in the original text.
    pub from: usize,
    /// One past the last byte; a suffix written apart is included.
    pub to: usize,
    /// Word number in the text, from 0.
    pub position: usize,
    /// Repaired, Latin where the script is Azerbaijani Cyrillic, lower-case.
    pub surface: &'a str,
    /// One lemma, or two for a truly ambiguous form; best first.
    pub lemmas: &'a Lemmas,
    /// Capitalised inside a sentence.
    pub capitalised_inside: bool,
}

/// What the stages made of one word, kept for the next time it occurs.
struct Form {
    surface: Box<str>,
    lemmas: Lemmas,
}

/// Words repeat, so this many forms are kept. The cache is emptied when full, which
/// is simpler than keeping an order of use.
const CACHE_FORMS: usize = 1 << 16;

/// Turns text into tokens. Cheap to create; keeps buffers and a cache between texts.
pub struct Analyzer {
    scheme: Scheme,
    lemmatizer: Lemmatizer,
    turkish: Stemmer,
    forms: FxHashMap<Box<str>, Form>,
    cyrillic_forms: FxHashMap<Box<str>, Form>,
    buffers: Buffers,
}

#[derive(Default)]
struct Buffers {
    repaired: String,
    latin: String,
    lowered: String,
}

impl Analyzer {
    /// An analyzer of one scheme.
    pub fn new(scheme: Scheme) -> Self {
        Analyzer {
            scheme,
            lemmatizer: Lemmatizer::new(),
            turkish: Stemmer::create(Algorithm::Turkish),
            forms: FxHashMap::default(),
            cyrillic_forms: FxHashMap::default(),
            buffers: Buffers::default(),
        }
    }

    /// Lends every token of `text` to `sink`, in order. Cyrillic is read as the text itself suggests.
    pub fn analyze(&mut self, text: &str, sink: impl FnMut(&Token)) {
        self.analyze_as(text, script::read(text), sink);
    }

    /// The same with the reading of Cyrillic words given, as a query needs.
    pub fn analyze_as(&mut self, text: &str, cyrillic: Cyrillic, mut sink: impl FnMut(&Token)) {
        let Analyzer { scheme, lemmatizer, turkish, forms, cyrillic_forms, buffers } = self;
        // The same letters are two words where the script is read otherwise.
        let forms = if cyrillic == Cyrillic::Azerbaijani { cyrillic_forms } else { forms };
        let words = Words::new(text, |suffix| {
            if suffix.is_ascii() {
                return lemmatizer.is_suffix_chain(suffix);
            }
            // Decomposed (`-cu\u{308}`) or in Cyrillic (`НАТО-нун`), a suffix is what it is.
            let mut spelled = String::new();
            repair(suffix, &mut spelled);
            let mut latin = String::new();
            if cyrillic == Cyrillic::Azerbaijani && script::is_cyrillic_word(&spelled) {
                script::to_latin(&spelled, &mut latin);
                spelled = latin;
            }
            lemmatizer.is_suffix_chain(&spelled)
        });
        for (position, word) in words.enumerate() {
            let written = &text[word.from..word.to];
            if forms.len() >= CACHE_FORMS {
                forms.clear();
            }
            let form = match forms.get(written) {
                Some(form) => form,
                None => {
                    let form = buffers.form(text, &word, cyrillic, *scheme, lemmatizer, turkish);
                    forms.entry(written.into()).or_insert(form)
                }
            };
            sink(&Token {
                from: word.from,
                to: word.to,
                position,
                surface: &form.surface,
                lemmas: &form.lemmas,
                capitalised_inside: word.capitalised_inside,
            });
        }
    }

    /// The lexicon and suffix automaton behind the lemma stage.
    pub fn lemmatizer(&self) -> &Lemmatizer {
        &self.lemmatizer
    }
}

impl Buffers {
    /// The stages after the word is found, in their order.
    fn form(
        &mut self,
        text: &str,
        word: &Word,
        cyrillic: Cyrillic,
        scheme: Scheme,
        lemmatizer: &Lemmatizer,
        turkish: &Stemmer,
    ) -> Form {
        self.spell(cut(&text[word.from..word.base_to]), cyrillic, lemmatizer);
        let lemmas = match scheme {
            Scheme::Axtar => lemmatizer.lemmas(&self.lowered),
            Scheme::Surface => Lemmas::one(&self.lowered),
            Scheme::First5 => Lemmas::one(&first_five(&self.lowered)),
            Scheme::Turkish => Lemmas::one(&turkish.stem(&self.lowered)),
        };
        let mut surface = self.lowered.clone();
        if word.suffix_from < word.to {
            self.spell(&text[word.suffix_from..word.to], cyrillic, lemmatizer);
            surface.push_str(&self.lowered);
        }
        Form { surface: surface.into(), lemmas }
    }

    /// repair → Cyrillic to Latin → lower case, into `self.lowered`.
    fn spell(&mut self, written: &str, cyrillic: Cyrillic, lemmatizer: &Lemmatizer) {
        repair(written, &mut self.repaired);
        case::lower(&self.repaired, &mut self.lowered);
        if cyrillic == Cyrillic::Azerbaijani && script::is_cyrillic_word(&self.lowered) {
            self.latin.clear();
            script::to_latin(&self.lowered, &mut self.latin);
            // A lone sign (ъ) has no Latin: it stays.
            if !self.latin.is_empty() {
                std::mem::swap(&mut self.latin, &mut self.lowered);
            }
        } else if self.repaired.contains('I') {
            // The head is told by the letters after it, the rest by the lexicon.
            if let Some(head) = case::head_i(&self.repaired, &self.lowered) {
                self.lowered = head;
            }
            if self.lowered.contains('ı') && !lemmatizer.knows(&self.lowered) {
                let foreign = case::foreign_i(&self.repaired);
                if lemmatizer.knows(&foreign) {
                    self.lowered = foreign;
                }
            }
        }
    }
}

/// The first [`MAX_WORD_BYTES`] of a word, cut on a character boundary.
fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(MAX_WORD_BYTES)]
}

/// The baseline of [`Scheme::First5`]: ə → e and so on, then five letters.
fn first_five(word: &str) -> String {
    word.chars().take(5).map(fold).collect()
}

/// A text repaired and in Azerbaijani lower case, for comparing whole values.
pub fn lower_case(text: &str) -> String {
    let (mut repaired, mut lowered) = (String::new(), String::new());
    repair(text, &mut repaired);
    case::lower(&repaired, &mut lowered);
    lowered
}

/// An Azerbaijani letter as it is typed without its diacritic: ə → e, ı → i, ş → s.
pub fn fold(c: char) -> char {
    match c {
        'ə' => 'e',
        'ı' => 'i',
        'ö' => 'o',
        'ü' => 'u',
        'ç' => 'c',
        'ş' => 's',
        'ğ' => 'g',
        _ => c,
    }
}

/// Hash of the language data compiled in, in hex: part of an index's fingerprint.
pub fn data_hash() -> &'static str {
    env!("AXTAR_DATA_HASH")
}
