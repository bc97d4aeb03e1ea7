//! Lemma → form: the way back of the analysis, for text that is made to measure with.
//!
//! The rows of `suffixes.tsv` are put on a stem one after the other, with
//! harmony, buffers and softening as `spell` has them: `otaq` + `(s)I` + `ndA` →
//! otağında. Which chains are usual is asked of [`super::suffixes::steps`].

use super::Lemmatizer;
use super::entry::{Packed, STEPS_PER_NAT};
use super::letters::vowel_class;
use super::spell::{CLASSES, spell};
use super::suffixes::{Letters, NOUN, ROWS, VERB, WORD};
use super::{guess, lexicon};

/// A word of the lexicon, ready to take endings.
#[derive(Clone, Debug, PartialEq)]
pub struct Stem {
    /// The lemma.
    pub lemma: String,
    /// What stands before a vowel instead: `otağ` of otaq, `ged` of get, `burn` of burun.
    soft: Option<String>,
    /// The slot its endings begin after: [`NOUN`], [`VERB`] or [`WORD`].
    pub class: u8,
    /// Occurrences in the counted corpora, to a few percent.
    pub count: f64,
    /// Whether it is mostly written with a capital inside a sentence.
    pub is_name: bool,
}

impl Stem {
    /// A noun that the lexicon lacks, which keeps its letters before every ending.
    pub fn unlisted(lemma: String) -> Stem {
        Stem { lemma, soft: None, class: NOUN, count: 0.0, is_name: true }
    }

    /// The stem with the endings of these rows of the table, innermost first.
    pub fn inflect(&self, rows: &[u8]) -> String {
        let (mut text, mut soft) = (self.lemma.clone(), self.soft.clone());
        for row in rows {
            let class = text.chars().rev().find_map(vowel_class).unwrap_or(2);
            let (_, a, i) = CLASSES.into_iter().find(|(c, ..)| *c == class).unwrap_or(CLASSES[1]);
            let after_vowel = text.chars().next_back().is_some_and(|c| vowel_class(c).is_some());
            let spelled = spell(ROWS[*row as usize].form, after_vowel, a, i);
            let Some((hard, _)) = spelled.first() else { continue };
            if hard.chars().next().is_some_and(|c| vowel_class(c).is_some()) {
                text = soft.take().unwrap_or(text);
            }
            soft = spelled.get(1).map(|(before_vowel, _)| format!("{text}{before_vowel}"));
            text.push_str(hard);
        }
        text
    }
}

impl Lemmatizer {
    /// The lexicon's words that take endings regularly or take none, in the order of their letters.
    pub fn stems(&self) -> Vec<Stem> {
        let mut stems = vec![];
        for (lemma, packed) in lexicon::all() {
            let levels = [(NOUN, packed.noun()), (VERB, packed.verb()), (WORD, packed.word())];
            if packed.irregular().is_some() || lemma.chars().all(|c| vowel_class(c).is_none()) {
                continue;
            }
            for (class, level) in levels.into_iter().filter(|(_, level)| *level > 0) {
                let count = (f64::from(level - 1) / STEPS_PER_NAT).exp();
                let (soft, is_name) = (self.soft(&lemma, class, packed), packed.is_name());
                stems.push(Stem { lemma: lemma.clone(), soft, class, count, is_name });
            }
        }
        stems
    }

    fn soft(&self, lemma: &str, class: u8, packed: Packed) -> Option<String> {
        let (head, last) = lemma.split_at(lemma.char_indices().next_back()?.0);
        let letters = Letters::new(lemma)?;
        match (class, last) {
            (NOUN, "q") if packed.alternates() => Some(format!("{head}ğ")),
            (NOUN, "k") if packed.alternates() => Some(format!("{head}y")),
            (VERB, "t") if guess::softens_t(&letters, letters.len) => Some(format!("{head}d")),
            (NOUN, _) => {
                let vowel = head.chars().next_back().filter(|c| vowel_class(*c).is_some())?;
                let dropped = format!("{}{last}", head.strip_suffix(vowel)?);
                let entry = lexicon::get(&dropped);
                (entry.dropped() > 0 && entry.dropped() == packed.noun()).then_some(dropped)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lemmas;
    use super::*;

    fn rows(forms: &str) -> Vec<u8> {
        let of = |form| ROWS.iter().position(|row| row.form == form).expect("a row") as u8;
        forms.split(' ').filter(|form| !form.is_empty()).map(of).collect()
    }

    #[test]
    fn stems_take_their_endings_as_grammars_say() {
        let stems = Lemmatizer::new().stems();
        let stem = |lemma: &str, class| {
            stems
                .iter()
                .find(|s| s.lemma == lemma && s.class == class)
                .unwrap_or_else(|| panic!("no {lemma}"))
        };
        for (lemma, class, endings, form) in [
            ("kitab", NOUN, "lAr (I)mIz dAn", "kitablarımızdan"),
            ("otaq", NOUN, "(s)I ndA", "otağında"),
            ("filoloq", NOUN, "(y)A", "filoloqa"),
            ("birlik", NOUN, "(I)mIz", "birliyimiz"),
            ("burun", NOUN, "(s)I", "burnu"),
            ("burun", NOUN, "lAr", "burunlar"),
            ("ölkə", NOUN, "(s)I ndAn", "ölkəsindən"),
            ("get", VERB, "(y)Ir", "gedir"),
            ("get", VERB, "dI", "getdi"),
            ("sat", VERB, "(y)Ir", "satır"),
            ("başla", VERB, "(y)AcAK Am", "başlayacağam"),
            ("ol", VERB, "dIK (s)I nI", "olduğunu"),
            ("və", WORD, "", "və"),
        ] {
            assert_eq!(stem(lemma, class).inflect(&rows(endings)), form);
        }
    }

    #[test]
    fn the_analysis_finds_the_way_back() {
        let lemmatizer = Lemmatizer::new();
        let (chain, mut lemmas, mut wrong) = (rows("lAr (s)I ndAn"), Lemmas::new(), vec![]);
        let nouns = lemmatizer.stems().into_iter().filter(|s| s.class == NOUN && s.count > 100.0);
        let nouns: Vec<Stem> = nouns.collect();
        assert!(nouns.len() > 5_000, "{}", nouns.len());
        for noun in &nouns {
            let form = noun.inflect(&chain);
            lemmatizer.lemmatize(&form, &mut lemmas);
            if !lemmas.iter().any(|lemma| lemma == noun.lemma) {
                wrong.push(form);
            }
        }
        let share = wrong.len() as f64 / nouns.len() as f64;
        assert!(share < 0.02, "{share:.3}: {:?}", &wrong[..wrong.len().min(30)]);
    }
}
