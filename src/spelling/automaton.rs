//! The automaton of one word: which terms are spellings of it, at what cost.
//!
//! The lattice of readings (`lattice`) is written out again through the tables
//! into byte strings, and the result is determinised only where a dictionary
//! leads it: a state is a sorted list of (place, cost so far, pairs of systems
//! still possible), a row of transitions is made for states met, not for all.
//! Invariant: a state lives exactly when some term can still be reached within
//! the limits, so `can_match` never sends a search into a barren branch.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use tantivy_fst::Automaton;

use super::lattice::Lattice;
use super::rules::{BANDS, PATH_GRADES, PairSet, Row, Script, Table};
use super::{Grade, Reach};

/// Words longer than this are only ever themselves. The longest name in a
/// million terms that has a second spelling is 24 letters; hyphenated and
/// glued words stay well below.
pub(crate) const LONGEST: usize = 40;

/// The highest cost any grade allows, and so the depth of the tables below.
const COST_LEVELS: usize = 13;

const DEAD: u32 = 0;
const START: u32 = 1;
const UNMET: u32 = u32::MAX;

/// The spellings of one word, as an automaton over the bytes of terms.
///
/// Give it to a term dictionary's `search`; it accepts exactly the terms for
/// which [`Spelling::cost`] is some.
#[derive(Debug)]
pub struct Spelling {
    paths: Paths,
    limits: [u8; BANDS],
    grades: [PairSet; BANDS],
    states: RefCell<States>,
}

/// The byte strings the lattice spells, arranged by the node they leave.
#[derive(Debug, Default)]
struct Paths {
    /// Node by node, sorted by spelled bytes.
    arcs: Vec<Arc>,
    /// The arcs of each node.
    ranges: Vec<(u32, u32)>,
    /// Class of each byte; 0 for the bytes no arc holds.
    class_of: Vec<u8>,
    /// One more than the last class.
    classes: usize,
    /// Per node and class: the first of its arcs that begin with that byte; the
    /// next entry ends them.
    begins: Vec<u32>,
    /// The spelled bytes of all arcs, one after another.
    bytes: Vec<u8>,
    /// The arc a byte of `bytes` belongs to.
    owners: Vec<u32>,
    /// Per node and cost: the pairs that can still end within that cost.
    reachable: Vec<[PairSet; COST_LEVELS]>,
    /// Per node and cost: the pairs that may end right there at that cost.
    ends: Vec<[PairSet; COST_LEVELS]>,
}

/// One spelled sequence between two nodes.
#[derive(Clone, Copy, Debug)]
struct Arc {
    from_byte: u32,
    to_byte: u32,
    to: u16,
    cost: u8,
    pairs: PairSet,
}

/// A place in the automaton with the cheapest way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Token {
    /// A node, or (counted on from the last node) the next byte to be read.
    place: u32,
    cost: u8,
    pairs: PairSet,
}

/// The states met so far.
#[derive(Debug)]
struct States {
    tokens: Vec<Rc<[Token]>>,
    numbers: HashMap<Rc<[Token]>, u32, BuildHasherDefault<Mixer>>,
    accepting: Vec<Option<(u32, Grade)>>,
    /// `classes` next states for each state.
    next: Vec<u32>,
    classes: usize,
    scratch: Vec<Token>,
}

/// A multiplicative hash: the keys are small integers of our own making, and
/// the default hash took a third of a search.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(n.into());
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(n.into());
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn write_u128(&mut self, n: u128) {
        self.write_u64(n as u64);
        self.write_u64((n >> 64) as u64);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
}

impl Spelling {
    /// The spellings of `word`, which is repaired and in lower case.
    #[must_use]
    pub fn new(word: &str, reach: Reach) -> Spelling {
        let table = Table::of(reach);
        let script = table.pairs.of_word(word);
        if word.chars().nth(LONGEST).is_some() {
            return Spelling::of_itself(word, script);
        }
        let lattice = Lattice::new(word, table);
        let limits = limits(lattice.letters);
        let paths = Paths::new(&lattice, table, script, limits);
        let states = RefCell::new(States::new(paths.classes));
        let spelling = Spelling { paths, limits, grades: script.grades, states };
        spelling.meet_start(script);
        spelling
    }

    /// A word too long to be varied: a chain of its own bytes.
    fn of_itself(word: &str, script: &Script) -> Spelling {
        let paths = Paths::of_itself(word.as_bytes(), script);
        let states = RefCell::new(States::new(paths.classes));
        let spelling = Spelling { paths, limits: [0; BANDS], grades: script.grades, states };
        spelling.meet_start(script);
        spelling
    }

    /// What it costs to spell the word as `term`, and the grade of the best
    /// way; none where no path stays within the limits.
    #[must_use]
    pub fn cost(&self, term: &[u8]) -> Option<(u32, Grade)> {
        let mut state = START;
        for &byte in term {
            state = self.step(state, byte);
            if state == DEAD {
                return None;
            }
        }
        self.states.borrow().accepting[state as usize]
    }

