//! The row of filters: what is written or chosen in each field → what the search is narrowed to.

use axtar::corpus::PublicationDate;
use axtar::index::filter_key;
use axtar::search::{Filter, Options, Sort, Variants};

use super::input::Input;
use crate::cli::args::Reach;

/// A field of the row, in the order one tabs through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Only of this source.
    Source,
    /// Only of this section.
    Section,
    /// Published on this day or later.
    From,
    /// Published on this day or earlier.
    To,
    /// Which other spellings take part.
    Variants,
    /// The order of the hits.
    Order,
}

impl Field {
    /// All of them, from left to right.
    pub const ALL: [Field; 6] =
        [Field::Source, Field::Section, Field::From, Field::To, Field::Variants, Field::Order];

    /// Is it chosen with the arrows, not written?
    pub fn is_choice(self) -> bool {
        matches!(self, Field::Variants | Field::Order)
    }
}

/// What the archive has in the fields that are completed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its sources, the most frequent first.
    pub sources: Vec<String>,
    /// Its sections, likewise.
    pub sections: Vec<String>,
}

/// The fields.
#[derive(Clone, Debug)]
pub struct Filters {
    source: Input,
    section: Input,
    from: Input,
    to: Input,
    variants: Reach,
    sort: Sort,
    per_article: usize,
    known: Known,
}

impl Filters {
    /// Nothing narrowed.
    pub fn new(variants: Reach, per_article: usize) -> Self {
        Filters {
            source: Input::default(),
            section: Input::default(),
            from: Input::default(),
            to: Input::default(),
            variants,
            sort: Sort::default(),
            per_article,
            known: Known::default(),
        }
    }

    /// What there is to be completed.
    pub fn know(&mut self, known: Known) {
        self.known = known;
    }

    /// The text field of a name; `None` for a choice.
    pub fn input(&self, field: Field) -> Option<&Input> {
        match field {
            Field::Source => Some(&self.source),
            Field::Section => Some(&self.section),
            Field::From => Some(&self.from),
            Field::To => Some(&self.to),
            Field::Variants | Field::Order => None,
        }
    }

    /// The same, for writing.
    pub fn input_mut(&mut self, field: Field) -> Option<&mut Input> {
        match field {
            Field::Source => Some(&mut self.source),
            Field::Section => Some(&mut self.section),
            Field::From => Some(&mut self.from),
            Field::To => Some(&mut self.to),
            Field::Variants | Field::Order => None,
        }
    }

    /// How far words reach.
    pub fn variants(&self) -> Reach {
        self.variants
    }

    /// The order.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The next value of a choice, or the one before.
    pub fn turn(&mut self, field: Field, forward: bool) {
        const REACHES: [Reach; 4] = [Reach::None, Reach::Narrow, Reach::Names, Reach::All];
        match field {
            Field::Variants => {
                let here = REACHES.iter().position(|reach| *reach == self.variants).unwrap_or(0);
                let step = if forward { 1 } else { REACHES.len() - 1 };
                self.variants = REACHES[(here + step) % REACHES.len()];
            }
            Field::Order => {
                self.sort = if self.sort == Sort::Relevance { Sort::Date } else { Sort::Relevance }
            }
            _ => {}
        }
    }

    /// The first value of the archive that begins as the field does, and is more than it.
    fn begun(&self, field: Field) -> Option<&str> {
        let values = self.values(field)?;
        let written = filter_key(self.input(field)?.text());
        if written.is_empty() || values.contains(&written) {
            return None;
        }
        values.iter().map(String::as_str).find(|value| value.starts_with(&written))
    }

    /// What the archive would write behind the cursor.
    pub fn completion(&self, field: Field) -> Option<&str> {
        let written = self.input(field)?.text();
        let rest = self.begun(field)?.strip_prefix(&filter_key(written))?;
        Some(if written.ends_with(' ') { rest.trim_start() } else { rest })
    }

    /// Writes the completion into the field; false where there is none.
    pub fn complete(&mut self, field: Field) -> bool {
        let Some(value) = self.begun(field).map(str::to_owned) else { return false };
        if let Some(input) = self.input_mut(field) {
            input.set(&value);
        }
        true
    }

    fn values(&self, field: Field) -> Option<&[String]> {
        match field {
            Field::Source => Some(&self.known.sources),
            Field::Section => Some(&self.known.sections),
            _ => None,
        }
    }

    /// The neighbour of the written value among the archive's, for going through them.
    pub fn step(&mut self, field: Field, forward: bool) {
        let Some((values, input)) = self.values(field).zip(self.input(field)) else { return };
        let written = filter_key(input.text());
        let here = values.iter().position(|value| *value == written);
        let next = match (here, forward) {
            (None, true) => 0,
            (None, false) => values.len().saturating_sub(1),
            (Some(place), true) => (place + 1) % values.len(),
            (Some(place), false) => (place + values.len() - 1) % values.len(),
        };
        let Some(value) = values.get(next).cloned() else { return };
        if let Some(input) = self.input_mut(field) {
            input.set(&value);
        }
    }

