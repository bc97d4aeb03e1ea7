//! Input that means harm, or is only strange: it costs itself and nothing else, and what is printed
//! of it steers no terminal.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const PAGE: &str = "Yeni körpü açıldı\n12.05.2024\nKür çayı üzərində yeni körpü açıldı.\n";

/// [`PAGE`] packed by `xz`.
const PAGE_XZ: &str = "fd377a585a000004e6d6b446020021011c00000010cf58cce0005100455d002c9949c6adf55e432a003788d74f49cd\
    c9642aa71c93babad4c5962bbc185c68434dbb83794ae39176d89df841bdc388cc4ef1bda0b980114dcc8902a9ea5c4a68ed002000000000002485\
    906fa9f9115b0001615215df05d91fb6f37d010000000004595a";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect()
}

fn run(index: &Path, args: &[&OsStr]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
    command.args(args).env("AXTAR_INDEX", index).env("LC_ALL", "C").env_remove("AXTAR_LANG");
    command.env("XDG_STATE_HOME", index.with_extension("state")).env("XDG_CONFIG_HOME", "/nowhere");
    command.stdin(Stdio::null()).output().expect("the program runs")
}

fn run_words(index: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
    let output = run(index, &args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn locked_zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["sirli.txt", "aciq.txt"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(PAGE.as_bytes()).expect("written");
    }
    let mut bytes = zip.finish().expect("a ZIP").into_inner();
    // The flag of a locked entry, in its own head and in the list at the end: of the first entry.
    bytes[6] |= 1;
    let list = bytes.windows(4).position(|head| head == b"PK\x01\x02").expect("a list");
    bytes[list + 8] |= 1;
    bytes
}

/// Signs that steer a terminal: escape, C1, bidi.
fn steers(text: &str) -> bool {
    text.chars().any(|c| (c.is_control() && !"\n\t\r".contains(c)) || ('\u{202a}'..='\u{202e}').contains(&c))
}

#[test]
fn strange_files_cost_themselves_and_are_named() {
    let folder = TempDir::new().expect("a folder");
    let (input, index) = (folder.path().join("arxiv"), folder.path().join("index"));
    fs::create_dir(&input).expect("a folder");
    let at = |name: &str| input.join(name);
    fs::write(at("yaxsi.txt"), PAGE).expect("written");
    fs::write(at("sixilmis.txt.xz"), bytes(PAGE_XZ)).expect("written");
    fs::write(at("yarimciq.txt.xz"), &bytes(PAGE_XZ)[..90]).expect("written");
    fs::write(at("qifilli.zip"), locked_zip()).expect("written");
    symlink(&input, at("dongu")).expect("a link");
    symlink("/dev/zero", at("sonsuz.txt")).expect("a link");
    symlink("silinib.txt", at("hara.txt")).expect("a link");
    let is_piped = Command::new("mkfifo").arg(at("boru.txt")).status().is_ok_and(|status| status.success());
    let nameless = input.join(OsStr::from_bytes(b"ad\xff.txt"));
    fs::write(&nameless, PAGE.replace("12.05", "13.05")).expect("written");
    let steering = "pis\u{1b}]0;ad\u{7}\u{202e}.txt";
    fs::write(at(steering), "\u{0}\u{1}\u{2}").expect("written");

    let (code, _, err) = run_words(&index, &["index", input.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(2), "{err}");
    for named in [
        ("yarimciq.txt.xz", ""),
        ("qifilli.zip!sirli.txt", "locked by a password"),
        ("dongu", "a link that leads back"),
        ("sonsuz.txt", "it is a device"),
        ("hara.txt", "a link to silinib.txt, which is not there"),
        (if is_piped { "boru.txt" } else { "" }, if is_piped { "it is a FIFO" } else { "" }),
        ("pis", ""),
    ] {
        let told = err.lines().any(|line| line.contains(named.0) && line.contains(named.1));
        assert!(told, "{named:?} is not named:\n{err}");
    }
    assert!(!steers(&err), "{err:?}");
    let search = ["search", "körpü", "--limit", "50", "--copies=apart", "--no-last", "--format", "json"];
    let (code, out, err) = run_words(&index, &search);
    assert_eq!(code, Some(0), "{err}");
    let mut ids: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["path"].to_string())
        .map(|path| path.trim_matches('"').rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    ids.dedup();
    ids.sort();
    assert_eq!(ids, [r"ad\\xFF.txt", "qifilli.zip!aciq.txt", "sixilmis.txt.xz", "yaxsi.txt"], "{out}");
    // A name that is no UTF-8 can be given too.
    let output = run(&index, &[OsStr::new("add"), nameless.as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 unchanged"));
}

#[test]
fn nothing_printed_of_an_article_steers_the_terminal() {
    let folder = TempDir::new().expect("a folder");
    let index = folder.path().join("index");
    let file = folder.path().join("pis.jsonl");
    let evil = r"sınaqsöz \u001b[31m\u009b2J\u202e\u0007 Elçin\u001b]8;;x\u0007 Rəcəbov";
    let article = |id: &str| {
        format!(
            "{{\"id\":\"{id}\\u001b[2J\",\"title\":\"T {evil}\",\"source\":\"S\\u001b[5m\",\"section\":\"B\\u202e\",\
             \"author\":\"A\\u009b\",\"date\":\"2024-05-12\",\"url\":\"https://k.example/\\u001b\",\
             \"body\":\"Bu {evil} haqqında. Nazir Elçin Rəcəbov (ƏQİ\\u001b) dedi.\\nO, sınaqsöz dedi.\"}}\n"
        )
    };
    fs::write(&file, article("a") + &article("b")).expect("written");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(run_words(&index, &["add", file]).0, Some(0));
    let commands: &[&[&str]] = &[
        &["search", "sınaqsöz", "--explain", "--facets=source,section,author,year", "--copies", "-C", "1"],
        &["search", "sınaqsöz", "--format", "json", "--copies"],
        &["search", "sınaqsöz", "--format", "csv"],
        &["search", "sınaqsöz", "--format", "tsv"],
        &["search", "sınaqsöz", "--format", "markdown", "--copies"],
        &["search", "sınaqsöz", "--format", "html", "--copies"],
        &["search", "sınaqsöz", "--format", "cite"],
        &["search", "\u{1b}[31msınaqsöz\u{202e}", "mənbə:\u{1b}"],
        &["show", "1"],
        &["show", "1", "--format", "json"],
        &["show", "yox\u{1b}[31m"],
        &["names"],
        &["info"],
        &["analyze", "\u{1b}[31mBakı\u{202e}"],
        &["match", "\u{1b}a", "\u{1b}b"],
    ];
    for command in commands {
        let (code, out, err) = run_words(&index, command);
        assert!(matches!(code, Some(0..=2)), "{command:?}: {err}");
        assert!(!steers(&out) && !steers(&err), "{command:?}:\n{out:?}\n{err:?}");
    }
    let (_, page, _) = run_words(&index, &["search", "sınaqsöz", "--format", "html", "--copies"]);
    assert!(page.contains("Content-Security-Policy"), "{page}");
}

/// A line of a gigabyte and a good article after it, as a file: memory stays small, the line is named.
#[test]
#[ignore = "writes a gigabyte; run with -- --ignored --nocapture"]
fn a_gigabyte_on_one_line_costs_itself_alone() {
    let folder = TempDir::new().expect("a folder");
    let (index, file) = (folder.path().join("index"), folder.path().join("uzun.jsonl"));
    let mut out = std::io::BufWriter::new(fs::File::create(&file).expect("a file"));
    out.write_all(b"{\"title\":\"x\",\"body\":\"").expect("written");
    let part = "söz ".repeat(1 << 18);
    for _ in 0..(1 << 30) / part.len() {
        out.write_all(part.as_bytes()).expect("written");
    }
    let good = "\"}\n{\"id\":\"y\",\"title\":\"y\",\"body\":\"Neft ixracı.\"}\n";
    out.write_all(good.as_bytes()).expect("written");
    out.flush().expect("written");
    let program = env!("CARGO_BIN_EXE_axtar");
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", program, "index"]).arg(&file).env("AXTAR_INDEX", &index).env("LC_ALL", "C");
    let output = command.output().expect("GNU time");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    let peak: u64 = err.lines().last().and_then(|line| line.parse().ok()).expect("kilobytes");
    println!("peak {} MB\n{err}", peak / 1000);
    assert!(err.contains("uzun.jsonl:1:") && peak < 300_000, "{err}");
    assert_eq!(run_words(&index, &["search", "neft", "--no-last"]).0, Some(0));
}
