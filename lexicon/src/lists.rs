//! The word lists: candidates, not yet words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use axtar::analysis::lemma::suffixes::{NOUN, VERB, WORD};

use crate::count::lower;
use crate::hand::Hand;
use crate::paradigm::Stem;

/// Candidate stems with the lists that hold them, as bits.
pub type Candidates = BTreeMap<Stem, u8>;

/// The verb list, which is clean: little but infinitives.
pub const ANAS_VERBS: u8 = 1;
/// The headwords that come with it, with glosses and fragments among them.
pub const ANAS_LEMMAS: u8 = 2;
/// A stemmer's word list, with inflected entries among them.
pub const AZNLP: u8 = 4;
/// Names of countries, taken as they are, and of languages, to be judged.
pub const CLDR: u8 = 8;
/// Hand-kept.
pub const HAND: u8 = 16;
/// Roots of nouns in -ma in the lists: maybe verbal nouns.
pub const VERBAL_NOUNS: u8 = 32;
/// A derivation of a listed word, found in the corpora.
pub const DERIVED: u8 = 64;
/// Lists of headwords: a word in two of them is known to two dictionaries.
pub const DICTIONARIES: u8 = ANAS_VERBS | ANAS_LEMMAS | AZNLP;

/// Whether a word has two letters or more, all of the alphabet.
pub fn is_plain(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|c| "abcçdeəfgğhxıijkqlmnoöprsştuüvyz".contains(c))
}

/// The kind of stem of a part of speech: pronouns and numerals decline like
/// nouns, the other closed classes take no endings but the copula.
pub fn class_of(part: &str) -> u8 {
    match part {
        "verb" => VERB,
        "noun" | "pronoun" | "numeral" => NOUN,
        _ => WORD,
    }
}

/// Reads the lists under `data/lexicon` and the hand-kept words.
pub fn read(data: &Path, hand: &Hand) -> io::Result<Candidates> {
    let dir = data.join("lexicon");
    let mut out = Candidates::new();
    let mut add = |word: &str, class: u8, list: u8| {
        if is_plain(word) && !hand.is_barred(word) && !hand.is_irregular(word) {
            *out.entry((word.to_owned(), class)).or_default() |= list;
        }
    };
    for line in fs::read_to_string(dir.join("anas-verbs.txt"))?.lines() {
        for word in line.split(['-', ' ']) {
            if let Some(root) = infinitive_root(&lower(word)) {
                add(root, VERB, ANAS_VERBS);
            }
        }
    }
    for line in fs::read_to_string(dir.join("anas-lemmas.txt"))?.lines() {
        let word = lower(line.trim());
        if let Some(root) = infinitive_root(&word) {
            add(root, VERB, ANAS_LEMMAS);
        }
        add(&word, NOUN, ANAS_LEMMAS);
    }
    let text = fs::read_to_string(dir.join("aznlp-words.txt"))?;
    let words: BTreeSet<String> = text.lines().map(|w| lower(w.trim())).collect();
    for word in &words {
        // This list writes a verb as its root beside its verbal noun: `açıl`, `açılma`.
        if ["ma", "mə"].iter().any(|m| words.contains(&format!("{word}{m}"))) {
            add(word, VERB, AZNLP);
        }
        add(word, NOUN, AZNLP);
    }
    for line in fs::read_to_string(dir.join("cldr_territories_languages.tsv"))?.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [kind, _, name, ..] = cells.as_slice() {
            add(&lower(name), NOUN, if *kind == "territories" { CLDR | HAND } else { CLDR });
        }
    }
    let roots: Vec<String> = out
        .keys()
        .filter(|(_, class)| *class == NOUN)
        .filter_map(|(w, _)| verbal_noun_root(w))
        .map(str::to_owned)
        .collect();
    for root in roots {
        *out.entry((root, VERB)).or_default() |= VERBAL_NOUNS;
    }
    for (word, part) in &hand.closed {
        *out.entry((word.clone(), class_of(part))).or_default() |= HAND;
    }
    for word in &hand.base_words {
        *out.entry((word.clone(), NOUN)).or_default() |= HAND;
    }
    Ok(out)
}

/// The root of an infinitive: `al` of `almaq`.
pub fn infinitive_root(word: &str) -> Option<&str> {
    word.strip_suffix("maq").or_else(|| word.strip_suffix("mək"))
}

/// The root of a noun in -ma, should it be a verbal noun: `al` of `alma`.
pub fn verbal_noun_root(word: &str) -> Option<&str> {
    word.strip_suffix("ma").or_else(|| word.strip_suffix("mə"))
}
