//! `axtar man`: the manual, made from the definition of the command line.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Command};
use clap_mangen::Man;

use super::messages::{help, say};
use super::{Outcome, output};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar man | man -l -\n  axtar man --out ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page for the program and one for each command into this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `axtar man`: the program's page to standard output, or all pages into a folder.
pub fn run(command: Command, args: &ManArgs) -> anyhow::Result<Outcome> {
    let pages = pages(command)?;
    let mut out = output::raw_stdout();
    match &args.out {
        None => out.write_all(&pages[0].1)?,
        Some(folder) => {
            let cannot = || say!(CANNOT_WRITE, path = folder.display());
            fs::create_dir_all(folder).with_context(cannot)?;
            for (name, page) in &pages {
                fs::write(folder.join(name), page).with_context(cannot)?;
                writeln!(out, "{}", output::printable(&folder.join(name).display().to_string()))?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Found)
}

/// File name and text of each page, the program's first.
fn pages(command: Command) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let version = env!("CARGO_PKG_VERSION");
    // `help` is clap's own and has nothing to tell in a manual.
    let mut command = command.disable_help_subcommand(true).version(version);
    command.build();
    let subs: Vec<Command> = command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned().collect();
    let mut pages = vec![page(command)?];
    for sub in subs {
        let name = format!("axtar-{}", sub.get_name());
        pages.push(page(sub.name(name).version(version))?);
    }
    Ok(pages)
}

fn page(command: Command) -> std::io::Result<(String, Vec<u8>)> {
    let examples = command.get_after_help().map(ToString::to_string);
    let command = command.after_help("");
    let man = Man::new(command).manual("axtar");
    let mut page = vec![];
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if let Some((head, lines)) = examples.as_deref().and_then(|text| text.split_once('\n')) {
        writeln!(page, ".SH {}", head.trim_end_matches(':').to_uppercase())?;
        // As they are typed: no filling of lines, no quote made a typographer's.
        writeln!(page, ".nf\n{}\n.fi", lines.lines().map(verbatim).collect::<Vec<_>>().join("\n"))?;
    }
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    Ok((man.get_filename(), translated(&String::from_utf8_lossy(&page)).into_bytes()))
}

/// The words that are not ours, in the language of the process. NAME stays: `man -k` looks for it.
fn translated(page: &str) -> String {
    let heads = [
        (".SH SYNOPSIS", say!(MAN_SYNOPSIS)),
        (".SH DESCRIPTION", say!(MAN_DESCRIPTION)),
        (".SH OPTIONS", say!(MAN_OPTIONS)),
        (".SH SUBCOMMANDS", say!(MAN_COMMANDS)),
    ];
    let page = heads.iter().fold(page.to_owned(), |page, (en, own)| page.replace(en, &format!(".SH {own}")));
    help::rendered(&page)
}

/// A line that roff prints as it stands.
fn verbatim(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('\'', "\\(aq").replace('-', "\\-").replace('`', "\\(ga");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn every_command_has_a_page_and_a_place_on_the_first() {
        let pages = pages(Cli::command()).expect("pages");
        let text = |page: &[u8]| String::from_utf8(page.to_vec()).expect("UTF-8").replace('\\', "");
        let first = text(&pages[0].1);
        let command = Cli::command();
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let name = format!("axtar-{}", sub.get_name());
            assert!(first.contains(&name), "the first page does not name {name}");
            let page = pages.iter().find(|(file, _)| *file == format!("{name}.1"));
            let page = text(&page.unwrap_or_else(|| panic!("no page of {name}")).1);
            for long in sub.get_arguments().filter_map(|arg| arg.get_long()) {
                assert!(page.contains(&format!("--{long}")), "{name}: no --{long}");
            }
        }
    }

    #[test]
    fn examples_stand_as_they_are_typed() {
        assert_eq!(verbatim("axtar search '\"a b\"' -n 1"), "axtar search \\(aq\"a b\"\\(aq \\-n 1");
        assert_eq!(verbatim(".TH"), "\\&.TH");
    }
}
