//! A query's tree → words with their spellings, and conditions as tantivy queries.
//!
//! Words that merely stand beside each other become groups that a paragraph may lack. Everything
//! written with an operator becomes a condition, a query of its own; the words in it are scored
//! like the others, those under a negation are not.

use std::sync::Arc;

use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query as TantivyQuery};

use super::effort::Effort;
use super::expand::{Expander, MOST_NAMES};
use super::filter;
use super::near::{Near, Togetherness};
use super::query::{Leaf, Node, Note, Piece, Query, Scope};
use super::spellings::KnownSpellings;
use super::terms::{Spellings, any_spelling, together};
use super::{Group, Options, Reaching, SearchError, Variant};
use crate::analysis::Analyzer;
use crate::index::{Archive, Fields, IndexError};
use crate::spelling::Grade;

/// A clause over the groups: its words are neighbours in the query. One without words parts what
/// stands before and after it.
#[derive(Clone, Debug, Default)]
pub(super) struct PlannedClause {
    /// Its words, as places in [`Plan::groups`].
    pub groups: Vec<usize>,
    /// The words must stand together.
    pub phrase: bool,
    /// With at most so many others among them, in any order; `None`: side by side.
    pub within: Option<u32>,
    /// Even where the archive never has them so.
    pub hard: bool,
    /// And in these very forms.
    pub exact: bool,
    /// As written, without the quotes.
    pub text: String,
}

impl PlannedClause {
    pub fn togetherness(&self) -> Togetherness {
        Togetherness { within: self.within, title: false }
    }

    /// Must the text itself be asked whether the very forms stand side by side?
    pub fn needs_text(&self) -> bool {
        self.phrase && self.exact && self.within.is_none()
    }
}

/// A query made ready for one archive.
#[derive(Default)]
pub(super) struct Plan {
    /// The different words asked for, in order.
    pub groups: Vec<Group>,
    /// Of each group: is a paragraph without it incomplete? Not so of function words and of
    /// alternatives.
    pub wanted: Vec<bool>,
    /// Of each group: is a paragraph without it no answer at all?
    pub hard: Vec<bool>,
    /// Is some word a condition, so that a paragraph may lack all that are not?
    pub anchored: bool,
    /// The parts of the query.
    pub clauses: Vec<PlannedClause>,
    /// What else must and must not hold.
    pub conditions: Vec<(Occur, Box<dyn TantivyQuery>)>,
    /// The words of which any will do, where nothing else is asked: `a OR b`.
    pub any: Vec<usize>,
    /// Phrases that must not stand in a paragraph: candidates are asked for them one by one.
    pub unwanted: Vec<Near>,
    /// What the user should know of how the query was read.
    pub notes: Vec<Note>,
    /// What finding candidates may cost.
    pub effort: Arc<Effort>,
}

