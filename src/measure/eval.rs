//! Relevance against judgements: each query's scores, their means with intervals, and two rankings
//! of the same queries side by side.

use super::QueryLine;
use super::bootstrap::{self, Interval, mean_of};
use super::queries::by_class;
use super::trec::{Judgements, Rankings};

/// The measures, as [`Scores`] holds them. Recall is told with its k.
pub const MEASURES: [&str; 5] = ["nDCG@10", "MRR@10", "Recall", "Success@1", "MAP"];

/// The scores of one query, 0 to 1, in the order of [`MEASURES`]:
///
/// - normalised discounted cumulative gain of the first ten, gain 2^grade − 1 (Järvelin, Kekäläinen
///   2002, with the gain of Burges et al. 2005);
/// - reciprocal rank of the first relevant document among the first ten;
/// - share of the relevant documents among the first k, of as many as k could hold;
/// - whether the first document is relevant;
/// - average precision over the first k: the mean, over all relevant documents, of the precision at
///   each one found.
pub type Scores = [f64; MEASURES.len()];

/// A judged query and its scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The query.
    pub query: QueryLine,
    /// Its scores.
    pub scores: Scores,
}

/// Scores rankings. `relevant` is the lowest grade that counts for all measures but nDCG; a query
/// without a ranking scores 0, one without a relevant document is not counted. Queries stand in the
/// order of the judgements; those that `queries` lacks have no text and no class.
pub fn score(
    judgements: &Judgements,
    queries: &[QueryLine],
    rankings: &Rankings,
    k: usize,
    relevant: u32,
) -> Vec<Scored> {
    let nothing = vec![];
    let judged = judgements.iter().filter_map(|(id, grades)| {
        let wanted = grades.values().filter(|&&g| g >= relevant).count();
        if wanted == 0 {
            return None;
        }
        let ranking = rankings.get(id).unwrap_or(&nothing);
        let grade = |document: &String| grades.get(document).copied().unwrap_or(0);
        let mut ideal: Vec<u32> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let best = gain(ideal.into_iter());
        let ndcg = if best > 0.0 { gain(ranking.iter().map(grade)) / best } else { 0.0 };
        let (mut found, mut precisions, mut first) = (0, 0.0, None);
        for (place, document) in ranking.iter().take(k).enumerate() {
            if grade(document) >= relevant {
                found += 1;
                precisions += f64::from(found) / (place + 1) as f64;
                first = first.or(Some(place));
            }
        }
        let reciprocal = first.filter(|&place| place < 10).map_or(0.0, |place| 1.0 / (place + 1) as f64);
        let recall = f64::from(found) / wanted.min(k) as f64;
        let success = f64::from(u8::from(first == Some(0)));
        let scores = [ndcg, reciprocal, recall, success, precisions / wanted as f64];
        let known = queries.iter().find(|query| query.id == *id).cloned();
        let query = known.unwrap_or_else(|| QueryLine { id: id.clone(), ..QueryLine::default() });
        Some(Scored { query, scores })
    });
    judged.collect()
}

/// Discounted gain of the first ten grades.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    grades
        .take(10)
        .zip(2..)
        .map(|(grade, place)| (2f64.powi(grade as i32) - 1.0) / f64::from(place).log2())
        .sum()
}

/// A mean over queries, with its interval of 95 % by a bootstrap over them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean; 0 without queries.
    pub value: f64,
    /// The interval; `None` for fewer than six queries.
    pub interval: Option<Interval>,
}

impl Mean {
    fn of(values: &[f64]) -> Mean {
        let value = values.iter().sum::<f64>() / values.len().max(1) as f64;
        Mean { value, interval: bootstrap::interval(values.len(), mean_of(values)) }
    }

    /// As a difference: is it more than chance?
    pub fn is_sure(&self) -> bool {
        self.interval.is_some_and(|interval| !interval.spans_zero())
    }
}

/// The means of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassMeans {
    /// The class; `all` for all queries.
    pub class: String,
    /// Its queries.
    pub queries: usize,
    /// In the order of [`MEASURES`].
    pub means: [Mean; MEASURES.len()],
}

