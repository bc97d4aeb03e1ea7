//! Who wrote an article: names, the lines they stand in, signatures.
//!
//! A name is told by its shape alone, so each place that may hold one says what else it may hold. Text
//! pages and HTML share this.

use super::date::PublicationDate;
use super::folding::fold;
use super::page::{
    Furniture, ends_sentence, has_office, is_about, is_byline, is_furniture, is_house, is_known, words,
};
use super::text::date_line;

/// The fields of a line of information, between the signs that sites part them by.
pub(super) fn fields_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '/']).map(str::trim)
}

/// Lines below a signature that are of the house: its name, the day, where a clipping is from.
const TAIL: usize = 3;

/// Takes the signature off the end: the author, and the office signed below the name, with what the
/// house has below them.
///
/// `Həbib Misirov / YAP Kəlbəcər rayon təşkilatının sədri`. At least one line stays.
pub(super) fn take_signature(lines: &mut Vec<String>) -> (Option<String>, Option<String>) {
    let tail = lines.iter().rev().take(TAIL).take_while(|line| is_tail(line)).count();
    let end = lines.len() - tail.min(lines.len().saturating_sub(1));
    let signed = match lines[..end] {
        [_, .., ref name, ref other] if end > 2 && names(name).is_some() && names(other).is_some() => {
            Some((end - 2, names(&format!("{}, {other}", name.trim_end_matches([',', ' ']))), None))
        }
        [_, .., ref name, ref office] if end > 2 && author_of(name).is_some() && is_office(office) => {
            Some((end - 2, author_of(name), Some(office.clone())))
        }
        [_, .., ref name] if author_of(name).is_some() => Some((end - 1, author_of(name), None)),
        _ => None,
    };
    let (from, mut author, office) = signed.unwrap_or((end, None, None));
    lines.truncate(from);
    if author.is_none()
        && let Some(last) = lines.last_mut()
        && let Some((text, name)) = signed_at_end(last)
    {
        (*last, author) = (text, Some(name));
    }
    (author, office)
}

/// A line below the text that is the house's: `“Körpü”`, `(02.08.2025)`, `Mətbuat xidməti`, `Mənbə: …`.
fn is_tail(line: &str) -> bool {
    let is_date = || words(line) <= 6 && date_line(line).is_some();
    is_outlet(line) && !line.ends_with('.')
        || is_furniture(line, Furniture::NoPerson)
        || line.contains(':') && is_furniture(line, Furniture::Label) && author_of(line).is_none()
        || is_date()
        || clipping(line).is_some()
}

/// The day of a clipping as libraries keep them: `525-ci qəzet.- 2016.- 9 dekabr.- S.6.`
pub(super) fn clipping(line: &str) -> Option<PublicationDate> {
    if line.len() > 120 || !line.contains(['.', '-']) {
        return None;
    }
    let pieces: Vec<&str> =
        line.split(['-', '–', '—']).map(|piece| piece.trim_matches(['.', ' ', ','])).collect();
    let is_page =
        |piece: &&str| piece.starts_with(['S', 's']) && piece.ends_with(|c: char| c.is_ascii_digit());
    pieces.last().filter(|piece| is_page(piece))?;
    let year = pieces.iter().find(|piece| piece.len() == 4 && piece.bytes().all(|b| b.is_ascii_digit()))?;
    pieces.iter().find_map(|day| PublicationDate::parse(&format!("{day} {year}")))
}

/// The text and the name after its last sentence: `… razı qaldı. — Lalə Həsənzadə`, `(Lalə Həsənzadə)`.
/// After a quotation it is the speaker's.
fn signed_at_end(line: &str) -> Option<(String, String)> {
    let cut = match line.strip_suffix(')') {
        Some(line) => line.rsplit_once('('),
        None => line.rsplit_once(['—', '–']),
    };
    let (text, name) = cut?;
    let text = text.trim_end();
    let is_over = text.ends_with(['.', '!', '?', '…']);
    Some((text.to_owned(), author_of(name).filter(|_| is_over && words(text) > 3)?))
}

