//! Spellings: the tables by their own examples, judged pairs of names, the
//! automaton against the alignment over real words, and any string at all.
//!
//! Every table is read whole and its failures are reported together, each with
//! file and row.

use std::fs;

use axtar::analysis::Lemmatizer;
use axtar::spelling::{Comparer, Grade, Reach, Spelling, align};
use proptest::prelude::*;
use tantivy_fst::{IntoStreamer, Map, Streamer};

/// The rows of a table, each with `file:row` and its columns.
fn rows(path: &str) -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let row = |(number, line): (usize, &str)| {
        (format!("{path}:{}", number + 1), line.split('\t').map(str::to_owned).collect())
    };
    text.lines().enumerate().skip(1).map(row).collect()
}

fn report(failures: &[String]) {
    assert!(failures.is_empty(), "{} rows fail:\n{}", failures.len(), failures.join("\n"));
}

fn grade(a: &str, b: &str, reach: Reach) -> Option<Grade> {
    Spelling::new(a, reach).cost(b.as_bytes()).map(|(_, grade)| grade)
}

fn name(grade: Option<Grade>) -> &'static str {
    grade.map_or("none", Grade::name)
}

fn comparer() -> Comparer<Lemmatizer> {
    Comparer::new(Lemmatizer::new())
}

/// Whether an example holds the letters of its row, in the row's context.
fn exercises(a: &str, b: &str, row: &[String]) -> bool {
    let holds = |word: &str, letters: &str| match row[2].as_str() {
        "^" => word.starts_with(letters),
        "$" => word.ends_with(letters),
        "^$" => word == letters,
        _ => word.contains(letters),
    };
    holds(a, &row[0]) && row[1].split(' ').any(|spelled| holds(b, spelled))
}

#[test]
fn data_holds_by_its_own_examples() {
    let mut failures = Vec::new();
    for (file, reach) in
        [("narrow", Reach::Narrow), ("wide", Reach::Wide), ("western", Reach::Wide), ("single", Reach::Wide)]
    {
        for (place, row) in rows(&format!("src/spelling/data/{file}.tsv")) {
            let worst = match (reach, row[3].as_str()) {
                (Reach::Narrow, _) => Grade::Typing,
                (Reach::Wide, "snd") => Grade::Sound,
                (Reach::Wide, _) => Grade::Transliteration,
            };
            for pair in row[5].split(' ').filter(|pair| *pair != "-") {
                let (a, b) = pair.split_once('=').expect("an example is a=b");
                let found = grade(a, b, reach);
                if !exercises(a, b, &row) {
                    failures.push(format!("{place}: {pair} does not hold the row's letters"));
                }
                if found.is_none_or(|found| found > worst) {
                    failures.push(format!("{place}: {pair} is {}", name(found)));
                }
            }
            for pair in row[6].split(' ').filter(|pair| *pair != "-") {
                let (a, b) = pair.split_once('=').expect("a counter-example is a=b");
                let found = grade(a, b, reach);
                if found.is_some_and(|found| found < Grade::Sound) {
                    failures.push(format!("{place}: {pair} must not match, is {}", name(found)));
                }
            }
        }
    }
    report(&failures);
}

#[test]
fn words_reach_their_spellings() {
    let mut failures = Vec::new();
    for (place, row) in rows("tests/data/spelling/words.tsv") {
        let reach = if row[2] == "narrow" { Reach::Narrow } else { Reach::Wide };
        let found = name(grade(&row[0], &row[1], reach));
        if found != row[3] {
            failures.push(format!("{place}: {} ~ {}: {found}, not {}", row[0], row[1], row[3]));
        }
    }
    report(&failures);
}

#[test]
fn names_compare_as_judged() {
    let (mut failures, comparer) = (Vec::new(), comparer());
    for (place, row) in rows("tests/data/spelling/names.tsv") {
        for (a, b) in [(&row[0], &row[1]), (&row[1], &row[0])] {
            let found = comparer.compare(a, b);
            let expected = row[2].split('|').any(|grade| grade == name(found.grade));
            if !expected || found.score != found.grade.map_or(0.0, Grade::score) {
                failures.push(format!("{place}: {a} ~ {b}: {}, not {}", name(found.grade), row[2]));
            }
        }
    }
    report(&failures);
}

