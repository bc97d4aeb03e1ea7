//! The newsroom's own list of spellings: rows of `variants.tsv` → what joins, what never does.
//!
//! Read once a run, applied while a query is expanded, so that a row counts without the index being
//! rebuilt. It overrules the rules of spelling. A bad row is told with its line and its cure; the
//! good ones count all the same.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use thiserror::Error;

use crate::analysis::Analyzer;
use crate::spelling::Grade;

/// A row may join so many words of a name (`Nyu York`, `New York`).
const MAX_WORDS: usize = 6;

/// What the newsroom says of spellings, by lemma.
#[derive(Debug, Default)]
pub struct Newsroom {
    joined: FxHashMap<String, Vec<(String, Grade)>>,
    apart: FxHashSet<(String, String)>,
}

/// A list that could not be read at all.
#[derive(Debug, Error)]
#[error("cannot read the list of names `{path}`: {reason}")]
pub struct NewsroomError {
    /// The file.
    pub path: PathBuf,
    /// The system's words.
    pub reason: String,
}

impl NewsroomError {
    /// What the user can do about it.
    pub fn hint(&self) -> String {
        "name a UTF-8 file with `--names-file FILE`, or leave the option out".into()
    }
}

/// A row that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What can be wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not three columns. Cure: part them by tabs.
    Columns,
    /// The first column is no relation. Cure: one of the three.
    Relation(String),
    /// A column holds no word.
    Empty,
    /// Both sides are one word.
    Same(String),
    /// The sides have different numbers of words, or `not same` has more than one. Cure: a row for
    /// each word.
    Words,
    /// Another row says the opposite.
    Contradiction(usize),
}

/// What a row says.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    Same,
    NotSame,
    Exonym,
}

impl Newsroom {
    /// Reads a list; the good rows, and what is wrong with the others.
    pub fn read(path: &Path, analyzer: &mut Analyzer) -> Result<(Newsroom, Vec<Fault>), NewsroomError> {
        let error = |reason: String| NewsroomError { path: path.to_path_buf(), reason };
        let bytes = fs::read(path).map_err(|e| {
            let text = e.to_string();
            error(text.split(" (os error").next().unwrap_or(&text).to_lowercase())
        })?;
        let text = String::from_utf8(bytes).map_err(|_| error("it is not UTF-8".into()))?;
        Ok(Newsroom::parse(&text, analyzer))
    }

    /// The same from text.
    pub fn parse(text: &str, analyzer: &mut Analyzer) -> (Newsroom, Vec<Fault>) {
        let mut newsroom = Newsroom::default();
        let mut faults = vec![];
        // Which row joined or parted a pair first.
        let mut said: FxHashMap<(String, String), (Relation, usize)> = FxHashMap::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, row) in text.lines().enumerate().map(|(n, row)| (n + 1, row.trim_end())) {
            if row.trim_start().is_empty() || row.starts_with('#') {
                continue;
            }
            let pairs = match pairs(row, analyzer) {
                Ok(pairs) => pairs,
                Err(reason) => {
                    faults.push(Fault { line, reason });
                    continue;
                }
            };
            let joins = |relation| relation != Relation::NotSame;
            let opposite = pairs.words.iter().find_map(|pair| {
                said.get(&ordered(pair)).filter(|(before, _)| joins(*before) != joins(pairs.relation))
            });
            if let Some(&(_, before)) = opposite {
                faults.push(Fault { line, reason: Reason::Contradiction(before) });
                continue;
            }
            for pair in &pairs.words {
                said.entry(ordered(pair)).or_insert((pairs.relation, line));
                newsroom.note(pair, pairs.relation);
            }
        }
        (newsroom, faults)
    }

    fn note(&mut self, (a, b): &(String, String), relation: Relation) {
        let grade = match relation {
            Relation::Same => Grade::Newsroom,
            Relation::Exonym => Grade::Exonym,
            Relation::NotSame => {
                self.apart.insert(ordered(&(a.clone(), b.clone())));
                return;
            }
        };
        for (from, to) in [(a, b), (b, a)] {
            self.joined.entry(from.clone()).or_default().push((to.clone(), grade));
        }
    }

    /// The lemmas that are one name with `lemma`, directly or through others, each with the worst
    /// grade on the way.
    pub fn joined(&self, lemma: &str) -> Vec<(&str, Grade)> {
        let mut found: Vec<(&str, Grade)> = vec![];
        let mut front = vec![(lemma, Grade::Newsroom)];
        while let Some((from, so_far)) = front.pop() {
            for (to, grade) in self.joined.get(from).into_iter().flatten() {
                if to != lemma && !found.iter().any(|(known, _)| known == to) {
                    found.push((to, so_far.max(*grade)));
                    front.push((to, so_far.max(*grade)));
                }
            }
        }
        found
    }

    /// Are two lemmas said to be different names?
    pub fn parts(&self, a: &str, b: &str) -> bool {
        !self.apart.is_empty() && self.apart.contains(&ordered(&(a.to_string(), b.to_string())))
    }

    /// Says nothing of any name.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty() && self.apart.is_empty()
    }
}

/// A row, read: its words in pairs.
struct Pairs {
    relation: Relation,
    words: Vec<(String, String)>,
}

fn pairs(row: &str, analyzer: &mut Analyzer) -> Result<Pairs, Reason> {
    let columns: Vec<&str> = row.split('\t').map(str::trim).collect();
    let [relation, a, b] = columns[..] else { return Err(Reason::Columns) };
    let relation = match relation {
        "same" => Relation::Same,
        "not same" => Relation::NotSame,
        "exonym" => Relation::Exonym,
        other => return Err(Reason::Relation(other.to_string())),
    };
    let (a, b) = (lemmas(a, analyzer), lemmas(b, analyzer));
    if a.is_empty() || b.is_empty() {
        return Err(Reason::Empty);
    }
    let most = if relation == Relation::NotSame { 1 } else { MAX_WORDS };
    if a.len() != b.len() || a.len() > most {
        return Err(Reason::Words);
    }
    let words: Vec<_> = a.into_iter().zip(b).filter(|(a, b)| a != b).collect();
    match words.first() {
        None => Err(Reason::Same(columns[1].to_string())),
        Some(_) => Ok(Pairs { relation, words }),
    }
}

/// The first lemma of each word.
fn lemmas(name: &str, analyzer: &mut Analyzer) -> Vec<String> {
    let mut lemmas = vec![];
    analyzer.analyze(name, |token| lemmas.extend(token.lemmas.iter().next().map(str::to_string)));
    lemmas
}

fn ordered((a, b): &(String, String)) -> (String, String) {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    (a.clone(), b.clone())
}
