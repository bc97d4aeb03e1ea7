//! Values of the date field: days, months, years, ranges of them, and times counted from today.
//!
//! `2024`, `2024-05`, `2024-05-31`, `31.05.2024`, `may 2024`; `2024-05..2024-07`, `..2024`,
//! `2024..`; `bu ay`, `ötən il`, `son 7 gün`, `dünən` and their English siblings. A week begins on
//! Monday; `son 7 gün` are seven days, today the last of them.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::QueryFault;
use super::quote::{opens, quotation};
use super::vocabulary::{folded, meaning};
use crate::corpus::PublicationDate;

/// What stands after `tarix:`.
pub(super) enum Reading {
    /// Nothing like a date: a headline that happens to begin so.
    Text,
    /// The days of a date, both included, and the bytes it takes.
    Period { length: usize, from: Option<PublicationDate>, to: Option<PublicationDate> },
    /// Begins like a date and is none.
    Fault { length: usize, fault: QueryFault, instead: String },
}

/// First and last day.
type Days = (Date, Date);

/// Words of the longest date that may stand without quotes: `17 may 2024`, `son 7 gün`.
const MOST_WORDS: usize = 3;
/// More than this many units back is a mistake of typing: 1,000 years.
const MOST_UNITS: i64 = 366_000;

/// Reads what stands at the start of `text`, up to `)` if `limit`.
pub(super) fn read(text: &str, limit: bool, today: Option<Date>) -> Reading {
    if text.starts_with(opens) {
        return match quotation(text) {
            Some(quoted) => understood(quoted.inside, quoted.length, today).unwrap_or(Reading::Text),
            None => Reading::Text,
        };
    }
    let ends = |c: char| c.is_whitespace() || limit && c == ')';
    let mut lengths = vec![];
    let mut from = 0;
    while lengths.len() < MOST_WORDS {
        let word = &text[from..];
        let end = from + word.find(ends).unwrap_or(word.len());
        if end == from {
            break;
        }
        lengths.push(end);
        let blanks = text[end..].len() - text[end..].trim_start().len();
        if blanks == 0 {
            break;
        }
        from = end + blanks;
    }
    let Some(&first) = lengths.first() else { return Reading::Text };
    // The longest that is a date, if it begins with a word: `2024 may` may be a year and a name.
    for &length in lengths.iter().skip(1).rev() {
        let words: Vec<&str> = text[..length].split_whitespace().collect();
        let trimmed = text[..length].trim_end_matches([',', ';']);
        if let Some(days) = several_words(&words, today) {
            return period(trimmed.len(), Some(days), Some(days));
        }
    }
    let value = text[..first].trim_end_matches([',', ';']);
    let like_a_date = value.starts_with(|c: char| c.is_ascii_digit()) || value.starts_with("..");
    match understood(value, value.len(), today) {
        Some(reading) => reading,
        None if like_a_date => Reading::Fault {
            length: value.len(),
            fault: QueryFault::Date { value: value.to_string() },
            instead: "2024-05..2024-07".to_string(),
        },
        None => Reading::Text,
    }
}

/// A value whole: one date or a range.
fn understood(value: &str, length: usize, today: Option<Date>) -> Option<Reading> {
    let value = value.trim();
    let Some((left, right)) = value.split_once("..") else {
        let days = one(value, today)?;
        return Some(period(length, Some(days), Some(days)));
    };
    // `2024...` has three points.
    let (left, right) = (left.trim(), right.trim_start_matches('.').trim());
    let side = |text: &str| if text.is_empty() { Some(None) } else { one(text, today).map(Some) };
    let (from, to) = (side(left)?, side(right)?);
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from.0 > to.1 => Some(Reading::Fault {
            length,
            fault: QueryFault::Reversed { value: value.to_string() },
            instead: format!("{right}..{left}"),
        }),
        _ => Some(period(length, from, to)),
    }
}

fn period(length: usize, from: Option<Days>, to: Option<Days>) -> Reading {
    let publication = |date: Date| PublicationDate::parse(&date.to_string());
    Reading::Period {
        length,
        from: from.and_then(|days| publication(days.0)),
        to: to.and_then(|days| publication(days.1)),
    }
}

