//! Trains the pieces in which the index stores text (`src/index/data/pieces.tsv`).
//!
//! Byte-pair encoding over counted words (Gage 1994; Sennrich, Haddow and Birch 2016): from single
//! letters on, the commonest pair of neighbours becomes a piece, again and again. A word is counted
//! with the space before it; no piece goes over the end of a word, so none is a piece of anybody's
//! sentence. More are trained than there is room for, and those that packing uses least are left out.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::path::Path;
use std::{fs, io};

use axtar::index::{LONGEST_PIECE, TRAINED_PIECES};

use crate::count;

/// A word or letter rarer than this says nothing.
const RAREST_WORD: u64 = 8;
const RAREST_LETTER: u64 = 2_000;
/// A Cyrillic word counts so many times: the corpora have a hundredth of them, a newsroom's archive may
/// have a half.
const CYRILLIC: u64 = 10;
/// Trained beyond what there is room for: a piece that only led to a longer one is hardly used.
const SURPLUS: usize = TRAINED_PIECES / 5;
/// What articles' records have (`index/open.rs`), as JSON writes it.
const RECORD: [&str; 28] = [
    "{\"id\":\"",
    "\",\"title\":\"",
    "\",\"date\":\"20",
    "\",\"source\":\"",
    "\",\"author\":\"",
    "\",\"section\":\"",
    "\",\"url\":\"",
    "https://",
    "www.",
    ".az/",
    ".com/",
    "\",\"lang\":\"az",
    "\",\"path\":\"",
    ".html",
    ".jsonl",
    ".jsonl\",\"count\":",
    "\",\"count\":1}",
    "\",\"count\":",
    "\",\"origins\":{\"",
    "author\":\"",
    "\",\"date\":\"",
    "\",\"url\":\"html",
    "json-ld",
    "opengraph",
    "\",\"source\":\"meta",
    "\",\"title\":\"h1",
    "\"},\"count\":",
    "+04:00",
];

/// A letter or a piece of several; the same number, the same letters.
type Symbol = u32;
/// In the place of a letter too rare to be a piece: it pairs with nothing.
const NONE: Symbol = 0;

/// A word as the symbols it falls into, and how often it was counted.
struct Word {
    symbols: Vec<Symbol>,
    count: u64,
}

/// Counts the words under `data`, trains and writes the table; returns the number of rows.
pub fn write(path: &Path, data: &Path) -> io::Result<usize> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    count::texts(data, |text, weight| {
        for word in words(text) {
            let is_cyrillic = word.contains(|c| ('\u{400}'..='\u{4ff}').contains(&c));
            let weight = weight * if is_cyrillic { CYRILLIC } else { 1 };
            match counts.get_mut(word) {
                Some(count) => *count += weight,
                None => drop(counts.insert(word.to_owned(), weight)),
            }
        }
    })?;
    counts.retain(|_, count| *count >= RAREST_WORD);
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort();
    let pieces = most_used(trained(&counts), &counts);
    let rows: String = pieces.iter().map(|piece| format!("{}\n", piece.replace(' ', "␣"))).collect();
    fs::write(path, format!("piece\n{rows}"))?;
    Ok(pieces.len())
}

