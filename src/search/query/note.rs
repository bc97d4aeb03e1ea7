//! What of a query was read otherwise than its writer may think, for one dim line under the hits.

use std::fmt;

use super::Field;

/// Something to tell beside the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Signs that mean something elsewhere in the language and are text here.
    Text(Vec<String>),
    /// An operator with nothing to join: passed over.
    Dangling(String),
    /// What `-`, NOT or DEYİL leaves out.
    Without(String),
    /// A weight (`söz^2`): there are none.
    Weight(String),
    /// Only so many words of the query were read.
    Cut(usize),
    /// More than so many patterns: the others are text.
    Patterns(usize),
    /// A word too short for the letters it may differ by.
    Short {
        /// As written.
        word: String,
        /// The letters it may differ by.
        distance: u8,
    },
    /// A pattern stands for more words than are searched: the commonest were taken.
    Wide {
        /// As written.
        pattern: String,
        /// How many words were taken.
        taken: usize,
        /// How many there are, or at the least.
        found: usize,
    },
    /// More than so many names: the others are searched as they are spelled.
    Names(usize),
    /// Many paragraphs have the words of an exact phrase side by side: so many, the best, were read to
    /// see which have these very forms.
    Read(usize),
    /// So many paragraphs have the words that not all of them were looked at.
    Effort,
    /// No value is written quite so: these were taken.
    Values {
        /// The field.
        field: Field,
        /// As written.
        value: String,
        /// What the archive has.
        taken: Vec<String>,
    },
    /// The archive has no such value, nor one like it.
    NoValue {
        /// The field.
        field: Field,
        /// As written.
        value: String,
    },
    /// The index was built without titles: nothing can be in them.
    NoTitles,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Text(signs) => write!(f, "read as text: {}", signs.join("  ")),
            Note::Dangling(operator) => write!(f, "{operator} has nothing to join and was passed over"),
            Note::Without(what) => write!(f, "left out: {what}"),
            Note::Weight(sign) => write!(f, "{sign} was passed over: words have no weights"),
            Note::Cut(words) => write!(f, "only the first {words} words were read"),
            Note::Patterns(count) => {
                write!(f, "only the first {count} patterns were read, the others as text")
            }
            Note::Short { word, distance: 0 } => write!(f, "{word} is short: it was searched as it is"),
            Note::Short { word, distance } => {
                write!(f, "{word} is short: it may differ by {distance} letter{}", plural(*distance))
            }
            Note::Wide { pattern, taken, found } => {
                write!(f, "{pattern} stands for {found} words: the {taken} commonest were searched")
            }
            Note::Names(count) => {
                write!(f, "only the first {count} names were searched in other spellings")
            }
            Note::Read(count) => {
                write!(f, "only the best {count} paragraphs were read for the exact forms")
            }
            Note::Effort => {
                write!(f, "the query is wide: not every paragraph with its words was looked at")
            }
            Note::Values { field, value, taken } => {
                write!(f, "{} {value} → {}", field.name(), taken.join(" · "))
            }
            Note::NoValue { field, value } => write!(f, "no article has the {} {value}", field.name()),
            Note::NoTitles => write!(f, "this index was built without titles: `title:` finds nothing"),
        }
    }
}

fn plural(number: u8) -> &'static str {
    if number == 1 { "" } else { "s" }
}
