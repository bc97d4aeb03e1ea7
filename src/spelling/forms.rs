//! What a name may be an inflected form of: `Əliyevin` → `Əliyev` + -in.
//!
//! Beside the lattice, before `compare`. A lemmatiser knows words, but most names are in no
//! lexicon, so here the *ending* gives the evidence: it must be one that names take, with the vowels
//! and the joining consonant the stem asks for. The rows stand in `data/endings.tsv`, where `A` is
//! a/ə and `I` is ı/i/u/ü. Invariant: every base is shorter than its form or, in Russian, ends
//! otherwise.

use std::sync::LazyLock;

/// How much an ending proves, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Strength {
    /// Two letters or more, in harmony with the stem; or set off by an apostrophe or a hyphen.
    Sure,
    /// A single letter, which may as well belong to the name (`Kamilə`).
    Slight,
    /// An ending whose vowels do not follow the stem's letters, as after an English spelling,
    /// where they follow its sound (`Googleda`).
    Loose,
    /// Perhaps another name altogether: `Əliyeva`, `Bakılı`.
    Doubtful,
}

/// One base a word may be a form of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub stem: String,
    /// The ending as written.
    pub ending: String,
    /// What the ending says, for the reader: `genitive`.
    pub case: &'static str,
    pub strength: Strength,
}

/// A stem shorter than this takes no ending, unless the ending is set off (`Aİ-nin`).
const SHORTEST: usize = 3;
/// A word of more letters is no name.
const LONGEST: usize = 60;

struct Ending {
    language: &'static str,
    base: &'static str,
    ending: Vec<char>,
    case: &'static str,
    strength: Strength,
}

static ENDINGS: LazyLock<Vec<Ending>> = LazyLock::new(|| {
    let rows = include_str!("data/endings.tsv").lines().skip(1);
    let read = |row: &'static str| {
        let mut columns = row.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let (language, base, ending, case) = (next(), next(), next().chars().collect(), next());
        let strength = match next() {
            "sure" => Strength::Sure,
            "slight" => Strength::Slight,
            _ => Strength::Doubtful,
        };
        Ending { language, base, ending, case, strength }
    };
    rows.map(read).collect()
});

/// Every base of a lower-case word, in which any apostrophe is `'`; the surest first.
pub(crate) fn bases(word: &str) -> Vec<Base> {
    let written: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    if written.len() > LONGEST {
        return found;
    }
    let cyrillic = written.iter().copied().any(super::systems::is_cyrillic);
    let letters: Vec<char> = written.iter().map(|&letter| latin(letter)).collect();
    // Turkish sets a suffix off from a name, and so does everybody after an abbreviation.
    if let Some(mark) = letters.iter().rposition(|letter| "'-".contains(*letter)).filter(|mark| *mark >= 2) {
        let (stem, rest) = (&letters[..mark], &letters[mark + 1..]);
        let fits = |row: &&Ending| row.language != "ru" && harmony(&row.ending, rest, stem).is_some();
        if let Some(row) = ENDINGS.iter().find(fits) {
            found.push(base(&written, mark, row, Strength::Sure));
        }
    }
    for row in ENDINGS.iter() {
        if row.language == "az" {
            unmarked(&written, &letters, row, &mut found);
        } else if row.language == "ru" && cyrillic {
            found.extend(russian(&written, row));
        }
    }
    found.sort_by_key(|base| base.strength);
    found
}

fn base(written: &[char], cut: usize, row: &Ending, strength: Strength) -> Base {
    let bare = |letters: &[char]| letters.iter().filter(|letter| **letter != '\'').collect();
    let ending: String = bare(&written[cut..]);
    let ending = ending.trim_start_matches('-').to_owned();
    Base { stem: bare(&written[..cut]), ending, case: row.case, strength }
}

/// An Azerbaijani ending that nothing sets off.
fn unmarked(written: &[char], letters: &[char], row: &Ending, found: &mut Vec<Base>) {
    let Some(cut) = letters.len().checked_sub(row.ending.len()).filter(|cut| *cut >= SHORTEST) else {
        return;
    };
    let (stem, rest) = letters.split_at(cut);
    let Some(harmonious) = harmony(&row.ending, rest, stem) else {
        return;
    };
    let last = stem[cut - 1];
    let joins = match row.base {
        "C" => !is_vowel(last),
        "V" => is_vowel(last),
        "P" => "ıiuü".contains(last),
        _ => true,
    };
    // The e of Google is written and not heard: to the ending it is a consonant.
    let silent = row.base == "C" && last == 'e' && !stem.contains(&'ə');
    let single = row.ending.len() == 1;
    let strength = match row.strength {
        strength if joins && harmonious => {
            if is_womans(stem, rest) {
                Strength::Doubtful
            } else {
                strength
            }
        }
        Strength::Doubtful => return,
        _ if single || !(joins || silent) => return,
        _ => Strength::Loose,
    };
    found.push(base(written, cut, row, strength));
}

