//! Analysis throughput: the whole line of stages in bytes and in words, and the lemmatiser alone.
//!
//! Inside the timed loop: analysing every paragraph once. Outside: reading the files. `cold` makes
//! a new analyzer each time, so that its cache is empty; `warm` keeps one. The text is the sample
//! archive, or what `AXTAR_BENCH_ARCHIVE` names; `made, cold` is over so long a text that it is what
//! indexing does, but for its share of new names.

mod common;

use std::hint::black_box;
use std::sync::atomic::AtomicU64;

use axtar::analysis::{Analyzer, Lemmas, Lemmatizer, Scheme};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_stemmers::{Algorithm, Stemmer};

fn paragraphs() -> Vec<String> {
    let sample = || concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into();
    let archive = std::env::var_os("AXTAR_BENCH_ARCHIVE").map_or_else(sample, Into::into);
    let (files, _) = axtar::corpus::walk(&[archive]);
    let mut paragraphs = vec![];
    for file in files {
        let _ =
            axtar::corpus::read(&file, &axtar::corpus::Mapping::default(), &AtomicU64::new(0), &mut |item| {
                paragraphs.extend(item.map(|a| a.paragraphs).unwrap_or_default());
                std::ops::ControlFlow::Continue(())
            });
    }
    paragraphs
}

/// Tokens of all paragraphs.
fn count(analyzer: &mut Analyzer, paragraphs: &[String]) -> usize {
    let mut tokens = 0;
    for paragraph in paragraphs {
        analyzer.analyze(paragraph, |token| {
            black_box(token);
            tokens += 1;
        });
    }
    tokens
}

fn analysis(c: &mut Criterion) {
    let paragraphs = paragraphs();
    let bytes: usize = paragraphs.iter().map(String::len).sum();
    let tokens = count(&mut Analyzer::new(Scheme::Axtar), &paragraphs);
    assert!(tokens > 10_000, "{tokens} tokens");

    let mut group = c.benchmark_group("analysis");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("cold", |b| {
        b.iter(|| assert_eq!(count(&mut Analyzer::new(Scheme::Axtar), &paragraphs), tokens));
    });
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    group.bench_function("warm", |b| b.iter(|| assert_eq!(count(&mut analyzer, &paragraphs), tokens)));
    let made: Vec<String> = common::articles(common::size(8_000, 20))
        .into_iter()
        .flat_map(|article| article.paragraphs)
        .collect();
    let tokens_made = count(&mut Analyzer::new(Scheme::Axtar), &made);
    assert!(tokens_made > 20 * made.len(), "{tokens_made} tokens in {} paragraphs", made.len());
    group.throughput(Throughput::Bytes(made.iter().map(|p| p.len() as u64).sum())).sample_size(10);
    group.bench_function("made, cold", |b| {
        b.iter(|| assert_eq!(count(&mut Analyzer::new(Scheme::Axtar), &made), tokens_made));
    });
    group.finish();

    // Words a second through all the stages, looked up in the cache.
    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(tokens as u64));
    group.bench_function("cached", |b| b.iter(|| assert_eq!(count(&mut analyzer, &paragraphs), tokens)));
    group.finish();

    let mut words = vec![];
    for paragraph in &paragraphs {
        analyzer.analyze(paragraph, |token| words.push(token.surface.to_string()));
    }
    let mut group = c.benchmark_group("lemma");
    group.throughput(Throughput::Elements(words.len() as u64));
    let lemmatizer = Lemmatizer::new();
    let mut lemmas = Lemmas::new();
    group.bench_function("axtar uncached", |b| {
        b.iter(|| {
            for word in &words {
                lemmatizer.lemmatize(word, &mut lemmas);
                assert!(!black_box(&lemmas).is_empty());
            }
        });
    });
    let turkish = Stemmer::create(Algorithm::Turkish);
    group.bench_function("rust-stemmers Turkish", |b| {
        b.iter(|| words.iter().for_each(|word| drop(black_box(turkish.stem(word)))));
    });
    group.finish();
}

criterion_group!(benches, analysis);
criterion_main!(benches);
