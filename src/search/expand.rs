//! A query word → every spelling of it that this archive holds, graded.
//!
//! The word's own lemmas come first. Letters typed without diacritics, and for names other
//! transliterations, are found by running a spelling automaton over the archive's own term
//! dictionaries: nothing is stored for it, and what is not in the archive costs nothing. All
//! spellings of one word share one document frequency, or a rare misspelling would outrank them all.

use std::iter;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Variants;
use super::capitals::{has_dotted_i, has_one_capital_i};
use super::long_forms::acronyms_of;
use super::names::beside_names;
use super::query::MAX_PATTERNS;
use super::spellings::{KnownSpellings, Way};
use crate::analysis::{Analyzer, Cyrillic, Scheme, is_cyrillic_word, is_function_word};
use crate::index::Archive;
use crate::mining::Newsroom;
use crate::mining::dictionary::{Named, PLAIN_CONVENTION, doc_freq, stands_as_written};
use crate::spelling::Grade;

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
    /// The lemma, as the archive has it; of a long form, and of an initial with the surname beside it,
    /// all lemmas, parted by a space.
    pub lemma: String,
    /// How it stands to the word: the word's own lemmas are [`Grade::Form`].
    pub grade: Grade,
    /// What a match by it is worth, 0 to 1.
    pub weight: f32,
    /// Paragraphs that hold it; of an initial with its surname so many at the most.
    pub doc_freq: u64,
    /// Only where the lemma is written so, which may be as itself; `None`: in all its forms.
    pub form: Option<String>,
    /// The paragraph that explains it, for an acronym and its long form.
    pub source: Option<String>,
    /// A form to show, where the lemma is a Russian stem that nobody writes (Касым, of кас).
    pub shown: Option<String>,
    /// How far its letters are from the word's, as the spelling rules count it; of one that another
    /// spelling led to, both steps.
    pub(super) cost: u32,
}

impl Variant {
    /// A lemma in all its forms, which no paragraph explains.
    pub(super) fn new(lemma: impl Into<String>, grade: Grade, weight: f32, doc_freq: u64) -> Variant {
        Variant {
            lemma: lemma.into(),
            grade,
            weight,
            doc_freq,
            form: None,
            source: None,
            shown: None,
            cost: 0,
        }
    }

    /// The same, met as `spelling`: that is shown if the lemma is a stem.
    pub(super) fn met_as(self, spelling: &str) -> Variant {
        let stem = self.form.is_none() && is_cyrillic_word(&self.lemma) && self.lemma != spelling;
        Variant { shown: stem.then(|| spelling.to_string()), ..self }
    }

    /// Several lemmas, parted by a space, that stand side by side: the long form of an acronym, or an
    /// initial with its surname.
    pub(super) fn is_long_form(&self) -> bool {
        self.lemma.contains(' ')
    }

    /// The lemma alone, in no other form.
    pub(super) fn is_as_written(&self) -> bool {
        self.form.as_ref() == Some(&self.lemma)
    }
}

/// What a query word is in its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A word.
    Word,
    /// A name, or a part of one.
    Name,
    /// The initial of a name: `İ.`
    Initial,
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
    /// Word, name or initial, as far as this archive and the lexicon tell.
    pub role: Role,
    /// Paragraphs that hold the commonest spelling of good grade.
    pub doc_freq: u64,
    /// Spellings that did not take part because there are too many.
    pub cut: usize,
    /// The archive often has the word as it is written or as plain conventions spell it.
    pub(super) settled: bool,
}

impl Group {
    /// Is a spelling the initial of a name that the query writes in full?
    pub fn is_shortened(&self, spelling: &Variant) -> bool {
        spelling.grade == Grade::Initial && self.role != Role::Initial
    }

    /// Is a spelling further off than a plain convention where nearer ones are common? Tagiev, where the
    /// archive has Tokayev, is hardly who is meant by Tokaev.
    pub(super) fn is_far(&self, spelling: &Variant) -> bool {
        self.settled && spelling.cost > PLAIN_CONVENTION
    }
}

