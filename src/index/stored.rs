//! What is stored of a paragraph, read without trusting it.
//!
//! tantivy's own reading of a document reserves as much memory as a stored length asks for: one flipped
//! bit in it and the process is ended by its allocator, which nothing can catch. Here each length is
//! held against what there is. A document is, in tantivy's format, the number of its values, and of
//! each its field, its kind and the value; ours are bytes. Of a paragraph these are the length of the
//! article's record, the record (with paragraph 0 alone, else nothing) and the text, each packed.

use std::ops::Deref;
use std::sync::OnceLock;

use tantivy::columnar::StrColumn;
use tantivy::error::DataCorruption;
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher};

use super::pack::{pack, unpack};
use super::store::{Store, number, put_number};

/// What a commit holds: its searcher, and its stored documents.
pub(super) struct Snapshot {
    searcher: Searcher,
    stores: Vec<Store>,
    /// The files of each segment's articles, once asked for.
    paths: Vec<OnceLock<Option<StrColumn>>>,
}

impl Deref for Snapshot {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}

impl Snapshot {
    /// That of a searcher.
    pub fn of(searcher: Searcher) -> tantivy::Result<Snapshot> {
        let directory = searcher.index().directory();
        let segments = searcher.segment_readers().iter();
        let stores = segments.map(|segment| Store::open(directory, segment));
        let stores = stores.collect::<tantivy::Result<_>>()?;
        let paths = searcher.segment_readers().iter().map(|_| OnceLock::new()).collect();
        Ok(Snapshot { searcher, stores, paths })
    }

    /// The text of a paragraph.
    pub fn text(&self, doc: DocAddress, field: Field) -> tantivy::Result<String> {
        self.unpacked(doc, field, |(_, text)| text)
    }

    /// The record that stands before the first paragraph of an article; else empty.
    pub fn record(&self, doc: DocAddress, field: Field) -> tantivy::Result<String> {
        self.unpacked(doc, field, |(record, _)| record)
    }

    fn unpacked(
        &self,
        doc: DocAddress,
        field: Field,
        which: impl for<'a> FnOnce((&'a [u8], &'a [u8])) -> &'a [u8],
    ) -> tantivy::Result<String> {
        let text = self.value(doc, field, |stored| unpack(which(parts(stored)?)))?;
        let text = text.flatten().ok_or_else(broken)?;
        String::from_utf8(text).map_err(|_| broken())
    }

    /// The file that the article of this first document was read from.
    pub fn path(&self, head: DocAddress) -> tantivy::Result<Option<String>> {
        let known = &self.paths[head.segment_ord as usize];
        let column = match known.get() {
            Some(column) => column,
            None => {
                let column = self.segment_reader(head.segment_ord).fast_fields().str("path")?;
                known.get_or_init(|| column)
            }
        };
        let Some(column) = column else { return Ok(None) };
        let Some(ord) = column.term_ords(head.doc_id).next() else { return Ok(None) };
        let mut path = String::new();
        Ok(column.ord_to_str(ord, &mut path)?.then_some(path))
    }

    /// A field's bytes; `None` where the document has none.
    pub fn bytes(&self, doc: DocAddress, field: Field) -> tantivy::Result<Option<Vec<u8>>> {
        self.value(doc, field, <[u8]>::to_vec)
    }

    /// What `read` makes of a field's bytes.
    fn value<T>(
        &self,
        doc: DocAddress,
        field: Field,
        read: impl FnOnce(&[u8]) -> T,
    ) -> tantivy::Result<Option<T>> {
        let store = &self.stores[doc.segment_ord as usize];
        let value = |document: &[u8]| value_of(document, field).map(|value| value.map(read));
        store.document(doc.doc_id, value)?.ok_or_else(broken)
    }
}

/// Appends what is stored of a paragraph.
pub(super) fn store(record: Option<&str>, text: &str, stored: &mut Vec<u8>) {
    let mut packed = vec![];
    pack(record.unwrap_or_default(), &mut packed);
    put_number(packed.len() as u64, stored);
    stored.append(&mut packed);
    pack(text, stored);
}

/// Record and text; `None` where the bytes are neither.
fn parts(mut stored: &[u8]) -> Option<(&[u8], &[u8])> {
    let len = number(&mut stored)?;
    stored.split_at_checked(usize::try_from(len).ok()?)
}

fn broken() -> tantivy::TantivyError {
    tantivy::TantivyError::DataCorruption(DataCorruption::comment_only("a stored document cannot be read"))
}

/// tantivy's mark of bytes.
const BYTES: u8 = 4;

/// The value of a field in a document's bytes, if it has one; `None` where they are no document.
fn value_of(mut bytes: &[u8], field: Field) -> Option<Option<&[u8]>> {
    let values = number(&mut bytes)?;
    for _ in 0..values {
        let (of, rest) = bytes.split_first_chunk::<4>()?;
        let (&found, rest) = rest.split_first()?;
        bytes = rest;
        let len = number(&mut bytes)?;
        let (value, rest) = bytes.split_at_checked(usize::try_from(len).ok()?)?;
        bytes = rest;
        if found != BYTES {
            return None;
        }
        if u32::from_le_bytes(*of) == field.field_id() {
            return Some(Some(value));
        }
    }
    bytes.is_empty().then_some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of two fields as tantivy 0.27 writes it.
    fn document(long: usize) -> Vec<u8> {
        let len = [0x7f & long as u8, 0x80 | (long >> 7) as u8];
        [&[0x82, 13, 0, 0, 0, BYTES, 0x83][..], b"abc", &[14, 0, 0, 0, BYTES], &len, &vec![b'x'; long]]
            .concat()
    }

    #[test]
    fn record_and_text_come_back() {
        for (record, text) in
            [(Some("{\"id\":\"xəbər-1\"}"), "Şəhərdə yağış yağır."), (None, "Bakı"), (None, "")]
        {
            let mut stored = vec![];
            store(record, text, &mut stored);
            let of = |part: &[u8]| String::from_utf8(unpack(part).expect("packed")).expect("a text");
            let (found, rest) = parts(&stored).expect("two parts");
            assert_eq!((of(found).as_str(), of(rest).as_str()), (record.unwrap_or_default(), text));
        }
        assert_eq!(parts(&[0x85, 1]), None);
    }

    #[test]
    fn a_value_is_found_by_its_field() {
        let bytes = document(300);
        let value = |field| value_of(&bytes, Field::from_field_id(field));
        assert_eq!(value(13), Some(Some(&b"abc"[..])));
        assert_eq!(value(14).flatten().map(<[u8]>::len), Some(300));
        assert_eq!(value(1), Some(None));
    }

    #[test]
    fn no_damage_asks_for_more_than_there_is() {
        let bytes = document(300);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let value = value_of(&flipped, Field::from_field_id(14)).flatten();
            assert!(value.is_none_or(|value| value.len() <= 300), "{bit}");
        }
        let cut = |len: usize| value_of(&bytes[..len], Field::from_field_id(1));
        assert!((0..bytes.len()).all(|len| cut(len).is_none()));
    }
}
