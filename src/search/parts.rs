//! What a hit's score is made of, for `--explain`. The parts make up the score.

/// The parts of one hit's score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreParts {
    /// One for each of the answer's words, in their order.
    pub words: Vec<WordPart>,
    /// What neighbouring query words gain by standing near each other and in order.
    pub nearness: f32,
    /// Which share of the query's words, rare ones counting more, is there or near by: a factor.
    pub coverage: f32,
    /// A factor: more for the first paragraph of an article, less for one that has words of the
    /// query in its title alone.
    pub place: f32,
    /// A factor for newer articles, where they are asked for; else 1.
    pub fresh: f32,
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
    /// For standing in the title as well as in the text.
    pub title: f32,
    /// The paragraph and its title lack it, but paragraphs near by have it.
    pub near_by: bool,
}

impl ScoreParts {
    /// The score.
    pub fn total(&self) -> f32 {
        let words: f32 = self.words.iter().map(|w| w.term + w.form + w.title).sum();
        (words + self.nearness) * self.coverage * self.place * self.fresh
    }
}
