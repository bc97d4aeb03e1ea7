//! Intervals by resampling (Efron 1979), always by query: repetitions of one query, and the two
//! sides of a pair, are not independent, so what is drawn again is the query with all it has.

use super::random::Random;

/// Resamples an interval is made of.
pub const RESAMPLES: usize = 2_000;
/// Of fewer queries there is no interval: even if five all moved one way, chance does that to one
/// in sixteen such fives, more than the twentieth an interval of 95 % leaves out.
const FEWEST: usize = 6;
/// The bootstrap's own seed: an interval is the same each time it is worked out.
const SEED: u64 = 0x0095;

/// What lies between is the value, with 95 % of confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Is no change among the values it holds?
    pub fn spans_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The percentile interval of a statistic over `n` queries. `statistic` is given queries by number,
/// some several times, some not at all. `None` for fewer than six queries.
pub fn interval(n: usize, mut statistic: impl FnMut(&[usize]) -> f64) -> Option<Interval> {
    if n < FEWEST {
        return None;
    }
    let mut random = Random::new(SEED);
    let mut drawn = vec![0; n];
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            drawn.fill_with(|| random.below(n));
            statistic(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let tail = RESAMPLES / 40;
    Some(Interval { low: values[tail], high: values[RESAMPLES - 1 - tail] })
}

/// The mean of the values drawn.
pub fn mean_of<'a>(values: &'a [f64]) -> impl Fn(&[usize]) -> f64 + 'a {
    |drawn| drawn.iter().map(|&i| values[i]).sum::<f64>() / drawn.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_the_textbooks() {
        // 400 values of standard deviation 0.5: mean ± 1.96 · 0.5 / 20.
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 2)).collect();
        let interval = interval(values.len(), mean_of(&values)).expect("an interval");
        assert!((interval.low - 0.451).abs() < 0.01, "{interval:?}");
        assert!((interval.high - 0.549).abs() < 0.01, "{interval:?}");
    }

    #[test]
    fn what_is_the_same_has_an_interval_of_nothing_and_five_queries_have_none() {
        let same = interval(30, mean_of(&[0.0; 30])).expect("an interval");
        assert!(same.spans_zero() && same.low == same.high);
        assert_eq!(interval(5, |_| 1.0), None);
    }
}
