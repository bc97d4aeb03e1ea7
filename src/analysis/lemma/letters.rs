//! The alphabet as small numbers, for tables indexed by letter.
//!
//! Used by the suffix automaton at run time and by the build script that spells
//! its endings out, so that both number the letters alike.

/// How many codes there are: 32 letters, and 0 for every other character.
pub const CODES: usize = 33;

/// The letters in their order in the alphabet; a code is the place plus one.
const ALPHABET: [char; 32] = [
    'a', 'b', 'c', 'ç', 'd', 'e', 'ə', 'f', 'g', 'ğ', 'h', 'x', 'ı', 'i', 'j', 'k', 'q', 'l', 'm', 'n', 'o',
    'ö', 'p', 'r', 's', 'ş', 't', 'u', 'ü', 'v', 'y', 'z',
];

/// Codes by code point, up to the last letter of the alphabet, ə.
static CODE_OF: [u8; 'ə' as usize + 1] = codes();

const fn codes() -> [u8; 'ə' as usize + 1] {
    let mut table = [0; 'ə' as usize + 1];
    let mut i = 0;
    while i < ALPHABET.len() {
        table[ALPHABET[i] as usize] = i as u8 + 1;
        i += 1;
    }
    table
}

/// The code of a letter, 0 for a character outside the alphabet.
pub const fn code(c: char) -> u8 {
    if (c as usize) < CODE_OF.len() { CODE_OF[c as usize] } else { 0 }
}

/// The letter of a code.
#[allow(dead_code, reason = "the build script has no use for it")]
pub const fn letter(code: u8) -> char {
    ALPHABET[code as usize - 1]
}

/// The class of a vowel as a bit, by what I becomes after it: 1 ı, 2 i, 4 u,
/// 8 ü. `None` for consonants and foreign characters.
pub const fn vowel_class(c: char) -> Option<u8> {
    match c {
        'a' | 'ı' => Some(1),
        'e' | 'ə' | 'i' => Some(2),
        'o' | 'u' => Some(4),
        'ö' | 'ü' => Some(8),
        _ => None,
    }
}
