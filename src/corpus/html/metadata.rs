//! What a page states about its article: JSON-LD first, then `<meta>`, then what is visible.
//!
//! Each field takes the first place that has it, and keeps the place's name. The order puts what is
//! written for machines, and is therefore uniform, before what is styled for readers.

use dom_query::Document;
use serde_json::Value;

use super::super::article::Article;
use super::super::date::PublicationDate;
use super::super::folding::fold;
use super::super::page::{Furniture, is_furniture};
use super::blocks::Block;
use super::linked::text_at;
use super::stated::At::{Linked, Page, Rubric};
use super::stated::{Spot, Stated};
use super::{Known, headline, visible};

/// What was found; the article has no paragraphs yet.
pub(super) struct Metadata {
    pub article: Article,
    /// A stated date that is not understood, if no other was.
    pub odd_date: Option<String>,
    /// The text that linked data hold.
    pub body: Option<String>,
    /// What the page states as its title, in places of falling trust.
    pub titles: Vec<headline::Stated>,
}

const DATES: [Spot; 14] = [
    ("json-ld", Linked("datePublished")),
    ("json-ld", Linked("dateCreated")),
    ("opengraph", Page("meta[property='article:published_time']", "content")),
    ("opengraph", Page("meta[property='og:article:published_time']", "content")),
    ("opengraph", Page("meta[name='article:published_time']", "content")),
    ("microdata", Page("meta[itemprop='datePublished']", "content")),
    ("microdata", Page("[itemprop='datePublished']", "datetime")),
    ("microdata", Page("[itemprop='datePublished']", "content")),
    (
        "rdfa",
        Page("[property$='datePublished'], [property='dc:date'], [property='dcterms:issued']", "content"),
    ),
    ("meta", Page("meta[name='pubdate']", "content")),
    (
        "meta",
        Page("meta[name='publish-date'], meta[name='publish_date'], meta[name='publishdate']", "content"),
    ),
    (
        "meta",
        Page(
            "meta[name='date'], meta[name='DC.date'], meta[name='dc.date'], meta[name='DC.date.issued'], meta[name='DC.Date.issued'], meta[name='citation_date'], meta[name='citation_publication_date']",
            "content",
        ),
    ),
    (
        "meta",
        Page(
            "meta[name='sailthru.date'], meta[name='parsely-pub-date'], meta[name='mediator_published_time'], meta[name='dcterms.date'], meta[name='dcterms.created'], meta[property='og:pubdate'], meta[name='cXenseParse:recs:publishtime']",
            "content",
        ),
    ),
    ("microdata", Page("[itemprop='datePublished']", "")),
];

const TITLES: [Spot; 5] = [
    ("json-ld", Linked("headline")),
    ("opengraph", Page("meta[property='og:title']", "content")),
    ("meta", Page("meta[name='twitter:title']", "content")),
    ("microdata", Page("[itemprop='headline']", "")),
    ("title", Page("head > title", "")),
];

const SOURCES: [Spot; 4] = [
    ("json-ld", Linked("publisher.name")),
    ("opengraph", Page("meta[property='og:site_name']", "content")),
    ("meta", Page("meta[name='application-name']", "content")),
    ("microdata", Page("[itemprop='publisher'] [itemprop='name']", "content")),
];

const URLS: [Spot; 6] = [
    ("canonical", Page("link[rel='canonical']", "href")),
    ("opengraph", Page("meta[property='og:url']", "content")),
    ("json-ld", Linked("url")),
    ("json-ld", Linked("mainEntityOfPage.@id")),
    ("json-ld", Linked("mainEntityOfPage")),
    ("microdata", Page("link[itemprop='mainEntityOfPage'], link[itemprop='url']", "href")),
];

const SECTIONS: [Spot; 4] = [
    ("json-ld", Linked("articleSection")),
    ("opengraph", Page("meta[property='article:section']", "content")),
    ("microdata", Page("[itemprop='articleSection']", "content")),
    ("microdata", Page("[itemprop='articleSection']", "")),
];

const VISIBLE_SECTIONS: [Spot; 5] = [
    (
        "rubric",
        Rubric(".cat, .category, .rubric, .rubrika, .post-category, .news-category, .cat-links a", ""),
    ),
    (
        "rubric",
        Rubric("[class*='category'] a, [class*='rubric'] a, [class*='kateqoriya'], [class*='bolme']", ""),
    ),
    ("breadcrumb", Rubric(".breadcrumb a, .breadcrumbs a", "")),
    ("breadcrumb", Rubric(".breadcrumb li, .breadcrumbs li, [class*='breadcrumb'] span", "")),
    ("breadcrumb", Rubric("[class*='breadcrumb'] a", "")),
];

