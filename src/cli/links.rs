//! Where an article is opened from the terminal: links (OSC 8) on its title and address.
//!
//! Only a terminal gets them, and only where colours go too. The format is a template with `{url}`
//! and `{path}`, or one of the names below.

use std::io::{self, IsTerminal};
use std::path::Path;

use axtar::corpus::Article;

use super::messages::say;
use super::results::web_address;

/// Names for formats: what a click opens.
const NAMED: &[(&str, &str)] = &[
    ("none", ""),
    ("default", "{target}"),
    ("url", "{url}"),
    ("file", "file://{path}"),
    ("vscode", "vscode://file{path}"),
    ("vscodium", "vscodium://file{path}"),
    ("cursor", "cursor://file{path}"),
    ("zed", "zed://file{path}"),
    ("textmate", "txmt://open?url=file://{path}"),
];

/// The format of links in this run.
#[derive(Clone, Debug)]
pub struct Links {
    /// Empty: none.
    format: String,
}

impl Links {
    /// Links in a format, if standard output is a terminal that shows colours.
    pub fn new(format: &str) -> Links {
        let shown = io::stdout().is_terminal()
            && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Links { format: if shown { format.to_owned() } else { String::new() } }
    }

    /// What opens an article: `None` where it has nothing of what the format names.
    pub fn target(&self, article: &Article) -> Option<String> {
        if self.format.is_empty() {
            return None;
        }
        let url = web_address(article).map(encoded);
        let path = article.path.as_deref().and_then(|path| Path::new(path).canonicalize().ok());
        let path = path.map(|path| encoded(&path.to_string_lossy()));
        let target = url.clone().or_else(|| Some(format!("file://{}", path.clone()?)));
        let mut link = self.format.clone();
        for (place, value) in [("{target}", target), ("{url}", url), ("{path}", path)] {
            if link.contains(place) {
                link = link.replace(place, &value?);
            }
        }
        Some(link)
    }
}

/// Reads a format: a name, or a template that begins with a scheme and has a place to fill.
pub fn format(text: &str) -> Result<String, String> {
    if let Some((_, template)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Ok((*template).to_owned());
    }
    let scheme = text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let filled = ["{url}", "{path}", "{target}"].iter().any(|place| text.contains(place));
    if filled && (scheme || text.starts_with('{')) && text.chars().all(|c| c.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
    Err(say!(LINK_EXPECTED, names = names.join(", ")))
}

/// An address whose every byte may stand in a link: what is no visible ASCII is percent-encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                out.push_str(&format!("%{byte:02X}"));
            }
            0x21..=0x7E => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_named_or_templates() {
        assert_eq!(format("vscode"), Ok("vscode://file{path}".into()));
        assert_eq!(format("x-editor://open?{path}"), Ok("x-editor://open?{path}".into()));
        assert!(format("vscod").is_err() && format("http://a/").is_err());
        assert!(format("file://{path}\u{1b}").is_err());
    }

    #[test]
    fn a_link_holds_nothing_that_ends_it() {
        let links = Links { format: "{target}".into() };
        let url = |url: &str| Article { url: Some(url.into()), ..Article::default() };
        assert_eq!(
            links.target(&url("https://a.az/xəbər?b=%20")),
            Some("https://a.az/x%C9%99b%C9%99r?b=%20".into())
        );
        assert_eq!(links.target(&url("javascript:alert(1)")), None);
        assert_eq!(links.target(&url("https://a.az/\u{1b}\\")), None);
        assert_eq!(Links { format: String::new() }.target(&url("https://a.az/")), None);
    }
}
