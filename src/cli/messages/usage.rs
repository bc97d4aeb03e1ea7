//! What is said where the arguments cannot be used: cause and cure, in the language of the process.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{help, say};
use crate::cli::args::Cli;
use crate::cli::output;

/// Prints what parsing gave instead of arguments: help, the version, or an error.
pub fn report(error: &Error, arguments: &[OsString]) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = help::rendered(&error.render().ansi().to_string());
            // A reader that went away is no error.
            let _ = write!(anstream::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = help::rendered(&error.render().ansi().to_string());
            let _ = write!(anstream::stderr(), "{text}");
            ExitCode::from(2)
        }
        _ => {
            output::error(&cause(error), Some(&cure(error, arguments)));
            ExitCode::from(2)
        }
    }
}

/// One line that says what is wrong.
pub fn cause(error: &Error) -> String {
    let option = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            say!(UNKNOWN_COMMAND, name = text(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument if option.starts_with('-') => say!(UNKNOWN_OPTION, name = option),
        ErrorKind::UnknownArgument => say!(UNEXPECTED, name = option),
        ErrorKind::InvalidValue if value.is_empty() => say!(NO_VALUE, option = option),
        ErrorKind::InvalidValue => say!(BAD_VALUE, value = value, option = option),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(reason) => say!(BAD_VALUE_WHY, value = value, option = option, reason = reason),
            None => say!(BAD_VALUE, value = value, option = option),
        },
        ErrorKind::MissingRequiredArgument => say!(MISSING_ARGUMENT, names = option),
        ErrorKind::MissingSubcommand => say!(MISSING_COMMAND),
        ErrorKind::ArgumentConflict => {
            say!(CONFLICT, one = option, others = quoted(&texts(error, ContextKind::PriorArg)))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            say!(NUMBER_OF_VALUES, option = option)
        }
        ErrorKind::InvalidUtf8 => say!(NOT_UTF8_ARGUMENT),
        // Nothing else can come of our arguments; clap's own first line where it does.
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

/// What to write instead: the nearest name, the values there are, else the page that tells.
fn cure(error: &Error, arguments: &[OsString]) -> String {
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // clap sorts what is near by how near it is, the nearest last.
    if let Some(name) = near.into_iter().find_map(|kind| texts(error, kind).pop()) {
        return say!(DID_YOU_MEAN, name = name);
    }
    if let Some(values) = possible(error) {
        return values;
    }
    let command = command(arguments);
    let option = text(error, ContextKind::InvalidArg);
    if error.kind() == ErrorKind::UnknownArgument && command == "axtar search" && option.starts_with('-') {
        // Of `-qaz` clap names `-q` alone.
        let mut typed = arguments.iter().filter_map(|argument| argument.to_str());
        let word = typed.find(|argument| argument.starts_with(&option)).unwrap_or(&option);
        return say!(UNWANTED_WORD, name = format!("-{}", word.trim_start_matches('-')));
    }
    say!(SEE_HELP, command = command)
}

/// The values an option takes, where they can be counted.
pub fn possible(error: &Error) -> Option<String> {
    let values = texts(error, ContextKind::ValidValue);
    (!values.is_empty()).then(|| say!(POSSIBLE, values = values.join(", ")))
}

/// `axtar search` where that is the command asked for, else `axtar`.
fn command(arguments: &[OsString]) -> String {
    let tree = Cli::command();
    let asked = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    match asked.into_iter().find(|argument| tree.find_subcommand(argument).is_some()) {
        Some(name) => format!("axtar {name}"),
        None => "axtar".to_owned(),
    }
}

fn text(error: &Error, kind: ContextKind) -> String {
    texts(error, kind).join(", ")
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => vec![],
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
