//! Ctrl-C and SIGTERM while an index is written: the first ends the run within a second and says
//! what is kept, the second ends at once.
//!
//! An index is whole at any moment, so ending needs no care but for what is said. The working
//! thread is given time to stop by itself; a commit, a merge or a slow page does not hold it up.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::messages::say;
use super::messages::table::{ARTICLE, PARAGRAPH};
use super::output::{self, counted};

/// Articles and paragraphs of this run that are committed.
type Kept = (u64, u64);

/// Whether the run is to end, and what of it is kept by then.
#[derive(Clone)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    /// Of the runs before, and of this one.
    kept: Arc<Mutex<[Kept; 2]>>,
    told: Arc<AtomicBool>,
    index: PathBuf,
}

impl Interrupt {
    /// One that never comes: the signals do what they do to any program.
    pub fn never(index: &Path) -> Interrupt {
        let (asked, kept, told) = Default::default();
        Interrupt { asked, kept, told, index: index.to_path_buf() }
    }

    /// Waits for the signals on a thread of its own, which ends the process where the working thread
    /// does not in time.
    pub fn expected(index: &Path) -> Interrupt {
        let interrupt = Self::never(index);
        #[cfg(unix)]
        {
            let waiting = interrupt.clone();
            waiting.wait();
        }
        interrupt
    }

    /// Is the run to end?
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Notes what of this run is committed.
    pub fn keep(&self, articles: u64, paragraphs: u64) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)[1] = (articles, paragraphs);
    }

    /// Begins another run in the same process.
    pub fn begin(&self) {
        let before = self.kept();
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = [before, Kept::default()];
    }

    /// What is committed, of all runs.
    pub fn kept(&self) -> Kept {
        let [before, now] = *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (before.0 + now.0, before.1 + now.1)
    }

    /// True for the first who asks: what is kept is to be said once.
    pub fn claim(&self) -> bool {
        !self.told.swap(true, Ordering::Relaxed)
    }

    /// Says what is kept.
    pub fn tell(&self) {
        if !self.claim() {
            return;
        }
        let (articles, paragraphs) = self.kept();
        let index = self.index.display();
        let message = match articles {
            0 => say!(STOPPED_WITH_NOTHING, index = index),
            _ => say!(
                STOPPED,
                index = index,
                articles = counted(articles, &ARTICLE),
                paragraphs = counted(paragraphs, &PARAGRAPH)
            ),
        };
        output::warning(&message, Some(&say!(STOPPED_CURE)));
    }

    #[cfg(unix)]
    fn wait(self) {
        use std::time::{Duration, Instant};

        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;

        // Without the thread a signal ends the process as it always does.
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
        std::thread::spawn(move || {
            if signals.forever().next().is_none() {
                return;
            }
            self.asked.store(true, Ordering::Relaxed);
            let asked = Instant::now();
            while asked.elapsed() < Duration::from_millis(700) {
                std::thread::sleep(Duration::from_millis(10));
                if let Some(signal) = signals.pending().next() {
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
            self.tell();
            std::process::exit(2);
        });
    }
}