    /// Makes the first state, an empty one where nothing can be reached.
    fn meet_start(&self, script: &Script) {
        let states = &mut *self.states.borrow_mut();
        let start = Token { place: 0, cost: 0, pairs: script.every() };
        states.scratch.clear();
        states.scratch.extend(self.still_open(0, start));
        self.meet(states);
        if states.tokens.len() == START as usize {
            states.add(Rc::from([]), None);
        }
    }

    fn step(&self, state: u32, byte: u8) -> u32 {
        let class = self.paths.class_of[byte as usize] as usize;
        if class == 0 || state == DEAD {
            return DEAD;
        }
        let states = &mut *self.states.borrow_mut();
        let slot = state as usize * states.classes + class;
        if states.next[slot] == UNMET {
            let tokens = Rc::clone(&states.tokens[state as usize]);
            states.scratch.clear();
            for token in tokens.iter() {
                self.read(*token, byte, class, &mut states.scratch);
            }
            states.next[slot] = self.meet(states);
        }
        states.next[slot]
    }

    /// Where one byte takes a token.
    fn read(&self, token: Token, byte: u8, class: usize, into: &mut Vec<Token>) {
        let paths = &self.paths;
        let nodes = paths.ranges.len() as u32;
        let mut follow = |arc: &Arc, at: u32, cost: u8, pairs: PairSet| {
            let place = if at + 1 == arc.to_byte { arc.to.into() } else { nodes + at + 1 };
            into.extend(self.still_open(arc.to, Token { place, cost, pairs }));
        };
        if let Some(at) = token.place.checked_sub(nodes) {
            if paths.bytes[at as usize] == byte {
                let arc = &paths.arcs[paths.owners[at as usize] as usize];
                follow(arc, at, token.cost, token.pairs);
            }
            return;
        }
        let first = token.place as usize * (paths.classes + 1) + class;
        let arcs = paths.begins[first] as usize..paths.begins[first + 1] as usize;
        for arc in &paths.arcs[arcs] {
            follow(arc, arc.from_byte, token.cost + arc.cost, token.pairs & arc.pairs);
        }
    }

    /// The token without the pairs that cannot end within their limit from
    /// `node`; none if no pair is left.
    fn still_open(&self, node: u16, mut token: Token) -> Option<Token> {
        let reachable = &self.paths.reachable[node as usize];
        let mut open = 0;
        for (limit, pairs) in self.limits.iter().zip(self.grades) {
            if let Some(left) = limit.checked_sub(token.cost) {
                open |= pairs & reachable[left as usize];
            }
        }
        token.pairs &= open;
        (token.pairs != 0).then_some(token)
    }

    /// The number of the state whose tokens stand, unsorted, in `scratch`.
    fn meet(&self, states: &mut States) -> u32 {
        if states.scratch.is_empty() {
            return DEAD;
        }
        tidy(&mut states.scratch);
        if let Some(&number) = states.numbers.get(states.scratch.as_slice()) {
            return number;
        }
        let tokens: Rc<[Token]> = Rc::from(states.scratch.as_slice());
        let accepting = self.accepts(&tokens);
        states.add(tokens, accepting)
    }

    /// The best grade in which the word may end here, and its least cost.
    fn accepts(&self, tokens: &[Token]) -> Option<(u32, Grade)> {
        let nodes = self.paths.ranges.len() as u32;
        (0..PATH_GRADES.len()).find_map(|grade| {
            let costs = tokens.iter().filter(|token| token.place < nodes).filter_map(|token| {
                let reachable = &self.paths.ends[token.place as usize];
                let left = self.limits[grade].checked_sub(token.cost)?;
                (0..=left)
                    .find(|&more| token.pairs & self.grades[grade] & reachable[more as usize] != 0)
                    .map(|more| u32::from(token.cost + more))
            });
            costs.min().map(|cost| (cost, PATH_GRADES[grade]))
        })
    }
}

/// Sorts tokens; of two at one place keeps of the dearer one only the pairs the
/// cheaper one lacks.
fn tidy(tokens: &mut Vec<Token>) {
    tokens.sort_unstable();
    let mut kept = 0;
    let mut seen = 0;
    for i in 0..tokens.len() {
        let mut token = tokens[i];
        let same_place = kept > 0 && tokens[kept - 1].place == token.place;
        if !same_place {
            seen = 0;
        }
        token.pairs &= !seen;
        seen |= token.pairs;
        if token.pairs == 0 {
            continue;
        }
        if same_place && tokens[kept - 1].cost == token.cost {
            tokens[kept - 1].pairs |= token.pairs;
        } else {
            tokens[kept] = token;
            kept += 1;
        }
    }
    tokens.truncate(kept);
}

