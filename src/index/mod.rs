//! Articles → a tantivy index on disk, one document a paragraph, and back.
//!
//! An article's paragraphs are added as one batch, so they lie side by side in one segment, in
//! order, and stay so through merges: paragraph `n` is document `head + n`. What belongs to the
//! article (title, date, source …) is stored once, with its head. [`Fields`] names the fields.

mod encode;
mod error;
mod folder;
mod manifest;
mod open;
mod schema;
mod seal;
mod verify;
mod writer;

pub use encode::{BODY_POSITION, Encoder};
pub use error::IndexError;
pub use manifest::{Manifest, Stamp};
pub(crate) use open::first_with;
pub use open::{Archive, Overview, StoredArticle, is_empty_folder};
pub use schema::{FORMAT_VERSION, Fields, Fingerprint, LONG_FORM, filter_key};
pub use verify::{Damage, verify};
pub use writer::{ArchiveWriter, Outcome, Settings, Work};
