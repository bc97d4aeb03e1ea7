//! What a query asks for, as written: words and phrases, some exact, some unwanted.

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Its parts, in the order written.
    pub clauses: Vec<Clause>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The text without its signs; one word or, in a phrase, several.
    pub text: String,
    /// Words in quotes stand side by side.
    pub phrase: bool,
    /// `=word`: this form alone, no other inflection or spelling.
    pub exact: bool,
    /// `-word`: paragraphs with it are left out.
    pub negated: bool,
}
