//! Who wrote an article: names, and the lines above a text that they stand in.
//!
//! A name is told by its shape alone, so each place that may hold one says what else it may hold. Text
//! pages and HTML share this. What is signed below a text is in `signature.rs`.

use super::folding::fold;
use super::page::{begins_byline, is_about, is_byline, is_house, is_known, words};
use super::signature::author_of;

/// The fields of a line of information, between the signs that sites part them by.
pub(super) fn fields_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '/']).map(str::trim)
}

/// The people that a line names after any label of its own: `Göndərən: Lalə Həsənzadə, 20.02.2026`; not
/// those whose part in it is known to be another's, `Foto: Emin Bağırlı`.
pub(super) fn credit(line: &str) -> Option<String> {
    let (label, name) = line.split_once(':').filter(|_| words(line) <= 9)?;
    let is_other = is_about(label) && !is_byline(label);
    labelled(name).filter(|_| words(label) <= 3 && !is_other && label.starts_with(char::is_uppercase))
}

/// Does a text speak of the bearer of a name? Then it is about them, and where nothing but its shape
/// speaks for the name, by somebody else.
pub(super) fn speaks_of<'t>(mut text: impl Iterator<Item = &'t str>, name: &str) -> bool {
    let surname = name.split_whitespace().last().unwrap_or(name);
    let is_it = |word: &str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(surname);
    text.any(|line| line.contains(surname) && line.split_whitespace().any(is_it))
}

/// Does a name end as surnames do? Where nothing but its shape speaks for a name, this must.
pub(super) fn has_surname(name: &str) -> bool {
    const ENDINGS: [&str; 23] = [
        "ov", "ova", "ev", "eva", "zade", "li", "lu", "oglu", "qizi", "gizi", "bey", "soy", "ski", "skaya",
        "ов", "ова", "ев", "ева", "заде", "лы", "ли", "оглу", "задә",
    ];
    let last = fold(name.split_whitespace().last().unwrap_or_default());
    ENDINGS.iter().any(|ending| last.ends_with(ending))
}

/// The name after its label, before what else the line says: `Orxan Əlizadə, foto: Ülkər Nəcəfova`.
pub(super) fn labelled(text: &str) -> Option<String> {
    names(text).or_else(|| names(text.split([',', ';', '(']).next()?))
}

/// The author that a labelled line names: `Müəllif: Lalə Həsənzadə | 12 may 2023`.
pub(super) fn byline(line: &str) -> Option<String> {
    // What most lines lack; each piece is folded and looked up below.
    let may_be = || line.contains(':') || line.contains(" tərəfindən") || fields_of(line).any(begins_byline);
    if line.len() > 200 || !may_be() {
        return None;
    }
    let mut fields = fields_of(line).peekable();
    while let Some(field) = fields.next() {
        // `Məleykə Əlizadə tərəfindən yazılıb`
        if let Some((author, _)) = field.split_once(" tərəfindən")
            && let Some(author) = names(author)
        {
            return Some(author);
        }
        if field.contains(':')
            && let Some(author) = author_of(field)
        {
            return Some(author);
        }
        // The label may stand in an element of its own: `Müəllif | Lalə Həsənzadə`.
        if is_byline(field)
            && let Some(author) = fields.peek().and_then(|name| labelled(name))
        {
            return Some(author);
        }
        if let Some(author) = within(field) {
            return Some(author);
        }
    }
    None
}

/// The name after its label among other things: `Yeniləndi: 10 iyun 2025 Yazar: Lalə Həsənzadə`; a label
/// that begins a sentence needs no colon, `Words by Rauf Jafarov. Photographs by Leyla Aslan.`
fn within(field: &str) -> Option<String> {
    let words: Vec<&str> = field.split(". ").next()?.trim_end_matches('.').split_whitespace().collect();
    let marked = words.iter().position(|word| word.ends_with(':') && is_byline(word)).map(|at| at + 1);
    // A label of three words at most, a name of four.
    let first = || {
        let longest = if words.len() <= 7 { words.len().min(4) } else { 0 };
        (1..longest).rev().find(|length| is_byline(&words[..*length].join(" ")))
    };
    let after = marked.or_else(|| first().filter(|length| words.len() <= length + 4))?;
    let after = &words[after..];
    (1..=after.len().min(4)).rev().find_map(|length| names(&after[..length].join(" ")))
}

/// The people a text names and nothing else, one or several: `Zərifə Quliyeva və Anar Məmmədov`.
pub(super) fn names(text: &str) -> Option<String> {
    if text.len() > 150 {
        return None;
    }
    // Handles and addresses beside a name: `Lalə Həsənzadə (@lale)`.
    let is_handle = |word: &&str| word.contains('@');
    let without: String;
    let one = match text.contains('@') {
        true => {
            without = text.split_whitespace().filter(|word| !is_handle(word)).collect::<Vec<_>>().join(" ");
            without.as_str()
        }
        false => text,
    };
    let one = one.trim().trim_end_matches([',', ';']);
    let parts = one.replace(" və ", ",").replace(" and ", ",").replace(" и ", ",").replace([';', '&'], ",");
    let parts: Vec<&str> = parts.split(',').map(str::trim).collect();
    let all = parts.len() <= 5 && parts.iter().all(|part| is_name(part));
    all.then(|| parts.join(", "))
}

