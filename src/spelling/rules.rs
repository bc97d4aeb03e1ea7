//! The correspondence tables: letters of the Azerbaijani alphabet and how each
//! writing system spells them.
//!
//! First stage of the module: `lattice` reads a word through these rows,
//! `automaton` writes it out again through them. Every row joins *Azerbaijani*
//! letters to spelled ones, so two foreign spellings meet in the Azerbaijani
//! alphabet and no table of pairs of languages is needed. Invariant: a path
//! uses the rows of one system on each side (see [`Pairs`]), except the loose
//! system `snd`, which owns every row.

use std::sync::LazyLock;

use super::{Grade, Reach};

/// A set of writing systems, one bit each, in the order of [`SYSTEMS`].
pub(crate) type Systems = u32;

/// A set of ordered pairs (system of the query, system of the term).
pub(crate) type PairSet = u128;

/// The writing systems by the names the data uses, Latin ones first.
pub(crate) const SYSTEMS: [&str; 18] = [
    "az", "alt", "asc", "kbd", "tr", "en", "rul", "tk", "eng", "fra", "deu", "rom", "pol", "chn", "exo",
    "snd", "azc", "ru",
];

/// Bit of the Azerbaijani alphabet itself: every letter spells itself.
pub(crate) const AZ: Systems = 1;
/// Bit of the loose system that owns every row.
pub(crate) const SND: Systems = 1 << 15;
/// Every system.
pub(crate) const EVERY: Systems = (1 << SYSTEMS.len()) - 1;
/// The systems a word in Cyrillic can have been written in.
const CYRILLIC: Systems = 0b11 << 16 | SND | AZ;
/// The systems of originals that others write by sound.
const WESTERN: Systems = 0b11_1111 << 8;
/// The systems a word in Latin letters can have been written in.
const LATIN: Systems = EVERY & !(0b11 << 16);

/// Names that stand for several systems in the data.
const GROUPS: [(&str, &str); 4] = [
    ("@latin", "alt asc kbd tr en rul tk"),
    ("@west", "eng fra deu rom pol"),
    ("@russian", "rul ru"),
    ("@all", "alt asc kbd tr en rul tk eng fra deu rom pol azc ru"),
];

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
        let mut rows = Vec::with_capacity(1024);
        for &(file, text) in files {
            for (number, line) in text.lines().enumerate().skip(1) {
                read_row(line, (file, number as u16 + 1), &mut rows);
            }
        }
        let by_spelled = Index::new(&rows, |row| row.spelled);
        let by_az = Index::new(&rows, |row| row.az);
        let silent = (0..rows.len() as u16).filter(|&i| rows[i as usize].az.is_empty()).collect();
        let pairs = Pairs::parse(files.len() == 1, &rows);
        Table { rows, by_spelled, by_az, silent, pairs }
    }
}

/// The data files, the narrow one first.
pub(crate) const FILES: [(&str, &str); 4] = [
    ("narrow.tsv", include_str!("data/narrow.tsv")),
    ("wide.tsv", include_str!("data/wide.tsv")),
    ("western.tsv", include_str!("data/western.tsv")),
    ("single.tsv", include_str!("data/single.tsv")),
];

/// Reads `az, spelled, context, systems, cost, …`. The spelled column may hold
/// several spellings of one cost, set apart by blanks; so may the systems.
fn read_row(line: &'static str, place: (&'static str, u16), rows: &mut Vec<Row>) {
    let mut columns = line.split('\t');
    let (Some(az), Some(spelled), Some(context), Some(names), Some(cost)) =
        (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
    else {
        return;
    };
    let systems = names.split(' ').fold(0, |set, name| set | systems_named(name));
    let core = systems_named("@latin") | systems_named("azc") | systems_named("ru");
    let systems = if systems & core == 0 { systems } else { systems | SND };
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
        });
    }
}

/// The systems a name of the data stands for; none for an unknown name, which
/// the tests of the data report.
pub(crate) fn systems_named(name: &str) -> Systems {
    if let Some(bit) = SYSTEMS.iter().position(|&system| system == name) {
        return 1 << bit;
    }
    let group = GROUPS.iter().find(|(group, _)| *group == name);
    group.map_or(0, |(_, members)| members.split(' ').fold(0, |set, name| set | systems_named(name)))
}

/// Which pairs of systems may meet on one path, and with which grade.
///
/// Two English spellings may differ as two readings of one Azerbaijani name
/// (`Karabakh`, `Garabagh`), but an Azerbaijani spelling is only ever itself,
/// and a Polish original is compared with the Azerbaijani form rather than with
/// a French one. Bits are given to ordered pairs, in two numberings: one for
/// queries in Latin letters, one for queries in Cyrillic, so that 128 suffice.
#[derive(Debug)]
pub(crate) struct Pairs {
    latin: Script,
    cyrillic: Script,
}

