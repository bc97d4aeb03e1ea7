//! The library's errors in the language of the process.
//!
//! English is their own Display. Azerbaijani is here, one arm a variant: a new variant does not
//! compile until it has its words. What stands inside an error (`a PDF document`, `permission
//! denied`) goes through [`PHRASES`].

use axtar::corpus::ReadError;
use axtar::index::IndexError;
use axtar::measure::MeasureError;
use axtar::mining::NewsroomError;
use axtar::search::SearchError;

use super::{Language, inputs, say};
use crate::cli::crash::Crash;

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
        return Some(inputs::read(error));
    }
    if let Some(error) = cause.downcast_ref::<NewsroomError>() {
        return Some(newsroom(error));
    }
    if let Some(error) = cause.downcast_ref::<Crash>() {
        return Some(crash(error));
    }
    cause.downcast_ref::<MeasureError>().map(measure)
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
        IndexError::OtherFormat { path, found, expected } => format!(
            "`{}` qovluğundakı indeksin formatı {found}; axtar-ın bu versiyası onu oxumur: öz formatı {expected}",
            path.display()
        ),
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
            let reason = match reason.split_once(": ") {
                Some((file, reason)) => format!("{file}: {}", phrase(reason)),
                None => phrase(reason),
            };
            format!("`{}` qovluğundakı indeks zədələnib: {reason}", path.display())
        }
        IndexError::NotABackup(path) => format!("`{}` axtar-ın ehtiyat nüsxəsi deyil", path.display()),
        IndexError::DamagedBackup { path, file } => {
            format!(
                "`{}` qovluğundakı ehtiyat nüsxəsi zədələnib: {file} yazıldığı kimi deyil",
                path.display()
            )
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
        IndexError::OtherFormat { path, .. } => format!(
            "qovluğu silin, sonra `axtar index YOL… --index {}`; o vaxtadək onu quran axtar onu oxuyur",
            path.display()
        ),
        IndexError::OtherSettings { .. } => "başqa qovluq göstərin: `--index QOVLUQ`".into(),
        IndexError::Busy(_) => "onun bitməsini gözləyin və yenidən cəhd edin".into(),
        IndexError::Damaged { path, .. } => {
            format!("zədələnmiş faylları `axtar verify --index {}` göstərir", path.display())
        }
        IndexError::NotABackup(_) => {
            "`axtar backup` ilə yazılmış qovluğu göstərin, yeni nüsxə üçün isə boş və ya yeni qovluq".into()
        }
        IndexError::DamagedBackup { .. } => {
            "indeks əvvəlki kimidir; başqa nüsxəni bərpa edin və ya bunu yenidən yaradın: `axtar backup QOVLUQ`"
                .into()
        }
        IndexError::Io { .. } => return (message, error.hint().map(|hint| phrase(&hint))),
    };
    (message, Some(hint))
}

/// A command that stopped by itself.
fn crash(crash: &Crash) -> (String, Option<String>) {
    let index = crash.index.display();
    (say!(CRASHED, what = crash.what), Some(say!(CRASHED_CURE, index = index)))
}

/// Files that cannot be measured with, and runs that cannot be compared.
fn measure(error: &MeasureError) -> (String, Option<String>) {
    if Language::current() == Language::En {
        return (error.to_string(), error.hint().map(str::to_owned));
    }
    let (message, cure) = match error {
        MeasureError::Read { path, reason } => return (format!("{path}: {}", phrase(&lower(reason))), None),
        MeasureError::Columns { path, line, expected } => {
            return (format!("{path}:{line}: tabulyasiya ilə ayrılmış {expected} gözlənilir"), None);
        }
        MeasureError::Trec { path, line, expected } => {
            return (format!("{path}:{line}: boşluqla ayrılmış {expected} gözlənilir"), None);
        }
        MeasureError::Hits { query, before, after } => (
            format!("`{query}` sorğusunun nəticələri əvvəl {before}, sonra {after} idi"),
            "başqa-başqa cavabların vaxtı müqayisə olunmur: hər ikisini eyni indeksdə ölçün",
        ),
        MeasureError::OtherQueries { query } => (
            format!("`{query}` sorğusu ölçmələrdən yalnız birində var"),
            "hər ikisini eyni sorğu faylı ilə ölçün, yaxud eyni indeksdən eyni `--seed` ilə götürün",
        ),
        MeasureError::NoRecord { path, reason } => (
            format!("`{path}` faylında saxlanmış ölçmə yoxdur ({})", phrase(reason)),
            "`axtar bench --save NAME` ilə saxlanmış adı, yaxud `--json FILE` ilə yazılmış faylı göstərin",
        ),
    };
    (message, Some(cure.to_owned()))
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
        Language::Az => PHRASES.iter().chain(inputs::PHRASES).find(|(en, _)| *en == english),
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
    ("file too large", "fayl çox böyükdür"),
    (
        "make room and run it again: what was committed before is kept",
        "yer açıb yenidən işə salın: əvvəl yazılanlar qalır",
    ),
    (
        "it can be searched as it is; to add to it, copy it to where files can be written",
        "onda axtarmaq olar; əlavə etmək üçün onu yazmaq mümkün olan yerə köçürün",
    ),
    (
        "ask for the right to read the folder, and to write in it for `index` and `add`",
        "qovluğu oxumaq, `index` və `add` üçün isə ona yazmaq icazəsi alın",
    ),
    (
        "the disk may be failing: copy the index to another, then look at it with `axtar verify`",
        "ola bilsin, disk sıradan çıxır: indeksi başqa diskə köçürün, sonra onu `axtar verify` ilə yoxlayın",
    ),
    ("too many open files", "həddən artıq fayl açıqdır"),
    ("file name too long", "faylın adı çox uzundur"),
    ("stream did not contain valid UTF-8", "mətn UTF-8 deyil"),
    ("a FIFO", "FIFO-dur"),
    ("a socket", "soketdir"),
    ("a device", "qurğudur"),
    ("its checksum does not match", "nəzarət cəmi uyğun gəlmir"),
    ("its fields are not those of an index of ours", "sahələri bizim indeksinki deyil"),
    ("it cannot be read", "oxumaq olmur"),
    ("it is missing", "yoxdur"),
    ("its end is damaged or cut off", "sonu zədələnib və ya kəsilib"),
    ("its data cannot be read", "məlumatları oxumaq olmur"),
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
