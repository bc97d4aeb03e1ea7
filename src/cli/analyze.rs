//! `axtar analyze`: what the analysis makes of a text, token by token.

use std::io::{BufRead, IsTerminal, Read, Write};

use axtar::analysis::{Analyzer, Scheme};

use super::Outcome;
use super::args::AnalyzeArgs;
use super::output::{self, BOLD, DIM, printable};

/// `axtar analyze`.
pub fn run(args: &AnalyzeArgs) -> anyhow::Result<Outcome> {
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    if args.lemmas {
        return lemmas(&mut analyzer);
    }
    let mut text = args.text.join(" ");
    if args.text.is_empty() {
        if std::io::stdin().is_terminal() {
            anyhow::bail!("a text is expected, as an argument or on standard input");
        }
        std::io::stdin().read_to_string(&mut text)?;
    }
    let mut rows = vec![];
    analyzer.analyze(&text, |token| {
        let lemmas: Vec<&str> = token.lemmas.iter().collect();
        rows.push((
            text[token.from..token.to].to_string(),
            token.surface.to_string(),
            lemmas.join(", "),
            token.from..token.to,
            token.capitalised_inside,
        ));
    });
    let mut out = output::stdout();
    writeln!(out, "{DIM}{:<20} {:<20} {:<18} {:<9} way{DIM:#}", "written", "surface", "lemma", "bytes")?;
    for (written, surface, lemmas, range, name) in &rows {
        let way = analyzer.lemmatizer().explain(surface).first().map(ToString::to_string).unwrap_or_default();
        let way = way.trim_start_matches("* ");
        let name = if *name { "name? " } else { "" };
        let range = format!("{}–{}", range.start, range.end);
        writeln!(
            out,
            "{:<20} {surface:<20} {BOLD}{lemmas:<18}{BOLD:#} {range:<9} {DIM}{name}{way}{DIM:#}",
            printable(written)
        )?;
    }
    out.flush()?;
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// One token a line in, its lemmas out; a line without a word stays as it is, so that line n
/// always answers line n.
fn lemmas(analyzer: &mut Analyzer) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
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
