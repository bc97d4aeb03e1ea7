//! The instrument as it is used: `axtar bench` and `axtar eval` over the sample archive, their
//! files, and what they refuse.

mod table;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use axtar::measure::draw::{CLASSES, draw};
use axtar::measure::record::Record;
use axtar::search::{Options, Variants};
use tempfile::TempDir;

/// An index of the sample archive, built once.
fn sample() -> &'static Path {
    static SAMPLE: OnceLock<TempDir> = OnceLock::new();
    let folder = SAMPLE.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        table::write(folder.path(), table::sample_articles());
        folder
    });
    folder.path()
}

/// A folder with a query file, where a test keeps its files and runs.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(TempDir::new().expect("a folder"));
        desk.write("queries.tsv", "q1\tTokaev\tname,word\nq2\t?!\nq3\tQazaxıstan prezidenti\tword\n");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).expect("written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Runs `axtar` in the folder: exit code, stdout, stderr.
    fn run(&self, index: &Path, args: &str) -> (i32, String, String) {
        let mut words: Vec<&str> = vec![];
        // A quoted argument holds blanks.
        for (place, part) in args.split('\'').enumerate() {
            if place % 2 == 1 { words.push(part) } else { words.extend(part.split_whitespace()) }
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_axtar"));
        command.current_dir(self.0.path()).args(words).env("AXTAR_INDEX", index);
        command.env("XDG_STATE_HOME", self.0.path()).env("XDG_CONFIG_HOME", self.0.path());
        command.env("LC_ALL", "C").env_remove("AXTAR_LANG");
        let output = command.output().expect("the program starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
    }

    /// The same where all must go well: its stdout.
    fn done(&self, args: &str) -> String {
        let (code, out, err) = self.run(sample(), args);
        assert_eq!(code, 0, "axtar {args}\n{out}{err}");
        out
    }
}

fn record(desk: &Desk, name: &str) -> Record {
    Record::read(&desk.path(name)).expect("a record")
}

#[test]
fn a_closed_loop_tells_conditions_figures_and_the_slowest() {
    let desk = Desk::new();
    let out =
        desk.done("bench --queries queries.tsv --repeat 3 --samples s.tsv --json r.json --report r.html");
    for wanted in
        ["closed loop", "machine:", "hash", "n small", "expand", "intervals", "slowest", "q1  Tokaev"]
    {
        assert!(out.contains(wanted), "{wanted} is not in\n{out}");
    }
    let samples = desk.read("s.tsv");
    let rows: Vec<Vec<&str>> = samples.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.iter().map(|row| row[0]).collect::<Vec<_>>(), ["q1", "q2", "q3"]);
    assert_eq!((rows[0][1], rows[1][3]), ("name,word", "0"));
    assert!(rows.iter().all(|row| row.len() == 4 && row[2].parse::<f64>().is_ok()), "{samples}");

    let record = record(&desk, "r.json");
    assert_eq!((record.raw.len(), record.raw[0].times.len(), record.raw[0].steps.len()), (3, 3, 3));
    assert!(record.raw[1].refused && record.raw[0].hits > 0);
    assert_eq!(record.microseconds.keys().collect::<Vec<_>>(), ["all", "name", "word"]);
    assert_eq!((record.microseconds["word"].n, record.conditions.repeat), (2, 3));
    assert_eq!(record.microseconds["all"].quantiles["p99"], None, "three queries have no p99");
    for (time, steps) in record.raw[0].times.iter().zip(&record.raw[0].steps) {
        let sum: f64 = steps.iter().sum();
        assert!(sum <= *time && sum > 0.5 * time, "steps {steps:?} of {time}");
    }

    let page = desk.read("r.html");
    assert!(page.contains("<svg") && page.contains("<polyline") && page.ends_with("</html>\n"));
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("src="));
}

