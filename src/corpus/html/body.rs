//! The paragraphs of a page.
//!
//! What a site marks as furniture is removed first, since readability keeps a list of related
//! articles that lies in the article's own element. Then readability finds the article; where it
//! finds none, every `<p>` counts, then every text. Readability takes one element and what resembles
//! it, so its find is a core: what lies in frames of the same kind belongs to it, and so does what
//! stands between the headline and it.

use std::collections::{HashMap, HashSet, VecDeque};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::super::article::Article;
use super::super::author::{byline, credit, has_surname, names};
use super::super::date::PublicationDate;
use super::super::folding::fold;
use super::super::page::{Furniture, LONGEST_HEADLINE, ends_sentence, is_about, is_furniture, words};
use super::super::signature::is_office;
use super::super::text::date_line;
use super::blocks::{Block, blocks, of_page};
use super::visible::{date_within, headline_at, signed_line};
use super::{Fragment, headline, plain};

/// The article's paragraphs, of a page that has been cleaned and has these blocks; `beside` is what its
/// head says beside the headline.
pub(super) fn paragraphs(
    document: &Document,
    all: &[Block],
    article: &Article,
    beside: &[String],
    stated: Option<&str>,
) -> Vec<String> {
    let mut found = core(document, all, &article.title);
    if !found.iter().any(|block| ends_sentence(&block.text) && !block.is_link) {
        // Of a short article readability may prefer a list of headlines.
        let is_sentence = |block: &Block| ends_sentence(&block.text) && !block.is_link;
        let ends = all.iter().position(is_sentence).zip(all.iter().rposition(is_sentence));
        if let Some((first, last)) = ends {
            found = all[first..=last].to_vec();
        }
    }
    cut_feed(&mut found);
    let title = fold(&article.title);
    drop_author(&mut found, article);
    found.retain(|block| {
        !is_around(block, &title, article) && !beside.contains(&headline::plain(&block.text))
    });
    drop_links(&mut found);
    drop_notices(&mut found, article);
    let found: Vec<String> = found.into_iter().map(|block| block.text).collect();
    // Linked data hold the text without its paragraphs: only for pages that draw it by script.
    let stated: Vec<String> =
        stated.unwrap_or_default().lines().map(plain).filter(|line| !line.is_empty()).collect();
    let length = |lines: &[String]| lines.iter().map(|line| words(line)).sum::<usize>();
    if length(&found) * 2 < length(&stated) { stated } else { found }
}

/// The text of a page that is set as it was typed, with lines for paragraphs: most of it lies in `<pre>`.
pub(super) fn typed(document: &Document) -> Option<String> {
    let typed = document.select("body pre").text();
    let all = document.body()?.text();
    (!typed.trim().is_empty() && typed.len() * 4 > all.len() * 3).then(|| typed.to_string())
}

