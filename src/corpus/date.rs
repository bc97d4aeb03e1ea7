//! Publication dates: a civil date, with the time where the page gives one.
//!
//! `parse` is total: any string is either a date or none. It understands a whole string and
//! nothing but dates: a word that belongs to no date makes it none, so that a sentence with a year
//! in it is never taken for the date line of a page.
//!
//! Zones are read over, not applied: a newspaper's 16:14 stays 16:14, whatever the machine's zone.
//!
//! Longer than most files here since the grammar is one piece: words to parts, parts to a date.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::folding::fold;

/// Longer strings are no dates. The longest real one met has 47 characters.
const LONGEST: usize = 80;

/// Years outside are misprints: the first Azerbaijani newspaper, Əkinçi, is of 1875.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// A civil date with an optional time, as written on the page; no zone arithmetic.
///
/// Orders by date, then time; a date without time comes before the same date with one. Displays
/// as ISO 8601: `2025-10-23` or `2025-10-23T16:14:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicationDate {
    date: Date,
    time: Option<Time>,
}

impl PublicationDate {
    /// Reads a date in any form that Azerbaijani, Russian, Turkish and English pages use, or ISO
    /// 8601. None for everything else, also for a day without its year.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.chars().nth(LONGEST).is_some() {
            return None;
        }
        parse_parts(&parts(text)?)
    }

    /// The same where a date is expected, so that a year of two digits can be told: `09.12.16 14:16`.
    pub(super) fn parse_expected(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let is_short = |word: &str| {
                let parts: Vec<&str> = word.split(['.', '/']).collect();
                parts.len() == 3
                    && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            };
            let day = text.split([' ', ',', '|']).find(|word| is_short(word))?;
            let (start, year) = day.split_at(day.len() - 2);
            let century = if year < "70" { "20" } else { "19" };
            Self::parse(&text.replacen(day, &format!("{start}{century}{year}"), 1))
        })
    }

    /// Seconds since 1970-01-01T00:00:00 as if the date were UTC; midnight where there is no time.
    pub fn seconds(&self) -> i64 {
        let midnight = Time::midnight();
        let moment = self.date.to_datetime(self.time.unwrap_or(midnight));
        let since = moment.duration_since(DateTime::from_parts(Date::constant(1970, 1, 1), midnight));
        since.as_secs()
    }

    /// This moment, some seconds later or earlier.
    pub(super) fn shifted(&self, seconds: i64) -> Option<Self> {
        Self::from_seconds(self.seconds().checked_add(seconds)?)
    }

    /// The day of this moment, with another time of day or none.
    pub(super) fn at_time(&self, other: Option<&Self>) -> Self {
        Self { date: self.date, time: other.and_then(|other| other.time) }
    }

    /// Whether this is the same day as `other`, with the time that `other` lacks.
    pub(super) fn refines(&self, other: &Self) -> bool {
        self.date == other.date && self.time.is_some() && other.time.is_none()
    }

    /// The day alone, ISO 8601.
    pub fn day(&self) -> String {
        self.date.to_string()
    }

    /// Whether a time of day was written.
    pub fn has_time(&self) -> bool {
        self.time.is_some()
    }

    /// The inverse of [`Self::seconds`]; `None` beyond the years that a date can have.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        let moment = jiff::tz::Offset::UTC.to_datetime(moment);
        Some(Self { date: moment.date(), time: Some(moment.time()) })
    }

    fn new(year: u32, month: u32, day: u32, time: Option<Time>) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(Self { date, time })
    }
}

impl fmt::Display for PublicationDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.date, self.time);
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
        match time {
            Some(time) => {
                write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
            }
            None => Ok(()),
        }
    }
}

impl Serialize for PublicationDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicationDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}

/// True for the time stamp of a site's feed, `26 Oktyabr 18:41`: day, month and time, no year.
pub(super) fn is_feed_time(line: &str) -> bool {
    if line.chars().nth(LONGEST).is_some() {
        return false;
    }
    let Some(parts) = parts(line.trim()) else {
        return false;
    };
    let (moment, rest) = take_time(&parts);
    moment.is_some() && matches!(rest[..], [Part::Number { .. }, Part::Month(_)])
}

/// Does a word name a day of the week, or a part of one: `çərşənbə axşamı`?
pub(super) fn is_weekday(word: &str) -> bool {
    WORDS.get(&fold(word)).is_some_and(|kind| *kind == "weekday")
}

