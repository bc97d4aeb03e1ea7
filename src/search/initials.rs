//! Initials and the first names they stand for, both ways: `İ.Əliyev` finds İlham Əliyev, and
//! `İlham Əliyev` finds İ.Əliyev.
//!
//! After the words of a query have their spellings. A letter says nothing but beside the surname, so
//! such a variant is a run of lemmas that must stand side by side, like an acronym's long form. Which
//! first names an initial may be, a sample of the surname's paragraphs tells: nothing joins that this
//! archive does not itself write beside that surname.

use rustc_hash::FxHashMap;

use super::expand::{Expander, Role, Variant, worth};
use super::plan::Plan;
use super::{Group, SearchError, Variants};
use crate::analysis::is_cyrillic_word;
use crate::index::IndexError;
use crate::mining::dictionary::{PLAIN_CONVENTION, doc_freq};
use crate::mining::evidence::{RunWord, SAMPLE, runs as runs_beside};
use crate::spelling::{Grade, Reach, Spelling};

/// The commonest spellings of a surname are looked for beside an initial.
const SURNAMES: usize = 3;
/// And an initial stands for so many first names, the commonest beside that surname.
const FIRST_NAMES: usize = 6;
/// Initials of one name, at the most: `K.-J.`, `M.Ə.`
const INITIALS: usize = 3;
/// Names with initials in one query whose paragraphs are sampled: each takes some milliseconds.
const SAMPLED: usize = 2;
/// A letter of one alphabet may be so many of another (`C.`, Dzhomart).
const LETTERS: usize = 3;