/// More spellings than this add noise and time; the best and most frequent are kept.
const MAX_VARIANTS: usize = 24;
/// In all the words of a long query together; but each has some.
const MAX_TERMS: usize = 256;
const LEAST_VARIANTS: usize = 3;
/// Where the archive has a name's nearer spellings in so many paragraphs, the further ones are others'.
const SETTLED: u64 = 10;
/// And count as this much of one that is there when the share of the query is taken, unless the other
/// word of the name stands beside it. At .6 more strangers come before the name, at .25 as many.
pub(super) const FAR: f32 = 0.4;
/// So many names of one query are looked for in other transliterations: finding those of sixteen takes
/// ten milliseconds in an archive of a million paragraphs, and no headline has more.
pub(super) const MOST_NAMES: usize = 16;
/// Words of a short query: a full name and what is asked of it.
const SHORT: usize = 4;
/// Somebody who types ə and ş types them everywhere: a spelling with other diacritics then joins
/// only if the word as typed is this many times rarer, that is, a slip.
pub(super) const RARER: u64 = 20;

/// The worth of a match by a spelling of each grade, for ranking. An inflected form counts as much
/// as the word (the second step rewards exactness); the further grades count what `axtar match`
/// scores them.
pub(super) fn worth(grade: Grade) -> f32 {
    match grade {
        Grade::Exact | Grade::Form => 1.0,
        further => further.score(),
    }
}

/// Expands the words of one query against one archive.
pub(super) struct Expander<'a> {
    pub(super) archive: &'a Archive,
    pub(super) analyzer: &'a mut Analyzer,
    pub(super) spellings: &'a mut KnownSpellings,
    pub(super) reaching: Reaching,
    /// Was the query typed with Azerbaijani letters?
    pub(super) diacritics: bool,
    /// And all of it in capitals?
    pub(super) capitals: bool,
    /// What the newsroom says of spellings.
    pub(super) newsroom: &'a Newsroom,
    /// Has the query so few words that each matters? Of a longer one the others find the paragraph.
    pub(super) short: bool,
    /// Spellings a word may have, so that the query stays within bounds.
    most_variants: usize,
    /// Words with signs of patterns in the query, one at the least: they share what may be read.
    pub(super) patterns: usize,
    /// Names looked for in other transliterations so far, those beyond [`MOST_NAMES`] too.
    pub(super) names: usize,
    /// In its capitals I stands for i too.
    pub(super) one_capital_i: bool,
    /// It has an İ, so that each I is ı.
    pub(super) has_dotted_i: bool,
    /// Words of the query that stand beside a name.
    pub(super) beside_names: FxHashSet<String>,
    /// The first word of a query of several, whose capital says nothing.
    pub(super) first: Option<String>,
    /// The acronyms of long forms in the query, by the surfaces of their words.
    pub(super) acronyms: FxHashMap<String, Vec<Variant>>,
    /// Of a name as written, the spellings that are common words, and count beside another name alone.
    pub(super) only_beside: FxHashMap<String, Vec<Variant>>,
}

/// A word of the query.
struct Written {
    text: String,
    /// A full stop follows.
    dotted: bool,
    readings: Vec<Reading>,
}

/// What the analysis makes of a query word.
pub(super) struct Reading {
    pub(super) surface: String,
    pub(super) lemmas: Vec<String>,
}

impl<'a> Expander<'a> {
    pub fn new(
        archive: &'a Archive,
        analyzer: &'a mut Analyzer,
        spellings: &'a mut KnownSpellings,
        query: &str,
        reaching: Reaching,
        newsroom: &'a Newsroom,
    ) -> tantivy::Result<Self> {
        let diacritics = query.chars().any(|c| "əıöüçşğƏİÖÜÇŞĞ".contains(c));
        let beside_names = match reaching.variants {
            Variants::Names if !reaching.exact => beside_names(archive, analyzer, query)?,
            _ => FxHashSet::default(),
        };
        let acronyms = match reaching.variants {
            Variants::None => FxHashMap::default(),
            _ if reaching.exact => FxHashMap::default(),
            _ => acronyms_of(archive, analyzer, query)?,
        };
        let capitals = !query.contains(char::is_lowercase);
        let one_capital_i = has_one_capital_i(analyzer, query, diacritics);
        let has_dotted_i = has_dotted_i(query);
        let words = query.split_whitespace().count();
        let short = words <= SHORT;
        let patterns = query.split_whitespace().filter(|word| word.contains(['*', '?', '~'])).count();
        let patterns = patterns.clamp(1, MAX_PATTERNS);
        let most_variants = (MAX_TERMS / words.max(1)).clamp(LEAST_VARIANTS, MAX_VARIANTS);
        let first = query.split_whitespace().next().filter(|_| words > 1).map(str::to_string);
        Ok(Expander {
            archive,
            analyzer,
            spellings,
            reaching,
            diacritics,
            most_variants,
            patterns,
            names: 0,
            capitals,
            one_capital_i,
            has_dotted_i,
            newsroom,
            short,
            beside_names,
            first,
            acronyms,
            only_beside: FxHashMap::default(),
        })
    }