    /// Does the field hold something that cannot be meant: no date, a source that is not there?
    pub fn is_wrong(&self, field: Field) -> bool {
        let text = self.input(field).map_or("", |input| input.text().trim());
        match field {
            _ if text.is_empty() => false,
            Field::From | Field::To => day(text, field == Field::To).is_none(),
            Field::Source | Field::Section => {
                let is_known = self.values(field).is_some_and(|values| values.contains(&filter_key(text)));
                !is_known && self.begun(field).is_none()
            }
            Field::Variants | Field::Order => false,
        }
    }

    /// Empties the text fields.
    pub fn clear(&mut self) {
        for field in Field::ALL {
            if let Some(input) = self.input_mut(field) {
                input.set("");
            }
        }
    }

    /// What the engine is asked with. A value still being written counts as what it would be
    /// completed to; a date that is none yet narrows nothing.
    pub fn options(&self, limit: usize) -> Options {
        let value = |field: Field| {
            let text = self.input(field).map_or("", |input| input.text().trim());
            (!text.is_empty()).then(|| self.begun(field).unwrap_or(text).to_owned())
        };
        let date = |field: Field| day(self.input(field)?.text().trim(), field == Field::To);
        Options {
            limit,
            per_article: self.per_article,
            variants: Variants::from(self.variants),
            filter: Filter {
                from: date(Field::From),
                to: date(Field::To),
                source: value(Field::Source),
                section: value(Field::Section),
                ..Filter::default()
            },
            sort: self.sort,
            ..Options::default()
        }
    }
}

/// `2024`, `2024-05` and `2024-05-31`: the first day meant, or the last.
fn day(text: &str, last: bool) -> Option<PublicationDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let iso = match parts[..] {
        [year] if digits(year, 4) => format!("{year}-{}", if last { "12-31" } else { "01-01" }),
        [year, month] if digits(year, 4) && digits(month, 2) => {
            // The month's last day is the last that is a date.
            let days = if last { [31, 30, 29, 28] } else { [1; 4] };
            let day =
                days.into_iter().find(|day| PublicationDate::parse(&format!("{text}-{day:02}")).is_some())?;
            format!("{text}-{day:02}")
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => text.to_owned(),
        _ => return None,
    };
    PublicationDate::parse(&iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters() -> Filters {
        let mut filters = Filters::new(Reach::Names, 2);
        filters.know(Known {
            sources: vec!["ulduz jurnalı".into(), "nəfəs".into(), "ulu söz".into()],
            sections: vec!["idman".into()],
        });
        filters
    }

    fn write(filters: &mut Filters, field: Field, text: &str) {
        filters.input_mut(field).expect("a text field").insert(text);
    }

    #[test]
    fn a_source_is_completed_from_the_archive() {
        let mut filters = filters();
        write(&mut filters, Field::Source, "Uld");
        assert_eq!(filters.completion(Field::Source), Some("uz jurnalı"));
        assert_eq!(filters.options(10).filter.source.as_deref(), Some("ulduz jurnalı"));
        assert!(!filters.is_wrong(Field::Source) && filters.complete(Field::Source));
        assert_eq!(filters.input(Field::Source).map(Input::text), Some("ulduz jurnalı"));
        assert_eq!(filters.completion(Field::Source), None);
        write(&mut filters, Field::Source, "x");
        assert!(filters.is_wrong(Field::Source) && !filters.complete(Field::Source));
        filters.clear();
        assert_eq!(filters.options(10).filter, Filter::default());
    }

    #[test]
    fn values_and_choices_go_round() {
        let mut filters = filters();
        let mut seen = vec![];
        for _ in 0..4 {
            filters.step(Field::Source, true);
            seen.push(filters.input(Field::Source).expect("a text field").text().to_owned());
        }
        assert_eq!(seen, ["ulduz jurnalı", "nəfəs", "ulu söz", "ulduz jurnalı"]);
        filters.turn(Field::Variants, true);
        assert_eq!(filters.variants(), Reach::All);
        filters.turn(Field::Variants, true);
        assert_eq!(filters.variants(), Reach::None);
        filters.turn(Field::Order, true);
        assert_eq!(filters.sort(), Sort::Date);
    }

    #[test]
    fn dates_may_be_a_year_or_a_month() {
        let shown = |text, last| day(text, last).map(|date| date.to_string());
        assert_eq!(shown("2024", false).as_deref(), Some("2024-01-01"));
        assert_eq!(shown("2024", true).as_deref(), Some("2024-12-31"));
        assert_eq!(shown("2024-02", true).as_deref(), Some("2024-02-29"));
        assert_eq!(shown("2023-02", true).as_deref(), Some("2023-02-28"));
        assert_eq!(shown("2024-05-31", false).as_deref(), Some("2024-05-31"));
        for wrong in ["", "24", "2024-13", "2024-02-30", "2024-5", "may", "2024-05-31-1"] {
            assert_eq!(day(wrong, false), None, "{wrong}");
        }
    }
}
