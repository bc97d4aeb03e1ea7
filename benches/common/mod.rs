//! What the benches measure with: made articles, an index of them, queries drawn from it.
//!
//! `cargo test --benches` runs each bench once: then everything is small.

#![allow(dead_code, reason = "each bench uses its part")]

use axtar::corpus::Article;
use axtar::index::{Archive, ArchiveWriter, Settings};
use axtar::measure::generate::Generator;
use axtar::search::Engine;
use tempfile::TempDir;

/// A size for measuring, or a small one where the bench is only tried.
pub fn size(full: usize, tried: usize) -> usize {
    if std::env::args().any(|argument| argument == "--bench") { full } else { tried }
}

/// Articles of five paragraphs on the average, the same for every run.
pub fn articles(count: usize) -> Vec<Article> {
    let generator = Generator::new(1, 5);
    (0..count as u64).map(|number| generator.article(number)).collect()
}

/// An engine over an index of these articles, and the folder it lies in.
pub fn engine(articles: Vec<Article>) -> (Engine, TempDir) {
    let folder = TempDir::new().expect("a folder");
    let paragraphs: usize = articles.iter().map(|article| article.paragraphs.len()).sum();
    write(&folder, articles);
    let engine = Engine::new(Archive::open(folder.path()).expect("an archive"));
    assert_eq!(engine.archive().searcher().num_docs(), paragraphs as u64);
    (engine, folder)
}

/// Writes articles into a new index, commit and merge included.
pub fn write(folder: &TempDir, articles: Vec<Article>) {
    let count = articles.len();
    let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
    let fed = writer.feed(|feed| articles.into_iter().filter(|a| feed.submit(a.clone()).is_ok()).count());
    assert_eq!(fed.expect("written").0, count);
    writer.commit().expect("a commit");
}
