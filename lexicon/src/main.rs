mod count;
mod evidence;
mod lists;
mod paradigm;
use axtar::analysis::lemma::suffixes::*;
use std::collections::HashMap;
use std::path::Path;
fn load_counts(path: &str) -> count::Counts {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|l| {
            let c: Vec<&str> = l.split('\t').collect();
            (
                c[0].to_owned(),
                count::Count {
                    total: c[1].parse().unwrap(),
                    inside: c[2].parse().unwrap(),
                    capital: c[3].parse().unwrap(),
                },
            )
        })
        .collect()
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let counts = load_counts(&a[2]);
    let mut cand = lists::read(Path::new(&a[1])).unwrap();
    let drops: HashMap<String, String> = std::fs::read_to_string("src/analysis/data/vowel_drop.tsv")
        .unwrap()
        .lines()
        .skip(1)
        .map(|l| {
            let c: Vec<&str> = l.split('\t').collect();
            (c[1].to_owned(), c[0].to_owned())
        })
        .collect();
    let closed = std::fs::read_to_string("lexicon/data/closed.tsv").unwrap();
    for l in closed.lines().skip(1) {
        let (w, p) = l.split_once('\t').unwrap();
        let class = match p {
            "pronoun" | "numeral" => NOUN,
            _ => WORD,
        };
        cand.insert((w.to_owned(), class), lists::HAND);
    }

    for l in std::fs::read_to_string("lexicon/data/base_words.tsv").unwrap().lines().skip(1) {
        cand.insert((l.split('\t').next().unwrap().to_owned(), NOUN), lists::HAND | 6);
    }
    let not_words: Vec<String> = std::fs::read_to_string("lexicon/data/not_words.tsv")
        .unwrap()
        .lines()
        .skip(1)
        .map(|l| l.split('\t').next().unwrap().to_owned())
        .collect();
    cand.retain(|(w, _), _| !not_words.contains(w) && !drops.contains_key(w));
    let irregular = std::fs::read_to_string("src/analysis/data/irregular.tsv").unwrap();
    let irr: Vec<(String, bool)> = irregular
        .lines()
        .skip(1)
        .map(|l| {
            let c: Vec<&str> = l.split('\t').collect();
            (c[0].to_owned(), c[2] == "whole")
        })
        .collect();
    let counts: count::Counts = counts
        .into_iter()
        .filter(|(f, _)| !irr.iter().any(|(i, w)| f == i || (!w && i.len() > 4 && f.starts_with(i.as_str()))))
        .collect();
    let mut counts = counts;
    for w in std::fs::read_to_string(Path::new(&a[1]).join("lexicon/tesseract-words.txt")).unwrap().lines() {
        let w = count::lower(w.trim());
        if lists::is_plain(&w) {
            let c = counts.entry(w).or_default();
            if c.total < 3 {
                c.total = 3;
            }
        }
    }
    for ((w, class), l) in &cand {
        if *class == NOUN && (l & 7).count_ones() >= 2 {
            let c = counts.entry(w.clone()).or_default();
            if c.total < 3 {
                c.total = 3;
            }
        }
    }
    let t = std::time::Instant::now();
    let mut p = paradigm::Paradigms::new(&counts, cand.keys().cloned().collect(), &drops, |_| false);
    p.estimate(30);
    let steps = p.steps().to_vec();
    let mut all = cand.clone();
    for (f, c) in &counts {
        if c.total >= 5 && lists::is_plain(f) && !drops.contains_key(f) && !not_words.contains(f) {
            all.entry((f.clone(), NOUN)).or_insert(0);
        }
    }
    for (f, c) in &counts {
        if c.total >= 3 && lists::is_plain(f) {
            let Some(l) = Letters::new(f) else { continue };
            walk(&l, false, &mut |p| {
                if p.class == VERB && !p.rows.is_empty() {
                    let stem = &f[..l.offsets[p.end] as usize];
                    if evidence::is_derived_verb(stem) {
                        all.entry((stem.to_owned(), VERB)).or_insert(0);
                    }
                }
            });
        }
    }
    let mut big = paradigm::Paradigms::new(&counts, all.keys().cloned().collect(), &drops, |_| false);
    big.set_steps(steps);
    let ok = evidence::accept(&big, &cand);
    let stems: Vec<_> = big.stems.iter().zip(&ok).filter(|(_, k)| **k).map(|(s, _)| s.clone()).collect();
    println!("candidates {} all {} accepted {} {:?}", cand.len(), all.len(), stems.len(), t.elapsed());
    let mut p = paradigm::Paradigms::new(&counts, stems, &drops, |s| {
        cand.get(s).is_some_and(|l| l & lists::HAND != 0 || (l & 7).count_ones() > 1)
    });
    p.estimate(40);
    let n = p.stems.len();
    let (mut soft, mut hard, mut cap, mut inside) = (vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for f in &p.forms {
        for r in &f.readings {
            let i = r.stem as usize;
            if r.softened == 1 {
                soft[i] += f.count
            }
            if r.softened == 2 {
                hard[i] += f.count
            }
            if f.capital >= 0.0 && f.readings.len() <= 2 {
                cap[i] += f.capital * f.count;
                inside[i] += f.count
            }
        }
    }
    let pos: HashMap<&str, &str> = closed.lines().skip(1).map(|l| l.split_once('\t').unwrap()).collect();
    let mut rows: Vec<String> = Vec::new();
    for (i, (text, class)) in p.stems.iter().enumerate() {
        let c = p.stem_counts[i].round();
        if c < 1.0
            && cand
                .get(&p.stems[i])
                .is_none_or(|l| l & lists::HAND == 0 && l.count_ones() < 2 && *class == NOUN)
        {
            continue;
        }
        let name = inside[i] > 0.0 && cap[i] / inside[i] > 0.6;
        let part = match *class {
            VERB => "verb",
            _ => pos
                .get(text.as_str())
                .filter(|p| (**p == "pronoun" || **p == "numeral") == (*class == NOUN))
                .copied()
                .unwrap_or("noun"),
        };
        let poly = text.chars().filter(|c| "aeəıioöuü".contains(*c)).count() > 1;
        let k = *class == NOUN
            && text.ends_with(['q', 'k'])
            && (soft[i] > hard[i] || (soft[i] == hard[i] && poly && !name));
        rows.push(format!(
            "{text}\t{part}\t{}{}\t{}",
            if k { "k" } else { "" },
            if name && *class == NOUN { "n" } else { "" },
            c.max(1.0)
        ));
    }
    rows.sort();
    std::fs::write(
        "src/analysis/data/lexicon.tsv",
        format!("lemma\tpos\tflags\tcount\n{}\n", rows.join("\n")),
    )
    .unwrap();
    let mut out = String::from("left\tslot\tform\tcount\n");
    for (left, row) in p.steps().iter().enumerate() {
        for (right, c) in row.iter().enumerate() {
            if *c >= 1.0 {
                let (s, f) = if right == ROWS.len() {
                    ("end", "")
                } else {
                    (SLOTS[ROWS[right].slot as usize], ROWS[right].form)
                };
                out.push_str(&format!("{}\t{s}\t{f}\t{:.0}\n", SLOTS[left], c));
            }
        }
    }
    std::fs::write("src/analysis/data/suffix_counts.tsv", out).unwrap();
    println!("rows {} {:?}", rows.len(), t.elapsed());
}
