//! Acronyms and their long forms, as the archive's own articles explain them.
//!
//! Indexing notes each explanation as two terms of one field: by acronym and by long form. A search
//! asks the dictionary; the term's postings are the paragraphs that explain it.

use tantivy::Term;

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
    let mut found: Vec<Explained> = vec![];
    let mut end = prefix.as_bytes().to_vec();
    // The prefix ends in a tab: what follows all its terms begins with the next byte.
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    for segment in archive.searcher().segment_readers() {
        let index = segment.inverted_index(archive.fields().acronym)?;
        let mut stream = index.terms().range().ge(prefix).lt(&end).into_stream()?;
        while let Some((term, info)) = stream.next() {
            let Ok(term) = std::str::from_utf8(term) else { continue };
            let lemmas = &term[prefix.len()..];
            let paragraphs = u64::from(info.doc_freq);
            match found.iter_mut().find(|known| known.lemmas == lemmas) {
                Some(known) => known.paragraphs += paragraphs,
                None => found.push(Explained { lemmas: lemmas.to_string(), paragraphs }),
            }
        }
    }
    found.sort_by(|a, b| b.paragraphs.cmp(&a.paragraphs).then(a.lemmas.cmp(&b.lemmas)));
    let commonest = found.first().map_or(0, |e| e.paragraphs);
    found.retain(|e| e.paragraphs * SHARE >= commonest);
    found.truncate(MEANINGS);
    Ok(found)
}
