//! How many queries took how long, in classes that grow by the same factor: times lie over decades.

use std::time::Duration;

/// One class of times.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// From this time, included,
    pub from: Duration,
    /// to this one: included in the last bin alone.
    pub to: Duration,
    /// Times in it.
    pub count: usize,
}

/// At most `most` bins from the shortest to the longest of the times; none without times.
pub fn bins(times: &[Duration], most: usize) -> Vec<Bin> {
    let (Some(&min), Some(&max)) = (times.iter().min(), times.iter().max()) else { return vec![] };
    let (low, high) = (min.as_secs_f64().max(1e-9), max.as_secs_f64().max(1e-9));
    let count = if high > low { most.max(1) } else { 1 };
    let bound = |place: usize| match place {
        0 => min,
        _ if place == count => max,
        _ => Duration::from_secs_f64(low * (high / low).powf(place as f64 / count as f64)),
    };
    let mut bins: Vec<Bin> =
        (0..count).map(|place| Bin { from: bound(place), to: bound(place + 1), count: 0 }).collect();
    for time in times {
        let place = bins.partition_point(|bin| bin.from <= *time).saturating_sub(1);
        bins[place].count += 1;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_in_one_bin_and_bins_grow_by_a_factor() {
        let times: Vec<Duration> = (1..=1_000).map(Duration::from_micros).collect();
        let bins = bins(&times, 3);
        assert_eq!(bins.iter().map(|bin| bin.count).collect::<Vec<_>>(), [9, 90, 901]);
        assert_eq!(bins[1].from.as_micros(), 10);
        assert_eq!(bins[2].to, Duration::from_millis(1));
    }

    #[test]
    fn equal_times_are_one_bin_and_no_time_none() {
        assert_eq!(bins(&[Duration::from_micros(5); 4], 20).len(), 1);
        assert_eq!(bins(&[Duration::ZERO; 2], 20)[0].count, 2);
        assert!(bins(&[], 20).is_empty());
    }
}
