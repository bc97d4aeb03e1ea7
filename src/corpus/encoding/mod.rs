//! Bytes to text: UTF-8, UTF-16, the old code pages, and what was damaged on the way.
//!
//! `guess` tells code pages apart by their letters, `mojibake` undoes UTF-8 that was read as a code
//! page, `substitutes` puts ə and its neighbours where fonts or lossy programs had other letters.
//! Nothing is done in silence: each step gives a note, which becomes a warning with the file's name.

mod guess;
mod mojibake;
mod substitutes;

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text, and what had to be done to read it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    /// `read as Windows-1251`, each one a warning.
    pub notes: Vec<String>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// A NUL at this offset.
    Nul(usize),
    /// No UTF-8 from this offset on, and no code page fits.
    Unknown(usize),
}

/// Reads bytes; `declared` is the encoding they are said to be in, which counts where it fits.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, NoText> {
    let mut notes = Vec::new();
    let text = if let Some(wide) = utf_16(&bytes) {
        notes.push(format!("read as {}", shown(wide)));
        wide.decode(&bytes).0.into_owned()
    } else if let Some(nul) = memchr::memchr(0, &bytes) {
        return Err(NoText::Nul(nul));
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let (text, note) = old_text(&bytes, declared).ok_or(NoText::Unknown(offset))?;
                notes.push(note);
                text
            }
        }
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    match repair(&text) {
        Some(repaired) => {
            notes.extend(repaired.notes);
            Ok(Decoded { text: repaired.text, notes })
        }
        None => Ok(Decoded { text, notes }),
    }
}

/// Text that is not UTF-8 from end to end: UTF-8 with a few damaged letters, else a code page.
fn old_text(bytes: &[u8], declared: Option<&str>) -> Option<(String, String)> {
    let lossy = String::from_utf8_lossy(bytes);
    let lost = lossy.matches('\u{fffd}').count();
    let kept = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
    if lost * 20 <= kept {
        return Some((lossy.into_owned(), format!("{lost} bytes that are no UTF-8 left out")));
    }
    let found = guess::code_page(bytes, declared)?;
    Some((found.decode_without_bom_handling(bytes).0.into_owned(), format!("read as {}", shown(found))))
}

/// Repairs what wrong programs and fonts did to a text; none if nothing is wrong with it.
pub(super) fn repair(text: &str) -> Option<Decoded> {
    let mut repaired: Option<Decoded> = None;
    for step in [mojibake::undo, substitutes::font_letters, substitutes::lost_schwa] {
        let current = repaired.as_ref().map_or(text, |done| done.text.as_str());
        if let Some((text, note)) = step(current) {
            let mut notes = repaired.take().map(|done| done.notes).unwrap_or_default();
            notes.push(note);
            repaired = Some(Decoded { text, notes });
        }
    }
    repaired
}

/// Whether it is worth looking closer: letters that damage leaves, none of which good text needs.
pub(super) fn may_be_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    // `?` inside a word, and Latin-1 letters but ç ö ü, and Cyrillic beside Latin or at odd places.
    memchr::memchr_iter(b'?', bytes).any(|i| bytes.get(i + 1).is_some_and(u8::is_ascii_alphabetic))
        || has_any(text, &['Ã', 'Ä', 'Å', 'É', 'Ñ', 'ä', 'ý', 'þ', 'ð', 'я', 'Г', 'Д', 'Й', 'Р', 'Я'])
}

/// Does a text have any of these letters beyond ASCII? Every page is asked several times.
fn has_any(text: &str, letters: &[char]) -> bool {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte >= 0xc0) {
        let mut after = rest[at..].chars();
        if after.next().is_some_and(|c| letters.contains(&c)) {
            return true;
        }
        rest = after.as_str();
    }
    false
}

/// The encoding that the head of a stream is in, unless that is UTF-8 or cannot be told.
pub(super) fn of_head(head: &[u8]) -> Option<&'static Encoding> {
    if let Some(wide) = utf_16(head) {
        return Some(wide);
    }
    // The head may end inside a letter.
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if is_utf8 {
        return None;
    }
    let lossy = String::from_utf8_lossy(head);
    let lost = lossy.matches('\u{fffd}').count();
    let kept = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
    // A few wrong bytes are errors of their lines, not an encoding.
    if lost < 12 || lost * 20 <= kept { None } else { guess::code_page(head, None) }
}

