//! Hits for reading: title, what is known of the article, the stretch that matched, where it lies.

use std::io::Write;

use axtar::search::{Group, Hit, SNIPPET, Total, window};

use super::{Around, Format, Listing, Written, copies, copy, day, overview, pieces, title, web_address};
use crate::cli::messages::say;
use crate::cli::messages::table::{ARTICLE, PARAGRAPH};
use crate::cli::output::{self, BOLD, DIM, counted, decimal, printable, thousands, wrapped};
use crate::cli::spellings;
use anstyle::Style;

/// The indent of everything but numbers.
const INDENT: &str = "   ";

pub fn write(out: &mut impl Write, listing: &Listing) -> Written {
    let width = output::width();
    let articles = listing.articles(Format::Text);
    // After the last that has all words; one that lacks some may well stand before it.
    let complete = |hits: &Vec<&Hit>| hits.iter().any(|hit| hit.missing.is_empty());
    let first_lacking = articles.iter().rposition(complete).map(|place| place + 1);
    let mut number = listing.answer.hits.first().map_or(1, |hit| hit.rank);
    for (place, hits) in articles.iter().enumerate() {
        if Some(place) == first_lacking {
            writeln!(out, "{DIM}— {} —{DIM:#}\n", say!(LACKING))?;
        }
        write_article(out, listing, hits, number, width)?;
        number += hits.len();
    }
    write_words(out, listing)?;
    listing.overviews.iter().try_for_each(|overview| overview::write_text(out, overview))
}

/// Which spellings stood for each word, where that is worth telling.
fn write_words(out: &mut impl Write, listing: &Listing) -> Written {
    let answer = listing.answer;
    for (place, word) in answer.words.iter().enumerate().filter(|(_, word)| word.required) {
        if let Some(line) = taken_part(word, answer.hits.is_empty()) {
            writeln!(out, "{line}")?;
        }
        let near = listing.nearest.get(place).filter(|near| !near.is_empty());
        if let Some(near) = near {
            let words = printable(&near.join(", "));
            writeln!(out, "{}", say!(NEAREST, words = words))?;
        }
    }
    if answer.hits.is_empty() {
        writeln!(out, "{}", say!(NOTHING_FOUND))?;
    }
    Ok(())
}

