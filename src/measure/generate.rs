//! Archives of any size, made: words as frequent as the lexicon counted them (so Zipf's law holds by
//! itself), with the endings they are counted with, and new names without end.
//!
//! Grammar ends at the word: sentences say nothing. What search meets is as in real text: a few words
//! everywhere, a long tail, many forms of one lemma, a dictionary that keeps growing, and articles
//! that come back to their own words. Article n of a seed is the same however many are made.

use crate::analysis::lemma::inflect::Stem;
use crate::analysis::lemma::suffixes::{DEEPEST, NOUN, ROWS, SLOTS, VERB, steps};
use crate::analysis::{Lemmatizer, capitalised};
use crate::corpus::{Article, PublicationDate};

use super::random::Random;

/// Of a thousand words: how many are names nobody has listed, and how many are numbers.
const NEW_NAMES: usize = 8;
const NUMBERS: usize = 15;
/// Of a hundred words that say something: how many are one of the article's own.
const OWN: usize = 12;
/// Words that an article comes back to.
const OWN_WORDS: usize = 8;
/// Words of a sentence, at least and at most; sentences of a paragraph; words of a title.
const SENTENCE: (usize, usize) = (6, 18);
const PARAGRAPH: (usize, usize) = (1, 6);
const TITLE: (usize, usize) = (4, 9);
/// The days of twenty years from 2005 on, over which articles are spread.
const FIRST_DAY: i64 = 1_104_537_600;
const DAYS: usize = 7_305;

const SOURCES: [&str; 5] = ["Gündəlik xəbər", "Səhər qəzeti", "Paytaxt", "Region", "Günün icmalı"];
const SECTIONS: [&str; 5] = ["Siyasət", "İqtisadiyyat", "Mədəniyyət", "İdman", "Cəmiyyət"];
const SYLLABLES: [&str; 40] = [
    "al", "ab", "ba", "bəh", "ca", "cə", "da", "də", "el", "əh", "fa", "fi", "gü", "ha", "hü", "il", "ka",
    "kə", "la", "lə", "ma", "mə", "na", "nə", "or", "pə", "qa", "qə", "ra", "rə", "sa", "sə", "şa", "ta",
    "tə", "va", "xa", "xə", "ya", "za",
];
const SURNAMES: [&str; 8] = ["ov", "ova", "lı", "zadə", "bəyli", "lov", "qızı", "xanlı"];

/// Things with their chances added up, so that one number chooses.
struct Weighted<T> {
    items: Vec<T>,
    sums: Vec<f64>,
}

impl<T> Weighted<T> {
    fn new(items: impl IntoIterator<Item = (T, f64)>) -> Self {
        let mut weighted = Weighted { items: vec![], sums: vec![] };
        for (item, weight) in items {
            let sum = weighted.sums.last().copied().unwrap_or(0.0) + weight;
            weighted.items.push(item);
            weighted.sums.push(sum);
        }
        weighted
    }

    fn choose(&self, random: &mut Random) -> &T {
        let at = random.unit() * self.sums.last().copied().unwrap_or(0.0);
        let place = self.sums.partition_point(|sum| *sum <= at);
        &self.items[place.min(self.items.len() - 1)]
    }
}

/// Makes articles.
pub struct Generator {
    seed: u64,
    paragraphs: usize,
    stems: Vec<Stem>,
    /// Places in `stems`.
    all: Weighted<usize>,
    verbs: Weighted<usize>,
    /// What says something and is no commonplace: what an article may be about.
    subjects: Weighted<usize>,
    /// What may follow each slot.
    steps: Vec<Weighted<Option<u8>>>,
}

impl Generator {
    /// Articles of a seed, with so many paragraphs on the average, at least 1.
    pub fn new(seed: u64, paragraphs: usize) -> Self {
        let stems = Lemmatizer::new().stems();
        let weigh = |fits: &dyn Fn(&Stem) -> bool| {
            let fitting = stems.iter().enumerate().filter(|(_, stem)| fits(stem));
            Weighted::new(fitting.map(|(place, stem)| (place, stem.count)))
        };
        let all = weigh(&|_| true);
        let verbs = weigh(&|stem| stem.class == VERB);
        let subjects = weigh(&|stem| stem.class == NOUN && (3.0..30_000.0).contains(&stem.count));
        let steps = (0..SLOTS.len() as u8).map(|slot| Weighted::new(steps(slot))).collect();
        Generator { seed, paragraphs: paragraphs.max(1), stems, all, verbs, subjects, steps }
    }

    /// Article number `number`.
    pub fn article(&self, number: u64) -> Article {
        let mut random = Random::new(self.seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(number));
        let random = &mut random;
        let own: Vec<usize> = (0..OWN_WORDS).map(|_| *self.subjects.choose(random)).collect();
        let day = FIRST_DAY + random.below(DAYS) as i64 * 86_400;
        let paragraphs = 1 + random.below(2 * self.paragraphs - 1);
        let title = self.sentence(TITLE, &own, random);
        Article {
            id: format!("gen-{}-{number}", self.seed),
            title: title.trim_end_matches('.').to_string(),
            paragraphs: (0..paragraphs).map(|_| self.paragraph(&own, random)).collect(),
            date: PublicationDate::from_seconds(day),
            source: Some(SOURCES[random.below(SOURCES.len())].to_string()),
            section: Some(SECTIONS[random.below(SECTIONS.len())].to_string()),
            ..Article::default()
        }
    }

