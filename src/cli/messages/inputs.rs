//! What can be wrong with an input, in the language of the process.
//!
//! English is the error's own Display; Azerbaijani is here, one arm a variant, and one row for each
//! kind of file, reason and cure that stands inside.

use std::path::Path;

use axtar::corpus::{Location, ReadError, is_address};

use super::Language;
use super::errors::phrase;

/// An input that could not be read.
pub fn read(error: &ReadError) -> (String, Option<String>) {
    if Language::current() == Language::En {
        return (error.to_string(), error.hint());
    }
    let reason = match error {
        ReadError::Missing { .. } => "belə fayl və ya qovluq yoxdur".into(),
        ReadError::DeadLink { to, .. } => format!("keçidin göstərdiyi fayl yoxdur: {}", to.display()),
        ReadError::Io { at, .. } => phrase(&inside(error, at)),
        ReadError::NotAFile { kind, .. } => format!("oxunmadı, çünki fayl deyil, {}", phrase(kind)),
        ReadError::LinkLoop { to, .. } => format!("keçid öz qovluğuna qayıdır: {}", to.display()),
        ReadError::EmptyFolder { endings, .. } => {
            format!("bu qovluqda məqalə faylı yoxdur; sonu belə olan fayllar oxunur: {endings}")
        }
        ReadError::PassedOver { count, endings, .. } => {
            format!("{count} fayl oxunmadı, çünki sonluğu tanınmır: {endings}")
        }
        ReadError::Empty { .. } => "fayl boşdur".into(),
        ReadError::Encoding { how, .. } => match how.strip_prefix("read as ") {
            Some(encoding) => format!("{encoding} kimi oxundu"),
            None => phrase(how),
        },
        ReadError::NotUtf8 { offset, .. } => {
            format!("mətn UTF-8 deyil (ilk dəfə {offset} nömrəli baytda) və kodlaşdırması tanınmadı")
        }
        ReadError::Structure { reason, .. } => phrase(reason),
        ReadError::Bomb { .. } => "açılması dayandırıldı, çünki həddən artıq böyüyür".into(),
        ReadError::TooDeep { .. } => "açılmadı, çünki 5-dən çox arxivin içindədir".into(),
        ReadError::NoTextOnPages { pages, all, .. } => {
            let pages = pages.trim_start_matches("pages ").trim_start_matches("page ");
            let rest = if *all { "onlar şəkildir" } else { "qalanları oxundu" };
            format!("bu səhifələrdə mətn yoxdur: {pages}; {rest}")
        }
        ReadError::NoArticlePages { count, .. } => format!("{count} səhifədə məqalə yoxdur"),
        ReadError::Columns { columns, .. } => {
            format!("heç bir sütun başlıq və ya mətn adlanmır; sütunlar bunlardır: {columns}")
        }
        ReadError::TitleAlone { fields, .. } => format!("başlıqdan başqa mətn yoxdur; oxunmadı: {fields}"),
        ReadError::RecordTooLarge { kind, .. } => format!("{} 32 MiB-dan böyükdür", phrase(kind)),
        ReadError::Binary { offset, .. } => format!("bu, mətn faylı deyil ({offset} nömrəli bayt NUL-dur)"),
        ReadError::Foreign { kind, .. } => format!("{}: belə fayl oxunmur", phrase(kind)),
        ReadError::Damaged { .. } => "sıxılmış fayl zədələnib və ya yarımçıqdır".into(),
        ReadError::LineTooLong { .. } => "sətir 32 MiB-dan uzundur".into(),
        ReadError::FileTooLarge { format, megabytes, .. } => {
            format!("{megabytes} MiB-dan böyükdür, {} üçün çoxdur", phrase(format))
        }
        ReadError::Json { column, reason, .. } => format!("sütun {column}: JSON pozulub: {}", phrase(reason)),
        ReadError::Field { field, expected, got, .. } => {
            format!("`{field}` sahəsində {} olmalıdır, amma {} var", phrase(expected), phrase(got))
        }
        ReadError::NoText { .. } => "məqalənin nə başlığı, nə mətni var".into(),
        ReadError::Date { value, .. } => format!("`{value}` tarixi anlaşılmadı"),
        ReadError::Html { reason, .. } => phrase(reason),
    };
    (format!("{}: {reason}", place(error.location())), read_hint(error))
}

