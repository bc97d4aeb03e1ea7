//! A page as a list of blocks: stretches of text between the borders of block elements.
//!
//! Everything that is told by place is told on this list: the headline above the text, the date line
//! near it, the signature below. A block keeps what its elements say of it: whether it is a heading, a
//! link, bold, what its class is named after, and which frame it lies in, since the paragraphs of one
//! article lie in one kind of frame.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::{Document, NodeRef};

use super::super::date::PublicationDate;
use super::super::folding::squeeze;
use super::super::page::{ends_sentence, words};
use super::metadata::stated_date;

/// Longer texts are no lines of information.
const LONGEST_LINE: usize = 300;

/// A sentence of so many words is text, and no label or call.
const SENTENCE: usize = 6;

#[derive(Debug, Clone)]
pub(super) struct Block {
    pub text: String,
    /// The same with a bar between the elements inside, if it is short: lines of information set
    /// every piece in an element of its own and no space between.
    pub fields: String,
    /// The level of a heading, 0 for other text.
    pub heading: u8,
    /// Does it lead elsewhere, but for a few words before it, `Bu barədə: …`?
    pub is_link: bool,
    /// Is all of it bold or set in large letters?
    pub is_bold: bool,
    /// What its element and the two around it are named after.
    pub marks: Marks,
    /// A date in an attribute of an element named after one.
    pub stamp: Option<PublicationDate>,
    /// Its element's tag, and the tags and classes of the two around it.
    pub frame: u64,
}

impl Block {
    /// A sentence of some length that leads nowhere.
    pub fn is_sentence(&self) -> bool {
        !self.is_link && words(&self.text) >= SENTENCE && ends_sentence(&self.text)
    }
}

/// What an element is named after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub date: bool,
    pub author: bool,
    pub title: bool,
    pub lead: bool,
}

impl Marks {
    fn and(self, other: Self) -> Self {
        Self {
            date: self.date || other.date,
            author: self.author || other.author,
            title: self.title || other.title,
            lead: self.lead || other.lead,
        }
    }

    /// What an element is named after; `known` are the names met so far, since a page repeats few.
    fn of(node: &NodeRef, known: &mut HashMap<String, Self>) -> Self {
        let mut names = String::new();
        for name in ["class", "id", "itemprop", "data-hook", "rel"] {
            if let Some(value) = node.attr(name) {
                names.push_str(&value);
                names.push(' ');
            }
        }
        let is_time = Self { date: node.has_name("time"), ..Self::default() };
        if names.is_empty() {
            return is_time;
        }
        // `menu-item-4821`: numbers are all that parts the names of a list.
        names.retain(|c| !c.is_ascii_digit());
        is_time.and(*known.entry(names).or_insert_with_key(|names| Self::told(&names.to_lowercase())))
    }

    fn told(names: &str) -> Self {
        let has = |marks: &[&str]| marks.iter().any(|mark| names.contains(mark));
        let is = |marks: &[&str]| names.split([' ', '-', '_']).any(|name| marks.contains(&name));
        Self {
            date: has(&DATED) && !has(&["modif"]),
            author: has(&AUTHORED) || is(&["by", "who", "usr", "writer"]),
            title: has(&TITLED) || is(&["bas", "cap"]),
            lead: has(&LEADS) || is(&["lead", "spot", "lid"]),
        }
    }
}

/// Parts of class names that tell a date, an author, a headline and a lead.
const DATED: [&str; 12] = [
    "submitted",
    "date",
    "tarix",
    "time",
    "meta",
    "info",
    "publish",
    "posted",
    "created",
    "vaxt",
    "when",
    "zaman",
];
const AUTHORED: [&str; 14] = [
    "author",
    "byline",
    "muellif",
    "muəllif",
    "yazar",
    "imza",
    "muxbir",
    "müxbir",
    "reporter",
    "jurnalist",
    "journalist",
    "credits",
    "user-name",
    "username",
];
const TITLED: [&str; 6] = ["title", "headline", "basliq", "baslik", "başlıq", "serlovhe"];
const LEADS: [&str; 6] = ["subtitle", "standfirst", "excerpt", "summary", "intro", "deck"];

/// The blocks of the whole page.
pub(super) fn of_page(document: &Document) -> Vec<Block> {
    document.body().map(|body| blocks(&body)).unwrap_or_default()
}

/// What is gathered for the block that is being read.
#[derive(Default)]
struct Open {
    text: String,
    borders: Vec<usize>,
    /// Letters and digits, and those of them that are in a link.
    letters: usize,
    linked: usize,
    light: bool,
    marks: Marks,
    stamp: Option<PublicationDate>,
}

/// A block element that is open: what it says of the text in it.
struct Frame {
    tag: String,
    class: String,
    marks: Marks,
    heading: u8,
    is_pre: bool,
}

