//! A page copied as plain text: title, date line, paragraphs, signature, the site's feed.
//!
//! The date line is the anchor: above it stand the title and what is left of the menu, below it
//! the text. Without one the first line is the title. Nothing else is assumed, and no sentence is
//! dropped: whatever is not recognised as furniture is a paragraph.

use super::article::Article;
use super::author::lettered;
use super::date::PublicationDate;
use super::folding::squeeze;
use super::page::{Furniture, LONGEST_HEADLINE, cut_feed, ends_sentence, is_furniture, words};
use super::signature::take_signature;

/// A menu that is copied with the page can be long; the date stands no further down than this.
const DEEPEST_DATE_LINE: usize = 40;

/// A hard-wrapped line is at most this long: mail and old editors wrap at 72 to 80, some at 100.
const LONGEST_WRAPPED: usize = 100;

/// Reads a page; the article has no id yet and may be without paragraphs.
pub(super) fn read(text: &str) -> Article {
    let blocks = blocks(text);
    let header_end = header(&blocks.concat()).map(|header| header.lines);
    read_lines(unwrapped(&blocks, header_end.unwrap_or(1)))
}

/// The paragraphs of a text without a header, such as a mail's.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    unwrapped(&blocks(text), 0)
}

/// Lines as paragraphs, those of hard-wrapped blocks joined; the first `header` lines never are.
fn unwrapped(blocks: &[Vec<&str>], header: usize) -> Vec<String> {
    let wrapped = is_hard_wrapped(blocks, header);
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        // Title, date line and first paragraph may follow each other without a blank line: a block
        // is joined from the line after the date on.
        let own = header.saturating_sub(lines.len()).min(block.len());
        let (head, body) = block.split_at(own);
        lines.extend(head.iter().map(|line| (*line).to_owned()));
        match wrapped && lines.len() >= header {
            true if !body.is_empty() && !is_list(body) => lines.push(join(body)),
            _ => lines.extend(body.iter().map(|line| (*line).to_owned())),
        }
    }
    lines
}

/// The article of a page's or document's lines, one a paragraph.
pub(super) fn read_lines(mut lines: Vec<String>) -> Article {
    let mut article = Article::default();
    let borrowed: Vec<&str> = lines.iter().map(String::as_str).collect();
    match header(&borrowed) {
        Some(header) => {
            article.date = Some(header.date);
            article.title = header.title.to_owned();
            article.section = header.section.map(str::to_owned);
            let kept: Vec<String> = header.kept.iter().map(|line| (*line).to_owned()).collect();
            lines.splice(..header.lines, kept);
        }
        None => {
            let menu = borrowed.iter().take_while(|line| is_furniture(line, Furniture::Menu)).count();
            if menu < borrowed.len() {
                lines.drain(..menu);
            }
            if !lines.is_empty() {
                article.title = lines.remove(0);
            }
        }
    }
    cut_feed(&mut lines);
    (article.author, article.author_title) = take_signature(&mut lines);
    article.author = article.author.map(|author| lettered(&author, &lines));
    article.paragraphs = lines;
    article
}

/// What stands above the text.
struct Header<'a> {
    date: PublicationDate,
    title: &'a str,
    /// The rubric, where the lines above the title name exactly one.
    section: Option<&'a str>,
    /// Lines above the title that are no menu: too long for one, so they stay as paragraphs.
    kept: Vec<&'a str>,
    /// How many lines the header takes.
    lines: usize,
}

