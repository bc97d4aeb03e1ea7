//! The full names of the archive: runs of names beside each other, and their spellings.
//!
//! Beside `names`, which lists single words and asks here what stands beside each. Runs are met in a
//! sample of a word's paragraphs and counted in all of them. Two runs are one name if they are so word
//! by word, in either order: beside each other the words vouch for each other, so that any
//! transliteration counts; what merely sounds alike does not, nor do two names of the lexicon.

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::Newsroom;
use super::dictionary::{may_be_one_name, side_by_side};
use super::evidence::{Run, RunWord};
use crate::analysis::{Lemmatizer, capitalised, is_cyrillic_word};
use crate::index::{Archive, at_least};
use crate::spelling::{Grade, Reach, Spelling, is_title};

/// Words of a full name at the most (`Qasım-Comərd Tokayev`); a longer run is a list.
pub(super) const WORDS: usize = 3;

/// A full name in one spelling.
#[derive(Clone, Debug)]
pub(super) struct FullName {
    words: Vec<RunWord>,
    /// Is the last word without an ending? One that never is stands in a phrase (`Azərbaycan
    /// Respublikası`, `Əliyev Bakıda`).
    pub bare: bool,
}

impl FullName {
    /// The full name in a run; `is_name` tells whether a lemma, or a word as it stands, is a name.
    pub fn of_run<E>(
        run: &Run,
        mut is_name: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<Option<FullName>, E> {
        // The words around the one the run was read for, and whether each is without an ending.
        let mut bare = Vec::with_capacity(run.words.len());
        for word in &run.words {
            let whole = word.surface.chars().nth(1).is_some();
            let by_lemma = whole && is_name(&word.lemma)?;
            let named = by_lemma || whole && is_name(&word.surface)?;
            // Anar is no form of anmaq, and of a Russian stem nobody knows the ending.
            let is_bare = word.surface == word.lemma || !by_lemma || is_cyrillic_word(&word.surface);
            bare.push(named.then_some(is_bare));
        }
        let (mut from, mut to) = (run.at, run.at + 1);
        while from > 0 && bare[from - 1] == Some(true) {
            from -= 1;
        }
        while to < run.words.len() && bare[to - 1] == Some(true) && bare[to].is_some() {
            to += 1;
        }
        while to - from > 2 && is_title(&run.words[from].surface) {
            from += 1;
        }
        // `Qasım-Comərd Tokaev Moskva …`: the name ends here, or begins here.
        if to - from > WORDS {
            (from, to) = match from < run.at {
                true => (from.max((run.at + 1).saturating_sub(WORDS)), run.at + 1),
                false => (from, from + WORDS),
            };
        }
        let words = run.words[from..to].to_vec();
        // What hyphens alone join are the parts of a double name, or places on a line.
        let joined = words.iter().skip(1).all(|word| word.hyphen);
        let last = bare[to - 1] == Some(true);
        Ok((!joined && !is_title(&words[0].surface)).then_some(FullName { words, bare: last }))
    }

    /// Its words as the index has them, in order.
    pub fn lemmas(&self) -> Vec<String> {
        self.words.iter().map(|word| word.lemma.clone()).collect()
    }

    /// `Qasım-Comərd Tokayev`.
    pub fn written(&self) -> String {
        let mut written = String::new();
        for (place, form) in self.forms().enumerate() {
            if place > 0 {
                written.push(if self.words[place].hyphen { '-' } else { ' ' });
            }
            written.push_str(&capitalised(form));
        }
        written
    }

    /// The same name with less of an ending, where `other` is one.
    pub fn barer(self, other: FullName) -> FullName {
        let length = |name: &FullName| name.words.last().map(|word| word.surface.len());
        if (other.bare, length(&self)) > (self.bare, length(&other)) { other } else { self }
    }

    fn forms(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.words.iter().map(|word| &word.surface[..])
    }
}

/// Is one full name another's spelling, and by which grade?
pub(super) struct Likeness<'a> {
    lexicon: &'a Lemmatizer,
    newsroom: &'a Newsroom,
    words: Vec<(&'a str, Spelling)>,
}

impl<'a> Likeness<'a> {
    /// Ready to compare others with `name`.
    pub fn new(name: &'a FullName, lexicon: &'a Lemmatizer, newsroom: &'a Newsroom) -> Self {
        let words = name.forms().map(|word| (word, Spelling::new(word, Reach::Wide)));
        Likeness { lexicon, newsroom, words: words.collect() }
    }

    /// The grade of the worst word.
    pub fn of(&self, other: &FullName) -> Option<Grade> {
        if self.words.len() != other.words.len() {
            return None;
        }
        let straight = self.words.iter().zip(other.forms()).map(|(own, word)| self.grade(own, word));
        let turned = self.words.iter().zip(other.forms().rev()).map(|(own, word)| self.grade(own, word));
        let worst = |grades: Option<Vec<Grade>>| grades?.into_iter().max();
        worst(straight.collect()).or_else(|| worst(turned.collect()))
    }

    fn grade(&self, (own, spelling): &(&str, Spelling), word: &str) -> Option<Grade> {
        if *own == word {
            return Some(Grade::Exact);
        }
        if self.newsroom.parts(own, word) {
            return None;
        }
        if let Some((_, grade)) = self.newsroom.joined(own).into_iter().find(|(known, _)| *known == word) {
            return Some(grade);
        }
        let (cost, grade) = spelling.cost(word.as_bytes())?;
        let one_name = may_be_one_name(self.lexicon, own, word, cost);
        (grade <= Grade::Transliteration && one_name).then_some(grade)
    }
}

/// The paragraphs of a segment that hold lemmas side by side, or a single one.
pub(super) fn paragraphs_with(
    archive: &Archive,
    segment: &SegmentReader,
    lemmas: &[String],
) -> tantivy::Result<Vec<DocId>> {
    let index = segment.inverted_index(archive.fields().lemma)?;
    let mut lists = vec![];
    for lemma in lemmas {
        let term = Term::from_field_text(archive.fields().lemma, lemma);
        match index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? {
            Some(postings) => lists.push(postings),
            None => return Ok(vec![]),
        }
    }
    let (mut found, mut target) = (vec![], 0);
    let (mut starts, mut positions) = (vec![], vec![]);
    loop {
        let mut reached = target;
        for list in &mut lists {
            reached = at_least(list, reached);
        }
        if reached == TERMINATED {
            return Ok(found);
        }
        if lists.iter().all(|list| list.doc() == reached) {
            target = reached + 1;
            side_by_side(&mut lists, &mut starts, &mut positions);
            if !starts.is_empty() && !segment.is_deleted(reached) {
                found.push(reached);
            }
        } else {
            target = reached;
        }
    }
}

/// Runs as they are met: each spelling once.
pub(super) type Met = FxHashMap<Vec<String>, FullName>;