/// The share, in percent, of pairs that score at least so much.
fn share(comparer: &Comparer<Lemmatizer>, pairs: &[(String, String)], least: f32) -> f64 {
    let found = pairs.iter().filter(|(a, b)| comparer.compare(a, b).score >= least).count();
    100.0 * found as f64 / pairs.len().max(1) as f64
}

/// Names of the gold table, each with its spellings by column.
fn gold() -> Vec<Vec<(usize, String)>> {
    let cells = |(_, row): (String, Vec<String>)| -> Vec<(usize, String)> {
        let of_column = |(column, cell): (usize, &String)| -> Vec<(usize, String)> {
            let spellings = cell.split('/').filter(|spelling| *spelling != "-");
            spellings.map(|spelling| (column, spelling.to_owned())).collect()
        };
        row.iter().enumerate().skip(2).flat_map(of_column).collect()
    };
    rows("tests/data/spelling/gold-clusters.tsv").into_iter().map(cells).collect()
}

/// The floors are what is wanted of each column, or a little under what was measured where
/// that is less; `docs/spelling.md` has the figures.
#[test]
fn gold_names_meet_their_spellings() {
    let (comparer, names) = (comparer(), gold());
    let columns = ["az", "azalt", "ascii", "tr", "en", "rul", "native", "azc", "ru"];
    let floors = [
        (0.9, [0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0, 99.5, 0.0]),
        (0.7, [0.0, 70.0, 100.0, 88.0, 92.0, 92.0, 85.0, 100.0, 92.0]),
        (0.3, [0.0, 78.0, 100.0, 95.0, 96.0, 96.0, 90.0, 100.0, 97.0]),
    ];
    let mut failures = Vec::new();
    for (least, floors) in floors {
        for (column, floor) in floors.into_iter().enumerate().filter(|(_, floor)| *floor > 0.0) {
            let pairs: Vec<(String, String)> = names
                .iter()
                .flat_map(|spellings| {
                    let base = &spellings[0].1;
                    let others = spellings.iter().filter(move |(of, word)| *of == column + 2 && word != base);
                    others.map(move |(_, word)| (base.clone(), word.clone()))
                })
                .collect();
            let found = share(&comparer, &pairs, least);
            if found < floor {
                failures.push(format!(
                    "{} at {least}: {found:.1} of {}, not {floor}",
                    columns[column],
                    pairs.len()
                ));
            }
        }
    }
    report(&failures);
}

#[test]
fn gold_look_alikes_stay_apart() {
    let (comparer, names) = (comparer(), gold());
    let pairs_of = |file: &str| -> Vec<(String, String)> {
        rows(file).into_iter().map(|(_, row)| (row[0].clone(), row[1].clone())).collect()
    };
    let alike = pairs_of("tests/data/spelling/gold-confusable.tsv");
    let inflected = pairs_of("tests/data/spelling/gold-inflected.tsv");
    // Spellings of different names, each beside the next few hundred in a fixed order.
    let all: Vec<(usize, &String)> = names
        .iter()
        .enumerate()
        .flat_map(|(n, spellings)| spellings.iter().map(move |(_, w)| (n, w)))
        .collect();
    let strangers: Vec<(String, String)> = (0..30_000)
        .map(|i| (all[i * 7919 % all.len()], all[(i * 104_729 + i / all.len() * 31) % all.len()]))
        .filter(|(a, b)| a.0 != b.0)
        .map(|(a, b)| (a.1.clone(), b.1.clone()))
        .collect();
    let figures = [
        ("look-alikes at 0.9", share(&comparer, &alike, 0.9), 0.5),
        ("look-alikes at 0.7", share(&comparer, &alike, 0.7), 5.0),
        ("look-alikes at 0.3", share(&comparer, &alike, 0.3), 8.0),
        ("strangers at 0.7", share(&comparer, &strangers, 0.7), 0.01),
        ("forms not found", 100.0 - share(&comparer, &inflected, 0.3), 1.0),
    ];
    let over = figures.iter().filter(|(_, found, ceiling)| found > ceiling);
    report(
        &over.map(|(what, found, ceiling)| format!("{what}: {found:.3}, over {ceiling}")).collect::<Vec<_>>(),
    );
}

