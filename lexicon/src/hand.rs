//! The hand-kept tables beside this program, and two of the analyser's own.

use std::collections::HashMap;
use std::path::Path;
use std::{fs, io};

/// Closed classes and exceptions.
pub struct Hand {
    /// Word and part of speech: pronouns, postpositions, conjunctions, numerals,
    /// and the verb roots of up to three letters.
    pub closed: Vec<(String, String)>,
    /// Base words that look suffixed: `alma`, `qara`, `gələcək`.
    pub base_words: Vec<String>,
    /// Forms that must not become entries: abbreviations, frozen inflections.
    pub not_words: Vec<String>,
    /// Stem without the vowel to lemma: `burn` to `burun`.
    pub drops: HashMap<String, String>,
    /// Irregular forms, and whether each is a whole word.
    pub irregular: Vec<(String, bool)>,
}

impl Hand {
    /// Reads the tables of `hand` and of the analyser's `tables`.
    pub fn read(hand: &Path, tables: &Path) -> io::Result<Self> {
        let rows = |path: &Path| -> io::Result<Vec<Vec<String>>> {
            let text = fs::read_to_string(path)?;
            Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
        };
        let first = |rows: Vec<Vec<String>>| rows.into_iter().map(|r| r[0].clone()).collect();
        Ok(Self {
            closed: rows(&hand.join("closed.tsv"))?
                .into_iter()
                .map(|r| (r[0].clone(), r[1].clone()))
                .collect(),
            base_words: first(rows(&hand.join("base_words.tsv"))?),
            not_words: first(rows(&hand.join("not_words.tsv"))?),
            drops: rows(&tables.join("vowel_drop.tsv"))?
                .into_iter()
                .map(|r| (r[1].clone(), r[0].clone()))
                .collect(),
            irregular: rows(&tables.join("irregular.tsv"))?
                .into_iter()
                .map(|r| (r[0].clone(), r[2] == "whole"))
                .collect(),
        })
    }

    /// Whether a form belongs to an irregular word and so says nothing of others:
    /// `onlardan` is no evidence for a noun `onlar`.
    pub fn is_irregular(&self, form: &str) -> bool {
        // Stems of three letters (`suy`) begin too many other words.
        let of_stem = |stem: &str| stem.chars().count() > 3 && form.starts_with(stem);
        self.irregular.iter().any(|(text, whole)| form == text || (!whole && of_stem(text)))
    }

    /// Whether the spelling may not be an entry.
    pub fn is_barred(&self, form: &str) -> bool {
        self.drops.contains_key(form) || self.not_words.iter().any(|w| w == form)
    }
}
