//! Stored text → lines on the screen: made printable, broken by display width, matches marked.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::cli::output::printable;

/// A stretch of a text and how it is shown.
pub type Piece = (String, Style);

/// `text` in pieces: what lies in `marks` (in order, not overlapping) has the style `matched`.
pub fn marked(
    text: &str,
    marks: impl IntoIterator<Item = Range<usize>>,
    plain: Style,
    matched: Style,
) -> Vec<Piece> {
    let mut pieces = vec![];
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(inside)) = (text.get(at..mark.start), text.get(mark.clone())) else {
            continue;
        };
        pieces.push((safe(before), plain));
        pieces.push((safe(inside), matched));
        at = mark.end;
    }
    pieces.push((safe(&text[at..]), plain));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// A text in one style.
pub fn plain(text: &str, style: Style) -> Vec<Piece> {
    vec![(safe(text), style)]
}

/// Nothing in it steers a terminal, and it is one line.
pub fn safe(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// Breaks pieces into lines of at most `width` columns, at spaces where there are any. A character
/// that is two columns wide is never halved.
pub fn wrapped(pieces: &[Piece], width: usize) -> Vec<Line<'static>> {
    let width = width.max(2);
    let spans: Vec<Span> = pieces.iter().map(|(text, style)| Span::styled(text.as_str(), *style)).collect();
    let letters = spans.iter().flat_map(|span| span.styled_graphemes(Style::default()));
    let mut lines = vec![];
    let mut line: Vec<(&str, Style)> = vec![];
    let mut column = 0;
    // Where the line may be broken, as a place in it: after the last space.
    let mut space: Option<usize> = None;
    for letter in letters {
        let columns = letter.symbol.width();
        let blank = letter.symbol.chars().all(char::is_whitespace);
        // What alone is wider than a line stands alone.
        while column + columns > width && !blank && !line.is_empty() {
            let rest = line.split_off(space.unwrap_or(line.len()));
            lines.push(joined(&line));
            column = rest.iter().map(|(symbol, _)| symbol.width()).sum();
            line = rest;
            space = None;
        }
        if blank && line.is_empty() {
            continue;
        }
        line.push((letter.symbol, letter.style));
        column += columns;
        if blank {
            space = Some(line.len());
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(joined(&line));
    }
    lines
}

/// At most `width` columns of pieces, with dots where they are cut.
pub fn cut(pieces: &[Piece], width: usize) -> Line<'static> {
    let mut lines = wrapped(pieces, width);
    if lines.len() < 2 {
        return lines.pop().unwrap_or_default();
    }
    let mut first = wrapped(pieces, width.saturating_sub(1)).swap_remove(0);
    let style = first.spans.last().map_or(Style::default(), |span| span.style);
    first.push_span(Span::styled("…", style));
    first
}

/// Letters → spans, one a style; without the spaces at the end.
fn joined(letters: &[(&str, Style)]) -> Line<'static> {
    let end = letters.iter().rposition(|(symbol, _)| !symbol.trim().is_empty()).map_or(0, |last| last + 1);
    let runs = letters[..end].chunk_by(|one, other| one.1 == other.1);
    let span = |run: &[(&str, Style)]| {
        Span::styled(run.iter().map(|(symbol, _)| *symbol).collect::<String>(), run[0].1)
    };
    Line::from(runs.map(span).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, width: usize) -> Vec<String> {
        wrapped(&plain(text, Style::default()), width).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(shown("Şuşa şəhəri gözəldir", 11), ["Şuşa şəhəri", "gözəldir"]);
        assert_eq!(shown("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(shown("", 5), [""]);
    }

    #[test]
    fn wide_characters_are_whole() {
        assert_eq!(shown("漢字漢字", 5), ["漢字", "漢字"]);
        assert_eq!(shown("i\u{307}i\u{307}i\u{307}", 2), ["i\u{307}i\u{307}", "i\u{307}"]);
    }

    #[test]
    fn matches_keep_their_style_and_hostile_letters_lose_their_power() {
        let matched = Style::new().bold();
        let text = "a\u{1b}[2J Bakıda\nqaldı";
        let from = text.find("Bakıda").expect("there");
        let lines =
            wrapped(&marked(text, std::iter::once(from..from + "Bakıda".len()), Style::new(), matched), 40);
        assert_eq!(lines[0].to_string(), "a\u{FFFD}[2J Bakıda qaldı");
        let bold: Vec<&str> =
            lines[0].spans.iter().filter(|s| s.style == matched).map(|s| s.content.as_ref()).collect();
        assert_eq!(bold, ["Bakıda"]);
    }

    #[test]
    fn what_is_cut_says_so() {
        let title = plain("Xəzərin səviyyəsi enir", Style::new());
        assert_eq!(cut(&title, 40).to_string(), "Xəzərin səviyyəsi enir");
        assert_eq!(cut(&title, 12).to_string(), "Xəzərin…");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "\\PC{0,200}", width in 2usize..40) {
            let lines = wrapped(&plain(&text, Style::default()), width);
            let alone = |line: &Line| line.styled_graphemes(Style::default()).count() == 1;
            prop_assert!(lines.iter().all(|line| line.width() <= width || alone(line)), "{lines:?}");
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&safe(&text)));
        }
    }
}
