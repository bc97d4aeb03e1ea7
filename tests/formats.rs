//! Every format newsrooms keep, made here and read back; damage and tricks in each of them.
//!
//! What is made is small; the limits for the large are tested where they lie (`records`, `lines`)
//! and in `hostile_archives_end_early`.

use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use axtar::corpus::{Article, Mapping, Severity, SourceFile, read};

struct Reading {
    articles: Vec<Article>,
    errors: Vec<String>,
    warnings: Vec<String>,
}

fn read_mapped(name: &str, bytes: &[u8], mapping: &Mapping) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let prefix = format!("{}/", folder.path().display());
    let mut reading = Reading { articles: vec![], errors: vec![], warnings: vec![] };
    let _ = read(&SourceFile::at(&path).unwrap(), mapping, &AtomicU64::new(0), &mut |item| {
        match item {
            Ok(article) => {
                assert!(!article.id.is_empty() && !article.paragraphs.is_empty());
                reading.articles.push(article);
            }
            Err(error) => {
                let text = error.to_string().replace(&prefix, "");
                assert!(!text.chars().any(char::is_control), "{text:?}");
                match error.severity() {
                    Severity::Error => reading.errors.push(text),
                    Severity::Warning => reading.warnings.push(text),
                }
            }
        }
        ControlFlow::Continue(())
    });
    reading
}

fn read_bytes(name: &str, bytes: &[u8]) -> Reading {
    read_mapped(name, bytes, &Mapping::default())
}

/// The articles of what is read without complaint.
fn clean(name: &str, bytes: &[u8]) -> Vec<Article> {
    let reading = read_bytes(name, bytes);
    assert_eq!((reading.errors, reading.warnings), (vec![], vec![]), "{name}");
    reading.articles
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(bytes).unwrap();
    bzip2.finish().unwrap()
}

const PAGE: &str = "Körpü təmir olunub\n12 may 2023\nYeni körpü həftəsonu açılır.\n";

#[test]
fn old_encodings_are_read_and_said() {
    let russian = "Мост открыт\n12 мая 2023\nНовый мост открылся в выходные, движение восстановлено.\n";
    let latin = "Yağış yağır\nBağlarda üzüm yığılır, qış üçün odun tədarükü görülür.\n".replace('ə', "?");
    for (text, encoding, name) in [
        (russian, encoding_rs::WINDOWS_1251, "Windows-1251"),
        (russian, encoding_rs::KOI8_R, "KOI8-R"),
        (latin.as_str(), encoding_rs::WINDOWS_1254, "Windows-1254"),
    ] {
        let reading = read_bytes("a.txt", &encoding.encode(text).0);
        assert_eq!(reading.errors, Vec::<String>::new());
        assert_eq!(reading.warnings[0], format!("a.txt: read as {name}"));
        assert!(text.starts_with(&reading.articles[0].title), "{}", reading.articles[0].title);
    }
    let wide: Vec<u8> = "\u{feff}title\tbody\nKörpü\tYeni körpü açılır.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let reading = read_bytes("a.tsv", &wide);
    assert_eq!(reading.articles[0].title, "Körpü");
    assert_eq!(reading.warnings, ["a.tsv: read as UTF-16LE"]);
}

