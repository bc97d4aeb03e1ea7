//! One configuration file: TOML → values with their lines, and everything that is wrong in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problem;
use super::settings::{Kind, Setting, named};
use super::{Origin, Value};
use crate::cli::folders;

/// More than any configuration needs; what is larger is something else.
const MOST_BYTES: u64 = 1 << 20;

/// Reads a file: its values, its problems. A file that is not there holds nothing.
pub fn read(path: &Path, origin: fn(PathBuf, usize) -> Origin) -> (Vec<Value>, Vec<Problem>) {
    let text = match text(path) {
        Ok(Some(text)) => text,
        Ok(None) => return (vec![], vec![]),
        Err(error) => {
            return (
                vec![],
                vec![Problem::Unreadable { path: path.to_path_buf(), reason: error.to_string() }],
            );
        }
    };
    let (table, errors) = DeTable::parse_recoverable(&text);
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let mut values = vec![];
    let mut problems: Vec<(usize, Problem)> = vec![];
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().to_owned();
        problems.push((at, Problem::Syntax { place: place(path, line(at)), reason }));
    }
    for (key, value) in table.get_ref() {
        let at = key.span().start;
        // What the parser made of a line that is not TOML says nothing more.
        if problems.iter().any(|(other, _)| line(*other) == line(at)) {
            continue;
        }
        let place = place(path, line(at));
        match taken(key.get_ref(), value, path) {
            Ok((setting, text)) => {
                values.push(Value { setting, text, origin: origin(path.to_path_buf(), line(at)) });
            }
            Err(Refused::Unknown) => {
                problems.push((at, Problem::UnknownKey { place, key: key.get_ref().to_string() }));
            }
            Err(Refused::Kind(setting)) => problems.push((at, Problem::Kind { place, setting })),
        }
    }
    problems.sort_by_key(|(at, _)| *at);
    (values, problems.into_iter().map(|(_, problem)| problem).collect())
}

/// `axtar.toml:3`
pub fn place(path: &Path, line: usize) -> String {
    format!("{}:{line}", path.display())
}

fn text(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        // A pipe or device of that name would keep the program waiting.
        Ok(data) if !data.is_file() => return Ok(None),
        Ok(data) if data.len() > MOST_BYTES => return Err(io::ErrorKind::FileTooLarge.into()),
        Ok(_) => {}
    }
    fs::read_to_string(path).map(Some)
}

enum Refused {
    Unknown,
    Kind(&'static Setting),
}

fn taken(key: &str, value: &Spanned<DeValue>, path: &Path) -> Result<(&'static Setting, String), Refused> {
    let setting = named(key).ok_or(Refused::Unknown)?;
    let text = match (setting.kind, value.get_ref()) {
        (Kind::Text, DeValue::String(text)) => text.to_string(),
        (Kind::Program, DeValue::String(text)) => text.to_string(),
        (Kind::Program, DeValue::Boolean(false)) => String::new(),
        (Kind::Number, DeValue::Integer(number)) if number.radix() == 10 => number.as_str().replace('_', ""),
        (Kind::Path, DeValue::String(text)) => resolved(text, path),
        _ => return Err(Refused::Kind(setting)),
    };
    Ok((setting, text))
}

/// A path as written in a file, from where the file lies.
fn resolved(written: &str, file: &Path) -> String {
    let path = match (written.strip_prefix("~/"), folders::home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => file.parent().unwrap_or(Path::new("")).join(written),
    };
    path.to_string_lossy().into_owned()
}
