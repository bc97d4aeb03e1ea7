//! A stream of records between two tags: the items of a feed, the pages of a dump.
//!
//! Taken apart by bytes before any parser sees it, so that memory holds one record, however long
//! the file, and a broken record loses itself alone.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::error::ReadError;
use super::place::Place;
use super::read::Sink;
use super::source::{LIMIT, Source};

/// What a call of [`Records::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// A whole record, its tags included; it is in the buffer.
    Whole,
    /// One over the limit; it was passed over.
    TooLarge,
    /// The stream ended inside a record, which is in the buffer.
    Cut,
    /// The end.
    End,
}

/// What is said of a stream that is not as it should be.
pub(super) struct Sayings {
    /// Of one without records.
    pub none: &'static str,
    /// What a record is called: `an item`.
    pub kind: &'static str,
    /// Of one that ends inside a record, and the cure.
    pub cut: (&'static str, &'static str),
    /// The cure of everything else.
    pub cure: &'static str,
}

/// Hands on the records of a source: `head` reads what stands above the first, `take` makes an
/// article of each and tells where it cannot.
pub(super) fn read_records<H>(
    source: &mut Source,
    sink: &mut Sink,
    tags: &'static [(&'static str, &'static str)],
    sayings: &Sayings,
    head: impl Fn(&str) -> H,
    take: impl Fn(&str, &mut H, (&Place, u64), &mut Sink) -> Result<ControlFlow<()>, String>,
) -> ControlFlow<()> {
    let place = source.place.clone();
    let mut records = Records::new(&mut source.reader, tags);
    let mut above: Option<H> = None;
    loop {
        let record = match records.next() {
            Ok(record) => record,
            Err(cause) => return sink.failure(source, cause),
        };
        let line = records.start_line();
        match record {
            Record::End if above.is_none() => {
                return sink.structure(place.at(), sayings.none, sayings.cure);
            }
            Record::End => return ControlFlow::Continue(()),
            Record::TooLarge => {
                sink.error(ReadError::RecordTooLarge { at: place.line(line), kind: sayings.kind })?
            }
            Record::Cut => {
                let (reason, cure) = sayings.cut;
                return sink.structure(place.line(line), reason, cure);
            }
            Record::Whole => {
                let above = above.get_or_insert_with(|| head(&records.preamble()));
                match take(&records.text(), above, (&place, line), sink) {
                    Ok(flow) => flow?,
                    Err(reason) => sink.structure(place.line(line), reason, sayings.cure)?,
                }
            }
        }
    }
}

/// Reads records one by one into a buffer of its own.
pub(super) struct Records<R> {
    reader: R,
    /// Opening tags without `>`, and the closing tag of each.
    tags: &'static [(&'static str, &'static str)],
    buffer: Vec<u8>,
    line: u64,
    start_line: u64,
    /// What stood before the first record, up to some length.
    preamble: Vec<u8>,
    /// Whether bytes of the buffer were let go.
    cut: bool,
}

/// As much of what precedes the first record is kept: a feed's title, a dump's site name.
const PREAMBLE: usize = 64 << 10;

/// As much of a stretch that is not wanted is kept; no closing tag is longer.
const TAIL: usize = 64;

impl<R: BufRead> Records<R> {
    /// The records of `reader` between these tags.
    pub fn new(reader: R, tags: &'static [(&'static str, &'static str)]) -> Self {
        Self { reader, tags, buffer: Vec::new(), line: 1, start_line: 1, preamble: Vec::new(), cut: false }
    }

    /// What stood before the first record.
    pub fn preamble(&self) -> String {
        String::from_utf8_lossy(&self.preamble).into_owned()
    }