/// What a date string is made of. White space, brackets and commas are not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Digits, with how many there were: `2025` is a year, `25` is none.
    Number {
        value: u32,
        digits: usize,
    },
    Month(u32),
    /// `.`, `/` or `-` directly between two numbers.
    Joint(char),
    /// `:` directly between two numbers.
    Colon,
    /// The `T` of ISO 8601.
    Tee,
    /// `+` or `-` before a zone's hours.
    Sign,
    /// The half of the day that a clock of twelve hours counts in: `AM`, `p.m.`.
    Half(Half),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    /// With how many characters it has, at the start of `chars`.
    fn at(chars: &[char]) -> Option<(Self, usize)> {
        let (half, rest) = match chars {
            ['a' | 'A', rest @ ..] => (Self::Morning, rest),
            ['p' | 'P', rest @ ..] => (Self::Afternoon, rest),
            _ => return None,
        };
        let (length, after) = match rest {
            ['m' | 'M', after @ ..] => (2, after),
            ['.', 'm' | 'M', after @ ..] => (3, after),
            _ => return None,
        };
        (!after.first().is_some_and(|c| c.is_alphabetic())).then_some((half, length))
    }

    /// The clock of twelve hours begins with 12: 12:30 AM is 00:30, 12:30 PM is 12:30.
    fn on_the_full_clock(self, time: Time) -> Time {
        let hour = match (self, time.hour()) {
            (Self::Morning, 12) => 0,
            (Self::Afternoon, hour @ ..12) => hour + 12,
            (_, hour) => hour,
        };
        time.with().hour(hour).build().unwrap_or(time)
    }
}

/// Folded words that may stand beside a date.
static WORDS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    rows(include_str!("data/date_words.tsv")).map(|(kind, word)| (fold(word), kind)).collect()
});

/// Folded month names and their numbers.
static MONTHS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let table = include_str!("data/months.tsv").lines().filter(|line| !line.starts_with('#'));
    table
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let month = cells.next()?.parse().ok()?;
            Some((fold(cells.nth(1)?), month))
        })
        .collect()
});

/// First and second cells of a table's rows.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

/// Case endings of Azerbaijani months, folded: `oktyabrın`, `iyunun`, `mayda`, `23 oktyabrı`.
const CASE_ENDINGS: [&str; 22] = [
    "i", "u", "in", "un", "da", "de", "inda", "inde", "unda", "unde", "ы", "и", "у", "ын", "ин", "ун", "да",
    "дә", "ында", "индә", "унда", "үндә",
];

/// `14.III.2003`: months in Roman numerals, in capitals.
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

fn month(word: &str) -> Option<u32> {
    let known = |word: &str| MONTHS.get(word).copied();
    known(word).or_else(|| {
        CASE_ENDINGS.iter().find_map(|ending| {
            // A stem of three letters at least: `may`. English `mar` + `da` is no month.
            let stem = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2)?;
            known(stem).filter(|_| stem.chars().count() > 3 || matches!(stem, "may" | "мај"))
        })
    })
}

/// Splits a string into parts; none as soon as something stands there that no date has.
fn parts(text: &str) -> Option<Vec<Part>> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end = |belongs: fn(&char) -> bool| at + chars[at..].iter().take_while(|c| belongs(c)).count();
        if c.is_ascii_digit() {
            let to = end(char::is_ascii_digit);
            // Nine digits are fractions of a second and still fit a u32.
            let value = chars[at..to].iter().collect::<String>().parse().ok()?;
            parts.push(Part::Number { value, digits: to - at });
            at = to;
        } else if let Some((half, length)) = Half::at(&chars[at..])
            && matches!(parts.last(), Some(Part::Number { .. }))
        {
            parts.push(Part::Half(half));
            at += length;
        } else if c.is_alphabetic() {
            let is_letter = |c: &char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(c);
            let to = end(is_letter);
            let after_number = matches!(parts.last(), Some(Part::Number { .. }));
            let written: String = chars[at..to].iter().collect();
            let roman = (1..).zip(ROMAN).find(|(_, numeral)| *numeral == written).map(|(month, _)| month);
            let word = fold(&written);
            let kind = WORDS.get(&word).copied();
            match month(&word).or(roman.filter(|_| after_number)) {
                Some(month) => parts.push(Part::Month(month)),
                None if word == "t" && after_number => parts.push(Part::Tee),
                None if word == "z" && after_number => {}
                None if kind.is_some_and(|kind| kind != "day" || after_number) => {}
                None => return None,
            }
            at = to;
        } else {
            let before = at.checked_sub(1).and_then(|i| chars.get(i));
            let touches = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
            let follows = touches(chars.get(at + 1));
            match c {
                ':' if touches(before) && follows => parts.push(Part::Colon),
                '.' | '/' | '-' if touches(before) && follows => parts.push(Part::Joint(c)),
                '+' | '-' if follows && before.is_some_and(|c| *c == ' ') => parts.push(Part::Sign),
                '+' if follows && touches(before) => parts.push(Part::Sign),
                ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{ad}' | '[' | ']' | '(' | ')' | ',' | '.' | '/'
                | '|' | '#' | ':' | ';' | '-' | '–' | '—' | '·' | '•' | '\'' | '’' => {}
                _ => return None,
            }
            at += 1;
        }
    }
    Some(parts)
}

