//! Text → tokens. Total: any string is text, nothing here fails or reads a file.
//!
//! The order of the stages is written in [`Analyzer::analyze`] and nowhere else:
//! script (of the paragraph) → words → repair → Cyrillic to Latin → lower case → lemma.
//! Words are repaired, not the text, so that every offset slices the original.

mod acronym;
mod cache;
mod capital_i;
mod case;
mod first_letters;
pub mod lemma;
mod repair;
mod script;
mod stopwords;
mod tokenizer;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

use cache::Cache;

pub use acronym::explained as explained_acronyms;
pub use first_letters::FirstLetters;
pub use lemma::{Lemmas, Lemmatizer, LentLemmas};
pub use repair::repair;
pub use script::{Cyrillic, is_cyrillic_word, to_latin};
pub use stopwords::is_function_word;
pub use tokenizer::{Word, Words};

/// Changes whenever the same text may give other tokens; an index keeps the one it was built with.
pub const ANALYZER_VERSION: u32 = 5;

/// A longer word is cut here, in bytes: no real word is, and a term must have a limit.
pub const MAX_WORD_BYTES: usize = 240;

/// Words looked up together, see [`Cache::touch`].
const BATCH: usize = 16;

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
    /// Where the base ends if a suffix stands apart from it (`NATO` of `NATO-nun`), else `to`.
    pub base_to: usize,
    /// Word number in the text, from 0.
    pub position: usize,
    /// Repaired, Latin where the script is Azerbaijani Cyrillic, lower-case.
    pub surface: &'a str,
    /// One lemma, or two for a truly ambiguous form; best first.
    pub lemmas: LentLemmas<'a>,
    /// Capitalised inside a sentence.
    pub capitalised_inside: bool,
}

/// Turns text into tokens. Cheap to create; keeps buffers and a cache between texts.
pub struct Analyzer {
    scheme: Scheme,
    lemmatizer: Lemmatizer,
    turkish: Stemmer,
    forms: Cache,
    /// Words in Cyrillic where it is read as Azerbaijani: the same letters are another word then.
    cyrillic_forms: Cache,
    buffers: Buffers,
}

/// What the stages write into, from word to word; the last two are what they made of the word.
#[derive(Default)]
struct Buffers {
    repaired: String,
    latin: String,
    lowered: String,
    surface: String,
    lemmas: Lemmas,
}

impl Analyzer {
    /// An analyzer of one scheme.
    pub fn new(scheme: Scheme) -> Self {
        Analyzer {
            scheme,
            lemmatizer: Lemmatizer::new(),
            turkish: Stemmer::create(Algorithm::Turkish),
            forms: Cache::default(),
            cyrillic_forms: Cache::default(),
            buffers: Buffers::default(),
        }
    }

    /// Lends every token of `text` to `sink`, in order. Cyrillic is read as the text itself suggests.
    pub fn analyze(&mut self, text: &str, sink: impl FnMut(&Token)) {
        self.analyze_as(text, script::read(text), sink);
    }

    /// The same with the reading of Cyrillic words given, as a query needs.
    pub fn analyze_as(&mut self, text: &str, cyrillic: Cyrillic, sink: impl FnMut(&Token)) {
        self.analyze_some(text, cyrillic, |_| true, sink);
    }

