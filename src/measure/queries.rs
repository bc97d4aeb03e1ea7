//! Query files: one query a line, columns parted by tabs.

use std::path::Path;

use thiserror::Error;

use crate::search::Variants;

/// One line of a query file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryLine {
    /// The query's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its class, where the file names one; else empty. Several are parted by commas.
    pub class: String,
    /// How far its words reach, where that is part of its class.
    pub variants: Option<Variants>,
}

impl QueryLine {
    /// The classes it counts in.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.class.split(',').map(str::trim).filter(|class| !class.is_empty())
    }
}

/// What was measured of some queries: all of it under `all`, then by class in order of appearance.
pub(super) fn by_class<'m, M>(
    measured: &'m [M],
    query: impl Fn(&'m M) -> &'m QueryLine,
) -> Vec<(&'m str, Vec<&'m M>)> {
    let mut groups: Vec<(&str, Vec<&M>)> = vec![("all", measured.iter().collect())];
    for one in measured {
        for class in query(one).classes() {
            match groups[1..].iter_mut().find(|(known, _)| *known == class) {
                // A class that a query names twice counts it once.
                Some((_, group)) if group.last().is_some_and(|last| std::ptr::eq(*last, one)) => {}
                Some((_, group)) => group.push(one),
                None => groups.push((class, vec![one])),
            }
        }
    }
    groups
}

/// A query, judgement or result file that cannot be used.
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
    /// A line of a TREC file is none. Cure: the columns it names.
    #[error("{path}:{line}: {expected} expected, parted by blanks")]
    Trec {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What each line must hold.
        expected: &'static str,
    },
    /// One query had as many hits at one time and as many at another. Cure: measure an index that
    /// nobody changes.
    #[error("query `{query}` found {before} at first and {after} later")]
    Hits {
        /// The query's id and text.
        query: String,
        /// Hits at first.
        before: usize,
        /// Hits later.
        after: usize,
    },
    /// Two runs did not ask the same queries. Cure: run both with the same query file, or draw with
    /// the same seed from the same index.
    #[error("query `{query}` was asked in one run only")]
    OtherQueries {
        /// The query's id and text.
        query: String,
    },
    /// A file that should hold a saved run does not. Cure: name one written by `--save` or `--json`.
    #[error("`{path}` holds no saved run ({reason})")]
    NoRecord {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

impl MeasureError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            MeasureError::Read { .. } | MeasureError::Columns { .. } | MeasureError::Trec { .. } => None,
            MeasureError::Hits { .. } => {
                Some("times of other answers cannot be compared: measure both on one and the same index")
            }
            MeasureError::OtherQueries { .. } => {
                Some("run both with the same query file, or draw with the same seed from the same index")
            }
            MeasureError::NoRecord { .. } => {
                Some("name a run kept with `axtar bench --save NAME`, or a file written with `--json FILE`")
            }
        }
    }
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
        queries.push(QueryLine { id, text, class: cell(class_at).unwrap_or_default(), variants: None });
    }
    Ok(queries)
}

pub(super) fn read(path: &Path) -> Result<String, MeasureError> {
    std::fs::read_to_string(path)
        .map(|content| content.trim_start_matches('\u{FEFF}').to_string())
        .map_err(|e| MeasureError::Read { path: path.display().to_string(), reason: e.to_string() })
}
