//! `axtar show ARTICLE --revisions`: what an article was before, and word by word what changed.
//!
//! Versions count from 1, the oldest kept; the one after the last is the article as it is now. Lines
//! (title, date, names, paragraphs) are set against each other first, then the words of those that
//! differ: `[-out-]` and `{+in+}`, as git writes it, so that it reads without colours too.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use axtar::corpus::{Article, PublicationDate};
use axtar::index::Revision;
use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::messages::say;
use super::messages::table::{LINE, WORD};
use super::output::{DIM, counted, printable, thousands, width, wrapped};

/// Changes when a script would have to.
const SCHEMA_VERSION: u32 = 1;

const OUT: Style = AnsiColor::Red.on_default().strikethrough();
const IN: Style = AnsiColor::Green.on_default();

/// All versions of an article, the last being the one that holds.
pub struct Versions(Vec<(Option<String>, Article)>);

impl Versions {
    pub fn new(earlier: Vec<Revision>, now: Article) -> Versions {
        let earlier = earlier.into_iter().map(|r| (Some(r.replaced), r.article));
        Versions(earlier.chain([(None, now)]).collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Version `number`, from 1.
    pub fn get(&self, number: usize) -> Option<&Article> {
        self.0.get(number.checked_sub(1)?).map(|(_, article)| article)
    }

    /// A line a version: when it was replaced, its title, how much the next one changed.
    pub fn list(&self) -> String {
        let mut list = String::new();
        for (place, (replaced, article)) in self.0.iter().enumerate() {
            let words = self.0.get(place + 1).map(|(_, next)| Changes::between(article, next).words());
            let until = match replaced {
                Some(time) => say!(UNTIL, time = time.replace('T', " ").replace('Z', " UTC")),
                None => say!(NOW),
            };
            let changed = words.map(|(out, into)| format!("  −{} +{}", thousands(out), thousands(into)));
            let title = printable(super::results::title(article)).replace('\n', " ");
            let _ = writeln!(
                list,
                "{:>3}  {until}  {title}{DIM}{}{DIM:#}",
                place + 1,
                changed.unwrap_or_default()
            );
        }
        list
    }

    /// The same for scripts.
    pub fn json(&self) -> Vec<Value> {
        let version = |(place, (replaced, article)): (usize, &(Option<String>, Article))| json!({"schema_version": SCHEMA_VERSION, "revision": place + 1, "replaced": replaced, "article": article});
        self.0.iter().enumerate().map(version).collect()
    }
}

/// What two versions have and have not in common, line by line.
pub struct Changes(Vec<Line>);

enum Line {
    /// In both.
    Same,
    /// Words with what became of each.
    Changed(Vec<(Change, String)>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Same,
    Out,
    In,
}

impl Change {
    fn name(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Out => "out",
            Change::In => "in",
        }
    }
}

impl Changes {
    pub fn between(old: &Article, new: &Article) -> Changes {
        let (old, new) = (lines(old), lines(new));
        let mut changes = vec![];
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            match op {
                DiffOp::Equal { len, .. } => changes.extend((0..len).map(|_| Line::Same)),
                DiffOp::Delete { old_index, old_len, .. } => {
                    changes.extend(old[old_index..old_index + old_len].iter().map(|line| words(line, "")));
                }
                DiffOp::Insert { new_index, new_len, .. } => {
                    changes.extend(new[new_index..new_index + new_len].iter().map(|line| words("", line)));
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    for at in 0..old_len.max(new_len) {
                        let old = if at < old_len { old[old_index + at].as_str() } else { "" };
                        let new = if at < new_len { new[new_index + at].as_str() } else { "" };
                        changes.push(words(old, new));
                    }
                }
            }
        }
        Changes(changes)
    }

    /// Words that went and that came.
    fn words(&self) -> (u64, u64) {
        let mut count = (0, 0);
        for (change, text) in self.runs() {
            let words = text.split_whitespace().count() as u64;
            match change {
                Change::Out => count.0 += words,
                Change::In => count.1 += words,
                Change::Same => {}
            }
        }
        count
    }

    fn runs(&self) -> impl Iterator<Item = &(Change, String)> {
        self.0.iter().flat_map(|line| match line {
            Line::Same => &[][..],
            Line::Changed(runs) => runs,
        })
    }

    /// For reading; what is the same is counted, not shown.
    pub fn page(&self) -> String {
        let (out, into) = self.words();
        let mut page = format!(
            "{DIM}{}{DIM:#}\n",
            say!(CHANGED, out = counted(out, &WORD), into = counted(into, &WORD))
        );
        let mut same = 0;
        for line in self.0.iter().chain([&Line::Changed(vec![])]) {
            let Line::Changed(runs) = line else {
                same += 1;
                continue;
            };
            if same > 0 {
                let _ =
                    writeln!(page, "\n{DIM}… {}{DIM:#}", say!(UNCHANGED_PART, lines = counted(same, &LINE)));
                same = 0;
            }
            let marked: Vec<String> = runs.iter().map(|(change, text)| marked(*change, text)).collect();
            if !marked.is_empty() {
                // Colours are put on after the lines are broken, since they have no width.
                let text = wrapped(&marked.join(" "), width(), "  ", Style::new());
                let _ = writeln!(page, "\n{}", coloured(&text));
            }
        }
        page
    }

    /// For scripts: an object a line that changed.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.0.iter().filter_map(|line| match line {
            Line::Same => None,
            Line::Changed(runs) => Some(runs),
        });
        lines
            .map(|runs| {
                let runs: Vec<Value> =
                    runs.iter().map(|(c, text)| json!({"change": c.name(), "text": text})).collect();
                json!({"schema_version": SCHEMA_VERSION, "words": runs})
            })
            .collect()
    }
}

