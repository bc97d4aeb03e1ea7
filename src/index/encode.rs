//! Tokens of a paragraph → one string a field, and the tantivy tokenizer that reads it back.
//!
//! Our analysis runs once a paragraph and yields three fields; tantivy runs a tokenizer a field.
//! Between the two stands this string: words parted by a space (next position), `|` (same position,
//! the second lemma of an ambiguous form) or a line feed (jump to the body). No token is allocated.

use tantivy::tokenizer::{Token as TantivyToken, TokenStream, Tokenizer};

use crate::analysis::{Analyzer, Token, fold};
use crate::corpus::{Signature, Signer};

/// Position of the body's first word. The title's words lie before it: a position tells them
/// apart, and no phrase spans the gap. A longer title loses what is beyond its 56th word.
pub const BODY_POSITION: usize = 64;
const TITLE_WORDS: usize = 56;

/// Encodes paragraphs; keeps its buffers between them.
#[derive(Default)]
pub struct Encoder {
    /// The `lemma` field.
    pub lemma: String,
    /// The `surface` field.
    pub surface: String,
    /// The `name` field: lemmas, and where it is another the word as it stands.
    pub name: String,
    /// Tokens encoded so far, and how many of them have two lemmas.
    pub tokens: u64,
    /// Tokens with two lemmas.
    pub ambiguous: u64,
    signer: Signer,
}

impl Encoder {
    /// Encodes a title (if its words are to be searchable) and a paragraph.
    pub fn encode(&mut self, analyzer: &mut Analyzer, title: Option<&str>, text: &str) {
        self.lemma.clear();
        self.surface.clear();
        self.name.clear();
        if let Some(title) = title {
            let mut words = 0;
            analyzer.analyze(title, |token| {
                words += 1;
                if words <= TITLE_WORDS {
                    self.push(token);
                }
            });
        }
        self.lemma.push('\n');
        let (mut words, mut capitals) = (0, 0);
        let names_before = self.name.len();
        analyzer.analyze(text, |token| {
            words += 1;
            capitals += usize::from(token.capitalised_inside);
            self.push(token);
            self.signer.word(token.surface, fold);
        });
        // Where nearly all words are capital (A HEADLINE LIKE THIS) a capital says nothing; a short
        // sentence of names has four of six.
        if capitals * 4 > words * 3 {
            self.name.truncate(names_before);
        }
    }

    /// By what the paragraphs since the last call are compared with other articles; the next begins.
    pub fn signature(&mut self) -> Option<Signature> {
        self.signer.finish()
    }

    fn push(&mut self, token: &Token) {
        self.tokens += 1;
        let mut lemmas = token.lemmas.iter();
        if let Some(first) = lemmas.next() {
            self.lemma.push(' ');
            self.lemma.push_str(first);
            if token.capitalised_inside {
                self.name.push(' ');
                self.name.push_str(first);
                // A name may only look inflected (Həmədan, Карабах): it is to be found whole too.
                if first != token.surface {
                    self.name.push(' ');
                    self.name.push_str(token.surface);
                }
            }
        }
        for other in lemmas {
            self.ambiguous += 1;
            self.lemma.push('|');
            self.lemma.push_str(other);
        }
        self.surface.push(' ');
        self.surface.push_str(token.surface);
    }
}

/// Reads what [`Encoder`] wrote.
#[derive(Clone, Default)]
pub(super) struct EncodedTokenizer {
    token: TantivyToken,
}

pub(super) struct EncodedStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: &'a mut TantivyToken,
}

impl Tokenizer for EncodedTokenizer {
    type TokenStream<'a> = EncodedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedStream<'a> {
        self.token.reset();
        EncodedStream { rest: text, next_position: 0, token: &mut self.token }
    }
}

impl TokenStream for EncodedStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(mark) = self.rest.bytes().next() else { return false };
            let after = &self.rest[1..];
            if mark == b'\n' {
                self.next_position = BODY_POSITION;
                self.rest = after;
                continue;
            }
            let end = memchr::memchr3(b' ', b'|', b'\n', after.as_bytes()).unwrap_or(after.len());
            self.token.text.clear();
            self.token.text.push_str(&after[..end]);
            self.token.position = match mark {
                b'|' => self.next_position.saturating_sub(1),
                _ => {
                    self.next_position += 1;
                    self.next_position - 1
                }
            };
            self.rest = &after[end..];
            return true;
        }
    }

    fn token(&self) -> &TantivyToken {
        self.token
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(encoded: &str) -> Vec<(String, usize)> {
        let mut tokenizer = EncodedTokenizer::default();
        let mut stream = tokenizer.token_stream(encoded);
        let mut out = vec![];
        while stream.advance() {
            out.push((stream.token().text.clone(), stream.token().position));
        }
        out
    }

    #[test]
    fn title_body_and_second_lemmas_have_their_positions() {
        let expected = [("bakı", 0), ("xəbər", 1), ("komanda", 64), ("komandan", 64), ("gəl", 65)];
        let expected: Vec<_> = expected.map(|(t, p)| (t.to_string(), p)).into();
        assert_eq!(tokens(" bakı xəbər\n komanda|komandan gəl"), expected);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(tokens("").is_empty());
        assert!(tokens("\n").is_empty());
    }
}
