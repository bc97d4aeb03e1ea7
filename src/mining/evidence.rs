//! How a name is used: the words beside it, the names it is met with, what brackets say of it.
//!
//! Read from a sample of the paragraphs that hold the name. Two spellings whose letters leave the
//! matter open are decided by what their samples share.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::analysis::{Analyzer, is_function_word};
use crate::index::{Archive, IndexError};

/// Paragraphs read for one spelling: companions repeat, and each paragraph costs some 50 µs.
pub(crate) const SAMPLE: usize = 40;
/// Two spellings must share so many companions to be one name by them alone.
const COMPANIONS: usize = 3;

/// Why two spellings are taken for one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The letters: by the grade of the spelling.
    Letters,
    /// The newsroom's list.
    Newsroom,
    /// A bracket after the one holds the other: `Coan Fonteyn (ing. Joan Fontaine)`.
    Bracket {
        /// The paragraph it stands in.
        paragraph: String,
    },
    /// The same first name or title stands beside both.
    Beside {
        /// That word.
        word: String,
    },
    /// Both are met with the same other names.
    Company {
        /// Those names.
        names: Vec<String>,
    },
}

/// How a spelling is used in a sample of its paragraphs.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// Words beside it; true for a capitalised one.
    beside: FxHashMap<String, bool>,
    company: FxHashSet<String>,
    /// What a bracket after it holds, with the paragraph.
    brackets: FxHashMap<String, DocAddress>,
}

/// A word of a paragraph.
struct Word {
    lemma: String,
    surface: String,
    capital: bool,
    from: usize,
    to: usize,
}

impl Usage {
    pub fn of(archive: &Archive, analyzer: &mut Analyzer, lemma: &str) -> Result<Usage, IndexError> {
        let mut usage = Usage::default();
        for doc in sample(archive, lemma, SAMPLE).map_err(|e| IndexError::from_tantivy(archive.path(), e))? {
            let text = archive.text(doc)?;
            let words = words_of(analyzer, &text);
            usage.read(&text, &words, lemma, doc);
        }
        Ok(usage)
    }

    fn read(&mut self, text: &str, words: &[Word], lemma: &str, doc: DocAddress) {
        let names = words.iter().enumerate().filter(|(place, word)| *place > 0 && word.capital);
        self.company.extend(names.map(|(_, word)| word.lemma.clone()).filter(|name| name != lemma));
        for (place, word) in words.iter().enumerate().filter(|(_, word)| word.lemma == lemma) {
            let before = place.checked_sub(1).map(|p| &words[p]);
            // Only what the same sentence has directly beside it.
            if let Some(before) = before.filter(|b| text[b.to..word.from].trim_matches([' ', '-']).is_empty())
                && !is_function_word(&before.lemma)
            {
                *self.beside.entry(before.lemma.clone()).or_default() |= before.capital;
            }
            let after = words[place + 1..].first();
            if let Some(after) =
                after.filter(|a| a.capital && text[word.to..a.from].trim_matches([' ', '-']).is_empty())
            {
                self.beside.insert(after.lemma.clone(), true);
            }
            // `Coan Fonteyn (`: at most one more word stands before the bracket.
            let head = words[place + 1..].first().map_or(word.to, |next| next.to);
            let Some(open) = text[word.to..].find('(').map(|at| word.to + at).filter(|&at| at <= head + 2)
            else {
                continue;
            };
            let close = text[open..].find([')', ';', ',']).map_or(text.len(), |at| open + at);
            for inside in words.iter().filter(|w| w.capital && w.from > open && w.to <= close) {
                self.brackets.entry(inside.lemma.clone()).or_insert(doc);
            }
        }
    }

    /// What two spellings share, the strongest first; nothing where use does not join them.
    pub fn shared(
        archive: &Archive,
        (a, of_a): (&str, &Usage),
        (b, of_b): (&str, &Usage),
    ) -> Result<Vec<Evidence>, IndexError> {
        let mut shared = vec![];
        if let Some(&doc) = of_a.brackets.get(b).or_else(|| of_b.brackets.get(a)) {
            shared.push(Evidence::Bracket { paragraph: paragraph_id(archive, doc)? });
        }
        let beside = of_a.beside.iter().filter(|(word, capital)| {
            **capital && of_b.beside.get(*word) == Some(&true) && word.chars().nth(1).is_some()
        });
        if let Some((word, _)) = beside.min() {
            shared.push(Evidence::Beside { word: word.clone() });
        }
        // Two spellings met together are rather two names.
        let together = of_a.company.contains(b) || of_b.company.contains(a);
        let mut company: Vec<&String> = of_a.company.intersection(&of_b.company).collect();
        if !together && company.len() >= COMPANIONS {
            company.sort();
            company.truncate(2 * COMPANIONS);
            shared.push(Evidence::Company { names: company.into_iter().cloned().collect() });
        }
        Ok(shared)
    }
}

