//! Weighs the readings of a word and keeps the best few.
//!
//! A reading costs `-ln P(lemma) - ln P(chain)`, in twelfths of a nat: how rare
//! the lemma is and how rare its endings are. So `almanın` is first of all
//! `alman`, the frequent word, then `alma`; length decides nothing.

use arrayvec::ArrayVec;

use super::entry::STEPS_PER_NAT;
use super::known::Known;
use super::suffixes::{
    self, ABLATIVE, ACCUSATIVE, DATIVE, DEEPEST, FUTURE, GENITIVE, INFINITIVE, LOCATIVE, Letters, NEGATIVE,
    NOUN, PLURAL, POSSESSIVE3, Place, Proposal, ROWS, VERB, VERBAL, WORD,
};
use super::{guess, letters};

/// Two readings are both shown when one is at most e^3.5 = 33 times likelier:
/// `komandanın` is mostly the team's, but sometimes the commander's.
const AMBIGUOUS: u16 = (3.5 * STEPS_PER_NAT) as u16;
/// Where the best reading takes nothing off, the other must be nearer, e^2 = 7:
/// `gəncə` is the town, not also "to the young".
const BARE: u16 = (2.0 * STEPS_PER_NAT) as u16;
/// A noun or particle that a verb form became, and the verb: `gələcək` "future" and
/// "will come", `yemək` "food" and "to eat", `deməli` "so" and "must say". Related in meaning, so shown up to e^4.5.
const TWINS: u16 = (4.5 * STEPS_PER_NAT) as u16;
/// The two readings of `məmmədova` are both shown however rare one is: which of
/// the two people is in the news says nothing about this text.
const SURNAMES: u16 = (12.0 * STEPS_PER_NAT) as u16;
/// What the regular verbal noun loses against a dictionary noun, see
/// [`Best::block_verbal_nouns`]: it stays the runner-up for verbs a hundred times
/// as frequent as the noun. Twice that in the plural, which actions hardly have.
const BLOCKED: u16 = (2.5 * STEPS_PER_NAT) as u16;
/// A noun's case that is no rarer than this, e, keeps the same form of a verb from being the name of
/// an action, see [`Best::name_action`].
const RIVAL: u16 = STEPS_PER_NAT as u16;
/// How much likelier the reading as an adjective must be to stay first, see
/// [`Best::put_noun_before_adjective`].
const DECLINED: u16 = (2.0 * STEPS_PER_NAT) as u16;
/// Readings kept: two lemmas are shown at most, and a runner-up explains them.
pub(super) const KEPT: usize = 4;

