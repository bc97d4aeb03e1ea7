//! A pattern → the words of this archive that look like it, as one word of the query.
//!
//! Lemmas that fit bring all their forms; of the words as written, those fit beside whose lemma does
//! not (`getm*`: getmək, getməyən, of get). All of them score as one word: the sum of their
//! paragraphs is its frequency. The closest and commonest are taken, and the user told if some were
//! not.

use std::cell::Cell;
use std::ops::ControlFlow;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::capitals::is_in_doubt;
use super::expand::{Expander, Role};
use super::likeness::Likeness;
use super::query::{Note, Pattern};
use super::{Group, Variant, Variants};
use crate::analysis::{Cyrillic, Scheme, fold, is_cyrillic_word, lower_case, to_latin};
use crate::spelling::Grade;

/// A union of more terms takes tantivy milliseconds; so many cover a prefix of four letters in an
/// archive of a million paragraphs but for its rarest words.
const MAX_TERMS: usize = 48;
/// And of several patterns together so many, but each has some.
const ALL_TERMS: usize = 96;
const LEAST_TERMS: usize = 12;
/// In quotes so many, of all patterns of the query together: each is a list of places to be looked
/// through beside the other words'. But each pattern has some.
const PHRASE_TERMS: usize = 16;
const LEAST_PHRASE_TERMS: usize = 4;
/// Words looked at, the commonest, by all patterns together: each costs an analysis.
const MAX_SURFACES: usize = 400;
/// No dictionary is read further by one pattern: a prefix of two letters brings some 20,000 of a million
/// terms. Several read less in all.
const MAX_SCANNED: usize = 50_000;
/// And no more steps are taken in one: some ten milliseconds of walking.
const MAX_STEPS: u64 = 1_000_000;
/// What a word is worth that differs by so many letters: a slip of one is likelier than of two.
const WORTH: [f32; 3] = [1.0, 0.7, 0.4];
/// And of a pattern typed plainly that meets diacritics.
const PLAIN: f32 = 0.9;

/// Terms that look like a pattern: the distance, the paragraphs.
type Found = FxHashMap<String, (usize, u64)>;