    /// A form by chance, as text of this seed has them: for dictionaries without text.
    pub fn form(&self, random: &mut Random) -> String {
        if random.below(10) == 0 {
            self.made_name(random)
        } else {
            self.inflected(*self.all.choose(random), random)
        }
    }

    fn paragraph(&self, own: &[usize], random: &mut Random) -> String {
        let count = PARAGRAPH.0 + random.below(PARAGRAPH.1 - PARAGRAPH.0 + 1);
        (0..count).map(|_| self.sentence(SENTENCE, own, random)).collect::<Vec<_>>().join(" ")
    }

    /// Words by chance, the last one a verb, as it is in Azerbaijani.
    fn sentence(&self, (least, most): (usize, usize), own: &[usize], random: &mut Random) -> String {
        let count = least + random.below(most - least + 1);
        let mut sentence = String::new();
        for place in 1..=count {
            let word = match random.below(1_000) {
                chance if chance < NEW_NAMES => capitalised(&self.made_name(random)),
                chance if chance < NEW_NAMES + NUMBERS => (1 + random.below(2_030)).to_string(),
                _ => {
                    let stem = match place == count {
                        true => *self.verbs.choose(random),
                        false if random.below(100) < OWN => own[random.below(own.len())],
                        false => *self.all.choose(random),
                    };
                    let word = self.inflected(stem, random);
                    if place == 1 || self.stems[stem].is_name { capitalised(&word) } else { word }
                }
            };
            if place > 1 {
                sentence.push_str(if random.below(14) == 0 { ", " } else { " " });
            }
            sentence.push_str(&word);
        }
        sentence.push('.');
        sentence
    }

    fn inflected(&self, stem: usize, random: &mut Random) -> String {
        let stem = &self.stems[stem];
        stem.inflect(&self.chain(stem.class, random))
    }

    /// Endings by chance, each as often after the one before as it was counted.
    fn chain(&self, class: u8, random: &mut Random) -> Vec<u8> {
        let (mut slot, mut rows) = (class, vec![]);
        while rows.len() < DEEPEST {
            let ended = |rows: &[u8]| rows.last().is_none_or(|row| ROWS[usize::from(*row)].ends);
            match self.steps[usize::from(slot)].choose(random) {
                Some(row) => {
                    rows.push(*row);
                    slot = ROWS[usize::from(*row)].slot;
                }
                None if ended(&rows) => break,
                None => {}
            }
        }
        rows
    }

    fn made_name(&self, random: &mut Random) -> String {
        let syllables = 2 + random.below(3);
        let mut name: String = (0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        if random.below(2) == 0 {
            name.push_str(SURNAMES[random.below(SURNAMES.len())]);
        }
        Stem::unlisted(name).inflect(&self.chain(NOUN, random))
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashMap;

    use super::*;
    use crate::analysis::{Analyzer, Lemmas, Scheme};

    #[test]
    fn an_article_depends_on_seed_and_number_alone() {
        let one = Generator::new(7, 5);
        let again = Generator::new(7, 5);
        again.article(3);
        assert_eq!(one.article(12), again.article(12));
        assert_ne!(one.article(12).paragraphs, one.article(13).paragraphs);
        assert_ne!(one.article(12).paragraphs, Generator::new(8, 5).article(12).paragraphs);
        let counts: usize = (0..400).map(|n| one.article(n).paragraphs.len()).sum();
        assert!((1_800..2_200).contains(&counts), "{counts} paragraphs in 400 articles");
    }

    #[test]
    fn words_are_as_in_text_by_frequency_and_by_form() {
        let generator = Generator::new(1, 5);
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let mut forms: FxHashMap<String, usize> = FxHashMap::default();
        let (mut half, mut whole) = (0, 0);
        for number in 0..600 {
            for paragraph in generator.article(number).paragraphs {
                analyzer.analyze(&paragraph, |token| *forms.entry(token.surface.into()).or_default() += 1);
            }
            (half, whole) = (if number < 300 { forms.len() } else { half }, forms.len());
        }
        let tokens: usize = forms.values().sum();
        let mut counts: Vec<usize> = forms.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let share = |n: usize| counts[..n].iter().sum::<usize>() as f64 / tokens as f64;
        let once = counts.iter().filter(|count| **count == 1).count() as f64 / counts.len() as f64;
        // In text of this size the commonest word is a few in a hundred, a hundred words are a sixth
        // to a third of it, more than half of the forms stand there once, and twice the text has far
        // less than twice the forms.
        assert!((0.01..0.08).contains(&share(1)), "{}", share(1));
        assert!((0.15..0.4).contains(&share(100)), "{}", share(100));
        assert!((0.5..0.8).contains(&once), "{once}");
        assert!((1.4..1.9).contains(&(whole as f64 / half as f64)), "{half} and {whole} forms");
    }

    #[test]
    fn the_analysis_reads_what_is_made() {
        let generator = Generator::new(1, 5);
        let (lemmatizer, mut lemmas, mut random) = (Lemmatizer::new(), Lemmas::new(), Random::new(1));
        let mut wrong = vec![];
        for _ in 0..5_000 {
            let stem = *generator.all.choose(&mut random);
            let form = generator.inflected(stem, &mut random);
            lemmatizer.lemmatize(&form, &mut lemmas);
            if !lemmas.iter().any(|lemma| lemma == generator.stems[stem].lemma) {
                wrong.push(format!("{form} of {}", generator.stems[stem].lemma));
            }
        }
        assert!(wrong.len() < 300, "{} of 5,000: {:?}", wrong.len(), &wrong[..wrong.len().min(40)]);
    }
}
