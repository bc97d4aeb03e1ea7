//! Warm queries over 20,000 made paragraphs, from text to highlighted hits, by kind of query; and
//! the finding of spellings alone.
//!
//! Outside the timed loop: building and opening the index. Every query must find something.

mod common;

use axtar::index::{Archive, ArchiveWriter, Settings};
use axtar::search::{Engine, Options, Variants};
use criterion::{Criterion, criterion_group, criterion_main};
use tempfile::TempDir;

const QUERIES: &[(&str, &str)] = &[
    ("one word", "limanı"),
    ("two words", "Qazaxıstan prezidenti"),
    ("typed plainly", "qazaxistan prezidentinin seferi"),
    ("a name", "Gumilev"),
    ("a phrase", "\"Orta Dəhliz\""),
    ("a headline", "Azərbaycan və Qazaxıstan arasında yükdaşımaların həcmi bu il artıb"),
];

fn search(c: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
    let articles = common::articles(5_000);
    writer.feed(|submit| articles.into_iter().for_each(|a| drop(submit(a)))).expect("written");
    writer.commit().expect("a commit");
    let mut engine = Engine::new(Archive::open(folder.path()).expect("an archive"));
    assert_eq!(engine.archive().searcher().num_docs(), 20_000);

    let mut group = c.benchmark_group("search");
    for (name, query) in QUERIES {
        for (reach, variants) in [("", Variants::Names), (", lemmas alone", Variants::None)] {
            let options = Options { variants, ..Options::default() };
            if engine.search(query, &options).expect("an answer").hits.is_empty() {
                // Lemmas alone do not reach what was typed without diacritics.
                assert!(variants == Variants::None, "{query} finds nothing");
                continue;
            }
            group.bench_function(format!("{name}{reach}"), |b| {
                b.iter(|| engine.search(query, &options).expect("an answer").hits.len());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