/// A Russian ending in place of the base's own.
fn russian(written: &[char], row: &Ending) -> Option<Base> {
    let cut = written.len().checked_sub(row.ending.len()).filter(|cut| *cut >= SHORTEST)?;
    let (stem, rest) = written.split_at(cut);
    let joins = row.base != "C" || !"аеёиоуыэюяйь".contains(stem[cut - 1]);
    if rest != row.ending || !joins {
        return None;
    }
    let strength = if is_womans(stem, rest) { Strength::Doubtful } else { row.strength };
    let mut base = base(written, cut, row, strength);
    if row.base != "C" {
        base.stem.push_str(row.base);
    }
    Some(base)
}

/// Whether the form may be the name of a woman: of the family (`Əliyeva`, `Kalinina`), or made of a
/// man's (`Xalidə`).
fn is_womans(stem: &[char], ending: &[char]) -> bool {
    let ends =
        |letters: &str| letters.chars().rev().eq(stem.iter().rev().take(letters.chars().count()).copied());
    let of_family =
        || ["ov", "ev", "öv", "in", "ын", "yn", "ов", "ев", "ёв", "өв", "ин"].iter().any(|end| ends(end));
    match ending {
        ['a' | 'а'] => of_family() || is_arabic_mans(stem),
        ['ə' | 'e' | 'ә'] => is_arabic_mans(stem),
        _ => false,
    }
}

/// Whether a stem is built as the Arabic names of men that a vowel makes a woman's: `Xalid`, `Kərim`,
/// `Səid`, `Nail`.
fn is_arabic_mans(stem: &[char]) -> bool {
    let letters: Vec<char> = stem.iter().map(|&letter| latin(letter)).collect();
    let (broad, consonant) = (|c: char| "aəe".contains(c), |c: char| !is_vowel(c));
    match letters[..] {
        [a, b, c, 'i', d] => consonant(a) && broad(b) && consonant(c) && consonant(d),
        [a, b, 'i', c] => consonant(a) && broad(b) && consonant(c),
        _ => false,
    }
}

/// Whether the letters `rest` are the ending: none if they are not, else whether its vowels follow
/// the stem's.
///
/// Without diacritics ı is i and ə is e, so `i`, `o` and `u` of a stem tell nothing.
fn harmony(ending: &[char], rest: &[char], stem: &[char]) -> Option<bool> {
    if ending.len() != rest.len() {
        return None;
    }
    let plain = !stem.iter().chain(rest).any(|letter| "əıöüçşğ".contains(*letter));
    let mut last = stem.iter().rev().copied().find(|letter| is_vowel(*letter));
    let mut harmonious = true;
    for (&expected, &letter) in ending.iter().zip(rest) {
        let follows = |back: bool, round: Option<bool>| match last {
            None => true,
            Some(vowel) => {
                let ambiguous = plain && "iou".contains(vowel);
                let is_back = "aıou".contains(vowel);
                let is_round = "oöuü".contains(vowel);
                (ambiguous || is_back == back) && round.is_none_or(|round| round == is_round)
            }
        };
        let fits = match (expected, letter) {
            ('A', 'a') => follows(true, None),
            ('A', 'ə') => follows(false, None),
            ('A', 'e') if !stem.contains(&'ə') => follows(false, None),
            ('I', 'ı') => follows(true, Some(false)),
            ('I', 'i') => follows(false, Some(false)) || plain && follows(true, Some(false)),
            ('I', 'u') => follows(true, Some(true)) || plain && follows(false, Some(true)),
            ('I', 'ü') => follows(false, Some(true)),
            (expected, letter) if expected == letter => true,
            ('ə', 'e') if plain => true,
            _ => return None,
        };
        harmonious &= fits;
        if is_vowel(letter) {
            last = Some(letter);
        }
    }
    Some(harmonious)
}

fn is_vowel(letter: char) -> bool {
    "aəeıioöuü".contains(letter)
}

/// The Latin letter for one of Azerbaijani Cyrillic, any other as it is. One for one, so that places
/// stay what they are.
fn latin(letter: char) -> char {
    const CYRILLIC: &str = "абвгғдежзлијкҝмнопрстуфхһчҹшәыөүй";
    const LATIN: &str = "abvqğdejzliykgmnoprstufxhçcşəıöüy";
    CYRILLIC.chars().zip(LATIN.chars()).find(|(from, _)| *from == letter).map_or(letter, |(_, to)| to)
}
