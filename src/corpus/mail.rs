//! Mails: one in a file (EML), many in one (mbox), and pages that browsers saved as mails (MHTML).
//!
//! A mail's subject is its title, its text the paragraphs; newsletters have only HTML, of which all
//! text counts. Documents attached to a mail are read as entries of an archive are.

use std::io::Cursor;
use std::ops::ControlFlow;

use mail_parser::{Address, Message, MessageParser, MimeHeaders};

use super::article::Article;
use super::date::PublicationDate;
use super::error::ReadError;
use super::format::{Ending, ending};
use super::html::{self, Known};
use super::lines::{Line, Lines};
use super::place::{DEEPEST_ARCHIVE, Place};
use super::read::{Page, Sink, read_source};
use super::source::{LIMIT, Source};
use super::text;

/// With attachments a mail is larger than an article.
const LARGEST: usize = 2 * LIMIT;

/// Reads a file of one mail.
pub(super) fn read(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    match source.bytes("a mail", LARGEST) {
        Ok(bytes) => read_mail(&bytes, &place, None, sink),
        Err(error) => sink.error(error),
    }
}

/// Reads a file of mails, each begun by a line `From …`.
pub(super) fn read_mailbox(source: &mut Source, sink: &mut Sink) -> ControlFlow<()> {
    let place = source.place.clone();
    let mut lines = Lines::new(&mut source.reader);
    let mut mail: Vec<u8> = Vec::new();
    let (mut start, mut too_large, mut blank) = (1, false, true);
    loop {
        let line = match lines.next() {
            Ok(line) => line,
            Err(cause) => {
                let number = lines.number();
                return sink.error(source.failure(number, cause));
            }
        };
        let begins = line == Line::Whole && blank && lines.bytes().starts_with(b"From ");
        if begins || line == Line::End {
            if too_large {
                sink.error(ReadError::RecordTooLarge { at: place.line(start), kind: "a mail" })?;
            } else if !mail.trim_ascii().is_empty() {
                read_mail(&mail, &place, Some(start), sink)?;
            }
            if line == Line::End {
                return ControlFlow::Continue(());
            }
            mail.clear();
            too_large = false;
            start = lines.number();
            continue;
        }
        too_large |= line == Line::TooLong || mail.len() + lines.bytes().len() > LIMIT;
        blank = line == Line::Whole && lines.bytes().is_empty();
        if too_large {
            mail = Vec::new();
            continue;
        }
        // `From` at the head of a line of text was given a `>` more.
        let text = lines.bytes();
        let arrows = text.iter().take_while(|byte| **byte == b'>').count();
        let is_escaped = arrows > 0 && text[arrows..].starts_with(b"From ");
        mail.extend_from_slice(&text[usize::from(is_escaped)..]);
        mail.push(b'\n');
    }
}

/// One mail; `line` is where it begins in a mailbox.
fn read_mail(bytes: &[u8], place: &Place, line: Option<u64>, sink: &mut Sink) -> ControlFlow<()> {
    let at = || line.map_or_else(|| place.at(), |line| place.line(line));
    let parsed = MessageParser::default().parse(bytes).filter(|mail| !mail.parts.is_empty());
    let Some(mail) = parsed else {
        return sink.structure(at(), "a mail without head and text", "save it anew as .eml");
    };
    if let Some(url) = saved_page(&mail) {
        return read_page(&mail, url, place, sink);
    }
    let article = match article(&mail) {
        Ok(article) => article,
        Err(reason) => return sink.structure(at(), reason, "save the text of this mail as .txt"),
    };
    let has_text = !article.paragraphs.is_empty();
    if has_text || mail.attachment_count() == 0 {
        let page = Page::from(article);
        match line {
            Some(line) => page.finish_one(place, line, sink)?,
            None => page.finish(place, sink)?,
        }
    }
    read_attachments(&mail, place, sink)
}

fn article(mail: &Message) -> Result<Article, &'static str> {
    let title = mail.subject().unwrap_or_default().trim().to_owned();
    let has_text = mail.text_bodies().any(|part| part.is_text() && !part.is_text_html());
    let paragraphs = if has_text {
        let text = mail.body_text(0).unwrap_or_default();
        // The signature of a mail is parted by a line `-- `.
        let text = text.split("\n-- \n").next().unwrap_or_default();
        text::paragraphs(text)
    } else {
        html::fragment(mail.body_html(0).unwrap_or_default().into_owned())?.paragraphs
    };
    let mut article = Article {
        id: mail.message_id().unwrap_or_default().to_owned(),
        title,
        paragraphs,
        date: mail.date().and_then(|date| PublicationDate::parse(&date.to_rfc3339())),
        author: sender(mail.from()),
        ..Article::default()
    };
    for field in ["date", "author", "title"] {
        article.found(field, "mail head");
    }
    Ok(article)
}

/// The sender's name, else the address.
fn sender(from: Option<&Address>) -> Option<String> {
    let first = from?.first()?;
    let name = first.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    name.or(first.address.as_deref()).map(str::to_owned)
}

/// The address of a page that a browser saved as a mail.
fn saved_page(mail: &Message) -> Option<String> {
    let header =
        mail.header("Snapshot-Content-Location").and_then(|value| value.as_text().map(str::to_owned));
    let by_browser = || {
        let from = mail
            .from()
            .and_then(|from| from.first())
            .and_then(|from| from.address.as_deref().or(from.name.as_deref()));
        from.is_some_and(|from| from.to_lowercase().contains("saved by"))
    };
    header.or_else(|| by_browser().then(String::new))
}

fn read_page(mail: &Message, url: String, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
    let Some(html) = mail.body_html(0) else {
        return sink.structure(place.at(), "a saved page without HTML", "save the page anew");
    };
    let known = Known { url: Some(url).filter(|url| url.starts_with("http")), moment: None };
    match html::read(place, html.into_owned(), &known) {
        Ok(page) => page.finish(place, sink),
        Err(error) => sink.error(error),
    }
}

/// Documents among the attachments; pictures and the like are passed over.
fn read_attachments(mail: &Message, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
    for attachment in mail.attachments() {
        let Some(name) = attachment.attachment_name() else { continue };
        if !matches!(ending(name.as_ref()), Ending::Known(_)) {
            continue;
        }
        let inner = place.inside(name);
        if inner.depth > DEEPEST_ARCHIVE {
            sink.error(ReadError::TooDeep { at: inner.at() })?;
            continue;
        }
        let budget = sink.budget.clone();
        let bytes: Box<dyn std::io::Read> = Box::new(Cursor::new(attachment.contents()));
        match Source::unpack(inner, bytes, &budget) {
            Ok(mut source) => read_source(&mut source, sink)?,
            Err(error) => sink.error(error)?,
        }
    }
    ControlFlow::Continue(())
}