/// Capitalised words beside each other, around one occurrence of a name.
#[derive(Debug)]
pub(crate) struct Run {
    pub words: Vec<RunWord>,
    /// Which of them the name is.
    pub at: usize,
}

/// A word of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RunWord {
    pub lemma: String,
    pub surface: String,
    /// A hyphen joins it to the word before.
    pub hyphen: bool,
}

/// The runs of capitalised words that a name stands in, in a sample of so many of its paragraphs; at
/// most so many words before it and after it.
pub(crate) fn runs(
    archive: &Archive,
    analyzer: &mut Analyzer,
    lemma: &str,
    most: usize,
    paragraphs: usize,
) -> Result<Vec<Run>, IndexError> {
    let mut found = vec![];
    for doc in sample(archive, lemma, paragraphs).map_err(|e| IndexError::from_tantivy(archive.path(), e))? {
        let text = archive.text(doc)?;
        let words = words_of(analyzer, &text);
        for at in (0..words.len()).filter(|&at| words[at].lemma == lemma) {
            let joined = |i: usize| words[i].capital && words[i + 1].continues(&words[i], &text);
            let from = (at.saturating_sub(most)..at).rev().take_while(|&i| joined(i)).last().unwrap_or(at);
            let to = (at..words.len() - 1).take(most);
            let to = to.take_while(|&i| joined(i) && words[i + 1].capital).last().map_or(at, |i| i + 1);
            let run = words[from..=to].iter().enumerate().map(|(place, word)| RunWord {
                lemma: word.lemma.clone(),
                surface: word.surface.clone(),
                hyphen: place > 0 && text[..word.from].ends_with('-'),
            });
            found.push(Run { words: run.collect(), at: at - from });
        }
    }
    Ok(found)
}

impl Word {
    /// Does it belong to one name with the word before? A full stop between them follows an initial.
    fn continues(&self, before: &Word, text: &str) -> bool {
        let gap = &text[before.to..self.from];
        gap.chars().all(|c| matches!(c, ' ' | '-' | '.' | '\u{a0}'))
            && (!gap.contains('.') || before.surface.chars().nth(1).is_none())
    }
}

fn words_of(analyzer: &mut Analyzer, text: &str) -> Vec<Word> {
    let mut words = vec![];
    analyzer.analyze(text, |token| {
        words.push(Word {
            lemma: token.lemmas.iter().next().unwrap_or_default().to_string(),
            surface: token.surface.to_string(),
            capital: text[token.from..].starts_with(char::is_uppercase),
            from: token.from,
            to: token.to,
        });
    });
    words
}

/// Some paragraphs with a lemma, from all over the archive.
fn sample(archive: &Archive, lemma: &str, paragraphs: usize) -> tantivy::Result<Vec<DocAddress>> {
    let term = Term::from_field_text(archive.fields().lemma, lemma);
    let mut docs = vec![];
    for (ord, segment) in archive.searcher().segment_readers().iter().enumerate() {
        let index = segment.inverted_index(archive.fields().lemma)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                docs.push(DocAddress::new(ord as u32, postings.doc()));
            }
            postings.advance();
        }
    }
    let step = docs.len().div_ceil(paragraphs).max(1);
    Ok(docs.into_iter().step_by(step).collect())
}

/// `<article id>#<n>` of a document.
pub(super) fn paragraph_id(archive: &Archive, doc: DocAddress) -> Result<String, IndexError> {
    let tantivy = |e| IndexError::from_tantivy(archive.path(), e);
    let segment = archive.searcher().segment_reader(doc.segment_ord);
    let numbers = segment.fast_fields().u64("paragraph").map_err(tantivy)?;
    let number = numbers.first(doc.doc_id).unwrap_or(0) as u32;
    Ok(format!("{}#{number}", archive.article_of(doc, number)?.article.id))
}
