//! The correspondence tables: letters of the Azerbaijani alphabet and how each
//! writing system spells them.
//!
//! First stage of the module: `lattice` reads a word through these rows,
//! `paths` spells it again through them. Every row joins *Azerbaijani* letters
//! to spelled ones, so two foreign spellings meet in the Azerbaijani alphabet
//! and no table of pairs of languages is needed. Invariant: the data is never
//! touched before the first word is looked up.

use std::sync::LazyLock;

use super::Reach;
use super::systems::{AZ, EVERY, LIVING, Pairs, SND, Systems, systems_named};

/// One row: Azerbaijani letters, and how some systems spell them.
#[derive(Debug)]
pub(crate) struct Row {
    /// Azerbaijani letters; empty only in a row for the end of a word.
    pub az: &'static str,
    /// The letters as spelled, never empty.
    pub spelled: &'static str,
    /// Who spells them so.
    pub systems: Systems,
    /// 0 for what a system does as a matter of course, 3 for what it seldom does.
    pub cost: u8,
    /// Only at the start of the word.
    pub at_start: bool,
    /// Only at the end of the word.
    pub at_end: bool,
    /// Where the row stands: file and line, as the tests print it.
    pub place: (&'static str, u16),
    /// What the row says, for the reader of an alignment.
    pub why: &'static str,
}

/// Rows with an index from either side.
#[derive(Debug)]
pub(crate) struct Table {
    pub rows: Vec<Row>,
    by_spelled: Index,
    by_az: Index,
    /// Rows without Azerbaijani letters: silent endings.
    pub silent: Vec<u16>,
    pub pairs: Pairs,
}

/// Row numbers grouped by a first letter below U+0530, which holds the
/// Latin and Cyrillic blocks the tables are written in.
#[derive(Debug)]
struct Index {
    starts: Vec<u16>,
    rows: Vec<u16>,
}

const LETTERS: usize = 0x530;

impl Index {
    fn new(rows: &[Row], side: impl Fn(&Row) -> &'static str) -> Self {
        let mut starts = vec![0u16; LETTERS + 2];
        let first = |row: &Row| side(row).chars().next().map(|c| c as usize);
        for letter in rows.iter().filter_map(first) {
            starts[letter + 2] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut order = vec![0u16; starts[LETTERS + 1] as usize];
        for (number, row) in rows.iter().enumerate() {
            if let Some(letter) = first(row) {
                let slot = &mut starts[letter + 1];
                order[*slot as usize] = number as u16;
                *slot += 1;
            }
        }
        Index { starts, rows: order }
    }

    fn of(&self, letter: char) -> &[u16] {
        let letter = letter as usize;
        if letter >= LETTERS {
            return &[];
        }
        &self.rows[self.starts[letter] as usize..self.starts[letter + 1] as usize]
    }
}

impl Table {
    /// Rows whose spelled side begins with `letter`.
    pub fn spelled_with(&self, letter: char) -> impl Iterator<Item = (u16, &Row)> {
        self.by_spelled.of(letter).iter().map(|&i| (i, &self.rows[i as usize]))
    }

    /// Rows whose Azerbaijani side begins with `letter`.
    pub fn az_with(&self, letter: char) -> impl Iterator<Item = (u16, &Row)> {
        self.by_az.of(letter).iter().map(|&i| (i, &self.rows[i as usize]))
    }

    /// The systems in which `letter` stands for itself at no cost. The
    /// Azerbaijani alphabet always does; the others only for what no row
    /// speaks of as an Azerbaijani letter: digits, hyphens, `w`, emoji.
    pub fn same(&self, letter: char) -> Systems {
        if self.by_az.of(letter).is_empty() { EVERY } else { AZ | SND }
    }

    /// The table for a reach, parsed on first use.
    pub fn of(reach: Reach) -> &'static Table {
        static NARROW: LazyLock<Table> = LazyLock::new(|| Table::parse(&FILES[..1]));
        static WIDE: LazyLock<Table> = LazyLock::new(|| Table::parse(&FILES));
        match reach {
            Reach::Narrow => &NARROW,
            Reach::Wide => &WIDE,
        }
    }

    fn parse(files: &[(&'static str, &'static str)]) -> Table {
        let mut rows = Vec::with_capacity(1400);
        let mut known = Known::default();
        for &(file, text) in files {
            for (number, line) in text.lines().enumerate().skip(1) {
                read_row(line, (file, number as u16 + 1), &mut known, &mut rows);
            }
        }
        Table::from_rows(rows, files.len() == 1)
    }

    /// Indexes rows; `narrow` keeps to the pairs that are a matter of typing.
    pub fn from_rows(rows: Vec<Row>, narrow: bool) -> Table {
        let by_spelled = Index::new(&rows, |row| row.spelled);
        let by_az = Index::new(&rows, |row| row.az);
        let silent = (0..rows.len() as u16).filter(|&i| rows[i as usize].az.is_empty()).collect();
        let pairs = Pairs::parse(narrow, &rows);
        Table { rows, by_spelled, by_az, silent, pairs }
    }
}

/// The systems column read last: neighbouring rows tend to share it.
type Known = (&'static str, Systems);

/// The data files, the narrow one first.
pub(crate) const FILES: [(&str, &str); 4] = [
    ("narrow.tsv", include_str!("data/narrow.tsv")),
    ("wide.tsv", include_str!("data/wide.tsv")),
    ("western.tsv", include_str!("data/western.tsv")),
    ("single.tsv", include_str!("data/single.tsv")),
];

/// Reads `az, spelled, context, systems, cost, …`. The spelled column may hold
/// several spellings of one cost, set apart by blanks; so may the systems.
fn read_row(line: &'static str, place: (&'static str, u16), known: &mut Known, rows: &mut Vec<Row>) {
    let mut columns = line.split('\t');
    let (Some(az), Some(spelled), Some(context), Some(names), Some(cost)) =
        (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
    else {
        return;
    };
    if known.0 != names {
        let systems = names.split(' ').fold(0, |set, name| set | systems_named(name));
        *known = (names, if systems & LIVING == 0 { systems } else { systems | SND });
    }
    let systems = known.1;
    let why = columns.nth(2).unwrap_or_default();
    let cost = cost.bytes().next().map_or(0, |digit| digit.saturating_sub(b'0'));
    for spelled in spelled.split(' ') {
        rows.push(Row {
            az,
            spelled,
            systems,
            cost,
            at_start: context.contains('^'),
            at_end: context.contains('$'),
            place,
            why,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_whole() {
        for (file, text) in FILES {
            for (number, line) in text.lines().enumerate().skip(1) {
                let columns: Vec<&str> = line.split('\t').collect();
                let place = format!("{file}:{}", number + 1);
                assert_eq!(columns.len(), 8, "{place}: columns");
                for name in columns[3].split(' ') {
                    assert_ne!(systems_named(name), 0, "{place}: no system {name:?}");
                }
                assert!(matches!(columns[4], "0" | "1" | "2" | "3"), "{place}: cost");
                assert!(!columns[1].is_empty(), "{place}: nothing spelled");
                assert!(
                    !columns[0].is_empty() || columns[2] == "$",
                    "{place}: only an ending may stand for no letter"
                );
            }
        }
    }
}
