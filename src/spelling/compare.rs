//! Two names as people write them: capitalised, inflected, of several words.
//!
//! Last stage of the module, over `automaton` for the verdict and `align` for
//! the explanation. Words are compared as written and as their stems, parts of
//! a full name in any order, an initial with the name it begins. Invariant: no
//! grade is better than the letters support; only the form of one lemma comes
//! from the caller's stemmer.

use unicode_normalization::UnicodeNormalization;

use super::align::{Alignment, align};
use super::{Grade, Reach, Spelling};

/// The outcome of comparing two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The score of the grade; 0 where the names do not match.
    pub score: f32,
    /// The grade; none where the names do not match.
    pub grade: Option<Grade>,
    /// How the parts of the first spell parts of the second, by letters.
    pub alignment: Vec<Alignment>,
}

/// Calls back with every stem of a lower-case word.
type Stem<'a> = &'a dyn Fn(&str, &mut dyn FnMut(&str));

/// Compares two names, in any capitals, of one or several words.
///
/// `stem` calls back with every stem of a lower-case word, as
/// `stem("əliyevin", …)` would with `əliyev`; the word itself is always tried.
///
/// A full name matches another if every part of the shorter one finds a part of
/// its own in the longer (`Tokayev Q.`, `Qasım-Jomart Tokayev`). One word alone
/// does not match a name of several: a surname is not yet a person.
pub fn compare(a: &str, b: &str, stem: Stem) -> Match {
    let ceiling = ceiling(a, b);
    let (a_parts, b_parts) = (parts(a), parts(b));
    let mut found = whole(&a_parts, &b_parts, stem);
    if found.is_none() && a_parts.len().min(b_parts.len()) > 1 {
        found = assigned(&a_parts, &b_parts, stem);
    }
    let found = found.and_then(|(grade, pairs)| match grade {
        Grade::Exact | Grade::Form => Some((grade, pairs)),
        Grade::Sound if ceiling == Grade::Sound => None,
        grade => Some((grade.max(ceiling), pairs)),
    });
    let Some((grade, pairs)) = found else {
        return Match { score: 0.0, grade: None, alignment: Vec::new() };
    };
    let alignment = pairs.iter().filter_map(|(a, b)| align(a, b, Reach::Wide)).collect();
    Match { score: grade.score(), grade: Some(grade), alignment }
}

/// The best grade two words can have by their capitals.
///
/// A name is not a common word: `Sabir` and `səbir`, `Qax` and `qaç` differ by
/// the very letters that join `Rəhim` and `Rahim`, and only the capital tells.
/// A lower-case word without Azerbaijani letters is different: so people type
/// names into a search (`aliyev`), and it keeps every grade.
fn ceiling(a: &str, b: &str) -> Grade {
    let common = |word: &str| !word.contains(char::is_uppercase) && word.contains(|c| "əıöüşçğ".contains(c));
    let name = |word: &str| word.starts_with(char::is_uppercase);
    if common(a) && name(b) || name(a) && common(b) { Grade::Sound } else { Grade::Exact }
}

/// Letters that show which way `I` is to be lowered.
const AZERBAIJANI: &str = "əƏıİğĞşŞçÇöÖüÜ";

/// A name cut at blanks, in lower case, without apostrophes and full stops.
fn parts(name: &str) -> Vec<String> {
    let azerbaijani = name.contains(|c| AZERBAIJANI.contains(c));
    let lower = |word: &str| -> String {
        let letters = word.nfc().filter(|&c| !"'’ʻʼ`.".contains(c));
        letters
            .flat_map(|c| match c {
                'İ' => 'i'.to_lowercase(),
                'I' if azerbaijani => 'ı'.to_lowercase(),
                c => c.to_lowercase(),
            })
            .collect()
    };
    name.split_whitespace().map(lower).filter(|part| !part.is_empty()).collect()
}

/// A grade, and the pairs of words whose letters gave it.
type Found = (Grade, Vec<(String, String)>);

