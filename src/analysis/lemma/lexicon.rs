//! The embedded lexicon: an FST from stems as written to what is known of them.
//!
//! Made by the build script from `data/lexicon.tsv`, `vowel_drop.tsv` and
//! `irregular.tsv`; nothing is parsed or allocated when a program starts. One
//! walk along a word finds the entries of all its prefixes.

use tantivy_fst::raw::{Fst, Output, Stream};

use super::entry::Packed;
use super::suffixes::{LONGEST, Letters};

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.fst"));

/// The lexicon.
pub(super) struct Lexicon {
    fst: Fst<&'static [u8]>,
}

/// Where the walk along a word stood before each of its letters.
pub(super) struct Trail {
    places: [(usize, u64); LONGEST + 1],
    entries: [Packed; LONGEST + 1],
    /// How many letters the walk could follow.
    pub reach: usize,
}

impl Lexicon {
    pub fn new() -> Self {
        let fst = Fst::new(BYTES).expect("the build script wrote a sound FST");
        Self { fst }
    }

    /// The entry of a stem.
    pub fn get(&self, stem: &str) -> Option<Packed> {
        self.fst.get(stem).map(|v| Packed(v.value()))
    }

    /// All entries, in the order of their bytes.
    pub fn stream(&self) -> Stream<'_> {
        self.fst.stream()
    }

    /// Follows a word letter by letter as far as some stem begins like it.
    pub fn follow(&self, word: &str, letters: &Letters) -> Trail {
        let mut trail = Trail { places: [(0, 0); LONGEST + 1], entries: [Packed(0); LONGEST + 1], reach: 0 };
        let mut node = self.fst.root();
        let mut output = Output::zero();
        trail.places[0] = (node.addr(), 0);
        for at in 0..letters.len {
            for byte in &word.as_bytes()[letters.offsets[at] as usize..letters.offsets[at + 1] as usize] {
                let Some(i) = node.find_input(*byte) else {
                    return trail;
                };
                let transition = node.transition(i);
                output = output.cat(transition.out);
                node = self.fst.node(transition.addr);
            }
            if node.is_final() {
                trail.entries[at + 1] = Packed(output.cat(node.final_output()).value());
            }
            trail.places[at + 1] = (node.addr(), output.value());
            trail.reach = at + 1;
        }
        trail
    }

    /// The entry of the first `at` letters followed by `tail`.
    pub fn branch(&self, trail: &Trail, at: usize, tail: u8) -> Packed {
        if at > trail.reach {
            return Packed(0);
        }
        let (addr, value) = trail.places[at];
        let node = self.fst.node(addr);
        let Some(i) = node.find_input(tail) else {
            return Packed(0);
        };
        let transition = node.transition(i);
        let output = Output::new(value).cat(transition.out);
        let node = self.fst.node(transition.addr);
        if node.is_final() { Packed(output.cat(node.final_output()).value()) } else { Packed(0) }
    }
}

impl Trail {
    /// The entry of the first `at` letters.
    pub fn entry(&self, at: usize) -> Packed {
        self.entries[at]
    }
}
