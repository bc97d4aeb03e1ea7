//! The analysis from outside: tables of phenomena, and what must hold for any text.

mod table;

use axtar::analysis::{Analyzer, Scheme, repair};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Surface, lemmas and byte range of each token.
fn tokens(analyzer: &mut Analyzer, text: &str) -> Vec<(String, Vec<String>, std::ops::Range<usize>)> {
    let mut out = vec![];
    analyzer.analyze(text, |token| {
        let lemmas = token.lemmas.iter().map(str::to_string).collect();
        out.push((token.surface.to_string(), lemmas, token.from..token.to));
    });
    out
}

fn surfaces(text: &str) -> String {
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    tokens(&mut analyzer, text).into_iter().map(|t| t.0).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_and_their_surfaces() {
    table::check("analysis/tokens.tsv", |row| {
        let found = surfaces(&table::unescaped(row[0]));
        (found != row[1]).then(|| format!("{:?} gives {found:?}, expected {:?}", row[0], row[1]))
    });
}

#[test]
fn decomposed_text_gives_the_same_words() {
    for text in table::sample_archive() {
        let decomposed: String = text.nfd().collect();
        assert_eq!(surfaces(&decomposed), surfaces(&text));
    }
}

#[test]
fn threads_agree() {
    let texts = table::sample_archive();
    let expected: Vec<String> = texts.iter().map(|t| surfaces(t)).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut analyzer = Analyzer::new(Scheme::Axtar);
                for (text, expected) in texts.iter().zip(&expected) {
                    let found = tokens(&mut analyzer, text).into_iter().map(|t| t.0).collect::<Vec<_>>();
                    assert_eq!(&found.join(" "), expected);
                }
            });
        }
    });
}

/// Text that looks like ours: Azerbaijani and Russian letters, marks, signs that join and part.
fn odd_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "[a-zəışğçöüA-ZƏİŞĞÇÖÜ]{1,8}",
        "[а-яәғҝҹһөүј]{1,6}",
        "[0-9]{1,4}",
        Just("\u{327}".to_string()),
        Just("\u{307}".to_string()),
        Just("\u{AD}".to_string()),
        Just("\u{200B}".to_string()),
        "[-'’“”». ,\n|]{1,3}",
        any::<char>().prop_map(String::from),
        Just("-nın".to_string()),
        Just("”də".to_string()),
    ];
    proptest::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn offsets_slice_the_text_in_order(text in odd_text()) {
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let mut end = 0;
        for (surface, lemmas, range) in tokens(&mut analyzer, &text) {
            prop_assert!(range.start >= end && range.start < range.end && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            prop_assert!(!surface.is_empty() && !surface.contains([' ', '|', '\n']));
            prop_assert!((1..=2).contains(&lemmas.len()));
            prop_assert!(lemmas.iter().all(|l| !l.is_empty() && !l.contains([' ', '|', '\n'])));
            end = range.end;
        }
    }

    #[test]
    fn analysing_again_gives_the_same(text in odd_text()) {
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let first = tokens(&mut analyzer, &text);
        prop_assert_eq!(&first, &tokens(&mut analyzer, &text));
        prop_assert_eq!(first, tokens(&mut Analyzer::new(Scheme::Axtar), &text));
    }

    #[test]
    fn repairing_twice_is_repairing_once(text in odd_text()) {
        let (mut once, mut twice) = (String::new(), String::new());
        repair(&text, &mut once);
        repair(&once, &mut twice);
        prop_assert_eq!(once, twice);
    }
}