    /// The groups of one clause, in order; a word in several parts (`Kasım-Jomart`) gives several.
    pub fn groups(&mut self, clause: &str, exact: bool) -> tantivy::Result<Vec<Group>> {
        let exact = exact || self.reaching.exact;
        let mut words: Vec<Written> = vec![];
        // A lone Cyrillic word may be Azerbaijani or Russian: it is read both ways.
        for cyrillic in [Cyrillic::Foreign, Cyrillic::Azerbaijani] {
            let mut at = 0;
            self.analyzer.analyze_as(clause, cyrillic, |token| {
                // No Russian stem of a word that only Azerbaijani can have written (Һүсејнов).
                let lemmas = match cyrillic {
                    Cyrillic::Foreign if token.surface.contains(|c| "әғҝҹһүө".contains(c)) => {
                        vec![token.surface.to_string()]
                    }
                    _ => token.lemmas.iter().map(str::to_string).collect(),
                };
                let reading = Reading { surface: token.surface.to_string(), lemmas };
                if words.len() <= at {
                    let text = clause[token.from..token.to].to_string();
                    let dotted = clause[token.to..].starts_with('.');
                    words.push(Written { text, dotted, readings: vec![] });
                }
                if !words[at].readings.iter().any(|r| r.surface == reading.surface) {
                    words[at].readings.push(reading);
                }
                at += 1;
            });
        }
        let double = words.len() > 1 && !clause.contains(char::is_whitespace);
        for word in words.iter_mut().filter(|_| !exact) {
            let readings = self.readings_of_capitals(&word.text, &word.readings[0])?;
            if !readings.is_empty() {
                word.readings = readings;
            }
        }
        words.into_iter().map(|word| self.group(word, exact, double)).collect()
    }

    fn group(&mut self, word: Written, exact: bool, double: bool) -> tantivy::Result<Group> {
        let Written { text: written, dotted, mut readings } = word;
        let searcher = self.archive.searcher();
        let fields = self.archive.fields();
        // The initial of İ.Əliyev is no word to insist on: most texts have the first name instead. Nor
        // is a letter beside a name, but it may be a number (I Süleyman).
        let letter = written.chars().count() == 1 && written.starts_with(char::is_uppercase);
        let initial = letter && dotted;
        let beside_name = letter && readings.iter().any(|r| self.beside_names.contains(&r.surface));
        let required = !initial && !beside_name && !readings.iter().any(|r| is_function_word(&r.surface));
        let surfaces: Vec<String> = readings.iter().map(|r| r.surface.clone()).collect();
        let mut found = Found::default();
        let widening = self.archive.fingerprint().scheme == Scheme::Axtar && !exact;
        let named = widening && self.is_written_as_a_name(&written, &readings)?;
        for reading in readings.iter_mut().filter(|_| named) {
            self.keep_to_name(reading, &mut found)?;
        }
        let acronym = widening && self.is_acronym(&written, &readings)?;
        for reading in &readings {
            for (rank, lemma) in reading.lemmas.iter().enumerate() {
                let doc_freq = doc_freq(searcher, fields.lemma, lemma)?;
                // The second lemma of an ambiguous form is the less likely one.
                let weight = if rank == 0 { 1.0 } else { 0.8 };
                let own = Variant::new(lemma, Grade::Form, weight, doc_freq);
                found.add_variant(own.met_as(&reading.surface));
            }
        }
        if widening && self.reaching.variants != Variants::None {
            for reading in &readings {
                self.typed(reading, named, &mut found)?;
            }
            // Comərd is also a common word (generous), but not in Qasım-Comərd.
            let double_name = double && self.reaching.variants == Variants::Names;
            if double_name || self.is_name_like(&written, &readings, acronym, &found)? {
                self.names += 1;
                if self.names <= MOST_NAMES {
                    self.transliterated(&written, &readings, double, &mut found)?;
                }
            }
            // Capitals say nothing where all is in capitals.
            if !acronym && (self.capitals || !written.contains(char::is_uppercase)) {
                self.conventions(&readings, &mut found)?;
            }
            self.acronyms(&written, &readings, &mut found)?;
            self.voices(&mut found)?;
            self.overrule(&readings, &mut found)?;
        }
        let spelt_out = std::mem::take(&mut found.spelt_out);
        let (mut variants, cut) = found.into_variants(self.most_variants);
        for variant in variants.iter_mut().filter(|v| v.shown.is_some()) {
            if stands_as_written(searcher, fields.lemma, &variant.lemma)? {
                variant.shown = None;
            }
        }
        let near = |v: &&Variant| v.grade <= Grade::Transliteration && v.cost <= PLAIN_CONVENTION;
        let settled = variants.iter().filter(near).map(|v| v.doc_freq).sum::<u64>() >= SETTLED;
        let sure = variants.iter().filter(|v| v.grade < Grade::Voice).max_by_key(|v| v.doc_freq);
        let doc_freq = sure.map_or(0, |v| v.doc_freq);
        let role = match sure.filter(|_| widening && required) {
            _ if initial => Role::Initial,
            // ATƏT is no part of anybody's name.
            Some(_) if acronym => Role::Word,
            Some(commonest) if self.is_name(&written, &readings, commonest)? => Role::Name,
            _ => Role::Word,
        };
        // Wherever `və` stands it stands so: its form need not be looked at in half of all paragraphs.
        let exact = exact && !readings.iter().all(|reading| self.is_invariable(reading));
        Ok(Group { written, surfaces, spelt_out, exact, required, role, doc_freq, variants, cut, settled })
    }

