//! A text to the clipboard of the person at the terminal, through the terminal itself (OSC 52): it
//! also works over ssh, and no program has to be installed for it.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The sequence that puts a text on the clipboard. The text is base64, so nothing in it can steer.
pub fn sequence(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(text))
}

/// Asks the terminal to copy. Whether it does is its own choice, and it does not tell.
pub fn copy(text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(sequence(text).as_bytes())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_cannot_end_the_sequence() {
        assert_eq!(sequence("Bakı\u{7}\u{1b}[2J"), "\u{1b}]52;c;QmFrxLEHG1sySg==\u{7}");
    }
}
