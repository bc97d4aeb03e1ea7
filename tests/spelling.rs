//! Spellings: the tables by their own examples, judged pairs of names, the
//! automaton against the alignment over real words, and any string at all.
//!
//! Every table is read whole and its failures are reported together, each with
//! file and row.

use std::fs;

use axtar::spelling::{Grade, Reach, Spelling, align, compare};
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

/// A lemmatiser for tests: two case endings, and nothing short.
fn stem(word: &str, found: &mut dyn FnMut(&str)) {
    for ending in ["in", "ın", "un", "ün", "-ın", "-də", "nın", "ya", "a"] {
        if let Some(base) = word.strip_suffix(ending).filter(|base| base.chars().count() >= 3) {
            found(base);
        }
    }
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
    let mut failures = Vec::new();
    for (place, row) in rows("tests/data/spelling/names.tsv") {
        for (a, b) in [(&row[0], &row[1]), (&row[1], &row[0])] {
            let found = compare(a, b, &stem);
            let expected = row[2].split('|').any(|grade| grade == name(found.grade));
            if !expected || found.score != found.grade.map_or(0.0, Grade::score) {
                failures.push(format!("{place}: {a} ~ {b}: {}, not {}", name(found.grade), row[2]));
            }
        }
    }
    report(&failures);
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
        assert_eq!(compare(&word, &word, &stem).grade, Some(Grade::Exact));
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
        prop_assert_eq!(compare(&a, &b, &stem).grade, compare(&b, &a, &stem).grade);
    }

    #[test]
    fn narrow_is_within_wide(a in "[abceəgğhıioöqsşuüyа-я]{1,6}", b in "[abceəgğhıioöqsşuüyа-я]{1,6}") {
        if let Some(narrow) = grade(&a, &b, Reach::Narrow) {
            prop_assert!(grade(&a, &b, Reach::Wide).is_some_and(|wide| wide <= narrow), "{} {}", a, b);
        }
    }
}
