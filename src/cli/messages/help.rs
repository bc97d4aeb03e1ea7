//! `--help`: examples first, and in the language of the process.
//!
//! The English texts are the comments of the arguments themselves. `help.tsv` has one row for each,
//! English and Azerbaijani, with `\n` for a line break: a text that changes without its row fails
//! the test below, which walks the whole tree of commands. Only a run that shows help pays for this.

use clap::{Arg, Command};
use rustc_hash::FxHashMap;

use super::Language;

const TABLE: &str = include_str!("help.tsv");

/// What clap writes by itself, as it stands in rendered help.
const OWN_WORDS: &[(&str, &str)] = &[
    ("Usage:", "İstifadə:"),
    ("Commands:", "Əmrlər:"),
    ("Arguments:", "Arqumentlər:"),
    ("Options:", "Seçimlər:"),
    ("[OPTIONS]", "[SEÇİMLƏR]"),
    ("<COMMAND>", "<ƏMR>"),
    ("[COMMAND]", "[ƏMR]"),
    ("Possible values:", "Mümkün qiymətlər:"),
    ("[possible values:", "[mümkün qiymətlər:"),
    ("[default:", "[susmaya görə:"),
    ("[env:", "[mühit:"),
    ("Print this message or the help of the given subcommand(s)", "Bu kömək, yaxud verilən əmrin köməyi"),
    ("Print help (see more with '--help')", "Qısa kömək (ətraflı: '--help')"),
    ("Print help (see a summary with '-h')", "Ətraflı kömək (qısası: '-h')"),
    ("Print help", "Kömək"),
    ("Print version", "Versiya"),
];

/// The command with its examples before its usage, in the language of the process.
pub fn dressed(command: Command) -> Command {
    dressed_in(command, Language::current())
}

fn dressed_in(command: Command, language: Language) -> Command {
    let command = command.help_template("{about}{after-help}\n\n{usage-heading} {usage}\n\n{all-args}");
    let command = match language {
        Language::En => command,
        Language::Az => translated(command, &table()),
    };
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, |sub| dressed_in(sub, language)))
}

/// Help as it is printed: the words of clap itself are translated here, since it has no other door.
pub fn rendered(help: &str) -> String {
    match Language::current() {
        Language::En => help.to_owned(),
        Language::Az => OWN_WORDS.iter().fold(help.to_owned(), |help, (en, az)| help.replace(en, az)),
    }
}

type Table = FxHashMap<String, String>;

fn table() -> Table {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).map(|(en, az)| (broken(en), broken(az))).collect()
}

fn broken(cell: &str) -> String {
    cell.replace("\\n", "\n")
}

fn translated(mut command: Command, table: &Table) -> Command {
    let found = |text: &clap::builder::StyledStr| table.get(&text.to_string()).cloned();
    if let Some(text) = command.get_about().and_then(found) {
        command = command.about(text);
    }
    if let Some(text) = command.get_long_about().and_then(found) {
        command = command.long_about(text);
    }
    if let Some(text) = command.get_after_help().and_then(found) {
        command = command.after_help(text);
    }
    command.mut_args(|arg| translated_arg(arg, table))
}

fn translated_arg(mut arg: Arg, table: &Table) -> Arg {
    let found = |text: &clap::builder::StyledStr| table.get(&text.to_string()).cloned();
    if let Some(text) = arg.get_help().and_then(found) {
        arg = arg.help(text);
    }
    if let Some(text) = arg.get_long_help().and_then(found) {
        arg = arg.long_help(text);
    }
    let names: Option<Vec<String>> =
        arg.get_value_names().map(|names| names.iter().map(|n| n.to_string()).collect());
    if let Some(names) = names.filter(|_| arg.get_action().takes_values()) {
        arg = arg.value_names(names.into_iter().map(|n| table.get(&n).cloned().unwrap_or(n)));
    }
    let values = arg.get_possible_values();
    if values.iter().any(|value| value.get_help().is_some()) {
        arg = arg.value_parser(clap::builder::PossibleValuesParser::new(values.into_iter().map(|value| {
            match value.get_help().and_then(found) {
                Some(help) => value.help(help),
                None => value,
            }
        })));
    }
    arg
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    /// Every text of a command and of those below it.
    fn texts(command: &Command, found: &mut Vec<(String, String)>) {
        let mut take = |place: &str, text: Option<String>| {
            found.extend(text.map(|text| (format!("{} {place}", command.get_name()), text)));
        };
        take("about", command.get_about().map(ToString::to_string));
        take("long about", command.get_long_about().map(ToString::to_string));
        take("examples", command.get_after_help().map(ToString::to_string));
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let place = arg.get_id().as_str();
            take(place, arg.get_help().map(ToString::to_string));
            take(place, arg.get_long_help().map(ToString::to_string));
            if arg.get_action().takes_values() {
                for name in arg.get_value_names().unwrap_or_default() {
                    take(place, Some(name.to_string()));
                }
                for value in arg.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
                    take(place, value.get_help().map(ToString::to_string));
                }
            }
        }
        command.get_subcommands().for_each(|sub| texts(sub, found));
    }

    #[test]
    fn every_text_of_help_has_a_row_and_every_row_a_text() {
        let mut found = vec![];
        texts(&Cli::command(), &mut found);
        let table = table();
        let mut wrong: Vec<String> = vec![];
        for (place, text) in &found {
            if table.get(text).is_none_or(|az| az.trim().is_empty()) {
                wrong.push(format!("{place}: no row for\n{}", text.replace('\n', "\\n")));
            }
        }
        for row in table.keys().filter(|row| !found.iter().any(|(_, text)| text == *row)) {
            wrong.push(format!("no text of the help any more: {}", row.replace('\n', "\\n")));
        }
        wrong.sort();
        wrong.dedup();
        assert!(wrong.is_empty(), "src/cli/messages/help.tsv:\n{}", wrong.join("\n"));
    }

    #[test]
    fn every_command_begins_with_examples() {
        fn check(command: &Command, language: Language) {
            let help = command.clone().render_help().to_string();
            let head = if language == Language::Az { "Nümunələr:" } else { "Examples:" };
            let (examples, usage) = (help.find(head), help.find("Usage:"));
            assert!(examples.is_some() && examples < usage, "{}:\n{help}", command.get_name());
            command.get_subcommands().for_each(|sub| check(sub, language));
        }
        for language in [Language::En, Language::Az] {
            check(&dressed_in(Cli::command(), language), language);
        }
    }
}
