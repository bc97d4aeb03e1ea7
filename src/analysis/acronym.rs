//! Acronyms that a text explains: `İslam Əməkdaşlıq Təşkilatı (İƏT)`, `BMT (Birləşmiş Millətlər
//! Təşkilatı)`.
//!
//! The letters must be the words' initials, in order; a function word may be passed over, and one
//! long compound may give up to three letters (`Neftqazçıxarma İdarəsi`, NQÇİ). What is not proven
//! so (`Şimali Atlantika Alyansı (NATO)`) is not taken: a wrong pair would mislead every search for
//! either side.

use super::{Analyzer, is_function_word, lower_case};

/// Letters an acronym may have.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// A word this long may be a compound.
const COMPOUND: usize = 8;
/// What may stand between the words of a long form.
const BETWEEN: &str = " \u{a0}-–“”«»\"";

struct Word {
    from: usize,
    to: usize,
    lemma: String,
    lower: String,
    capital: bool,
}

/// Calls back with each acronym explained in `text` and its long form, both as lemmas, the long
/// form's parted by a space.
pub fn explained(analyzer: &mut Analyzer, text: &str, mut sink: impl FnMut(&str, &str)) {
    if !text.contains('(') || !has_capitals(text) {
        return;
    }
    let mut words: Vec<Word> = vec![];
    analyzer.analyze(text, |token| {
        let written = &text[token.from..token.to];
        words.push(Word {
            from: token.from,
            to: token.to,
            lemma: token.lemmas.iter().next().unwrap_or_default().to_string(),
            lower: lower_case(written),
            capital: written.starts_with(char::is_uppercase),
        });
    });
    for (place, word) in words.iter().enumerate() {
        let Some(letters) = letters(&text[word.from..word.to]) else { continue };
        let long = if text[..word.from].ends_with('(') && text[word.to..].starts_with([')', ',', ';']) {
            before(text, &words[..place], word.from - 1, letters.len())
                .and_then(|start| matched(&letters, &words[start..place], false).map(|at| start + at..place))
        } else {
            inside(text, &words, place).filter(|run| matched(&letters, &words[run.clone()], true) == Some(0))
        };
        if let Some(long) = long {
            let lemmas: Vec<&str> = words[long].iter().map(|w| w.lemma.as_str()).collect();
            sink(&word.lemma, &lemmas.join(" "));
        }
    }
}

/// Do two capitals stand side by side? A text without an acronym is not analysed for one.
fn has_capitals(text: &str) -> bool {
    let mut after_capital = false;
    text.chars().any(|letter| std::mem::replace(&mut after_capital, letter.is_uppercase()) && after_capital)
}

/// The letters of an acronym in lower case; `None` of any other word. A suffix written apart
/// (`NATO-nun`) is no part of it.
fn letters(written: &str) -> Option<Vec<char>> {
    let base = written.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let count = base.chars().count();
    (LETTERS.contains(&count) && base.chars().all(char::is_uppercase))
        .then(|| lower_case(base).chars().collect())
}

/// Where the run of words that ends at the bracket `open` begins.
fn before(text: &str, words: &[Word], open: usize, letters: usize) -> Option<usize> {
    let mut end = open;
    let mut start = words.len();
    while start > 0 && words.len() - start < 2 * letters + 2 {
        let word = &words[start - 1];
        if !text[word.to..end].chars().all(|c| BETWEEN.contains(c)) {
            break;
        }
        (start, end) = (start - 1, word.from);
    }
    (start < words.len()).then_some(start)
}

/// The words of the bracket that follows a word.
fn inside(text: &str, words: &[Word], place: usize) -> Option<std::ops::Range<usize>> {
    let after = &text[words[place].to..];
    let open = words[place].to + after.find('(').filter(|&at| after[..at].trim().is_empty())?;
    let close = open + text[open..].find(')')?;
    let end = place + 1 + words[place + 1..].iter().take_while(|word| word.to <= close).count();
    (place + 1 < end).then_some(place + 1..end)
}

/// Where in `words` the long form of the letters begins, if its end is theirs.
fn matched(letters: &[char], words: &[Word], whole: bool) -> Option<usize> {
    let at = from_end(letters, words, 0, false)?;
    let giving = words[at..].iter().filter(|word| !is_function_word(&word.lower)).count();
    (giving > 1 && words[at].capital && (!whole || at == 0)).then_some(at)
}

/// Takes letters from the end of the acronym and words from the end of the run, in step.
fn from_end(letters: &[char], words: &[Word], given: usize, compound: bool) -> Option<usize> {
    if letters.is_empty() {
        return (given > 0).then_some(words.len());
    }
    let (word, rest) = words.split_last()?;
    let longest = if compound || word.lower.chars().count() < COMPOUND { 1 } else { 3 };
    for count in 1..=longest.min(letters.len()) {
        let (others, piece) = letters.split_at(letters.len() - count);
        if gives(&word.lower, piece)
            && let Some(at) = from_end(others, rest, given + 1, compound || count > 1)
        {
            return Some(at);
        }
    }
    // The words of a long form stand side by side: only what has no letter of its own is passed.
    let passed = given > 0 && is_function_word(&word.lower);
    if passed { from_end(letters, rest, given, compound) } else { None }
}

/// Does a word begin with the first letter and hold the others after it, in order?
fn gives(word: &str, piece: &[char]) -> bool {
    let same = |a: char, b: char| a == b || (matches!(a, 'i' | 'ı') && matches!(b, 'i' | 'ı'));
    let mut left = word.chars();
    let begins = left.next().zip(piece.first()).is_some_and(|(a, &b)| same(a, b));
    begins && piece[1..].iter().all(|&letter| left.any(|c| same(c, letter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Scheme;

    fn found(text: &str) -> Vec<String> {
        let mut found = vec![];
        explained(&mut Analyzer::new(Scheme::Axtar), text, |acronym, long| {
            found.push(format!("{acronym} = {long}"));
        });
        found
    }

    #[test]
    fn initials_explain_an_acronym() {
        assert_eq!(
            found("Dünən İslam Əməkdaşlıq Təşkilatının (İƏT) iclası olub."),
            ["iət = islam əməkdaşlıq təşkilat"]
        );
        assert_eq!(
            found("Bu barədə BMT (Birləşmiş Millətlər Təşkilatı) məlumat yayıb."),
            ["bmt = birləşmiş millət təşkilat"]
        );
        assert_eq!(
            found("İqtisadi Əməkdaşlıq və İnkişaf Təşkilatı (İƏİT) hesabat verib."),
            ["iəit = iqtisadi əməkdaşlıq və inkişaf təşkilat"]
        );
        assert_eq!(
            found("“Bibiheybətneft” Neftqazçıxarma İdarəsi (NQÇİ) yeni quyu qazıb."),
            ["nqçi = neftqazçıxarma idarə"]
        );
    }

    #[test]
    fn what_initials_do_not_prove_is_not_taken() {
        for text in [
            "Şimali Atlantika Alyansı (NATO) toplaşıb.",
            "Görüş Bakıda (AZ) keçirilib.",
            "Nazir Əli Həsənov. Təşkilat (ƏHT) susur.",
            "Prezident (BMT) çıxış edib.",
            "islam əməkdaşlıq təşkilatı (İƏT)",
            "(İƏT)",
            "Xəbər (",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
