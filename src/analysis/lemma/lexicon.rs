//! The embedded lexicon: an FST from stems as written to what is known of them.
//!
//! Made by the build script from `data/lexicon.tsv`, `vowel_drop.tsv` and
//! `irregular.tsv`; nothing is parsed or allocated when a program starts. One
//! walk along a word finds the entries of all its prefixes.

use arrayvec::ArrayVec;
use tantivy_fst::raw::{Fst, Node, Output, Stream};

use super::entry::Packed;
use super::plain::spelt_out;
use super::suffixes::{LONGEST, Letters};

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.fst"));

/// The lexicon.
pub(super) struct Lexicon {
    fst: Fst<&'static [u8]>,
}

/// Where the walk along a word stood before each of its letters, as far as it could follow, and after.
#[derive(Default)]
pub(super) struct Trail(ArrayVec<Step, { LONGEST + 1 }>);

/// A place in the FST.
struct Step {
    node: usize,
    output: u64,
    entry: Packed,
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
    pub fn follow(&self, word: &str, letters: &Letters, trail: &mut Trail) {
        trail.0.clear();
        let mut node = self.fst.root();
        let mut output = Output::zero();
        trail.0.push(Step { node: node.addr(), output: 0, entry: Packed(0) });
        for at in 0..letters.len {
            for byte in &word.as_bytes()[letters.offsets[at] as usize..letters.offsets[at + 1] as usize] {
                let Some(i) = node.find_input(*byte) else {
                    return;
                };
                let transition = node.transition(i);
                output = output.cat(transition.out);
                node = self.fst.node(transition.addr);
            }
            let entry = if node.is_final() { output.cat(node.final_output()).value() } else { 0 };
            trail.0.push(Step { node: node.addr(), output: output.value(), entry: Packed(entry) });
        }
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
        let Some(step) = trail.0.get(at) else {
            return Packed(0);
        };
        let node = self.fst.node(step.node);
        let Some(i) = node.find_input(tail) else {
            return Packed(0);
        };
        let transition = node.transition(i);
        let output = Output::new(step.output).cat(transition.out);
        let node = self.fst.node(transition.addr);
        if node.is_final() { Packed(output.cat(node.final_output()).value()) } else { Packed(0) }
    }
}

impl Trail {
    /// How many letters the walk could follow.
    pub fn reach(&self) -> usize {
        self.0.len() - 1
    }

    /// The entry of the first `at` letters.
    pub fn entry(&self, at: usize) -> Packed {
        self.0.get(at).map_or(Packed(0), |step| step.entry)
    }
}
