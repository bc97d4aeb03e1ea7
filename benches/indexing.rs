//! Indexing made articles into a new folder, commit and merge included.
//!
//! Outside the timed loop: making the articles and the folder.

mod common;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;

fn indexing(c: &mut Criterion) {
    let articles = common::articles(common::size(2_000, 50));
    let bytes: usize = articles.iter().flat_map(|a| &a.paragraphs).map(String::len).sum();
    let paragraphs: usize = articles.iter().map(|a| a.paragraphs.len()).sum();
    let mut group = c.benchmark_group("indexing");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(format!("{paragraphs} paragraphs"), |b| {
        let setup = || (TempDir::new().expect("a folder"), articles.clone());
        let index = |(folder, articles): (TempDir, Vec<_>)| {
            common::write(&folder, articles);
            folder
        };
        b.iter_batched(setup, index, BatchSize::PerIteration);
    });
    group.finish();
    drop(common::engine(articles));
}

criterion_group!(benches, indexing);
criterion_main!(benches);