/// How the lemma differs from the letters left of the endings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repair {
    /// It does not.
    None,
    /// The last letter is replaced: ğ → q, y → k, d → t.
    Hard(&'static str),
    /// A vowel is put before the last letter: `burn` → `burun`.
    Vowel(&'static str),
    /// The possessive of a compound is put back, which the plural displaced: `dəvəquşları` →
    /// `dəvəquşu`.
    Possessed(&'static str),
    /// The lemma is another word: `onun` → `o`.
    Irregular(&'static str),
}

/// What speaks for a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Evidence {
    /// The lemma is in the lexicon.
    Lexicon,
    /// It is a derivation of a word in the lexicon.
    Derivation,
    /// It is spelled like a word, and its endings are sure.
    Spelling,
}

/// A reading of a word.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// Where the lemma ends in the word, in letters.
    pub end: usize,
    pub repair: Repair,
    pub class: u8,
    pub cost: u16,
    pub evidence: Evidence,
    pub rows: [u8; DEEPEST],
    pub depth: usize,
}

/// The best readings so far, of different lemmas, best first.
pub(super) struct Best {
    pub readings: [Reading; KEPT],
    pub len: usize,
}

impl Best {
    const NONE: Reading = Reading {
        end: 0,
        repair: Repair::None,
        class: NOUN,
        cost: u16::MAX,
        evidence: Evidence::Spelling,
        rows: [0; DEEPEST],
        depth: 0,
    };

    fn new() -> Self {
        Self { readings: [Self::NONE; KEPT], len: 0 }
    }

    /// The readings, best first.
    pub fn iter(&self) -> impl Iterator<Item = &Reading> {
        self.readings[..self.len].iter()
    }

    /// Whether spelling alone speaks for the best reading.
    pub fn is_guess(&self) -> bool {
        self.len > 0 && self.readings[0].evidence == Evidence::Spelling
    }

    /// Takes a reading in if it is among the best.
    pub fn offer(&mut self, p: &Proposal<'_>, repair: Repair, lemma_cost: u16, evidence: Evidence) {
        let cost = p.cost.saturating_add(lemma_cost);
        if self.len == KEPT && cost >= self.readings[KEPT - 1].cost {
            return;
        }
        let same = self.readings[..self.len].iter().position(|r| r.end == p.lemma_end && r.repair == repair);
        let at = match same {
            Some(at) if self.readings[at].cost <= cost => return,
            Some(at) => at,
            None if self.len < KEPT => {
                self.len += 1;
                self.len - 1
            }
            None => KEPT - 1,
        };
        let reading = &mut self.readings[at];
        reading.end = p.lemma_end;
        reading.repair = repair;
        reading.class = p.lemma_class;
        reading.cost = cost;
        reading.evidence = evidence;
        reading.depth = p.rows.len();
        reading.rows[..p.rows.len()].copy_from_slice(p.rows);
        let mut at = at;
        while at > 0 && self.readings[at].cost < self.readings[at - 1].cost {
            self.readings.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Whether the readings are a man's surname in the dative and a woman's bare:
/// `məmmədova`. After -yev the dative is -ə, so `əliyeva` is the woman's alone.
fn is_surname_pair(letters: &Letters, a: &Reading, b: &Reading) -> bool {
    let (man, woman) = if a.end < b.end { (a, b) } else { (b, a) };
    man.end + 1 == woman.end
        && woman.end == letters.len
        && letters.codes[..man.end].ends_with(&[letters::code('o'), letters::code('v')])
}

/// Places of a word where a stem may end that are kept for guessing; of 458,000 forms of the corpora
/// none has more than 24.
const PLACES: usize = 32;

/// The readings of a word.
pub(super) fn choose(letters: &Letters) -> Best {
    let known = Known::new(letters);
    let mut best = Best::new();
    let mut places = ArrayVec::<Place, PLACES>::new();
    suffixes::walk(letters, &mut |place| {
        known.offer(place, &mut best);
        let _ = places.try_push(*place);
    });
    best.block_verbal_nouns();
    best.put_noun_before_adjective(letters);
    if best.len > 0 && best.readings[0].cost <= guess::CHEAPEST {
        best.name_action(letters);
        return best;
    }
    let spelling = guess::Spelling::new(letters);
    for place in &places {
        for p in place.proposals() {
            if let Some((repair, cost)) = guess::weigh(letters, &spelling, &p) {
                best.offer(&p, repair, cost, Evidence::Spelling);
            }
        }
        suffixes::walk_derivations(letters, place, &mut |inside| known.offer(inside, &mut best));
    }
    best.name_action(letters);
    best
}

impl Reading {
    /// Whether the lemma of this noun is a form of that verb: `gələcək` is gəl+əcək, `yeməy+i` ye+mək.
    /// Of what is a form of the verb by chance, `qatar+lar` "trains" and qat+ar+lar "they add", the
    /// endings differ.
    fn is_form_of(&self, verb: &Reading) -> bool {
        let innermost = verb.rows[..verb.depth].last().map(|row| ROWS[*row as usize].slot);
        let longer = self.end.saturating_sub(verb.end);
        match innermost {
            Some(VERBAL | NEGATIVE) => longer == "ma".len(),
            Some(INFINITIVE) => longer == "maq".len(),
            Some(FUTURE) => matches!(longer, 4 | 5),
            Some(_) => verb.depth == self.depth + 1 && verb.rows[..self.depth] == self.rows[..self.depth],
            None => false,
        }
    }
}

impl Best {
    /// A dictionary noun in -ma stands before the regular verbal noun, except in
    /// the possessive: `almalar` are apples, `alması` is mostly the taking.
    fn block_verbal_nouns(&mut self) {
        for i in 0..self.len {
            let verb = self.readings[i];
            let slots = verb.rows[..verb.depth].iter().map(|row| ROWS[*row as usize].slot);
            let blocked = slots.clone().next_back() == Some(VERBAL)
                && !slots.clone().any(|slot| slot == POSSESSIVE3)
                && self.iter().any(|noun| noun.class == NOUN && noun.end == verb.end + 2);
            if blocked {
                let plural = slots.clone().any(|slot| slot == PLURAL);
                self.readings[i].cost += if plural { 2 * BLOCKED } else { BLOCKED };
            }
        }
        self.readings[..self.len].sort_by_key(|r| r.cost);
    }

    /// An adjective in -i or -li hardly declines: where a noun explains the form nearly as well, it
    /// stands before it. `tarixinin` is first of tarix+i, then of `tarixi`; `qərəzliyə` of `qərəzlik`.
    fn put_noun_before_adjective(&mut self, letters: &Letters) {
        let [adjective, noun, ..] = self.readings;
        let nouns = self.len > 1 && (adjective.class, noun.class) == (NOUN, NOUN);
        if !nouns || noun.cost - adjective.cost > DECLINED {
            return;
        }
        let slot =
            |reading: &Reading| reading.rows[..reading.depth].last().map(|r| ROWS[usize::from(*r)].slot);
        let case = slot(&adjective);
        let in_case = matches!(case, Some(GENITIVE | ACCUSATIVE | DATIVE | LOCATIVE | ABLATIVE));
        let before = &letters.codes[..adjective.end];
        let is_possessed = before.ends_with(&[letters::code('i')])
            && in_case
            && noun.end + 1 == adjective.end
            && slot(&noun) == Some(POSSESSIVE3);
        let is_abstract = before.ends_with(&[letters::code('l'), letters::code('i')])
            && case == Some(DATIVE)
            && noun.end == adjective.end + 1
            && noun.repair == Repair::Hard("k");
        if is_possessed || is_abstract {
            self.readings.swap(0, 1);
            self.readings[0].cost = adjective.cost;
        }
    }

    /// A verbal noun that stands bare is the name of the action, as dictionaries
    /// list it, before it is a form of the verb: `azalma`, then `azal`.
    fn name_action(&mut self, letters: &Letters) {
        let [verb, other, ..] = self.readings;
        let slot = ROWS[verb.rows[0] as usize].slot;
        // `yemə` is mostly of ye, but `yem` "fodder" has the same dative.
        let is_noun = other.evidence == Evidence::Lexicon && other.cost - verb.cost <= RIVAL;
        let is_other = self.len > 1 && other.end == verb.end + 1 && is_noun;
        if verb.class == VERB && verb.depth == 1 && matches!(slot, VERBAL | NEGATIVE) && !is_other {
            self.len = self.len.max(2);
            self.readings[1] = verb;
            self.readings[0] =
                Reading { end: letters.len, cost: verb.cost, evidence: Evidence::Derivation, ..Self::NONE };
        }
    }

    /// How many readings give a lemma: the first, and the second if both are
    /// about as likely.
    pub fn chosen(&self, letters: &Letters) -> usize {
        let [first, second, ..] = &self.readings;
        if self.len < 2 {
            return self.len;
        }
        let margin = match (first.class, second.class) {
            _ if is_surname_pair(letters, first, second) => SURNAMES,
            _ if second.evidence == Evidence::Spelling => return 1,
            (NOUN | WORD, VERB) if first.is_form_of(second) => TWINS,
            // A verb and one made of it, near in meaning: `keçirdi` is past of `keçir`, less often
            // `keç+ir+di`. Both would join all forms of the one with some of the other. A bare root
            // (`alın`) is a rare command, and `al+ın` is shown beside it.
            (VERB, VERB) if first.depth > 0 => return 1,
            (VERB, _) => AMBIGUOUS,
            _ if first.depth > 0 => AMBIGUOUS,
            _ => BARE,
        };
        if second.cost - first.cost <= margin { 2 } else { 1 }
    }
}
