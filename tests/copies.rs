//! Copies: how well signatures tell them, on edited articles, and how a search folds them.
//!
//! The measurement runs over the sample archive. `AXTAR_COPIES` names a JSONL file to run it over
//! instead, `AXTAR_COPIES_TITLES` files of titles to compare with each other (parted by `:`), and
//! `--nocapture` shows the figures.

mod table;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use axtar::analysis::{Analyzer, Scheme, fold};
use axtar::corpus::{Article, Mapping, PublicationDate, SHARED_KEYS, Signature, SourceFile, read};
use axtar::index::{Archive, ArchiveWriter, Encoder, Settings};
use axtar::measure::random::Random;
use axtar::search::{Engine, Folding, Options};

/// A body with what it is compared by: truly, and by signature.
struct Body {
    shingles: HashSet<[String; 3]>,
    words: usize,
    signature: Option<Signature>,
}

impl Body {
    fn new(analyzer: &mut Analyzer, encoder: &mut Encoder, paragraphs: &[String]) -> Body {
        let mut words: Vec<String> = vec![];
        for paragraph in paragraphs {
            encoder.encode(analyzer, None, paragraph);
            analyzer.analyze(paragraph, |token| words.push(token.surface.chars().map(fold).collect()));
        }
        let shingles = words.windows(3).map(|w| [w[0].clone(), w[1].clone(), w[2].clone()]).collect();
        Body { shingles, words: words.len(), signature: encoder.signature() }
    }

    /// The share that two bodies have in common of all their word 3-shingles.
    fn likeness(&self, other: &Body) -> f64 {
        let common = self.shingles.intersection(&other.shingles).count();
        common as f64 / (self.shingles.len() + other.shingles.len() - common).max(1) as f64
    }

    fn is_copy_of(&self, other: &Body) -> bool {
        matches!((&self.signature, &other.signature), (Some(a), Some(b)) if a.is_copy_of(b))
    }

    /// As a lookup in the archive finds it.
    fn is_found_by(&self, other: &Body) -> bool {
        let (Some(a), Some(b)) = (&self.signature, &other.signature) else { return false };
        let shared = a.keys().zip(b.keys()).filter(|(a, b)| a == b).count();
        shared >= SHARED_KEYS && self.is_copy_of(other)
    }
}

fn articles(file: PathBuf) -> Vec<Article> {
    let file = SourceFile::at(&file).expect("a file");
    let mut articles = vec![];
    let _ = read(&file, &Mapping::default(), &AtomicU64::new(0), &mut |item| {
        articles.extend(item.ok());
        ControlFlow::Continue(())
    });
    articles
}

