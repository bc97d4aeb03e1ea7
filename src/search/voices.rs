//! A verb of the query → the same verb in another voice: `tanınması` also meets `tanıyacaq`.
//!
//! A part of the expansion. The lemmatiser keeps voices apart, since *to open* and *to be opened* are
//! two words; but who asks for the one reads the other too. It counts for little (`rank` takes it as a
//! part of the word only), and only where the lexicon has both as verbs: `ol` is no passive of *o*.

use super::expand::{Expander, Found, worth};
use crate::mining::dictionary::doc_freq;
use crate::spelling::Grade;

/// Passive and reflexive, causative, after each vowel. The reciprocal (`görüş`) is another verb.
const ENDINGS: [&str; 20] = [
    "ıl", "il", "ul", "ül", "l", "ın", "in", "un", "ün", "n", "dır", "dir", "dur", "dür", "t", "ır", "ir",
    "ur", "ür", "ar",
];
/// Letters of a root, at the least.
const SHORTEST: usize = 2;

impl Expander<'_> {
    /// The voices of the verbs that a word stands for, typed plainly or not.
    pub(super) fn voices(&self, found: &mut Found) -> tantivy::Result<()> {
        let lexicon = self.analyzer.lemmatizer();
        let is_verb = |lemma: &str| lexicon.entry(lemma).is_some_and(|e| e.part_of_speech == "verb");
        // A less likely reading (weight 0.8 and below) leads no further.
        let verbs = found.variants.values().filter(|v| v.grade <= Grade::Typing && v.weight > 0.8);
        let verbs: Vec<String> = verbs.map(|v| v.lemma.clone()).filter(|lemma| is_verb(lemma)).collect();
        for verb in &verbs {
            for ending in ENDINGS {
                for lemma in related(verb, ending).into_iter().filter(|lemma| is_verb(lemma)) {
                    let paragraphs = doc_freq(self.archive.searcher(), self.archive.fields().lemma, &lemma)?;
                    found.add(&lemma, Grade::Voice, worth(Grade::Voice), paragraphs);
                }
            }
        }
        Ok(())
    }
}

/// A verb with an ending and without it. Before a vowel a long root's t softens: yarat, yaradıl.
fn related(verb: &str, ending: &str) -> Vec<String> {
    let is_vowel = |c: char| "aeəıioöuü".contains(c);
    let mut related = vec![format!("{verb}{ending}")];
    let root = verb.strip_suffix(ending).filter(|root| root.chars().count() >= SHORTEST);
    related.extend(root.map(str::to_string));
    if ending.starts_with(is_vowel) {
        let long = |root: &&str| root.chars().filter(|&c| is_vowel(c)).count() > 1;
        let softened = verb.strip_suffix('t').filter(|_| long(&verb));
        related.extend(softened.map(|stem| format!("{stem}d{ending}")));
        let hard = root.filter(long).and_then(|root| root.strip_suffix('d'));
        related.extend(hard.map(|stem| format!("{stem}t")));
    }
    related
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_lead_both_ways() {
        for (verb, ending, other) in [
            ("tanı", "n", "tanın"),
            ("tanın", "n", "tanı"),
            ("sökül", "ül", "sök"),
            ("yarat", "ıl", "yaradıl"),
            ("yaradıl", "ıl", "yarat"),
            ("art", "ır", "artır"),
        ] {
            assert!(related(verb, ending).contains(&other.to_string()), "{verb} {ending} {other}");
        }
        assert_eq!(related("ol", "l"), ["oll"], "a letter is no root");
        assert_eq!(related("sat", "ıl"), ["satıl"], "a short root keeps its t");
    }
}
