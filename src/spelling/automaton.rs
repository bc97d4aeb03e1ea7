//! The automaton of one word: which terms are spellings of it, at what cost.
//!
//! The byte strings of `paths`, determinised only where a dictionary leads: a
//! state is a sorted list of tokens (place, cost so far, pairs of systems still
//! possible), and transitions are worked out for states met, not for all.
//! Invariant: a state lives exactly when some term can still be reached within
//! the limits, so `can_match` never sends a search into a barren branch.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;
use tantivy_fst::Automaton;

use super::lattice::Lattice;
use super::paths::{Arc, COST_LEVELS, Paths};
use super::rules::Table;
use super::systems::{BAND_GRADES, BANDS, PairSet};
use super::{Grade, Reach};

/// Words of more letters than this are only ever themselves: no name is so long,
/// and whatever is (glued text, an address) must not cost a search its time.
pub(crate) const LONGEST: usize = 40;

/// The state from which nothing is reached.
const DEAD: u32 = 0;
/// A transition nobody has asked for yet.
const UNMET: u32 = u32::MAX;

/// The spellings of one word, as an automaton over the bytes of terms.
///
/// Give it to a term dictionary's `search`; it accepts exactly the terms for
/// which [`Spelling::cost`] is some.
#[derive(Debug)]
pub struct Spelling {
    paths: Paths,
    limits: [u8; BANDS],
    bands: [PairSet; BANDS],
    /// The state before the first byte; dead where nothing can be reached.
    start: u32,
    states: RefCell<States>,
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
    /// The tokens of all states, one after another.
    tokens: Vec<Token>,
    /// Where the tokens of each state lie.
    ranges: Vec<Range<u32>>,
    /// Numbers of states, by their tokens.
    numbers: HashTable<u32>,
    accepting: Vec<Option<(u32, Grade)>>,
    /// `classes` next states for each state.
    next: Vec<u32>,
    classes: usize,
    scratch: Vec<Token>,
}

impl Spelling {
    /// The spellings of `word`, which is repaired, in lower case and without
    /// apostrophes. Any string will do; past 40 letters a word is only itself.
    #[must_use]
    pub fn new(word: &str, reach: Reach) -> Spelling {
        Spelling::through(word, Table::of(reach))
    }

    /// Those that do more than sound alike, and cost `most` at most. There are far fewer, and finding
    /// them takes half the time or less.
    #[must_use]
    pub fn near(word: &str, reach: Reach, most: u8) -> Spelling {
        let table = Table::of(reach);
        let open = table.pairs.of_word(word).up_to(Grade::Transliteration);
        Spelling::within(word, table, open, most)
    }

    /// The spellings of `word` by the rows of one table.
    pub(crate) fn through(word: &str, table: &Table) -> Spelling {
        Spelling::within(word, table, table.pairs.of_word(word).every(), u8::MAX)
    }

    /// By these pairs of systems alone.
    fn within(word: &str, table: &Table, open: PairSet, most: u8) -> Spelling {
        let script = table.pairs.of_word(word);
        let (paths, limits) = if word.chars().nth(LONGEST).is_some() {
            (Paths::of_itself(word.as_bytes(), script, open), [0; BANDS])
        } else {
            let lattice = Lattice::new(word, table);
            let limits = limits(lattice.letters).map(|limit| limit.min(most));
            (Paths::new(&lattice, table, script, open, limits), limits)
        };
        let states = RefCell::new(States::new(paths.classes));
        let mut spelling = Spelling { paths, limits, bands: script.bands, start: DEAD, states };
        spelling.meet_start(open);
        spelling
    }

    /// What it costs to spell the word as `term`, and the grade of the best
    /// way; none where no path stays within the limits.
    #[must_use]
    pub fn cost(&self, term: &[u8]) -> Option<(u32, Grade)> {
        let mut state = self.start;
        for &byte in term {
            state = self.step(state, byte);
            if state == DEAD {
                return None;
            }
        }
        self.graded(state)
    }

    /// Cost and grade of the terms that end in a state.
    pub(crate) fn graded(&self, state: u32) -> Option<(u32, Grade)> {
        self.states.borrow().accepting[state as usize]
    }

    /// Makes the first state.
    fn meet_start(&mut self, open: PairSet) {
        let states = &mut *self.states.borrow_mut();
        states.scratch.extend(self.still_open(0, Token { place: 0, cost: 0, pairs: open }));
        let start = self.meet(states);
        self.start = start;
    }