/// The pairs open to a query in one script.
#[derive(Debug)]
pub(crate) struct Script {
    /// For each system: the pairs in which the query is written in it.
    query: [PairSet; SYSTEMS.len()],
    /// For each system: the pairs in which the term is written in it.
    term: [PairSet; SYSTEMS.len()],
    /// The pairs of each grade: exact, typing, transliteration, sound.
    pub grades: [PairSet; BANDS],
    /// What each pair joins, by bit.
    pub names: Vec<(u8, u8)>,
    /// For each row: the pairs in which the term may be spelled by it.
    by_row: Vec<PairSet>,
}

/// The grades a path can have, in the order of [`Script::grades`].
pub(crate) const PATH_GRADES: [Grade; BANDS] =
    [Grade::Exact, Grade::Typing, Grade::Transliteration, Grade::Transliteration, Grade::Sound];

/// Bands of pairs, each with a grade and a limit of its own.
pub(crate) const BANDS: usize = 5;

impl Script {
    fn new(pairs: &[(u8, u8, usize)], query_systems: Systems, rows: &[Row]) -> Script {
        let mut script = Script {
            query: [0; SYSTEMS.len()],
            term: [0; SYSTEMS.len()],
            grades: [0; BANDS],
            names: Vec::new(),
            by_row: Vec::new(),
        };
        let both = pairs.iter().flat_map(|&(a, b, grade)| [(a, b, grade), (b, a, grade)]);
        for (a, b, grade) in both {
            if query_systems & 1 << a == 0 || script.names.contains(&(a, b)) {
                continue;
            }
            let bit = 1 << script.names.len();
            script.names.push((a, b));
            script.query[a as usize] |= bit;
            script.term[b as usize] |= bit;
            script.grades[grade] |= bit;
        }
        script.by_row = rows.iter().map(|row| script.of_term(row.systems)).collect();
        script
    }

    /// Every pair open to the query.
    pub fn every(&self) -> PairSet {
        self.grades.iter().fold(0, |all, pairs| all | pairs)
    }

    /// The pairs in which the term may be spelled by a row of the table.
    pub fn of_row(&self, number: u16) -> PairSet {
        self.by_row[number as usize]
    }

    /// The pairs in which the query is written in one of `systems`.
    pub fn of_query(&self, systems: Systems) -> PairSet {
        gather(&self.query, systems)
    }

    /// The pairs in which the term is written in one of `systems`.
    pub fn of_term(&self, systems: Systems) -> PairSet {
        gather(&self.term, systems)
    }
}

fn gather(sets: &[PairSet], mut systems: Systems) -> PairSet {
    let mut all = 0;
    while systems != 0 {
        all |= sets[systems.trailing_zeros() as usize];
        systems &= systems - 1;
    }
    all
}

impl Pairs {
    /// Reads `data/pairs.tsv`: two columns of systems, and the grade of a path
    /// between any of the first and any of the second.
    fn parse(narrow: bool, rows: &[Row]) -> Pairs {
        let bits = |names: &str| {
            let set = names.split(' ').fold(0, |set, name| set | systems_named(name));
            (0..SYSTEMS.len() as u8).filter(move |bit| set & 1 << bit != 0)
        };
        let mut pairs = Vec::with_capacity(160);
        for line in PAIRS.lines().skip(1) {
            let mut columns = line.split('\t');
            let (Some(a), Some(b), Some(grade)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let Some(grade) = PATH_GRADES.iter().position(|known| known.name() == grade) else {
                continue;
            };
            if narrow && PATH_GRADES[grade] > Grade::Typing {
                continue;
            }
            let western = |bit: u8| WESTERN >> bit & 1 == 1;
            pairs.extend(bits(a).flat_map(|a| {
                bits(b).map(move |b| {
                    let band = if western(a) || western(b) { 3 } else { grade };
                    (a, b, band)
                })
            }));
        }
        Pairs { latin: Script::new(&pairs, LATIN, rows), cyrillic: Script::new(&pairs, CYRILLIC, rows) }
    }

    /// The pairs open to `word`, by the script of its first letter.
    pub fn of_word(&self, word: &str) -> &Script {
        let cyrillic = word.chars().find(|c| c.is_alphabetic()).is_some_and(is_cyrillic);
        if cyrillic { &self.cyrillic } else { &self.latin }
    }
}

/// Which systems may meet, and the grade of what they agree on.
pub(crate) const PAIRS: &str = include_str!("data/pairs.tsv");

/// Whether a letter is of the Cyrillic block.
pub(crate) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52F}')
}
