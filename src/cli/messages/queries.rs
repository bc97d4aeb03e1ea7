//! What is told of a query, in the language of the process: notes on how it was read, and faults.
//!
//! As with the library's errors, English is their own Display and Azerbaijani one arm a variant.

use axtar::search::query::{Field, Note, QueryError, QueryFault};

use super::Language;

/// A note beside an answer.
pub fn note(note: &Note) -> String {
    if Language::current() == Language::En {
        return note.to_string();
    }
    match note {
        Note::Text(signs) => format!("mətn kimi oxundu: {}", signs.join("  ")),
        Note::Dangling(operator) => format!("{operator} heç nəyi birləşdirmir, nəzərə alınmadı"),
        Note::Without(what) => format!("nəticələrdən çıxarıldı: {what}"),
        Note::Weight(sign) => format!("{sign} nəzərə alınmadı: sözlərin çəkisi olmur"),
        Note::Cut(words) => format!("yalnız ilk {words} söz oxundu"),
        Note::Patterns(count) => format!("yalnız ilk {count} şablon oxundu, qalanları mətn sayıldı"),
        Note::Short { word, distance: 0 } => format!("{word} qısadır: olduğu kimi axtarıldı"),
        Note::Short { word, distance } => format!("{word} qısadır: ən çoxu {distance} hərf fərqlənə bilər"),
        Note::Wide { pattern, taken, found } => {
            format!("{pattern} şablonuna {found} söz uyğundur: ən çox işlənən {taken} söz axtarıldı")
        }
        Note::Names(count) => format!("yalnız ilk {count} ad başqa yazılışlarda axtarıldı"),
        Note::Read(count) => format!("dəqiq formalar üçün yalnız ən uyğun {count} abzas oxundu"),
        Note::Effort => "sorğu genişdir: bu sözlərin olduğu abzasların hamısına baxılmadı".to_string(),
        Note::Values { field, value, taken } => format!("{} {value} → {}", name(*field), taken.join(" · ")),
        Note::NoValue { field, value } => format!("arxivdə belə {} yoxdur: {value}", name(*field)),
        Note::NoTitles => "bu indeks başlıqsız qurulub: `başlıq:` heç nə tapmır".into(),
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Source => "mənbə",
        Field::Section => "bölmə",
        Field::Author => "müəllif",
    }
}

/// A query that cannot be read: why, with the query and signs under what is wrong, and the cure.
pub fn fault(error: &QueryError) -> (String, String) {
    let reason = match (&error.reason, Language::current()) {
        (reason, Language::En) => reason.to_string(),
        (QueryFault::Depth { limit }, _) => format!("mötərizələr və inkarlar {limit} qatdan dərindir"),
        (QueryFault::Distance { word }, _) => format!("`{word}`: sözlər ən çoxu iki hərflə fərqlənə bilər"),
        (QueryFault::Within { sign, limit }, _) => format!("`{sign}`: araya ən çoxu {limit} söz düşə bilər"),
        (QueryFault::Date { value }, _) => format!("`{value}` tarix deyil"),
        (QueryFault::Reversed { value }, _) => format!("`{value}` aralığının sonu başlanğıcından əvvəldir"),
    };
    let (line, signs) = error.pointed();
    let cure = match Language::current() {
        Language::En => format!("write for example: {}", error.example),
        Language::Az => format!("məsələn, belə yazın: {}", error.example),
    };
    (format!("{reason}\n\n    {line}\n    {signs}"), cure)
}
