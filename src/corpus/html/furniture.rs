//! What a site puts around and into an article: taken off the tree before the article is looked for,
//! since readability keeps a list of related articles that lies in the article's own element.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;

use super::super::page::words;

/// Elements that hold no text of an article. Captions are left out as well: they describe a
/// picture that the archive does not have.
const ELEMENTS: [&str; 24] = [
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "button",
    "iframe",
    "svg",
    "select",
    "dialog",
    "figcaption",
    "label",
    "input",
    "textarea",
    "marquee",
    "amp-ad",
    "amp-consent",
    "amp-sidebar",
    "amp-twitter",
    "amp-instagram",
    "amp-facebook",
    "amp-social-share",
];

/// Roles of what is no text.
const ROLES: [&str; 5] = ["banner", "navigation", "complementary", "contentinfo", "search"];

/// Classes of what is not shown, and of posts of other sites.
const CLASSES: [&str; 5] =
    ["visually-hidden", "sr-only", "screen-reader-text", "twitter-tweet", "instagram-media"];

/// Is an element no text by its kind, whatever its names? Asked in one walk, since a list of as many
/// selectors is tried on every element.
fn is_no_text(node: &NodeRef) -> bool {
    let name = node.node_name();
    let name = name.as_deref().unwrap_or_default();
    let lies_in = |other: &str| node.parent().is_some_and(|parent| parent.has_name(other));
    let is =
        |attribute: &str, test: &dyn Fn(&str) -> bool| node.attr(attribute).is_some_and(|value| test(&value));
    ELEMENTS.contains(&name)
        || name == "header" && lies_in("body")
        // The number of a footnote.
        || name == "a" && lies_in("sup")
        || name == "sup" && lies_in("a")
        || node.has_attr("hidden")
        || node.has_attr("placeholder")
        || is("role", &|role| ROLES.contains(&role))
        || is("style", &|style| style.replace(' ', "").contains("display:none"))
        || is("class", &|class| class.split_whitespace().any(|class| CLASSES.contains(&class)))
}

/// Words in a class or id that mark furniture, Azerbaijani sites' own among them.
const MARKS: [&str; 106] = [
    "share",
    "sharing",
    "social",
    "related",
    "similar",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "banner",
    "advert",
    "ads",
    "popular",
    "subscribe",
    "pagination",
    "tags",
    "menu",
    "navbar",
    "newsfeed",
    "reklam",
    "oxsar",
    "diger",
    "lent",
    "paylas",
    "serhler",
    "teqler",
    "etiketler",
    "reyler",
    "recommended",
    // Compounds are split, so these stand for whole families of names.
    "caption",
    "mostread",
    "trending",
    "newsletter",
    "gdpr",
    "consent",
    "paywall",
    "adsbygoogle",
    "advertisement",
    "sponsored",
    "promo",
    "teaser",
    "disqus",
    "rating",
    "pager",
    "copyright",
    "footer",
    "toolbar",
    "paylasim",
    "sosial",
    "benzer",
    "elaqeli",
    "populyar",
    "lenti",
    "serh",
    "rey",
    "abune",
    "kuki",
    "teq",
    "acar",
    "poll",
    "sorgu",
    "vote",
    "modal",
    "popup",
    "signup",
    "subscription",
    "bookmark",
    "embed",
    "player",
    "mmp",
    "bio",
    "toc",
    "also",
    "prev",
    "prevnext",
    "epg",
    "weather",
    "currency",
    "ticker",
    "printfooter",
    "catlinks",
    "editsection",
    "thumbcaption",
    "emotions",
    "reaksiya",
    "likes",
    "berrors",
    "captions",
    "skip",
    "jump",
    "sitesub",
    "contentsub",
    "footnotes",
    "footnote",
    "endnotes",
    "references",
    "postmetadata",
    "partner",
    "sponsor",
    "tanitim",
    "tag",
    "tagcloud",
    "taglist",
    "hashtags",
];

static MARKED: LazyLock<FxHashSet<&str>> = LazyLock::new(|| MARKS.into_iter().collect());