/// One date: a year, month or day, or a time counted from today. A blank may be `-` or `_`.
fn one(text: &str, today: Option<Date>) -> Option<Days> {
    let text = text.trim();
    if let Some(days) = calendar(text) {
        return Some(days);
    }
    let words: Vec<&str> = text.split([' ', '\u{a0}', '_', '-']).filter(|w| !w.is_empty()).collect();
    several_words(&words, today).or_else(|| match words[..] {
        [year, month] => several_words(&[month, year], today),
        _ => None,
    })
}

/// `bu ay`, `son 7 gün`, `dünən`, `17 may 2024`, `may 2024`.
fn several_words(words: &[&str], today: Option<Date>) -> Option<Days> {
    let [first, rest @ ..] = words else { return None };
    if let Some(days) = relative(first, rest, today) {
        return Some(days);
    }
    match words {
        [month, year] if month.starts_with(char::is_alphabetic) && is_year(year) => {
            let first = day(&format!("1 {month} {year}"))?;
            Some((first, first.last_of_month()))
        }
        [number, month, year] if number.bytes().all(|b| b.is_ascii_digit()) => {
            let day = day(&format!("{number} {month} {year}"))?;
            Some((day, day))
        }
        _ => None,
    }
}

/// Days named by their number.
fn calendar(text: &str) -> Option<Days> {
    if is_year(text) {
        let first = day(&format!("{text}-01-01"))?;
        return Some((first, first.last_of_year()));
    }
    let month = match text.split_once(['-', '.', '/']) {
        Some((year, month)) if is_year(year) && is_month(month) => Some((year, month)),
        Some((month, year)) if is_year(year) && is_month(month) => Some((year, month)),
        _ => None,
    };
    if let Some((year, month)) = month {
        let first = day(&format!("{year}-{month:0>2}-01"))?;
        return Some((first, first.last_of_month()));
    }
    let day = day(text)?;
    Some((day, day))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_month(text: &str) -> bool {
    matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit())
}

fn day(text: &str) -> Option<Date> {
    PublicationDate::parse(text)?.day().parse().ok()
}

/// Days counted from today.
fn relative(first: &str, rest: &[&str], today: Option<Date>) -> Option<Days> {
    let today = || today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    if rest.is_empty() {
        return match meaning("day", first)? {
            "today" => Some((today(), today())),
            _ => today().yesterday().ok().map(|day| (day, day)),
        };
    }
    let kind = meaning("period", first)?;
    let (number, unit) = match rest {
        [unit] => (None, meaning("unit", unit)?),
        [number, unit] => (Some(number.parse::<i64>().ok()?), meaning("unit", unit)?),
        _ => return None,
    };
    // `last 7 days` is a stretch, `last month` the one before this.
    let stretch = kind == "stretch" || kind == "before" && folded(first) == "last" && number.is_some();
    if stretch {
        let number = number.unwrap_or(1);
        let from = today().checked_sub(span(unit, number)?).ok()?.tomorrow().ok()?;
        return (number > 0).then_some((from, today()));
    }
    if number.is_some() {
        return None;
    }
    let day = match kind {
        "this" => today(),
        _ => today().checked_sub(span(unit, 1)?).ok()?,
    };
    whole(unit, day)
}

fn span(unit: &str, number: i64) -> Option<Span> {
    let number = (0..=MOST_UNITS).contains(&number).then_some(number)?;
    match unit {
        "day" => Span::new().try_days(number),
        "week" => Span::new().try_weeks(number),
        "month" => Span::new().try_months(number),
        "quarter" => Span::new().try_months(3 * number),
        _ => Span::new().try_years(number),
    }
    .ok()
}

