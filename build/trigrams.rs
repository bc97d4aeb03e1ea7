//! How an unknown stem is spelled: letter trigrams of the lexicon's nominals.
//!
//! The guesser weighs `kuzm+in` against `kuzmin` by them: no lemma ends in -zm
//! after a u, thousands end in -in. Each lemma counts once, for an unknown word
//! is like the many rare ones, not like the few frequent ones.

use crate::entry::STEPS_PER_NAT;
use crate::letters::{self, CODES};

/// Costs of each letter after two others, 0 standing for the edge of the word;
/// in steps of `STEPS_PER_NAT`, one byte each, `(a * CODES + b) * CODES + c`.
pub fn compile(lexicon: &str) -> Vec<u8> {
    let mut three = vec![0f64; CODES * CODES * CODES];
    let mut two = vec![0f64; CODES * CODES];
    let mut one = [0.5f64; CODES];
    for line in lexicon.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells[1] == "verb" {
            continue;
        }
        let (mut a, mut b) = (0, 0);
        for c in cells[0].chars().map(|c| letters::code(c) as usize).chain([0]) {
            three[(a * CODES + b) * CODES + c] += 1.0;
            two[b * CODES + c] += 1.0;
            one[c] += 1.0;
            (a, b) = (b, c);
        }
    }
    let all: f64 = one.iter().sum();
    let pair = |b: usize, c: usize| {
        let seen: f64 = two[b * CODES..(b + 1) * CODES].iter().sum();
        (two[b * CODES + c] + 5.0 * one[c] / all) / (seen + 5.0)
    };
    let mut out = vec![0; three.len()];
    for a in 0..CODES {
        for b in 0..CODES {
            let row = (a * CODES + b) * CODES;
            let seen: f64 = three[row..row + CODES].iter().sum();
            for c in 0..CODES {
                let chance = (three[row + c] + 5.0 * pair(b, c)) / (seen + 5.0);
                out[row + c] = (-chance.ln() * STEPS_PER_NAT).round().min(255.0) as u8;
            }
        }
    }
    out
}
