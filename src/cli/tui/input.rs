//! One line of text being written, with its cursor.

use unicode_width::UnicodeWidthChar;

/// More than any query needs; a pasted book is cut here.
const MOST_BYTES: usize = 8 * 1024;

/// The line. The cursor is a byte offset that never stands inside a character or before a combining
/// mark, so that ə̇ and й are one step.
#[derive(Clone, Debug, Default)]
pub struct Input {
    text: String,
    cursor: usize,
}

impl Input {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part before the cursor.
    pub fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Does the cursor stand at the end?
    pub fn is_at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.cursor = self.text.len();
    }

    /// Writes at the cursor. Line feeds and tabs of a pasted text become spaces, other control
    /// characters are left out.
    pub fn insert(&mut self, text: &str) {
        let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
        for c in text.chars().map(blank).filter(|c| !c.is_control()) {
            if self.text.len() + c.len_utf8() > MOST_BYTES {
                return;
            }
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// One character to the left; false at the start.
    pub fn left(&mut self) -> bool {
        let before = self.previous();
        std::mem::replace(&mut self.cursor, before) != before
    }

    /// One character to the right; false at the end.
    pub fn right(&mut self) -> bool {
        let after = self.next();
        std::mem::replace(&mut self.cursor, after) != after
    }

    /// To the start.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// Deletes the character before the cursor.
    pub fn backspace(&mut self) {
        let from = self.previous();
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    /// Deletes the character under the cursor.
    pub fn delete(&mut self) {
        let to = self.next();
        self.text.drain(self.cursor..to);
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        let kept = self.before().trim_end();
        let from = kept.rfind(char::is_whitespace).map_or(0, |at| at + char_len(&kept[at..]));
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    /// Deletes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.text.drain(..self.cursor);
        self.cursor = 0;
    }

    /// Deletes everything after the cursor.
    pub fn delete_to_end(&mut self) {
        self.text.truncate(self.cursor);
    }

    fn previous(&self) -> usize {
        let steps = self.before().char_indices().rev();
        steps.into_iter().find(|(_, c)| c.width() != Some(0)).map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        let rest = &self.text[self.cursor..];
        let mut steps = rest.char_indices().skip(1);
        steps.find(|(_, c)| c.width() != Some(0)).map_or(self.text.len(), |(at, _)| self.cursor + at)
    }
}

fn char_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Input {
        let mut input = Input::default();
        input.insert(text);
        input
    }

    #[test]
    fn a_letter_with_its_marks_is_one_step() {
        let mut input = written("Kəi\u{307}");
        input.backspace();
        assert_eq!(input.text(), "Kə");
        assert!(input.left() && input.left() && !input.left());
        input.delete();
        assert_eq!(input.text(), "ə");
    }

    #[test]
    fn words_go_whole() {
        let mut input = written("Qarabağ  haqqında ");
        input.delete_word();
        assert_eq!(input.text(), "Qarabağ  ");
        input.delete_word();
        assert_eq!(input.text(), "");
        let mut input = written("a\u{a0}b");
        input.delete_word();
        assert_eq!(input.text(), "a ");
    }

    #[test]
    fn what_is_pasted_is_one_printable_line() {
        assert_eq!(written("bir\niki\tüç\u{1b}[31m").text(), "bir iki üç[31m");
        assert!(written(&"ə".repeat(MOST_BYTES)).text().len() <= MOST_BYTES);
    }

    #[test]
    fn the_two_sides_of_the_cursor_can_be_deleted() {
        let mut input = written("neft qaz");
        (0..4).for_each(|_| assert!(input.left()));
        input.delete_to_end();
        assert_eq!(input.text(), "neft");
        input.home();
        input.insert("a ");
        input.delete_to_start();
        assert_eq!(input.text(), "neft");
        assert!(!input.is_at_end());
    }
}