/// Compares the names as one word each: the usual case, and the only one for
/// `ABŞ-ın`.
fn whole(a: &[String], b: &[String], stem: Stem) -> Option<Found> {
    match (a, b) {
        ([a], [b]) => word(a, b, stem).map(|(grade, pair)| (grade, vec![pair])),
        _ => (a == b).then(|| (Grade::Exact, vec![(a.join(" "), b.join(" "))])),
    }
}

/// Gives each part of the shorter name the best part left in the longer,
/// longest part first, so that an initial takes what nothing else needs.
fn assigned(a: &[String], b: &[String], stem: Stem) -> Option<Found> {
    let turned = a.len() > b.len();
    let (short, long) = if turned { (b, a) } else { (a, b) };
    let mut free: Vec<&String> = long.iter().collect();
    let mut ordered: Vec<&String> = short.iter().collect();
    ordered.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
    let mut worst = Grade::Exact;
    let mut pairs = Vec::new();
    for part in ordered {
        let graded = free.iter().enumerate().filter_map(|(place, other)| {
            let (grade, pair) = word(part, other, stem).or_else(|| initial(part, other))?;
            Some((grade, place, pair))
        });
        let (grade, place, (of_short, of_long)) = graded.min()?;
        free.remove(place);
        worst = worst.max(grade);
        pairs.push(if turned { (of_long, of_short) } else { (of_short, of_long) });
    }
    Some((worst, pairs))
}

/// Grades two words as they stand, then by their stems, and tells which of them
/// gave the grade.
fn word(a: &str, b: &str, stem: Stem) -> Option<(Grade, (String, String))> {
    if a == b {
        return Some((Grade::Exact, (a.to_owned(), b.to_owned())));
    }
    let (a_stems, b_stems) = (stems(a, stem), stems(b, stem));
    if let Some(shared) = a_stems.iter().find(|stem| b_stems.contains(stem)) {
        return Some((Grade::Form, (shared.clone(), shared.clone())));
    }
    let mut best: Option<(Grade, (String, String))> = None;
    for (i, a) in a_stems.iter().enumerate() {
        let spelling = Spelling::new(a, Reach::Wide);
        for (j, b) in b_stems.iter().enumerate() {
            let Some((_, grade)) = spelling.cost(b.as_bytes()) else {
                continue;
            };
            let grade = if i + j == 0 { grade } else { grade.max(Grade::Form) };
            if best.as_ref().is_none_or(|(known, _)| grade < *known) {
                best = Some((grade, (a.clone(), b.clone())));
            }
        }
    }
    best
}

/// The word and its stems, except that a woman's surname is not the man's in
/// the dative: `Əliyeva` reads both ways, and taking it for `Əliyev` joined
/// every such pair of surnames (29 false pairs in 100,000).
fn stems(word: &str, stem: Stem) -> Vec<String> {
    let womans = ["ova", "eva", "öva", "ова", "ева", "ёва"].iter().any(|end| word.ends_with(end));
    let mut stems = vec![word.to_owned()];
    stem(word, &mut |stem| {
        let mans = womans && word.len() == stem.len() + word.chars().next_back().map_or(0, char::len_utf8);
        if !mans && !stems.iter().any(|known| known == stem) {
            stems.push(stem.to_owned());
        }
    });
    stems
}

/// Grades an initial against the name it may begin, whichever is which. A
/// letter of one alphabet may be several of another (`C.`, `Jomart`,
/// `Dzhomart`).
fn initial(a: &str, b: &str) -> Option<(Grade, (String, String))> {
    let single = |word: &str| word.chars().count() == 1;
    let (letter, name) = if single(a) { (a, b) } else { (b, a) };
    if !single(letter) {
        return None;
    }
    let spelling = Spelling::new(letter, Reach::Wide);
    let ends = name.char_indices().map(|(i, _)| i).skip(1).chain([name.len()]).take(3);
    let begun = ends.filter_map(|end| Some((spelling.cost(&name.as_bytes()[..end])?.1, end)));
    let (grade, end) = begun.min()?;
    let (a, b) = if single(a) { (a, &b[..end]) } else { (&a[..end], b) };
    Some((grade, (a.to_owned(), b.to_owned())))
}
