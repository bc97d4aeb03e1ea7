//! The capital I of words in capitals: ı in `BAKI`, i in `IBM`, one of each in `RESPUBLIKASI`.
//!
//! Part of the case stage. Careful writing has İ for i, so I is ı wherever that makes a word; where it
//! makes none, each I is tried as either letter, and the lexicon tells which spelling is a word, its
//! endings in harmony. A query, which has no other words to tell by, may be asked for all of them.

use super::case;
use super::lemma::Lemmatizer;

/// A word with more of them is read with all I alike: the spellings double with each.
const MOST: usize = 5;
/// A spelling of a query's word so many times rarer than the likeliest one is not meant: e^5 = 148.
const MARGIN: f64 = 5.0;

/// Makes `lowered`, where `word` (repaired) has ı for each I but a foreign one at its head, the
/// likeliest word of the lexicon that these letters can be; unless it is one, or none is.
pub fn decide(word: &str, lemmatizer: &Lemmatizer, lowered: &mut String, buffer: &mut String) {
    if !lowered.contains('ı') || lemmatizer.rarity(lowered).is_some() {
        return;
    }
    let mut least = f64::INFINITY;
    each(word, buffer, &mut |spelling| {
        if let Some(rarity) = lemmatizer.rarity(spelling).filter(|rarity| *rarity < least) {
            least = rarity;
            lowered.clear();
            lowered.push_str(spelling);
        }
    });
}

/// The words of the lexicon that the letters of `word` (repaired) may be, likeliest first.
pub fn spellings(word: &str, lemmatizer: &Lemmatizer) -> Vec<String> {
    let mut known = vec![];
    each(word, &mut String::new(), &mut |spelling| {
        known.extend(lemmatizer.rarity(spelling).map(|rarity| (rarity, spelling.to_string())));
    });
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let least = known.first().map_or(0.0, |(rarity, _)| *rarity);
    known.into_iter().filter(|(rarity, _)| *rarity <= least + MARGIN).map(|(_, spelling)| spelling).collect()
}

/// Lends `take` the word in lower case with each I as ı or as i, all ı first; of a word with too many,
/// all of one kind.
fn each(word: &str, buffer: &mut String, take: &mut dyn FnMut(&str)) {
    let count = word.matches('I').count();
    let last = (1u32 << count.min(MOST)) - 1;
    for dotted in 0..=last {
        if count > MOST && dotted != 0 && dotted != last {
            continue;
        }
        let mut at = 0;
        case::lower_with(word, buffer, &mut || {
            at += 1;
            let is_dotted = if count > MOST { dotted == last } else { dotted >> (at - 1) & 1 == 1 };
            if is_dotted { 'i' } else { 'ı' }
        });
        take(buffer);
    }
}
