//! Which alphabet a paragraph's Cyrillic words are in, and Azerbaijani Cyrillic → Latin.
//!
//! Articles from before 1991 are in Cyrillic and must meet the Latin ones: their words become
//! Latin. Russian words stay Cyrillic. `Бакы` has no letter that Russian lacks, so the paragraph
//! decides, and a query, which has no paragraph, takes both readings.

use std::sync::LazyLock;

use super::repair::is_cyrillic;

/// How the Cyrillic words of a text are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cyrillic {
    /// The Azerbaijani alphabet: words become Latin.
    Azerbaijani,
    /// Russian, or another language: words stay as they are.
    Foreign,
}

/// Letters of the Azerbaijani Cyrillic alphabet that Russian lacks.
const AZERBAIJANI_ONLY: &str = "әғҝҹһөүјӘҒҜҸҺӨҮЈ";
/// Letters of Kazakh, Kyrgyz, Bashkir and Tatar Cyrillic that Azerbaijani lacks.
const NEVER_AZERBAIJANI: &str = "қңұіҗҡҙҫҚҢҰІҖҠҘҪ";

/// Reads the whole text's letters to tell Azerbaijani Cyrillic from Russian and others.
///
/// One letter in forty must be one that Russian lacks: running Azerbaijani has one in five (ә alone
/// is every ninth), a Russian text with one Azerbaijani name has far fewer.
pub fn read(text: &str) -> Cyrillic {
    if !has_cyrillic(text) {
        return Cyrillic::Foreign;
    }
    let (mut letters, mut ours, mut others) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|&c| is_cyrillic(c)) {
        letters += 1;
        ours += usize::from(AZERBAIJANI_ONLY.contains(c));
        others += usize::from(NEVER_AZERBAIJANI.contains(c));
    }
    if ours > others && ours * 40 >= letters { Cyrillic::Azerbaijani } else { Cyrillic::Foreign }
}

/// Does a text hold a letter that may be Cyrillic? Looks at first bytes alone, many at a time.
pub(super) fn has_cyrillic(text: &str) -> bool {
    let may_be = |chunk: &[u8]| chunk.iter().fold(false, |found, b| found | (0xD0..=0xD4).contains(b));
    text.as_bytes().chunks(64).any(may_be)
}

/// Is a word, repaired, in Cyrillic?
pub fn is_cyrillic_word(word: &str) -> bool {
    !word.is_ascii() && word.chars().any(is_cyrillic)
}

/// Letters in code point order from U+0400, so that a letter is found by its place.
static LATIN: LazyLock<[&'static str; 0x130]> = LazyLock::new(|| {
    let mut table = [""; 0x130];
    let rows = include_str!("data/cyrillic.tsv").lines().filter(|l| !l.starts_with('#'));
    for row in rows {
        let mut cells = row.split('\t');
        if let (Some(from), Some(to)) = (cells.next().and_then(|c| c.chars().next()), cells.next()) {
            table[from as usize - 0x400] = to;
        }
    }
    table
});

/// Appends the Latin spelling of a Cyrillic word, lower-case: `әлијев` → `əliyev`.
///
/// Letters of neither alphabet are copied.
pub fn to_latin(word: &str, out: &mut String) {
    for c in word.chars() {
        match (c as usize).checked_sub(0x400).and_then(|place| LATIN.get(place)) {
            Some(&"") if !matches!(c, 'ъ' | 'ь') => out.push(c),
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
}