/// A name without its words in capitals: `Əli RZAYEV → Əli Rzayev`. The text tells what I stands for.
pub(super) fn lettered(name: &str, text: &[String]) -> String {
    let is_azerbaijani = text.iter().chain([&name.to_owned()]).any(|text| text.contains(['ə', 'Ə']));
    let lower = |c: char| match c {
        'I' if is_azerbaijani => "ı".to_owned(),
        'İ' => "i".to_owned(),
        c => c.to_lowercase().collect(),
    };
    let word = |word: &str| {
        if word.contains('.') || word.chars().count() < 3 || word.chars().any(char::is_lowercase) {
            return word.to_owned();
        }
        word.split_inclusive('-')
            .map(|part| {
                let mut chars = part.chars();
                let first = chars.next().into_iter();
                first.map(String::from).chain(chars.map(lower)).collect::<String>()
            })
            .collect()
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Two to four words that begin with a capital, and no sentence's end: `Rəşid bəy Əfəndiyev`,
/// `A.B. Quliyev`, `Nərmin Hacı qızı Həsənova`.
pub(super) fn is_name(line: &str) -> bool {
    let mut capitalised = 0;
    let mut letters_only = true;
    let mut whole_words = 0;
    for word in line.split_whitespace() {
        let folded = fold(word);
        if capitalised > 0 && ["oglu", "qizi", "bey", "xanim", "оғлу", "гызы"].contains(&folded.as_str())
        {
            continue;
        }
        capitalised += 1;
        // `H.Misirov` is two words set without a space.
        for piece in word.split_inclusive(['.', '-']) {
            let stem = piece.trim_end_matches(['.', '-']);
            let initial = piece.ends_with('.');
            let length = stem.chars().count();
            let mut chars = stem.chars();
            letters_only &= chars.next().is_some_and(char::is_uppercase)
                && stem.chars().all(|c| c.is_alphabetic() || "'’\u{307}\u{327}\u{308}".contains(c))
                && (!initial || length <= 2);
            whole_words += usize::from(!initial && length > 1);
        }
    }
    let two_words = capitalised >= 2 || line.contains('.') && whole_words == 1;
    letters_only
        && two_words
        && !line.split_whitespace().next().is_some_and(is_byline)
        && (1..=4).contains(&whole_words)
        && capitalised <= 4
        && !is_known(line)
        && !is_house(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_their_shape() {
        for name in [
            "Lalə Həsənzadə",
            "Qasım-Comərd Əlibəyli",
            "H.Misirli",
            "A. B. Quliyev",
            "Nərmin Hacı qızı Həsənli",
            "İLHAMƏ RZALI",
            "Рәшид Бәһбудлу",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Lalə",
            "Lalə Həsənzadə.",
            "Lalə Həsənzadə yazır",
            "Bakı 2024",
            "Yeni il gəldi",
            "YAP xəbərləri",
            "Siyasət",
            "Xəbər lenti",
            "Bir İki Üç Dörd Beş",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn a_byline_is_found_among_other_fields() {
        for (line, author) in [
            ("Müəllif, | Lalə Həsənzadə", Some("Lalə Həsənzadə")),
            ("Dərc olunub: 6 may 2025, 17:42 Yazar: Lalə Həsənzadə", Some("Lalə Həsənzadə")),
            ("Yazar: Lalə Həsənzadə 6 may 2025", Some("Lalə Həsənzadə")),
            ("Mətn: Lalə Həsənzadə, foto: Emin Bağırov", Some("Lalə Həsənzadə")),
            ("By Lala Hasanova", Some("Lala Hasanova")),
            ("Words by Lala Hasanova. Photographs by Emin Baghirov.", Some("Lala Hasanova")),
            ("Müəlliflər: Lalə Həsənzadə və Emin BAĞIRLI", Some("Lalə Həsənzadə, Emin BAĞIRLI")),
            ("Söhbətləşdi: Lalə Həsənzadə", Some("Lalə Həsənzadə")),
            ("Fotoları çəkdi: Lalə Həsənzadə", None),
            ("İngilis dilindən çevirdi: Lalə Həsənzadə", None),
            ("Yazdı: Lalə Həsənzadə (@lale)", Some("Lalə Həsənzadə")),
            ("Lalə Həsənzadə tərəfindən yazılıb", Some("Lalə Həsənzadə")),
            ("Foto: Lalə Həsənzadə", None),
            ("Müəllif belə yazır: Gəl Bakıya", None),
        ] {
            assert_eq!(byline(line).as_deref(), author, "{line}");
        }
    }
}
