//! Lower-casing by the Azerbaijani alphabet: İ → i, I → ı.
//!
//! A generic lower-casing turns İlham into i + U+0307 …, and IŞIQLI into işiqli. The capital I
//! alone is not enough to tell: in `BAKI` it is ı, in `IBM` and `Instagram` it is the foreign i.
//! [`lower`] writes ı and [`is_foreign_head`] tells a head's; of the rest `capital_i` asks the lexicon.

use super::repair::{is_plain_letter, is_plain_lower};

/// Writes `word` (repaired) in lower case to the end of `out`, each I as `capital_i` gives it.
fn push_lower(word: &str, mut capital_i: impl FnMut() -> char, out: &mut String) {
    for c in word.chars() {
        match c {
            'I' => out.push(capital_i()),
            'İ' => out.push('i'),
            // What nearly every word is made of, without the way through Unicode's tables.
            'ə' | 'ı' | 'ö' | 'ü' | 'ç' | 'ş' | 'ğ' => out.push(c),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Writes `word`, as written, in lower case into `out`, if it is what nearly every word is: a letter
/// and lower-case letters, all of the Azerbaijani alphabet or ASCII, so that there is nothing to
/// repair, and no I to decide about.
pub fn lower_plain(word: &str, out: &mut String) -> bool {
    let mut letters = word.chars();
    let Some(head) = letters.next() else { return false };
    let rest = letters.as_str();
    if head == 'I' || !is_plain_letter(head) || !rest.chars().all(is_plain_lower) {
        return false;
    }
    out.clear();
    push_lower(&word[..head.len_utf8()], || 'ı', out);
    out.push_str(rest);
    true
}

/// Writes `word` (repaired) in lower case into `out`, I → ı. `out` is cleared first.
pub fn lower(word: &str, out: &mut String) {
    lower_with(word, out, || 'ı');
}

/// The same, each I as `capital_i` gives it.
pub fn lower_with(word: &str, out: &mut String, capital_i: impl FnMut() -> char) {
    out.clear();
    push_lower(word, capital_i, out);
}

/// Is the capital I at the head of a word the foreign letter, its `lowered` ı an i?
///
/// Hardly a native word begins with ı (`ılıq`, `ılğım`: then the next vowel is ı too), while
/// foreign and badly typed ones beginning with I are many: Instagram, Iran, IBM, Ilham.
pub fn is_foreign_head(word: &str, lowered: &str) -> bool {
    let rest = lowered.strip_prefix('ı').filter(|_| word.starts_with('I'));
    rest.is_some_and(|rest| rest.chars().find(|c| "aeəiıoöuü".contains(*c)) != Some('ı'))
}
