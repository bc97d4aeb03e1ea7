//! `--report FILE`: what became of every input, one JSON object a line, the summary last.
//!
//! Written as the run goes, so that a run cut off leaves what it knew.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use axtar::corpus::{Location, ReadError, Severity};
use serde::Serialize;

use super::index::Summary;
use super::messages::{inputs, say};
use super::output;

/// Changes when a script would have to.
const SCHEMA_VERSION: u32 = 1;

/// What became of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// Read to its end: all its articles are in the index.
    Read,
    /// Known by size and time of change, and not opened.
    Unchanged,
    /// Some of its articles were not read.
    Partly,
    /// Nothing was read of it.
    #[default]
    Unread,
    /// No more there, and its articles taken out.
    Pruned,
}

/// One input.
#[derive(Debug, Default, Serialize)]
pub struct Input {
    pub schema_version: u32,
    /// The file as it was given or found.
    pub input: String,
    /// What became of it.
    pub became: Became,
    /// Its articles.
    pub articles: u64,
    /// Of these, written anew or first.
    pub written: u64,
    /// Of these, in place of another version.
    pub replaced: u64,
    /// Warnings and errors.
    pub problems: Vec<Problem>,
}

/// What was wrong at one place.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// The file, or the entry of an archive.
    file: String,
    /// From 1, where it is known.
    line: Option<u64>,
    severity: &'static str,
    reason: String,
    hint: Option<String>,
}

impl Input {
    /// One of which nothing is known yet.
    pub fn new(input: String) -> Input {
        Input { schema_version: SCHEMA_VERSION, input, ..Input::default() }
    }

    /// One that could not even be opened, with the reason.
    pub fn unread(error: &ReadError) -> Input {
        let mut input = Input::new(error.location().path.display().to_string());
        input.problems.push(Problem::of(error));
        input
    }
}

impl Problem {
    /// Of an error in reading.
    pub fn of(error: &ReadError) -> Problem {
        let (reason, hint) = inputs::read(error);
        let at = error.location();
        Problem {
            file: Location { line: None, ..at.clone() }.to_string(),
            line: at.line,
            severity: match error.severity() {
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            reason,
            hint,
        }
    }

    /// Of an article that cannot be kept.
    pub fn refused(file: String, reason: String, hint: String) -> Problem {
        Problem { file, line: None, severity: "error", reason, hint: Some(hint) }
    }
}

/// The report being written; without a file nothing is.
pub struct Report {
    file: Option<BufWriter<Box<dyn Write>>>,
}

impl Report {
    /// Begins a report, `-` on standard output, before anything else is done: a place that cannot be
    /// written is told at once.
    pub fn begin(path: Option<&Path>) -> anyhow::Result<Report> {
        let create = |path: &Path| -> anyhow::Result<Box<dyn Write>> {
            match path == Path::new("-") {
                true => Ok(Box::new(std::io::stdout())),
                false => Ok(Box::new(File::create(path).context(say!(CANNOT_WRITE, path = path.display()))?)),
            }
        };
        Ok(Report { file: path.map(create).transpose()?.map(BufWriter::new) })
    }

    /// Adds an input.
    pub fn add(&mut self, input: &Input) -> anyhow::Result<()> {
        self.line(input)
    }

    /// Ends it with the summary.
    pub fn end(mut self, summary: &Summary) -> anyhow::Result<()> {
        #[derive(Serialize)]
        struct Last<'a> {
            schema_version: u32,
            summary: &'a Summary,
        }
        self.line(&Last { schema_version: SCHEMA_VERSION, summary })?;
        if let Some(file) = &mut self.file {
            file.flush()?;
        }
        Ok(())
    }

    fn line(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        if let Some(file) = &mut self.file {
            writeln!(file, "{}", output::json_line(value)?)?;
        }
        Ok(())
    }
}