/// The header, if there is a date line near the top.
fn header<'a>(lines: &[&'a str]) -> Option<Header<'a>> {
    let near = lines.iter().take(DEEPEST_DATE_LINE);
    let (at, date, rubric) =
        near.enumerate().find_map(|(i, line)| date_line(line).map(|(date, rubric)| (i, date, rubric)))?;
    let above = &lines[..at];
    // A date below paragraphs dates the place and day of writing or an event, not the page.
    let is_text =
        |line: &&&str| line.chars().count() > LONGEST_HEADLINE || words(line) > 8 && line.ends_with('.');
    if above.iter().any(|line| is_text(&line)) {
        return None;
    }
    let title = above.iter().rposition(|line| !is_furniture(line, Furniture::Menu));
    // With nothing but a menu above the date, the title is the line below it.
    let (title, end) = match title {
        Some(title) => (title, at + 1),
        None => (at + 1, (at + 2).min(lines.len())),
    };
    let menu = &lines[..title.min(at)];
    let sections: Vec<&str> =
        menu.iter().copied().filter(|line| is_furniture(line, Furniture::Section)).collect();
    let section = match sections[..] {
        [only] => Some(only),
        _ => rubric,
    };
    let kept = menu.iter().copied().filter(|line| words(line) > 4).collect();
    Some(Header { date, title: lines.get(title).copied().unwrap_or_default(), section, kept, lines: end })
}

/// A date line: nothing but a date, or a date beside a rubric or a count of views, each in a field
/// of its own: `Siyasət | 23.10.2025, 16:14`.
pub(super) fn date_line(line: &str) -> Option<(PublicationDate, Option<&str>)> {
    // The cheap test first: a line of text has no digit, or is long.
    if line.len() > 200 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(date) = PublicationDate::parse_expected(line) {
        return Some((date, None));
    }
    let fields: Vec<&str> = line.split(['|', '•', '·', '\t']).map(str::trim).collect();
    let (at, date) = fields
        .iter()
        .enumerate()
        .find_map(|(at, field)| Some((at, PublicationDate::parse_expected(field)?)))?;
    // The minute may stand in a field of its own beside the day.
    let beside = [fields.get(at + 1), at.checked_sub(1).and_then(|before| fields.get(before))];
    let both = |clock: &&str| PublicationDate::parse_expected(&format!("{} {clock}", fields[at]));
    let date = beside.into_iter().flatten().filter_map(both).find(|both| both.refines(&date)).unwrap_or(date);
    let rubric = fields.iter().copied().find(|field| is_furniture(field, Furniture::Section));
    let short = fields.iter().enumerate().all(|(place, field)| place == at || words(field) <= 4);
    (fields.len() > 1 && short).then_some((date, rubric))
}

/// The lines, without blank ones, in blocks as blank lines part them.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    // `lines` keeps a lone carriage return; old Macintosh files have nothing else.
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = line.trim();
        match blocks.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            Some(block) if !block.is_empty() && !at_crlf(text, line) => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// True for the empty piece between `\r` and `\n`: one line break, not a blank line.
