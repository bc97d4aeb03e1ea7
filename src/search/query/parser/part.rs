//! The parts of a query between its operators: phrases, fields, patterns, words.

use super::super::pattern::{Shape, shape};
use super::super::quote::{opens, quotation};
use super::super::vocabulary::meaning;
use super::super::{Field, Leaf, Node, Note, Pattern, Piece, QueryFault, date};
use super::room::is_mark;
use super::{MAX_PATTERNS, MAX_WITHIN, Parsed, Parser};

impl<'t> Parser<'t> {
    pub(super) fn phrase(&mut self) -> Parsed<Option<Node>> {
        let start = self.at;
        let Some(quoted) = quotation(self.rest()) else { return Ok(None) };
        self.at += quoted.length;
        let within = self.within()?;
        let text = self.counted(quoted.inside);
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(field) = self.field {
            return Ok(Some(Node::Field(field, vec![text.to_string()])));
        }
        let mut pieces = vec![];
        for piece in text.split_whitespace() {
            match self.pattern(start, piece)? {
                Some(pattern) => pieces.push(Piece::Pattern(pattern)),
                None => match pieces.last_mut() {
                    Some(Piece::Text(before)) => *before += &format!(" {piece}"),
                    _ => pieces.push(Piece::Text(piece.to_string())),
                },
            }
        }
        Ok(Some(Node::Phrase { pieces, text: text.to_string(), within, scope: self.scope }))
    }

    /// `~N` after a quotation.
    pub(super) fn within(&mut self) -> Parsed<Option<u32>> {
        let Some(after) = self.rest().strip_prefix('~') else { return Ok(None) };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Ok(None);
        }
        let (start, sign) = (self.at, &self.rest()[..=digits]);
        match after[..digits].parse() {
            Ok(number) if number <= MAX_WITHIN => {
                self.at += sign.len();
                Ok(Some(number))
            }
            _ => {
                let fault = QueryFault::Within { sign: sign.to_string(), limit: MAX_WITHIN };
                let example = self.instead(start, sign.len(), "~5");
                Err(self.error(start, start + sign.len(), fault, example))
            }
        }
    }

    /// `mənbə:APA`: a known name, a colon and a value directly after it; anything else is text.
    pub(super) fn field(&mut self) -> Parsed<Option<Node>> {
        let start = self.at;
        let name = self.rest().split(|c: char| !c.is_alphabetic() && !is_mark(c)).next().unwrap_or_default();
        let value = match self.rest()[name.len()..].strip_prefix(':') {
            Some(value) if !name.is_empty() => value,
            _ => return Ok(None),
        };
        let Some(meaning) = meaning("field", name) else { return Ok(None) };
        let value_at = start + name.len() + 1;
        if meaning == "date" {
            return self.date(value_at);
        }
        let quoted = value.starts_with(opens);
        if !self.begins_part(value.strip_prefix('=').unwrap_or(value)) {
            return Ok(None);
        }
        self.at = value_at;
        let field = match meaning {
            "title" => {
                self.scope.title = true;
                return self.part();
            }
            "source" => Field::Source,
            "section" => Field::Section,
            _ => Field::Author,
        };
        if quoted || value.starts_with('(') {
            self.field = Some(field);
            let node = self.part();
            self.field = None;
            return node;
        }
        let values = self.piece().split(',').filter(|v| v.contains(char::is_alphanumeric));
        Ok(Some(Node::Field(field, values.map(str::to_string).collect())))
    }

    pub(super) fn date(&mut self, value_at: usize) -> Parsed<Option<Node>> {
        let limit = self.open > 0;
        match date::read(&self.text[value_at..], limit, self.today) {
            date::Reading::Text => Ok(None),
            date::Reading::Period { length, from, to } => {
                self.at = value_at + length;
                Ok(Some(Node::Date { from, to }))
            }
            date::Reading::Fault { length, fault, instead } => {
                let example = self.instead(value_at, length, &instead);
                Err(self.error(value_at, value_at + length, fault, example))
            }
        }
    }

    /// Takes the text up to the next blank or to the end of the parentheses around it; those of the
    /// piece itself (`Bakı(video)`) belong to it.
    pub(super) fn piece(&mut self) -> &'t str {
        let mut balance = 0;
        let ends = |c: char| match c {
            '(' => {
                balance += 1;
                false
            }
            ')' if balance > 0 => {
                balance -= 1;
                false
            }
            ')' => self.open > 0,
            c => c.is_whitespace(),
        };
        let rest = self.rest();
        let end = rest.find(ends).unwrap_or(rest.len());
        // A lone closing sign at the start would never be passed over.
        let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
        self.at += end;
        &rest[..end]
    }

    pub(super) fn word(&mut self, piece: &'t str) -> Parsed<Option<Node>> {
        let start = self.at - piece.len();
        match self.pattern(start, piece)? {
            Some(_) if self.counted(piece).is_empty() => Ok(None),
            Some(pattern) => Ok(Some(Node::Pattern(pattern, self.scope))),
            None => Ok(self.leaf(piece)),
        }
    }

    /// The pattern that a piece is, if it is one and there are not too many.
    pub(super) fn pattern(&mut self, start: usize, piece: &str) -> Parsed<Option<Pattern>> {
        let pattern = match shape(piece) {
            Ok(Shape::Pattern(pattern)) => pattern,
            Ok(Shape::Short(pattern)) => {
                self.note(Note::Short { word: piece.to_string(), distance: pattern.edits });
                pattern
            }
            Ok(Shape::Plain | Shape::Weighted(_)) => return Ok(None),
            Err(fault) => {
                let at = start + self.text[start..].find(piece).unwrap_or(0);
                let word = piece.rsplit_once('~').map_or(piece, |(word, _)| word);
                let example = self.instead(at, piece.len(), &format!("{word}~2"));
                return Err(self.error(at, at + piece.len(), fault, example));
            }
        };
        self.patterns += 1;
        if self.patterns > MAX_PATTERNS {
            self.note(Note::Patterns(MAX_PATTERNS));
            return Ok(None);
        }
        Ok(Some(pattern))
    }

    /// A piece as plain words.
    pub(super) fn leaf(&mut self, piece: &str) -> Option<Node> {
        let mut text = piece;
        if let Ok(Shape::Weighted(end)) = shape(piece) {
            self.note(Note::Weight(piece[end..].to_string()));
            text = &piece[..end];
        }
        self.look_for_signs(text);
        let text = self.counted(text);
        if text.is_empty() {
            return None;
        }
        Some(Node::Word(Leaf { text: text.to_string(), scope: self.scope }))
    }
}