impl Plan {
    pub fn new(
        archive: &Archive,
        analyzer: &mut Analyzer,
        spellings: &mut KnownSpellings,
        query: &Query,
        text: &str,
        options: &Options,
    ) -> Result<Plan, SearchError> {
        let tantivy = |e| SearchError::Index(IndexError::from_tantivy(archive.path(), e));
        let reaching = Reaching { variants: options.variants, exact: options.exact };
        let expander = Expander::new(archive, analyzer, spellings, text, reaching, &options.newsroom)
            .map_err(tantivy)?;
        let plan = Plan { notes: query.notes.clone(), ..Plan::default() };
        let mut planner =
            Planner { archive, fields: archive.fields(), expander, plan, taken_out: vec![], insisted: false };
        for part in &query.parts {
            planner.part(part, false).map_err(tantivy)?;
        }
        if let [Node::Any(parts)] = &query.parts[..]
            && parts.iter().all(|part| matches!(part, Node::Word(leaf) if !leaf.scope.title))
            && planner.plan.clauses.iter().all(|clause| clause.groups.len() < 2)
        {
            planner.plan.any = (0..planner.plan.groups.len()).collect();
        }
        if planner.expander.names > MOST_NAMES {
            planner.note(Note::Names(MOST_NAMES));
        }
        planner.expander.initials(&mut planner.plan)?;
        let taken_out = std::mem::take(&mut planner.taken_out);
        let mut plan = planner.plan;
        for (group, condition) in taken_out {
            if !plan.take_out(&group) {
                plan.conditions.push(condition);
            }
        }
        for (occur, query) in std::mem::take(&mut plan.conditions) {
            match query.downcast_ref::<Near>().filter(|_| occur == Occur::MustNot) {
                Some(phrase) => plan.unwanted.push(phrase.clone()),
                None => plan.conditions.push((occur, query)),
            }
        }
        let narrowing = options.filter.queries(archive, &mut plan.notes).map_err(tantivy)?;
        plan.conditions.extend(narrowing.into_iter().map(|query| (Occur::Must, query)));
        let positive = plan.conditions.iter().any(|(occur, _)| *occur == Occur::Must);
        if plan.groups.is_empty() && !positive {
            return Err(match plan.conditions.is_empty() && plan.unwanted.is_empty() {
                true => SearchError::NoWord { query: text.to_string() },
                false => SearchError::OnlyNegative,
            });
        }
        // A query of function words alone (`o və bu`) means them.
        if !plan.groups.is_empty() && plan.groups.iter().all(|g| !g.required) {
            plan.groups.iter_mut().for_each(|g| g.required = true);
            if plan.conditions.is_empty() {
                plan.wanted.iter_mut().for_each(|wanted| *wanted = true);
            }
        }
        Ok(plan)
    }

    /// The wanted words with their places.
    pub fn wanted(&self) -> impl Iterator<Item = (usize, &Group)> {
        self.groups.iter().enumerate().filter(|&(place, _)| self.wanted[place])
    }

    /// Takes one spelling out of the words of the query; false where it is no mere spelling of any.
    fn take_out(&mut self, spelling: &Group) -> bool {
        let own = |lemma: &str| spelling.variants.iter().any(|v| v.lemma == lemma && v.grade <= Grade::Form);
        let taken = |v: &Variant| v.grade > Grade::Form && own(&v.lemma);
        let mut found = false;
        for group in &mut self.groups {
            found |= group.variants.iter().any(taken);
            group.variants.retain(|v| !taken(v));
        }
        found
    }

    /// The place of a group; a word written twice is searched once.
    fn place(&mut self, group: Group) -> usize {
        let same = |known: &Group| {
            known.surfaces == group.surfaces
                && known.exact == group.exact
                && (!group.surfaces.is_empty() || known.written == group.written)
        };
        match self.groups.iter().position(same) {
            Some(place) => place,
            None => {
                self.groups.push(group);
                self.wanted.push(false);
                self.hard.push(false);
                self.groups.len() - 1
            }
        }
    }
}

/// A plan in the making.
struct Planner<'a> {
    archive: &'a Archive,
    fields: Fields,
    expander: Expander<'a>,
    plan: Plan,
    /// Words in quotes after a minus, each as the condition it is unless it turns out to be a
    /// spelling of a wanted word: `Tokaev -"Toqayev"` takes that spelling out, and no paragraph.
    taken_out: Vec<(Group, Condition)>,
    /// What is read stands by itself under `+`: a function word there is meant.
    insisted: bool,
}

/// A condition: what it is, in the sense of its own sign.
type Condition = (Occur, Box<dyn TantivyQuery>);

