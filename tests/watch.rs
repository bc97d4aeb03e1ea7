//! What happens while the program runs: files arriving, signals, and who may read what it writes.
#![cfg(unix)]

mod newsroom;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use newsroom::Newsroom;

/// Asks until it is so, or fails after `limit`.
fn soon(limit: Duration, what: &str, mut is_so: impl FnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < limit, "not within {limit:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
    start.elapsed()
}

/// A run that does not outlive its test.
struct Running(Option<Child>);

impl Running {
    fn begin(command: &mut Command) -> Running {
        Running(Some(command.spawn().expect("it starts")))
    }

    fn child(&mut self) -> &mut Child {
        self.0.as_mut().expect("it runs")
    }

    /// Exit code, stderr, and after how long.
    fn ended(mut self) -> (ExitStatus, String, Duration) {
        let start = Instant::now();
        let output = self.0.take().expect("it runs").wait_with_output().expect("it ends");
        (output.status, String::from_utf8_lossy(&output.stderr).into_owned(), start.elapsed())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn signal(run: &mut Running, name: &str) {
    let done = Command::new("kill").args([format!("-{name}"), run.child().id().to_string()]).status();
    assert!(done.expect("kill runs").success());
}

/// The figure is two seconds; the test's machine may be busy with other tests.
const ARRIVAL: Duration = Duration::from_secs(20);

#[test]
fn what_arrives_is_indexed_and_a_signal_ends_it_cleanly() {
    let room = Newsroom::new();
    room.article("arxiv/əvvəl.jsonl", "əvvəl", "Xəbər", "Liman haqqında əvvəl.");
    // The index may lie in the folder that is watched.
    let mut child = Running::begin(&mut room.command(&["watch", "arxiv", "--index", "arxiv/index"]));
    let found = |id: &str| {
        let args = ["search", "liman", "--index", "arxiv/index", "--format", "json", "--no-last", "-n", "99"];
        room.run(&args).out.contains(&format!("\"article\":\"{id}\""))
    };
    soon(ARRIVAL, "what was there", || found("əvvəl"));
    room.article("arxiv/düz.jsonl", "düz", "Xəbər", "Liman haqqında düz.");
    // As editors save: under another name first.
    room.article("arxiv/.yazılır.swp", "ad", "Xəbər", "Liman haqqında ad.");
    fs::rename(room.path("arxiv/.yazılır.swp"), room.path("arxiv/ad.jsonl")).expect("renamed");
    // A folder moved in brings its files.
    room.article("qovluq/x.jsonl", "qovluqda", "Xəbər", "Liman haqqında qovluqda.");
    fs::rename(room.path("qovluq"), room.path("arxiv/qovluq")).expect("renamed");
    // As programs write: in pieces, over what was there.
    let mut file = fs::File::create(room.path("arxiv/əvvəl.jsonl")).expect("created");
    for piece in ["{\"id\":\"hissə\",\"title\":", "\"Xəbər\",", "\"body\":\"Liman haqqında hissə.\"}\n"]
    {
        file.write_all(piece.as_bytes()).expect("written");
        file.flush().expect("written");
        std::thread::sleep(Duration::from_millis(150));
    }
    for id in ["düz", "ad", "qovluqda", "hissə"] {
        soon(ARRIVAL, id, || found(id));
    }
    // Another process writes in between.
    room.article("başqa.jsonl", "başqa", "Xəbər", "Liman haqqında başqa.");
    soon(ARRIVAL, "another writer", || room.run(&["add", "başqa.jsonl", "--index", "arxiv/index"]).code == 0);

    signal(&mut child, "TERM");
    let (status, err, took) = child.ended();
    assert_eq!(status.code(), Some(0), "{err}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(err.contains("all that was taken in is kept; 5 articles (5 paragraphs)"), "{err}");
    assert!(!err.contains("broken JSON"), "half a file was read: {err}");
    room.must(0, &["verify", "--index", "arxiv/index"]);
    assert!(found("əvvəl"), "an article goes only when it is pruned or removed");
}

#[test]
fn a_folder_to_watch_must_be_one() {
    let room = Newsroom::new();
    let ended = room.must(2, &["watch", "yoxdur"]);
    assert!(ended.err.contains("`yoxdur` is not a folder"), "{}", ended.err);
    // And stays one: a disk that is taken away ends it.
    let child = Running::begin(&mut room.command(&["watch", "arxiv"]));
    std::thread::sleep(Duration::from_millis(500));
    fs::remove_dir(room.path("arxiv")).expect("removed");
    let (status, err, took) = child.ended();
    assert!(status.code() == Some(2) && took < Duration::from_secs(5), "{took:?} {err}");
    assert!(err.contains("`arxiv` is not a folder"), "{err}");
}

/// An article a line to the standard input of `add`.
fn feed(run: &mut Running, from: u32, to: u32) {
    let input = run.child().stdin.as_mut().expect("an input");
    for n in from..to {
        writeln!(input, "{{\"id\":\"{n}\",\"title\":\"Xəbər\",\"body\":\"Liman haqqında {n}.\"}}")
            .expect("written");
    }
    input.flush().expect("written");
}

#[test]
fn the_first_interrupt_keeps_the_last_commit_and_says_so() {
    let room = Newsroom::new();
    let mut child = Running::begin(room.command(&["add", "-", "--commit-every", "1"]).stdin(Stdio::piped()));
    // The format is told by the first 64 KiB; what comes then finds that a second has passed.
    feed(&mut child, 0, 2_000);
    std::thread::sleep(Duration::from_millis(1_300));
    feed(&mut child, 2_000, 4_000);
    soon(ARRIVAL, "a commit while it reads", || !room.found("liman").is_empty());
    std::thread::sleep(Duration::from_millis(300));
    signal(&mut child, "INT");
    // On a busy machine the end of its input could come first.
    std::thread::sleep(Duration::from_millis(300));
    let (status, err, took) = child.ended();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(status.code(), Some(2), "{err}");
    let kept = room.info()["articles"].as_u64().expect("a count");
    assert!(kept >= 1, "{kept}");
    assert!(err.contains(&format!("of this run {} article", thousands(kept))), "{kept} are there: {err}");
    room.must(0, &["verify"]);
}

fn thousands(number: u64) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

#[test]
fn an_interrupt_before_any_commit_leaves_the_index_as_it_was() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında.");
    room.must(0, &["index", "arxiv"]);
    let mut child = Running::begin(room.command(&["add", "-"]).stdin(Stdio::piped()));
    feed(&mut child, 0, 500);
    std::thread::sleep(Duration::from_millis(300));
    signal(&mut child, "INT");
    let (status, err, _) = child.ended();
    assert_eq!(status.code(), Some(2), "{err}");
    assert!(err.contains("nothing of this run is in"), "{err}");
    assert_eq!(room.found("liman"), ["a"]);
    // No lock is left behind.
    room.must(0, &["add", "arxiv/a.jsonl"]);
}

#[test]
fn a_second_interrupt_ends_at_once() {
    let room = Newsroom::new();
    let mut child = Running::begin(room.command(&["add", "-"]).stdin(Stdio::piped()));
    feed(&mut child, 0, 5);
    std::thread::sleep(Duration::from_millis(300));
    signal(&mut child, "INT");
    std::thread::sleep(Duration::from_millis(100));
    signal(&mut child, "INT");
    // With its input still open it has nothing else to end by.
    soon(ARRIVAL, "it ends", || child.child().try_wait().expect("asked").is_some());
    use std::os::unix::process::ExitStatusExt;
    let (status, err, _) = child.ended();
    assert_eq!(status.signal(), Some(2), "ended by the signal, so that the shell knows: {status} {err}");
}

/// Everything under a folder that others than its owner may read or enter.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut open = vec![];
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let paths = fs::read_dir(&folder).expect("listed").flatten().map(|entry| entry.path());
        for path in paths.chain([folder.clone()]) {
            let metadata = fs::metadata(&path).expect("there");
            // Locks are empty.
            if metadata.permissions().mode() & 0o077 != 0 && metadata.len() > 0 {
                open.push(format!("{} {:o}", path.display(), metadata.permissions().mode()));
            }
            if metadata.is_dir() && path != folder {
                folders.push(path);
            }
        }
    }
    open
}

