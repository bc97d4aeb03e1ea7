//! The query language: text → [`Query`]. docs/cli.md tells it to those who search.

mod ast;
mod date;
mod error;
mod note;
mod parser;
mod pattern;
mod quote;
mod vocabulary;

pub use ast::{Field, Leaf, Node, Piece, Query, Scope};
pub use error::{QueryError, QueryFault};
pub use note::Note;
pub use parser::{MAX_BYTES, MAX_DEPTH, MAX_PATTERNS, MAX_WITHIN, MAX_WORDS, parse};
pub use pattern::Pattern;
