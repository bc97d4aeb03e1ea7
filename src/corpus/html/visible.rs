//! What only a reader's page says: the date near the headline, and who signed.
//!
//! Asked when the furniture has been removed, since feeds and headers (today's date) hold dates and
//! names too. Both are told by their distance from the headline, counted in blocks.

use super::super::author::{byline, credit, fields_of, has_surname, names, speaks_of};
use super::super::date::{PublicationDate, is_weekday};
use super::super::page::{Furniture, has_office, is_byline, is_furniture, words};
use super::super::relative::relative;
use super::super::signature::{before_office, clipping, is_office};
use super::super::text::date_line;
use super::Known;
use super::blocks::Block;
use super::metadata::without_midnight;

/// A date and the place it was found at.
pub(super) type Dated = (PublicationDate, &'static str);

/// Blocks that a date stands farther off, for the calculation, when it is told by less: no class
/// that says so; other words around it; only the place and day a text begins or ends with.
const UNMARKED: usize = 6;
const AMONG_WORDS: usize = 12;
const DATELINE: usize = 40;

/// And when it is today's, as in mastheads: a weekday, no clock, above the headline.
const MASTHEAD: usize = 20;

/// And when the page says that it is of a later change.
const CHANGED: usize = 30;

/// And when text stands between: other articles have dates too.
const BELOW_TEXT: usize = 12;

/// A date at most this far is the article's, whatever its address says.
const CLOSE: usize = 8;

/// The place of the headline among the blocks.
pub(super) fn headline_at(blocks: &[Block], title: &str) -> Option<usize> {
    let same = |block: &Block| block.text == title;
    let main = blocks.iter().position(|block| block.heading > 0 && same(block));
    main.or_else(|| blocks.iter().position(same))
}

/// The date that a reader sees; the address, if it has a day, is believed more than a distant line.
pub(super) fn date(
    blocks: &[Block],
    headline: usize,
    known: &Known,
    in_url: Option<PublicationDate>,
) -> Option<Dated> {
    let mut best: Option<(usize, Dated)> = None;
    let text = blocks.iter().skip(headline).position(Block::is_sentence).map(|at| headline + at);
    for (at, block) in blocks.iter().enumerate() {
        let Some((found, less)) = date_of(block, known) else { continue };
        let mut distance = less + distance(at, headline);
        if at < headline && !found.0.has_time() && has_weekday(&block.text) {
            distance += MASTHEAD;
        }
        if text.is_some_and(|text| at > text) {
            distance += BELOW_TEXT;
        }
        if in_url.is_some_and(|day| day.day() == found.0.day()) {
            distance = 0;
        }
        let refines = best.is_some_and(|(_, (known, _))| found.0.refines(&known))
            && (distance <= CLOSE || block.stamp.is_some());
        if refines || best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, found));
        }
    }
    // The clock may stand in a block of its own beside the day.
    match (best, in_url) {
        (Some((distance, _)), Some(day)) if distance > CLOSE => Some((day, "url")),
        (None, Some(day)) => Some((day, "url")),
        (Some((_, found)), _) => Some(with_clock(found, blocks)),
        (None, None) => None,
    }
}

/// How far a block is from the headline: what stands above is three times as far away.
fn distance(at: usize, headline: usize) -> usize {
    if at < headline { 3 * (headline - at) } else { at - headline }
}

/// The day with the clock that the block before or after it has.
fn with_clock((date, origin): Dated, blocks: &[Block]) -> Dated {
    if date.has_time() {
        return (date, origin);
    }
    let is_day = |block: &Block| date_line(&block.fields).is_some_and(|(found, _)| found == date);
    let beside = blocks.windows(2).filter_map(|pair| match pair {
        [day, clock] if is_day(day) => Some(&clock.text),
        [clock, day] if is_day(day) => Some(&clock.text),
        _ => None,
    });
    // `Posted by Lalə Həsənzadə at 14:05`
    let signed = blocks.iter().filter(|block| block.text.len() <= 100 && byline(&block.fields).is_some());
    let clocks = signed.flat_map(|block| block.text.split([' ', ',', '|']));
    let is_clock = |word: &&str| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    let stated = clocks.filter(is_clock).map(str::to_owned);
    let beside = beside.cloned().chain(stated);
    let both = beside.filter(|clock| clock.len() <= 12).filter_map(|clock| {
        PublicationDate::parse(&format!("{} {clock}", date.day())).filter(|both| both.refines(&date))
    });
    (both.fold(date, |_, both| both), origin)
}

