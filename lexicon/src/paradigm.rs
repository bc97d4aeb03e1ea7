//! Which stems explain which forms, and how often each is meant.
//!
//! Every counted form is taken apart by the suffix automaton; a *reading* is a
//! candidate stem with a chain of endings. Expectation maximisation shares each
//! form's count among its readings by P(stem) · P(chain), re-estimates both, and
//! repeats: `kitabın` goes to `kitab`, because `kitab` has many other forms.

use std::collections::HashMap;

use axtar::analysis::lemma::suffixes::{self, Letters, NOUN, Proposal, ROWS, SLOTS, VERB};

use crate::count::Counts;

/// Identifies a candidate: spelling and kind (noun, verb, uninflected word).
pub type Stem = (String, u8);

/// One way to read a form.
pub struct Reading {
    /// Index of the stem.
    pub stem: u32,
    /// Index of the chain.
    pub chain: u32,
    /// 1 when a final q or k softened, 2 when it could have and did not.
    pub softened: u8,
    /// What the chain's chance is multiplied with, see [`BLOCKED`].
    pub factor: f64,
}

/// A form with its readings.
pub struct Form {
    pub text: String,
    pub count: f64,
    pub capital: f64,
    pub readings: Vec<Reading>,
}

/// All forms and the stems and chains they share.
pub struct Paradigms {
    pub stems: Vec<Stem>,
    pub index: HashMap<Stem, u32>,
    pub forms: Vec<Form>,
    /// Kind of stem and rows, outermost first.
    pub chains: Vec<(u8, Vec<u8>)>,
    pub stem_counts: Vec<f64>,
    pub chain_counts: Vec<f64>,
    steps: Vec<Vec<f64>>,
}

/// Forms rarer than this are mostly slips of the pen and of the scanner.
const RAREST_FORM: u64 = 3;

/// What it costs, in nats, to read a form as an unknown word: one word in four
/// hundred is, and each letter then carries what letter pairs of Azerbaijani do.
/// It keeps misprints from being shared among unlikely stems.
const UNKNOWN_WORD: f64 = 6.0;
const NATS_PER_LETTER: f64 = 2.4;

/// A regular verbal noun where the dictionary has a noun of that spelling, other
/// than in the possessive: `almalar` are apples. The analyser has the same rule.
const BLOCKED: f64 = 0.08;

/// A form that dictionaries list as a word of its own is mostly meant as that
/// word where it stands bare: `daxili` "internal", rather than `daxil+i`.
const HEADWORD: f64 = 20.0;

/// Encyclopaedias and news hardly ever say "your" or "you are": without this the
/// estimate shares `kitablarının` evenly between "of his books" and "of your".
const ADDRESS: f64 = 0.02;

/// Whether a slot is a first or second person after a noun.
pub fn is_address(slot: u8) -> bool {
    matches!(slot, suffixes::POSSESSIVE1 | suffixes::POSSESSIVE2 | suffixes::PERSON)
}

fn blocks(index: &HashMap<Stem, u32>, stem: &str, text: &str, p: &suffixes::Proposal<'_>) -> bool {
    let slots = p.rows.iter().map(|row| ROWS[*row as usize].slot);
    p.class == VERB
        && slots.clone().next_back() == Some(suffixes::VERBAL)
        && !slots.clone().any(|slot| slot == suffixes::POSSESSIVE3)
        && text[stem.len()..]
            .chars()
            .nth(1)
            .is_some_and(|vowel| index.contains_key(&(format!("{stem}m{vowel}"), NOUN)))
}

