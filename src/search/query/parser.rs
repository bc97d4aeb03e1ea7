//! A query's text → [`Query`]. Linear and total but for [`QueryError`]: a pasted headline is a query.
//!
//! ```text
//! bag   = { any }                       words side by side
//! any   = all { OR all }                binds its neighbours alone
//! all   = unary { AND unary }
//! unary = NOT unary | part [ DEYİL ]
//! part  = [ + | - ] [ = ] ( "(" bag ")" | phrase | field ":" value | pattern | word )
//! ```
//!
//! A sign counts only at the start of a word and directly before it, so the dashes, colons and lone
//! quotes of a headline are text: `Bakı - Tbilisi` has no negation and `5" ekran` no phrase.

use jiff::civil::Date;

use super::pattern::{Shape, shape};
use super::quote::{opens, quotation};
use super::vocabulary::{Operator, meaning, operator};
use super::{Field, Leaf, Node, Note, Pattern, Piece, Query, QueryError, QueryFault, Scope, date};

/// Words and phrases read of one query: more than any headline has, and few enough to be answered
/// in time.
pub const MAX_WORDS: usize = 64;
/// Bytes of a query that are looked at.
pub const MAX_BYTES: usize = 1 << 14;
/// How deep parentheses and negations may go.
pub const MAX_DEPTH: usize = 64;
/// Each pattern walks a dictionary: more of them are text.
pub const MAX_PATTERNS: usize = 8;
/// Words that may stand between those of `"…"~N`.
pub const MAX_WITHIN: u32 = 50;
/// Signs noted as text, at the most: a line of a terminal.
const MAX_SIGNS: usize = 12;
/// An acronym has no more letters. A longer word in capitals, where nothing is in lower case, shows
/// that capitals are just the way the headline is set.
const ACRONYM: usize = 5;

/// Reads a query; `today` is what `bu ay` counts from, `None` the machine's day.
pub fn parse(text: &str, today: Option<Date>) -> Result<Query, QueryError> {
    let read = &text[..text.floor_char_boundary(MAX_BYTES)];
    let mut parser = Parser { text: read, today, shouting: is_shouting(read), ..Parser::default() };
    let mut parts = parser.bag()?;
    if parts.is_empty() && read.contains(char::is_alphanumeric) {
        // Nothing but operators: then they are words.
        parser.notes.retain(|note| !matches!(note, Note::Dangling(_)));
        parts = read.split_whitespace().filter_map(|word| parser.leaf(word)).collect();
    }
    if read.len() < text.len() {
        parser.cut();
    }
    let mut notes = parser.notes;
    if !parser.signs.is_empty() {
        notes.insert(0, Note::Text(parser.signs));
    }
    Ok(Query { parts, notes })
}

/// Is it a headline set in capitals, where VƏ, DEYİL and NOT are words like all others?
fn is_shouting(text: &str) -> bool {
    let long =
        |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > ACRONYM && operator(word).is_none();
    !text.contains(char::is_lowercase) && text.split(|c: char| !c.is_alphanumeric()).any(long)
}

#[derive(Default)]
struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// Parentheses open at this place.
    open: usize,
    depth: usize,
    /// Inside `=( … )` or `title:( … )`.
    scope: Scope,
    /// Inside `source:( … )`.
    field: Option<Field>,
    words: usize,
    patterns: usize,
    shouting: bool,
    today: Option<Date>,
    signs: Vec<String>,
    notes: Vec<Note>,
}

