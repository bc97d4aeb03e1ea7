//! `axtar match`: do two spellings meet, by which grade, by which rule.

use std::io::{BufRead, Write};

use axtar::analysis::{Lemmatizer, lower_case};
use axtar::spelling::{self, Match};

use super::Outcome;
use super::args::MatchArgs;
use super::output::{self, printable};

/// `axtar match`.
pub fn run(args: &MatchArgs) -> anyhow::Result<Outcome> {
    let lemmatizer = Lemmatizer::new();
    let compare = |a: &str, b: &str| -> Match {
        spelling::compare(&lower_case(a), &lower_case(b), &|word, take| {
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
    out.flush()?;
    Ok(if found.grade.is_some() { Outcome::Found } else { Outcome::Nothing })
}

fn grade(found: &Match) -> &'static str {
    found.grade.map_or("none", |grade| grade.name())
}
