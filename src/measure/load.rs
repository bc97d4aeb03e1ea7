//! The loops that ask and time: closed (the next query waits for the answer) and open (queries
//! arrive at a fixed rate, whether or not there is an answer).
//!
//! In an open loop a query's time runs from the moment it was meant to be asked, not from the moment
//! somebody was free to ask it: what a stall delays is measured as late (Tene's "coordinated
//! omission"). Time comes from a [`Clock`], so that a test can put in a stall and wait for nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::random::Random;
use crate::search::Timing;

/// Time since some moment, and waiting for a later one.
pub trait Clock {
    /// Time since the clock's beginning.
    fn now(&self) -> Duration;
    /// Returns at `moment`, or at once where it has passed.
    fn wait(&self, moment: Duration);
}

/// The machine's monotonic clock.
#[derive(Clone, Copy, Debug)]
pub struct Monotonic(Instant);

impl Monotonic {
    /// A clock that begins now.
    pub fn start() -> Self {
        Monotonic(Instant::now())
    }

    /// What reading the clock twice costs: the median of a thousand times.
    pub fn cost() -> Duration {
        let mut costs: Vec<Duration> = (0..1_001).map(|_| Instant::now().elapsed()).collect();
        costs.sort_unstable();
        costs[costs.len() / 2]
    }
}

/// Waking a sleeper takes the system this long at times; the rest is spent looking at the clock.
const WAKING: Duration = Duration::from_micros(200);

impl Clock for Monotonic {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn wait(&self, moment: Duration) {
        if let Some(rest) = moment.checked_sub(self.now() + WAKING) {
            std::thread::sleep(rest);
        }
        while self.now() < moment {
            std::hint::spin_loop();
        }
    }
}

/// What a query was answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reply {
    /// How long each step took.
    pub steps: Timing,
    /// Hits shown.
    pub hits: usize,
    /// The query was refused (it holds no word, say), which counts as no hit.
    pub refused: bool,
}

/// One asking of a query.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The query's number.
    pub query: usize,
    /// From the moment it was meant to be asked to the answer.
    pub time: Duration,
    /// The answer.
    pub reply: Reply,
}

/// Which queries are asked in which order, and when: shared by all workers.
#[derive(Debug)]
pub struct Schedule {
    order: Vec<usize>,
    gap: Option<Duration>,
    next: AtomicUsize,
}

impl Schedule {
    /// Each of `queries` queries `repeat` times, in a new order of chance each time; `gap` apart in
    /// an open loop, each as soon as the one before is answered where it is `None`.
    pub fn new(queries: usize, repeat: usize, gap: Option<Duration>, random: &mut Random) -> Self {
        let mut order = Vec::with_capacity(queries * repeat);
        for _ in 0..repeat {
            let mut pass: Vec<usize> = (0..queries).collect();
            random.shuffle(&mut pass);
            order.append(&mut pass);
        }
        Schedule { order, gap, next: AtomicUsize::new(0) }
    }

    /// Askings in all.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Is there nothing to ask?
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Askings begun so far.
    pub fn begun(&self) -> usize {
        self.next.load(Ordering::Relaxed).min(self.order.len())
    }
}

/// Takes queries from the schedule and asks them until none is left or one fails. Several workers
/// may do so at once, by clocks that began together; `each` is called after each, outside its time.
pub fn work<E>(
    schedule: &Schedule,
    clock: &impl Clock,
    mut ask: impl FnMut(usize) -> Result<Reply, E>,
    mut each: impl FnMut(),
) -> Result<Vec<Asked>, E> {
    let mut asked = vec![];
    loop {
        let number = schedule.next.fetch_add(1, Ordering::Relaxed);
        let Some(&query) = schedule.order.get(number) else { return Ok(asked) };
        let meant = match schedule.gap {
            None => clock.now(),
            Some(gap) => {
                // The first one gap after the beginning: workers need a moment to be there.
                let moment = gap.saturating_mul(u32::try_from(number + 1).unwrap_or(u32::MAX));
                clock.wait(moment);
                moment
            }
        };
        let reply = ask(query)?;
        asked.push(Asked { query, time: clock.now().saturating_sub(meant), reply });
        each();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use super::super::Quantiles;
    use super::*;

    /// A clock that moves when told.
    #[derive(Default)]
    struct Told(Cell<Duration>);

    impl Clock for Told {
        fn now(&self) -> Duration {
            self.0.get()
        }
        fn wait(&self, moment: Duration) {
            self.0.set(self.0.get().max(moment));
        }
    }

    /// 2,000 queries of a millisecond, one of which takes 100 more, by a clock of the test's own.
    fn with_a_stall(gap: Option<Duration>) -> Quantiles {
        let clock = Told::default();
        let schedule = Schedule::new(2_000, 1, gap, &mut Random::new(3));
        let mut asked = 0;
        let answered = work(
            &schedule,
            &clock,
            |_| {
                asked += 1;
                let stall = if asked == 1_000 { 100 } else { 0 };
                clock.0.set(clock.0.get() + Duration::from_millis(1 + stall));
                Ok::<_, Infallible>(Reply::default())
            },
            || {},
        );
        let Ok(answered) = answered;
        Quantiles::of(answered.iter().map(|a| a.time).collect())
    }

    #[test]
    fn a_stall_shows_in_the_tail_of_the_open_loop_and_hides_in_that_of_the_closed_one() {
        let tail = |q: &Quantiles| q.told[3].value.expect("p99 of 2,000");
        let closed = with_a_stall(None);
        assert_eq!((tail(&closed), closed.max), (Duration::from_millis(1), Duration::from_millis(101)));
        // One query every 2 ms: 101 ms are made good within 101 arrivals, of which the 20 latest of
        // 2,000 were late by 101 − 20 ms and more.
        let open = with_a_stall(Some(Duration::from_millis(2)));
        assert_eq!(tail(&open), Duration::from_millis(81));
        assert_eq!(open.max, Duration::from_millis(101));
        assert_eq!(open.told[0].value, Some(Duration::from_millis(1)));
    }

    #[test]
    fn every_query_is_asked_as_often_and_in_another_order() {
        let clock = Told::default();
        let schedule = Schedule::new(50, 3, None, &mut Random::new(1));
        let asked = work(&schedule, &clock, |_| Ok::<_, ()>(Reply::default()), || {}).expect("answered");
        let order: Vec<usize> = asked.iter().map(|a| a.query).collect();
        assert_eq!((schedule.len(), schedule.begun()), (150, 150));
        assert_ne!(order[..50], order[50..100]);
        assert!((0..50).all(|query| order.iter().filter(|q| **q == query).count() == 3));
    }

    #[test]
    fn a_fast_open_loop_waits_for_its_moments() {
        let clock = Monotonic::start();
        let schedule = Schedule::new(5, 1, Some(Duration::from_millis(4)), &mut Random::new(1));
        work(&schedule, &clock, |_| Ok::<_, ()>(Reply::default()), || {}).expect("answered");
        assert!(clock.now() >= Duration::from_millis(16), "{:?}", clock.now());
    }
}
