//! Quantiles of measurements: exact, from all of them, with what is known about each.
//!
//! A quantile is an order statistic of the sample, its interval two others (the binomial tells
//! which), so nothing is assumed of the distribution. Where there are too few measurements to name
//! a quantile, there is none.

use std::time::Duration;

/// Both tails of a 95 % interval.
const OUTSIDE: f64 = 0.05;

/// The value below which a share `q` of the sorted `values` lies: the smallest value that at least
/// a share `q` does not exceed. `None` where fewer than 10/(1 − q) values make it a guess
/// (p99 wants 1,000), except for the median, which any sample has.
pub fn quantile<T: Copy>(sorted: &[T], q: f64) -> Option<T> {
    let wanted = (10.0 / (1.0 - q)).round() as usize;
    if sorted.is_empty() || (q > 0.5 && sorted.len() < wanted) {
        return None;
    }
    Some(sorted[rank(sorted.len(), q)])
}

/// The place of the quantile among `n` sorted values.
pub(super) fn rank(n: usize, q: f64) -> usize {
    // 0.07 · 100 is 7.000000000000001: a place is not moved by the last bits of a product.
    ((q * n as f64 - 1e-9).ceil() as usize).clamp(1, n) - 1
}

/// The places, among `n` sorted values of independent measurements, between which the true quantile
/// lies with at least 95 % of confidence. `None` where even the smallest and the largest do not
/// enclose it so surely.
pub fn interval(n: usize, q: f64) -> Option<(usize, usize)> {
    // The number of values below the true quantile is binomial (n, q); logarithms, since (1 − q)^n
    // is beyond any float for large n.
    let step = (q / (1.0 - q)).ln();
    let mut log = n as f64 * (1.0 - q).ln();
    let mut below = 0.0;
    let (mut low, mut high) = (None, None);
    for k in 0..=n {
        // `below` is now P(fewer than k).
        if k > 0 && below <= OUTSIDE / 2.0 {
            low = Some(k - 1);
        }
        if k > 0 && high.is_none() && 1.0 - below <= OUTSIDE / 2.0 {
            high = Some(k - 1);
        }
        below += log.exp();
        log += step + ((n - k) as f64 / (k + 1) as f64).ln();
    }
    low.zip(high)
}

/// A quantile with the interval it is known to lie in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Known {
    /// The quantile; `None` where n is too small.
    pub value: Option<Duration>,
    /// Its interval of 95 %, where there is one.
    pub interval: Option<(Duration, Duration)>,
}

impl Known {
    fn of(sorted: &[Duration], q: f64) -> Self {
        let value = quantile(sorted, q);
        let interval = value.and_then(|_| interval(sorted.len(), q));
        Known { value, interval: interval.map(|(low, high)| (sorted[low], sorted[high])) }
    }
}

/// The quantiles that are told, by name.
pub const TOLD: [(&str, f64); 4] = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

/// The summary of one set of times.
#[derive(Clone, Debug)]
pub struct Quantiles {
    /// Measurements.
    pub n: usize,
    /// Smallest.
    pub min: Duration,
    /// The quantiles of [`TOLD`], with intervals for independent measurements.
    pub told: [Known; TOLD.len()],
    /// Largest.
    pub max: Duration,
    /// Mean.
    pub mean: Duration,
    /// Standard deviation.
    pub sd: Duration,
}

impl Quantiles {
    /// Summarises times in any order.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let total: Duration = times.iter().sum();
        let mean = total.checked_div(times.len() as u32).unwrap_or_default();
        let off = |time: &Duration| (time.as_secs_f64() - mean.as_secs_f64()).powi(2);
        let variance = times.iter().map(off).sum::<f64>() / times.len().saturating_sub(1).max(1) as f64;
        Quantiles {
            n: times.len(),
            min: times.first().copied().unwrap_or_default(),
            told: TOLD.map(|(_, q)| Known::of(&times, q)),
            max: times.last().copied().unwrap_or_default(),
            mean,
            sd: Duration::from_secs_f64(variance.sqrt()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    #[test]
    fn quantiles_of_a_known_distribution() {
        let times: Vec<Duration> = (1..=1000).rev().map(Duration::from_micros).collect();
        let q = Quantiles::of(times);
        let micros = q.told.map(|known| known.value.map(|d| d.as_micros()));
        assert_eq!(micros, [Some(500), Some(900), Some(950), Some(990)]);
        assert_eq!((q.min.as_micros(), q.max.as_micros(), q.n), (1, 1000, 1000));
        // The standard deviation of 1…1000, of a sample: √(1000·1001/12).
        assert!((q.sd.as_secs_f64() * 1e6 - (1000.0 * 1001.0 / 12f64).sqrt()).abs() < 0.01);
    }

    #[test]
    fn too_few_measurements_have_no_tail() {
        let q = Quantiles::of(vec![Duration::from_micros(7); 50]);
        assert_eq!(q.told.map(|known| known.value.is_some()), [true, false, false, false]);
        assert!(Quantiles::of(vec![]).told.iter().all(|known| known.value.is_none()));
    }

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Places of a nonparametric 95 % interval of the median, counted from 1, as printed in
        // tables of the sign test (Conover, Practical Nonparametric Statistics): n = 10: 2 and 9.
        let from_one = |n, q| interval(n, q).map(|(low, high)| (low + 1, high + 1));
        assert_eq!(from_one(10, 0.5), Some((2, 9)));
        assert_eq!(from_one(20, 0.5), Some((6, 15)));
        assert_eq!(from_one(100, 0.5), Some((40, 61)));
        assert_eq!(from_one(5, 0.5), None, "five values enclose the median with 94 % only");
        assert_eq!(from_one(100, 0.99), None, "the largest of a hundred may lie below p99");
        assert!(interval(100_000, 0.99).is_some(), "far beyond what a float holds as a power");
    }

    #[test]
    fn an_interval_holds_the_true_quantile_19_times_in_20() {
        // Exponential times, whose quantiles are known: −ln(1 − q).
        let mut random = Random::new(7);
        for (n, q) in [(60, 0.5), (400, 0.9), (2_000, 0.99)] {
            let (low, high) = interval(n, q).expect("enough values");
            let truth = -(1.0f64 - q).ln();
            let holds = (0..1_000)
                .filter(|_| {
                    let mut values: Vec<f64> = (0..n).map(|_| -(1.0 - random.unit()).ln()).collect();
                    values.sort_by(f64::total_cmp);
                    values[low] <= truth && truth <= values[high]
                })
                .count();
            assert!((940..=990).contains(&holds), "n {n}, q {q}: {holds} of 1,000");
        }
    }
}
