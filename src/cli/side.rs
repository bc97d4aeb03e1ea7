//! The search options that are measured, and two sets of them side by side: `--a '…' --b '…'`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axtar::search::{Folding, Options, Variants};
use clap::{Args, Parser};

use super::args::{Reach, positive};
use super::messages::say;
use super::messages::usage;
use super::newsroom::NewsroomArgs;

/// What decides how a query is asked.
#[derive(Args, Clone, Debug)]
pub struct AskArgs {
    /// Which other spellings take part
    #[arg(long, value_enum, default_value_t)]
    pub variants: Reach,
    /// Only the forms as they are typed
    #[arg(long)]
    pub exact: bool,
    #[command(flatten)]
    pub newsroom: NewsroomArgs,
}

impl AskArgs {
    /// The options of a search that folds nothing, and whether a row of the newsroom's list was refused.
    pub fn options(&self, index: &Path, limit: usize) -> anyhow::Result<(Options, bool)> {
        let (newsroom, faulty) = self.newsroom.read(index)?;
        let (variants, newsroom) = (self.variants.into(), Arc::new(newsroom));
        let options = Options {
            limit,
            per_article: 0,
            folding: Folding::Off,
            variants,
            exact: self.exact,
            newsroom,
            ..Options::default()
        };
        Ok((options, faulty))
    }

    /// The options as they are written on the command line.
    pub fn written(&self) -> String {
        let mut written = format!("--variants {}", reach(self.variants.into()));
        if self.exact {
            written.push_str(" --exact");
        }
        if let Some(file) = &self.newsroom.names_file {
            written.push_str(&format!(" --names-file {}", file.display()));
        }
        written
    }
}

/// A reach as it is written on the command line.
pub fn reach(variants: Variants) -> &'static str {
    match variants {
        Variants::None => "none",
        Variants::Narrow => "narrow",
        Variants::Names => "names",
        Variants::All => "all",
    }
}

/// One of two configurations.
#[derive(Clone, Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub struct Side {
    #[command(flatten)]
    pub ask: AskArgs,
    #[arg(short, value_parser = positive)]
    pub k: Option<usize>,
    #[arg(long)]
    pub index: Option<PathBuf>,
}

/// Reads the options of one side.
pub fn side(text: &str) -> Result<Side, String> {
    Side::try_parse_from(split(text)).map_err(|error| {
        format!(
            "{}; {}",
            usage::cause(&error),
            say!(SIDE_OPTIONS, example = "--variants none --exact -k 100")
        )
    })
}

/// The words of a line; quotes hold blanks together.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![];
    let (mut word, mut quote): (Option<String>, Option<char>) = (None, None);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_read_like_the_command_line() {
        let read =
            side("--variants all --exact -k 5 --index 'my index' --names-file \"a b.tsv\"").expect("a side");
        assert_eq!(read.ask.written(), "--variants all --exact --names-file a b.tsv");
        assert_eq!((read.k, read.index), (Some(5), Some("my index".into())));
        assert_eq!(side("").expect("the default").ask.written(), "--variants names");
        assert!(side("--variants some").expect_err("no such reach").contains("--variants"));
        assert!(side("neft").is_err());
    }

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(split(" a  'b c'd \"\" e"), ["a", "b cd", "", "e"]);
    }
}
