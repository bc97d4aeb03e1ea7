//! What a lattice spells: its readings written out as byte strings.
//!
//! Between `lattice` and `automaton`. Each reading is spelled again by every
//! row of every system that may meet the query's (`data/pairs.tsv`), which joins
//! two tables of the kind Azerbaijani ~ X into one relation X ~ Y. Invariant:
//! an arc holds only pairs of systems by which the word can still end within
//! the limits, so nothing barren is ever built.

use super::lattice::Lattice;
use super::rules::{Row, Table};
use super::systems::{BANDS, PairSet, Script};

/// The highest cost any band allows and one more: the depth of the tables below.
pub(crate) const COST_LEVELS: usize = 13;

/// The byte strings the lattice spells, arranged by the node they leave.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// Node by node, sorted by spelled bytes.
    pub arcs: Vec<Arc>,
    /// The arcs of each node.
    pub ranges: Vec<(u32, u32)>,
    /// Class of each byte; 0 for the bytes no arc holds.
    pub class_of: Vec<u8>,
    /// One more than the last class.
    pub classes: usize,
    /// Per node and class: the first of its arcs that begin with that byte; the
    /// next entry ends them.
    pub begins: Vec<u32>,
    /// The spelled bytes of all arcs, one after another.
    pub bytes: Vec<u8>,
    /// The arc a byte of `bytes` belongs to.
    pub owners: Vec<u32>,
    /// Per node and cost: the pairs that can still end within that cost.
    reachable: Vec<[PairSet; COST_LEVELS]>,
    /// Per node and cost so far: the pairs that can still end within their
    /// limit. The same knowledge seen from the start: it makes dying one `and`.
    pub open: Vec<[PairSet; COST_LEVELS]>,
    /// Per node and cost: the pairs that may end right there at that cost.
    pub ends: Vec<[PairSet; COST_LEVELS]>,
}

/// One spelled sequence between two nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub from_byte: u32,
    pub to_byte: u32,
    pub to: u16,
    pub cost: u8,
    pub pairs: PairSet,
}

impl Paths {
    /// Writes every reading of `lattice` out in every system its pairs allow.
    pub fn new(
        lattice: &Lattice,
        table: &Table,
        script: &Script,
        open: PairSet,
        limits: [u8; BANDS],
    ) -> Paths {
        let nodes = lattice.edges.len() + 1;
        let after = (nodes - 1) as u16;
        let mut paths = Paths {
            ranges: vec![(0, 0); nodes],
            reachable: vec![[0; COST_LEVELS]; nodes],
            ends: vec![[0; COST_LEVELS]; nodes],
            ..Paths::default()
        };
        paths.ends[after as usize] = [open; COST_LEVELS];
        paths.reachable[after as usize] = [open; COST_LEVELS];
        let most = limits.into_iter().max().unwrap_or(0);
        let mut drafts = Vec::new();
        for &node in lattice.order.iter().rev() {
            for end in &lattice.ends[node as usize] {
                let pairs = open & script.of_query(end.systems);
                for level in end.cost as usize..COST_LEVELS {
                    paths.ends[node as usize][level] |= pairs;
                }
            }
            drafts.clear();
            Writer { lattice, table, script, open, after, from: node, drafts: &mut drafts }.write();
            drafts.retain_mut(|draft| {
                let Some(left) = most.checked_sub(draft.cost) else {
                    return false;
                };
                draft.pairs &= paths.reachable[draft.to as usize][left as usize];
                draft.pairs != 0
            });
            drafts.sort_unstable_by(|a, b| {
                let long = || a.spelled.bytes().cmp(b.spelled.bytes());
                a.head.cmp(&b.head).then_with(long).then((a.to, a.cost).cmp(&(b.to, b.cost)))
            });
            paths.add(node, &drafts);
        }
        paths.index(script, limits)
    }

    /// Numbers the bytes in use, notes where each begins at each node, and
    /// turns what can be reached into what may still be spent.
    fn index(mut self, script: &Script, limits: [u8; BANDS]) -> Paths {
        let open = |reachable: &[PairSet; COST_LEVELS]| {
            std::array::from_fn(|cost| {
                let left = limits.map(|limit| usize::from(limit).checked_sub(cost));
                let bands = left.into_iter().zip(script.bands);
                bands.fold(0, |open, (left, pairs)| open | left.map_or(0, |left| pairs & reachable[left]))
            })
        };
        self.open = self.reachable.iter().map(open).collect();
        self.class_of = vec![0; 256];
        for &byte in &self.bytes {
            self.class_of[byte as usize] = 1;
        }
        self.classes = 1;
        for class in self.class_of.iter_mut().filter(|class| **class == 1) {
            *class = self.classes as u8;
            self.classes += 1;
        }
        self.begins.reserve(self.ranges.len() * (self.classes + 1));
        for &(first, last) in &self.ranges {
            let mut arc = first;
            for class in 0..=self.classes {
                let before = |arc: u32| {
                    let byte = self.bytes[self.arcs[arc as usize].from_byte as usize];
                    usize::from(self.class_of[byte as usize]) < class
                };
                while arc < last && before(arc) {
                    arc += 1;
                }
                self.begins.push(arc);
            }
        }
        self
    }

