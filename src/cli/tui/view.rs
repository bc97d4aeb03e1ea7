//! The state drawn: query and filters above, hits and the chosen paragraph in its article, keys
//! below; or the article alone; or the keys explained.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph};
use unicode_width::UnicodeWidthStr;

use axtar::search::Sort;

use super::filters::Field;
use super::list;
use super::state::{Focus, State, View};
use super::text::{Piece, cut, plain, safe, wrapped};
use super::theme::Theme;
use crate::cli::args::Reach;
use crate::cli::messages::{Message, say, table};
use crate::cli::output::{counted, decimal};

/// From this width on, list and article stand side by side.
const WIDE: u16 = 96;
/// Under this height there is no room for an article below the list.
const TALL: u16 = 18;

/// Draws all of it.
pub fn draw(frame: &mut Frame, state: &mut State, theme: &Theme) {
    match state.view {
        View::List => draw_list(frame, state, theme),
        View::Article => draw_article(frame, state, theme),
        View::Help => draw_help(frame, theme),
    }
}

fn draw_list(frame: &mut Frame, state: &mut State, theme: &Theme) {
    let area = frame.area();
    let [query, filters, rule, middle, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(filter_rows(area.width)),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(area);
    draw_query(frame, query, state, theme);
    draw_filters(frame, filters, state, theme);
    draw_rule(frame, rule, &summary(state), theme);
    draw_keys(frame, keys, state.notice.as_deref(), &table::TUI_KEYS_LIST, theme);
    let preview = if middle.width >= WIDE {
        let [left, right] =
            Layout::horizontal([Constraint::Percentage(46), Constraint::Min(1)]).areas(middle);
        list::draw(frame, left, state, theme);
        let block = Block::new().borders(Borders::LEFT).border_style(theme.dim);
        let inside = block.inner(right);
        frame.render_widget(block, right);
        Some(inside)
    } else if middle.height >= TALL {
        let [above, below] = Layout::vertical([Constraint::Percentage(50), Constraint::Min(1)]).areas(middle);
        list::draw(frame, above, state, theme);
        let block = Block::new().borders(Borders::TOP).border_style(theme.dim);
        let inside = block.inner(below);
        frame.render_widget(block, below);
        Some(inside)
    } else {
        list::draw(frame, middle, state, theme);
        None
    };
    if let (Some(area), Some(opened)) = (preview, &state.opened) {
        state.preview.lay(opened, area.width.into(), area.height.into(), theme);
        frame.render_widget(Paragraph::new(state.preview.lines().to_vec()), area);
    }
}

fn draw_article(frame: &mut Frame, state: &mut State, theme: &Theme) {
    let [rule, page, keys] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)])
            .areas(frame.area());
    if let Some(opened) = &state.opened {
        // A line is read best when it is not as wide as a wall.
        let width = page.width.min(100);
        state.page.lay(opened, width.into(), page.height.into(), theme);
        let lines = state.page.lines().to_vec();
        frame.render_widget(Paragraph::new(lines), Rect { width, ..page });
    }
    let (place, count) = (state.selected + 1, state.hits().len());
    let told = say!(TUI_HIT_OF, place = place, count = count, percent = state.page.percent());
    draw_rule(frame, rule, &told, theme);
    draw_keys(frame, keys, state.notice.as_deref(), &table::TUI_KEYS_ARTICLE, theme);
}

