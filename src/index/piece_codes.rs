//! How pieces are numbered: shared by the library, the build and the program that trains them.

/// Codes of one byte; the other 64 first bytes begin a code of two.
pub(crate) const SHORT: usize = 192;
/// All codes.
pub(crate) const CODES: usize = SHORT + (256 - SHORT) * 256;
/// Pieces in the table, whose rows are their codes; the last 256 codes are the single bytes.
pub const TRAINED_PIECES: usize = CODES - 256;
/// Bytes of a piece at the most.
pub const LONGEST_PIECE: usize = 16;
