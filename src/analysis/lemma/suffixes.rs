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
    /// The row's slot.
    slot: u8,
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

/// A place in the word that a walk came to, and what it knows there. Small: it is copied at every
/// step, and kept to go on from.
#[derive(Clone, Copy)]
pub struct Place {
    after: u64,
    cost: u16,
    at: u8,
    left: u8,
    harmony: u8,
    /// End and kind of the lemma, both 0 before the first derivation.
    lemma_end: u8,
    lemma_class: u8,
    /// Row to the right, or the number of rows at the end of the word.
    right: u8,
    depth: u8,
    rows: [u8; DEEPEST],
}

/// The kinds of stem, as bits; what derives a word has one of them as its slot.
const STEMS: u64 = 1 << NOUN | 1 << VERB | 1 << WORD;

impl Place {
    /// How many letters stand left of it.
    pub fn at(&self) -> usize {
        self.at.into()
    }

    /// The stems that may end here, one for each kind of word the endings go with.
    pub fn proposals(&self) -> impl Iterator<Item = Proposal<'_>> {
        let kinds = [NOUN, VERB, WORD].into_iter().filter(|class| self.after & 1 << class != 0);
        kinds.map(|class| {
            let (lemma_end, lemma_class) =
                if self.lemma_end > 0 { (self.lemma_end, self.lemma_class) } else { (self.at, class) };
            Proposal {
                end: self.at.into(),
                lemma_end: lemma_end.into(),
                class,
                lemma_class,
                cost: self.cost + STEP_COSTS[class as usize][self.right as usize],
                rows: &self.rows[..self.depth.into()],
            }
        })
    }
}

/// Walks every chain of endings of `word` and calls `visit` wherever a stem may end.
pub fn walk(word: &Letters, visit: &mut impl FnMut(&Place)) {
    let end = Place {
        after: u64::MAX,
        cost: 0,
        at: word.len as u8,
        left: CONSONANT | VOWEL,
        harmony: ANY_CLASS,
        lemma_end: 0,
        lemma_class: 0,
        right: ROWS.len() as u8,
        depth: 0,
        rows: [0; DEEPEST],
    };
    step::<false>(word, &end, visit);
}

/// Goes on from a place to the words inside derivations, which stay in the lemma.
pub fn walk_derivations(word: &Letters, place: &Place, visit: &mut impl FnMut(&Place)) {
    step::<true>(word, place, visit);
}

/// Visits a place and goes on from it: over endings, or over derivations, which stand inside of all
/// endings.
fn step<const DERIVE: bool>(word: &Letters, place: &Place, visit: &mut impl FnMut(&Place)) {
    let at = place.at();
    if word.kinds[at - 1] & place.left == 0 {
        return;
    }
    let fits = place.after & STEMS != 0 && word.last_vowel[at] & place.harmony != 0;
    if fits && (!DERIVE || place.lemma_end > 0) {
        visit(place);
    }
    if usize::from(place.depth) == DEEPEST {
        return;
    }
    let slots = place.after & if DERIVE { STEMS } else { !STEMS };
    let is_last = usize::from(place.right) == ROWS.len();
    let next_is_vowel = word.is_vowel(at);
    let mut node = 0;
    let mut start = at;
    while start > 1 && TRIE_SLOTS[node] & slots != 0 {
        start -= 1;
        node = TRIE[node][word.codes[start] as usize] as usize;
        if node == 0 || word.codes[start] == 0 {
            return;
        }
        for allomorph in &ALLOMORPHS[TRIE_ENDS[node] as usize..TRIE_ENDS[node + 1] as usize] {
            if slots & 1 << allomorph.slot == 0
                || (allomorph.next == 1 && !next_is_vowel)
                || (allomorph.next == 2 && next_is_vowel)
                || (allomorph.vowel != 0 && allomorph.vowel & place.harmony == 0)
            {
                continue;
            }
            let row = &ROWS[allomorph.row as usize];
            let harmony =
                if allomorph.vowel == 0 { allomorph.harmony & place.harmony } else { allomorph.harmony };
            if harmony == 0 || row.kept != DERIVE || (is_last && !row.ends) {
                continue;
            }
            let mut next = Place {
                after: row.after,
                cost: place.cost + STEP_COSTS[row.slot as usize][place.right as usize],
                at: start as u8,
                left: allomorph.left,
                harmony,
                right: allomorph.row,
                depth: place.depth + 1,
                ..*place
            };
            next.rows[usize::from(place.depth)] = allomorph.row;
            if DERIVE && place.lemma_end == 0 {
                (next.lemma_end, next.lemma_class) = (place.at, row.slot);
            }
            step::<DERIVE>(word, &next, visit);
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
