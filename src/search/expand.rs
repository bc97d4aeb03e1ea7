//! A query word → every spelling of it that this archive holds, graded.
//!
//! The word's own lemmas come first. Letters typed without diacritics, and for names other
//! transliterations, are found by running a spelling automaton over the archive's own term
//! dictionaries: nothing is stored for it, and what is not in the archive costs nothing. All
//! spellings of one word share one document frequency, or a rare misspelling would outrank them all.

use std::iter;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::Variants;
use crate::analysis::{Analyzer, Cyrillic, Lemmatizer, Scheme, is_cyrillic_word, is_function_word};
use crate::index::Archive;
use crate::spelling::{Grade, Reach, Spelling};

/// How far the words of one query reach.
#[derive(Clone, Copy, Debug)]
pub struct Reaching {
    /// The tables in use.
    pub variants: Variants,
    /// Surface forms only.
    pub exact: bool,
}

/// A term of the archive that stands for a query word.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The lemma, as the archive has it.
    pub lemma: String,
    /// How it stands to the word: the word's own lemmas are [`Grade::Form`].
    pub grade: Grade,
    /// What a match by it is worth, 0 to 1.
    pub weight: f32,
    /// Paragraphs that hold it.
    pub doc_freq: u64,
    /// Only where the lemma is written so; `None`: in all its forms.
    pub form: Option<String>,
}

/// A query word and all that stands for it.
#[derive(Clone, Debug)]
pub struct Group {
    /// As the user wrote it.
    pub written: String,
    /// Lower-case forms that match it exactly.
    pub surfaces: Vec<String>,
    /// Forms of the archive that are the word as typed, had it been typed with its diacritics; none
    /// where the query has diacritics.
    pub spelt_out: Vec<String>,
    /// Best first. May be empty: then nothing in the archive stands for the word.
    pub variants: Vec<Variant>,
    /// Only these very forms count.
    pub exact: bool,
    /// Says something: no function word, but where the query has nothing else.
    pub required: bool,
    /// Paragraphs that hold the commonest spelling of good grade.
    pub doc_freq: u64,
}

/// More spellings than this add noise and time; the best and most frequent are kept.
const MAX_VARIANTS: usize = 24;
/// A name's spelling must stand capitalised in this share of its paragraphs, or it is a common
/// word that sounds like the name (Makron, makaron). A third, since a quarter of the occurrences of
/// real surnames begin a sentence and so count as uncapitalised.
const NAME_SHARE: u64 = 3;
/// Where the name is here as it was typed, only what a plain convention of writing joins to it is
/// another spelling of it: Tokaev and Tokayev cost 1, Gumilev and Qumilyov 2, Sabir and Cabir 4.
/// The parts of a double name vouch for each other: Qasım-Comərd goes as far as Kasım-Jomart.
const PLAIN_CONVENTION: u32 = 2;
/// Somebody who types ə and ş types them everywhere: a spelling with other diacritics then joins
/// only if the word as typed is this many times rarer, that is, a slip.
const SLIP: u64 = 20;

/// The worth of a match by a spelling of each grade, for ranking. An inflected form counts as much
/// as the word (the second step rewards exactness); the further grades count what `axtar match`
/// scores them.
fn worth(grade: Grade) -> f32 {
    match grade {
        Grade::Exact | Grade::Form => 1.0,
        further => further.score(),
    }
}

/// Expands the words of one query against one archive.
pub(super) struct Expander<'a> {
    pub(super) archive: &'a Archive,
    pub(super) analyzer: &'a mut Analyzer,
    pub(super) reaching: Reaching,
    /// Was the query typed with Azerbaijani letters?
    pub(super) diacritics: bool,
}

/// What the analysis makes of a query word.
struct Reading {
    surface: String,
    lemmas: Vec<String>,
}

impl<'a> Expander<'a> {
    pub fn new(archive: &'a Archive, analyzer: &'a mut Analyzer, query: &str, reaching: Reaching) -> Self {
        let diacritics = query.chars().any(|c| "əıöüçşğƏİÖÜÇŞĞ".contains(c));
        Expander { archive, analyzer, reaching, diacritics }
    }

    /// The groups of one clause, in order; a word in several parts (`Kasım-Jomart`) gives several.
    pub fn groups(&mut self, clause: &str, exact: bool) -> tantivy::Result<Vec<Group>> {
        let exact = exact || self.reaching.exact;
        let mut words: Vec<(String, Vec<Reading>)> = vec![];
        // A lone Cyrillic word may be Azerbaijani or Russian: it is read both ways.
        for cyrillic in [Cyrillic::Foreign, Cyrillic::Azerbaijani] {
            let mut at = 0;
            self.analyzer.analyze_as(clause, cyrillic, |token| {
                let lemmas = token.lemmas.iter().map(str::to_string).collect();
                let reading = Reading { surface: token.surface.to_string(), lemmas };
                if words.len() <= at {
                    words.push((clause[token.from..token.to].to_string(), vec![]));
                }
                if !words[at].1.iter().any(|r| r.surface == reading.surface) {
                    words[at].1.push(reading);
                }
                at += 1;
            });
        }
        let double = words.len() > 1;
        words.into_iter().map(|(written, readings)| self.group(written, readings, exact, double)).collect()
    }