/// Commands in a hint are the same in every language; the words around them are not.
fn read_hint(error: &ReadError) -> Option<String> {
    Some(match error {
        ReadError::Missing { at } if is_address(&at.path) => {
            "axtar şəbəkədən heç nə götürmür: səhifəni saxlayın və faylını verin".into()
        }
        ReadError::Missing { .. } => "yazılışını yoxlayın; içində boşluq olan ad dırnaqda yazılır".into(),
        ReadError::DeadLink { .. } => "keçidi silin və ya göstərdiyi faylı yerinə qaytarın".into(),
        ReadError::NotAFile { .. } => {
            "başqa proqramın yazdığını oxumaq üçün onu boru ilə ötürün və `-` verin".into()
        }
        ReadError::LinkLoop { .. } => "keçidi silin; qovluğun özü bir dəfə oxunur".into(),
        ReadError::EmptyFolder { .. } | ReadError::PassedOver { .. } => {
            "adı ayrıca verilən fayl, sonluğu nə olursa olsun, məzmununa görə oxunur".into()
        }
        ReadError::NotUtf8 { .. } => {
            error.hint()?.replace("if you know its encoding:", "kodlaşdırmasını bilirsinizsə:")
        }
        ReadError::Encoding { .. } => "mətnə baxın; səhvdirsə, faylı UTF-8-ə çevirin".into(),
        ReadError::Bomb { .. } => "ona etibar edirsinizsə, özünüz açın və qovluğu indeksləyin".into(),
        ReadError::TooDeep { .. } => "xarici arxivləri açın və qovluğu indeksləyin".into(),
        ReadError::NoTextOnPages { .. } => {
            error.hint()?.replace("make text of the pictures:", "şəkilləri mətnə çevirin:")
        }
        ReadError::NoArticlePages { .. } => "baş səhifələr və başlıq siyahıları məqalə deyil".into(),
        ReadError::Columns { .. } => "hansı sütunda nə olduğunu deyin: --map title=AD --map body=AD".into(),
        ReadError::TitleAlone { .. } => "mətn odursa, bunu deyin: --map body=AD".into(),
        ReadError::RecordTooLarge { .. } => "qalanı oxundu; bu, məqalədirsə, onu bölün".into(),
        ReadError::Binary { .. } => "mətn, veb-səhifə, cədvəl, sənəd və ya bunların arxivini verin".into(),
        ReadError::Foreign { cure, .. } | ReadError::Structure { cure, .. } => phrase(cure),
        ReadError::Damaged { .. } => {
            "faylı yenidən yaradın və ya köçürün; `gzip -t`, `zstd -t`, `bzip2 -t` və `xz -t` onu yoxlayır"
                .into()
        }
        ReadError::LineTooLong { .. } => {
            "məqalələr arasında sətir sonu itməyib? JSONL-də hər sətir bir məqalədir".into()
        }
        ReadError::FileTooLarge { format, .. } if format.contains("JSON") => {
            "onu bölün və ya hər sətrə bir məqalə yazın: jq -c '.[]' all.json > all.jsonl".into()
        }
        ReadError::FileTooLarge { .. } => {
            "onu bölün: hər faylda və ya JSONL-in hər sətrində bir məqalə olsun".into()
        }
        ReadError::Json { .. } => "JSONL-də hər sətir bütöv bir JSON obyektidir".into(),
        ReadError::NoText { .. } => {
            "məqalədə `title`, `body` və ya `paragraphs` olmalıdır; başqa adlar üçün: --map title=AD".into()
        }
        ReadError::Date { .. } => "onu belə yazın: 2025-10-23 və ya 2025-10-23T16:14".into(),
        ReadError::Html { .. } => {
            "məqalənin mətnini .txt kimi saxlayın: başlıq, tarix sətri, hər sətirdə bir abzas".into()
        }
        ReadError::Io { .. } | ReadError::Empty { .. } | ReadError::Field { .. } => return error.hint(),
    })
}

