//! Relevance against judgements, in the forms of TREC.

use std::collections::BTreeMap;
use std::path::Path;

use super::queries::{MeasureError, read};

/// Judged grades by query and document.
pub type Judgements = BTreeMap<String, BTreeMap<String, u32>>;

/// An id as TREC files can hold it, whose columns are parted by blanks: these become `%20`.
pub fn document_id(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("%20")
}

/// Reads `qid 0 document grade` lines; a grade below 0 (spam, in some judgements) counts as 0.
pub fn read_judgements(path: &Path) -> Result<Judgements, MeasureError> {
    let mut judgements = Judgements::new();
    for (number, line) in read(path)?.lines().enumerate() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let grade = cells.get(3).and_then(|g| g.parse::<i32>().ok()).map(|g| g.max(0).unsigned_abs());
        match (&cells[..], grade) {
            ([], _) => {}
            ([query, _, document, _], Some(grade)) => {
                judgements.entry((*query).into()).or_default().insert((*document).into(), grade);
            }
            _ => {
                return Err(MeasureError::Columns {
                    path: path.display().to_string(),
                    line: number + 1,
                    expected: "qid 0 document grade (a whole number)".into(),
                });
            }
        }
    }
    Ok(judgements)
}

/// Means over queries, each 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Relevance {
    /// Queries with at least one relevant document.
    pub queries: usize,
    /// Normalised discounted cumulative gain of the first ten (gain 2^grade − 1).
    pub ndcg10: f64,
    /// Reciprocal rank of the first relevant document among the first ten.
    pub mrr10: f64,
    /// Share of the relevant documents among the first k, of as many as k could hold.
    pub recall: f64,
}

/// Scores rankings (query id → documents, best first). `relevant` is the lowest grade that counts
/// for MRR and recall; a query without a ranking scores 0.
pub fn score(
    judgements: &Judgements,
    rankings: &BTreeMap<String, Vec<String>>,
    k: usize,
    relevant: u32,
) -> Relevance {
    let mut sum = Relevance::default();
    let nothing = vec![];
    for (query, grades) in judgements {
        let wanted = grades.values().filter(|&&g| g >= relevant).count();
        if wanted == 0 {
            continue;
        }
        let ranking = rankings.get(query).unwrap_or(&nothing);
        let grade = |document: &String| grades.get(document).copied().unwrap_or(0);
        let mut ideal: Vec<u32> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let best = gain(ideal.into_iter());
        sum.queries += 1;
        sum.ndcg10 += if best > 0.0 { gain(ranking.iter().map(grade)) / best } else { 0.0 };
        let first = ranking.iter().take(10).position(|d| grade(d) >= relevant);
        sum.mrr10 += first.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        let found = ranking.iter().take(k).filter(|d| grade(d) >= relevant).count();
        sum.recall += found as f64 / wanted.min(k) as f64;
    }
    let n = sum.queries.max(1) as f64;
    Relevance { queries: sum.queries, ndcg10: sum.ndcg10 / n, mrr10: sum.mrr10 / n, recall: sum.recall / n }
}

/// Discounted gain of the first ten grades.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    grades
        .take(10)
        .zip(2..)
        .map(|(grade, place)| (2f64.powi(grade as i32) - 1.0) / f64::from(place).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &[(&str, &str, u32)]) -> Judgements {
        let mut judgements = Judgements::new();
        for (query, document, grade) in rows {
            judgements.entry((*query).into()).or_default().insert((*document).into(), *grade);
        }
        judgements
    }

    #[test]
    fn a_perfect_ranking_scores_one() {
        let judgements = judged(&[("q", "a", 2), ("q", "b", 1), ("q", "c", 0)]);
        let rankings = BTreeMap::from([("q".to_string(), vec!["a".to_string(), "b".into(), "c".into()])]);
        let score = score(&judgements, &rankings, 100, 1);
        assert_eq!((score.ndcg10, score.mrr10, score.recall), (1.0, 1.0, 1.0));
    }

    #[test]
    fn the_second_place_costs_what_the_definitions_say() {
        let judgements = judged(&[("q", "a", 1), ("r", "x", 1), ("none", "y", 0)]);
        let rankings = BTreeMap::from([("q".to_string(), vec!["z".to_string(), "a".into()])]);
        let score = score(&judgements, &rankings, 1, 1);
        assert_eq!(score.queries, 2, "a query without a relevant document is not counted");
        assert!((score.ndcg10 - 1.0 / 3f64.log2() / 2.0).abs() < 1e-12);
        assert_eq!((score.mrr10, score.recall), (0.25, 0.0));
    }
}