    fn group(
        &mut self,
        written: String,
        readings: Vec<Reading>,
        exact: bool,
        double: bool,
    ) -> tantivy::Result<Group> {
        let searcher = self.archive.searcher();
        let fields = self.archive.fields();
        let required = !readings.iter().any(|r| is_function_word(&r.surface));
        let surfaces: Vec<String> = readings.iter().map(|r| r.surface.clone()).collect();
        let mut found = Found::default();
        for reading in &readings {
            for (rank, lemma) in reading.lemmas.iter().enumerate() {
                let doc_freq = doc_freq(searcher, fields.lemma, lemma)?;
                // The second lemma of an ambiguous form is the less likely one.
                found.add(lemma, Grade::Form, if rank == 0 { 1.0 } else { 0.8 }, doc_freq);
            }
        }
        let widening = self.archive.fingerprint().scheme == Scheme::Axtar && !exact;
        if widening && self.reaching.variants != Variants::None {
            for reading in &readings {
                self.typed(reading, &mut found)?;
            }
            // Comərd is also a common word (generous), but not in Qasım-Comərd.
            let double_name = double && self.reaching.variants == Variants::Names;
            if double_name || self.is_name_like(&written, &readings, &found) {
                self.transliterated(&readings, double, &mut found)?;
            }
        }
        let spelt_out = std::mem::take(&mut found.spelt_out);
        let variants = found.into_variants();
        let sure = variants.iter().filter(|v| v.grade != Grade::Sound).map(|v| v.doc_freq).max();
        let doc_freq = sure.unwrap_or(0);
        Ok(Group { written, surfaces, spelt_out, exact, required, doc_freq, variants })
    }

    /// Spellings that differ by diacritics or script, through the words of the archive as written:
    /// `seherinde` meets `şəhərində` and so şəhər.
    fn typed(&mut self, reading: &Reading, found: &mut Found) -> tantivy::Result<()> {
        let (searcher, fields) = (self.archive.searcher(), self.archive.fields());
        let own = found.doc_freq();
        let automaton = Spelling::new(&reading.surface, Reach::Narrow);
        let mut by_lemma: FxHashMap<String, u64> = FxHashMap::default();
        for (spelling, _, paragraphs) in spellings(searcher, fields.surface, &automaton)? {
            if spelling != reading.surface {
                // The same word in the other script is not the form that was typed.
                let same_script = is_cyrillic_word(&spelling) == is_cyrillic_word(&reading.surface);
                if !self.diacritics && same_script {
                    found.spelt_out.push(spelling.clone());
                }
                self.analyzer.analyze(&spelling, |token| {
                    for lemma in token.lemmas.iter() {
                        *by_lemma.entry(lemma.to_string()).or_default() += paragraphs;
                    }
                });
            }
        }
        if by_lemma.is_empty() && own == 0 {
            // The archive holds other forms of the word: it (`huquq` for hüquqları), or its stem, is
            // looked for among the lemmas.
            let stems = stems_typed_plainly(self.analyzer, &reading.surface);
            for stem in iter::once(&reading.surface[..]).chain(stems) {
                let automaton = Spelling::new(stem, Reach::Narrow);
                for (lemma, _, paragraphs) in spellings(searcher, fields.lemma, &automaton)? {
                    *by_lemma.entry(lemma).or_default() += paragraphs;
                }
            }
        }
        let commonest = by_lemma.values().copied().max().unwrap_or(0).max(own);
        for (lemma, paragraphs) in by_lemma {
            if self.diacritics && own > 0 && paragraphs < own * SLIP {
                continue;
            }
            // Of several readings of bare letters the commoner is the likelier meant.
            let share = (paragraphs as f32 / commonest.max(1) as f32).sqrt();
            let weight = worth(Grade::Typing) * (0.5 + 0.5 * share);
            let doc_freq = doc_freq(searcher, fields.lemma, &lemma)?;
            found.add(&lemma, Grade::Typing, weight, doc_freq);
        }
        Ok(())
    }