#[test]
fn index_list_of_files_and_backups_are_their_owners_alone() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında.");
    room.must(0, &["index", "arxiv"]);
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında yeni mətn.");
    room.must(0, &["index", "arxiv"]);
    room.must(0, &["backup", "nüsxə"]);
    room.must(0, &["restore", "nüsxə", "--index", "yeni"]);
    room.must(0, &["optimize", "--index", "yeni"]);
    for folder in ["index", "nüsxə", "yeni"] {
        assert_eq!(open_to_others(&room.path(folder)), [""; 0], "{folder}");
        assert!(room.path(folder).join("axtar-files.json").exists(), "{folder}");
    }
    // A folder that was there before is closed too.
    fs::create_dir(room.path("açıq")).expect("a folder");
    fs::set_permissions(room.path("açıq"), fs::Permissions::from_mode(0o755)).expect("opened");
    room.must(0, &["index", "arxiv", "--index", "açıq"]);
    assert_eq!(open_to_others(&room.path("açıq")), [""; 0]);
}

/// In a namespace without a network every command works, and the kernel counts no packet that
/// anybody tried to send there, by whatever way.
#[cfg(target_os = "linux")]
#[test]
fn no_command_makes_a_network_call() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında. https://example.com/a");
    room.write("arxiv/b.html", "<html><head><title>Körpü açıldı</title><link rel=stylesheet href=\"https://example.com/a.css\"></head>\
         <body><img src=\"https://example.com/a.png\"><p>Yeni körpü bu gün istifadəyə verildi, açılışda sakinlər də iştirak edib.</p></body></html>");
    room.write("sorğular.tsv", "1\tliman\n");
    let commands = [
        "index arxiv",
        "add arxiv/a.jsonl",
        "search liman --format html --facets",
        "show a --format json",
        "show a --revisions",
        "eval --queries sorğular.tsv",
        "bench --queries sorğular.tsv --columns qid,text --repeat 1",
        "analyze Limanda",
        "names",
        "match Tokaev Tokayev",
        "verify",
        "info",
        "config",
        "completions bash",
        "man",
        "backup nüsxə",
        "restore nüsxə --index yeni",
        "optimize",
        "index --rebuild",
        "remove a --yes",
    ];
    let script =
        commands.map(|command| format!("\"$AXTAR\" {command} >&2 || [ $? = 1 ] || exit 3\n")).concat();
    let script = format!("{script}cat /proc/net/snmp");
    let run = |program: &str, arguments: &[&str]| {
        let mut command = room.command(&[]);
        let environment: Vec<_> =
            command.get_envs().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned()))).collect();
        command = Command::new(program);
        command.args(arguments).args(["sh", "-c", &script]).current_dir(room.path("")).envs(environment);
        command.env("AXTAR", env!("CARGO_BIN_EXE_axtar")).env_remove("AXTAR_LANG").output()
    };
    let probe = Command::new("unshare").args(["-rn", "true"]).status();
    if !probe.is_ok_and(|status| status.success()) {
        eprintln!("not tested: this system gives no namespace without a network (unshare -rn)");
        return;
    }
    let output = run("unshare", &["-rn"]).expect("it runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{err}");
    let mut rows = out.lines().filter(|line| line.starts_with("Ip:")).map(|line| line.split_whitespace());
    let (names, values) = (rows.next().expect("names"), rows.next().expect("values"));
    let counted: Vec<(&str, &str)> = names.zip(values).collect();
    for name in ["OutRequests", "OutNoRoutes", "OutDiscards"] {
        let value = counted.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        assert_eq!(value, Some("0"), "{name}: {out}");
    }
}
