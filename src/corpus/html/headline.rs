//! The headline: what the page states as its title, in the form it stands on the page.
//!
//! Heads add the site's name, say the site's name alone, or are missing. So the stated title is looked
//! for among the blocks; where it stands nowhere, the heading above the text counts, or the line that
//! is set as one.

use super::super::author::is_name;
use super::super::folding::{fold, squeeze};
use super::super::page::{Furniture, LONGEST_HEADLINE, is_furniture, is_house, words};
use super::super::text::date_line;
use super::blocks::Block;

/// A title and the place that states it.
pub(super) type Stated = (String, &'static str);

/// What parts a headline from a site's name.
const SEPARATORS: [&str; 10] = [" - ", " – ", " — ", " | ", " :: ", " » ", " / ", ": ", " « ", " • "];

/// How far above the first sentence a headline may stand, in blocks.
const FARTHEST: usize = 14;

/// The headline and its origin; empty if there is none.
///
/// `whole` is the page before furniture was removed from it, `blocks` what is left.
pub(super) fn headline(stated: &[Stated], whole: &[Block], blocks: &[Block], site: Option<&str>) -> Stated {
    let site = site.map(plain);
    let is_site = |title: &str| site.as_ref().is_some_and(|site| *site == plain(title)) || is_house(title);
    let good = || stated.iter().filter(|(title, _)| !is_site(title));
    if let Some(found) = good().find_map(|title| on_page(title, whole, site.as_deref())) {
        return found;
    }
    let is_head = stated
        .iter()
        .all(|(title, _)| is_site(title) || SEPARATORS.iter().any(|cut| title.split(cut).any(is_house)));
    let above = above_text(blocks, site.as_deref(), is_head);
    let first = good().next().or(stated.first());
    match (above, first) {
        (Some((text, origin)), Some((title, place))) => {
            // What is written for machines about the article, and not about its page, is its title.
            let is_own = *place == "json-ld" || *place != "title" && words(title) > 3;
            if is_own && !is_head { (without_site(title, site.as_deref()), *place) } else { (text, origin) }
        }
        (Some(found), None) => found,
        (None, Some(_)) => {
            let (title, place) = &stated[0];
            (without_site(title, site.as_deref()), place)
        }
        (None, None) => (String::new(), "heading"),
    }
}

/// What the stated titles say beside the headline, compared in [`plain`] form: the site's name, a rubric.
pub(super) fn beside(stated: &[Stated], headline: &str) -> Vec<String> {
    let mut beside: Vec<String> = stated.iter().flat_map(|(title, _)| parts(title)).collect();
    let headline = plain(headline);
    beside.retain(|part| !part.contains(&headline) && !headline.contains(part.as_str()));
    beside
}

/// The form that titles are compared in.
pub(super) fn plain(title: &str) -> String {
    squeeze(&fold(title.trim_matches(|c: char| c.is_whitespace() || "\"“”„«»'’.…:-–—|".contains(c))))
}

/// The longest block that the stated title, or a part of it, stands in by itself.
fn on_page((title, origin): &Stated, blocks: &[Block], site: Option<&str>) -> Option<Stated> {
    let whole = plain(title);
    let parts = parts(title);
    let mut best: Option<(usize, Stated)> = None;
    for block in blocks {
        if block.text.len() > 2 * LONGEST_HEADLINE || block.is_link && block.heading == 0 {
            continue;
        }
        let text = plain(&block.text);
        let is_head = is_house(&block.text) || block.heading == 0 && words(&text) == 1;
        if text.is_empty() || site == Some(&*text) || is_head || is_furniture(&block.text, Furniture::Section)
        {
            continue;
        }
        let is_main = block.heading == 1 && block.text.chars().count() <= LONGEST_HEADLINE;
        // The head may add something without a separator, or shorten the headline.
        let is_near =
            is_main && (whole.starts_with(&text) || text.starts_with(&whole) || whole.ends_with(&text));
        let is_part = parts.contains(&text) && (block.heading > 0 || words(&text) > 1);
        let place = match () {
            () if text == whole && block.heading != 1 => *origin,
            () if is_near || text == whole => "h1",
            () if is_part => "visible",
            () => continue,
        };
        let weight = 2 * text.chars().count().min(whole.chars().count()) + usize::from(block.heading == 1);
        // A main heading that leads elsewhere is the site's name, unless there is no other.
        let weight = if block.is_link && block.heading == 1 { weight / 4 } else { weight };
        if best.as_ref().is_none_or(|(known, _)| weight > *known) {
            best = Some((weight, (block.text.clone(), place)));
        }
    }
    best.map(|(_, found)| found)
}

/// The pieces of a title between any two of its separators.
fn parts(title: &str) -> Vec<String> {
    let mut cuts: Vec<(usize, usize)> = vec![(0, 0), (title.len(), title.len())];
    for separator in SEPARATORS {
        cuts.extend(title.match_indices(separator).map(|(at, piece)| (at, at + piece.len())));
    }
    cuts.sort_unstable();
    let pairs =
        cuts.iter().enumerate().flat_map(|(at, from)| cuts[at + 1..].iter().map(move |to| (from, to)));
    let piece = |(from, to): (&(usize, usize), &(usize, usize))| title.get(from.1..to.0).map(plain);
    // A title of many separators is no title, and its pieces would be many.
    if cuts.len() > 10 {
        Vec::new()
    } else {
        pairs.filter_map(piece).filter(|part| !part.is_empty()).collect()
    }
}

/// The heading above the first sentence, of the highest level, or the line that is set like one; where
/// the head says nothing of the article, any line of some words.
fn above_text(blocks: &[Block], site: Option<&str>, any: bool) -> Option<Stated> {
    let is_text = |block: &Block| block.is_sentence() && block.heading == 0 && !block.marks.title;
    let Some(first) = blocks.iter().position(is_text) else {
        // Without a text below it, a heading is still what the page is about.
        let heading = blocks.iter().filter(|block| block.heading > 0).min_by_key(|block| block.heading)?;
        return Some((heading.text.clone(), if heading.heading == 1 { "h1" } else { "heading" }));
    };
    let above = &blocks[first.saturating_sub(FARTHEST)..first];
    let can_be = |block: &&Block| {
        block.text.chars().count() <= LONGEST_HEADLINE
            && (!block.is_link || block.heading > 0)
            && (words(&block.text) > 1 || block.heading == 1)
            && site != Some(&*plain(&block.text))
            && !is_house(&block.text)
            && !is_furniture(&block.text, Furniture::Menu)
            && !is_furniture(&block.text, Furniture::Feed)
            && !is_furniture(&block.text, Furniture::Label)
            && date_line(&block.fields).is_none()
    };
    let level = |block: &&Block| match block.heading {
        0 => 3,
        level => level,
    };
    let set = above
        .iter()
        .filter(can_be)
        .filter(|block| block.heading > 0 || block.marks.title && !block.marks.date && !is_name(&block.text));
    if let Some(heading) = set.rev().min_by_key(level) {
        let origin = if heading.heading == 1 { "h1" } else { "heading" };
        return Some((heading.text.clone(), origin));
    }
    // Of bold lines that follow each other the first: the second says what kind of document it is.
    let bold = |block: &Block| block.is_bold && can_be(&block) && !is_name(&block.text);
    if let Some(last) = above.iter().rposition(bold) {
        let run = above[..=last].iter().rev().take_while(|block| bold(block)).last()?;
        return Some((run.text.clone(), "heading"));
    }
    let line = above.iter().rfind(|block| any && can_be(block) && words(&block.text) > 2)?;
    Some((line.text.clone(), "visible"))
}

/// `Başlıq - Sayt → Başlıq`, `Sayt | Başlıq → Başlıq`.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site else { return title.to_owned() };
    for separator in SEPARATORS {
        if let Some((headline, last)) = title.rsplit_once(separator)
            && plain(last).contains(site)
        {
            return headline.trim().to_owned();
        }
        if let Some((first, headline)) = title.split_once(separator)
            && plain(first).contains(site)
        {
            return headline.trim().to_owned();
        }
    }
    title.to_owned()
}
