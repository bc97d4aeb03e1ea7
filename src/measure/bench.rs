//! What the loops of `load` measured, by query and by class.
//!
//! A query is measured several times, and those are not independent: in a closed loop its time is
//! the median of them, and quantiles are over queries. In an open loop each arrival counts, since a
//! late one is the point; intervals then come from a bootstrap over queries.

use std::time::{Duration, Instant};

use super::bootstrap::RESAMPLES;
use super::load::{Asked, Reply};
use super::quantile::{Known, TOLD, rank};
use super::queries::by_class;
use super::random::Random;
use super::{MeasureError, Quantiles, QueryLine};
use crate::search::{Engine, Options, SNIPPET, SearchError, Timing, window};

/// The parts of a query's time, by name, as [`Sample::step`] gives them.
pub const STEPS: [&str; 4] = ["parse", "expand", "search", "fetch"];

/// Asks one query as a search does, up to the stretches that would be shown.
pub fn ask(engine: &mut Engine, query: &str, options: &Options) -> Result<Reply, SearchError> {
    match engine.search(query, options) {
        Ok(answer) => {
            let shown = Instant::now();
            for hit in &answer.hits {
                std::hint::black_box(window(&hit.text, &hit.highlights, SNIPPET));
            }
            let mut steps = answer.timing;
            steps.fetch += shown.elapsed();
            Ok(Reply { steps, hits: answer.hits.len(), refused: false })
        }
        Err(SearchError::Index(error)) => Err(error.into()),
        // A query without a word is answered too, and as fast as it can be.
        Err(_) => Ok(Reply { refused: true, ..Reply::default() }),
    }
}

/// All that was measured of one query.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The query.
    pub query: QueryLine,
    /// Its times, in the order they were measured.
    pub times: Vec<Duration>,
    /// The steps of each.
    pub steps: Vec<Timing>,
    /// Hits shown, the same each time.
    pub hits: usize,
    /// It was refused, and found nothing for that reason.
    pub refused: bool,
}

impl Sample {
    /// The median of its times.
    pub fn time(&self) -> Duration {
        median(self.times.iter().copied())
    }

    /// The median of one of its [`STEPS`].
    pub fn step(&self, step: usize) -> Duration {
        median(self.steps.iter().map(|steps| parts(steps)[step]))
    }

    /// Its id and text, for messages.
    pub(super) fn name(query: &QueryLine) -> String {
        format!("{} {}", query.id, query.text)
    }
}

/// The times of a query's [`STEPS`].
pub fn parts(steps: &Timing) -> [Duration; STEPS.len()] {
    [steps.parse, steps.expand, steps.rank, steps.fetch]
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Brings together what was measured of each query. A query that found as many one time and as many
/// another is an error: such times tell nothing.
pub fn gather(queries: &[QueryLine], asked: &[Asked]) -> Result<Vec<Sample>, MeasureError> {
    let mut samples: Vec<Sample> = queries
        .iter()
        .map(|query| Sample { query: query.clone(), times: vec![], steps: vec![], hits: 0, refused: false })
        .collect();
    for Asked { query, time, reply } in asked {
        let sample = &mut samples[*query];
        if !sample.times.is_empty() && sample.hits != reply.hits {
            let query = Sample::name(&sample.query);
            return Err(MeasureError::Hits { query, before: sample.hits, after: reply.hits });
        }
        sample.times.push(*time);
        sample.steps.push(reply.steps);
        (sample.hits, sample.refused) = (reply.hits, reply.refused);
    }
    Ok(samples)
}

/// What a summary counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Each query once, by its median.
    Queries,
    /// Every asking.
    Askings,
}

/// One class in figures.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The class; `all` for all queries.
    pub class: String,
    /// Its times.
    pub quantiles: Quantiles,
    /// Hits of its queries.
    pub hits: usize,
    /// Its queries that were refused.
    pub refused: usize,
}

/// The summary of all samples, and one for each class in order of appearance.
pub fn summarise(samples: &[Sample], counted: Counted) -> Vec<Summary> {
    let groups = by_class(samples, |sample| &sample.query).into_iter();
    let summary = |(class, of_class): (&str, Vec<&Sample>)| Summary {
        class: class.to_string(),
        quantiles: match counted {
            Counted::Queries => Quantiles::of(of_class.iter().map(|s| s.time()).collect()),
            Counted::Askings => by_asking(&of_class),
        },
        hits: of_class.iter().map(|s| s.hits).sum(),
        refused: of_class.iter().filter(|s| s.refused).count(),
    };
    groups.map(summary).collect()
}

/// The summary of every asking, with intervals that take a query's askings together.
fn by_asking(samples: &[&Sample]) -> Quantiles {
    let mut quantiles = Quantiles::of(samples.iter().flat_map(|s| s.times.iter().copied()).collect());
    if samples.len() < 2 {
        quantiles.told.iter_mut().for_each(|known| known.interval = None);
        return quantiles;
    }
    let mut random = Random::new(samples.len() as u64);
    let mut drawn: Vec<Duration> = vec![];
    let mut values = vec![Vec::with_capacity(RESAMPLES); TOLD.len()];
    for _ in 0..RESAMPLES {
        drawn.clear();
        for _ in samples {
            drawn.extend(&samples[random.below(samples.len())].times);
        }
        for ((_, q), values) in TOLD.iter().zip(&mut values) {
            let place = rank(drawn.len(), *q);
            values.push(*drawn.select_nth_unstable(place).1);
        }
    }
    for (known, mut values) in quantiles.told.iter_mut().zip(values) {
        values.sort_unstable();
        let tail = RESAMPLES / 40;
        let ends = (values[tail], values[RESAMPLES - 1 - tail]);
        *known = Known { value: known.value, interval: known.value.map(|_| ends) };
    }
    quantiles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(id: usize, class: &str) -> QueryLine {
        QueryLine { id: id.to_string(), class: class.into(), ..QueryLine::default() }
    }

    fn asked(query: usize, micros: u64, hits: usize) -> Asked {
        Asked { query, time: Duration::from_micros(micros), reply: Reply { hits, ..Reply::default() } }
    }

    #[test]
    fn a_query_counts_once_by_its_median_and_in_each_of_its_classes() {
        let queries = [query(1, "short,name"), query(2, "name"), query(3, "")];
        let times = [(0, 9), (0, 1), (0, 2), (1, 5), (1, 5), (1, 5), (2, 7), (2, 8), (2, 90)];
        let asked: Vec<Asked> = times.iter().map(|&(q, micros)| asked(q, micros, 3)).collect();
        let summary = summarise(&gather(&queries, &asked).expect("samples"), Counted::Queries);
        let told: Vec<_> = summary
            .iter()
            .map(|s| (&s.class[..], s.quantiles.n, s.quantiles.max.as_micros(), s.hits))
            .collect();
        assert_eq!(told, [("all", 3, 8, 9), ("short", 1, 2, 3), ("name", 2, 5, 6)]);
        let all = &summarise(&gather(&queries, &asked).expect("samples"), Counted::Askings)[0].quantiles;
        assert_eq!((all.n, all.max.as_micros()), (9, 90));
        assert!(all.told[0].interval.is_some());
    }

    #[test]
    fn hits_that_vary_are_an_error_that_names_the_query() {
        let error = gather(&[query(7, "")], &[asked(0, 1, 3), asked(0, 1, 4)]).expect_err("an error");
        assert_eq!(error.to_string(), "query `7 ` found 3 at first and 4 later");
    }
}
