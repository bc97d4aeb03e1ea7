//! Two names as people write them: capitalised, inflected, of several words.
//!
//! Last stage of the module, over `parts` and `forms` for what is compared, `automaton` for the
//! verdict and `align` for the explanation. Words are compared as written and as the names they may
//! be forms of. Invariant: no grade is better than the weakest of its evidence, and the order of the
//! two names changes nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::align::{Alignment, align};
use super::forms::{Base, Strength, bases};
use super::parts::{cut_at_hyphens, parts, words};
use super::{Grade, Reach, Spelling};
use crate::analysis::Lemmatizer;

/// The outcome of comparing two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The score of the grade; 0 where the names do not match.
    pub score: f32,
    /// The grade; none where the names do not match.
    pub grade: Option<Grade>,
    /// Which parts of the first name met which of the second.
    pub pairs: Vec<Pair>,
}

/// Two words that met.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The word of the first name.
    pub a: Side,
    /// The word of the second name.
    pub b: Side,
    /// The grade of this pair.
    pub grade: Grade,
    /// How one spells the other, letter by letter; none where a dictionary joins them.
    pub alignment: Option<Alignment>,
}

/// A word as it took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What was compared: the word, or the name it is a form of.
    pub base: String,
    /// The ending that was taken off and what it says (`in`, `genitive`).
    pub ending: Option<(String, &'static str)>,
}

/// What a language knows of its words, which letters do not tell.
pub trait Vocabulary {
    /// The likeliest dictionary form of a lower-case word.
    fn lemma(&self, word: &str) -> String;
    /// Whether a lower-case dictionary form is a common word rather than a name.
    fn is_common(&self, lemma: &str) -> bool;
}

impl Vocabulary for Lemmatizer {
    fn lemma(&self, word: &str) -> String {
        self.lemmas(word).iter().next().unwrap_or(word).to_owned()
    }

    fn is_common(&self, lemma: &str) -> bool {
        Lemmatizer::is_common(self, lemma)
    }
}

/// Compares names, and remembers the automata of those it has met.
#[derive(Debug)]
pub struct Comparer<V> {
    vocabulary: V,
    met: RefCell<HashMap<String, Rc<Spelling>>>,
}

/// Automata kept at a time; each is some ten kilobytes.
const REMEMBERED: usize = 2_000;
/// A name of more parts is a sentence, and is only ever itself.
const MOST_PARTS: usize = 10;

/// A grade, and the pairs of words it rests on.
type Found = (Grade, Vec<Pair>);

/// A word and all it may be a form of.
struct Word {
    written: String,
    /// In lower case without the marks.
    letters: String,
    lemma: String,
    bases: Vec<Base>,
}

impl<V: Vocabulary> Comparer<V> {
    /// A comparer with a vocabulary.
    pub fn new(vocabulary: V) -> Self {
        Comparer { vocabulary, met: RefCell::default() }
    }

    /// Compares two names, in any capitals, of one or several words.
    ///
    /// A full name matches another if every part of the shorter one finds a part of its own in the
    /// longer (`Tokayev Q.`, `Qasım-Jomart Tokayev`). One word alone does not match a name of
    /// several: a surname is not yet a person. The empty name matches nothing.
    pub fn compare(&self, a: &str, b: &str) -> Match {
        let turned = (a.len(), a) > (b.len(), b);
        let (one, other) = if turned { (b, a) } else { (a, b) };
        let (one_words, other_words) = (words(one), words(other));
        let found = match (&one_words[..], &other_words[..]) {
            ([], _) | (_, []) => None,
            (a, b) if a == b => Some((Grade::Exact, vec![Pair::of_itself(&a.join(" "))])),
            ([a], [b]) => self.word(&self.look_at(a), &self.look_at(b)).map(|pair| (pair.grade, vec![pair])),
            (a, b) => self.full(a, b),
        };
        let found =
            found.and_then(|(grade, pairs)| Some((self.under_ceiling(one, other, grade, &pairs)?, pairs)));
        let Some((grade, mut pairs)) = found else {
            return Match { score: 0.0, grade: None, pairs: Vec::new() };
        };
        for pair in &mut pairs {
            if turned {
                std::mem::swap(&mut pair.a, &mut pair.b);
            }
            pair.alignment = align(&pair.a.base, &pair.b.base, Reach::Wide);
        }
        Match { score: grade.score(), grade: Some(grade), pairs }
    }

