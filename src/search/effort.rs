//! What a query may cost: steps counted, never timed, so that an answer is the same on every machine.
//!
//! The parts of one query share it. What nobody types by hand meets it (eight prefixes of two letters, a
//! phrase of two words that half of the archive has), and then the user is told.

use std::sync::atomic::{AtomicU64, Ordering};

/// Steps of a query: postings added up, or asked whether words stand together. A step is ten to twenty
/// nanoseconds. Of 480 judged queries, headlines, phrases, alternatives and prefixes over 1.2 million
/// paragraphs none takes so many.
const STEPS: u64 = 1_000_000;

/// Steps that a query may still take.
#[derive(Debug)]
pub(super) struct Effort(AtomicU64);

impl Default for Effort {
    fn default() -> Effort {
        Effort::of(STEPS)
    }
}

impl Effort {
    /// So many steps.
    pub fn of(steps: u64) -> Effort {
        Effort(AtomicU64::new(steps))
    }

    /// Takes steps; false once there are none left.
    pub fn take(&self, steps: usize) -> bool {
        let left = self.0.load(Ordering::Relaxed).saturating_sub(steps as u64);
        self.0.store(left, Ordering::Relaxed);
        left > 0
    }

    /// Begins anew, for another look.
    pub fn renew(&self) {
        self.0.store(STEPS, Ordering::Relaxed);
    }

    /// Counts no more: for what must be whole, however long it takes.
    pub fn lift(&self) {
        self.0.store(u64::MAX, Ordering::Relaxed);
    }

    /// Were there too few?
    pub fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}
