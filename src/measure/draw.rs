//! Queries from the archive itself: words its articles have, in the ways people ask for them.
//!
//! Each class is drawn from paragraphs taken by chance, so that a class is like the archive and not
//! like somebody's list. The same seed over the same index gives the same queries.

use tantivy::DocAddress;

use super::QueryLine;
use super::random::Random;
use crate::analysis::{Analyzer, fold, is_function_word};
use crate::index::{Archive, IndexError};
use crate::mining::dictionary::doc_freq;
use crate::search::{Engine, Options, SearchError, Variants};

/// The classes, in the order they are drawn: `name-forms` are the queries of `name` without other
/// spellings, `any` asks for either of two words, `plain` lacks its diacritics, `none` finds nothing.
pub const CLASSES: [&str; 12] = [
    "rare",
    "common",
    "two",
    "three",
    "any",
    "phrase",
    "prefix",
    "plain",
    "name",
    "name-forms",
    "date",
    "none",
];

/// Paragraphs looked at for one query before its class counts as exhausted.
const TRIES: usize = 400;

/// A word of a paragraph that may be asked for.
struct Piece {
    written: String,
    surface: String,
    /// Paragraphs that hold its lemma.
    doc_freq: u64,
    is_name: bool,
    /// It stands directly after the word before it in the list.
    follows: bool,
}

/// A paragraph by chance.
struct Drawn {
    pieces: Vec<Piece>,
    year: Option<String>,
}

/// Draws up to `count` queries of each class; fewer where the archive has no more to offer.
pub fn draw(engine: &mut Engine, count: usize, seed: u64) -> Result<Vec<QueryLine>, SearchError> {
    let mut queries: Vec<QueryLine> = vec![];
    let mut analyzer = Analyzer::new(engine.archive().fingerprint().scheme);
    for (number, class) in CLASSES.iter().enumerate() {
        // Each class has its own chance: drawing more of one changes nothing of the others.
        let mut random = Random::new(seed ^ (number as u64) << 32);
        let mut texts: Vec<String> = vec![];
        match *class {
            "name-forms" => {
                let names = queries.iter().filter(|q| q.class == "name");
                texts.extend(names.map(|q| q.text.clone()));
            }
            "none" => texts = nothing(engine, count, &mut random)?,
            class => {
                let archive = engine.archive();
                let tantivy = |e| SearchError::from(IndexError::from_tantivy(archive.path(), e));
                let mut tries = count * TRIES;
                while texts.len() < count && tries > 0 {
                    tries -= 1;
                    let drawn = paragraph(archive, &mut analyzer, &mut random).map_err(tantivy)?;
                    let text = drawn.and_then(|drawn| query(class, &drawn, archive, &mut random));
                    texts.extend(text.filter(|text| !texts.contains(text)));
                }
            }
        }
        let variants = (*class == "name-forms").then_some(Variants::None);
        queries.extend(texts.into_iter().enumerate().map(|(i, text)| QueryLine {
            id: format!("{class}-{:03}", i + 1),
            text,
            class: class.to_string(),
            variants,
        }));
    }
    Ok(queries)
}

/// One paragraph of the archive and its words of letters alone; `None` for one that was deleted.
fn paragraph(
    archive: &Archive,
    analyzer: &mut Analyzer,
    random: &mut Random,
) -> tantivy::Result<Option<Drawn>> {
    let readers = archive.searcher().segment_readers();
    let all: u64 = readers.iter().map(|segment| u64::from(segment.max_doc())).sum();
    if all == 0 {
        return Ok(None);
    }
    let mut place = random.below(all as usize) as u64;
    let mut segment = 0;
    while place >= u64::from(readers[segment].max_doc()) {
        place -= u64::from(readers[segment].max_doc());
        segment += 1;
    }
    let doc = place as u32;
    if readers[segment].is_deleted(doc) {
        return Ok(None);
    }
    let address = DocAddress::new(segment as u32, doc);
    let number = readers[segment].fast_fields().u64("paragraph")?.first(doc).unwrap_or_default() as u32;
    let Ok((text, article)) =
        archive.text(address).and_then(|t| Ok((t, archive.article_of(address, number)?)))
    else {
        return Ok(None);
    };
    let mut words = vec![];
    let mut last = None;
    analyzer.analyze(&text, |token| {
        let written = &text[token.from..token.to];
        let is_word = written.chars().all(char::is_alphabetic) && written.chars().nth(2).is_some();
        if is_word && !is_function_word(token.surface) {
            let follows = last.is_some_and(|to| text.get(to..token.from) == Some(" "));
            let lemma = token.lemmas.iter().next().unwrap_or_default().to_string();
            let (written, surface) = (written.to_string(), token.surface.to_string());
            words.push((written, surface, lemma, token.capitalised_inside, follows));
            last = Some(token.to);
        } else {
            last = None;
        }
    });
    let (searcher, lemmas) = (archive.searcher(), archive.fields().lemma);
    let pieces = words.into_iter().map(|(written, surface, lemma, is_name, follows)| {
        Ok(Piece { written, surface, doc_freq: doc_freq(searcher, lemmas, &lemma)?, is_name, follows })
    });
    let year = article.article.date.map(|date| date.day().chars().take(4).collect());
    Ok(Some(Drawn { pieces: pieces.collect::<tantivy::Result<_>>()?, year }))
}

