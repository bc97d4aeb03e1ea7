//! Word to lemma: a repaired, lower-cased word in, one or two lemmas out.
//!
//! `suffixes` takes endings off from the right and proposes stems, `lexicon`
//! and `known` find those that are words, `guess` prices those nobody has listed,
//! `choose` weighs the readings; `foreign` serves Russian. The
//! result depends on the word alone, so text and query always agree.

mod choose;
mod entry;
mod explain;
mod foreign;
mod guess;
pub mod inflect;
mod known;
mod lemmas;
mod letters;
mod lexicon;
mod plain;
mod spell;
mod stem_hash;
pub mod suffixes;

use std::borrow::Cow;

pub use explain::Analysis;
pub use lemmas::{Lemmas, LentLemmas};

use choose::{Best, Evidence, Reading, Repair};
use suffixes::{Letters, ROWS, SLOTS};

/// Finds the lemmas of words.
///
/// ```
/// use axtar::analysis::lemma::{Lemmas, Lemmatizer};
///
/// let lemmatizer = Lemmatizer::new();
/// let mut lemmas = Lemmas::new();
/// lemmatizer.lemmatize("otağında", &mut lemmas);
/// assert_eq!(lemmas.iter().collect::<Vec<_>>(), ["otaq"]);
/// ```
pub struct Lemmatizer {
    foreign: foreign::Stems,
}

/// What the lexicon says of a lemma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// `noun` (adjectives included), `verb`, `pronoun`, `numeral`, `adverb`,
    /// `postposition`, `conjunction`, `particle` or `interjection`.
    pub part_of_speech: &'static str,
    /// Whether it is mostly written with a capital inside a sentence.
    pub is_name: bool,
    /// Occurrences per million words of the counted corpora, to a few percent.
    pub frequency: f64,
}

impl Default for Lemmatizer {
    fn default() -> Self {
        Self::new()
    }
}

impl Lemmatizer {
    /// Cheap: the lexicon is embedded and needs no preparation.
    pub fn new() -> Self {
        Self { foreign: foreign::Stems::new() }
    }

    /// Writes the lemmas of `word` to `out`, best first.
    ///
    /// The word must be repaired (NFC) and lower-cased the Azerbaijani way. Any
    /// string is accepted; what is no word is its own lemma. Of a compound with
    /// a hyphen the last part is analysed.
    pub fn lemmatize(&self, word: &str, out: &mut Lemmas) {
        out.clear();
        if word.is_empty() {
            return;
        }
        if foreign::is_cyrillic(word) {
            foreign::lemmatize(word, out);
            return;
        }
        let (head, tail) = split_compound(word);
        let Some(letters) = Letters::new(tail) else {
            out.push(&[word]);
            return;
        };
        let best = choose::choose(&letters);
        if let Some((stem, _)) = self.foreign_stem(word, &letters, &best) {
            out.push(&[&stem]);
            return;
        }
        for reading in &best.readings[..best.chosen(&letters)] {
            push(head, tail, &letters, reading, out);
        }
    }

