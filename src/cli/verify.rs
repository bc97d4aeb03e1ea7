//! `axtar verify`: every file of the index against its checksum.

use std::io::Write;
use std::path::Path;

use axtar::index;

use super::{Outcome, output};

/// `axtar verify`.
pub fn run(index: &Path) -> anyhow::Result<Outcome> {
    let damages = index::verify(index)?;
    if damages.is_empty() {
        let mut out = output::stdout();
        writeln!(
            out,
            "{}: every file is as it was written",
            output::printable(&index.display().to_string())
        )?;
        out.flush()?;
        return Ok(Outcome::Found);
    }
    for damage in &damages {
        output::warning(&format!("{}: {}", damage.file.display(), damage.reason), None);
    }
    output::error(
        &format!("the index in `{}` is damaged", index.display()),
        Some(
            "if searching still works, `axtar index --rebuild` saves what can be read; else remove the folder and index the files again",
        ),
    );
    Ok(Outcome::Partly)
}
