//! Letters that stood for others: fonts that drew ə where the code page had я, programs that wrote
//! `?` for what their page lacks.
//!
//! Before Unicode, ə had no place in any Windows code page. Sites set text in fonts that drew
//! Azerbaijani letters at Russian places (`Azяrbaycan`, or the whole word, `Азярбайъан`), wrote ä,
//! or lost the letter (`Az?rbaycan`). A text is repaired only where its words prove it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::date::rows;

/// Russian letter → the Azerbaijani one that the fonts drew there; capitals follow.
static LETTERS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let table = rows(include_str!("../data/font_letters.tsv"));
    let pairs = table.filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?)));
    pairs.flat_map(|(from, to)| [(from, to), (capital(from), capital(to))]).collect()
});

/// Letters that stand for Latin ones in words that are otherwise Latin.
const MIXED: &str = "яюцьышчиЯЮЦЬЫШЧИ";

/// Words that only such text has: və, ilə, üçün, həm, hər, də, görə, kimi, olub.
static MARKERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ["вя", "иля", "цчцн", "щям", "щяр", "дя", "эюря", "щаггында", "эцн"].into());

fn capital(c: char) -> char {
    match c {
        'i' => 'İ',
        'ı' => 'I',
        c => c.to_uppercase().next().unwrap_or(c),
    }
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

/// Words of letters, one after the other.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// `Azяrbaycan → Azərbaycan`, and `Азярбайъан → Azərbaycan`.
pub(super) fn font_letters(text: &str) -> Option<(String, String)> {
    // Both kinds have я for ə in every second word.
    if !super::has_any(text, &['я', 'Я']) {
        return None;
    }
    let (mut mixed, mut cyrillic, mut markers, mut letters, mut ya) = (0, 0, 0, 0, 0);
    for word in words(text) {
        let foreign = word.chars().filter(|c| is_cyrillic(*c)).count();
        if foreign == 0 {
            continue;
        }
        cyrillic += 1;
        letters += foreign;
        ya += word.chars().filter(|c| matches!(c, 'я' | 'Я')).count();
        let has_latin = word.chars().any(|c| !is_cyrillic(c));
        let is_fitting = word.chars().all(|c| !is_cyrillic(c) || MIXED.contains(c));
        mixed += usize::from(has_latin && is_fitting);
        markers += usize::from(MARKERS.contains(word.to_lowercase().as_str()));
        if word.contains(['ә', 'Ә']) {
            return None;
        }
    }
    let note = || "letters of old fonts replaced (я by ə and the like)".to_owned();
    if mixed >= 3 && mixed * 10 >= cyrillic * 6 {
        // Russian words in the text stay: only words of these letters alone are touched.
        let is_touched = |word: &str| word.chars().all(|c| !is_cyrillic(c) || MIXED.contains(c));
        return Some((replaced(text, is_touched), note()));
    }
    // ə is a tenth of Azerbaijani letters, я a fiftieth of Russian ones.
    if markers >= 2 && markers * 50 >= cyrillic && ya * 20 >= letters {
        return Some((replaced(text, |_| true), note()));
    }
    None
}

/// The text with the letters of the words that `is_touched` replaced.
fn replaced(text: &str, is_touched: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        if is_touched(word) {
            out.extend(word.chars().map(|c| LETTERS.get(&c).copied().unwrap_or(c)));
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// `Az?rbaycan → Azərbaycan`, `Azärbaycan → Azərbaycan`, `yaðýþ → yağış`, in text without any ə of
/// its own.
pub(super) fn lost_schwa(text: &str) -> Option<(String, String)> {
    if super::has_any(text, &['ə', 'Ə']) && !super::has_any(text, &['ý', 'þ', 'ð']) {
        return None;
    }
    let mut count = HashMap::new();
    let mut words = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        words += usize::from(c.is_alphabetic() && !before.is_alphabetic());
        let counted = match c {
            '?' => before.is_alphabetic() && after.is_lowercase(),
            c => !c.is_ascii(),
        };
        if counted {
            *count.entry(c).or_insert(0usize) += 1;
        }
        before = c;
    }
    let of = |letters: &str| letters.chars().map(|c| count.get(&c).copied().unwrap_or(0)).sum::<usize>();
    // Icelandic has ý þ ð as well, but neither ü nor ç nor ə.
    if of("ýþð") >= 3 && of("ýþð") * 10 >= words && of("ışğ") == 0 && of("əüç") >= 1 {
        let meant = |c: char| match c {
            'ý' => 'ı',
            'þ' => 'ş',
            'ð' => 'ğ',
            'Ý' => 'İ',
            'Þ' => 'Ş',
            'Ð' => 'Ğ',
            c => c,
        };
        return Some((text.chars().map(meant).collect(), "ý, þ, ð read as ı, ş, ğ".to_owned()));
    }
    // ə stands in more than half of all words; other letters of ours must vouch for the language.
    let vouched = of("ışğöüç") >= 1 || of("?") >= 8;
    if of("?") >= 3 && of("?") * 6 >= words && vouched && of("ə") == 0 {
        return Some((question_marks(text), "\"?\" inside words read as ə".to_owned()));
    }
    // German has ä in a word of ten, and no ı, ş, ğ.
    if of("ä") >= 3 && of("ä") * 4 >= words && of("ışğ") >= 1 && of("əß") == 0 {
        let meant = |c: char| match c {
            'ä' => 'ə',
            'Ä' => 'Ə',
            c => c,
        };
        return Some((text.chars().map(meant).collect(), "ä read as ə".to_owned()));
    }
    None
}

/// A question mark inside a word is ə, and so it is at a word's head, or at its end where the
/// sentence goes on in small letters: `?sas`, `il? birg?`; `kimdir?` stays a question.
fn question_marks(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (i, &c) in chars.iter().enumerate() {
        let before = at(i.checked_sub(1));
        let after = at(Some(i + 1));
        let next = at(Some(i + 2));
        let is_letter = c == '?'
            && match (before.is_alphabetic() || before == '?', after.is_alphabetic()) {
                (true, true) => true,
                (false, true) => !after.is_uppercase(),
                (true, false) => after == ' ' && next.is_lowercase() || after == '-',
                (false, false) => false,
            };
        let starts = before.is_whitespace() || "“”«\"'(".contains(before);
        match is_letter {
            // Sentences begin with a capital; inside them a lost capital cannot be told.
            true if starts && starts_sentence(&chars[..i]) => out.push('Ə'),
            true => out.push('ə'),
            false => out.push(c),
        }
    }
    out
}

fn starts_sentence(before: &[char]) -> bool {
    let last = before.iter().rev().find(|c| **c == '\n' || !c.is_whitespace() && !"“«\"'(".contains(**c));
    last.is_none_or(|c| matches!(c, '.' | '!' | '?' | '\n' | ':' | '>' | '–' | '—'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_old_fonts_are_put_right() {
        for (written, meant) in [
            (
                "Azяrbaycanda tяhsil haqqыnda: mцasir mяktяb, юyrяnmя, baьlы baьчa.",
                "Azərbaycanda təhsil haqqında: müasir məktəb, öyrənmə, bağlı bağça.",
            ),
            (
                "Шящярдя йени мяктяб ачылыб вя ушаглар цчцн байрам олуб. Щейдяр дя эялиб.",
                "Şəhərdə yeni məktəb açılıb və uşaqlar üçün bayram olub. Heydər də gəlib.",
            ),
        ] {
            assert_eq!(font_letters(written).map(|(text, _)| text).as_deref(), Some(meant));
        }
    }

    #[test]
    fn russian_and_azerbaijani_cyrillic_stay() {
        for text in [
            "Для меня это самая большая радость: вся семья собралась, и я счастлив.",
            "Шәһәрдә јени мәктәб ачылыб вә ушаглар үчүн бајрам олуб.",
            "Bu я bir hərfdir.",
        ] {
            assert_eq!(font_letters(text), None, "{text}");
        }
    }

    #[test]
    fn a_lost_letter_is_found_where_words_prove_it() {
        for (written, meant) in [
            (
                "?sas m?s?l? budur: m?kt?b? kim ged?c?k? Biz d?, siz d? bilirsiniz. G?lin g?dek, ışıq yanır.",
                "Əsas məsələ budur: məktəbə kim gedəcək? Biz d?, siz də bilirsiniz. Gəlin gədek, ışıq yanır.",
            ),
            ("Şähärdä yağış yağır, däniz dälğalıdır.", "Şəhərdə yağış yağır, dəniz dəlğalıdır."),
            ("Baðda yaðýþ yaðýr, üzüm yýðýlýr.", "Bağda yağış yağır, üzüm yığılır."),
        ] {
            assert_eq!(lost_schwa(written).map(|(text, _)| text).as_deref(), Some(meant));
        }
        for text in [
            "Sən kimsən? Mən kiməm? Bu nədir?",
            "Wie geht es dir? Schöne Häuser, ßtraße.",
            "axtar.az/?q=a ışıq",
        ] {
            assert_eq!(lost_schwa(text), None, "{text}");
        }
    }
}
