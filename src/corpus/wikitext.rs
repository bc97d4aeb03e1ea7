//! Wikitext to plain paragraphs.
//!
//! Templates, tables, references and pictures go, links leave their words, list items stand for
//! themselves. One pass with counters instead of recursion, so that no nesting costs more than its
//! length. What templates would have drawn (numbers of an info box) is lost; their places are few.

use super::folding::{fold, squeeze};
use super::page::words;
use super::xml::unescaped;

/// Headings with more words than this are kept, as in Markdown.
const SIGNPOST_WORDS: usize = 3;

/// Link targets that leave no words: pictures and categories.
const WORDLESS: [&str; 10] = [
    "fayl:",
    "file:",
    "image:",
    "sekil:",
    "kateqoriya:",
    "category:",
    "файл:",
    "изображение:",
    "категория:",
    "media:",
];

/// Elements whose content is no text of the article.
const DROPPED: [&str; 9] =
    ["ref", "gallery", "math", "timeline", "score", "syntaxhighlight", "imagemap", "references", "table"];

/// A `<` without a `>` so near begins no tag.
const LONGEST_TAG: usize = 2_000;

/// Links lie in captions, which are links, and no deeper.
const MOST_LINKS: usize = 20;

/// The paragraphs of a page.
pub(super) fn paragraphs(wikitext: &str) -> Vec<String> {
    let plain = links(&braces(&elements(wikitext)));
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    let mut end = |open: &mut String| {
        let text = squeeze(open);
        open.clear();
        if !text.is_empty() {
            paragraphs.push(text);
        }
    };
    for line in plain.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("__") || line.starts_with("----") {
            end(&mut open);
            continue;
        }
        let heading = line.starts_with('=') && line.ends_with('=') && line.len() > 2;
        let text = line.trim_matches('=').trim();
        if heading {
            end(&mut open);
            if words(text) > SIGNPOST_WORDS {
                open.push_str(text);
                end(&mut open);
            }
        } else if line.starts_with(['*', '#', ':', ';']) {
            end(&mut open);
            open.push_str(line.trim_start_matches(['*', '#', ':', ';', ' ']));
            end(&mut open);
        } else {
            // One line break inside a paragraph means nothing.
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(line);
        }
    }
    end(&mut open);
    paragraphs
}

