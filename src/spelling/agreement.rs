//! The automaton against the plain alignment, over rules nobody would write.
//!
//! Random tables, words and dictionaries of a few letters, so that rows overlap,
//! cut into each other and end words in every way. Both sides read the same rows
//! and share nothing after that.

use proptest::prelude::*;
use tantivy_fst::{Automaton, IntoStreamer, Map, Streamer};

use super::align::align_through;
use super::automaton::Spelling;
use super::rules::{Row, Table};
use super::systems::SND;

/// Systems whose pairs cover every band: plain typing, Turkish, English, an
/// original, and the loose one.
const SYSTEMS: [u32; 6] = [1 << 2, 1 << 4, 1 << 5, 1 << 8, SND, 1 << 17];

prop_compose! {
    fn row()(
        az in "[abş]{0,2}",
        spelled in "[abcшş]{1,3}",
        systems in prop::sample::subsequence(SYSTEMS.to_vec(), 1..4),
        cost in 0u8..4,
        at_start in prop::bool::weighted(0.15),
        at_end in prop::bool::weighted(0.25),
    ) -> Row {
        Row {
            at_end: at_end || az.is_empty(),
            at_start: at_start && !az.is_empty(),
            az: az.leak(),
            spelled: spelled.leak(),
            systems: systems.into_iter().fold(0, |all, system| all | system),
            cost,
            place: ("random", 0),
            why: "",
        }
    }
}

fn tables() -> impl Strategy<Value = Table> {
    prop::collection::vec(row(), 0..14).prop_map(|rows| Table::from_rows(rows, false))
}

/// What the alignment says of a term, as the automaton says it.
fn aligned(word: &str, term: &str, table: &Table) -> Option<(u32, super::Grade)> {
    align_through(word, term, table).map(|found| (found.cost, found.grade))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn automaton_and_alignment_agree(
        table in tables(),
        word in "[abcşш]{0,5}",
        mut terms in prop::collection::vec("[abcşш]{0,6}", 1..40),
    ) {
        let spelling = Spelling::through(&word, &table);
        for term in &terms {
            prop_assert_eq!(
                spelling.cost(term.as_bytes()), aligned(&word, term, &table), "{} {}", word, term
            );
        }
        terms.sort();
        terms.dedup();
        let map = Map::from_iter(terms.iter().map(|term| (term, 0))).expect("sorted terms");
        let mut stream = map.search(&spelling).into_stream();
        let mut found = Vec::new();
        while let Some((term, _)) = stream.next() {
            found.push(String::from_utf8_lossy(term).into_owned());
        }
        terms.retain(|term| aligned(&word, term, &table).is_some());
        prop_assert_eq!(found, terms);
    }

    #[test]
    fn a_state_that_can_match_does(table in tables(), word in "[abcşш]{0,4}") {
        let spelling = Spelling::through(&word, &table);
        let mut live = vec![spelling.start()];
        for _ in 0..3 {
            let steps = live.iter().flat_map(|state| (0..=255).map(|byte| spelling.accept(state, byte)));
            live = steps.filter(|state| spelling.can_match(state)).take(40).collect();
            for state in &live {
                prop_assert!(ends(&spelling, *state, 24), "a barren state of {}", word);
            }
        }
    }
}

/// Whether some bytes, at most so many, lead to a match.
fn ends(spelling: &Spelling, state: u32, bytes: usize) -> bool {
    let mut met = std::collections::HashSet::from([state]);
    let mut front = vec![state];
    for _ in 0..=bytes {
        if front.iter().any(|state| spelling.is_match(state)) {
            return true;
        }
        let steps = front.iter().flat_map(|state| (0..=255).map(|byte| spelling.accept(state, byte)));
        front = steps.filter(|state| spelling.can_match(state) && met.insert(*state)).collect();
    }
    false
}