/// Reads a page before anything is removed from it.
pub(super) fn read(document: &Document, known: &Known) -> Metadata {
    let stated = Stated::of(document);
    let mut article = Article::default();
    let set = |article: &mut Article, field: &str, found: Option<(String, &'static str)>| {
        found.map(|(value, origin)| {
            article.found(field, origin);
            value
        })
    };
    article.source = set(&mut article, "source", stated.first(&SOURCES, |_| true));
    let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    // Some sites call their front page the canonical address of everything.
    let is_deep = |url: &str| is_web(url) && url.splitn(4, '/').nth(3).is_some_and(|path| !path.is_empty());
    let url = stated.first(&URLS, is_deep).or_else(|| known.url.clone().map(|url| (url, "crawl")));
    let url = url.or_else(|| stated.first(&URLS, is_web));
    article.url = set(&mut article, "url", url);
    let dates = stated.all(&DATES);
    // What a site cannot know it states as zero.
    let date = dates.iter().find_map(|(date, origin)| Some((stated_date(date)?, *origin)));
    let odd_date =
        dates.into_iter().map(|(date, _)| date).find(|date| is_odd(date)).filter(|_| date.is_none());
    if let Some((date, origin)) = date {
        article.date = Some(date);
        article.found("date", origin);
    }
    let site = article.source.clone();
    let is_person = |name: &str| is_person(name, site.as_deref());
    article.author = set(&mut article, "author", stated.authors(&is_person));
    if article.author.is_some() {
        article.author_title = text_at(&stated.linked, "author.jobTitle");
    }
    let is_section = |section: &str| section.chars().count() <= 60 && !section.starts_with("http");
    let section = stated.first(&SECTIONS, is_section);
    let visible = || {
        let candidates = VISIBLE_SECTIONS.iter().rev().flat_map(|spot| stated.at(spot));
        candidates.into_iter().rev().find(|(text, _)| is_furniture(text, Furniture::Section))
    };
    article.section = set(&mut article, "section", section.or_else(visible));
    article.lang = text_at(&stated.linked, "inLanguage")
        .or_else(|| stated.first(&[("html", Page("html", "lang"))], |_| true).map(|(lang, _)| lang));
    let body = stated.linked.get("articleBody").and_then(Value::as_str).map(str::to_owned);
    Metadata { article, odd_date, body, titles: stated.all(&TITLES) }
}

/// A date written for machines, or for readers in a machine's place: the zone is read over.
pub(super) fn stated_date(text: &str) -> Option<PublicationDate> {
    let date = PublicationDate::parse(text).filter(|date| date.day() != "1970-01-01");
    date.map(without_midnight).or_else(|| {
        // Seconds since 1970, as some systems have it.
        let seconds: i64 =
            text.parse().ok().filter(|seconds| (100_000_000..5_000_000_000).contains(seconds))?;
        PublicationDate::from_seconds(seconds)
    })
}

/// Midnight to the second is what systems write that keep days.
pub(super) fn without_midnight(date: PublicationDate) -> PublicationDate {
    let is_midnight = date.has_time() && date.seconds() % 86_400 == 0;
    if is_midnight { date.at_time(None) } else { date }
}

/// A stated date that means something and is not understood.
fn is_odd(text: &str) -> bool {
    text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) && !text.starts_with("1970-01-01")
}

/// Fills what only a reader's page says; to be asked when the page's furniture has been removed.
pub(super) fn add_visible(
    document: &Document,
    whole: &[Block],
    blocks: &[Block],
    known: &Known,
    article: &mut Article,
) {
    let headline = visible::headline_at(blocks, &article.title).unwrap_or(0);
    let in_url = article.url.as_deref().and_then(date_in_url);
    // Some sites state the day and show the minute.
    let stamped = || {
        // Some sites have the date, or its minute, in what else is a foot.
        let headline = visible::headline_at(whole, &article.title).unwrap_or(0);
        let stamped = whole.iter().map(|block| match block.stamp {
            Some(_) => block.clone(),
            None => Block { text: String::new(), fields: String::new(), ..*block },
        });
        visible::date(&stamped.collect::<Vec<_>>(), headline, known, None)
    };
    let seen = match visible::date(blocks, headline, known, in_url) {
        Some(seen) if seen.0.has_time() => Some(seen),
        Some(seen) => stamped().filter(|stamp| stamp.0.refines(&seen.0)).or(Some(seen)),
        None => stamped(),
    };
    if let Some((date, origin)) = seen
        && article.date.is_none_or(|stated| date.refines(&stated))
    {
        article.date = Some(date);
        article.found("date", origin);
    }
    if article.author.is_none() {
        let stated = Stated::of_links(document);
        let site = article.source.clone();
        let is_person = |name: &str| is_person(name, site.as_deref());
        // Where nothing but its shape speaks for a name, it must not be what leads to the front page.
        let houses = stated.houses();
        let is_signer = |name: &str| is_person(name) && !houses.contains(&fold(name));
        let author = visible::marked_author(blocks, headline, &is_person)
            .or_else(|| visible::labelled_author(whole, &is_person))
            .or_else(|| visible::author(blocks, headline, &is_signer))
            .or_else(|| stated.linked_author(&is_person))
            .or_else(|| visible::author_beside_date(blocks).filter(|name| is_person(name)));
        if author.is_some() {
            article.author = author;
            article.found("author", "byline");
        }
    }
}

/// `/2024/05/12/` or `/2024-05-12-` in an address.
fn date_in_url(url: &str) -> Option<PublicationDate> {
    let path = url.splitn(4, '/').nth(3)?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    parts.windows(3).find_map(|part| match part {
        [year, month, day]
            if year.len() == 4
                && (year.starts_with("19") || year.starts_with("20"))
                && month.len() == 2
                && day.len() == 2 =>
        {
            PublicationDate::parse(&part.join("-"))
        }
        _ => None,
    })
}

/// Whether a name is a person's, not the site's or its system's.
pub(super) fn is_person(name: &str, site: Option<&str>) -> bool {
    let folded = fold(name);
    let is_site = site.is_some_and(|site| {
        let site = fold(site);
        site == folded || site.starts_with(&format!("{folded}.")) || folded.starts_with(&site)
    });
    !is_site && !is_furniture(name, Furniture::NoPerson)
}