#[test]
fn damaged_letters_are_repaired_in_every_format() {
    let good = "Şəhərdə yağış yağır, körpü bağlanıb, üzüm yığılır.";
    let wrong = encoding_rs::WINDOWS_1252.decode_without_bom_handling(good.as_bytes()).0.into_owned();
    let line = serde_json::json!({ "title": "x", "body": wrong }).to_string();
    let reading = read_bytes("a.jsonl", line.as_bytes());
    assert_eq!(reading.articles[0].paragraphs, [good]);
    assert_eq!(reading.warnings.len(), 1, "{:?}", reading.warnings);
    let font = "Azяrbaycanda tяhsil haqqыnda yeni qanun.";
    let reading = read_bytes("a.txt", font.as_bytes());
    assert_eq!(reading.articles[0].title, "Azərbaycanda təhsil haqqında yeni qanun.");
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let csv = "Başlıq;Tarix;Mətn;Müəllif\n\"Körpü; yeni\";12.05.2023;\"Birinci.\nİkinci.\";Lalə Həsənli\n;;;\nBoş;;;\n";
    let articles = clean("a.csv", csv.as_bytes());
    assert_eq!(articles.len(), 2);
    assert_eq!(
        (articles[0].title.as_str(), &articles[0].paragraphs[..]),
        ("Körpü; yeni", &["Birinci.".to_owned(), "İkinci.".into()][..])
    );
    assert_eq!(articles[0].date.unwrap().to_string(), "2023-05-12");
    assert_eq!(articles[0].author.as_deref(), Some("Lalə Həsənli"));
    let reading = read_bytes("b.csv", b"qiymet,miqdar\n1,2\n");
    assert!(reading.errors[0].starts_with("b.csv:1: no column is named as a title or text"));
    let mapping = Mapping::parse(&["title=qiymet".into()]).unwrap();
    assert_eq!(read_mapped("b.csv", b"qiymet,miqdar\nbaha,2\n", &mapping).articles[0].title, "baha");
    let odd = read_bytes("c.csv", "title,date,body\nx,keçən yay,Mətn.\n".as_bytes());
    assert_eq!(odd.warnings, ["c.csv:2: the date `keçən yay` is not understood"]);
    let html = clean("d.csv", "title,body\nx,\"<p>Bir &amp; iki</p><p>Üç</p>\"\n".as_bytes());
    assert_eq!(html[0].paragraphs, ["Bir & iki", "Üç"]);
}

#[test]
fn what_excel_and_interfaces_put_around_articles_is_passed() {
    let table = "sep=;\nBaşlıq;Mətn;Tarix\nKörpü;Birinci, ikinci.;12.05.2023\nYol;Mətn.;keçən yay\n";
    let reading = read_bytes("a.csv", table.as_bytes());
    assert_eq!(reading.warnings, ["a.csv:4: the date `keçən yay` is not understood"]);
    assert_eq!((reading.articles.len(), &*reading.articles[0].paragraphs[0]), (2, "Birinci, ikinci."));
    let json =
        r#"{"status":"ok","total":2,"data":[{"title":"Körpü","body":"Bir."},{"title":"Yol","body":"İki."}]}"#;
    assert_eq!(clean("a.json", json.as_bytes()).len(), 2);
    // Two lists are none, and an article may hold one.
    let two = json.replace("\"total\":2", "\"tags\":[{\"name\":\"yol\"}]");
    assert_eq!(read_bytes("b.json", two.as_bytes()).errors.len(), 1);
    let own = r#"{"title":"Körpü","body":"Bir.","related":[{"title":"Yol","body":"İki."}]}"#;
    assert_eq!(clean("c.json", own.as_bytes())[0].title, "Körpü");
}

#[test]
fn json_with_other_names_is_mapped() {
    let mapping = Mapping::parse(&["title=headline".into(), "body=content".into()]).unwrap();
    let line = r#"{"headline":"Körpü","content":"Mətn.","title":"başqa"}"#;
    let article = &read_mapped("a.jsonl", line.as_bytes(), &mapping).articles[0];
    assert_eq!((article.title.as_str(), article.paragraphs[0].as_str()), ("Körpü", "Mətn."));
}

