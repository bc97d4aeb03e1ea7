//! The writing systems a name may be spelled in, and which of them may meet.
//!
//! Beneath `rules`: each row belongs to some systems, and a path from a query
//! to a term keeps to one system on either side. That coherence is what keeps
//! the tables precise: of 100,000 random pairs of names 28 matched where rows of
//! all systems mix freely, at most 3 where a path keeps to a pair of systems.
//! Invariant: at most 128 ordered pairs are open to one query.

use super::Grade;
use super::rules::Row;

/// A set of writing systems, one bit each, in the order of [`SYSTEMS`].
pub(crate) type Systems = u32;

/// A set of ordered pairs (system of the query, system of the term).
pub(crate) type PairSet = u128;

/// The writing systems by the names the data uses, Latin ones first; the README
/// of the data says what each is.
pub(crate) const SYSTEMS: [&str; 18] = [
    "az", "alt", "asc", "kbd", "tr", "en", "rul", "tk", "eng", "fra", "deu", "rom", "pol", "chn", "las",
    "snd", "azc", "ru",
];

/// Bit of the Azerbaijani alphabet itself: every letter spells itself.
pub(crate) const AZ: Systems = 1;
/// Bit of the loose system, which owns the rows of every living language besides
/// its own: the one place where systems mix. The rows for western originals stay
/// out; with them a search took twice as long and false pairs rose fivefold.
pub(crate) const SND: Systems = 1 << 15;
/// Every system.
pub(crate) const EVERY: Systems = (1 << SYSTEMS.len()) - 1;
/// The systems a word in Cyrillic can have been written in.
const CYRILLIC: Systems = 0b11 << 16 | SND | AZ;
/// The systems whose rows the loose one shares.
pub(crate) const LIVING: Systems = EVERY & !(WESTERN | AZ | SND);
/// The systems of originals that others write by sound.
const WESTERN: Systems = 0b11_1111 << 8;
/// The systems a word in Latin letters can have been written in.
const LATIN: Systems = EVERY & !(0b11 << 16);

/// Names that stand for several systems in the data.
const GROUPS: [(&str, &str); 4] = [
    ("@latin", "alt asc las kbd tr en rul tk"),
    ("@west", "eng fra deu rom pol"),
    ("@russian", "rul ru"),
    ("@all", "alt las tr en rul tk eng fra deu rom pol ru"),
];

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
    /// The pairs of each band.
    pub bands: [PairSet; BANDS],
    /// What each pair joins, by bit.
    pub names: Vec<(u8, u8)>,
    /// For each row: the pairs in which the term may be spelled by it.
    by_row: Vec<PairSet>,
}

/// Bands of pairs, each with a grade here and a limit of its own in `automaton`.
pub(crate) const BANDS: usize = 5;

/// The grade of each band: the same letters, typing, another language, an
/// original spelling, sounds alike.
pub(crate) const BAND_GRADES: [Grade; BANDS] =
    [Grade::Exact, Grade::Typing, Grade::Transliteration, Grade::Transliteration, Grade::Sound];

/// The band of another language's spelling.
const LANGUAGE: usize = 2;
/// The band of an original that others write by sound.
const ORIGINAL: usize = 3;

impl Script {
    fn new(pairs: &[(u8, u8, usize)], query_systems: Systems, rows: &[Row]) -> Script {
        let mut script = Script {
            query: [0; SYSTEMS.len()],
            term: [0; SYSTEMS.len()],
            bands: [0; BANDS],
            names: Vec::new(),
            by_row: Vec::new(),
        };
        let both = pairs.iter().flat_map(|&(a, b, band)| [(a, b, band), (b, a, band)]);
        for (a, b, band) in both {
            let known = script.query[a as usize] & script.term[b as usize] != 0;
            if query_systems & 1 << a == 0 || known {
                continue;
            }
            let bit = 1 << script.names.len();
            script.names.push((a, b));
            script.query[a as usize] |= bit;
            script.term[b as usize] |= bit;
            script.bands[band] |= bit;
        }
        let mut last = (0, 0);
        let of_row = |row: &Row| {
            if last.0 != row.systems {
                last = (row.systems, script.of_term(row.systems));
            }
            last.1
        };
        script.by_row = rows.iter().map(of_row).collect();
        script
    }

    /// Every pair open to the query.
    pub fn every(&self) -> PairSet {
        self.up_to(Grade::Sound)
    }

    /// The pairs of grades up to this one.
    pub fn up_to(&self, worst: Grade) -> PairSet {
        let bands = self.bands.iter().zip(BAND_GRADES);
        bands.filter(|(_, grade)| *grade <= worst).fold(0, |all, (pairs, _)| all | pairs)
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
    pub fn parse(narrow: bool, rows: &[Row]) -> Pairs {
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
            let Some(band) = BAND_GRADES.iter().position(|known| known.name() == grade) else {
                continue;
            };
            if narrow && BAND_GRADES[band] > Grade::Typing {
                continue;
            }
            let western = |bit: u8| WESTERN >> bit & 1 == 1;
            let band_of = |a: u8, b: u8| match band {
                LANGUAGE if western(a) || western(b) => ORIGINAL,
                band => band,
            };
            pairs.extend(bits(a).flat_map(|a| bits(b).map(move |b| (a, b, band_of(a, b)))));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spelling::Reach;
    use crate::spelling::rules::Table;

    #[test]
    fn pairs_fit_their_set() {
        for reach in [Reach::Narrow, Reach::Wide] {
            let pairs = &Table::of(reach).pairs;
            for script in [&pairs.latin, &pairs.cyrillic] {
                let count = script.names.len();
                assert!(count <= PairSet::BITS as usize, "{reach:?}: {count} pairs");
            }
        }
    }
}
