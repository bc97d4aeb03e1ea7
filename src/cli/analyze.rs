//! `axtar analyze`: what the analysis makes of a text, token by token and stage by stage.

use std::io::{BufRead, IsTerminal, Read, Write};

use axtar::analysis::{Analyzer, Scheme, repair};
use clap::Args;

use super::Outcome;
use super::messages::say;
use super::output::{self, BOLD, DIM, padded, printable};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  axtar analyze NATO-nun otağında keçirilib\n  axtar analyze --lemmas < words.txt"
)]
pub struct AnalyzeArgs {
    /// The text; without it standard input is read
    pub text: Vec<String>,
    /// Read one token a line, write its lemmas, best first
    #[arg(long, conflicts_with = "text")]
    pub lemmas: bool,
}

/// Columns of the table: a cell that is longer pushes the rest of its row aside.
const COLUMN: usize = 18;

/// `axtar analyze`.
pub fn run(args: &AnalyzeArgs) -> anyhow::Result<Outcome> {
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    if args.lemmas {
        return lemmas(&mut analyzer);
    }
    let mut text = args.text.join(" ");
    if args.text.is_empty() {
        if std::io::stdin().is_terminal() {
            anyhow::bail!(say!(TEXT_EXPECTED));
        }
        std::io::stdin().read_to_string(&mut text)?;
    }
    let mut rows = vec![];
    analyzer.analyze(&text, |token| {
        let lemmas: Vec<&str> = token.lemmas.iter().collect();
        rows.push((
            token.from..token.to,
            token.surface.to_string(),
            lemmas.join(", "),
            token.capitalised_inside,
        ));
    });
    let mut out = output::stdout();
    let head = [say!(WRITTEN), say!(REPAIRED), say!(SCRIPT_AND_CASE), say!(LEMMA), say!(BYTES)];
    let head = head.map(|h| padded(&h, COLUMN)).concat();
    writeln!(out, "{DIM}{head}{}{DIM:#}", say!(WAY))?;
    let mut repaired = String::new();
    for (range, surface, lemmas, name) in &rows {
        let written = &text[range.clone()];
        repair(written, &mut repaired);
        let way = analyzer.lemmatizer().explain(surface).first().map(ToString::to_string).unwrap_or_default();
        let cells = [&printable(written), &repaired, surface].map(|cell| padded(cell, COLUMN)).concat();
        let bytes = padded(&format!("{}–{}", range.start, range.end), COLUMN);
        let way = way.trim_start_matches("* ");
        let name = if *name { say!(CAPITALISED) } else { String::new() };
        writeln!(out, "{cells}{BOLD}{}{BOLD:#}{DIM}{bytes}{name}{way}{DIM:#}", padded(lemmas, COLUMN))?;
    }
    out.flush()?;
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// One token a line in, its lemmas out; a line without a word stays as it is, so that line n
/// always answers line n.
fn lemmas(analyzer: &mut Analyzer) -> anyhow::Result<Outcome> {
    let mut out = output::raw_stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut written = String::new();
        analyzer.analyze(&line, |token| {
            if written.is_empty() {
                written = token.lemmas.iter().collect::<Vec<_>>().join("\t");
            }
        });
        writeln!(out, "{}", if written.is_empty() { &line } else { &written })?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}
