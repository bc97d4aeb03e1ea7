//! JSON and JSONL files, taken apart into objects; `record` makes articles of them.
//!
//! JSONL is a stream: one line in memory at a time, a bad line loses itself alone. A JSON array is
//! read whole but taken apart element by element, so that a wrong type in one article loses only
//! that one, and what stands before broken syntax is kept.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;

use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::error::ReadError;
use super::fields::{Field, Mapping};
use super::lines::{Line, Lines};
use super::place::Place;
use super::read::Sink;
use super::record::{broken, read_object};
use super::source::Source;

/// Reads a file of one object a line.
pub(super) fn read_lines(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    let mut lines = Lines::new(&mut source.reader);
    let mut blank = true;
    loop {
        let line = match lines.next() {
            Ok(line) => line,
            Err(cause) => {
                let number = lines.number();
                return sink.error(source.failure(number, cause));
            }
        };
        let number = lines.number();
        match line {
            Line::End if blank => sink.error(ReadError::Empty { at: place.at() })?,
            Line::End => {}
            Line::TooLong => sink.error(ReadError::LineTooLong { at: place.line(number) })?,
            Line::Whole => match std::str::from_utf8(lines.bytes()) {
                Ok(line) => {
                    let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    read_object(line, false, &place, number, sink)?;
                }
                Err(error) => {
                    let offset = error.valid_up_to() as u64;
                    sink.error(ReadError::NotUtf8 { at: place.line(number), offset })?;
                }
            },
        }
        if line == Line::End {
            return ControlFlow::Continue(());
        }
        blank = false;
    }
}

/// Reads one object, an array of objects, or an object around such an array.
pub(super) fn read_whole(place: &Place, text: &str, sink: &mut Sink) -> ControlFlow<()> {
    let mut array = ArrayReader { text, place, lines: LineCounter::new(text), sink };
    if text.trim_start().starts_with('[') {
        return array.read(text);
    }
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
    match wrapped(&fields, array.sink.mapping) {
        Some(articles) => array.read(articles),
        // No wrapper, or broken: then the object's own reading says what is wrong.
        None => {
            let line = array.lines.line_of(text.trim_start());
            read_object(text, true, place, line, array.sink)
        }
    }
}

/// The articles of an object around them: at `articles`, or of one that is no article itself its only
/// list of objects, whatever its name, `data`, `items`, `posts`.
fn wrapped<'a>(fields: &BTreeMap<String, &'a RawValue>, mapping: &Mapping) -> Option<&'a str> {
    if let Some(articles) = fields.get("articles") {
        return Some(articles.get()).filter(|value| *value != "null");
    }
    let is_text = |name: &String| {
        let field = mapping.of_json(name);
        matches!(field, Some(Field::Title | Field::Body | Field::Text | Field::Paragraphs))
    };
    if fields.keys().any(is_text) {
        return None;
    }
    let of_objects =
        |value: &&str| value.strip_prefix('[').is_some_and(|inside| inside.trim_start().starts_with('{'));
    let mut lists = fields.values().map(|value| value.get()).filter(of_objects);
    lists.next().filter(|_| lists.next().is_none())
}

/// Takes an array apart, handing each element to the sink as soon as it is met.
struct ArrayReader<'a, 's, 'k> {
    text: &'a str,
    place: &'a Place,
    lines: LineCounter<'a>,
    sink: &'s mut Sink<'k>,
}

impl<'a> ArrayReader<'a, '_, '_> {
    fn read(&mut self, array: &'a str) -> ControlFlow<()> {
        let offset = self.lines.offset_of(array);
        let mut flow = ControlFlow::Continue(());
        let mut count = 0usize;
        let mut parser = serde_json::Deserializer::from_str(array);
        let result = serde::Deserializer::deserialize_seq(
            &mut parser,
            Elements(|element: &'a RawValue| {
                count += 1;
                let line = self.lines.line_of(element.get());
                flow = read_object(element.get(), false, self.place, line, self.sink);
                flow
            }),
        );
        flow?;
        let result = result.and_then(|()| parser.end());
        let first_line = self.text[..offset].matches('\n').count() as u64;
        match result {
            Err(error) if error.is_data() => self.sink.error(ReadError::Field {
                at: self.place.line(first_line + 1),
                field: "articles",
                expected: "an array",
                got: "something else",
            }),
            Err(error) => {
                let at = self.place.line(first_line + error.line() as u64);
                self.sink.error(broken(&error, at))
            }
            Ok(()) if count == 0 => self.sink.error(ReadError::Empty { at: self.place.at() }),
            Ok(()) => ControlFlow::Continue(()),
        }
    }
}

/// Calls a function with each element of an array until it breaks off.
struct Elements<F>(F);

impl<'de, F: FnMut(&'de RawValue) -> ControlFlow<()>> Visitor<'de> for Elements<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element::<&RawValue>()? {
            if self.0(element).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Line numbers of slices of one text, asked for in ascending order: each byte is counted once.
struct LineCounter<'a> {
    text: &'a str,
    counted_to: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, counted_to: 0, line: 1 }
    }

    /// Where a slice of the text begins in it.
    fn offset_of(&self, slice: &str) -> usize {
        (slice.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize).min(self.text.len())
    }

    fn line_of(&mut self, slice: &str) -> u64 {
        let offset = self.offset_of(slice);
        if let Some(between) = self.text.as_bytes().get(self.counted_to..offset) {
            self.line += memchr::memchr_iter(b'\n', between).count() as u64;
            self.counted_to = offset;
        }
        self.line
    }
}
