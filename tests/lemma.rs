//! The lemmatiser against tables: hand-judged words (gold), the behaviour of
//! today (frozen), every example of the suffix data, and its general promises.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use axtar::analysis::lemma::{Lemmas, Lemmatizer};

fn read(path: &str) -> (PathBuf, Vec<Vec<String>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows = text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect());
    (path, rows.collect())
}

fn lemmas(lemmatizer: &Lemmatizer, word: &str) -> Vec<String> {
    let mut out = Lemmas::new();
    lemmatizer.lemmatize(word, &mut out);
    out.iter().map(str::to_owned).collect()
}

/// Collects the rows that fail, so that one run shows all of them.
struct Failures(String);

impl Failures {
    fn new() -> Self {
        Self(String::new())
    }

    fn check(&mut self, path: &Path, row: usize, holds: bool, what: &str) {
        if !holds {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(self.0, "{name}:{}: {what}", row + 2);
        }
    }

    fn report(self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

/// Checks a cell `form=lemma,lemma`: the lemmas, best first.
fn check_example(lemmatizer: &Lemmatizer, failures: &mut Failures, path: &Path, row: usize, cell: &str) {
    if let Some((form, expected)) = cell.split_once('=') {
        let got = lemmas(lemmatizer, form);
        let holds = expected.split(',').all(|lemma| got.iter().any(|g| g == lemma));
        failures.check(path, row, holds, &format!("{form} gives {got:?}, expected {expected}"));
    }
}

#[test]
fn every_example_of_the_suffix_table_is_stripped_and_no_counter_example() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("src/analysis/data/suffixes.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        for cell in &row[4..6] {
            check_example(&lemmatizer, &mut failures, &path, i, cell);
        }
    }
    failures.report();
}

#[test]
fn every_listed_vowel_drops() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("src/analysis/data/vowel_drop.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        check_example(&lemmatizer, &mut failures, &path, i, &format!("{}={}", row[2], row[0]));
        check_example(&lemmatizer, &mut failures, &path, i, &format!("{}={}", row[0], row[0]));
    }
    failures.report();
}

#[test]
fn irregular_forms_have_their_lemma() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("src/analysis/data/irregular.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate().filter(|(_, row)| row[2] == "whole") {
        check_example(&lemmatizer, &mut failures, &path, i, &format!("{}={}", row[0], row[1]));
    }
    failures.report();
}

#[test]
fn unknown_stems_with_a_known_ending_lose_any_case() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("src/analysis/data/known_endings.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        check_example(&lemmatizer, &mut failures, &path, i, &row[1]);
    }
    failures.report();
}

#[test]
fn russian_surnames_meet_in_every_case() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("src/analysis/data/russian_surnames.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        check_example(&lemmatizer, &mut failures, &path, i, &row[3]);
    }
    failures.report();
}

#[test]
fn phenomena_of_the_language() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("tests/data/lemma/phenomena.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        let got = lemmas(&lemmatizer, &row[0]);
        let expected: BTreeSet<&str> = row[1].split('|').collect();
        let holds = got.iter().map(String::as_str).collect::<BTreeSet<_>>() == expected;
        failures.check(
            &path,
            i,
            holds,
            &format!("{} gives {got:?}, expected {expected:?}: {}", row[0], row[2]),
        );
    }
    failures.report();
}

#[test]
fn suffix_chains_after_a_hyphen_or_a_quote() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("tests/data/lemma/chains.tsv");
    let mut failures = Failures::new();
    for (i, row) in rows.iter().enumerate() {
        let got = lemmatizer.is_suffix_chain(&row[0]);
        failures.check(&path, i, got == (row[1] == "yes"), &format!("{} gives {got}: {}", row[0], row[2]));
    }
    failures.report();
}

/// The judged words were drawn at random from news and headlines, in four draws (392, 160, 350 and
/// 160 words), and given their lemmas by hand before the analyser saw them. Misses of the first
/// draw led to two rules (`məhkəmə`, `vacibliyini`), so it is a test against relapse; a fresh draw
/// says more. Words with a hyphen and an ending are the tokenizer's and left out. The limits stand
/// a little under what was measured.
#[test]
fn gold_words_of_the_news() {
    let lemmatizer = Lemmatizer::new();
    let (_, rows) = read("tests/data/lemma/gold.tsv");
    let mut wrong = String::new();
    let (mut first, mut base, mut bases, mut inflected) = (0, 0, 0, 0);
    for row in &rows {
        let got = lemmas(&lemmatizer, &row[0]);
        let right = row[1..].contains(&got[0]);
        let is_base = row[1..].contains(&row[0]);
        bases += usize::from(is_base);
        first += usize::from(right);
        base += usize::from(right && is_base);
        inflected += usize::from(right && !is_base);
        if !right {
            let _ = writeln!(wrong, "{}: {got:?}, judged {:?}", row[0], &row[1..]);
        }
    }
    let share = |n: usize, of: usize| 100.0 * n as f64 / of as f64;
    assert!(rows.len() >= 1000);
    assert!(share(first, rows.len()) >= 98.5, "{:.1} % right\n{wrong}", share(first, rows.len()));
    assert!(share(inflected, rows.len() - bases) >= 98.5, "inflected words\n{wrong}");
    assert!(share(base, bases) >= 98.0, "base words\n{wrong}");
}

