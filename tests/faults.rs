//! What is promised when things go wrong: killed processes, full disks, failing disks, a second
//! writer, readers beside a writer, folders that cannot be written, damaged files.
//!
//! docs/reliability.md says what each test stands for. By default each makes a few tries;
//! `AXTAR_FAULTS=1000` makes a thousand, or every step where steps are counted, and `--nocapture`
//! shows the figures. Faults of the system are made by a library loaded before the program's own
//! (`faults/shim.rs`), which is Linux' way.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axtar::corpus::Article;
use axtar::index::{Archive, ArchiveWriter, IndexError, Settings, verify};
use axtar::measure::random::Random;
use axtar::search::{Engine, Options};
use tempfile::TempDir;

/// How many tries: `AXTAR_FAULTS`, else few.
fn tries(few: usize) -> usize {
    asked().unwrap_or(few)
}

fn asked() -> Option<usize> {
    std::env::var("AXTAR_FAULTS").ok()?.parse().ok()
}

fn command(index: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
    command.args(args).env("AXTAR_INDEX", index).env("LC_ALL", "C").env_remove("AXTAR_LANG");
    command.env("XDG_STATE_HOME", index.with_extension("state")).env("XDG_CONFIG_HOME", "/nowhere");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// How a run ended: exit code, `None` after a signal; and what it said.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs to the end, for no longer than half a minute.
fn run(mut command: Command) -> Ended {
    let mut child = command.spawn().expect("the program starts");
    let (mut out, mut err) = (child.stdout.take().expect("stdout"), child.stderr.take().expect("stderr"));
    let read = |stream: &mut dyn Read| {
        let mut bytes = vec![];
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    std::thread::scope(|scope| {
        let out = scope.spawn(move || read(&mut out));
        let err = scope.spawn(move || read(&mut err));
        let deadline = Instant::now() + Duration::from_secs(30);
        let status = loop {
            match child.try_wait().expect("a child") {
                Some(status) => break Some(status),
                None if Instant::now() > deadline => break None,
                None => std::thread::sleep(Duration::from_millis(1)),
            }
        };
        if status.is_none() {
            kill(&mut child);
        }
        let (out, err) = (out.join().expect("read"), err.join().expect("read"));
        let status = status.unwrap_or_else(|| panic!("it did not end: {out}{err}"));
        Ended { code: status.code(), out, err }
    })
}

/// SIGKILL: nothing of the process runs any more.
fn kill(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Articles written together; each batch also replaces one article that all of them have.
const BATCH: usize = 4;
const SHARED: &str = "ümumi";

fn batch(folder: &Path, number: usize) -> PathBuf {
    let mut lines = String::new();
    for place in 0..BATCH {
        let body =
            format!("Partiya {number} üzrə {place} nömrəli xəbər. Neft ixracı barədə məlumat verildi.");
        let _ = writeln!(
            lines,
            r#"{{"id":"{number}-{place}","title":"Xəbər {number}","body":"{body}\nİkinci abzas {number}."}}"#
        );
    }
    let _ = writeln!(lines, r#"{{"id":"{SHARED}","title":"Son xəbər","body":"{number}"}}"#);
    let path = folder.join(format!("{number}.jsonl"));
    fs::write(&path, lines).expect("written");
    path
}

/// The batches that an index holds, each whole, the last of them the one that the shared article is of.
fn batches(index: &Path) -> Vec<usize> {
    let archive = match Archive::open(index) {
        Err(IndexError::Missing(_)) => return vec![],
        archive => archive.unwrap_or_else(|error| panic!("{}: {error}", index.display())),
    };
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut shared = None;
    for article in archive.articles() {
        let article = article.expect("a readable article");
        if article.id == SHARED {
            assert!(shared.replace(article.paragraphs[0].parse::<usize>().expect("a number")).is_none());
            continue;
        }
        let number = article.id.split('-').next().and_then(|n| n.parse().ok()).expect("a number");
        assert_eq!(article.paragraphs.len(), 2, "{}", article.id);
        *counts.entry(number).or_default() += 1;
    }
    assert!(counts.values().all(|&count| count == BATCH), "a torn batch: {counts:?}");
    assert_eq!(shared, counts.keys().next_back().copied(), "the shared article is of another batch");
    counts.into_keys().collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// An index of so many batches and the folder it lies in.
fn archive_of(count: usize) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let index = folder.path().join("index");
    for number in 0..count {
        let ended = run(command(&index, &["add", text(&batch(folder.path(), number))]));
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }
    (folder, index)
}

fn copied(index: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(index).expect("a folder").flatten() {
        fs::copy(file.path(), to.join(file.file_name())).expect("copied");
    }
}

#[test]
fn killed_at_any_moment_it_loses_nothing_acknowledged() {
    let folder = TempDir::new().expect("a folder");
    let index = folder.path().join("index");
    let mut random = Random::new(20_251_125);
    let mut acknowledged: Vec<usize> = vec![];
    let (mut killed, mut unacknowledged) = (0, 0);
    let mut usual = Duration::from_millis(60);
    let wanted = tries(15);
    for number in 0.. {
        if killed == wanted {
            break;
        }
        let file = batch(folder.path(), number);
        // Every eighth time it is a rebuild that dies: it adds nothing and takes nothing away.
        let rebuilds = number % 8 == 7 && !acknowledged.is_empty();
        let args = match rebuilds {
            true => vec!["index", "--rebuild"],
            false => vec![if number % 2 == 0 { "add" } else { "index" }, text(&file)],
        };
        let start = Instant::now();
        let mut child = command(&index, &args).spawn().expect("the program starts");
        // Once in ten it may end: what is acknowledged must grow.
        let ends = random.below(10) == 0;
        if !ends {
            std::thread::sleep(usual * random.below(1_000) as u32 / 1_000);
        }
        let status = match ends {
            true => child.wait().expect("a status"),
            false => match child.try_wait().expect("a status") {
                Some(status) => status,
                None => {
                    killed += 1;
                    kill(&mut child);
                    child.wait().expect("a status")
                }
            },
        };
        if status.success() {
            usual = (usual + start.elapsed()) / 2;
            if !rebuilds {
                acknowledged.push(number);
            }
        } else {
            assert_eq!(status.code(), None, "it was killed, nothing else: {args:?}");
        }
        let held = match fs::exists(index.join("meta.json")).expect("known") {
            true => match Archive::open(&index) {
                // Killed before its first commit, an index holds nothing.
                Err(IndexError::NotAnIndex(_)) if acknowledged.is_empty() => vec![],
                _ => batches(&index),
            },
            false => vec![],
        };
        for number in &acknowledged {
            assert!(held.contains(number), "batch {number} was acknowledged and is lost: {held:?}");
        }
        unacknowledged += held.len() - acknowledged.len();
        acknowledged = held;
    }
    println!("{killed} kills, {} batches kept, {unacknowledged} committed but not told", acknowledged.len());
    assert!(verify(&index).expect("checked").is_empty());
}

/// The library that makes the system fail, built once a process.
fn shim() -> &'static Path {
    static SHIM: OnceLock<TempDir> = OnceLock::new();
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let folder = SHIM.get_or_init(|| TempDir::new().expect("a folder"));
        let library = folder.path().join("shim.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.rs");
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut build = Command::new(rustc);
        build.args(["--edition", "2024", "--crate-type", "cdylib", "-O", "-o"]).arg(&library).arg(source);
        assert!(build.status().expect("a compiler").success(), "the shim does not compile");
        library
    })
}

/// The command with the system failing at a step; and the file that tells whether it came to that.
fn faulty(index: &Path, args: &[&str], kind: &str, at: usize) -> (Command, PathBuf) {
    let fired = index.with_extension("fired");
    let _ = fs::remove_file(&fired);
    let mut command = command(index, args);
    command.env("LD_PRELOAD", shim()).env("AXTAR_FAULT_FOLDER", index).env("AXTAR_FAULT_KIND", kind);
    command.env("AXTAR_FAULT_AT", at.to_string()).env("AXTAR_FAULT_FIRED", &fired);
    (command, fired)
}

/// Lets the system fail at one step after the other of an `add` to an index of two batches, and looks
/// at what is left. `words` is what the message must say.
fn at_every_step(kind: &str, words: Option<&str>) {
    let (folder, base) = archive_of(2);
    let file = batch(folder.path(), 2);
    let index = folder.path().join("faulty");
    let (mut steps, mut committed) = (0, 0);
    // In the short form a step in seven, another one in each kind.
    let stride = if asked().is_some() { 1 } else { 7 };
    for at in (1 + kind.len() % stride..).step_by(stride) {
        copied(&base, &index);
        let (command, fired) = faulty(&index, &["add", text(&file)], kind, at);
        let ended = run(command);
        if !fired.exists() {
            assert_eq!(ended.code, Some(0), "{ended:?}");
            break;
        }
        steps += 1;
        let held = batches(&index);
        assert!(held == [0, 1] || held == [0, 1, 2], "{kind} {at}: {held:?}");
        committed += usize::from(held.len() == 3);
        match ended.code {
            Some(0) => assert_eq!(held, [0, 1, 2], "{kind} {at}: it said that it was done"),
            Some(2) => {
                let words = words.unwrap_or("the process was to be killed");
                assert!(ended.err.contains(words), "{kind} {at}: {}", ended.err);
                assert!(ended.err.contains("hint:"), "{kind} {at}: {}", ended.err);
                assert!(
                    !ended.err.contains('{') && !ended.err.contains("stopped by itself"),
                    "{}",
                    ended.err
                );
            }
            code => assert!(words.is_none() && code.is_none(), "{kind} {at}: {ended:?}"),
        }
        let damages = verify(&index).expect("checked");
        assert!(damages.is_empty(), "{kind} {at}: {damages:?}");
        // And with a sound system it works at once.
        let again = run(command_add(&index, &file));
        assert_eq!(again.code, Some(0), "{kind} {at}: {again:?}");
        assert_eq!(batches(&index), [0, 1, 2], "{kind} {at}");
    }
    println!("{kind}: {steps} steps, {committed} of them after the commit");
    assert!(steps > 5, "{kind}: {steps}");
}

fn command_add(index: &Path, file: &Path) -> Command {
    command(index, &["add", text(file)])
}

#[test]
fn killed_at_every_step_it_leaves_a_whole_commit() {
    at_every_step("kill", None);
}

#[test]
fn an_error_of_the_disk_at_any_step_keeps_the_last_commit() {
    at_every_step("eio", Some("input/output error"));
}

#[test]
fn a_disk_that_fills_at_any_step_keeps_the_last_commit_and_is_named() {
    at_every_step("enospc", Some("no space left on device"));
}

/// A real file system of each size, as far as the machine lets us mount one.
#[test]
fn a_full_file_system_keeps_the_last_commit() {
    let folder = TempDir::new().expect("a folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mounted = |size: usize, script: &str| {
        let mut command = command(&disk.join("index"), &[]);
        let program = command.get_program().to_owned();
        let mut shell = Command::new("unshare");
        let script = format!("mount -t tmpfs -o size={size}k none '{}' && {script}", disk.display());
        shell.args(["--mount", "--map-root-user", "sh", "-c", &script]);
        shell.envs(command.get_envs().filter_map(|(k, v)| Some((k, v?)))).env("AXTAR", program);
        shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command = shell;
        run(command)
    };
    if mounted(64, "true").code != Some(0) {
        println!("skipped: no file system can be mounted here");
        return;
    }
    let files: Vec<PathBuf> = (0..12).map(|number| batch(folder.path(), number)).collect();
    let adds: Vec<String> =
        files.iter().map(|f| format!("\"$AXTAR\" add '{}'; echo $?", f.display())).collect();
    let list = "\"$AXTAR\" search xəbər --limit 100 --per-article 0 --copies=apart --no-last --format json";
    let script = format!("{{ {}; }}; {list}; \"$AXTAR\" verify >/dev/null && echo sound", adds.join("; "));
    let (mut full, step) = (0, if asked().is_some() { 4 } else { 24 });
    for size in (40..200).step_by(step) {
        let ended = mounted(size, &script);
        let codes: Vec<&str> = ended.out.lines().take(files.len()).collect();
        let acknowledged = codes.iter().filter(|code| **code == "0").count();
        let hits: Vec<&str> = ended.out.lines().filter(|line| line.starts_with('{')).collect();
        for (number, code) in codes.iter().enumerate() {
            let found = hits.iter().filter(|hit| hit.contains(&format!("\"article\":\"{number}-"))).count();
            // Both paragraphs of each article say xəbər or stand under it.
            let whole = found == 0 || found == 2 * BATCH;
            assert!(whole && (*code != "0" || found > 0), "{size} kB, batch {number}: {found} {ended:?}");
        }
        if acknowledged < files.len() {
            full += 1;
            assert!(ended.err.contains("no space left on device"), "{size} kB: {}", ended.err);
        }
        if acknowledged > 0 {
            assert!(ended.out.contains("sound"), "{size} kB: {ended:?}");
        }
    }
    println!("{full} file systems filled");
    assert!(full > 1);
}

#[test]
fn a_second_writer_is_refused_at_once_and_let_in_after_a_kill() {
    let (folder, index) = archive_of(1);
    let begin = || command(&index, &["add", "-"]).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut first = begin();
    let file = batch(folder.path(), 1);
    let deadline = Instant::now() + Duration::from_secs(20);
    let refused = loop {
        // The first may not have come to its lock yet; where the second was before it, it begins again.
        std::thread::sleep(Duration::from_millis(100));
        if first.try_wait().expect("a child").is_some() {
            first = begin();
            continue;
        }
        let start = Instant::now();
        let second = run(command_add(&index, &file));
        if second.code == Some(2) {
            break (second, start.elapsed());
        }
        assert!(Instant::now() < deadline, "the first writer never took its lock");
    };
    assert!(refused.1 < Duration::from_secs(1), "{:?}", refused.1);
    let message = &refused.0.err;
    assert!(message.contains("another process is writing") && message.contains(text(&index)), "{message}");
    kill(&mut first);
    let after = run(command_add(&index, &batch(folder.path(), 2)));
    assert_eq!(after.code, Some(0), "{after:?}");
}

#[test]
fn an_index_cut_off_in_its_making_is_made_again() {
    let folder = TempDir::new().expect("a folder");
    let index = folder.path().join("index");
    ArchiveWriter::open(&index, &Settings::default()).and_then(ArchiveWriter::commit).expect("an index");
    fs::remove_file(index.join("meta.json")).expect("removed");
    assert!(index.join(".managed.json").is_file(), "what is written first");
    assert!(matches!(Archive::open(&index), Err(IndexError::Missing(_))));
    let file = batch(folder.path(), 1);
    let ended = run(command(&index, &["index", text(&file)]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(batches(&index), [1]);
}

#[test]
fn every_answer_beside_a_writer_is_that_of_one_commit() {
    let folder = TempDir::new().expect("a folder");
    let index = folder.path().join("index");
    let settings = Settings { memory: 40_000_000, ..Settings::default() };
    let write = |number: usize| {
        // A process that another test is just starting holds a copy of the lock for a moment.
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut writer = loop {
            match ArchiveWriter::open(&index, &settings) {
                Err(IndexError::Busy(_)) if Instant::now() < deadline => std::thread::yield_now(),
                opened => break opened.expect("a writer"),
            }
        };
        let fed = writer.feed(|feed| {
            for place in 0..BATCH {
                let article = Article {
                    id: format!("{number}-{place}"),
                    title: "Xəbər".into(),
                    paragraphs: vec![format!("Neft {number}."), "İkinci abzas.".into()],
                    ..Article::default()
                };
                feed.submit(article).expect("fed");
            }
            let id = SHARED.to_owned();
            let paragraphs = vec![number.to_string()];
            feed.submit(Article { id, paragraphs, ..Article::default() }).expect("fed");
        });
        fed.expect("written");
        writer.commit().expect("a commit");
    };
    write(0);
    let done = AtomicBool::new(false);
    let commits = tries(25);
    let answers: usize = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let (mut newest, mut answers) = (0, 0);
                    while !done.load(Ordering::SeqCst) {
                        let held = batches(&index);
                        let last = held.last().copied().expect("the first batch");
                        assert!(held.iter().copied().eq(0..=last), "{held:?}");
                        assert!(last >= newest, "a reader went back from {newest} to {last}");
                        newest = last;
                        let mut engine = Engine::new(Archive::open(&index).expect("an archive"));
                        let options = Options { limit: 100_000, per_article: 0, ..Options::default() };
                        let total = engine.total("neft", &options).expect("a total");
                        assert_eq!(total.articles % BATCH as u64, 0, "a torn answer");
                        assert!(
                            verify(&index).expect("checked").is_empty(),
                            "a sound index is called damaged"
                        );
                        answers += 2;
                    }
                    answers
                })
            })
            .collect();
        // Whatever becomes of the writer, the readers end.
        let written = std::panic::catch_unwind(AssertUnwindSafe(|| (1..=commits).for_each(write)));
        done.store(true, Ordering::SeqCst);
        written.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        readers.into_iter().map(|reader| reader.join().expect("a reader")).sum()
    });
    println!("{commits} commits with their merges, {answers} answers beside them");
    assert_eq!(batches(&index).len(), commits + 1);
    assert!(answers > 0);
}

