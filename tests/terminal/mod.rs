//! A real terminal for tests: tmux, with a server, a shell and a folder of its own. Used by the tests
//! of the full screen, also by those that stand beside its code.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A terminal of a server of its own, with a shell in a folder of its own.
pub struct Terminal {
    folder: TempDir,
}

impl Terminal {
    /// `None` where there is no tmux.
    pub fn start() -> Option<Terminal> {
        let version = Command::new("tmux").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !version.is_ok_and(|status| status.success()) {
            eprintln!("no tmux here: not tried");
            return None;
        }
        let terminal = Terminal { folder: TempDir::new().expect("a folder") };
        terminal.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "110",
            "-y",
            "30",
            "env",
            "PS1=$ ",
            "sh",
        ]);
        terminal.until("a prompt", |screen| screen.contains('$'));
        Some(terminal)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn tmux(&self, args: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(self.path().join("socket")).args(args).current_dir(self.path());
        command
            .env("HOME", self.path())
            .env("LC_ALL", "C.UTF-8")
            .env_remove("AXTAR_INDEX")
            .env_remove("TMUX");
        command.env_remove("AXTAR_LANG").env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
        command.output().expect("tmux runs")
    }

    /// Writes a line to the shell.
    pub fn line(&self, text: &str) {
        self.keys(text);
        self.key("Enter");
    }

    /// Types a text.
    pub fn keys(&self, text: &str) {
        self.tmux(&["send-keys", "-l", "--", text]);
    }

    /// Presses a key by its name.
    pub fn key(&self, name: &str) {
        self.tmux(&["send-keys", name]);
    }

    fn screen(&self) -> String {
        String::from_utf8_lossy(&self.tmux(&["capture-pane", "-p"]).stdout).into_owned()
    }

    pub fn asked(&self, format: &str) -> String {
        let told = self.tmux(&["display-message", "-p", format]);
        String::from_utf8_lossy(&told.stdout).trim().to_owned()
    }

    /// Waits until the screen is as it should be.
    pub fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_so(&screen) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "never seen: {what}\n{screen}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Is the terminal the shell's again: no other screen, the cursor there, letters echoed?
    pub fn is_clean(&self) {
        self.until("the shell's screen", |_| self.asked("#{alternate_on}#{cursor_flag}") == "01");
        self.line(
            "stty -a | tr ' ;' '\\n\\n' | grep -xE -e '-?(echo|icanon|isig)' | tr '\\n' '.'; echo over",
        );
        self.until("echo and lines", |screen| {
            screen.contains("isig.icanon.echo.over") || screen.contains("echo.icanon.isig.over")
        });
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}
