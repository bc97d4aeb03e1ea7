//! Compiles `pieces.tsv` into what packing and unpacking look up (`src/index/pack.rs`).

/// The letters of all pieces one after the other, and where each begins.
pub struct Compiled {
    pub letters: Vec<u8>,
    pub starts: String,
}

/// Reads the table; a piece's row is its code. Behind the rows come the 256 single bytes.
pub fn compile(table: &str, longest: usize) -> Compiled {
    let mut letters = vec![];
    let mut starts = vec![];
    let rows = table.lines().skip(1).map(|row| row.replace('␣', " ").into_bytes());
    for piece in rows.chain((0..=u8::MAX).map(|byte| vec![byte])) {
        assert!((1..=longest).contains(&piece.len()), "pieces.tsv: {piece:?} is too long");
        starts.push(letters.len());
        letters.extend(piece);
    }
    starts.push(letters.len());
    // So that as many bytes can be taken from each start on.
    letters.extend(vec![0; longest]);
    Compiled { letters, starts: format!("static STARTS: [u32; {}] = {starts:?};\n", starts.len()) }
}
