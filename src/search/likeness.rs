//! The automaton of a pattern: which terms look like it.
//!
//! A term is read letter by letter against the pattern's elements; the places reached are the bits
//! of a word, one word for each number of letters it differs by (Wu and Manber, 1992, with Damerau's
//! swap of neighbours). Letters typed plainly accept those with diacritics, so `seher*` meets
//! şəhər. Invariant: a state with no bit set reaches no term.

use rustc_hash::FxHashMap;
use tantivy_fst::Automaton;

use crate::analysis::fold;

/// The most letters a word may differ by.
const EDITS: usize = 2;

/// From so many letters' difference on the first letter must be right: slips begin inside the word,
/// and a dictionary need not be walked whole.
const ANCHORED: usize = 2;

/// A pattern, ready to read terms.
pub(super) struct Likeness {
    /// Of a letter that stands in the pattern, the elements that accept it.
    accepting: FxHashMap<char, u64>,
    /// The elements that accept any letter.
    any: u64,
    /// Of these, those that accept any number of them.
    many: u64,
    end: u32,
    edits: usize,
}

/// What was read of a term so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    rows: [u64; EDITS + 1],
    /// The rows before the last letter, for swaps.
    before: [u64; EDITS + 1],
    last: char,
    /// A letter of several bytes on its way, and how many are to come.
    letter: u32,
    awaited: u8,
}

impl Likeness {
    /// `letters` in lower case, with `*` and `?`, of at most 60 elements; `loose`: plain letters
    /// accept those with diacritics.
    pub fn new(letters: &str, edits: u8, loose: bool) -> Likeness {
        let mut likeness = Likeness {
            accepting: FxHashMap::default(),
            any: 0,
            many: 0,
            end: 0,
            edits: usize::from(edits).min(EDITS),
        };
        let mut before = ' ';
        for c in letters.chars() {
            if c == '*' && before == '*' {
                continue;
            }
            let place = 1 << likeness.end;
            match c {
                '*' => (likeness.any, likeness.many) = (likeness.any | place, likeness.many | place),
                '?' => likeness.any |= place,
                _ => {
                    let also = "əıöüçşğ".chars().filter(|&other| loose && fold(other) == c);
                    for accepted in also.chain([c]) {
                        *likeness.accepting.entry(accepted).or_default() |= place;
                    }
                }
            }
            before = c;
            likeness.end += 1;
        }
        likeness
    }

    /// By how many letters a term differs; `None` if it does not look like the pattern.
    pub fn distance(&self, term: &str) -> Option<usize> {
        let progress = term.chars().fold(self.start(), |progress, c| self.read(progress, c));
        self.reached(&progress)
    }

    /// The same of a term the automaton accepts: without edits there is nothing to work out.
    pub fn distance_of_accepted(&self, term: &str) -> Option<usize> {
        if self.edits == 0 { Some(0) } else { self.distance(term) }
    }

    fn reached(&self, progress: &Progress) -> Option<usize> {
        (0..=self.edits).find(|&row| progress.rows[row] >> self.end & 1 == 1)
    }

    fn accepts(&self, c: char) -> u64 {
        self.any | self.accepting.get(&c).copied().unwrap_or(0)
    }

    fn read(&self, progress: Progress, c: char) -> Progress {
        let (old, before) = (progress.rows, progress.before);
        let accepts = self.accepts(c);
        if self.edits >= ANCHORED && progress.last == Progress::default().last {
            let first = (accepts & 1) << 1;
            // A letter may be dropped or added right after the first.
            let rows = [first, first | first << 1, first | first << 1 | first << 2];
            let end = (2 << self.end) - 1;
            return Progress { rows: rows.map(|row| row & end), last: c, ..Progress::default() };
        }
        let swapped = accepts & (self.accepts(progress.last) >> 1);
        let mut rows = [0; EDITS + 1];
        for row in 0..=self.edits {
            let mut next = (old[row] & accepts & !self.many) << 1 | old[row] & self.many;
            if let Some(less) = row.checked_sub(1) {
                // An added letter, another one, a dropped one, two swapped.
                next |= old[less] | old[less] << 1 | rows[less] << 1 | (before[less] & swapped) << 2;
            }
            rows[row] = self.past_many(next);
        }
        Progress { rows, before: old, last: c, letter: 0, awaited: 0 }
    }

