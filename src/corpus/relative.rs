//! Dates that name no day: `2 saat əvvəl`, `dünən, 18:20`. They mean one only together with the moment
//! in which the page was fetched, which a crawl knows.

use super::date::PublicationDate;
use super::folding::fold;

/// Baku's time is this far ahead of the universal time that crawls are kept in.
const BAKU: i64 = 4 * 3600;

/// Seconds that each unit has, by its folded name.
const UNITS: [(&str, i64); 12] = [
    ("saniye", 1),
    ("deqiqe", 60),
    ("saat", 3600),
    ("gun", 86_400),
    ("hefte", 7 * 86_400),
    ("секунд", 1),
    ("минут", 60),
    ("час", 3600),
    ("дн", 86_400),
    ("день", 86_400),
    ("hour", 3600),
    ("day", 86_400),
];

/// Words that say which day is meant, and how many before.
const DAYS: [(&str, i64); 6] =
    [("bu gun", 0), ("bugun", 0), ("dunen", 1), ("srag", 2), ("сегодня", 0), ("вчера", 1)];

/// The date that `text` means in a page fetched at `moment`.
pub(super) fn relative(text: &str, moment: &PublicationDate) -> Option<PublicationDate> {
    if text.len() > 60 {
        return None;
    }
    let folded = fold(text);
    let here = moment.shifted(BAKU)?;
    for (word, days) in DAYS {
        let Some(rest) = folded.strip_prefix(word) else { continue };
        let day = here.shifted(-days * 86_400)?;
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || ",|·•-–:".contains(c));
        // A day of its own makes a date of the time, which is all that is wanted of it.
        let time = PublicationDate::parse(&format!("2000-01-01 {rest}"));
        return (rest.is_empty() || time.is_some()).then(|| day.at_time(time.as_ref()));
    }
    let mut words = folded.split_whitespace();
    let number: i64 = words.next()?.parse().ok().filter(|number| (0..10_000).contains(number))?;
    let unit = words.next()?;
    let (_, seconds) = UNITS.iter().find(|(name, _)| unit.starts_with(name))?;
    let ago = words.next()?;
    if !["evvel", "once", "qabaq", "назад", "ago"].contains(&ago) {
        return None;
    }
    let date = here.shifted(-number * seconds)?;
    // Of days ago, the hour is not known.
    Some(if *seconds >= 86_400 { date.at_time(None) } else { date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_of_the_crawl_tells_the_day() {
        let moment = PublicationDate::parse("2024-05-12T21:30:00Z").unwrap();
        for (text, expected) in [
            ("2 saat əvvəl", Some("2024-05-12T23:30:00")),
            ("15 dəqiqə əvvəl", Some("2024-05-13T01:15:00")),
            ("3 gün əvvəl", Some("2024-05-10")),
            ("Dünən, 18:20", Some("2024-05-12T18:20:00")),
            ("Bu gün 09:05", Some("2024-05-13T09:05:00")),
            ("вчера", Some("2024-05-12")),
            ("2 часа назад", Some("2024-05-12T23:30:00")),
            ("2 saat davam edib", None),
            ("Dünən yağış yağdı", None),
        ] {
            let date = relative(text, &moment).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{text}");
        }
    }
}