/// What of an article can change, a line each.
fn lines(article: &Article) -> Vec<String> {
    let date = article.date.as_ref().map(PublicationDate::to_string);
    let mut lines = vec![article.title.clone()];
    let fields =
        [&date, &article.source, &article.section, &article.author, &article.author_title, &article.url];
    lines.extend(fields.into_iter().flatten().cloned());
    lines.extend(article.paragraphs.iter().cloned());
    lines
}

/// The words of two lines, those alike in a run.
fn words(old: &str, new: &str) -> Line {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    let mut runs = vec![];
    let mut run = |change, words: &[&str]| {
        if !words.is_empty() {
            runs.push((change, words.join(" ")));
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (_, before, after) = op.as_tag_tuple();
        if let DiffOp::Equal { .. } = op {
            run(Change::Same, &old[before]);
        } else {
            run(Change::Out, &old[before]);
            run(Change::In, &new[after]);
        }
    }
    Line::Changed(runs)
}

fn marked(change: Change, text: &str) -> String {
    let text = printable(text);
    match change {
        Change::Same => text,
        Change::Out => format!("[-{text}-]"),
        Change::In => format!("{{+{text}+}}"),
    }
}

fn coloured(text: &str) -> String {
    text.replace("[-", &format!("{OUT}[-"))
        .replace("-]", &format!("-]{OUT:#}"))
        .replace("{+", &format!("{IN}{{+"))
        .replace("+}", &format!("+}}{IN:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        let paragraphs = paragraphs.iter().map(|p| p.to_string()).collect();
        Article { id: "x".into(), title: title.into(), paragraphs, ..Article::default() }
    }

    fn shown(old: &Article, new: &Article) -> Vec<String> {
        let line = |line: &Line| match line {
            Line::Same => "=".to_owned(),
            Line::Changed(runs) => runs.iter().map(|(c, t)| marked(*c, t)).collect::<Vec<_>>().join(" "),
        };
        Changes::between(old, new).0.iter().map(line).collect()
    }

    #[test]
    fn words_that_changed_stand_in_their_line() {
        let old = article("Yanğın söndürülüb", &["İki nəfər xilas edilib.", "Araşdırma aparılır."]);
        let new =
            article("Yanğın söndürülüb", &["Üç nəfər xilas edilib.", "Araşdırma aparılır.", "Yenilənir."]);
        assert_eq!(shown(&old, &new), ["=", "[-İki-] {+Üç+} nəfər xilas edilib.", "=", "{+Yenilənir.+}"]);
        assert_eq!(Changes::between(&old, &new).words(), (1, 2));
        assert_eq!(shown(&new, &new), ["="; 4]);
    }

    #[test]
    fn any_two_versions_are_given_back_by_what_changed() {
        let old = article("A b", &["bir iki üç", "dörd beş", "altı"]);
        let new = article("A", &["iki üç bir", "altı yeddi", "səkkiz"]);
        let changes = Changes::between(&old, &new);
        let without = |change: Change| {
            let kept = changes.runs().filter(|(c, _)| *c != change).map(|(_, text)| text.as_str());
            kept.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(without(Change::In), lines(&old).join(" "));
        assert_eq!(without(Change::Out), lines(&new).join(" "));
    }
}