/// The date of a block and what its evidence lacks, in blocks.
fn date_of(block: &Block, known: &Known) -> Option<(Dated, usize)> {
    let changed = if is_change(&block.text) { CHANGED } else { 0 };
    if let Some(stamp) = block.stamp {
        return Some(((stamp, "time"), changed));
    }
    let unmarked = changed + if block.marks.date { 0 } else { UNMARKED };
    if let Some((date, _)) = date_line(&block.fields) {
        return Some(((without_midnight(date), "date line"), unmarked));
    }
    if let Some(date) = date_within(&block.fields) {
        let among = if block.marks.date { 1 } else { AMONG_WORDS };
        return Some(((date, "date line"), among + changed));
    }
    if let Some(moment) = known.moment
        && let Some(date) = [&block.text, &block.fields]
            .iter()
            .flat_map(|line| line.split('|'))
            .find_map(|field| relative(field, &moment))
    {
        return Some(((date, "relative date"), unmarked));
    }
    let day = dateline(&block.text).or_else(|| clipping(&block.text));
    day.map(|date| ((date, "dateline"), DATELINE))
}

/// Does a line say when something was changed: `Yenilənib: 14.03.2026`, and nothing else?
fn is_change(text: &str) -> bool {
    let mut labels = text.split_whitespace().filter(|word| word.ends_with(':'));
    labels.next().is_some_and(|label| is_furniture(label, Furniture::Change)) && labels.next().is_none()
}

fn has_weekday(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(is_weekday)
}

/// The date among other words of an info line: `12-05-2024, 21:48 Elm Baxış: 512`. A sentence is none.
pub(super) fn date_within(text: &str) -> Option<PublicationDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 16
        || text.len() > 200
        || text.ends_with(['.', '!', '?'])
        || !text.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    (0..words.len()).find_map(|start| {
        (1..=6usize.min(words.len() - start))
            .rev()
            .find_map(|length| PublicationDate::parse(&words[start..start + length].join(" ")))
    })
}

/// The day that a text begins with after its place, or is signed with: `Bakı, 6 noyabr 2024-cü il – …`,
/// `Bakı şəhəri, 14 mart 2026-cı il`; or that a clipping says, `525-ci qəzet.- 2016.- 9 dekabr.- S.6.`
fn dateline(text: &str) -> Option<PublicationDate> {
    let head = text.split(['–', '—']).next().unwrap_or(text);
    let (place, day) = head.split_once(',').filter(|(place, _)| words(place) <= 3)?;
    if place.starts_with(char::is_uppercase) && words(day) <= 6 {
        return PublicationDate::parse(day);
    }
    None
}

/// The author near the headline: a name that is a whole line, or stands first in one with an office,
/// a date or a house after it; never inside the text.
///
/// Whom the text itself speaks of is its subject, and no name told by its shape alone.
pub(super) fn author(blocks: &[Block], headline: usize, is_person: &dyn Fn(&str) -> bool) -> Option<String> {
    let text = blocks
        .iter()
        .skip(headline + 1)
        .position(Block::is_sentence)
        .map_or(blocks.len(), |at| headline + 1 + at);
    let below = &blocks[(headline + 1).min(text)..text];
    let sentences = || blocks[text..].iter().filter(|block| block.is_sentence());
    let is_subject = |name: &str| speaks_of(sentences().map(|block| block.text.as_str()), name);
    let signed = |block: &Block| {
        let name = signed_line(&block.fields).or_else(|| signed_line(&block.text))?;
        (is_person(&name) && !is_subject(&name)).then_some(name)
    };
    // A link above it is the site's name, unless what its bearer is stands below it.
    let is_held = |at: usize| {
        let next = blocks.get(at + 1).map(|next| next.text.as_str()).unwrap_or_default();
        is_office(next) && has_office(next)
    };
    let mut above = (headline.saturating_sub(3)..headline).rev().map(|at| (&blocks[at], is_held(at)));
    let credited = |block: &Block| credit(&block.text).filter(|name| is_person(name));
    (below.iter().find_map(signed))
        .or_else(|| {
            above.find_map(|(block, is_held)| {
                signed(block).filter(|name| is_held || !block.is_link && has_surname(name))
            })
        })
        .or_else(|| below.iter().find_map(credited))
}

