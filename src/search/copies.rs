//! Copies: one agency text on ten sites is one hit, and says how many there are.
//!
//! While the list is cut to what is shown, an article whose body is that of one above it is passed
//! over: the signatures of the hits' own articles are compared, nothing else. How often the archive
//! has the text is then looked up by the keys of each article shown.

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use super::columns::Columns;
use crate::corpus::{Article, SHARED_KEYS, Signature};
use crate::index::{Archive, IndexError};

/// What becomes of articles with nearly the same body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folding {
    /// The best of them is shown, the others are counted.
    #[default]
    Counted,
    /// The same, and the others are named.
    Named,
    /// Each is a hit of its own.
    Off,
}

/// Other articles of the archive whose body is that of a hit's article, but for small edits.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// How many others.
    pub count: usize,
    /// The earliest of all of them, the hit's own among them; `None` where none of them is dated,
    /// or there is no other.
    pub first: Option<Article>,
    /// The others without their paragraphs, earliest first; empty unless asked for.
    pub named: Vec<Article>,
}

/// With more articles shown than this, only so many are compared with what comes after.
const MOST_COMPARED: usize = 1_000;

/// The articles shown so far.
pub(super) struct Shown<'c> {
    columns: &'c Columns,
    shown: FxHashSet<DocAddress>,
    folded: FxHashSet<DocAddress>,
    signatures: Vec<Signature>,
}

impl<'c> Shown<'c> {
    pub fn new(columns: &'c Columns) -> Self {
        let (shown, folded, signatures) = Default::default();
        Shown { columns, shown, folded, signatures }
    }

    /// Is the article with this first document to be shown? It is then one of those shown.
    pub fn admits(&mut self, head: DocAddress) -> bool {
        if self.shown.contains(&head) {
            return true;
        }
        if self.folded.contains(&head) {
            return false;
        }
        if let Some(signature) = self.columns.of(head).signature(head.doc_id) {
            if self.signatures.iter().any(|shown| shown.is_copy_of(&signature)) {
                self.folded.insert(head);
                return false;
            }
            if self.signatures.len() < MOST_COMPARED {
                self.signatures.push(signature);
            }
        }
        self.shown.insert(head);
        true
    }
}

/// The copies of an article in the whole archive; `head` is its first document.
pub(super) fn of(
    archive: &Archive,
    columns: &Columns,
    head: DocAddress,
    folding: Folding,
) -> Result<Copies, IndexError> {
    let Some(signature) = columns.of(head).signature(head.doc_id) else { return Ok(Copies::default()) };
    let found = look_up(archive, columns, head, &signature);
    let mut others = found.map_err(|e| IndexError::from_tantivy(archive.path(), e))?;
    if others.is_empty() {
        return Ok(Copies::default());
    }
    // Undated ones last; equal days in an order that no rebuilding changes.
    let key = |doc: DocAddress| {
        let columns = columns.of(doc);
        let date = columns.date(doc.doc_id);
        (date.is_none(), date, columns.hash(doc.doc_id))
    };
    others.sort_by_cached_key(|&doc| key(doc));
    let article = |doc| Ok(archive.article_of(doc, 0)?.article);
    let earliest = if key(head) < key(others[0]) { head } else { others[0] };
    let is_dated = columns.of(earliest).date(earliest.doc_id).is_some();
    let named = match folding {
        Folding::Named => others.iter().map(|&doc| article(doc)).collect::<Result<_, IndexError>>()?,
        _ => vec![],
    };
    let first = is_dated.then(|| article(earliest)).transpose()?;
    Ok(Copies { count: others.len(), first, named })
}

fn look_up(
    archive: &Archive,
    columns: &Columns,
    head: DocAddress,
    signature: &Signature,
) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = vec![];
    let mut docs = vec![];
    for (ord, segment) in archive.searcher().segment_readers().iter().enumerate() {
        let index = segment.inverted_index(archive.fields().copy_key)?;
        docs.clear();
        for key in signature.keys() {
            let term = Term::from_field_bytes(archive.fields().copy_key, &key);
            let Some(info) = index.get_term_info(&term)? else { continue };
            let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
        // A document is in the list once for each key it shares.
        docs.sort_unstable();
        for same in docs.chunk_by(|a, b| a == b).filter(|same| same.len() >= SHARED_KEYS) {
            let doc = DocAddress::new(ord as u32, same[0]);
            if doc == head || segment.is_deleted(doc.doc_id) {
                continue;
            }
            let other = columns.of(doc).signature(doc.doc_id);
            if other.is_some_and(|other| other.is_copy_of(signature)) {
                found.push(doc);
            }
        }
    }
    Ok(found)
}
