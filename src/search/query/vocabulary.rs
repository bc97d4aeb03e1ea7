//! The words of the query language, from `data/words.tsv`.

use crate::analysis::{fold, lower_case};

/// What joins or negates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// The meaning of a word among those of a kind, written with or without diacritics, in any case.
pub(super) fn meaning(kind: &str, word: &str) -> Option<&'static str> {
    // No word of the table is longer: a long one need not be lowered.
    if word.len() > 24 {
        return None;
    }
    let word = folded(word);
    let rows = include_str!("data/words.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.splitn(3, '\t')).find_map(|mut cells| {
        let row = (cells.next()?, cells.next()?, cells.next()?);
        (row.0 == kind && row.2 == word).then_some(row.1)
    })
}

/// The operator a word is; it must stand in capitals.
pub(super) fn operator(word: &str) -> Option<Operator> {
    if !word.starts_with(char::is_uppercase) || word.contains(char::is_lowercase) {
        return None;
    }
    match meaning("operator", word)? {
        "and" => Some(Operator::And),
        "or" => Some(Operator::Or),
        _ => Some(Operator::Not),
    }
}

/// Lower-case, repaired and without diacritics: `Ötən` → `oten`.
pub(super) fn folded(word: &str) -> String {
    lower_case(word).chars().map(fold).collect()
}
