//! A full name cut into the parts that are compared.
//!
//! Before `compare`: blanks, full stops after initials, titles, articles and the father's name are
//! dealt with here, so that what is left is names. Which words these are stands in
//! `data/titles.tsv`. Invariant: a part is lower case, and of its marks only `'` and `-` are kept.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A name as its parts.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// First names, surnames and initials, in order.
    pub names: Vec<String>,
    /// What one may leave out: titles, articles, particles.
    pub optional: Vec<String>,
    /// The father's name before `oğlu` or `qızı`.
    pub father: Option<String>,
}

/// Letters that show which way `I` is to be lowered.
const AZERBAIJANI: &str = "əƏıİğĞşŞçÇöÖüÜ";
/// What stands for an apostrophe, of a Turkish suffix or of an Uzbek letter.
const APOSTROPHES: &str = "'’ʻʼ`‘";

static WORDS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let rows = include_str!("data/titles.tsv").lines().skip(1);
    let read = |row: &'static str| {
        let mut columns = row.split('\t');
        let (kind, words) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        (kind, words.split(' ').collect())
    };
    rows.map(read).collect()
});

/// Whether a word is in one of the rows of this kind.
fn is(kind: &str, word: &str) -> bool {
    WORDS.iter().any(|(known, words)| *known == kind && words.contains(&word))
}

/// Is a lower-case word a title, which may stand before a name?
pub(crate) fn is_title(word: &str) -> bool {
    is("title", word)
}

/// Cuts a name at blanks, and between an initial and what follows it.
pub(crate) fn words(name: &str) -> Vec<String> {
    let azerbaijani = name.contains(|c| AZERBAIJANI.contains(c));
    let mut lower = String::with_capacity(name.len());
    for letter in name.nfc() {
        match letter {
            'İ' => lower.push('i'),
            'I' if azerbaijani => lower.push('ı'),
            '.' => lower.push(' '),
            '–' | '‑' => lower.push('-'),
            letter if APOSTROPHES.contains(letter) => lower.push('\''),
            letter => lower.extend(letter.to_lowercase()),
        }
    }
    let trimmed = lower.split_whitespace().map(|word| word.trim_matches(['\'', '-', ',']));
    trimmed.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Sorts the words of a full name; of a name of one word nothing is taken away.
pub(crate) fn parts(words: &[String]) -> Parts {
    let mut parts = Parts::default();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let word = match word.split_once('-') {
            Some((article, name)) if is("article", article) => {
                parts.optional.push(article.to_owned());
                name
            }
            _ => word,
        };
        if words.next_if(|next| is("son", next)).is_some() {
            parts.father = Some(word.to_owned());
        } else if is("title", word) || is("article", word) || is("particle", word) {
            parts.optional.push(word.to_owned());
        } else {
            parts.names.push(word.to_owned());
        }
    }
    // Mirzə and Şah are titles, and names: where nothing else is there, they are.
    if parts.names.is_empty() {
        parts.names.append(&mut parts.optional);
    }
    parts
}

/// The parts with hyphenated names cut up: `Qasım-Comərd`, `K.-J.`
pub(crate) fn cut_at_hyphens(names: &[String]) -> Vec<String> {
    names.iter().flat_map(|name| name.split('-')).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
