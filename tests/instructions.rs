//! Instructions of the hot paths, counted by callgrind: a regression shows on a machine too noisy
//! for times.
//!
//! Each path is run by a process of its own under valgrind, which counts inside [`counted_stretch`]
//! alone, and is held to `tests/data/instructions.tsv` within the tolerance stated there. Counts are
//! of the development profile, which CI has at hand, and of one compiler: another one is told and
//! compared with nothing. To accept counts, run with `AXTAR_FREEZE=1` and say in the commit why.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::AtomicU64;

use axtar::analysis::{Analyzer, Scheme};
use axtar::corpus::{Article, Mapping, SourceFile, read};
use axtar::index::{Archive, ArchiveWriter, Settings};
use axtar::measure::bench::ask;
use axtar::measure::generate::Generator;
use axtar::search::{Engine, Options};
use tempfile::TempDir;

/// What is counted, in the order of the table.
const PATHS: [&str; 5] = [
    "analysis of a page of new words",
    "analysis of the page again",
    "expansion of a name",
    "search for two words",
    READING,
];

/// A page is read by a thread of its own, so all of this process counts.
const READING: &str = "reading of web pages";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, path, folder] = &arguments[..]
        && flag == "--count"
    {
        run(path, Path::new(folder));
        return ExitCode::SUCCESS;
    }
    match counts() {
        Err(reason) => {
            println!("instructions: not counted: {reason}");
            ExitCode::SUCCESS
        }
        Ok(counts) => compare(&counts),
    }
}

/// Callgrind counts while this function is on the stack.
#[inline(never)]
fn counted_stretch(work: &mut dyn FnMut()) {
    work();
}

/// One path: what is outside of the counted stretch makes it warm.
fn run(path: &str, folder: &Path) {
    if path.starts_with("analysis") {
        let generator = Generator::new(1, 5);
        let page =
            (0..4).flat_map(|number| generator.article(number).paragraphs).collect::<Vec<_>>().join("\n");
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let mut tokens = 0;
        let mut analyse = || analyzer.analyze(&page, |_| tokens += 1);
        if path == PATHS[1] {
            analyse();
        }
        counted_stretch(&mut analyse);
        assert!(tokens > 300, "{tokens} tokens");
        return;
    }
    if path == READING {
        let file = SourceFile::at(&folder.with_file_name("page.html")).expect("a file");
        for _ in 0..3 {
            let mut paragraphs = 0;
            let _ = read(&file, &Mapping::default(), &AtomicU64::new(0), &mut |item| {
                paragraphs += item.expect("an article").paragraphs.len();
                ControlFlow::Continue(())
            });
            assert!((4..8).contains(&paragraphs), "{paragraphs} paragraphs");
        }
        return;
    }
    let mut engine = Engine::new(Archive::open(folder).expect("an archive"));
    let options = Options::default();
    // Opens what the first query opens.
    ask(&mut engine, "paytaxtda keçirilən", &options).expect("an answer");
    if path == PATHS[2] {
        // Reading a query and finding the spellings is all that marking no text takes.
        counted_stretch(&mut || drop(engine.highlights("Məmmədov", &options, &[]).expect("an answer")));
    } else {
        let mut hits = 0;
        counted_stretch(&mut || {
            hits = ask(&mut engine, "ölkənin prezidenti", &options).expect("an answer").hits
        });
        assert!(hits > 0, "nothing found");
    }
}

/// A page as sites have them: a menu of links above the article, a list of others below it.
fn web_page(article: &Article) -> String {
    let links = |class: &str, count: usize| -> String {
        let link = |n| format!("<li class=\"{class} {class}-{n}\"><a href=\"/x/{n}\">Bölmə adı {n}</a></li>");
        (0..count).map(link).collect()
    };
    let text: String = article.paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    format!(
        "<!DOCTYPE html><html lang=\"az\"><head><title>{0} | Körpü</title></head><body><ul>{1}</ul>\
         <h1>{0}</h1><div class=\"info\">12 may 2025, 14:05 | Lalə Həsənli</div><div class=\"text\">{text}</div>\
         <ul>{2}</ul></body></html>",
        article.title,
        links("menu-item", 300),
        links("news", 40),
    )
}

