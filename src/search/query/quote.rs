//! Quotation marks of every kind, and where a quotation ends.

/// Quotes that open a phrase, with those that may close it. A straight quote closes what any
/// opened: keyboards mix them.
const QUOTES: &[(char, &str)] =
    &[('"', "\"”“"), ('“', "”\"“"), ('„', "“”\""), ('«', "»\""), ('”', "”\""), ('»', "«\""), ('＂', "＂\"")];
/// Single quotes are also apostrophes (mə'lum, O’Brayen): they must stand at the edges of words.
const SINGLE: &[(char, &str)] = &[('\'', "'’"), ('‘', "’'"), ('‚', "‘’'"), ('‹', "›'")];
/// A longer quotation, in bytes, is no phrase, and no quote is looked for further.
const LONGEST: usize = 1000;

/// A quotation at the start of a text.
pub(super) struct Quotation<'t> {
    /// What it holds, and a suffix glued to the closing quote: `“Qaydaları”nın`.
    pub inside: &'t str,
    /// How many bytes it takes.
    pub length: usize,
}

/// May the character open a phrase?
pub(super) fn opens(c: char) -> bool {
    QUOTES.iter().chain(SINGLE).any(|q| q.0 == c)
}

/// The quotation that begins a text, if it ends and holds a word.
pub(super) fn quotation(text: &str) -> Option<Quotation<'_>> {
    let mark = text.chars().next()?;
    let open = mark.len_utf8();
    let near = &text[open..text.floor_char_boundary(open + LONGEST)];
    let (at, close) = match QUOTES.iter().find(|q| q.0 == mark) {
        Some((_, closing)) => near.char_indices().find(|&(at, c)| at > 0 && closing.contains(c))?,
        None => single(near, SINGLE.iter().find(|q| q.0 == mark)?.1)?,
    };
    let after = &text[open + at + close.len_utf8()..];
    let mut end = open + at;
    let mut length = end + close.len_utf8();
    let glued = after.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(after.len());
    let suffix = after[..glued].strip_prefix('-').unwrap_or(&after[..glued]);
    if suffix.starts_with(char::is_alphabetic) {
        length += glued;
        end = length;
    }
    let inside = &text[open..end];
    inside.contains(char::is_alphanumeric).then_some(Quotation { inside, length })
}

/// The end of a quotation in single quotes: the first that no letter follows, before another opens;
/// else the first, with the suffix that follows it (`'Barselona'nın`).
fn single(near: &str, closing: &str) -> Option<(usize, char)> {
    if !near.starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut glued = None;
    let mut before = ' ';
    for (at, c) in near.char_indices() {
        if at > 0 && before.is_whitespace() && (opens(c) || closing.contains(c)) {
            break;
        }
        if at > 0 && closing.contains(c) {
            if !near[at + c.len_utf8()..].starts_with(char::is_alphanumeric) {
                return Some((at, c));
            }
            glued = glued.or(Some((at, c)));
        }
        before = c;
    }
    // One word with an apostrophe inside is a word.
    glued.filter(|&(at, _)| near[..at].chars().nth(1).is_some())
}