#[test]
fn a_text_under_a_name_of_its_own_is_told_once_a_file() {
    let title = r#"{"title":"Körpü açıldı","content":"Çayın üstündə yeni körpü açılıb.","views":12}"#;
    let table = "title;story;image\nKörpü açıldı;Çayın üstündə yeni körpü açılıb.;/a.jpg\nİkinci;Bu da ikinci mətndir.;\n";
    for (name, text, told) in [
        ("a.jsonl", format!("{title}\n{title}\n"), "a.jsonl:1: no text but the title; not read: `content`"),
        ("b.json", format!("[{title}]"), "b.json:1: no text but the title; not read: `content`"),
        ("c.csv", table.to_owned(), "c.csv:2: no text but the title; not read: `story`"),
    ] {
        let reading = read_bytes(name, text.as_bytes());
        assert_eq!(reading.warnings, [told]);
        assert_eq!(reading.errors, Vec::<String>::new());
        assert_eq!(reading.articles[0].paragraphs, ["Körpü açıldı"]);
    }
    let mapping = Mapping::parse(&["body=content".into()]).unwrap();
    assert_eq!(read_mapped("a.jsonl", title.as_bytes(), &mapping).warnings, Vec::<String>::new());
    clean("d.csv", "title;url;bölmə\nKörpü çayın üstündə açıldı;https://k.example/1;Elm\n".as_bytes());
}

#[test]
fn feeds_are_read_item_by_item() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="x"><channel><title>Körpü</title><language>az</language>
<item><title>Bir &amp; iki</title><link>https://k.example/1</link><pubDate>Fri, 12 May 2023 14:05:00 +0400</pubDate><category>Elm</category><description><![CDATA[<p>Qısa.</p>]]></description><content:encoded><![CDATA[<p>Birinci abzas.</p><p>İkinci.</p>]]></content:encoded></item>
<item><title>Boş</title><link>https://k.example/2</link></item></channel></rss>"#;
    let articles = clean("a.xml", rss.as_bytes());
    assert_eq!(articles.len(), 2);
    let first = &articles[0];
    assert_eq!((first.title.as_str(), first.id.as_str()), ("Bir & iki", "https://k.example/1"));
    assert_eq!(first.paragraphs, ["Birinci abzas.", "İkinci."]);
    assert_eq!(
        (first.source.as_deref(), first.lang.as_deref(), first.section.as_deref()),
        (Some("Körpü"), Some("az"), Some("Elm"))
    );
    assert_eq!(first.date.unwrap().to_string(), "2023-05-12T14:05:00");
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Körpü</title><entry><title>Bir</title><link rel="alternate" href="https://k.example/3"/><id>urn:3</id><published>2023-05-12T14:05:00Z</published><author><name>Lalə Həsənli</name></author><content type="html">&lt;p&gt;Mətn.&lt;/p&gt;</content></entry></feed>"#;
    let article = &clean("a", atom.as_bytes())[0];
    assert_eq!(
        (article.url.as_deref(), article.author.as_deref()),
        (Some("https://k.example/3"), Some("Lalə Həsənli"))
    );
    assert_eq!(article.paragraphs, ["Mətn."]);
    // A broken item loses itself alone, an unknown root is named.
    let broken = rss.replace("<item><title>Bir", "<item><title <<>");
    assert_eq!(
        read_bytes("b.xml", broken.as_bytes()).articles.iter().filter(|a| a.title == "Boş").count(),
        1
    );
    assert!(
        read_bytes("c.xml", b"<?xml version='1.0'?><root><a/></root>").errors[0]
            .contains("an XML file without items")
    );
}

#[test]
fn wiki_dumps_are_read_page_by_page() {
    let dump = "<mediawiki xml:lang=\"az\"><siteinfo><sitename>Vikipediya</sitename><base>https://az.example/wiki/Ana</base></siteinfo>\n\
        <page><title>Şəki</title><ns>0</ns><revision><timestamp>2023-05-12T10:00:00Z</timestamp><text>'''Şəki''' — [[şəhər]].{{x}}</text></revision></page>\n\
        <page><title>Müzakirə:Şəki</title><ns>1</ns><revision><text>Söhbət.</text></revision></page>\n\
        <page><title>Seki</title><ns>0</ns><redirect title=\"Şəki\"/><revision><text>#REDIRECT</text></revision></page></mediawiki>";
    for (name, bytes) in [("d.xml", dump.as_bytes().to_vec()), ("d.xml.bz2", bzip2(dump.as_bytes()))] {
        let articles = clean(name, &bytes);
        assert_eq!(articles.len(), 1);
        assert_eq!(articles[0].paragraphs, ["Şəki — şəhər."]);
        assert_eq!(articles[0].url.as_deref(), Some("https://az.example/wiki/Şəki"));
        assert_eq!(articles[0].source.as_deref(), Some("Vikipediya"));
    }
}

