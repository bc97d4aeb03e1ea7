//! Words repeat: what the stages made of a word is kept for the next time it is met.
//!
//! Two generations stand in for an order of use. When the young one is full it becomes the old
//! one, and what the old one held and nobody asked for since is forgotten. What costs here is
//! waiting for memory: a form is one piece of text with its parts' lengths before it, pieces lie in
//! the order they came in, so that the frequent ones are neighbours, the table that finds them has
//! four bytes for each, and [`Cache::touch`] has the memory of several words fetched at once.

use std::hash::Hasher;
use std::hint::black_box;
use std::mem;

use rustc_hash::FxHasher;

use super::lemma::LentLemmas;

/// Forms of one generation; two of them are a quarter of a million forms and some 8 MB.
const FORMS: usize = 1 << 17;
/// Places a generation begins with: a query needs no more.
const FIRST_PLACES: usize = 1 << 8;
/// A piece begins at a multiple of this.
const UNIT: usize = 4;
/// A place holds where a piece begins, in units and from 1, and above it as many bits of the word's
/// hash as are left.
const START_BITS: u32 = 23;
const START: u32 = (1 << START_BITS) - 1;
/// The longest piece: each of its lengths is a character of the text, and one more is left for
/// filling up. All pieces of a generation fit the bits of a place.
const LONGEST: usize = 127 - UNIT;
const _: () = assert!(FORMS * (LONGEST + UNIT) / UNIT < START as usize);

/// Forms by the word as written. Grows as words come, up to its bound.
#[derive(Default)]
pub(super) struct Cache {
    young: Generation,
    old: Generation,
}

/// Where a form's piece begins in its generation's text.
#[derive(Clone, Copy)]
pub(super) struct Form(usize);

/// What a piece begins with, a byte each: its size, the size of the word as written, which follows,
/// and where surface and lemmas stand in it, as start and length.
const HEAD: usize = 8;

#[derive(Default)]
struct Generation {
    /// A power of two of them, at most half taken; the next free one serves where one is taken.
    places: Vec<u32>,
    forms: usize,
    text: String,
}

/// The hash of a word as written.
pub(super) fn hash(written: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(written);
    hasher.finish() as u32
}

impl Cache {
    /// Reads what [`find`](Self::find) will read for words of these hashes, one after another
    /// without a decision in between, so that the machine waits for all of them at once.
    pub fn touch(&self, hashes: &[u32]) {
        if self.young.places.len() > FIRST_PLACES {
            let sum = hashes.iter().fold(0, |sum: u8, hash| sum.wrapping_add(self.young.glance(*hash)));
            black_box(sum);
        }
    }

    /// The form of a word, if it is known; good until the next call.
    pub fn find(&mut self, hash: u32, written: &str) -> Option<Form> {
        if let Some(form) = self.young.find(hash, written) {
            return Some(form);
        }
        let form = self.old.find(hash, written)?;
        Some(if self.young.forms == FORMS {
            let retired = self.rotate();
            self.young.take(hash, &retired, form)
        } else {
            self.young.take(hash, &self.old, form)
        })
    }

    /// Surface and lemmas of a form found.
    pub fn read(&self, form: Form) -> (&str, LentLemmas<'_>) {
        let piece = &self.young.text[form.0..];
        let head = piece.as_bytes();
        let part = |at: usize| {
            let from = usize::from(head[at]);
            &piece[from..from + usize::from(head[at + 1])]
        };
        (part(2), LentLemmas::new(part(4), part(6)))
    }

    /// Keeps a form. One longer than [`LONGEST`] is not kept: hardly a word is.
    pub fn insert(&mut self, hash: u32, written: &str, surface: &str, lemmas: LentLemmas<'_>) {
        let size = HEAD + written.len() + surface.len() + lemmas.iter().map(str::len).sum::<usize>();
        if size > LONGEST {
            return;
        }
        if self.young.forms == FORMS {
            self.rotate();
        }
        self.young.insert(hash, written, surface, lemmas);
    }

    /// Begins a new generation; returns the one that is forgotten.
    fn rotate(&mut self) -> Generation {
        mem::replace(&mut self.old, mem::take(&mut self.young))
    }
}

impl Generation {
    fn first_place(&self, hash: u32) -> usize {
        hash as usize & (self.places.len() - 1)
    }

    /// Reads the place and the first byte of the piece where a word of this hash most likely is.
    fn glance(&self, hash: u32) -> u8 {
        let start = (self.places[self.first_place(hash)] & START).saturating_sub(1);
        self.text.as_bytes()[start as usize * UNIT]
    }

