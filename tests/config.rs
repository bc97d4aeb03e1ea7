//! Settings, as a user makes them: in files, by the environment and on the command line, with a
//! home and folders of their own.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A home, and a project in it.
struct Place {
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        let home = TempDir::new().expect("a folder");
        fs::create_dir_all(home.path().join("project/below")).expect("folders");
        Place { home }
    }

    fn project(self, text: &str) -> Self {
        fs::write(self.home.path().join("project/axtar.toml"), text).expect("written");
        self
    }

    fn user(self, text: &str) -> Self {
        fs::create_dir_all(self.home.path().join(".config/axtar")).expect("a folder");
        fs::write(self.home.path().join(".config/axtar/config.toml"), text).expect("written");
        self
    }

    /// Runs `axtar` in the folder below the project: exit code, stdout, stderr with the home as `~`.
    fn run(&self, variables: &[(&str, &str)], args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
        command.current_dir(self.home.path().join("project/below")).args(args).env_clear();
        command.env("HOME", self.home.path()).envs(variables.iter().copied());
        let output = command.output().expect("the program runs");
        let home = self.home.path().to_string_lossy().into_owned();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace(&home, "~");
        (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
    }

    /// One setting as `axtar config --json` shows it: value, origin and place.
    fn setting(&self, key: &str, variables: &[(&str, &str)], flags: &[&str]) -> String {
        let (_, out, err) = self.run(variables, &[flags, &["config", "--json"]].concat());
        let rows = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let row = rows.into_iter().find(|row| row["key"] == key);
        let row = row.unwrap_or_else(|| panic!("no `{key}` in\n{out}{err}"));
        let cell = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", cell("value"), cell("origin"), cell("place"))
    }
}

#[test]
fn a_flag_goes_before_the_environment_before_the_project_before_the_user() {
    let files = || Place::new().project("# ours\nindex = \"arxiv\"\n").user("index = \"~/o biri\"\n");
    let index = [("AXTAR_INDEX", "haradasa")];
    assert_eq!(files().setting("index", &index, &["--index", "burada"]), "burada flag -");
    assert_eq!(files().setting("index", &index, &[]), "haradasa environment AXTAR_INDEX");
    assert_eq!(files().setting("index", &[], &[]), "~/project/arxiv project ~/project/axtar.toml:2");
    let user = Place::new().user("index = \"~/o biri\"\n");
    assert_eq!(user.setting("index", &[], &[]), "~/o biri user ~/.config/axtar/config.toml:1");
    assert_eq!(Place::new().setting("index", &[], &[]), "index default -");
    assert_eq!(files().setting("index", &[], &["--no-config"]), "index default -");
}

#[test]
fn xdg_folders_are_honoured_and_no_others_written() {
    let place = Place::new();
    let folder = place.home.path().join("xdg");
    fs::create_dir_all(folder.join("axtar")).expect("a folder");
    fs::write(folder.join("axtar/config.toml"), "limit = 33\n").expect("written");
    let xdg = folder.to_string_lossy().into_owned();
    let variables = [("XDG_CONFIG_HOME", xdg.as_str())];
    assert_eq!(place.setting("limit", &variables, &[]), "33 user ~/xdg/axtar/config.toml:1");
    // The specification: a relative path there is passed over.
    assert_eq!(place.setting("limit", &[("XDG_CONFIG_HOME", "xdg")], &[]), "10 default -");
    // Everything a first day does leaves nothing in HOME but the state folder.
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").to_string_lossy().into_owned();
    assert_eq!(place.run(&[], &["index", &corpus]).0, 0);
    assert_eq!(place.run(&[], &["search", "Tokayev"]).0, 0);
    let mut left: Vec<String> = fs::read_dir(place.home.path())
        .expect("the home")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, [".local", "project", "xdg"]);
}

