//! The full screen in a real terminal (tmux), as a person sees it: what appears, and how the
//! terminal is left. Without tmux on the machine these pass without saying anything about it; the
//! screen itself is tested beside its code either way. What is typed for `-` is tested here too.

#![cfg(unix)]

mod terminal;

use std::path::Path;
use std::process::Command;

use terminal::Terminal;

/// A terminal with an index of the sample archive, and the screen open over it.
fn searching() -> Option<Terminal> {
    let terminal = Terminal::start()?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let indexed = Command::new(env!("CARGO_BIN_EXE_axtar"))
        .args(["index", "--no-config", "--index"])
        .arg(terminal.path().join("index"))
        .arg(corpus)
        .output()
        .expect("indexed");
    assert!(indexed.status.success());
    terminal.line(env!("CARGO_BIN_EXE_axtar"));
    terminal.until("the open screen", |screen| screen.contains("search ›") && screen.contains("paragraph"));
    Some(terminal)
}

#[test]
fn results_appear_while_one_types_and_the_terminal_is_left_clean() {
    let Some(terminal) = searching() else { return };
    terminal.keys("kurmanqazi dombra");
    let screen = terminal.until("a hit", |screen| screen.contains("Kurmanqazı") && screen.contains("▌"));
    assert!(screen.contains(" shown, "), "{screen}");
    terminal.key("Enter");
    terminal.until("the article", |screen| screen.contains("n N matches"));
    terminal.key("y");
    terminal.until("the notice", |screen| screen.contains("citation copied"));
    terminal.key("Escape");
    terminal.until("the list", |screen| screen.contains("Tab filters"));
    terminal.tmux(&["resize-window", "-x", "60", "-y", "20"]);
    terminal.until("the smaller screen", |screen| {
        screen.contains("search › kurmanqazi dombra") && screen.lines().count() <= 20
    });
    terminal.tmux(&["resize-window", "-x", "110", "-y", "30"]);
    terminal.key("C-c");
    terminal.until("the citation", |screen| screen.contains("BLAKE3") && screen.contains('$'));
    terminal.is_clean();
}

#[test]
fn a_signal_leaves_the_terminal_clean() {
    for signal in ["TERM", "INT", "HUP"] {
        let Some(terminal) = searching() else { return };
        // The screen runs below the shell of this terminal, and nothing else does.
        let shell = terminal.asked("#{pane_pid}");
        let below = Command::new("pgrep").args(["-P", &shell]).output().expect("pgrep runs").stdout;
        let below = String::from_utf8_lossy(&below).trim().to_owned();
        let killed = Command::new("kill").args([&format!("-{signal}"), &below]).status();
        assert!(killed.is_ok_and(|status| status.success()), "`{below}`");
        terminal.is_clean();
    }
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    let Some(terminal) = searching() else { return };
    terminal.keys("dombra");
    terminal.until("a hit", |screen| screen.contains("▌"));
    terminal.key("C-z");
    terminal.is_clean();
    terminal.line("fg");
    terminal.until("the screen again", |screen| screen.contains("search › dombra") && screen.contains("▌"));
    terminal.key("C-q");
    terminal.is_clean();
}

#[test]
fn without_an_index_a_screen_says_how_to_make_one() {
    let Some(terminal) = Terminal::start() else { return };
    terminal.line(env!("CARGO_BIN_EXE_axtar"));
    let screen = terminal.until("the screen", |screen| screen.contains("there is no index"));
    assert!(screen.contains("axtar index PATH"), "{screen}");
    terminal.key("x");
    terminal.is_clean();
}

#[test]
fn a_text_is_awaited_from_the_terminal_aloud() {
    let Some(terminal) = Terminal::start() else { return };
    let add = format!("{} add --no-config --index index -", env!("CARGO_BIN_EXE_axtar"));
    terminal.line(&add);
    terminal.until("what is awaited", |screen| screen.contains("reading from this terminal; Ctrl-D"));
    terminal.line("Liman bu il alti milyon ton yuk qebul edib.");
    terminal.key("C-d");
    terminal.until("the summary", |screen| screen.contains("1 article (1 paragraph) indexed"));
}
