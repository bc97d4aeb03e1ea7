//! What stands around an article on a news page: menu, feed, signature.
//!
//! Text pages and HTML share it. It works on lines, and it takes away only what it knows: a line
//! that is in no table and has no feed's shape stays in the text.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::date::{PublicationDate, is_feed_time, rows};
use super::folding::{fold, squeeze};

/// A line with more characters is text: the longest headlines met have 210.
pub(super) const LONGEST_HEADLINE: usize = 300;

/// What the table knows a line as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Furniture {
    Menu,
    Section,
    Feed,
    Drop,
    /// A name that is no person's: the editors, a content system's user.
    NoPerson,
    /// A label with its value, `Baxış: 512`, or a clock of its own.
    Label,
}

struct Words {
    lines: HashMap<String, Vec<&'static str>>,
    feed_starts: Vec<String>,
    bylines: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { lines: HashMap::new(), feed_starts: Vec::new(), bylines: Vec::new() };
    for (kind, line) in rows(include_str!("data/page_words.tsv")) {
        match kind {
            "feed-start" => words.feed_starts.push(plain(line)),
            "by" => words.bylines.push(plain(line)),
            kind => words.lines.entry(plain(line)).or_default().push(kind),
        }
    }
    words
});

/// The form lines are compared in.
fn plain(line: &str) -> String {
    let trimmed = line.trim_matches(|c: char| c.is_whitespace() || ":,|•·›»…".contains(c));
    squeeze(&fold(trimmed))
}

fn is_known_as(line: &str, kinds: &[&str]) -> bool {
    // No row is longer; folding a whole paragraph to find out would cost more.
    line.len() <= 100
        && WORDS.lines.get(&plain(line)).is_some_and(|found| found.iter().any(|k| kinds.contains(k)))
}

/// Whether a line is a piece of `furniture`.
pub(super) fn is_furniture(line: &str, furniture: Furniture) -> bool {
    match furniture {
        Furniture::Menu => is_known_as(line, &["menu", "section", "drop"]),
        Furniture::Section => is_known_as(line, &["section"]),
        Furniture::Drop => is_known_as(line, &["drop"]),
        Furniture::NoPerson => is_known_as(line, &["no-person"]),
        Furniture::Label => is_label(line),
        Furniture::Feed => {
            let begins = |start: &String| plain(line).starts_with(start.as_str());
            is_known_as(line, &["feed"]) || (line.len() <= 100 && WORDS.feed_starts.iter().any(begins))
        }
    }
}

/// `Baxış: 512`, `Foto: redaksiya`, `Vəzifə, | müxbir`, `512 baxış`, `14:35`: what is no sentence and
/// begins or ends with a word for it.
fn is_label(line: &str) -> bool {
    if words(line) > 8 || line.len() > 100 || line.ends_with('.') {
        return false;
    }
    let is_count =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || " .,:".contains(c));
    if is_count(line) {
        return true;
    }
    if let Some((label, _)) = line.split_once(':').or_else(|| line.split_once(" | ")) {
        return is_about(label);
    }
    line.rsplit_once(' ').is_some_and(|(count, label)| is_count(count) && is_known_as(label, &["label"]))
}

/// Does a word say what follows it of the page or its author: `Baxış`, `Müəllif`?
pub(super) fn is_about(label: &str) -> bool {
    is_known_as(label, &["label"]) || is_byline(label)
}

/// Does a word stand before an author's name?
fn is_byline(label: &str) -> bool {
    WORDS.bylines.contains(&plain(label))
}

/// Cuts the list of other articles that follows the article: from its heading, if nothing but
/// short lines comes after it, and pairs of section and time at the end even without a heading.
pub(super) fn cut_feed(lines: &mut Vec<String>) {
    let last_long = lines.iter().rposition(|line| line.chars().count() > LONGEST_HEADLINE);
    let after = last_long.map_or(0, |i| i + 1);
    let heading = lines[after..].iter().position(|line| is_furniture(line, Furniture::Feed));
    if let Some(heading) = heading {
        lines.truncate(after + heading);
    }
    while lines.last().is_some_and(|line| is_feed_time(line)) {
        lines.pop();
        let is_rubric = |line: &String| words(line) <= 3 && !ends_sentence(line);
        if lines.last().is_some_and(|line| is_rubric(line) && !is_feed_time(line)) {
            lines.pop();
        }
    }
    lines.retain(|line| !is_furniture(line, Furniture::Drop));
}