fn draw_help(frame: &mut Frame, theme: &Theme) {
    let area = frame.area();
    let mut lines = vec![Line::styled(say!(TUI_HELP_TITLE), theme.title), Line::default()];
    for row in say!(TUI_HELP).split('\n') {
        let (keys, what) = row.split_once('\t').unwrap_or((row, ""));
        let gap = " ".repeat(22usize.saturating_sub(keys.width()).max(1));
        lines.push(Line::from(vec![
            Span::styled(keys.to_owned(), theme.bar),
            Span::raw(gap),
            Span::raw(what.to_owned()),
        ]));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// The prompt and the query, so far to the left that the cursor is in sight.
fn draw_query(frame: &mut Frame, area: Rect, state: &State, theme: &Theme) {
    let prompt = format!("{} › ", say!(TUI_PROMPT));
    let room = usize::from(area.width).saturating_sub(prompt.width() + 1);
    let (shown, cursor) = in_sight(state.query.text(), state.query.before(), room);
    let style = if state.focus == Focus::Query { theme.title } else { theme.dim };
    let line = Line::from(vec![Span::styled(prompt.clone(), theme.bar), Span::styled(shown, style)]);
    frame.render_widget(line, area);
    if state.focus == Focus::Query {
        place_cursor(frame, area, prompt.width() + cursor);
    }
}

/// The end of what is before the cursor and what follows, within `room` columns; the cursor's column.
fn in_sight(text: &str, before: &str, room: usize) -> (String, usize) {
    let mut start = 0;
    let (text, before) = (safe(text), safe(before));
    while before[start..].width() > room {
        start += before[start..].chars().next().map_or(1, char::len_utf8);
    }
    (text[start..].to_owned(), before[start..].width())
}

fn place_cursor(frame: &mut Frame, area: Rect, column: usize) {
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position::new(area.x + column, area.y));
}

const NAMES: [(Field, Message); 6] = [
    (Field::Source, table::TUI_SOURCE),
    (Field::Section, table::TUI_SECTION),
    (Field::From, table::TUI_FROM),
    (Field::To, table::TUI_TO),
    (Field::Variants, table::TUI_VARIANTS),
    (Field::Order, table::TUI_ORDER),
];

fn filter_rows(width: u16) -> u16 {
    if width >= WIDE { 1 } else { 2 }
}

/// The fields, in one row or two.
fn draw_filters(frame: &mut Frame, area: Rect, state: &State, theme: &Theme) {
    let rows = usize::from(area.height.max(1));
    let each = NAMES.len().div_ceil(rows);
    for (row, fields) in NAMES.chunks(each).enumerate() {
        let y = area.y + row as u16;
        if y >= area.bottom() {
            return;
        }
        let columns = Layout::horizontal(vec![Constraint::Fill(1); fields.len()]).spacing(1);
        let areas = columns.split(Rect { y, height: 1, ..area });
        for ((field, name), area) in fields.iter().zip(areas.iter()) {
            draw_field(frame, *area, *field, name, state, theme);
        }
    }
}

fn draw_field(frame: &mut Frame, area: Rect, field: Field, name: &Message, state: &State, theme: &Theme) {
    let has_focus = state.focus == Focus::Filter(field);
    let name = name.text();
    let mut line = Line::from(Span::styled(name, if has_focus { theme.focus } else { theme.dim }));
    line.push_span(" ");
    let Some(input) = state.filters.input(field) else {
        let value = match field {
            Field::Order if state.filters.sort() == Sort::Date => say!(TUI_NEWEST),
            Field::Order => say!(TUI_BEST),
            _ => match state.filters.variants() {
                Reach::None => say!(TUI_REACH_NONE),
                Reach::Narrow => say!(TUI_REACH_NARROW),
                Reach::Names => say!(TUI_REACH_NAMES),
                Reach::All => say!(TUI_REACH_ALL),
            },
        };
        line.push_span(Span::styled(value, theme.title));
        frame.render_widget(line, area);
        return;
    };
    let room = usize::from(area.width).saturating_sub(name.width() + 2);
    let (shown, cursor) = in_sight(input.text(), input.before(), room);
    let style = if state.filters.is_wrong(field) { theme.wrong } else { theme.title };
    if shown.is_empty() && !has_focus {
        line.push_span(Span::styled("–", theme.dim));
    }
    line.push_span(Span::styled(shown, style));
    if has_focus && let Some(rest) = state.filters.completion(field) {
        line.push_span(Span::styled(safe(rest), theme.dim));
    }
    frame.render_widget(line, area);
    if has_focus {
        place_cursor(frame, area, name.width() + 1 + cursor);
    }
}

/// What was found, how fast, and which spellings took part.
fn summary(state: &State) -> String {
    let Some(answer) = &state.answer else {
        return counted(state.paragraphs, &table::PARAGRAPH);
    };
    let milliseconds = decimal(state.took.as_secs_f64() * 1e3, 1);
    let waiting = if state.is_settled() { "" } else { "… " };
    let mut told = say!(TUI_SHOWN, count = answer.hits.len(), milliseconds = milliseconds);
    for note in list::spellings(answer) {
        told.push_str(" · ");
        told.push_str(&note);
    }
    format!("{waiting}{told}")
}

fn draw_rule(frame: &mut Frame, area: Rect, told: &str, theme: &Theme) {
    let told = cut(&plain(told, theme.dim), usize::from(area.width).saturating_sub(4));
    let fill = usize::from(area.width).saturating_sub(told.width() + 3);
    let mut line = Line::from(Span::styled("─ ", theme.dim));
    line.spans.extend(told.spans);
    line.push_span(Span::styled(format!(" {}", "─".repeat(fill)), theme.dim));
    frame.render_widget(line, area);
}

/// What was done just now, or the keys.
fn draw_keys(frame: &mut Frame, area: Rect, notice: Option<&str>, keys: &Message, theme: &Theme) {
    let line = match notice {
        Some(notice) => cut(&plain(notice, theme.bar), area.width.into()),
        None => cut(&plain(keys.text(), theme.dim), area.width.into()),
    };
    frame.render_widget(line, area);
}

/// A message in place of hits.
pub fn tell(frame: &mut Frame, area: Rect, rows: &[(String, Style)]) {
    let room = usize::from(area.width).saturating_sub(2);
    let mut lines = vec![];
    for (text, style) in rows {
        let pieces: Vec<Piece> = plain(text, *style);
        lines.extend(wrapped(&pieces, room));
    }
    let inside = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area };
    frame.render_widget(Paragraph::new(lines), inside);
}
