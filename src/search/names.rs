//! A query word that may be a name → its transliterations among the names of the archive.
//!
//! Part of the expansion: `expand` asks here after the word itself and what differs by typing. What
//! may be a name is told by the lexicon, by the archive (capitalised inside sentences) and by the
//! word beside it in the query. Invariant: nothing joins that this archive does not itself write as
//! a name.

use std::iter;

use rustc_hash::FxHashSet;
use tantivy::schema::Field;

use super::Variants;
use super::expand::{Expander, Found, Reading, Variant, stems_typed_plainly, worth};
use super::spellings::Way;
use crate::analysis::{Analyzer, Cyrillic, is_cyrillic_word};
use crate::index::{Archive, paragraphs_with_form};
use crate::mining::dictionary::{Named, PLAIN_CONVENTION, beginning_with, doc_freq, may_be_one_name};
use crate::spelling::Grade;

/// A spelling found leads on to its own spellings by conventions up to this cost: Kahramanov to
/// Qəhrəmanov, and from there to Кахраманов. In an archive of every spelling of 175 names that
/// brought 89.7 % of them instead of 85.8; at 9 as much, with more strangers.
const SECOND_HOP: u8 = 4;
/// Only those lead on that are no further than this, or than a plain convention from the nearest: of Tokaev
/// that is Tokayev, and not Tagiev, from whom it is a step to Tağıyev.
const SURE_HOP: u32 = 3;
/// And the commonest of these alone: of the spellings of those 175 names two bring 96.9 %, all of them
/// 97.2, at five times the time.
const HOPS: usize = 2;
/// A name of more letters is glued text; of `chchch…` there are more readings than states to hold them.
const LONGEST: usize = 24;
/// What a second hop leaves of a spelling's worth: it comes after what was reached directly.
const SECOND_HOP_WORTH: f32 = 0.9;
/// Forms of a name that the lemmatiser takes for a word: the commonest.
const FORMS: usize = 12;
/// Of two spellings of one grade the nearer is worth this much more by each step of cost, so that
/// on equal evidence Əliyev's own spellings come before those of Əliyeva.
const NEARER: f32 = 0.02;

/// The words of a query that stand beside a name of the archive, by their surface.
pub(super) fn beside_names(
    archive: &Archive,
    analyzer: &mut Analyzer,
    query: &str,
) -> tantivy::Result<FxHashSet<String>> {
    let mut words: Vec<(String, String)> = vec![];
    analyzer.analyze(query, |token| {
        let lemma = token.lemmas.iter().next().unwrap_or_default();
        words.push((token.surface.to_string(), lemma.to_string()));
    });
    let mut beside = FxHashSet::default();
    if words.len() < 2 {
        return Ok(beside);
    }
    let lexicon = analyzer.lemmatizer();
    let is_name = |lemma: &str| -> tantivy::Result<bool> {
        let known = lexicon.entry(lemma).map(|entry| entry.is_name);
        Ok(known != Some(false) && Named::of(archive, lemma)?.is_name())
    };
    let names = words.iter().map(|(_, lemma)| is_name(lemma)).collect::<tantivy::Result<Vec<_>>>()?;
    for (place, (surface, _)) in words.iter().enumerate() {
        let before = place.checked_sub(1).is_some_and(|p| names[p]);
        if before || names.get(place + 1).is_some_and(|&is_name| is_name) {
            beside.insert(surface.clone());
        }
    }
    Ok(beside)
}

/// A spelling the automaton found, and the term that is searched for it.
#[derive(Clone)]
struct Candidate {
    spelling: String,
    lemma: String,
    /// Searched in this form only.
    form: bool,
    named: Named,
    cost: u32,
    grade: Grade,
    /// A name here; else a common word that some name is spelled like.
    sure: bool,
}

impl Candidate {
    fn worth(&self) -> f32 {
        worth(self.grade) * nearer(self.cost)
    }
}

