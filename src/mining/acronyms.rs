//! Acronyms and their long forms, as the archive's own articles explain them.
//!
//! Indexing notes each explanation as two terms of one field: by acronym and by long form. A search
//! asks the dictionary; the term's postings are the paragraphs that explain it.

use tantivy::Term;

use super::dictionary::beginning_with;
use super::evidence::paragraph_id;
use crate::index::{Archive, IndexError, LONG_FORM, first_with};

/// Of several explanations those count that this share of the commonest one's paragraphs give: a
/// slip or a stranger's acronym is rare beside the usual meaning.
const SHARE: u64 = 5;
/// And no more than these.
const MEANINGS: usize = 4;

/// The other side of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Lemmas parted by a space, or one acronym.
    pub lemmas: String,
    /// Paragraphs that explain it.
    pub paragraphs: u64,
}

/// The long forms of an acronym, given by its lemma.
pub fn long_forms(archive: &Archive, acronym: &str) -> tantivy::Result<Vec<Explained>> {
    looked_up(archive, &format!("{acronym}\t"))
}

/// The acronyms of a long form, given by its lemmas parted by a space.
pub fn acronyms(archive: &Archive, long: &str) -> tantivy::Result<Vec<Explained>> {
    looked_up(archive, &format!("{LONG_FORM}{long}\t"))
}

/// A paragraph that explains an acronym.
pub fn explained_in(archive: &Archive, acronym: &str, long: &str) -> Result<Option<String>, IndexError> {
    let term = Term::from_field_text(archive.fields().acronym, &format!("{acronym}\t{long}"));
    let first = first_with(archive.searcher(), &term);
    let doc = first.map_err(|e| IndexError::from_tantivy(archive.path(), e))?;
    doc.map(|doc| paragraph_id(archive, doc)).transpose()
}

fn looked_up(archive: &Archive, prefix: &str) -> tantivy::Result<Vec<Explained>> {
    let terms = beginning_with(archive, archive.fields().acronym, prefix)?.into_iter();
    let explained = |(term, paragraphs): (String, u64)| Explained {
        lemmas: term[prefix.len()..].to_string(),
        paragraphs,
    };
    let mut found: Vec<Explained> = terms.map(explained).collect();
    found.sort_by(|a, b| b.paragraphs.cmp(&a.paragraphs).then(a.lemmas.cmp(&b.lemmas)));
    let commonest = found.first().map_or(0, |e| e.paragraphs);
    found.retain(|e| e.paragraphs * SHARE >= commonest);
    found.truncate(MEANINGS);
    Ok(found)
}
