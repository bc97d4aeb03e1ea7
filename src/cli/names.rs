//! `axtar names`: the archive's names, their spellings grouped and counted, with their years.

use std::io::Write;
use std::path::Path;

use anstyle::Style;
use axtar::analysis::Analyzer;
use axtar::index::Archive;
use axtar::mining::{self, Evidence, Name, NameSpelling};
use axtar::spelling::Grade;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Outcome;
use super::args::positive;
use super::messages::say;
use super::newsroom::NewsroomArgs;
use super::output::{self, BOLD, DIM, printable, thousands, wrapped};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar names                        the commonest names of the archive\n  axtar names aliy --explain         names that begin so, typed in any way\n  axtar names --format csv > adlar.csv"
)]
pub struct NamesArgs {
    /// How the name begins, with or without ə ş ğ ı ö ü ç
    #[arg(value_name = "PREFIX")]
    pub prefix: Option<String>,
    /// How many names
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = positive)]
    pub limit: usize,
    /// text for reading, json for scripts (one object a line), csv for a spreadsheet
    #[arg(long, value_enum, default_value_t)]
    pub format: NamesFormat,
    /// Why each spelling is taken for the same name
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub newsroom: NewsroomArgs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum NamesFormat {
    #[default]
    Text,
    Json,
    Csv,
}

/// `axtar names`.
pub fn run(index: &Path, args: &NamesArgs) -> anyhow::Result<Outcome> {
    let archive = Archive::open(index)?;
    let (newsroom, faulty) = args.newsroom.read(index)?;
    let mut analyzer = Analyzer::new(archive.fingerprint().scheme);
    let prefix = args.prefix.as_deref().unwrap_or_default();
    let names = mining::names(&archive, &mut analyzer, &newsroom, prefix, args.limit)?;
    match args.format {
        NamesFormat::Text => print_text(&names, args.explain)?,
        NamesFormat::Json => print_json(&names)?,
        NamesFormat::Csv => print_csv(&names)?,
    }
    Ok(match (faulty, names.is_empty()) {
        (true, _) => Outcome::Partly,
        (false, true) => Outcome::Nothing,
        (false, false) => Outcome::Found,
    })
}

fn print_text(names: &[Name], explain: bool) -> std::io::Result<()> {
    let mut out = output::stdout();
    let width = output::width();
    for name in names {
        let years = match (name.years.first_key_value(), name.years.last_key_value()) {
            (Some((first, _)), Some((last, _))) if first == last => format!(" · {first}"),
            (Some((first, _)), Some((last, _))) => format!(" · {first}–{last}"),
            _ => String::new(),
        };
        writeln!(
            out,
            "{BOLD}{}{BOLD:#} {DIM}{}{years}{DIM:#}",
            printable(name.first()),
            thousands(name.paragraphs)
        )?;
        if name.spellings.len() > 1 && !explain {
            let all: Vec<String> = name.spellings.iter().map(counted).collect();
            writeln!(out, "{}", wrapped(&all.join(" · "), width, "   ", Style::new()))?;
        }
        for spelling in name.spellings.iter().filter(|_| explain) {
            let why: Vec<String> = spelling.evidence.iter().map(|e| told(spelling, e)).collect();
            let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
            writeln!(
                out,
                "{}",
                wrapped(&format!("{}{}", counted(spelling), printable(&why)), width, "   ", Style::new())
            )?;
        }
    }
    if names.is_empty() {
        writeln!(out, "{}", say!(NOTHING_FOUND))?;
    }
    out.flush()
}

/// `Tokayev 1,203`.
fn counted(spelling: &NameSpelling) -> String {
    format!("{} {}", printable(&spelling.spelling), thousands(spelling.paragraphs))
}

