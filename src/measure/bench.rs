//! Warm latency of the default search, in one process: parse, expand, rank, fetch, highlight.
//!
//! Every query runs once to warm the caches and then several times; its time is the median of
//! these. Quantiles are over queries, so that repetitions of one are not taken for many.

use std::time::{Duration, Instant};

use super::{Quantiles, QueryLine};
use crate::search::{Engine, Options, SearchError, Timing};

/// What one query took.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The query.
    pub query: QueryLine,
    /// Median of its repetitions, from text to highlighted hits.
    pub time: Duration,
    /// The steps of its last repetition.
    pub steps: Timing,
    /// Hits shown.
    pub hits: usize,
}

/// Runs each query `repetitions` times after a warming run. A query without a word counts as one
/// without hits; `progress` is told of each pass over the queries.
pub fn run(
    engine: &mut Engine,
    queries: &[QueryLine],
    repetitions: usize,
    options: &Options,
    mut progress: impl FnMut(usize),
) -> Result<Vec<Sample>, SearchError> {
    let mut times = vec![vec![]; queries.len()];
    let mut last = vec![(Timing::default(), 0); queries.len()];
    for pass in 0..=repetitions.max(1) {
        for (i, query) in queries.iter().enumerate() {
            let start = Instant::now();
            let answer = engine.search(&query.text, options);
            let time = start.elapsed();
            last[i] = match answer {
                Ok(answer) => (answer.timing, answer.hits.len()),
                Err(SearchError::Index(error)) => return Err(error.into()),
                Err(_) => (Timing::default(), 0),
            };
            if pass > 0 {
                times[i].push(time);
            }
        }
        progress(pass);
    }
    let samples = queries.iter().zip(times).zip(last).map(|((query, mut times), (steps, hits))| {
        times.sort_unstable();
        Sample { query: query.clone(), time: times[times.len() / 2], steps, hits }
    });
    Ok(samples.collect())
}

/// The summary over all samples, and one for each class in order of appearance.
pub fn summarise(samples: &[Sample]) -> Vec<(String, Quantiles)> {
    let mut classes: Vec<&str> = vec![];
    for sample in samples {
        if !sample.query.class.is_empty() && !classes.contains(&sample.query.class.as_str()) {
            classes.push(&sample.query.class);
        }
    }
    let of = |class: Option<&str>| {
        let of_class = samples.iter().filter(|s| class.is_none_or(|c| s.query.class == c));
        Quantiles::of(of_class.map(|s| s.time).collect())
    };
    let all = [("all".to_string(), of(None))];
    all.into_iter().chain(classes.into_iter().map(|c| (c.to_string(), of(Some(c))))).collect()
}