fn at_crlf(text: &str, empty: &str) -> bool {
    let offset = (empty.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    offset > 0 && text.as_bytes().get(offset - 1..=offset) == Some(b"\r\n")
}

/// Whether the page's paragraphs are blocks of lines broken at a fixed width: blank lines between
/// blocks, no long line, and most lines inside blocks long enough and ending in mid-sentence.
/// The first `header` lines and the feed say nothing about it.
fn is_hard_wrapped(blocks: &[Vec<&str>], header: usize) -> bool {
    let mut inner: Vec<&str> = Vec::new();
    let mut longest = 0;
    let mut seen = 0;
    for block in blocks {
        let body = block.get(header.saturating_sub(seen)..).unwrap_or_default();
        seen += block.len();
        if body.iter().any(|line| is_furniture(line, Furniture::Feed)) {
            break;
        }
        longest = body.iter().map(|line| line.chars().count()).max().unwrap_or(0).max(longest);
        inner.extend(body.iter().rev().skip(1).copied());
    }
    if blocks.len() < 2 || longest > LONGEST_WRAPPED {
        return false;
    }
    let long = inner.iter().filter(|line| line.chars().count() * 2 > longest).count();
    let whole = inner.iter().filter(|line| ends_sentence(line)).count();
    // Below 45 characters it may be verse, whose lines must not run together.
    longest >= 45 && inner.len() >= 2 && long * 4 >= inner.len() * 3 && whole * 2 < inner.len()
}

/// A block of list items keeps its lines.
fn is_list(block: &[&str]) -> bool {
    block.len() > 1 && block.iter().all(|line| line.starts_with(['-', '–', '—', '•', '*']))
}

/// Joins the lines of a wrapped paragraph; a word broken by a hyphen at the line's end is mended:
/// `müna- / sibət → münasibət`, but `Azərbaycan- / Qazaxıstan → Azərbaycan-Qazaxıstan`.
fn join(block: &[&str]) -> String {
    let mut joined = String::new();
    for line in block {
        append_line(&mut joined, line);
    }
    squeeze(&joined)
}

/// Appends the next line of a wrapped paragraph.
pub(super) fn append_line(paragraph: &mut String, line: &str) {
    let lower = line.chars().next().is_some_and(char::is_lowercase);
    let before = paragraph.strip_suffix(['-', '\u{ad}']);
    let broken = before.is_some_and(|text| text.ends_with(char::is_alphabetic));
    if broken && (lower || paragraph.ends_with('\u{ad}')) {
        paragraph.pop();
    } else if !broken && !paragraph.is_empty() {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menu_lines_above_the_title_are_left_out() {
        let article = read("Ana səhifə\nElm\nYeni rəsədxana açılıb\n12 may 2023\nMətn budur.\n");
        assert_eq!(article.title, "Yeni rəsədxana açılıb");
        assert_eq!(article.section.as_deref(), Some("Elm"));
        assert_eq!(article.paragraphs, ["Mətn budur."]);
    }

    #[test]
    fn a_title_below_the_date_is_found() {
        let article = read("Siyasət | 23.10.2025, 16:14\nYeni rəsədxana açılıb\nMətn budur.\n");
        assert_eq!(article.title, "Yeni rəsədxana açılıb");
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2025-10-23T16:14:00"));
        assert_eq!(article.section.as_deref(), Some("Siyasət"));
    }

    #[test]
    fn a_page_without_a_date_has_its_first_line_for_title() {
        let article = read("Bir başlıq\r\n\r\nBirinci abzas.\r\nİkinci abzas.\r\n26 Oktyabr 18:41 idi.\r\n");
        assert_eq!(article.title, "Bir başlıq");
        assert_eq!(article.paragraphs.len(), 3);
        assert_eq!(article.date, None);
    }

    #[test]
    fn wrapped_blocks_are_joined_and_broken_words_mended() {
        let page = "Köhnə məktub tapılıb\n14.03.1978\n\n\
            Arxivin zirzəmisində işləyən tələbələr saralmış zərfdən uzun bir mək-\n\
            tub çıxarıblar və onu dərhal oxu zalına gətiriblər, o da Azərbaycan-\n\
            Gürcüstan sərhədindən yazıldığını deyib.\n\n\
            İkinci abzas da eyni enlikdə sətirlərə bölünüb, ona görə birləşdirilir və\n\
            bir abzas olur.\n";
        let article = read(page);
        assert_eq!(article.paragraphs.len(), 2, "{:?}", article.paragraphs);
        assert!(article.paragraphs[0].contains("bir məktub çıxarıblar"));
        assert!(article.paragraphs[0].contains("Azərbaycan-Gürcüstan"));
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        let article = read("Başlıq\n\nBirinci abzas budur.\nİkinci abzas budur.\n\nÜçüncü.\n");
        assert_eq!(article.paragraphs.len(), 3);
    }

    #[test]
    fn a_date_after_the_text_is_no_date_line() {
        let article =
            read("Başlıq\nBu cümlə səkkizdən çox sözü olan tam bir abzasdır, vəssalam.\n14 mart 1978\n");
        assert_eq!((article.title.as_str(), article.date), ("Başlıq", None));
    }
}
