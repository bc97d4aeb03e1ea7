//! Builds the analyser's lexicon from counted corpora and word lists.
//!
//!     cargo run --release -p axtar-lexicon -- --data DIR
//!
//! and with `pieces` behind it, the pieces in which the index stores text instead. `DIR` holds the folders named in `src/analysis/data/README.md`. The run goes
//! count → candidates → evidence → frequencies → tables; it is deterministic, so
//! the same inputs give the same bytes. It uses the suffix automaton of the
//! analyser, never its lexicon.

mod count;
mod evidence;
mod foreign;
mod hand;
mod lists;
mod paradigm;
mod pieces;
mod write;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

use axtar::analysis::lemma::suffixes::NOUN;

use count::Counts;
use hand::Hand;
use lists::Candidates;
use paradigm::Paradigms;

/// Rounds of estimation: counts move by less than a hundredth after about 25.
const ROUNDS: usize = 40;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (done, rows) = match args[..] {
        ["--data", data] => (run(Path::new(data)), "lemmas"),
        ["--data", data, "pieces"] => (pieces(Path::new(data)), "pieces"),
        _ => {
            eprintln!("usage: axtar-lexicon --data DIR [pieces]");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(count) => {
            eprintln!("{count} {rows}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "axtar-lexicon: {error}\n\nhint: the folders and files read are listed in src/analysis/data/README.md"
            );
            ExitCode::FAILURE
        }
    }
}

fn pieces(data: &Path) -> io::Result<usize> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    pieces::write(&here.join("../src/index/data/pieces.tsv"), data)
}

fn run(data: &Path) -> io::Result<usize> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let tables = here.join("../src/analysis/data");
    let hand = Hand::read(&here.join("data"), &tables)?;

    let mut counts = count::count(data)?;
    let mut listed = lists::read(data, &hand)?;
    count::add_attested(&mut counts, data, &listed)?;
    counts.retain(|form, _| !hand.is_irregular(form));

    // The steps of a first estimate over listed words serve to judge all others.
    let mut first = Paradigms::new(&counts, listed.keys().cloned().collect(), &hand.drops, |_| false);
    first.estimate(ROUNDS);

    add_derived(&mut listed, &counts, &hand);
    let candidates = with_attested_stems(&listed, &counts, &hand);
    let mut all = Paradigms::new(&counts, candidates.keys().cloned().collect(), &hand.drops, |_| false);
    all.take_steps(first);
    let accepted = evidence::accept(&all, &listed, &hand);
    let stems =
        all.stems.iter().zip(accepted).filter(|(_, accepted)| *accepted).map(|(stem, _)| stem.clone());

    let is_headword = |stem: &paradigm::Stem| {
        listed.get(stem).is_some_and(|l| l & lists::HAND != 0 || (l & lists::DICTIONARIES).count_ones() > 1)
    };
    let mut last = Paradigms::new(&counts, stems.collect(), &hand.drops, is_headword);
    last.estimate(ROUNDS);
    foreign::write(&tables.join("foreign.tsv"), data)?;
    write::suffix_counts(&tables.join("suffix_counts.tsv"), &last)?;
    write::lexicon(&tables.join("lexicon.tsv"), &last, &listed, &hand)
}

/// Adds the derivations that forms of the corpora contain: `vaciblik` may never
/// stand bare, but `vacibliyini` and the listed `vacib` vouch for it.
fn add_derived(listed: &mut Candidates, counts: &Counts, hand: &Hand) {
    let is_known = |base: &str| {
        let listed = listed.get(&(base.to_owned(), NOUN));
        listed.is_some_and(|l| (l & lists::DICTIONARIES).count_ones() > 1 || l & lists::HAND != 0)
    };
    let mut derived = Vec::new();
    for (form, count) in counts {
        if count.total >= evidence::RAREST_WORD && lists::is_plain(form) {
            derived.extend(paradigm::derived_nouns(form, is_known));
        }
    }
    for stem in derived {
        if !hand.is_barred(&stem.0) && !hand.is_irregular(&stem.0) {
            listed.entry(stem).or_insert(lists::DERIVED);
        }
    }
}

/// The listed candidates and, with no list behind them, every form frequent
/// enough to be a word and every derived verb that some form contains.
fn with_attested_stems(listed: &Candidates, counts: &Counts, hand: &Hand) -> Candidates {
    let mut out = listed.clone();
    for (form, count) in counts {
        if lists::is_plain(form) && !hand.is_barred(form) {
            if count.total >= evidence::RAREST_WORD {
                out.entry((form.clone(), NOUN)).or_insert(0);
            }
            for root in paradigm::verb_roots(form) {
                out.entry(root).or_insert(0);
            }
        }
    }
    out
}