/// A query of a class from one paragraph, if it has one to give.
fn query(class: &str, drawn: &Drawn, archive: &Archive, random: &mut Random) -> Option<String> {
    let pieces = &drawn.pieces;
    let all = archive.searcher().num_docs();
    let mut one = |fits: &dyn Fn(&Piece) -> bool| {
        let fitting: Vec<&Piece> = pieces.iter().filter(|piece| fits(piece)).collect();
        (!fitting.is_empty()).then(|| fitting[random.below(fitting.len())])
    };
    match class {
        "rare" => one(&|p| p.doc_freq <= (all / 10_000).max(2)).map(|p| p.surface.clone()),
        "common" => one(&|p| p.doc_freq >= (all / 100).max(3)).map(|p| p.surface.clone()),
        "two" => several(pieces, 2, random).map(|words| words.join(" ")),
        "three" => several(pieces, 3, random).map(|words| words.join(" ")),
        "any" => several(pieces, 2, random).map(|words| words.join(" OR ")),
        "phrase" => {
            let pairs: Vec<_> = pieces.windows(2).filter(|pair| pair[1].follows).collect();
            let pair = (!pairs.is_empty()).then(|| pairs[random.below(pairs.len())])?;
            Some(format!("\"{} {}\"", pair[0].surface, pair[1].surface))
        }
        "prefix" => {
            let long = one(&|p| p.surface.chars().nth(6).is_some())?;
            Some(format!("{}*", long.surface.chars().take(5).collect::<String>()))
        }
        "plain" => {
            let words = several(pieces, 2, random)?.join(" ");
            let folded: String = words.chars().map(fold).collect();
            (folded != words).then_some(folded)
        }
        "name" => one(&|p| p.is_name && p.written.chars().nth(3).is_some()).map(|p| p.written.clone()),
        "date" => {
            let year = drawn.year.as_deref()?;
            several(pieces, 2, random).map(|words| format!("{} tarix:{year}", words.join(" ")))
        }
        _ => None,
    }
}

/// So many different words of a paragraph, in its order.
fn several<'p>(pieces: &'p [Piece], count: usize, random: &mut Random) -> Option<Vec<&'p str>> {
    let mut places: Vec<usize> = (0..pieces.len()).collect();
    random.shuffle(&mut places);
    let mut chosen: Vec<usize> = vec![];
    for place in places {
        if chosen.len() < count && chosen.iter().all(|&c| pieces[c].surface != pieces[place].surface) {
            chosen.push(place);
        }
    }
    chosen.sort_unstable();
    (chosen.len() == count).then(|| chosen.into_iter().map(|c| &pieces[c].surface[..]).collect())
}

/// Words that nothing in the archive stands for; each is tried.
fn nothing(engine: &mut Engine, count: usize, random: &mut Random) -> Result<Vec<String>, SearchError> {
    const SYLLABLES: [&str; 12] =
        ["vəj", "qop", "şuf", "gəz", "jam", "böc", "xuğ", "yit", "pəh", "çoz", "düm", "fıl"];
    let mut texts = vec![];
    for _ in 0..count * TRIES {
        if texts.len() == count {
            break;
        }
        let text: String = (0..4).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        if !texts.contains(&text) && engine.search(&text, &Options::default())?.hits.is_empty() {
            texts.push(text);
        }
    }
    Ok(texts)
}
