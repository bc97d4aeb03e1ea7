//! Acronyms of public life with their long forms and what other languages write for them.
//!
//! No article explains ABŞ, since every reader knows it, so no archive can teach it: `data/acronyms.tsv`
//! does. Its lemmas are those of the analyser (a test holds them to it), so a query is met without
//! analysing the table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A row of the table.
pub(super) struct Known {
    /// The lemmas of its acronyms, the Azerbaijani one first.
    pub acronyms: Vec<&'static str>,
    /// The lemmas of the long form, parted by a space.
    pub long: &'static str,
}

#[derive(Default)]
struct Table {
    rows: Vec<Known>,
    by_acronym: FxHashMap<&'static str, Vec<usize>>,
    by_long_form: FxHashMap<&'static str, Vec<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in include_str!("data/acronyms.tsv").lines().skip(1) {
        let columns: Vec<&'static str> = row.split('\t').collect();
        let &[_, acronyms, _, long] = &columns[..] else { continue };
        let known = Known { acronyms: acronyms.split(' ').collect(), long };
        for acronym in &known.acronyms {
            table.by_acronym.entry(acronym).or_default().push(table.rows.len());
        }
        table.by_long_form.entry(long).or_default().push(table.rows.len());
        table.rows.push(known);
    }
    table
});

/// What is known of an acronym, given by its lemma.
pub(super) fn of_acronym(acronym: &str) -> impl Iterator<Item = &'static Known> {
    rows(TABLE.by_acronym.get(acronym))
}

/// What is known of a long form, given by its lemmas parted by a space.
pub(super) fn of_long_form(long: &str) -> impl Iterator<Item = &'static Known> {
    rows(TABLE.by_long_form.get(long))
}

fn rows(places: Option<&'static Vec<usize>>) -> impl Iterator<Item = &'static Known> {
    places.into_iter().flatten().map(|&place| &TABLE.rows[place])
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Analyzer, Cyrillic, Scheme};

    #[test]
    fn the_table_has_the_lemmas_of_the_analyser() {
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let mut lemmas = |text: &str| {
            let mut lemmas: Vec<String> = vec![];
            analyzer.analyze_as(text, Cyrillic::Foreign, |token| {
                lemmas.extend(token.lemmas.iter().next().map(str::to_string));
            });
            lemmas.join(" ")
        };
        let mut wrong = vec![];
        for (number, row) in (1..).zip(include_str!("data/acronyms.tsv").lines()).skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            let &[acronyms, of_acronyms, long, of_long] = &columns[..] else { panic!("row {number}") };
            for (written, expected) in [(acronyms, of_acronyms), (long, of_long)] {
                let found = lemmas(written);
                if found != expected {
                    wrong.push(format!("acronyms.tsv:{number}: {written}: {found}, not {expected}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
