//! Files to articles, as the index gets them: each format, each kind of damage, hostile input.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axtar::corpus::{Article, LIMIT, Mapping, PublicationDate, ReadError, Severity, SourceFile, read, walk};
use proptest::prelude::*;

const DATA: &str = "tests/data/reading";

struct Reading {
    articles: Vec<Article>,
    errors: Vec<ReadError>,
}

impl Reading {
    fn messages(&self) -> Vec<String> {
        self.errors.iter().map(ToString::to_string).collect()
    }

    /// The only article, of a file that is read without complaint.
    fn only(mut self) -> Article {
        assert_eq!(self.messages(), Vec::<String>::new());
        assert_eq!(self.articles.len(), 1);
        self.articles.remove(0)
    }
}

fn read_path(path: &Path) -> Reading {
    let file = SourceFile::at(path).unwrap();
    let progress = AtomicU64::new(0);
    let mut reading = Reading { articles: Vec::new(), errors: Vec::new() };
    let flow = read(&file, &Mapping::default(), &progress, &mut |result| {
        match result {
            Ok(article) => reading.articles.push(article),
            Err(error) => reading.errors.push(error),
        }
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    for article in &reading.articles {
        assert!(!article.id.is_empty() && !article.paragraphs.is_empty());
        assert!(article.paragraphs.iter().all(|paragraph| !paragraph.trim().is_empty()));
    }
    for message in reading.messages() {
        assert!(!message.chars().any(char::is_control), "{message:?}");
    }
    reading
}

fn read_data(name: &str) -> Reading {
    read_path(&Path::new(DATA).join(name))
}

/// Reads bytes as a file of this name; the messages name the file without its folder.
fn read_bytes(name: &str, bytes: &[u8]) -> (Vec<Article>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let reading = read_path(&path);
    let prefix = format!("{}/", folder.path().display());
    let messages = reading.messages().iter().map(|message| message.replace(&prefix, "")).collect();
    (reading.articles, messages)
}

#[test]
fn dates_are_read_as_the_table_says() {
    let path = Path::new(DATA).join("dates.tsv");
    let table = fs::read_to_string(&path).unwrap();
    let mut failures = String::new();
    let mut rows = 0;
    for (index, row) in table.lines().enumerate().filter(|(_, row)| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [input, expected, note] = cells[..] else {
            panic!("{}:{}: three cells", path.display(), index + 1)
        };
        rows += 1;
        let got = PublicationDate::parse(input).map_or("-".to_owned(), |date| date.to_string());
        if got != expected {
            let place = format!("{}:{}", path.display(), index + 1);
            writeln!(failures, "{place}: `{input}` ({note}): expected {expected}, got {got}").unwrap();
        }
    }
    assert!(rows >= 60);
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_news_page_saved_as_text() {
    let article = read_data("seed-shape.txt").only();
    assert_eq!(article.title, "Şamaxı–Quba dəmir yolu: dağların arasından keçən xətt");
    assert_eq!(article.date.unwrap().to_string(), "2024-09-05T11:30:00");
    assert_eq!(article.author.as_deref(), Some("Rübabə Şirinli"));
    assert_eq!(article.author_title.as_deref(), Some("Nəqliyyat məsələləri üzrə şərhçi"));
    assert_eq!(article.paragraphs.len(), 3);
    assert_eq!(article.paragraphs[2], "Sakinlər xəttin kəndlərin yanından keçəcəyini gözləyirlər.");
    assert_eq!(article.id, "tests/data/reading/seed-shape.txt");
    assert_eq!(article.path.as_deref(), Some("tests/data/reading/seed-shape.txt"));
}

#[test]
fn a_short_last_paragraph_is_no_signature() {
    let article = read_data("menu-above-title.txt").only();
    assert_eq!(article.title, "Kitabxananın yeni binası istifadəyə verilib");
    assert_eq!(article.date.unwrap().to_string(), "2023-05-12");
    assert_eq!((article.author, article.paragraphs.len()), (None, 3));
}

#[test]
fn wrapped_cyrillic_and_russian_pages() {
    let wrapped = read_data("wrapped.txt").only();
    assert_eq!(wrapped.paragraphs.len(), 2);
    assert!(wrapped.paragraphs[0].contains("Kənd ağsaqqalları onu"));
    let cyrillic = read_data("cyrillic.txt").only();
    assert_eq!((cyrillic.title.as_str(), cyrillic.paragraphs.len()), ("Јени китаб мағазасы", 2));
    assert_eq!(cyrillic.date.unwrap().to_string(), "1978-03-14");
    let russian = read_data("russian.txt").only();
    assert_eq!(russian.date.unwrap().to_string(), "2023-05-12");
}

#[test]
fn markdown_with_front_matter() {
    let article = read_data("front-matter.md").only();
    assert_eq!(article.id, "nar-2024-01");
    assert_eq!(article.title, "Göyçay: nar bayramına hazırlıq");
    assert_eq!(article.section.as_deref(), Some("Kənd təsərrüfatı"));
    assert_eq!(
        article.paragraphs,
        ["Bağlarda yığım başlayıb. Satış bazarda olacaq.", "qırmızı nar;", "ağ nar."]
    );
}

#[test]
fn a_web_page() {
    let article = read_data("page.html").only();
    assert_eq!(article.title, "Muzeyə nadir saat bağışlanıb");
    assert_eq!(article.id, "https://seher-yeli.example/x/saat");
    assert_eq!(article.url.as_deref(), Some("https://seher-yeli.example/x/saat"));
    assert_eq!(article.source.as_deref(), Some("Səhər Yeli"));
    assert_eq!(article.author.as_deref(), Some("Ülkər Daşdəmirli"));
    assert_eq!(article.section.as_deref(), Some("Mədəniyyət"));
    assert_eq!(article.lang.as_deref(), Some("az"));
    // The head states the day, the page shows the minute, and the frame today's date.
    assert_eq!(article.date.unwrap().to_string(), "2024-04-02T09:55:00");
    assert_eq!(article.paragraphs.len(), 3, "{:#?}", article.paragraphs);
    assert!(article.paragraphs[0].contains("il əvvəl hazırlanmış"));
    assert!(article.paragraphs[0].contains("adı və hazırlanma"));
    assert!(article.paragraphs[1].contains("mütəxəssis\u{ad}ləri"), "a soft hyphen stays");
}

#[test]
fn a_broken_line_loses_itself_alone() {
    let reading = read_data("ten-lines.jsonl");
    assert_eq!(reading.articles.len(), 9);
    assert_eq!(
        reading.messages(),
        ["tests/data/reading/ten-lines.jsonl:3: broken JSON at column 31: expected `:`"]
    );
    assert_eq!(reading.articles[0].paragraphs, ["Birinci.", "İkinci."]);
    assert_eq!(reading.articles[0].id.len(), 16);
}

#[test]
fn wrong_types_name_the_line_and_the_field() {
    let reading = read_data("wrong-types.jsonl");
    let messages: Vec<String> =
        reading.messages().iter().map(|m| m.replace("tests/data/reading/wrong-types.jsonl", "")).collect();
    assert_eq!(
        messages,
        [
            ":1: `title` must be a string, but is a number",
            ":3: `paragraphs` must be an array of strings, but is an array with a null",
            ":4: the date `keçən payız` is not understood",
            ":6: `id` must be a string or an integer, but is a number",
            ":7: an article without title and body",
            ":8: broken JSON at column 1: expected an object, `{`",
        ]
    );
    let [good, odd_date, no_body] = &reading.articles[..] else { panic!("three articles") };
    assert_eq!(
        (good.id.as_str(), &good.paragraphs[..]),
        ("7", &[" Bir ".to_owned(), "İki\nhissə".into()][..])
    );
    assert_eq!((odd_date.date, odd_date.section.as_deref()), (None, Some("Elm")));
    assert_eq!((no_body.id.as_str(), &no_body.paragraphs[0][..]), ("https://x.example/1", "Tarixi boş"));
    let warnings = reading.errors.iter().filter(|error| error.severity() == Severity::Warning);
    assert_eq!(warnings.count(), 1);
}

#[test]
fn an_array_is_read_element_by_element() {
    let reading = read_data("array.json");
    assert_eq!(
        reading.messages(),
        ["tests/data/reading/array.json:4: `title` must be a string, but is an object"]
    );
    let titles: Vec<&str> = reading.articles.iter().map(|article| &article.title[..]).collect();
    assert_eq!(titles, ["Birinci", "Üçüncü"]);
    let (articles, messages) = read_bytes("cut.json", b"[{\"title\":\"Bir\"},\n {\"title\":\"x");
    assert_eq!(articles.len(), 1, "what came before the damage is kept");
    assert_eq!(messages, ["cut.json:2: broken JSON at column 12: the text ends in the middle"]);
}

#[test]
fn packed_files_are_told_by_their_content() {
    let line = "{\"title\":\"Bir\",\"body\":\"Mətn.\"}\n".repeat(3);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(line.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(line.as_bytes(), 1).unwrap();
    for name in ["a.jsonl.gz", "a.jsonl.zst", "a.jsonl", "a"] {
        for packed in [&gzip, &zstd] {
            assert_eq!(read_bytes(name, packed).0.len(), 3, "{name}");
        }
    }
    let (articles, messages) = read_bytes("cut.jsonl.zst", &zstd[..zstd.len() - 6]);
    assert!(articles.len() <= 3);
    assert!(messages[0].contains("damaged or cut off"), "{messages:?}");
}

#[test]
fn what_is_no_text_is_named_with_a_cure() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.txt", b"", "empty.txt: the file is empty"),
        ("blank.txt", b" \n\t\n", "blank.txt: the file is empty"),
        ("blank.jsonl", b"\n\n", "blank.jsonl: the file is empty"),
        (
            "old.txt",
            b"Tarix\n\xb1 \xb2 \xb3 \xb1\n",
            "old.txt:2: the text is not UTF-8 (first at byte 6) and no encoding known here",
        ),
        ("binary.txt", b"abc\x00def", "binary.txt: this is not a text file (NUL at byte 3)"),
        ("report.txt", b"{\\rtf1 ", "report.txt: this is an RTF document, which is not read"),
        (
            "line.jsonl",
            b"{\"title\":\"a\"}\n{\"title\":\"\xe2\"}\n{\"title\":\"b\"}\n",
            "line.jsonl:2: the text is not UTF-8 (first at byte 10) and no encoding known here",
        ),
        ("none.html", b"<html><body></body></html>", "none.html: no article was found on this page"),
    ];
    for (name, bytes, message) in cases {
        let (articles, messages) = read_bytes(name, bytes);
        assert_eq!(messages, [*message]);
        assert_eq!(articles.len(), if *name == "line.jsonl" { 2 } else { 0 }, "{name}");
    }
}

#[test]
fn a_bom_is_no_part_of_the_text() {
    for (name, text) in
        [("a.txt", "Başlıq\nMətn."), ("a.jsonl", "{\"title\":\"Başlıq\"}\n"), ("a.md", "# Başlıq\n\nMətn.")]
    {
        let (articles, messages) = read_bytes(name, format!("\u{feff}{text}").as_bytes());
        assert_eq!(messages, Vec::<String>::new(), "{name}");
        assert_eq!(articles[0].title, "Başlıq", "{name}");
    }
}

#[test]
fn a_line_over_the_limit_loses_itself_alone() {
    let mut bytes = b"{\"title\":\"".to_vec();
    bytes.resize(LIMIT + 100, b'x');
    bytes.extend_from_slice(b"\"}\n{\"title\":\"b\"}\n");
    let packed = zstd::encode_all(&bytes[..], 1).unwrap();
    let (articles, messages) = read_bytes("long.jsonl.zst", &packed);
    assert_eq!(messages, ["long.jsonl.zst:1: the line is longer than 32 MiB"]);
    assert_eq!(articles.len(), 1);
    let packed = zstd::encode_all(&vec![b'a'; LIMIT + 1][..], 1).unwrap();
    let (_, messages) = read_bytes("bomb.txt.zst", &packed);
    assert_eq!(messages, ["bomb.txt.zst: larger than 32 MiB, too large for a text page"]);
}

#[test]
fn deep_nesting_neither_crashes_nor_hangs() {
    let deep = 100_000;
    let wide = "<p>x</p>".repeat(50_000);
    for (page, reason) in [
        ("<div>".repeat(deep), "the page's elements are nested too deep"),
        ("<svg>".to_owned() + &"<path>".repeat(deep), "the page's elements are nested too deep"),
        // Each paragraph would open all of them anew.
        ("<b>".repeat(1_000) + &wide, "the page has too many elements"),
        // The parser looks up through all of them at each paragraph.
        ("<div>".repeat(1_999) + &wide, "the page has too many elements"),
    ] {
        let (_, messages) = read_bytes("deep.html", format!("<html>{page}Mətn").as_bytes());
        assert_eq!(messages, [format!("deep.html: {reason}")]);
    }
    let (_, messages) = read_bytes("deep.jsonl", "[".repeat(deep).as_bytes());
    assert_eq!(messages.len(), 1, "{messages:?}");
    let in_field = format!("{{\"title\":{}", "[".repeat(deep));
    assert_eq!(read_bytes("deep.jsonl", in_field.as_bytes()).1.len(), 1);
    let ignored = format!("{{\"title\":\"a\",\"x\":{}{}}}", "[".repeat(deep), "]".repeat(deep));
    let (articles, messages) = read_bytes("deep.jsonl", ignored.as_bytes());
    assert_eq!(articles.len() + messages.len(), 1);
    let (articles, _) = read_bytes("deep.md", "> ".repeat(2_000).as_bytes());
    assert!(articles.is_empty());
    let linked =
        format!("<html><script type='application/ld+json'>{}</script><p>Mətn.</p>", "[".repeat(deep));
    assert_eq!(read_bytes("deep.html", linked.as_bytes()).0.len(), 1);
}

#[test]
fn an_article_of_a_page_with_nothing_readable_is_its_paragraphs() {
    let (articles, _) = read_bytes("short.html", "<html><h1>Başlıq</h1><p>Qısa mətn.</p>".as_bytes());
    assert_eq!(articles[0].title, "Başlıq");
    assert_eq!(articles[0].paragraphs, ["Qısa mətn."]);
}

#[test]
fn progress_counts_the_bytes_of_the_file() {
    let packed = zstd::encode_all(&b"{\"title\":\"a\"}\n".repeat(1000)[..], 1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl.zst");
    fs::write(&path, &packed).unwrap();
    let progress = AtomicU64::new(5);
    let _ = read(&SourceFile::at(&path).unwrap(), &Mapping::default(), &progress, &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(progress.load(Ordering::Relaxed), 5 + packed.len() as u64);
}

#[test]
fn nothing_is_read_after_the_sink_breaks_off() {
    for name in ["ten-lines.jsonl", "array.json"] {
        let file = SourceFile::at(&Path::new(DATA).join(name)).unwrap();
        let mut calls = 0;
        let flow = read(&file, &Mapping::default(), &AtomicU64::new(0), &mut |_| {
            calls += 1;
            ControlFlow::Break(())
        });
        assert!(flow.is_break());
        assert_eq!(calls, 1, "{name}");
    }
}

#[test]
fn a_folder_is_walked_in_order_without_papers_and_hidden_files() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.txt", "a/z.md", "a/README.md", ".hidden.txt", "LICENSE-MIT", ".git/x.txt", "a/y.jpg", "c"]
    {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    fs::write(folder.path().join(".gitignore"), "*.txt").unwrap();
    let (files, errors) = walk(&[folder.path().to_owned(), folder.path().join("b.txt")]);
    let names: Vec<_> =
        files.iter().map(|file| file.path.strip_prefix(folder.path()).unwrap().to_owned()).collect();
    assert_eq!(names, [PathBuf::from("a/z.md"), "b.txt".into(), "c".into()]);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].severity(), Severity::Warning);
    assert!(errors[0].to_string().ends_with("files passed over, since their endings are not read: .jpg"));
}

#[test]
fn a_missing_path_and_an_empty_folder_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("yox");
    let (files, errors) = walk(&[folder.path().to_owned(), missing]);
    assert!(files.is_empty());
    assert!(errors[0].to_string().contains("read are files ending in .txt .text .md"));
    assert!(errors[1].to_string().ends_with("yox: no such file or folder"));
}

#[cfg(unix)]
#[test]
fn link_loops_devices_and_sockets_are_reported_and_not_read() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), "x").unwrap();
    symlink(folder.path(), at("loop")).unwrap();
    symlink(at("nowhere"), at("dangling.txt")).unwrap();
    symlink("/dev/zero", at("zero.txt")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("s.txt")).unwrap();
    let (files, errors) = walk(&[folder.path().to_owned()]);
    assert_eq!(files.len(), 1);
    let mut kinds = BTreeMap::new();
    for error in &errors {
        let name = error.location().path.file_name().unwrap().to_string_lossy().into_owned();
        kinds.insert(name, error.to_string());
    }
    assert_eq!(kinds.len(), 4, "{kinds:?}");
    assert!(kinds["loop"].contains("a link that leads back to"));
    assert!(kinds["dangling.txt"].ends_with("nowhere, which is not there"));
    assert!(kinds["zero.txt"].ends_with("it is a device, not a file"));
    assert!(kinds["s.txt"].ends_with("it is a socket, not a file"));
}