#[test]
fn every_command_honours_a_setting_that_its_option_accepts() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").to_string_lossy().into_owned();
    let place = Place::new().project("index = \"arxiv\"\nlimit = 3\nper-article = 1\n");
    let (code, out, err) = place.run(&[], &["index", &corpus]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(place.home.path().join("project/arxiv/meta.json").is_file());
    let hits = |variables: &[(&str, &str)], args: &[&str]| {
        let (code, out, err) =
            place.run(variables, &[&["search", "Tokayev", "--format", "json"], args].concat());
        assert_eq!(code, 0, "{out}{err}");
        out.lines().count()
    };
    assert_eq!(hits(&[], &[]), 3);
    assert_eq!(hits(&[("AXTAR_LIMIT", "2")], &[]), 2);
    assert_eq!(hits(&[("AXTAR_LIMIT", "2")], &["--limit", "1"]), 1);
    let (_, out, _) = place.run(&[], &["search", "--help"]);
    assert!(out.contains("[default: 3]"), "help shows what holds:\n{out}");
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_its_cure() {
    let place =
        Place::new().project("limit = 20\nindx = \"a\"\nlimits = [1]\nformat = 3\nvariants = \"bir\"\n");
    let (code, out, err) = place.run(&[], &["info"]);
    assert_eq!((code, out.as_str()), (2, ""));
    for told in [
        "~/project/axtar.toml:2: there is no setting `indx`",
        "~/project/axtar.toml:3: there is no setting `limits`",
        "~/project/axtar.toml:4: `format` takes a text in quotes",
        "~/project/axtar.toml:5: `bir` is no value for `--variants",
        "possible: none, narrow, names, all",
        "the settings are: index, limit,",
    ] {
        assert!(err.contains(told), "`{told}` is missing:\n{err}");
    }
    let broken = Place::new().user("limit = 20\n[[[\n");
    let (code, _, err) = broken.run(&[], &["info"]);
    assert!(code == 2 && err.contains("~/.config/axtar/config.toml:2: this is not TOML"), "{err}");
    assert_eq!(err.matches("error:").count(), 1, "{err}");
    let (code, _, err) = Place::new().run(&[("AXTAR_LIMIT", "çox")], &["info"]);
    assert!(code == 2 && err.contains("AXTAR_LIMIT: `çox` is no value"), "{err}");
    // Help and the settings themselves are there to mend it by.
    assert_eq!(place.run(&[], &["--help"]).0, 0);
    let (code, out, err) = place.run(&[], &["config"]);
    assert!(code == 2 && out.contains("axtar.toml:1") && err.contains("indx"), "{out}{err}");
}

#[test]
fn a_projects_file_runs_no_program() {
    let place = Place::new().project("pager = \"touch ran\"\n").user("pager = \"less -R\"\n");
    assert_eq!(place.setting("pager", &[], &[]), "less -R user ~/.config/axtar/config.toml:1");
    let (_, _, err) = place.run(&[], &["config"]);
    assert!(err.contains("warning: ~/project/axtar.toml:1: `pager` is passed over"), "{err}");
    assert!(!place.home.path().join("project/below/ran").exists());
}

#[test]
fn a_file_may_say_the_language_and_no_color_goes_before_it() {
    let place = Place::new().user("lang = \"az\"\ncolor = \"always\"\n");
    let (_, out, _) = place.run(&[], &["--help"]);
    assert!(out.contains("Nümunələr:"), "{out}");
    assert_eq!(place.setting("lang", &[("AXTAR_LANG", "en")], &[]), "en environment AXTAR_LANG");
    assert_eq!(place.setting("color", &[("NO_COLOR", "1")], &[]), "never environment NO_COLOR");
    let (_, out, _) = place.run(&[], &["config"]);
    assert!(out.contains('\u{1b}'), "colours were asked for");
    let (_, out, _) = place.run(&[("NO_COLOR", "1")], &["config"]);
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn completions_and_manual_come_from_the_same_definition() {
    let place = Place::new();
    let (_, help, _) = place.run(&[], &["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 10, "{help}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, _) = place.run(&[], &["completions", shell]);
        let missing: Vec<&&str> = commands.iter().filter(|name| !script.contains(**name)).collect();
        assert!(code == 0 && missing.is_empty(), "{shell}: {missing:?}");
    }
    let (_, page, _) = place.run(&[], &["man"]);
    let (code, files, _) = place.run(&[], &["man", "--out", "pages"]);
    assert_eq!(code, 0);
    for name in &commands {
        assert!(page.replace('\\', "").contains(&format!("axtar-{name}(1)")), "{name}");
        assert!(files.contains(&format!("axtar-{name}.1")), "{name}");
    }
}

#[test]
fn without_arguments_and_without_a_terminal_there_is_help() {
    let (code, out, err) = Place::new().run(&[], &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("Examples:") && out.contains("Commands:"), "{out}");
}

#[test]
fn what_is_mistyped_is_guessed_and_nothing_is_abbreviated() {
    let place = Place::new();
    let (code, _, err) = place.run(&[], &["serch", "neft"]);
    assert!(code == 2 && err.contains("did you mean `search`?"), "{err}");
    let (code, _, err) = place.run(&[], &["search", "neft", "--limt", "2"]);
    assert!(code == 2 && err.contains("did you mean `--limit`?"), "{err}");
    assert_eq!(place.run(&[], &["sea", "neft"]).0, 2);
    assert_eq!(place.run(&[], &["search", "neft", "--lim", "2"]).0, 2);
}