/// An encoding's name as users know it.
pub(super) fn shown(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "windows-1254" => "Windows-1254",
        "IBM866" => "DOS code page 866",
        "x-mac-cyrillic" => "Macintosh Cyrillic",
        name => name,
    }
}

/// UTF-16 by its mark, or by the zero bytes that Latin text has in every second place.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((found, _)) = Encoding::for_bom(bytes) {
        return (found != UTF_8).then_some(found);
    }
    let head = &bytes[..bytes.len().min(4096)];
    memchr::memchr(0, head)?;
    // In either order the high bytes of Latin, Cyrillic and common punctuation are these.
    let is_high = |byte: u8| matches!(byte, 0 | 1 | 2 | 4 | 0x20 | 0x21);
    let units = head.len() / 2;
    let (mut little, mut big, mut zeros) = (0, 0, 0);
    for unit in head.chunks_exact(2) {
        little += usize::from(is_high(unit[1]) && unit[0] != 0);
        big += usize::from(is_high(unit[0]) && unit[1] != 0);
        zeros += usize::from(unit.contains(&0));
    }
    let fits = |count: usize| units >= 4 && count * 20 >= units * 19 && zeros * 5 >= units;
    match (fits(little), fits(big)) {
        (true, _) if little >= big => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Turns a stream into UTF-8.
pub(super) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    consumed: usize,
    output: Vec<u8>,
    given: usize,
    ended: bool,
}

/// Bytes decoded at a time; a letter of any encoding has room in it.
const PIECE: usize = 16 << 10;

impl<R: Read> Transcoder<R> {
    /// The text of `inner`, which is in `encoding`.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, input: Vec::new(), consumed: 0, output: Vec::new(), given: 0, ended: false }
    }

    /// Decodes the next piece; nothing is left in it at the end.
    fn decode(&mut self) -> io::Result<()> {
        self.given = 0;
        self.output.clear();
        while self.output.is_empty() && !self.ended {
            if self.consumed == self.input.len() {
                self.input.resize(PIECE, 0);
                let read = self.inner.read(&mut self.input)?;
                self.input.truncate(read);
                self.consumed = 0;
            }
            let last = self.input.is_empty();
            self.output.resize(2 * PIECE, 0);
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.input[self.consumed..], &mut self.output, last);
            self.output.truncate(written);
            self.consumed += read;
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.output.len() {
            self.decode()?;
        }
        let rest = &self.output[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Gəncədə yağış: “Şəhər” qəzeti.\n";

    fn utf_16_bytes(text: &str, big: bool, bom: bool) -> Vec<u8> {
        let units = bom.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn utf_16_is_told_with_and_without_its_mark() {
        for big in [false, true] {
            for bom in [false, true] {
                let text = TEXT.repeat(3);
                let decoded = decode(utf_16_bytes(&text, big, bom), None).unwrap();
                assert_eq!(decoded.text, text);
                let name = if big { "UTF-16BE" } else { "UTF-16LE" };
                assert_eq!(decoded.notes, [format!("read as {name}")]);
            }
        }
    }

    #[test]
    fn a_stream_gives_the_same_text_as_the_whole() {
        let text = TEXT.repeat(5000);
        let mut streamed = String::new();
        Transcoder::new(&utf_16_bytes(&text, false, true)[..], UTF_16LE)
            .read_to_string(&mut streamed)
            .unwrap();
        assert!(streamed == text);
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert_eq!(decode(b"abc\0def".to_vec(), None).unwrap_err(), NoText::Nul(3));
        assert_eq!(decode(vec![b'a', 0x81, 0x8d, 0x90, 0x9d], None).unwrap_err(), NoText::Unknown(1));
        assert_eq!(decode(TEXT.into(), None).unwrap().notes, Vec::<String>::new());
    }

    #[test]
    fn a_damaged_letter_costs_itself_alone() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes.extend(b"son \xc9");
        let decoded = decode(bytes, None).unwrap();
        assert!(decoded.text.ends_with("son \u{fffd}"));
        assert_eq!(decoded.notes, ["1 bytes that are no UTF-8 left out"]);
    }
}