#[test]
fn the_same_file_has_one_name_however_it_is_given() {
    let name = |path: &str| SourceFile { path: path.into(), len: 0, modified_ns: None }.name();
    assert_eq!(name("./a/./b.txt"), "a/b.txt");
    assert_eq!(name("a//b.txt"), "a/b.txt");
    assert_eq!(name("/a/b.txt"), "/a/b.txt");
    assert_eq!(name("../b.txt"), "../b.txt");
}

const NAMES: [&str; 7] = ["x.txt", "x.md", "x.html", "x.json", "x.jsonl", "x", "x.txt.gz"];

/// Pieces that pages are made of, so that random input gets past the first look.
const PIECES: [&str; 40] = [
    "<div>",
    "</div>",
    "<p>",
    "<br",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<html>",
    "<h1>",
    "<time datetime='",
    "<table><tr>",
    "<svg>",
    "class=\"share\"",
    "---\n",
    "title: ",
    "# ",
    "- ",
    "> ",
    "| a |\n|---|\n",
    "```",
    "{\"",
    "\":",
    "[",
    "]",
    "}",
    "\"title\":\"x\"",
    "\\u",
    "null",
    "\n",
    "\r",
    "\n\n",
    "12 may 2023",
    "26 Oktyabr 18:41",
    "Xəbər lenti",
    "Lalə Həsənzadə",
    "\u{feff}",
    "İ\u{307}",
    "\u{0}",
    "söz ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in NAMES {
            read_bytes(name, &bytes);
        }
    }

    #[test]
    fn no_page_makes_a_reader_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let page = pieces.concat();
        for name in NAMES {
            let (_, messages) = read_bytes(name, page.as_bytes());
            prop_assert!(!messages.iter().any(|message| message.contains("could not be parsed")), "{}", page);
        }
    }

    #[test]
    fn any_string_is_a_date_or_none(text in "\\PC{0,90}") {
        if let Some(date) = PublicationDate::parse(&text) {
            prop_assert_eq!(PublicationDate::parse(&date.to_string()), Some(date));
        }
    }

    #[test]
    fn a_date_written_is_the_date_read(day in 1i64..=28, month in 1i64..=12, year in 1900i64..=2100) {
        let date = PublicationDate::parse(&format!("{day:02}.{month:02}.{year}"));
        prop_assert_eq!(date.map(|date| date.to_string()), Some(format!("{year}-{month:02}-{day:02}")));
    }
}
