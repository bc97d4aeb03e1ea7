//! Which stretch of a paragraph to show.
//!
//! It holds the most different query words that fit, begins and ends at a sentence where one is
//! near, else at a clause, else between words; inside a word only where one word alone is longer
//! than the stretch, and even then never between a letter and its combining mark.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::Highlight;

/// The length of the stretch that is shown of a hit, in bytes.
pub const SNIPPET: usize = 420;

/// The stretch of `text`, about `width` bytes, that shows the most different query words.
pub fn window(text: &str, highlights: &[Highlight], width: usize) -> Range<usize> {
    if text.len() <= width {
        return 0..text.len();
    }
    let shown = densest(highlights, width);
    let slack = width.saturating_sub(shown.end - shown.start);
    let from = start(text, shown.start, slack / 2);
    let most = (from + width).max(shown.end);
    let to = end(text, shown.end.max(from).max(from + width / 3).min(most), shown.end.max(from), most);
    from..to
}

/// From the first to the last of the matches shown: most different words, then most matches, then
/// the earliest.
fn densest(highlights: &[Highlight], width: usize) -> Range<usize> {
    let mut best = (0, 0, 0..0);
    for (i, first) in highlights.iter().enumerate() {
        let inside: Vec<_> = highlights[i..].iter().take_while(|h| h.to - first.from <= width).collect();
        let mut groups: Vec<_> = inside.iter().map(|h| h.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let end = inside.last().map_or(first.to, |h| h.to);
        if (groups.len(), inside.len()) > (best.0, best.1) {
            best = (groups.len(), inside.len(), first.from..end);
        }
    }
    best.2
}

/// Where the stretch begins: at most `reach` bytes before `at`, at the earliest sentence there, else
/// the earliest clause, else the earliest word.
fn start(text: &str, at: usize, reach: usize) -> usize {
    let low = at.saturating_sub(reach);
    if low == 0 {
        return 0;
    }
    // The first of equals.
    let better = |best: (usize, Cut), next: (usize, Cut)| if next.1 > best.1 { next } else { best };
    let found = breaks(text, low, at).reduce(better);
    found.map_or_else(|| letter(text, low), |(place, _)| place)
}

/// Where it ends: after `least`, at most at `most`; at the last sentence after `early`, which leaves a
/// third of the stretch, else at the last clause there, else at the last word.
fn end(text: &str, early: usize, least: usize, most: usize) -> usize {
    if most >= text.len() {
        return text.len();
    }
    let places = breaks(text, early.min(least) + 1, most);
    // Between words alone it must not leave out a match. The last of equals.
    let places = places.map(|(place, cut)| if place > early { (place, cut) } else { (place, Cut::Word) });
    let found = places.filter(|&(place, cut)| cut > Cut::Word || place > least);
    match found.max_by_key(|&(_, cut)| cut) {
        // Blanks at the end are not shown, unless they are part of the match.
        Some((place, _)) => text[..place].trim_end().len().max(least),
        // A match longer than the stretch stays whole, any other word of that length is cut.
        None if most <= least => least,
        None => letter(text, most),
    }
}

/// How good a place is to cut at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Word,
    Clause,
    Sentence,
}

/// The places from `from` to `to` where a word begins, but for the first of the text, with what ends
/// before each.
fn breaks(text: &str, from: usize, to: usize) -> impl Iterator<Item = (usize, Cut)> + '_ {
    // The word before the first place is read too.
    let before = text[..text.floor_char_boundary(from)].trim_end();
    let first = before.rfind(char::is_whitespace).map_or(0, |blank| before.ceil_char_boundary(blank + 1));
    let mut word = first..first;
    let pieces = text[first..].split_inclusive(char::is_whitespace).map_while(move |piece| {
        let begin = word.end;
        if begin > to {
            return None;
        }
        let before = &text[word.start..word.end];
        word = if piece.trim().is_empty() {
            word.start..begin + piece.len()
        } else {
            begin..begin + piece.len()
        };
        let is_place = begin > first && begin >= from && !piece.trim().is_empty();
        Some(is_place.then(|| (begin, cut(before.trim_end(), &text[begin..]))))
    });
    pieces.flatten()
}

/// Before a name these end no sentence: professor, dosent, akademik, doktor, general.
const TITLES: [&str; 6] = ["prof", "dos", "akad", "dr", "gen", "cən"];