/// A piece of evidence in words.
fn told(spelling: &NameSpelling, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Letters => match spelling.grade {
            Some(Grade::Typing) => say!(NAMES_BY_TYPING),
            _ => say!(NAMES_BY_LETTERS),
        },
        Evidence::Newsroom => say!(NAMES_BY_NEWSROOM),
        Evidence::Bracket { paragraph } => say!(NAMES_BY_BRACKET, paragraph = paragraph),
        Evidence::Beside { word } => say!(NAMES_BY_NEIGHBOUR, word = word),
        Evidence::Company { names } => say!(NAMES_BY_COMPANY, names = names.join(", ")),
    }
}

#[derive(Serialize)]
struct JsonName<'a> {
    schema_version: u32,
    name: &'a str,
    paragraphs: u64,
    spellings: Vec<JsonSpelling<'a>>,
    years: Vec<JsonYear>,
}

#[derive(Serialize)]
struct JsonSpelling<'a> {
    spelling: &'a str,
    paragraphs: u64,
    grade: Option<&'static str>,
    evidence: Vec<JsonEvidence<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum JsonEvidence<'a> {
    Letters,
    Newsroom,
    Bracket { paragraph: &'a str },
    Beside { word: &'a str },
    Company { names: &'a [String] },
}

#[derive(Serialize)]
struct JsonYear {
    year: i32,
    paragraphs: u64,
}

/// Version of the JSON a name is printed as.
const SCHEMA_VERSION: u32 = 1;

fn print_json(names: &[Name]) -> anyhow::Result<()> {
    let mut out = output::raw_stdout();
    for name in names {
        let spellings = name.spellings.iter().map(|s| JsonSpelling {
            spelling: &s.spelling,
            paragraphs: s.paragraphs,
            grade: s.grade.map(Grade::name),
            evidence: s.evidence.iter().map(json_evidence).collect(),
        });
        let years = name.years.iter().map(|(&year, &paragraphs)| JsonYear { year, paragraphs });
        let line = JsonName {
            schema_version: SCHEMA_VERSION,
            name: name.first(),
            paragraphs: name.paragraphs,
            spellings: spellings.collect(),
            years: years.collect(),
        };
        writeln!(out, "{}", output::json_line(&line)?)?;
    }
    Ok(out.flush()?)
}

fn json_evidence(evidence: &Evidence) -> JsonEvidence<'_> {
    match evidence {
        Evidence::Letters => JsonEvidence::Letters,
        Evidence::Newsroom => JsonEvidence::Newsroom,
        Evidence::Bracket { paragraph } => JsonEvidence::Bracket { paragraph },
        Evidence::Beside { word } => JsonEvidence::Beside { word },
        Evidence::Company { names } => JsonEvidence::Company { names },
    }
}

/// One row a spelling. Names are letters, blanks and hyphens between them, so that no cell needs quotes
/// or steers a spreadsheet.
fn print_csv(names: &[Name]) -> std::io::Result<()> {
    let mut out = output::raw_stdout();
    writeln!(out, "name,paragraphs,first_year,last_year,spelling,spelling_paragraphs,grade,evidence")?;
    for name in names {
        let year = |year: Option<(&i32, &u64)>| year.map_or(String::new(), |(year, _)| year.to_string());
        let (first, last) = (year(name.years.first_key_value()), year(name.years.last_key_value()));
        for spelling in &name.spellings {
            let kinds: Vec<&str> = spelling.evidence.iter().map(kind).collect();
            writeln!(
                out,
                "{},{},{first},{last},{},{},{},{}",
                name.first(),
                name.paragraphs,
                spelling.spelling,
                spelling.paragraphs,
                spelling.grade.map_or("", Grade::name),
                kinds.join(" ")
            )?;
        }
    }
    out.flush()
}

fn kind(evidence: &Evidence) -> &'static str {
    match evidence {
        Evidence::Letters => "letters",
        Evidence::Newsroom => "newsroom",
        Evidence::Bracket { .. } => "bracket",
        Evidence::Beside { .. } => "beside",
        Evidence::Company { .. } => "company",
    }
}
