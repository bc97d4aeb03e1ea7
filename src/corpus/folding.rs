//! One plain form of a word for the look-ups of this module: menu words, headings, month names.
//!
//! It serves recognising a page's furniture, never the text of an article: that has the analysis'
//! own folding, which loses nothing. Total, and the same for composed and decomposed letters.

/// Lower case, Latin diacritics off, combining marks and soft hyphens dropped: `İYUN → iyun`,
/// `Şənbə → senbe`. Azerbaijani rules for both i: I and ı meet i, since pages set in capitals by a
/// foreign program have `IYUN` for `İYUN`. Cyrillic is only lower-cased (`ё → е`).
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(fold_char).collect()
}

fn fold_char(c: char) -> Option<char> {
    Some(match c {
        'ı' => 'i',
        'ə' | 'ǝ' | 'ä' => 'e',
        'ö' => 'o',
        'ü' => 'u',
        'ç' => 'c',
        'ş' | 'ș' => 's',
        'ğ' => 'g',
        'ё' => 'е',
        '\u{a0}' | '\u{202f}' => ' ',
        // Combining marks (also the dot that lower-casing İ leaves) and soft hyphens.
        '\u{300}'..='\u{36f}' | '\u{ad}' => return None,
        c => c,
    })
}

/// The text without white space around it and with a single space wherever it had some.
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_meet_their_plain_form() {
        for (text, folded) in [
            ("İYUN", "iyun"),
            ("IYUN", "iyun"),
            ("Şənbə", "senbe"),
            ("S\u{327}ǝnbə", "senbe"),
            ("Хәбәр", "хәбәр"),
            ("ÇƏRŞƏNBƏ", "cersenbe"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn every_kind_of_space_becomes_one() {
        assert_eq!(squeeze(" a\u{a0}\u{a0}b\n\tc\u{3000}"), "a b c");
    }
}
