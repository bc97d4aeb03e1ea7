//! Settings from the environment and from files: the project's `axtar.toml`, then the user's.
//!
//! A flag goes before the environment, that before the project's file, that before the user's, and
//! what is built in comes last. A setting becomes the *default* of the option of its name, in every
//! command that takes its value: so no command knows where a value came from. Where there is no
//! file, nothing but looking for it is paid.

mod file;
mod problem;
mod settings;
mod show;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};

pub use show::{ConfigArgs, run};

use super::folders;
use super::messages::usage;
use problem::Problem;
use settings::{Kind, SETTINGS, Setting, named};

/// The name of a project's file.
const PROJECT_FILE: &str = "axtar.toml";

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A variable of the environment.
    Variable(&'static str),
    /// The file of the working folder or of one above it, and the line.
    Project(PathBuf, usize),
    /// The file in the user's configuration folder, and the line.
    User(PathBuf, usize),
}

/// A setting somebody made.
#[derive(Clone, Debug)]
pub struct Value {
    setting: &'static Setting,
    text: String,
    origin: Origin,
}

/// All settings, the winning one of each name, and what was wrong.
#[derive(Debug, Default)]
pub struct Config {
    values: Vec<Value>,
    problems: Vec<Problem>,
    project: Option<PathBuf>,
    user: Option<PathBuf>,
}

impl Config {
    /// Reads environment and files; with `--no-config` among the arguments, the environment alone.
    pub fn read(arguments: &[OsString]) -> Config {
        let mut config = Config::default();
        let mut found = variables();
        let mut options = arguments.iter().skip(1).take_while(|argument| *argument != "--");
        if !options.any(|argument| argument == "--no-config") {
            config.project = std::env::current_dir().ok().and_then(|folder| project_file(&folder));
            config.user = folders::config().map(|folder| folder.join("config.toml"));
            if let Some(path) = &config.project {
                let (values, problems) = file::read(path, Origin::Project);
                let (programs, values): (Vec<_>, Vec<_>) =
                    values.into_iter().partition(|value| value.setting.kind == Kind::Program);
                found.extend(values);
                config.problems.extend(problems);
                config.problems.extend(programs.iter().map(|value| Problem::Program {
                    place: value.origin.place(),
                    key: value.setting.key,
                    user: config.user.clone(),
                }));
            }
            if let Some(path) = &config.user {
                let (values, problems) = file::read(path, Origin::User);
                found.extend(values);
                config.problems.extend(problems);
            }
        }
        // The first of a name wins: they come in order of precedence.
        for value in found {
            if !config.values.iter().any(|known| std::ptr::eq(known.setting, value.setting)) {
                config.values.push(value);
            }
        }
        config
    }

    /// The value that was set for a name.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|value| value.setting.key == key).map(|value| value.text.as_str())
    }

    /// Says what is wrong; false where that must be mended first.
    pub fn report(&self) -> bool {
        for problem in &self.problems {
            let say = if problem.stops() { super::output::error } else { super::output::warning };
            say(&problem.told(), problem.cure().as_deref());
        }
        !self.problems.iter().any(Problem::stops)
    }

    /// The command with the settings as defaults of its options. A value that no option of its
    /// name accepts becomes a problem, in the words the option would have used.
    pub fn applied(&mut self, mut command: Command) -> Command {
        for value in &self.values {
            let mut refusals = vec![];
            let mut accepted = 0;
            command = with_default(command, value, &mut accepted, &mut refusals);
            if accepted == 0
                && let Some(error) = refusals.first()
            {
                self.problems.push(Problem::Refused {
                    place: value.origin.place(),
                    cause: usage::cause(error),
                    cure: usage::possible(error),
                });
            }
        }
        command
    }
}

impl Origin {
    /// The file and line, or the variable.
    fn place(&self) -> String {
        match self {
            Origin::Variable(name) => (*name).to_owned(),
            Origin::Project(path, line) | Origin::User(path, line) => file::place(path, *line),
        }
    }

    /// What kind of place it is, for scripts.
    fn kind(&self) -> &'static str {
        match self {
            Origin::Variable(_) => "environment",
            Origin::Project(..) => "project",
            Origin::User(..) => "user",
        }
    }
}

/// The settings of the environment. `NO_COLOR` is one of them: who sets it wants it to go before
/// a file that asks for colours.
fn variables() -> Vec<Value> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let own = SETTINGS.iter().filter_map(|setting| {
        let text = set(setting.variable)?.to_string_lossy().into_owned();
        Some(Value { setting, text, origin: Origin::Variable(setting.variable) })
    });
    let mut values: Vec<Value> = own.collect();
    if set("NO_COLOR").is_some()
        && let Some(setting) = named("color")
    {
        values.push(Value { setting, text: "never".into(), origin: Origin::Variable("NO_COLOR") });
    }
    values
}

/// The nearest `axtar.toml`, from a folder upwards.
fn project_file(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|path| path.is_file())
}

/// Makes a value the default of the options of its name, here and in the commands below, where it
/// is one of theirs: `format = "csv"` is for `search` and says nothing to `show`.
fn with_default(
    mut command: Command,
    value: &Value,
    accepted: &mut usize,
    refusals: &mut Vec<clap::Error>,
) -> Command {
    let arg = command.get_arguments().find(|arg| arg.get_long() == Some(value.setting.key));
    if let Some(arg) = arg {
        match accepts(arg, &value.text) {
            Ok(()) => {
                *accepted += 1;
                let id = arg.get_id().clone();
                command = command.mut_arg(id, |arg| arg.default_value(value.text.clone()));
            }
            Err(error) => refusals.push(error),
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| with_default(sub, value, accepted, refusals));
    }
    command
}

/// Asks an option itself, by giving it the value.
fn accepts(arg: &Arg, text: &str) -> Result<(), clap::Error> {
    let long = arg.get_long().unwrap_or_default();
    let alone = Command::new("axtar").no_binary_name(true).arg(arg.clone().global(false));
    alone.try_get_matches_from([format!("--{long}={text}")]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_above_is_the_projects() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("a/b");
        std::fs::create_dir_all(&below).expect("folders");
        let (far, near) = (folder.path().join(PROJECT_FILE), folder.path().join("a").join(PROJECT_FILE));
        std::fs::write(&far, "").expect("written");
        assert_eq!(project_file(&below), Some(far));
        std::fs::write(&near, "").expect("written");
        assert_eq!(project_file(&below), Some(near));
    }

    #[test]
    fn every_setting_is_an_option_of_some_command() {
        use clap::CommandFactory;
        fn has(command: &Command, key: &str) -> bool {
            command.get_arguments().any(|arg| arg.get_long() == Some(key))
                || command.get_subcommands().any(|sub| has(sub, key))
        }
        let command = crate::cli::args::Cli::command();
        let missing: Vec<&str> =
            SETTINGS.iter().map(|setting| setting.key).filter(|key| !has(&command, key)).collect();
        assert!(missing.is_empty(), "no option is called {missing:?}");
    }
}
