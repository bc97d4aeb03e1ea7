//! Writes the two tables the analyser is compiled from, sorted.

use std::path::Path;
use std::{fs, io};

use axtar::analysis::lemma::suffixes::{NOUN, ROWS, SLOTS, VERB};

use crate::hand::Hand;
use crate::lists::{self, Candidates};
use crate::paradigm::{Paradigms, vowels};

/// A word is a name when it is capitalised inside sentences most of the time.
/// Common nouns of titles and institutions (`Nazirlik`) stay under this.
pub const NAME_SHARE: f64 = 0.6;

/// What the forms of a stem say besides its frequency.
#[derive(Clone, Default)]
struct Traits {
    softened: f64,
    kept: f64,
    capital: f64,
    inside: f64,
}

/// Writes `lexicon.tsv`; returns the number of rows.
pub fn lexicon(
    path: &Path,
    paradigms: &Paradigms,
    candidates: &Candidates,
    hand: &Hand,
) -> io::Result<usize> {
    let mut traits = vec![Traits::default(); paradigms.stems.len()];
    for form in &paradigms.forms {
        for reading in &form.readings {
            let t = &mut traits[reading.stem as usize];
            match reading.softened {
                1 => t.softened += form.count,
                2 => t.kept += form.count,
                _ => {}
            }
            if form.capital >= 0.0 && form.readings.len() <= 2 {
                t.capital += form.capital * form.count;
                t.inside += form.count;
            }
        }
    }
    let mut rows = Vec::new();
    for (i, stem) in paradigms.stems.iter().enumerate() {
        let (text, class) = stem;
        let count = paradigms.stem_counts[i].round();
        if count < 1.0 && !is_kept_unseen(candidates.get(stem).copied().unwrap_or(0), *class) {
            continue;
        }
        let t = &traits[i];
        let is_name = *class == NOUN && t.inside > 0.0 && t.capital > NAME_SHARE * t.inside;
        let closed = hand.closed.iter().find(|(word, part)| word == text && lists::class_of(part) == *class);
        let part = match closed {
            Some((_, part)) => part,
            None if *class == VERB => "verb",
            None => "noun",
        };
        // Without evidence native words of several syllables alternate, names not.
        let alternates = *class == NOUN
            && text.ends_with(['q', 'k'])
            && (t.softened > t.kept || (t.softened == t.kept && vowels(text) > 1 && !is_name));
        let flags = match (alternates, is_name) {
            (true, true) => "kn",
            (true, false) => "k",
            (false, true) => "n",
            (false, false) => "",
        };
        rows.push(format!("{text}\t{part}\t{flags}\t{}\n", count.max(1.0)));
    }
    rows.sort();
    fs::write(path, format!("lemma\tpos\tflags\tcount\n{}", rows.concat()))?;
    Ok(rows.len())
}

/// A word no form of which was counted stays when two lists agree on it.
fn is_kept_unseen(listed: u8, class: u8) -> bool {
    listed & lists::HAND != 0 || class == VERB || (listed & lists::DICTIONARIES).count_ones() > 1
}

/// Writes `suffix_counts.tsv`: how often each row follows each slot.
pub fn suffix_counts(path: &Path, paradigms: &Paradigms) -> io::Result<()> {
    let mut out = String::from("left\tslot\tform\tcount\n");
    for (left, row) in paradigms.steps().iter().enumerate() {
        for (right, count) in row.iter().enumerate().filter(|(_, count)| **count >= 1.0) {
            let (slot, form) = match ROWS.get(right) {
                Some(row) => (SLOTS[row.slot as usize], row.form),
                None => ("end", ""),
            };
            out.push_str(&format!("{}\t{slot}\t{form}\t{count:.0}\n", SLOTS[left]));
        }
    }
    fs::write(path, out)
}