/// The author a line names: `Həbib Misirov`, `Müəllif: H.Misirov`, `Lalə Həsənzadə, Körpü.az`.
fn author_of(line: &str) -> Option<String> {
    if line.len() > 150 {
        return None;
    }
    if let Some((label, name)) = line.split_once(':') {
        return if is_byline(label) || is_deed(label) { labelled(name) } else { None };
    }
    if let Some(name) = around_deed(line) {
        return Some(name);
    }
    let is_dashed = line.trim_start().starts_with(['—', '–']);
    let line = line.trim_matches([',', ' ', '©', '—', '–', '-']);
    let line = line.strip_suffix('.').filter(|name| is_name(name)).unwrap_or(line);
    let cut = line.find([',', '/', '(']).map(|at| (&line[..at], &line[at..]));
    // A place may follow what nothing but a name can be.
    let is_about = |(name, rest): &(&str, &str)| {
        let is_sure = is_dashed || rest.starts_with('(') || has_surname(name);
        let rest = rest.trim_matches([',', '/', '(', ')', ' ']);
        is_outlet(rest) || is_position(rest) || is_house(rest) || is_sure && is_place_name(rest)
    };
    let name = cut.filter(is_about).map_or(line, |(name, _)| name);
    names(name).or_else(|| before_office(name))
}

/// The name within a deed: `Müsahibəni Lalə Həsənzadə apardı`, `Lalə Həsənzadə hazırladı`.
fn around_deed(line: &str) -> Option<String> {
    let (before, deed) = line.rsplit_once(' ').filter(|_| words(line) <= 7)?;
    let before: Vec<&str> = before.split_whitespace().collect();
    // The shortest name, since what it was done to has a capital too.
    (2..=before.len().min(4)).find_map(|length| {
        let (what, name) = before.split_at(before.len() - length);
        let label = [what, &[deed]].concat().join(" ");
        names(&name.join(" ")).filter(|_| if what.is_empty() { is_byline(deed) } else { is_deed(&label) })
    })
}

