//! Web pages to articles, measured: pages after the habits of Azerbaijani news sites with articles of
//! our own, whose paragraphs, date and author are therefore known.
//!
//! `developed/` was looked at while the rules were made; every other set only once they had been
//! measured on it: docs/measurements.md has the figures of before and after. Floors stand below what
//! is measured; run with `--nocapture` for the figures and the pages that miss.

mod filled;
mod marked;
mod score;

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use axtar::corpus::{Article, Mapping, SourceFile, read};

use filled::articles;
use score::Score;

const DATA: &str = "tests/data/pages";

fn read_one(path: &Path) -> Result<Article, String> {
    let file = SourceFile::at(path).unwrap();
    let (mut article, mut problem) = (None, String::new());
    let _ = read(&file, &Mapping::default(), &AtomicU64::new(0), &mut |item| {
        match item {
            Ok(read) => article = Some(read),
            Err(error) => problem = error.to_string(),
        }
        ControlFlow::Continue(())
    });
    article.ok_or(problem)
}

/// Pages of each layout of a folder filled with each article of a file.
fn measure_filled(set: &str, file: &str) -> Score {
    let folder = tempfile::tempdir().unwrap();
    let mut layouts: Vec<PathBuf> =
        fs::read_dir(Path::new(DATA).join(set)).unwrap().map(|entry| entry.unwrap().path()).collect();
    layouts.sort();
    assert!(layouts.len() >= 20, "{set} has {} layouts", layouts.len());
    let mut score = Score::default();
    for layout in &layouts {
        let name = layout.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(layout).unwrap();
        let (marks, layout) = text.split_once('\n').unwrap();
        for (number, gold) in articles(file).iter().enumerate() {
            let page = gold.fill(layout);
            let path = if marks.contains("moment") {
                // What `yesterday` means only a crawl knows.
                let path = folder.path().join("page.warc");
                fs::write(&path, crawled(&page, &gold.date)).unwrap();
                path
            } else {
                let path = folder.path().join("page.html");
                fs::write(&path, &page).unwrap();
                path
            };
            add(&mut score, &format!("{name} {number}"), &gold.wanted(marks), &path);
        }
    }
    score.print(set);
    score
}

/// The pages of a folder that are written out in full.
fn measure_marked(set: &str, least: usize) -> Score {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let mut score = Score::default();
    for page in marked::marked(set) {
        fs::write(&path, &page.page).unwrap();
        add(&mut score, &page.name, &page.wanted, &path);
    }
    assert!(score.pages >= least, "{set} has {} pages", score.pages);
    score.print(set);
    score
}

fn add(score: &mut Score, name: &str, wanted: &score::Wanted, path: &Path) {
    let read = read_one(path);
    score.add(name, wanted, read.as_ref().unwrap_or(&Article::default()));
    score.misses.extend(read.err().map(|problem| format!("{name}: {problem}")));
}

/// A crawl of one page on the day after its article.
fn crawled(page: &str, date: &str) -> Vec<u8> {
    let (day, _) = date.split_once('T').unwrap();
    let (month, number) = day.rsplit_once('-').unwrap();
    let tomorrow = format!("{month}-{:02}", number.parse::<u32>().unwrap() + 1);
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let mut warc = Vec::new();
    write!(
        warc,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://korpu.example/x\r\nWARC-Date: {tomorrow}T08:00:00Z\r\nContent-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    )
    .unwrap();
    warc
}

#[test]
fn pages_that_rules_were_made_on() {
    measure_filled("developed", "articles.txt").assert_promised();
}

#[test]
fn pages_that_were_held_back() {
    measure_filled("held", "articles.txt").assert_promised();
}

#[test]
fn pages_written_after_the_rules() {
    measure_filled("fresh", "fresh-articles.txt").assert_promised();
}

#[test]
fn pages_of_many_houses() {
    measure_marked("wide", 45).assert_promised();
}

#[test]
fn pages_of_other_kinds() {
    measure_marked("apart", 24).assert_promised();
}

#[test]
fn pages_written_later() {
    measure_marked("later", 24).assert_promised();
}

#[test]
fn pages_written_last() {
    measure_marked("last", 20).assert_promised();
}

#[test]
fn pages_written_further() {
    measure_marked("further", 20).assert_promised();
}

#[test]
fn pages_written_newest() {
    measure_marked("newest", 16).assert_promised();
}

#[test]
fn pages_signed_in_many_ways() {
    measure_marked("signed", 24).assert_promised();
}

#[test]
fn pages_credited_in_many_ways() {
    measure_marked("credited", 16).assert_promised();
}

#[test]
fn pages_that_name_their_authors() {
    measure_marked("named", 13).assert_promised();
}

#[test]
fn pages_as_most_are() {
    measure_marked("ordinary", 12).assert_promised();
}

#[test]
fn every_value_tells_where_it_was_found() {
    let layout = fs::read_to_string(Path::new(DATA).join("developed/01-wordpress.html")).unwrap();
    let page = articles("articles.txt")[0].fill(layout.split_once('\n').unwrap().1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.html");
    fs::write(&path, page).unwrap();
    let article = read_one(&path).unwrap();
    for (field, origin) in [
        ("title", "h1"),
        ("date", "json-ld"),
        ("author", "json-ld"),
        ("section", "json-ld"),
        ("source", "opengraph"),
        ("url", "canonical"),
    ] {
        assert_eq!(
            article.origins.get(field).map(String::as_str),
            Some(origin),
            "{field}: {:?}",
            article.origins
        );
    }
}
