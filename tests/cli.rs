//! The program as a user runs it: exit code, stdout and stderr together, over the sample archive.
//!
//! To accept a change of behaviour, run with `INSTA_UPDATE=always` and read the diff.

mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use insta::{assert_snapshot, with_settings};
use tempfile::TempDir;

/// An index of the sample archive, built once by the program itself.
fn sample() -> &'static Path {
    static SAMPLE: OnceLock<TempDir> = OnceLock::new();
    let folder = SAMPLE.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let (code, out, err) = run(folder.path(), &["index", "corpus"], None);
        assert_eq!(code, 0, "{out}{err}");
        folder
    });
    folder.path()
}

/// Runs `axtar` from the project's folder: exit code, stdout, stderr.
fn run(index: &Path, args: &[&str], input: Option<&str>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command.env("AXTAR_INDEX", index).env("XDG_STATE_HOME", state()).env("XDG_CONFIG_HOME", state());
    // What a snapshot shows must not follow the language of the machine.
    command.env("LC_ALL", "C").env_remove("AXTAR_LANG");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    if let Some(input) = input {
        use std::io::Write;
        child.stdin.take().expect("stdin").write_all(input.as_bytes()).expect("written");
    }
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

/// A state folder for each test, so that the last search of one is not that of another.
fn state() -> &'static Path {
    thread_local!(static STATE: &'static TempDir = Box::leak(Box::new(TempDir::new().expect("a folder"))));
    STATE.with(|folder| folder.path())
}

fn told(index: &Path, args: &[&str], input: Option<&str>) -> String {
    let (code, out, err) = run(index, args, input);
    format!("$ axtar {}\nexit {code}\n-- stdout\n{out}-- stderr\n{err}", args.join(" "))
}

/// A snapshot without what differs from run to run: times, sizes, folders, versions.
macro_rules! check {
    ($name:literal, $told:expr) => {
        with_settings!({
            filters => vec![
                (r"/(?:tmp|var|private)[^\s`:']*/", "[folder]/"),
                (r"\.tmp\w+", "[index]"),
                (r"\d+[.,]\d+ s\b", "[time]"),
                (r"(searched|axtarılıb:) \d{4}-\d\d-\d\d", "$1 [day]"),
                (r#""seconds":[\d.e-]+"#, r#""seconds":[time]"#),
                (r#""score":[\d.]+"#, r#""score":[score]"#),
                (r"[\d.,]+ [kM]B\b", "[size]"),
                (r#""bytes":\d+"#, r#""bytes":[size]"#),
                (r"analyzer \d+ \(data \w{8}", "analyzer [version] (data [hash]"),
                (r"commit \w+", "commit [commit]"),
                (r"format \d+", "format [format]"),
            ],
            omit_expression => true,
        }, { assert_snapshot!($name, $told) })
    };
}

#[test]
fn searching() {
    let index = sample();
    check!("search-name", told(index, &["search", "Tokaev", "--limit", "3"], None));
    check!("search-plain", told(index, &["search", "fuzuli", "seherinde", "--limit", "2"], None));
    check!(
        "search-some-words",
        told(index, &["search", "Kurmanqazı", "dombra", "pambıq", "--limit", "2"], None)
    );
    check!(
        "search-json",
        told(index, &["search", "“Orta Dəhliz”", "--limit", "1", "--format", "json"], None)
    );
    check!("search-nothing", told(index, &["search", "qvaşkamotor"], None));
    check!("search-no-word", told(index, &["search", "?!"], None));
    check!(
        "search-filtered",
        told(index, &["search", "Tokayev", "--source", "qısa xəbər", "--format", "json", "--no-last"], None)
    );
}

#[test]
fn formats_of_the_hits() {
    let index = sample();
    let search = |format| {
        let args = ["search", "“Orta Dəhliz”", "--limit", "2", "--no-last", "--format", format];
        told(index, &args, None)
    };
    check!("format-csv", search("csv"));
    check!("format-tsv", search("tsv"));
    check!("format-markdown", search("markdown"));
    check!("format-html", search("html"));
    check!("format-cite", search("cite"));
    let (_, out, _) = run(index, &["search", "neft", "--format", "csv", "--bom", "--no-last"], None);
    assert!(out.starts_with("\u{feff}rank,"), "{out}");
    check!("format-unknown", search("pdf"));
}

#[test]
fn no_format_lets_an_article_do_anything() {
    let folder = TempDir::new().expect("a folder");
    let article = "{\"id\":\"=1+1\",\"title\":\"<script>alert('sınaqsöz')</script>\",\"url\":\"javascript:alert(1)\",\
                   \"source\":\"@SUM(A1)\",\"section\":\"a|b\\tc\",\
                   \"body\":\"=HYPERLINK(\\\"x\\\") sınaqsöz \\u001b[31m **b** \u{202e}\"}";
    run(folder.path(), &["add", "-"], Some(article));
    for format in ["text", "csv", "tsv", "markdown", "html", "cite"] {
        let (code, out, err) =
            run(folder.path(), &["search", "sınaqsöz", "--format", format, "--no-last"], None);
        assert_eq!(code, 0, "{format}: {err}");
        assert!(!out.chars().any(|c| matches!(c, '\u{1b}' | '\u{202e}')), "{format}: {out:?}");
        if format == "html" {
            assert!(!out.contains("<script") && !out.contains("href"), "{out}");
        }
        if matches!(format, "csv" | "tsv") {
            assert!(out.contains("'=1+1") && out.contains("'@SUM") && out.contains("'=HYPERLINK"), "{out}");
            let raw =
                run(folder.path(), &["search", "sınaqsöz", "--format", format, "--raw", "--no-last"], None).1;
            assert!(!raw.contains("'=1+1") && raw.contains("=1+1"), "{raw}");
        }
        if format == "tsv" {
            assert!(out.lines().all(|line| line.matches('\t').count() == 14), "{out}");
        }
    }
}

#[test]
fn paragraphs_of_one_article_stand_together() {
    let index = sample();
    let args = ["search", "xalça", "--limit", "4", "--per-article", "0"];
    check!("search-together", told(index, &args, None));
    // `show` counts as the list did, and every hit is a number of its own.
    let (_, list, _) = run(index, &args, None);
    for number in 1..=4 {
        let (code, article, _) = run(index, &["show", &number.to_string()], None);
        assert!(code == 0 && article.contains("▸"), "{number}: {list}{article}");
    }
    check!("search-context", told(index, &["search", "xalça", "--limit", "1", "-C", "1"], None));
    let page = |offset, limit| {
        let args = ["search", "xalça", "--format", "json", "--limit", limit, "--offset", offset];
        run(index, &args, None).1
    };
    assert_eq!(page("0", "4"), page("0", "2") + &page("2", "2"), "two pages are the list");
}

#[test]
fn counting_beside_the_hits() {
    let index = sample();
    let ask = |more: &[&str]| told(index, &[&["search", "Bakı", "--limit", "1"], more].concat(), None);
    check!("facets", ask(&["--facets"]));
    check!("facets-json", ask(&["--facets=month,author", "--format", "json", "--from", "2025-10-01"]));
    check!("timeline", ask(&["--timeline", "year"]));
    check!("timeline-csv", ask(&["--timeline", "year", "--format", "csv"]));
    check!("timeline-html", ask(&["--timeline", "year", "--format", "html", "--from", "2100-01-01"]));
    // The counts of a facet add up to the articles found.
    let (_, out, _) = run(index, &["search", "Bakı", "--facets=year", "--format", "json"], None);
    let counts = out.lines().last().expect("counts");
    let counts: serde_json::Value = serde_json::from_str(counts).expect("JSON");
    let sum: u64 =
        counts["values"].as_array().expect("values").iter().filter_map(|v| v["articles"].as_u64()).sum();
    let (_, text, _) = run(index, &["search", "Bakı", "--limit", "1"], None);
    assert!(text.contains(&format!("in {sum} articles")), "{sum}: {text}");
}

#[test]
fn what_is_not_found_is_told_of() {
    let index = sample();
    check!("nearest", told(index, &["search", "Qazaxıstam", "--exact"], None));
    check!("nearest-some", told(index, &["search", "qvaşkamotor", "neftt", "--limit", "1"], None));
    check!("limits", told(index, &["search", "Tokayev", "--to", "1950-01-01"], None));
}

#[test]
fn only_the_phrase_is_marked_where_it_stands() {
    let folder = TempDir::new().expect("a folder");
    let article = "{\"id\":\"x\",\"title\":\"T\",\"body\":\"Orta məktəbdə Orta Dəhlizdən danışıldı, dəhliz uzun idi. \
                   İ\u{307}qtisadi: \u{130}ZM\u{130}R.\"}";
    run(folder.path(), &["add", "-"], Some(article));
    let marked = |query: &str| {
        let (_, out, _) = run(folder.path(), &["search", query, "--format", "json", "--no-last"], None);
        let hit: serde_json::Value = serde_json::from_str(&out).expect("a hit");
        let text = hit["text"].as_str().expect("a text").to_owned();
        let marks = hit["highlights"].as_array().expect("marks").clone();
        let place = |mark: &serde_json::Value, i: usize| mark[i].as_u64().expect("an offset") as usize;
        marks.iter().map(|m| text[place(m, 0)..place(m, 1)].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(marked("“orta dəhliz”"), ["Orta", "Dəhlizdən"]);
    assert_eq!(marked("orta dəhliz"), ["Orta", "Orta", "Dəhlizdən", "dəhliz"]);
    assert_eq!(marked("“orta dəhliz” dəhliz"), ["Orta", "Dəhlizdən", "dəhliz"]);
    assert_eq!(marked("izmir"), ["İZMİR"]);
}

#[cfg(unix)]
#[test]
fn the_last_list_is_its_owners_alone_and_only_where_wanted() {
    use std::os::unix::fs::PermissionsExt;
    let index = sample();
    run(index, &["search", "Tokayev"], None);
    let kept = state().join("axtar/last.json");
    let mode = std::fs::metadata(&kept).expect("kept").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&kept).expect("read");
    run(index, &["search", "neft", "--no-last"], None);
    assert_eq!(before, std::fs::read(&kept).expect("read"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let index = sample();
    let search = |more: &[&str]| {
        let args = [&["search", "Tokayev", "--limit", "1", "--no-last"], more].concat();
        run(index, &args, None).1
    };
    assert!(!search(&[]).contains('\u{1b}'));
    assert!(!search(&["--color", "never"]).contains('\u{1b}'));
    let forced = search(&["--color", "always"]);
    assert!(
        forced.contains("\u{1b}[1m") && !forced.contains("\u{1b}]8"),
        "links are for terminals: {forced}"
    );
    for format in ["json", "csv", "markdown", "html", "cite"] {
        assert!(!search(&["--color", "always", "--format", format]).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn showing_what_was_found() {
    let index = sample();
    run(index, &["search", "Kurmanqazı", "dombra", "--limit", "3"], None);
    check!("show-hit", told(index, &["show", "1"], None));
    check!("show-cite", told(index, &["show", "1", "--format", "cite"], None));
    check!("show-unknown", told(index, &["show", "yoxdur"], None));
}

#[test]
fn telling_about_the_index_and_the_language() {
    let index = sample();
    check!("info", told(index, &["info"], None));
    check!("verify", told(index, &["verify"], None));
    check!("analyze", told(index, &["analyze", "NATO-nun", "otağında", "keçirilib"], None));
    check!("lemmas", told(index, &["analyze", "--lemmas"], Some("kitablarımızdan\n\n!\ngedir\nABŞ-ın\n")));
    check!("match", told(index, &["match", "Tokaev", "Tokayev"], None));
    check!(
        "match-batch",
        told(index, &["match", "--batch"], Some("Susa\tŞuşa\nHəsənov\tHüseynov\nBakıda\tBakı\n"))
    );
    check!("match-full", told(index, &["match", "K.-J. Tokayevin", "Qasım-Comərd Tokaev"], None));
    check!("match-none", told(index, &["match", "Həsənov", "Hüseynov"], None));
}

#[test]
fn listing_names() {
    let index = sample();
    check!("names", told(index, &["names", "toka"], None));
    check!("names-explained", told(index, &["names", "kurman", "--explain"], None));
    check!("names-json", told(index, &["names", "kurman", "--format", "json", "--limit", "1"], None));
    check!("names-csv", told(index, &["names", "toka", "--format", "csv"], None));
    check!("names-none", told(index, &["names", "qvaşka"], None));
    // One line a word under the hits: each spelling with its paragraphs and its grade.
    let line = |query: &str| {
        let told = told(index, &["search", query, "--limit", "1", "--no-last"], None);
        told.lines().filter(|line| line.contains(" → ")).map(|line| format!("{line}\n")).collect::<String>()
    };
    let queries = ["Tokaev", "Kasım-Jomart Tokaev", "seher", "İ.Əliyev", "İlham Aliyev", "BMT", "Chaliapin"];
    check!("spellings", queries.map(line).concat());
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let folder = TempDir::new().expect("a folder");
    run(folder.path(), &["index", "corpus/nefes"], None);
    check!("index-again", told(folder.path(), &["index", "corpus/nefes"], None));
    check!("index-json", told(folder.path(), &["index", "corpus/nefes", "--json"], None));
    let article = r#"{"id":"x","title":"Yeni xəbər","text":"Birinci abzas.\nİkinci abzas."}"#;
    check!("add", told(folder.path(), &["add", "-"], Some(article)));
    check!("add-again", told(folder.path(), &["add", "-"], Some(article)));
    check!("rebuild", told(folder.path(), &["index", "--rebuild"], None));
    check!("show-rebuilt", told(folder.path(), &["show", "x", "--format", "json"], None));
}

#[test]
fn search_indexes_a_corpus_first_and_only_once() {
    let folder = TempDir::new().expect("a folder");
    let first = run(folder.path(), &["search", "Tokaev", "--corpus", "corpus", "--limit", "1"], None);
    assert!(first.2.contains("indexed"), "{}", first.2);
    let second = run(folder.path(), &["search", "Tokaev", "--corpus", "corpus", "--limit", "1"], None);
    // The last line tells the time.
    let hits = |out: &str| out.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((second.0, hits(&second.1), second.2.as_str()), (0, hits(&first.1), ""));
}

#[test]
fn the_index_is_no_part_of_the_archive_it_lies_in() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "Başlıq\n01.02.2024\nNeft haqqında xəbər.\n")
        .expect("written");
    let (index, archive) = (folder.path().join("index"), folder.path().to_string_lossy().into_owned());
    for _ in 0..2 {
        let (code, _, err) = run(&index, &["index", &archive], None);
        assert!(code == 0 && !err.contains("warning"), "{err}");
    }
}

#[test]
fn the_later_file_wins_though_only_the_earlier_changed() {
    let folder = TempDir::new().expect("a folder");
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let index = folder.path().join("index");
    file("a.jsonl", "{\"id\":\"1\",\"title\":\"A\",\"body\":\"Köhnə mətn.\"}\n");
    file("b.jsonl", "{\"id\":\"1\",\"title\":\"B\",\"body\":\"Yeni mətn.\"}\n");
    run(&index, &["index", &path("a.jsonl"), &path("b.jsonl")], None);
    let more = "{\"id\":\"2\",\"title\":\"C\",\"body\":\"Başqa.\"}\n";
    file("a.jsonl", &format!("{}{more}", std::fs::read_to_string(path("a.jsonl")).expect("read")));
    run(&index, &["index", &path("a.jsonl"), &path("b.jsonl")], None);
    let (_, out, _) = run(&index, &["show", "1", "--format", "json"], None);
    assert!(out.contains("Yeni mətn"), "{out}");
}

#[test]
fn json_holds_the_text_unchanged_and_steers_no_terminal() {
    let folder = TempDir::new().expect("a folder");
    let article = "{\"id\":\"x\",\"title\":\"T\",\"body\":\"abc\u{7f}def \u{9b}31m sınaqsöz\u{202e}.\"}";
    run(folder.path(), &["add", "-"], Some(article));
    let (_, out, _) = run(folder.path(), &["search", "sınaqsöz", "--format", "json", "--no-last"], None);
    assert!(!out.chars().any(|c| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202e}')), "{out:?}");
    let hit: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let text = hit["text"].as_str().expect("a text");
    let mark = |i: usize| hit["highlights"][0][i].as_u64().expect("an offset") as usize;
    assert_eq!(&text[mark(0)..mark(1)], "sınaqsöz");
    let (code, _, err) = run(folder.path(), &["search", "sınaqsöz", "--limit", "18446744073709551615"], None);
    assert!(code == 2 && err.contains("from 1 to"), "{err}");
}

#[test]
fn bad_input_is_named_and_everything_else_is_indexed() {
    let folder = TempDir::new().expect("a folder");
    let input = folder.path().join("input");
    std::fs::create_dir_all(input.join("empty-folder")).expect("a folder");
    let file = |name: &str, bytes: &[u8]| std::fs::write(input.join(name), bytes).expect("written");
    file("empty.txt", b"");
    file("binary.txt", &[0, 159, 146, 150, 0, 1, 2]);
    file("latin5.txt", b"Ba\xfel\xfdq\nM\xe9tn.");
    file("long-line.jsonl", &vec![b'a'; 50_000_000]);
    let lines: Vec<String> = (1..=10)
        .map(|n| match n {
            3 => r#"{"id": "3", "title": "Yarım"#.to_string(),
            n => format!(r#"{{"id": "{n}", "title": "Xəbər {n}", "body": "Neft haqqında {n}."}}"#),
        })
        .collect();
    file("ten.jsonl", lines.join("\n").as_bytes());
    let index = folder.path().join("index");
    let path = |p: PathBuf| p.to_string_lossy().into_owned();
    check!("bad-input", told(&index, &["index", &path(input.clone())], None));
    let (code, out, _) =
        run(&index, &["search", "neft", "--limit", "20", "--per-article", "0", "--format", "json"], None);
    assert_eq!((code, out.lines().count()), (0, 9));
    check!("no-articles", told(&index, &["index", &path(input.join("empty-folder"))], None));
    check!("missing-path", told(&index, &["index", "yoxdur/"], None));
    check!("not-an-index", told(&input, &["search", "neft"], None));
    check!("no-index", told(&folder.path().join("nowhere"), &["search", "neft"], None));
}

#[test]
fn evaluating_and_timing_over_files() {
    let index = sample();
    let folder = TempDir::new().expect("a folder");
    let queries = folder.path().join("q.tsv");
    let judged = folder.path().join("judged.txt");
    let (_, out, _) =
        run(index, &["search", "Kurmanqazı dombra", "--limit", "1", "--format", "json", "--no-last"], None);
    let hit: serde_json::Value = serde_json::from_str(&out).expect("a hit");
    std::fs::write(&queries, "q1\tKurmanqazı dombra\nq2\tTokaev\n").expect("written");
    std::fs::write(&judged, format!("q1 0 {} 2\n", hit["id"].as_str().expect("an id"))).expect("written");
    let text = |p: &Path| p.to_string_lossy().into_owned();
    let run_file = folder.path().join("run.trec");
    let args = ["eval", "--queries", &text(&queries), "--qrels", &text(&judged), "--run", &text(&run_file)];
    let (code, out, err) = run(index, &args, None);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("queries 1\nnDCG@10 1.0000\nMRR@10 1.0000\nRecall@100 1.0000\n"), "{out}");
    let lines = std::fs::read_to_string(&run_file).expect("a run");
    assert!(lines.lines().all(|l| l.split(' ').count() == 6) && lines.starts_with("q1 Q0 "), "{lines}");

    let samples = folder.path().join("samples.tsv");
    let args = [
        "bench",
        "--queries",
        &text(&queries),
        "--columns",
        "qid,text",
        "--samples",
        &text(&samples),
        "--repeat",
        "1",
    ];
    let (code, out, err) = run(index, &args, None);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("p50") && out.contains("n small"), "{out}");
    assert_eq!(std::fs::read_to_string(&samples).expect("samples").lines().count(), 2);
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_axtar"))
        .args(["search", "Azərbaycan", "--limit", "200", "--per-article", "0", "--no-last"])
        .env("AXTAR_INDEX", sample())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn every_command_has_help() {
    for command in ["index", "add", "search", "show", "eval", "bench", "analyze", "match", "verify", "info"] {
        let (code, out, _) = run(Path::new("index"), &[command, "--help"], None);
        assert!(code == 0 && out.contains("Usage: axtar"), "{command}: {out}");
    }
}

#[test]
fn arguments_that_cannot_be_used() {
    let none = Path::new("index");
    check!("usage-command", told(none, &["serach", "x"], None));
    check!("usage-option", told(none, &["search", "x", "--limt", "3"], None));
    check!("usage-unwanted-word", told(none, &["search", "neft", "-qaz"], None));
    check!("usage-value", told(none, &["search", "x", "--sort", "dat"], None));
    check!("usage-number", told(none, &["search", "x", "--limit", "0"], None));
    check!("usage-date", told(none, &["search", "x", "--from", "2024"], None));
    check!("usage-missing", told(none, &["search"], None));
    check!("usage-conflict", told(none, &["index", "a", "--rebuild"], None));
    check!("usage-language", told(none, &["info", "--lang", "tr"], None));
}

#[test]
fn of_an_option_given_twice_the_last_counts() {
    let args = ["search", "-n", "5", "--format", "csv", "neft", "--format", "json", "-n", "1"];
    let (code, out, err) = run(sample(), &args, None);
    assert_eq!((code, out.lines().count()), (0, 1), "{out}{err}");
    assert!(out.starts_with('{'), "{out}");
}

#[test]
fn azerbaijani_is_spoken_where_it_is_asked_for() {
    let none = Path::new("index");
    check!("az-help", told(none, &["show", "-h", "--lang", "az"], None));
    check!("az-usage", told(none, &["search", "x", "--limt", "3", "--lang=az"], None));
    check!("az-search", told(sample(), &["search", "Tokaev", "--limit", "1", "--lang", "az"], None));
    check!("az-nothing", told(sample(), &["search", "qvaşkamotor", "--lang", "az"], None));
    check!("az-missing", told(none, &["index", "yoxdur/", "--lang", "az"], None));
    check!("az-no-word", told(sample(), &["search", "?!", "--lang", "az"], None));
    check!("az-info", told(sample(), &["info", "--lang", "az"], None));
    // Keys and grades are the same in every language.
    let json = |lang| run(sample(), &["search", "Tokaev", "--format", "json", "--lang", lang], None).1;
    assert_eq!(json("az"), json("en"));
}
