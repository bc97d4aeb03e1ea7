//! What a hit's score is made of, for `--explain`. The parts add up to the score.

/// The parts of one hit's score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreParts {
    /// One for each of the answer's words, in their order.
    pub words: Vec<WordPart>,
    /// What neighbouring query words gain by standing near each other and in order.
    pub nearness: f32,
}

/// What one query word brings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordPart {
    /// The spelling that counted, as a place in the word's variants; `None` where the paragraph and
    /// its title lack the word.
    pub spelling: Option<usize>,
    /// How often that spelling stands there, title included.
    pub frequency: u32,
    /// Rarity and frequency of that spelling, by what it is worth: BM25.
    pub term: f32,
    /// For standing in the very form that was typed.
    pub form: f32,
    /// For standing in the title.
    pub title: f32,
}

impl ScoreParts {
    /// The score.
    pub fn total(&self) -> f32 {
        self.words.iter().map(|w| w.term + w.form + w.title).sum::<f32>() + self.nearness
    }
}
