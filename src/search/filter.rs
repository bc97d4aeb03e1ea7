//! Narrowing by source, section and date, as tantivy queries.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::corpus::PublicationDate;
use crate::index::{Fields, filter_key};

/// Which articles are searched at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Published on this day or later.
    pub from: Option<PublicationDate>,
    /// Published on this day or earlier, the whole day included.
    pub to: Option<PublicationDate>,
    /// The source, compared without regard to case.
    pub source: Option<String>,
    /// The section, likewise.
    pub section: Option<String>,
}

const DAY: i64 = 24 * 60 * 60;

impl Filter {
    /// One query a condition; empty where nothing is narrowed.
    pub(super) fn queries(&self, fields: Fields) -> Vec<Box<dyn Query>> {
        let mut queries: Vec<Box<dyn Query>> = vec![];
        for (field, value) in [(fields.source, &self.source), (fields.section, &self.section)] {
            if let Some(value) = value {
                let term = Term::from_field_text(field, &filter_key(value));
                queries.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
        }
        let bound = |seconds| Term::from_field_i64(fields.date, seconds);
        let from = self.from.as_ref().map(|d| Bound::Included(bound(d.seconds())));
        // A day given without a time means all of it.
        let to = self.to.as_ref().map(|d| {
            if d.has_time() {
                Bound::Included(bound(d.seconds()))
            } else {
                Bound::Excluded(bound(d.seconds() + DAY))
            }
        });
        if from.is_some() || to.is_some() {
            let range = RangeQuery::new(from.unwrap_or(Bound::Unbounded), to.unwrap_or(Bound::Unbounded));
            queries.push(Box::new(range));
        }
        queries
    }
}
