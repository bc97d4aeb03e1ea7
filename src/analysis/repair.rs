//! First stage, on one word: code points that look right and are not.
//!
//! Text from the web spells one letter in several ways: decomposed (`s` + U+0327), with a letter of
//! the other script (`аzərbаycаn` with Cyrillic а), with an invisible soft hyphen. The stage writes
//! the word as a careful typist would have; the text itself, and so every offset, stays as it is.
//! Invariant: the result is NFC and repairing it again changes nothing.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Characters without width that break a word only for the eye: soft hyphen, zero-width space and
/// joiners, bidi marks, word joiner, byte order mark, variation selectors.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Pairs of letters that look alike, `(Latin, Cyrillic)`, in both cases.
const LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('c', 'с'),
    ('x', 'х'),
    ('y', 'у'),
    ('i', 'і'),
    ('j', 'ј'),
    ('s', 'ѕ'),
    ('h', 'һ'),
    ('ə', 'ә'),
    ('ö', 'ӧ'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ə', 'Ә'),
    ('H', 'Һ'),
    ('Ö', 'Ӧ'),
];

/// Latin letters that stand for an Azerbaijani one whatever the word: turned e, the ä of the
/// 1991–92 alphabet, Romanian ș, ligatures left by typesetting.
fn azerbaijani(c: char) -> Option<&'static str> {
    Some(match c {
        'ǝ' | 'ä' => "ə",
        'Ǝ' | 'Ä' => "Ə",
        'ș' => "ş",
        'Ș' => "Ş",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        _ => return None,
    })
}

pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | 'ə' | '\u{1E00}'..='\u{1EFF}')
}

/// Apostrophes of every shape; inside a word they tell nothing: `mə'lum`, `Qur’an`, `oʻzbek`.
pub(super) const APOSTROPHES: &str = "'’ʼ‘`ʻ";

/// Is a word of ASCII letters and digits and the letters of the Azerbaijani alphabet alone, as
/// nearly every word is? Then there is nothing to repair.
pub(super) fn is_plain(word: &str) -> bool {
    word.chars().all(is_plain_letter)
}

/// Is it an ASCII letter or digit, or a letter of the Azerbaijani alphabet?
pub(super) fn is_plain_letter(c: char) -> bool {
    is_plain_lower(c) || c.is_ascii_uppercase() || matches!(c, 'Ə' | 'İ' | 'Ö' | 'Ü' | 'Ç' | 'Ş' | 'Ğ')
}

/// The same but for capitals.
pub(super) fn is_plain_lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, 'ə' | 'ı' | 'ö' | 'ü' | 'ç' | 'ş' | 'ğ')
}

/// Writes `word` into `out` with its code points repaired. `out` is cleared first.
///
/// `ş` as `s` + U+0327, `аydаn` with two Cyrillic а, `mə\u{AD}sələ` and `mə'lum` become `ş`,
/// `aydan`, `məsələ` and `məlum`. A word in one script alone keeps it: `Баку` stays Cyrillic.
pub fn repair(word: &str, out: &mut String) {
    out.clear();
    out.push_str(word);
    if is_plain(word) {
        return;
    }
    if word.is_ascii() {
        out.retain(|c| !APOSTROPHES.contains(c));
        return;
    }
    let suspicious =
        |c: char| is_invisible(c) || azerbaijani(c).is_some() || is_cyrillic(c) || APOSTROPHES.contains(c);
    if is_nfc_quick(word.chars()) == IsNormalized::Yes && !word.chars().any(suspicious) {
        return;
    }
    // What one pass puts side by side may compose in the next: Cyrillic с, made c, with a cedilla.
    loop {
        let repaired = pass(out);
        if repaired == *out {
            return;
        }
        *out = repaired;
    }
}

fn pass(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut previous = ' ';
    for c in word.chars().filter(|&c| !is_invisible(c) && !APOSTROPHES.contains(c)).nfc() {
        match azerbaijani(c) {
            Some(letters) => out.push_str(letters),
            // İ decomposed is I + U+0307, composed by NFC; i + U+0307 is what a foreign
            // lower-casing left.
            None if c == '\u{307}' && previous == 'i' => {}
            None => out.push(c),
        }
        previous = c;
    }
    if out.chars().any(is_cyrillic) && out.chars().any(is_latin) {
        unmix(&mut out);
    }
    out
}

/// A word of both scripts is written in the one most of its telling letters belong to; letters that
/// exist in both alphabets tell nothing.
fn unmix(word: &mut String) {
    let telling = |c: char| !LOOK_ALIKES.iter().any(|&(l, k)| l == c || k == c);
    let latin = word.chars().filter(|&c| is_latin(c) && telling(c)).count();
    let cyrillic = word.chars().filter(|&c| is_cyrillic(c) && telling(c)).count();
    let swap = |c: char| {
        let found = LOOK_ALIKES.iter().find(|&&(l, k)| if cyrillic > latin { l == c } else { k == c });
        found.map_or(c, |&(l, k)| if cyrillic > latin { k } else { l })
    };
    *word = word.chars().map(swap).collect();
}
