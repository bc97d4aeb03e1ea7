//! Runs kept by name, in the state folder of the user, who alone can read them: they hold queries.

use std::path::PathBuf;

use anyhow::{Context, bail};
use axtar::measure::record::Record;

use crate::cli::folders;
use crate::cli::messages::say;

/// A name that is a file's name too on every system.
pub fn name(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let sound = !text.is_empty() && text.len() <= 100 && !text.starts_with('.') && text.chars().all(plain);
    if sound { Ok(text.to_string()) } else { Err(say!(RUN_NAME_EXPECTED)) }
}

fn place(name: &str) -> Option<PathBuf> {
    Some(folders::state()?.join("bench").join(format!("{name}.json")))
}

/// Keeps a run, in place of an earlier one of that name.
pub fn keep(name: &str, json: &str) -> anyhow::Result<PathBuf> {
    let Some(path) = place(name) else { bail!(say!(NO_HOME)) };
    folders::write_private(&path, json.as_bytes())
        .with_context(|| say!(CANNOT_WRITE, path = path.display()))?;
    Ok(path)
}

/// The run of a name, else of a file.
pub fn read(name_or_file: &str) -> anyhow::Result<Record> {
    let kept = name(name_or_file).ok().and_then(|name| place(&name)).filter(|path| path.is_file());
    Ok(Record::read(&kept.unwrap_or_else(|| PathBuf::from(name_or_file)))?)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(name("əvvəl-2.1"), Ok("əvvəl-2.1".into()));
        for wrong in ["", "../x", "a/b", ".hidden", "a\\b", "a b"] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
    }
}