/// What stands between a word and the text after it.
fn cut(word: &str, after: &str) -> Cut {
    let closing = |c: char| matches!(c, '"' | '”' | '»' | '’' | '\'' | ')' | ']');
    let bare = word.trim_end_matches(closing);
    let opening =
        |c: char| matches!(c, '"' | '“' | '„' | '«' | '‘' | '\'' | '(' | '[' | '–' | '—' | '-' | ' ');
    let next = after.trim_start_matches(opening).chars().next();
    if bare.ends_with(['!', '?', '…']) {
        return Cut::Sentence;
    }
    if let Some(stem) = bare.strip_suffix('.') {
        // An initial (M. Ə. Rəsulzadə) or an abbreviation before a small letter (s. 5) ends nothing.
        let last = stem.rsplit(['.', ' ']).next().unwrap_or_default();
        let initial = last.chars().count() < 2 || TITLES.contains(&&*crate::analysis::lower_case(last));
        let begins = next.is_some_and(|c| c.is_uppercase() || c.is_numeric());
        return if begins && !initial { Cut::Sentence } else { Cut::Word };
    }
    let dash = after.starts_with(['–', '—', '(']);
    if dash || bare.ends_with([',', ';', ':', '–', '—']) { Cut::Clause } else { Cut::Word }
}

/// The last place at or before `at` that is no middle of a letter.
fn letter(text: &str, at: usize) -> usize {
    let mut at = text.floor_char_boundary(at);
    while at > 0 && text[at..].chars().next().is_some_and(is_combining_mark) {
        at = text.floor_char_boundary(at - 1);
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spelling::Grade;

    const TEXT: &str = "Görüş dünən keçirilib. Prof. M.Ə. Quliyev bildirib ki, yeni körpü, onun sözlərinə \
                        görə, iyunda açılacaq. Yol isə hələ tikilir.";

    fn shown(word: &str, width: usize) -> &'static str {
        let from = TEXT.find(word).expect("a word of the text");
        let mark = Highlight { from, to: from + word.len(), group: 0, grade: Grade::Exact };
        &TEXT[window(TEXT, &[mark], width)]
    }

    #[test]
    fn sentences_are_kept_whole_where_they_fit() {
        assert_eq!(shown("Yol", 40), "Yol isə hələ tikilir.");
        assert_eq!(shown("dünən", 50), "Görüş dünən keçirilib.");
    }

    #[test]
    fn clauses_where_sentences_do_not_fit() {
        assert_eq!(shown("körpü", 30), "yeni körpü,");
    }

    #[test]
    fn initials_end_no_sentence() {
        assert_eq!(cut("M.Ə.", "Quliyev"), Cut::Word);
        assert_eq!(cut("Prof.", "Quliyev"), Cut::Word);
        assert_eq!(cut("keçirilib.", "Prof."), Cut::Sentence);
        assert_eq!(cut("keçirilib.”", "“Biz"), Cut::Sentence);
        assert_eq!(cut("səh.", "5"), Cut::Sentence);
        assert_eq!(cut("və s.", "kimi"), Cut::Word);
    }

    proptest! {
        #[test]
        fn a_window_lies_between_letters_and_shows_a_match(
            text in proptest::collection::vec(prop_oneof!["[a-zəş]{1,9}", "(e\u{301}){200}", Just("\u{a0}".to_string()), Just(". ".to_string()), Just(", ".to_string()), Just(" ".to_string())], 0..120),
            places in proptest::collection::vec((0usize..900, 1usize..12), 0..6),
            width in 0usize..400,
        ) {
            let text = text.concat();
            let mut highlights: Vec<Highlight> = places.into_iter().map(|(from, length)| {
                let from = letter(&text, from.min(text.len()));
                let to = letter(&text, (from + length).min(text.len())).max(from);
                Highlight { from, to, group: from % 3, grade: Grade::Exact }
            }).collect();
            highlights.sort_by_key(|h| h.from);
            let shown = window(&text, &highlights, width);
            prop_assert!(shown.start <= shown.end && text.get(shown.clone()).is_some());
            prop_assert!(!text[shown.start..].chars().next().is_some_and(is_combining_mark) || shown.start == 0);
            prop_assert!(!text[shown.end..].chars().next().is_some_and(is_combining_mark));
            let fits = |h: &&Highlight| h.to - h.from <= width;
            if highlights.iter().any(|h| fits(&h)) {
                prop_assert!(highlights.iter().any(|h| shown.start <= h.from && h.to <= shown.end));
            }
        }
    }
}