    fn find(&self, hash: u32, written: &str) -> Option<Form> {
        if self.places.is_empty() {
            return None;
        }
        let mut at = self.first_place(hash);
        loop {
            let place = self.places[at];
            if place == 0 {
                return None;
            }
            if place >> START_BITS == hash >> START_BITS {
                let start = ((place & START) as usize - 1) * UNIT;
                if self.written(start) == written.as_bytes() {
                    return Some(Form(start));
                }
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// The word as written of the piece that begins here.
    fn written(&self, start: usize) -> &[u8] {
        let piece = &self.text.as_bytes()[start..];
        &piece[HEAD..HEAD + usize::from(piece[1])]
    }

    /// The caller has checked that the piece is not too long.
    fn insert(&mut self, hash: u32, written: &str, surface: &str, lemmas: LentLemmas<'_>) {
        let start = self.text.len();
        // Most words are written as they are read, and most lemmas are how the word begins.
        let mut head = [0; HEAD];
        let mut end = HEAD + written.len();
        let mut stand = |part: &str, from: Option<usize>| {
            let from = from.unwrap_or(end);
            end = end.max(from + part.len());
            [from as u8, part.len() as u8]
        };
        let is_same = surface == written;
        let surface_at = stand(surface, is_same.then_some(HEAD));
        let begins = |lemma: &str| surface.starts_with(lemma).then_some(usize::from(surface_at[0]));
        let mut parts = [surface_at, [0; 2], [0; 2]];
        for (part, lemma) in parts[1..].iter_mut().zip(lemmas.iter()) {
            *part = stand(lemma, begins(lemma));
        }
        let size = end.next_multiple_of(UNIT);
        head[..2].copy_from_slice(&[size as u8, written.len() as u8]);
        head[2..].copy_from_slice(parts.as_flattened());
        self.text.extend(head.map(char::from));
        self.text.push_str(written);
        if !is_same {
            self.text.push_str(surface);
        }
        for lemma in lemmas.iter().filter(|lemma| begins(lemma).is_none()) {
            self.text.push_str(lemma);
        }
        self.text.extend(std::iter::repeat_n(' ', size - end));
        self.enter(hash, start);
    }

    /// Takes a form over from another generation.
    fn take(&mut self, hash: u32, other: &Generation, form: Form) -> Form {
        let start = self.text.len();
        let size = usize::from(other.text.as_bytes()[form.0]);
        self.text.push_str(&other.text[form.0..form.0 + size]);
        self.enter(hash, start);
        Form(start)
    }

    /// Enters the piece that begins here in the table.
    fn enter(&mut self, new: u32, start: usize) {
        self.forms += 1;
        if self.forms * 2 <= self.places.len() {
            self.place(new, start);
            return;
        }
        self.places = vec![0; (self.places.len() * 2).max(FIRST_PLACES)];
        let mut start = 0;
        while start < self.text.len() {
            self.place(hash(self.written(start)), start);
            start += usize::from(self.text.as_bytes()[start]);
        }
    }

    fn place(&mut self, hash: u32, start: usize) {
        let mut at = self.first_place(hash);
        while self.places[at] > 0 {
            at = (at + 1) & (self.places.len() - 1);
        }
        self.places[at] = hash >> START_BITS << START_BITS | (start / UNIT + 1) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(cache: &mut Cache, written: &str) -> Option<(String, Vec<String>)> {
        let form = cache.find(hash(written.as_bytes()), written)?;
        let (surface, lemmas) = cache.read(form);
        Some((surface.to_string(), lemmas.iter().map(str::to_string).collect()))
    }

    fn insert(cache: &mut Cache, written: &str, surface: &str, lemmas: [&str; 2]) {
        cache.insert(hash(written.as_bytes()), written, surface, LentLemmas::new(lemmas[0], lemmas[1]));
    }

    #[test]
    fn a_form_comes_back_as_it_was_given() {
        let mut cache = Cache::default();
        assert_eq!(form(&mut cache, "Otağında"), None);
        for (written, surface, lemmas) in [
            ("Otağında", "otağında", ["otaq", ""]),
            ("komandanın", "komandanın", ["komanda", "komandan"]),
            ("su", "su", ["su", ""]),
        ] {
            insert(&mut cache, written, surface, lemmas);
            let expected = lemmas.iter().filter(|l| !l.is_empty()).map(ToString::to_string).collect();
            assert_eq!(form(&mut cache, written), Some((surface.to_string(), expected)));
        }
    }

    #[test]
    fn a_word_in_use_outlives_generations_and_the_rest_is_forgotten() {
        let mut cache = Cache::default();
        insert(&mut cache, "kitab", "kitab", ["kitab", ""]);
        insert(&mut cache, "qələm", "qələm", ["qələm", ""]);
        for i in 0..3 * FORMS {
            let word = i.to_string();
            insert(&mut cache, &word, &word, [&word, ""]);
            if i % 1000 == 0 {
                assert_eq!(form(&mut cache, "kitab"), Some(("kitab".into(), vec!["kitab".into()])), "{i}");
            }
        }
        assert_eq!(form(&mut cache, "qələm"), None);
        assert!(cache.young.forms <= FORMS && cache.old.forms <= FORMS);
    }

    #[test]
    fn a_form_too_long_to_tell_is_not_kept() {
        let mut cache = Cache::default();
        let word = "a".repeat(200);
        insert(&mut cache, &word, &word, [&word, ""]);
        assert_eq!(form(&mut cache, &word), None);
    }
}
