//! The block between `---` lines at the head of a Markdown file: flat `key: value` lines.
//!
//! Read by hand, not by a YAML library, for two reasons. An article's front matter is flat, and
//! its writers do not know YAML: `title: Bakı: yeni metro xətti` is an error to a YAML parser and
//! a title to everyone else. And a wrong line must not cost the article. Of YAML it knows quoted
//! values, comments, lists, and text blocks (`>` and `|`); what is nested deeper is passed over.

use super::folding::squeeze;

/// A key with its value and its line, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: String,
    pub value: String,
    pub line: u64,
}

/// Parts front matter from the Markdown after it; without a closing line there is none.
pub(super) fn split(text: &str) -> (Vec<Entry>, &str) {
    let mut rest = text;
    let mut lines = Vec::new();
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end();
        let closes = matches!(line, "---" | "...");
        match lines.len() {
            0 if line != "---" => return (Vec::new(), text),
            0 => lines.push(line),
            _ if closes => return (entries(&lines), after),
            _ if after.is_empty() => return (Vec::new(), text),
            _ => lines.push(line),
        }
        rest = after;
    }
}

fn entries(lines: &[&str]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let continues = line.starts_with([' ', '\t']) || line.starts_with("- ");
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if continues {
            if let Some(entry) = entries.last_mut() {
                append(entry, trimmed);
            }
        } else if let Some((key, value)) = line.split_once(':') {
            let key = key.trim().trim_matches(['"', '\'']).to_lowercase();
            let value = value.trim();
            let is_block = value.starts_with(['>', '|']) && value.len() <= 3;
            let value = if is_block { String::new() } else { scalar(value) };
            entries.push(Entry { key, value, line: index as u64 + 1 });
        }
    }
    entries
}

/// An indented line or list item goes on with the value above it.
fn append(entry: &mut Entry, line: &str) {
    let item = line.strip_prefix("- ").map(scalar);
    if !entry.value.is_empty() {
        entry.value.push_str(if item.is_some() { ", " } else { " " });
    }
    entry.value.push_str(item.as_deref().unwrap_or(line));
}

/// A value without its quotes, brackets and comment.
fn scalar(value: &str) -> String {
    if let Some(items) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        return items.split(',').map(|item| scalar(item.trim())).collect::<Vec<_>>().join(", ");
    }
    match value.chars().next() {
        Some('"') => quoted(&value[1..], '"'),
        Some('\'') => quoted(&value[1..], '\''),
        _ => {
            let plain = value.split(" #").next().unwrap_or_default().trim();
            if matches!(plain, "~" | "null") { String::new() } else { squeeze(plain) }
        }
    }
}

/// The text up to the closing quote; without one, all of it.
fn quoted(text: &str, quote: char) -> String {
    let mut value = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote == '"' => match chars.next() {
                Some('n' | 't') => value.push(' '),
                Some(escaped) => value.push(escaped),
                None => {}
            },
            '\'' if quote == '\'' && chars.peek() == Some(&'\'') => {
                chars.next();
                value.push('\'');
            }
            c if c == quote => break,
            c => value.push(c),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_their_writer_meant_them() {
        for (line, value) in [
            ("title: Bakı: yeni metro xətti", "Bakı: yeni metro xətti"),
            ("title: \"Nar: \\\"qırmızı\\\" il\" # qeyd", "Nar: \"qırmızı\" il"),
            ("title: 'Nərmin''in kitabı'", "Nərmin'in kitabı"),
            ("title: Yarmarka # qeyd", "Yarmarka"),
            ("title: C#", "C#"),
            ("title: [Lalə, \"Rza\"]", "Lalə, Rza"),
            ("title:\n  - Lalə\n  - Rza", "Lalə, Rza"),
            ("title: >-\n  Uzun\n  başlıq", "Uzun başlıq"),
            ("title: ~", ""),
            ("TITLE: x", "x"),
        ] {
            let text = format!("---\n{line}\n---\nMətn");
            let (entries, body) = split(&text);
            assert_eq!(entries.len(), 1, "{line}");
            assert_eq!((entries[0].key.as_str(), entries[0].value.as_str()), ("title", value), "{line}");
            assert_eq!(body, "Mətn", "{line}");
        }
    }

    #[test]
    fn without_a_closing_line_there_is_no_front_matter() {
        for text in ["---\ntitle: x\n", "---", "", "# Başlıq\n---\n"] {
            assert_eq!(split(text), (Vec::new(), text));
        }
    }
}
