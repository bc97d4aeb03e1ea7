//! The query language: text → [`Query`].

mod ast;
mod parser;

pub use ast::{Clause, Query};
pub use parser::{MAX_CLAUSES, parse};