    /// The same of the words, as written, that `wanted` takes; positions count all of them.
    fn analyze_some(
        &mut self,
        text: &str,
        cyrillic: Cyrillic,
        wanted: impl Fn(&str) -> bool,
        mut sink: impl FnMut(&Token),
    ) {
        let Analyzer { scheme, lemmatizer, turkish, forms, cyrillic_forms, buffers } = self;
        let mut words = Words::new(text, |suffix| {
            if repair::is_plain(suffix) {
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
        let mut position = 0;
        let mut batch = [Word::default(); BATCH];
        loop {
            let (mut taken, mut hashes) = (0, [0; BATCH]);
            for word in words.by_ref().take(BATCH) {
                hashes[taken] = cache::hash(&text.as_bytes()[word.from..word.to]);
                batch[taken] = word;
                taken += 1;
            }
            forms.touch(&hashes[..taken]);
            for (word, hash) in batch[..taken].iter().zip(hashes) {
                let written = &text[word.from..word.to];
                position += 1;
                if !wanted(written) {
                    continue;
                }
                let is_converted = cyrillic == Cyrillic::Azerbaijani && script::has_cyrillic(written);
                let forms = if is_converted { &mut *cyrillic_forms } else { &mut *forms };
                let (surface, lemmas) = match forms.find(hash, written) {
                    Some(form) => forms.read(form),
                    None => {
                        buffers.form(text, word, cyrillic, *scheme, lemmatizer, turkish);
                        let (surface, lemmas) = (&*buffers.surface, buffers.lemmas.lend());
                        forms.insert(hash, written, surface, lemmas);
                        (surface, lemmas)
                    }
                };
                let Word { from, to, base_to, capitalised_inside, .. } = *word;
                let position = position - 1;
                sink(&Token { from, to, base_to, position, surface, lemmas, capitalised_inside });
            }
            if taken < BATCH {
                return;
            }
        }
    }

    /// Lends the tokens whose surface or lemma may be one of `terms`, and perhaps others: most words
    /// of a text are told from a few terms by their first letter.
    pub fn analyze_near(&mut self, text: &str, terms: FirstLetters, sink: impl FnMut(&Token)) {
        self.analyze_some(text, script::read(text), |written| terms.may_begin(written), sink);
    }

    /// The words of the lexicon that a word in capitals may be in lower case, likeliest first, if every
    /// I may stand for i and for ı.
    pub fn spellings_of_capitals(&self, written: &str) -> Vec<String> {
        let mut repaired = String::new();
        repair(written, &mut repaired);
        capital_i::spellings(&repaired, &self.lemmatizer)
    }

    /// The lexicon and suffix automaton behind the lemma stage.
    pub fn lemmatizer(&self) -> &Lemmatizer {
        &self.lemmatizer
    }
}

impl Buffers {
    /// The stages after the word is found, in their order, into `self.surface` and `self.lemmas`.
    fn form(
        &mut self,
        text: &str,
        word: &Word,
        cyrillic: Cyrillic,
        scheme: Scheme,
        lemmatizer: &Lemmatizer,
        turkish: &Stemmer,
    ) {
        self.spell(cut(&text[word.from..word.base_to]), cyrillic, lemmatizer);
        match scheme {
            Scheme::Axtar => lemmatizer.lemmatize(&self.lowered, &mut self.lemmas),
            Scheme::Surface => self.lemmas = Lemmas::one(&self.lowered),
            Scheme::First5 => self.lemmas = Lemmas::one(&first_five(&self.lowered)),
            Scheme::Turkish => self.lemmas = Lemmas::one(&turkish.stem(&self.lowered)),
        }
        self.surface.clone_from(&self.lowered);
        if word.suffix_from < word.to {
            self.spell(&text[word.suffix_from..word.to], cyrillic, lemmatizer);
            self.surface.push_str(&self.lowered);
        }
    }

    /// repair → Cyrillic to Latin → lower case, into `self.lowered`.
    fn spell(&mut self, written: &str, cyrillic: Cyrillic, lemmatizer: &Lemmatizer) {
        if case::lower_plain(written, &mut self.lowered) {
            return;
        }
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
            if case::is_foreign_head(&self.repaired, &self.lowered) {
                self.lowered.replace_range(..'ı'.len_utf8(), "i");
            }
            capital_i::decide(&self.repaired, lemmatizer, &mut self.lowered, &mut self.latin);
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

/// A lower-case word with a capital, the Azerbaijani way: `ilham` → `İlham`.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let head: String = match letters.next() {
        Some('i') => "İ".into(),
        Some(letter) => letter.to_uppercase().collect(),
        None => String::new(),
    };
    head + letters.as_str()
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
