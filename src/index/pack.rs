//! Text ↔ packed bytes, as the index stores it: every text by itself.
//!
//! A table of 16,320 pieces of words (`data/pieces.tsv`, trained by byte-pair encoding) gives each a code,
//! the 192 commonest one byte and the others two. Text falls into pieces from the left, the longest that
//! fits first; a letter that is no piece goes byte by byte. So a paragraph unpacks alone, by copying, where
//! zstd in blocks of sixteen kilobytes had forty to unpack for one, and took more room.
//!
//! The table is a part of the index's format: with another one no index can be read.

use super::piece_codes::{CODES, LONGEST_PIECE, Node, SHORT, TRAINED_PIECES};

/// The letters of all pieces, one after the other.
static LETTERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pieces.bin"));
// `STARTS`: where each piece begins in them, and behind these the end of the last one. `TREE`: the pieces
// as a tree of bytes, a [`Node`] each, the root first.
include!(concat!(env!("OUT_DIR"), "/pieces.rs"));
const _: () = assert!(STARTS.len() == CODES + 1);

/// Appends a text, packed.
pub(super) fn pack(text: &str, packed: &mut Vec<u8>) {
    let root = Node(TREE[0]).base();
    let mut rest = text.as_bytes();
    while let Some(&first) = rest.first() {
        let (mut code, mut len) = (TRAINED_PIECES + usize::from(first), 1);
        let (mut place, mut base) = (0, root);
        for (at, &byte) in rest.iter().enumerate() {
            let next = base + usize::from(byte);
            let Some(found) = TREE.get(next).map(|&node| Node(node)) else { break };
            if found.parent() != place {
                break;
            }
            (place, base) = (next, found.base());
            if found.code() < CODES {
                (code, len) = (found.code(), at + 1);
            }
        }
        match code.checked_sub(SHORT) {
            None => packed.push(code as u8),
            Some(code) => packed.extend([(SHORT + code / 256) as u8, code as u8]),
        }
        rest = &rest[len..];
    }
}

/// The bytes of a text; `None` where these are not what [`pack`] gives.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(packed.len() * 4 + LONGEST_PIECE);
    let mut bytes = packed.iter().map(|&byte| usize::from(byte));
    while let Some(first) = bytes.next() {
        let code = if first < SHORT { first } else { SHORT + (first - SHORT) * 256 + bytes.next()? };
        let (from, to) = (STARTS[code] as usize, STARTS[code + 1] as usize);
        // A number of bytes known beforehand is copied faster.
        text.extend_from_slice(LETTERS[from..].first_chunk::<LONGEST_PIECE>()?);
        text.truncate(text.len() + (to - from) - LONGEST_PIECE);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut packed = vec![];
        pack(text, &mut packed);
        packed
    }

    #[test]
    fn the_table_is_that_of_the_format() {
        let mut hasher = blake3::Hasher::new();
        for start in &STARTS {
            hasher.update(&start.to_le_bytes());
        }
        let hash = hasher.update(LETTERS).finalize().to_hex();
        assert_eq!(
            &hash[..16],
            "f9f62be64ae31e70",
            "an index packed with another table cannot be read any more"
        );
    }

    #[test]
    fn our_languages_take_less_than_half_and_no_text_more_than_twice() {
        for text in [
            "Dünən axşam şəhərin mərkəzində keçirilən tədbirdə yüzlərlə insan iştirak edib.",
            "Вчера вечером в центре города прошло мероприятие, собравшее сотни человек.",
        ] {
            assert!(packed(text).len() * 2 < text.len(), "{text}: {}", packed(text).len());
        }
        let strange = "日本語 \u{0} 🙂";
        assert!(packed(strange).len() <= 2 * strange.len());
        assert!(packed("").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC*|[a-zəşğıöüçA-ZƏŞĞIİÖÜÇа-я ,.0-9\"{}:]{0,300}") {
            prop_assert_eq!(unpack(&packed(&text)), Some(text.into_bytes()));
        }

        #[test]
        fn any_bytes_unpack_or_do_not(bytes: Vec<u8>) {
            let text = unpack(&bytes);
            prop_assert!(text.is_none_or(|text| text.len() <= bytes.len() * LONGEST_PIECE));
        }
    }
}
