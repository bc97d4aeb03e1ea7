//! The hits: title, date and place, and two lines of the paragraph with what matched in sight.

use axtar::corpus::PublicationDate;
use axtar::search::{Answer, Hit, window};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::state::State;
use super::text::{cut, marked, plain, safe, wrapped};
use super::theme::Theme;
use super::view::tell;
use crate::cli::messages::say;
use crate::cli::results::copies;
use crate::cli::spellings::{told, worth_telling};

/// Lines of a hit: title, about, two of its text.
const LINES: usize = 4;
/// Lines of its text.
const TEXT: usize = 2;

/// Draws the hits around the chosen one, or what there is to say instead.
pub fn draw(frame: &mut Frame, area: Rect, state: &mut State, theme: &Theme) {
    state.rows = (usize::from(area.height) / LINES).max(1);
    if let Some((message, hint)) = &state.problem {
        let hint = hint.iter().map(|hint| (hint.clone(), theme.dim));
        let rows: Vec<_> = std::iter::once((message.clone(), theme.wrong)).chain(hint).collect();
        return tell(frame, area, &rows);
    }
    let Some(answer) = &state.answer else {
        return tell(frame, area, &[(say!(TUI_START), theme.dim)]);
    };
    if answer.hits.is_empty() {
        let missing = answer.words.iter().filter(|word| word.variants.is_empty());
        let missing = missing.map(|word| format!("{}: {}", word.written, say!(NOT_IN_ARCHIVE)));
        let mut rows = vec![(say!(NOTHING_FOUND), theme.title)];
        rows.extend(missing.map(|row| (row, theme.dim)));
        return tell(frame, area, &rows);
    }
    state.top = state.top.min(state.selected).max((state.selected + 1).saturating_sub(state.rows));
    let width = usize::from(area.width);
    let shown = answer.hits.iter().enumerate().skip(state.top).take(state.rows);
    let lines: Vec<Line> =
        shown.flat_map(|(place, hit)| drawn(hit, place == state.selected, width, theme)).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

fn drawn(hit: &Hit, is_chosen: bool, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let room = width.saturating_sub(3);
    let article = &hit.article.article;
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let mut heading = vec![(format!("{} ", hit.rank), theme.dim)];
    heading.extend(plain(title, theme.title));
    let date = article.date.as_ref().map(PublicationDate::to_string);
    let day = date.as_deref().map(|date| date.split('T').next().unwrap_or(date));
    let place = say!(PLACE, number = hit.paragraph + 1, count = hit.article.paragraph_count);
    let missing = (!hit.missing.is_empty()).then(|| say!(WITHOUT, words = hit.missing.join(", ")));
    let copies = copies(&hit.copies);
    let about = [
        day,
        article.source.as_deref(),
        article.section.as_deref(),
        Some(&place),
        copies.as_deref(),
        missing.as_deref(),
    ];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut lines = vec![cut(&heading, room), cut(&plain(&about, theme.dim), room)];
    let mut text = wrapped(&excerpt(hit, room * TEXT, theme), room);
    text.resize_with(TEXT, Line::default);
    lines.extend(text);
    let bar = if is_chosen { Span::styled("▌ ", theme.bar) } else { Span::raw("  ") };
    for line in &mut lines {
        line.spans.insert(0, bar.clone());
    }
    lines
}

/// About so many columns of the paragraph, where the most of the query is.
fn excerpt(hit: &Hit, columns: usize, theme: &Theme) -> Vec<(String, ratatui::style::Style)> {
    let shown = window(&hit.text, &hit.highlights, columns);
    let inside = hit.highlights.iter().filter(|mark| mark.from >= shown.start && mark.to <= shown.end);
    let marks = inside.map(|mark| mark.from - shown.start..mark.to - shown.start);
    let mut pieces = marked(&hit.text[shown.clone()], marks, theme.plain, theme.matched);
    if shown.start > 0 {
        pieces.insert(0, ("… ".into(), theme.dim));
    }
    pieces
}

/// `Tokaev → Tokayev 1,203, Tokaev 88`, of words that others stood for, and of those that are not in
/// the archive.
pub fn spellings(answer: &Answer) -> Vec<String> {
    let lines = answer.words.iter().filter(|word| word.required).filter_map(|word| {
        if word.variants.is_empty() {
            return Some(format!("{}: {}", word.written, say!(NOT_IN_ARCHIVE)));
        }
        let (all, others) = worth_telling(word);
        if !others {
            return None;
        }
        let shown = all.into_iter().take(4).map(|variant| told(word, variant));
        Some(format!("{} → {}", word.written, shown.collect::<Vec<_>>().join(", ")))
    });
    lines.map(|line| safe(&line)).collect()
}
