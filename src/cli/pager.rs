//! Long text on a terminal goes through a pager: the one set for axtar, `$PAGER`, else `less`, else
//! straight out.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::messages::say;
use super::output;

/// What `less` does unless its user told it otherwise: quit if all fits, ignore case in searches,
/// pass colours, leave the text on the screen.
const LESS: &str = "FIRX";

/// Shows styled text, at a line (from 1) where the pager can. `asked`: the pager set for axtar, empty
/// for none.
pub fn show(text: &str, line: usize, asked: Option<&str>) -> io::Result<()> {
    let asked = asked.map(str::to_owned).or_else(|| std::env::var("PAGER").ok());
    let words = if io::stdout().is_terminal() { words(asked.as_deref().unwrap_or("less")) } else { vec![] };
    let Some((program, arguments)) = words.split_first() else { return straight(text) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if Path::new(program).file_stem().is_some_and(|name| name == "less") {
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        if std::env::var_os("LESSCHARSET").is_none() {
            command.env("LESSCHARSET", "utf-8");
        }
        command.arg(format!("+{line}"));
    }
    let mut pager = match command.spawn() {
        Ok(pager) => pager,
        // Who has no less has still a terminal; who asked for a program is told.
        Err(error) => {
            if asked.is_some() {
                output::warning(&say!(NO_PAGER, program = program, reason = error), None);
            }
            return straight(text);
        }
    };
    if let Some(mut input) = pager.stdin.take() {
        let choice = anstream::AutoStream::choice(&io::stdout());
        // The reader may leave before the end: that is no error.
        let _ = anstream::AutoStream::new(&mut input as &mut dyn Write, choice).write_all(text.as_bytes());
    }
    pager.wait()?;
    Ok(())
}

fn straight(text: &str) -> io::Result<()> {
    let mut out = output::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The pager's program and arguments; none where none is wanted.
fn words(pager: &str) -> Vec<&str> {
    let words: Vec<&str> = pager.split_whitespace().collect();
    if words == ["cat"] { vec![] } else { words }
}
