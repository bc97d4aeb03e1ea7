//! The suffix automaton: strips endings from the right and proposes stems.
//!
//! Its tables are compiled from `data/suffixes.tsv` by the build script. It
//! checks everything that the endings alone decide: the order of slots, vowel
//! harmony, buffer consonants, the softening of a suffix-final q or k. Whether
//! the stem it arrives at is a word is the lexicon's question.

use super::entry::STEPS_PER_NAT;
use super::letters;

/// A row of `suffixes.tsv`.
pub struct Row {
    /// Index into [`SLOTS`].
    pub slot: u8,
    /// The form as written in the data: `lAr`.
    pub form: &'static str,
    /// The slots it may follow, as bits.
    pub after: u64,
    /// Whether a word may end here.
    pub ends: bool,
    /// Whether it may be the only ending taken from a stem nobody has seen.
    pub alone: bool,
    /// Whether it derives a word, and so stays part of the lemma.
    pub kept: bool,
}

/// One spelled-out form of a row.
struct Allomorph {
    row: u8,
    /// Kinds of letter it may follow: 1 consonant, 2 vowel.
    left: u8,
    /// Classes of the last vowel it may follow.
    harmony: u8,
    /// 0 any letter may follow, 1 a vowel must, 2 a vowel must not.
    next: u8,
    /// Class of its own last vowel, 0 when it has none.
    vowel: u8,
}

include!(concat!(env!("OUT_DIR"), "/suffixes.rs"));

/// The longest word that is analysed, in letters: Azerbaijani paradigms stay
/// under 40, and a longer token is an address or damaged text.
pub const LONGEST: usize = 64;
/// More endings than any attested chain (`evdəkilərdənmişsinizmi` has seven).
pub const DEEPEST: usize = 12;

const CONSONANT: u8 = 1;
const VOWEL: u8 = 2;
const ANY_CLASS: u8 = 15;

/// A word as letter codes, with what the automaton asks of each prefix.
pub struct Letters {
    /// Code of each letter, 0 for characters outside the alphabet.
    pub codes: [u8; LONGEST],
    /// Number of letters.
    pub len: usize,
    /// Byte offset of each letter, and of the end.
    pub offsets: [u16; LONGEST + 1],
    /// Class of the last vowel of each prefix, [`ANY_CLASS`] before the first.
    last_vowel: [u8; LONGEST + 1],
    kinds: [u8; LONGEST],
}

impl Letters {
    /// The letters of a word, `None` if it has none or too many.
    pub fn new(word: &str) -> Option<Self> {
        if word.is_empty() || word.len() > LONGEST && word.chars().nth(LONGEST).is_some() {
            return None;
        }
        Some(Self::of(word))
    }

    /// Of a word of at most [`LONGEST`] letters.
    fn of(word: &str) -> Self {
        let mut out = Self {
            codes: [0; LONGEST],
            len: 0,
            offsets: [0; LONGEST + 1],
            last_vowel: [ANY_CLASS; LONGEST + 1],
            kinds: [CONSONANT; LONGEST],
        };
        let mut vowel = ANY_CLASS;
        for (offset, c) in word.char_indices() {
            let at = out.len;
            out.codes[at] = letters::code(c);
            out.offsets[at] = offset as u16;
            if let Some(class) = letters::vowel_class(c) {
                vowel = class;
                out.kinds[at] = VOWEL;
            } else if out.codes[at] == 0 {
                vowel = ANY_CLASS;
                out.kinds[at] = CONSONANT | VOWEL;
            }
            out.last_vowel[at + 1] = vowel;
            out.len += 1;
        }
        out.offsets[out.len] = word.len() as u16;
        out
    }

    /// Class of the last vowel among the first `at` letters.
    pub fn vowel_before(&self, at: usize) -> u8 {
        self.last_vowel[at]
    }

    /// Syllables of the first `at` letters.
    pub fn syllables(&self, at: usize) -> usize {
        (0..at).filter(|i| self.is_vowel(*i)).count()
    }

    /// Whether the letter at `at` is a vowel.
    pub fn is_vowel(&self, at: usize) -> bool {
        at < self.len && self.kinds[at] == VOWEL
    }
}

/// A stem the endings allow.
pub struct Proposal<'a> {
    /// Where the stem ends, in letters.
    pub end: usize,
    /// Where the lemma ends: `end`, or further right after derivations.
    pub lemma_end: usize,
    /// [`NOUN`], [`VERB`] or [`WORD`].
    pub class: u8,
    /// Kind of the lemma, which derivation may have changed.
    pub lemma_class: u8,
    /// Cost of the chain.
    pub cost: u16,
    /// Rows taken off, outermost first.
    pub rows: &'a [u8],
}

/// What the walk knows at a place in the word.
#[derive(Clone, Copy)]
struct State {
    at: usize,
    after: u64,
    left: u8,
    harmony: u8,
    cost: u16,
    lemma_end: usize,
    lemma_class: u8,
    /// Row to the right, or the number of rows at the end of the word.
    right: usize,
    depth: usize,
}

