//! What the archive, and the newsroom that keeps it, teach about names.
//!
//! [`long_forms`] and [`acronyms`] tell what the archive's own articles explain;
//! [`names`] groups the archive's names by their spellings, with the evidence for each;
//! [`Newsroom`] is the newsroom's own word on spellings and overrules every rule. Between `index`
//! and `search`: it knows words and the analysis, not how a query is answered.

mod acronyms;
pub(crate) mod dictionary;
pub(crate) mod evidence;
mod full_names;
mod names;
mod newsroom;

pub use acronyms::{Explained, acronyms, explained_in, long_forms};
pub use evidence::Evidence;
pub use names::{Name, NameSpelling, names};
pub use newsroom::{Fault, Newsroom, NewsroomError, Reason};