impl Planner<'_> {
    /// A part that stands by itself or, if `hard`, under `+` or AND.
    fn part(&mut self, node: &Node, hard: bool) -> tantivy::Result<()> {
        match node {
            Node::Word(Leaf { scope, .. }) | Node::Pattern(_, scope) if !scope.title => {
                let groups = self.groups(node)?;
                self.clause(groups, hard, PlannedClause::default());
            }
            Node::Phrase { text, within, scope, .. } if !scope.title => {
                let groups = self.groups(node)?;
                let exact = scope.exact || self.expander.reaching.exact;
                let phrase = groups.len() > 1;
                let (within, text) = (*within, text.clone());
                self.clause(
                    groups,
                    hard,
                    PlannedClause { phrase, within, hard, exact, text, ..PlannedClause::default() },
                );
            }
            Node::Must(inner) => {
                self.insisted = matches!(**inner, Node::Word(_) | Node::Phrase { .. });
                let done = self.part(inner, true);
                self.insisted = false;
                done?;
            }
            Node::All(parts) => {
                for part in parts {
                    self.part(part, true)?;
                }
            }
            Node::Bag(parts) => {
                for part in parts {
                    self.part(part, hard)?;
                }
            }
            Node::Not(inner) if matches!(&**inner, Node::Phrase { .. }) => {
                let condition = self.condition(node, true)?;
                let mut groups = self.groups(inner)?;
                match (groups.len(), condition) {
                    (1, Some(condition)) => self.taken_out.push((groups.remove(0), condition)),
                    (_, condition) => self.plan.conditions.extend(condition),
                }
            }
            _ => {
                let condition = self.condition(node, true)?;
                self.plan.conditions.extend(condition);
            }
        }
        Ok(())
    }

    /// Adds a clause of words, wanted ones if they say something.
    fn clause(&mut self, groups: Vec<Group>, hard: bool, clause: PlannedClause) {
        let insisted = self.insisted && groups.len() == 1;
        let places: Vec<usize> = groups
            .into_iter()
            .map(|group| {
                let required = group.required || insisted;
                let place = self.plan.place(group);
                self.plan.wanted[place] |= required;
                self.plan.hard[place] |= required && hard;
                self.plan.anchored |= required && hard;
                place
            })
            .collect();
        self.plan.clauses.push(PlannedClause { groups: places, ..clause });
    }

    /// What must hold for a node, or under MustNot must not. `scored`: its words count in ranking.
    fn condition(&mut self, node: &Node, scored: bool) -> tantivy::Result<Option<Condition>> {
        let query: Option<Box<dyn TantivyQuery>> = match node {
            Node::Word(Leaf { scope, .. }) => {
                let groups = self.groups(node)?;
                // A word of two parts (Kasım-Jomart) is left out as a whole.
                let whole = !scored && groups.len() > 1;
                let how = whole.then_some(Togetherness { within: None, title: scope.title });
                self.words(groups, how, *scope, scored)
            }
            Node::Pattern(_, scope) => {
                let groups = self.groups(node)?;
                self.words(groups, None, *scope, scored)
            }
            Node::Phrase { within, scope, .. } => {
                let groups = self.groups(node)?;
                let how = Togetherness { within: *within, title: scope.title };
                self.words(groups, Some(how), *scope, scored)
            }
            Node::Field(field, values) => {
                Some(filter::with_value(self.archive, *field, values, &mut self.plan.notes)?)
            }
            Node::Date { from, to } => filter::published(self.fields, from.as_ref(), to.as_ref()),
            Node::Must(inner) => return self.condition(inner, scored),
            Node::Not(inner) => {
                let inner = self.condition(inner, false)?;
                return Ok(inner.map(|(occur, query)| match occur {
                    Occur::MustNot => (Occur::Must, query),
                    _ => (Occur::MustNot, query),
                }));
            }
            Node::All(parts) | Node::Bag(parts) => {
                let mut all = vec![];
                for part in parts {
                    all.extend(self.condition(part, scored)?);
                }
                (!all.is_empty()).then(|| every(all))
            }
            Node::Any(parts) => {
                let mut any = vec![];
                for part in parts {
                    any.extend(self.condition(part, scored)?.map(|one| (Occur::Should, every(vec![one]))));
                    self.part_neighbours(scored);
                }
                (!any.is_empty()).then(|| Box::new(BooleanQuery::new(any)) as Box<_>)
            }
        };
        Ok(query.map(|query| (Occur::Must, query)))
    }

    /// Alternatives are no neighbours of each other.
    fn part_neighbours(&mut self, scored: bool) {
        if scored {
            self.plan.clauses.push(PlannedClause::default());
        }
    }

    /// Words as a condition: each of them, and if they must stand together, so.
    fn words(
        &mut self,
        groups: Vec<Group>,
        how: Option<Togetherness>,
        scope: Scope,
        scored: bool,
    ) -> Option<Box<dyn TantivyQuery>> {
        if scope.title && !self.archive.fingerprint().title {
            self.note(Note::NoTitles);
        }
        let groups = if scored { groups } else { groups.into_iter().map(own_forms).collect() };
        if let (false, Some(how)) = (scored, how)
            && (groups.len() > 1 || how.title)
        {
            return Some(Box::new(together(groups.iter(), how, self.fields)));
        }
        let telling = groups.iter().any(|g| g.required);
        let asked = |group: &&Group| how.is_some() || group.required || !telling;
        let mut all: Vec<Condition> = groups
            .iter()
            .filter(asked)
            .map(|g| (Occur::Must, any_spelling(g, self.fields, Spellings::All)))
            .collect();
        match how {
            Some(how) if groups.len() > 1 || how.title => {
                let near = together(groups.iter(), how, self.fields).at_most(&self.plan.effort);
                all.push((Occur::Must, Box::new(near)));
            }
            _ if scope.title => {
                let how = Togetherness { within: None, title: true };
                let each = groups.iter().filter(asked);
                let each = each.map(|group| together([group].into_iter(), how, self.fields));
                // What is to be left out is left out, whatever it costs.
                let each = each.map(|near| if scored { near.at_most(&self.plan.effort) } else { near });
                all.extend(each.map(|near| (Occur::Must, Box::new(near) as Box<_>)).collect::<Vec<_>>());
            }
            _ => {}
        }
        if scored {
            self.plan.anchored = true;
            let places = groups.into_iter().map(|group| self.plan.place(group)).collect();
            self.plan.clauses.push(PlannedClause { groups: places, ..PlannedClause::default() });
        }
        (!all.is_empty()).then(|| every(all))
    }

    /// The words of a leaf.
    fn groups(&mut self, node: &Node) -> tantivy::Result<Vec<Group>> {
        match node {
            Node::Word(Leaf { text, scope }) => self.expander.groups(text, scope.exact),
            Node::Pattern(pattern, scope) => {
                let (group, note) = self.expander.pattern(pattern, scope.exact, false)?;
                note.into_iter().for_each(|note| self.note(note));
                Ok(vec![group])
            }
            Node::Phrase { pieces, scope, .. } => {
                let mut groups = vec![];
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => {
                            let quoted = self.expander.groups(text, scope.exact)?;
                            groups.extend(quoted.into_iter().map(without_voices));
                        }
                        Piece::Pattern(pattern) => {
                            let (group, note) = self.expander.pattern(pattern, scope.exact, true)?;
                            note.into_iter().for_each(|note| self.note(note));
                            groups.push(group);
                        }
                    }
                }
                Ok(groups)
            }
            _ => Ok(vec![]),
        }
    }

    fn note(&mut self, note: Note) {
        if !self.plan.notes.contains(&note) {
            self.plan.notes.push(note);
        }
    }
}

