//! Two given words side by side: how one spells the other, rule by rule.
//!
//! Beside the automaton, by the plainest method there is: both words are read
//! as lattices and, for one pair of systems at a time, the cheapest path common
//! to both is looked for. It explains a match to the user and is the oracle the
//! automaton is tested against: both must agree on every pair of words.

use super::automaton::{LONGEST, limits};
use super::lattice::{Edge, Lattice};
use super::rules::Table;
use super::systems::{BAND_GRADES, SYSTEMS};
use super::{Grade, Reach};

/// No row spells one letter with more letters than this.
const LONGER: usize = 6;

/// How one word spells another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// The best grade that joins the two.
    pub grade: Grade,
    /// The least cost within that grade.
    pub cost: u32,
    /// The writing systems of the first and the second word, as the data names
    /// them (`az`, `en`, `ru`).
    pub systems: (&'static str, &'static str),
    /// The words cut into corresponding pieces, first to last.
    pub steps: Vec<Step>,
}

impl Alignment {
    /// A word beside itself.
    fn of_itself(word: &str) -> Alignment {
        let step = Step { a: word.into(), az: word.into(), b: word.into(), ..Step::default() };
        Alignment { grade: Grade::Exact, cost: 0, systems: (SYSTEMS[0], SYSTEMS[0]), steps: vec![step] }
    }
}

/// Letters of the first word, what they stand for, letters of the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Letters of the first word.
    pub a: String,
    /// The Azerbaijani letters both stand for.
    pub az: String,
    /// Letters of the second word.
    pub b: String,
    /// What this piece adds to the cost.
    pub cost: u32,
    /// The rows it was read by, as `file:line`; none for letters that are themselves.
    pub rows: Vec<String>,
    /// What those rows say.
    pub reasons: Vec<&'static str>,
}

/// Aligns `b` with `a`, both repaired and in lower case; none where no path
/// stays within the limits for `a`.
#[must_use]
pub fn align(a: &str, b: &str, reach: Reach) -> Option<Alignment> {
    align_through(a, b, Table::of(reach))
}

/// Aligns `b` with `a` by the rows of one table.
pub(crate) fn align_through(a: &str, b: &str, table: &Table) -> Option<Alignment> {
    if a.chars().nth(LONGEST).is_some() || b.chars().nth(LONGEST * LONGER).is_some() {
        return (a == b).then(|| Alignment::of_itself(a));
    }
    let (left, right) = (Lattice::new(a, table), Lattice::new(b, table));
    let script = table.pairs.of_word(a);
    let limits = limits(left.letters);
    (0..BAND_GRADES.len()).find_map(|grade| {
        let pairs = script.names.iter().enumerate();
        let open = pairs.filter(|(bit, _)| script.bands[grade] >> bit & 1 == 1);
        let paths = open.filter_map(|(_, &(of_a, of_b))| {
            let path = shortest(&left, &right, of_a, of_b)?;
            (path.0 <= u32::from(limits[grade])).then_some((path, of_a, of_b))
        });
        let ((cost, edges), of_a, of_b) = paths.min_by_key(|((cost, _), ..)| *cost)?;
        Some(Alignment {
            grade: BAND_GRADES[grade],
            cost,
            systems: (SYSTEMS[of_a as usize], SYSTEMS[of_b as usize]),
            steps: steps((a, &left), (b, &right), &edges, table),
        })
    })
}

/// A path: the edges taken in both lattices, and the two nodes it ends at.
type Path<'a> = (u32, Vec<Pairing<'a>>);

/// Two edges of one letter, and the nodes they leave.
#[derive(Clone, Copy)]
struct Pairing<'a> {
    from: (u16, u16),
    edges: Option<(&'a Edge, &'a Edge)>,
    silent: (Option<u16>, Option<u16>),
    cost: u32,
}

/// The cheapest path through both lattices under one pair of systems.
fn shortest<'a>(a: &'a Lattice, b: &'a Lattice, of_a: u8, of_b: u8) -> Option<Path<'a>> {
    let width = b.edges.len();
    let index = |(na, nb): (u16, u16)| na as usize * width + nb as usize;
    let mut best: Vec<Option<(u32, Option<Pairing>)>> = vec![None; a.edges.len() * width];
    *best.first_mut()? = Some((0, None));
    let mut ending: Option<(u32, Pairing)> = None;
    let cells = a.order.iter().flat_map(|&na| b.order.iter().map(move |&nb| (na, nb)));
    for from in cells {
        let Some((so_far, _)) = best[index(from)] else {
            continue;
        };
        for ea in a.edges[from.0 as usize].iter().filter(|edge| edge.systems >> of_a & 1 == 1) {
            for eb in b.edges[from.1 as usize].iter().filter(|edge| edge.systems >> of_b & 1 == 1) {
                let cost = u32::from(ea.cost) + u32::from(eb.cost);
                let cell = &mut best[index((ea.to, eb.to))];
                if ea.letter == eb.letter && cell.is_none_or(|(old, _)| so_far + cost < old) {
                    let edges = Some((ea, eb));
                    let pairing = Pairing { from, edges, silent: (None, None), cost };
                    *cell = Some((so_far + cost, Some(pairing)));
                }
            }
        }
        for ea in a.ends[from.0 as usize].iter().filter(|end| end.systems >> of_a & 1 == 1) {
            for eb in b.ends[from.1 as usize].iter().filter(|end| end.systems >> of_b & 1 == 1) {
                let cost = u32::from(ea.cost) + u32::from(eb.cost);
                if ending.is_none_or(|(old, _)| so_far + cost < old) {
                    let silent = (ea.row, eb.row);
                    ending = Some((so_far + cost, Pairing { from, edges: None, silent, cost }));
                }
            }
        }
    }
    let (cost, last) = ending?;
    let mut path = vec![last];
    while let Some((_, Some(pairing))) = best[index(path[path.len() - 1].from)] {
        path.push(pairing);
    }
    path.reverse();
    Some((cost, path))
}

/// Cuts a path into steps where both words stand between two letters.
fn steps(
    (a, left): (&str, &Lattice),
    (b, right): (&str, &Lattice),
    path: &[Pairing],
    table: &Table,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open = Step::default();
    let (mut from_a, mut from_b) = (0, 0);
    for pairing in path {
        let (a_place, a_inside) = left.places[pairing.from.0 as usize];
        let (b_place, b_inside) = right.places[pairing.from.1 as usize];
        if a_inside == 0 && b_inside == 0 && !open.az.is_empty() {
            open.a = a[from_a..a_place as usize].to_owned();
            open.b = b[from_b..b_place as usize].to_owned();
            (from_a, from_b) = (a_place as usize, b_place as usize);
            steps.push(std::mem::take(&mut open));
        }
        let (rows, letter) = match pairing.edges {
            Some((ea, eb)) => ([ea.row, eb.row], Some(ea.letter)),
            None => ([pairing.silent.0, pairing.silent.1], None),
        };
        open.az.extend(letter);
        open.cost += pairing.cost;
        for row in rows.into_iter().flatten() {
            let row = &table.rows[row as usize];
            if row.az == row.spelled {
                continue;
            }
            let place = format!("{}:{}", row.place.0, row.place.1);
            if !open.rows.contains(&place) {
                open.rows.push(place);
            }
            if !open.reasons.contains(&row.why) {
                open.reasons.push(row.why);
            }
        }
    }
    open.a = a[from_a..].to_owned();
    open.b = b[from_b..].to_owned();
    if !(open.a.is_empty() && open.b.is_empty()) {
        steps.push(open);
    }
    steps
}
