//! How much of a query is read, and what is told of it: notes, signs taken as text, faults.

use super::super::vocabulary::{meaning, operator};
use super::super::{Note, QueryError, QueryFault};
use super::{MAX_SIGNS, MAX_WORDS, Parser};

impl Parser<'_> {
    /// As much of a text as the query has room for, nothing if it holds no word.
    pub(super) fn counted<'p>(&mut self, text: &'p str) -> &'p str {
        let mut inside = false;
        for (at, c) in text.char_indices() {
            let letter = c.is_alphanumeric() || is_mark(c);
            if letter && !inside {
                if self.words == MAX_WORDS {
                    self.cut();
                    let kept = &text[..at];
                    return if kept.contains(char::is_alphanumeric) { kept } else { "" };
                }
                self.words += 1;
            }
            inside = letter;
        }
        if text.contains(char::is_alphanumeric) { text } else { "" }
    }

    pub(super) fn cut(&mut self) {
        self.note(Note::Cut(MAX_WORDS));
    }

    /// Notes the signs of a piece that might have been meant as more than text.
    pub(super) fn look_for_signs(&mut self, piece: &str) {
        let trimmed = piece.trim_end_matches(['.', ',', ';', '!', '…']);
        let word = piece.contains(char::is_alphanumeric);
        if !word {
            // Dashes of their own length are never signs.
            if !piece.chars().all(|c| matches!(c, '–' | '—' | '.' | '…' | ',' | ';' | '·')) {
                self.as_text(piece);
            }
        } else if trimmed.ends_with(':')
            && trimmed.trim_end_matches(':').chars().all(|c| c.is_alphabetic() || is_mark(c))
        {
            self.as_text(trimmed);
        } else if piece.starts_with(['-', '+', '='])
            || piece.contains(['*', '?', '~', '^', '[', ']', '\\'])
            || piece.ends_with('!')
            || meaning_before_colon(piece)
            || self.shouting && operator(piece).is_some()
        {
            self.as_text(piece);
        }
    }

    pub(super) fn as_text(&mut self, sign: &str) {
        let short = &sign[..sign.floor_char_boundary(40)];
        if self.signs.len() < MAX_SIGNS && !self.signs.iter().any(|s| s == short) {
            self.signs.push(short.to_string());
        }
    }

    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The query with a stretch of it replaced, for an error's example.
    pub(super) fn instead(&self, at: usize, length: usize, with: &str) -> String {
        let before = self.text[..at].chars().rev().take(40).collect::<String>();
        let before: String = before.chars().rev().collect();
        let after: String = self.text[at + length..].chars().take(40).collect();
        format!("{before}{with}{after}").trim().to_string()
    }

    pub(super) fn error(&self, from: usize, to: usize, reason: QueryFault, example: String) -> QueryError {
        QueryError { query: self.text.to_string(), at: from..to, reason, example }
    }
}

/// `tarix:Bakı`: the name of a field before a value it cannot have.
fn meaning_before_colon(piece: &str) -> bool {
    piece.split_once(':').is_some_and(|(name, _)| meaning("field", name).is_some())
}

/// Combining marks belong to words.
pub(super) fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
