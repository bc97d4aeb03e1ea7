//! Many paragraphs of one article: how many of them are shown.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use super::rank::Scored;

/// Keeps the first `limit` of a ranked list, at most `per_article` of one article (0: no limit).
pub(super) fn keep(ranked: Vec<Scored>, per_article: usize, limit: usize) -> Vec<Scored> {
    let mut shown: FxHashMap<DocAddress, usize> = FxHashMap::default();
    let mut room = |scored: &Scored| {
        let count = shown.entry(scored.head()).or_default();
        *count += 1;
        per_article == 0 || *count <= per_article
    };
    ranked.into_iter().filter(|s| room(s)).take(limit).collect()
}