/// Runs of letters, of digits and of other signs, each with the space before it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| match c {
        c if c.is_alphabetic() => 0,
        c if c.is_numeric() => 1,
        _ => 2,
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().skip(usize::from(rest.starts_with(' ')));
        let first = letters.next().map(|(_, c)| kind(c));
        let end = letters.find(|&(_, c)| c == ' ' || Some(kind(c)) != first);
        let (word, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// Letters and pieces, in the order in which they were made.
fn trained(counts: &[(String, u64)]) -> Vec<String> {
    let mut letters: HashMap<char, u64> = HashMap::new();
    for (word, count) in counts {
        word.chars().for_each(|c| *letters.entry(c).or_default() += count);
    }
    letters.retain(|c, count| *count >= RAREST_LETTER && !c.is_control());
    let mut letters: Vec<char> = letters.into_keys().collect();
    letters.sort_unstable();
    let mut pieces = vec![String::new()];
    pieces.extend(letters.iter().map(char::to_string));
    let symbol = |c: char| letters.binary_search(&c).map_or(NONE, |at| at as Symbol + 1);
    let mut words: Vec<Word> = counts
        .iter()
        .map(|(word, count)| Word { symbols: word.chars().map(symbol).collect(), count: *count })
        .collect();

    let mut pairs: HashMap<(Symbol, Symbol), u64> = HashMap::new();
    let mut places: HashMap<(Symbol, Symbol), HashSet<u32>> = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        for pair in neighbours(&word.symbols) {
            *pairs.entry(pair).or_default() += word.count;
            places.entry(pair).or_default().insert(at as u32);
        }
    }
    let mut heap: BinaryHeap<_> = pairs.iter().map(|(&pair, &count)| (count, Reverse(pair))).collect();
    while pieces.len() < TRAINED_PIECES + SURPLUS {
        let Some((count, Reverse(pair))) = heap.pop() else { break };
        let now = pairs.get(&pair).copied().unwrap_or(0);
        if now != count {
            // Counted again since: it goes where it belongs now.
            if now > 0 {
                heap.push((now, Reverse(pair)));
            }
            continue;
        }
        let piece = format!("{}{}", pieces[pair.0 as usize], pieces[pair.1 as usize]);
        if piece.len() > LONGEST_PIECE {
            continue;
        }
        let new = pieces.len() as Symbol;
        pieces.push(piece);
        let mut changed: HashSet<(Symbol, Symbol)> = HashSet::new();
        for at in places.remove(&pair).unwrap_or_default() {
            let word = &mut words[at as usize];
            for pair in neighbours(&word.symbols) {
                *pairs.entry(pair).or_default() -= word.count;
            }
            join(&mut word.symbols, pair, new);
            for pair in neighbours(&word.symbols) {
                *pairs.entry(pair).or_default() += word.count;
                places.entry(pair).or_default().insert(at);
                changed.insert(pair);
            }
        }
        heap.extend(changed.into_iter().map(|pair| (pairs[&pair], Reverse(pair))));
    }
    pieces.remove(0);
    pieces
}

fn neighbours(symbols: &[Symbol]) -> impl Iterator<Item = (Symbol, Symbol)> + '_ {
    symbols.windows(2).map(|pair| (pair[0], pair[1])).filter(|pair| pair.0 != NONE && pair.1 != NONE)
}

/// Puts `new` where the pair stands.
fn join(symbols: &mut Vec<Symbol>, pair: (Symbol, Symbol), new: Symbol) {
    let mut kept = 0;
    let mut at = 0;
    while at < symbols.len() {
        let is_pair = symbols[at] == pair.0 && symbols.get(at + 1) == Some(&pair.1);
        symbols[kept] = if is_pair { new } else { symbols[at] };
        kept += 1;
        at += 1 + usize::from(is_pair);
    }
    symbols.truncate(kept);
}

/// The pieces that packing uses most, the most used first; letters and what records have always
/// among them.
fn most_used(pieces: Vec<String>, counts: &[(String, u64)]) -> Vec<String> {
    let mut uses: HashMap<&str, u64> = pieces.iter().map(|piece| (piece.as_str(), 0)).collect();
    for (word, count) in counts {
        let mut rest = word.as_str();
        while let Some(letter) = rest.chars().next() {
            let lengths = (letter.len_utf8()..=rest.len().min(LONGEST_PIECE)).rev();
            let longest = lengths.filter_map(|len| rest.get(..len)).find(|piece| uses.contains_key(piece));
            let len = match longest.and_then(|piece| uses.get_mut(piece).map(|uses| (piece.len(), uses))) {
                Some((len, uses)) => {
                    *uses += count;
                    len
                }
                None => letter.len_utf8(),
            };
            rest = &rest[len..];
        }
    }
    let is_kept = |piece: &str| piece.chars().count() == 1 || RECORD.contains(&piece);
    let record = RECORD.iter().filter(|piece| !uses.contains_key(**piece)).map(|piece| (*piece, 0));
    let mut rows: Vec<(&str, u64)> = uses.iter().map(|(piece, uses)| (*piece, *uses)).chain(record).collect();
    rows.sort_by_key(|&(piece, uses)| (!is_kept(piece), Reverse(uses), piece));
    rows.truncate(TRAINED_PIECES);
    rows.sort_by_key(|&(piece, uses)| (Reverse(uses), piece));
    rows.into_iter().map(|(piece, _)| piece.to_owned()).collect()
}
