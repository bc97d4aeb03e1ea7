//! What stands around an article on a news page: menu, feed, labels, calls to follow.
//!
//! Text pages and HTML share it. It works on lines, and it takes away only what it knows: a line
//! that is in no table and has no feed's shape stays in the text. Who wrote it is in `author.rs`, who signed in `signature.rs`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::author::names;
use super::date::{is_feed_time, rows};
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
    /// A word for a later change: `Yenilənib`.
    Change,
    /// A line that leads to another article, `Həmçinin oxuyun: …`, or asks to follow the site.
    Call,
    /// What sites say of themselves and their rules, above and below the text.
    Notice,
}

struct Words {
    lines: FxHashMap<String, Vec<&'static str>>,
    feed_starts: Vec<String>,
    bylines: FxHashSet<String>,
    /// The first words of `bylines`: most lines begin otherwise.
    byline_starts: FxHashSet<String>,
    also: Vec<String>,
    notices: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        lines: FxHashMap::default(),
        feed_starts: Vec::new(),
        bylines: FxHashSet::default(),
        byline_starts: FxHashSet::default(),
        also: Vec::new(),
        notices: Vec::new(),
    };
    for (kind, line) in rows(include_str!("data/page_words.tsv")) {
        match kind {
            "feed-start" => words.feed_starts.push(plain(line)),
            "by" => {
                let label = plain(line);
                words.byline_starts.extend(label.split(' ').next().map(str::to_owned));
                words.bylines.insert(label);
            }
            "also" => words.also.push(plain(line)),
            "notice" => words.notices.push(plain(line)),
            kind => words.lines.entry(plain(line)).or_default().push(kind),
        }
    }
    words
});

/// The form lines are compared in.
fn plain(line: &str) -> String {
    squeeze(&fold(line.trim_matches(is_edge)))
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || ":,|•·›»…#".contains(c)
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
        Furniture::Change => is_known_as(line, &["change"]),
        Furniture::Call => is_call(line),
        Furniture::Notice => {
            let line = if words(line) <= LONGEST_NOTICE { plain(line) } else { return false };
            line.starts_with('©') || WORDS.notices.iter().any(|notice| line.contains(notice.as_str()))
        }
        Furniture::Feed => {
            let begins = |start: &String| plain(line).starts_with(start.as_str());
            // `Rəylər (2)`
            let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || "() ".contains(c));
            // `© Lalə Həsənzadə`
            let is_signed = || line.strip_prefix('©').is_some_and(|name| names(name).is_some());
            is_known_as(line, &["feed"])
                || line.len() <= 100 && WORDS.feed_starts.iter().any(begins) && !is_signed()
        }
    }
}

/// Words that a notice and a call have at most.
const LONGEST_NOTICE: usize = 45;
const LONGEST_CALL: usize = 25;

/// `Həmçinin oxuyun: …`, or an invitation and the place it is to: `Telegram kanalımıza qoşulun`.
fn is_call(line: &str) -> bool {
    if words(line) > LONGEST_CALL {
        return false;
    }
    let folded = plain(line);
    let has = |kind: &str| {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| WORDS.lines.get(word).is_some_and(|kinds| kinds.contains(&kind)))
    };
    line.contains(['→', '►', '➡', '▶'])
        || WORDS.also.iter().any(|also| folded.starts_with(also.as_str()))
        || has("call") && has("channel")
}

/// The name of a house and no person's or headline: `Respublika qəzeti`, `Bakı Dövlət Universiteti`.
pub(super) fn is_house(text: &str) -> bool {
    let name = text.split(',').next().unwrap_or(text);
    let last = name.split_whitespace().last().unwrap_or_default();
    words(name) <= 5 && is_known_as(last.trim_matches(|c: char| !c.is_alphanumeric()), &["house"])
}

/// `Baxış: 512`, `Foto: redaksiya`, `Vəzifə, | müxbir`, `512 dəfə oxunub`, `14:35`: what is no sentence
/// and begins or ends with a word for it.
fn is_label(line: &str) -> bool {
    let line = line.trim_start_matches(['#', ' ']);
    if words(line) > 8 || line.len() > 100 || line.ends_with('.') {
        return false;
    }
    let is_count = |c: char| c.is_ascii_digit() || " .,:".contains(c);
    if !line.is_empty() && line.chars().all(is_count) {
        return true;
    }
    if let Some((label, _)) = line.split_once(':').or_else(|| line.split_once(" | ")) {
        return is_about(label);
    }
    let label = line.trim_start_matches(is_count).trim_start_matches(['K', 'M', ' ']);
    label.len() < line.len() && is_known_as(label, &["label"])
}

/// Does a word say what follows it of the page or its author: `Baxış`, `Müəllif`?
pub(super) fn is_about(label: &str) -> bool {
    is_known_as(label, &["label"]) || is_byline(label)
}

/// Does a word stand before an author's name?
pub(super) fn is_byline(label: &str) -> bool {
    label.len() <= 100 && begins_byline(label) && WORDS.bylines.contains(&plain(label))
}

/// Is the first word of a line that of a label before an author's name?
pub(super) fn begins_byline(line: &str) -> bool {
    let word = line.trim_start_matches(is_edge).split_whitespace().next();
    let word = word.filter(|word| word.len() <= 40).map(|word| fold(word.trim_end_matches(is_edge)));
    word.is_some_and(|word| WORDS.byline_starts.contains(&word))
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

/// Is a line the site's, and no person's name whatever its shape?
pub(super) fn is_known(line: &str) -> bool {
    is_known_as(line, &["section", "menu", "feed", "drop", "no-person"])
}

/// Does any word of a line say what its author is: `redaktor`, `dosent`?
pub(super) fn has_office(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).any(|word| is_known_as(word, &["office"]))
}

/// Does it stand before the name below a letter: `Hörmətlə`?
pub(super) fn is_greeting(line: &str) -> bool {
    is_known_as(line, &["greeting"])
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
    fn labels_and_calls_are_told_from_sentences() {
        let is = |line: &str| is_furniture(line, Furniture::Label) || is_furniture(line, Furniture::Call);
        for line in ["# 5472 dəfə oxunub", "4 dəq oxu", "1.2K Followers", "14:35", "Bizə Telegram-da qoşulun"]
        {
            assert!(is(line), "{line}");
        }
        for line in ["Telegram qurucusu izləyicilərinə müraciət edib.", "12 nəfər xilas edilib", "5472 manat"]
        {
            assert!(!is(line), "{line}");
        }
    }
}
