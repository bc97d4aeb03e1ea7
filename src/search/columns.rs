//! What ranking asks of a paragraph beside its words, opened once an engine: a column is found by
//! name in a dictionary, which costs more than reading a hundred values.

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher};

use crate::corpus::Signature;

/// The columns of each segment.
pub(super) struct Columns {
    segments: Vec<SegmentColumns>,
}

/// The columns of one segment.
pub(super) struct SegmentColumns {
    number: Column<u64>,
    hash: Column<u64>,
    signature: Column<u64>,
    date: Column<i64>,
}

impl Columns {
    /// Opens them.
    pub fn open(searcher: &Searcher) -> tantivy::Result<Columns> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let columns = segment.fast_fields();
            Ok(SegmentColumns {
                number: columns.u64("paragraph")?,
                hash: columns.u64("hash")?,
                signature: columns.u64("signature")?,
                date: columns.i64("date")?,
            })
        });
        Ok(Columns { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// Those of a document's segment.
    pub fn of(&self, doc: DocAddress) -> &SegmentColumns {
        &self.segments[doc.segment_ord as usize]
    }

    /// Date of the newest article in the archive.
    pub fn newest(&self) -> Option<i64> {
        let dated = self.segments.iter().map(|s| &s.date).filter(|date| date.values.num_vals() > 0);
        dated.map(Column::max_value).max()
    }
}

impl SegmentColumns {
    /// Number of the paragraph in its article.
    pub fn paragraph(&self, doc: DocId) -> u32 {
        self.number.first(doc).unwrap_or(0) as u32
    }

    /// First bytes of the article's content hash.
    pub fn hash(&self, doc: DocId) -> u64 {
        self.hash.first(doc).unwrap_or(0)
    }

    /// What an article's body is compared by; `doc` is its first document.
    pub fn signature(&self, doc: DocId) -> Option<Signature> {
        Signature::from_numbers(self.signature.values_for_doc(doc))
    }

    /// Publication date in seconds.
    pub fn date(&self, doc: DocId) -> Option<i64> {
        self.date.first(doc)
    }
}
