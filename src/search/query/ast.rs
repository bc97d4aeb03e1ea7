//! What a query asks for, as it was read: a tree of words, phrases and conditions.
//!
//! Words that merely stand beside each other are a [`Node::Bag`]: all are wanted, none is a
//! condition. Everything that was written with an operator is one.

use std::fmt;

use crate::corpus::PublicationDate;

use super::{Note, Pattern};

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Its parts, in the order written.
    pub parts: Vec<Node>,
    /// What was read otherwise than a reader might think.
    pub notes: Vec<Note>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A word, or several that one blank-free piece of text holds.
    Word(Leaf),
    /// `söz*`, `s?z`, `söz~1`.
    Pattern(Pattern, Scope),
    /// `"…"`, and with a number, `"…"~N`: the words with at most so many others among them.
    Phrase {
        /// The words, and patterns among them.
        pieces: Vec<Piece>,
        /// The text between the quotes.
        text: String,
        /// At most so many other words between; `None`: side by side and in order.
        within: Option<u32>,
        /// Where and how it counts.
        scope: Scope,
    },
    /// `mənbə:APA,Trend`: any of these values.
    Field(Field, Vec<String>),
    /// `tarix:2024-05..2024-07`, both days included.
    Date {
        /// Published on this day or later.
        from: Option<PublicationDate>,
        /// Published on this day or earlier.
        to: Option<PublicationDate>,
    },
    /// `+a`: a condition.
    Must(Box<Node>),
    /// `-a`, `NOT a`: paragraphs with it are left out.
    Not(Box<Node>),
    /// `a AND b`.
    All(Vec<Node>),
    /// `a OR b`.
    Any(Vec<Node>),
    /// `(a b)`: inside an operator all of them.
    Bag(Vec<Node>),
}

/// A piece of text and how it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The text without its signs.
    pub text: String,
    /// Where and how it counts.
    pub scope: Scope,
}

/// Where and how a word counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// `=word`: this form alone, no other inflection or spelling.
    pub exact: bool,
    /// `title:word`: in the title alone.
    pub title: bool,
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A pattern in the place of a word.
    Pattern(Pattern),
}

/// What an article is narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Where it was published.
    Source,
    /// In which section.
    Section,
    /// Who wrote it.
    Author,
}

impl Field {
    /// The name in a query.
    pub fn name(self) -> &'static str {
        match self {
            Field::Source => "source",
            Field::Section => "section",
            Field::Author => "author",
        }
    }
}

/// The query as it was read, with every grouping written out; read again it is the same.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, &self.parts, " ")
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Word(Leaf { text, scope }) => write!(f, "{scope}{text}"),
            Node::Pattern(pattern, scope) => write!(f, "{scope}{pattern}"),
            Node::Phrase { text, within, scope, .. } => {
                write!(f, "{scope}\"{text}\"")?;
                within.map_or(Ok(()), |number| write!(f, "~{number}"))
            }
            Node::Field(field, values) => match &values[..] {
                [value] => write!(f, "{}:\"{value}\"", field.name()),
                values => write!(f, "{}:{}", field.name(), values.join(",")),
            },
            Node::Date { from, to } => {
                let day = |date: &Option<PublicationDate>| date.as_ref().map_or(String::new(), |d| d.day());
                write!(f, "date:{}..{}", day(from), day(to))
            }
            Node::Must(inner) => write!(f, "+{inner}"),
            Node::Not(inner) => match **inner {
                Node::Not(_) | Node::Must(_) => write!(f, "-({inner})"),
                _ => write!(f, "-{inner}"),
            },
            Node::All(parts) => bracketed(f, parts, " AND "),
            Node::Any(parts) => bracketed(f, parts, " OR "),
            Node::Bag(parts) => bracketed(f, parts, " "),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.title { "title:" } else { "" })?;
        f.write_str(if self.exact { "=" } else { "" })
    }
}

fn bracketed(f: &mut fmt::Formatter<'_>, parts: &[Node], joint: &str) -> fmt::Result {
    f.write_str("(")?;
    list(f, parts, joint)?;
    f.write_str(")")
}

fn list(f: &mut fmt::Formatter<'_>, parts: &[Node], joint: &str) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        write!(f, "{}{part}", if place > 0 { joint } else { "" })?;
    }
    Ok(())
}
