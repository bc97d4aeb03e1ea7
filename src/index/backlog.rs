//! Documents on their way to tantivy's threads, bounded by their bytes.
//!
//! tantivy makes whoever brings articles wait when ten thousand stand before it. Of short articles that
//! is nothing; of an encyclopaedia's, which two threads analyse faster than one writes, it was 350 MB.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Bytes that may stand before tantivy. Its threads never wait for more: that is thousands of paragraphs.
const MOST: usize = 16_000_000;

/// A document and the bytes it takes.
pub(super) struct Made {
    pub document: TantivyDocument,
    pub bytes: usize,
}

/// How much stands before tantivy.
#[derive(Clone, Default)]
pub(super) struct Backlog(Arc<Waiting>);

#[derive(Default)]
struct Waiting {
    bytes: Mutex<usize>,
    fewer: Condvar,
}

impl Backlog {
    /// Lets documents through once there is room; at once where they are too large for any.
    pub fn admit(&self, documents: Vec<Made>) -> Vec<Underway> {
        let all: usize = documents.iter().map(|made| made.bytes).sum();
        let bytes = self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.0.fewer.wait_while(bytes, |bytes| *bytes > 0 && *bytes + all > MOST);
        *waited.unwrap_or_else(PoisonError::into_inner) += all;
        let through = |made: Made| Underway { made, backlog: self.clone() };
        documents.into_iter().map(through).collect()
    }
}

/// A document that counts until tantivy has written it, or dropped it.
pub(super) struct Underway {
    made: Made,
    backlog: Backlog,
}

impl Drop for Underway {
    fn drop(&mut self) {
        let waiting = &self.backlog.0;
        *waiting.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.made.bytes;
        waiting.fewer.notify_all();
    }
}

impl Document for Underway {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.made.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    use super::*;

    fn of(bytes: usize) -> Vec<Made> {
        vec![Made { document: TantivyDocument::default(), bytes }]
    }

    #[test]
    fn who_brings_too_much_waits_until_some_is_written() {
        let backlog = Backlog::default();
        let first = backlog.admit(of(MOST * 2));
        let (done, told) = channel();
        let other = backlog.clone();
        let second = thread::spawn(move || {
            let documents = other.admit(of(1));
            let _ = done.send(());
            documents
        });
        assert!(told.recv_timeout(Duration::from_millis(50)).is_err(), "it must wait");
        drop(first);
        assert!(told.recv_timeout(Duration::from_secs(60)).is_ok());
        drop(second.join().expect("no panic"));
        assert_eq!(*backlog.0.bytes.lock().expect("no panic"), 0);
    }
}
