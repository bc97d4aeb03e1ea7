//! A panic becomes a message: a fault of the program, or damage in an index that no checksum has met
//! yet (a search does not read all of them). Which of the two, the checksums are asked then.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axtar::index::{IndexError, verify};

/// Where a command stopped by itself.
#[derive(Debug)]
pub struct Crash {
    /// The words of the fault and its place in the source.
    pub what: String,
    /// The index it worked with.
    pub index: PathBuf,
}

impl fmt::Display for Crash {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Crash {}

/// What the first panic said: later ones follow from it.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Runs a command; a panic in it is an error. Threads that panic say nothing by themselves.
pub fn contain<T>(index: &Path, command: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default();
        let place = info.location().map(|place| {
            let file = Path::new(place.file()).file_name().unwrap_or_default();
            format!("{}:{}", file.to_string_lossy(), place.line())
        });
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| format!("{words} ({})", place.unwrap_or_default()));
    }));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        let what = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
        let crash = Crash { what: what.unwrap_or_default(), index: index.to_path_buf() };
        Err(damage(index).map_or_else(|| crash.into(), Into::into))
    })
}

/// The first file of the index that is not as it was written.
fn damage(index: &Path) -> Option<IndexError> {
    let found = panic::catch_unwind(|| verify(index)).ok()?.ok()?.into_iter().next()?;
    let reason = format!("{}: {}", found.file.display(), found.reason);
    Some(IndexError::Damaged { path: index.to_path_buf(), reason })
}

#[cfg(test)]
mod tests {
    use axtar::index::{ArchiveWriter, Settings};

    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_where() {
        let crashed = contain(Path::new("index"), || -> anyhow::Result<()> { panic!("no {}", "room") });
        let told = crashed.expect_err("an error").to_string();
        assert!(told.starts_with("no room (crash.rs:"), "{told}");
        assert!(contain(Path::new("index"), || Ok(1)).is_ok());
        // Where the index is damaged, that is the reason.
        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        ArchiveWriter::open(&index, &Settings::default()).and_then(ArchiveWriter::commit).expect("an index");
        let crash = || contain(&index, || -> anyhow::Result<()> { panic!("no room") });
        assert!(crash().expect_err("an error").is::<Crash>());
        let meta = index.join("meta.json");
        let text = std::fs::read_to_string(&meta).expect("read");
        std::fs::write(&meta, text.replace("none", "some")).expect("written");
        let told = crash().expect_err("an error").to_string();
        assert!(told.contains("is damaged") && told.contains("meta.json"), "{told}");
        // The other tests speak as before.
        let _ = panic::take_hook();
    }
}
