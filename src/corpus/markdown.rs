//! Markdown: front matter to fields, blocks to plain paragraphs.
//!
//! Every paragraph, list item, table row and code block is a paragraph of the article, without
//! its marks. A sub-heading stays as a paragraph only if it has more than three words: a longer one
//! is a statement worth finding, `Yeni bazarlar` alone would be a hit that says nothing.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::article::Article;
use super::date::PublicationDate;
use super::error::{ReadError, shown_value};
use super::folding::{fold, squeeze};
use super::front_matter;
use super::page::words;
use super::place::Place;
use super::read::Page;

/// Sub-headings with more words than this are kept.
const SIGNPOST_WORDS: usize = 3;

/// Reads a file; the article may be without id and paragraphs.
pub(super) fn read(place: &Place, text: &str) -> Result<Page, ReadError> {
    let (entries, body) = front_matter::split(text);
    let mut page = Page::default();
    let article = &mut page.article;
    for entry in entries {
        let value = Some(entry.value).filter(|value| !value.is_empty());
        match entry.key.as_str() {
            "id" => article.id = value.unwrap_or_default(),
            "title" => article.title = value.unwrap_or_default(),
            "date" => {
                article.date = value.as_deref().and_then(PublicationDate::parse);
                if let (None, Some(value)) = (article.date, value) {
                    let at = place.line(entry.line);
                    page.warnings.push(ReadError::Date { at, value: shown_value(&value) });
                }
            }
            "source" => article.source = value,
            "author" => article.author = value,
            "author_title" => article.author_title = value,
            "section" => article.section = value,
            "category" => article.section = article.section.take().or(value),
            "url" => article.url = value,
            "lang" => article.lang = value,
            _ => {}
        }
    }
    fill(article, blocks(body));
    Ok(page)
}

/// Title and paragraphs from the blocks, as far as the front matter does not say them.
fn fill(article: &mut Article, mut blocks: Vec<Block>) {
    // A first-level heading is the title, or says it again.
    if let Some(first) = blocks.iter().position(|block| block.heading == Some(HeadingLevel::H1)) {
        if article.title.is_empty() {
            article.title = blocks.remove(first).text;
        } else if fold(&article.title) == fold(&blocks[first].text) {
            blocks.remove(first);
        }
    }
    let date = blocks.first().and_then(|block| PublicationDate::parse(&block.text));
    if article.date.is_none() && date.is_some() {
        article.date = date;
        blocks.remove(0);
    }
    let is_kept = |block: &Block| block.heading.is_none() || words(&block.text) > SIGNPOST_WORDS;
    article.paragraphs = blocks.into_iter().filter(is_kept).map(|block| block.text).collect();
}

/// A piece of the page that stands by itself.
struct Block {
    heading: Option<HeadingLevel>,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut heading = None;
    let mut end = |text: &mut String, heading: Option<HeadingLevel>| {
        let squeezed = squeeze(text);
        text.clear();
        if !squeezed.is_empty() {
            blocks.push(Block { heading, text: squeezed });
        }
    };
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Html(piece) => strip_tags(&piece, &mut text),
            Event::InlineHtml(tag) if fold(&tag).starts_with("<br") => text.push(' '),
            // A cell's end is a gap, so that its last word and the next cell's first stay apart.
            Event::End(TagEnd::TableCell) => text.push_str(" | "),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                text.truncate(text.trim_end_matches([' ', '|']).len());
                end(&mut text, None);
            }
            Event::Start(tag) => {
                let level = if let Tag::Heading { level, .. } = &tag { Some(*level) } else { None };
                if level.is_some() || is_block(&tag) {
                    end(&mut text, heading);
                    heading = level;
                }
            }
            Event::End(TagEnd::Heading(_)) => end(&mut text, heading.take()),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::FootnoteDefinition,
            ) => end(&mut text, heading),
            _ => {}
        }
    }
    end(&mut text, heading);
    blocks
}

fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Item
            | Tag::List(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::BlockQuote(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
    )
}

/// The text of an HTML block, its tags left out.
fn strip_tags(html: &str, text: &mut String) {
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(markdown: &str) -> Article {
        let mut article = Article::default();
        fill(&mut article, blocks(markdown));
        article
    }

    #[test]
    fn blocks_become_plain_paragraphs() {
        let article = article(
            "# Şüşə zavodu\n\n12 may 2023\n\nZavod **işə\ndüşüb**, [ünvan](http://x.example).\n\n\
             ## Yeni bazarlar\n\n## Şüşənin yolu qumdan başlayır\n\n- qum;\n- *soda*.\n\n\
             > Sitat belədir.\n\n| Ay | Ton |\n|---|---|\n| may | 3 |\n\n<p>Blok <b>mətn</b></p>\n",
        );
        assert_eq!(article.title, "Şüşə zavodu");
        assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2023-05-12"));
        assert_eq!(
            article.paragraphs,
            [
                "Zavod işə düşüb, ünvan.",
                "Şüşənin yolu qumdan başlayır",
                "qum;",
                "soda.",
                "Sitat belədir.",
                "Ay | Ton",
                "may | 3",
                "Blok mətn",
            ]
        );
    }
}
