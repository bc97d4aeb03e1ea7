//! The word lists: candidates, not yet words.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::{fs, io};

use axtar::analysis::lemma::suffixes::{NOUN, VERB};

use crate::count::lower;
use crate::paradigm::Stem;

/// Candidate stems with the lists that hold them, as bits.
pub type Candidates = BTreeMap<Stem, u8>;

/// The verb list, which is clean: nothing but infinitives.
pub const ANAS_VERBS: u8 = 1;
/// The headwords that come with it, with glosses and fragments among them.
pub const ANAS_LEMMAS: u8 = 2;
/// A stemmer's word list, with inflected entries among them.
pub const AZNLP: u8 = 4;
/// Names of countries and languages.
pub const CLDR: u8 = 8;
/// Roots of nouns in -ma in the lists: maybe verbal nouns.
pub const VERBAL_NOUNS: u8 = 32;
/// Hand-kept.
pub const HAND: u8 = 16;

/// A word in letters of the alphabet alone.
pub fn is_plain(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|c| "abcçdeəfgğhxıijkqlmnoöprsştuüvyz".contains(c))
}

/// Reads the lists under `data/lexicon`.
pub fn read(data: &Path) -> io::Result<Candidates> {
    let dir = data.join("lexicon");
    let mut out = Candidates::new();
    let mut add = |word: &str, class: u8, list: u8| {
        if is_plain(word) {
            *out.entry((word.to_owned(), class)).or_default() |= list;
        }
    };
    let infinitive = |w: &str| w.strip_suffix("maq").or_else(|| w.strip_suffix("mək")).map(str::to_owned);
    for line in fs::read_to_string(dir.join("anas-verbs.txt"))?.lines() {
        for word in line.split(['-', ' ']) {
            if let Some(root) = infinitive(&lower(word)) {
                add(&root, VERB, ANAS_VERBS);
            }
        }
    }
    for line in fs::read_to_string(dir.join("anas-lemmas.txt"))?.lines() {
        let word = lower(line.trim());
        if let Some(root) = infinitive(&word) {
            add(&root, VERB, ANAS_LEMMAS);
        }
        add(&word, NOUN, ANAS_LEMMAS);
    }
    // This list writes a verb as its root beside its verbal noun: `açıl`, `açılma`.
    let text = fs::read_to_string(dir.join("aznlp-words.txt"))?;
    let words: HashMap<String, ()> = text.lines().map(|w| (lower(w.trim()), ())).collect();
    for word in words.keys() {
        let verbal = ["ma", "mə"].iter().any(|m| words.contains_key(&format!("{word}{m}")));
        if verbal {
            add(word, VERB, AZNLP);
        }
        add(word, NOUN, AZNLP);
    }
    for line in fs::read_to_string(dir.join("cldr_territories_languages.tsv"))?.lines().skip(1) {
        if let Some(name) = line.split('\t').nth(2) {
            let name = lower(name);
            if !name.contains(' ') {
                add(&name, NOUN, CLDR);
            }
        }
    }
    let roots: Vec<Stem> = out
        .keys()
        .filter(|(_, class)| *class == NOUN)
        .filter_map(|(word, _)| word.strip_suffix("ma").or_else(|| word.strip_suffix("mə")))
        .map(|root| (root.to_owned(), VERB))
        .collect();
    for root in roots {
        *out.entry(root).or_default() |= VERBAL_NOUNS;
    }
    Ok(out)
}
