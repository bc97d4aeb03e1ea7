//! A checksum at the end of the small files: what is in the index, and which files it was built from.
//!
//! tantivy gives its data files a checksum and its lists none, so that a changed digit in them would
//! be taken for the truth. Content and checksum are one file, written in one step. A file without
//! the mark is one of an older version; with the mark damaged, it is no JSON any more.

use std::io;

/// What stands before the checksum, on the last line.
const MARK: &[u8] = b"\n#blake3 ";

/// The content with its checksum.
pub(super) fn seal(content: &[u8]) -> Vec<u8> {
    let checksum = blake3::hash(content).to_hex();
    [content, MARK, checksum.as_bytes(), b"\n"].concat()
}

/// The content alone; an error where the checksum is that of another.
pub(super) fn unseal(mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if let Some(end) = memchr::memmem::rfind(&bytes, MARK) {
        if seal(&bytes[..end]) != bytes {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum does not match"));
        }
        bytes.truncate(end);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_changed_bit_and_no_cut_passes_for_the_content() {
        let content = b"{\"segments\":[1,2],\"opstamp\":17}\n";
        let sealed = seal(content);
        assert_eq!(unseal(sealed.clone()).expect("whole"), content);
        let is_json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(unseal(flipped).map_or(true, |read| !is_json(&read)), "{bit}");
        }
        for len in 0..sealed.len() {
            // Without anything of the checksum it is whole.
            let is_whole = |read: &[u8]| read.trim_ascii() == content.trim_ascii();
            assert!(
                unseal(sealed[..len].to_vec()).map_or(true, |read| !is_json(&read) || is_whole(&read)),
                "{len}"
            );
        }
    }
}
