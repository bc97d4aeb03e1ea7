//! What can be set in a file or by the environment: one row a setting.

/// What a file may give as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// A path; a relative one counts from the file's folder, `~/` is the user's home.
    Path,
    /// A program to run, or `false` for none. A project's file may not name one: who unpacks an
    /// archive of somebody else's must not run what stands in it.
    Program,
}

/// A setting: its name in files is also the long name of the option it is the default of.
#[derive(Debug)]
pub struct Setting {
    /// As written in a file.
    pub key: &'static str,
    /// The variable of the environment that goes before files.
    pub variable: &'static str,
    /// What a file may give.
    pub kind: Kind,
}

const fn setting(key: &'static str, variable: &'static str, kind: Kind) -> Setting {
    Setting { key, variable, kind }
}

/// All of them, in the order they are shown.
pub static SETTINGS: &[Setting] = &[
    setting("index", "AXTAR_INDEX", Kind::Path),
    setting("limit", "AXTAR_LIMIT", Kind::Number),
    setting("per-article", "AXTAR_PER_ARTICLE", Kind::Number),
    setting("variants", "AXTAR_VARIANTS", Kind::Text),
    setting("names-file", "AXTAR_NAMES", Kind::Path),
    setting("format", "AXTAR_FORMAT", Kind::Text),
    setting("lang", "AXTAR_LANG", Kind::Text),
    setting("color", "AXTAR_COLOR", Kind::Text),
    setting("pager", "AXTAR_PAGER", Kind::Program),
];

/// The setting of a name.
pub fn named(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}
