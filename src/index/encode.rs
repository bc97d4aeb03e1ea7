//! Tokens of a paragraph → one string a field, and the tantivy tokenizer that reads it back.
//!
//! Our analysis runs once a paragraph and yields three fields; tantivy runs a tokenizer a field.
//! Between the two stands this string: words, each after a mark that says where it stands ([`NEXT`] and
//! the others). No token is allocated.

use tantivy::tokenizer::{Token as TantivyToken, TokenStream, Tokenizer};

use super::places::{BODY_PLACE, position};
use crate::analysis::{Analyzer, Token, fold};
use crate::corpus::{Signature, Signer};

/// Before a word that stands at the next place.
const NEXT: u8 = b' ';
/// The same, of a lemma that is the word as it stands.
const NEXT_AS_WRITTEN: u8 = b'\t';
/// Before another lemma of the word before it.
const OTHER: u8 = b'\x0b';
/// The same, of a lemma that is the word as it stands.
const OTHER_AS_WRITTEN: u8 = b'\x0c';
/// The body begins. No word has a byte below or equal to any of these.
const BODY: u8 = b'\n';

/// A longer title loses what is beyond its 56th word: the body's places begin at [`BODY_PLACE`].
const TITLE_WORDS: usize = 56;

/// Encodes paragraphs; keeps its buffers between them.
#[derive(Default)]
pub struct Encoder {
    /// The `lemma` field.
    pub lemma: String,
    /// The `surface` field: words that are none of their lemmas.
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
        self.lemma.push(char::from(BODY));
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

    /// Bytes of the fields encoded last.
    pub fn bytes(&self) -> usize {
        self.lemma.len() + self.surface.len() + self.name.len()
    }

    /// By what the paragraphs since the last call are compared with other articles; the next begins.
    pub fn signature(&mut self) -> Option<Signature> {
        self.signer.finish()
    }

    fn push(&mut self, token: &Token) {
        self.tokens += 1;
        let mut lemmas = token.lemmas.iter();
        let mut is_lemma = false;
        let mut write = |text: &mut String, lemma: &str, [plain, as_written]: [u8; 2]| {
            let stands = lemma == token.surface;
            is_lemma |= stands;
            text.push(char::from(if stands { as_written } else { plain }));
            text.push_str(lemma);
        };
        if let Some(first) = lemmas.next() {
            write(&mut self.lemma, first, [NEXT, NEXT_AS_WRITTEN]);
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
            write(&mut self.lemma, other, [OTHER, OTHER_AS_WRITTEN]);
        }
        if !is_lemma {
            self.surface.push(char::from(NEXT));
            self.surface.push_str(token.surface);
        }
    }
}

/// Reads what [`Encoder`] wrote.
#[derive(Clone, Default)]
pub(super) struct EncodedTokenizer {
    token: TantivyToken,
}

pub(super) struct EncodedStream<'a> {
    rest: &'a str,
    next_place: usize,
    token: &'a mut TantivyToken,
}

impl Tokenizer for EncodedTokenizer {
    type TokenStream<'a> = EncodedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedStream<'a> {
        self.token.reset();
        EncodedStream { rest: text, next_place: 0, token: &mut self.token }
    }
}

impl TokenStream for EncodedStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(mark) = self.rest.bytes().next() else { return false };
            let after = &self.rest[1..];
            if mark == BODY {
                self.next_place = BODY_PLACE;
                self.rest = after;
                continue;
            }
            let end = after.bytes().position(|byte| byte <= NEXT).unwrap_or(after.len());
            self.token.text.clear();
            self.token.text.push_str(&after[..end]);
            self.next_place += usize::from(matches!(mark, NEXT | NEXT_AS_WRITTEN));
            let stands = matches!(mark, NEXT_AS_WRITTEN | OTHER_AS_WRITTEN);
            self.token.position = position(self.next_place.saturating_sub(1), stands);
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
        let expected = [
            ("bakı", 0, false),
            ("xəbər", 1, true),
            ("komanda", 64, false),
            ("komandan", 64, true),
            ("gəl", 65, false),
        ];
        let expected: Vec<_> =
            expected.map(|(text, place, stands)| (text.to_string(), position(place, stands))).into();
        assert_eq!(tokens(" bakı\txəbər\n komanda\x0ckomandan gəl"), expected);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(tokens("").is_empty());
        assert!(tokens("\n").is_empty());
    }
}