fn place(at: &Location) -> String {
    let shown = at.to_string();
    match at.path == Path::new("-") {
        true => shown.replacen("standard input", "standart giriş", 1),
        false => shown,
    }
}

/// What an error says after its place.
fn inside(error: &ReadError, at: &Location) -> String {
    let text = error.to_string();
    text.strip_prefix(&format!("{at}: ")).unwrap_or(&text).to_owned()
}

/// Kinds of files, reasons and cures.
pub const PHRASES: &[(&str, &str)] = &[
    ("a PDF document", "PDF sənədi"),
    ("an old Office document", "köhnə Office sənədi"),
    ("an RTF document", "RTF sənədi"),
    ("a 7-Zip archive", "7-Zip arxivi"),
    ("a RAR archive", "RAR arxivi"),
    ("a file packed many times", "dəfələrlə sıxılmış fayl"),
    ("a picture", "şəkil"),
    ("a DjVu document", "DjVu sənədi"),
    ("a spreadsheet", "elektron cədvəl"),
    ("a presentation", "təqdimat"),
    ("a drawing or presentation", "rəsm və ya təqdimat"),
    ("a JSONL file", "JSONL faylı"),
    ("a JSON file that is not one article a line", "hər sətirdə bir məqalə olmayan JSON faylı"),
    ("a web page", "veb-səhifə"),
    ("a Markdown file", "Markdown faylı"),
    ("a text page", "mətn səhifəsi"),
    ("a mail", "məktub"),
    ("an item", "xəbər lentinin bəndi"),
    ("a page", "səhifə"),
    ("a ZIP archive inside another file", "başqa faylın içindəki ZIP arxivi"),
    (
        "save it as .docx: soffice --convert-to docx file.doc",
        "onu .docx kimi saxlayın: soffice --convert-to docx file.doc",
    ),
    (
        "save it as .docx: soffice --convert-to docx file.rtf",
        "onu .docx kimi saxlayın: soffice --convert-to docx file.rtf",
    ),
    ("unpack it: 7z x file", "onu açın: 7z x file"),
    ("unpack it: unrar x file", "onu açın: unrar x file"),
    ("unpack it: gunzip -k file", "onu açın: gunzip -k file"),
    ("unpack it: unzstd file", "onu açın: unzstd file"),
    (
        "make text of it by character recognition: tesseract file out -l aze",
        "onu hərf tanıma proqramı ilə mətnə çevirin: tesseract file out -l aze",
    ),
    ("make text of it: djvutxt file text.txt", "onu mətnə çevirin: djvutxt file text.txt"),
    ("save its sheet as CSV (UTF-8)", "vərəqini CSV (UTF-8) kimi saxlayın"),
    ("save its text as .docx or .txt", "mətnini .docx və ya .txt kimi saxlayın"),
    ("save its text as .odt or .txt", "mətnini .odt və ya .txt kimi saxlayın"),
    ("the page has too many elements", "səhifədə elementlər həddən çoxdur"),
    ("the page's elements are nested too deep", "səhifənin elementləri bir-birinin içində çox dərindir"),
    ("no article was found on this page", "bu səhifədə məqalə tapılmadı"),
    ("the page could not be parsed", "səhifəni oxumaq olmadı"),
    ("the page was not parsed within a minute", "səhifə bir dəqiqəyə oxunmadı"),
    (
        "make or copy the archive anew; `unzip -t` and `tar -t` test it",
        "arxivi yenidən yaradın və ya köçürün; `unzip -t` və `tar -t` onu yoxlayır",
    ),
    ("no article file in this archive", "bu arxivdə məqalə faylı yoxdur"),
    ("unpack it to see what it holds", "içində nə olduğunu görmək üçün onu açın"),
    ("the entry is locked by a password", "bu fayl parolla qorunur"),
    ("unpack it with its password and index the folder", "onu parolu ilə açın və qovluğu indeksləyin"),
    ("a link or device, not a file", "fayl deyil, keçid və ya qurğudur"),
    ("the file it leads to is read by its own name", "keçidin göstərdiyi fayl öz adı ilə oxunur"),
    ("packed by a method that is not read", "tanınmayan üsulla sıxılıb"),
    ("the archive is damaged", "arxiv zədələnib"),
    (
        "open the document and save it anew as .docx or .odt",
        "sənədi açıb yenidən .docx və ya .odt kimi saxlayın",
    ),
    (
        "export the book anew, or convert it: ebook-convert book.epub book.docx",
        "kitabı yenidən ixrac edin və ya çevirin: ebook-convert book.epub book.docx",
    ),
    ("the book has no such chapter", "kitabda belə fəsil yoxdur"),
    ("the book has no chapter with text", "kitabda mətni olan fəsil yoxdur"),
    ("the book names no package", "kitabın təsviri yoxdur"),
    ("the book's package is missing", "kitabın təsviri yoxdur"),
    ("the book's package names no chapters", "kitabın təsvirində fəsillər göstərilməyib"),
    ("an XML file without items", "xəbər bəndi olmayan XML faylı"),
    (
        "read are RSS, Atom and MediaWiki dumps; make JSONL of other XML, one article a line",
        "RSS, Atom və MediaWiki faylları oxunur; başqa XML-dən hər sətri bir məqalə olan JSONL düzəldin",
    ),
    ("the feed ends inside an item", "xəbər lenti bəndin ortasında kəsilib"),
    ("save the feed anew; the items before it were read", "lenti yenidən saxlayın; əvvəlki bəndlər oxundu"),
    ("give this article as text of its own", "bu məqaləni ayrıca mətn kimi verin"),
    (
        "is a quotation mark not closed? The rows before it were read",
        "dırnaq bağlanmayıb? Əvvəlki sətirlər oxundu",
    ),
    ("a row that is no row", "sətir pozulub"),
    ("save the table anew", "cədvəli yenidən saxlayın"),
    ("a MediaWiki dump without pages", "səhifəsi olmayan MediaWiki faylı"),
    ("the dump ends inside a page", "fayl səhifənin ortasında kəsilib"),
    ("take the dump `pages-articles.xml.bz2` again", "`pages-articles.xml.bz2` faylını yenidən götürün"),
    ("the other pages were read; save this one by itself", "qalan səhifələr oxundu; bunu ayrıca saxlayın"),
    ("the crawl was cut off; the pages before were read", "fayl kəsilib; əvvəlki səhifələr oxundu"),
    ("a page larger than 32 MiB", "32 MiB-dan böyük səhifə"),
    ("the page's packed bytes are damaged", "səhifənin sıxılmış məzmunu zədələnib"),
    ("a mail without head and text", "başlığı və mətni olmayan məktub"),
    ("save it anew as .eml", "onu yenidən .eml kimi saxlayın"),
    ("save the text of this mail as .txt", "məktubun mətnini .txt kimi saxlayın"),
    ("a saved page without HTML", "HTML-i olmayan saxlanmış səhifə"),
    ("save the page anew", "səhifəni yenidən saxlayın"),
    ("the PDF document is damaged, or locked by a password", "PDF sənədi zədələnib və ya parolla qorunur"),
    ("the PDF document could not be parsed", "PDF sənədini oxumaq olmadı"),
    ("the PDF document has no pages", "PDF sənədində səhifə yoxdur"),
    ("try to repair it: qpdf file.pdf repaired.pdf", "onu bərpa etməyə çalışın: qpdf file.pdf repaired.pdf"),
    (
        "letters of old fonts replaced (я by ə and the like)",
        "köhnə şriftlərin hərfləri əvəz olundu (я əvəzinə ə və s.)",
    ),
    ("\"?\" inside words read as ə", "söz içindəki “?” ə kimi oxundu"),
    ("ä read as ə", "ä hərfi ə kimi oxundu"),
    ("ý, þ, ð read as ı, ş, ğ", "ý, þ, ð hərfləri ı, ş, ğ kimi oxundu"),
];