fn write_article(
    out: &mut impl Write,
    listing: &Listing,
    hits: &[&Hit],
    number: usize,
    width: usize,
) -> Written {
    let Some(first) = hits.first() else { return Ok(()) };
    let article = &first.article.article;
    let link = listing.links.target(article);
    let (open, close) = link.as_deref().map_or_else(Default::default, hyperlink);
    let marked = if article.title.is_empty() { vec![] } else { first.title_highlights.clone() };
    let shown = wrapped(&with_marks(title(article), 0, &marked), width, INDENT, BOLD);
    let shown = shown.strip_prefix(INDENT).unwrap_or(&shown);
    writeln!(out, "{DIM}{number:>2} {DIM:#}{open}{BOLD}{shown}{BOLD:#}{close}")?;
    let day = day(article);
    let known = [day.as_deref(), article.source.as_deref(), article.section.as_deref()];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    for (step, hit) in hits.iter().enumerate() {
        let place = say!(PLACE, number = hit.paragraph + 1, count = hit.article.paragraph_count);
        if step == 0 {
            let about = [&known[..], &[&place]].concat().join(" · ");
            writeln!(out, "{INDENT}{DIM}{}{DIM:#}", printable(&about))?;
        } else {
            writeln!(out, "{DIM}{:>2} {place}{DIM:#}", number + step)?;
        }
        write_paragraph(out, hit, listing.around(hit)?.as_ref(), width)?;
    }
    if let Some(place) = web_address(article).or(article.path.as_deref()) {
        writeln!(out, "{INDENT}{DIM}{open}{}{close}{DIM:#}", printable(place))?;
    }
    if let Some(told) = copies(&first.copies) {
        writeln!(out, "{INDENT}{DIM}{}{DIM:#}", printable(&told))?;
    }
    for other in &first.copies.named {
        writeln!(out, "{}", wrapped(&format!("= {}", printable(&copy(other))), width, INDENT, DIM))?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_paragraph(out: &mut impl Write, hit: &Hit, around: Option<&Around>, width: usize) -> Written {
    let neighbour = |text: &String| format!("{DIM}{}{DIM:#}", wrapped(&printable(text), width, INDENT, DIM));
    for text in around.map_or(&[][..], |around| &around.before) {
        writeln!(out, "{}", neighbour(text))?;
    }
    let shown = match around {
        Some(_) => with_marks(&hit.text, 0, &hit.highlights),
        None => snippet(hit),
    };
    writeln!(out, "{}", wrapped(&shown, width, INDENT, Style::new()))?;
    for text in around.map_or(&[][..], |around| &around.after) {
        writeln!(out, "{}", neighbour(text))?;
    }
    if !hit.missing.is_empty() {
        let words = printable(&hit.missing.join(", "));
        writeln!(out, "{INDENT}{DIM}{}{DIM:#}", say!(WITHOUT, words = words))?;
    }
    Ok(())
}

/// The stretch to show, with dots where it is cut.
fn snippet(hit: &Hit) -> String {
    let shown = window(&hit.text, &hit.highlights, SNIPPET);
    let marks: Vec<_> =
        hit.highlights.iter().filter(|h| h.from >= shown.start && h.to <= shown.end).cloned().collect();
    let text = with_marks(&hit.text[shown.clone()], shown.start, &marks);
    let (before, after) =
        (if shown.start > 0 { "… " } else { "" }, if shown.end < hit.text.len() { " …" } else { "" });
    format!("{before}{text}{after}")
}

/// Text safe to print, its matches between U+0001 and U+0002; `base` is where in the paragraph it
/// begins.
pub fn with_marks(text: &str, base: usize, marks: &[axtar::search::Highlight]) -> String {
    let mut moved = marks.to_vec();
    for mark in &mut moved {
        (mark.from, mark.to) = (mark.from - base, mark.to - base);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (piece, matched) in pieces(text, &moved) {
        match matched {
            true => out.extend(["\u{1}", &printable(piece), "\u{2}"]),
            false => out.push_str(&printable(piece)),
        }
    }
    out
}

/// What opens and what closes a link (OSC 8).
fn hyperlink(target: &str) -> (String, &'static str) {
    (format!("\u{1b}]8;;{target}\u{1b}\\"), "\u{1b}]8;;\u{1b}\\")
}

/// `Tokaev → Tokayev 1,203 · Tokaev 88`: which spellings of a word took part and in how many
/// paragraphs. `None` where the word stands for itself alone, unless everything is to be told.
fn taken_part(word: &Group, always: bool) -> Option<String> {
    let written = printable(&word.written);
    if word.variants.is_empty() {
        return Some(format!("{DIM}{written} → {}{DIM:#}", say!(NOT_IN_ARCHIVE)));
    }
    let (all, others) = spellings::worth_telling(word);
    if !always && !others {
        return None;
    }
    let shown = all.iter().take(8).map(|variant| printable(&spellings::told(word, variant)));
    let more = all.len().saturating_sub(8);
    let more = if more > 0 { format!(" · {}", say!(MORE, count = more)) } else { String::new() };
    let cut =
        if word.cut > 0 { format!(" · {}", say!(SPELLINGS_CUT, count = word.cut)) } else { String::new() };
    Some(format!("{DIM}{written} → {}{more}{cut}{DIM:#}", shown.collect::<Vec<_>>().join(" · ")))
}

/// How many there are beyond those shown, and how long finding them took.
pub fn write_total(shown: usize, total: Total, seconds: f64) -> Written {
    let mut out = output::stdout();
    let paragraphs = counted(total.paragraphs, &PARAGRAPH);
    let articles = counted(total.articles, &ARTICLE);
    let counts = match total.exact {
        _ if total.paragraphs == 0 => say!(TOTAL_NONE),
        true => say!(TOTAL, paragraphs = paragraphs, articles = articles),
        false => say!(TOTAL_AT_MOST, paragraphs = paragraphs, articles = articles),
    };
    let seconds = say!(SECONDS, seconds = decimal(seconds, 3));
    writeln!(out, "{DIM}{} · {counts} · {seconds}{DIM:#}", say!(SHOWN, count = thousands(shown as u64)))?;
    out.flush()?;
    Ok(())
}
