//! A seeded fuzzer over every parser: pieces of each format, broken, joined and packed at random.
//!
//! `AXTAR_FUZZ_RUNS` sets the number of runs (by default few, for the suite) and `AXTAR_FUZZ_SEED` the
//! seed, which a failure prints. Nothing may panic, every paragraph has text, no message holds a
//! control character, and a panic that was contained counts as one. A second one goes over what
//! reads text: dates, queries, analysis, spellings.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use axtar::analysis::{Analyzer, Lemmatizer, Scheme};
use axtar::corpus::{Mapping, PublicationDate, SourceFile, read};
use axtar::search::query::parse;
use axtar::spelling::Comparer;

/// xorshift: the same runs for the same seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Beginnings that lead past the first look, and pieces that readers know.
const SEEDS: &[(&str, &str)] = &[
    (
        "a.html",
        "<html><head><title>Başlıq</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Başlıq\",\"datePublished\":\"2024-05-12\"}</script></head><body><h1>Başlıq</h1><div class='info'>12 may 2024 | Müəllif: Lalə Həsənli</div><p>Mətn budur.</p><div class='card'><a href='/x'>Başqa xəbər</a></div></body></html>",
    ),
    (
        "a.xml",
        "<rss><channel><title>Lent</title><item><title>Bir</title><link>https://k.example/1</link><pubDate>Fri, 12 May 2023 14:05:00 GMT</pubDate><description><![CDATA[<p>Mətn.</p>]]></description></item></channel></rss>",
    ),
    (
        "w.xml",
        "<mediawiki xml:lang='az'><page><title>Şəki</title><ns>0</ns><revision><text>'''Şəki''' {{x|y}} [[a|b]] {| c |} &lt;ref&gt;d&lt;/ref&gt; == e ==</text></revision></page></mediawiki>",
    ),
    (
        "a.warc",
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://k.example/1\r\nWARC-Date: 2024-05-12T08:00:00Z\r\nContent-Length: 120\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1c\r\n<h1>Bir</h1><p>Abzas budur\r\n0\r\n\r\n",
    ),
    (
        "a.eml",
        "From: Lale <a@k.example>\r\nSubject: =?utf-8?Q?K=C3=B6rp=C3=BC?=\r\nDate: Fri, 12 May 2023 14:05:00 +0400\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nMətn.\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n--b--\r\n",
    ),
    (
        "a.mbox",
        "From a@k.example Fri May 12 14:05:00 2023\nSubject: x\nFrom: y\n\nMətn.\n\nFrom b@k.example Fri May 12 14:05:00 2023\nSubject: z\n\n>From a\n",
    ),
    ("a.csv", "title;body;date\n\"a;b\";\"Mətn\n\";12.05.2024\n;;\n"),
    (
        "a.json",
        "{\"articles\":[{\"id\":1,\"title\":\"x\",\"paragraphs\":[\"y\"]},{\"body\":\"z\\nw\",\"date\":\"2024-05-12\"}]}",
    ),
    ("a.jsonl", "{\"title\":\"x\",\"body\":\"y\"}\n{\"title\":\"z\"}\n"),
    ("a.md", "---\ntitle: 'x'\ndate: 12 may 2024\n---\n# y\n\n- a\n> b\n\n| c |\n|---|\n<p>d</p>\n"),
    (
        "a.txt",
        "Ana səhifə\nBaşlıq\n23.10.2025 [16:14]\nMətn budur.\nLalə Həsənli\nXəbər lenti\n26 Oktyabr 18:41\n",
    ),
    (
        "a.pdf",
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n3 0 obj\n<</Length 40>>stream\nBT /F1 12 Tf 50 750 Td (Yeni bina) Tj ET\nendstream\nendobj\n4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\ntrailer<</Root 1 0 R>>\n",
    ),
];

const PIECES: &[&str] = &[
    "<",
    ">",
    "</div>",
    "<div class='comment'>",
    "<![CDATA[",
    "]]>",
    "&#x130;",
    "&amp",
    "{{",
    "}}",
    "[[",
    "]]",
    "{|",
    "|}",
    "\"",
    "'",
    ";",
    ",",
    "\t",
    "\r\n",
    "\n\n",
    "\n--b\n",
    "\nFrom ",
    "WARC/1.0\r\n",
    "Content-Length: 9999999999\r\n",
    "Content-Encoding: gzip\r\n",
    "\u{0}",
    "\u{feff}",
    "É™",
    "Az?rbaycan",
    "яюц",
    "<item>",
    "</item>",
    "<page>",
    "</page>",
    "<time datetime='",
    "dünən, 12:00",
    "12 may 2024",
    "\\u",
    "[",
    "]",
    "stream\n",
    "endobj\n",
    "0 R",
    "(",
    ")",
    "<<",
    ">>",
];

fn mutated(random: &mut Random, seed: &str) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..1 + random.next(6) {
        let at = random.next(bytes.len() + 1);
        match random.next(6) {
            0 => bytes.truncate(at),
            1 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1 << random.next(8);
            }
            2 => {
                let end = (at + random.next(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + random.next(60)).min(bytes.len());
                let again = bytes[at..end].repeat(1 + random.next(20));
                bytes.splice(at..at, again);
            }
            _ => {
                let piece = PIECES[random.next(PIECES.len())].repeat(1 + random.next(3));
                bytes.splice(at..at, piece.into_bytes());
            }
        }
    }
    bytes
}

