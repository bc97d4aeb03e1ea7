//! The archive's names: their spellings grouped, counted, with the years they occur in.
//!
//! Single words, and full names beside them. Groups are formed from the candidates of the spelling
//! automaton. A pair that differs by typing or by a plain convention of writing is one name; what is
//! further off must also be used alike ([`Evidence`]). The newsroom's list overrules both.

use std::collections::BTreeMap;
use std::iter;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Newsroom;
use super::dictionary::{Named, PLAIN_CONVENTION, doc_freq, spellings};
use super::evidence::{Evidence, Usage, runs};
use super::full_names::{FullName, Likeness, Met, WORDS, paragraphs_with};
use crate::analysis::{Analyzer, capitalised, fold, is_function_word, lower_case};
use crate::corpus::PublicationDate;
use crate::index::{Archive, IndexError};
use crate::spelling::{Grade, Reach, Spelling};

/// Paragraphs of a word that are read for the full names it stands in: rarer ones are not met.
const SAMPLE_OF_FULL_NAMES: usize = 200;
/// Two names beside each other are a full name if they stand so in this share of the rarer one's
/// paragraphs; else `Əliyev Bakıya` would be one.
const TOGETHER: u64 = 8;

/// A name of the archive in all its spellings.
#[derive(Clone, Debug)]
pub struct Name {
    /// Its spellings, the commonest first.
    pub spellings: Vec<NameSpelling>,
    /// Paragraphs that hold any of them.
    pub paragraphs: u64,
    /// Dated paragraphs by year.
    pub years: BTreeMap<i32, u64>,
}

/// One spelling of a name.
#[derive(Clone, Debug)]
pub struct NameSpelling {
    /// As the archive's dictionary has it, with a capital; a full name with its words in order.
    pub spelling: String,
    /// Paragraphs that hold it.
    pub paragraphs: u64,
    /// How it stands to the first spelling; `None` of the first itself.
    pub grade: Option<Grade>,
    /// Why it is taken for the same name.
    pub evidence: Vec<Evidence>,
}

/// The names that begin like `prefix` (typed in any way), the commonest first, at most `limit`.
pub fn names(
    archive: &Archive,
    analyzer: &mut Analyzer,
    newsroom: &Newsroom,
    prefix: &str,
    limit: usize,
) -> Result<Vec<Name>, IndexError> {
    let tantivy = |e| IndexError::from_tantivy(archive.path(), e);
    let mut listing = Listing { archive, analyzer, newsroom, usages: FxHashMap::default() };
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let (mut names, mut met) = (vec![], Met::default());
    for (lemma, _) in listing.lemmas(prefix).map_err(tantivy)? {
        if names.len() == limit {
            break;
        }
        if taken.contains(&lemma) || !listing.is_name(&lemma)? {
            continue;
        }
        let members = listing.members(&lemma, &taken)?;
        for lemma in members.iter().flat_map(|member| &member.lemmas) {
            taken.insert(lemma.clone());
            listing.meet(lemma, &mut met)?;
        }
        let name = listing.name(&members).map_err(tantivy)?;
        // Only deleted paragraphs may have held it.
        if name.paragraphs > 0 {
            names.push(name);
        }
    }
    // No full name is commoner than its words: those of the commonest names are all among them.
    names.extend(listing.full_names(met).map_err(tantivy)?);
    names.sort_by(|a, b| b.paragraphs.cmp(&a.paragraphs).then(a.first().cmp(b.first())));
    names.truncate(limit);
    Ok(names)
}

impl Name {
    /// Its commonest spelling.
    pub fn first(&self) -> &str {
        self.spellings.first().map_or("", |s| s.spelling.as_str())
    }
}

/// A spelling, how it stands to the head of its group, and why.
struct Member {
    /// One lemma, or those of a full name.
    lemmas: Vec<String>,
    written: String,
    grade: Option<Grade>,
    evidence: Vec<Evidence>,
}

impl Member {
    fn word(lemma: &str, grade: Option<Grade>, evidence: Vec<Evidence>) -> Member {
        Member { lemmas: vec![lemma.to_string()], written: capitalised(lemma), grade, evidence }
    }

