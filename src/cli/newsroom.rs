//! `--names-file`: the newsroom's own list of spellings, and what is told of its bad rows.

use std::path::{Path, PathBuf};

use axtar::analysis::{Analyzer, Scheme};
use axtar::mining::{Fault, Newsroom, Reason};
use clap::Args;

use super::messages::say;
use super::output;

#[derive(Clone, Debug, Args)]
pub struct NewsroomArgs {
    /// The newsroom's list of spellings; by default variants.tsv beside the index
    #[arg(long, value_name = "FILE")]
    pub names_file: Option<PathBuf>,
}

impl NewsroomArgs {
    /// The list, and whether a row of it was refused. Without a file named and none beside the
    /// index it is empty.
    pub fn read(&self, index: &Path) -> anyhow::Result<(Newsroom, bool)> {
        let path = match &self.names_file {
            Some(path) => path.clone(),
            None => {
                // Beside the folder, so that it outlives a removed index.
                let index = index.canonicalize().unwrap_or_else(|_| index.to_path_buf());
                let beside = index.parent().unwrap_or(Path::new(".")).join("variants.tsv");
                if !beside.is_file() {
                    return Ok((Newsroom::default(), false));
                }
                beside
            }
        };
        let (newsroom, faults) = Newsroom::read(&path, &mut Analyzer::new(Scheme::Axtar))?;
        for fault in &faults {
            let (message, cure) = told(fault);
            output::warning(&format!("{}:{}: {message}", path.display(), fault.line), Some(&cure));
        }
        Ok((newsroom, !faults.is_empty()))
    }
}

/// A bad row and its cure.
fn told(fault: &Fault) -> (String, String) {
    match &fault.reason {
        Reason::Columns => (say!(NAMES_COLUMNS), say!(NAMES_COLUMNS_CURE)),
        Reason::Relation(value) => (say!(NAMES_RELATION, value = value), say!(NAMES_RELATION_CURE)),
        Reason::Empty => (say!(NAMES_EMPTY), say!(NAMES_EMPTY_CURE)),
        Reason::Same(value) => (say!(NAMES_SAME, value = value), say!(NAMES_SAME_CURE)),
        Reason::Words => (say!(NAMES_WORDS), say!(NAMES_WORDS_CURE)),
        Reason::Contradiction(line) => {
            (say!(NAMES_CONTRADICTION, line = line), say!(NAMES_CONTRADICTION_CURE))
        }
    }
}
