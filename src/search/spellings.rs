//! The spellings of words asked for before.
//!
//! To find the spellings of a name is most of what a short query takes, and the same words are asked
//! for again: with each further letter in the full-screen view, with each query about one affair.
//! What the dictionaries gave depends on nothing but the word and the commit, so it is kept as long
//! as the engine.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::index::Archive;
use crate::mining::dictionary::{Spelled, spellings};
use crate::spelling::{Reach, Spelling};

/// Words kept, each way counted; then all are forgotten. A few megabytes.
const MOST: usize = 1 << 13;

/// How far a word is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// [`Reach::Narrow`].
    Typed,
    /// [`Spelling::near`], at this cost at most.
    Near(u8),
    /// [`Reach::Wide`] with all that sounds alike.
    Alike,
}

/// Spellings by the word.
type Words = FxHashMap<String, Arc<[Spelled]>>;

/// Those of each field and way.
#[derive(Default)]
pub(super) struct KnownSpellings {
    known: FxHashMap<(Field, Way), Words>,
    words: usize,
}

impl KnownSpellings {
    /// The terms of a field that spell a word, itself included, each with its cost and grade and its
    /// paragraphs. The archive must be the same each time.
    pub fn of(
        &mut self,
        archive: &Archive,
        field: Field,
        word: &str,
        way: Way,
    ) -> tantivy::Result<Arc<[Spelled]>> {
        if let Some(found) = self.known.get(&(field, way)).and_then(|words| words.get(word)) {
            return Ok(found.clone());
        }
        let automaton = match way {
            Way::Typed => Spelling::new(word, Reach::Narrow),
            Way::Near(most) => Spelling::near(word, Reach::Wide, most),
            Way::Alike => Spelling::new(word, Reach::Wide),
        };
        let found: Arc<[Spelled]> = spellings(archive, field, &automaton)?.into();
        if self.words == MOST {
            self.forget();
        }
        self.words += 1;
        self.known.entry((field, way)).or_default().insert(word.to_string(), found.clone());
        Ok(found)
    }

    /// Forgets them all.
    pub fn forget(&mut self) {
        *self = KnownSpellings::default();
    }
}