fn record(kind: &str, url: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-12T08:00:00Z\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn answer(heads: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{heads}\r\n\r\n").as_bytes(), body].concat()
}

#[test]
fn crawls_give_their_pages() {
    let page = "<html><title>Körpü təmir olunub</title><h1>Körpü təmir olunub</h1><p>Yeni körpü həftəsonu açılır və hərəkət bərpa olunur.</p>";
    let html = "Content-Type: text/html; charset=utf-8";
    let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", page.len(), page);
    let old = encoding_rs::WINDOWS_1251
        .encode("<html><title>Мост</title><h1>Мост</h1><p>Новый мост открылся в выходные дни.</p>")
        .0
        .into_owned();
    let warc = [
        record("warcinfo", "", b"software: x"),
        record("request", "https://k.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://k.example/1", &answer(html, page.as_bytes())),
        record(
            "response",
            "https://k.example/2",
            &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), chunked.as_bytes()),
        ),
        record(
            "response",
            "https://k.example/3",
            &answer(&format!("{html}\r\nContent-Encoding: gzip"), &gzip(page.as_bytes())),
        ),
        record("response", "https://k.example/4", &answer("Content-Type: image/png", b"\x89PNG")),
        record(
            "response",
            "https://k.example/5",
            &answer("Content-Type: text/html; charset=windows-1251", &old),
        ),
        record("response", "https://k.example/6", &answer(html, b"<html><body></body></html>")),
    ];
    let members: Vec<u8> = warc.iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", warc.concat()), ("a.warc.gz", members)] {
        let reading = read_bytes(name, &bytes);
        assert_eq!(reading.errors, Vec::<String>::new());
        let ids: Vec<&str> = reading.articles.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(
            ids,
            ["https://k.example/1", "https://k.example/2", "https://k.example/3", "https://k.example/5"]
        );
        assert_eq!(
            reading.articles[0].path.as_deref().unwrap().rsplit('!').next(),
            Some("https://k.example/1")
        );
        assert!(
            reading.warnings.iter().any(|w| w.ends_with("1 pages hold no article")),
            "{:?}",
            reading.warnings
        );
        assert_eq!(reading.articles[3].title, "Мост");
    }
    let whole = warc.concat();
    let cut = read_bytes("cut.warc", &whole[..whole.len() - 60]);
    assert_eq!(cut.articles.len(), 4);
    assert!(cut.errors[0].contains("ends in the middle"), "{:?}", cut.errors);
}

