//! The embedded lexicon: an FST from stems as written to what is known of them.
//!
//! Made by the build script from `data/lexicon.tsv`, `vowel_drop.tsv` and
//! `irregular.tsv`; nothing is parsed or allocated when a program starts. One
//! walk along a word finds the entries of all its prefixes.

use tantivy_fst::raw::{Fst, Node, Output, Stream};

use super::entry::Packed;
use super::plain::spelt_out;
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

    /// Does a stem that is typed as `word` without diacritics satisfy `test`?
    pub fn any_typed_plainly(&self, word: &str, test: &dyn Fn(Packed) -> bool) -> bool {
        self.any_below(&self.fst.root(), Output::zero(), word, test)
    }

    fn any_below(&self, node: &Node<'_>, output: Output, rest: &str, test: &dyn Fn(Packed) -> bool) -> bool {
        let Some(letter) = rest.chars().next() else {
            return node.is_final() && test(Packed(output.cat(node.final_output()).value()));
        };
        let rest = &rest[letter.len_utf8()..];
        spelt_out(letter).chain([letter]).any(|letter| {
            let (mut place, mut so_far) = (self.fst.node(node.addr()), output);
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                let Some(i) = place.find_input(byte) else { return false };
                let transition = place.transition(i);
                so_far = so_far.cat(transition.out);
                place = self.fst.node(transition.addr);
            }
            self.any_below(&place, so_far, rest, test)
        })
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
