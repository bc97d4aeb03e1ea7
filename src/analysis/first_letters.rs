//! The first letters of some terms, to tell at a glance which words of a text may be one of them.
//!
//! A word and its lemma begin with one letter, whatever their diacritics and capitals; irregular forms
//! too (`ona`, o). Only words that need no repair are told so: any other may be anything.

use super::{fold, repair};

/// A set of first letters, folded to ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstLetters(u128);

impl FirstLetters {
    /// Takes a term in.
    pub fn add(&mut self, term: &str) {
        self.0 |= term.chars().next().map_or(0, bit);
    }

    /// May a word, as written in a text, be a form of one of the terms?
    pub fn may_begin(self, written: &str) -> bool {
        let head = written.chars().next().map_or(0, bit);
        head == 0 || self.0 & head > 0 || !repair::is_plain(written)
    }
}

/// The bit of a letter or digit, 0 for one that is not told by its first byte: Cyrillic and others.
fn bit(c: char) -> u128 {
    let folded = match c {
        'İ' => 'i',
        'Ə' | 'Ö' | 'Ü' | 'Ç' | 'Ş' | 'Ğ' => fold(c.to_lowercase().next().unwrap_or(c)),
        _ => fold(c.to_ascii_lowercase()),
    };
    if folded.is_ascii() { 1 << (folded as u32) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Scheme};

    #[test]
    fn a_word_is_passed_over_only_if_neither_it_nor_its_lemma_begins_so() {
        let mut letters = FirstLetters::default();
        ["şəhər", "o", "ibm"].iter().for_each(|term| letters.add(term));
        let near =
            ["Şəhərimizin", "SEHER", "s\u{327}əhər", "onlara", "İBM-in", "ıbm", "Шәһәр", "mə'lum", "ﬁlm"];
        assert_eq!(near.iter().find(|word| !letters.may_begin(word)), None);
        let far = ["Bakıda", "ölkə2", "2025", "ƏLİ", "təhər"];
        assert_eq!(far.iter().filter(|word| letters.may_begin(word)).collect::<Vec<_>>(), [&"ölkə2"]);
    }

    /// Every form of the frozen vocabulary begins as its lemmas do.
    #[test]
    fn forms_begin_as_their_lemmas() {
        let table = include_str!("../../tests/data/lemma/frozen.tsv");
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let mut other = vec![];
        for form in table.lines().filter_map(|line| line.split('\t').next()) {
            analyzer.analyze(form, |token| {
                for lemma in token.lemmas.iter() {
                    let mut letters = FirstLetters::default();
                    letters.add(lemma);
                    if !letters.may_begin(token.surface) {
                        other.push(format!("{form}: {lemma}"));
                    }
                }
            });
        }
        assert_eq!(other, [""; 0]);
    }
}
