//! Hits as one page for a browser: nothing beside it is needed, nothing in it runs.

use std::io::Write;

use axtar::search::{Highlight, Hit};

use super::{Format, Listing, Written, copies, copy, day, overview, pieces, title, today, web_address};
use crate::cli::messages::{Language, say};
use crate::cli::output::printable;

/// Legible on any screen, in the dark and on paper.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.55 Georgia,serif}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .2rem}\
.about,.place,footer{font:.85rem/1.4 system-ui,sans-serif;opacity:.75;overflow-wrap:anywhere}\
blockquote{margin:.4rem 0;padding-left:1rem;border-left:.2rem solid #9994}\
.near{opacity:.65}\
table{border-spacing:1rem .1rem}td:not(:first-child){text-align:right}\
mark{background:#fd08;color:inherit;border-radius:.15rem}\
@media print{body{margin:0}a{color:inherit}}";

pub fn write(out: &mut impl Write, listing: &Listing) -> Written {
    let language = match Language::current() {
        Language::Az => "az",
        Language::En => "en",
    };
    let query = escaped(listing.query);
    writeln!(out, "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">")?;
    // Whatever an article holds, a browser runs and fetches nothing.
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">")?;
    writeln!(out, "<title>{query}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{query}</h1>")?;
    if listing.answer.hits.is_empty() {
        writeln!(out, "<p>{}</p>", escaped(&say!(NOTHING_FOUND)))?;
    }
    let mut number = listing.answer.hits.first().map_or(1, |hit| hit.rank);
    for hits in listing.articles(Format::Html) {
        write_article(out, listing, &hits, number)?;
        number += hits.len();
    }
    listing.overviews.iter().try_for_each(|overview| overview::write_html(out, overview))?;
    writeln!(out, "<footer>{}</footer>\n</body>\n</html>", escaped(&say!(SEARCHED, day = today())))?;
    Ok(())
}

fn write_article(out: &mut impl Write, listing: &Listing, hits: &[&Hit], number: usize) -> Written {
    let Some(first) = hits.first() else { return Ok(()) };
    let article = &first.article.article;
    let heading = match article.title.is_empty() {
        true => escaped(title(article)),
        false => marked(&article.title, &first.title_highlights),
    };
    match web_address(article) {
        Some(url) => writeln!(
            out,
            "<article lang=\"az\">\n<h2>{number}. <a href=\"{}\" rel=\"noreferrer\">{heading}</a></h2>",
            escaped(url)
        )?,
        None => writeln!(out, "<article lang=\"az\">\n<h2>{number}. {heading}</h2>")?,
    }
    let about = [
        day(article),
        article.source.clone(),
        article.author.clone(),
        article.section.clone(),
        article.path.clone(),
    ];
    let about: Vec<String> = about.into_iter().flatten().map(|text| escaped(&text)).collect();
    writeln!(out, "<div class=\"about\">{}</div>", about.join(" · "))?;
    for hit in hits {
        let place = say!(PLACE, number = hit.paragraph + 1, count = hit.article.paragraph_count);
        writeln!(out, "<blockquote id=\"{}\">", escaped(&hit.id()))?;
        writeln!(out, "<div class=\"place\">{}</div>", escaped(&place))?;
        let around = listing.around(hit)?;
        for text in around.as_ref().map_or(&[][..], |around| &around.before) {
            writeln!(out, "<p class=\"near\">{}</p>", escaped(text))?;
        }
        writeln!(out, "<p>{}</p>", marked(&hit.text, &hit.highlights))?;
        for text in around.as_ref().map_or(&[][..], |around| &around.after) {
            writeln!(out, "<p class=\"near\">{}</p>", escaped(text))?;
        }
        writeln!(out, "</blockquote>")?;
    }
    if let Some(told) = copies(&first.copies) {
        writeln!(out, "<div class=\"about\">{}</div>", escaped(&told))?;
    }
    if !first.copies.named.is_empty() {
        let items = first.copies.named.iter().map(|other| format!("<li>{}</li>", escaped(&copy(other))));
        writeln!(out, "<ul class=\"about\">{}</ul>", items.collect::<String>())?;
    }
    writeln!(out, "</article>")?;
    Ok(())
}

fn marked(text: &str, marks: &[Highlight]) -> String {
    let pieces = pieces(text, marks).into_iter();
    let marked =
        pieces.map(
            |(piece, matched)| {
                if matched { format!("<mark>{}</mark>", escaped(piece)) } else { escaped(piece) }
            },
        );
    marked.collect()
}

/// The text as it may stand in an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