impl Expander<'_> {
    /// Other transliterations, among the names of the archive.
    pub(super) fn transliterated(
        &mut self,
        written: &str,
        readings: &[Reading],
        double: bool,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        let among_all = self.reaching.variants == Variants::All;
        let fields = self.archive.fields();
        let among = if among_all { fields.lemma } else { fields.name };
        // What is not here as it was typed must be here otherwise, if at all. The parts of a double
        // name vouch for each other: Qasım-Comərd goes as far as Kasım-Jomart.
        let free = double || found.doc_freq() == 0;
        let mut sources: Vec<&str> = readings.iter().flat_map(|r| &r.lemmas).map(String::as_str).collect();
        // A name may look inflected: Həmədan is no ablative, Карабах no prepositional.
        for reading in readings {
            if free || !self.is_inflected_name(reading)? {
                sources.push(&reading.surface);
            }
        }
        let mut met = FxHashSet::default();
        sources.retain(|source| met.insert(*source));
        let (mut reached, mut only_beside) = (vec![], vec![]);
        for source in &sources {
            let candidates = self.candidates(source, Way::Near(u8::MAX), among, free)?;
            let (sure, common): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| c.sure);
            sure.iter().for_each(|candidate| add(found, candidate.clone(), candidate.worth()));
            reached.extend(sure);
            only_beside.extend(common);
        }
        only_beside.sort_by(|a, b| b.named.as_name.cmp(&a.named.as_name).then(a.lemma.cmp(&b.lemma)));
        let spelled = |c: Candidate| Variant::new(c.lemma.as_str(), Grade::Transliteration, c.worth(), 0);
        self.only_beside.insert(written.to_string(), only_beside.into_iter().map(spelled).collect());
        if !among_all && self.short {
            self.second_hop(reached, among, found)?;
        }
        // What merely sounds alike is a last resort: comerd would bring şahmar beside Comərd. And no
        // answer at all to a common word: səhiyyə, typed plainly, is not Şəkiyə.
        let resort = found.is_empty() && !self.is_common_typed_plainly(readings);
        for source in if resort { sources } else { vec![] } {
            for candidate in self.sure_candidates(source, Way::Alike, among, free)? {
                let weight = candidate.worth();
                add(found, candidate, weight);
            }
        }
        Ok(())
    }

    /// Is a word the form of a name of the archive (Bakıda), and itself none?
    fn is_inflected_name(&self, reading: &Reading) -> tantivy::Result<bool> {
        let Some(lemma) = reading.lemmas.first().filter(|lemma| **lemma != reading.surface) else {
            return Ok(false);
        };
        let (lemma, form) =
            (Named::of(self.archive, lemma)?, Named::of_form(self.archive, &reading.surface)?);
        Ok(lemma.is_name() && lemma.as_name > 2 * form.as_name)
    }

    /// The spellings of the commonest spellings reached.
    fn second_hop(
        &mut self,
        mut reached: Vec<Candidate>,
        among: Field,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        // Every other spelling is a step from the Azerbaijani one.
        let is_ours = |spelling: &str| spelling.contains(|c| "əğıöüşçxq".contains(c));
        reached.sort_by(|a, b| {
            let commoner = b.named.all.cmp(&a.named.all);
            commoner.then(is_ours(&b.spelling).cmp(&is_ours(&a.spelling))).then(a.spelling.cmp(&b.spelling))
        });
        reached.dedup_by(|a, b| a.spelling == b.spelling);
        let nearest = reached.iter().map(|c| c.cost).min().unwrap_or(0);
        reached.retain(|c| c.cost <= (nearest + PLAIN_CONVENTION).max(SURE_HOP));
        for hop in reached.into_iter().take(HOPS) {
            for candidate in self.sure_candidates(&hop.spelling, Way::Near(SECOND_HOP), among, false)? {
                let cost = hop.cost + candidate.cost;
                let candidate = Candidate { grade: Grade::Transliteration, cost, ..candidate };
                add(found, candidate, hop.worth() * SECOND_HOP_WORTH);
            }
        }
        Ok(())
    }

    /// The terms that spell `source`, other than itself; of names those alone that [`Self::is_spelling`]
    /// takes.
    fn candidates(
        &mut self,
        source: &str,
        way: Way,
        among: Field,
        free: bool,
    ) -> tantivy::Result<Vec<Candidate>> {
        // An initial or an abbreviation of two letters is like too many others, and no name is so long.
        if source.chars().nth(2).is_none() || source.chars().nth(LONGEST).is_some() {
            return Ok(vec![]);
        }
        let mut candidates = vec![];
        for (spelling, (cost, grade), _) in self.spellings.of(self.archive, among, source, way)?.iter() {
            if spelling == source {
                continue;
            }
            let mut lemma = spelling.clone();
            self.analyzer.analyze_as(spelling, Cyrillic::Foreign, |token| {
                if !token.lemmas.iter().any(|l| l == *spelling) {
                    lemma = token.lemmas.iter().next().unwrap_or_default().to_string();
                }
            });
            // A stem of Russian is searched in all its forms, but a woman's surname is not the
            // man's; what looks like a form of an Azerbaijani word is taken as it stands.
            let form = lemma != *spelling && (!is_cyrillic_word(spelling) || is_womans(spelling));
            let named = match form {
                true => Named::of_form(self.archive, spelling)?,
                false => Named::of(self.archive, &lemma)?,
            };
            let mut candidate = Candidate {
                spelling: spelling.clone(),
                lemma,
                form,
                named,
                cost: *cost,
                grade: *grade,
                sure: true,
            };
            candidate.sure =
                self.reaching.variants == Variants::All || self.is_spelling(source, &candidate, free);
            let common = candidate.grade == Grade::Transliteration && candidate.cost <= PLAIN_CONVENTION;
            if candidate.sure || common && !candidate.form && named.as_name > 0 {
                candidates.push(candidate);
            }
        }
        Ok(candidates)
    }

    /// Those of them that are names here.
    fn sure_candidates(
        &mut self,
        source: &str,
        way: Way,
        among: Field,
        free: bool,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut candidates = self.candidates(source, way, among, free)?;
        candidates.retain(|candidate| candidate.sure);
        Ok(candidates)
    }

    /// Is a candidate another spelling of the name `source`, rather than a word like it?
    fn is_spelling(&self, source: &str, candidate: &Candidate, free: bool) -> bool {
        let lexicon = self.analyzer.lemmatizer();
        if !candidate.named.is_name() {
            return false;
        }
        // səbir begins enough sentences and firms to look like a name; the lexicon knows better,
        // unless the name is not here as it was typed (Herzog, Hersoq).
        if free {
            return true;
        }
        !lexicon.is_common(&candidate.spelling)
            && may_be_one_name(lexicon, source, &candidate.spelling, candidate.cost)
    }

    /// May the word be a name? Not if the lexicon has it, or what it is typed for, as a common word;
    /// but beside a name (Aslan Məmmədov) it is one where the archive mostly capitalises it.
    pub(super) fn is_name_like(
        &self,
        written: &str,
        readings: &[Reading],
        acronym: bool,
        found: &Found,
    ) -> tantivy::Result<bool> {
        match self.reaching.variants {
            Variants::None | Variants::Narrow => return Ok(false),
            Variants::All => return Ok(true),
            Variants::Names => {}
        }
        if acronym || written.chars().all(|c| !c.is_alphabetic()) {
            return Ok(false);
        }
        let lexicon = self.analyzer.lemmatizer();
        let own = readings.iter().flat_map(|r| &r.lemmas);
        let sure = found.variants.iter().filter(|(_, v)| v.grade == Grade::Typing && v.weight > 0.7);
        let capital = written.starts_with(char::is_uppercase);
        if !own.map(String::as_str).chain(sure.map(|(l, _)| l.as_str())).any(|l| lexicon.is_common(l)) {
            // What the archive has not in any typing may yet be known to the lexicon.
            let unknown = || !(found.is_empty() && self.is_common_typed_plainly(readings));
            return Ok(capital || unknown() && !self.is_plain_word(readings)?);
        }
        // Macron is no form of macro here if it stands capitalised.
        for reading in readings.iter().filter(|r| capital && !r.lemmas.contains(&r.surface)) {
            if Named::of_form(self.archive, &reading.surface)?.is_name() {
                return Ok(true);
            }
        }
        for reading in readings.iter().filter(|r| self.beside_names.contains(&r.surface)) {
            for lemma in &reading.lemmas {
                if Named::of(self.archive, lemma)?.is_name() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Does a capital that says something make the word a name, which the archive has as it stands?
    pub(super) fn is_written_as_a_name(&self, written: &str, readings: &[Reading]) -> tantivy::Result<bool> {
        let capital = written.starts_with(char::is_uppercase) && written.contains(char::is_lowercase);
        let beside = readings.iter().any(|r| self.beside_names.contains(&r.surface));
        if !capital || self.first.as_deref() == Some(written) && !beside {
            return Ok(false);
        }
        for reading in readings {
            if Named::of_form(self.archive, &reading.surface)?.is_name() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Leaves a name the lemmas that are itself, and finds its forms where one was another word.
    pub(super) fn keep_to_name(&mut self, name: &mut Reading, found: &mut Found) -> tantivy::Result<()> {
        let mut own = vec![];
        for lemma in &name.lemmas {
            if !self.is_other_word(lemma, &name.surface)? {
                own.push(lemma.clone());
            }
        }
        if own.len() < name.lemmas.len() {
            self.forms_of_name(&name.surface, found)?;
            if own.is_empty() {
                own.push(name.surface.clone());
            }
            name.lemmas = own;
        }
        Ok(())
    }

    /// Is the lemma of a name another word, which the name merely looks like a form of? Yaşar is no
    /// form of yaşamaq, nor Emin of em; but Aslanın is one of Aslan, who is named here by himself.
    fn is_other_word(&self, lemma: &str, name: &str) -> tantivy::Result<bool> {
        if lemma == name || !self.analyzer.lemmatizer().is_common(lemma) {
            return Ok(false);
        }
        // The lemma's names are those of all its forms.
        let form = Named::of_form(self.archive, name)?;
        Ok(Named::of(self.archive, lemma)?.as_name < 2 * form.as_name)
    }

    /// The forms of a name whose lemma is another word, as the archive writes them: Yaşar, Yaşarın.
    fn forms_of_name(&mut self, name: &str, found: &mut Found) -> tantivy::Result<()> {
        let fields = self.archive.fields();
        let mut forms: Vec<_> = beginning_with(self.archive, fields.name, name)?.into_iter().collect();
        forms.retain(|(form, _)| {
            let ending = &form[name.len()..];
            ending.is_empty() || self.analyzer.lemmatizer().is_suffix_chain(ending)
        });
        forms.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found.add(name, Grade::Form, 1.0, doc_freq(self.archive.searcher(), fields.lemma, name)?);
        let mut lemmas = vec![name.to_string()];
        for (form, _) in forms.into_iter().take(FORMS) {
            let of_form = self.lemmas_of(&form);
            let own = of_form.contains(&form).then(|| form.clone());
            let lemma = own.or_else(|| of_form.into_iter().next()).unwrap_or_default();
            if lemma == form {
                found.add(&lemma, Grade::Form, 1.0, doc_freq(self.archive.searcher(), fields.lemma, &lemma)?);
                lemmas.push(lemma);
            } else if !lemmas.contains(&lemma) {
                let doc_freq = paragraphs_with_form(self.archive.searcher(), fields, &form)?;
                let form = Some(form);
                found.add_form(Variant { form, ..Variant::new(lemma, Grade::Form, 1.0, doc_freq) });
            }
        }
        Ok(())
    }

    /// Is a word of the query, by its commonest spelling here, a name? A common word is one only beside
    /// a name.
    pub(super) fn is_name(
        &self,
        written: &str,
        readings: &[Reading],
        commonest: &Variant,
    ) -> tantivy::Result<bool> {
        // The number of a ruler (II Vaçe) is always capitalised, and stands beside many.
        if written.chars().all(|c| "IVXLC".contains(c)) {
            return Ok(false);
        }
        let lemma = &commonest.lemma;
        if self.analyzer.lemmatizer().is_common(lemma)
            && !readings.iter().any(|r| self.beside_names.contains(&r.surface))
        {
            return Ok(false);
        }
        let named = match &commonest.form {
            Some(form) => Named::of_form(self.archive, form)?,
            None => Named::of(self.archive, lemma)?,
        };
        Ok(named.is_name())
    }

    /// Is a word, or its stem, a common word typed without diacritics (`sehiyyede`)?
    fn is_common_typed_plainly(&self, readings: &[Reading]) -> bool {
        let lexicon = self.analyzer.lemmatizer();
        let stems = |r: &Reading| {
            let stems = stems_typed_plainly(self.analyzer, &r.surface).into_iter();
            iter::once(&r.surface[..]).chain(stems).any(|stem| lexicon.is_common_typed_plainly(stem))
        };
        readings.iter().any(stems)
    }

    /// Words of the lexicon that this archive has and nowhere capitalises: səbir is also somebody's
    /// name, but not here.
    fn is_plain_word(&self, readings: &[Reading]) -> tantivy::Result<bool> {
        let lexicon = self.analyzer.lemmatizer();
        for lemma in readings.iter().flat_map(|r| &r.lemmas) {
            let named = Named::of(self.archive, lemma)?;
            if lexicon.entry(lemma).is_none() || named.all == 0 || named.as_name > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn add(found: &mut Found, candidate: Candidate, weight: f32) {
    let form = candidate.form.then(|| candidate.spelling.clone());
    let variant = Variant::new(candidate.lemma, candidate.grade, weight, candidate.named.all);
    found.add_variant(Variant { form, cost: candidate.cost, ..variant }.met_as(&candidate.spelling));
}

/// What steps of cost leave of a spelling's worth.
pub(super) fn nearer(cost: u32) -> f32 {
    1.0 - NEARER * cost as f32
}

fn is_womans(spelling: &str) -> bool {
    ["ова", "ева", "ёва", "ина"].iter().any(|end| spelling.ends_with(end))
}
