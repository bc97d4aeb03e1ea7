//! `axtar config`: each setting's value and where it came from.

use std::io::Write;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command};
use serde::Serialize;

use super::settings::{SETTINGS, Setting};
use super::{Config, PROJECT_FILE};
use crate::cli::Outcome;
use crate::cli::messages::{Language, say};
use crate::cli::output::{self, BOLD, DIM, padded, printable};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar config\n  axtar config --json\n  AXTAR_LIMIT=20 axtar config")]
pub struct ConfigArgs {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// One setting as it is shown.
#[derive(Serialize)]
struct Row {
    key: &'static str,
    value: Option<String>,
    /// `flag`, `environment`, `project`, `user` or `default`.
    origin: &'static str,
    /// The file and line, or the variable.
    place: Option<String>,
}

/// `axtar config`.
pub fn run(
    config: &Config,
    command: &Command,
    matches: &ArgMatches,
    args: &ConfigArgs,
) -> anyhow::Result<Outcome> {
    let rows: Vec<Row> = SETTINGS.iter().map(|setting| row(setting, config, command, matches)).collect();
    if args.json {
        let mut out = output::raw_stdout();
        for row in &rows {
            writeln!(out, "{}", output::json_line(row)?)?;
        }
        out.flush()?;
    } else {
        print(&rows, config)?;
    }
    Ok(if config.report() { Outcome::Found } else { Outcome::Partly })
}

fn row(setting: &'static Setting, config: &Config, command: &Command, matches: &ArgMatches) -> Row {
    let key = setting.key;
    // Only what goes with every command can have been given with this one.
    let is_global = matches.ids().any(|id| id == key);
    if is_global && matches.value_source(key) == Some(ValueSource::CommandLine) {
        let given = matches.try_get_raw(key).ok().flatten().and_then(|mut values| values.next());
        let value = given.map(|value| value.to_string_lossy().into_owned());
        return Row { key, value, origin: "flag", place: None };
    }
    if let Some(value) = config.values.iter().find(|value| std::ptr::eq(value.setting, setting)) {
        let place = Some(value.origin.place());
        return Row { key, value: Some(value.text.clone()), origin: value.origin.kind(), place };
    }
    let built_in = match key {
        "lang" => Some(Language::current().code().to_owned()),
        _ => default(command, key),
    };
    Row { key, value: built_in, origin: "default", place: None }
}

/// What is built in: the default of the first option of that name.
fn default(command: &Command, key: &str) -> Option<String> {
    let here = command.get_arguments().find(|arg| arg.get_long() == Some(key));
    let value = here.and_then(|arg| arg.get_default_values().first());
    value
        .map(|value| value.to_string_lossy().into_owned())
        .or_else(|| command.get_subcommands().find_map(|sub| default(sub, key)))
}

fn print(rows: &[Row], config: &Config) -> std::io::Result<()> {
    let mut out = output::stdout();
    for row in rows {
        let value = row.value.as_deref().filter(|value| !value.is_empty()).unwrap_or("–");
        let origin = match (row.origin, &row.place) {
            ("flag", _) => say!(ORIGIN_FLAG),
            (_, Some(place)) => place.clone(),
            _ => say!(ORIGIN_DEFAULT),
        };
        let (value, origin) = (padded(&printable(value), 20), printable(&origin));
        writeln!(out, "{BOLD}{}{BOLD:#}{value}{DIM}{origin}{DIM:#}", padded(row.key, 14))?;
    }
    writeln!(out)?;
    let project = config.project.as_deref().unwrap_or(Path::new(PROJECT_FILE));
    for (name, path) in
        [(say!(PROJECT_SETTINGS), Some(project)), (say!(USER_SETTINGS), config.user.as_deref())]
    {
        let Some(path) = path else { continue };
        let state = if path.is_file() { String::new() } else { format!(" ({})", say!(NO_SUCH_FILE)) };
        writeln!(out, "{DIM}{}{}{state}{DIM:#}", padded(&name, 14), printable(&path.display().to_string()))?;
    }
    out.flush()
}
