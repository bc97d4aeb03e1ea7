//! What can be wrong with a configuration, told with its place and its cure.
//!
//! Kept as data until it is said: files are read before the language is known, since they may say it.

use std::path::PathBuf;

use super::settings::{Kind, SETTINGS, Setting};
use crate::cli::messages::say;

/// One thing that is wrong with a file or variable.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The file is there and cannot be read.
    Unreadable { path: PathBuf, reason: String },
    /// The line is not TOML.
    Syntax { place: String, reason: String },
    /// There is no setting of that name.
    UnknownKey { place: String, key: String },
    /// The value is of another kind: a text where a number is expected.
    Kind { place: String, setting: &'static Setting },
    /// No option of that name accepts the value.
    Refused { place: String, cause: String, cure: Option<String> },
    /// A project's file names a program to run.
    Program { place: String, key: &'static str, user: Option<PathBuf> },
}

impl Problem {
    /// Must it be mended before anything is done? Else it was passed over.
    pub fn stops(&self) -> bool {
        !matches!(self, Problem::Program { .. })
    }

    /// What is wrong, and where.
    pub fn told(&self) -> String {
        match self {
            Problem::Unreadable { path, reason } => {
                say!(CONFIG_UNREADABLE, path = path.display(), reason = reason)
            }
            Problem::Syntax { place, reason } => say!(CONFIG_SYNTAX, place = place, reason = reason),
            Problem::UnknownKey { place, key } => say!(CONFIG_UNKNOWN_KEY, place = place, key = key),
            Problem::Kind { place, setting } => match setting.kind {
                Kind::Number => say!(CONFIG_NUMBER, place = place, key = setting.key),
                Kind::Program => say!(CONFIG_PROGRAM, place = place, key = setting.key),
                Kind::Text | Kind::Path => say!(CONFIG_TEXT, place = place, key = setting.key),
            },
            Problem::Refused { place, cause, .. } => say!(CONFIG_REFUSED, place = place, cause = cause),
            Problem::Program { place, key, .. } => say!(CONFIG_PROGRAM_IGNORED, place = place, key = key),
        }
    }

    /// What to do about it.
    pub fn cure(&self) -> Option<String> {
        match self {
            Problem::Unreadable { .. } => Some(say!(CONFIG_UNREADABLE_CURE)),
            Problem::Syntax { .. } => Some(say!(CONFIG_SYNTAX_CURE)),
            Problem::UnknownKey { .. } => {
                Some(say!(CONFIG_KEYS, keys = SETTINGS.iter().map(|s| s.key).collect::<Vec<_>>().join(", ")))
            }
            Problem::Kind { setting, .. } => Some(match setting.kind {
                Kind::Number => format!("`{} = 20`", setting.key),
                Kind::Program => format!("`{} = \"less -R\"`", setting.key),
                Kind::Text | Kind::Path => format!("`{} = \"…\"`", setting.key),
            }),
            Problem::Refused { cure, .. } => cure.clone(),
            Problem::Program { user, .. } => {
                user.as_ref().map(|path| say!(CONFIG_PROGRAM_IGNORED_CURE, path = path.display()))
            }
        }
    }
}
