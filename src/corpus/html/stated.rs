//! The places of a page that state something, and what stands there.
//!
//! A selector tried on every element of a page, for each of some sixty places, cost more than parsing
//! it; so one walk gathers the elements that can state anything, and the selectors are asked of these.

use dom_query::{Document, Matcher, NodeRef};
use serde_json::Value;

use super::super::author::{byline, names};
use super::super::folding::{fold, squeeze};
use super::super::page::is_byline;
use super::blocks::fields;
use super::linked::{self, text_at};

/// A place that a value may stand at: its name, and where it is.
pub(super) type Spot = (&'static str, At);

pub(super) enum At {
    /// A path in the linked data.
    Linked(&'static str),
    /// A selector, and an attribute; without one the text, with `fields` the text parted by bars.
    Page(&'static str, &'static str),
    /// The same among the places that are named after rubrics.
    Rubric(&'static str, &'static str),
}

use At::{Linked, Page, Rubric};

const AUTHORS: [Spot; 6] = [
    ("meta", Page("meta[name='citation_author']", "content")),
    ("meta", Page("meta[name='author'], meta[name='dc.creator'], meta[name='DC.creator']", "content")),
    (
        "meta",
        Page(
            "meta[name='parsely-author'], meta[name='sailthru.author'], meta[name='mediator_author'], meta[name='byl'], meta[name='dcterms.creator']",
            "content",
        ),
    ),
    ("opengraph", Page("meta[property='article:author'], meta[name='article:author']", "content")),
    ("microdata", Page("[itemprop='author'] meta[itemprop='name'], meta[itemprop='author']", "content")),
    ("microdata", Page("[itemprop='author'] [itemprop='name']", "")),
];

/// Where sites keep what one author wrote.
const AUTHOR_PAGES: Spot = (
    "byline",
    Page(
        "a[href*='/author/'], a[href*='/authors/'], a[href*='?author='], a[href*='/@'], a[href*='/istifadeci/'], a[href*='/muellif/'], a[href*='/muellifler/'], a[href*='/yazar/'], a[href*='/yazarlar/'], a[href*='/kose/'], a[href*='/muxbir/'], a[href*='/jurnalist/']",
        "fields",
    ),
);

/// Parts of class names of all places that [`At::Rubric`] stands for.
const RUBRICS: [&str; 5] = ["cat", "rubri", "kateqoriya", "bolme", "breadcrumb"];

/// The linked data, and the elements that can state something.
pub(super) struct Stated<'a> {
    pub linked: Value,
    elements: Vec<NodeRef<'a>>,
    rubrics: Vec<NodeRef<'a>>,
}

impl<'a> Stated<'a> {
    pub fn of(document: &'a Document) -> Self {
        let (mut elements, mut rubrics) = (Vec::new(), Vec::new());
        let mut waiting = vec![(document.root(), false)];
        while let Some((node, mut inside)) = waiting.pop() {
            let name = node.node_name();
            let name = name.as_deref().unwrap_or_default();
            if matches!(name, "html" | "meta" | "link" | "title")
                || node.has_attr("itemprop")
                || node.has_attr("property")
            {
                elements.push(node);
            }
            let class = node.attr("class");
            let is_rubric = class.is_some_and(|class| RUBRICS.iter().any(|mark| class.contains(mark)));
            if is_rubric || inside && matches!(name, "a" | "li" | "span") {
                rubrics.push(node);
            }
            inside |= is_rubric;
            waiting.extend(node.children_it(true).filter(NodeRef::is_element).map(|child| (child, inside)));
        }
        Self { linked: linked::article(document), elements, rubrics }
    }

    /// What the links of a page state: who has a page.
    pub fn of_links(document: &'a Document) -> Self {
        let is_link = |node: &NodeRef| node.has_name("a") && node.has_attr("href");
        let elements = document.root().descendants_it().filter(is_link).collect();
        Self { linked: Value::Null, elements, rubrics: Vec::new() }
    }

    /// The first that is there and good.
    pub fn first(&self, spots: &[Spot], is_good: impl Fn(&str) -> bool) -> Option<(String, &'static str)> {
        spots.iter().find_map(|spot| self.at(spot).into_iter().find(|(value, _)| is_good(value)))
    }

    pub fn all(&self, spots: &[Spot]) -> Vec<(String, &'static str)> {
        spots.iter().flat_map(|spot| self.at(spot)).collect()
    }

    /// What stands at one spot, in the page's order.
    pub fn at(&self, (origin, at): &Spot) -> Vec<(String, &'static str)> {
        let values = |elements: &[NodeRef], selector, attribute| -> Vec<String> {
            let Ok(matcher) = Matcher::new(selector) else { return Vec::new() };
            let found = elements.iter().filter(|node| node.is_match(&matcher));
            let values = found.filter_map(|node| match attribute {
                "" => Some(node.text()),
                "fields" => Some(fields(node).into()),
                attribute => node.attr(attribute),
            });
            values.map(|value| squeeze(&value)).filter(|value| !value.is_empty()).collect()
        };
        let values = match *at {
            Linked(path) => text_at(&self.linked, path).into_iter().collect(),
            Page(selector, attribute) => values(&self.elements, selector, attribute),
            Rubric(selector, attribute) => values(&self.rubrics, selector, attribute),
        };
        values.into_iter().map(|value| (value, *origin)).collect()
    }

    /// The people that the linked data name, or else the first of the other places.
    pub fn authors(&self, is_person: &dyn Fn(&str) -> bool) -> Option<(String, &'static str)> {
        let person = |name: &str| byline(name).or_else(|| names(name)).filter(|name| is_person(name));
        let linked: Vec<String> = ["author", "creator"]
            .iter()
            .map(|key| linked::names_at(&self.linked, key).iter().filter_map(|name| person(name)).collect())
            .find(|found: &Vec<String>| !found.is_empty())
            .unwrap_or_default();
        if !linked.is_empty() {
            return Some((linked.join(", "), "json-ld"));
        }
        // Cards for other sites state a value and what it is.
        let card = ["1", "2"].iter().find_map(|number| {
            let value = |kind| {
                let name = format!("twitter:{kind}{number}");
                let is_it = |node: &&NodeRef| node.attr("name").is_some_and(|known| *known == *name);
                self.elements.iter().find(is_it)?.attr("content").map(|content| squeeze(&content))
            };
            value("data")
                .filter(|_| value("label").is_some_and(|label| is_byline(&label)))
                .and_then(|name| person(&name))
        });
        if let Some(author) = card {
            return Some((author, "meta"));
        }
        AUTHORS.iter().find_map(|spot| {
            // Such places also hold addresses of profiles, labels, or the site's own name. Of journals
            // each author has a place.
            let mut found: Vec<String> = self.at(spot).iter().filter_map(|(text, _)| person(text)).collect();
            found.dedup();
            (!found.is_empty()).then(|| (found.join(", "), spot.0))
        })
    }

    /// The names, folded, of what leads to the front page.
    pub fn houses(&self) -> Vec<String> {
        let is_home = |node: &&NodeRef| {
            node.attr("href").is_some_and(|href| {
                let path = href.split_once("://").map_or(&*href, |(_, rest)| rest);
                let path = path.split_once('/').map_or("", |(_, path)| path);
                matches!(&*href, "/" | "./" | "index.html" | "index.php")
                    || href.contains("://") && path.is_empty()
            })
        };
        self.elements.iter().filter(is_home).map(|node| fold(&squeeze(&node.text()))).collect()
    }

    /// The one person whose page the article links to; a list of columnists names several.
    pub fn linked_author(&self, is_person: &dyn Fn(&str) -> bool) -> Option<String> {
        let linked = self.at(&AUTHOR_PAGES);
        let mut found: Vec<String> = linked.iter().filter_map(|(name, _)| names(name)).collect();
        found.retain(|name| is_person(name));
        found.dedup();
        <[_; 1]>::try_from(found).ok().map(|[name]| name)
    }
}
