//! Where words begin and end, as byte ranges of the original text.
//!
//! A suffix written apart belongs to its word: `NATO-nun`, `2025-ci`, `Erdoğan'ın`, `“Məcəllə”də`
//! are one token each, with the place where the base ends. Real compounds (`Bakı-Tbilisi`,
//! `tez-tez`) are a token a part, at successive positions. Combining marks, soft hyphens and
//! zero-width characters are part of a word: repairing comes later and needs them whole.
//! Invariant: ranges are ordered, disjoint, inside the text and on character boundaries.

use unicode_normalization::char::is_combining_mark;

use super::repair::{APOSTROPHES, is_invisible};

/// One word of the text, before any of its letters is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub from: usize,
    /// One past the last byte, suffix included.
    pub to: usize,
    /// Where the base ends if a suffix stands apart from it (`NATO` of `NATO-nun`), else `to`.
    pub base_to: usize,
    /// First byte of the suffix that stands apart, else `to`.
    pub suffix_from: usize,
    /// Begins with a capital inside a sentence: evidence of a name.
    pub capitalised_inside: bool,
}

/// Characters after which a suffix may follow its word directly.
const CLOSING_QUOTES: &str = "”»\"“";
const HYPHENS: &str = "-\u{2010}\u{2011}";

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// Bytes of a letter or digit by its first byte, where that tells: ASCII, U+00C0 to U+027F but × and
/// ÷, and Cyrillic up to U+047F. That is nearly all there is.
static LETTER_BYTES: [u8; 256] = letter_bytes();

const fn letter_bytes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        let first = byte as u8;
        if first.is_ascii_alphanumeric() {
            table[byte] = 1;
        } else if matches!(first, 0xC3..=0xC9 | 0xD0 | 0xD1) {
            table[byte] = 2;
        }
        byte += 1;
    }
    table
}

/// Bytes of the letter or digit at `at` where [`LETTER_BYTES`] tells, else 0.
fn plain_letter(bytes: &[u8], at: usize) -> usize {
    let sign = bytes[at] == 0xC3 && matches!(bytes.get(at + 1), Some(0x97 | 0xB7));
    if sign { 0 } else { LETTER_BYTES[usize::from(bytes[at])].into() }
}

/// Splits `text`; `is_suffix` tells whether a string, as written, is a chain of suffixes.
pub struct Words<'t, S> {
    text: &'t str,
    at: usize,
    is_suffix: S,
    sentence_start: bool,
}

impl<'t, S: Fn(&str) -> bool> Words<'t, S> {
    /// An iterator over the words of `text`.
    pub fn new(text: &'t str, is_suffix: S) -> Self {
        Words { text, at: 0, is_suffix, sentence_start: true }
    }

    /// End of the run of word characters that starts at `from`; a decimal separator between digits
    /// (`2,5`, `184.1`) belongs to it, an invisible character at its end does not.
    fn run_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut odd = false;
        while at < bytes.len() {
            let letter = plain_letter(bytes, at);
            if letter > 0 {
                at += letter;
                continue;
            }
            match bytes[at] {
                b'.' | b','
                    if at > from
                        && bytes[at - 1].is_ascii_digit()
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) =>
                {
                    at += 1;
                }
                0x80.. => match self.char_at(at) {
                    Some(c) if is_word(c) => {
                        odd = true;
                        at += c.len_utf8();
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        if odd { from + self.text[from..at].trim_end_matches(is_invisible).len() } else { at }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The suffix that starts at `from`, if the run of letters there is one: its end.
    fn suffix_end(&self, from: usize) -> Option<usize> {
        let end = self.run_end(from);
        let suffix = &self.text[from..end];
        // A suffix is short and lower-case, so that -A of `F-A` is none.
        (end > from
            && suffix.len() <= 24
            && !suffix.starts_with(char::is_uppercase)
            && (self.is_suffix)(suffix))
        .then_some(end)
    }
}

impl<S: Fn(&str) -> bool> Iterator for Words<'_, S> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let text = self.text;
        let bytes = text.as_bytes();
        // To the next word, noting whether a sentence ended on the way.
        let from = loop {
            let byte = *bytes.get(self.at)?;
            if plain_letter(bytes, self.at) > 0 {
                break self.at;
            }
            if byte.is_ascii() {
                self.sentence_start |= matches!(byte, b'.' | b'!' | b'?' | b':' | b';' | b'\n');
                self.at += 1;
                continue;
            }
            let c = self.char_at(self.at)?;
            if is_word(c) && !is_invisible(c) && !is_combining_mark(c) {
                break self.at;
            }
            self.sentence_start |= c == '…';
            self.at += c.len_utf8();
        };
        let mut end = self.run_end(from);
        let mut word = Word { from, to: end, base_to: end, suffix_from: end, capitalised_inside: false };

        // A glued suffix after digits: 2025ci.
        if bytes[from].is_ascii_digit() {
            let run = &text[from..end];
            let digits = run.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
            if digits < run.len() && (self.is_suffix)(&run[digits..]) {
                word.base_to = from + digits;
                word.suffix_from = from + digits;
            }
        }
        if word.base_to == end {
            end = self.join(&mut word);
        }
        self.at = end;

        let head = text[from..].chars().next().unwrap_or(' ');
        word.capitalised_inside = !self.sentence_start && head.is_uppercase();
        // `L.Qumilyov`, `Ş. Y. Yesenov`: the point after an initial ends no sentence.
        let is_initial = head.is_uppercase() && end - from == head.len_utf8();
        self.sentence_start = false;
        if is_initial && text[end..].starts_with('.') {
            self.at = end + 1;
        }
        Some(word)
    }
}

impl<S: Fn(&str) -> bool> Words<'_, S> {
    /// Takes in what follows the run if it belongs to the word: a suffix after a hyphen, apostrophe
    /// or closing quote, or the rest of a word with an apostrophe inside. Returns the word's end.
    fn join(&self, word: &mut Word) -> usize {
        let mut end = word.to;
        loop {
            // Mostly a space or a point follows.
            if matches!(self.text.as_bytes().get(end), None | Some(b' '..=b'!' | b'#'..=b'&' | b'('..=b',' | b'.'..=b'/'))
            {
                return end;
            }
            let Some(mark) = self.char_at(end) else { return end };
            let after = end + mark.len_utf8();
            let quote = CLOSING_QUOTES.contains(mark);
            if APOSTROPHES.contains(mark) || HYPHENS.contains(mark) || quote {
                // `“Financial Times”-a`: the hyphen may follow the quote.
                let start = match self.char_at(after) {
                    Some(c) if quote && HYPHENS.contains(c) => after + c.len_utf8(),
                    _ => after,
                };
                if let Some(suffix_end) = self.suffix_end(start) {
                    word.base_to = end;
                    word.suffix_from = start;
                    word.to = suffix_end;
                    return suffix_end;
                }
            }
            // Old orthography and foreign names: mə'lum, O’Brayen stay one word.
            let inside = APOSTROPHES.contains(mark) && self.char_at(after).is_some_and(char::is_alphabetic);
            if !inside {
                return end;
            }
            end = self.run_end(after);
            word.to = end;
            word.base_to = end;
            word.suffix_from = end;
        }
    }
}
