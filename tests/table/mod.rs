//! Tables of test cases, and the sample archive as text.

#![allow(dead_code, reason = "each test file uses its part")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;

use axtar::corpus::{Article, Mapping};
use axtar::index::{Archive, ArchiveWriter, Settings};
use axtar::search::Engine;
use tempfile::TempDir;

/// The folder of the test data.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The sample archive.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Runs `check` on each row of a TSV table (`#` comments) and fails with all complaints at once,
/// each with its file and row.
pub fn check(file: &str, mut check: impl FnMut(&[&str]) -> Option<String>) {
    let path = data().join(file);
    let table = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut rows, mut complaints) = (0, vec![]);
    for (number, line) in table.lines().enumerate() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        rows += 1;
        let row: Vec<&str> = line.split('\t').collect();
        if let Some(complaint) = check(&row) {
            complaints.push(format!("tests/data/{file}:{}: {complaint}", number + 1));
        }
    }
    assert!(rows > 0, "{file} holds no row");
    assert!(complaints.is_empty(), "{} of {rows} rows:\n{}", complaints.len(), complaints.join("\n"));
}

/// `\u00AD` → the character it names.
pub fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (hex, rest) = part.split_at(4);
        out.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

/// Every article of the sample archive.
pub fn sample_articles() -> Vec<Article> {
    let (files, errors) = axtar::corpus::walk(&[corpus()]);
    assert!(errors.is_empty(), "the sample archive reads without an error: {errors:?}");
    let mut articles = vec![];
    for file in &files {
        let _ = axtar::corpus::read(file, &Mapping::default(), &AtomicU64::new(0), &mut |item| {
            articles.push(item.expect("a readable article"));
            ControlFlow::Continue(())
        });
    }
    articles
}

/// Every paragraph of the sample archive.
pub fn sample_archive() -> Vec<String> {
    let paragraphs: Vec<String> = sample_articles().into_iter().flat_map(|a| a.paragraphs).collect();
    assert!(paragraphs.len() > 200);
    paragraphs
}

/// Writes articles into an index.
pub fn write(folder: &Path, articles: impl IntoIterator<Item = Article>) {
    let settings = Settings { memory: 40_000_000, ..Settings::default() };
    let mut writer = ArchiveWriter::open(folder, &settings).expect("a writer");
    let fed = writer.feed(|feed| articles.into_iter().map(|a| feed.submit(a).expect("fed")).count());
    fed.expect("written");
    writer.commit().expect("a commit");
}

/// An engine over these articles, and the folder it lives in.
pub fn engine(articles: impl IntoIterator<Item = Article>) -> (Engine, TempDir) {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), articles);
    (Engine::new(Archive::open(folder.path()).expect("an archive")), folder)
}

/// An engine over the sample archive, indexed once a process.
pub fn sample_engine() -> Engine {
    static SAMPLE: OnceLock<TempDir> = OnceLock::new();
    let folder = SAMPLE.get_or_init(|| engine(sample_articles()).1);
    Engine::new(Archive::open(folder.path()).expect("the sample archive"))
}
