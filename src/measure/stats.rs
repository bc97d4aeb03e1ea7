//! Quantiles of measured times, and when there are too few measurements to name one.

use std::time::Duration;

/// The value below which a share `q` of the sorted `values` lies: the smallest value that at least
/// a share `q` does not exceed. `None` where fewer than 10/(1 − q) values make it a guess
/// (p99 wants 1,000), except for the median, which any sample has.
pub fn quantile(sorted: &[Duration], q: f64) -> Option<Duration> {
    let wanted = (10.0 / (1.0 - q)).round() as usize;
    if sorted.is_empty() || (q > 0.5 && sorted.len() < wanted) {
        return None;
    }
    let rank = (q * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len()) - 1).copied()
}

/// The summary of one set of times.
#[derive(Clone, Debug)]
pub struct Quantiles {
    /// Measurements.
    pub n: usize,
    /// Smallest.
    pub min: Duration,
    /// Median; `None` without measurements.
    pub p50: Option<Duration>,
    /// 90th percentile, from 100 measurements up.
    pub p90: Option<Duration>,
    /// 99th percentile, from 1,000 measurements up.
    pub p99: Option<Duration>,
    /// Largest.
    pub max: Duration,
    /// Mean.
    pub mean: Duration,
}

impl Quantiles {
    /// Summarises times in any order.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let total: Duration = times.iter().sum();
        Quantiles {
            n: times.len(),
            min: times.first().copied().unwrap_or_default(),
            p50: quantile(&times, 0.5),
            p90: quantile(&times, 0.9),
            p99: quantile(&times, 0.99),
            max: times.last().copied().unwrap_or_default(),
            mean: total.checked_div(times.len() as u32).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_known_distribution() {
        let times: Vec<Duration> = (1..=1000).rev().map(Duration::from_micros).collect();
        let q = Quantiles::of(times);
        let micros = |d: Option<Duration>| d.map(|d| d.as_micros());
        assert_eq!((micros(q.p50), micros(q.p90), micros(q.p99)), (Some(500), Some(900), Some(990)));
        assert_eq!((q.min.as_micros(), q.max.as_micros(), q.n), (1, 1000, 1000));
    }

    #[test]
    fn too_few_measurements_have_no_tail() {
        let q = Quantiles::of(vec![Duration::from_micros(7); 50]);
        assert!(q.p50.is_some() && q.p90.is_none() && q.p99.is_none());
        assert!(Quantiles::of(vec![]).p50.is_none());
    }
}
