//! The paragraphs of a page.
//!
//! What a site marks as furniture is removed first, since readability keeps a list of related
//! articles that lies in the article's own element. Then readability finds the article; where it
//! finds none, every `<p>` counts, then every text.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::super::article::Article;
use super::super::date::PublicationDate;
use super::super::folding::{fold, squeeze};
use super::super::page::{Furniture, is_furniture, words};
use super::super::text::date_line;

/// Elements that hold no text of an article. Captions are left out as well: they describe a
/// picture that the archive does not have.
const FURNITURE: &str = "script, style, noscript, template, nav, footer, aside, form, button, iframe, svg, \
                         select, dialog, figcaption, body > header";

/// Words in a class or id that mark furniture, Azerbaijani sites' own among them.
const MARKS: [&str; 32] = [
    "share",
    "sharing",
    "social",
    "related",
    "similar",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "banner",
    "advert",
    "ads",
    "popular",
    "subscribe",
    "pagination",
    "tags",
    "menu",
    "navbar",
    "newsfeed",
    "reklam",
    "oxsar",
    "diger",
    "lent",
    "paylas",
    "serhler",
    "teqler",
    "etiketler",
    "reyler",
    "mostread",
    "recommended",
];

/// How many elements are looked at to find out how much text is in marked ones: real pages have
/// some thousands in all.
const MOST_WEIGHED: usize = 2_000_000;

/// Removes what a site marks as furniture.
pub(super) fn clean(document: &Document) {
    document.select(FURNITURE).remove();
    remove_marked(document);
}

/// The article's paragraphs, of a page that has been cleaned.
pub(super) fn paragraphs(document: &Document, article: &Article) -> Vec<String> {
    let mut found = readable(document);
    if found.is_empty() {
        let paragraphs = document.select("p");
        found = paragraphs.nodes().iter().flat_map(blocks).collect();
    }
    if found.is_empty() {
        found = document.body().map(|body| blocks(&body)).unwrap_or_default();
    }
    let title = fold(&article.title);
    let is_text = |block: &Block| {
        // As in Markdown, a heading of three words is a signpost.
        let signpost = block.is_heading && words(&block.text) <= 3;
        !(signpost || fold(&block.text) == title || is_info(&block.text, article))
    };
    found.into_iter().filter(is_text).map(|block| block.text).collect()
}

/// The line below a headline that says again what is known by now: author, rubric, date, in any
/// order: `2 aprel 2024, 09:55 | Mədəniyyət`.
fn is_info(text: &str, article: &Article) -> bool {
    if text.len() > 200 {
        return false;
    }
    if is_furniture(text, Furniture::Section) || date_line(text).is_some() {
        return true;
    }
    let mut rest = fold(text);
    for known in [&article.author, &article.section, &article.source].into_iter().flatten() {
        rest = rest.replacen(&fold(known), " ", 1);
    }
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "|/•·,:–—-".contains(c));
    rest.is_empty() || PublicationDate::parse(rest).is_some()
}

/// The visible texts of a page in their order, one a block.
pub(super) fn texts(document: &Document) -> Vec<String> {
    document
        .body()
        .map(|body| blocks(&body))
        .unwrap_or_default()
        .into_iter()
        .map(|block| block.text)
        .collect()
}

fn remove_marked(document: &Document) {
    let text_in = |node: &NodeRef| {
        let paragraphs = node.descendants_it().filter(|node| node.has_name("p"));
        paragraphs.map(|p| p.text().len()).sum::<usize>()
    };
    let Some(body) = document.body() else { return };
    let total = text_in(&body);
    let mut weighed = 0;
    for node in document.select("body [class], body [id]").nodes() {
        let names = [node.attr("class"), node.attr("id")];
        let is_marked = names.iter().flatten().any(|names| {
            names
                .split([' ', '-', '_', '\t', '\n'])
                .any(|name| MARKS.contains(&name.to_ascii_lowercase().as_str()))
        });
        // Marked elements that lie in each other are weighed again and again; in a page made for
        // that, the rest stays.
        if !is_marked || weighed > MOST_WEIGHED {
            continue;
        }
        weighed += node.descendants_it().count();
        // `with-sidebar` on the page's frame marks no furniture: that never holds the text.
        if text_in(node) * 3 <= total {
            node.remove_from_parent();
        }
    }
}

fn readable(document: &Document) -> Vec<Block> {
    // Linked data has been read; readability's own reader of it knows no limit of depth.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let parsed =
        Readability::with_document(document.clone(), None, Some(config)).map(|mut page| page.parse());
    match parsed {
        Ok(Ok(article)) => blocks(&Document::from(article.content).root()),
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}

/// A stretch of text between the borders of block elements.
struct Block {
    text: String,
    is_heading: bool,
}

/// The blocks below a node, in their order. Walks without recursion.
fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut is_heading = false;
    let mut end = |text: &mut String, is_heading: bool| {
        let squeezed = squeeze(text);
        text.clear();
        if !squeezed.is_empty() {
            blocks.push(Block { text: squeezed, is_heading });
        }
    };
    // Each node is met twice, entering and leaving.
    let mut waiting = vec![(*root, false)];
    while let Some((node, leaving)) = waiting.pop() {
        if node.is_text() {
            text.push_str(&node.text());
            continue;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        if matches!(name, "script" | "style" | "noscript" | "template") {
            continue;
        }
        if is_block(name) {
            end(&mut text, is_heading);
            is_heading = !leaving && is_heading_name(name);
        } else if matches!(name, "td" | "th") {
            text.push(' ');
        }
        if !leaving {
            waiting.push((node, true));
            waiting.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    end(&mut text, is_heading);
    blocks
}

fn is_heading_name(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// `<br>` counts: Azerbaijani sites part paragraphs with it, and a line of verse stands for itself.
fn is_block(name: &str) -> bool {
    is_heading_name(name)
        || matches!(
            name,
            "p" | "div"
                | "br"
                | "hr"
                | "li"
                | "ul"
                | "ol"
                | "dl"
                | "dt"
                | "dd"
                | "blockquote"
                | "pre"
                | "table"
                | "tr"
                | "caption"
                | "section"
                | "article"
                | "main"
                | "header"
                | "footer"
                | "aside"
                | "nav"
                | "figure"
                | "figcaption"
                | "address"
                | "details"
                | "summary"
                | "form"
                | "body"
                | "html"
                | "head"
                | "title"
                | "time"
        )
}
