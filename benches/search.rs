//! Warm queries over made paragraphs, from text to highlighted hits, by class of query; and the
//! finding of spellings alone, over a dictionary of a million words.
//!
//! Outside the timed loops: building and opening the index, drawing the queries, making the
//! dictionary. Each pass over the queries must find as much as the first one did.

mod common;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use axtar::analysis::Lemmatizer;
use axtar::measure::Quantiles;
use axtar::measure::bench::ask;
use axtar::measure::draw::{CLASSES, draw};
use axtar::measure::generate::Generator;
use axtar::measure::quantile::TOLD;
use axtar::measure::random::Random;
use axtar::search::{Options, Variants};
use axtar::spelling::{Reach, Spelling};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tantivy_fst::{IntoStreamer, Map, Streamer};

fn search(c: &mut Criterion) {
    let (mut engine, _folder) = common::engine(common::articles(common::size(20_000, 200)));
    let queries = draw(&mut engine, common::size(50, 2), 1).expect("queries");
    let mut group = c.benchmark_group("search");
    for class in CLASSES {
        let of_class: Vec<_> = queries.iter().filter(|query| query.class == class).collect();
        assert!(!of_class.is_empty(), "no query of class {class}");
        let mut hits = || -> usize {
            of_class
                .iter()
                .map(|query| {
                    let variants = query.variants.unwrap_or(Variants::Names);
                    let options = Options { variants, per_article: 0, ..Options::default() };
                    ask(&mut engine, &query.text, &options).expect("an answer").hits
                })
                .sum()
        };
        let wanted = hits();
        assert_eq!(wanted == 0, class == "none", "{class} finds {wanted}");
        group.throughput(Throughput::Elements(of_class.len() as u64));
        group.bench_function(class, |b| b.iter(|| assert_eq!(hits(), wanted)));
    }
    group.finish();
}

/// Words as articles of any size would have them.
fn dictionary(size: usize) -> Map<Vec<u8>> {
    let (generator, mut random) = (Generator::new(1, 5), Random::new(1));
    let mut words = BTreeSet::new();
    while words.len() < size {
        words.insert(generator.form(&mut random));
    }
    Map::from_iter(words.into_iter().map(|word| (word, 0))).expect("sorted words")
}

/// The terms of the dictionary that are spellings of a word.
fn spellings(dictionary: &Map<Vec<u8>>, word: &str, reach: Reach) -> usize {
    let automaton = Spelling::new(word, reach);
    let mut found = dictionary.search(&automaton).into_stream();
    let mut count = 0;
    while found.next().is_some() {
        count += 1;
    }
    count
}

fn expansion(c: &mut Criterion) {
    let dictionary = dictionary(common::size(1_000_000, 5_000));
    // Half of the words are names and half are not, all of them in the dictionary's lexicon.
    let stems = Lemmatizer::new().stems();
    let mut random = Random::new(2);
    let mut pick = |is_name: bool| {
        let fitting: Vec<_> = stems
            .iter()
            .filter(|stem| {
                stem.is_name == is_name && stem.count > 30.0 && stem.lemma.chars().nth(3).is_some()
            })
            .collect();
        (0..common::size(500, 5)).map(|_| fitting[random.below(fitting.len())].lemma.clone()).collect()
    };
    let words: Vec<String> =
        [true, false].into_iter().flat_map(|is_name| -> Vec<String> { pick(is_name) }).collect();
    let mut group = c.benchmark_group("spellings");
    group.throughput(Throughput::Elements(words.len() as u64)).sample_size(10);
    for (name, reach) in [("narrow", Reach::Narrow), ("wide", Reach::Wide)] {
        let mut found = 0;
        let mut timed = |word: &String| {
            let start = Instant::now();
            found += black_box(spellings(&dictionary, word, reach));
            start.elapsed()
        };
        let times: Vec<Duration> = words.iter().map(&mut timed).collect();
        assert!(found > 0, "no word of {} has a spelling", words.len());
        let told = Quantiles::of(times);
        let told = TOLD.iter().zip(told.told).map(|((name, _), known)| match known.value {
            Some(time) => format!("{name} {:.0} µs", time.as_secs_f64() * 1e6),
            None => format!("{name} n small"),
        });
        let told: Vec<String> = told.collect();
        println!("{name} spellings of {} words among {}: {}", words.len(), dictionary.len(), told.join(", "));
        group.bench_with_input(BenchmarkId::new(name, dictionary.len()), &words, |b, words| {
            b.iter(|| {
                let all: usize = words.iter().map(|word| spellings(&dictionary, word, reach)).sum();
                assert_eq!(all, found);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, search, expansion);
criterion_main!(benches);