/// Without comments, tags, and the elements that hold no text.
fn elements(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name: String =
            rest[1..].chars().take(20).take_while(|c| c.is_ascii_alphabetic() || *c == '/').collect();
        let is_tag = !name.trim_matches('/').is_empty();
        let head = rest.as_bytes().get(..LONGEST_TAG).unwrap_or(rest.as_bytes());
        let Some(end) = memchr::memchr(b'>', head).filter(|_| is_tag) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = name.to_ascii_lowercase();
        let closes_itself = rest[..end].ends_with('/');
        rest = &rest[end + 1..];
        match name.trim_end_matches('/') {
            "br" => out.push('\n'),
            name if DROPPED.contains(&name) && !closes_itself => {
                let close = format!("</{name}");
                let after = find_ignoring_case(rest, &close).map_or("", |at| &rest[at..]);
                rest = after.split_once('>').map_or("", |(_, after)| after);
            }
            _ => {}
        }
    }
    out.push_str(rest);
    unescaped(&out).into_owned()
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"</") {
        let at = from + at;
        if text.as_bytes()[at..]
            .get(..wanted.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(wanted.as_bytes()))
        {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// Without templates `{{…}}` and tables `{|…|}`, however they lie in each other. What is opened and
/// never closed, or closed and never opened, is text.
fn braces(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut closes = vec![];
    // Open ones with their places, and how many of each kind there are.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let (mut templates, mut tables) = (0usize, 0usize);
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'{', b'}', b'|', &bytes[at..]) {
        let here = at + found;
        at = here + 2;
        match bytes.get(here..here + 2) {
            Some(b"{{") => {
                open.push((b'{', here));
                templates += 1;
            }
            Some(b"{|") => {
                open.push((b'|', here));
                tables += 1;
            }
            Some(pair @ (b"}}" | b"|}")) => {
                let kind = if pair == b"}}" { b'{' } else { b'|' };
                let is_open = if kind == b'{' { templates > 0 } else { tables > 0 };
                // One that closes takes with it what was left open inside.
                while let Some((top, start)) = if is_open { open.pop() } else { None } {
                    if top == b'{' {
                        templates -= 1;
                    } else {
                        tables -= 1;
                    }
                    if top == kind {
                        closes.push((start, at));
                        break;
                    }
                }
            }
            _ => at = here + 1,
        }
    }
    closes.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in closes {
        if start >= copied {
            out.push_str(&text[copied..start]);
            copied = end;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// Links to their words, marks of emphasis away.
fn links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where in `out` each open `[[` began.
    let mut starts: Vec<usize> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        match c {
            '[' if next == Some('[') => {
                chars.next();
                if starts.len() < MOST_LINKS {
                    starts.push(out.len());
                }
            }
            ']' if next == Some(']') && !starts.is_empty() => {
                chars.next();
                let start = starts.pop().unwrap_or(out.len());
                let link = out.split_off(start);
                out.push_str(words_of(&link));
            }
            '[' if text[at + 1..].starts_with("http") || text[at + 1..].starts_with("//") => {
                // `[http://… words]`: the address ends at the first space.
                while chars.next_if(|(_, c)| !c.is_whitespace() && *c != ']').is_some() {}
                chars.next_if(|(_, c)| *c == ' ');
            }
            ']' if next != Some(']') && !out.ends_with('[') && !text[..at].ends_with(']') => {}
            '\'' if next == Some('\'') => while chars.next_if(|(_, c)| *c == '\'').is_some() {},
            c => out.push(c),
        }
    }
    out
}

/// What a link leaves: `Bakı|paytaxt` → `paytaxt`, a picture nothing.
fn words_of(link: &str) -> &str {
    let target = link.split('|').next().unwrap_or_default();
    let start: String = target.trim_start_matches(':').chars().take(15).collect();
    let folded = fold(&start);
    if !target.starts_with(':') && WORDLESS.iter().any(|kind| folded.starts_with(kind)) {
        return "";
    }
    link.rsplit_once('|').map_or(link, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_leaves_its_words() {
        for (wikitext, expected) in [
            (
                "'''Şəki''' — [[Azərbaycan]]da [[şəhər|qədim şəhər]].",
                &["Şəki — Azərbaycanda qədim şəhər."][..],
            ),
            ("{{Məlumat|ad={{x|y}}|z}}Mətn<ref name=a>mənbə</ref> davam<ref name=a/>.", &["Mətn davam."]),
            ("{| class=x\n| a {{b}}\n|}\nMətn.\nDavamı.\n\nYeni abzas.", &["Mətn. Davamı.", "Yeni abzas."]),
            ("[[Fayl:a.jpg|thumb|Şəkildə [[Bakı]] görünür]]Mətn.[[Kateqoriya:Şəhərlər]]", &["Mətn."]),
            (
                "== Tarix ==\nMətn.\n== Şəhərin adı haradan gəlib ==\n* bir\n** iki\n__TOC__",
                &["Mətn.", "Şəhərin adı haradan gəlib", "bir", "iki"],
            ),
            (
                "[http://x.example Rəsmi sayt] a < b &nbsp;c&ndash;d<!-- qeyd --><br/>yeni",
                &["Rəsmi sayt a < b c–d yeni"],
            ),
            ("{{açıq qalıb\n\nSonrakı abzas.", &["{{açıq qalıb", "Sonrakı abzas."]),
            ("[[açıq qalıb\n\nSonrakı }} abzas ]].", &["açıq qalıb", "Sonrakı }} abzas ."]),
        ] {
            assert_eq!(paragraphs(wikitext), expected, "{wikitext}");
        }
    }

    #[test]
    fn no_nesting_costs_more_than_its_length() {
        for deep in ["{{", "[[", "{|\n", "<ref>", "[[a|", "<!--", "''", "{{{"] {
            paragraphs(&deep.repeat(200_000));
        }
    }
}
