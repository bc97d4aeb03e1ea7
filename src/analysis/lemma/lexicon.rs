//! The embedded lexicon: a hash table from stems as written to what is known of them.
//!
//! Made by the build script from `data/lexicon.tsv`, `vowel_drop.tsv` and
//! `irregular.tsv`; nothing is parsed or allocated when a program starts. An FST is
//! a third of its size, but a walk along it waits for memory at each letter, where
//! the beginnings of a word are looked up here independently of each other.

use arrayvec::ArrayVec;

use super::entry::Packed;
use super::letters;
use super::plain::spelt_out;
use super::stem_hash::{PLACES, START_BITS, StemHash};
use super::suffixes::{LONGEST, Letters};

static RECORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon_records.bin"));
static STARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon_starts.bin"));
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon_places.bin"));

/// The hashes of all beginnings of a word, by their length.
pub(super) struct Beginnings(ArrayVec<StemHash, { LONGEST + 1 }>);

/// A stem of the lexicon: its letters, as codes, and what is known of it.
struct Record(usize);

impl Beginnings {
    pub fn new(word: &Letters) -> Self {
        let mut hashes = ArrayVec::new();
        let mut hash = StemHash::EMPTY;
        hashes.push(hash);
        for code in &word.codes[..word.len] {
            hash = hash.then(*code);
            hashes.push(hash);
        }
        Self(hashes)
    }

    /// The entry of the first `at` letters.
    pub fn entry(&self, word: &Letters, at: usize) -> Packed {
        find(self.0[at], |stem| *stem == word.codes[..at])
    }

    /// The entry of the first `at` letters followed by others.
    pub fn branch(&self, word: &Letters, at: usize, tail: &str) -> Packed {
        let tail = || tail.chars().map(letters::code);
        find(tail().fold(self.0[at], StemHash::then), |stem| {
            stem.strip_prefix(&word.codes[..at]).is_some_and(|rest| rest.iter().copied().eq(tail()))
        })
    }
}

/// The entry of a stem, the empty one if there is none.
pub(super) fn get(stem: &str) -> Packed {
    let hash = stem.chars().fold(StemHash::EMPTY, |hash, c| hash.then(letters::code(c)));
    find(hash, |codes| codes.iter().copied().eq(stem.chars().map(letters::code)))
}

/// The entry of a stem given as letter codes.
pub(super) fn of_codes(stem: &[u8]) -> Packed {
    find(stem.iter().fold(StemHash::EMPTY, |hash, code| hash.then(*code)), |codes| codes == stem)
}

/// All stems and their entries, in the order of their bytes.
pub(super) fn all() -> impl Iterator<Item = (String, Packed)> {
    (0..STARTS.len() / 4).map(|number| {
        let record = Record::numbered(number);
        (record.codes().iter().map(|code| letters::letter(*code)).collect(), record.entry())
    })
}

fn find(hash: StemHash, is: impl Fn(&[u8]) -> bool) -> Packed {
    let mut at = hash.place();
    loop {
        let place = number(TABLE, at);
        if place == 0 {
            return Packed(0);
        }
        if place >> START_BITS == hash.tag() {
            let record = Record((place & ((1 << START_BITS) - 1)) as usize - 1);
            if is(record.codes()) {
                return record.entry();
            }
        }
        at = (at + 1) % PLACES;
    }
}

/// The number at a place of a table.
fn number(table: &[u8], at: usize) -> u32 {
    table[at * 4..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

impl Record {
    fn numbered(at: usize) -> Self {
        Self(number(STARTS, at) as usize)
    }

    fn codes(&self) -> &'static [u8] {
        &RECORDS[self.0 + 1..][..usize::from(RECORDS[self.0])]
    }

    fn entry(&self) -> Packed {
        let value = RECORDS[self.0 + 1 + usize::from(RECORDS[self.0])..].first_chunk();
        Packed(value.map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }

    /// The letter at `at`, none past the end: stems are in the order of these.
    fn letter(&self, at: usize) -> Option<char> {
        self.codes().get(at).map(|code| letters::letter(*code))
    }
}

/// Does a stem that is typed as `word` without diacritics satisfy `test`?
pub(super) fn any_typed_plainly(word: &str, test: &dyn Fn(Packed) -> bool) -> bool {
    any_among(0, STARTS.len() / 4, 0, word, test)
}

/// The same among stems from one number to another, which begin with the same `at` letters; `rest` is
/// what is left of the word.
fn any_among(from: usize, to: usize, at: usize, rest: &str, test: &dyn Fn(Packed) -> bool) -> bool {
    let Some(letter) = rest.chars().next() else {
        let first = (from < to).then(|| Record::numbered(from));
        return first.is_some_and(|record| record.codes().len() == at && test(record.entry()));
    };
    let rest = &rest[letter.len_utf8()..];
    spelt_out(letter).chain([letter]).any(|letter| {
        let bound = |past: &dyn Fn(Option<char>) -> bool| {
            let (mut low, mut high) = (from, to);
            while low < high {
                let middle = usize::midpoint(low, high);
                if past(Record::numbered(middle).letter(at)) { high = middle } else { low = middle + 1 }
            }
            low
        };
        let first = bound(&|other| other >= Some(letter));
        let last = bound(&|other| other > Some(letter));
        first < last && any_among(first, last, at + 1, rest, test)
    })
}
