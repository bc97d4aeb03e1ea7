//! Stems nobody has listed: names, terms, loans.
//!
//! A guess competes with the lexicon's readings on the same scale: the letters
//! of the stem cost what trigrams of real lemmas say, the endings what they
//! always cost. Endings that many stems happen to end in (-a, -ı, -ən) are not
//! taken off an unknown stem on their own, unless it ends like a name or a term
//! (`tokayev+ə`).

use super::choose::Repair;
use super::entry::STEPS_PER_NAT;
use super::letters::{self, CODES};
use super::suffixes::{LONGEST, Letters, NOUN, Proposal, ROWS, VERB};

static TRIGRAMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/trigrams.bin"));

// `KNOWN_ENDINGS: [letter codes; _]`, of names and terms.
include!(concat!(env!("OUT_DIR"), "/known_endings.rs"));

/// One running word in about thirty has a stem the lexicon lacks.
const UNKNOWN: u16 = (3.4 * STEPS_PER_NAT) as u16;
/// Unknown verbs are rarer than unknown nouns and names by far.
const UNKNOWN_VERB: u16 = (6.0 * STEPS_PER_NAT) as u16;
/// No guess costs less than this, so a cheaper known reading ends the search.
pub(super) const CHEAPEST: u16 = (13.0 * STEPS_PER_NAT) as u16;

pub(super) const Q: u8 = letters::code('q');
pub(super) const K: u8 = letters::code('k');
pub(super) const SOFT_G: u8 = letters::code('ğ');
pub(super) const Y: u8 = letters::code('y');
pub(super) const D: u8 = letters::code('d');
const T: u8 = letters::code('t');
const E: u8 = letters::code('e');
const G: u8 = letters::code('g');

/// What the letters of a word cost as an unknown stem, for each length.
pub(super) struct Spelling {
    sums: [u16; LONGEST + 1],
    ends: [u16; LONGEST + 1],
}

impl Spelling {
    pub fn new(word: &Letters) -> Self {
        let mut out = Self { sums: [0; LONGEST + 1], ends: [0; LONGEST + 1] };
        let (mut a, mut b) = (0, 0);
        for at in 0..word.len {
            let c = word.codes[at] as usize;
            out.ends[at] = u16::from(TRIGRAMS[(a * CODES + b) * CODES]);
            // A foreign character is as surprising as the rarest letter.
            let cost = if c == 0 { 80 } else { u16::from(TRIGRAMS[(a * CODES + b) * CODES + c]) };
            out.sums[at + 1] = out.sums[at] + cost;
            (a, b) = (b, c);
        }
        out.ends[word.len] = u16::from(TRIGRAMS[(a * CODES + b) * CODES]);
        out
    }

    fn cost(&self, at: usize) -> u16 {
        self.sums[at] + self.ends[at]
    }
}

/// What a proposal costs as a guess, if its endings are enough to go by.
pub(super) fn weigh(word: &Letters, spelling: &Spelling, p: &Proposal<'_>) -> Option<(Repair, u16)> {
    let at = p.end;
    let sure = at >= 3 && p.rows.iter().any(|r| ROWS[*r as usize].alone);
    let ends = |ending: &[u8]| {
        ending.last() == Some(&word.codes[at - 1]) && at > ending.len() && word.codes[..at].ends_with(ending)
    };
    let whole = || KNOWN_ENDINGS.iter().any(|ending| ends(ending));
    let cost = match p.class {
        NOUN if sure || whole() || p.rows.is_empty() => UNKNOWN,
        VERB if sure => UNKNOWN_VERB,
        _ => return None,
    };
    Some((hard(word, at, p.class), cost + spelling.cost(at)))
}

/// The repair of a stem whose last consonant softened before a vowel.
pub(super) fn hard(word: &Letters, at: usize, class: u8) -> Repair {
    if !word.is_vowel(at) || at < 2 {
        return Repair::None;
    }
    match (class, word.codes[at - 1]) {
        (NOUN, SOFT_G) => Repair::Hard("q"),
        (NOUN, Y) if word.is_vowel(at - 2) && word.syllables(at) > 1 => Repair::Hard("k"),
        (VERB, D) if softens_t(word, at) => Repair::Hard("t"),
        _ => Repair::None,
    }
}

/// The repair of a stem that lost the vowel before its last letter.
pub(super) fn vowel(word: &Letters, at: usize) -> Repair {
    Repair::Vowel(match word.vowel_before(at) {
        1 => "ı",
        4 => "u",
        8 => "ü",
        _ => "i",
    })
}

/// Whether a verb stem ending here in t or d has t by itself and d before a
/// vowel: `et-`, `get-` and verbs of several syllables, but not `at-`.
pub(super) fn softens_t(word: &Letters, at: usize) -> bool {
    at > 1
        && matches!(word.codes[at - 1], D | T)
        && (word.syllables(at) > 1
            || (word.codes[at - 2] == E && (at == 2 || (at == 3 && word.codes[0] == G))))
}
