//! Indexing 1,000 made articles (4,000 paragraphs) into a new folder, commit and merge included.
//!
//! Outside the timed loop: making the articles and the folder.

mod common;

use axtar::index::{Archive, ArchiveWriter, Settings};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;

fn indexing(c: &mut Criterion) {
    let articles = common::articles(1_000);
    let bytes: usize = articles.iter().flat_map(|a| &a.paragraphs).map(String::len).sum();
    let mut group = c.benchmark_group("indexing");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("1,000 articles", |b| {
        let setup = || (TempDir::new().expect("a folder"), articles.clone());
        let index = |(folder, articles): (TempDir, Vec<_>)| {
            let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
            let submitted = writer
                .feed(|submit| articles.into_iter().map(|a| submit(a).is_ok()).filter(|ok| *ok).count());
            assert_eq!(submitted.expect("written").0, 1_000);
            writer.commit().expect("a commit");
            folder
        };
        b.iter_batched(setup, index, BatchSize::PerIteration);
    });
    group.finish();

    let folder = TempDir::new().expect("a folder");
    let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
    writer.feed(|submit| articles.into_iter().for_each(|a| drop(submit(a)))).expect("written");
    writer.commit().expect("a commit");
    assert_eq!(Archive::open(folder.path()).expect("an archive").searcher().num_docs(), 4_000);
}

criterion_group!(benches, indexing);
criterion_main!(benches);
