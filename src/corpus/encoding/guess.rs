//! Which code page bytes are in, told by what letters come out and how they stand together.
//!
//! Every candidate is tried on a sample. In the right one letters stand in words, capitals begin
//! them and common letters are common; in a wrong one capitals fall into words and signs between
//! letters. chardetng, the usual library, knows no Azerbaijani and needs more text than a headline.

use encoding_rs::{Encoding, IBM866, KOI8_R, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, X_MAC_CYRILLIC};

/// Bytes that are looked at.
const SAMPLE: usize = 64 << 10;

/// Mean score of a letter below which nothing fits: right guesses come to 0.5 and more.
const LOWEST: f32 = 0.2;

/// What a declaration is worth against the letters, as a mean score.
const DECLARED: f32 = 0.3;

/// Windows-1252 is not among them: of its letters, Azerbaijani text has those that 1254 has too.
const CANDIDATES: [&Encoding; 5] = [WINDOWS_1251, WINDOWS_1254, KOI8_R, IBM866, X_MAC_CYRILLIC];

/// The code page of `bytes`, of which `declared` may be right.
pub(super) fn code_page(bytes: &[u8], declared: Option<&str>) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let declared = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
    let declared = declared.map(|found| if found == WINDOWS_1252 { WINDOWS_1254 } else { found });
    let scored = CANDIDATES.iter().map(|&candidate| {
        let bonus = if declared == Some(candidate) { DECLARED } else { 0.0 };
        (score(&candidate.decode_without_bom_handling(sample).0) + bonus, candidate)
    });
    // Of equals the first, which is the commonest.
    let best = scored.rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= LOWEST).then_some(best.1)
}

/// The mean over all characters beyond ASCII.
fn score(text: &str) -> f32 {
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    let (mut sum, mut count) = (0.0, 0);
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            sum += weight(before, c, chars.peek().copied().unwrap_or(' '));
            count += 1;
        }
        before = c;
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

fn weight(before: char, c: char, after: char) -> f32 {
    let is_latin = |c: char| c.is_alphabetic() && c < '\u{370}';
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    let inside = before.is_alphabetic() && after.is_alphabetic();
    if c.is_uppercase() && before.is_lowercase() {
        return -2.0;
    }
    if is_cyrillic(c) {
        let common = c.to_lowercase().all(|lower| "оеаинтсрвлкмдпуыя".contains(lower));
        // Old fonts showed `Azяrbaycan` as Azərbaycan: a mixture is odd, not impossible.
        return match c {
            _ if is_latin(before) || is_latin(after) => -0.3,
            _ if common => 0.9 + if c.is_lowercase() { 0.1 } else { 0.0 },
            'а'..='я' | 'А'..='Я' | 'ё' | 'ј' => 0.4,
            _ => -0.5,
        };
    }
    if c.is_alphabetic() {
        let ours = "ışğöüçİŞĞÖÜÇ".contains(c);
        let beside_ascii = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        return match c {
            _ if ours && beside_ascii => 1.0,
            _ if ours => 0.1,
            'â' | 'î' | 'û' | 'ä' | 'é' if beside_ascii => 0.3,
            _ => -1.0,
        };
    }
    match c {
        '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '–' | '—' | '…' | '№' | '•' | '©' | '®' | '°'
        | '\u{a0}' => {
            if inside && c != '’' && c != '‘' {
                -1.0
            } else {
                0.3
            }
        }
        _ => -2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "В Баку открылась выставка старых часов. Её увидят школьники из всех районов.";
    const LATIN: &str = "Yazın gəlişi ilə bağda işlər çoxalıb, güllər açılıb, üzüm bağları şumlanıb.";
    const CYRILLIC: &str = "Шәһәрдә јени мәктәб ачылыб, ушаглар севинирләр, јағыш јағыр.";

    #[test]
    fn code_pages_are_told_by_their_letters() {
        for (text, encoding) in [
            (RUSSIAN, WINDOWS_1251),
            (RUSSIAN, KOI8_R),
            (RUSSIAN, IBM866),
            (RUSSIAN, X_MAC_CYRILLIC),
            ("ВЕК", WINDOWS_1251),
            ("век", KOI8_R),
            (LATIN, WINDOWS_1254),
            ("Ağdaş yağışı", WINDOWS_1254),
            (CYRILLIC, WINDOWS_1251),
        ] {
            // What the page lacks became a question mark, as programs did.
            let letter = |c: char| {
                let text = c.to_string();
                let (bytes, _, lost) = encoding.encode(&text);
                if lost { vec![b'?'] } else { bytes.into_owned() }
            };
            let bytes: Vec<u8> = text.chars().flat_map(letter).collect();
            assert_eq!(code_page(&bytes, None), Some(encoding), "{text} in {}", encoding.name());
        }
    }

    #[test]
    fn a_declaration_decides_where_letters_do_not() {
        // `ş` in 1254 is `ю` in 1251.
        assert_eq!(code_page(b"\xfe", Some("windows-1251")), Some(WINDOWS_1251));
        assert_eq!(code_page(b"a\xfea", Some("iso-8859-9")), Some(WINDOWS_1254));
        assert_eq!(code_page(b"1 \xb1 2 \xb2 3 \xb3", None), None);
    }
}
