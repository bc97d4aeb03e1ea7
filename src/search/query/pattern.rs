//! Words that stand for many: `söz*`, `s?z`, `söz~1`; and what of a headline only looks like one.

use std::fmt;

use super::QueryFault;

/// A word that stands for all that look like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As written.
    pub written: String,
    /// Its letters, with `*` for any number of letters and `?` for one.
    pub letters: String,
    /// By how many letters (added, dropped, other, swapped) a word may differ.
    pub edits: u8,
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letters)?;
        if self.letters.contains(['*', '?']) { Ok(()) } else { write!(f, "~{}", self.edits) }
    }
}

/// What a piece of text between blanks turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    Pattern(Pattern),
    /// A fuzzy word too short for its number: the smaller one is taken.
    Short(Pattern),
    /// `söz^2`: the word ends at this byte.
    Weighted(usize),
}

/// Letters before the first `*` and letters in all, at the least: with fewer, half the archive's
/// words match, and `5*` is a hotel.
const LEAST_LETTERS: usize = 2;
/// Words of at least so many letters may differ by one and by two letters. Elasticsearch's AUTO has
/// 3 and 6; names of five letters (Putin) are worth two.
const FUZZY_LETTERS: [usize; 2] = [3, 5];
/// A pattern has no more elements than a machine word has bits to note them in.
const MOST_LETTERS: usize = 60;

/// Tells what a piece of text is.
pub(super) fn shape(piece: &str) -> Result<Shape, QueryFault> {
    if let Some((word, number)) = fuzzy(piece) {
        let letters = word.chars().count();
        let asked = match number {
            "" => 1,
            "0" | "1" | "2" => number.as_bytes()[0] - b'0',
            _ => return Err(QueryFault::Distance { word: piece.to_string() }),
        };
        let most = FUZZY_LETTERS.iter().filter(|&&least| letters >= least).count() as u8;
        let edits = if letters > MOST_LETTERS { 0 } else { asked.min(most) };
        let pattern = Pattern { written: piece.to_string(), letters: word.to_string(), edits };
        return Ok(if edits < asked { Shape::Short(pattern) } else { Shape::Pattern(pattern) });
    }
    if let Some(word) = weighted(piece) {
        return Ok(Shape::Weighted(word));
    }
    Ok(wildcard(piece).map_or(Shape::Plain, |core| {
        Shape::Pattern(Pattern { written: core.to_string(), letters: core.to_string(), edits: 0 })
    }))
}

/// `söz~1` → the word and what stands after the sign.
fn fuzzy(piece: &str) -> Option<(&str, &str)> {
    let (word, number) = piece.trim_end_matches(is_punctuation).rsplit_once('~')?;
    let whole = !word.is_empty() && word.chars().all(is_letter) && word.ends_with(char::is_alphanumeric);
    (whole && number.bytes().all(|b| b.is_ascii_digit())).then_some((word, number))
}

/// `söz^2` → where the word ends.
fn weighted(piece: &str) -> Option<usize> {
    let (word, number) = piece.rsplit_once('^')?;
    let whole = word.ends_with(|c: char| c.is_alphanumeric() || "\"”»)".contains(c));
    (whole && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')).then_some(word.len())
}

/// The pattern that a piece is but for punctuation around it; `?` at a word's end is punctuation.
fn wildcard(piece: &str) -> Option<&str> {
    let core = piece.trim_start_matches(is_punctuation).trim_end_matches(is_punctuation);
    let core = core.trim_end_matches('?');
    let stem = core.split('*').next().unwrap_or_default();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_pattern = core.contains(['*', '?'])
        && core.chars().all(|c| is_letter(c) || matches!(c, '*' | '?'))
        && core.starts_with(char::is_alphanumeric)
        && core.chars().nth(MOST_LETTERS).is_none()
        && letters(core) >= LEAST_LETTERS
        && (!core.contains('*') || letters(stem) >= LEAST_LETTERS);
    is_pattern.then_some(core)
}

fn is_punctuation(c: char) -> bool {
    ".,;:!…\"“”„«»'’‘)]}".contains(c)
}

/// Does it belong to a word? Combining marks do, or decomposed text would fall apart.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(piece: &str) -> Option<(String, u8)> {
        match shape(piece) {
            Ok(Shape::Pattern(p) | Shape::Short(p)) => Some((p.letters, p.edits)),
            _ => None,
        }
    }

    #[test]
    fn patterns_are_told_from_the_signs_of_running_text() {
        for (piece, letters, edits) in [
            ("söz*", "söz*", 0),
            ("s?z", "s?z", 0),
            ("“neft*”,", "neft*", 0),
            ("k?t?b?", "k?t?b", 0),
            ("şə*r", "şə*r", 0),
            ("s\u{327}\u{259}*", "s\u{327}\u{259}*", 0),
            ("Putin~", "Putin", 1),
            ("Putin~2", "Putin", 2),
            ("söz~2", "söz", 1),
            ("ad~1", "ad", 0),
        ] {
            assert_eq!(read(piece), Some((letters.to_string(), edits)), "{piece}");
        }
        for piece in ["necə?", "*qeyd", "5*", "a*", "niyə?!", "?", "*", "~", "~5", "~100", "a/b*", "s*"] {
            assert_eq!(read(piece), None, "{piece}");
        }
        assert!(shape("söz~9").is_err() && shape("söz~11").is_err());
        assert_eq!(shape("söz^2"), Ok(Shape::Weighted("söz".len())));
    }
}