/// What readability finds, with what belongs to it.
fn core(document: &Document, all: &[Block], title: &str) -> Vec<Block> {
    let mut found = readable(document);
    if found.is_empty() {
        let paragraphs = document.select("p");
        found = paragraphs.nodes().iter().flat_map(blocks).collect();
    }
    if found.is_empty() {
        return all.to_vec();
    }
    // Where each of it stands among all blocks; readability keeps their order.
    let mut standing: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (at, block) in all.iter().enumerate() {
        standing.entry(&block.text).or_default().push_back(at);
    }
    let mut places: Vec<usize> = Vec::new();
    for block in &found {
        let Some(standing) = standing.get_mut(block.text.as_str()) else { continue };
        while let Some(at) = standing.pop_front() {
            if places.last().is_none_or(|last| at > *last) {
                places.push(at);
                break;
            }
        }
    }
    // It may set text nodes into paragraphs of their own; then there is nothing to go by.
    if places.len() * 4 < found.len() * 3 {
        return found;
    }
    let is_text = |at: &&usize| all[**at].is_sentence();
    let (Some(first), Some(last)) = (places.iter().find(is_text), places.iter().rfind(is_text)) else {
        return found;
    };
    let (mut first, mut last) = (*first.min(&places[0]), *last.max(&places[places.len() - 1]));
    let frames: HashSet<u64> = places.iter().filter(is_text).map(|at| all[*at].frame).collect();
    let is_like = |block: &Block| block.is_sentence() && frames.contains(&block.frame);
    let is_lead = |block: &Block| {
        !block.is_link
            && words(&block.text) > 3
            && (block.heading > 0 || block.marks.lead || block.is_sentence())
    };
    let length = |blocks: &[Block]| {
        blocks.iter().filter(|block| block.is_sentence()).map(|block| words(&block.text)).sum::<usize>()
    };
    let kept: HashSet<usize> = places.iter().copied().collect();
    let headline = headline_at(all, title);
    match headline {
        Some(at) if at < first => first = at + 1,
        // What stands above a headline is of another article, or the newspaper's head.
        Some(at) if at < last && length(&all[at..=last]) > length(&all[first..at]) => first = at + 1,
        _ => {}
    }
    last = all.iter().rposition(is_like).unwrap_or(last).max(last);
    // Who wrote it may be signed below the frame of the text.
    let end = last;
    let signed = |block: &&Block| signed_line(&block.fields).is_some_and(|name| has_surname(&name));
    last += all[last + 1..].iter().take(2).take_while(signed).count();
    let belongs = |(at, block): (usize, &Block)| {
        let is_above = places.first().is_some_and(|first| at < *first);
        let inside = !block.is_link && (block.heading > 0 || frames.contains(&block.frame));
        (kept.contains(&at) || at > end || if is_above { is_lead(block) } else { inside })
            .then(|| block.clone())
    };
    (first..=last).filter_map(|at| belongs((at, &all[at]))).collect()
}

/// Cuts the list of other articles that follows the article, from its heading: unless the text goes on
/// after it, in a frame of the kind that it has been in.
fn cut_feed(found: &mut Vec<Block>) {
    let is_feed = |block: &Block| is_furniture(&block.text, Furniture::Feed);
    let first = found.iter().position(is_feed).unwrap_or(found.len());
    let text = found[..first].iter().filter(|block| block.is_sentence());
    let frames: HashSet<u64> = text.map(|block| block.frame).collect();
    let goes_on = |block: &Block| {
        block.is_sentence() && frames.contains(&block.frame) || block.text.chars().count() > LONGEST_HEADLINE
    };
    if !frames.is_empty() {
        let end = found.iter().rposition(goes_on).map_or(0, |at| at + 1);
        let cut = found[end..].iter().position(is_feed);
        found.truncate(cut.map_or(found.len(), |at| end + at));
    }
    found.retain(|block| !is_feed(block));
}

/// Is a block about the article and not of it?
fn is_around(block: &Block, title: &str, article: &Article) -> bool {
    let is_short = words(&block.text) <= 12 && !ends_sentence(&block.text);
    // As in Markdown, a heading of three words is a signpost.
    let is_signpost = block.heading > 0 && words(&block.text) <= 3;
    is_signpost
        || fold(&block.text) == title
        || is_info(&block.fields, article)
        || is_furniture(&block.text, Furniture::Call)
        || block.text.split_whitespace().all(|word| word.starts_with('#'))
        || block.stamp.is_some() && is_short
        || (block.marks.date || block.text.starts_with(|c: char| c.is_ascii_digit()) && block.heading == 0)
            && is_short
            && date_within(&block.fields).is_some()
}

/// Drops the paragraphs that are a link and nothing else: another article, a channel to follow. A page
/// that is mostly links is an article of links.
fn drop_links(blocks: &mut Vec<Block>) {
    let count = |blocks: &[Block], linked: bool| {
        blocks.iter().filter(|block| block.is_link || !linked).map(|block| words(&block.text)).sum::<usize>()
    };
    if count(blocks, true) * 2 < count(blocks, false) {
        blocks.retain(|block| !block.is_link);
    }
}