/// How many elements are looked at to find out how much text is in marked ones: real pages have
/// some thousands in all.
const MOST_WEIGHED: usize = 2_000_000;

/// Removes what a site marks as furniture.
pub(super) fn remove(document: &Document) {
    let around: Vec<NodeRef> = document.root().descendants_it().filter(is_no_text).collect();
    around.iter().for_each(NodeRef::remove_from_parent);
    remove_marked(document);
    remove_cards(document);
}

fn remove_marked(document: &Document) {
    let Some(body) = document.body() else { return };
    let paragraphs_in = |node: &NodeRef| {
        let paragraphs = node.descendants_it().filter(|node| node.has_name("p"));
        paragraphs.map(|p| p.text().len()).sum::<usize>()
    };
    // Old pages have no paragraphs, or those of their head alone.
    let has_paragraphs = paragraphs_in(&body) * 3 > body.text().len();
    let text_in = |node: &NodeRef| if has_paragraphs { paragraphs_in(node) } else { node.text().len() };
    let total = text_in(&body);
    let mut weighed = 0;
    let is_named = |node: &NodeRef| node.has_attr("class") || node.has_attr("id") || node.has_name("form");
    let named: Vec<NodeRef> = body.descendants_it().filter(is_named).collect();
    for node in &named {
        let names = [node.attr("class"), node.attr("id")];
        // A form may be the frame of a whole page.
        let is_marked = node.has_name("form")
            || names.iter().flatten().any(|names| {
                names
                    .split([' ', '-', '_', '\t', '\n'])
                    .any(|name| MARKED.contains(name.to_ascii_lowercase().as_str()))
            });
        // Marked elements that lie in each other are weighed again and again; in a page made for
        // that, the rest stays.
        if !is_marked || weighed > MOST_WEIGHED {
            continue;
        }
        weighed += node.descendants_it().count();
        // `with-sidebar` on the page's frame marks no furniture: that never holds the text.
        if text_in(node) * 3 <= total {
            node.remove_from_parent();
        }
    }
}

/// How many alike make a list.
const CARDS: usize = 3;

/// Words that a card has at most.
const CARD_WORDS: usize = 45;

/// Removes lists of other articles under any name: three or more elements alike, side by side, each
/// little more than a link. Entries of a live report are alike too, but hold no links of such size.
fn remove_cards(document: &Document) {
    let mut weighed = 0;
    let Some(body) = document.body() else { return };
    let is_parent = |node: &NodeRef| {
        node.node_name()
            .is_some_and(|name| matches!(name.as_ref(), "div" | "section" | "ul" | "ol" | "main" | "td"))
    };
    let below: Vec<NodeRef> = body.descendants_it().filter(is_parent).collect();
    for parent in std::iter::once(&body).chain(&below) {
        let mut alike: Vec<(String, Vec<NodeRef>)> = Vec::new();
        for child in parent.element_children() {
            let Some(name) = child
                .node_name()
                .filter(|name| matches!(name.as_ref(), "div" | "li" | "article" | "section" | "p"))
            else {
                continue;
            };
            let key = format!("{name} {}", child.attr("class").unwrap_or_default());
            match alike.iter_mut().find(|(known, _)| *known == key) {
                Some((_, nodes)) => nodes.push(child),
                None => alike.push((key, vec![child])),
            }
        }
        for (_, cards) in alike.iter().filter(|(_, cards)| cards.len() >= CARDS) {
            weighed += cards.iter().map(|card| card.descendants_it().count()).sum::<usize>();
            if weighed > MOST_WEIGHED {
                return;
            }
            if cards.iter().all(is_card) {
                cards.iter().for_each(NodeRef::remove_from_parent);
            }
        }
    }
}

/// Whether an element is a link to another article, with an excerpt at most.
fn is_card(node: &NodeRef) -> bool {
    let all = words(&node.text());
    let linked: usize = node
        .descendants_it()
        .filter(|inner| inner.has_name("a") && inner.has_attr("href"))
        .map(|link| words(&link.text()))
        .sum();
    linked >= 2 && all <= CARD_WORDS && linked * 4 >= all
}
