//! The command line: one file a subcommand, [`output`] for what they share.
//!
//! Exit codes: 0 done, something found; 1 nothing found; 2 an error, or some input was not read.
//! Results go to stdout, everything else to stderr; a reader that went away (`| head`) is no error.

mod analyze;
mod args;
mod bench;
mod eval;
mod index;
mod info;
mod last;
mod matching;
mod output;
mod search;
mod show;
mod verify;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use axtar::corpus::ReadError;
use axtar::index::IndexError;
use axtar::search::SearchError;

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done, something found.
    Found,
    /// Done, nothing found.
    Nothing,
    /// Done as far as possible: some input could not be read, and was named.
    Partly,
}

/// Parses the arguments, runs the command, prints an error with its hint.
pub fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    cli.color.apply();
    match run(&cli) {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&format!("{error:#}"), hint(&error).as_deref());
            ExitCode::from(if is_empty_index(&error) { 1 } else { 2 })
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    let index = &cli.index;
    match &cli.command {
        Command::Index(args) => index::run(index, args),
        Command::Add(args) => index::add(index, args),
        Command::Search(args) => search::run(index, args),
        Command::Show(args) => show::run(index, args),
        Command::Eval(args) => eval::run(index, args),
        Command::Bench(args) => bench::run(index, args),
        Command::Analyze(args) => analyze::run(args),
        Command::Match(args) => matching::run(args),
        Command::Verify => verify::run(index),
        Command::Info(args) => info::run(index, args),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// A folder with nothing but git's notes is an index without articles: there nothing is found.
fn is_empty_index(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let index = cause.downcast_ref::<IndexError>().or_else(|| match cause.downcast_ref() {
            Some(SearchError::Index(index)) => Some(index),
            _ => None,
        });
        matches!(index, Some(IndexError::Missing(path)) if path.exists())
    })
}

/// What the user can do about an error, where the library knows.
fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        let search = cause.downcast_ref::<SearchError>().and_then(SearchError::hint);
        let index = || cause.downcast_ref::<IndexError>().and_then(IndexError::hint);
        let read = || cause.downcast_ref::<ReadError>().and_then(ReadError::hint);
        search.or_else(index).or_else(read)
    })
}