    fn step(&self, state: u32, byte: u8) -> u32 {
        let class = self.paths.class_of[byte as usize] as usize;
        if class == 0 || state == DEAD {
            return DEAD;
        }
        let slot = state as usize * self.paths.classes + class;
        let known = self.states.borrow().next[slot];
        if known != UNMET {
            return known;
        }
        let states = &mut *self.states.borrow_mut();
        states.scratch.clear();
        for &token in &states.tokens[states.at(state)] {
            self.read(token, byte, class, &mut states.scratch);
        }
        let next = self.meet(states);
        states.next[slot] = next;
        next
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
        token.pairs &= self.paths.open[node as usize].get(token.cost as usize)?;
        (token.pairs != 0).then_some(token)
    }

    /// The number of the state whose tokens stand, unsorted, in `scratch`.
    fn meet(&self, states: &mut States) -> u32 {
        if states.scratch.is_empty() {
            return DEAD;
        }
        tidy(&mut states.scratch);
        states.number(|tokens| self.accepts(tokens))
    }

    /// The best grade in which the word may end here, and its least cost.
    fn accepts(&self, tokens: &[Token]) -> Option<(u32, Grade)> {
        let ends = |token: &Token| Some((self.paths.ends.get(token.place as usize)?, *token));
        let ended = tokens.iter().filter_map(ends);
        let ended: Vec<_> = ended.filter(|(ends, token)| ends[COST_LEVELS - 1] & token.pairs != 0).collect();
        (0..BANDS).find_map(|band| {
            let costs = ended.iter().filter_map(|(ends, token)| {
                let pairs = token.pairs & self.bands[band];
                let least = (0..COST_LEVELS).find(|&more| pairs & ends[more] != 0)?;
                let cost = usize::from(token.cost) + least;
                (cost <= usize::from(self.limits[band])).then_some(cost as u32)
            });
            costs.min().map(|cost| (cost, BAND_GRADES[band]))
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

/// The highest cost a path may have in each band, for a word of so many
/// letters.
///
/// What a system does as a matter of course costs 0 or 1, so a limit has only
/// to stop a short word from changing altogether. Of some 1,400 attested pairs
/// of spellings in two languages 94 in 100 cost 3 or less, none more than 6.
/// Typing may change every letter. Transliteration may spend one on every other
/// letter and 1½ more: ⅔·letters + 2 found two pairs in a thousand more and made
/// a search a fifth slower, letters / 2 + ½ lost sixteen. Against an original
/// spelling a little less, since silent letters and many vowels make those rows
/// loose. Sounds alike 1 + ⅔·letters, at most 5: at 9 false pairs rose by half.
pub(crate) fn limits(letters: usize) -> [u8; BANDS] {
    let half = |most: usize, free: usize| ((letters + free) / 2).min(most) as u8;
    let typed = (letters + 1).min(COST_LEVELS - 1) as u8;
    [0, typed, half(7, 3), half(5, 2), (1 + 2 * letters / 3).min(5) as u8]
}

impl States {
    fn new(classes: usize) -> States {
        let mut states = States {
            tokens: Vec::new(),
            ranges: Vec::new(),
            numbers: HashTable::new(),
            accepting: Vec::new(),
            next: Vec::new(),
            classes,
            scratch: Vec::new(),
        };
        states.number(|_| None);
        states
    }

    fn at(&self, state: u32) -> Range<usize> {
        let range = &self.ranges[state as usize];
        range.start as usize..range.end as usize
    }

    /// The number of the state whose tokens stand in `scratch`; a new one is asked whether it accepts.
    fn number(&mut self, accepts: impl FnOnce(&[Token]) -> Option<(u32, Grade)>) -> u32 {
        let States { tokens, ranges, numbers, scratch, .. } = self;
        let of = |state: u32| {
            let range = &ranges[state as usize];
            &tokens[range.start as usize..range.end as usize]
        };
        let known = numbers.entry(hash(scratch), |&n| of(n) == &scratch[..], |&n| hash(of(n)));
        let free = match known {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(free) => free,
        };
        let number = ranges.len() as u32;
        free.insert(number);
        let start = tokens.len() as u32;
        tokens.extend_from_slice(scratch);
        ranges.push(start..tokens.len() as u32);
        self.accepting.push(accepts(&self.scratch));
        self.next.resize(self.next.len() + self.classes, UNMET);
        number
    }
}

fn hash(tokens: &[Token]) -> u64 {
    let mut hasher = FxHasher::default();
    tokens.iter().for_each(|token| token.hash(&mut hasher));
    hasher.finish()
}

impl Automaton for Spelling {
    type State = u32;

    fn start(&self) -> u32 {
        self.start
    }

    fn is_match(&self, state: &u32) -> bool {
        self.states.borrow().accepting[*state as usize].is_some()
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != DEAD
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.step(*state, byte)
    }
}
