//! Earlier versions of an article, kept with the one that replaced them.
//!
//! They lie packed in one stored field beside the article's record, so they are written in the
//! commit that replaces them, go with the article when it is removed, and no search, count or
//! rebuild can take them for articles. Versions of a text differ by little: packed together ten of
//! them take hardly more than one.

use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use super::open::{head_of, whole};
use super::stored::Snapshot;
use super::{Fields, IndexError};
use crate::corpus::Article;

/// So many versions are kept; of an article that changes more often the oldest go.
const MOST: usize = 1_000;
/// More than this a damaged field may not unpack to.
const LARGEST: u64 = 1 << 30;

/// A version that another one replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// When, in UTC: `2025-10-23T16:14:05Z`.
    pub replaced: String,
    /// The article as it was.
    pub article: Article,
}

/// The earlier versions of an article, as its next version carries them on.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The packed field, absent where there are none.
    pub packed: Option<Vec<u8>>,
    /// How many.
    pub count: u64,
}

impl History {
    /// What a version with the hash `hash` is to carry on: what the version before it did and, unless
    /// that is the same content, that version itself.
    pub fn before(
        path: &Path,
        snapshot: &Snapshot,
        fields: Fields,
        id: &str,
        hash: u64,
    ) -> Result<History, IndexError> {
        let tantivy = |e| IndexError::from_tantivy(path, e);
        let Some(head) = head_of(snapshot, fields, id).map_err(tantivy)? else {
            return Ok(History::default());
        };
        let packed = packed(snapshot, fields, head).map_err(tantivy)?;
        let columns = snapshot.segment_reader(head.segment_ord).fast_fields();
        if columns.u64("hash").map_err(tantivy)?.first(head.doc_id) == Some(hash) {
            let count = columns.u64("revisions").map_err(tantivy)?.first(head.doc_id).unwrap_or(0);
            return Ok(History { packed, count });
        }
        let mut revisions = unpack(path, packed.as_deref())?;
        revisions.push(Revision { replaced: now(), article: whole(path, snapshot, fields, head)? });
        let surplus = revisions.len().saturating_sub(MOST);
        revisions.drain(..surplus);
        let json = serde_json::to_vec(&revisions).unwrap_or_default();
        let packed = zstd::encode_all(&json[..], 3).map_err(|e| IndexError::io(path, &e))?;
        Ok(History { packed: Some(packed), count: revisions.len() as u64 })
    }
}

/// This moment in UTC: `2025-10-23T16:14:05Z`.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The earlier versions of the article at `head`, the oldest first.
pub(super) fn revisions(
    path: &Path,
    snapshot: &Snapshot,
    fields: Fields,
    head: DocAddress,
) -> Result<Vec<Revision>, IndexError> {
    let packed = packed(snapshot, fields, head).map_err(|e| IndexError::from_tantivy(path, e))?;
    unpack(path, packed.as_deref())
}

fn packed(snapshot: &Snapshot, fields: Fields, head: DocAddress) -> tantivy::Result<Option<Vec<u8>>> {
    snapshot.bytes(head, fields.history)
}

fn unpack(path: &Path, packed: Option<&[u8]>) -> Result<Vec<Revision>, IndexError> {
    let Some(packed) = packed else { return Ok(vec![]) };
    let damaged = |e: &dyn std::fmt::Display| IndexError::Damaged {
        path: path.to_path_buf(),
        reason: format!("an article's earlier versions cannot be read ({e})"),
    };
    let reader = zstd::Decoder::new(packed).map_err(|e| damaged(&e))?.take(LARGEST);
    serde_json::from_reader(reader).map_err(|e| damaged(&e))
}