/// Takes the signature off the end: the author, and the office signed below the name.
///
/// `Həbib Misirov / YAP Kəlbəcər rayon təşkilatının sədri`. At least one line stays.
pub(super) fn take_signature(lines: &mut Vec<String>) -> (Option<String>, Option<String>) {
    // Labelled names stand anywhere in the last two lines; unlabelled ones are told by their shape.
    match lines[..] {
        [_, .., ref name, ref office]
            if lines.len() > 2 && author_of(name).is_some() && is_office(office) =>
        {
            let office = lines.pop();
            let author = lines.pop().and_then(|line| author_of(&line));
            (author, office)
        }
        [_, .., ref name] if author_of(name).is_some() => {
            (lines.pop().and_then(|line| author_of(&line)), None)
        }
        _ => (None, None),
    }
}

/// The author a line names: `Həbib Misirov`, `Müəllif: H.Misirov`.
fn author_of(line: &str) -> Option<String> {
    if line.len() > 150 {
        return None;
    }
    if let Some((label, name)) = line.split_once(':') {
        return (is_byline(label) && is_name(name.trim())).then(|| name.trim().to_owned());
    }
    let name =
        line.split_once([',', '/']).filter(|(_, outlet)| is_outlet(outlet)).map_or(line, |(name, _)| name);
    is_name(name.trim()).then(|| name.trim().to_owned())
}

/// The house that a name is signed with: `Körpü.az`, `“Körpü”`, `AZƏRTAC`.
fn is_outlet(text: &str) -> bool {
    let text = text.trim();
    let is_quoted = text.starts_with(['“', '"', '«']) && text.ends_with(['”', '"', '»']);
    let is_site = text.split('.').count() > 1 && text.split('.').all(|part| !part.is_empty());
    let is_capital = text.chars().all(char::is_uppercase);
    words(text) <= 3 && is_quoted || words(text) == 1 && (is_site || is_capital)
}

/// The author that a labelled line names: `Müəllif: Lalə Həsənzadə | 12 may 2023`.
pub(super) fn byline(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let mut fields = line.split(['|', '•', '·', '/']).map(str::trim).peekable();
    while let Some(field) = fields.next() {
        if field.contains(':')
            && let Some(author) = author_of(field)
        {
            return Some(author);
        }
        // The label may stand in an element of its own: `Müəllif | Lalə Həsənzadə`.
        let is_label = is_byline(field);
        if let Some(name) = fields.peek().filter(|name| is_label && is_name(name)) {
            return Some((*name).to_owned());
        }
        if let Some(author) = within(field) {
            return Some(author);
        }
    }
    None
}

/// The name after its label among other things: `Yeniləndi: 10 iyun 2025 Yazar: Lalə Həsənzadə`.
fn within(field: &str) -> Option<String> {
    let words: Vec<&str> = field.split_whitespace().collect();
    let label = words.iter().position(|word| word.ends_with(':') && is_byline(word))?;
    let after = &words[label + 1..];
    let names = (1..=after.len().min(4)).rev().map(|length| after[..length].join(" "));
    names.into_iter().find(|name| is_name(name))
}

/// Two to four words that begin with a capital, and no sentence's end: `Rəşid bəy Əfəndiyev`,
/// `A.B. Quliyev`, `Nərmin Hacı qızı Həsənova`.
pub(super) fn is_name(line: &str) -> bool {
    let mut capitalised = 0;
    let mut letters_only = true;
    let mut whole_words = 0;
    for word in line.split_whitespace() {
        let folded = fold(word);
        if capitalised > 0 && ["oglu", "qizi", "bey", "xanim", "оғлу", "гызы"].contains(&folded.as_str())
        {
            continue;
        }
        capitalised += 1;
        // `H.Misirov` is two words set without a space.
        for piece in word.split_inclusive(['.', '-']) {
            let stem = piece.trim_end_matches(['.', '-']);
            let initial = piece.ends_with('.');
            let length = stem.chars().count();
            let mut chars = stem.chars();
            letters_only &= chars.next().is_some_and(char::is_uppercase)
                && stem.chars().all(|c| c.is_alphabetic() || "'’\u{307}\u{327}\u{308}".contains(c))
                && (!initial || length <= 2);
            whole_words += usize::from(!initial && length > 1);
        }
    }
    let two_words = capitalised >= 2 || line.contains('.') && whole_words == 1;
    letters_only
        && two_words
        && (1..=4).contains(&whole_words)
        && capitalised <= 4
        && !is_known_as(line, &["section", "menu", "feed"])
}

