//! The terms of a field as a bare FST, walked by an automaton.
//!
//! tantivy's own stream decodes every node below the ones an automaton reaches, most of them for
//! nothing, since of thirty letters two or three lead on. Here a node is decoded once the automaton
//! has taken its letter: finding the spellings of a name takes half the time. The FST lies in the
//! segment's file of terms: a composite file, in it for each field the FST, a store of term infos and
//! their sizes.

use std::ops::ControlFlow;
use std::path::PathBuf;

use tantivy::directory::{CompositeFile, Directory, OwnedBytes};
use tantivy::error::DataCorruption;
use tantivy::schema::Field;
use tantivy::{HasLen, SegmentReader};
use tantivy_fst::Automaton;
use tantivy_fst::raw::{Fst, Node};

use super::store::little_endian;

/// What ends a dictionary: length of the term infos (8 bytes), version and kind (4 each).
const FOOTER: usize = 16;
/// Version of an FST dictionary, and the number of that kind.
const FST_OF_TANTIVY: [u8; 8] = [1, 0, 0, 0, 1, 0, 0, 0];

/// The terms of one field in one segment; `None` where it has none.
pub(crate) struct Vocabulary(Option<Fst<OwnedBytes>>);

/// A node on the way to a term.
struct Place<'f, S> {
    node: Node<'f>,
    /// The next of its transitions to be tried.
    next: usize,
    state: S,
}

impl Vocabulary {
    /// Opens it; reads nothing but sizes.
    pub fn open(directory: &dyn Directory, segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let path = PathBuf::from(format!("{}.term", segment.segment_id().uuid_string()));
        let unknown = || {
            let reason = "its dictionary of terms is of another kind".to_string();
            tantivy::TantivyError::DataCorruption(DataCorruption::new(path.clone(), reason))
        };
        let fields = CompositeFile::open(&directory.open_read(&path)?)?;
        let Some(file) = fields.open_read(field) else { return Ok(Vocabulary(None)) };
        if file.len() < FOOTER {
            return Err(unknown());
        }
        let (body, footer) = file.split_from_end(FOOTER);
        let footer = footer.read_bytes()?;
        let (infos, kind) = footer.split_at(8);
        let infos = little_endian(infos);
        if kind != FST_OF_TANTIVY || infos > body.len() {
            return Err(unknown());
        }
        let fst = body.split_from_end(infos).0.read_bytes()?;
        Fst::new(fst).map(|fst| Vocabulary(Some(fst))).map_err(|_| unknown())
    }

    /// Shows `visit` every term that the automaton accepts, in order, with the state it ends in.
    pub fn walk<A: Automaton>(
        &self,
        automaton: &A,
        mut visit: impl FnMut(&[u8], &A::State) -> ControlFlow<()>,
    ) {
        let Some(fst) = &self.0 else { return };
        let root = Place { node: fst.root(), next: 0, state: automaton.start() };
        if !automaton.can_match(&root.state) {
            return;
        }
        let mut term: Vec<u8> = Vec::with_capacity(64);
        let mut way = vec![root];
        while let Some(place) = way.last_mut() {
            if place.next == place.node.len() {
                way.pop();
                term.pop();
                continue;
            }
            let transition = place.node.transition(place.next);
            place.next += 1;
            let state = automaton.accept(&place.state, transition.inp);
            if !automaton.can_match(&state) {
                continue;
            }
            let node = fst.node(transition.addr);
            term.push(transition.inp);
            if node.is_final() && automaton.is_match(&state) && visit(&term, &state).is_break() {
                return;
            }
            way.push(Place { node, next: 0, state });
        }
    }
}