/// The means of all queries and of each class.
pub fn summarise(scored: &[Scored]) -> Vec<ClassMeans> {
    let groups = by_class(scored, |scored| &scored.query).into_iter();
    let means = |(class, of_class): (&str, Vec<&Scored>)| {
        let mean = |measure: usize| Mean::of(&of_class.iter().map(|s| s.scores[measure]).collect::<Vec<_>>());
        ClassMeans { class: class.into(), queries: of_class.len(), means: std::array::from_fn(mean) }
    };
    groups.map(means).collect()
}

/// What the second of two rankings of the same queries gains on the first, query by query: its
/// [`summarise`] are paired differences.
pub fn gains(before: &[Scored], after: &[Scored]) -> Vec<Scored> {
    let gain = |(a, b): (&Scored, &Scored)| Scored {
        query: a.query.clone(),
        scores: std::array::from_fn(|measure| b.scores[measure] - a.scores[measure]),
    };
    before.iter().zip(after).map(gain).collect()
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

    fn ranked(query: &str, documents: &str) -> Rankings {
        Rankings::from([(query.to_string(), documents.split(' ').map(str::to_string).collect())])
    }

    #[test]
    fn a_perfect_ranking_scores_one() {
        let judgements = judged(&[("q", "a", 2), ("q", "b", 1), ("q", "c", 0)]);
        let scored = score(&judgements, &[], &ranked("q", "a b c"), 100, 1);
        assert_eq!(scored[0].scores, [1.0; 5]);
    }

    #[test]
    fn places_cost_what_the_definitions_say() {
        let judgements = judged(&[("q", "a", 1), ("q", "b", 1), ("r", "x", 1), ("none", "y", 0)]);
        let scored = score(&judgements, &[], &ranked("q", "z a y y b"), 4, 1);
        assert_eq!(scored.len(), 2, "a query without a relevant document is not counted");
        // a on 2, b on 5, which k = 4 leaves out of recall and average precision but not of nDCG.
        let ideal = 1.0 + 1.0 / 3f64.log2();
        let ndcg = (1.0 / 3f64.log2() + 1.0 / 6f64.log2()) / ideal;
        assert!((scored[0].scores[0] - ndcg).abs() < 1e-12);
        assert_eq!(scored[0].scores[1..], [0.5, 0.5, 0.0, 0.25]);
        assert_eq!(scored[1].scores, [0.0; 5], "a query without a ranking scores 0");
        let far = score(&judgements, &[], &ranked("r", "1 2 3 4 5 6 7 8 9 10 x"), 100, 1);
        assert_eq!(far[1].scores, [0.0, 0.0, 1.0, 0.0, 1.0 / 11.0], "beyond ten, within k");
    }

    #[test]
    fn means_are_by_class_and_differences_are_paired() {
        let query = |i: usize| QueryLine {
            id: i.to_string(),
            class: if i.is_multiple_of(2) { "even,all too".into() } else { "odd".into() },
            ..QueryLine::default()
        };
        // Scores that lie far apart, the second ranking better by a hundredth or two on each.
        let run = |more: f64| -> Vec<Scored> {
            let value = |i: usize| (i * 37 % 100) as f64 / 200.0 + more * (1 + i % 2) as f64;
            (0..60).map(|i| Scored { query: query(i), scores: [value(i); 5] }).collect()
        };
        let (before, after) = (run(0.0), run(0.01));
        let classes: Vec<_> = summarise(&before).into_iter().map(|c| (c.class, c.queries)).collect();
        assert_eq!(
            classes,
            [("all".into(), 60), ("even".into(), 30), ("all too".into(), 30), ("odd".into(), 30)]
        );
        let gain = summarise(&gains(&before, &after)).remove(0).means[0];
        assert!(gain.is_sure() && (gain.value - 0.015).abs() < 1e-9, "{gain:?}");
        let apart = |scored: &[Scored]| summarise(scored).remove(0).means[0].interval.expect("an interval");
        assert!(apart(&before).high > apart(&after).low, "not paired, these could not be told apart");
        assert!(!summarise(&gains(&before, &before)).remove(0).means[0].is_sure());
    }
}
