//! The result of lemmatising: one or two lemmas, held in place.

/// Bytes a lemma may have; a longer one is cut at a letter. Twice the longest
/// word that is analysed, so only addresses and damaged text are ever cut.
const CAPACITY: usize = 128;

/// One or two lemmas of a word, best first, without heap memory. Never empty
/// for a word that is not.
#[derive(Clone, Copy)]
pub struct Lemmas {
    bytes: [[u8; CAPACITY]; 2],
    lengths: [u8; 2],
    count: u8,
}

impl Default for Lemmas {
    fn default() -> Self {
        Self { bytes: [[0; CAPACITY]; 2], lengths: [0; 2], count: 0 }
    }
}

impl Lemmas {
    /// No lemmas yet; reuse it from word to word.
    pub fn new() -> Self {
        Self::default()
    }

    /// The lemmas, best first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..usize::from(self.count)).map(|i| self.get(i))
    }

    /// How many there are: 0 before the first word, then 1 or 2.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether none was written yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
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
        let mut length = 0;
        for piece in pieces {
            let end = piece.floor_char_boundary(CAPACITY - length);
            self.bytes[at][length..length + end].copy_from_slice(&piece.as_bytes()[..end]);
            length += end;
            if end < piece.len() {
                break;
            }
        }
        self.lengths[at] = length as u8;
        self.count += 1;
        if at == 1 && self.get(0) == self.get(1) {
            self.count = 1;
        }
    }

    fn get(&self, i: usize) -> &str {
        // Whole characters are copied in, so this never fails.
        std::str::from_utf8(&self.bytes[i][..usize::from(self.lengths[i])]).unwrap_or("")
    }
}
