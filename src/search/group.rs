//! Many paragraphs of one article: how many of them are shown, and together.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use super::Hit;
use super::copies::Shown;
use super::rank::Scored;

/// Keeps the first `limit` of a ranked list, at most `per_article` of one article (0: no limit), and
/// of articles that are copies of each other the first.
pub(super) fn keep(
    ranked: Vec<Scored>,
    per_article: usize,
    limit: usize,
    mut copies: Option<Shown>,
) -> Vec<Scored> {
    let mut shown: FxHashMap<DocAddress, usize> = FxHashMap::default();
    let mut room = |scored: &Scored| {
        let count = shown.entry(scored.head()).or_default();
        *count += 1;
        (per_article == 0 || *count <= per_article)
            && copies.as_mut().is_none_or(|shown| shown.admits(scored.head()))
    };
    ranked.into_iter().filter(|s| room(s)).take(limit).collect()
}

/// The hits by article, each article where its best hit stands, as places in `hits`.
pub fn by_article(hits: &[Hit]) -> Vec<Vec<usize>> {
    let mut articles: Vec<Vec<usize>> = vec![];
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, hit) in hits.iter().enumerate() {
        let article = *known.entry(&hit.article.article.id).or_insert_with(|| {
            articles.push(vec![]);
            articles.len() - 1
        });
        articles[article].push(place);
    }
    articles
}
