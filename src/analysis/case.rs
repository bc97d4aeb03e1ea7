//! Lower-casing by the Azerbaijani alphabet: İ → i, I → ı.
//!
//! A generic lower-casing turns İlham into i + U+0307 …, and IŞIQLI into işiqli. The capital I
//! alone is not enough to tell: in `BAKI` it is ı, in `IBM` and `Instagram` it is the foreign i.
//! [`lower`] writes ı; [`head_i`] and [`foreign_i`] write the other readings, and the caller asks
//! the lexicon.

/// Writes `word` (repaired) in lower case into `out`, I → ı. `out` is cleared first.
pub fn lower(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            'I' => out.push('ı'),
            'İ' => out.push('i'),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// The other reading of a word with a capital I: every `I` an i.
pub fn foreign_i(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    lower(&word.replace('I', "i"), &mut out);
    out
}

/// The lower-case word with i at its head, where a capital I there is the foreign letter.
///
/// Hardly a native word begins with ı (`ılıq`, `ılğım`: then the next vowel is ı too), while
/// foreign and badly typed ones beginning with I are many: Instagram, Iran, IBM, Ilham.
pub fn head_i(word: &str, lowered: &str) -> Option<String> {
    let rest = lowered.strip_prefix('ı').filter(|_| word.starts_with('I'))?;
    let next_vowel = rest.chars().find(|c| "aeəiıoöuü".contains(*c));
    (next_vowel != Some('ı')).then(|| format!("i{rest}"))
}
