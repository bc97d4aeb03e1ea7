//! Compiles `suffixes.tsv` into the tables of the suffix automaton.
//!
//! Archiphonemes are spelled out here, once, so that the run-time walk compares
//! letters only: `lAr` becomes `lar` after a ı o u and `lər` after e ə i ö ü.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use crate::letters;
use crate::spell::{CLASSES, spell};

/// What stands left of an ending: a consonant, a vowel.
const CONSONANT: u8 = 1;
const VOWEL: u8 = 2;

/// One spelled-out form of a row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Allomorph {
    text: String,
    row: usize,
    /// 0 any letter, 1 a vowel, 2 no vowel must follow.
    next: u8,
}

/// Rust source with the tables of the automaton.
pub fn compile(suffixes: &str, groups: &str, costs: &str) -> String {
    let suffixes = expand_groups(suffixes, groups);
    let mut slots: Vec<&str> = vec!["noun", "verb", "word", "number"];
    let mut rows = Vec::new();
    for line in suffixes.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() >= 4, "suffixes.tsv: a row of {} cells: {line}", cells.len());
        if !slots.contains(&cells[0]) {
            slots.push(cells[0]);
        }
        rows.push(cells);
    }
    let slot_id = |name: &str| {
        slots.iter().position(|s| *s == name).unwrap_or_else(|| panic!("suffixes.tsv: no slot {name}"))
    };
    assert!(slots.len() <= 64 && rows.len() < 255);

    let mut spelled: BTreeMap<Allomorph, [u8; 2]> = BTreeMap::new();
    for (row, cells) in rows.iter().enumerate() {
        for left in [CONSONANT, VOWEL] {
            for (class, a, i) in CLASSES {
                for (text, next) in spell(cells[2], left == VOWEL, a, i) {
                    let masks = spelled.entry(Allomorph { text, row, next }).or_default();
                    masks[(left - 1) as usize] |= class;
                }
            }
        }
    }

    // Reversed trie over letter codes.
    let mut trie: Vec<HashMap<u8, usize>> = vec![HashMap::new()];
    let mut ends: Vec<Vec<usize>> = vec![Vec::new()];
    let mut table = Vec::new();
    let mut slot_of = Vec::new();
    for (allomorph, masks) in &spelled {
        // A form that needs nothing of one kind of left neighbour is one entry;
        // harmony differs by neighbour only where the buffers do.
        let mut kinds: Vec<(u8, u8)> = Vec::new();
        for (left, mask) in [CONSONANT, VOWEL].into_iter().zip(*masks) {
            match kinds.iter_mut().find(|(_, m)| *m == mask) {
                _ if mask == 0 => {}
                Some(slot) => slot.0 |= left,
                None => kinds.push((left, mask)),
            }
        }
        let mut node = 0;
        for c in allomorph.text.chars().rev() {
            let code = letters::code(c);
            node = match trie[node].get(&code) {
                Some(&next) => next,
                None => {
                    trie.push(HashMap::new());
                    ends.push(Vec::new());
                    let new = trie.len() - 1;
                    trie[node].insert(code, new);
                    new
                }
            };
        }
        for (left, harmony) in kinds {
            ends[node].push(table.len());
            slot_of.push(slot_id(rows[allomorph.row][0]));
            let last_vowel = allomorph.text.chars().rev().find_map(letters::vowel_class);
            table.push(format!(
                "Allomorph {{ row: {}, slot: {}, left: {left}, harmony: {harmony}, next: {}, vowel: {} }}",
                allomorph.row,
                slot_id(rows[allomorph.row][0]),
                allomorph.next,
                last_vowel.unwrap_or(0),
            ));
        }
    }

    let mut out = String::new();
    for (i, slot) in slots.iter().enumerate() {
        let _ = writeln!(
            out,
            "/// The slot `{slot}`.\n#[allow(dead_code)]\npub const {}: u8 = {i};",
            slot.to_uppercase()
        );
    }
    out.push_str("/// Names of the slots.\n");
    let _ = writeln!(out, "pub static SLOTS: [&str; {}] = {slots:?};", slots.len());
    out.push_str("/// Rows of the table, in its order.\n");
    let _ = writeln!(out, "pub static ROWS: [Row; {}] = [", rows.len());
    for cells in &rows {
        let after = cells[1].split(',').fold(0u64, |mask, name| mask | 1 << slot_id(name));
        let _ = writeln!(
            out,
            "    Row {{ slot: {}, form: {:?}, after: {after}, ends: {}, alone: {}, kept: {} }},",
            slot_id(cells[0]),
            cells[2],
            !cells[3].contains('b'),
            cells[3].contains('g'),
            cells[3].contains('k'),
        );
    }
    out.push_str("];\n");
    let _ = writeln!(out, "static ALLOMORPHS: [Allomorph; {}] = [", table.len());
    let mut order = Vec::new();
    let mut starts = vec![0usize];
    for list in &ends {
        order.extend(list.iter().copied());
        starts.push(order.len());
    }
    for index in &order {
        let _ = writeln!(out, "    {},", table[*index]);
    }
    out.push_str("];\n");
    let _ = writeln!(out, "static TRIE_ENDS: [u16; {}] = {starts:?};", starts.len());
    let _ = writeln!(out, "/// Slots of the forms at a node and below it, as bits.");
    let _ = writeln!(out, "static TRIE_SLOTS: [u64; {}] = [", trie.len());
    // A node has a higher number than the one above it.
    let mut slots_below = vec![0u64; trie.len()];
    for node in (0..trie.len()).rev() {
        let own = ends[node].iter().map(|index| 1 << slot_of[*index]);
        let below = trie[node].values().map(|next| slots_below[*next]);
        slots_below[node] = own.chain(below).fold(0, |all, bits| all | bits);
    }
    for bits in slots_below {
        let _ = writeln!(out, "    {bits},");
    }
    out.push_str("];\n");
    let _ = writeln!(out, "static TRIE: [[u16; {}]; {}] = [", letters::CODES, trie.len());
    for node in &trie {
        let mut cells = [0usize; letters::CODES];
        for (code, next) in node {
            cells[*code as usize] = *next;
        }
        let _ = writeln!(out, "    {cells:?},");
    }
    out.push_str("];\n");
    write_costs(&mut out, costs, &slots, &rows);
    out
}

