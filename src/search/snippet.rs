//! What of a paragraph, and of its title, matched.
//!
//! The stored text is analysed once more, with its offsets, and each token compared with the terms
//! that were searched: so a highlight always covers the whole inflected word, suffix included, and
//! says by which grade it matched.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Group;
use super::plan::{PlannedClause, is_in_phrase};
use crate::analysis::{Analyzer, FirstLetters, is_cyrillic_word};
use crate::spelling::Grade;

/// One match in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// First byte in the text.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// The query word it matched, as a place in the answer's words.
    pub group: usize,
    /// How.
    pub grade: Grade,
}

/// A word of the text, where long forms are looked for.
struct Seen {
    at: usize,
    from: usize,
    to: usize,
    lemma: String,
}

/// Terms → query words, for one query.
pub(super) struct Lookup<'a> {
    groups: &'a [Group],
    surfaces: FxHashMap<&'a str, usize>,
    lemmas: FxHashMap<&'a str, (usize, Grade)>,
    /// Words as written that fit a pattern.
    forms: FxHashMap<&'a str, (usize, Grade)>,
    /// The words of each phrase, in order.
    phrases: Vec<&'a [usize]>,
    /// Words asked for only inside a phrase.
    bound: Vec<bool>,
    /// Long forms of acronyms, as lemmas side by side.
    long_forms: Vec<(Vec<&'a str>, usize, Grade)>,
    /// The first letters of all of these.
    first_letters: FirstLetters,
}

impl<'a> Lookup<'a> {
    pub fn new(groups: &'a [Group], clauses: &'a [PlannedClause]) -> Self {
        let (surfaces, lemmas, forms) = Default::default();
        // Words that may stand apart from each other are each what was asked for.
        let side_by_side = |c: &&PlannedClause| c.phrase && c.within.is_none();
        let phrases: Vec<&[usize]> = clauses.iter().filter(side_by_side).map(|c| &c.groups[..]).collect();
        let asked = |place: usize, in_phrase: bool| {
            clauses.iter().any(|c| side_by_side(&c) == in_phrase && c.groups.contains(&place))
        };
        let bound = (0..groups.len()).map(|place| asked(place, true) && !asked(place, false)).collect();
        let long_forms = vec![];
        let mut first_letters = FirstLetters::default();
        let mut lookup =
            Lookup { groups, surfaces, lemmas, forms, phrases, bound, long_forms, first_letters };
        for (place, group) in groups.iter().enumerate() {
            // Function words are searched but would only sprinkle the page with marks.
            if !group.required && !is_in_phrase(clauses, place) {
                continue;
            }
            for surface in &group.surfaces {
                lookup.surfaces.insert(surface, place);
            }
            for variant in group.variants.iter().filter(|_| !group.exact) {
                if variant.is_long_form() {
                    lookup.long_forms.push((variant.lemma.split(' ').collect(), place, variant.grade));
                    continue;
                }
                if let Some(form) = &variant.form {
                    lookup.forms.entry(form).or_insert((place, variant.grade));
                    continue;
                }
                let entry = lookup.lemmas.entry(&variant.lemma).or_insert((place, variant.grade));
                if variant.grade < entry.1 {
                    *entry = (place, variant.grade);
                }
            }
        }
        let terms = lookup.surfaces.keys().chain(lookup.lemmas.keys()).chain(lookup.forms.keys());
        terms
            .chain(lookup.long_forms.iter().flat_map(|(lemmas, ..)| lemmas))
            .for_each(|term| first_letters.add(term));
        lookup.first_letters = first_letters;
        lookup
    }

    /// The matches in each of several texts of one article, in order. Where a phrase stands in one of
    /// them, its words are marked there and not elsewhere.
    pub fn highlights(&self, analyzer: &mut Analyzer, texts: &[&str]) -> Vec<Vec<Highlight>> {
        let marks: Vec<_> = texts.iter().map(|text| self.marks(analyzer, text)).collect();
        let runs: Vec<_> = marks.iter().map(|marks| self.runs(marks)).collect();
        let stands = runs.iter().any(|run| !run.is_empty());
        let kept = marks.into_iter().zip(runs).map(|(marks, run)| {
            let meant =
                |(at, mark): &(usize, Highlight)| !stands || !self.bound[mark.group] || run.contains(at);
            marks.into_iter().filter(meant).map(|(_, mark)| mark).collect()
        });
        kept.collect()
    }

    /// Every word that matches, with its place among the words of the text.
    fn marks(&self, analyzer: &mut Analyzer, text: &str) -> Vec<(usize, Highlight)> {
        let mut found = vec![];
        let mut words: Vec<Seen> = vec![];
        analyzer.analyze_near(text, self.first_letters, |token| {
            let at = token.position;
            if !self.long_forms.is_empty() {
                let lemma = token.lemmas.iter().next().unwrap_or_default().to_string();
                words.push(Seen { at, from: token.from, to: token.to, lemma });
            }
            let exact = self.surfaces.get(token.surface).map(|&group| (group, Grade::Exact));
            let by_lemma =
                || token.lemmas.iter().filter_map(|l| self.lemmas.get(l)).min_by_key(|m| m.1).copied();
            let by_form = || self.forms.get(token.surface).copied();
            if let Some((group, grade)) = exact.or_else(by_lemma).or_else(by_form) {
                // The same word in the other script is not the form that was typed.
                let written = &self.groups[group].written;
                let other_script = is_cyrillic_word(written) != is_cyrillic_word(&text[token.from..token.to]);
                let grade = if other_script { grade.max(Grade::Typing) } else { grade };
                found.push((at, Highlight { from: token.from, to: token.to, group, grade }));
            }
        });
        for (lemmas, group, grade) in &self.long_forms {
            for run in words.windows(lemmas.len()) {
                let mut words = run.iter().zip(lemmas).enumerate();
                if !words.all(|(step, (word, lemma))| word.at == run[0].at + step && word.lemma == *lemma) {
                    continue;
                }
                for word in run {
                    // What the query itself asks for is marked already.
                    if !found.iter().any(|(_, mark): &(usize, Highlight)| mark.from == word.from) {
                        let mark = Highlight { from: word.from, to: word.to, group: *group, grade: *grade };
                        found.push((word.at, mark));
                    }
                }
            }
        }
        found.sort_by_key(|(at, _)| *at);
        found
    }

    /// The places of the words that stand in a phrase.
    fn runs(&self, marks: &[(usize, Highlight)]) -> FxHashSet<usize> {
        let mut places = FxHashSet::default();
        for phrase in &self.phrases {
            for (start, first) in marks.iter().enumerate() {
                let run = marks[start..].iter().take(phrase.len());
                let together = run
                    .clone()
                    .zip(*phrase)
                    .enumerate()
                    .filter(|(step, (mark, group))| mark.0 == first.0 + step && mark.1.group == **group);
                if together.count() == phrase.len() {
                    places.extend(run.map(|mark| mark.0));
                }
            }
        }
        places
    }
}