/// All of several conditions as one query that matches something even if all are negative.
fn every(mut all: Vec<Condition>) -> Box<dyn TantivyQuery> {
    match &all[..] {
        [] => return Box::new(EmptyQuery),
        [(Occur::Must, _)] => return all.remove(0).1,
        _ => {}
    }
    if all.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        all.push((Occur::Must, Box::new(BoostQuery::new(Box::new(AllQuery), 0.0))));
    }
    Box::new(BooleanQuery::new(all))
}

/// Does a word, by its place among the groups, stand in a phrase?
pub(super) fn is_in_phrase(clauses: &[PlannedClause], place: usize) -> bool {
    clauses.iter().any(|clause| clause.phrase && clause.groups.contains(&place))
}

/// A word in quotes without its verb's other voices: who quotes means the word.
fn without_voices(mut group: Group) -> Group {
    group.variants.retain(|v| v.grade != Grade::Voice);
    group
}

/// A word without its other spellings, for leaving it out: its own lemmas, or where the archive has
/// none, what it is typed for without diacritics. Nobody leaves out by likeness.
fn own_forms(mut group: Group) -> Group {
    // A pattern is asked for as it is.
    if group.surfaces.is_empty() {
        return group;
    }
    let best = group.variants.iter().map(|v| v.grade).min().unwrap_or(Grade::Form).max(Grade::Form);
    group.variants.retain(|v| v.grade <= best.min(Grade::Typing));
    group
}
