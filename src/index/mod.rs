//! Articles → a tantivy index on disk, one document a paragraph, and back.
//!
//! An article's paragraphs are added as one batch, so they lie side by side in one segment, in
//! order, and stay so through merges: paragraph `n` is document `head + n`. What belongs to the
//! article (title, date, source …) is stored once, with its head. [`Fields`] names the fields.

mod backlog;
mod backup;
mod encode;
mod error;
mod feed;
mod folder;
mod history;
mod manifest;
mod open;
mod overview;
mod pack;
mod piece_codes;
mod places;
mod schema;
mod seal;
mod segments;
mod store;
mod stored;
mod verify;
mod vocabulary;
mod writer;

pub use backup::{Copied, backup, backup_time, restore};
pub use encode::Encoder;
pub use error::IndexError;
pub use feed::Feed;
pub use history::Revision;
pub use manifest::{Manifest, Stamp, Vanished};
pub(crate) use open::first_with;
pub use open::{Archive, StoredArticle, is_empty_folder};
pub use overview::{Counted, Dated, Overview, SegmentSize};
pub use piece_codes::{LONGEST_PIECE, TRAINED_PIECES};
pub use places::{
    BODY_PLACE, FormPostings, append_places, append_places_as_written, at_least, meets, paragraphs_with_form,
};
pub use schema::{FORMAT_VERSION, Fields, Fingerprint, LONG_FORM, filter_key};
pub use verify::{Damage, verify};
pub use writer::{ArchiveWriter, Outcome, Settings, Work};
