//! The library's errors in the language of the process.
//!
//! English is their own Display. Azerbaijani is here, one arm a variant: a new variant does not
//! compile until it has its words. What stands inside an error (`a PDF document`, `permission
//! denied`) goes through [`PHRASES`].

use std::path::Path;

use axtar::corpus::{Location, ReadError};
use axtar::index::IndexError;
use axtar::measure::MeasureError;
use axtar::mining::NewsroomError;
use axtar::search::SearchError;

use super::Language;

/// The message and the hint of an error of this program, causes included.
pub fn told(error: &anyhow::Error) -> (String, Option<String>) {
    if let Some((message, hint)) = error.chain().find_map(known) {
        return (message, hint);
    }
    let causes: Vec<String> = error.chain().map(|cause| phrase(&lower(&cause.to_string()))).collect();
    (causes.join(": "), None)
}

fn known(cause: &(dyn std::error::Error + 'static)) -> Option<(String, Option<String>)> {
    if let Some(error) = cause.downcast_ref::<SearchError>() {
        return Some(search(error));
    }
    if let Some(error) = cause.downcast_ref::<IndexError>() {
        return Some(index(error));
    }
    if let Some(error) = cause.downcast_ref::<ReadError>() {
        return Some(read(error));
    }
    if let Some(error) = cause.downcast_ref::<NewsroomError>() {
        return Some(newsroom(error));
    }
    cause.downcast_ref::<MeasureError>().map(|error| (measure(error), None))
}

/// A list of names that cannot be read at all.
fn newsroom(error: &NewsroomError) -> (String, Option<String>) {
    if Language::current() == Language::En {
        return (error.to_string(), Some(error.hint()));
    }
    (
        format!("`{}` adlar siyahısını oxumaq olmur: {}", error.path.display(), phrase(&error.reason)),
        Some("`--names-file FILE` ilə UTF-8 faylı göstərin və ya seçimi yazmayın".into()),
    )
}

/// A search that gave no answer.
fn search(error: &SearchError) -> (String, Option<String>) {
    if let SearchError::Query(error) = error {
        let (message, cure) = super::queries::fault(error);
        return (message, Some(cure));
    }
    if Language::current() == Language::En {
        return (error.to_string(), error.hint());
    }
    match error {
        SearchError::NoWord { query } => (
            format!("`{query}` sorğusunda axtarılacaq söz yoxdur"),
            Some("bir və ya bir neçə söz yazın: `axtar search Qazaxıstan prezidenti`".into()),
        ),
        SearchError::OnlyNegative => (
            "sorğu yalnız nəyin olmamalı olduğunu deyir".into(),
            Some("axtarılan söz də əlavə edin: `axtar search -- neft -qaz`".into()),
        ),
        SearchError::Query(error) => (error.to_string(), None),
        SearchError::Index(error) => index(error),
    }
}

/// An index that cannot be used.
fn index(error: &IndexError) -> (String, Option<String>) {
    if Language::current() == Language::En {
        return (error.to_string(), error.hint());
    }
    let message = match error {
        IndexError::Missing(path) => format!("`{}` qovluğunda hələ indeks yoxdur", path.display()),
        IndexError::NotAnIndex(path) => {
            format!("`{}` indeks deyil, içində başqa fayllar olan qovluqdur", path.display())
        }
        IndexError::OtherVersion { path, found, expected } => format!(
            "`{}` qovluğundakı indeksi başqa versiya qurub: {found}; bu proqram: {expected}",
            path.display()
        ),
        IndexError::OtherFields(path) => {
            format!("`{}` qovluğundakı indeksin sahələri axtar-ın bu versiyasınınkı deyil", path.display())
        }
        IndexError::OtherSettings { path, found, asked } => {
            format!(
                "`{}` qovluğundakı indeks başqa seçimlə qurulub: {found}; istənilən: {asked}",
                path.display()
            )
        }
        IndexError::Busy(path) => {
            format!("`{}` qovluğundakı indeksə başqa proses yazır", path.display())
        }
        IndexError::Damaged { path, reason } => {
            format!("`{}` qovluğundakı indeks zədələnib: {}", path.display(), phrase(reason))
        }
        IndexError::Io { path, reason } => {
            format!("`{}` qovluğundakı indeksdən istifadə etmək olmur: {}", path.display(), phrase(reason))
        }
    };
    let hint = match error {
        IndexError::Missing(path) => {
            format!("onu qurun: `axtar index YOL… --index {}`", path.display())
        }
        IndexError::NotAnIndex(_) => "boş və ya yeni qovluq göstərin: `--index QOVLUQ`".into(),
        IndexError::OtherVersion { path, .. } => format!(
            "onu içindəki məqalələrdən yenidən qurun: `axtar index --rebuild --index {}`",
            path.display()
        ),
        IndexError::OtherFields(path) => {
            format!("qovluğu silin, sonra `axtar index YOL… --index {}`", path.display())
        }
        IndexError::OtherSettings { .. } => "başqa qovluq göstərin: `--index QOVLUQ`".into(),
        IndexError::Busy(_) => "onun bitməsini gözləyin və yenidən cəhd edin".into(),
        IndexError::Damaged { path, .. } => {
            format!("zədələnmiş faylları `axtar verify --index {}` göstərir", path.display())
        }
        IndexError::Io { .. } => return (message, None),
    };
    (message, Some(hint))
}

/// An input that could not be read.
pub fn read(error: &ReadError) -> (String, Option<String>) {
    if Language::current() == Language::En {
        return (error.to_string(), error.hint());
    }
    let reason = match error {
        ReadError::Missing { .. } => "belə fayl və ya qovluq yoxdur".into(),
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
        ReadError::Utf16 { .. } => "mətn UTF-16 kodlaşdırmasındadır, UTF-8 isə oxunur".into(),
        ReadError::NotUtf8 { offset, declared, .. } => {
            let said =
                declared.as_ref().map_or_else(String::new, |name| format!("; səhifədə {name} yazılıb"));
            format!("mətn UTF-8 deyil (ilk dəfə {offset} nömrəli baytda{said})")
        }
        ReadError::Binary { offset, .. } => format!("bu, mətn faylı deyil ({offset} nömrəli bayt NUL-dur)"),
        ReadError::Foreign { kind, .. } => format!("{}: belə fayl oxunmur", phrase(kind)),
        ReadError::Damaged { .. } => "sıxılmış fayl zədələnib və ya yarımçıqdır".into(),
        ReadError::LineTooLong { .. } => "sətir 32 MiB-dan uzundur".into(),
        ReadError::FileTooLarge { format, .. } => {
            format!("32 MiB-dan böyükdür, {} üçün çoxdur", phrase(format))
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
        ReadError::Missing { .. } => "yazılışını yoxlayın; içində boşluq olan ad dırnaqda yazılır".into(),
        ReadError::NotAFile { .. } => {
            "başqa proqramın yazdığını oxumaq üçün onu boru ilə ötürün və `-` verin".into()
        }
        ReadError::LinkLoop { .. } => "keçidi silin; qovluğun özü bir dəfə oxunur".into(),
        ReadError::EmptyFolder { .. } | ReadError::PassedOver { .. } => {
            "adı ayrıca verilən fayl, sonluğu nə olursa olsun, məzmununa görə oxunur".into()
        }
        ReadError::NotUtf8 { declared: None, .. } => error.hint()?.replace(
            "(Cyrillic text; Latin text is mostly WINDOWS-1254)",
            "(kiril mətni üçün; latın mətni əksərən WINDOWS-1254 olur)",
        ),
        ReadError::Binary { .. } => {
            "mətn, Markdown, HTML, JSON və ya JSONL verin (.gz və .zst də olar)".into()
        }
        ReadError::Foreign { cure, .. } => phrase(cure),
        ReadError::Damaged { .. } => {
            "faylı yenidən yaradın və ya köçürün; `gzip -t` və `zstd -t` onu yoxlayır".into()
        }
        ReadError::LineTooLong { .. } => {
            "məqalələr arasında sətir sonu itməyib? JSONL-də hər sətir bir məqalədir".into()
        }
        ReadError::FileTooLarge { .. } => {
            "onu bölün və ya hər sətrə bir məqalə yazın: jq -c '.[]' all.json > all.jsonl".into()
        }
        ReadError::Json { .. } => "JSONL-də hər sətir bütöv bir JSON obyektidir".into(),
        ReadError::NoText { .. } => "məqalədə `title`, `body` və ya `paragraphs` olmalıdır".into(),
        ReadError::Date { .. } => "onu belə yazın: 2025-10-23 və ya 2025-10-23T16:14".into(),
        ReadError::Html { .. } => {
            "məqalənin mətnini .txt kimi saxlayın: başlıq, tarix sətri, hər sətirdə bir abzas".into()
        }
        ReadError::Utf16 { .. }
        | ReadError::NotUtf8 { .. }
        | ReadError::Io { .. }
        | ReadError::Empty { .. }
        | ReadError::Field { .. } => return error.hint(),
    })
}

/// A query or judgement file that cannot be used.
fn measure(error: &MeasureError) -> String {
    if Language::current() == Language::En {
        return error.to_string();
    }
    match error {
        MeasureError::Read { path, reason } => format!("{path}: {}", phrase(&lower(reason))),
        MeasureError::Columns { path, line, expected } => {
            format!("{path}:{line}: tabulyasiya ilə ayrılmış {expected} gözlənilir")
        }
    }
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

/// System messages begin with a capital and end in `(os error 2)`: ours do neither.
fn lower(message: &str) -> String {
    let message = message.split(" (os error").next().unwrap_or(message);
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A piece of an English message in the language of the process; as it is where it has no row.
pub fn phrase(english: &str) -> String {
    let row = match Language::current() {
        Language::En => None,
        Language::Az => PHRASES.iter().find(|(en, _)| *en == english),
    };
    row.map_or(english, |(_, az)| az).to_owned()
}

/// The system's words, kinds of files, and types of JSON.
const PHRASES: &[(&str, &str)] = &[
    ("permission denied", "icazə yoxdur"),
    ("no such file or directory", "belə fayl və ya qovluq yoxdur"),
    ("is a directory", "bu, qovluqdur"),
    ("not a directory", "bu, qovluq deyil"),
    ("no space left on device", "diskdə yer qalmayıb"),
    ("read-only file system", "fayl sisteminə yazmaq olmur"),
    ("disk quota exceeded", "disk kvotası aşılıb"),
    ("input/output error", "giriş-çıxış xətası"),
    ("too many open files", "həddən artıq fayl açıqdır"),
    ("file name too long", "faylın adı çox uzundur"),
    ("stream did not contain valid UTF-8", "mətn UTF-8 deyil"),
    ("a FIFO", "FIFO-dur"),
    ("a socket", "soketdir"),
    ("a device", "qurğudur"),
    ("a PDF document", "PDF sənədi"),
    ("a ZIP archive or an Office document", "ZIP arxivi və ya Office sənədi"),
    ("an old Office document", "köhnə Office sənədi"),
    ("an RTF document", "RTF sənədi"),
    ("a bzip2 file", "bzip2 faylı"),
    ("an xz file", "xz faylı"),
    ("a 7-Zip archive", "7-Zip arxivi"),
    ("a file packed twice", "iki dəfə sıxılmış fayl"),
    ("a JSONL file", "JSONL faylı"),
    ("a JSON file that is not one article a line", "hər sətirdə bir məqalə olmayan JSON faylı"),
    ("a web page", "veb-səhifə"),
    ("a Markdown file", "Markdown faylı"),
    ("a text page", "mətn səhifəsi"),
    ("make text of it: pdftotext -layout file.pdf", "onu mətnə çevirin: pdftotext -layout file.pdf"),
    ("save the document as text (UTF-8)", "sənədi mətn kimi saxlayın (UTF-8)"),
    ("unpack it: bunzip2 -k file", "onu açın: bunzip2 -k file"),
    ("unpack it: unxz -k file", "onu açın: unxz -k file"),
    ("unpack it: 7z x file", "onu açın: 7z x file"),
    ("unpack it once: gunzip -k file", "onu bir dəfə açın: gunzip -k file"),
    ("unpack it once: unzstd file", "onu bir dəfə açın: unzstd file"),
    (
        "unpack the archive, or save the document as text (UTF-8)",
        "arxivi açın və ya sənədi mətn kimi saxlayın (UTF-8)",
    ),
    ("its checksum does not match", "nəzarət cəmi uyğun gəlmir"),
    (
        "its fields or its payload are not those of an index of ours",
        "sahələri və ya qeydləri bizim indeksinki deyil",
    ),
    ("it cannot be read", "oxumaq olmur"),
    ("the page has too many elements", "səhifədə elementlər həddən çoxdur"),
    ("the page's elements are nested too deep", "səhifənin elementləri bir-birinin içində çox dərindir"),
    ("the text ends in the middle", "mətn yarıda kəsilib"),
    (
        "a writing thread failed; nothing of this run was committed",
        "yazan axın dayandı; bu işdən heç nə yazılmadı",
    ),
    ("true or false", "true və ya false"),
    ("a number", "ədəd"),
    ("a string", "mətn"),
    ("an array", "massiv"),
    ("an object", "obyekt"),
    ("a string or an integer", "mətn və ya tam ədəd"),
    ("an array of strings", "mətnlər massivi"),
    ("an array with a null", "null olan massiv"),
    ("an array with true or false", "true və ya false olan massiv"),
    ("an array with a number", "ədəd olan massiv"),
    ("an array with an array or object", "massiv və ya obyekt olan massiv"),
];
