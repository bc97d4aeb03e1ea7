//! Compiles `lexicon.tsv` and its companions into the table that is embedded.
//!
//! A key is a stem as it is written; its value packs what the analyser asks of
//! it (layout in `analysis/lemma/entry.rs`, hash in `stem_hash.rs`, which both
//! sides include).

use std::collections::BTreeMap;

use crate::entry::{
    ALTERNATES, DROPPED, INDEX, IRREGULAR, KIND, KINDS, NAME, NOUN, PARTS, POS, STEPS_PER_NAT, VERB, WORD,
};
use crate::letters;
use crate::stem_hash::{PLACES, START_BITS, StemHash};

/// Everything that is compiled: the stems and the lemmas of irregular forms.
#[derive(Default)]
pub struct Compiled {
    /// A record a stem, in their order: how many letters, their codes, the value in eight bytes.
    pub records: Vec<u8>,
    /// Where each record begins, four bytes each.
    pub starts: Vec<u8>,
    /// The hash table, four bytes a place.
    pub places: Vec<u8>,
    pub irregular: Vec<String>,
}

/// Reads the tables and packs them.
pub fn compile(lexicon: &str, drops: &str, irregular: &str) -> Compiled {
    let mut keys: BTreeMap<String, u64> = BTreeMap::new();
    for line in lexicon.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let count: f64 = cells[3].parse().unwrap_or_else(|_| panic!("lexicon.tsv: no count: {line}"));
        let bits = pack(cells[1], cells[2], count);
        *keys.entry(cells[0].to_owned()).or_default() |= bits;
    }
    for line in drops.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let lemma = keys.get(cells[0]).copied().unwrap_or(0);
        *keys.entry(cells[1].to_owned()).or_default() |= dropped(lemma);
    }
    let mut lemmas: Vec<String> = Vec::new();
    for line in irregular.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let index = lemmas.iter().position(|l| l == cells[1]).unwrap_or_else(|| {
            lemmas.push(cells[1].to_owned());
            lemmas.len() - 1
        });
        *keys.entry(cells[0].to_owned()).or_default() |= irregular_bits(index, cells[2]);
    }
    let mut out = Compiled { irregular: lemmas, ..Compiled::default() };
    let mut places = vec![0u32; PLACES];
    assert!(keys.len() < PLACES / 2, "{} stems: the table is too small", keys.len());
    for (key, value) in &keys {
        let codes: Vec<u8> = key.chars().map(letters::code).collect();
        assert!(!codes.contains(&0), "lexicon.tsv: {key} has a letter outside the alphabet");
        let hash = codes.iter().fold(StemHash::EMPTY, |hash, code| hash.then(*code));
        let start = out.records.len() as u32;
        out.starts.extend(start.to_le_bytes());
        out.records.push(codes.len() as u8);
        out.records.extend(codes);
        out.records.extend(value.to_le_bytes());
        let mut place = hash.place();
        while places[place] > 0 {
            place = (place + 1) % PLACES;
        }
        places[place] = hash.tag() << START_BITS | (start + 1);
    }
    assert!(out.records.len() < 1 << START_BITS, "the records are too many for the bits of a place");
    out.places = places.iter().flat_map(|place| place.to_le_bytes()).collect();
    out
}

/// The level of a count, from 1.
fn level(count: f64) -> u64 {
    (1.0 + count.max(1.0).ln() * STEPS_PER_NAT).round().min(255.0) as u64
}

/// Packs a row of the lexicon: part of speech, flags (`k` alternates, `n` name)
/// and count.
fn pack(part: &str, flags: &str, count: f64) -> u64 {
    let code = PARTS
        .iter()
        .position(|p| *p == part)
        .unwrap_or_else(|| panic!("lexicon.tsv: no part of speech {part}"));
    let (shift, code) = match part {
        "verb" => (VERB, 0),
        "noun" | "pronoun" | "numeral" => (NOUN, code as u64),
        _ => (WORD, code as u64),
    };
    let mut bits = level(count) << shift | code << POS;
    if flags.contains('k') {
        bits |= ALTERNATES;
    }
    if flags.contains('n') {
        bits |= NAME;
    }
    bits
}

/// The bits of the stem a noun has when its vowel drops.
fn dropped(noun: u64) -> u64 {
    (noun >> NOUN & 0xff) << DROPPED
}

/// The bits of an irregular form of one of the [`KINDS`].
fn irregular_bits(index: usize, kind: &str) -> u64 {
    let kind =
        KINDS.iter().position(|k| *k == kind).unwrap_or_else(|| panic!("irregular.tsv: no kind {kind}"));
    (index as u64) << INDEX | IRREGULAR | (kind as u64) << KIND
}
