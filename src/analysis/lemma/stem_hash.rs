//! The hash by which the lexicon's table finds a stem, letter after letter.
//!
//! Included by the build script, which fills the table, and by the analyser, so
//! that both count alike: one pass over a word hashes all its beginnings.

/// Places of the table, more than twice as many as stems, so that most searches end at the first.
pub const PLACES: usize = 1 << 17;
/// A place holds where a stem's record begins, from 1, and above it bits of the stem's hash.
pub const START_BITS: u32 = 21;

/// The hash of the letters so far, as codes.
#[derive(Clone, Copy)]
pub struct StemHash(u64);

impl StemHash {
    /// Of no letter.
    pub const EMPTY: Self = Self(0);

    /// With one letter more.
    pub const fn then(self, code: u8) -> Self {
        Self((self.0.rotate_left(23) ^ code as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The first place to look at: the highest bits, which all letters have moved.
    pub const fn place(self) -> usize {
        (self.0 >> (u64::BITS - PLACES.ilog2())) as usize
    }

    /// The bits beside the start of a record.
    pub const fn tag(self) -> u32 {
        (self.0 >> 32) as u32 & ((1 << (u32::BITS - START_BITS)) - 1)
    }
}