    /// One arc from the first node to the end.
    pub fn of_itself(word: &[u8], script: &Script, open: PairSet) -> Paths {
        let every = [open; COST_LEVELS];
        let arc = Arc { from_byte: 0, to_byte: word.len() as u32, to: 1, cost: 0, pairs: open };
        Paths {
            arcs: vec![arc],
            ranges: vec![(0, 1), (1, 1)],
            bytes: word.to_vec(),
            owners: vec![0; word.len()],
            reachable: vec![every; 2],
            ends: vec![[0; COST_LEVELS], every],
            ..Paths::default()
        }
        .index(script, [0; BANDS])
    }

    /// Adds the arcs of a node whose successors are all in place.
    fn add(&mut self, node: u16, drafts: &[Draft]) {
        let first = self.arcs.len() as u32;
        let mut reachable = self.ends[node as usize];
        let mut seen = 0;
        let mut last: Option<&Draft> = None;
        for draft in drafts {
            if last.is_none_or(|l| l.to != draft.to || l.spelled.bytes() != draft.spelled.bytes()) {
                seen = 0;
            }
            last = Some(draft);
            let pairs = draft.pairs & !seen;
            seen |= pairs;
            if pairs == 0 {
                continue;
            }
            let from_byte = self.bytes.len() as u32;
            self.bytes.extend_from_slice(draft.spelled.bytes());
            let to_byte = self.bytes.len() as u32;
            self.owners.resize(to_byte as usize, self.arcs.len() as u32);
            self.arcs.push(Arc { from_byte, to_byte, to: draft.to, cost: draft.cost, pairs });
            let onward = &self.reachable[draft.to as usize];
            for level in draft.cost as usize..COST_LEVELS {
                reachable[level] |= pairs & onward[level - draft.cost as usize];
            }
        }
        self.reachable[node as usize] = reachable;
        self.ranges[node as usize] = (first, self.arcs.len() as u32);
    }
}

/// A spelled sequence: a row's, or a letter as it is.
#[derive(Clone, Copy)]
enum Spelled {
    Row(&'static str),
    Letter([u8; 4], u8),
}

impl Spelled {
    fn bytes(&self) -> &[u8] {
        match self {
            Spelled::Row(text) => text.as_bytes(),
            Spelled::Letter(bytes, length) => &bytes[..*length as usize],
        }
    }
}

/// An arc before its bytes are laid down.
struct Draft {
    /// The first bytes of what is spelled, in the order in which bytes are compared.
    head: u64,
    spelled: Spelled,
    to: u16,
    cost: u8,
    pairs: PairSet,
}

/// Writes out what can be spelled from one node of a lattice.
struct Writer<'a> {
    lattice: &'a Lattice,
    table: &'a Table,
    script: &'a Script,
    /// The pairs that are asked for.
    open: PairSet,
    after: u16,
    from: u16,
    drafts: &'a mut Vec<Draft>,
}

impl Writer<'_> {
    fn write(&mut self) {
        for edge in &self.lattice.edges[self.from as usize] {
            let query = self.open & self.script.of_query(edge.systems);
            if query == 0 {
                continue;
            }
            let mut buffer = [0; 4];
            let length = edge.letter.encode_utf8(&mut buffer).len() as u8;
            let pairs = query & self.script.of_term(self.table.same(edge.letter));
            let spelled = Spelled::Letter(buffer, length);
            self.draft(spelled, edge.to, edge.cost, pairs);
            for (number, row) in self.table.az_with(edge.letter) {
                if row.at_start && self.from != 0 {
                    continue;
                }
                let rest = &row.az[edge.letter.len_utf8()..];
                let pairs = query & self.script.of_row(number);
                self.along(rest, row, edge.to, edge.cost + row.cost, pairs);
            }
        }
        for &number in &self.table.silent {
            let row = &self.table.rows[number as usize];
            self.along("", row, self.from, row.cost, self.open & self.script.of_row(number));
        }
    }

    /// Follows the rest of a row's Azerbaijani letters through the lattice.
    fn along(&mut self, rest: &str, row: &Row, node: u16, cost: u8, pairs: PairSet) {
        if pairs == 0 {
            return;
        }
        let Some(letter) = rest.chars().next() else {
            let spelled = Spelled::Row(row.spelled);
            if !row.at_end {
                self.draft(spelled, node, cost, pairs);
                return;
            }
            for end in &self.lattice.ends[node as usize] {
                let pairs = pairs & self.script.of_query(end.systems);
                self.draft(spelled, self.after, cost + end.cost, pairs);
            }
            return;
        };
        for edge in &self.lattice.edges[node as usize] {
            if edge.letter == letter {
                let pairs = pairs & self.script.of_query(edge.systems);
                let rest = &rest[letter.len_utf8()..];
                self.along(rest, row, edge.to, cost + edge.cost, pairs);
            }
        }
    }

    fn draft(&mut self, spelled: Spelled, to: u16, cost: u8, pairs: PairSet) {
        if pairs != 0 {
            let mut head = [0; 8];
            let bytes = spelled.bytes();
            let length = bytes.len().min(head.len());
            head[..length].copy_from_slice(&bytes[..length]);
            self.drafts.push(Draft { head: u64::from_be_bytes(head), spelled, to, cost, pairs });
        }
    }
}
