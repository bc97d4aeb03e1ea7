//! A query that cannot be what was meant: where, why, and what to write instead.
//!
//! Few things are errors. A pasted headline never is: only a sign that can mean nothing else, with
//! a value it cannot have.

use std::ops::Range;

use thiserror::Error;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What is wrong with a query, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{reason}")]
pub struct QueryError {
    /// The query as given.
    pub query: String,
    /// The bytes of it that are wrong.
    pub at: Range<usize>,
    /// Why.
    pub reason: QueryFault,
    /// The query as it might be meant.
    pub example: String,
}

/// Why a query cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum QueryFault {
    /// Brackets or negations too deep. Cure: write it flatter.
    #[error("parentheses and negations go deeper than {limit}")]
    Depth {
        /// How deep they may go.
        limit: usize,
    },
    /// `söz~9`. Cure: one or two.
    #[error("`{word}`: words may differ by one or two letters, not more")]
    Distance {
        /// The word with its number.
        word: String,
    },
    /// `"a b"~999`. Cure: a smaller number.
    #[error("`{sign}`: at most {limit} other words may stand in between")]
    Within {
        /// The sign with its number.
        sign: String,
        /// The most there can be.
        limit: u32,
    },
    /// A value of the date field that begins like a date and is none. Cure: ISO 8601.
    #[error("`{value}` is no date")]
    Date {
        /// The value.
        value: String,
    },
    /// A range that ends before it begins. Cure: the other way round.
    #[error("the range `{value}` ends before it begins")]
    Reversed {
        /// The value.
        value: String,
    },
}

/// Columns of a query shown with an error: a line of a terminal.
const SHOWN: usize = 72;

impl QueryError {
    /// The query (if it is long, the part about the error) and, for the line below, signs under
    /// what is wrong. Both fit a terminal; columns are those of the screen, not characters.
    pub fn pointed(&self) -> (String, String) {
        let blank = |c: char| if c.is_control() { ' ' } else { c };
        let clean = |text: &str| text.chars().map(blank).collect::<String>();
        let before = clean(&self.query[..self.at.start]);
        let wrong = fitting(&clean(&self.query[self.at.clone()]), SHOWN / 2);
        let room = SHOWN / 2;
        let lead = if before.width() > room {
            let tail: String = before.chars().rev().collect();
            let tail: String = fitting(&tail, room).chars().rev().collect();
            format!("…{tail}")
        } else {
            before
        };
        let after = fitting(&clean(&self.query[self.at.end..]), SHOWN / 3);
        let signs = "^".repeat(wrong.width().max(1));
        (format!("{lead}{wrong}{after}"), format!("{}{signs}", " ".repeat(lead.width())))
    }
}

/// As much of the text as fits so many columns.
fn fitting(text: &str, columns: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= columns
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_stand_under_what_is_wrong_whatever_the_width_of_what_is_before() {
        let query = "s\u{327}əhər 東京 söz~9 qaz".to_string();
        let from = query.find("söz").expect("there");
        let reason = QueryFault::Distance { word: "söz~9".into() };
        let error = QueryError { at: from..from + "söz~9".len(), query, reason, example: String::new() };
        let (line, signs) = error.pointed();
        assert_eq!(line, error.query);
        // şəhər and two wide characters: 5 + 1 + 4 + 1 columns.
        assert_eq!(signs, format!("{}{}", " ".repeat(11), "^".repeat(5)));
    }

    #[test]
    fn of_a_long_query_the_part_about_the_error_is_shown() {
        let query = format!("{}söz~9{}", "ə ".repeat(500), " ə".repeat(500));
        let at = 1500..1500 + "söz~9".len();
        let reason = QueryFault::Distance { word: "söz~9".into() };
        let (line, signs) = QueryError { query, at, reason, example: String::new() }.pointed();
        assert!(line.width() <= SHOWN && line.contains("söz~9") && signs.width() < SHOWN, "{line}");
        let column = signs.chars().take_while(|&c| c == ' ').count();
        assert_eq!(line.chars().skip(column).take(5).collect::<String>(), "söz~9");
    }
}
