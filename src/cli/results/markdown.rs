//! Hits as Markdown: a heading an article, a quotation a paragraph, matches in bold.

use std::io::Write;

use axtar::search::Hit;

use super::{Format, Listing, Written, copies, copy, day, overview, pieces, title, today, web_address};
use crate::cli::messages::say;
use crate::cli::output::printable;

pub fn write(out: &mut impl Write, listing: &Listing) -> Written {
    writeln!(out, "# {}\n", escaped(listing.query))?;
    writeln!(out, "{}", say!(SEARCHED, day = today()))?;
    let mut number = listing.answer.hits.first().map_or(1, |hit| hit.rank);
    for hits in listing.articles(Format::Markdown) {
        let Some(first) = hits.first() else { continue };
        let article = &first.article.article;
        let heading = escaped(title(article));
        match web_address(article) {
            // Angle brackets let an address hold parentheses; its own are percent-encoded.
            Some(url) => {
                let url = printable(url).replace('<', "%3C").replace('>', "%3E");
                writeln!(out, "\n## {number}. [{heading}](<{url}>)\n")?;
            }
            None => writeln!(out, "\n## {number}. {heading}\n")?,
        }
        let about = [day(article), article.source.clone(), article.author.clone(), article.section.clone()];
        let about: Vec<String> = about.into_iter().flatten().map(|text| escaped(&text)).collect();
        if !about.is_empty() {
            writeln!(out, "{}", about.join(" · "))?;
        }
        for hit in &hits {
            write_hit(out, listing, hit, number)?;
            number += 1;
        }
        if let Some(told) = copies(&first.copies) {
            writeln!(out, "\n{}", escaped(&told))?;
        }
        if !first.copies.named.is_empty() {
            writeln!(out)?;
        }
        for other in &first.copies.named {
            writeln!(out, "- {}", escaped(&copy(other)))?;
        }
    }
    if listing.answer.hits.is_empty() {
        writeln!(out, "\n{}", say!(NOTHING_FOUND))?;
    }
    listing.overviews.iter().try_for_each(|overview| overview::write_markdown(out, overview))
}

fn write_hit(out: &mut impl Write, listing: &Listing, hit: &Hit, number: usize) -> Written {
    let place = say!(PLACE, number = hit.paragraph + 1, count = hit.article.paragraph_count);
    writeln!(out, "\n({number}) {place}, `{}`\n", printable(&hit.id()).replace(['`', '\n'], " "))?;
    let around = listing.around(hit)?;
    for text in around.as_ref().map_or(&[][..], |around| &around.before) {
        writeln!(out, "> {}\n>", escaped(text))?;
    }
    let text = pieces(&hit.text, &hit.highlights)
        .into_iter()
        .map(|(piece, matched)| if matched { format!("**{}**", escaped(piece)) } else { escaped(piece) });
    writeln!(out, "> {}", text.collect::<String>())?;
    for text in around.as_ref().map_or(&[][..], |around| &around.after) {
        writeln!(out, ">\n> {}", escaped(text))?;
    }
    Ok(())
}

/// The text as Markdown that shows it: signs that mean something get a backslash, line breaks
/// become blanks, so that nothing begins a line but what we put there.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let text = printable(text);
    for (at, c) in text.char_indices() {
        let begins = at == 0 && "#-+=".contains(c);
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => out.extend(['\\', c]),
            _ if begins => out.extend(['\\', c]),
            // A number and a point would begin a list.
            '.' | ')' if at > 0 && text[..at].chars().all(|c| c.is_ascii_digit()) => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("# a *b* [c](d) <i>"), r"\# a \*b\* \[c\](d) \<i\>");
        assert_eq!(escaped("1. Bakı\n2. Gəncə"), r"1\. Bakı 2. Gəncə");
        // Read back by a Markdown parser it is one paragraph with the very text.
        for text in ["#1 - a_b_c `d` ~~e~~ &amp; <script>", "1) x", "- y", "+ z", "=== w", "| a | b |"] {
            let mut shown = String::new();
            for event in pulldown_cmark::Parser::new(&format!("> {}", escaped(text))) {
                match event {
                    pulldown_cmark::Event::Text(piece) => shown.push_str(&piece),
                    pulldown_cmark::Event::Start(tag) => assert!(
                        matches!(tag, pulldown_cmark::Tag::Paragraph | pulldown_cmark::Tag::BlockQuote(_)),
                        "{text}"
                    ),
                    pulldown_cmark::Event::End(_) => {}
                    other => panic!("{text}: {other:?}"),
                }
            }
            assert_eq!(shown, text);
        }
    }
}
