//! What the subcommands share in writing: colours, numbers, safe text, messages.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

use super::messages::{Language, Message, say};

/// Titles, and spellings that took part.
pub const BOLD: Style = Style::new().bold();
/// What matched.
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
/// Dates, sources, numbers.
pub const DIM: Style = Style::new().dimmed();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// Standard output, buffered, colours taken out where it is no terminal: before the buffer, since behind it
/// each piece between two colours would be a write of its own, a hundred for ten hits.
pub fn stdout() -> AutoStream<Box<dyn Write>> {
    let choice = AutoStream::choice(&io::stdout());
    AutoStream::new(Box::new(BufWriter::new(io::stdout())), choice)
}

/// Standard output as it is, for machines: nothing is taken out, whatever the text holds.
pub fn raw_stdout() -> BufWriter<io::Stdout> {
    BufWriter::new(io::stdout())
}

/// A value as one line of JSON in which no character steers a terminal: DEL, C1 and bidi controls
/// are escaped as the control characters below them are anyway.
pub fn json_line(value: &impl serde::Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    if !json.chars().any(is_steering) {
        return Ok(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match is_steering(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    Ok(out)
}

/// Prints an error and its cure.
pub fn error(message: &str, hint: Option<&str>) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "axtar: {ERROR}{}{ERROR:#} {}", say!(ERROR), printable(message));
    if let Some(hint) = hint {
        let _ = writeln!(err, "\n{} {}", say!(HINT), printable(hint));
    }
}

/// Prints a warning about one input.
pub fn warning(message: &str, hint: Option<&str>) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "axtar: {WARNING}{}{WARNING:#} {}", say!(WARNING), printable(message));
    if let Some(hint) = hint {
        let _ = writeln!(err, "  {} {}", say!(HINT), printable(hint));
    }
}

/// Prints what a user may want to know beside the results.
pub fn note(message: &str) {
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{DIM}{}{DIM:#}", printable(message));
}

/// Says that input is waited for, if standard input is the terminal, which would say nothing.
pub fn await_input() -> bool {
    let is_awaited = io::stdin().is_terminal();
    if is_awaited {
        note(&say!(FROM_TERMINAL));
    }
    is_awaited
}

/// The text without what could steer a terminal: control characters (escape among them) become �,
/// as do bidi controls, which can make a line read otherwise than it is.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) { '\u{FFFD}' } else { c }).collect()
}

/// Control characters but line feed and tab, and bidi controls.
fn is_steering(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// `1234567` → `1,234,567`, in Azerbaijani `1 234 567` with spaces that do not break.
pub fn thousands(number: u64) -> String {
    let separator = match Language::current() {
        Language::En => ',',
        Language::Az => '\u{a0}',
    };
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `3 articles`.
pub fn counted(number: u64, noun: &Message) -> String {
    format!("{} {}", thousands(number), noun.plural(number))
}

/// A number with so many places after its point, which is a comma in Azerbaijani.
pub fn decimal(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    match Language::current() {
        Language::En => text,
        Language::Az => text.replace('.', ","),
    }
}

/// Bytes for a person: `12.3 MB`.
pub fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{} kB", decimal(number as f64 / 1e3, 1)),
        1_000_000..1_000_000_000 => format!("{} MB", decimal(number as f64 / 1e6, 1)),
        _ => format!("{} GB", decimal(number as f64 / 1e9, 2)),
    }
}

/// Columns to write in: the terminal's, at most 100 for the eye; 80 elsewhere.
pub fn width() -> usize {
    let columns = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
    columns.map_or(80, |(width, _)| usize::from(width.0).clamp(40, 100))
}

/// `text` in a column of at least `width`, with a space after it, by its width on the screen.
pub fn padded(text: &str, width: usize) -> String {
    use unicode_width::UnicodeWidthStr;
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width()).max(1)))
}

/// Breaks `text` into lines of at most `width` columns, each after `indent`. Marks `\u{1}` and
/// `\u{2}` around a match are no columns and become its colour; after it `base` goes on.
pub fn wrapped(text: &str, width: usize, indent: &str, base: Style) -> String {
    use unicode_width::UnicodeWidthStr;
    let room = width.saturating_sub(indent.width()).max(20);
    let mut out = String::with_capacity(text.len() + 64);
    let mut column = 0;
    for word in text.split_whitespace() {
        let bare: String = word.chars().filter(|c| !matches!(c, '\u{1}' | '\u{2}')).collect();
        let columns = bare.width();
        if column > 0 && column + 1 + columns > room {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            out.push_str(indent);
        } else {
            out.push(' ');
            column += 1;
        }
        column += columns;
        for c in word.chars() {
            let _ = match c {
                '\u{1}' => write!(out, "{MATCH}"),
                '\u{2}' => write!(out, "{MATCH:#}{base}"),
                c => write!(out, "{c}"),
            };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1234567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            printable("a\u{1b}]8;;x\u{7}b\u{9b}c\u{202e}d\te"),
            "a\u{FFFD}]8;;x\u{FFFD}b\u{FFFD}c\u{FFFD}d\te"
        );
    }

    #[test]
    fn lines_are_as_wide_as_they_look() {
        let lines = wrapped("əəəəəəəəəə şşşşşşşşşş ğğğğğğğğğğ", 24, "  ", Style::new());
        assert_eq!(lines, "  əəəəəəəəəə şşşşşşşşşş\n  ğğğğğğğğğğ");
    }
}
