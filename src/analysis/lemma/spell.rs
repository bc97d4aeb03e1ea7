//! Archiphonemes spelled out: `lAr` is `lar` after a ı o u and `lər` after e ə i ö ü.
//!
//! Used by the build script, which spells every ending for the suffix automaton,
//! and by `inflect`, which puts endings on a stem.

use super::letters;

/// Vowel classes of harmony, as bits: after these, A is a or ə and I is ı, i, u, ü.
pub const CLASSES: [(u8, char, char); 4] = [(1, 'a', 'ı'), (2, 'ə', 'i'), (4, 'a', 'u'), (8, 'ə', 'ü')];

/// The spellings of an archiphonemic form after one kind of letter and vowel,
/// each with what may follow (0 any letter, 1 a vowel, 2 no vowel): a last `K`
/// gives two, the hard one (q, k) and the one before a vowel (ğ, y).
pub fn spell(form: &str, after_vowel: bool, a: char, i: char) -> Vec<(String, u8)> {
    let mut text = String::new();
    let mut back = a == 'a';
    let mut chars = form.chars().peekable();
    let mut next = 0;
    let mut soft = None;
    let mut class_i = i;
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                let buffer = chars.next().expect("a letter after (");
                assert_eq!(chars.next(), Some(')'));
                match buffer {
                    'I' if !after_vowel => text.push(class_i),
                    'I' => {}
                    consonant if after_vowel => text.push(consonant),
                    _ => {}
                }
            }
            'A' => {
                text.push(if back { 'a' } else { 'ə' });
                class_i = if back { 'ı' } else { 'i' };
            }
            'I' => text.push(class_i),
            'K' => {
                let (hard, weak) = if back { ('q', 'ğ') } else { ('k', 'y') };
                if chars.peek().is_none() {
                    next = 2;
                    soft = Some(format!("{text}{weak}"));
                }
                text.push(hard);
            }
            literal => {
                if let Some(class) = letters::vowel_class(literal) {
                    back = class & 5 != 0;
                    class_i = match class {
                        1 => 'ı',
                        2 => 'i',
                        4 => 'u',
                        _ => 'ü',
                    };
                }
                text.push(literal);
            }
        }
    }
    let mut out = vec![(text, next)];
    out.extend(soft.map(|s| (s, 1)));
    out
}