type Parsed<T> = Result<T, QueryError>;

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// At the end of the text or of the innermost parentheses, blanks passed over.
    fn at_end(&mut self) -> bool {
        self.skip_blanks();
        self.rest().is_empty() || self.open > 0 && self.rest().starts_with(')')
    }

    fn bag(&mut self) -> Parsed<Vec<Node>> {
        let mut parts = vec![];
        while !self.at_end() {
            match self.operator() {
                Some((Operator::And | Operator::Or, length)) => self.dangle(length),
                _ => parts.extend(self.any()?),
            }
        }
        Ok(parts)
    }

    fn any(&mut self) -> Parsed<Option<Node>> {
        self.chain(Operator::Or, Self::all, Node::Any)
    }

    fn all(&mut self) -> Parsed<Option<Node>> {
        self.chain(Operator::And, Self::unary, Node::All)
    }

    /// Operands joined by an operator; one alone is itself.
    fn chain(
        &mut self,
        joint: Operator,
        operand: fn(&mut Self) -> Parsed<Option<Node>>,
        join: fn(Vec<Node>) -> Node,
    ) -> Parsed<Option<Node>> {
        let Some(first) = operand(self)? else { return Ok(None) };
        let mut operands = vec![first];
        while let Some((_, length)) = self.operator().filter(|found| found.0 == joint) {
            let start = self.at;
            self.at += length;
            match self.operand(operand)? {
                Some(next) => operands.push(next),
                None => self.note(Note::Dangling(self.text[start..start + length].to_string())),
            }
        }
        Ok(Some(if operands.len() == 1 { operands.remove(0) } else { join(operands) }))
    }

    /// The next operand; signs that are no word (`a AND - b`) are passed over on the way to it.
    fn operand(&mut self, operand: fn(&mut Self) -> Parsed<Option<Node>>) -> Parsed<Option<Node>> {
        while !self.at_end() && !matches!(self.operator(), Some((Operator::And | Operator::Or, _))) {
            if let Some(node) = operand(self)? {
                return Ok(Some(node));
            }
        }
        Ok(None)
    }

    fn unary(&mut self) -> Parsed<Option<Node>> {
        self.skip_blanks();
        let start = self.at;
        if let Some((Operator::Not, length)) = self.operator() {
            self.at += length;
            let inner = self.deeper(start, |parser| parser.operand(Self::unary))?;
            if inner.is_none() {
                self.note(Note::Dangling(self.text[start..start + length].to_string()));
            }
            return Ok(inner.map(|node| self.without(node, start)));
        }
        let Some(node) = self.part()? else { return Ok(None) };
        // `neft qaz DEYİL`: where nothing follows, the word negates what is before it, as it does in
        // the language.
        let after = self.at;
        match self.operator() {
            Some((Operator::Not, length)) if self.text[self.at..][..length].starts_with(['D', 'd']) => {
                self.at += length;
                if self.at_end() || matches!(self.operator(), Some((Operator::And | Operator::Or, _))) {
                    return Ok(Some(self.without(node, start)));
                }
                self.at = after;
                Ok(Some(node))
            }
            _ => Ok(Some(node)),
        }
    }

    /// The operator at this place, blanks passed over, and its length.
    fn operator(&mut self) -> Option<(Operator, usize)> {
        self.skip_blanks();
        let word = self.bare_word(self.rest());
        let found = operator(word)?;
        // Not is also a word (a note of music); AND and OR are none.
        if self.shouting && !matches!(word, "AND" | "OR") {
            return None;
        }
        if found == Operator::And && word != "AND" {
            // VƏ YA
            let after = &self.rest()[word.len()..];
            let blanks = after.len() - after.trim_start().len();
            let next = self.bare_word(after.trim_start());
            if next == "YA" {
                return Some((Operator::Or, word.len() + blanks + next.len()));
            }
        }
        Some((found, word.len()))
    }

    /// What stands before the next blank, parenthesis or quote.
    fn bare_word(&self, text: &'t str) -> &'t str {
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || opens(c);
        &text[..text.find(ends).unwrap_or(text.len())]
    }

    fn dangle(&mut self, length: usize) {
        self.note(Note::Dangling(self.rest()[..length].to_string()));
        self.at += length;
    }

    fn without(&mut self, node: Node, start: usize) -> Node {
        let written = self.text[start..self.at].trim().trim_start_matches('-');
        self.note(Note::Without(written.to_string()));
        Node::Not(Box::new(node))
    }

    /// One part of a query; `None` where the next piece of text holds no word.
    fn part(&mut self) -> Parsed<Option<Node>> {
        self.skip_blanks();
        let start = self.at;
        let scope = self.scope;
        let sign = self.sign();
        if self.rest().starts_with('=') && self.begins_part(&self.rest()[1..]) {
            self.at += 1;
            self.scope.exact = true;
        }
        let node = self.signless();
        self.scope = scope;
        Ok(node?.map(|node| match sign {
            Some('-') => self.without(node, start),
            Some(_) => Node::Must(Box::new(node)),
            None => node,
        }))
    }

    /// `+` or `-` directly before what it can stand for.
    fn sign(&mut self) -> Option<char> {
        let sign = self.rest().chars().next().filter(|c| matches!(c, '+' | '-'))?;
        let after = &self.rest()[1..];
        // -5 is a temperature and +18 an age; a year can be left out.
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let number = (1..=2).contains(&digits) && !after[digits..].starts_with(char::is_alphabetic);
        if number || !self.begins_part(after.strip_prefix('=').unwrap_or(after)) {
            return None;
        }
        self.at += 1;
        Some(sign)
    }

    fn begins_part(&self, text: &str) -> bool {
        text.starts_with(|c: char| c.is_alphanumeric() || c == '(' || opens(c))
    }

    fn signless(&mut self) -> Parsed<Option<Node>> {
        let Some(head) = self.rest().chars().next() else { return Ok(None) };
        if head == '(' {
            return self.group();
        }
        if opens(head)
            && let Some(phrase) = self.phrase()?
        {
            return Ok(Some(phrase));
        }
        if self.field.is_none()
            && let Some(node) = self.field()?
        {
            return Ok(Some(node));
        }
        let piece = self.piece();
        match self.field {
            Some(field) if piece.contains(char::is_alphanumeric) => {
                Ok(Some(Node::Field(field, vec![piece.to_string()])))
            }
            Some(_) => Ok(None),
            None => self.word(piece),
        }
    }

    fn group(&mut self) -> Parsed<Option<Node>> {
        let start = self.at;
        self.at += 1;
        let parts = self.deeper(start, |parser| {
            parser.open += 1;
            let parts = parser.bag();
            parser.open -= 1;
            parts
        })?;
        if self.rest().starts_with(')') {
            self.at += 1;
        } else {
            self.as_text("(");
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.into_iter().next(),
            _ => Some(Node::Bag(parts)),
        })
    }

    fn deeper<T>(&mut self, start: usize, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            let example = "(neft OR qaz) -ixrac".to_string();
            return Err(self.error(start, start + 1, QueryFault::Depth { limit: MAX_DEPTH }, example));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn phrase(&mut self) -> Parsed<Option<Node>> {
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
    fn within(&mut self) -> Parsed<Option<u32>> {
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
    fn field(&mut self) -> Parsed<Option<Node>> {
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

    fn date(&mut self, value_at: usize) -> Parsed<Option<Node>> {
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
    fn piece(&mut self) -> &'t str {
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

    fn word(&mut self, piece: &'t str) -> Parsed<Option<Node>> {
        let start = self.at - piece.len();
        match self.pattern(start, piece)? {
            Some(_) if self.counted(piece).is_empty() => Ok(None),
            Some(pattern) => Ok(Some(Node::Pattern(pattern, self.scope))),
            None => Ok(self.leaf(piece)),
        }
    }

    /// The pattern that a piece is, if it is one and there are not too many.
    fn pattern(&mut self, start: usize, piece: &str) -> Parsed<Option<Pattern>> {
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
    fn leaf(&mut self, piece: &str) -> Option<Node> {
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

    /// As much of a text as the query has room for, nothing if it holds no word.
    fn counted<'p>(&mut self, text: &'p str) -> &'p str {
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

    fn cut(&mut self) {
        self.note(Note::Cut(MAX_WORDS));
    }

    /// Notes the signs of a piece that might have been meant as more than text.
    fn look_for_signs(&mut self, piece: &str) {
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

    fn as_text(&mut self, sign: &str) {
        let short = &sign[..sign.floor_char_boundary(40)];
        if self.signs.len() < MAX_SIGNS && !self.signs.iter().any(|s| s == short) {
            self.signs.push(short.to_string());
        }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The query with a stretch of it replaced, for an error's example.
    fn instead(&self, at: usize, length: usize, with: &str) -> String {
        let before = self.text[..at].chars().rev().take(40).collect::<String>();
        let before: String = before.chars().rev().collect();
        let after: String = self.text[at + length..].chars().take(40).collect();
        format!("{before}{with}{after}").trim().to_string()
    }

    fn error(&self, from: usize, to: usize, reason: QueryFault, example: String) -> QueryError {
        QueryError { query: self.text.to_string(), at: from..to, reason, example }
    }
}

/// `tarix:Bakı`: the name of a field before a value it cannot have.
fn meaning_before_colon(piece: &str) -> bool {
    piece.split_once(':').is_some_and(|(name, _)| meaning("field", name).is_some())
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
