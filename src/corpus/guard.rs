//! Parsers of hostile formats run on a thread of their own: with a stack that their recursion cannot
//! exhaust, a panic that costs one page and not the process, and where a format can loop, a time.

use std::panic;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// The libraries walk trees by recursion in places. It is address space: pages of it that are not
/// used cost nothing.
const STACK: usize = 64 << 20;

/// By this name the panic hook knows such a thread: its panics are told as errors of the input.
const NAME: &str = "guarded";

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// The parser panicked, or no thread could be started.
    Panic,
    /// It took too long; its thread is left behind.
    Time,
}

/// Runs `work` guarded, for no longer than `limit`.
pub(super) fn run<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Lost> {
    keep_quiet();
    let (give, take) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK).spawn(move || {
        let _ = give.send(work());
    });
    if spawned.is_err() {
        return Err(Lost::Panic);
    }
    match take.recv_timeout(limit) {
        Ok(result) => Ok(result),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Lost::Time),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Lost::Panic),
    }
}

/// Guarded threads die without words; all others as before.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_told() {
        let second = Duration::from_secs(1);
        assert_eq!(run(second, || 7), Ok(7));
        assert_eq!(run(second, || -> u8 { panic!("on purpose") }), Err(Lost::Panic));
        assert_eq!(
            run(Duration::from_millis(5), || thread::sleep(Duration::from_millis(200))),
            Err(Lost::Time)
        );
    }
}