/// The week, month, quarter or year that holds a day.
fn whole(unit: &str, day: Date) -> Option<Days> {
    Some(match unit {
        "day" => (day, day),
        "week" => {
            let monday = day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).ok()?;
            (monday, monday.checked_add(6.days()).ok()?)
        }
        "month" => (day.first_of_month(), day.last_of_month()),
        "quarter" => {
            let first = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?;
            (first, first.checked_add(2.months()).ok()?.last_of_month())
        }
        _ => (day.first_of_year(), day.last_of_year()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The period a value reads as on Wednesday, 20 May 2026, and what of the text is left.
    fn period_of(text: &str) -> Option<(String, String)> {
        let shown = |date: Option<PublicationDate>| date.map_or("-".into(), |d| d.to_string());
        match read(text, false, Some(Date::constant(2026, 5, 20))) {
            Reading::Period { length, from, to } => {
                Some((format!("{} {}", shown(from), shown(to)), text[length..].trim().to_string()))
            }
            _ => None,
        }
    }

    #[test]
    fn days_months_years_and_ranges_of_them() {
        for (text, days) in [
            ("2024", "2024-01-01 2024-12-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("02.2023", "2023-02-01 2023-02-28"),
            ("2024-05-31", "2024-05-31 2024-05-31"),
            ("31.05.2024", "2024-05-31 2024-05-31"),
            ("2024-05..2024-07", "2024-05-01 2024-07-31"),
            ("2024-05-10..2024", "2024-05-10 2024-12-31"),
            ("..2024", "- 2024-12-31"),
            ("2024..", "2024-01-01 -"),
            ("2024...", "2024-01-01 -"),
            ("may 2024", "2024-05-01 2024-05-31"),
            ("17 may 2024", "2024-05-17 2024-05-17"),
            ("\"17 may 2024\"", "2024-05-17 2024-05-17"),
            ("“may 2024..iyul 2024”", "2024-05-01 2024-07-31"),
            ("ötən-il..", "2025-01-01 -"),
        ] {
            assert_eq!(period_of(text), Some((days.into(), String::new())), "{text}");
        }
    }

    #[test]
    fn times_counted_from_today() {
        for (text, days) in [
            ("bu gün", "2026-05-20 2026-05-20"),
            ("bugün", "2026-05-20 2026-05-20"),
            ("dünən", "2026-05-19 2026-05-19"),
            ("yesterday", "2026-05-19 2026-05-19"),
            ("bu həftə", "2026-05-18 2026-05-24"),
            ("ötən həftə", "2026-05-11 2026-05-17"),
            ("bu ay", "2026-05-01 2026-05-31"),
            ("kecen ay", "2026-04-01 2026-04-30"),
            ("last month", "2026-04-01 2026-04-30"),
            ("bu rüb", "2026-04-01 2026-06-30"),
            ("ötən il", "2025-01-01 2025-12-31"),
            ("\"Ötən İl\"", "2025-01-01 2025-12-31"),
            ("son 7 gün", "2026-05-14 2026-05-20"),
            ("last 7 days", "2026-05-14 2026-05-20"),
            ("son 2 ay", "2026-03-21 2026-05-20"),
            ("son il", "2025-05-21 2026-05-20"),
        ] {
            assert_eq!(period_of(text), Some((days.into(), String::new())), "{text}");
        }
    }

    #[test]
    fn what_follows_a_date_is_no_part_of_it() {
        let rest = |text| period_of(text).map(|(_, rest)| rest);
        assert_eq!(rest("2024 may hadisələri").as_deref(), Some("may hadisələri"));
        assert_eq!(rest("bu ay neft").as_deref(), Some("neft"));
        assert_eq!(rest("son 7 gün neft").as_deref(), Some("neft"));
        assert_eq!(rest("2024, neft").as_deref(), Some(", neft"));
        assert_eq!(rest("Bakı haqqında"), None);
        assert_eq!(rest("bu kitab"), None);
    }

    #[test]
    fn what_begins_like_a_date_and_is_none_is_a_fault() {
        let fault = |text| matches!(read(text, false, None), Reading::Fault { .. });
        for text in ["2024-13", "2024-02-30", "31.02.2024", "2024-07..2024-05", "2024..x", "99999"] {
            assert!(fault(text), "{text}");
        }
        assert!(!fault("Qarabağ") && !fault("\"Qarabağ\""));
    }
}