/// Puts the slots of a group in the place of its name, `@declined`.
fn expand_groups(suffixes: &str, groups: &str) -> String {
    let mut out = suffixes.to_owned();
    for line in groups.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        out = out.replace(&format!("@{}", cells[0]), cells[1]);
    }
    out
}

/// Rust source of the endings by which an unknown stem is known to be whole.
pub fn compile_endings(endings: &str) -> String {
    let codes: Vec<Vec<u8>> = endings
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .map(|ending| ending.chars().map(letters::code).collect())
        .collect();
    let list: Vec<String> = codes.iter().map(|codes| format!("&{codes:?}")).collect();
    format!("static KNOWN_ENDINGS: [&[u8]; {}] = [{}];\n", list.len(), list.join(", "))
}

/// Costs of a step, in 1/12 nat: `-ln P(row | slot to its left)`, the last
/// column for the end of the word. Counts come from the lexicon builder; half a
/// count is added so that a step the grammar allows is never impossible.
fn write_costs(out: &mut String, costs: &str, slots: &[&str], rows: &[Vec<&str>]) {
    let mut counts = vec![vec![0.5f64; rows.len() + 1]; slots.len()];
    for line in costs.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(left), Ok(count)) = (slots.iter().position(|s| *s == cells[0]), cells[3].parse::<f64>())
        else {
            continue;
        };
        let right = match cells[1] {
            "end" => Some(rows.len()),
            slot => rows
                .iter()
                .position(|r| r[0] == slot && r[2] == cells[2] && r[1].split(',').any(|a| a == cells[0])),
        };
        if let Some(right) = right {
            counts[left][right] += count;
        }
    }
    // A bare root is a command, which encyclopaedias and news never give; in
    // titles and speech one verb form in two hundred is.
    let verb = slots.iter().position(|s| *s == "verb").expect("a slot for verbs");
    counts[verb][rows.len()] += counts[verb].iter().sum::<f64>() / 200.0;
    // Derivations stay in the lemma and are not counted by the builder; one
    // running word in a thousand is a derivation of a given kind nobody lists.
    for left in &mut counts {
        let thousandth = left.iter().sum::<f64>() / 1000.0;
        for (right, row) in rows.iter().enumerate() {
            if row[3].contains('k') {
                left[right] = thousandth;
            }
        }
    }
    let _ = writeln!(out, "static STEP_COSTS: [[u16; {}]; {}] = [", rows.len() + 1, slots.len());
    for (left, row) in counts.iter().enumerate() {
        let allowed =
            |right: usize| right == rows.len() || rows[right][1].split(',').any(|a| a == slots[left]);
        let total: f64 = row.iter().enumerate().filter(|(i, _)| allowed(*i)).map(|(_, c)| c).sum();
        let cells: Vec<u16> =
            row.iter().map(|c| (-(c / total).ln() * 12.0).round().max(0.0) as u16).collect();
        let _ = writeln!(out, "    {cells:?},");
    }
    out.push_str("];\n");
}