    /// `*` may also stand for nothing.
    fn past_many(&self, row: u64) -> u64 {
        (row | (row & self.many) << 1) & ((2 << self.end) - 1)
    }
}

impl Automaton for Likeness {
    type State = Progress;

    fn start(&self) -> Progress {
        let mut progress = Progress::default();
        for row in 0..=self.edits {
            // The first letters may be dropped.
            let dropped = if self.edits >= ANCHORED { 0 } else { row };
            progress.rows[row] = self.past_many((2 << dropped) - 1);
        }
        progress
    }

    fn is_match(&self, progress: &Progress) -> bool {
        progress.awaited == 0 && self.reached(progress).is_some()
    }

    fn can_match(&self, progress: &Progress) -> bool {
        progress.rows.iter().any(|&row| row != 0)
    }

    fn accept(&self, progress: &Progress, byte: u8) -> Progress {
        let mut next = *progress;
        (next.letter, next.awaited) = match (progress.awaited, byte) {
            (0, 0..0x80) => return self.read(next, char::from(byte)),
            (0, 0xC0..0xE0) => (u32::from(byte & 0x1F), 1),
            (0, 0xE0..0xF0) => (u32::from(byte & 0x0F), 2),
            (0, _) => (u32::from(byte & 0x07), 3),
            (awaited, _) => (progress.letter << 6 | u32::from(byte & 0x3F), awaited - 1),
        };
        match next.awaited {
            0 => self.read(next, char::from_u32(next.letter).unwrap_or(char::REPLACEMENT_CHARACTER)),
            _ => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wildcards_and_plain_letters() {
        for (pattern, loose, term, like) in [
            ("söz*", false, "söz", true),
            ("söz*", false, "sözlük", true),
            ("söz*", false, "göz", false),
            ("s?z", false, "söz", true),
            ("s?z", false, "sööz", false),
            ("k*b", false, "kitab", true),
            ("k**b", false, "kb", true),
            ("k*b*r", false, "kitablar", true),
            ("seh*", true, "şəhər", true),
            ("seh*", false, "şəhər", false),
            ("şəh*", true, "seher", false),
        ] {
            let found = Likeness::new(pattern, 0, loose).distance(term).is_some();
            assert_eq!(found, like, "{pattern} {term}");
        }
    }

    /// Optimal string alignment, letter by letter: the plain form of the same distance.
    fn reference(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let other = usize::from(a[i - 1] != b[j - 1]);
                    let plain =
                        (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + other);
                    let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    if swap { plain.min(table[i - 2][j - 2] + 1) } else { plain }
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_plain_table(a in "[abəş]{1,7}", b in "[abəş]{0,8}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let distance = reference(&chars(&a), &chars(&b));
            let found = Likeness::new(&a, 1, false).distance(&b);
            prop_assert_eq!(found, Some(distance).filter(|&d| d <= 1));
            // With two, the first letter must be right; what follows it is compared.
            let (a, b) = (format!("ğ{a}"), format!("ğ{b}"));
            let found = Likeness::new(&a, 2, false).distance(&b);
            prop_assert_eq!(found, Some(distance).filter(|&d| d <= 2));
            prop_assert_eq!(Likeness::new(&a, 2, false).distance(&format!("x{b}")), None);
        }

        #[test]
        fn bytes_and_letters_are_read_alike(pattern in "[aəş?*]{1,6}", term in "[aəşж東]{0,6}") {
            let likeness = Likeness::new(&pattern, 0, true);
            let state = term.bytes().fold(likeness.start(), |state, byte| likeness.accept(&state, byte));
            prop_assert_eq!(likeness.is_match(&state), likeness.distance(&term).is_some());
            prop_assert!(likeness.can_match(&state) || !likeness.is_match(&state));
        }
    }
}
