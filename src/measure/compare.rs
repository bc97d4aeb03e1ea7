//! Two runs of the same queries: what became faster or slower, and whether that is more than chance.
//!
//! A change is a share of the first run's figure; its interval comes from a bootstrap over queries,
//! both times of a query drawn together. Where it holds 0 there is no change to speak of.

use std::time::Duration;

use rustc_hash::FxHashMap;

use super::MeasureError;
use super::bench::Sample;
use super::bootstrap::{self, Interval};
use super::quantile::{TOLD, quantile, rank};
use super::queries::by_class;

/// How one figure of one class changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The class; `all` for all queries.
    pub class: String,
    /// The figure: a quantile's name, or `mean`.
    pub figure: &'static str,
    /// Queries.
    pub queries: usize,
    /// In the first run.
    pub before: Duration,
    /// In the second.
    pub after: Duration,
    /// `after / before − 1`.
    pub share: f64,
    /// Its interval of 95 %; `None` for fewer than six queries.
    pub interval: Option<Interval>,
}

impl Change {
    /// Is it more than chance?
    pub fn is_sure(&self) -> bool {
        self.interval.is_some_and(|interval| !interval.spans_zero())
    }
}

/// The second run's samples in the order of the first. Both must have asked the same queries, and
/// found as many.
pub fn matched<'s>(before: &[Sample], after: &'s [Sample]) -> Result<Vec<&'s Sample>, MeasureError> {
    fn key(sample: &Sample) -> (&str, &str, &str) {
        (&sample.query.id, &sample.query.text, &sample.query.class)
    }
    let mut by_query: FxHashMap<_, &Sample> = after.iter().map(|b| (key(b), b)).collect();
    let other = |sample: &Sample| MeasureError::OtherQueries { query: Sample::name(&sample.query) };
    let mut found = vec![];
    for a in before {
        let b = by_query.remove(&key(a)).ok_or_else(|| other(a))?;
        if a.hits != b.hits {
            let query = Sample::name(&a.query);
            return Err(MeasureError::Hits { query, before: a.hits, after: b.hits });
        }
        found.push(b);
    }
    match after.iter().find(|b| by_query.contains_key(&key(b))) {
        Some(more) => Err(other(more)),
        None => Ok(found),
    }
}

/// The changes of all queries and of each class, from samples that stand in the same order.
pub fn changes(before: &[Sample], after: &[&Sample]) -> Vec<Change> {
    let pairs: Vec<(&Sample, (Duration, Duration))> =
        before.iter().zip(after).map(|(a, b)| (a, (a.time(), b.time()))).collect();
    let groups = by_class(&pairs, |(sample, _)| &sample.query).into_iter();
    groups
        .flat_map(|(class, pairs)| of_class(class, &pairs.iter().map(|pair| pair.1).collect::<Vec<_>>()))
        .collect()
}

fn of_class(class: &str, pairs: &[(Duration, Duration)]) -> Vec<Change> {
    let seconds: Vec<(f64, f64)> = pairs.iter().map(|(a, b)| (a.as_secs_f64(), b.as_secs_f64())).collect();
    let sorted = |of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = seconds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (firsts, seconds_sorted) = (sorted(|p| p.0), sorted(|p| p.1));
    let mut room = Vec::with_capacity(pairs.len());
    let mut told = vec![];
    for (figure, q) in TOLD {
        let Some((before, after)) = quantile(&firsts, q).zip(quantile(&seconds_sorted, q)) else { continue };
        let place = rank(pairs.len(), q);
        let mut nth = |values: &mut dyn Iterator<Item = f64>| {
            room.clear();
            room.extend(values);
            *room.select_nth_unstable_by(place, f64::total_cmp).1
        };
        let interval = bootstrap::interval(pairs.len(), |drawn| {
            let before = nth(&mut drawn.iter().map(|&i| seconds[i].0));
            share(before, nth(&mut drawn.iter().map(|&i| seconds[i].1)))
        });
        told.push((figure, before, after, interval));
    }
    let sum = |drawn: &mut dyn Iterator<Item = usize>| {
        drawn.fold((0.0, 0.0), |sum, i| (sum.0 + seconds[i].0, sum.1 + seconds[i].1))
    };
    let (before, after) = sum(&mut (0..pairs.len()));
    let interval = bootstrap::interval(pairs.len(), |drawn| {
        let (before, after) = sum(&mut drawn.iter().copied());
        share(before, after)
    });
    let n = pairs.len().max(1) as f64;
    told.push(("mean", before / n, after / n, interval));
    let change = |(figure, before, after, interval): (_, f64, f64, _)| Change {
        class: class.to_string(),
        figure,
        queries: pairs.len(),
        before: Duration::from_secs_f64(before),
        after: Duration::from_secs_f64(after),
        share: share(before, after),
        interval,
    };
    told.into_iter().map(change).collect()
}

fn share(before: f64, after: f64) -> f64 {
    if before > 0.0 { after / before - 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::QueryLine;
    use super::super::random::Random;
    use super::*;

    /// 200 queries of 1 to 2 ms, each times a factor and up to ±10 % of noise.
    fn run(factor: f64, seed: u64) -> Vec<Sample> {
        let (mut queries, mut noise) = (Random::new(1), Random::new(seed));
        (0..200)
            .map(|i| {
                let time = (1.0 + queries.unit()) * factor * (0.9 + noise.unit() / 5.0);
                let query = QueryLine { id: i.to_string(), class: "word".into(), ..QueryLine::default() };
                let times = vec![Duration::from_secs_f64(time / 1e3)];
                Sample { query, times, steps: vec![], hits: 10, refused: false }
            })
            .collect()
    }

    fn compared(before: &[Sample], after: &[Sample]) -> Vec<Change> {
        changes(before, &matched(before, after).expect("the same queries"))
    }

    #[test]
    fn noise_is_no_change_and_a_tenth_is_one() {
        let before = run(1.0, 2);
        let same = compared(&before, &run(1.0, 3));
        assert_eq!(
            same.iter().map(|c| c.figure).collect::<Vec<_>>(),
            ["p50", "p90", "p95", "mean", "p50", "p90", "p95", "mean"]
        );
        assert!(same.iter().all(|c| !c.is_sure()), "{same:?}");
        let slower = compared(&before, &run(1.1, 3));
        let mean = slower.iter().find(|c| c.figure == "mean").expect("a mean");
        assert!(mean.is_sure() && (0.07..0.13).contains(&mean.share), "{mean:?}");
        let interval = mean.interval.expect("an interval");
        assert!(interval.low < 0.1 && 0.1 < interval.high, "{interval:?}");
    }

    #[test]
    fn other_hits_and_other_queries_are_errors_that_name_the_query() {
        let before = run(1.0, 2);
        let mut after = run(1.0, 3);
        after[17].hits = 9;
        let error = matched(&before, &after).expect_err("other hits").to_string();
        assert_eq!(error, "query `17 ` found 10 at first and 9 later");
        after[17].hits = 10;
        after.truncate(150);
        assert!(matched(&before, &after).expect_err("fewer").to_string().contains("`150 `"));
        assert!(matched(&after, &before).expect_err("more").to_string().contains("`150 `"));
    }
}