impl Expander<'_> {
    /// The group of a pattern; only the words as written if `exact`, fewer of them if `in_phrase`.
    pub fn pattern(
        &mut self,
        pattern: &Pattern,
        exact: bool,
        in_phrase: bool,
    ) -> tantivy::Result<(Group, Option<Note>)> {
        let exact = exact || self.reaching.exact;
        let fields = self.archive.fields();
        let widening = self.archive.fingerprint().scheme == Scheme::Axtar && !exact;
        let loose = widening && !self.diacritics && self.reaching.variants != Variants::None;
        let (readings, written) = self.readings(pattern, loose);
        let (mut lemmas, mut surfaces) = (Found::default(), Found::default());
        let mut cut = false;
        for (place, reading) in readings.iter().enumerate() {
            let likeness = Likeness::new(reading, pattern.edits, loose);
            if !exact || place < written {
                cut |= self.scan(fields.lemma, &likeness, &mut lemmas)?;
            }
            if place < written {
                cut |= self.scan(fields.surface, &likeness, &mut surfaces)?;
            }
        }
        let mut variants: Vec<(usize, Variant)> = vec![];
        for (lemma, &(distance, doc_freq)) in &lemmas {
            // Of an exact pattern a lemma counts where it stands as it is written.
            variants.push((distance, variant(lemma, exact.then(|| lemma.clone()), doc_freq)));
        }
        let mut surfaces: Vec<_> = surfaces.into_iter().collect();
        surfaces.sort_by(|a, b| a.1.0.cmp(&b.1.0).then(b.1.1.cmp(&a.1.1)).then(a.0.cmp(&b.0)));
        let looked_at = MAX_SURFACES / self.patterns;
        let mut found = lemmas.len() + surfaces.len().saturating_sub(looked_at);
        for (surface, (distance, doc_freq)) in surfaces.into_iter().take(looked_at) {
            let own = self.lemmas_of(&surface);
            let covered = own.iter().any(|lemma| lemmas.get(lemma).is_some_and(|known| known.0 <= distance));
            let covered = covered && !exact;
            if let (false, Some(lemma)) = (covered, own.first()) {
                variants.push((distance, variant(lemma, Some(surface), doc_freq)));
                found += 1;
            }
        }
        variants.sort_by(|(a_distance, a), (b_distance, b)| {
            let order = a_distance.cmp(b_distance).then(b.doc_freq.cmp(&a.doc_freq));
            order.then_with(|| (&a.lemma, &a.form).cmp(&(&b.lemma, &b.form)))
        });
        variants.truncate(match in_phrase {
            true => (PHRASE_TERMS / self.patterns).max(LEAST_PHRASE_TERMS),
            false => (ALL_TERMS / self.patterns).clamp(LEAST_TERMS, MAX_TERMS),
        });
        let literal: Vec<Likeness> =
            readings.iter().map(|reading| Likeness::new(reading, pattern.edits, false)).collect();
        let variants: Vec<Variant> =
            variants.into_iter().map(|(distance, variant)| graded(variant, distance, &literal)).collect();
        let note = (cut || found > variants.len()).then(|| Note::Wide {
            pattern: pattern.written.clone(),
            taken: variants.len(),
            found,
        });
        let paragraphs = variants.iter().map(|v| v.doc_freq).sum::<u64>();
        let group = Group {
            written: pattern.written.clone(),
            surfaces: vec![],
            spelt_out: vec![],
            doc_freq: paragraphs.min(self.archive.searcher().num_docs()),
            variants,
            exact: false,
            required: true,
            role: Role::Word,
            cut: 0,
            settled: false,
        };
        Ok((group, note))
    }

    /// The pattern in lower case, in Latin too if it is in Cyrillic, and how many readings that is;
    /// after them, of a fuzzy word, its lemmas.
    fn readings(&mut self, pattern: &Pattern, loose: bool) -> (Vec<String>, usize) {
        let mut lowered = lower_case(&pattern.letters);
        // I typed plainly is i or ı.
        if loose && pattern.letters.is_ascii() {
            lowered = lowered.chars().map(fold).collect();
        }
        let mut readings = vec![lowered];
        if self.one_capital_i && is_in_doubt(&pattern.letters) {
            readings.push(readings[0].replace('ı', "i"));
        }
        if is_cyrillic_word(&pattern.letters) {
            let mut latin = String::new();
            to_latin(&readings[0], &mut latin);
            readings.push(latin);
        }
        let written = readings.len();
        if pattern.edits > 0 {
            self.analyzer.analyze_as(&pattern.letters, Cyrillic::Foreign, |token| {
                readings.extend(token.lemmas.iter().map(str::to_string));
            });
        }
        let (first, lemmas) = readings.split_at(written);
        let lemmas: Vec<String> = lemmas.iter().filter(|lemma| !first.contains(lemma)).cloned().collect();
        readings.truncate(written);
        readings.extend(lemmas);
        (readings, written)
    }

    pub(super) fn lemmas_of(&mut self, surface: &str) -> Vec<String> {
        let mut lemmas = vec![];
        self.analyzer.analyze_as(surface, Cyrillic::Foreign, |token| {
            lemmas.extend(token.lemmas.iter().map(str::to_string));
        });
        lemmas
    }

    /// Adds the terms of a field that look like the pattern; true if there were too many to see.
    fn scan(&self, field: Field, likeness: &Likeness, found: &mut Found) -> tantivy::Result<bool> {
        let (mut here, mut scanned) = (Found::default(), 0);
        let most = 2 * MAX_SCANNED / (self.patterns * (self.patterns + 1));
        let counted = Counted { automaton: likeness, left: Cell::new(MAX_STEPS / self.patterns as u64) };
        self.archive.terms(field, &counted, |term, _, paragraphs| {
            scanned += 1;
            if scanned > most {
                return ControlFlow::Break(());
            }
            if let Some(distance) = likeness.distance_of_accepted(term) {
                here.entry(term.to_string()).or_insert((distance, 0)).1 += paragraphs;
            }
            ControlFlow::Continue(())
        })?;
        // Two readings of one pattern may meet the same term: it counts once.
        for (term, (distance, paragraphs)) in here {
            let known = found.entry(term).or_insert((distance, paragraphs));
            known.0 = known.0.min(distance);
        }
        Ok(scanned > most || counted.left.get() == 0)
    }
}

/// An automaton that stops after so many steps: the same ones in every run.
struct Counted<'a, A> {
    automaton: &'a A,
    left: Cell<u64>,
}

impl<A: Automaton> Automaton for Counted<'_, A> {
    type State = A::State;

    fn start(&self) -> A::State {
        self.automaton.start()
    }

    fn is_match(&self, state: &A::State) -> bool {
        self.automaton.is_match(state)
    }

    fn can_match(&self, state: &A::State) -> bool {
        self.left.get() > 0 && self.automaton.can_match(state)
    }

    fn accept(&self, state: &A::State, byte: u8) -> A::State {
        self.left.set(self.left.get().saturating_sub(1));
        self.automaton.accept(state, byte)
    }
}

fn variant(lemma: &str, form: Option<String>, doc_freq: u64) -> Variant {
    Variant { form, ..Variant::new(lemma, Grade::Form, 1.0, doc_freq) }
}

/// What a word is worth that differs by so many letters, and less if only its diacritics let it fit.
fn graded(variant: Variant, distance: usize, literal: &[Likeness]) -> Variant {
    let spelled = variant.form.as_ref().unwrap_or(&variant.lemma);
    let literal = literal.iter().any(|likeness| likeness.distance(spelled).is_some());
    let weight = WORTH[distance.min(2)] * if literal { 1.0 } else { PLAIN };
    let grade = if distance == 0 && literal { Grade::Form } else { Grade::Typing };
    Variant { weight, grade, ..variant }
}