#[test]
fn an_open_loop_keeps_its_rate_and_counts_every_asking() {
    let desk = Desk::new();
    let args = "bench --draw 3 --rate 100 --repeat 2 --threads 2 --json r.json";
    let out = desk.done(args);
    assert!(out.contains("open loop, 100.0 queries a second, threads: 2"), "{out}");
    let record = record(&desk, "r.json");
    let asked = record.raw.iter().map(|raw| raw.times.len()).sum::<usize>();
    assert_eq!(record.microseconds["all"].n, asked);
    assert!(record.seconds >= asked as f64 / 100.0, "{asked} askings in {} s", record.seconds);
    let out = desk.done("bench --draw 3 --rate 900000 --repeat 1");
    assert!(out.contains("the answers fell behind"), "{out}");
}

#[test]
fn a_cold_process_finds_what_the_warm_one_finds() {
    let desk = Desk::new();
    desk.done("bench --queries queries.tsv --repeat 1 --json warm.json");
    let out = desk.done("bench --queries queries.tsv --repeat 1 --cold --json cold.json");
    assert!(out.contains("a new process for each query") && out.contains("only tells its version"), "{out}");
    let hits = |name| record(&desk, name).raw.iter().map(|raw| (raw.hits, raw.refused)).collect::<Vec<_>>();
    assert_eq!(hits("warm.json"), hits("cold.json"));
}

#[test]
fn a_run_is_kept_by_name_and_compared_with() {
    let desk = Desk::new();
    desk.done("bench --queries queries.tsv --repeat 2 --save before");
    let out = desk.done("bench --queries queries.tsv --repeat 2 --compare before");
    assert!(out.contains("change since before") && out.contains("by turns"), "{out}");
    assert!(out.lines().any(|line| line.contains('→') && line.contains("mean")), "{out}");

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let kept = std::fs::metadata(desk.path("axtar/bench/before.json")).expect("kept");
        assert_eq!(kept.permissions().mode() & 0o077, 0, "queries are nobody else's to read");
    }

    // A run that found more is another answer, and no comparison.
    let mut kept = desk.read("axtar/bench/before.json");
    let hits = record(&desk, "axtar/bench/before.json").raw[2].hits;
    kept = kept.replace(&format!("\"class\":\"word\",\"hits\":{hits}"), "\"class\":\"word\",\"hits\":77");
    desk.write("other.json", &kept);
    let (code, _, err) = desk.run(sample(), "bench --queries queries.tsv --repeat 1 --compare other.json");
    assert_eq!(code, 2);
    let told = format!("query `q3 Qazaxıstan prezidenti` found 77 at first and {hits} later");
    assert!(err.contains(&told) && err.contains("hint:"), "{err}");

    // Neither are other queries.
    desk.write("fewer.tsv", "q1\tTokaev\tname,word\n");
    let (code, _, err) = desk.run(sample(), "bench --queries fewer.tsv --repeat 1 --compare before");
    assert!(code == 2 && err.contains("`q2 ?!` was asked in one run only"), "{err}");
    let (code, _, err) = desk.run(sample(), "bench --queries fewer.tsv --compare queries.tsv");
    assert!(code == 2 && err.contains("holds no saved run") && err.contains("--save"), "{err}");
}

