//! Limits for hostile pages: how deep elements may lie in each other, how many there may be.
//!
//! The parser looks up through the open elements at each tag: 50,000 paragraphs in 2,000 nested
//! `<div>` (1 MB) took it 17 s. So the tags are counted before it sees them, and the tree again
//! after, since a parser nests more than is written.

use dom_query::Document;

/// Deepest nesting; real pages reach about 40. Unclosed `<font>` in old pages add up, hence the room.
pub(super) const DEEPEST: usize = 2_000;

/// Most tags; the largest news pages have 20,000.
const MOST_TAGS: usize = 400_000;

/// Most open elements, summed over all tags, which is the parser's work: some 2 s of it. Large
/// real pages come to 600,000.
const MOST_WORK: usize = 10_000_000;

/// Most copies of formatting elements. An unclosed `<b>` is opened anew in every paragraph after
/// it, so that 1,000 of them and 10,000 paragraphs (50 KB) would be ten million elements.
const MOST_COPIES: usize = 500_000;

const TOO_MANY: &str = "the page has too many elements";
const TOO_DEEP: &str = "the page's elements are nested too deep";

/// Elements that never hold others, or are closed by the next of their kind, and the drawing ones
/// that close themselves. Where these do nest, the tree is found too deep after parsing.
const SHALLOW: [&str; 35] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head",
    "body", "path", "use", "circle", "rect", "line", "polygon", "stop",
];

/// Elements whose content is text up to their own closing tag.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "iframe", "noframes"];

/// Elements that a parser opens anew after the block they were left open in.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Turns away a page with too many tags, or too many open at once.
///
/// Open tags are counted by name, so that a stray `</b>` does not hide an open `<div>`.
pub(super) fn check(html: &str) -> Result<(), &'static str> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut depth = 0;
    let mut tags = 0;
    let mut open_formatting = 0;
    let mut copies = 0;
    let mut work = 0;
    let mut rest = html;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[start + 1..];
        // A `<` that begins no tag is counted as well: it parts the text into pieces.
        tags += 1;
        copies += open_formatting;
        work += depth;
        if tags > MOST_TAGS || copies > MOST_COPIES || work > MOST_WORK {
            return Err(TOO_MANY);
        }
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let closes = rest.starts_with('/');
        let name_start = usize::from(closes);
        let is_name = |b: &u8| !b.is_ascii_whitespace() && !b"/><".contains(b);
        let length = rest.as_bytes()[name_start..].iter().take_while(|b| is_name(b)).count();
        // A tag's name is ASCII in every element that matters; others are counted under `?`.
        let name = rest.get(name_start..name_start + length).unwrap_or("?").to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        rest = after_tag(&rest[name_start + length..]);
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        if !closes && RAW.contains(&name.as_str()) {
            rest = after_raw(rest, &name);
            continue;
        }
        let is_formatting = usize::from(FORMATTING.contains(&name.as_str()));
        let known = open.iter().position(|(open, _)| *open == name);
        match (known, closes) {
            (Some(known), false) => open[known].1 += 1,
            (None, false) if open.len() < 100 => open.push((name, 1)),
            // More than a hundred kinds of elements: from here on they count and never close.
            (None, false) => {}
            (Some(known), true) if open[known].1 > 0 => {
                open[known].1 -= 1;
                depth -= 1;
                open_formatting -= is_formatting;
                continue;
            }
            (_, true) => continue,
        }
        depth += 1;
        open_formatting += is_formatting;
        if depth > DEEPEST {
            return Err(TOO_DEEP);
        }
    }
    Ok(())
}

/// Turns away a tree deeper than the parser's users can walk.
pub(super) fn check_tree(document: &Document) -> Result<(), &'static str> {
    let mut node = Some(document.root());
    let mut depth = 0usize;
    while let Some(current) = node {
        if depth > 2 * DEEPEST {
            return Err(TOO_DEEP);
        }
        if let Some(child) = current.first_child() {
            depth += 1;
            node = Some(child);
            continue;
        }
        let mut climbing = Some(current);
        node = loop {
            let Some(here) = climbing else { break None };
            if let Some(sibling) = here.next_sibling() {
                break Some(sibling);
            }
            depth = depth.saturating_sub(1);
            climbing = here.parent();
        };
    }
    Ok(())
}

/// What follows a tag's `>`, quoted attribute values passed over.
fn after_tag(attributes: &str) -> &str {
    let mut quote = None;
    let mut before = 0;
    for (i, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &attributes[i + 1..],
            // A quote opens a value only after `=`; elsewhere it is part of a name.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    ""
}

/// What follows the closing tag of a raw text element.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[from..], b"</") {
        let at = from + found + 2;
        let closing = text.get(at..at + name.len());
        if closing.is_some_and(|closing| closing.eq_ignore_ascii_case(name)) {
            return &text[at..];
        }
        from = at;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_open_is_deep() {
        let many = |piece: &str| piece.repeat(DEEPEST + 1);
        for deep in ["<div>", "<div></b>", "<DIV x='</div>'>", "<div><!--</div>-->", "<div/>", "<ul><li>"] {
            assert!(check(&many(deep)).is_err(), "{deep}");
        }
        for flat in
            ["<p>x", "<li>x", "<div></div>", "<br/>", "<script>'<div>'</script>", "a < b ", "<!--<div>-->"]
        {
            assert!(check(&many(flat)).is_ok(), "{flat}");
        }
    }
}
