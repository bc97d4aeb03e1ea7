//! Pages written out in full, each in a layout of its own, whose article is marked in them.
//!
//! A file is lines of `key: value` (a `-` for nothing), a line `---` and the page. `[[1]]` is the first
//! paragraph of the article named in the head (`bodies.txt`), `[[=words]]` a paragraph of the page's
//! own; what stands in no brackets must not be kept. `[[T]]` is the title; `<<words>>` makes these it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::DATA;
use crate::score::Wanted;

/// A page as a browser saves it, and what it must give.
pub struct Marked {
    pub name: String,
    pub page: String,
    pub wanted: Wanted,
}

/// The articles: a title and paragraphs a line, under a line `## name`.
fn bodies() -> HashMap<String, Vec<String>> {
    let text = fs::read_to_string(Path::new(DATA).join("bodies.txt")).unwrap();
    let body = |block: &str| {
        let mut lines = block.lines().map(str::to_owned);
        (lines.next().expect("a name"), lines.collect())
    };
    text.split("## ").skip(1).map(body).collect()
}

/// Every page of a folder of the data, by name.
pub fn marked(set: &str) -> Vec<Marked> {
    let bodies = bodies();
    let folder = fs::read_dir(Path::new(DATA).join(set)).unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let page = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let (head, page) = text.split_once("\n---\n").unwrap_or_else(|| panic!("{name}: no head"));
        let head: HashMap<&str, &str> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(_, value)| *value != "-")
            .collect();
        fill(name, &head, page, &bodies)
    };
    paths.iter().map(page).collect()
}

fn fill(
    name: String,
    head: &HashMap<&str, &str>,
    page: &str,
    bodies: &HashMap<String, Vec<String>>,
) -> Marked {
    let value = |key: &str| head.get(key).copied().unwrap_or_default().to_owned();
    let body = head.get("article").map(|article| &bodies[*article]);
    let (mut page, mut title) = (page.to_owned(), value("title"));
    if title.is_empty() {
        title = body.map(|body| body[0].clone()).unwrap_or_default();
    }
    if let Some((before, rest)) = page.clone().split_once("<<") {
        let (own, after) = rest.split_once(">>").expect("the end of a title");
        title = if own == "[[T]]" { title } else { own.to_owned() };
        page = format!("{before}{title}{after}");
    }
    let page = page.replace("[[T]]", &title);
    let (mut whole, mut paragraphs) = (String::new(), Vec::new());
    let mut pieces = page.split("[[");
    whole += pieces.next().unwrap_or_default();
    for piece in pieces {
        let (mark, after) = piece.split_once("]]").unwrap_or_else(|| panic!("{name}: an open mark"));
        let text = match mark.strip_prefix('=') {
            Some(own) => own,
            None => &body.expect("an article")[mark.parse::<usize>().expect("a number")],
        };
        paragraphs.push(without_tags(text));
        whole = whole + text + after;
    }
    let wanted = Wanted {
        title,
        date: value("date"),
        author: value("author"),
        section: value("section"),
        url: value("canonical"),
        paragraphs,
    };
    Marked { name, page: whole, wanted }
}

fn without_tags(text: &str) -> String {
    let kept: String =
        text.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, after)| after)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
