//! A word as a lattice: every way to read its letters as Azerbaijani ones.
//!
//! Between the tables (`rules`) and the automaton. Nodes are places in the
//! word; an edge is one Azerbaijani letter with its cost and the systems in
//! which it may be read so. `sh` gives `s·h` and, two letters on, `ş`: branches
//! stand side by side, nothing is folded. Invariant: edges lead to a node of
//! higher rank, so one pass backwards over [`Lattice::order`] sees every
//! successor first.

use super::rules::Table;
use super::systems::{EVERY, Systems};

/// One Azerbaijani letter between two nodes.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub letter: char,
    pub to: u16,
    pub cost: u8,
    pub systems: Systems,
    /// The row it was read by, or none for a letter that stands for itself.
    pub row: Option<u16>,
}

/// The end of the word as seen from a node.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub cost: u8,
    pub systems: Systems,
    /// The silent ending passed over, if any.
    pub row: Option<u16>,
}

/// Every Azerbaijani reading of one word.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    /// Edges by the node they leave. Node 0 is the start of the word.
    pub edges: Vec<Vec<Edge>>,
    /// How the word may end at a node.
    pub ends: Vec<Vec<End>>,
    /// Nodes by rank, lowest first.
    pub order: Vec<u16>,
    /// Where in the word (in bytes) a node stands; inside a spelled sequence,
    /// where that sequence begins.
    pub places: Vec<(u16, u8)>,
    /// Letters in the word.
    pub letters: usize,
}

impl Lattice {
    /// Reads `word` through `table`.
    pub fn new(word: &str, table: &Table) -> Lattice {
        let mut lattice = Lattice::default();
        let starts: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
        lattice.letters = starts.len() - 1;
        let mut node_at = vec![0u16; word.len() + 1];
        for &start in &starts {
            node_at[start] = lattice.add_node(start, 0);
        }
        for &start in &starts[..lattice.letters] {
            let rest = &word[start..];
            let from = node_at[start];
            let Some(letter) = rest.chars().next() else {
                continue;
            };
            lattice.edges[from as usize].push(Edge {
                letter,
                to: node_at[start + letter.len_utf8()],
                cost: 0,
                systems: table.same(letter),
                row: None,
            });
            for (number, row) in table.spelled_with(letter) {
                let end = start + row.spelled.len();
                if !rest.starts_with(row.spelled)
                    || (row.at_start && start > 0)
                    || (row.at_end && end < word.len())
                {
                    continue;
                }
                if row.az.is_empty() {
                    lattice.ends[from as usize].push(End {
                        cost: row.cost,
                        systems: row.systems,
                        row: Some(number),
                    });
                    continue;
                }
                let mut node = from;
                let last = row.az.chars().count() - 1;
                for (step, letter) in row.az.chars().enumerate() {
                    let to =
                        if step == last { node_at[end] } else { lattice.add_node(start, step as u8 + 1) };
                    let cost = if step == 0 { row.cost } else { 0 };
                    let edge = Edge { letter, to, cost, systems: row.systems, row: Some(number) };
                    lattice.edges[node as usize].push(edge);
                    node = to;
                }
            }
        }
        let end = node_at[word.len()];
        lattice.ends[end as usize].push(End { cost: 0, systems: EVERY, row: None });
        lattice.order = (0..lattice.edges.len() as u16).collect();
        lattice.order.sort_by_key(|&node| lattice.places[node as usize]);
        lattice
    }

    fn add_node(&mut self, place: usize, step: u8) -> u16 {
        self.edges.push(Vec::new());
        self.ends.push(Vec::new());
        self.places.push((place as u16, step));
        (self.edges.len() - 1) as u16
    }
}
