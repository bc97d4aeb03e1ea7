//! Files to articles: the first stage, before analysis and index.
//!
//! `walk` finds the files, `read` turns one file into articles and hands each to a sink.
//! The pipeline inside: `source` opens and unpacks, `format` recognises, `encoding` makes it UTF-8,
//! then a reader for each format takes over: `text`, `markdown`, `html`, `json`, `table`, `feed`,
//! `wiki`, `warc`, `mail`, `office`, `epub`, `pdf`; `archive` hands entries back to the beginning.
//! `page` knows what a web site puts around an article.
//!
//! Invariants: no input makes it panic, no input makes it hold more than [`LIMIT`] bytes of one
//! line or page, and whatever could not be read reaches the sink as a [`ReadError`].

mod archive;
mod article;
mod author;
mod copies;
mod date;
mod encoding;
mod epub;
mod error;
mod feed;
mod fields;
mod folding;
mod format;
mod front_matter;
mod guard;
mod html;
mod json;
mod lines;
mod mail;
mod markdown;
mod office;
mod page;
mod pdf;
mod place;
mod read;
mod record;
mod records;
mod relative;
mod signature;
mod source;
mod table;
mod text;
mod walk;
mod warc;
mod wiki;
mod wikitext;
mod xml;

pub use article::Article;
pub use copies::{SHARED_KEYS, Signature, Signer};
pub use date::PublicationDate;
pub use error::{Location, ReadError, Severity, is_address};
pub use fields::{Mapping, MappingError};
pub use read::read;
pub use source::LIMIT;
pub use walk::{SourceFile, is_read_in, walk, walk_without};
