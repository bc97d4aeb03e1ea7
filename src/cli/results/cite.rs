//! Hits as citations, ready to paste: what was read, where, when, and a hash that tells later whether
//! the article still is what it was.

use std::io::Write;

use axtar::corpus::Article;
use jiff::civil::Date;

use super::{Format, Listing, Written, day, title, today, web_address};
use crate::cli::messages::say;
use crate::cli::output::printable;

/// Hexadecimal digits of the hash: 128 bits, which nobody can make another article for.
const HASH_DIGITS: usize = 32;

pub fn write(out: &mut impl Write, listing: &Listing) -> Written {
    for hit in listing.articles(Format::Cite).into_iter().flatten() {
        if let Some(article) = listing.archive.article(&hit.article.article.id)? {
            writeln!(out, "{}", citation(&article, hit.paragraph, today()))?;
        }
    }
    Ok(())
}

/// One line: author, title, source, date, address, paragraph, hash, day of the search. `article` is
/// whole, `paragraph` counts from 0.
pub fn citation(article: &Article, paragraph: u32, searched: Date) -> String {
    let hash: String = article.content_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [
        article.author.clone(),
        Some(format!("“{}”", title(article))),
        article.source.clone(),
        day(article),
        web_address(article).or(article.path.as_deref()).map(str::to_owned),
        Some(say!(PLACE, number = paragraph + 1, count = article.paragraphs.len())),
        Some(format!("BLAKE3 {}", &hash[..HASH_DIGITS])),
        Some(say!(SEARCHED, day = searched)),
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    printable(&line).replace(['\n', '\t'], " ")
}