/// How far below its beginning a text may say who wrote it.
const TOP: usize = 4;

/// Drops the line above the text that says who wrote it, and the one below that says what they are.
fn drop_author(blocks: &mut Vec<Block>, article: &Article) {
    let Some(author) = &article.author else { return };
    let signed = |block: &Block| {
        let line = signed_line(&block.fields).or_else(|| signed_line(&block.text));
        line.as_ref() == Some(author)
    };
    let Some(at) = blocks.iter().take(TOP).position(signed) else { return };
    let is_below = |block: &Block| is_office(&block.text) && block.heading == 0 && !block.is_link;
    let office = usize::from(blocks.get(at + 1).is_some_and(is_below));
    blocks.drain(at..=at + office);
}

/// Drops the notices of the site above and below the text.
fn drop_notices(blocks: &mut Vec<Block>, article: &Article) {
    // Credits of whoever is not the author stand there too.
    let is_notice = |block: &Block| {
        is_furniture(&block.text, Furniture::Notice) && names(block.text.trim_start_matches('©')).is_none()
            || article.author.is_some() && block.heading == 0 && credit(&block.text).is_some()
    };
    let above = blocks.iter().take_while(|block| is_notice(block)).count();
    if above < blocks.len() {
        blocks.drain(..above);
    }
    while blocks.len() > 1 && blocks.last().is_some_and(is_notice) {
        blocks.pop();
    }
}

/// All texts of a piece of HTML, a heading at its head apart.
pub(super) fn fragment(document: &Document) -> Fragment {
    let mut blocks = of_page(document);
    let title = match blocks.first() {
        Some(first) if first.heading > 0 => Some(blocks.remove(0).text),
        _ => None,
    };
    Fragment { title, paragraphs: blocks.into_iter().map(|block| block.text).collect() }
}

/// A line that says again what is known by now, or something about the page: author, rubric, date,
/// views, in any order: `2 aprel 2024, 09:55 | Mədəniyyət | Baxış: 12`.
fn is_info(text: &str, article: &Article) -> bool {
    if text.len() > 200 {
        return false;
    }
    if is_furniture(text, Furniture::Section)
        || is_furniture(text, Furniture::Label)
        || date_line(text).is_some()
    {
        return true;
    }
    let mut rest = fold(text);
    let authors = article.author.iter().flat_map(|authors| authors.split(", "));
    for known in authors.chain([&article.section, &article.source].into_iter().flatten().map(String::as_str))
    {
        rest = rest.replacen(&fold(known), " ", 1);
    }
    // `Foto və mətn:` before the author's name.
    let is_label = article.author.is_some() && words(&rest) <= 4 && rest.trim_end().ends_with(':');
    let is_byline = words(text) <= 12 && article.author.is_some() && byline(text) == article.author;
    if is_label && rest.len() < text.len() || is_byline {
        return true;
    }
    // `Yeniləndi: 10 iyun 2025 Yazar:` is three fields.
    let labels = rest.split_whitespace().map(|word| match word.ends_with(':') && is_about(word) {
        true => "|",
        false => word,
    });
    let rest = labels.collect::<Vec<_>>().join(" ").replace(" / ", "|");
    rest.split(['|', '•', '·']).all(|field| {
        let field = field.trim_matches(|c: char| c.is_whitespace() || "/|•·,:–—-©".contains(c));
        field.is_empty()
            || PublicationDate::parse(field).is_some()
            || is_furniture(field, Furniture::Label)
            || is_furniture(field, Furniture::Drop)
            || is_about(field)
    })
}

fn readable(document: &Document) -> Vec<Block> {
    // Linked data has been read; readability's own reader of it knows no limit of depth.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let parsed =
        Readability::with_document(document.clone(), None, Some(config)).map(|mut page| page.parse());
    match parsed {
        Ok(Ok(article)) => blocks(&Document::from(article.content).root()),
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}