impl Paradigms {
    /// Takes all forms apart with the given candidates.
    pub fn new(
        counts: &Counts,
        stems: Vec<Stem>,
        drops: &HashMap<String, String>,
        is_headword: impl Fn(&Stem) -> bool,
    ) -> Self {
        let headwords: Vec<bool> = stems.iter().map(is_headword).collect();
        let index: HashMap<Stem, u32> = stems.iter().cloned().zip(0..).collect();
        let mut chains = Vec::new();
        let mut chain_index: HashMap<(u8, Vec<u8>), u32> = HashMap::new();
        let mut forms = Vec::new();
        let mut texts: Vec<_> = counts.iter().filter(|(_, c)| c.total >= RAREST_FORM).collect();
        texts.sort_by(|a, b| a.0.cmp(b.0));
        for (text, count) in texts {
            let Some(letters) = Letters::new(text) else {
                continue;
            };
            let mut readings = Vec::new();
            let mut read = |p: Proposal<'_>| {
                let stem = &text[..letters.offsets[p.end] as usize];
                let vowel = letters.is_vowel(p.end);
                let mut add = |lemma: String, softened: u8| {
                    if let Some(&stem) = index.get(&(lemma, p.class)) {
                        let key = (p.class, p.rows.to_vec());
                        let chain = *chain_index.entry(key).or_insert_with_key(|k| {
                            chains.push(k.clone());
                            chains.len() as u32 - 1
                        });
                        let factor = if blocks(&index, &text[..letters.offsets[p.end] as usize], text, &p) {
                            BLOCKED
                        } else if p.rows.is_empty() && headwords[stem as usize] {
                            HEADWORD
                        } else {
                            1.0
                        };
                        readings.push(Reading { stem, chain, softened, factor });
                    }
                };
                let hard = vowel && p.class == NOUN && stem.ends_with(['q', 'k']);
                let needs_d = vowel && p.class == VERB && softens_t(stem);
                if !needs_d {
                    add(stem.to_owned(), if hard { 2 } else { 0 });
                }
                if vowel {
                    for lemma in soft(stem, p.class) {
                        add(lemma, 1);
                    }
                    if let (NOUN, Some(lemma)) = (p.class, drops.get(stem)) {
                        add(lemma.clone(), 0);
                    }
                }
            };
            suffixes::walk(&letters, &mut |place| place.proposals().for_each(&mut read));
            if text.chars().count() > 1 || !readings.is_empty() {
                forms.push(Form {
                    text: text.clone(),
                    count: count.total as f64,
                    capital: if count.inside > 0 { count.capital as f64 / count.inside as f64 } else { -1.0 },
                    readings,
                });
            }
        }
        let steps = vec![vec![1.0; ROWS.len() + 1]; SLOTS.len()];
        let (n, m) = (stems.len(), chains.len());
        Self { stems, index, forms, chains, stem_counts: vec![1.0; n], chain_counts: vec![1.0; m], steps }
    }

    /// ln P(chain | kind of stem) by the current step counts.
    pub fn chain_costs(&self) -> Vec<f64> {
        let totals: Vec<f64> = self.steps.iter().map(|row| row.iter().sum()).collect();
        let step = |left: usize, right: usize| ((self.steps[left][right] + 0.1) / (totals[left] + 1.0)).ln();
        self.chains
            .iter()
            .map(|(class, rows)| {
                let mut right = ROWS.len();
                let mut sum = 0.0;
                for row in rows {
                    let slot = ROWS[*row as usize].slot as usize;
                    if *class == NOUN && is_address(slot as u8) {
                        sum += ADDRESS.ln();
                    }
                    sum += step(slot, right);
                    right = *row as usize;
                }
                sum + step(*class as usize, right)
            })
            .collect()
    }

    /// Re-estimates stems and chains `rounds` times.
    pub fn estimate(&mut self, rounds: usize) {
        for _ in 0..rounds {
            let chain_costs = self.chain_costs();
            let total: f64 = self.stem_counts.iter().sum();
            let mut stem_counts = vec![0.0; self.stems.len()];
            let mut chain_counts = vec![0.0; self.chains.len()];
            let mut weights = Vec::new();
            for form in &self.forms {
                weights.clear();
                weights.extend(form.readings.iter().map(|r| {
                    (self.stem_counts[r.stem as usize] / total)
                        * chain_costs[r.chain as usize].exp()
                        * r.factor
                }));
                let unknown = (-UNKNOWN_WORD - NATS_PER_LETTER * form.text.chars().count() as f64).exp();
                let sum: f64 = weights.iter().sum::<f64>() + unknown;
                for (reading, weight) in form.readings.iter().zip(&weights) {
                    let share = form.count * weight / sum;
                    stem_counts[reading.stem as usize] += share;
                    chain_counts[reading.chain as usize] += share;
                }
            }
            self.stem_counts = stem_counts;
            self.chain_counts = chain_counts;
            let mut steps = vec![vec![0.0; ROWS.len() + 1]; SLOTS.len()];
            for ((class, rows), count) in self.chains.iter().zip(&self.chain_counts) {
                let mut right = ROWS.len();
                for row in rows {
                    steps[ROWS[*row as usize].slot as usize][right] += count;
                    right = *row as usize;
                }
                steps[*class as usize][right] += count;
            }
            self.steps = steps;
        }
    }

    /// Starts from the step counts of another run.
    pub fn take_steps(&mut self, other: Self) {
        self.steps = other.steps;
    }

    /// The step counts, for the automaton's cost table.
    pub fn steps(&self) -> &[Vec<f64>] {
        &self.steps
    }
}

