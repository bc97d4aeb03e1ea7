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
mod part;
mod room;

use jiff::civil::Date;

use super::quote::opens;
use super::vocabulary::{Operator, operator};
use super::{Field, Node, Note, Query, QueryError, QueryFault, Scope};

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
}