fn sentences(article: &Article) -> Vec<String> {
    let text = article.paragraphs.join("\n");
    let ends: Vec<&str> = text.split_inclusive(['.', '!', '?', '\n']).collect();
    ends.into_iter().map(|sentence| sentence.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

/// About `percent` of the sentences deleted, replaced, moved, or another put before them; half of the
/// time the edit takes a word instead of a sentence.
fn edited(random: &mut Random, sentences: &[String], strange: &[String], percent: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for sentence in sentences {
        if random.below(100) >= percent {
            out.push(sentence.clone());
            continue;
        }
        let other = strange[random.below(strange.len())].clone();
        match random.below(8) {
            0 => {}
            1 => out.push(other),
            2 => out.extend([other, sentence.clone()]),
            3 => out.insert(random.below(out.len() + 1), sentence.clone()),
            kind => {
                let mut words: Vec<&str> = sentence.split(' ').collect();
                let at = random.below(words.len());
                let word = other.split(' ').next().unwrap_or("söz");
                match kind {
                    4 => drop(words.remove(at)),
                    5 => words[at] = word,
                    6 => words.insert(at, word),
                    _ => words.rotate_left(1),
                }
                out.push(words.join(" "));
            }
        }
    }
    out
}

/// Pairs by likeness: how many, how many folded, how many found by lookup.
#[derive(Default)]
struct Tally {
    pairs: usize,
    folded: usize,
    found: usize,
}

impl Tally {
    fn add(&mut self, one: &Body, other: &Body) {
        self.pairs += 1;
        self.folded += usize::from(one.is_copy_of(other));
        self.found += usize::from(one.is_found_by(other));
    }

    fn shares(&self) -> (f64, f64) {
        let of = |count: usize| count as f64 / self.pairs.max(1) as f64;
        (of(self.folded), of(self.found))
    }
}

/// Words from which on a body counts in the figures.
const ENOUGH: usize = 30;

#[test]
fn edited_articles_are_folded_and_different_ones_are_not() {
    let given = std::env::var_os("AXTAR_COPIES").map(PathBuf::from);
    let articles = given.clone().map_or_else(table::sample_articles, articles);
    let variants = if given.is_some() { 4 } else { 2 };
    let (mut analyzer, mut encoder) = (Analyzer::new(Scheme::Axtar), Encoder::default());
    let mut random = Random::new(20_251_125);
    let strange: Vec<String> = articles.iter().flat_map(sentences).collect();
    let mut tenths: Vec<Tally> = (0..=10).map(|_| Tally::default()).collect();
    let (mut near, mut far) = (Tally::default(), Tally::default());
    let mut originals = vec![];
    for article in &articles {
        let original = Body::new(&mut analyzer, &mut encoder, &article.paragraphs);
        let sentences = sentences(article);
        for percent in (0..=60).step_by(5).flat_map(|percent| vec![percent; variants]) {
            let other = edited(&mut random, &sentences, &strange, percent);
            let other = Body::new(&mut analyzer, &mut encoder, &other);
            if original.words < ENOUGH || other.words < ENOUGH {
                continue;
            }
            let likeness = original.likeness(&other);
            tenths[(likeness * 10.0) as usize].add(&original, &other);
            if likeness >= 0.8 {
                near.add(&original, &other);
            } else if likeness < 0.5 {
                far.add(&original, &other);
            }
        }
        originals.push(original);
    }
    // Different articles, those about one event among them.
    let (mut different, mut about_one) = (Tally::default(), Tally::default());
    for (place, one) in originals.iter().enumerate().filter(|(_, one)| one.words >= ENOUGH) {
        for other in originals[..place].iter().filter(|other| other.words >= ENOUGH) {
            let likeness = one.likeness(other);
            if likeness < 0.5 {
                different.add(one, other);
                if likeness >= 0.02 {
                    about_one.add(one, other);
                }
            }
        }
    }
    println!(
        "{} articles; likeness of edited pairs: pairs, folded in a list, found in the archive",
        articles.len()
    );
    for (tenth, tally) in tenths.iter().enumerate().filter(|(_, tally)| tally.pairs > 0) {
        let (folded, found) = tally.shares();
        println!("{:.1}\t{}\t{folded:.4}\t{found:.4}", tenth as f64 / 10.0, tally.pairs);
    }
    for (name, tally) in
        [("≥ 0.8", &near), ("< 0.5", &far), ("different, < 0.5", &different), ("of these ≥ 0.02", &about_one)]
    {
        let (folded, found) = tally.shares();
        println!("{name}\t{}\t{folded:.5}\t{found:.5}", tally.pairs);
    }
    assert!(near.pairs > 300 && far.pairs > 50 && different.pairs > 1_000, "too few pairs to tell");
    let (folded, found) = near.shares();
    assert!(folded >= 0.98 && found >= 0.95, "copies missed: {folded} {found}");
    assert!(far.shares().0 <= 0.001 && different.shares().0 <= 0.001, "false folds: {}", far.folded);
}

#[test]
fn titles_about_one_event_stay_apart() {
    let mut titles: Vec<String> = [
        "Prezident Bakıda qazaxıstanlı həmkarı ilə görüşdü",
        "Prezident Bakıda qazaxıstanlı həmkarı ilə görüşüb",
        "Prezident Astanada qazaxıstanlı həmkarı ilə görüşdü",
        "Bakıda iki avtobus toqquşdu, 3 nəfər yaralandı",
        "Bakıda iki avtobus toqquşdu, 5 nəfər yaralandı",
        "BAKIDA İKİ AVTOBUS TOQQUŞDU, 5 NƏFƏR YARALANDI!",
    ]
    .map(str::to_owned)
    .to_vec();
    let files = std::env::var_os("AXTAR_COPIES_TITLES").unwrap_or_default();
    for file in std::env::split_paths(&files).filter(|file| !file.as_os_str().is_empty()) {
        titles.extend(articles(file).into_iter().map(|article| article.title));
    }
    let (mut analyzer, mut encoder) = (Analyzer::new(Scheme::Axtar), Encoder::default());
    let mut bodies = vec![];
    for title in &titles {
        let mut words = vec![];
        analyzer.analyze(title, |token| words.push(token.surface.to_owned()));
        bodies.push((words, Body::new(&mut analyzer, &mut encoder, std::slice::from_ref(title))));
    }
    let (mut pairs, mut folded) = (0, 0);
    for (place, (words, one)) in bodies.iter().enumerate() {
        for (others, other) in &bodies[..place] {
            pairs += 1;
            folded += usize::from(one.is_copy_of(other));
            assert_eq!(one.is_copy_of(other), words == others && !words.is_empty(), "{words:?} {others:?}");
        }
    }
    println!("{} titles, {pairs} pairs, {folded} folded, all of them the same words", titles.len());
    assert!(folded >= 1, "capitals and signs make no other title");
}

/// Over the index `AXTAR_COPIES_INDEX`: what folding costs a search, its titles being the queries.
#[test]
#[ignore = "a measurement; run with -- --ignored --nocapture"]
fn folding_costs_a_search_little() {
    let index = std::env::var_os("AXTAR_COPIES_INDEX").expect("AXTAR_COPIES_INDEX");
    let mut engine = Engine::new(Archive::open(index.as_ref()).expect("an archive"));
    let titles = engine.archive().articles().map(|article| article.expect("readable").title);
    let titles: Vec<String> = titles.filter(|title| title.contains(' ')).step_by(37).take(400).collect();
    let (mut medians, mut copies) = ([vec![], vec![]], 0);
    for title in &titles {
        let mut times = [vec![], vec![]];
        for _ in 0..9 {
            for (place, folding) in [Folding::Off, Folding::Counted].into_iter().enumerate() {
                let options = Options { folding, ..Options::default() };
                let answer = engine.search(title, &options);
                let Ok(answer) = answer else { continue };
                times[place].push(answer.timing.total().as_secs_f64() * 1e6);
                copies += answer.hits.iter().map(|hit| hit.copies.count).sum::<usize>();
            }
        }
        for (place, mut times) in times.into_iter().enumerate().filter(|(_, times)| !times.is_empty()) {
            times.sort_by(f64::total_cmp);
            medians[place].push(times[times.len() / 2]);
        }
    }
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len() as f64;
    let [off, counted] = medians.map(|times| mean(&times));
    println!(
        "{} queries, mean of medians: {off:.0} µs without folding, {counted:.0} with, {copies} copies told",
        titles.len()
    );
}

const TEXT: &str = "Mingəçevir su anbarının sahilində yeni çimərlik istirahət mərkəzi tikilir. Layihəyə görə, burada \
    uşaq meydançası, velosiped yolu və üzən körpü olacaq. Tikinti işlərinin gələn ilin yayına qədər başa çatdırılması \
    planlaşdırılır. Mərkəz açıldıqdan sonra şəhərə gələn turistlərin sayının iki dəfə artacağı gözlənilir, yerli sakinlər \
    isə burada üç yüzdən çox iş yeri yaranacağını deyirlər.";

fn published(id: &str, source: &str, day: &str, text: &str) -> Article {
    Article {
        id: id.into(),
        title: format!("{source} yazır"),
        source: Some(source.into()),
        date: PublicationDate::parse(day),
        paragraphs: text.split('\n').map(str::to_owned).collect(),
        ..Article::default()
    }
}

/// One text on four sites, two of which changed a word, and another text about the same place.
fn newspapers() -> Vec<Article> {
    let changed = TEXT.replace("yeni çimərlik", "böyük çimərlik");
    let cut = TEXT.replace("Tikinti işlərinin", "İşlərin");
    vec![
        published("a", "Gün", "2025-03-02", TEXT),
        published("b", "Agentlik", "2025-03-01", TEXT),
        published("c", "Xəbər", "2025-03-03", &changed),
        published("d", "Lent", "2025-03-04", &cut),
        published("e", "Şəhər", "2025-02-01", "Mingəçevir su anbarında çimərlik mövsümü başladı."),
    ]
}

fn ask(engine: &mut Engine, folding: Folding) -> Vec<(String, usize, Option<String>, Vec<String>)> {
    let options = Options { folding, ..Options::default() };
    let hits = engine.search("Mingəçevir çimərlik", &options).expect("an answer").hits;
    let told = hits.into_iter().map(|hit| {
        let named = hit.copies.named.into_iter().map(|article| article.id).collect();
        (hit.article.article.id, hit.copies.count, hit.copies.first.map(|article| article.id), named)
    });
    told.collect()
}

#[test]
fn one_text_on_many_sites_is_one_hit() {
    let (mut engine, folder) = table::engine(newspapers());
    let apart = ask(&mut engine, Folding::Off);
    assert_eq!(apart.len(), 5);
    assert!(apart.iter().all(|hit| hit.1 == 0 && hit.2.is_none()));
    let counted = ask(&mut engine, Folding::Counted);
    assert_eq!(counted.len(), 2, "{counted:?}");
    let shown = counted.iter().find(|hit| hit.0 != "e").expect("the text");
    assert_eq!((shown.1, shown.2.as_deref(), shown.3.len()), (3, Some("b"), 0));
    assert_eq!(
        shown.0,
        apart.iter().find(|hit| hit.0 != "e").expect("the text").0,
        "the best of them is shown"
    );
    let named = ask(&mut engine, Folding::Named);
    let shown = named.iter().find(|hit| hit.0 != "e").expect("the text");
    let mut expected = vec!["b", "a", "c", "d"];
    expected.retain(|id| *id != shown.0);
    assert_eq!(shown.3, expected, "by date");
    // What is measured by paragraphs counts each.
    assert_eq!(engine.ranking("Mingəçevir çimərlik", 10, &Options::default()).expect("a ranking").len(), 5);

    // A copy that is rewritten is none any more, wherever it is stored.
    let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
    let rewritten =
        published("b", "Agentlik", "2025-03-01", "Mingəçevir çimərlik barədə xəbəri geri götürdü.");
    let fed = writer.feed(|feed| feed.submit(rewritten).map(|_| ()));
    fed.expect("written").0.expect("fed");
    writer.commit().expect("a commit");
    let mut engine = Engine::new(Archive::open(folder.path()).expect("an archive"));
    let counted = ask(&mut engine, Folding::Counted);
    assert_eq!(counted.len(), 3, "{counted:?}");
    assert!(counted.iter().any(|hit| hit.1 == 2 && hit.2.as_deref() == Some("a")), "{counted:?}");
}

#[test]
fn a_list_is_filled_from_below_the_copies() {
    let mut articles = newspapers();
    let copies = (0..40).map(|n| published(&format!("copy{n}"), "Lent", "2025-04-01", TEXT));
    articles.extend(copies);
    let (mut engine, _folder) = table::engine(articles);
    let options = Options { limit: 2, ..Options::default() };
    let page = |engine: &mut Engine, offset: usize, limit: usize| -> Vec<String> {
        let options = Options { offset, limit, ..options.clone() };
        let hits = engine.search("Mingəçevir çimərlik", &options).expect("an answer").hits;
        hits.into_iter().map(|hit| hit.article.article.id).collect()
    };
    let both = page(&mut engine, 0, 2);
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(both, [page(&mut engine, 0, 1), page(&mut engine, 1, 1)].concat(), "pages are the list");
}
