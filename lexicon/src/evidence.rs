//! Which candidates are words: the shorter stem explains, the longer one proves.
//!
//! The lists hold inflected entries (`kəndi`, `adı`), the corpora hold nothing
//! else. A candidate is judged after all shorter ones, by its *exclusive* forms,
//! those no shorter accepted stem explains: `Bakıda`, `Bakıya` prove `Bakı`
//! (of `bak` they would be `bakında`, `bakına`), nothing proves `kəndi`.

use axtar::analysis::lemma::suffixes::{self, NOUN, ROWS, SLOTS, VERB};

use crate::hand::Hand;
use crate::lists::{self, ANAS_VERBS, Candidates, DERIVED, HAND, VERBAL_NOUNS};
use crate::paradigm::{self, Form, Paradigms};
use crate::write::NAME_SHARE;

/// How often a form must occur to be a candidate that no list names.
pub const RAREST_WORD: u64 = 5;

/// The shorter stem must be known apart from the longer one: at least a seventh
/// of the occurrences it is to explain. `ad` explains the frequent `adı`, but a
/// stray `dol` does not explain `dollar`. Words of two dictionaries explain
/// candidates of none without that: `öhdə` is only met as `öhdəsində`.
const KNOWN_APART: f64 = 0.15;

/// The share of exclusive occurrences a word must have that a shorter stem
/// could explain. Of ordinary vowel-final nouns a quarter are.
const EXCLUSIVE_SHARE: f64 = 0.08;

/// A noun stands bare in half of its occurrences; a stem that hardly ever does
/// is the beginning of a longer word (`cüm` of `cümə`). Where two dictionaries
/// have it, only if a longer word of the lists has nearly all its forms as well:
/// `həmkar` "colleague" is hardly ever single.
const BARE_SHARE: f64 = 0.01;
const BEGINNING_SHARE: f64 = 0.8;

/// Adjectives in -i (`xarici`, `elmi`) and adverbs in -dan (`yenidən`) look like
/// nouns in a case, but stand bare most of the time.
const BARE_ADJECTIVE: f64 = 0.6;

/// How often a verbal noun must be plural, compared to its possessive, to be a
/// word of its own: `birləşmələr` but hardly `etmələr`.
const PLURAL_SHARE: f64 = 0.3;

/// Of a verb's occurrences, those in forms nouns cannot have: with less than a
/// tenth, it is the beginning of a noun.
const VERBAL_SHARE: f64 = 0.1;

/// What the forms of one candidate say.
#[derive(Default)]
struct Evidence {
    total: f64,
    /// Occurrences of forms no shorter stem explains, and how many such forms.
    exclusive: f64,
    kinds: usize,
    bare: f64,
    bare_explained: bool,
    /// Exclusive occurrences with an ending only verbs take.
    verbal: f64,
    plural: f64,
    possessive: f64,
}

/// The stems and what is known of their forms.
struct Judge<'a> {
    paradigms: &'a Paradigms,
    forms_of: Vec<Vec<u32>>,
    totals: Vec<f64>,
    length: Vec<usize>,
    listed: Vec<u8>,
    accepted: Vec<bool>,
}