#[test]
fn two_sets_of_options_are_asked_by_turns() {
    let desk = Desk::new();
    let args = "bench --queries queries.tsv --repeat 4 --a '--variants none' --b '--variants all -k 3' --json ab.json";
    let out = desk.done(args);
    assert!(out.contains("change since a: --variants none"), "{out}");
    assert!(out.contains("top 3") && out.contains("--variants all"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&desk.read("ab.json")).expect("JSON");
    assert_eq!(json["a"]["options"], "--variants none");
    assert_eq!(json["b"]["raw"][0]["times"].as_array().map(Vec::len), Some(4));
    assert!(json["changes"].as_array().is_some_and(|changes| !changes.is_empty()));
    let (code, _, err) = desk.run(sample(), "bench --draw 1 --a '--varaints none' --b ''");
    assert!(code == 2 && err.contains("--varaints") && err.contains("--variants none"), "{err}");
}

#[test]
fn the_newsrooms_list_counts_as_in_a_search() {
    let desk = Desk::new();
    desk.write("names.tsv", "same\tTokayev\tKurmanqazı\n");
    desk.write("one.tsv", "q1\tKurmanqazı\n");
    let hits = |args: &str| {
        desk.done(&format!("bench --queries one.tsv -k 100 --repeat 1 --json r.json {args}"));
        record(&desk, "r.json").raw[0].hits
    };
    assert!(hits("--names-file names.tsv") > hits(""));
    desk.write("names.tsv", "same\tTokayev\n");
    let (code, _, err) = desk.run(sample(), "bench --queries one.tsv --repeat 1 --names-file names.tsv");
    assert!(code == 2 && err.contains("names.tsv:1:"), "{err}");
}

#[test]
fn indexing_meanwhile_is_told_and_leaves_the_index_alone() {
    let desk = Desk::new();
    let before = desk.done("info --json");
    let out = desk.done("bench --draw 5 --repeat 2 --while-indexing");
    assert!(out.contains("were indexed into a temporary folder"), "{out}");
    assert_eq!(desk.done("info --json"), before);
}

#[test]
fn drawn_queries_are_of_their_class_and_the_same_for_a_seed() {
    let mut engine = table::sample_engine();
    let queries = draw(&mut engine, 4, 9).expect("queries");
    assert_eq!(queries, draw(&mut engine, 4, 9).expect("queries"));
    assert_ne!(queries, draw(&mut engine, 4, 10).expect("queries"));
    for class in CLASSES {
        assert_eq!(queries.iter().filter(|q| q.class == class).count(), 4, "{class}: {queries:?}");
    }
    for query in &queries {
        let variants = query.variants.unwrap_or_default();
        let found =
            engine.search(&query.text, &Options { variants, ..Options::default() }).expect("an answer");
        assert_eq!(found.hits.is_empty(), query.class == "none", "{query:?}");
        let whole = match query.class.as_str() {
            "phrase" => query.text.starts_with('"') && query.text.ends_with('"'),
            "prefix" => query.text.ends_with('*'),
            "plain" => query.text.is_ascii(),
            "any" => query.text.contains(" OR "),
            "date" => query.text.contains(" tarix:20") || query.text.contains(" tarix:19"),
            "name-forms" => query.variants == Some(Variants::None),
            "rare" | "common" | "name" => !query.text.contains(' '),
            "two" => query.text.split(' ').count() == 2,
            "three" => query.text.split(' ').count() == 3,
            _ => true,
        };
        assert!(whole, "{query:?}");
    }
}

#[test]
fn what_cannot_be_measured_is_refused_with_its_cure() {
    let desk = Desk::new();
    desk.write("short.tsv", "q1\tneft\nq2\n");
    for (args, told) in [
        ("bench", "--queries"),
        ("bench --queries short.tsv", "short.tsv:2: qid TAB text TAB class expected"),
        ("bench --queries missing.tsv", "missing.tsv"),
        ("bench --draw 2 --rate 0", "queries a second are expected"),
        ("bench --draw 2 --rate 5 --cold", "cannot go with"),
        ("bench --draw 2 --save ../x", "a name of letters"),
        ("bench --draw 2 --a ''", "--b"),
        ("bench --draw 2 --queries queries.tsv", "cannot go with"),
    ] {
        let (code, out, err) = desk.run(sample(), args);
        assert!(code == 2 && err.contains(told) && out.is_empty(), "axtar {args}\n{out}{err}");
    }
}

/// Paragraph ids of the first hits of a query, as TREC files have them.
fn first_hits(desk: &Desk, query: &str, k: usize) -> Vec<String> {
    desk.write("one.tsv", &format!("q\t{query}\n"));
    desk.done(&format!("eval --queries one.tsv --run one.trec -k {k}"));
    desk.read("one.trec").lines().map(|line| line.split(' ').nth(2).expect("an id").to_string()).collect()
}

/// Judgements under which `q1` and `q3` of the desk's queries have their first hits as answers.
fn judge(desk: &Desk) {
    let (one, three) = (first_hits(desk, "Tokaev", 3), first_hits(desk, "Qazaxıstan prezidenti", 3));
    let rows = [
        format!("q1 0 {} 2", one[0]),
        format!("q1 0 {} 1", one[2]),
        format!("q1 0 {} 0", one[1]),
        format!("q3 0 {} 1", three[1]),
        "q2 0 nowhere#0 1".into(),
        "unasked 0 nowhere#1 1".into(),
    ];
    desk.write("qrels.txt", &rows.join("\n"));
}

#[test]
fn relevance_is_told_for_scripts_first_and_then_by_class() {
    let desk = Desk::new();
    judge(&desk);
    let out = desk.done("eval --queries queries.tsv --qrels qrels.txt --run r.trec --json r.json");
    let lines: Vec<&str> = out.lines().collect();
    // Of q1 three gains of grade 2, one on place 3; of q3 the second place; q2 and `unasked` find nothing.
    let ndcg = (3.0 + 1.0 / 4f64.log2()) / (3.0 + 1.0 / 3f64.log2()) + 1.0 / 3f64.log2();
    assert_eq!(
        lines[..6],
        [
            "queries 4".to_string(),
            format!("nDCG@10 {:.4}", ndcg / 4.0),
            format!("MRR@10 {:.4}", 1.5 / 4.0),
            "Recall@100 0.5000".into(),
            "Success@1 0.2500".into(),
            format!("MAP {:.4}", (5.0 / 6.0 + 0.5) / 4.0),
        ]
    );
    let word = lines.iter().find(|line| line.starts_with("word")).expect("a class");
    assert_eq!(word.split_whitespace().nth(1), Some("2"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&desk.read("r.json")).expect("JSON");
    assert_eq!(json["run"]["queries"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["run"]["classes"]["name"]["queries"], 1);

    // The run written and scored without the index is the same.
    let nowhere = desk.path("no-index");
    let again = desk.run(&nowhere, "eval --queries queries.tsv --qrels qrels.txt --score r.trec");
    assert_eq!((again.0, again.1), (0, out));
}

#[test]
fn two_rankings_are_compared_query_by_query() {
    let desk = Desk::new();
    judge(&desk);
    desk.done("eval --queries queries.tsv --run before.trec");
    // In another run q1 has its answers last, and q3 its answer first.
    let run = desk.read("before.trec");
    let answer = desk.read("qrels.txt").lines().find(|l| l.starts_with("q3")).map(str::to_string);
    let answer = answer.and_then(|line| line.split(' ').nth(2).map(str::to_string)).expect("an answer");
    let kept: String =
        run.lines().filter(|line| line.starts_with("q3")).map(|line| format!("{line}\n")).collect();
    desk.write("after.trec", &format!("{kept}q3 Q0 {answer} 0 1000 x\nq1 Q0 nothing 1 1 x\n"));
    let out =
        desk.done("eval --queries queries.tsv --qrels qrels.txt --score after.trec --compare before.trec");
    assert!(out.contains("from before.trec to after.trec"), "{out}");
    let (better, worse) = out
        .split_once("better by nDCG@10: 1")
        .and_then(|(_, rest)| rest.split_once("worse: 1; the same: 2"))
        .expect("lists");
    assert!(better.contains("q3  Qazaxıstan prezidenti") && worse.contains("q1  Tokaev"), "{out}");

    let out =
        desk.done("eval --queries queries.tsv --qrels qrels.txt --a '--variants none' --b '--variants all'");
    assert!(out.contains("from a: --variants none to b: --variants all"), "{out}");
    // Without other spellings `Tokaev` finds none of the paragraphs on Tokayev.
    assert!(out.contains("better by nDCG@10: 1") && out.contains("q1  Tokaev"), "{out}");
    let same = desk.done("eval --queries queries.tsv --qrels qrels.txt --compare before.trec");
    assert!(same.contains("worse: 0; the same: 4"), "{same}");
    desk.write("bad.trec", "q1 Q0 x\n");
    let (code, _, err) =
        desk.run(sample(), "eval --queries queries.tsv --qrels qrels.txt --compare bad.trec");
    assert!(code == 2 && err.contains("bad.trec:1: qid Q0 document rank score name"), "{err}");
}
