//! Words repeat: what the stages made of a word is kept for the next time it is met.
//!
//! Two generations stand in for an order of use. When the young one is full it becomes the old
//! one, and what the old one held and nobody asked for since is forgotten. What costs here is
//! waiting for memory: forms lie in the order they came in, so that the frequent ones are
//! neighbours, the table that finds them has four bytes for each, and [`Cache::touch`] has the
//! memory of several words fetched at once.

use std::hash::Hasher;
use std::hint::black_box;
use std::mem;

use rustc_hash::FxHasher;

use super::lemma::LentLemmas;

/// Forms of one generation; two of them are a quarter of a million forms and some 12 MB.
const FORMS: usize = 1 << 17;
/// Places a generation begins with: a query needs no more.
const FIRST_PLACES: usize = 1 << 8;
/// A place holds the number of a form, from 1, and above it as many bits of its hash as are left.
const NUMBER_BITS: u32 = 18;
const NUMBER: u32 = (1 << NUMBER_BITS) - 1;

/// Forms by the word as written. Grows as words come, up to its bound.
#[derive(Default)]
pub(super) struct Cache {
    young: Generation,
    old: Generation,
}

/// Where a form lies in its generation's text, which begins with the word as written.
#[derive(Clone, Copy)]
pub(super) struct Form {
    start: u32,
    /// Bytes of the word as written, and of the form in all.
    written: u8,
    size: u8,
    surface: Part,
    lemmas: [Part; 2],
}

/// A part of a form's text, counted from its start.
#[derive(Clone, Copy, Default)]
struct Part {
    from: u8,
    len: u8,
}

#[derive(Default)]
struct Generation {
    /// A power of two of them, at most half taken; the next free one serves where one is taken.
    places: Vec<u32>,
    forms: Vec<Form>,
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
            let forms = hashes.iter().map(|hash| self.young.places[self.young.first_place(*hash)] & NUMBER);
            let starts = forms.filter_map(|form| self.young.forms.get(form.saturating_sub(1) as usize));
            let texts = starts.map(|form| self.young.text.as_bytes()[form.start as usize]);
            black_box(texts.fold(0, |sum: u8, byte| sum.wrapping_add(byte)));
        }
    }

    /// The form of a word, if it is known; good until the next call.
    pub fn find(&mut self, hash: u32, written: &str) -> Option<Form> {
        if let Some(form) = self.young.find(hash, written) {
            return Some(form);
        }
        let form = self.old.find(hash, written)?;
        Some(if self.young.forms.len() == FORMS {
            let retired = self.rotate();
            self.young.take(hash, &retired, form)
        } else {
            self.young.take(hash, &self.old, form)
        })
    }

    /// Surface and lemmas of a form found.
    pub fn read(&self, form: Form) -> (&str, LentLemmas<'_>) {
        let text = &self.young.text[form.start as usize..];
        let part = |p: Part| &text[usize::from(p.from)..usize::from(p.from) + usize::from(p.len)];
        (part(form.surface), LentLemmas::new(part(form.lemmas[0]), part(form.lemmas[1])))
    }

    /// Keeps a form. One longer than a byte can tell is not kept: no real word is.
    pub fn insert(&mut self, hash: u32, written: &str, surface: &str, lemmas: LentLemmas<'_>) {
        let size = written.len() + surface.len() + lemmas.iter().map(str::len).sum::<usize>();
        if size > usize::from(u8::MAX) {
            return;
        }
        if self.young.forms.len() == FORMS {
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
            if place >> NUMBER_BITS == hash >> NUMBER_BITS {
                let form = self.forms[(place & NUMBER) as usize - 1];
                if self.written(&form) == written.as_bytes() {
                    return Some(form);
                }
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    fn written(&self, form: &Form) -> &[u8] {
        &self.text.as_bytes()[form.start as usize..form.start as usize + usize::from(form.written)]
    }

    /// The caller has checked that lengths fit a byte.
    fn insert(&mut self, hash: u32, written: &str, surface: &str, lemmas: LentLemmas<'_>) {
        let start = self.text.len();
        self.text.push_str(written);
        // Most words are written as they are read, and most lemmas are how the word begins.
        let surface_part =
            if surface == written { Part::new(0, surface) } else { self.append(start, surface) };
        let mut parts = [Part::default(); 2];
        for (part, lemma) in parts.iter_mut().zip(lemmas.iter()) {
            let begins = surface.starts_with(lemma);
            *part =
                if begins { Part::new(surface_part.from.into(), lemma) } else { self.append(start, lemma) };
        }
        let size = (self.text.len() - start) as u8;
        let (start, written) = (start as u32, written.len() as u8);
        self.enter(hash, Form { start, written, size, surface: surface_part, lemmas: parts });
    }

    fn append(&mut self, start: usize, part: &str) -> Part {
        let from = self.text.len() - start;
        self.text.push_str(part);
        Part::new(from, part)
    }

    /// Takes a form over from another generation.
    fn take(&mut self, hash: u32, other: &Generation, form: Form) -> Form {
        let from = form.start as usize;
        let form = Form { start: self.text.len() as u32, ..form };
        self.text.push_str(&other.text[from..from + usize::from(form.size)]);
        self.enter(hash, form);
        form
    }

    fn enter(&mut self, new: u32, form: Form) {
        self.forms.push(form);
        if self.forms.len() * 2 <= self.places.len() {
            self.place(new, self.forms.len());
            return;
        }
        self.places = vec![0; (self.places.len() * 2).max(FIRST_PLACES)];
        for number in 1..=self.forms.len() {
            self.place(hash(self.written(&self.forms[number - 1])), number);
        }
    }

    fn place(&mut self, hash: u32, number: usize) {
        let mut at = self.first_place(hash);
        while self.places[at] > 0 {
            at = (at + 1) & (self.places.len() - 1);
        }
        self.places[at] = hash >> NUMBER_BITS << NUMBER_BITS | number as u32;
    }
}

impl Part {
    fn new(from: usize, text: &str) -> Self {
        Part { from: from as u8, len: text.len() as u8 }
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
        assert!(cache.young.forms.len() <= FORMS && cache.old.forms.len() <= FORMS);
    }

    #[test]
    fn a_form_too_long_to_tell_is_not_kept() {
        let mut cache = Cache::default();
        let word = "a".repeat(200);
        insert(&mut cache, &word, &word, [&word, ""]);
        assert_eq!(form(&mut cache, &word), None);
    }
}
