//! Full-text search for archives of Azerbaijani-language articles.
//!
//! The tree is the pipeline: [`corpus`] reads files into articles, [`analysis`] turns text into
//! tokens, [`index`] keeps them on disk, [`spelling`] knows how one name is written many ways,
//! [`search`] answers queries with ranked paragraphs, [`measure`] tells how well and how fast.
//!
//! Words meet whichever way they are inflected, cased or typed:
//!
//! ```
//! use axtar::analysis::{Analyzer, Scheme};
//!
//! let mut analyzer = Analyzer::new(Scheme::Axtar);
//! let mut seen = vec![];
//! analyzer.analyze("İCLASDA Tokayevin çıxışı", |token| {
//!     seen.push(format!("{}: {}", token.surface, token.lemmas.iter().next().unwrap()));
//! });
//! assert_eq!(seen, ["iclasda: iclas", "tokayevin: tokayev", "çıxışı: çıxış"]);
//! ```
//!
//! From an article to a ranked paragraph:
//!
//! ```
//! use axtar::corpus::Article;
//! use axtar::index::{Archive, ArchiveWriter, Settings};
//! use axtar::search::{Engine, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let mut writer = ArchiveWriter::open(folder.path(), &Settings::default())?;
//! writer.feed(|feed| {
//!     let paragraphs = vec!["Tokayevin Bakıya səfəri başa çatıb.".to_string()];
//!     feed.submit(Article { id: "1".into(), title: "Səfər".into(), paragraphs, ..Article::default() })
//! })?.0?;
//! writer.commit()?;
//!
//! let mut engine = Engine::new(Archive::open(folder.path())?);
//! let answer = engine.search("tokayev baki seferi", &Options::default())?;
//! assert_eq!(answer.hits[0].id(), "1#0");
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod analysis;
pub mod corpus;
pub mod index;
pub mod measure;
pub mod mining;
pub mod search;
pub mod spelling;
