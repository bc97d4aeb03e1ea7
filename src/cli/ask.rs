//! Before something is destroyed: a question on a terminal, `--yes` elsewhere.

use std::io::{self, IsTerminal, Write};

use super::messages::say;
use super::{Outcome, output};

/// Asks unless `yes` was said already. `None` means go on; else how the command ends.
pub fn refusal(question: &str, yes: bool) -> Option<Outcome> {
    if yes {
        return None;
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        output::error(question, Some(&say!(NEEDS_YES)));
        return Some(Outcome::Partly);
    }
    eprint!("{} {} ", output::printable(question), say!(YES_OR_NO));
    let _ = io::stderr().flush();
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    let is_yes = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "b" | "bəli" | "hə");
    if read.is_ok() && is_yes {
        return None;
    }
    output::note(&say!(LEFT_AS_IT_IS));
    Some(Outcome::Nothing)
}