    /// The grade as far as capitals and the dictionary allow it.
    ///
    /// A name is not a common word: `Sabir` and `səbir`, `Qax` and `qaç` differ by the very letters
    /// that join `Rəhim` and `Rahim`, and only the capital or the dictionary tells. A lower-case word
    /// that the dictionary does not have is different: so people type names into a search (`aliyev`);
    /// but one with Azerbaijani letters is hardly a foreign spelling.
    fn under_ceiling(&self, a: &str, b: &str, grade: Grade, pairs: &[Pair]) -> Option<Grade> {
        let lower = |word: &str| !word.contains(char::is_uppercase);
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let typed = |word: &str| lower(word) && word.contains(|c| "əıöüşçğ".contains(c));
        let common = |word: &str| lower(word) && self.vocabulary.is_common(&self.vocabulary.lemma(word));
        let beside_name = |word: &str, other: &str| capital(other) && common(word);
        let mixed = beside_name(a, b) || beside_name(b, a);
        let two_words = lower(a) && lower(b) && (typed(a) && common(a) || typed(b) && common(b));
        let unlikely = typed(a) && capital(b) || typed(b) && capital(a);
        let slight = |side: &Side| side.ending.as_ref().is_none_or(|(ending, _)| ending.chars().count() < 2);
        match grade {
            Grade::Exact => Some(grade),
            // əliyevin and Əliyev; but gənc is not Gəncə, nor anlar Anar.
            Grade::Form if mixed && pairs.iter().any(|pair| slight(&pair.a) && slight(&pair.b)) => None,
            Grade::Form => Some(grade),
            Grade::Typing if mixed => Some(Grade::Sound),
            Grade::Typing if two_words => Some(grade),
            _ if mixed || two_words => None,
            Grade::Sound if unlikely => None,
            _ if unlikely => Some(Grade::Sound),
            _ => Some(grade),
        }
    }

    /// Compares names of several words: as one word written apart, then part by part.
    fn full(&self, a: &[String], b: &[String]) -> Option<Found> {
        if a.len().max(b.len()) > MOST_PARTS {
            return None;
        }
        let joined = |words: &[String]| words.concat().replace(['-', '\''], "");
        let (one, other) = (joined(a), joined(b));
        if one == other {
            return Some((Grade::Exact, vec![Pair::of_itself(&one)]));
        }
        let (a, b) = (parts(a), parts(b));
        let fathers = match (&a.father, &b.father) {
            (Some(a), Some(b)) => vec![self.word(&self.look_at(a), &self.look_at(b))?],
            _ => vec![],
        };
        let assigned = self
            .assigned(&a.names, &b.names)
            .or_else(|| self.assigned(&cut_at_hyphens(&a.names), &cut_at_hyphens(&b.names)));
        let (grade, mut pairs) = assigned?;
        let grade = fathers.iter().fold(grade, |worst, pair| worst.max(pair.grade));
        pairs.extend(fathers);
        Some((grade, pairs))
    }

    /// Gives each part of the shorter name a part of its own in the longer, so that the worst pair is
    /// as good as can be. At least one of them must be more than an initial.
    fn assigned(&self, a: &[String], b: &[String]) -> Option<Found> {
        let turned = a.len() > b.len();
        let (short, long) = if turned { (b, a) } else { (a, b) };
        let alone = short.len() == 1 && long.len() > 1;
        if short.is_empty() || alone || long.len() > MOST_PARTS {
            return None;
        }
        let look = |names: &[String]| -> Vec<Word> { names.iter().map(|name| self.look_at(name)).collect() };
        let (short, long) = (look(short), look(long));
        // By the set of parts taken of the longer: the grades so far, worst first, and the pairs.
        let mut best: HashMap<u32, (Vec<Grade>, Vec<Pair>)> = HashMap::from([(0, (vec![], vec![]))]);
        for part in &short {
            let mut next: HashMap<u32, (Vec<Grade>, Vec<Pair>)> = HashMap::new();
            for (place, other) in long.iter().enumerate() {
                let Some(pair) = self.word(part, other).or_else(|| self.initial(part, other)) else {
                    continue;
                };
                for (taken, (grades, pairs)) in &best {
                    if taken >> place & 1 == 1 {
                        continue;
                    }
                    let mut grades = [&grades[..], &[pair.grade]].concat();
                    grades.sort_unstable_by(|a, b| b.cmp(a));
                    let slot = next.entry(taken | 1 << place);
                    let pairs = || [&pairs[..], std::slice::from_ref(&pair)].concat();
                    match slot {
                        std::collections::hash_map::Entry::Vacant(slot) => {
                            slot.insert((grades, pairs()));
                        }
                        std::collections::hash_map::Entry::Occupied(mut slot) if grades < slot.get().0 => {
                            slot.insert((grades, pairs()));
                        }
                        std::collections::hash_map::Entry::Occupied(_) => {}
                    }
                }
            }
            best = next;
        }
        let named = |pairs: &[Pair]| {
            pairs
                .iter()
                .any(|pair| pair.a.base.chars().nth(1).is_some() && pair.b.base.chars().nth(1).is_some())
        };
        let complete = best.into_iter().filter(|(_, (_, pairs))| named(pairs));
        let (_, (grades, mut pairs)) = complete.min_by(|a, b| (&a.1.0, a.0).cmp(&(&b.1.0, b.0)))?;
        if turned {
            pairs.iter_mut().for_each(|pair| std::mem::swap(&mut pair.a, &mut pair.b));
        }
        Some((*grades.first()?, pairs))
    }

