//! Compiles `pieces.tsv` into what packing and unpacking look up (`src/index/pack.rs`).

use std::collections::{BTreeMap, VecDeque};

use crate::piece_codes::{CODES, LONGEST_PIECE, Node, PLACE_BITS, TRAINED_PIECES};

/// The letters of all pieces one after the other; where each begins and their tree, as statics.
pub struct Compiled {
    pub letters: Vec<u8>,
    pub tables: String,
}

/// Reads the table; a piece's row is its code. Behind the rows come the 256 single bytes.
pub fn compile(table: &str) -> Compiled {
    let mut pieces: Vec<Vec<u8>> =
        table.lines().skip(1).map(|row| row.replace('␣', " ").into_bytes()).collect();
    assert_eq!(pieces.len(), TRAINED_PIECES, "pieces.tsv: another number of rows");
    let tree: Vec<u64> = tree(&pieces).into_iter().map(|node| node.0).collect();
    pieces.extend((0..=u8::MAX).map(|byte| vec![byte]));
    let mut letters = vec![];
    let mut starts = vec![];
    for piece in pieces {
        assert!((1..=LONGEST_PIECE).contains(&piece.len()), "pieces.tsv: {piece:?} is too long");
        starts.push(letters.len());
        letters.extend(piece);
    }
    starts.push(letters.len());
    // So that as many bytes can be taken from each start on.
    letters.extend([0; LONGEST_PIECE]);
    let tables = format!(
        "static STARTS: [u32; {}] = {starts:?};\nstatic TREE: [u64; {}] = {tree:?};\n",
        starts.len(),
        tree.len()
    );
    Compiled { letters, tables }
}

/// Where no node is; no place is as high as its parent's.
const NONE: Node = Node(u64::MAX);

/// A node while the tree is made.
struct Draft {
    children: BTreeMap<u8, usize>,
    code: usize,
}

fn node(parent: usize, base: usize, code: usize) -> Node {
    Node((code << (2 * PLACE_BITS) | base << PLACE_BITS | parent) as u64)
}

/// The tree as a double array: the nodes nearer to the root, which have more children, are placed first.
fn tree(pieces: &[Vec<u8>]) -> Vec<Node> {
    let draft = || Draft { children: BTreeMap::new(), code: CODES };
    let mut drafts = vec![draft()];
    for (code, piece) in pieces.iter().enumerate() {
        let mut at = 0;
        for &byte in piece {
            let next = drafts.len();
            let known = *drafts[at].children.entry(byte).or_insert(next);
            if known == next {
                drafts.push(draft());
            }
            at = known;
        }
        drafts[at].code = code;
    }
    let mut nodes = vec![node(0, 0, CODES)];
    let mut first_free = 1;
    // Drafts with the places of their parents and their own.
    let mut waiting = VecDeque::from([(0, 0, 0)]);
    while let Some((at, parent, place)) = waiting.pop_front() {
        let Draft { children, code } = &drafts[at];
        let bytes: Vec<usize> = children.keys().map(|&byte| usize::from(byte)).collect();
        let is_free = |nodes: &[Node], place: usize| nodes.get(place).is_none_or(|node| *node == NONE);
        while !is_free(&nodes, first_free) {
            first_free += 1;
        }
        let lowest = first_free.saturating_sub(bytes.first().copied().unwrap_or(0)).max(1);
        let base = (lowest..).find(|base| bytes.iter().all(|byte| is_free(&nodes, base + byte)));
        let base = base.filter(|_| !bytes.is_empty()).unwrap_or(0);
        nodes[place] = node(parent, base, *code);
        for (byte, &child) in bytes.iter().zip(children.values()) {
            let child_place = base + byte;
            if nodes.len() <= child_place {
                nodes.resize(child_place + 1, NONE);
            }
            // Taken from now on; what stands there is put right when its turn comes.
            nodes[child_place] = node(place, 0, CODES);
            waiting.push_back((child, place, child_place));
        }
    }
    nodes
}
