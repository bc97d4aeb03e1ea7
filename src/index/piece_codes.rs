//! How pieces are numbered: shared by the library, the build and the program that trains them.

/// Codes of one byte; the other 64 first bytes begin a code of two.
pub(crate) const SHORT: usize = 192;
/// All codes.
pub(crate) const CODES: usize = SHORT + (256 - SHORT) * 256;
/// Pieces in the table, whose rows are their codes; the last 256 codes are the single bytes.
pub const TRAINED_PIECES: usize = CODES - 256;
/// Bytes of a piece at the most.
pub const LONGEST_PIECE: usize = 16;

/// A node of the tree of pieces, as packing walks it: a place in one array, where the node that a byte
/// leads to has the place `base + byte` if its parent is this one (a double array; Aoe 1989). From the
/// lowest bits on: its parent's place, its base, the code of the piece that ends here, else [`CODES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(pub u64);

/// Bits of a place.
pub(crate) const PLACE_BITS: u32 = 20;
const PLACE: u64 = (1 << PLACE_BITS) - 1;

impl Node {
    /// The place of its parent.
    pub const fn parent(self) -> usize {
        (self.0 & PLACE) as usize
    }

    /// From where on its children lie.
    pub const fn base(self) -> usize {
        (self.0 >> PLACE_BITS & PLACE) as usize
    }

    /// The code of the piece that ends here, else [`CODES`].
    pub const fn code(self) -> usize {
        (self.0 >> (2 * PLACE_BITS)) as usize
    }
}