/// The name in a line that says who wrote, and perhaps what they are and when it was: none for a line
/// that says anything else.
pub(super) fn signed_line(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let mut name: Option<String> = None;
    for field in fields_of(line).filter(|field| field.contains(char::is_alphanumeric)) {
        let field = field.trim_start_matches(['©', '—', '–', '-', ' ']);
        let (first, rest) = field.split_once(',').unwrap_or((field, ""));
        let rest = rest.trim();
        let is_rest = rest.is_empty() || is_office(rest) || PublicationDate::parse(rest).is_some();
        let found = || {
            several(field)
                .or_else(|| names(first).filter(|_| is_rest))
                .or_else(|| names(field))
                .or_else(|| before_office(field))
                .or_else(|| beside_date(field))
        };
        let is_other = || {
            PublicationDate::parse(field).is_some()
                || date_line(field).is_some()
                || [Furniture::Label, Furniture::Drop, Furniture::Section]
                    .iter()
                    .any(|kind| is_furniture(field, *kind))
        };
        match &mut name {
            Some(before) if names(field).is_some() => *before = format!("{before}, {field}"),
            Some(_) if is_other() || is_office(field) => {}
            Some(_) => return None,
            None => match found() {
                None if is_other() => {}
                None => return None,
                found => name = found,
            },
        }
    }
    name
}

/// The names of a list, most of which end as surnames do: else what follows the first may be a house.
fn several(field: &str) -> Option<String> {
    let all = names(field)?;
    let (_, others) = all.split_once(", ")?;
    let (sure, count) =
        (others.split(", ").filter(|name| has_surname(name)).count(), others.split(", ").count());
    (sure * 2 >= count).then_some(all)
}

/// The name before or after a date, with nothing else: `Lalə Həsənzadə 12.05.2023, 14:05`.
fn beside_date(field: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (from, to) = (field.find(is_digit)?, field.rfind(is_digit)?);
    // A year has its word after it: `2023-cü il`.
    let parted = |at: usize| {
        let (before, after) = field.split_at(at);
        let is_date = |text: &str| PublicationDate::parse_expected(text).is_some();
        let named = |text: &str| names(text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'));
        if is_date(after) { named(before) } else { named(after).filter(|_| is_date(before)) }
    };
    let spaces = field.match_indices(' ').map(|(at, _)| at);
    spaces.filter(|at| *at < from || *at > to).find_map(parted)
}

/// The author in a place that is named after one, nearest to the headline.
pub(super) fn marked_author(
    blocks: &[Block],
    headline: usize,
    is_person: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let found =
        blocks.iter().enumerate().filter(|(_, block)| block.marks.author).filter_map(|(at, block)| {
            let field = || block.fields.split('|').find_map(names);
            let name = byline(&block.fields).or_else(field).filter(|name| is_person(name))?;
            Some((distance(at, headline), name))
        });
    found.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The author after a label, in one block or in the next: `Müəllif:` and `Lalə Həsənzadə`.
pub(super) fn labelled_author(blocks: &[Block], is_person: &dyn Fn(&str) -> bool) -> Option<String> {
    let next = |at: usize| {
        let label = blocks[at].text.trim_end_matches([':', ' ']);
        blocks.get(at + 1).filter(|_| is_byline(label)).and_then(|next| names(&next.text))
    };
    (0..blocks.len())
        .find_map(|at| byline(&blocks[at].fields).or_else(|| next(at)).filter(|name| is_person(name)))
}

/// The name in a line of fields that has a date too: `Lalə Həsənzadə | Elm | 12 may 2023`.
pub(super) fn author_beside_date(blocks: &[Block]) -> Option<String> {
    let dated = blocks.iter().filter(|block| date_line(&block.fields).is_some());
    dated.filter_map(|block| fields_of(&block.fields).find_map(names)).next()
}