#[test]
fn on_a_read_only_medium_everything_that_reads_works() {
    let (folder, index) = archive_of(2);
    for lock in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        let _ = fs::remove_file(index.join(lock));
    }
    let before = listing(&index);
    for args in [&["search", "neft"][..], &["show", "0-1"], &["info"], &["verify"], &["names"]] {
        let (command, _) = faulty(&index, args, "erofs", 0);
        let ended = run(command);
        assert!(matches!(ended.code, Some(0 | 1)), "{args:?}: {ended:?}");
    }
    let file = batch(folder.path(), 2);
    for args in [&["add", text(&file)][..], &["index", text(&file)], &["index", "--rebuild"]] {
        let (command, _) = faulty(&index, args, "erofs", 0);
        let ended = run(command);
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:?}");
        assert!(ended.err.contains("read-only file system"), "{args:?}: {}", ended.err);
    }
    assert_eq!(listing(&index), before, "nothing was changed");
}

/// Names and contents of an index's files.
fn listing(index: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(index).expect("a folder").flatten().map(|file| file.path());
    files.map(|file| (file.clone(), fs::read(&file).expect("read"))).collect()
}

/// An index of the sample archive and more, and the files of it that hold something.
fn varied() -> (TempDir, PathBuf, Vec<PathBuf>) {
    let (folder, index) = archive_of(3);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let ended = run(command(&index, &["index", text(&sample)]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let files = listing(&index).into_iter().filter(|(_, bytes)| !bytes.is_empty());
    let files: Vec<PathBuf> = files.map(|(file, _)| file).collect();
    assert!(files.len() > 8, "{files:?}");
    (folder, index, files)
}

/// Commands that read an index, and one that writes into it.
fn any_command(number: usize, file: &str) -> Vec<&str> {
    match number % 8 {
        0 => vec!["search", "neft xəbər"],
        1 => vec!["search", "nef* OR ixracı~1", "--facets", "--timeline", "month"],
        2 => vec!["show", "1-2"],
        3 => vec!["info"],
        4 => vec!["names"],
        5 => vec!["search", "“neft ixracı”", "--format", "cite", "--copies"],
        6 => vec!["add", file],
        _ => vec!["index", "--rebuild"],
    }
}

/// It may answer, find nothing or fail, but it ends by itself, and a failure names a cure.
fn assert_no_crash(ended: &Ended, what: &str) {
    assert!(matches!(ended.code, Some(0..=2)), "{what}: {ended:?}");
    assert!(
        !["panicked", "RUST_BACKTRACE", "stopped by itself"].iter().any(|word| ended.err.contains(word)),
        "{what}: {}",
        ended.err
    );
    if ended.code == Some(2) {
        assert!(ended.err.contains("axtar verify"), "{what}: {}", ended.err);
    }
}

#[test]
fn every_flipped_bit_is_found_and_crashes_nothing() {
    let (folder, base, files) = varied();
    let index = folder.path().join("damaged");
    let file = batch(folder.path(), 9);
    let mut random = Random::new(1_918);
    let mut refused = 0;
    let count = tries(36);
    for number in 0..count {
        copied(&base, &index);
        let name = files[number % files.len()].file_name().expect("a name");
        let damaged = index.join(name);
        let mut bytes = fs::read(&damaged).expect("read");
        let bit = random.below(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&damaged, bytes).expect("written");
        let what = format!("bit {bit} of {}", damaged.display());
        let found = verify(&index).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(found.iter().any(|damage| damage.file == damaged), "{what} is not found: {found:?}");
        let args = any_command(number / files.len() + number, text(&file));
        let ended = run(command(&index, &args));
        assert_no_crash(&ended, &format!("{what}, {args:?}"));
        refused += usize::from(ended.code == Some(2));
    }
    println!("{count} flipped bits, all found; {refused} commands ended in an error");
}

#[test]
fn every_truncated_or_missing_file_is_found_and_crashes_nothing() {
    let (folder, base, files) = varied();
    let index = folder.path().join("damaged");
    let file = batch(folder.path(), 9);
    let mut count = 0;
    for (place, path) in files.iter().enumerate() {
        let len = fs::metadata(path).expect("known").len();
        for kept in [Some(0), Some(len / 2), Some(len - 1), None] {
            copied(&base, &index);
            let damaged = index.join(path.file_name().expect("a name"));
            match kept {
                Some(kept) => fs::File::options().write(true).open(&damaged).and_then(|f| f.set_len(kept)),
                None => fs::remove_file(&damaged),
            }
            .expect("damaged");
            let what = format!("{kept:?} of {len} bytes of {}", damaged.display());
            let is_list = damaged.extension().is_some_and(|e| e == "json");
            let found = verify(&index);
            let is_named = |damage: &axtar::index::Damage| damage.file == damaged;
            // The list of input files may be absent: then all are read again.
            let may_be_absent = is_list && kept.is_none() && text(&damaged).ends_with("axtar-files.json");
            assert!(
                may_be_absent || found.as_ref().is_ok_and(|f| f.iter().any(is_named)),
                "{what}: {found:?}"
            );
            let all = asked().is_some();
            for number in (0..8).filter(|number| all || number % 8 == (count + place) % 8) {
                copied(&base, &index);
                match kept {
                    Some(kept) => {
                        fs::File::options().write(true).open(&damaged).and_then(|f| f.set_len(kept))
                    }
                    None => fs::remove_file(&damaged),
                }
                .expect("damaged");
                let args = any_command(number, text(&file));
                assert_no_crash(&run(command(&index, &args)), &format!("{what}, {args:?}"));
            }
            count += 1;
        }
    }
    println!("{count} files cut or removed, all found");
}

#[test]
fn an_index_of_another_version_is_named_and_rebuilt_with_the_same_answers() {
    let (folder, index) = archive_of(3);
    let ask = || {
        let ended = run(command(&index, &["search", "neft ixracı", "--limit", "50", "--format", "json"]));
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.out
    };
    let before = ask();
    // The meta of a version that knew no checksums: the last line is left out.
    let meta = index.join("meta.json");
    let written = fs::read_to_string(&meta).expect("read");
    let content = written.rsplit_once("\n#").expect("a checksum").0;
    let other = content.replace("\\\"analyzer\\\":", "\\\"analyzer\\\":9");
    assert_ne!(other, content);
    fs::write(&meta, other).expect("written");
    let file = batch(folder.path(), 3);
    for args in [&["search", "neft"][..], &["add", text(&file)], &["show", "0-1"]] {
        let ended = run(command(&index, args));
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:?}");
        assert!(ended.err.contains("was built by analyzer 9"), "{}", ended.err);
        assert!(ended.err.contains("axtar index --rebuild"), "{}", ended.err);
    }
    let rebuilt = run(command(&index, &["index", "--rebuild"]));
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    assert_eq!(ask(), before);
    assert_eq!(batches(&index), [0, 1, 2]);
}

#[test]
fn an_index_of_another_format_is_told_from_a_damaged_one() {
    let (_folder, index) = archive_of(1);
    let meta = index.join("meta.json");
    let written = fs::read_to_string(&meta).expect("read");
    let content = written.rsplit_once("\n#").expect("a checksum").0;
    let format =
        content.split("\\\"format\\\":").nth(1).and_then(|rest| rest.split(',').next()).expect("a format");
    let other = content
        .replace(&format!("\\\"format\\\":{format}"), "\\\"format\\\":1")
        .replace("\"name\": \"surface\"", "\"name\": \"written\"");
    assert_ne!(other, content);
    fs::write(&meta, other).expect("written");
    for args in [&["search", "neft"][..], &["info"], &["index", "--rebuild"]] {
        let ended = run(command(&index, args));
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:?}");
        assert!(
            ended
                .err
                .contains(&format!("is of format 1, which this axtar does not read: it writes {format}"))
        );
        assert!(ended.err.contains("remove the folder, then `axtar index PATH"), "{}", ended.err);
    }
    let verified = run(command(&index, &["verify"]));
    assert_eq!(verified.code, Some(0), "{verified:?}");
}
