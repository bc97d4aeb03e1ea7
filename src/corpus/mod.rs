//! Files to articles: the first stage, before analysis and index.
//!
//! `walk` finds the files, `read` turns one file into articles and hands each to a sink.
//! The pipeline inside: `source` opens and unpacks, `format` recognises, then `json`, `text`,
//! `markdown` or `html` reads; `page` removes what a web site put around an article.
//!
//! Invariants: no input makes it panic, no input makes it hold more than [`LIMIT`] bytes of one
//! line or page, and whatever could not be read reaches the sink as a [`ReadError`].

mod article;
mod date;
mod error;
mod folding;
mod format;
mod front_matter;
mod html;
mod json;
mod lines;
mod markdown;
mod page;
mod read;
mod record;
mod source;
mod text;
mod walk;

pub use article::Article;
pub use date::PublicationDate;
pub use error::{Location, ReadError, Severity};
pub use read::read;
pub use source::LIMIT;
pub use walk::{SourceFile, walk, walk_without};
