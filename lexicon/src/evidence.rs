//! Which candidates are words: the shorter stem explains, the longer one proves.
//!
//! The lists hold inflected entries (`kəndi`, `adı`), the corpora hold nothing
//! else. A candidate is judged after all shorter ones, by its *exclusive* forms,
//! those no shorter accepted stem explains: `Bakıda`, `Bakıya` prove `Bakı`
//! (of `bak` they would be `bakında`, `bakına`), nothing proves `kəndi`.

use axtar::analysis::lemma::suffixes::{NOUN, ROWS, SLOTS, VERB};

use crate::lists::{ANAS_VERBS, Candidates, HAND, VERBAL_NOUNS};
use crate::paradigm::{Form, Paradigms};

/// The shorter stem must be known apart from the longer one: at least a seventh of
/// the occurrences it is to explain. `ad` explains the frequent `adı`, but a
/// stray `dol` does not explain `dollar`.
const KNOWN_APART: f64 = 0.15;

/// The share of exclusive occurrences a word must have that a shorter stem
/// could explain. Of ordinary vowel-final nouns a quarter are.
const EXCLUSIVE_SHARE: f64 = 0.08;

/// A noun stands bare in half of its occurrences; a stem that hardly ever does
/// is the beginning of a longer word (`cüm` of `cümə`).
const BARE_SHARE: f64 = 0.01;

/// Adjectives in -i (`xarici`, `elmi`) and adverbs in -dan (`yenidən`) look like
/// nouns in a case, but stand bare most of the time.
const BARE_ADJECTIVE: f64 = 0.6;

/// How often a verbal noun must be plural, compared to its possessive, to be a
/// word of its own: `birləşmələr` but hardly `etmələr`.
const PLURAL_SHARE: f64 = 0.3;

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
    /// Chains that explain no listed word: a lone first or second person after a
    /// noun, which encyclopaedias and news do not address (`üzüm` is "grape",
    /// `ərik` "apricot", not "my face" and "we are men").
    weak: Vec<bool>,
    forms_of: Vec<Vec<u32>>,
    totals: Vec<f64>,
    length: Vec<usize>,
    accepted: Vec<bool>,
}

/// Decides about every stem of `paradigms`.
pub fn accept(paradigms: &Paradigms, lists: &Candidates) -> Vec<bool> {
    let n = paradigms.stems.len();
    let mut judge = Judge {
        paradigms,
        weak: paradigms.chains.iter().map(|(class, rows)| *class == NOUN && is_personal(rows)).collect(),
        forms_of: vec![Vec::new(); n],
        totals: vec![0.0; n],
        length: paradigms.stems.iter().map(|s| s.0.chars().count()).collect(),
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
        let listed = lists.get(&paradigms.stems[x]).copied().unwrap_or(0);
        judge.accepted[x] = listed & HAND != 0 || judge.is_word(x, listed);
    }
    judge.accepted
}

/// Whether the chain is a lone ending of the first or second person.
fn is_personal(rows: &[u8]) -> bool {
    let slot = |row: u8| SLOTS[ROWS[row as usize].slot as usize];
    matches!(rows, [row] if matches!(slot(*row), "person" | "possessive1" | "possessive2"))
}

/// Whether a root ends as derived verbs do, so that a noun `root + ma` in a list
/// is its verbal noun even where no form of the verb was counted.
pub fn is_derived_verb(root: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "laş", "ləş", "lan", "lən", "lat", "lət", "dır", "dir", "dur", "dür", "nıl", "nil", "rıl", "ril",
        "rul", "rül", "dıl", "dil", "tıl", "til", "şıl", "şil",
    ];
    root.chars().count() >= 5 && ENDINGS.iter().any(|ending| root.ends_with(ending))
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
                && self.length[y] < self.length[x]
                && !is_surname_pair(&self.paradigms.stems[y].0, &self.paradigms.stems[x].0)
                && !(listed && self.weak[r.chain as usize])
                && self.totals[y] - common >= KNOWN_APART * form.count
        })
    }

    fn evidence(&self, x: usize, listed: bool) -> Evidence {
        let (ref text, class) = self.paradigms.stems[x];
        let forms = || self.forms_of[x].iter().map(|f| &self.paradigms.forms[*f as usize]);
        let mut shared: Vec<(u32, f64)> = Vec::new();
        for form in forms() {
            for (i, r) in form.readings.iter().enumerate() {
                let again = form.readings[..i].iter().any(|other| other.stem == r.stem);
                let y = r.stem as usize;
                if !again && self.accepted[y] && self.length[y] < self.length[x] {
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
                if class == VERB && !matches!(slot, "" | "verbal" | "negative" | "optative") {
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
                    [row] => matches!(slot(*row), "imperative" | "optative"),
                    [_, inner] => *class == NOUN && slot(*inner) == "possessive2",
                    _ => rows.is_empty(),
                }
            })
        })
    }

    /// Whether the verb that a noun in -ma would come from is accepted.
    fn has_verb(&self, text: &str) -> bool {
        let root = text.strip_suffix("ma").or_else(|| text.strip_suffix("mə"));
        root.is_some_and(|root| {
            self.paradigms.index.get(&(root.to_owned(), VERB)).is_some_and(|i| self.accepted[*i as usize])
        })
    }

    fn is_infinitive(&self, text: &str) -> bool {
        let root = text.strip_suffix("maq").or_else(|| text.strip_suffix("mək"));
        root.is_some_and(|root| {
            self.paradigms.index.get(&(root.to_owned(), VERB)).is_some_and(|i| self.accepted[*i as usize])
        })
    }

    fn is_word(&self, x: usize, listed: u8) -> bool {
        let (ref text, class) = self.paradigms.stems[x];
        let e = self.evidence(x, listed != 0);
        if std::env::var("DEBUG").is_ok_and(|d| d.split(',').any(|d| d == text)) {
            eprintln!(
                "{text} class {class} listed {listed} total {} exclusive {} kinds {} bare {} explained {} pl {} poss {}",
                e.total, e.exclusive, e.kinds, e.bare, e.bare_explained, e.plural, e.possessive
            );
        }
        let share = e.exclusive / e.total.max(1.0);
        let lists = listed.count_ones();
        if class == VERB {
            if self.has_verb(text) {
                return false;
            }
            return if listed & ANAS_VERBS != 0 && self.length[x] > 2 {
                e.total > 0.0
            } else if is_derived_verb(text) {
                listed & VERBAL_NOUNS != 0 || e.kinds >= 3
            } else {
                lists > 0 && e.kinds >= 3 && e.verbal >= 10.0 && share >= EXCLUSIVE_SHARE
            };
        }
        if self.is_infinitive(text) {
            return false;
        }
        if self.has_verb(text) {
            return lists > 0 && e.plural >= 5.0 && e.plural >= PLURAL_SHARE * e.possessive;
        }
        if e.total >= 200.0 && e.bare < BARE_SHARE * e.total {
            return false;
        }
        match (lists, e.bare_explained) {
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
