//! A folder of articles beside their index, and the program as it is run there.

// Each test binary compiles this file and uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder of articles beside their index.
pub struct Newsroom {
    folder: TempDir,
}

/// How a run ended: exit code, stdout, stderr.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Newsroom {
    pub fn new() -> Newsroom {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("arxiv")).expect("a folder");
        Newsroom { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// One article of JSON in a file of its own.
    pub fn article(&self, file: &str, id: &str, title: &str, body: &str) {
        let article = serde_json::json!({"id": id, "title": title, "body": body});
        self.write(file, &format!("{article}\n"));
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
        command.current_dir(self.folder.path()).args(args);
        command.env("AXTAR_INDEX", "index").env("LC_ALL", "C").env_remove("AXTAR_LANG");
        command.env("XDG_STATE_HOME", self.folder.path()).env("XDG_CONFIG_HOME", self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        let output = self.command(args).output().expect("the program runs");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let code = output.status.code().expect("an exit code");
        Ended { code, out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The same, and it must end with this code.
    pub fn must(&self, code: i32, args: &[&str]) -> Ended {
        let ended = self.run(args);
        assert_eq!(ended.code, code, "axtar {}\n{}{}", args.join(" "), ended.out, ended.err);
        ended
    }

    /// Ids of the articles a query finds, sorted.
    pub fn found(&self, query: &str) -> Vec<String> {
        let ended =
            self.run(&["search", query, "--format", "json", "--limit", "100", "--no-last", "--exact"]);
        let mut ids: Vec<String> = ended
            .out
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .filter_map(|hit| hit["article"].as_str().map(str::to_owned))
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }

    pub fn info(&self) -> serde_json::Value {
        serde_json::from_str(&self.run(&["info", "--json"]).out).expect("JSON")
    }
}

/// An object a line.
pub fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
