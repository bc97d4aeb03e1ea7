//! `axtar analyze`: what the analysis makes of a text, token by token and stage by stage.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::ops::Range;

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

/// Where the way of a reading begins; a longer lemma pushes it aside.
const COLUMN: usize = 20;

/// A word of the text, as the analysis saw it.
struct Seen {
    bytes: Range<usize>,
    base_to: usize,
    surface: String,
    lemmas: String,
    capitalised_inside: bool,
}

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
    let mut words = vec![];
    analyzer.analyze(&text, |token| {
        words.push(Seen {
            bytes: token.from..token.to,
            base_to: token.base_to,
            surface: token.surface.to_string(),
            lemmas: token.lemmas.iter().collect::<Vec<_>>().join(", "),
            capitalised_inside: token.capitalised_inside,
        });
    });
    let mut out = output::stdout();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        write_word(&mut out, &mut analyzer, &text, word)?;
    }
    out.flush()?;
    Ok(if words.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// A word with its lemmas, what the stages before the lemma changed, the readings chosen and the
/// runner-up.
fn write_word(out: &mut impl Write, analyzer: &mut Analyzer, text: &str, word: &Seen) -> std::io::Result<()> {
    let written = &text[word.bytes.clone()];
    let inside = if word.capitalised_inside { say!(CAPITALISED) } else { String::new() };
    let bytes = say!(BYTES, from = word.bytes.start, to = word.bytes.end);
    let (written_safe, lemmas) = (printable(written), printable(&word.lemmas));
    writeln!(out, "{BOLD}{written_safe}{BOLD:#} → {BOLD}{lemmas}{BOLD:#}  {DIM}{bytes}{inside}{DIM:#}")?;
    let base = &text[word.bytes.start..word.base_to];
    if base.len() < written.len() {
        let apart = printable(&written[base.len()..]);
        writeln!(out, "  {}{apart}", padded(&say!(WRITTEN_APART), COLUMN))?;
    }
    let mut repaired = String::new();
    repair(written, &mut repaired);
    if repaired != written {
        writeln!(out, "  {}{}", padded(&say!(REPAIRED), COLUMN), printable(&repaired))?;
    }
    if word.surface != repaired {
        writeln!(out, "  {}{}", padded(&say!(SCRIPT_AND_CASE), COLUMN), printable(&word.surface))?;
    }
    // Endings written apart are gone before the lemma is looked for.
    let mut surface = word.surface.clone();
    if base.len() < written.len() {
        analyzer.analyze(base, |token| surface = token.surface.to_string());
    }
    let readings = analyzer.lemmatizer().explain(&surface);
    let best = readings.first().map_or(0.0, |reading| reading.cost);
    let chosen = readings.iter().filter(|reading| reading.chosen).count();
    for reading in readings.iter().take(chosen + 1) {
        let lemma = printable(&reading.lemma);
        if reading.chosen {
            writeln!(out, "  {BOLD}{}{BOLD:#}{reading}", padded(&lemma, COLUMN))?;
        } else {
            let rarer = (reading.cost - best).exp();
            let rarer = match rarer {
                ..10.0 => format!("{rarer:.1}"),
                10.0..1e6 => output::thousands(rarer as u64),
                _ => say!(OVER_A_MILLION),
            };
            let runner_up = say!(RUNNER_UP, times = rarer);
            writeln!(out, "  {DIM}{}{reading}; {runner_up}{DIM:#}", padded(&lemma, COLUMN))?;
        }
    }
    Ok(())
}

/// One token a line in, its lemmas out; a line without a word stays as it is, so that line n
/// always answers line n.
fn lemmas(analyzer: &mut Analyzer) -> anyhow::Result<Outcome> {
    output::await_input();
    let mut out = output::raw_stdout();
    let mut input = std::io::stdin().lock();
    let (mut line, mut written) = (String::new(), String::new());
    while input.read_line(&mut line)? > 0 {
        let word = line.trim_end_matches(['\n', '\r']);
        written.clear();
        analyzer.analyze(word, |token| {
            if written.is_empty() {
                for (i, lemma) in token.lemmas.iter().enumerate() {
                    written.push_str(if i > 0 { "\t" } else { "" });
                    written.push_str(lemma);
                }
            }
        });
        writeln!(out, "{}", if written.is_empty() { word } else { &written })?;
        line.clear();
    }
    out.flush()?;
    Ok(Outcome::Found)
}
