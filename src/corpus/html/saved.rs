//! What a browser notes in a page that it saves: where the page is from, and when it was saved.
//!
//! `<!-- saved from url=(0031)https://korpu.example/x.html -->` is written by most, `Page saved with
//! SingleFile url: … saved date: Fri Mar 14 2026 10:00:00 GMT+0400` by a common extension.

use super::super::date::PublicationDate;
use super::Known;

/// The note stands at the head of the page.
const HEAD: usize = 4096;

/// What is known from outside, completed by what the page's own note says.
pub(super) fn known(html: &str, known: &Known) -> Known {
    let head = &html[..html.floor_char_boundary(HEAD)];
    let after = |mark: &str| head.split_once(mark).map(|(_, after)| after);
    let address = after("saved from url=(").and_then(|after| Some(after.split_once(')')?.1));
    let address = address
        .or_else(|| after("Page saved with SingleFile").and_then(|note| Some(note.split_once("url: ")?.1)));
    let address = address.and_then(|after| after.split_whitespace().next());
    let day = after("saved date: ").and_then(|note| note.lines().next()).and_then(saved_date);
    Known { url: known.url.clone().or_else(|| address.map(str::to_owned)), moment: known.moment.or(day) }
}

/// `Fri Mar 14 2026 10:00:00 GMT+0400 (Azerbaijan Standard Time)` in universal time, as crawls have it.
fn saved_date(note: &str) -> Option<PublicationDate> {
    let note = note.split('(').next().unwrap_or(note).trim();
    let (local, zone) = note.split_once(" GMT")?;
    let sign = if zone.starts_with('-') { 1 } else { -1 };
    let digits = zone.get(1..5)?;
    let seconds = digits[..2].parse::<i64>().ok()? * 3600 + digits[2..].parse::<i64>().ok()? * 60;
    PublicationDate::parse(local)?.shifted(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_of_a_browser_tells_the_address_and_the_day() {
        let read = |html: &str| {
            let known = known(html, &Known::default());
            (known.url.unwrap_or_default(), known.moment.map(|moment| moment.to_string()).unwrap_or_default())
        };
        let plain = "<!DOCTYPE html>\n<!-- saved from url=(0025)https://korpu.example/x/1 -->\n<html>";
        assert_eq!(read(plain), ("https://korpu.example/x/1".to_owned(), String::new()));
        let single = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://korpu.example/x/2 \n saved date: Sat Mar 14 2026 10:00:00 GMT+0400 (Azerbaijan Standard Time)\n-->";
        assert_eq!(read(single), ("https://korpu.example/x/2".to_owned(), "2026-03-14T06:00:00".to_owned()));
        assert_eq!(read("<p>saved from url=(9"), (String::new(), String::new()));
    }
}