    /// The record that was read last.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.buffer)
    }

    /// The line, from 1, in which it begins.
    pub fn start_line(&self) -> u64 {
        self.start_line
    }

    /// Reads the next record.
    pub fn next(&mut self) -> io::Result<Record> {
        let first = self.preamble.is_empty();
        let close = loop {
            match self.tag(first)? {
                Some(Some(close)) => break close,
                Some(None) => {}
                None => return Ok(Record::End),
            }
        };
        self.start_line = self.line;
        self.cut = false;
        // Each `>` may end the closing tag.
        while self.read_until(b'>', LIMIT)? > 0 {
            if self.buffer.ends_with(close.as_bytes()) {
                if self.cut {
                    self.buffer = Vec::new();
                    return Ok(Record::TooLarge);
                }
                return Ok(Record::Whole);
            }
        }
        Ok(if self.cut { Record::TooLarge } else { Record::Cut })
    }

    /// Reads to the next `<` and looks whether a record's tag follows: its closing tag if so. The
    /// outer option is none at the end.
    fn tag(&mut self, first: bool) -> io::Result<Option<Option<&'static str>>> {
        self.buffer.clear();
        let read = self.read_until(b'<', if first { PREAMBLE } else { TAIL })?;
        if first {
            let room = PREAMBLE.saturating_sub(self.preamble.len()).min(self.buffer.len());
            self.preamble.extend_from_slice(&self.buffer[..room]);
        }
        self.cut = false;
        if read == 0 {
            return Ok(None);
        }
        self.buffer.clear();
        self.buffer.push(b'<');
        let longest = self.tags.iter().map(|(open, _)| open.len()).max().unwrap_or(0);
        // One byte more than the name, which must not go on: `<item>` is no `<items>`.
        while self.buffer.len() <= longest {
            let chunk = self.reader.fill_buf()?;
            let Some(&byte) = chunk.first() else { break };
            if byte == b'<' {
                break;
            }
            self.line += u64::from(byte == b'\n');
            self.buffer.push(byte);
            self.reader.consume(1);
            if byte == b'>' || byte.is_ascii_whitespace() {
                break;
            }
        }
        let found = self.tags.iter().find(|(open, _)| {
            let after = self.buffer.strip_prefix(open.as_bytes());
            after
                .is_some_and(|after| after.len() == 1 && (after[0] == b'>' || after[0].is_ascii_whitespace()))
        });
        let close = found.map(|(_, close)| *close);
        if close.is_none() {
            if first {
                let room = PREAMBLE.saturating_sub(self.preamble.len()).min(self.buffer.len());
                // The `<` itself was read with what stood before it.
                self.preamble.extend_from_slice(self.buffer.get(1..room).unwrap_or_default());
            }
            self.buffer.clear();
        }
        Ok(Some(close))
    }

    /// Appends up to and with `byte`. Over the limit only the end is kept, enough to know a tag by.
    fn read_until(&mut self, byte: u8, limit: usize) -> io::Result<usize> {
        let mut read = 0;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let found = memchr::memchr(byte, chunk);
            let piece = &chunk[..found.map_or(chunk.len(), |at| at + 1)];
            if piece.is_empty() {
                return Ok(read);
            }
            self.line += memchr::memchr_iter(b'\n', piece).count() as u64;
            self.buffer.extend_from_slice(piece);
            if self.cut || self.buffer.len() > limit {
                self.cut = true;
                let over = self.buffer.len().saturating_sub(TAIL);
                self.buffer.drain(..over);
            }
            read += piece.len();
            let consumed = piece.len();
            self.reader.consume(consumed);
            if found.is_some() {
                return Ok(read);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: &[(&str, &str)] = &[("<item", "</item>"), ("<entry", "</entry>")];

    fn all(text: &str, buffer: usize) -> (Vec<(u64, String)>, String) {
        let mut records = Records::new(io::BufReader::with_capacity(buffer, text.as_bytes()), TAGS);
        let mut found = Vec::new();
        loop {
            match records.next().unwrap() {
                Record::End => return (found, records.preamble()),
                Record::Cut => found.push((records.start_line(), format!("cut {}", records.text()))),
                Record::Whole => found.push((records.start_line(), records.text().into_owned())),
                Record::TooLarge => found.push((records.start_line(), "too large".into())),
            }
        }
    }

    #[test]
    fn records_stand_between_their_tags_wherever_the_buffer_ends() {
        let text =
            "<rss><title>X</title><items/>\n<item>a > b</item><itemx/>\n<entry id='1'>ə</entry>< <item>x";
        for buffer in [1, 2, 3, 7, 1000] {
            let (found, preamble) = all(text, buffer);
            let expected = [
                (2, "<item>a > b</item>".to_owned()),
                (3, "<entry id='1'>ə</entry>".to_owned()),
                (3, "cut <item>x".to_owned()),
            ];
            assert_eq!(found, expected, "{buffer}");
            assert!(preamble.starts_with("<rss><title>X</title><items/>\n"), "{preamble}");
        }
    }

    #[test]
    fn a_record_over_the_limit_is_passed_over_and_not_kept() {
        for filling in ["x", "x>"] {
            let long = filling.repeat(LIMIT + 100);
            let text = format!("<item>{long}</item>\n<item>b</item>");
            let mut records = Records::new(io::BufReader::new(text.as_bytes()), TAGS);
            assert_eq!(records.next().unwrap(), Record::TooLarge);
            assert!(records.buffer.capacity() == 0);
            assert_eq!(records.next().unwrap(), Record::Whole);
            assert_eq!((records.text().as_ref(), records.start_line()), ("<item>b</item>", 2));
        }
    }
}
