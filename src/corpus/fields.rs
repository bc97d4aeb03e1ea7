//! Under which names an article's fields stand in JSON and tables.
//!
//! JSON has the names of the contract and those of `--map`; the columns of a table are also known by
//! the names that exports give them, in Azerbaijani, English and Russian (`data/columns.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::date::rows;
use super::error::shown_value;
use super::folding::fold;

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Id,
    Title,
    Body,
    Text,
    Paragraphs,
    Date,
    Source,
    Author,
    AuthorTitle,
    Section,
    Category,
    Url,
    Lang,
}

/// The names of the contract.
const NAMES: [(&str, Field); 13] = [
    ("id", Field::Id),
    ("title", Field::Title),
    ("body", Field::Body),
    ("text", Field::Text),
    ("paragraphs", Field::Paragraphs),
    ("date", Field::Date),
    ("source", Field::Source),
    ("author", Field::Author),
    ("author_title", Field::AuthorTitle),
    ("section", Field::Section),
    ("category", Field::Category),
    ("url", Field::Url),
    ("lang", Field::Lang),
];

/// Folded column names of exports.
static COLUMNS: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let table = rows(include_str!("data/columns.tsv"));
    table.filter_map(|(field, column)| Some((fold(column), named(field)?))).collect()
});

fn named(name: &str) -> Option<Field> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// The field that a column of this name holds.
pub(super) fn of_column(name: &str) -> Option<Field> {
    let folded = fold(name.trim());
    named(&folded).or_else(|| COLUMNS.get(&folded).copied())
}

/// Other names for an article's fields: `title=headline` reads the title from `headline`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    names: Vec<(Field, String)>,
}

/// Why a `--map` is none.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// It is not of the form `field=name`. Write it so.
    #[error("`{pair}` is not of the form FIELD=NAME, such as title=headline")]
    Form {
        /// What was given.
        pair: String,
    },
    /// An article has no such field. Take one of those named.
    #[error("there is no field `{field}`; the fields are {known}")]
    Field {
        /// What was given.
        field: String,
        /// The fields there are.
        known: String,
    },
}

impl Mapping {
    /// Reads `field=name` pairs.
    pub fn parse(pairs: &[String]) -> Result<Self, MappingError> {
        let names = pairs.iter().map(|pair| {
            let (field, name) = pair
                .split_once('=')
                .filter(|(_, name)| !name.is_empty())
                .ok_or_else(|| MappingError::Form { pair: shown_value(pair) })?;
            let field = named(field).ok_or_else(|| {
                let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                MappingError::Field { field: shown_value(field), known: known.join(", ") }
            })?;
            Ok((field, name.to_owned()))
        });
        Ok(Self { names: names.collect::<Result<_, MappingError>>()? })
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The field that JSON has under `name`. A field that is mapped is not read from its own name.
    pub(super) fn of_json(&self, name: &str) -> Option<Field> {
        self.mapped(name).or_else(|| named(name).filter(|field| !self.has(*field)))
    }

    /// The field that a column of this name holds.
    pub(super) fn of_column(&self, name: &str) -> Option<Field> {
        self.mapped(name.trim()).or_else(|| of_column(name).filter(|field| !self.has(*field)))
    }

    fn mapped(&self, name: &str) -> Option<Field> {
        self.names.iter().find(|(_, known)| known == name).map(|(field, _)| *field)
    }

    fn has(&self, field: Field) -> bool {
        self.names.iter().any(|(mapped, _)| *mapped == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_three_languages() {
        for (name, field) in [
            ("Başlıq", Field::Title),
            ("BASLIQ", Field::Title),
            ("Mətn", Field::Body),
            ("Дата", Field::Date),
            ("post_content", Field::Body),
            (" title ", Field::Title),
        ] {
            assert_eq!(of_column(name), Some(field), "{name}");
        }
        assert_eq!(of_column("qiymət"), None);
    }

    #[test]
    fn a_mapped_field_is_read_from_there_alone() {
        let mapping = Mapping::parse(&["title=headline".into(), "body=content".into()]).unwrap();
        assert_eq!(mapping.of_json("headline"), Some(Field::Title));
        assert_eq!(mapping.of_json("title"), None);
        assert_eq!(mapping.of_json("date"), Some(Field::Date));
        assert_eq!(mapping.of_column("Başlıq"), None);
        assert!(Mapping::parse(&["titel=x".into()]).unwrap_err().to_string().contains("no field `titel`"));
        assert!(Mapping::parse(&["title".into()]).is_err());
    }
}