/// Shows what a change does to 20,000 frequent words. When the new lemmas are
/// meant, `AXTAR_FREEZE=1 cargo test --test lemma frozen` writes them down.
#[test]
fn frozen_words_are_as_they_were() {
    let lemmatizer = Lemmatizer::new();
    let (path, rows) = read("tests/data/lemma/frozen.tsv");
    let mut now = String::from("word\tlemma\tsecond\n");
    let mut changes = String::new();
    let mut changed = 0;
    for (i, row) in rows.iter().enumerate() {
        let got = lemmas(&lemmatizer, &row[0]);
        let _ = writeln!(now, "{}\t{}", row[0], got.join("\t"));
        if got != row[1..] {
            changed += 1;
            let _ = writeln!(changes, "frozen.tsv:{}: {} was {:?}, is {got:?}", i + 2, row[0], &row[1..]);
        }
    }
    assert!(rows.len() >= 20_000);
    if env::var_os("AXTAR_FREEZE").is_some() {
        fs::write(&path, now).expect("the table can be written");
        return;
    }
    assert!(
        changed == 0,
        "{changed} words changed; if that is meant, run AXTAR_FREEZE=1 cargo test --test lemma frozen\n{changes}"
    );
}

#[test]
fn the_lemma_of_a_lemma_is_itself() {
    let lemmatizer = Lemmatizer::new();
    let (_, rows) = read("src/analysis/data/lexicon.tsv");
    let strays: Vec<_> = rows
        .iter()
        .filter(|row| row[1] != "verb" && !lemmas(&lemmatizer, &row[0]).contains(&row[0]))
        .map(|row| format!("{} {:?}", row[0], lemmas(&lemmatizer, &row[0])))
        .collect();
    let share = strays.len() as f64 / rows.len() as f64;
    assert!(share <= 0.001, "{} of {}:\n{}", strays.len(), rows.len(), strays.join("\n"));
}

#[test]
fn the_lexicon_is_sorted_and_has_no_row_twice() {
    let (path, rows) = read("src/analysis/data/lexicon.tsv");
    let mut failures = Failures::new();
    for (i, pair) in rows.windows(2).enumerate() {
        failures.check(&path, i + 1, (&pair[0][0], &pair[0][1]) < (&pair[1][0], &pair[1][1]), "out of order");
    }
    failures.report();
}

#[test]
fn any_string_has_a_lemma() {
    let lemmatizer = Lemmatizer::new();
    let long = "ə".repeat(500);
    for word in ["a", "-", "--", "a-", "-a", "42", "é", "ñandú", "日本", "w", "\u{301}", "ы", "ев", &long]
    {
        let got = lemmas(&lemmatizer, word);
        assert!((1..=2).contains(&got.len()), "{word}: {got:?}");
        assert!(got.iter().all(|lemma| !lemma.is_empty()), "{word}: {got:?}");
    }
}

#[test]
fn any_letters_have_a_lemma() {
    const LETTERS: [char; 16] =
        ['a', 'd', 'e', 'ə', 'ğ', 'ı', 'i', 'k', 'l', 'm', 'n', 'q', 'r', 't', 'y', 'w'];
    let lemmatizer = Lemmatizer::new();
    let mut seed = 1u64;
    let mut next = |below: u64| {
        // Knuth's linear congruential generator: the same words in every run.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..20_000 {
        let length = 1 + next(12);
        let word: String = (0..length).map(|_| LETTERS[next(16) as usize]).collect();
        let got = lemmas(&lemmatizer, &word);
        assert!(!got.is_empty() && got.iter().all(|lemma| !lemma.is_empty()), "{word}: {got:?}");
        assert_eq!(got, lemmas(&lemmatizer, &word), "{word}");
    }
}

#[test]
fn a_reused_buffer_keeps_nothing_of_the_word_before() {
    let lemmatizer = Lemmatizer::new();
    let mut out = Lemmas::new();
    lemmatizer.lemmatize("komandanın", &mut out);
    lemmatizer.lemmatize("su", &mut out);
    assert_eq!(out.iter().collect::<Vec<_>>(), ["su"]);
}

#[test]
fn explanations_agree_with_the_lemmas() {
    let lemmatizer = Lemmatizer::new();
    let (_, rows) = read("tests/data/lemma/phenomena.tsv");
    for row in &rows {
        let explained: Vec<_> =
            lemmatizer.explain(&row[0]).into_iter().filter(|a| a.chosen).map(|a| a.lemma).collect();
        assert_eq!(explained, lemmas(&lemmatizer, &row[0]), "{}", row[0]);
    }
}

#[test]
fn an_explanation_names_the_endings_and_the_alternation() {
    let lemmatizer = Lemmatizer::new();
    let best = &lemmatizer.explain("otağında")[0];
    assert_eq!(best.endings, [("possessive3", "(s)I"), ("locative", "ndA")]);
    assert_eq!(best.repair, Some(("ğ".to_owned(), "q".to_owned())));
}

#[test]
fn entries_tell_names_and_parts_of_speech() {
    let lemmatizer = Lemmatizer::new();
    assert!(lemmatizer.entry("paşinyan").is_some_and(|e| e.is_name));
    assert!(lemmatizer.entry("kitab").is_some_and(|e| !e.is_name && e.part_of_speech == "noun"));
    assert_eq!(lemmatizer.entry("et").map(|e| e.part_of_speech), Some("verb"));
    assert_eq!(lemmatizer.entry("üçün").map(|e| e.part_of_speech), Some("postposition"));
    assert_eq!(lemmatizer.entry("qqqq"), None);
}

#[test]
fn the_lexicon_knows_what_is_typed_plainly() {
    let lemmatizer = Lemmatizer::new();
    for word in ["sehiyye", "seher", "gozel", "kitab"] {
        assert!(lemmatizer.is_common_typed_plainly(word), "{word}");
    }
    // A name, no word at all, a part of a word; and what may be either stays a name.
    for word in ["aliyev", "xqz", "sehiyy", "susa", ""] {
        assert!(!lemmatizer.is_common_typed_plainly(word), "{word}");
    }
}
