//! How near two spellings are, as the user is shown it.
//!
//! A grade is a promise about the *kind* of difference, not a distance: the
//! pair of writing systems a path goes through decides it (`data/pairs.tsv`).
//! The order of the variants is the order of trust; ranking and output both
//! rely on it.

/// The kind of difference between two spellings, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The same letters.
    Exact,
    /// Another form of the same word (`Əliyevin`, `Əliyev`). Letters cannot
    /// show this; whoever owns a lemmatiser decides it.
    Form,
    /// Typed without diacritics (`seher`), or in Azerbaijani Cyrillic.
    Typing,
    /// The newsroom's own list says so. Letters cannot show this either.
    Newsroom,
    /// Another language's own name, by the newsroom's list (`İrəvan`, `Yerevan`).
    Exonym,
    /// An acronym and its long form, as the archive itself explains it.
    Acronym,
    /// Written by the rules of another language or script (`Aliyev`, `Алиев`).
    Transliteration,
    /// The initial of a first name beside the surname (`İ.Əliyev`). Only an archive can show this.
    Initial,
    /// The same verb in another voice (`tanınması`, `tanıyacaq`). Letters cannot show this.
    Voice,
    /// The rules of several languages mixed, or letters that merely sound alike.
    Sound,
}

impl Grade {
    /// The score of a pair that reaches this grade; a pair that reaches none
    /// scores 0.
    ///
    /// The steps are thresholds for callers rather than probabilities: 0.9 and
    /// up is what the user typed, 0.7 and up is the same name, below that is a
    /// suggestion.
    #[must_use]
    pub fn score(self) -> f32 {
        match self {
            Grade::Exact => 1.0,
            Grade::Form => 0.95,
            Grade::Typing => 0.9,
            Grade::Newsroom => 0.85,
            Grade::Exonym => 0.8,
            Grade::Acronym => 0.75,
            Grade::Transliteration => 0.7,
            Grade::Initial => 0.5,
            Grade::Voice => 0.3,
            Grade::Sound => 0.3,
        }
    }

    /// The name shown to the user, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Grade::Exact => "exact",
            Grade::Form => "form",
            Grade::Typing => "typing",
            Grade::Newsroom => "newsroom",
            Grade::Exonym => "exonym",
            Grade::Acronym => "acronym",
            Grade::Transliteration => "transliteration",
            Grade::Initial => "initial",
            Grade::Voice => "voice",
            Grade::Sound => "sound",
        }
    }
}