/// Stems that a softened one may come from: `otağ` → `otaq`, `ged` → `get`.
fn soft(stem: &str, class: u8) -> Vec<String> {
    let mut out = Vec::new();
    let swap = |tail: char, hard: char| stem.strip_suffix(tail).map(|s| format!("{s}{hard}"));
    match class {
        NOUN => {
            out.extend(swap('ğ', 'q'));
            // Monosyllables keep k (`kök`, `kökə`): `sayı` is no form of a `sak`.
            out.extend(swap('y', 'k').filter(|s| vowels(s) > 1));
        }
        VERB => out.extend(swap('d', 't').filter(|s| softens_t(s))),
        _ => {}
    }
    out
}

/// Whether a verb's final t becomes d before a vowel: `et-`, `get-` and the
/// verbs of several syllables (`yarat-`, not `at-`).
pub fn softens_t(stem: &str) -> bool {
    stem.ends_with('t') && (vowels(stem) > 1 || matches!(stem, "et" | "get"))
}

/// How many syllables a word has.
pub fn vowels(word: &str) -> usize {
    word.chars().filter(|c| "aeəıioöuü".contains(*c)).count()
}

/// The derived verb roots a form may contain: `rəqəmsallaşdır` of
/// `rəqəmsallaşdıran`.
pub fn verb_roots(form: &str) -> Vec<Stem> {
    let mut out = Vec::new();
    if let Some(letters) = Letters::new(form) {
        let mut read = |p: Proposal<'_>| {
            let stem = &form[..letters.offsets[p.end] as usize];
            if p.class == VERB && !p.rows.is_empty() && is_derived_verb(stem) {
                out.push((stem.to_owned(), VERB));
            }
        };
        suffixes::walk(&letters, &mut |place| place.proposals().for_each(&mut read));
    }
    out
}

/// The nouns derived from known ones that a form may contain: `vaciblik` of
/// `vacibliyini`.
pub fn derived_nouns(form: &str, is_known: impl Fn(&str) -> bool) -> Vec<Stem> {
    let mut out = Vec::new();
    if let Some(letters) = Letters::new(form) {
        let mut read = |p: Proposal<'_>| {
            let cut = |at: usize| &form[..letters.offsets[at] as usize];
            if (p.class, p.lemma_class) == (NOUN, NOUN) && p.end > 2 && is_known(cut(p.end)) {
                let lemma = cut(p.lemma_end);
                let vowel = letters.is_vowel(p.lemma_end);
                let hard = if vowel { soft(lemma, NOUN).into_iter().next() } else { None };
                out.push((hard.unwrap_or_else(|| lemma.to_owned()), NOUN));
            }
        };
        suffixes::walk(&letters, &mut |place| {
            suffixes::walk_derivations(&letters, place, &mut |inside| inside.proposals().for_each(&mut read));
        });
    }
    out
}

/// Whether a root ends as derived verbs do.
pub fn is_derived_verb(root: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "laş", "ləş", "lan", "lən", "lat", "lət", "dır", "dir", "dur", "dür", "nıl", "nil", "rıl", "ril",
        "rul", "rül", "dıl", "dil", "tıl", "til", "şıl", "şil",
    ];
    root.chars().count() >= 5 && ENDINGS.iter().any(|ending| root.ends_with(ending))
}