/// Decides about every stem of `paradigms`.
pub fn accept(paradigms: &Paradigms, lists: &Candidates, hand: &Hand) -> Vec<bool> {
    let n = paradigms.stems.len();
    let mut judge = Judge {
        paradigms,
        forms_of: vec![Vec::new(); n],
        totals: vec![0.0; n],
        length: paradigms.stems.iter().map(|s| stem_length(&s.0, hand)).collect(),
        listed: paradigms.stems.iter().map(|s| lists.get(s).copied().unwrap_or(0)).collect(),
        accepted: vec![false; n],
    };
    for (i, form) in paradigms.forms.iter().enumerate() {
        for reading in &form.readings {
            let list = &mut judge.forms_of[reading.stem as usize];
            if list.last() != Some(&(i as u32)) {
                list.push(i as u32);
                judge.totals[reading.stem as usize] += form.count;
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|i| judge.length[*i]);
    for x in order {
        judge.accepted[x] = judge.listed[x] & HAND != 0 || judge.is_word(x);
    }
    judge.accepted
}

/// Letters of the shortest form of a stem: `nəsil` has four, as in `nəsl+i`, and
/// so is judged before `nəsli`.
fn stem_length(text: &str, hand: &Hand) -> usize {
    text.chars().count() - usize::from(hand.drops.values().any(|lemma| lemma == text))
}

/// Whether an ending of the first or second person is in the chain.
fn is_personal(rows: &[u8]) -> bool {
    rows.iter().any(|row| paradigm::is_address(ROWS[*row as usize].slot))
}

/// Whether only verbs take endings of this slot: nouns in -ma, -mədən, -ə look
/// like the others (`məhkəmədən` is no "without doing").
fn is_verbal(slot: &str) -> bool {
    matches!(
        slot,
        "present"
            | "negative_present"
            | "past"
            | "perfect"
            | "ib"
            | "future"
            | "participle"
            | "dik"
            | "infinitive"
    )
}

/// Whether a form can be taken for a plural: the guesser will do so too, which
/// serves `puştunlar` and `puştunları` better than an entry.
fn has_plural(text: &str) -> bool {
    ["lar", "lər"].into_iter().filter_map(|plural| text.find(plural).map(|at| (plural, at))).any(
        |(plural, at)| {
            let case = &text[at + plural.len()..];
            text[..at].chars().count() >= 3 && (case.is_empty() || suffixes::is_chain(case))
        },
    )
}

/// A man's surname does not explain his wife's: `məmmədova` is both.
fn is_surname_pair(man: &str, woman: &str) -> bool {
    man.ends_with("ov") && woman.strip_suffix('a') == Some(man)
}

impl Judge<'_> {
    /// Whether a shorter accepted stem explains the form, given how many
    /// occurrences each shares with the candidate.
    fn is_explained(&self, x: usize, listed: bool, form: &Form, shared: &[(u32, f64)]) -> bool {
        form.readings.iter().any(|r| {
            let y = r.stem as usize;
            let common = shared.iter().find(|s| s.0 == r.stem).map_or(0.0, |s| s.1);
            self.accepted[y]
                && self.is_simpler(y, x)
                && !is_surname_pair(&self.paradigms.stems[y].0, &self.paradigms.stems[x].0)
                && !self.is_weak(r.chain as usize, listed, form.capital >= NAME_SHARE)
                && (self.totals[y] - common >= KNOWN_APART * form.count
                    || (!listed && (self.listed[y] & lists::DICTIONARIES).count_ones() > 1))
        })
    }

    /// Whether a chain explains too little: encyclopaedias and news hardly address
    /// anyone, so a lone first or second person explains no listed word (`üzüm`
    /// is "grape", `ərik` "apricot"), and none at all a name (`Makronun`).
    fn is_weak(&self, chain: usize, listed: bool, is_name: bool) -> bool {
        let (class, rows) = &self.paradigms.chains[chain];
        *class == NOUN && (is_name || (listed && rows.len() == 1)) && is_personal(rows)
    }

    /// Whether `y` was judged before `x` and may explain it.
    fn is_simpler(&self, y: usize, x: usize) -> bool {
        self.length[y] < self.length[x]
    }

    fn evidence(&self, x: usize, listed: bool) -> Evidence {
        let (ref text, class) = self.paradigms.stems[x];
        let forms = || self.forms_of[x].iter().map(|f| &self.paradigms.forms[*f as usize]);
        let mut shared: Vec<(u32, f64)> = Vec::new();
        for form in forms() {
            for (i, r) in form.readings.iter().enumerate() {
                let again = form.readings[..i].iter().any(|other| other.stem == r.stem);
                let y = r.stem as usize;
                if !again && self.accepted[y] && self.is_simpler(y, x) {
                    match shared.iter_mut().find(|s| s.0 == r.stem) {
                        Some(s) => s.1 += form.count,
                        None => shared.push((r.stem, form.count)),
                    }
                }
            }
        }
        let mut out = Evidence { total: self.totals[x], ..Evidence::default() };
        for form in forms() {
            let explained = self.is_explained(x, listed, form, &shared);
            let is_bare = form.text == *text;
            if is_bare {
                out.bare = form.count;
                out.bare_explained = explained;
            }
            let mine = form.readings.iter().find(|r| r.stem as usize == x).expect("a form of x");
            let inner = self.paradigms.chains[mine.chain as usize].1.last();
            let slot = inner.map_or("", |row| SLOTS[ROWS[*row as usize].slot as usize]);
            match slot {
                "plural" => out.plural += form.count,
                "possessive3" => out.possessive += form.count,
                _ => {}
            }
            if !explained {
                out.exclusive += form.count;
                out.kinds += usize::from(!is_bare);
                if class == VERB && is_verbal(slot) {
                    out.verbal += form.count;
                }
            }
        }
        out
    }

    /// Whether what a shorter stem says of the bare form is one simple nominal
    /// ending, or a command: `xaric+i`, `təz+ə`, not `üzər+in+də` or `ol+an`.
    fn is_adjectival(&self, x: usize) -> bool {
        let (ref text, _) = self.paradigms.stems[x];
        let bare =
            self.forms_of[x].iter().map(|f| &self.paradigms.forms[*f as usize]).find(|f| f.text == *text);
        bare.is_some_and(|form| {
            form.readings.iter().filter(|r| self.accepted[r.stem as usize]).all(|r| {
                let (class, rows) = &self.paradigms.chains[r.chain as usize];
                let slot = |row: u8| SLOTS[ROWS[row as usize].slot as usize];
                let simple = [
                    "possessive1",
                    "possessive2",
                    "possessive3",
                    "genitive",
                    "accusative",
                    "dative",
                    "ablative",
                    "person",
                ];
                match rows.as_slice() {
                    [row] if *class == NOUN => simple.contains(&slot(*row)),
                    [row] => matches!(slot(*row), "imperative" | "optative" | "converb"),
                    [_, inner] => *class == NOUN && slot(*inner) == "possessive2",
                    _ => rows.is_empty(),
                }
            })
        })
    }

    /// Whether one longer candidate of a list has nearly all forms of `x`.
    fn is_beginning(&self, x: usize) -> bool {
        let mut longer: Vec<(u32, f64)> = Vec::new();
        for form in self.forms_of[x].iter().map(|f| &self.paradigms.forms[*f as usize]) {
            for (i, r) in form.readings.iter().enumerate() {
                let z = r.stem as usize;
                let again = form.readings[..i].iter().any(|other| other.stem == r.stem);
                if again || self.length[z] <= self.length[x] || self.listed[z] & lists::DICTIONARIES == 0 {
                    continue;
                }
                match longer.iter_mut().find(|l| l.0 == r.stem) {
                    Some(l) => l.1 += form.count,
                    None => longer.push((r.stem, form.count)),
                }
            }
        }
        longer.iter().any(|(_, count)| *count >= BEGINNING_SHARE * self.totals[x])
    }

    /// Whether this root, if any, is an accepted verb.
    fn is_verb(&self, root: Option<&str>) -> bool {
        root.and_then(|root| self.paradigms.index.get(&(root.to_owned(), VERB)))
            .is_some_and(|i| self.accepted[*i as usize])
    }

    fn is_word(&self, x: usize) -> bool {
        let (ref text, class) = self.paradigms.stems[x];
        let listed = self.listed[x];
        let e = self.evidence(x, listed != 0);
        let share = e.exclusive / e.total.max(1.0);
        let lists = listed.count_ones();
        if class == VERB {
            if self.is_verb(lists::verbal_noun_root(text)) {
                return false;
            }
            // Short roots begin too many other words: two letters are kept by
            // hand, three must be in the clean list and conjugate.
            return if self.length[x] < 4 {
                self.length[x] == 3
                    && listed & ANAS_VERBS != 0
                    && e.kinds >= 3
                    && e.verbal >= 10.0
                    && e.verbal >= VERBAL_SHARE * e.total
            } else if listed & ANAS_VERBS != 0 {
                e.total > 0.0
            } else if paradigm::is_derived_verb(text) {
                listed & VERBAL_NOUNS != 0 || e.kinds >= 3
            } else {
                lists > 0
                    && e.kinds >= 3
                    && e.verbal >= 10.0
                    && e.verbal >= VERBAL_SHARE * e.total
                    && share >= EXCLUSIVE_SHARE
            };
        }
        if self.is_verb(lists::infinitive_root(text)) {
            return false;
        }
        if self.is_verb(lists::verbal_noun_root(text)) {
            return lists > 0 && e.plural >= 5.0 && e.plural >= PLURAL_SHARE * e.possessive;
        }
        let is_agreed = (listed & lists::DICTIONARIES).count_ones() > 1;
        if e.total >= 200.0 && e.bare < BARE_SHARE * e.total && (!is_agreed || self.is_beginning(x)) {
            return false;
        }
        match (lists, e.bare_explained) {
            (0, _) if has_plural(text) => false,
            (1, false) if listed == DERIVED => e.kinds >= 1 && share > 0.5,
            (0, false) => {
                share > 0.5
                    && ((e.bare >= 5.0 && e.kinds >= 2 && e.exclusive >= 12.0)
                        || (e.bare >= 15.0 && e.kinds >= 1))
            }
            (1, false) => e.bare >= 3.0 && e.kinds >= 1,
            (_, false) => true,
            (0, true) => e.bare >= 5.0 && e.kinds >= 4 && share >= 2.0 * EXCLUSIVE_SHARE,
            (1, true) => e.kinds >= 2 && share >= EXCLUSIVE_SHARE,
            (_, true) => {
                (e.kinds >= 2 && share >= EXCLUSIVE_SHARE / 2.0)
                    || (e.bare >= BARE_ADJECTIVE * e.total && e.bare >= 10.0 && self.is_adjectival(x))
            }
        }
    }
}