/// Bytes as they are, or packed, and then perhaps broken once more.
fn packed(random: &mut Random, name: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    let (name, mut packed) = match random.next(8) {
        0 => {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
            ("a.zip".to_owned(), zip.finish().unwrap().into_inner())
        }
        1 => {
            let mut tar = tar::Builder::new(Vec::new());
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            tar.append_data(&mut header, name, &bytes[..]).unwrap();
            ("a.tar".to_owned(), tar.into_inner().unwrap())
        }
        2 => (format!("{name}.zst"), zstd::encode_all(&bytes[..], 1).unwrap()),
        _ => return (name.to_owned(), bytes),
    };
    if random.next(2) == 0 && !packed.is_empty() {
        let at = random.next(packed.len());
        packed[at] ^= 1 << random.next(8);
    }
    (name, packed)
}

/// Runs and seed.
fn asked() -> (u64, u64) {
    let from =
        |name: &str, default: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    (from("AXTAR_FUZZ_RUNS", 2_000), from("AXTAR_FUZZ_SEED", 20_251_125))
}

/// Texts that lead into dates, queries and the word stages.
const TEXTS: &[&str] = &[
    "12 may 2024, 14:35",
    "2024-05-12T08:00:00+04:00",
    "Fri, 12 May 2023 14:05:00 GMT",
    "dünən, 12:00",
    "23.10.2025 [16:14]",
    "(neft OR qaz) AND NOT “Orta Dəhliz”~8 =Tokayev",
    "mənbə:APA tarix:2024-05..2024-06 title:büdcə söz* s?z ad~1",
    "VƏ YA DEYİL -qaz \"sözlər ^2",
    "Şəhərimizdəkilərdən NATO-nun “Məcəllə”də 2025-ci ildə İ\u{307}ZMİR",
    "Әлијев Токаевин Қазақстан yapılmıştı runnings",
    "Bakı–Tbilisi–Ceyhan, İKT-nın; O’Brayen və tez-tez…",
];

#[test]
fn no_text_breaks_dates_queries_or_analysis() {
    let (runs, seed) = asked();
    let mut random = Random(seed ^ 0x5eed);
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    let comparer = Comparer::new(Lemmatizer::new());
    let day = "2025-11-25".parse().ok();
    for run in 0..runs {
        let seed_text = TEXTS[random.next(TEXTS.len())];
        let text = String::from_utf8_lossy(&mutated(&mut random, seed_text)).into_owned();
        let at = format!("seed {seed} run {run}: {text:?}");
        if let Some(date) = PublicationDate::parse(&text) {
            assert_eq!(PublicationDate::parse(&date.to_string()), Some(date), "{at}");
        }
        match parse(&text, day) {
            Ok(query) => assert!(query.to_string().len() < 40 * (text.len() + 1), "{at}"),
            Err(error) => {
                assert!(text.get(error.at.clone()).is_some(), "{at}");
                assert!(error.pointed().1.contains('^') && !error.to_string().is_empty(), "{at}");
            }
        }
        let mut words = vec![];
        analyzer.analyze(&text, |token| {
            assert!(text.get(token.from..token.base_to).is_some() && token.base_to <= token.to, "{at}");
            assert!(text.is_char_boundary(token.to), "{at}");
            let lemmas: Vec<String> = token.lemmas.iter().map(str::to_owned).collect();
            assert!(!lemmas.is_empty() && lemmas.iter().all(|lemma| !lemma.is_empty()), "{at}");
            words.push((token.from, token.to, token.surface.to_owned(), lemmas));
        });
        assert!(words.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{at}: words overlap");
        // A cache that is warm says what an empty one says.
        if run % 64 == 0 {
            let mut place = 0;
            Analyzer::new(Scheme::Axtar).analyze(&text, |token| {
                let lemmas: Vec<String> = token.lemmas.iter().map(str::to_owned).collect();
                assert_eq!(words[place], (token.from, token.to, token.surface.to_owned(), lemmas), "{at}");
                place += 1;
            });
            assert_eq!(place, words.len(), "{at}");
        }
        if run % 16 == 0
            && let [(.., one, _), (.., other, _), ..] = &words[..]
        {
            let (a, b) = (comparer.compare(one, other), comparer.compare(other, one));
            assert!(a.grade == b.grade, "{at}: {one} and {other} are not as alike as {other} and {one}");
        }
    }
}

#[test]
fn no_input_breaks_a_parser() {
    let (runs, seed) = asked();
    let mut random = Random(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    for run in 0..runs {
        let (name, text) = SEEDS[random.next(SEEDS.len())];
        let bytes = mutated(&mut random, text);
        let (name, bytes) = packed(&mut random, name, bytes);
        let path = folder.path().join(&name);
        fs::write(&path, &bytes).unwrap();
        let _ = read(&SourceFile::at(&path).unwrap(), &Mapping::default(), &AtomicU64::new(0), &mut |item| {
            match item {
                Ok(article) => {
                    let blank = article.paragraphs.iter().any(|paragraph| paragraph.trim().is_empty());
                    assert!(!blank && !article.paragraphs.is_empty(), "seed {seed} run {run}");
                    for paragraph in &article.paragraphs {
                        analyzer.analyze(paragraph, |token| {
                            assert!(paragraph.get(token.from..token.to).is_some(), "seed {seed} run {run}");
                        });
                    }
                }
                Err(error) => {
                    let message = error.to_string();
                    assert!(!message.chars().any(char::is_control), "seed {seed} run {run}: {message:?}");
                    assert!(!message.contains("could not be parsed"), "seed {seed} run {run}: {message}");
                }
            }
            ControlFlow::Continue(())
        });
        let line = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        if let Some(date) = PublicationDate::parse(&line) {
            assert_eq!(PublicationDate::parse(&date.to_string()), Some(date), "seed {seed} run {run}");
        }
        fs::remove_file(&path).unwrap();
    }
}
