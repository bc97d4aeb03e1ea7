//! Lower-casing by the Azerbaijani alphabet: İ → i, I → ı.
//!
//! A generic lower-casing turns İlham into i + U+0307 …, and IŞIQLI into işiqli. The capital I
//! alone is not enough to tell: in `BAKI` it is ı, in `IBM` and `Instagram` it is the foreign i.
//! [`lower`] writes ı; [`foreign_i`] writes the other reading, and the caller asks the lexicon.

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

/// The other reading of a word with a capital I: every `I` an i. `None` where there is none.
pub fn foreign_i(word: &str) -> Option<String> {
    if !word.contains('I') {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    lower(&word.replace('I', "i"), &mut out);
    Some(out)
}

/// Which reading a word has that the lexicon knows in neither: ı inside a word, i at its head.
///
/// Hardly a native word begins with ı (`ılıq`, `ılğım`: then the next vowel is ı too), while
/// foreign and badly typed ones beginning with I are many: Instagram, Iran, IBM, Ilham.
pub fn head_i(lowered: &str) -> Option<String> {
    let rest = lowered.strip_prefix('ı')?;
    let next_vowel = rest.chars().find(|c| "aeəiıoöuü".contains(*c));
    (next_vowel != Some('ı')).then(|| format!("i{rest}"))
}
