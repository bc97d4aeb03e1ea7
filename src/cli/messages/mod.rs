//! What the program says, in Azerbaijani and in English.
//!
//! [`table`] holds every message as one row, [`help`] the texts of `--help`, [`usage`] what is said
//! of arguments, [`errors`] the library's errors in Azerbaijani, [`queries`] what is told of a query. The language is chosen once, before
//! anything else: `--lang`, `AXTAR_LANG`, else the locale; English where neither knows.
//! Keys of JSON and CSV are the same in every language.

pub mod errors;
pub mod help;
pub mod inputs;
pub mod queries;
pub mod table;
pub mod usage;

use std::ffi::OsString;
use std::fmt::{Display, Write as _};
use std::sync::OnceLock;

use clap::ValueEnum;

/// A language the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Azərbaycanca
    Az,
    /// English
    #[default]
    En,
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

impl Language {
    /// The language of this process.
    pub fn current() -> Language {
        LANGUAGE.get().copied().unwrap_or_default()
    }

    /// Makes it the language of this process; the first choice stays.
    pub fn choose(self) {
        let _ = LANGUAGE.set(self);
    }

    /// The language that arguments and environment ask for. Arguments are looked through before
    /// they are parsed, since what parsing says must be in that language already. What files say
    /// (`configured`) goes before the locale. `Err` holds a value of `AXTAR_LANG` that is no
    /// language.
    pub fn asked(
        arguments: &[OsString],
        variable: impl Fn(&str) -> Option<String>,
        configured: Option<&str>,
    ) -> Result<Language, String> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
        let locale = if is_azerbaijani(&locale) { Language::Az } else { Language::En };
        if let Some(flag) = flag(arguments) {
            // A value that is no language is for the parser to refuse.
            return Ok(Language::from_str(&flag, true).unwrap_or(locale));
        }
        match set("AXTAR_LANG") {
            Some(value) => Language::from_str(&value, true).map_err(|_| value),
            // As with the flag: what is no language is refused where options are.
            None => Ok(configured.and_then(|value| Language::from_str(value, true).ok()).unwrap_or(locale)),
        }
    }

    /// `az` or `en`, as it is asked for.
    pub fn code(self) -> &'static str {
        match self {
            Language::Az => "az",
            Language::En => "en",
        }
    }
}

/// `az`, `az_AZ.UTF-8`, `az-Latn`; not `aze_…` of other languages' making.
fn is_azerbaijani(locale: &str) -> bool {
    locale.split(['_', '-', '.', '@']).next().is_some_and(|language| language.eq_ignore_ascii_case("az"))
}

fn flag(arguments: &[OsString]) -> Option<String> {
    let mut rest = arguments.iter().skip(1).map(|a| a.to_string_lossy()).take_while(|a| a != "--");
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("--lang") {
            Some("") => return rest.next().map(|value| value.into_owned()),
            Some(value) if value.starts_with('=') => return Some(value[1..].to_owned()),
            _ => {}
        }
    }
    None
}

/// One message in both languages, with places `{name}` for values. Where a number decides the
/// form, English has both, parted by `|`: `article|articles`.
#[derive(Debug)]
pub struct Message {
    en: &'static str,
    az: &'static str,
}

impl Message {
    /// The message in the language of this process.
    pub fn text(&self) -> &'static str {
        match Language::current() {
            Language::En => self.en,
            Language::Az => self.az,
        }
    }

    /// The form for a number. Azerbaijani nouns stay singular after one.
    pub fn plural(&self, number: u64) -> &'static str {
        match self.text().split_once('|') {
            Some((one, more)) => {
                if number == 1 {
                    one
                } else {
                    more
                }
            }
            None => self.text(),
        }
    }

    /// The message with its places filled.
    pub fn with(&self, values: &[(&str, &dyn Display)]) -> String {
        filled(self.text(), values)
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

/// Places are looked for in the template alone, never in what was filled in.
fn filled(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?)))
    {
        out.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                let _ = write!(out, "{value}");
            }
            None => {
                let _ = write!(out, "{{{name}}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// `say!(NOT_THERE)` or `say!(NO_ARTICLE, id = id, index = path.display())`: a message of the table
/// in the language of this process, as a `String`.
macro_rules! say {
    ($message:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::cli::messages::table::$message.with(&[$((stringify!($name), &$value)),*])
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Language, String> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, v)| v.to_string());
        Language::asked(&arguments, variable, None)
    }

    #[test]
    fn flag_goes_before_variable_before_locale() {
        use Language::{Az, En};
        let az = ("LANG", "az_AZ.UTF-8");
        assert_eq!(asked(&["axtar"], &[]), Ok(En));
        assert_eq!(asked(&["axtar"], &[az]), Ok(Az));
        assert_eq!(asked(&["axtar"], &[az, ("LC_ALL", "C")]), Ok(En));
        assert_eq!(asked(&["axtar"], &[az, ("LC_ALL", "")]), Ok(Az));
        assert_eq!(asked(&["axtar"], &[("LC_MESSAGES", "az"), ("LANG", "tr_TR")]), Ok(Az));
        assert_eq!(asked(&["axtar"], &[az, ("AXTAR_LANG", "en")]), Ok(En));
        assert_eq!(asked(&["axtar", "search", "--lang", "az", "x"], &[("AXTAR_LANG", "en")]), Ok(Az));
        assert_eq!(asked(&["axtar", "search", "--lang=az"], &[]), Ok(Az));
        assert_eq!(asked(&["axtar", "search", "--", "--lang=az"], &[]), Ok(En));
        assert_eq!(asked(&["axtar"], &[("AXTAR_LANG", "xx")]), Err("xx".into()));
        let configured = |variable: &str, value| {
            let set = variable.to_owned();
            Language::asked(&[], |name| (name == "AXTAR_LANG").then(|| set.clone()), Some(value))
        };
        assert_eq!(configured("", "az"), Ok(Az));
        assert_eq!(configured("", "xx"), Ok(En));
        assert_eq!(configured("en", "az"), Ok(En));
    }

    #[test]
    fn values_are_never_read_as_places() {
        let values: &[(&str, &dyn Display)] = &[("a", &"{b}"), ("b", &1)];
        assert_eq!(filled("{a} and {b}, {c", values), "{b} and 1, {c");
    }
}