/// The blocks below a node, in their order. Walks without recursion.
pub(super) fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Open::default();
    let mut frames: Vec<Frame> = Vec::new();
    let (mut links, mut bolds) = (0, 0);
    // Of each open cell, whether it is a frame for other things: a column of a page, not of a table.
    let mut cells: Vec<bool> = Vec::new();
    let mut known = HashMap::new();
    // Each node is met twice, entering and leaving.
    let mut waiting = vec![(*root, false)];
    while let Some((node, leaving)) = waiting.pop() {
        if node.is_text() {
            let text = node.text();
            let is_pre = frames.last().is_some_and(|frame| frame.is_pre);
            for (at, piece) in text.split("\n\n").enumerate() {
                // In a text set as it was typed, a blank line parts paragraphs.
                if at > 0 && is_pre {
                    end(&mut blocks, &mut open, &frames);
                }
                let letters = piece.chars().filter(|c| c.is_alphanumeric()).count();
                open.letters += letters;
                open.linked += if links > 0 { letters } else { 0 };
                open.light |= bolds == 0 && letters > 0;
                open.text.push_str(piece);
                open.text.push('\n');
            }
            open.text.pop();
            continue;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        if matches!(name, "script" | "style" | "noscript" | "template") {
            continue;
        }
        let marks = if leaving { Marks::default() } else { Marks::of(&node, &mut known) };
        let step = if leaving { -1 } else { 1 };
        if name == "a" && node.has_attr("href") {
            links += step;
        }
        if is_bold(name, &node) {
            bolds += step;
        }
        let is_cell = matches!(name, "td" | "th");
        if is_cell && !leaving {
            cells.push(node.descendants_it().any(|inner| is_block(&inner.node_name().unwrap_or_default())));
        }
        let is_frame = if is_cell && leaving { cells.pop() } else { cells.last().copied() };
        let is_block = is_block(name) || is_cell && is_frame == Some(true);
        if is_block {
            end(&mut blocks, &mut open, &frames);
            if leaving {
                frames.pop();
            } else {
                frames.push(Frame {
                    tag: name.to_owned(),
                    class: node.attr("class").map(|class| class.to_string()).unwrap_or_default(),
                    marks,
                    heading: level(name),
                    is_pre: name == "pre",
                });
            }
        } else {
            if is_cell {
                open.text.push(' ');
            }
            if open.text.len() <= LONGEST_LINE && open.borders.last() != Some(&open.text.len()) {
                open.borders.push(open.text.len());
            }
        }
        if !leaving {
            if !is_block {
                open.marks = open.marks.and(marks);
            }
            open.stamp = open.stamp.or_else(|| if marks.date { stamp(&node) } else { None });
            waiting.push((node, true));
            waiting.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    end(&mut blocks, &mut open, &frames);
    blocks
}

/// How many elements around a block speak for it.
const FRAMES: usize = 3;

fn end(blocks: &mut Vec<Block>, open: &mut Open, frames: &[Frame]) {
    let text = squeeze(&open.text);
    if text.is_empty() {
        // A stamp in an empty element is of what follows it.
        let stamp = open.stamp;
        *open = Open { stamp, ..Open::default() };
        return;
    }
    let read = std::mem::take(open);
    let fields =
        if read.text.len() <= LONGEST_LINE { parted(&read.text, &read.borders) } else { text.clone() };
    let around = frames.iter().rev().take(FRAMES);
    let mut hasher = DefaultHasher::new();
    // Paragraphs of one article differ in class, not in where they lie.
    around.clone().enumerate().for_each(|(at, frame)| {
        frame.tag.hash(&mut hasher);
        if at > 0 {
            frame.class.hash(&mut hasher);
        }
    });
    let is_link = read.linked == read.letters || read.linked * 3 > read.letters * 2 && !ends_sentence(&text);
    blocks.push(Block {
        text,
        fields,
        heading: frames.iter().rev().take(2).map(|frame| frame.heading).max().unwrap_or(0),
        is_link,
        is_bold: !read.light,
        marks: around.fold(read.marks, |marks, frame| marks.and(frame.marks)),
        stamp: read.stamp,
        frame: hasher.finish(),
    });
}

/// The date in an attribute.
fn stamp(node: &NodeRef) -> Option<PublicationDate> {
    ["datetime", "title", "data-date", "data-time", "content"]
        .iter()
        .find_map(|name| stated_date(&squeeze(&node.attr(name)?)))
}

/// The text of an element, a bar wherever an element begins or ends in it.
pub(super) fn fields(node: &NodeRef) -> String {
    blocks(node).into_iter().map(|block| block.fields).collect::<Vec<_>>().join(" | ")
}

/// The text with bars at these places, empty pieces left out.
fn parted(text: &str, borders: &[usize]) -> String {
    let mut from = 0;
    let ends = borders.iter().copied().chain([text.len()]);
    let pieces = ends.map(|end| squeeze(&text[std::mem::replace(&mut from, end)..end]));
    pieces.filter(|piece| piece.contains(|c: char| !"|•·/".contains(c))).collect::<Vec<_>>().join(" | ")
}

fn level(name: &str) -> u8 {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => digit - b'0',
        _ => 0,
    }
}

fn is_bold(name: &str, node: &NodeRef) -> bool {
    matches!(name, "b" | "strong" | "big")
        || name == "font"
            && node.attr("size").is_some_and(|size| matches!(&*size, "4" | "5" | "6" | "+1" | "+2"))
}

/// `<br>` counts: Azerbaijani sites part paragraphs with it, and a line of verse stands for itself.
fn is_block(name: &str) -> bool {
    level(name) > 0
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
