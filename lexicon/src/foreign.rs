//! English and Turkish stems, for words of those languages inside the archive.
//!
//! A stem enters when at least three listed words have it, so that a stray name or misprint does
//! not: `report` has `reports`, `reported`, `reporting`. The lists are those of a text recogniser,
//! as the Azerbaijani one is; only words written small in them count.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use rust_stemmers::{Algorithm, Stemmer};

/// Listed words a stem needs.
const FORMS: usize = 3;
/// Shorter stems are too easily met by chance.
const SHORTEST: usize = 4;

/// Writes `foreign.tsv`: stem and language, sorted; returns the number of rows.
pub fn write(path: &Path, data: &Path) -> io::Result<usize> {
    let english = stems(&data.join("lexicon/tesseract-eng.txt"), Algorithm::English, "")?;
    let turkish = stems(&data.join("lexicon/tesseract-tur.txt"), Algorithm::Turkish, "çğıöşü")?;
    let rows = english.iter().map(|s| (s, "en")).chain(turkish.iter().map(|s| (s, "tr")));
    let mut lines: Vec<String> = rows.map(|(stem, language)| format!("{stem}\t{language}\n")).collect();
    lines.sort();
    fs::write(path, format!("stem\tlanguage\n{}", lines.concat()))?;
    Ok(lines.len())
}

/// Stems of the listed words that are written small, in ASCII and these letters.
fn stems(list: &Path, algorithm: Algorithm, letters: &str) -> io::Result<Vec<String>> {
    let stemmer = Stemmer::create(algorithm);
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for word in fs::read_to_string(list)?.lines() {
        if word.chars().all(|c| c.is_ascii_lowercase() || letters.contains(c)) {
            *forms.entry(stemmer.stem(word).into_owned()).or_default() += 1;
        }
    }
    let is_stem =
        |(stem, count): (String, usize)| (count >= FORMS && stem.chars().count() >= SHORTEST).then_some(stem);
    Ok(forms.into_iter().filter_map(is_stem).collect())
}
