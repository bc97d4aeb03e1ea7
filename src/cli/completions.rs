//! `axtar completions`: what a shell needs to complete the command line, made from its definition.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use super::{Outcome, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar completions bash > ~/.local/share/bash-completion/completions/axtar\n  axtar completions zsh > ~/.zfunc/_axtar               a folder of $fpath\n  axtar completions fish > ~/.config/fish/completions/axtar.fish\n  axtar completions powershell >> $PROFILE"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `axtar completions`.
pub fn run(mut command: Command, args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut command, "axtar", &mut script);
    let mut out = output::raw_stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Found)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn every_command_and_option_is_completed_in_every_shell() {
        for shell in Shell::value_variants() {
            let mut command = Cli::command();
            let mut script = vec![];
            clap_complete::generate(*shell, &mut command, "axtar", &mut script);
            let script = String::from_utf8(script).expect("UTF-8");
            command.build();
            for sub in command.get_subcommands() {
                assert!(script.contains(sub.get_name()), "{shell}: no `{}`", sub.get_name());
                let longs =
                    sub.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(|arg| arg.get_long());
                for long in longs {
                    assert!(script.contains(long), "{shell}: no `--{long}` of `{}`", sub.get_name());
                }
            }
        }
    }
}
