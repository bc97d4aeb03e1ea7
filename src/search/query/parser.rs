//! A query's text → [`Query`]. Total and linear: a pasted headline is a query.
//!
//! `"…"` phrase (any kind of quote), `=word` this form alone, `-word` without it. A sign counts only
//! at the start of a word and directly before it, so the dashes and lone quotes of a headline are
//! text: `Bakı - Tbilisi` has no negation and `5" ekran` no phrase.

use super::{Clause, Query};

/// More than this many parts are beyond any headline; the rest is not read.
pub const MAX_CLAUSES: usize = 128;

/// Quotes that open a phrase, with those that may close it. A straight quote closes what any
/// opened: keyboards mix them.
const QUOTES: &[(char, &str)] = &[('"', "\"”“"), ('“', "”\"“"), ('„', "“”\""), ('«', "»\""), ('”', "”\"")];

/// Reads a query.
pub fn parse(text: &str) -> Query {
    let mut query = Query::default();
    let mut rest = text.trim_start();
    while let Some(head) = rest.chars().next() {
        if query.clauses.len() == MAX_CLAUSES {
            break;
        }
        let (negated, after) = sign(rest, '-');
        let (exact, after) = sign(after, '=');
        let quote = after.chars().next().and_then(|c| QUOTES.iter().find(|q| q.0 == c));
        let (body, phrase, next) = match quote.and_then(|q| quoted(after, q.1)) {
            Some((inside, next)) => (inside, true, next),
            None => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (&after[..end], false, &after[end..])
            }
        };
        if body.chars().any(char::is_alphanumeric) {
            query.clauses.push(Clause { text: body.to_string(), phrase, exact, negated });
        }
        // What held no word at all (`-`, `""`) is passed over.
        rest = if next.len() == rest.len() { &rest[head.len_utf8()..] } else { next }.trim_start();
    }
    query
}

/// Takes a sign off if a word or quote follows it directly.
fn sign(text: &str, sign: char) -> (bool, &str) {
    match text.strip_prefix(sign) {
        Some(after)
            if after.starts_with(|c: char| {
                c.is_alphanumeric() || c == '=' || QUOTES.iter().any(|q| q.0 == c)
            }) =>
        {
            (true, after)
        }
        _ => (false, text),
    }
}

/// The inside of a quotation and what follows it. A suffix glued to the closing quote stays with
/// the phrase's last word: `“Qaydaları”nın`.
fn quoted<'t>(text: &'t str, closing: &str) -> Option<(&'t str, &'t str)> {
    let open = text.chars().next()?.len_utf8();
    let inside = &text[open..];
    let (at, close) = inside.char_indices().find(|&(at, c)| at > 0 && closing.contains(c))?;
    let after = &inside[at + close.len_utf8()..];
    let glued = after.find(char::is_whitespace).unwrap_or(after.len());
    if after[..glued].starts_with(|c: char| c.is_alphabetic() || c == '-') {
        return Some((&inside[..at + close.len_utf8() + glued], &after[glued..]));
    }
    Some((&inside[..at], after))
}