    /// The stem of a word the lexicon does not explain, as it stands (`reports`) or without its
    /// Azerbaijani endings (`reportsun`), and its language, if it is English or Turkish.
    fn foreign_stem<'w>(
        &self,
        word: &'w str,
        letters: &Letters,
        best: &Best,
    ) -> Option<(Cow<'w, str>, &'static str)> {
        // A compound has more bytes than the letters of its last part.
        if !best.is_guess() || usize::from(letters.offsets[letters.len]) < word.len() {
            return None;
        }
        let end = best.readings[0].end;
        let bare = || self.foreign.stem(&word[..letters.offsets[end] as usize]);
        self.foreign.stem(word).or_else(|| if end < letters.len { bare() } else { None })
    }

    /// All readings that were weighed last, best first.
    pub fn explain(&self, word: &str) -> Vec<Analysis> {
        let mut lemmas = Lemmas::new();
        let (head, tail) = split_compound(word);
        let letters = if foreign::is_cyrillic(word) { None } else { Letters::new(tail) };
        let Some(letters) = letters else {
            self.lemmatize(word, &mut lemmas);
            let kind = if foreign::is_cyrillic(word) { "Russian" } else { "word" };
            return lemmas.iter().map(|lemma| Analysis::of_foreign(lemma, kind)).collect();
        };
        let best = choose::choose(&letters);
        if let Some((stem, language)) = self.foreign_stem(word, &letters, &best) {
            return vec![Analysis::of_foreign(&stem, language)];
        }
        let chosen = best.chosen(&letters);
        let analyses = best.iter().enumerate().map(|(i, reading)| {
            lemmas.clear();
            push(head, tail, &letters, reading, &mut lemmas);
            Analysis {
                lemma: lemmas.iter().collect(),
                kind: SLOTS[reading.class as usize],
                endings: reading.rows[..reading.depth]
                    .iter()
                    .rev()
                    .map(|row| &ROWS[*row as usize])
                    .filter(|row| !row.kept)
                    .map(|row| (SLOTS[row.slot as usize], row.form))
                    .collect(),
                repair: describe(tail, &letters, reading),
                evidence: match reading.evidence {
                    Evidence::Lexicon => "in the lexicon",
                    Evidence::Derivation => "derived from a word in the lexicon",
                    Evidence::Spelling => "unknown, judged by spelling and endings",
                },
                cost: f64::from(reading.cost) / entry::STEPS_PER_NAT,
                chosen: i < chosen,
            }
        });
        analyses.collect()
    }

    /// Whether `s` is a chain of nominal endings, as may stand after a hyphen,
    /// an apostrophe or a closing quote: `nın`, `də`, `ci`, `cisində`. Harmony
    /// is not checked: after an acronym it follows the names of the letters.
    pub fn is_suffix_chain(&self, s: &str) -> bool {
        suffixes::is_chain(s)
    }

    /// Does the lexicon have a lemma, and not as a name?
    pub fn is_common(&self, lemma: &str) -> bool {
        self.entry(lemma).is_some_and(|entry| !entry.is_name)
    }

    /// What the lexicon says of a lemma.
    pub fn entry(&self, lemma: &str) -> Option<Entry> {
        let packed = lexicon::get(lemma);
        let level = packed.noun().max(packed.word());
        let (level, part) = if packed.verb() > level {
            (packed.verb(), "verb")
        } else {
            (level, entry::PARTS[packed.part()])
        };
        (level > 0).then(|| Entry {
            part_of_speech: part,
            is_name: packed.is_name(),
            frequency: (f64::from(level - 1) / entry::STEPS_PER_NAT).exp() / entry::MILLIONS_COUNTED,
        })
    }
}

/// Splits a compound before its last part: `dağ-` and `xizəyi`.
fn split_compound(word: &str) -> (&str, &str) {
    match word.rfind('-') {
        Some(i) if i + 1 < word.len() => word.split_at(i + 1),
        _ => ("", word),
    }
}

/// Writes the lemma of a reading.
fn push(head: &str, word: &str, letters: &Letters, reading: &Reading, out: &mut Lemmas) {
    let cut = |at: usize| &word[..letters.offsets[at] as usize];
    match reading.repair {
        Repair::None => out.push(&[head, cut(reading.end)]),
        Repair::Hard(text) => out.push(&[head, cut(reading.end - 1), text]),
        Repair::Vowel(text) => {
            out.push(&[head, cut(reading.end - 1), text, last_letter(word, letters, reading)]);
        }
        Repair::Possessed(text) => out.push(&[head, cut(reading.end), text]),
        Repair::Irregular(lemma) => out.push(&[head, lemma]),
    }
}

/// The last letter left of the endings.
fn last_letter<'a>(word: &'a str, letters: &Letters, reading: &Reading) -> &'a str {
    &word[letters.offsets[reading.end - 1] as usize..letters.offsets[reading.end] as usize]
}

/// The alternation a reading undoes, as written and as restored.
fn describe(word: &str, letters: &Letters, reading: &Reading) -> Option<(String, String)> {
    let last = last_letter(word, letters, reading);
    match reading.repair {
        Repair::None => None,
        Repair::Hard(text) => Some((last.to_owned(), text.to_owned())),
        Repair::Vowel(text) => Some((last.to_owned(), format!("{text}{last}"))),
        Repair::Possessed(text) => Some((last.to_owned(), format!("{last}{text}"))),
        Repair::Irregular(lemma) => {
            Some((word[..letters.offsets[reading.end] as usize].to_owned(), lemma.to_owned()))
        }
    }
}