#[test]
fn automaton_and_alignment_agree_on_real_words() {
    let mut words: Vec<String> = rows("tests/data/spelling/names.tsv")
        .into_iter()
        .flat_map(|(_, row)| [row[0].to_lowercase(), row[1].to_lowercase()])
        .filter(|word| !word.contains(' '))
        .collect();
    words.sort();
    words.dedup();
    let map = Map::from_iter(words.iter().map(|word| (word, 0))).expect("sorted words");
    let mut failures = Vec::new();
    for query in words.iter().step_by(7) {
        for reach in [Reach::Narrow, Reach::Wide] {
            let spelling = Spelling::new(query, reach);
            let mut stream = map.search(&spelling).into_stream();
            let mut found = Vec::new();
            while let Some((term, _)) = stream.next() {
                found.push(String::from_utf8_lossy(term).into_owned());
            }
            for term in &words {
                let cost = spelling.cost(term.as_bytes());
                let aligned = align(query, term, reach).map(|found| (found.cost, found.grade));
                if cost != aligned || cost.is_some() != found.contains(term) {
                    failures.push(format!("{query} ~ {term} ({reach:?}): {cost:?}, {aligned:?}"));
                }
            }
        }
    }
    report(&failures);
}

#[test]
fn an_alignment_explains_letter_by_letter() {
    let found = align("filadelfiya", "philadelphia", Reach::Wide).expect("one name");
    let pieces: Vec<String> =
        found.steps.iter().map(|step| format!("{}·{}·{}", step.a, step.az, step.b)).collect();
    assert_eq!(found.grade, Grade::Transliteration);
    assert_eq!(found.systems, ("az", "eng"));
    assert_eq!(pieces.join(" "), "f·f·ph i·i·i l·l·l a·a·a d·d·d e·e·e l·l·l f·f·ph iya·iya·ia");
    assert!(found.steps[0].rows[0].starts_with("western.tsv:"), "{:?}", found.steps[0]);
}

#[test]
fn long_words_are_only_themselves() {
    for word in ["ə".repeat(10_000), "🦀".repeat(10_000), "\u{301}".repeat(10_000)] {
        let spelling = Spelling::new(&word, Reach::Wide);
        assert_eq!(spelling.cost(word.as_bytes()), Some((0, Grade::Exact)));
        assert_eq!(spelling.cost(&word.as_bytes()[..word.len() - 1]), None);
        assert_eq!(comparer().compare(&word, &word).grade, Some(Grade::Exact));
    }
}

#[test]
fn nothing_stalls_and_nothing_matches_the_empty_name() {
    let comparer = comparer();
    let long = [
        "ə".repeat(10_000),
        "b ".repeat(10_000),
        "-".repeat(10_000),
        "x-".repeat(10_000),
        "'a".repeat(5_000),
    ];
    let odd = ["", " ", ".", "'", "🦀", "👩‍👩‍👧", "\u{301}", "\u{307}\u{307}", "Әliyев", "\u{200d}", "Əliyev"];
    let all: Vec<&str> = long.iter().map(String::as_str).chain(odd).collect();
    for a in &all {
        for b in &all {
            let found = comparer.compare(a, b);
            assert_eq!(found.grade, comparer.compare(b, a).grade);
            assert!(a != &"" || found.grade.is_none(), "the empty name is {:?}", b.get(..10));
        }
    }
}

proptest! {
    #[test]
    fn any_string_spells_itself(word in "\\PC{0,60}|[a-zəıöüşçğа-я'\u{301}-]{0,50}") {
        for reach in [Reach::Narrow, Reach::Wide] {
            let spelling = Spelling::new(&word, reach);
            prop_assert_eq!(spelling.cost(word.as_bytes()), Some((0, Grade::Exact)));
        }
        prop_assert_eq!(align(&word, &word, Reach::Wide).map(|found| found.grade), Some(Grade::Exact));
    }

    #[test]
    fn comparing_never_fails_and_has_no_side(a in "\\PC{0,20}", b in "\\PC{0,20}") {
        let comparer = comparer();
        prop_assert_eq!(comparer.compare(&a, &b).grade, comparer.compare(&b, &a).grade);
    }

    #[test]
    fn narrow_is_within_wide(a in "[abceəgğhıioöqsşuüyа-я]{1,6}", b in "[abceəgğhıioöqsşuüyа-я]{1,6}") {
        if let Some(narrow) = grade(&a, &b, Reach::Narrow) {
            prop_assert!(grade(&a, &b, Reach::Wide).is_some_and(|wide| wide <= narrow), "{} {}", a, b);
        }
    }
}