    /// Has the word one form only?
    fn is_invariable(&self, reading: &Reading) -> bool {
        let entry = |lemma: &String| self.analyzer.lemmatizer().entry(lemma);
        reading.lemmas.len() == 1
            && reading.lemmas[0] == reading.surface
            && entry(&reading.surface).is_some_and(|e| matches!(e.part_of_speech, "conjunction" | "particle"))
    }

    /// The newsroom's word on a name counts before every rule, and under every reach but none.
    fn overrule(&self, readings: &[Reading], found: &mut Found) -> tantivy::Result<()> {
        if self.newsroom.is_empty() {
            return Ok(());
        }
        for lemma in readings.iter().flat_map(|r| &r.lemmas) {
            found.variants.retain(|_, v| v.grade <= Grade::Form || !self.newsroom.parts(lemma, &v.lemma));
            for (other, grade) in self.newsroom.joined(lemma) {
                let doc_freq = doc_freq(self.archive.searcher(), self.archive.fields().lemma, other)?;
                found.add(other, grade, worth(grade), doc_freq);
            }
        }
        Ok(())
    }

    /// Spellings that differ by diacritics or script, through the words of the archive as written:
    /// `seherinde` meets `şəhərində` and so şəhər.
    fn typed(&mut self, reading: &Reading, named: bool, found: &mut Found) -> tantivy::Result<()> {
        let (searcher, fields) = (self.archive.searcher(), self.archive.fields());
        let own = found.doc_freq();
        let mut by_lemma: FxHashMap<String, Met> = FxHashMap::default();
        // The words of the archive are the lemmas and the forms that are none.
        let mut of = |field| self.spellings.of(self.archive, field, &reading.surface, Way::Typed);
        let (lemmas, forms) = (of(fields.lemma)?, of(fields.surface)?);
        for (spelling, _, paragraphs) in lemmas.iter().chain(forms.iter()) {
            if *spelling != reading.surface {
                // The same word in the other script is not the form that was typed.
                let same_script = is_cyrillic_word(spelling) == is_cyrillic_word(&reading.surface);
                if !self.diacritics && same_script {
                    found.spelt_out.push(spelling.clone());
                }
                self.analyzer.analyze(spelling, |token| {
                    for lemma in token.lemmas.iter() {
                        by_lemma.entry(lemma.to_string()).or_default().add(spelling, *paragraphs);
                    }
                });
            }
        }
        if by_lemma.is_empty() && own == 0 {
            // The archive holds other forms of the word: it (`huquq` for hüquqları), or its stem, is
            // looked for among the lemmas.
            let stems = stems_typed_plainly(self.analyzer, &reading.surface);
            for stem in iter::once(&reading.surface[..]).chain(stems) {
                for (lemma, _, paragraphs) in
                    self.spellings.of(self.archive, fields.lemma, stem, Way::Typed)?.iter()
                {
                    by_lemma.entry(lemma.clone()).or_default().add(lemma, *paragraphs);
                }
            }
        }
        let commonest = by_lemma.values().map(|met| met.paragraphs).max().unwrap_or(0).max(own);
        for (lemma, Met { paragraphs, spelling, .. }) in by_lemma {
            if self.diacritics && own > 0 && paragraphs < own * RARER {
                continue;
            }
            // Emin, where the archive has him, is not əmin typed plainly.
            if named && !Named::of(self.archive, &lemma)?.is_name() {
                continue;
            }
            // Of several readings of bare letters the commoner is the likelier meant.
            let share = (paragraphs as f32 / commonest.max(1) as f32).sqrt();
            let weight = worth(Grade::Typing) * (0.5 + 0.5 * share);
            let doc_freq = doc_freq(searcher, fields.lemma, &lemma)?;
            found.add_variant(Variant::new(lemma, Grade::Typing, weight, doc_freq).met_as(&spelling));
        }
        Ok(())
    }
}