    fn look_at(&self, written: &str) -> Word {
        let letters = written.replace('\'', "");
        let mut bases = bases(written);
        let lemma = self.vocabulary.lemma(&letters);
        // A single letter proves an ending only where the dictionary agrees.
        for base in bases.iter_mut().filter(|base| base.strength == Strength::Slight) {
            if base.stem == lemma {
                base.strength = Strength::Sure;
            }
        }
        Word { written: written.to_owned(), letters, lemma, bases }
    }

    /// Compares two words as they stand, then as forms.
    fn word(&self, a: &Word, b: &Word) -> Option<Pair> {
        let whole = |word: &Word| Side { base: word.letters.clone(), ending: None };
        if a.letters == b.letters {
            return Some(Pair { a: whole(a), b: whole(b), grade: Grade::Exact, alignment: None });
        }
        let mut best: Option<Pair> = None;
        let mut offer = |grade: Option<Grade>, a: Side, b: Side| {
            if let Some(grade) = grade.filter(|grade| best.as_ref().is_none_or(|best| *grade < best.grade)) {
                best = Some(Pair { a, b, grade, alignment: None });
            }
        };
        offer(self.spelled(&a.letters, &b.letters), whole(a), whole(b));
        for base in &a.bases {
            offer(self.of_base(base, &b.letters), Side::of(base), whole(b));
        }
        for base in &b.bases {
            offer(self.of_base(base, &a.letters), whole(a), Side::of(base));
        }
        let sure = |base: &&Base| base.strength == Strength::Sure;
        for one in a.bases.iter().filter(sure) {
            for other in b.bases.iter().filter(sure) {
                offer(self.of_base(one, &other.stem), Side::of(one), Side::of(other));
            }
        }
        let same_lemma = a.lemma == b.lemma && self.vocabulary.is_common(&a.lemma);
        if same_lemma {
            let side = Side { base: a.lemma.clone(), ending: None };
            offer(Some(Grade::Form), side.clone(), side);
        }
        best
    }

    /// The grade of a base beside another word: what its ending proves and what its letters do.
    fn of_base(&self, base: &Base, other: &str) -> Option<Grade> {
        if base.stem == other {
            return Some(match base.strength {
                Strength::Sure | Strength::Loose => Grade::Form,
                Strength::Slight | Strength::Doubtful => Grade::Sound,
            });
        }
        if base.strength != Strength::Sure {
            return None;
        }
        // An ending and a loose likeness are two guesses at once.
        self.spelled(&base.stem, other)
            .filter(|grade| *grade != Grade::Sound)
            .map(|grade| grade.max(Grade::Form))
    }

    /// The grade of one word as a spelling of another, the shorter read into Azerbaijani.
    ///
    /// Who types ə types it everywhere: two words that both hold it are both as their writer wanted
    /// them, and sound alike only by the least of differences (`Əmine`, `Əminə`; not `Cəfərov`,
    /// `Səfərov`).
    fn spelled(&self, a: &str, b: &str) -> Option<Grade> {
        let (a, b) = if (a.chars().count(), a) > (b.chars().count(), b) { (b, a) } else { (a, b) };
        let mut met = self.met.borrow_mut();
        if met.len() > REMEMBERED {
            met.clear();
        }
        let spelling = match met.get(a) {
            Some(spelling) => Rc::clone(spelling),
            None => {
                let spelling = Rc::new(Spelling::new(a, Reach::Wide));
                met.insert(a.to_owned(), Rc::clone(&spelling));
                spelling
            }
        };
        let careful = a.contains('ə') && b.contains('ə');
        let (cost, grade) = spelling.cost(b.as_bytes())?;
        (grade != Grade::Sound || cost <= 1 || !careful).then_some(grade)
    }

    /// Grades an initial against the name it may begin, whichever is which. A letter of one alphabet
    /// may be several of another (`C.`, `Jomart`, `Dzhomart`).
    fn initial(&self, a: &Word, b: &Word) -> Option<Pair> {
        let single = |word: &Word| word.written.chars().count() == 1;
        let (letter, name) = if single(a) { (a, b) } else { (b, a) };
        if !single(letter) {
            return None;
        }
        let name = &name.letters;
        let ends = name.char_indices().map(|(i, _)| i).skip(1).chain([name.len()]).take(3);
        let begun = ends.filter_map(|end| Some((self.spelled(&letter.letters, &name[..end])?, end)));
        let (grade, end) = begun.min()?;
        let of_letter = Side { base: letter.letters.clone(), ending: None };
        let of_name = Side { base: name[..end].to_owned(), ending: None };
        let (a, b) = if single(a) { (of_letter, of_name) } else { (of_name, of_letter) };
        Some(Pair { a, b, grade, alignment: None })
    }
}

impl Side {
    fn of(base: &Base) -> Side {
        Side { base: base.stem.clone(), ending: Some((base.ending.clone(), base.case)) }
    }
}

impl Pair {
    fn of_itself(word: &str) -> Pair {
        let side = Side { base: word.to_owned(), ending: None };
        Pair { a: side.clone(), b: side, grade: Grade::Exact, alignment: None }
    }
}
