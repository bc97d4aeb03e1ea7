//! Compiles `foreign.tsv` into the set of English and Turkish stems that is embedded.

use std::collections::BTreeMap;

use tantivy_fst::MapBuilder;

/// The map from a stem to its languages: 1 English, 2 Turkish, 3 both.
pub fn compile(stems: &str) -> Vec<u8> {
    let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
    for line in stems.lines().skip(1) {
        let (stem, language) = line.split_once('\t').expect("foreign.tsv: two cells a row");
        *languages.entry(stem).or_default() |= if language == "en" { 1 } else { 2 };
    }
    let mut builder = MapBuilder::memory();
    for (stem, languages) in languages {
        builder.insert(stem, languages).expect("keys come sorted");
    }
    builder.into_inner().expect("a map in memory")
}
