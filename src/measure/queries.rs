//! Query files: one query a line, columns parted by tabs.

use std::path::Path;

use thiserror::Error;

/// One line of a query file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryLine {
    /// The query's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its class, where the file names one; else empty.
    pub class: String,
}

/// A query or judgement file that cannot be used.
#[derive(Debug, Error)]
pub enum MeasureError {
    /// The file cannot be read. Cure: check the path.
    #[error("{path}: {reason}")]
    Read {
        /// The file.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// A line has too few columns. Cure: `qid TAB text`, or name the columns.
    #[error("{path}:{line}: {expected} expected, parted by tabs")]
    Columns {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What each line must hold.
        expected: String,
    },
}

/// Reads a query file whose columns are `columns` (of `qid`, `text`, `class`; others are ignored).
pub fn read_queries(path: &Path, columns: &[&str]) -> Result<Vec<QueryLine>, MeasureError> {
    let content = read(path)?;
    let place = |name: &str| columns.iter().position(|c| *c == name);
    let (id_at, text_at, class_at) = (place("qid"), place("text"), place("class"));
    let mut queries = vec![];
    for (number, line) in content.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: Option<usize>| at.and_then(|i| cells.get(i)).map(|c| c.trim().to_string());
        let Some(text) = cell(text_at).filter(|_| cells.len() > id_at.unwrap_or(0)) else {
            let expected = columns.join(" TAB ");
            return Err(MeasureError::Columns {
                path: path.display().to_string(),
                line: number + 1,
                expected,
            });
        };
        let id = cell(id_at).unwrap_or_else(|| (number + 1).to_string());
        queries.push(QueryLine { id, text, class: cell(class_at).unwrap_or_default() });
    }
    Ok(queries)
}

pub(super) fn read(path: &Path) -> Result<String, MeasureError> {
    std::fs::read_to_string(path)
        .map(|content| content.trim_start_matches('\u{FEFF}').to_string())
        .map_err(|e| MeasureError::Read { path: path.display().to_string(), reason: e.to_string() })
}
