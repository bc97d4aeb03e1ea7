//! Narrowing by source, section, author and date, as tantivy queries.
//!
//! A value is compared without regard to case. Where the archive has none written so, those that
//! have all its words stand in for it, and the user is told: `oxu` for oxu.az, and for an author a
//! surname. A value may hold `*` and `?`.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};

use super::likeness::Likeness;
use super::query::{Field, Note};
use crate::analysis::fold;
use crate::corpus::PublicationDate;
use crate::index::{Archive, Fields, filter_key};

/// Which articles are searched at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Published on this day or later.
    pub from: Option<PublicationDate>,
    /// Published on this day or earlier, the whole day included.
    pub to: Option<PublicationDate>,
    /// The source.
    pub source: Option<String>,
    /// The section.
    pub section: Option<String>,
    /// The author, or a part of the name.
    pub author: Option<String>,
}

const DAY: i64 = 24 * 60 * 60;
/// Values that may stand for one: all articles of a surname, say.
const MAX_VALUES: usize = 64;
/// Of these, told to the user.
const TOLD: usize = 5;
/// A dictionary of values is read no further.
const MAX_SCANNED: usize = 100_000;
/// A pattern in a value is no longer, in letters.
const LONGEST_PATTERN: usize = 60;

impl Filter {
    /// One query a condition; empty where nothing is narrowed. Notes what values were taken.
    pub(super) fn queries(
        &self,
        archive: &Archive,
        notes: &mut Vec<Note>,
    ) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut queries: Vec<Box<dyn Query>> = vec![];
        let fields =
            [(Field::Source, &self.source), (Field::Section, &self.section), (Field::Author, &self.author)];
        for (field, value) in fields {
            if let Some(value) = value {
                queries.push(with_value(archive, field, std::slice::from_ref(value), notes)?);
            }
        }
        queries.extend(published(archive.fields(), self.from.as_ref(), self.to.as_ref()));
        Ok(queries)
    }
}

/// Published between two days, both included; `None` where neither is given.
pub(super) fn published(
    fields: Fields,
    from: Option<&PublicationDate>,
    to: Option<&PublicationDate>,
) -> Option<Box<dyn Query>> {
    let bound = |seconds| Term::from_field_i64(fields.date, seconds);
    let from = from.map(|d| Bound::Included(bound(d.seconds())));
    // A day given without a time means all of it.
    let to = to.map(|d| {
        if d.has_time() {
            Bound::Included(bound(d.seconds()))
        } else {
            Bound::Excluded(bound(d.seconds() + DAY))
        }
    });
    if from.is_none() && to.is_none() {
        return None;
    }
    let range = RangeQuery::new(from.unwrap_or(Bound::Unbounded), to.unwrap_or(Bound::Unbounded));
    Some(unscored(Box::new(range)))
}

/// Articles that have one of the values in a field.
pub(super) fn with_value(
    archive: &Archive,
    field: Field,
    values: &[String],
    notes: &mut Vec<Note>,
) -> tantivy::Result<Box<dyn Query>> {
    let of_index = match field {
        Field::Source => archive.fields().source,
        Field::Section => archive.fields().section,
        Field::Author => archive.fields().author,
    };
    let mut taken = vec![];
    for value in values {
        let found = matching(archive, field, of_index, value)?;
        let note = match &found[..] {
            [] => Some(Note::NoValue { field, value: value.clone() }),
            [one] if *one == filter_key(value) => None,
            _ => {
                let shown = found.iter().take(TOLD).cloned();
                let more = (found.len() > TOLD).then(|| "…".to_string());
                Some(Note::Values { field, value: value.clone(), taken: shown.chain(more).collect() })
            }
        };
        notes.extend(note.filter(|note| !notes.contains(note)));
        taken.extend(found);
    }
    let query = |value: &String| -> Box<dyn Query> {
        let term = Term::from_field_text(of_index, value);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    };
    Ok(match &taken[..] {
        [] => Box::new(EmptyQuery),
        [one] => unscored(query(one)),
        all => {
            let any = all.iter().map(|value| (Occur::Should, query(value))).collect();
            unscored(Box::new(BooleanQuery::new(any)))
        }
    })
}

/// The values of a field that are meant by what was typed, commonest first.
fn matching(
    archive: &Archive,
    field: Field,
    of_index: TantivyField,
    typed: &str,
) -> tantivy::Result<Vec<String>> {
    let key = filter_key(typed);
    let searcher = archive.searcher();
    let is_pattern = key.contains(['*', '?']) && key.chars().nth(LONGEST_PATTERN).is_none();
    // An author may also stand among several.
    let whole = !is_pattern && field != Field::Author;
    if whole && searcher.doc_freq(&Term::from_field_text(of_index, &key))? > 0 {
        return Ok(vec![key]);
    }
    // Typed without diacritics: I is then i or ı.
    let plain = typed.is_ascii();
    let spelled = |word: &str| if plain { word.chars().map(fold).collect() } else { word.to_string() };
    let wanted: Vec<String> = words(&key).map(spelled).collect();
    let likeness = is_pattern.then(|| Likeness::new(&spelled(&key), 0, plain));
    let means = |value: &str| match &likeness {
        Some(likeness) => likeness.distance(value).is_some(),
        None => wanted.iter().all(|wanted| words(value).any(|word| spelled(word) == *wanted)),
    };
    let mut found: Vec<(String, u64)> = vec![];
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(of_index)?;
        let mut stream = index.terms().stream()?;
        let mut scanned = 0;
        while let Some((value, info)) = stream.next() {
            scanned += 1;
            let Ok(value) = std::str::from_utf8(value) else { continue };
            if means(value) {
                match found.iter_mut().find(|known| known.0 == value) {
                    Some(known) => known.1 += u64::from(info.doc_freq),
                    None => found.push((value.to_string(), u64::from(info.doc_freq))),
                }
            }
            if scanned == MAX_SCANNED || found.len() == MAX_VALUES {
                break;
            }
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Ok(found.into_iter().map(|(value, _)| value).collect())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A condition adds nothing to the score.
fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, 0.0))
}
