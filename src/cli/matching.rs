//! `axtar match`: do two spellings meet, by which grade, by which rule.

use std::io::{BufRead, Write};

use axtar::analysis::{Lemmatizer, repair};
use axtar::spelling::{self, Alignment, Match, Step};
use clap::Args;

use super::Outcome;
use super::messages::say;
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
    let lemmatizer = Lemmatizer::new();
    let compare = |a: &str, b: &str| -> Match {
        // Capitals stay: they tell a name from a common word.
        let (mut one, mut other) = (String::new(), String::new());
        repair(a, &mut one);
        repair(b, &mut other);
        spelling::compare(&one, &other, &|word, take| {
            lemmatizer.lemmas(word).iter().for_each(take);
        })
    };
    let mut out = output::stdout();
    if args.batch {
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
    for alignment in &found.alignment {
        let (from, to) = alignment.systems;
        writeln!(
            out,
            "{DIM}{}{DIM:#}",
            say!(
                ALIGNED,
                one = spelled(alignment, |s| &s.a),
                from = from,
                other = spelled(alignment, |s| &s.b),
                to = to,
                cost = alignment.cost
            )
        )?;
        for step in alignment.steps.iter().filter(|step| !step.rows.is_empty()) {
            let [one, other] =
                [&step.a, &step.b].map(|letters| if letters.is_empty() { "–" } else { letters });
            writeln!(out, "  {}{}{DIM}{}{DIM:#}", padded(one, 6), padded(other, 6), step.rows.join(", "))?;
        }
    }
    out.flush()?;
    Ok(if found.grade.is_some() { Outcome::Found } else { Outcome::Nothing })
}

/// One side of an alignment, its letters put together.
fn spelled(alignment: &Alignment, side: fn(&Step) -> &str) -> String {
    alignment.steps.iter().map(side).collect()
}

fn grade(found: &Match) -> &'static str {
    found.grade.map_or("none", |grade| grade.name())
}
