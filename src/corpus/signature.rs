//! The signature below a text: who signed, from where, as what.
//!
//! Stands on `author.rs`, which tells a name by its shape; here is what the lines around a name say.

use super::author::{has_surname, is_name, labelled, names, speaks_of};
use super::date::PublicationDate;
use super::folding::fold;
use super::page::{
    Furniture, ends_sentence, has_office, is_about, is_byline, is_furniture, is_greeting, is_house, words,
};
use super::text::date_line;

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
    // `Müəllif: …` and a surname in capitals are surer than what the text says.
    let is_capital =
        |name: &str| !name.split(' ').next_back().unwrap_or(name).chars().any(char::is_lowercase);
    let is_plain =
        |from: usize| names(lines[from].trim_matches([',', ' '])).is_some_and(|name| !is_capital(&name));
    let signed = signed.filter(|(from, author, _)| {
        let text = lines[..*from].iter().map(String::as_str);
        !is_plain(*from) || author.as_deref().is_none_or(|author| !speaks_of(text, author))
    });
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
pub(super) fn author_of(line: &str) -> Option<String> {
    if line.len() > 150 {
        return None;
    }
    if let Some((label, name)) = line.split_once(':') {
        return if is_byline(label) || is_deed(label) { labelled(name) } else { None };
    }
    // `Hörmətlə, Lalə Həsənzadə, Lerik rayonu`
    if let Some((greeting, name)) = line.split_once(',')
        && is_greeting(greeting)
    {
        return labelled(name);
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
pub(super) fn is_deed(label: &str) -> bool {
    let last = fold(label.split_whitespace().last().unwrap_or_default());
    let verb = last.trim_end_matches("lar").trim_end_matches("ler");
    let is_past = ["di", "du"].iter().any(|ending| verb.ends_with(ending));
    let is_other = is_about(label) && !is_byline(label)
        || ["cekdi", "cevirdi"].iter().any(|other| verb.ends_with(other));
    words(label) <= 3 && label.starts_with(char::is_uppercase) && is_past && !is_other
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
            ("Hörmətlə, Lalə Həsənzadə, Lerik rayonu", Some("Lalə Həsənzadə"), None, 2),
            ("Sözü Səfərova verdik və o danışdı.\nElşad Səfərov", None, None, 4),
            ("Sözü SƏFƏROVA verdik və o danışdı.\nElşad SƏFƏROV", Some("Elşad SƏFƏROV"), None, 3),
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