/// Walks every chain of endings of `word` and calls `visit` for each stem.
/// `derive` also looks for a word inside derivations, which stay in the lemma.
pub fn walk(word: &Letters, derive: bool, visit: &mut impl FnMut(Proposal<'_>)) {
    let mut rows = [0; DEEPEST];
    let state = State {
        at: word.len,
        after: u64::MAX,
        left: CONSONANT | VOWEL,
        harmony: ANY_CLASS,
        cost: 0,
        lemma_end: 0,
        lemma_class: 0,
        right: ROWS.len(),
        depth: 0,
    };
    step(word, state, derive, &mut rows, visit);
}

fn step(
    word: &Letters,
    state: State,
    derive: bool,
    rows: &mut [u8; DEEPEST],
    visit: &mut impl FnMut(Proposal<'_>),
) {
    let at = state.at;
    let sound = word.kinds[at - 1] & state.left != 0;
    if sound && word.last_vowel[at] & state.harmony != 0 {
        for class in [NOUN, VERB, WORD] {
            if state.after & 1 << class != 0 {
                let derived = state.lemma_end != 0;
                visit(Proposal {
                    end: at,
                    lemma_end: if derived { state.lemma_end } else { at },
                    class,
                    lemma_class: if derived { state.lemma_class } else { class },
                    cost: state.cost + STEP_COSTS[class as usize][state.right],
                    rows: &rows[..state.depth],
                });
            }
        }
    }
    if state.depth == DEEPEST {
        return;
    }
    let next_is_vowel = word.is_vowel(at);
    let mut node = 0;
    let mut start = at;
    while start > 1 {
        start -= 1;
        node = TRIE[node][word.codes[start] as usize] as usize;
        if node == 0 || word.codes[start] == 0 {
            return;
        }
        for allomorph in &ALLOMORPHS[TRIE_ENDS[node] as usize..TRIE_ENDS[node + 1] as usize] {
            let row = &ROWS[allomorph.row as usize];
            if state.after & 1 << row.slot == 0
                || (state.right == ROWS.len() && !row.ends)
                || (row.kept && !derive)
                || (!row.kept && state.lemma_end != 0)
                || word.kinds[at - 1] & state.left == 0
                || (allomorph.next == 1 && !next_is_vowel)
                || (allomorph.next == 2 && next_is_vowel)
                || (allomorph.vowel != 0 && allomorph.vowel & state.harmony == 0)
            {
                continue;
            }
            let harmony =
                if allomorph.vowel == 0 { allomorph.harmony & state.harmony } else { allomorph.harmony };
            if harmony == 0 {
                continue;
            }
            rows[state.depth] = allomorph.row;
            let next = State {
                at: start,
                after: row.after,
                left: allomorph.left,
                harmony,
                cost: state.cost + STEP_COSTS[row.slot as usize][state.right],
                lemma_end: if row.kept && state.lemma_end == 0 { at } else { state.lemma_end },
                lemma_class: if row.kept && state.lemma_end == 0 { row.slot } else { state.lemma_class },
                right: allomorph.row as usize,
                depth: state.depth + 1,
            };
            step(word, next, derive, rows, visit);
        }
    }
}

/// What may stand after a slot, `None` for the end of the word, each with its
/// chance among all that follows: how often it was counted. Derivations are left
/// out: what they make is a word of its own.
pub fn steps(slot: u8) -> Vec<(Option<u8>, f64)> {
    let chance = |column: usize| (-f64::from(STEP_COSTS[slot as usize][column]) / STEPS_PER_NAT).exp();
    let rows = ROWS.iter().enumerate().filter(|(_, row)| row.after & 1 << slot != 0 && !row.kept);
    let steps = rows.map(|(number, _)| (Some(number as u8), chance(number)));
    steps.chain([(None, chance(ROWS.len()))]).collect()
}

/// Whether the whole of `text` is a chain of endings that may follow a noun or a
/// number, whatever its harmony. A lone consonant is an initial, not an ending.
pub fn is_chain(text: &str) -> bool {
    Letters::new(text).is_some_and(|letters| {
        (0..letters.len).any(|at| letters.is_vowel(at)) && is_chain_left_of(&letters, letters.len, u64::MAX)
    })
}

/// Whether the first `at` letters are a chain that ends in one of these slots.
fn is_chain_left_of(word: &Letters, at: usize, slots: u64) -> bool {
    let mut node = 0;
    for start in (0..at).rev() {
        node = TRIE[node][word.codes[start] as usize] as usize;
        if node == 0 || word.codes[start] == 0 {
            return false;
        }
        for allomorph in &ALLOMORPHS[TRIE_ENDS[node] as usize..TRIE_ENDS[node + 1] as usize] {
            let row = &ROWS[allomorph.row as usize];
            if slots & 1 << row.slot == 0 || row.kept {
                continue;
            }
            let reaches_stem = start == 0 && row.after & (1 << NOUN | 1 << NUMBER) != 0;
            if reaches_stem || (start > 0 && is_chain_left_of(word, start, row.after)) {
                return true;
            }
        }
    }
    false
}