#[test]
fn documents_are_read() {
    let body = "<w:document xmlns:w='x'><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Körpü</w:t></w:r><w:r><w:t xml:space='preserve"
        .to_owned()
        + "'> təmir olunub</w:t></w:r></w:p><w:p><w:r><w:t>12 may 2023</w:t></w:r></w:p><w:p><w:r><w:t>Yeni körpü</w:t><w:tab/><w:t>açılır.</w:t></w:r></w:p>\
           <w:p><w:del><w:r><w:delText>silinib</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ay</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ton</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let core = "<cp:coreProperties xmlns:dc='x'><dc:title>Sənəd1</dc:title><dc:creator>Lalə Həsənli</dc:creator></cp:coreProperties>";
    let docx = zip_of(&[("word/document.xml", body.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let odt_body = "<office:document-content><office:body><office:text><text:h text:outline-level='1'>Körpü təmir olunub</text:h><text:p>12 may 2023</text:p>\
        <text:p>Yeni körpü<text:s/>açılır.</text:p><table:table><table:table-row><table:table-cell><text:p>Ay</text:p></table:table-cell><table:table-cell><text:p>Ton</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>";
    let meta = "<office:document-meta><office:meta><meta:initial-creator>Lalə Həsənli</meta:initial-creator></office:meta></office:document-meta>";
    let odt = zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", odt_body.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ]);
    for (name, bytes) in [("a.docx", &docx), ("a.odt", &odt), ("noending", &docx)] {
        let article = &clean(name, bytes)[0];
        assert_eq!(article.title, "Körpü təmir olunub", "{name}");
        assert_eq!(article.paragraphs, ["Yeni körpü açılır.", "Ay | Ton"], "{name}");
        assert_eq!(article.date.unwrap().to_string(), "2023-05-12");
        assert_eq!(article.author.as_deref(), Some("Lalə Həsənli"));
        assert_eq!(article.origins["author"], "property");
    }
    let sheet = read_bytes("a.xlsx", &zip_of(&[("xl/workbook.xml", b"<x/>")]));
    assert_eq!(sheet.errors, ["a.xlsx: this is a spreadsheet, which is not read"]);
}

#[test]
fn a_book_is_read_chapter_by_chapter() {
    let opf = "<package><metadata><dc:title>Köhnə kitab</dc:title><dc:creator>Lalə Həsənli</dc:creator><dc:language>az</dc:language></metadata>\
        <manifest><item id='a' href='bir%20fəsil.xhtml'/><item id='b' href='iki.xhtml'/></manifest><spine><itemref idref='b'/><itemref idref='a'/></spine></package>";
    let epub = zip_of(&[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            b"<container><rootfiles><rootfile full-path='OEBPS/k.opf'/></rootfiles></container>",
        ),
        ("OEBPS/k.opf", opf.as_bytes()),
        (
            "OEBPS/bir fəsil.xhtml",
            "<html><body><h1>Birinci fəsil</h1><p>Bir vardı.</p></body></html>".as_bytes(),
        ),
        ("OEBPS/iki.xhtml", "<html><body><p>Ön söz.</p></body></html>".as_bytes()),
    ]);
    let articles = clean("k.epub", &epub);
    let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
    assert_eq!(titles, ["Köhnə kitab", "Birinci fəsil"]);
    assert_eq!(articles[1].source.as_deref(), Some("Köhnə kitab"));
    assert!(articles[1].id.ends_with("k.epub!OEBPS/bir fəsil.xhtml"), "{}", articles[1].id);
}

#[test]
fn mails_are_read() {
    let mail = "From: =?utf-8?B?TGFsyZkgSMmZc8mZbmxp?= <lale@k.example>\r\nTo: r@k.example\r\nSubject: =?utf-8?Q?K=C3=B6rp=C3=BC?=\r\nDate: Fri, 12 May 2023 14:05:00 +0400\r\nMessage-ID: <1@k.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBirinci abzas.\r\n\r\nİkinci abzas.\r\n-- \r\nimza\r\n";
    let article = &clean("a.eml", mail.as_bytes())[0];
    assert_eq!((article.title.as_str(), article.id.as_str()), ("Körpü", "1@k.example"));
    assert_eq!(article.author.as_deref(), Some("Lalə Həsənli"));
    assert_eq!(&article.paragraphs[..2], ["Birinci abzas.", "İkinci abzas."]);
    assert_eq!(article.date.unwrap().day(), "2023-05-12");
    let second = mail.replace("<1@", "<2@").replace("Birinci", ">From Bakıdan\r\nBirinci");
    let mbox = format!(
        "From a@k.example Fri May 12 14:05:00 2023\n{mail}\nFrom b@k.example Fri May 12 14:06:00 2023\n{second}\n"
    );
    let articles = clean("a.mbox", mbox.as_bytes());
    assert_eq!(articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["1@k.example", "2@k.example"]);
    assert!(articles[1].paragraphs[0].starts_with("From Bakıdan"), "{:?}", articles[1].paragraphs);
    let saved = format!(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://k.example/x\nSubject: x\nDate: Fri, 12 May 2023 14:05:00 +0400\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n<html><title>Körpü</title><h1>Körpü</h1><p>{}</p></html>\n--b--\n",
        "Yeni körpü açılır. ".repeat(5)
    );
    let page = &clean("a.mhtml", saved.as_bytes())[0];
    assert_eq!((page.url.as_deref(), page.title.as_str()), (Some("https://k.example/x"), "Körpü"));
}

/// A PDF document of these pages, each of these lines; an empty page has a drawing only.
fn pdf_of(pages: &[&[&str]]) -> Vec<u8> {
    let mut objects = vec![
        String::new(),
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".into(),
    ];
    let mut kids = String::new();
    for lines in pages {
        let mut content = String::from("0 0 10 10 re f ");
        for (row, line) in lines.iter().enumerate() {
            content += &format!("BT /F1 12 Tf 50 {} Td ({line}) Tj ET ", 750 - 14 * row);
        }
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
        let stream = objects.len() - 1;
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {stream} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"));
        kids += &format!("{} 0 R ", objects.len() - 1);
    }
    objects[2] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate().skip(1) {
        offsets.push(pdf.len());
        write!(pdf, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = pdf.len();
    write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", objects.len()).unwrap();
    for offset in offsets {
        writeln!(pdf, "{offset:010} 00000 n ").unwrap();
    }
    write!(pdf, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len()).unwrap();
    pdf
}

#[test]
fn pdf_with_a_text_layer_is_read_and_pictures_are_named() {
    let text: &[&str] = &["Yeni bina", "12 may 2023", "Yeni bina ilin sonunda istifadəyə", "verilir."]
        .map(|l| if l.contains('ə') { "Yeni bina ilin sonunda" } else { l });
    let reading = read_bytes("a.pdf", &pdf_of(&[text, &[]]));
    assert_eq!(reading.errors, Vec::<String>::new());
    assert_eq!(reading.warnings, ["a.pdf: no text on page 2, the others were read"]);
    let article = &reading.articles[0];
    assert_eq!(
        (article.title.as_str(), article.date.unwrap().to_string()),
        ("Yeni bina", "2023-05-12".to_owned())
    );
    assert_eq!(article.paragraphs, ["Yeni bina ilin sonunda verilir."]);
    let scanned = read_bytes("b.pdf", &pdf_of(&[&[], &[]]));
    assert_eq!(scanned.errors, ["b.pdf: no text on pages 1–2, which are pictures"]);
    let broken = read_bytes("c.pdf", b"%PDF-1.7\nhe\xff\x00llo");
    assert_eq!((broken.articles.len(), broken.errors.len()), (0, 1), "{:?}", broken.errors);
}

#[test]
fn archives_are_read_like_folders() {
    let inner = zip_of(&[("c/sonuncu.txt", PAGE.as_bytes())]);
    let entries: &[(&str, &[u8])] = &[
        ("a/bir.txt", PAGE.as_bytes()),
        ("a/.gizli.txt", b"x"),
        ("__MACOSX/a/bir.txt", b"x"),
        ("README.txt", b"x"),
        ("a/sekil.jpg", b"x"),
        ("b.jsonl.gz", &gzip(b"{\"title\":\"x\",\"body\":\"y\"}\n{\"title\":\"broken\n{\"title\":\"z\"}\n")),
        ("ic.zip", &inner),
    ];
    for (name, bytes) in [
        ("a.zip", zip_of(entries)),
        ("a.tar", tar_of(entries)),
        ("a.tar.gz", gzip(&tar_of(entries))),
        ("a.tar.bz2", bzip2(&tar_of(entries))),
        ("a.tar.zst", zstd::encode_all(&tar_of(entries)[..], 1).unwrap()),
        ("a.zip.gz", gzip(&zip_of(entries))),
    ] {
        let reading = read_bytes(name, &bytes);
        let paths: Vec<&str> =
            reading.articles.iter().map(|a| a.path.as_deref().unwrap().split_once('!').unwrap().1).collect();
        assert_eq!(paths, ["a/bir.txt", "b.jsonl.gz", "b.jsonl.gz", "ic.zip!c/sonuncu.txt"], "{name}");
        assert_eq!(
            reading.errors,
            [format!("{name}!b.jsonl.gz:2: broken JSON at column 16: the text ends in the middle")]
        );
        assert_eq!(reading.warnings.len(), 1, "{:?}", reading.warnings);
    }
}

#[test]
fn nested_archives_end_at_the_fifth() {
    let mut archive = zip_of(&[("a.txt", PAGE.as_bytes())]);
    for _ in 0..4 {
        archive = zip_of(&[("x.zip", &archive), ("yan.txt", PAGE.as_bytes())]);
    }
    assert_eq!(clean("five.zip", &archive).len(), 5);
    let deeper = read_bytes("six.zip", &zip_of(&[("x.zip", &archive)]));
    assert_eq!(deeper.articles.len(), 4);
    assert_eq!(
        deeper.errors,
        ["six.zip!x.zip!x.zip!x.zip!x.zip!x.zip: not opened, since it lies in more than 5 archives"]
    );
}

#[test]
fn damaged_archives_lose_what_is_damaged() {
    let zip = zip_of(&[("a.txt", PAGE.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    let mut bad = zip.clone();
    bad[45] ^= 0xff;
    let reading = read_bytes("a.zip", &bad);
    assert_eq!((reading.articles.len(), reading.errors.len()), (1, 1), "{:?}", reading.errors);
    assert!(reading.errors[0].starts_with("a.zip!a.txt: "), "{:?}", reading.errors);
    assert_eq!(read_bytes("b.zip", &zip[..zip.len() - 30]).errors.len(), 1);
    let tar = tar_of(&[("a.txt", PAGE.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    // What a library quotes of a broken header must not reach the terminal raw.
    let mut broken = tar.clone();
    broken[1024 + 150] = 0x1b;
    let told = read_bytes("b.tar", &broken).errors;
    assert!(told[0].contains("\\u{1b}"), "{told:?}");
    let cut = read_bytes("a.tar", &tar[..1024 + 530]);
    assert_eq!(cut.articles.len(), 1, "{:?}", cut.errors);
    assert!(cut.errors[0].starts_with("a.tar!b.txt: "), "{:?}", cut.errors);
}

#[test]
fn hostile_archives_end_early() {
    // 1 GiB of zeros in a megabyte, as a line, in a table, in an archive beside a good file.
    let mut packer = zstd::Encoder::new(Vec::new(), 1).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    packer.write_all(b"{\"title\":\"good\"}\n{\"title\":\"").unwrap();
    (0..1024).for_each(|_| packer.write_all(&zeros).unwrap());
    let line = packer.finish().unwrap();
    let reading = read_bytes("a.jsonl.zst", &line);
    assert_eq!(reading.articles.len(), 1);
    assert_eq!(
        reading.errors,
        ["a.jsonl.zst:2: unpacking stopped, since it grows more than 250 times".replace(":2", "")]
    );
    let reading = read_bytes("a.zip", &zip_of(&[("a.jsonl.zst", &line), ("b.txt", PAGE.as_bytes())]));
    assert_eq!(reading.articles.len(), 2, "{:?}", reading.errors);
    let text = read_bytes("b.txt.zst", &line);
    assert_eq!(text.errors.len(), 1);
    // Entities that would grow a thousandfold are not expanded.
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]><rss><channel><item><title>x&b;</title></item></channel></rss>",
        "a".repeat(1000),
        "&a;".repeat(1000)
    );
    assert_eq!(clean("a.xml", bomb.as_bytes())[0].title, "x");
}

#[test]
fn one_bad_article_in_ten_thousand_costs_itself() {
    let mut lines = String::new();
    for number in 0..10_000 {
        lines += &if number == 7_000 {
            "{\"title\": 5}\n".to_owned()
        } else {
            format!("{{\"title\":\"Xəbər {number}\"}}\n")
        };
    }
    let reading = read_bytes("a.jsonl", lines.as_bytes());
    assert_eq!(reading.articles.len(), 9_999);
    assert_eq!(reading.errors, ["a.jsonl:7001: `title` must be a string, but is a number"]);
    let csv: String = std::iter::once("title,body\n".to_owned())
        .chain((0..10_000).map(|n| if n == 7_000 { ",\n".to_owned() } else { format!("t{n},mətn\n") }))
        .collect();
    assert_eq!(clean("a.csv", csv.as_bytes()).len(), 9_999);
}

/// The most memory this process has held, in MiB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "writes and reads gigabytes: run alone, with --ignored --nocapture"]
fn a_gigabyte_costs_no_more_memory_than_a_megabyte() {
    let folder = tempfile::tempdir().unwrap();
    let html = "Content-Type: text/html; charset=utf-8";
    let body: String = (0..150)
        .map(|n| format!("<p>Abzas {n}: {}</p>\n", "yeni körpü həftəsonu açılır. ".repeat(6)))
        .collect();
    let picture =
        record("response", "https://k.example/x.png", &answer("Content-Type: image/png", &vec![7; 1 << 20]));
    let path = folder.path().join("big.warc");
    let mut warc = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    let (mut length, mut pages) = (0u64, 0);
    while length < 1 << 30 {
        for _ in 0..10 {
            pages += 1;
            let page = format!("<html><title>Körpü {pages}</title><h1>Körpü {pages}</h1>{body}</html>");
            let one =
                record("response", &format!("https://k.example/{pages}"), &answer(html, page.as_bytes()));
            warc.write_all(&one).unwrap();
            length += one.len() as u64;
        }
        warc.write_all(&picture).unwrap();
        length += picture.len() as u64;
    }
    warc.into_inner().unwrap().sync_all().unwrap();
    let count = |path: &std::path::Path| {
        let (mut articles, mut errors) = (0, Vec::new());
        let _ = read(&SourceFile::at(path).unwrap(), &Mapping::default(), &AtomicU64::new(0), &mut |item| {
            match item {
                Ok(_) => articles += 1,
                Err(error) => errors.push(error.to_string()),
            }
            ControlFlow::Continue(())
        });
        (articles, errors)
    };
    let started = std::time::Instant::now();
    assert_eq!(count(&path), (pages, vec![]));
    println!(
        "crawl of {} MiB, {pages} pages: {:.0} s, peak {} MiB",
        length >> 20,
        started.elapsed().as_secs_f32(),
        peak()
    );
    assert!(peak() < 300);
    fs::remove_file(&path).unwrap();
    let line = folder.path().join("line");
    let mut file = std::io::BufWriter::new(fs::File::create(&line).unwrap());
    (0..1024).for_each(|_| file.write_all(&vec![b'x'; 1 << 20]).unwrap());
    file.into_inner().unwrap().sync_all().unwrap();
    for name in ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.eml", "a.pdf", "a"] {
        let path = folder.path().join(name);
        fs::hard_link(&line, &path).unwrap();
        let (articles, errors) = count(&path);
        println!("1 GiB on one line as {name}: {errors:?}, peak {} MiB", peak());
        assert_eq!((articles, errors.len()), (0, 1));
        assert!(peak() < 300);
    }
}