/// `Lerik`, `Lerik rayonu`: one or two words, the first with a capital, letters alone.
fn is_place_name(text: &str) -> bool {
    words(text) <= 2
        && text.starts_with(char::is_uppercase)
        && text.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// The name before what its bearer is, without a comma: `Lalə Həsənzadə müxbir`.
pub(super) fn before_office(line: &str) -> Option<String> {
    let (at, _) = line.match_indices(' ').find(|(at, _)| line[at + 1..].starts_with(char::is_lowercase))?;
    let (name, office) = line.split_at(at);
    names(name).filter(|_| is_office(office) && words(office) <= 5 && has_office(office))
}

/// A label that says what someone did for the article: `Söhbətləşdi`, `Müsahibəni apardı`. Who translated
/// it or took the pictures is another.
fn is_deed(label: &str) -> bool {
    let last = fold(label.split_whitespace().last().unwrap_or_default());
    let verb = last.trim_end_matches("lar").trim_end_matches("ler");
    let is_past = ["di", "du"].iter().any(|ending| verb.ends_with(ending));
    let is_other = is_about(label) && !is_byline(label)
        || ["cekdi", "cevirdi"].iter().any(|other| verb.ends_with(other));
    words(label) <= 3 && label.starts_with(char::is_uppercase) && is_past && !is_other
}

/// The people that a line names after any label of its own: `Göndərən: Lalə Həsənzadə, 20.02.2026`; not
/// those whose part in it is known to be another's, `Foto: Emin Bağırlı`.
pub(super) fn credit(line: &str) -> Option<String> {
    let (label, name) = line.split_once(':').filter(|_| words(line) <= 9)?;
    let is_other = is_about(label) && !is_byline(label);
    labelled(name).filter(|_| words(label) <= 3 && !is_other && label.starts_with(char::is_uppercase))
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
fn labelled(text: &str) -> Option<String> {
    names(text).or_else(|| names(text.split([',', ';', '(']).next()?))
}

/// What someone is, after the name: `iqtisadçı ekspert`, `“Körpü” qəzetinin redaktoru`, an address.
fn is_position(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_lowercase() || "“\"«".contains(c));
    is_office(text) && (begins || has_office(text)) || words(text) == 1 && text.contains('@')
}

/// The house that a name is signed with: `Körpü.az`, `“Körpü”`, `AZƏRTAC`.
fn is_outlet(text: &str) -> bool {
    let text = text.trim();
    let is_quoted = text.starts_with(['“', '"', '«']) && text.ends_with(['”', '"', '»']);
    let is_site = text.split('.').count() > 1
        && text.split('.').all(|part| {
            !part.is_empty() && part.chars().all(char::is_alphanumeric) && part.contains(char::is_alphabetic)
        });
    let is_capital = text.chars().all(char::is_uppercase);
    words(text) <= 3 && is_quoted || words(text) == 1 && (is_site && !is_name(text) || is_capital)
}

/// The author that a labelled line names: `Müəllif: Lalə Həsənzadə | 12 may 2023`.
pub(super) fn byline(line: &str) -> Option<String> {
    if line.len() > 200 {
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

/// A line below a name that can be an office: short, and no sentence.
pub(super) fn is_office(line: &str) -> bool {
    words(line) <= 12
        && line.chars().count() <= 120
        && !ends_sentence(line)
        && PublicationDate::parse(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('\n').map(str::to_owned).collect()
    }

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

    #[test]
    fn a_signature_is_a_name_with_or_without_an_office() {
        for (end, author, office, left) in [
            ("Lalə Həsənzadə", Some("Lalə Həsənzadə"), None, 2),
            (
                "Lalə Həsənzadə\n“Körpü” qəzetinin redaktoru",
                Some("Lalə Həsənzadə"),
                Some("“Körpü” qəzetinin redaktoru"),
                2,
            ),
            ("Müəllif: L.Həsənzadə", Some("L.Həsənzadə"), None, 2),
            ("Lalə Həsənzadə, Körpü.az", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə / “Körpü”", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə HƏSƏNZADƏ,\n“Körpü”", Some("Lalə HƏSƏNZADƏ"), None, 2),
            (
                "Lalə Həsənzadə,\ntarix üzrə fəlsəfə doktoru",
                Some("Lalə Həsənzadə"),
                Some("tarix üzrə fəlsəfə doktoru"),
                2,
            ),
            ("Lalə Həsənzadə, lale@korpu.example", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə\nKörpü qəzeti.- 2016.- 9 dekabr.- S.6.", Some("Lalə Həsənzadə"), None, 2),
            ("— Lalə Həsənzadə, Lerik", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə (Lerik)", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə müxbir", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə\nFoto: Emin Bağırlı\nMənbə: Körpü", Some("Lalə Həsənzadə"), None, 2),
            ("Getdik və qayıtdıq. — Lalə Həsənzadə", None, None, 3),
            ("Biz getdik və qayıtdıq. — Lalə Həsənzadə", Some("Lalə Həsənzadə"), None, 3),
            ("Hamı bundan razı qaldı. (L.Həsənzadə)", Some("L.Həsənzadə"), None, 3),
            ("“Hamı bundan razı qaldı.” – Lalə Həsənzadə", None, None, 3),
            ("Tərcümə etdi: Lalə Həsənzadə", None, None, 2),
            ("Lalə Həsənzadə, Bakı", Some("Lalə Həsənzadə"), None, 2),
            ("Rauf HƏSƏN, Bakı", None, None, 3),
            ("Lalə Həsənzadə,\nEmin Bağırlı", Some("Lalə Həsənzadə, Emin Bağırlı"), None, 2),
            ("Müsahibəni Lalə Həsənzadə apardı", Some("Lalə Həsənzadə"), None, 2),
            ("Lalə Həsənzadə hazırladı", Some("Lalə Həsənzadə"), None, 2),
            ("Məktəbi Lalə Həsənzadə açdı.", None, None, 3),
            ("L.Həsənzadə", Some("L.Həsənzadə"), None, 2),
            ("Bakı Dövlət Universiteti", None, None, 3),
            ("Hamı razı qaldı.", None, None, 3),
            ("söhbət bununla bitdi və biz getdik", None, None, 3),
        ] {
            let mut page = lines(&format!("Birinci abzas.\nSon abzas.\n{end}"));
            let signature = take_signature(&mut page);
            assert_eq!(signature, (author.map(str::to_owned), office.map(str::to_owned)), "{end}");
            assert_eq!(page.len(), left, "{end}");
        }
    }
}