    fn full(name: FullName, grade: Option<Grade>) -> Member {
        let evidence = match grade {
            None => vec![],
            Some(Grade::Newsroom | Grade::Exonym) => vec![Evidence::Newsroom],
            Some(_) => vec![Evidence::Letters],
        };
        Member { lemmas: name.lemmas(), written: name.written(), grade, evidence }
    }
}

struct Listing<'a> {
    archive: &'a Archive,
    analyzer: &'a mut Analyzer,
    newsroom: &'a Newsroom,
    usages: FxHashMap<String, Usage>,
}

impl Listing<'_> {
    /// Terms of the dictionary of names that begin like the prefix, the commonest first.
    fn lemmas(&self, prefix: &str) -> tantivy::Result<Vec<(String, u64)>> {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        let prefix = folded(&lower_case(prefix));
        let mut found: FxHashMap<String, u64> = FxHashMap::default();
        for segment in self.archive.searcher().segment_readers() {
            let index = segment.inverted_index(self.archive.fields().name)?;
            let mut stream = index.terms().stream()?;
            while let Some((term, info)) = stream.next() {
                let Ok(term) = std::str::from_utf8(term) else { continue };
                let long = term.chars().nth(2).is_some() && term.chars().all(|c| c.is_alphabetic());
                if long && folded(term).starts_with(&prefix) {
                    *found.entry(term.to_string()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(found)
    }

    /// Is a term a lemma that the archive writes as a name, and no common word?
    fn is_name(&self, lemma: &str) -> Result<bool, IndexError> {
        let named = Named::of(self.archive, lemma).map_err(|e| self.error(e))?;
        let common = self.analyzer.lemmatizer().is_common(lemma) || is_function_word(lemma);
        Ok(named.all > 0 && named.is_name() && !common)
    }

    /// The spellings of the name that `head` is.
    fn members(&mut self, head: &str, taken: &FxHashSet<String>) -> Result<Vec<Member>, IndexError> {
        let (searcher, fields) = (self.archive.searcher(), self.archive.fields());
        let mut members: Vec<Member> = vec![Member::word(head, None, vec![])];
        for (lemma, grade) in self.newsroom.joined(head) {
            if doc_freq(searcher, fields.lemma, lemma).map_err(|e| self.error(e))? > 0 {
                members.push(Member::word(lemma, Some(grade), vec![Evidence::Newsroom]));
            }
        }
        let automaton = Spelling::new(head, Reach::Wide);
        let mut found = spellings(self.archive, fields.name, &automaton).map_err(|e| self.error(e))?;
        found.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        for (lemma, (cost, grade), _) in found {
            let known = taken.contains(&lemma) || members.iter().any(|member| member.lemmas[0] == lemma);
            if known || self.newsroom.parts(head, &lemma) || !self.is_name(&lemma)? {
                continue;
            }
            let evidence = self.evidence(head, &lemma, cost, grade)?;
            if !evidence.is_empty() {
                members.push(Member::word(&lemma, Some(grade), evidence));
            }
        }
        Ok(members)
    }

    /// Why a candidate is another spelling of `head`; empty where it is not.
    fn evidence(
        &mut self,
        head: &str,
        lemma: &str,
        cost: u32,
        grade: Grade,
    ) -> Result<Vec<Evidence>, IndexError> {
        let lexicon = self.analyzer.lemmatizer();
        let two_known = lexicon.entry(head).is_some() && lexicon.entry(lemma).is_some();
        let by_letters = match grade {
            Grade::Exact | Grade::Form | Grade::Typing => true,
            Grade::Sound => false,
            _ => cost <= PLAIN_CONVENTION && !two_known,
        };
        for word in [head, lemma] {
            if !self.usages.contains_key(word) {
                let usage = Usage::of(self.archive, self.analyzer, word)?;
                self.usages.insert(word.to_string(), usage);
            }
        }
        let shared = Usage::shared(self.archive, (head, &self.usages[head]), (lemma, &self.usages[lemma]))?;
        // Company alone joins what letters nearly join; what merely sounds alike needs more, and
        // two names the lexicon has are two unless a bracket says otherwise.
        let decides = shared.iter().any(|evidence| match evidence {
            Evidence::Bracket { .. } => true,
            Evidence::Beside { .. } => !two_known,
            Evidence::Company { .. } => grade < Grade::Sound && !two_known,
            _ => false,
        });
        Ok(match (by_letters, decides) {
            (true, _) => [Evidence::Letters].into_iter().chain(shared).collect(),
            (false, true) => shared,
            (false, false) => vec![],
        })
    }

    /// Notes the full names that a word stands in.
    fn meet(&mut self, lemma: &str, met: &mut Met) -> Result<(), IndexError> {
        for run in runs(self.archive, self.analyzer, lemma, WORDS, SAMPLE_OF_FULL_NAMES)? {
            if let Some(name) = FullName::of_run(&run, |word| self.is_name(word))? {
                let known = met.remove(&name.lemmas());
                let name = match known {
                    Some(known) => known.barer(name),
                    None => name,
                };
                met.insert(name.lemmas(), name);
            }
        }
        Ok(())
    }

    /// The full names among those met, each with its spellings.
    fn full_names(&self, met: Met) -> tantivy::Result<Vec<Name>> {
        let mut counted = vec![];
        for (lemmas, name) in met.into_iter().filter(|(_, name)| name.bare) {
            let mut paragraphs = 0;
            for segment in self.archive.searcher().segment_readers() {
                paragraphs += paragraphs_with(self.archive, segment, &lemmas)?.len() as u64;
            }
            let mut rarest = u64::MAX;
            for lemma in &lemmas {
                rarest = rarest.min(Named::of(self.archive, lemma)?.all);
            }
            if paragraphs > 0 && paragraphs * TOGETHER >= rarest {
                counted.push((paragraphs, name));
            }
        }
        counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.written().cmp(&b.1.written())));
        let mut rest: Vec<FullName> = counted.into_iter().map(|(_, name)| name).collect();
        let mut names = vec![];
        while !rest.is_empty() {
            let head = rest.remove(0);
            let likeness = Likeness::new(&head, self.analyzer.lemmatizer(), self.newsroom);
            let (same, others): (Vec<_>, Vec<_>) = rest
                .into_iter()
                .map(|name| (likeness.of(&name), name))
                .partition(|(grade, _)| grade.is_some());
            let same = same.into_iter().map(|(grade, name)| Member::full(name, grade));
            let members: Vec<Member> = iter::once(Member::full(head.clone(), None)).chain(same).collect();
            names.push(self.name(&members)?);
            rest = others.into_iter().map(|(_, name)| name).collect();
        }
        Ok(names)
    }

    /// Counts the paragraphs and years of a group.
    fn name(&self, members: &[Member]) -> tantivy::Result<Name> {
        let mut years = BTreeMap::new();
        let mut paragraphs = 0;
        let mut counts = vec![0; members.len()];
        for segment in self.archive.searcher().segment_readers() {
            let dates = segment.fast_fields().i64("date")?;
            let mut docs: FxHashSet<u32> = FxHashSet::default();
            for (member, count) in members.iter().zip(&mut counts) {
                let found = paragraphs_with(self.archive, segment, &member.lemmas)?;
                *count += found.len() as u64;
                docs.extend(found);
            }
            paragraphs += docs.len() as u64;
            for seconds in docs.into_iter().filter_map(|doc| dates.first(doc)) {
                let day = PublicationDate::from_seconds(seconds).map(|date| date.day());
                if let Some(year) = day.and_then(|day| day.get(..4)?.parse().ok()) {
                    *years.entry(year).or_default() += 1;
                }
            }
        }
        let spelled = members.iter().zip(counts).map(|(member, paragraphs)| NameSpelling {
            spelling: member.written.clone(),
            paragraphs,
            grade: member.grade,
            evidence: member.evidence.clone(),
        });
        let mut spellings: Vec<NameSpelling> = spelled.filter(|s| s.paragraphs > 0).collect();
        spellings.sort_by(|a, b| b.paragraphs.cmp(&a.paragraphs).then(a.grade.cmp(&b.grade)));
        Ok(Name { spellings, paragraphs, years })
    }

    fn error(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::from_tantivy(self.archive.path(), error)
    }
}