/// The instructions of every path; an error where they cannot be counted here.
fn counts() -> Result<Vec<(&'static str, u64)>, String> {
    if !cfg!(debug_assertions) {
        return Err("the table is of the development profile".into());
    }
    let version = Command::new("valgrind").arg("--version").output();
    if !version.is_ok_and(|output| output.status.success()) {
        return Err("valgrind is not installed (`apt-get install valgrind`)".into());
    }
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let index = folder.path().join("index");
    // One thread, so that the same articles are the same segment.
    let settings = Settings { threads: 1, ..Settings::default() };
    let mut writer = ArchiveWriter::open(&index, &settings).expect("a writer");
    let generator = Generator::new(1, 5);
    let page = web_page(&generator.article(0));
    std::fs::write(folder.path().join("page.html"), page).map_err(|e| e.to_string())?;
    let made = (0..1_000).map(|number| generator.article(number));
    let fed = writer.feed(|feed| made.filter(|article| feed.submit(article.clone()).is_ok()).count());
    assert_eq!(fed.expect("written").0, 1_000);
    writer.commit().expect("a commit");
    PATHS.iter().map(|path| Ok((*path, count(path, &index, folder.path())?))).collect()
}

fn count(path: &str, index: &Path, folder: &Path) -> Result<u64, String> {
    let out = folder.join("callgrind.out");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args((path != READING).then_some("--toggle-collect=*counted_stretch*"))
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().map_err(|e| e.to_string())?)
        .args(["--count", path])
        .arg(index)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| e.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{path}:\n{told}");
    let counted = std::fs::read_to_string(&out).map_err(|e| e.to_string())?;
    let total =
        counted.lines().find_map(|line| line.strip_prefix("totals:").or(line.strip_prefix("summary:")));
    total
        .and_then(|total| total.trim().parse().ok())
        .filter(|count| *count > 0)
        .ok_or_else(|| format!("callgrind told nothing of `{path}`"))
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/instructions.tsv")
}

/// The compiler by its own name.
fn compiler() -> String {
    let output = Command::new(option_env!("RUSTC").unwrap_or("rustc")).arg("--version").output();
    output.map_or_else(|_| "unknown".into(), |o| String::from_utf8_lossy(&o.stdout).trim().to_string())
}

/// Holds the counts to the table.
fn compare(counts: &[(&str, u64)]) -> ExitCode {
    let text = std::fs::read_to_string(table()).unwrap_or_default();
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'));
    let (here, frozen) = (compiler(), value("compiler").unwrap_or_default());
    let tolerance: f64 =
        value("tolerance").and_then(|t| t.trim_end_matches(" %").parse().ok()).unwrap_or(5.0);
    if std::env::var_os("AXTAR_FREEZE").is_some() {
        let rows: String = counts.iter().map(|(path, count)| format!("{path}\t{count}\n")).collect();
        let head = "# Instructions of the hot paths in the development profile, by callgrind; see tests/instructions.rs.\n";
        std::fs::write(table(), format!("{head}compiler\t{here}\ntolerance\t{tolerance} %\n{rows}"))
            .expect("written");
        return ExitCode::SUCCESS;
    }
    let same = here == frozen;
    if !same {
        println!("instructions: counted by `{here}`, the table by `{frozen}`: not compared");
    }
    let mut wrong = 0;
    for (path, count) in counts {
        let known: Option<u64> = value(path).and_then(|count| count.parse().ok());
        let change = known.map(|known| (*count as f64 / known as f64 - 1.0) * 100.0);
        let told = change.map_or("not in the table".into(), |change| format!("{change:+.2} %"));
        println!("instructions: {path}: {count} ({told})");
        wrong += usize::from(same && change.is_none_or(|change| change.abs() > tolerance));
    }
    if wrong == 0 {
        println!("{} passed, 0 failed", counts.len());
        return ExitCode::SUCCESS;
    }
    println!("{} passed, {wrong} failed", counts.len() - wrong);
    println!(
        "instructions: more than {tolerance} % off; hint: find the cause, or accept it with AXTAR_FREEZE=1"
    );
    ExitCode::FAILURE
}
