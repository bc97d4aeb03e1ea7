//! Counts the word forms of the corpora: the only thing of them that is kept.
//!
//! Reads every article once and gives, for each lower-cased form, how often it
//! occurs and how often it stands capitalised inside a sentence, which is what
//! tells a name from a word. Tokens that hyphens or closing quotes glue to an
//! acronym (`ABŞ-ın`, `“Məcəllə”də`) are endings, not words, and are left out.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use axtar::analysis::lemma::suffixes::NOUN;

use crate::lists::{self, Candidates};

/// What the corpora say about one form.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Occurrences, weighted by source (see [`SOURCES`]).
    pub total: u64,
    /// Occurrences inside a sentence, where a capital means something.
    pub inside: u64,
    /// Of those, the capitalised ones.
    pub capital: u64,
}

/// Lower-cased form to its count.
pub type Counts = HashMap<String, Count>;

/// Folder, file ending and weight. Press text is what the engine will read but
/// is a hundredth of the encyclopaedia by size; weighted ten times it still has
/// fewer tokens, and words like `deputat` get a frequency nearer to their own.
pub const SOURCES: [(&str, u64); 4] = [("wiki", 1), ("law", 1), ("news", 10), ("headlines", 10)];

/// Longer tokens are addresses and mangled text.
const LONGEST: usize = 40;

/// Counts all corpora under `data`.
pub fn count(data: &Path) -> io::Result<Counts> {
    let mut counts = Counts::new();
    texts(data, |text, weight| count_text(text, weight, &mut counts))?;
    Ok(counts)
}

/// Shows `see` every title and body of the corpora, with the weight of its source.
pub fn texts(data: &Path, mut see: impl FnMut(&str, u64)) -> io::Result<()> {
    for (folder, weight) in SOURCES {
        let mut paths: Vec<_> = std::fs::read_dir(data.join(folder))?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
            let file = File::open(&path)?;
            let reader: Box<dyn BufRead> = match path.extension().and_then(|e| e.to_str()) {
                Some("zst") => Box::new(BufReader::new(zstd::Decoder::new(file)?)),
                Some("jsonl") => Box::new(BufReader::new(file)),
                _ => continue,
            };
            for line in reader.lines() {
                let article: serde_json::Value = serde_json::from_str(&line?)?;
                for field in ["title", "body"] {
                    if let Some(text) = article[field].as_str() {
                        see(text, weight);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Counts the forms of the spelling list, and the words two dictionaries agree
/// on, as seen three times where the corpora have them less often: enough to
/// take part, too little to outweigh what was really counted.
pub fn add_attested(counts: &mut Counts, data: &Path, listed: &Candidates) -> io::Result<()> {
    const ATTESTED: u64 = 3;
    let text = std::fs::read_to_string(data.join("lexicon/tesseract-words.txt"))?;
    let spelled = text.lines().map(|word| lower(word.trim())).filter(|word| lists::is_plain(word));
    let agreed = listed
        .iter()
        .filter(|((_, class), lists)| *class == NOUN && (**lists & lists::DICTIONARIES).count_ones() > 1)
        .map(|((word, _), _)| word.clone());
    for word in spelled.chain(agreed) {
        let count = counts.entry(word).or_default();
        count.total = count.total.max(ATTESTED);
    }
    Ok(())
}

/// Adds the words of one text.
fn count_text(text: &str, weight: u64, counts: &mut Counts) {
    let mut sentence_start = true;
    let mut glued = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !is_word(c) {
            sentence_start |= ends_sentence(c);
            glued = matches!(c, '-' | '”' | '"' | '»' | '\'' | '’');
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        let is_number = word.chars().any(char::is_numeric);
        if !is_number && !glued && word.chars().count() <= LONGEST {
            let form = lower(word);
            if !form.is_empty() {
                let slot = counts.entry(form).or_default();
                slot.total += weight;
                let upper = word.chars().filter(|c| c.is_uppercase()).count();
                if !sentence_start && (upper < 2) {
                    slot.inside += weight;
                    slot.capital += weight * u64::from(upper == 1);
                }
            }
        }
        sentence_start = false;
        glued = false;
    }
}

/// Whether a capital after this character means nothing: quotes and brackets
/// open titles, dashes open speech.
fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | '\n' | '"' | '“' | '«' | '—' | '–' | '(' | '•')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}')
}

/// Lower case in the Azerbaijani way (`I` is the capital of `ı`), with the
/// repairs that matter for counting: `ǝ` and Cyrillic `ә` for `ə` in a Latin
/// word, soft hyphens and the dot above dropped.
pub fn lower(word: &str) -> String {
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'İ' => out.push('i'),
            'I' => out.push('ı'),
            'ǝ' => out.push('ə'),
            'ә' | 'Ә' if latin => out.push('ə'),
            '\u{ad}' | '\u{307}' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}
