//! One name, many spellings.
//!
//! The pipeline of the module: `rules` (correspondences, as data) → `lattice`
//! (every reading of a word) → `paths` (those readings spelled again) →
//! `automaton` (searched over a term dictionary), or
//! `align` (two given words, letter by letter) → `compare` (names of several
//! words, in any form) → [`Grade`]. Nothing here knows an index.

mod align;
mod automaton;
mod compare;
mod forms;
mod grade;
mod lattice;
mod parts;
mod paths;
mod rules;
mod systems;

#[cfg(test)]
mod agreement;

pub use align::{Alignment, Step, align};
pub use automaton::Spelling;
pub use compare::{Comparer, Match, Pair, Side, Vocabulary};
pub use grade::Grade;
pub(crate) use parts::is_title;

/// How far a word is taken from its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Typed without diacritics, or in Azerbaijani Cyrillic: for every word.
    Narrow,
    /// Every system the tables know: for names.
    Wide,
}
