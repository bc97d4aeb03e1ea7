//! `axtar verify`: every file of the index against its checksum.

use std::io::Write;
use std::path::Path;

use axtar::index;

use super::messages::errors::phrase;
use super::messages::say;
use super::{Outcome, output};

/// `axtar verify`.
pub fn run(index: &Path) -> anyhow::Result<Outcome> {
    let damages = index::verify(index)?;
    if damages.is_empty() {
        let mut out = output::stdout();
        writeln!(out, "{}", say!(SOUND, index = output::printable(&index.display().to_string())))?;
        out.flush()?;
        return Ok(Outcome::Found);
    }
    for damage in &damages {
        output::warning(&format!("{}: {}", damage.file.display(), phrase(&damage.reason)), None);
    }
    let cure = say!(DAMAGED_CURE, index = index.display());
    output::error(&say!(DAMAGED, index = index.display()), Some(&cure));
    Ok(Outcome::Partly)
}
