//! `axtar search --explain`: how the query was read, what stood for each word, and how each hit's
//! score came about.
//!
//! Its own block under the hits; with a format for machines on stderr, so that these stay whole.

use std::fmt::Write as _;
use std::io::Write as _;

use axtar::corpus::PublicationDate;
use axtar::search::query::{Field, Leaf, Node, Scope};
use axtar::search::{Answer, Group, Hit};

use super::messages::say;
use super::output::{self, BOLD, DIM, padded, printable, thousands};

/// Writes the explanation of an answer, to stdout or else to stderr.
pub fn print(answer: &Answer, to_stdout: bool) -> std::io::Result<()> {
    let mut text = format!("{BOLD}{}{BOLD:#} {}\n", say!(EXPLAIN_READ), printable(&answer.query.to_string()));
    for part in &answer.query.parts {
        write_node(&mut text, part, 1);
    }
    if !answer.words.is_empty() {
        let _ = writeln!(text, "\n{BOLD}{}{BOLD:#}", say!(EXPLAIN_WORDS));
    }
    for word in &answer.words {
        write_word(&mut text, word);
    }
    if !answer.hits.is_empty() {
        let _ = writeln!(text, "\n{BOLD}{}{BOLD:#}", say!(EXPLAIN_SCORES));
    }
    for hit in &answer.hits {
        write_score(&mut text, answer, hit);
    }
    if to_stdout {
        let mut out = output::stdout();
        writeln!(out, "{text}")?;
        out.flush()
    } else {
        writeln!(anstream::stderr().lock(), "{text}")
    }
}

/// One part of the query and, further in, what it holds.
fn write_node(text: &mut String, node: &Node, depth: usize) {
    let day = |date: &Option<PublicationDate>| date.as_ref().map_or_else(|| "…".into(), PublicationDate::day);
    let (kind, what, inner): (String, String, &[Node]) = match node {
        Node::Word(Leaf { text, scope }) => (scoped(say!(EXPLAIN_WORD), *scope), text.clone(), &[]),
        Node::Pattern(pattern, scope) => (scoped(say!(EXPLAIN_PATTERN), *scope), pattern.to_string(), &[]),
        Node::Phrase { text, within, scope, .. } => {
            let kind = match within {
                Some(number) => say!(EXPLAIN_WITHIN, number = number),
                None => say!(EXPLAIN_PHRASE),
            };
            (scoped(kind, *scope), text.clone(), &[])
        }
        Node::Field(field, values) => {
            let kind = match field {
                Field::Source => say!(EXPLAIN_SOURCE),
                Field::Section => say!(EXPLAIN_SECTION),
                Field::Author => say!(EXPLAIN_AUTHOR),
            };
            (kind, values.join(" | "), &[])
        }
        Node::Date { from, to } => (say!(EXPLAIN_DATE), format!("{} – {}", day(from), day(to)), &[]),
        Node::Must(inner) => (say!(EXPLAIN_MUST), String::new(), std::slice::from_ref(&**inner)),
        Node::Not(inner) => (say!(EXPLAIN_NOT), String::new(), std::slice::from_ref(&**inner)),
        Node::All(parts) => (say!(EXPLAIN_ALL), String::new(), parts),
        Node::Any(parts) => (say!(EXPLAIN_ANY), String::new(), parts),
        Node::Bag(parts) => (say!(EXPLAIN_BAG), String::new(), parts),
    };
    let _ = writeln!(text, "{}{DIM}{kind}{DIM:#} {}", "  ".repeat(depth), printable(&what));
    for part in inner {
        write_node(text, part, depth + 1);
    }
}

fn scoped(kind: String, scope: Scope) -> String {
    let exact = scope.exact.then(|| say!(EXPLAIN_EXACT));
    let title = scope.title.then(|| say!(EXPLAIN_TITLE));
    [Some(kind), exact, title].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A word with every spelling that stood for it: grade, worth, paragraphs.
fn write_word(text: &mut String, word: &Group) {
    let _ = writeln!(text, "  {}", printable(&word.written));
    if word.variants.is_empty() {
        let _ = writeln!(text, "    {DIM}{}{DIM:#}", say!(NOT_IN_ARCHIVE));
    }
    for variant in &word.variants {
        let spelling = match &variant.form {
            Some(form) => format!("{form} ({})", variant.lemma),
            None => variant.lemma.clone(),
        };
        let (grade, paragraphs) = (padded(variant.grade.name(), 16), thousands(variant.doc_freq));
        let spelling = padded(&printable(&spelling), 24);
        let _ = writeln!(text, "    {DIM}{grade}{DIM:#}{spelling}{:.2}  {paragraphs:>9}", variant.weight);
    }
}

/// `1  12.34 = (neft 5.10 (neft ×2, form 1.20) + nearness 0.90) × share 0.93`: the score as it
/// came about.
fn write_score(text: &mut String, answer: &Answer, hit: &Hit) {
    let mut sum = vec![];
    for (word, part) in answer.words.iter().zip(&hit.parts.words) {
        let written = printable(&word.written);
        let Some(variant) = part.spelling.and_then(|place| word.variants.get(place)) else {
            if part.near_by {
                sum.push(format!("{written} 0.00 ({})", say!(EXPLAIN_NEAR_BY)));
            }
            continue;
        };
        let spelling = printable(variant.form.as_ref().unwrap_or(&variant.lemma));
        let mut told = format!("{written} {:.2} ({spelling}", part.term + part.form + part.title);
        let _ = write!(told, " ×{}", part.frequency);
        for (name, value) in [(say!(EXPLAIN_FORM), part.form), (say!(EXPLAIN_IN_TITLE), part.title)] {
            if value > 0.0 {
                let _ = write!(told, ", {name} {value:.2}");
            }
        }
        sum.push(told + ")");
    }
    if hit.parts.nearness > 0.0 {
        sum.push(format!("{} {:.2}", say!(EXPLAIN_NEAR), hit.parts.nearness));
    }
    let factors = [
        (say!(EXPLAIN_SHARE), hit.parts.coverage),
        (say!(EXPLAIN_PLACE), hit.parts.place),
        (say!(EXPLAIN_FRESH), hit.parts.fresh),
    ];
    let factors = factors.into_iter().filter(|(_, factor)| *factor != 1.0);
    let factors: String = factors.map(|(name, factor)| format!(" × {name} {factor:.3}")).collect();
    let _ = writeln!(text, "  {:>2}  {:.2} = ({}){factors}", hit.rank, hit.score, sum.join(" + "));
}
