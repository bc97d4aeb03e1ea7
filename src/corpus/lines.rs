//! Lines of a stream, each no longer than [`LIMIT`].
//!
//! A longer line is read over without being kept, so that one gigabyte on a line costs the memory
//! of the longest line allowed and no more.

use std::io::{self, BufRead};

use super::source::LIMIT;

/// What a call of [`Lines::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its line break; it is in the buffer.
    Whole,
    /// A line over the limit; the buffer is empty.
    TooLong,
    /// The end of the stream.
    End,
}

/// Reads lines one by one into a buffer of its own.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `reader`.
    pub fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), number: 0 }
    }

    /// The number, from 1, of the line that was read last.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The line that was read last.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The next line as text of its own, if it is not longer than `longest`.
    pub fn next_text(&mut self, longest: usize) -> io::Result<(Line, String)> {
        let line = self.next()?;
        if line == Line::Whole && self.buffer.len() > longest {
            return Ok((Line::TooLong, String::new()));
        }
        Ok((line, String::from_utf8_lossy(&self.buffer).into_owned()))
    }

    /// Reads the next line. After an error the stream is at its end for all purposes.
    pub fn next(&mut self) -> io::Result<Line> {
        self.buffer.clear();
        let mut length = 0;
        let mut too_long = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() && length == 0 {
                return Ok(Line::End);
            }
            let line_break = memchr::memchr(b'\n', chunk);
            let piece = &chunk[..line_break.unwrap_or(chunk.len())];
            too_long |= self.buffer.len() + piece.len() > LIMIT;
            if !too_long {
                self.buffer.extend_from_slice(piece);
            }
            let ends = line_break.is_some() || chunk.is_empty();
            let consumed = piece.len() + usize::from(line_break.is_some());
            length += consumed;
            self.reader.consume(consumed);
            if ends {
                break;
            }
        }
        self.number += 1;
        if too_long {
            // A line of nearly the limit may have grown the buffer: give that back.
            self.buffer = Vec::new();
            return Ok(Line::TooLong);
        }
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        Ok(Line::Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_any_break_and_at_the_end() {
        let mut lines = Lines::new(&b"a\r\n\nb"[..]);
        for expected in ["a", "", "b"] {
            assert_eq!(lines.next().unwrap(), Line::Whole);
            assert_eq!(lines.bytes(), expected.as_bytes());
        }
        assert_eq!(lines.next().unwrap(), Line::End);
        assert_eq!(lines.number(), 3);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_and_not_kept() {
        let text = [vec![b'x'; LIMIT + 1], b"\nafter".to_vec()].concat();
        let mut lines = Lines::new(io::BufReader::new(&text[..]));
        assert_eq!(lines.next().unwrap(), Line::TooLong);
        assert_eq!(lines.buffer.capacity(), 0);
        assert_eq!(lines.next().unwrap(), Line::Whole);
        assert_eq!((lines.bytes(), lines.number()), (&b"after"[..], 2));
    }
}
