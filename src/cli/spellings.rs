//! A spelling that stood for a query word, as a reader is told of it: `Токаев 12 (other script)`.
//!
//! One way for the list of hits and the full screen.

use axtar::analysis::{capitalised, is_cyrillic_word};
use axtar::search::{Group, Role, Variant};
use axtar::spelling::Grade;

use super::messages::say;
use super::output::thousands;

/// The spellings a reader is told of, and whether there is more to them than the word's own forms. The
/// initials of a name asked in full are looked for, but nobody has counted whether there are any.
pub fn worth_telling(word: &Group) -> (Vec<&Variant>, bool) {
    let shown: Vec<&Variant> = word.variants.iter().filter(|v| !word.is_shortened(v)).collect();
    let others = !word.exact && shown.iter().any(|v| v.grade > Grade::Form);
    (shown, others)
}

/// The spelling as names are written, how often it occurs, and what it has to do with the word where
/// its letters do not show it. To be made safe to print by the caller.
pub fn told(word: &Group, variant: &Variant) -> String {
    let spelled = written(word, variant);
    let other_script = is_cyrillic_word(&spelled) != is_cyrillic_word(&word.written);
    let label = match variant.grade {
        Grade::Exact | Grade::Form => None,
        Grade::Typing | Grade::Transliteration if other_script => Some(say!(OTHER_SCRIPT)),
        Grade::Typing => Some(say!(OTHER_DIACRITICS)),
        Grade::Transliteration => None,
        Grade::Initial => Some(say!(AN_INITIAL)),
        Grade::Voice => Some(say!(ANOTHER_VOICE)),
        Grade::Sound => Some(say!(SOUNDS_ALIKE)),
        Grade::Newsroom => Some(say!(BY_NEWSROOM)),
        Grade::Exonym => Some(say!(AN_EXONYM)),
        Grade::Acronym => Some(match &variant.source {
            Some(id) => say!(BY_ACRONYM_IN, id = id),
            None => say!(BY_ACRONYM),
        }),
    };
    // How often an initial or a first name stands beside the surname was not counted.
    let counted = word.role != Role::Initial && variant.grade != Grade::Initial;
    let count = counted.then(|| thousands(variant.doc_freq));
    [Some(spelled), count, label].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// With a capital where the word was typed with one; an initial with its stop, an acronym in capitals.
fn written(word: &Group, variant: &Variant) -> String {
    let spelled = variant.shown.as_ref().or(variant.form.as_ref()).unwrap_or(&variant.lemma);
    if !word.written.starts_with(char::is_uppercase) {
        return spelled.clone();
    }
    let words = spelled.split(' ').map(|part| match part.chars().nth(1) {
        None if spelled != part => format!("{}.", capitalised(part)),
        _ if variant.grade == Grade::Acronym && spelled == part => {
            part.chars().map(|letter| capitalised(letter.encode_utf8(&mut [0; 4]))).collect()
        }
        _ => capitalised(part),
    });
    words.collect::<Vec<_>>().join(" ")
}