    /// Other transliterations, among the names of the archive.
    fn transliterated(
        &mut self,
        readings: &[Reading],
        double: bool,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        let (searcher, fields) = (self.archive.searcher(), self.archive.fields());
        let lexicon = self.analyzer.lemmatizer();
        let among_all = self.reaching.variants == Variants::All;
        let among = if among_all { fields.lemma } else { fields.name };
        // What is not here as it was typed must be here otherwise, if at all.
        let free = double || found.doc_freq() == 0;
        let farthest = if free { u32::MAX } else { PLAIN_CONVENTION };
        for lemma in readings.iter().flat_map(|r| &r.lemmas) {
            // An initial or an abbreviation of two letters is like too many others.
            if lemma.chars().nth(2).is_none() {
                continue;
            }
            let automaton = Spelling::new(lemma, Reach::Wide);
            for (spelling, (cost, grade), named) in spellings(searcher, among, &automaton)? {
                if cost > farthest {
                    continue;
                }
                let doc_freq = doc_freq(searcher, fields.lemma, &spelling)?;
                // səbir begins enough sentences and firms to look like a name; the lexicon knows
                // better, unless the name is not here as it was typed (Herzog, Hersoq).
                let is_name = || named * NAME_SHARE >= doc_freq && (free || !is_common(lexicon, &spelling));
                if spelling != *lemma && (among_all || is_name()) {
                    found.add(&spelling, grade, worth(grade), doc_freq);
                }
            }
        }
        Ok(())
    }

    /// May the word be a name? Not if the lexicon has it, or what it is typed for, as a common word.
    fn is_name_like(&self, written: &str, readings: &[Reading], found: &Found) -> bool {
        match self.reaching.variants {
            Variants::None | Variants::Narrow => return false,
            Variants::All => return true,
            Variants::Names => {}
        }
        if written.chars().all(|c| !c.is_alphabetic()) {
            return false;
        }
        let lexicon = self.analyzer.lemmatizer();
        let own = readings.iter().flat_map(|r| &r.lemmas);
        let sure = found.variants.iter().filter(|(_, v)| v.grade == Grade::Typing && v.weight > 0.7);
        !own.map(String::as_str).chain(sure.map(|(l, _)| l.as_str())).any(|l| is_common(lexicon, l))
    }
}

/// Variants as they are found, the best grade of each lemma.
#[derive(Default)]
struct Found {
    variants: FxHashMap<String, Variant>,
    spelt_out: Vec<String>,
}

impl Found {
    /// Notes a spelling unless it is not in the archive or known by a better grade.
    fn add(&mut self, lemma: &str, grade: Grade, weight: f32, doc_freq: u64) {
        let known = self.variants.get(lemma).is_some_and(|v| (v.grade, -v.weight) <= (grade, -weight));
        if doc_freq > 0 && !known {
            let variant = Variant { lemma: lemma.to_string(), grade, weight, doc_freq, form: None };
            self.variants.insert(lemma.to_string(), variant);
        }
    }

    /// Paragraphs of the commonest spelling so far.
    fn doc_freq(&self) -> u64 {
        self.variants.values().map(|v| v.doc_freq).max().unwrap_or(0)
    }

    fn into_variants(self) -> Vec<Variant> {
        let mut variants: Vec<Variant> = self.variants.into_values().collect();
        // What merely sounds alike is a last resort: comerd would bring şahmar beside Comərd.
        if variants.iter().any(|v| v.grade < Grade::Sound) {
            variants.retain(|v| v.grade < Grade::Sound);
        }
        variants.sort_by(|a, b| {
            a.grade
                .cmp(&b.grade)
                .then(b.weight.total_cmp(&a.weight))
                .then(b.doc_freq.cmp(&a.doc_freq))
                .then(a.lemma.cmp(&b.lemma))
        });
        variants.truncate(MAX_VARIANTS);
        variants
    }
}

/// Does the lexicon have a lemma, and not as a name?
fn is_common(lexicon: &Lemmatizer, lemma: &str) -> bool {
    lexicon.entry(lemma).is_some_and(|entry| !entry.is_name)
}

/// Paragraphs that hold a term.
pub(super) fn doc_freq(searcher: &Searcher, field: Field, text: &str) -> tantivy::Result<u64> {
    searcher.doc_freq(&Term::from_field_text(field, text))
}

/// A term with its cost and grade and the paragraphs that hold it.
type Spelled = (String, (u32, Grade), u64);

/// The terms of a field that the automaton accepts, each with its cost and grade and its paragraphs.
fn spellings(searcher: &Searcher, field: Field, automaton: &Spelling) -> tantivy::Result<Vec<Spelled>> {
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(automaton).into_stream()?;
        while let Some((term, info)) = stream.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                *found.entry(term.to_string()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    let graded = found.into_iter().filter_map(|(term, paragraphs)| {
        let cost = automaton.cost(term.as_bytes())?;
        Some((term, cost, paragraphs))
    });
    Ok(graded.collect())
}

/// Prefixes of a word typed without diacritics whose rest may be a chain of suffixes, typed so too:
/// `seherimizdekiler` → `seher`. Longest first, none shorter than three letters.
fn stems_typed_plainly<'w>(analyzer: &Analyzer, word: &'w str) -> Vec<&'w str> {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(3).collect();
    let is_chain = |rest: &str| analyzer.lemmatizer().is_suffix_chain_typed_plainly(rest);
    cuts.into_iter().rev().filter(|&cut| is_chain(&word[cut..])).map(|cut| &word[..cut]).collect()
}
