//! `axtar match`: do two spellings meet, by which grade, by which rule.

use std::io::{BufRead, Write};

use axtar::analysis::{Lemmatizer, repair};
use axtar::spelling::{Comparer, Grade, Match, Pair, Vocabulary};
use clap::Args;

use super::Outcome;
use super::output::{self, DIM, padded, printable};

#[derive(Debug, Args)]
pub struct MatchArgs {
    /// Two spellings
    #[arg(value_name = "SPELLING", num_args = 2, required_unless_present = "batch")]
    pub spellings: Vec<String>,
    /// Read pairs parted by a tab, write score TAB grade
    #[arg(long, conflicts_with = "spellings")]
    pub batch: bool,
}

/// What the lexicon knows of words, for the comparison of names.
struct Lexicon(Lemmatizer);

impl Vocabulary for Lexicon {
    fn lemma(&self, word: &str) -> String {
        self.0.lemmas(word).iter().next().unwrap_or(word).to_owned()
    }

    fn is_common(&self, lemma: &str) -> bool {
        self.0.entry(lemma).is_some_and(|entry| !entry.is_name)
    }
}

/// `axtar match`.
pub fn run(args: &MatchArgs) -> anyhow::Result<Outcome> {
    let comparer = Comparer::new(Lexicon(Lemmatizer::new()));
    let compare = |a: &str, b: &str| -> Match {
        // Capitals stay: they tell a name from a common word.
        let (mut one, mut other) = (String::new(), String::new());
        repair(a, &mut one);
        repair(b, &mut other);
        comparer.compare(&one, &other)
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
    for pair in &found.pairs {
        explain(&mut out, pair)?;
    }
    out.flush()?;
    Ok(if found.grade.is_some() { Outcome::Found } else { Outcome::Nothing })
}

/// Writes how one word met another: the endings taken off, then letters and rows.
fn explain(out: &mut impl Write, pair: &Pair) -> std::io::Result<()> {
    let (one, other) = (printable(&pair.a.base), printable(&pair.b.base));
    writeln!(out, "{one} ~ {other}: {}", pair.grade.name())?;
    for side in [&pair.a, &pair.b] {
        if let Some((ending, case)) = &side.ending {
            writeln!(out, "{DIM}  {} + {}: {case}{DIM:#}", printable(&side.base), printable(ending))?;
        }
    }
    let Some(alignment) = pair.alignment.as_ref().filter(|alignment| alignment.grade != Grade::Exact) else {
        return Ok(());
    };
    let [from, to] = [alignment.systems.0, alignment.systems.1].map(system);
    writeln!(out, "{DIM}  {one} as {from}, {other} as {to}; cost {}{DIM:#}", alignment.cost)?;
    for step in &alignment.steps {
        let [one, az, other] =
            [&step.a, &step.az, &step.b].map(|letters| if letters.is_empty() { "–" } else { letters });
        write!(out, "  {}{DIM}{}{DIM:#}", padded(one, 8), padded(az, 8))?;
        if step.rows.is_empty() {
            writeln!(out, "{other}")?;
        } else {
            let (why, rows) = (step.reasons.join("; "), step.rows.join(", "));
            writeln!(out, "{}{DIM}{why} ({rows}){DIM:#}", padded(other, 8))?;
        }
    }
    Ok(())
}

/// A writing system of the tables in words.
fn system(name: &str) -> &'static str {
    match name {
        "az" => "Azerbaijani",
        "alt" => "another Azerbaijani spelling",
        "asc" | "las" => "Azerbaijani without diacritics",
        "kbd" => "Azerbaijani on a Turkish keyboard",
        "azc" => "Azerbaijani Cyrillic",
        "tr" => "Turkish",
        "en" => "English",
        "rul" => "Russian in Latin letters",
        "ru" => "Russian",
        "tk" => "a Turkic Latin alphabet",
        "eng" => "an English original",
        "fra" => "a French original",
        "deu" => "a German original",
        "rom" => "a Romance original",
        "pol" => "a Slavic or Hungarian original",
        "chn" => "pinyin",
        _ => "any of these by sound",
    }
}

fn grade(found: &Match) -> &'static str {
    found.grade.map_or("none", |grade| grade.name())
}
