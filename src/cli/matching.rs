//! `axtar match`: do two spellings meet, by which grade, by which rule.

use std::io::{BufRead, Write};

use axtar::analysis::{Lemmatizer, repair};
use axtar::spelling::{Comparer, Grade, Match, Pair};
use clap::Args;

use super::Outcome;
use super::messages::{Language, say};
use super::output::{self, DIM, padded, printable};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  axtar match Tokaev Tokayev\n  axtar match --batch < pairs.tsv")]
pub struct MatchArgs {
    /// Two spellings
    #[arg(value_name = "SPELLING", num_args = 2, required_unless_present = "batch")]
    pub spellings: Vec<String>,
    /// Read pairs parted by a tab, write score TAB grade
    #[arg(long, conflicts_with = "spellings")]
    pub batch: bool,
}

/// `axtar match`.
pub fn run(args: &MatchArgs) -> anyhow::Result<Outcome> {
    let comparer = Comparer::new(Lemmatizer::new());
    let compare = |a: &str, b: &str| -> Match {
        // Capitals stay: they tell a name from a common word.
        let (mut one, mut other) = (String::new(), String::new());
        repair(a, &mut one);
        repair(b, &mut other);
        comparer.compare(&one, &other)
    };
    let mut out = output::stdout();
    if args.batch {
        output::await_input();
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let (a, b) = line.split_once('\t').unwrap_or((&line, ""));
            let found = compare(a, b);
            writeln!(out, "{:.2}\t{}", found.score, grade(&found))?;
        }
        out.flush()?;
        return Ok(Outcome::Found);
    }
    let [a, b] = &args.spellings[..] else { return Ok(Outcome::Nothing) };
    let found = compare(a, b);
    writeln!(out, "{} ~ {}: {} ({:.2})", printable(a), printable(b), grade(&found), found.score)?;
    for pair in &found.pairs {
        explain(&mut out, pair)?;
    }
    out.flush()?;
    Ok(if found.grade.is_some() { Outcome::Found } else { Outcome::Nothing })
}

/// Writes how one word met another: the endings taken off, then letters and rows.
fn explain(out: &mut impl Write, pair: &Pair) -> std::io::Result<()> {
    let english = Language::current() == Language::En;
    let (one, other) = (printable(&pair.a.base), printable(&pair.b.base));
    writeln!(out, "{one} ~ {other}: {}", pair.grade.name())?;
    for side in [&pair.a, &pair.b] {
        if let Some((ending, case)) = &side.ending {
            // The tables are written in English; whoever reads Azerbaijani knows the case.
            let case = if english { format!(": {case}") } else { String::new() };
            writeln!(out, "  {DIM}{} + {}{case}{DIM:#}", printable(&side.base), printable(ending))?;
        }
    }
    let Some(alignment) = pair.alignment.as_ref().filter(|alignment| alignment.grade != Grade::Exact) else {
        return Ok(());
    };
    let [from, to] = [alignment.systems.0, alignment.systems.1].map(system);
    let aligned = say!(ALIGNED, one = one, from = from, other = other, to = to, cost = alignment.cost);
    writeln!(out, "  {DIM}{aligned}{DIM:#}")?;
    for step in &alignment.steps {
        let [one, az, other] =
            [&step.a, &step.az, &step.b].map(|letters| if letters.is_empty() { "–" } else { letters });
        write!(out, "  {}{DIM}{}{DIM:#}", padded(one, 8), padded(az, 8))?;
        if step.rows.is_empty() {
            writeln!(out, "{other}")?;
        } else {
            let rows = step.rows.join(", ");
            let why = if english { format!("{} ({rows})", step.reasons.join("; ")) } else { rows };
            writeln!(out, "{}{DIM}{why}{DIM:#}", padded(other, 8))?;
        }
    }
    Ok(())
}

/// A writing system of the tables in words.
fn system(name: &str) -> String {
    match name {
        "az" => say!(SYSTEM_AZ),
        "alt" => say!(SYSTEM_ALT),
        "asc" | "las" => say!(SYSTEM_PLAIN),
        "kbd" => say!(SYSTEM_KBD),
        "azc" => say!(SYSTEM_AZC),
        "tr" => say!(SYSTEM_TR),
        "en" => say!(SYSTEM_EN),
        "rul" => say!(SYSTEM_RUL),
        "ru" => say!(SYSTEM_RU),
        "tk" => say!(SYSTEM_TK),
        "eng" => say!(SYSTEM_ENG),
        "fra" => say!(SYSTEM_FRA),
        "deu" => say!(SYSTEM_DEU),
        "rom" => say!(SYSTEM_ROM),
        "pol" => say!(SYSTEM_POL),
        "chn" => say!(SYSTEM_CHN),
        _ => say!(SYSTEM_SOUND),
    }
}

fn grade(found: &Match) -> &'static str {
    found.grade.map_or("none", |grade| grade.name())
}
