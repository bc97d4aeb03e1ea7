//! Readings by the lexicon: stems it has, once alternations are undone.
//!
//! Stands between the suffix automaton, which proposes a stem as written, and
//! `choose`, which weighs. `otağ` before a vowel is `otaq`, `ged` is `get`,
//! `burn` is `burun`, `onlar` is `o`.

use super::choose::{Best, Evidence, Repair};
use super::entry::{Packed, STEPS_PER_NAT};
use super::guess;
use super::lexicon::{self, Beginnings};
use super::suffixes::{Letters, NOUN, PLURAL, POSSESSIVE3, Place, Proposal, ROWS, VERB};

// `IRREGULAR: [lemma; _]`, which entries of irregular forms index.
include!(concat!(env!("OUT_DIR"), "/irregular.rs"));

/// Cost of a lemma that occurs once: ln of the 30 million words counted.
const ONCE: u16 = (17.2 * STEPS_PER_NAT) as u16;
/// A q or k that should have softened and did not, or the reverse: `otaqa` is a
/// slip that happens once in a few hundred.
const AGAINST_ALTERNATION: u16 = (5.0 * STEPS_PER_NAT) as u16;
/// A form listed as irregular is what the list says: it costs what the most
/// frequent lemmas cost.
const LISTED_FORM: u16 = (3.3 * STEPS_PER_NAT) as u16;

/// The lexicon along one word.
pub(super) struct Known<'a> {
    letters: &'a Letters,
    beginnings: Beginnings,
}

impl<'a> Known<'a> {
    pub fn new(letters: &'a Letters) -> Self {
        Self { letters, beginnings: Beginnings::new(letters) }
    }

    /// Offers the readings of a place where the stem is one the lexicon has.
    pub fn offer(&self, place: &Place, best: &mut Best) {
        let entry = self.beginnings.entry(self.letters, place.at());
        for p in place.proposals() {
            match p.class {
                NOUN => self.offer_noun(&p, entry, best),
                VERB => self.offer_verb(&p, entry, best),
                _ => {
                    let level = entry.word();
                    if level > 0 {
                        best.offer(&p, Repair::None, ONCE - level, Evidence::Lexicon);
                    }
                }
            }
        }
    }

    fn offer_noun(&self, p: &Proposal<'_>, entry: Packed, best: &mut Best) {
        let last = self.letters.codes[p.end - 1];
        let vowel = self.letters.is_vowel(p.end);
        if entry.noun() > 0 {
            let is_hard = vowel && matches!(last, guess::Q | guess::K);
            let penalty = if is_hard && entry.alternates() { AGAINST_ALTERNATION } else { 0 };
            self.accept(p, Repair::None, ONCE - entry.noun() + penalty, best);
        } else {
            self.offer_compound(p, best);
        }
        if let Some((index, kind)) = entry.irregular() {
            let fits = match kind {
                "whole" => p.end == self.letters.len,
                "vowel" => vowel,
                "consonant" => p.end < self.letters.len && !vowel,
                _ => true,
            };
            if fits {
                self.accept(p, Repair::Irregular(IRREGULAR[index]), LISTED_FORM, best);
            }
        }
        if !vowel {
            return;
        }
        if entry.dropped() > 0 {
            self.accept(p, guess::vowel(self.letters, p.end), ONCE - entry.dropped(), best);
        }
        let text = match last {
            guess::SOFT_G => "q",
            guess::Y if self.letters.syllables(p.end) > 1 => "k",
            _ => return,
        };
        let entry = self.beginnings.branch(self.letters, p.end - 1, text);
        if entry.noun() > 0 {
            let penalty = if entry.alternates() { 0 } else { AGAINST_ALTERNATION };
            self.accept(p, Repair::Hard(text), ONCE - entry.noun() + penalty, best);
        }
    }

    /// Offers a compound of two nouns whose possessive gives way to the plural: dəvəquş+ları is of
    /// `dəvəquşu`, balıqqulaq+ları of `balıqqulağı`.
    fn offer_compound(&self, p: &Proposal<'_>, best: &mut Best) {
        let slots = p.rows.iter().rev().map(|row| ROWS[usize::from(*row)].slot);
        if p.lemma_end != p.end || !slots.take(2).eq([PLURAL, POSSESSIVE3]) {
            return;
        }
        let [plain, after_vowel, softened] = match self.letters.vowel_before(p.end) {
            1 => ["ı", "sı", "ğı"],
            2 => ["i", "si", "yi"],
            4 => ["u", "su", "ğu"],
            _ => ["ü", "sü", "yü"],
        };
        let (end, text) = match self.letters.codes[p.end - 1] {
            guess::Q | guess::K => (p.end - 1, softened),
            _ if self.letters.is_vowel(p.end - 1) => (p.end, after_vowel),
            _ => (p.end, plain),
        };
        let level = self.beginnings.branch(self.letters, end, text).noun();
        if level > 0 && self.is_compound(p.end) {
            let repair = if end < p.end { Repair::Hard(text) } else { Repair::Possessed(text) };
            best.offer(p, repair, ONCE - level, Evidence::Lexicon);
        }
    }

    /// Do the first `end` letters end in a noun that has another before it?
    fn is_compound(&self, end: usize) -> bool {
        let is_noun = |entry: Packed| entry.noun() > 0 && !entry.is_name();
        (2..end.saturating_sub(1)).any(|at| {
            is_noun(self.beginnings.entry(self.letters, at))
                && is_noun(lexicon::of_codes(&self.letters.codes[at..end]))
        })
    }

    fn offer_verb(&self, p: &Proposal<'_>, entry: Packed, best: &mut Best) {
        let softens = self.letters.is_vowel(p.end) && guess::softens_t(self.letters, p.end);
        let level = entry.verb();
        if level > 0 && !softens {
            self.accept(p, Repair::None, ONCE - level, best);
        }
        if softens && self.letters.codes[p.end - 1] == guess::D {
            let level = self.beginnings.branch(self.letters, p.end - 1, "t").verb();
            if level > 0 {
                self.accept(p, Repair::Hard("t"), ONCE - level, best);
            }
        }
    }

    /// Offers a reading. Inside a derivation the stem is only evidence: the lemma
    /// ends further right, and so does what must be repaired.
    fn accept(&self, p: &Proposal<'_>, repair: Repair, cost: u16, best: &mut Best) {
        if p.lemma_end == p.end {
            best.offer(p, repair, cost, Evidence::Lexicon);
        } else {
            let outer = guess::hard(self.letters, p.lemma_end, p.lemma_class);
            best.offer(p, outer, cost, Evidence::Derivation);
        }
    }
}