/// Takes the time out, with its fraction and zone: the moment, and the parts that remain.
fn take_time(parts: &[Part]) -> (Option<Time>, Vec<Part>) {
    use Part::{Colon, Joint, Number, Sign, Tee};
    let small = |value: u32| i8::try_from(value).ok();
    for start in 0..parts.len() {
        let [Number { value: hour, digits: 1 | 2 }, Colon, Number { value: minute, digits: 2 }, rest @ ..] =
            &parts[start..]
        else {
            continue;
        };
        let (second, rest) = match rest {
            [Colon, Number { value, digits: 2 }, rest @ ..] => (*value, rest),
            rest => (0, rest),
        };
        let rest = match rest {
            [Joint('.'), Number { .. }, rest @ ..] => rest,
            rest => rest,
        };
        let rest = match rest {
            [Joint('-') | Sign, Number { digits: 1 | 2, .. }, Colon, Number { digits: 2, .. }, rest @ ..] => {
                rest
            }
            [Joint('-') | Sign, Number { digits: 1 | 2 | 4, .. }, rest @ ..]
                if !matches!(rest, [Joint(_), ..]) =>
            {
                rest
            }
            rest => rest,
        };
        // 23:59:60 is a leap second, which a civil time has no place for.
        let second = if second == 60 { 59 } else { second };
        let time = small(*hour)
            .zip(small(*minute))
            .zip(small(second))
            .and_then(|((hour, minute), second)| Time::new(hour, minute, second, 0).ok());
        let mut remaining = parts[..start].to_vec();
        if remaining.last() == Some(&Tee) {
            remaining.pop();
        }
        remaining.extend_from_slice(rest);
        return (time, remaining);
    }
    (None, parts.to_vec())
}

fn parse_parts(parts: &[Part]) -> Option<PublicationDate> {
    use Part::{Joint, Month, Number};
    let (time, mut rest) = take_time(parts);
    let half = parts.iter().find_map(|part| if let Part::Half(half) = part { Some(*half) } else { None });
    let time = time.map(|time| half.map_or(time, |half| half.on_the_full_clock(time)));
    if time.is_none() && parts.contains(&Part::Colon) {
        return None;
    }
    rest.retain(|part| !matches!(part, Part::Sign | Part::Half(_)));
    // `oktyabr-2025`, `23/oct/2025`: a joint beside a month's name means nothing.
    if rest.iter().any(|part| matches!(part, Month(_))) {
        rest.retain(|part| !matches!(part, Joint(_)));
    }
    match rest[..] {
        [Number { value: day, digits: 1 | 2 }, Month(month), Number { value: year, digits: 4 }]
        | [Month(month), Number { value: day, digits: 1 | 2 }, Number { value: year, digits: 4 }]
        | [Number { value: year, digits: 4 }, Month(month), Number { value: day, digits: 1 | 2 }]
        | [Number { value: year, digits: 4 }, Number { value: day, digits: 1 | 2 }, Month(month)] => {
            PublicationDate::new(year, month, day, time)
        }
        // Day before month, as everywhere here but in the United States.
        [
            Number { value: day, digits: 1 | 2 },
            Joint(first),
            Number { value: month, digits: 1 | 2 },
            Joint(second),
            Number { value: year, digits: 4 },
        ]
        | [
            Number { value: year, digits: 4 },
            Joint(first),
            Number { value: month, digits: 1 | 2 },
            Joint(second),
            Number { value: day, digits: 1 | 2 },
        ] if first == second => {
            let usual = PublicationDate::new(year, month, day, time);
            // The order of the United States, where no other can be meant: 03/14/2026.
            usual.or_else(|| if first == '/' { PublicationDate::new(year, day, month, time) } else { None })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_time_has_no_year() {
        assert!(is_feed_time("26 Oktyabr 18:41"));
        assert!(is_feed_time("07 İyul 02:43"));
        assert!(!is_feed_time("26 Oktyabr 2025 18:41"));
        assert!(!is_feed_time("26 Oktyabr"));
        assert!(!is_feed_time("18:41"));
    }

    #[test]
    fn seconds_count_from_1970_as_if_utc() {
        let seconds = |text| PublicationDate::parse(text).unwrap().seconds();
        assert_eq!(seconds("1970-01-01"), 0);
        assert_eq!(seconds("1970-01-02T00:00:01+04:00"), 86_401);
        assert_eq!(seconds("31.12.1969"), -86_400);
    }

    #[test]
    fn a_clock_of_twelve_hours_begins_with_twelve() {
        for (written, clock) in [
            ("12:30 AM", "00:30"),
            ("12:05:09 am", "00:05:09"),
            ("1:30 a.m.", "01:30"),
            ("12:30 PM", "12:30"),
            ("12:00 p.m.", "12:00"),
            ("5:30pm", "17:30"),
            // No clock has both, and of the two the hour is surer.
            ("17:30 PM", "17:30"),
            ("00:30", "00:30"),
        ] {
            for text in [format!("24 April 2026, {written}"), format!("{written}, 24 aprel 2026")] {
                let expected = PublicationDate::parse(&format!("2026-04-24 {clock}"));
                assert_eq!(PublicationDate::parse(&text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_date_comes_before_the_same_date_with_a_time() {
        let parse = |text| PublicationDate::parse(text).unwrap();
        assert!(parse("2025-10-23") < parse("2025-10-23 00:00"));
        assert!(parse("2025-10-23 16:14") < parse("2025-10-24"));
    }
}
