//! What a search can fail with.

use thiserror::Error;

use super::query::QueryError;
use crate::index::IndexError;

/// A search that gave no answer.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The query holds no word. Cure: write one.
    #[error("the query `{query}` holds no word to search for")]
    NoWord {
        /// The query as given.
        query: String,
    },
    /// Every word of the query is an unwanted one. Cure: add a word that is wanted.
    #[error("the query only says what to leave out")]
    OnlyNegative,
    /// A sign of the query has a value it cannot have. Cure: as the error's example.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl SearchError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            SearchError::NoWord { .. } => {
                Some("write one or more words: `axtar search Qazaxıstan prezidenti`".into())
            }
            SearchError::OnlyNegative => {
                Some("add a word that is wanted: `axtar search -- neft -qaz`".into())
            }
            SearchError::Query(error) => Some(format!("write for example: {}", error.example)),
            SearchError::Index(error) => error.hint(),
        }
    }
}
