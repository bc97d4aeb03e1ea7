//! The result of lemmatising: one or two lemmas, as they are made and as they are passed on.

use std::fmt;

/// One or two lemmas of a word, best first; keeps its memory from word to word. Never empty for a
/// word that is not.
#[derive(Clone, Default)]
pub struct Lemmas {
    texts: [String; 2],
    count: u8,
}

impl Lemmas {
    /// No lemmas yet; reuse it from word to word.
    pub fn new() -> Self {
        Self::default()
    }

    /// The lemmas, best first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts[..usize::from(self.count)].iter().map(String::as_str)
    }

    /// How many there are: 0 before the first word, then 1 or 2.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether none was written yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The lemmas, to be passed on without a copy.
    pub fn lend(&self) -> LentLemmas<'_> {
        LentLemmas([&self.texts[0], if self.count > 1 { &self.texts[1] } else { "" }])
    }

    /// Forgets the lemmas of the word before.
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Adds the lemma made of these pieces, unless it is there or two are.
    pub(super) fn push(&mut self, pieces: &[&str]) {
        let at = usize::from(self.count);
        if at == 2 {
            return;
        }
        self.texts[at].clear();
        pieces.iter().for_each(|piece| self.texts[at].push_str(piece));
        self.count += 1;
        if at == 1 && self.texts[0] == self.texts[1] {
            self.count = 1;
        }
    }
}

/// The lemmas of a token, best first, wherever they are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LentLemmas<'a>([&'a str; 2]);

impl<'a> LentLemmas<'a> {
    /// One lemma, or two; the second is empty where there is none.
    pub(crate) fn new(first: &'a str, second: &'a str) -> Self {
        Self([first, second])
    }

    /// The lemmas, best first.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let count = 1 + usize::from(!self.0[1].is_empty());
        self.0.into_iter().take(count)
    }
}

impl fmt::Debug for LentLemmas<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
