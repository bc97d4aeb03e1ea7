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
use super::super::page::{Furniture, ends_sentence, is_about, is_furniture, words};
use super::super::text::date_line;
use super::{Fragment, plain};

/// The article's paragraphs, of a page that has been cleaned.
pub(super) fn paragraphs(document: &Document, article: &Article, stated: Option<&str>) -> Vec<String> {
    let mut found = readable(document);
    if found.is_empty() {
        let paragraphs = document.select("p");
        found = paragraphs.nodes().iter().flat_map(blocks).collect();
    }
    if found.is_empty() {
        found = document.body().map(|body| blocks(&body)).unwrap_or_default();
    }
    let is_sentence = |block: &Block| ends_sentence(&block.text) && !block.is_link;
    if !found.iter().any(is_sentence) {
        // Of a short article readability may prefer a list of headlines.
        let all = document.body().map(|body| blocks(&body)).unwrap_or_default();
        let ends = all.iter().position(is_sentence).zip(all.iter().rposition(is_sentence));
        if let Some((first, last)) = ends {
            found = all.into_iter().take(last + 1).skip(first).collect();
        }
    }
    let title = fold(&article.title);
    let is_text = |block: &Block| {
        // As in Markdown, a heading of three words is a signpost.
        let signpost = block.is_heading && words(&block.text) <= 3;
        !(signpost || fold(&block.text) == title || is_info(&block.fields, article))
    };
    found.retain(is_text);
    drop_links(&mut found);
    let found: Vec<String> = found.into_iter().map(|block| block.text).collect();
    // Linked data hold the text without its paragraphs: only for pages that draw it by script.
    let stated: Vec<String> =
        stated.unwrap_or_default().lines().map(plain).filter(|line| !line.is_empty()).collect();
    let length = |lines: &[String]| lines.iter().map(|line| words(line)).sum::<usize>();
    if length(&found) * 2 < length(&stated) { stated } else { found }
}

/// Drops the paragraphs that are a link and nothing else: another article, a channel to follow. A page
/// that is mostly links is an article of links.
fn drop_links(blocks: &mut Vec<Block>) {
    let count = |blocks: &[Block], linked: bool| {
        blocks.iter().filter(|block| block.is_link || !linked).map(|block| words(&block.text)).sum::<usize>()
    };
    if count(blocks, true) * 2 < count(blocks, false) {
        blocks.retain(|block| !block.is_link);
    }
}

/// All texts of a piece of HTML, a heading at its head apart.
pub(super) fn fragment(document: &Document) -> Fragment {
    let mut blocks = document.body().map(|body| blocks(&body)).unwrap_or_default();
    let title = match blocks.first() {
        Some(first) if first.is_heading => Some(blocks.remove(0).text),
        _ => None,
    };
    Fragment { title, paragraphs: blocks.into_iter().map(|block| block.text).collect() }
}

/// A line that says again what is known by now, or something about the page: author, rubric, date,
/// views, in any order: `2 aprel 2024, 09:55 | Mədəniyyət | Baxış: 12`.
fn is_info(text: &str, article: &Article) -> bool {
    if text.len() > 200 {
        return false;
    }
    if is_furniture(text, Furniture::Section)
        || is_furniture(text, Furniture::Label)
        || date_line(text).is_some()
    {
        return true;
    }
    let mut rest = fold(text);
    for known in [&article.author, &article.section, &article.source].into_iter().flatten() {
        rest = rest.replacen(&fold(known), " ", 1);
    }
    // `Yeniləndi: 10 iyun 2025 Yazar:` is three fields.
    let labels = rest.split_whitespace().map(|word| match word.ends_with(':') && is_about(word) {
        true => "|",
        false => word,
    });
    let rest = labels.collect::<Vec<_>>().join(" ");
    rest.split(['|', '•', '·']).all(|field| {
        let field = field.trim_matches(|c: char| c.is_whitespace() || "/|•·,:–—-©".contains(c));
        field.is_empty()
            || PublicationDate::parse(field).is_some()
            || is_furniture(field, Furniture::Label)
            || is_about(field)
    })
}

/// A short visible text of a page, as it reads and as its elements part it.
pub(super) struct Seen {
    pub text: String,
    pub fields: String,
}

/// The visible texts of a page in their order, one a block.
pub(super) fn texts(document: &Document) -> Vec<Seen> {
    let blocks = document.body().map(|body| blocks(&body)).unwrap_or_default();
    blocks.into_iter().map(|block| Seen { text: block.text, fields: block.fields }).collect()
}

/// The text of an element, a bar wherever an element begins or ends in it.
pub(super) fn fields(node: &NodeRef) -> String {
    blocks(node).into_iter().map(|block| block.fields).collect::<Vec<_>>().join(" | ")
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
    /// The same with a bar between the elements inside, if it is short: lines of information set
    /// every piece in an element of its own and no space between.
    fields: String,
    is_heading: bool,
    /// Does all of it lead elsewhere?
    is_link: bool,
}

/// Longer texts are no lines of information.
const LONGEST_LINE: usize = 300;

/// The blocks below a node, in their order. Walks without recursion.
fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut borders: Vec<usize> = Vec::new();
    let mut is_heading = false;
    // Links that are open, and whether text of this block stands outside of any.
    let mut links = 0;
    let mut unlinked = false;
    let mut end = |text: &mut String, borders: &mut Vec<usize>, is_heading: bool, unlinked: bool| {
        let squeezed = squeeze(text);
        let fields = if text.len() <= LONGEST_LINE { parted(text, borders) } else { squeezed.clone() };
        text.clear();
        borders.clear();
        if !squeezed.is_empty() {
            blocks.push(Block { text: squeezed, fields, is_heading, is_link: !unlinked });
        }
    };
    // Each node is met twice, entering and leaving.
    let mut waiting = vec![(*root, false)];
    while let Some((node, leaving)) = waiting.pop() {
        if node.is_text() {
            let piece = node.text();
            unlinked |= links == 0 && !piece.trim().is_empty();
            text.push_str(&piece);
            continue;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        if matches!(name, "script" | "style" | "noscript" | "template") {
            continue;
        }
        if name == "a" && node.has_attr("href") {
            links = if leaving { links - 1 } else { links + 1 };
        }
        if is_block(name) {
            end(&mut text, &mut borders, is_heading, std::mem::take(&mut unlinked));
            is_heading = !leaving && is_heading_name(name);
        } else {
            if matches!(name, "td" | "th") {
                text.push(' ');
            }
            if text.len() <= LONGEST_LINE && borders.last() != Some(&text.len()) {
                borders.push(text.len());
            }
        }
        if !leaving {
            waiting.push((node, true));
            waiting.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    end(&mut text, &mut borders, is_heading, unlinked);
    blocks
}

/// The text with bars at these places, empty pieces left out.
fn parted(text: &str, borders: &[usize]) -> String {
    let mut from = 0;
    let ends = borders.iter().copied().chain([text.len()]);
    let pieces = ends.map(|end| squeeze(&text[std::mem::replace(&mut from, end)..end]));
    pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" | ")
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
