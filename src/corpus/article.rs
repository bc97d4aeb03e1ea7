//! An article: what the readers make and the index stores.
//!
//! The text is kept as it was written; repairing letters is the analysis' business. After reading
//! there is at least one paragraph and no paragraph is blank.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::date::PublicationDate;
use super::encoding;

/// One article of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Article {
    /// What the article is known by; never empty after reading.
    pub id: String,
    /// The headline; may be empty.
    pub title: String,
    /// The text, without blank paragraphs; never empty after reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<String>,
    /// When it was published, as its page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PublicationDate>,
    /// The newspaper, agency or site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The author's office or profession, as signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_title: Option<String>,
    /// The rubric it appeared under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The language the source states, as a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The file it was read from, relative as given, with `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Which place of its page or document each value was taken from: `date` → `json-ld`. Empty for
    /// formats that name their fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, String>,
}

impl Article {
    /// BLAKE3 over every field but `path` and `origins`: two articles with one hash are the same article,
    /// wherever their files lie.
    ///
    /// Each text goes in with its length before it and each absent field as a mark of its own, so
    /// that moving a letter from one field or paragraph to the next changes the hash.
    pub fn content_hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut text = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        text(&self.id);
        text(&self.title);
        let date = self.date.map(|date| date.to_string());
        let optional =
            [&date, &self.source, &self.author, &self.author_title, &self.section, &self.url, &self.lang];
        for field in optional {
            text(if field.is_some() { "+" } else { "-" });
            text(field.as_deref().unwrap_or_default());
        }
        // The paragraphs come last, so their number needs no mark.
        self.paragraphs.iter().for_each(|paragraph| text(paragraph));
        *hasher.finalize().as_bytes()
    }

    /// Records where a field's value was found.
    pub(super) fn found(&mut self, field: &str, origin: &str) {
        self.origins.insert(field.to_owned(), origin.to_owned());
    }

    /// Repairs letters that wrong programs and fonts damaged; says what was done.
    ///
    /// The paragraphs are judged together, since a title is too short to prove anything.
    pub(super) fn repair(&mut self) -> Vec<String> {
        let mut texts = vec![&mut self.title];
        texts.extend(self.paragraphs.iter_mut());
        // The cheap test first: most articles have none of the letters that damage leaves.
        if !texts.iter().any(|text| encoding::may_be_damaged(text)) {
            return Vec::new();
        }
        texts.extend(
            [&mut self.source, &mut self.author, &mut self.author_title, &mut self.section]
                .into_iter()
                .flatten(),
        );
        // A character that no text has parts the fields.
        let joined = texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\u{1c}");
        let Some(repaired) = encoding::repair(&joined) else { return Vec::new() };
        let pieces: Vec<&str> = repaired.text.split('\u{1c}').collect();
        if pieces.len() != texts.len() {
            return Vec::new();
        }
        for (text, piece) in texts.into_iter().zip(pieces) {
            piece.clone_into(text);
        }
        repaired.notes
    }

    /// Gives an article without an id one that depends on its content alone: 16 hex digits.
    pub(super) fn identify_by_content(&mut self) {
        let hash = self.content_hash();
        self.id = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    }

    /// Makes the title the only paragraph where there is no other; false if there is no text.
    pub(super) fn settle_paragraphs(&mut self) -> bool {
        // A title in quotes may be blank.
        if self.title.trim().is_empty() {
            self.title.clear();
        }
        if self.paragraphs.is_empty() && !self.title.is_empty() {
            self.paragraphs.push(self.title.clone());
        }
        !self.paragraphs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        Article {
            title: title.into(),
            paragraphs: paragraphs.iter().map(|p| (*p).into()).collect(),
            ..Article::default()
        }
    }

    #[test]
    fn the_hash_sees_where_a_letter_stands() {
        let a = article("ab", &["c", "d"]).content_hash();
        assert_ne!(a, article("a", &["bc", "d"]).content_hash());
        assert_ne!(a, article("ab", &["cd"]).content_hash());
        let source = Article { source: Some("x".into()), ..article("ab", &["c", "d"]) };
        let author = Article { author: Some("x".into()), ..article("ab", &["c", "d"]) };
        assert_ne!(source.content_hash(), author.content_hash());
        let blank = Article { source: Some(String::new()), ..article("ab", &["c", "d"]) };
        assert_ne!(blank.content_hash(), a);
    }

    #[test]
    fn a_blank_title_is_no_text() {
        let mut blank = article(" \u{a0}", &[]);
        assert!(!blank.settle_paragraphs() && blank.title.is_empty());
        let mut titled = article("Başlıq", &[]);
        assert!(titled.settle_paragraphs() && titled.paragraphs == ["Başlıq"]);
    }

    #[test]
    fn the_hash_does_not_see_the_path() {
        let moved = Article { path: Some("b/c.txt".into()), ..article("a", &["b"]) };
        assert_eq!(moved.content_hash(), article("a", &["b"]).content_hash());
    }

    #[test]
    fn json_leaves_out_what_is_absent_and_comes_back() {
        let mut before = article("Başlıq", &["Mətn."]);
        before.id = "1".into();
        before.date = PublicationDate::parse("2025-10-23 16:14");
        let json = serde_json::to_string(&before).unwrap();
        assert_eq!(
            json,
            r#"{"id":"1","title":"Başlıq","paragraphs":["Mətn."],"date":"2025-10-23T16:14:00"}"#
        );
        assert_eq!(serde_json::from_str::<Article>(&json).unwrap(), before);
    }
}
