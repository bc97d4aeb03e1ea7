//! The command line: one file a subcommand, [`output`] for what they share.
//!
//! Exit codes: 0 done, something found; 1 nothing found; 2 an error, or some input was not read.
//! Results go to stdout, everything else to stderr; a reader that went away (`| head`) is no error.

mod analyze;
mod args;
mod ask;
mod backup;
mod bench;
mod completions;
mod config;
mod crash;
mod eval;
mod explain;
mod folders;
mod generate;
mod index;
mod info;
mod intake;
mod interrupt;
mod last;
mod links;
mod man;
mod matching;
mod messages;
mod names;
mod newsroom;
mod optimize;
mod output;
mod pager;
mod remove;
mod report;
mod results;
mod revisions;
mod search;
mod show;
mod side;
mod spellings;
mod tui;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use args::{Cli, Command};
use axtar::index::IndexError;
use axtar::search::SearchError;
use config::Config;
use messages::{Language, say};

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
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let mut config = Config::read(&arguments);
    match Language::asked(&arguments, |name| std::env::var(name).ok(), config.value("lang")) {
        Ok(language) => language.choose(),
        Err(value) => {
            output::error(&say!(BAD_LANGUAGE, value = value), None);
            return ExitCode::from(2);
        }
    }
    let matches = config.applied(Cli::command()).try_get_matches_from(&arguments);
    let parsed = matches.and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let Ok((cli, matches)) = parsed else {
        return refused(&arguments, &mut config);
    };
    cli.color.apply();
    match crash::contain(&cli.index, || run(&cli, &config, &matches)) {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let (message, hint) = messages::errors::told(&error);
            output::error(&message, hint.as_deref());
            ExitCode::from(if is_empty_index(&error) { 1 } else { 2 })
        }
    }
}

/// Help, version or an error of usage: the arguments are parsed once more, by the command in its
/// language and with its examples, which a search does not pay for.
fn refused(arguments: &[OsString], config: &mut Config) -> ExitCode {
    let command = messages::help::dressed(config.applied(Cli::command()));
    match command.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(_) => ExitCode::from(2),
        Err(error) => messages::usage::report(&error, arguments),
    }
}

fn run(cli: &Cli, config: &Config, matches: &ArgMatches) -> anyhow::Result<Outcome> {
    let index = &cli.index;
    let dressed = || messages::help::dressed(Cli::command());
    match &cli.command {
        // These tell about the program itself, whatever is wrong with its settings.
        Some(Command::Config(args)) => return config::run(config, &Cli::command(), matches, args),
        Some(Command::Completions(args)) => return completions::run(dressed(), args),
        Some(Command::Man(args)) => return man::run(dressed(), args),
        _ => {}
    }
    if !config.report() {
        return Ok(Outcome::Partly);
    }
    match &cli.command {
        Some(Command::Index(args)) => index::run(index, args),
        Some(Command::Add(args)) => index::add(index, args),
        Some(Command::Remove(args)) => remove::run(index, args),
        Some(Command::Search(args)) => search::run(index, args),
        Some(Command::Show(args)) => show::run(index, args, cli.pager.as_deref()),
        Some(Command::Eval(args)) => eval::run(index, args),
        Some(Command::Bench(args)) => bench::run(index, args),
        Some(Command::Gen(args)) => generate::run(args),
        Some(Command::Analyze(args)) => analyze::run(args),
        Some(Command::Names(args)) => names::run(index, args),
        Some(Command::Match(args)) => matching::run(args),
        Some(Command::Verify) => verify::run(index),
        Some(Command::Info(args)) => info::run(index, args),
        Some(Command::Watch(args)) => watch::run(index, args),
        Some(Command::Backup(args)) => backup::run(index, args),
        Some(Command::Restore(args)) => backup::restore(index, args),
        Some(Command::Optimize) => optimize::run(index),
        Some(Command::Config(_) | Command::Completions(_) | Command::Man(_)) => unreachable!(),
        None if tui::is_possible() => tui::run(index, config, cli.color),
        None => {
            let help = dressed().render_help();
            let _ = write!(anstream::stdout(), "{}", messages::help::rendered(&help.ansi().to_string()));
            Ok(Outcome::Found)
        }
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