/// The highest cost a path may have in each grade, for a word of so many
/// letters.
///
/// Coherence already keeps a path in one pair of systems, so the limit only has
/// to stop short words from changing altogether: two letters may change in a
/// word of three, six in a word of seven.
pub(crate) fn limits(letters: usize) -> [u8; BANDS] {
    let e = |n: &str, d: usize| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    [
        0,
        (letters + 1).min(COST_LEVELS - 1) as u8,
        ((letters + e("CF", 2)) / 2).min(e("CM", 7)) as u8,
        ((letters + e("WF", 0)) / 2).min(e("WM", 5)) as u8,
        (e("SF", 1) + 2 * letters / 3).min(e("SM", 5)) as u8,
    ]
}

impl States {
    fn new(classes: usize) -> States {
        let mut states = States {
            tokens: Vec::new(),
            numbers: HashMap::default(),
            accepting: Vec::new(),
            next: Vec::new(),
            classes,
            scratch: Vec::new(),
        };
        states.add(Rc::from([]), None);
        states
    }

    fn add(&mut self, tokens: Rc<[Token]>, accepting: Option<(u32, Grade)>) -> u32 {
        let number = self.tokens.len() as u32;
        self.numbers.insert(Rc::clone(&tokens), number);
        self.tokens.push(tokens);
        self.accepting.push(accepting);
        self.next.resize(self.next.len() + self.classes, UNMET);
        number
    }
}

impl Paths {
    /// Writes every reading of `lattice` out in every system its pairs allow.
    fn new(lattice: &Lattice, table: &Table, script: &Script, limits: [u8; BANDS]) -> Paths {
        let nodes = lattice.edges.len() + 1;
        let after = (nodes - 1) as u16;
        let mut paths = Paths {
            ranges: vec![(0, 0); nodes],
            reachable: vec![[0; COST_LEVELS]; nodes],
            ends: vec![[0; COST_LEVELS]; nodes],
            ..Paths::default()
        };
        paths.ends[after as usize] = [script.every(); COST_LEVELS];
        paths.reachable[after as usize] = [script.every(); COST_LEVELS];
        let most = limits.into_iter().max().unwrap_or(0);
        let mut drafts = Vec::new();
        for &node in lattice.order.iter().rev() {
            for end in &lattice.ends[node as usize] {
                let pairs = script.of_query(end.systems);
                for level in end.cost as usize..COST_LEVELS {
                    paths.ends[node as usize][level] |= pairs;
                }
            }
            drafts.clear();
            Writer { lattice, table, script, after, from: node, drafts: &mut drafts }.write();
            drafts.retain_mut(|draft| {
                let Some(left) = most.checked_sub(draft.cost) else {
                    return false;
                };
                draft.pairs &= paths.reachable[draft.to as usize][left as usize];
                draft.pairs != 0
            });
            drafts.sort_unstable_by(|a, b| {
                (a.spelled.bytes(), a.to, a.cost).cmp(&(b.spelled.bytes(), b.to, b.cost))
            });
            paths.add(node, &drafts);
        }
        paths.index()
    }

    /// Numbers the bytes in use and notes where each begins at each node.
    fn index(mut self) -> Paths {
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
    fn of_itself(word: &[u8], script: &Script) -> Paths {
        let every = [script.every(); COST_LEVELS];
        let arc = Arc { from_byte: 0, to_byte: word.len() as u32, to: 1, cost: 0, pairs: script.every() };
        Paths {
            arcs: vec![arc],
            ranges: vec![(0, 1), (1, 1)],
            bytes: word.to_vec(),
            owners: vec![0; word.len()],
            reachable: vec![every; 2],
            ends: vec![[0; COST_LEVELS], every],
            ..Paths::default()
        }
        .index()
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
    after: u16,
    from: u16,
    drafts: &'a mut Vec<Draft>,
}

impl Writer<'_> {
    fn write(&mut self) {
        for edge in &self.lattice.edges[self.from as usize] {
            let query = self.script.of_query(edge.systems);
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
            self.along("", row, self.from, row.cost, self.script.of_row(number));
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
            self.drafts.push(Draft { spelled, to, cost, pairs });
        }
    }
}

impl Spelling {
    /// x
    pub fn stats(&self) -> (usize, usize, usize, usize) {
        let s = self.states.borrow();
        (
            s.tokens.len(),
            s.tokens.iter().map(|t| t.len()).sum(),
            self.paths.arcs.len(),
            s.next.iter().filter(|&&n| n != UNMET).count(),
        )
    }
}

impl Automaton for Spelling {
    type State = u32;

    fn start(&self) -> u32 {
        START
    }

    fn is_match(&self, state: &u32) -> bool {
        self.states.borrow().accepting[*state as usize].is_some()
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != DEAD && !self.states.borrow().tokens[*state as usize].is_empty()
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.step(*state, byte)
    }
}