/// The spellings in which a lemma was met.
#[derive(Default)]
struct Met {
    paragraphs: u64,
    /// The commonest, and its paragraphs.
    spelling: String,
    most: u64,
}

impl Met {
    fn add(&mut self, spelling: &str, paragraphs: u64) {
        self.paragraphs += paragraphs;
        if (paragraphs, spelling) > (self.most, &self.spelling) {
            (self.most, self.spelling) = (paragraphs, spelling.to_string());
        }
    }
}

/// Variants as they are found, the best grade of each lemma.
#[derive(Default)]
pub(super) struct Found {
    /// By lemma or, where only one form of it is meant, by that form.
    pub(super) variants: FxHashMap<String, Variant>,
    /// Forms that the word, typed plainly, may stand for.
    spelt_out: Vec<String>,
}

impl Found {
    /// Notes a spelling unless it is not in the archive or known by a better grade.
    pub(super) fn add(&mut self, lemma: &str, grade: Grade, weight: f32, doc_freq: u64) {
        self.add_variant(Variant::new(lemma, grade, weight, doc_freq));
    }

    /// The same with a spelling that may be one form of its lemma only.
    pub(super) fn add_variant(&mut self, variant: Variant) {
        let key = variant.form.as_deref().unwrap_or(&variant.lemma);
        let rank = |v: &Variant| (v.grade, -v.weight);
        let known = |key: &str| self.variants.get(key).is_some_and(|known| rank(known) <= rank(&variant));
        // All forms of the lemma hold this one.
        if variant.doc_freq > 0 && !known(key) && !known(&variant.lemma) {
            self.variants.insert(key.to_string(), variant);
        }
    }

    /// Notes a form of a name beside what other words are spelled so.
    pub(super) fn add_form(&mut self, variant: Variant) {
        let form = variant.form.as_deref().unwrap_or_default();
        self.variants.insert(format!("{} {form}", variant.lemma), variant);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// Paragraphs of the commonest spelling so far.
    pub(super) fn doc_freq(&self) -> u64 {
        self.variants.values().map(|v| v.doc_freq).max().unwrap_or(0)
    }

    /// The spellings that take part, best first, and how many more there were.
    fn into_variants(self, most: usize) -> (Vec<Variant>, usize) {
        let mut variants: Vec<Variant> = self.variants.into_values().collect();
        // The newsroom may have joined something better to what merely sounds alike.
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
        let cut = variants.len().saturating_sub(most);
        variants.truncate(most);
        (variants, cut)
    }
}

/// Prefixes of a word typed without diacritics whose rest may be a chain of suffixes, typed so too:
/// `seherimizdekiler` → `seher`. Longest first, none shorter than three letters.
pub(super) fn stems_typed_plainly<'w>(analyzer: &Analyzer, word: &'w str) -> Vec<&'w str> {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(3).collect();
    let is_chain = |rest: &str| analyzer.lemmatizer().is_suffix_chain_typed_plainly(rest);
    cuts.into_iter().rev().filter(|&cut| is_chain(&word[cut..])).map(|cut| &word[..cut]).collect()
}
