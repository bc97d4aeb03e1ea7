//! An article laid out in lines of a width, and how far it is scrolled.

use std::ops::Range;

use axtar::corpus::{Article, PublicationDate};
use axtar::search::{Highlight, Hit};
use ratatui::text::{Line, Span};

use super::text::{Piece, marked, plain, wrapped};
use super::theme::Theme;

/// What is known of the article of a hit: at first its paragraph, then all.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The article.
    pub article: Article,
    /// The matches of the title, then of each paragraph; fewer where nothing is known.
    pub marks: Vec<Vec<Highlight>>,
    /// The paragraph that was found.
    pub paragraph: usize,
    /// The number of the first paragraph that is here.
    pub first: usize,
    /// Are all of them here?
    pub is_whole: bool,
}

impl Opened {
    /// What a hit itself tells.
    pub fn of_hit(hit: &Hit) -> Self {
        let article = Article { paragraphs: vec![hit.text.clone()], ..hit.article.article.clone() };
        let marks = vec![vec![], hit.highlights.clone()];
        let paragraph = hit.paragraph as usize;
        Opened { article, marks, paragraph, first: paragraph, is_whole: false }
    }

    fn marks(&self, place: usize) -> impl Iterator<Item = Range<usize>> {
        self.marks.get(place).into_iter().flatten().map(|mark| mark.from..mark.to)
    }
}

/// The lines. Laid out again only when the article, the paragraph found or the width is another.
#[derive(Debug, Default)]
pub struct Page {
    lines: Vec<Line<'static>>,
    /// Lines with a match in them.
    matches: Vec<usize>,
    top: usize,
    height: usize,
    of: Option<(String, bool, usize, usize)>,
}

impl Page {
    /// Lays an article out for an area, and brings its paragraph to sight if it was not laid out.
    pub fn lay(&mut self, opened: &Opened, width: usize, height: usize, theme: &Theme) {
        self.height = height;
        let of = (opened.article.id.clone(), opened.is_whole, opened.paragraph, width);
        if self.of.as_ref() == Some(&of) {
            self.top = self.top.min(self.last_top());
            return;
        }
        *self = Page { height, of: Some(of), ..Page::default() };
        let room = width.saturating_sub(2);
        let title = if opened.article.title.is_empty() { &opened.article.id } else { &opened.article.title };
        let title = marked(title, opened.marks(0), theme.title, theme.matched);
        self.push(&title, room, Span::raw(""), theme);
        for line in about(&opened.article) {
            self.push(&plain(&line, theme.dim), room, Span::raw(""), theme);
        }
        if opened.first > 0 {
            self.lines.extend([Line::default(), Line::styled("…", theme.dim)]);
        }
        let mut found = 0..0;
        for (place, text) in opened.article.paragraphs.iter().enumerate() {
            self.lines.push(Line::default());
            let is_found = opened.first + place == opened.paragraph;
            let bar = if is_found { Span::styled("▌ ", theme.bar) } else { Span::raw("  ") };
            let start = self.lines.len();
            let text = marked(text, opened.marks(place + 1), theme.plain, theme.matched);
            self.push(&text, room, bar, theme);
            if is_found {
                found = start..self.lines.len();
            }
        }
        // From the top of the article if the paragraph is in sight from there, else a little before it.
        self.top = if found.end <= height { 0 } else { found.start.saturating_sub(2).min(self.last_top()) };
    }

    fn push(&mut self, pieces: &[Piece], width: usize, bar: Span<'static>, theme: &Theme) {
        for mut line in wrapped(pieces, width) {
            if line.spans.iter().any(|span| span.style == theme.matched) {
                self.matches.push(self.lines.len());
            }
            if !bar.content.is_empty() {
                line.spans.insert(0, bar.clone());
            }
            self.lines.push(line);
        }
    }

    /// The lines in sight.
    pub fn lines(&self) -> &[Line<'static>] {
        let end = (self.top + self.height).min(self.lines.len());
        &self.lines[self.top.min(end)..end]
    }

    /// How much of the article is above and in sight, in percent.
    pub fn percent(&self) -> usize {
        (self.top + self.height).min(self.lines.len()) * 100 / self.lines.len().max(1)
    }

    /// A page forward keeps a line of the one before.
    pub fn leaf(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    /// Scrolls by lines.
    pub fn scroll(&mut self, down: bool, lines: usize) {
        let top = if down { self.top.saturating_add(lines) } else { self.top.saturating_sub(lines) };
        self.top = top.min(self.last_top());
    }

    /// To the next line with a match below the first in sight, or the one before it.
    pub fn go_to_match(&mut self, down: bool) {
        let line = match down {
            true => self.matches.iter().find(|line| **line > self.top),
            false => self.matches.iter().rev().find(|line| **line < self.top),
        };
        if let Some(line) = line {
            self.top = (*line).min(self.last_top());
        }
    }

    fn last_top(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }
}

/// Date, source, section and author; the address; the file.
fn about(article: &Article) -> Vec<String> {
    let date = article.date.as_ref().map(PublicationDate::to_string).map(|date| date.replace('T', " "));
    let author = match (&article.author, &article.author_title) {
        (Some(name), Some(office)) => Some(format!("{name}, {office}")),
        (name, _) => name.clone(),
    };
    let known = [date, article.source.clone(), article.section.clone(), author];
    let first = known.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    [Some(first).filter(|line| !line.is_empty()), article.url.clone(), article.path.clone()]
        .into_iter()
        .flatten()
        .collect()
}