/// A line below a name that can be an office: short, and no sentence.
fn is_office(line: &str) -> bool {
    words(line) <= 12
        && line.chars().count() <= 120
        && !ends_sentence(line)
        && PublicationDate::parse(line).is_none()
}

/// Words that a line has.
pub(super) fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// Whether a line ends as a sentence does, closing quotes and brackets aside.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || "\"”»’')]".contains(c));
    line.ends_with(['.', '!', '?', '…', ':', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('\n').map(str::to_owned).collect()
    }

    #[test]
    fn names_are_told_by_their_shape() {
        for name in [
            "Lalə Həsənzadə",
            "Qasım-Comərd Əlibəyli",
            "H.Misirli",
            "A. B. Quliyev",
            "Nərmin Hacı qızı Həsənli",
            "İLHAMƏ RZALI",
            "Рәшид Бәһбудлу",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Lalə",
            "Lalə Həsənzadə.",
            "Lalə Həsənzadə yazır",
            "Bakı 2024",
            "Yeni il gəldi",
            "YAP xəbərləri",
            "Siyasət",
            "Xəbər lenti",
            "Bir İki Üç Dörd Beş",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn a_byline_is_found_among_other_fields() {
        for (line, author) in [
            ("Müəllif, | Lalə Həsənzadə", Some("Lalə Həsənzadə")),
            ("Dərc olunub: 6 may 2025, 17:42 Yazar: Lalə Həsənzadə", Some("Lalə Həsənzadə")),
            ("Yazar: Lalə Həsənzadə 6 may 2025", Some("Lalə Həsənzadə")),
            ("Foto: Lalə Həsənzadə", None),
            ("Müəllif belə yazır: Gəl Bakıya", None),
        ] {
            assert_eq!(byline(line).as_deref(), author, "{line}");
        }
    }

    #[test]
    fn the_feed_is_cut_at_its_heading_or_by_its_shape() {
        for feed in [
            "Xəbər lenti\nHamısına baxElm\n26 Oktyabr 18:41",
            "Hamısına baxElm\n26 Oktyabr 18:41",
            "Elm\n26 Oktyabr 18:41\nYAP xəbərləri\n26 Oktyabr 18:36",
            "XƏBƏR LENTİ:\nBir başlıq\nBaşqa başlıq",
        ] {
            let mut page = lines(&format!("Birinci abzas.\nSon abzas.\n{feed}"));
            cut_feed(&mut page);
            assert_eq!(page, ["Birinci abzas.", "Son abzas."], "{feed}");
        }
    }

    #[test]
    fn a_heading_inside_the_article_cuts_nothing() {
        let long = "Uzun abzas. ".repeat(40);
        let mut page = lines(&format!("Abzas.\nSon xəbərlər\n{long}"));
        cut_feed(&mut page);
        assert_eq!(page.len(), 3);
    }

    #[test]
    fn a_signature_is_a_name_with_or_without_an_office() {
        for (end, author, office, left) in [
            ("Lalə Həsənzadə", Some("Lalə Həsənzadə"), None, 2),
            (
                "Lalə Həsənzadə\n“Körpü” qəzetinin redaktoru",
                Some("Lalə Həsənzadə"),
                Some("“Körpü” qəzetinin redaktoru"),
                2,
            ),
            ("Müəllif: L.Həsənzadə", Some("L.Həsənzadə"), None, 2),
            ("Lalə Həsənzadə, Körpü.az", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə / “Körpü”", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə, Bakı", None, None, 3),
            ("Hamı razı qaldı.", None, None, 3),
            ("söhbət bununla bitdi və biz getdik", None, None, 3),
        ] {
            let mut page = lines(&format!("Birinci abzas.\nSon abzas.\n{end}"));
            let signature = take_signature(&mut page);
            assert_eq!(signature, (author.map(str::to_owned), office.map(str::to_owned)), "{end}");
            assert_eq!(page.len(), left, "{end}");
        }
    }
}
