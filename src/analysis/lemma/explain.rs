//! Why a word has the lemma it has, for people.

use std::fmt;

/// One reading of a word, as [`Lemmatizer::explain`](super::Lemmatizer::explain)
/// gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The lemma of this reading.
    pub lemma: String,
    /// `noun`, `verb` or `word` (uninflected); or the language of a foreign word.
    pub kind: &'static str,
    /// Endings taken off, innermost first: the name of the slot and the form as
    /// the suffix table writes it.
    pub endings: Vec<(&'static str, &'static str)>,
    /// The alternation undone, as written and as restored: `ğ` and `q`.
    pub repair: Option<(String, String)>,
    /// What speaks for it.
    pub evidence: &'static str,
    /// `-ln` of its probability; a reading 2 higher is 7 times rarer.
    pub cost: f64,
    /// Whether it is among the lemmas, or a runner-up.
    pub chosen: bool,
}

impl fmt::Display for Analysis {
    /// The way to the lemma, without the lemma: what it is, what was taken off, which alternation
    /// was undone, what speaks for it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        for (slot, form) in &self.endings {
            write!(f, " + {form} {slot}")?;
        }
        if let Some((written, restored)) = &self.repair {
            write!(f, "; {written} restored to {restored}")?;
        }
        write!(f, "; {}", self.evidence)?;
        if self.cost > 0.0 {
            write!(f, "; cost {:.1}", self.cost)?;
        }
        Ok(())
    }
}

impl Analysis {
    /// A word that is not taken apart by the tables, of another language or too long.
    pub(super) fn of_foreign(lemma: &str, kind: &'static str) -> Self {
        Self {
            lemma: lemma.to_owned(),
            kind,
            endings: Vec::new(),
            repair: None,
            evidence: if kind == "word" { "too long to be taken apart" } else { "stemmed by Snowball" },
            cost: 0.0,
            chosen: true,
        }
    }
}