impl Expander<'_> {
    /// Lets the initials of a query stand for first names, and its first names for initials.
    pub(super) fn initials(&mut self, plan: &mut Plan) -> Result<(), SearchError> {
        if self.reaching.exact || matches!(self.reaching.variants, Variants::None | Variants::Narrow) {
            return Ok(());
        }
        let mut sampled = 0;
        for run in runs(plan) {
            let parts = run.chunk_by(|&a, &b| plan.groups[a].role == plan.groups[b].role);
            let parts: Vec<&[usize]> = parts.collect();
            for (at, part) in parts.iter().enumerate() {
                let initials = plan.groups[part[0]].role == Role::Initial;
                let after = parts.get(at + 1).and_then(|names| names.first());
                let surname = after.or_else(|| parts[at.checked_sub(1)?].last());
                match surname {
                    Some(&surname) if initials && part.len() <= INITIALS && sampled < SAMPLED => {
                        self.first_names(plan, part, surname)?;
                        sampled += 1;
                    }
                    _ if initials => {}
                    // Of a longer query the other words find the paragraph.
                    _ if self.short => {
                        self.beside(plan, part)?;
                        self.shortened(plan, part)?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Gives initials the first names that stand beside the surname.
    fn first_names(
        &mut self,
        plan: &mut Plan,
        initials: &[usize],
        surname: usize,
    ) -> Result<(), SearchError> {
        let letters: Vec<Letter> = initials.iter().map(|&i| Letter::new(&plan.groups[i].surfaces)).collect();
        // By the run of lemmas: how many of the initials it stands for, is it initials too, how often.
        let mut found: FxHashMap<String, (usize, bool, usize)> = FxHashMap::default();
        let (mut sampled, mut met) = (0, 0);
        for lemma in commonest(&plan.groups[surname]) {
            for run in runs_beside(self.archive, self.analyzer, &lemma, initials.len(), SAMPLE)? {
                sampled += 1;
                let (before, after) = (&run.words[..run.at], &run.words[run.at + 1..]);
                let mut note = |names: &[RunWord], turned: bool| {
                    let each = || names.iter().zip(&letters);
                    if !each().all(|(name, letter)| letter.begins(&name.surface)) {
                        return None;
                    }
                    let initials_too = each().all(|(name, letter)| letter.own.contains(&name.surface));
                    let mut words: Vec<&str> = names.iter().map(|name| &name.lemma[..]).collect();
                    words.insert(if turned { 0 } else { words.len() }, &lemma);
                    found.entry(words.join(" ")).or_insert((names.len(), initials_too, 0)).2 += 1;
                    Some(())
                };
                // All the first names, or the first alone: M.Ə.Rəsulzadə, Məmməd Rəsulzadə.
                let noted = [initials.len(), 1].into_iter().find_map(|length| {
                    let in_order = before.len().checked_sub(length).and_then(|at| note(&before[at..], false));
                    in_order.or_else(|| note(after.get(..length)?, true))
                });
                met += usize::from(noted.is_some());
            }
        }
        if met == 0 {
            return Ok(());
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(a, (_, a_same, a_often)), (b, (_, b_same, b_often))| {
            (b_same, b_often, a).cmp(&(a_same, a_often, b))
        });
        found.truncate(FIRST_NAMES);
        let paragraphs = plan.groups[surname].doc_freq;
        let share = (paragraphs * met as u64).div_ceil(sampled as u64);
        for (place, &initial) in initials.iter().enumerate() {
            let of_place = found.iter().filter(|(_, (length, ..))| place < *length);
            let variants = of_place.map(|(run, (_, same, _))| {
                let grade = if *same { Grade::Form } else { Grade::Initial };
                Variant::new(run, grade, worth(grade), share)
            });
            let variants: Vec<Variant> = variants.collect();
            if !variants.is_empty() {
                plan.groups[initial] =
                    Group { variants, doc_freq: share, required: true, ..plan.groups[initial].clone() };
                plan.wanted[initial] = true;
            }
        }
        Ok(())
    }

    /// Gives the first names among these names their initials beside the surname. Which of them is
    /// the surname, nobody says: each is tried, beside its neighbours.
    fn shortened(&self, plan: &mut Plan, names: &[usize]) -> Result<(), SearchError> {
        for pair in names.windows(2) {
            for [first, surname] in [[pair[0], pair[1]], [pair[1], pair[0]]] {
                self.shorten(plan, &[first], surname)?;
            }
        }
        for three in names.windows(3) {
            self.shorten(plan, &three[..2], three[2])?;
        }
        Ok(())
    }

    /// Gives first names their initials beside one surname, before it and after it.
    fn shorten(&self, plan: &mut Plan, first: &[usize], surname: usize) -> Result<(), SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(self.archive.path(), e));
        let paragraphs = |lemma: &str| doc_freq(self.archive.searcher(), self.archive.fields().lemma, lemma);
        for lemma in commonest(&plan.groups[surname]) {
            let mut runs = vec![String::new()];
            let mut at_most = u64::MAX;
            for &name in first {
                let mut longer = vec![];
                for letter in first_letters(&plan.groups[name], is_cyrillic_word(&lemma)) {
                    let known = paragraphs(&letter).map_err(tantivy)?;
                    if known > 0 {
                        at_most = at_most.min(known);
                        longer.extend(runs.iter().map(|run| format!("{run}{letter} ")));
                    }
                }
                runs = longer;
            }
            for run in runs {
                let run = run.trim_end();
                for run in [format!("{run} {lemma}"), format!("{lemma} {run}")] {
                    for &name in first {
                        plan.groups[name].variants.push(Variant::new(
                            run.as_str(),
                            Grade::Initial,
                            worth(Grade::Initial),
                            at_most,
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Names and initials that stand beside each other in the query, as places in its groups.
fn runs(plan: &Plan) -> Vec<Vec<usize>> {
    let mut runs = vec![vec![]];
    for clause in &plan.clauses {
        // Quoted words are meant as they are; a clause without words parts what stands around it.
        if clause.phrase || clause.groups.is_empty() {
            runs.push(vec![]);
            continue;
        }
        for &place in &clause.groups {
            let group = &plan.groups[place];
            match (group.exact || group.role == Role::Word, runs.last_mut()) {
                (false, Some(run)) if !run.contains(&place) => run.push(place),
                (false, _) => {}
                (true, _) => runs.push(vec![]),
            }
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// The commonest spellings of a name that do more than sound like it, as lemmas.
fn commonest(group: &Group) -> Vec<String> {
    let sure = |v: &&Variant| v.grade <= Grade::Transliteration && !v.is_long_form() && v.form.is_none();
    let mut variants: Vec<&Variant> = group.variants.iter().filter(sure).collect();
    variants.sort_by(|a, b| b.doc_freq.cmp(&a.doc_freq).then(a.lemma.cmp(&b.lemma)));
    variants.into_iter().take(SURNAMES).map(|v| v.lemma.clone()).collect()
}

/// The letters that a name begins with in one script: of its spellings there or, where the archive
/// has none, those that its first letter may be.
fn first_letters(group: &Group, cyrillic: bool) -> Vec<String> {
    let mut letters: Vec<String> = vec![];
    let sure = |v: &&Variant| v.grade <= Grade::Transliteration && !v.is_long_form();
    for variant in group.variants.iter().filter(sure) {
        let letter: String = variant.lemma.chars().take(1).collect();
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    let (mut here, there): (Vec<_>, Vec<_>) =
        letters.into_iter().partition(|letter| is_cyrillic_word(letter) == cyrillic);
    if here.is_empty() && cyrillic {
        let spelled: Vec<Spelling> = there.iter().map(|l| Spelling::new(l, Reach::Wide)).collect();
        let of_russian = ('а'..='я').map(String::from);
        let likely = |letter: &String| {
            spelled
                .iter()
                .any(|s| s.cost(letter.as_bytes()).is_some_and(|(cost, _)| cost <= PLAIN_CONVENTION))
        };
        here.extend(of_russian.filter(likely));
    }
    here.truncate(LETTERS);
    here
}

/// An initial of the query.
struct Letter {
    /// In lower case, in each of its readings.
    own: Vec<String>,
    spelled: Vec<Spelling>,
}

impl Letter {
    fn new(own: &[String]) -> Letter {
        let spelled = own.iter().map(|letter| Spelling::new(letter, Reach::Wide)).collect();
        Letter { own: own.to_vec(), spelled }
    }

    /// Does a name begin with it, by the rules of any language?
    fn begins(&self, name: &str) -> bool {
        let heads = name.char_indices().map(|(at, first)| at + first.len_utf8()).take(LETTERS);
        let graded = |head: usize| self.spelled.iter().filter_map(move |l| l.cost(&name.as_bytes()[..head]));
        heads.flat_map(graded).any(|(_, grade)| grade < Grade::Sound)
    }
}
