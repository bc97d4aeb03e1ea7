//! What the lexicon says of a stem, packed into one number.
//!
//! Included by the build script, which packs, and by the analyser, which
//! unpacks, so that the layout stands in one place. A level is a frequency on a
//! logarithmic scale, 12 steps to a factor of e; 0 means "not of this kind".

/// Steps of a level, and of every cost, per nat.
pub const STEPS_PER_NAT: f64 = 12.0;

/// Size of the counted corpora, press text weighted, in millions of words.
pub const MILLIONS_COUNTED: f64 = 30.0;

/// Where the levels stand, in bits.
pub const NOUN: u32 = 0;
pub const VERB: u32 = 8;
pub const WORD: u32 = 16;
pub const DROPPED: u32 = 24;
/// Where the part of speech stands.
pub const POS: u32 = 32;
/// Flags.
pub const ALTERNATES: u64 = 1 << 40;
pub const NAME: u64 = 1 << 41;
pub const IRREGULAR: u64 = 1 << 42;
/// Where the kind of an irregular form stands, an index into [`KINDS`].
pub const KIND: u32 = 43;
/// Where the index of an irregular lemma stands.
pub const INDEX: u32 = 48;

/// The parts of speech in the lexicon's text form, in the order of their codes.
pub const PARTS: [&str; 9] = [
    "noun",
    "verb",
    "pronoun",
    "numeral",
    "adverb",
    "postposition",
    "conjunction",
    "particle",
    "interjection",
];

/// Kinds of irregular forms: a whole word (`onun`); a stem that takes endings
/// (`onlar`), only those with a vowel first (`suy`), with a consonant (`xət`).
pub const KINDS: [&str; 4] = ["whole", "stem", "vowel", "consonant"];

/// A lexicon value, unpacked on demand.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Packed(pub u64);

impl Packed {
    const fn level(self, shift: u32) -> u16 {
        (self.0 >> shift & 0xff) as u16
    }
    /// Level as a nominal that takes endings.
    pub const fn noun(self) -> u16 {
        self.level(NOUN)
    }
    /// Level as a verb root.
    pub const fn verb(self) -> u16 {
        self.level(VERB)
    }
    /// Level as an uninflected word.
    pub const fn word(self) -> u16 {
        self.level(WORD)
    }
    /// Level of the noun that loses a vowel to give this stem (`burn` of `burun`).
    pub const fn dropped(self) -> u16 {
        self.level(DROPPED)
    }
    /// Index into [`PARTS`].
    pub const fn part(self) -> usize {
        (self.0 >> POS & 0xf) as usize
    }
    /// Whether a noun's final q, k becomes ğ, y before a vowel.
    pub const fn alternates(self) -> bool {
        self.0 & ALTERNATES != 0
    }
    /// Whether it is a word, and not only a stem that a word becomes.
    pub const fn is_word(self) -> bool {
        self.noun() > 0 || self.verb() > 0 || self.word() > 0
    }
    /// Whether it is mostly written with a capital inside a sentence.
    pub const fn is_name(self) -> bool {
        self.0 & NAME != 0
    }
    /// The index of the lemma of an irregular form, and the form's kind.
    pub const fn irregular(self) -> Option<(usize, &'static str)> {
        if self.0 & IRREGULAR == 0 {
            return None;
        }
        Some(((self.0 >> INDEX) as usize, KINDS[(self.0 >> KIND & 3) as usize]))
    }
}
