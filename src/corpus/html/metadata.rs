//! What a page states about its article: JSON-LD first, then `<meta>`, then what is visible.
//!
//! Each field takes the first place that has it, and keeps the place's name. The order puts what is
//! written for machines, and is therefore uniform, before what is styled for readers.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::super::article::Article;
use super::super::date::PublicationDate;
use super::super::folding::{fold, squeeze};
use super::super::page::{Furniture, LONGEST_HEADLINE, byline, is_furniture, is_name};
use super::super::relative::relative;
use super::super::text::date_line;
use super::Known;
use super::body::{Seen, fields, texts};
use super::linked::{self, text_at};

/// What was found; the article has no paragraphs yet.
pub(super) struct Metadata {
    pub article: Article,
    /// A stated date that is not understood, if no other was.
    pub odd_date: Option<String>,
    /// The text that linked data hold.
    pub body: Option<String>,
    /// The author that a labelled line names, wherever it stands.
    pub labelled: Option<String>,
}

/// A place that a value may stand at: its name, and where it is.
type Spot = (&'static str, At);

enum At {
    /// A path in the linked data.
    Linked(&'static str),
    /// A selector, and an attribute; without one the text, with `fields` the text parted by bars.
    Page(&'static str, &'static str),
}

use At::{Linked, Page};

const DATES: [Spot; 13] = [
    ("json-ld", Linked("datePublished")),
    ("json-ld", Linked("dateCreated")),
    ("opengraph", Page("meta[property='article:published_time']", "content")),
    ("opengraph", Page("meta[property='og:article:published_time']", "content")),
    ("opengraph", Page("meta[name='article:published_time']", "content")),
    ("microdata", Page("meta[itemprop='datePublished']", "content")),
    ("microdata", Page("[itemprop='datePublished']", "datetime")),
    ("microdata", Page("[itemprop='datePublished']", "content")),
    ("meta", Page("meta[name='pubdate']", "content")),
    (
        "meta",
        Page("meta[name='publish-date'], meta[name='publish_date'], meta[name='publishdate']", "content"),
    ),
    (
        "meta",
        Page(
            "meta[name='date'], meta[name='DC.date'], meta[name='dc.date'], meta[name='DC.date.issued']",
            "content",
        ),
    ),
    (
        "meta",
        Page(
            "meta[name='sailthru.date'], meta[name='parsely-pub-date'], meta[name='cXenseParse:recs:publishtime']",
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

const URLS: [Spot; 5] = [
    ("canonical", Page("link[rel='canonical']", "href")),
    ("opengraph", Page("meta[property='og:url']", "content")),
    ("json-ld", Linked("url")),
    ("json-ld", Linked("mainEntityOfPage.@id")),
    ("json-ld", Linked("mainEntityOfPage")),
];

const SECTIONS: [Spot; 4] = [
    ("json-ld", Linked("articleSection")),
    ("opengraph", Page("meta[property='article:section']", "content")),
    ("microdata", Page("[itemprop='articleSection']", "content")),
    ("microdata", Page("[itemprop='articleSection']", "")),
];

const VISIBLE_SECTIONS: [Spot; 5] = [
    ("rubric", Page(".cat, .category, .rubric, .rubrika, .post-category, .news-category, .cat-links a", "")),
    (
        "rubric",
        Page("[class*='category'] a, [class*='rubric'] a, [class*='kateqoriya'], [class*='bolme']", ""),
    ),
    ("breadcrumb", Page(".breadcrumb a, .breadcrumbs a", "")),
    ("breadcrumb", Page(".breadcrumb li, .breadcrumbs li, [class*='breadcrumb'] span", "")),
    ("breadcrumb", Page("[class*='breadcrumb'] a", "")),
];

const AUTHORS: [Spot; 6] = [
    ("json-ld", Linked("author.name")),
    ("json-ld", Linked("author")),
    ("json-ld", Linked("creator.name")),
    ("meta", Page("meta[name='author'], meta[name='dc.creator'], meta[name='DC.creator']", "content")),
    ("opengraph", Page("meta[property='article:author'], meta[name='article:author']", "content")),
    ("microdata", Page("[itemprop='author'] meta[itemprop='name'], meta[itemprop='author']", "content")),
];

const VISIBLE_AUTHORS: [Spot; 5] = [
    ("microdata", Page("[itemprop='author'] [itemprop='name']", "fields")),
    ("microdata", Page("[itemprop='author']", "fields")),
    ("byline", Page("[rel='author']", "fields")),
    (
        "byline",
        Page(".author-name, .author_name, .post-author, .byline, .author, .muellif, .jurnalist", "fields"),
    ),
    (
        "byline",
        Page(
            "[class*='author'], [class*='byline'], [class*='muellif'], [class*='muəllif'], [class*='yazar'], [class*='imza'], [class*='muxbir']",
            "fields",
        ),
    ),
];

/// Where sites keep what one author wrote.
const AUTHOR_PAGES: Spot = (
    "byline",
    Page(
        "a[href*='/author/'], a[href*='/muellif/'], a[href*='/yazar/'], a[href*='/kose/'], a[href*='/muxbir/'], a[href*='/jurnalist/']",
        "fields",
    ),
);

/// Reads a page before anything is removed from it.
pub(super) fn read(document: &Document, known: &Known) -> Metadata {
    let stated = Stated { document, linked: linked::article(document) };
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
    let (title, origin) = title(&stated, site.as_deref());
    if !title.is_empty() {
        article.found("title", origin);
    }
    article.title = title;
    let is_person = |name: &str| is_person(name, site.as_deref());
    article.author = set(&mut article, "author", stated.authors(&AUTHORS, &is_person));
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
    let lines = texts(document);
    if let Some(part) = visible_part(&article.title, &lines) {
        article.title = part;
        article.found("title", "visible");
    }
    let labelled = lines.iter().find_map(|line| byline(&line.fields)).filter(|name| is_person(name));
    Metadata { article, odd_date, body, labelled }
}

/// A date written for machines, or for readers in a machine's place: the zone is read over.
fn stated_date(text: &str) -> Option<PublicationDate> {
    let date = PublicationDate::parse(text).filter(|date| date.day() != "1970-01-01");
    // Midnight to the second is what systems write that keep days.
    let is_midnight = date.is_some_and(|date| date.has_time() && date.seconds() % 86_400 == 0);
    date.map(|date| if is_midnight { date.at_time(None) } else { date }).or_else(|| {
        // Seconds since 1970, as some systems have it.
        let seconds: i64 =
            text.parse().ok().filter(|seconds| (100_000_000..5_000_000_000).contains(seconds))?;
        PublicationDate::from_seconds(seconds)
    })
}

/// A stated date that means something and is not understood.
fn is_odd(text: &str) -> bool {
    text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) && !text.starts_with("1970-01-01")
}

/// Fills what only a reader's page says; to be asked when the page's furniture has been removed,
/// since feeds and headers (today's date) hold dates and names too.
pub(super) fn add_visible(
    document: &Document,
    known: &Known,
    labelled: Option<String>,
    article: &mut Article,
) {
    let seen = visible_date(document, known, &article.title);
    // Some sites state the day and show the minute.
    if let Some((date, origin)) = seen
        && article.date.is_none_or(|stated| date.refines(&stated))
    {
        article.date = Some(date);
        article.found("date", origin);
    }
    if article.date.is_none()
        && let Some(date) = article.url.as_deref().and_then(date_in_url)
    {
        article.date = Some(date);
        article.found("date", "url");
    }
    let site = article.source.clone();
    if article.author.is_none() {
        let stated = Stated { document, linked: Value::Null };
        let is_person = |name: &str| is_person(name, site.as_deref());
        let visible = stated.authors(&VISIBLE_AUTHORS, &is_person);
        if let Some((author, origin)) = visible.or_else(|| stated.linked_author(&is_person)) {
            article.author = Some(author);
            article.found("author", origin);
        } else if let Some(author) = labelled.or_else(|| {
            texts(document).iter().find_map(|line| beside_date(&line.fields)).filter(|name| is_person(name))
        }) {
            article.author = Some(author);
            article.found("author", "byline");
        }
    }
}

/// The name in a line of fields that has a date too: `Lalə Həsənzadə | Elm | 12 may 2023`.
fn beside_date(line: &str) -> Option<String> {
    date_line(line)?;
    line.split(['|', '•', '·', '/']).map(str::trim).find(|field| is_name(field)).map(str::to_owned)
}

/// The part of a title from the head that stands on the page by itself: where no `<h1>` confirms it,
/// it may have the site's name before or after it.
fn visible_part(title: &str, lines: &[Seen]) -> Option<String> {
    let folded: Vec<String> = lines
        .iter()
        .map(|line| &line.text)
        .filter(|line| line.len() <= title.len() + 4)
        .map(|line| fold(line))
        .collect();
    if title.is_empty() || folded.contains(&fold(title)) {
        return None;
    }
    let cuts = SEPARATORS.iter().flat_map(|separator| {
        let parts = [
            title.rsplit_once(separator).map(|(first, _)| first),
            title.split_once(separator).map(|(_, rest)| rest),
        ];
        parts.into_iter().flatten()
    });
    let mut parts: Vec<&str> = cuts.map(str::trim).filter(|part| folded.contains(&fold(part))).collect();
    parts.sort_by_key(|part| part.len());
    parts.pop().filter(|part| part.split_whitespace().count() > 1).map(str::to_owned)
}

/// The date that a reader sees. One below the headline goes before others; of lines that nothing marks,
/// the one nearest to it, since a masthead has today's date.
fn visible_date(document: &Document, known: &Known, title: &str) -> Option<(PublicationDate, &'static str)> {
    let marked = document.select(
        "h1, time, [class*='date'], [class*='tarix'], [id*='date'], [class*='time'], [class*='meta'], [class*='info']",
    );
    let mut first: Option<(PublicationDate, &'static str)> = None;
    let mut below: Option<(PublicationDate, &'static str)> = None;
    let mut below_headline = false;
    let mut looked = 0;
    for node in marked.nodes() {
        if node.has_name("h1") {
            below_headline = true;
            continue;
        }
        let Some(found) = date_of(node, known) else { continue };
        match first {
            // What stands closer inside may have the minute too.
            Some((known, _)) if found.0.refines(&known) => return Some(found),
            Some(_) if !below_headline || below.is_some() => {}
            _ => first = Some(found),
        }
        if below_headline {
            below = below.or(Some(found));
            looked += 1;
            if found.0.has_time() || looked > 10 {
                break;
            }
        }
    }
    below.or(first).or_else(|| {
        let lines = texts(document);
        let title = fold(title);
        let headline = lines.iter().position(|line| fold(&line.text) == title).unwrap_or(0);
        let dated = lines.iter().enumerate().filter_map(|(at, line)| Some((at, date_line(&line.fields)?.0)));
        // What stands above it is three times as far away.
        let distance = |at: usize| if at < headline { 3 * (headline - at) } else { at - headline };
        let nearest = dated.min_by_key(|(at, _)| distance(*at));
        nearest.map(|(_, date)| (date, "date line"))
    })
}

/// The date of an element: its attributes, its text, or what its text means in the crawl's moment.
fn date_of(node: &NodeRef, known: &Known) -> Option<(PublicationDate, &'static str)> {
    for attribute in ["datetime", "title", "data-date", "data-time", "content"] {
        let value = node.attr(attribute);
        if let Some(date) = value.and_then(|value| stated_date(&squeeze(&value))) {
            let origin = if node.has_name("time") { "time" } else { "date line" };
            return Some((date, origin));
        }
    }
    // A frame of the whole article is no date line, and its text is long to gather.
    if node.descendants_it().count() > 60 {
        return None;
    }
    let text = fields(node);
    if let Some((date, _)) = date_line(&text) {
        return Some((date, if node.has_name("time") { "time" } else { "date line" }));
    }
    if let Some(date) = date_within(&text) {
        return Some((date, "date line"));
    }
    let moment = known.moment?;
    relative(&text, &moment).map(|date| (date, "relative date"))
}

/// The date among other words of an info line: `12-05-2024, 21:48 Elm Baxış: 512`. A sentence is none.
fn date_within(text: &str) -> Option<PublicationDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 14 || text.ends_with(['.', '!', '?']) {
        return None;
    }
    (0..words.len()).find_map(|start| {
        (1..=6usize.min(words.len() - start))
            .rev()
            .find_map(|length| PublicationDate::parse(&words[start..start + length].join(" ")))
    })
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

struct Stated<'a> {
    document: &'a Document,
    linked: Value,
}

impl Stated<'_> {
    /// The first that is there and good.
    fn first(&self, spots: &[Spot], is_good: impl Fn(&str) -> bool) -> Option<(String, &'static str)> {
        spots.iter().find_map(|spot| self.at(spot).into_iter().find(|(value, _)| is_good(value)))
    }

    fn all(&self, spots: &[Spot]) -> Vec<(String, &'static str)> {
        spots.iter().flat_map(|spot| self.at(spot)).collect()
    }

    /// What stands at one spot, in the page's order.
    fn at(&self, (origin, at): &Spot) -> Vec<(String, &'static str)> {
        let values: Vec<String> = match at {
            Linked(path) => text_at(&self.linked, path).into_iter().collect(),
            Page(selector, attribute) => {
                let found = self.document.select(selector);
                let values = found.nodes().iter().filter_map(|node| match *attribute {
                    "" => Some(node.text()),
                    "fields" => Some(fields(node).into()),
                    attribute => node.attr(attribute),
                });
                values.map(|value| squeeze(&value)).filter(|value| !value.is_empty()).collect()
            }
        };
        values.into_iter().map(|value| (value, *origin)).collect()
    }

    /// The first person named at these spots.
    fn authors(&self, spots: &[Spot], is_person: &dyn Fn(&str) -> bool) -> Option<(String, &'static str)> {
        spots.iter().flat_map(|spot| self.at(spot)).find_map(|(text, origin)| {
            // Such places also hold addresses of profiles, labels, or the site's own name.
            let field = || text.split('|').map(str::trim).find(|field| is_name(field)).map(str::to_owned);
            let name = byline(&text).or_else(field)?;
            is_person(&name).then_some((name, origin))
        })
    }

    /// The one person whose page the article links to; a list of columnists names several.
    fn linked_author(&self, is_person: &dyn Fn(&str) -> bool) -> Option<(String, &'static str)> {
        let mut names = self.at(&AUTHOR_PAGES);
        names.retain(|(name, _)| is_name(name) && is_person(name));
        names.dedup();
        <[_; 1]>::try_from(names).ok().map(|[name]| name)
    }
}

/// Whether a name is a person's, not the site's or its system's.
fn is_person(name: &str, site: Option<&str>) -> bool {
    let folded = fold(name);
    let is_site = site.is_some_and(|site| {
        let site = fold(site);
        site == folded || site.starts_with(&format!("{folded}.")) || folded.starts_with(&site)
    });
    !is_site && !is_furniture(name, Furniture::NoPerson)
}

/// The headline and its origin: `<h1>` if the head confirms it (elsewhere it is a logo), else what
/// the head says, without the site's name.
fn title(stated: &Stated, site: Option<&str>) -> (String, &'static str) {
    let in_head = stated.first(&TITLES, |title| site.is_none_or(|site| fold(site) != fold(title)));
    let headings: Vec<String> =
        stated.all(&[("h1", Page("h1", ""))]).into_iter().map(|(text, _)| text).collect();
    let Some((in_head, origin)) = in_head else {
        // A page without a head: its first heading of any level.
        let others = stated.at(&("heading", Page("h2, h3", ""))).into_iter().map(|(text, _)| text);
        return match headings.into_iter().next() {
            Some(heading) => (heading, "h1"),
            None => (others.into_iter().next().unwrap_or_default(), "heading"),
        };
    };
    let folded = fold(&in_head);
    let confirmed = headings.into_iter().find(|heading| {
        let heading_folded = fold(heading);
        let is_site = site.is_some_and(|site| fold(site) == heading_folded);
        // The head may add the site's name, or shorten the headline.
        let start = folded.trim_end_matches(['.', '…']).trim_end();
        !is_site
            && heading.chars().count() <= LONGEST_HEADLINE
            && (folded.starts_with(&heading_folded)
                || heading_folded.starts_with(start)
                || folded.ends_with(&heading_folded))
    });
    match confirmed {
        Some(heading) => (heading, "h1"),
        None => (without_site(&in_head, site), origin),
    }
}

/// What parts a headline from a site's name.
const SEPARATORS: [&str; 9] = [" - ", " – ", " — ", " | ", " :: ", " » ", " / ", ": ", " « "];

/// `Başlıq - Sayt → Başlıq`, `Sayt | Başlıq → Başlıq`.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.map(fold) else { return title.to_owned() };
    for separator in SEPARATORS {
        if let Some((headline, last)) = title.rsplit_once(separator)
            && fold(last).contains(&site)
        {
            return headline.trim().to_owned();
        }
        if let Some((first, headline)) = title.split_once(separator)
            && fold(first).contains(&site)
        {
            return headline.trim().to_owned();
        }
    }
    title.to_owned()
}
