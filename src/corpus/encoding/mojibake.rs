//! UTF-8 that was read as a code page and written again: `É™ → ə`, `Ä± → ı`, `Р‘Р°РєС‹ → Баку`.
//!
//! Undone only where a whole text shows it: nearly every stretch of letters beyond ASCII, put back
//! into the code page's bytes, must be UTF-8. One `Ã¶` in a good text stays.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254};

/// Pages that UTF-8 was taken for, the likeliest first.
const PAGES: [&Encoding; 3] = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1251];

static BYTES: LazyLock<[HashMap<char, u8>; 3]> = LazyLock::new(|| {
    PAGES.map(|page| {
        let decoded = |byte: u8| page.decode_without_bom_handling(&[byte]).0.chars().next();
        // Latin-1, which many programs read as, leaves control characters where the pages have signs.
        let latin_1 = (0x80..=0x9f).map(|byte| (char::from(byte), byte));
        (0x80..=0xff).filter_map(|byte| Some((decoded(byte)?, byte))).chain(latin_1).collect()
    })
});

/// How often a text may have been through it.
const MOST_TIMES: usize = 3;

/// The text as it was meant, with a note; none if it is no mojibake.
pub(super) fn undo(text: &str) -> Option<(String, String)> {
    let mut mended: Option<(String, &Encoding)> = None;
    for _ in 0..MOST_TIMES {
        let current = mended.as_ref().map_or(text, |(text, _)| text.as_str());
        match undo_once(current) {
            Some(once) => mended = Some(once),
            None => break,
        }
    }
    let (text, page) = mended?;
    Some((text, format!("letters mended that had been read as {}", super::shown(page))))
}

fn undo_once(text: &str) -> Option<(String, &'static Encoding)> {
    // The first bytes of our letters, as the pages show them: cheaper than looking at all runs.
    if !super::has_any(text, &['Ã', 'Ä', 'Å', 'É', 'Ð', 'Ñ', 'Ğ', 'Г', 'Д', 'Й', 'Р']) {
        return None;
    }
    PAGES.iter().enumerate().find_map(|(page, &encoding)| Some((undo_page(text, page)?, encoding)))
}

fn undo_page(text: &str, page: usize) -> Option<String> {
    let bytes = &BYTES[page];
    let mut out = String::with_capacity(text.len());
    let (mut mended, mut letters, mut rest) = (0, 0, text);
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (plain, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_ascii()).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        out.push_str(plain);
        let raw: Option<Vec<u8>> = run.chars().map(|c| bytes.get(&c).copied()).collect();
        match raw.and_then(|raw| String::from_utf8(raw).ok()) {
            Some(meant) => {
                mended += 1;
                letters += 1;
                out.push_str(&meant);
            }
            None => {
                // Quotes and dashes may have been added later.
                letters += usize::from(run.chars().any(char::is_alphabetic));
                out.push_str(run);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    (mended >= 2 && mended * 10 >= letters * 9).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_read_as_a_page_is_mended() {
        for text in ["Gəncədə yağış yağır, şəhər işıqlanır.", "Бакыда һава истидир, ҝүнәш чыхыб."]
        {
            for page in PAGES {
                let wrong = page.decode_without_bom_handling(text.as_bytes()).0.into_owned();
                let (mended, _) = undo(&wrong).unwrap_or_else(|| panic!("{wrong}"));
                assert_eq!(mended, text, "{}", page.name());
                let twice = WINDOWS_1252.decode_without_bom_handling(wrong.as_bytes()).0.into_owned();
                assert_eq!(undo(&twice).unwrap().0, text, "twice, {}", page.name());
            }
            let latin_1: String = text.bytes().map(char::from).collect();
            assert_eq!(undo(&latin_1).unwrap_or_default().0, text, "Latin-1: {latin_1:?}");
        }
    }

    #[test]
    fn good_text_stays() {
        for text in [
            "Gəncədə yağış yağır.",
            "Русский текст, Рига и Йорк.",
            "Ãlöz ªdı, İlin Ãxırı ©",
            "São Paulo, Ärger, Éclair",
            "Ã¶ bir yerdə",
        ] {
            assert_eq!(undo(text), None, "{text}");
        }
    }
}
