//! What of a paragraph matched, and which stretch of it to show.
//!
//! The stored text is analysed once more, with its offsets, and each token compared with the terms
//! that were searched: so a highlight always covers the whole inflected word, suffix included, and
//! says by which grade it matched.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Group;
use super::plan::PlannedClause;
use crate::analysis::{Analyzer, is_cyrillic_word};
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

/// Terms → query words, for one query.
pub(super) struct Lookup<'a> {
    groups: &'a [Group],
    surfaces: FxHashMap<&'a str, usize>,
    lemmas: FxHashMap<&'a str, (usize, Grade)>,
    /// Words as written that fit a pattern.
    forms: FxHashMap<&'a str, (usize, Grade)>,
}

impl<'a> Lookup<'a> {
    pub fn new(groups: &'a [Group], clauses: &[PlannedClause]) -> Self {
        let (surfaces, lemmas, forms) = Default::default();
        let mut lookup = Lookup { groups, surfaces, lemmas, forms };
        let in_phrase = |place: usize| clauses.iter().any(|c| c.phrase && c.groups.contains(&place));
        for (place, group) in groups.iter().enumerate() {
            // Function words are searched but would only sprinkle the page with marks.
            if !group.required && !in_phrase(place) {
                continue;
            }
            for surface in &group.surfaces {
                lookup.surfaces.insert(surface, place);
            }
            for variant in group.variants.iter().filter(|_| !group.exact) {
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
        lookup
    }

    /// The matches in a paragraph, in order.
    pub fn highlights(&self, analyzer: &mut Analyzer, text: &str) -> Vec<Highlight> {
        let mut found = vec![];
        analyzer.analyze(text, |token| {
            let exact = self.surfaces.get(token.surface).map(|&group| (group, Grade::Exact));
            let by_lemma =
                || token.lemmas.iter().filter_map(|l| self.lemmas.get(l)).min_by_key(|m| m.1).copied();
            let by_form = || self.forms.get(token.surface).copied();
            if let Some((group, grade)) = exact.or_else(by_lemma).or_else(by_form) {
                // The same word in the other script is not the form that was typed.
                let written = &self.groups[group].written;
                let other_script = is_cyrillic_word(written) != is_cyrillic_word(&text[token.from..token.to]);
                let grade = if other_script { grade.max(Grade::Typing) } else { grade };
                found.push(Highlight { from: token.from, to: token.to, group, grade });
            }
        });
        found
    }
}

/// The stretch of `text`, about `width` bytes, that shows the most different query words, cut at
/// sentences where they are near and at words elsewhere.
pub fn window(text: &str, highlights: &[Highlight], width: usize) -> Range<usize> {
    if text.len() <= width {
        return 0..text.len();
    }
    let mut best = (0, 0, 0..0);
    for (i, first) in highlights.iter().enumerate() {
        let inside: Vec<_> = highlights[i..].iter().take_while(|h| h.to - first.from <= width).collect();
        let mut groups: Vec<_> = inside.iter().map(|h| h.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let end = inside.last().map_or(first.to, |h| h.to);
        if (groups.len(), inside.len()) > (best.0, best.1) {
            best = (groups.len(), inside.len(), first.from..end);
        }
    }
    let (start, end) = (best.2.start, best.2.end);
    let slack = width.saturating_sub(end - start);
    let from = sentence_start(text, start, slack / 2);
    let to = word_end(text, (from + width).max(end));
    from..to
}

/// The start of the sentence that holds `at` if it is at most `reach` bytes before, else of a word.
fn sentence_start(text: &str, at: usize, reach: usize) -> usize {
    let low = text.floor_char_boundary(at.saturating_sub(reach));
    if low == 0 {
        return 0;
    }
    let before = &text[low..at];
    match before.rfind(['.', '!', '?', '…']).map(|p| low + p) {
        Some(end) => {
            let rest = &text[end..at];
            end + rest.find(|c: char| c.is_alphanumeric() || "“«\"".contains(c)).unwrap_or(0)
        }
        None => {
            let blank = before.char_indices().find(|(_, c)| c.is_whitespace());
            blank.map_or(low, |(p, c)| low + p + c.len_utf8())
        }
    }
}

/// The end of the last whole word before `at`, or of the word that covers it.
fn word_end(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let at = text.floor_char_boundary(at);
    text[at..].find(char::is_whitespace).map_or(text.len(), |p| at + p)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_window_lies_on_characters(
            text in proptest::collection::vec(prop_oneof!["[a-zəş]{1,9}", Just("\u{a0}".to_string()), Just(". ".to_string()), Just(" ".to_string())], 0..120),
            places in proptest::collection::vec((0usize..900, 1usize..12), 0..6),
            width in 0usize..400,
        ) {
            let text = text.concat();
            let mut highlights: Vec<Highlight> = places.into_iter().map(|(from, length)| {
                let from = text.floor_char_boundary(from.min(text.len()));
                let to = text.floor_char_boundary((from + length).min(text.len()));
                Highlight { from, to, group: from % 3, grade: Grade::Exact }
            }).collect();
            highlights.sort_by_key(|h| h.from);
            let shown = window(&text, &highlights, width);
            prop_assert!(shown.start <= shown.end && text.get(shown).is_some());
        }
    }
}
