//! What is on the screen, and what each key and each answer makes of it. Nothing here draws, waits
//! or searches: requests are left in an outbox.

use std::time::Duration;

use axtar::search::{Answer, Hit};
use jiff::civil::Date;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::filters::{Field, Filters};
use super::input::Input;
use super::page::{Opened, Page};
use super::worker::{Reply, Request};
use crate::cli::messages::{errors, say};
use crate::cli::results::citation;

/// Hits asked for at first, and how many more whenever the last is reached.
const BATCH: usize = 20;
/// More than this nobody goes through by arrow.
const MOST: usize = 400;

/// Where what is typed goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Into the query.
    Query,
    /// Into a filter.
    Filter(Field),
}

/// What fills the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The query, the hits and the paragraph of the chosen one.
    List,
    /// The article of the chosen hit.
    Article,
    /// The keys.
    Help,
}

/// What a key asks of who runs the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing but to draw again.
    Stay,
    /// To end.
    Quit,
    /// To sleep (Ctrl-Z).
    Suspend,
    /// To draw every cell anew.
    Redraw,
    /// To put a text on the clipboard.
    Copy(String),
}

/// The whole of it.
pub struct State {
    /// The query being written.
    pub query: Input,
    /// The row of filters.
    pub filters: Filters,
    /// Where typing goes.
    pub focus: Focus,
    /// What fills the screen.
    pub view: View,
    /// The newest answer.
    pub answer: Option<Box<Answer>>,
    /// How long it took.
    pub took: Duration,
    /// Why there is none, and what to do.
    pub problem: Option<(String, Option<String>)>,
    /// The hit that is chosen.
    pub selected: usize,
    /// The first hit that is on the screen; drawing moves it.
    pub top: usize,
    /// The article of the chosen hit, or what is known of it so far.
    pub opened: Option<Opened>,
    /// The article laid out for the preview.
    pub preview: Page,
    /// And for reading.
    pub page: Page,
    /// Something done, to be told until the next key.
    pub notice: Option<String>,
    /// The citations taken, printed at the end.
    pub citations: Vec<String>,
    /// Paragraphs of the archive.
    pub paragraphs: u64,
    /// Hits that fit on the screen; drawing sets it.
    pub rows: usize,
    today: Date,
    generation: u64,
    /// The generation of what is on the screen.
    answered: u64,
    limit: usize,
    outbox: Vec<Request>,
}

impl State {
    /// An empty query over an archive of so many paragraphs.
    pub fn new(filters: Filters, paragraphs: u64, today: Date) -> Self {
        State {
            query: Input::default(),
            filters,
            focus: Focus::Query,
            view: View::List,
            answer: None,
            took: Duration::ZERO,
            problem: None,
            selected: 0,
            top: 0,
            opened: None,
            preview: Page::default(),
            page: Page::default(),
            notice: None,
            citations: vec![],
            paragraphs,
            rows: 1,
            today,
            generation: 0,
            answered: 0,
            limit: BATCH,
            outbox: vec![],
        }
    }

    /// What is to be asked of the worker since the last time.
    pub fn requests(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.outbox)
    }

    /// Is everything that was asked for on the screen?
    pub fn is_settled(&self) -> bool {
        let is_opened = self.opened.as_ref().is_none_or(|opened| opened.is_whole);
        self.outbox.is_empty() && self.answered == self.generation && is_opened
    }

    /// The hits.
    pub fn hits(&self) -> &[Hit] {
        self.answer.as_ref().map_or(&[], |answer| &answer.hits)
    }

    /// The chosen one.
    pub fn hit(&self) -> Option<&Hit> {
        self.hits().get(self.selected)
    }

    /// A text pasted.
    pub fn paste(&mut self, text: &str) {
        if self.view == View::List {
            self.edit(|input| input.insert(text));
        }
    }

    /// A key pressed.
    pub fn press(&mut self, key: KeyEvent) -> Step {
        self.notice = None;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c' | 'q') if control => return Step::Quit,
            KeyCode::Char('z') if control => return Step::Suspend,
            KeyCode::Char('l') if control => return Step::Redraw,
            KeyCode::Char('y') if control => return self.cite(),
            KeyCode::F(1) => {
                self.view = if self.view == View::Help { View::List } else { View::Help };
                return Step::Stay;
            }
            _ => {}
        }
        match self.view {
            View::List => self.press_in_list(key, control),
            View::Article => self.press_in_article(key),
            View::Help => {
                self.view = View::List;
                Step::Stay
            }
        }
    }

    fn press_in_list(&mut self, key: KeyEvent, control: bool) -> Step {
        let held = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::SHIFT | KeyModifiers::ALT);
        match key.code {
            KeyCode::Esc => return self.back(),
            KeyCode::Enter => match self.focus {
                Focus::Query if self.hit().is_some() => self.open(),
                Focus::Query => {}
                Focus::Filter(field) => {
                    self.leave(field);
                    self.focus = Focus::Query;
                }
            },
            KeyCode::Tab | KeyCode::BackTab => self.turn_focus(key.code == KeyCode::Tab),
            KeyCode::Up | KeyCode::Down if held => self.preview.scroll(key.code == KeyCode::Down, 1),
            KeyCode::Up => self.up_or_down(false),
            KeyCode::Down => self.up_or_down(true),
            KeyCode::Char('p') if control => self.up_or_down(false),
            KeyCode::Char('n') if control => self.up_or_down(true),
            KeyCode::PageUp => self.choose(self.selected.saturating_sub(self.rows)),
            KeyCode::PageDown => self.choose(self.selected + self.rows),
            KeyCode::Home if control => self.choose(0),
            KeyCode::End if control => self.choose(usize::MAX),
            KeyCode::Char('g') if control => {
                self.filters.clear();
                self.search();
            }
            _ => self.type_in(key, control),
        }
        Step::Stay
    }

    /// Editing: the query, a filter that is written, or one that is chosen.
    fn type_in(&mut self, key: KeyEvent, control: bool) {
        if let Focus::Filter(field) = self.focus {
            if field.is_choice() {
                if matches!(key.code, KeyCode::Left | KeyCode::Right | KeyCode::Char(' ')) {
                    self.filters.turn(field, key.code != KeyCode::Left);
                    self.search();
                }
                return;
            }
            let at_end = self.filters.input(field).is_some_and(Input::is_at_end);
            if matches!(key.code, KeyCode::Right | KeyCode::End) && at_end {
                self.leave(field);
                return;
            }
        }
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Left => self.go(Input::left),
            KeyCode::Right => self.go(Input::right),
            KeyCode::Home => self.go(|input| {
                input.home();
                true
            }),
            KeyCode::Char('a') if control => self.go(|input| {
                input.home();
                true
            }),
            KeyCode::End => self.go(|input| {
                input.end();
                true
            }),
            KeyCode::Char('e') if control => self.go(|input| {
                input.end();
                true
            }),
            KeyCode::Backspace if control || alt => self.edit(Input::delete_word),
            KeyCode::Backspace => self.edit(Input::backspace),
            KeyCode::Char('h') if control => self.edit(Input::backspace),
            KeyCode::Delete => self.edit(Input::delete),
            KeyCode::Char('w') if control => self.edit(Input::delete_word),
            KeyCode::Char('u') if control => self.edit(Input::delete_to_start),
            KeyCode::Char('k') if control => self.edit(Input::delete_to_end),
            KeyCode::Char(c) if !control && !alt => {
                self.edit(|input| input.insert(c.encode_utf8(&mut [0; 4])))
            }
            _ => {}
        }
    }

    fn press_in_article(&mut self, key: KeyEvent) -> Step {
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Backspace | KeyCode::Char('q') => self.view = View::List,
            KeyCode::Up | KeyCode::Char('k') => self.page.scroll(false, 1),
            KeyCode::Down | KeyCode::Char('j') => self.page.scroll(true, 1),
            KeyCode::PageUp | KeyCode::Char('b') => self.page.scroll(false, self.page.leaf()),
            KeyCode::PageDown | KeyCode::Char(' ') => self.page.scroll(true, self.page.leaf()),
            KeyCode::Home => self.page.scroll(false, usize::MAX),
            KeyCode::End => self.page.scroll(true, usize::MAX),
            KeyCode::Char('n') => self.page.go_to_match(true),
            KeyCode::Char('N') => self.page.go_to_match(false),
            KeyCode::Left => self.choose(self.selected.saturating_sub(1)),
            KeyCode::Right => self.choose(self.selected + 1),
            KeyCode::Char('y') => return self.cite(),
            _ => {}
        }
        Step::Stay
    }

    /// One step out: of a filter, of the query's text, of the program.
    fn back(&mut self) -> Step {
        if self.focus != Focus::Query {
            self.focus = Focus::Query;
        } else if !self.query.text().is_empty() {
            self.query.set("");
            self.search();
        } else {
            return Step::Quit;
        }
        Step::Stay
    }

    fn open(&mut self) {
        self.view = View::Article;
        self.page = Page::default();
    }

    fn turn_focus(&mut self, forward: bool) {
        let mut stops = vec![Focus::Query];
        stops.extend(Field::ALL.map(Focus::Filter));
        if let Focus::Filter(field) = self.focus {
            self.leave(field);
        }
        let here = stops.iter().position(|stop| *stop == self.focus).unwrap_or(0);
        let step = if forward { 1 } else { stops.len() - 1 };
        self.focus = stops[(here + step) % stops.len()];
    }

    /// What is half written in a filter is completed.
    fn leave(&mut self, field: Field) {
        if self.filters.complete(field) {
            self.search();
        }
    }

    fn up_or_down(&mut self, down: bool) {
        match self.focus {
            Focus::Query if down => self.choose(self.selected + 1),
            Focus::Query => self.choose(self.selected.saturating_sub(1)),
            Focus::Filter(field) => {
                if field.is_choice() {
                    self.filters.turn(field, down);
                } else {
                    self.filters.step(field, down);
                }
                self.search();
            }
        }
    }

    fn choose(&mut self, place: usize) {
        let count = self.hits().len();
        let place = place.min(count.saturating_sub(1));
        if place + 1 == count && count == self.limit && self.limit < MOST {
            self.limit = (self.limit + BATCH).min(MOST);
            self.ask();
        }
        if place != self.selected {
            self.selected = place;
            self.look();
        }
    }

    /// Shows what is known of the chosen hit and asks for its article.
    fn look(&mut self) {
        let Some(hit) = self.hit() else {
            self.opened = None;
            return;
        };
        let (id, paragraph) = (hit.article.article.id.clone(), hit.paragraph as usize);
        let known = Opened::of_hit(hit);
        match &mut self.opened {
            Some(opened) if opened.is_whole && opened.article.id == id => {
                opened.paragraph = paragraph;
                return;
            }
            opened => *opened = Some(known),
        }
        let (query, options) = (self.query.text().to_owned(), Box::new(self.filters.options(self.limit)));
        self.outbox.push(Request::Article { id, query, options });
    }

    fn cite(&mut self) -> Step {
        let Some(hit) = self.hit() else { return Step::Stay };
        // The content hash is over the whole article, which comes a moment after its paragraph.
        let whole = self.opened.as_ref().filter(|opened| opened.is_whole);
        let Some(opened) = whole else { return Step::Stay };
        let citation = citation(&opened.article, hit.paragraph, self.today);
        if !self.citations.contains(&citation) {
            self.citations.push(citation.clone());
        }
        self.notice = Some(say!(TUI_CITED));
        Step::Copy(citation)
    }

    fn go(&mut self, step: impl FnOnce(&mut Input) -> bool) {
        if let Some(input) = self.written() {
            step(input);
        }
    }

    /// Changes the text that has the focus, and searches if it did change.
    fn edit(&mut self, change: impl FnOnce(&mut Input)) {
        let Some(input) = self.written() else { return };
        let before = input.text().to_owned();
        change(input);
        if input.text() != before {
            self.search();
        }
    }

    fn written(&mut self) -> Option<&mut Input> {
        match self.focus {
            Focus::Query => Some(&mut self.query),
            Focus::Filter(field) => self.filters.input_mut(field),
        }
    }

    /// A new list: from its top.
    fn search(&mut self) {
        self.limit = BATCH;
        self.selected = 0;
        self.top = 0;
        self.ask();
    }

    fn ask(&mut self) {
        self.generation += 1;
        if self.query.text().trim().is_empty() {
            (self.answer, self.problem, self.opened) = (None, None, None);
            self.answered = self.generation;
            return;
        }
        self.outbox.push(Request::Search {
            generation: self.generation,
            query: self.query.text().to_owned(),
            options: Box::new(self.filters.options(self.limit)),
            is_unfinished: self.focus == Focus::Query && self.query.is_at_end(),
        });
    }

    /// An answer of the worker; false if it came too late to be shown.
    pub fn take(&mut self, reply: Reply) -> bool {
        match reply {
            Reply::Known(known) => self.filters.know(known),
            Reply::Found { generation, .. } if generation != self.generation => return false,
            Reply::Found { answer: Ok(answer), took, .. } => {
                (self.answered, self.problem, self.took) = (self.generation, None, took);
                self.selected = self.selected.min(answer.hits.len().saturating_sub(1));
                self.answer = Some(answer);
                // Another query marks other words in the same article.
                self.opened = None;
                self.look();
            }
            Reply::Found { answer: Err(error), .. } => {
                self.answered = self.generation;
                self.problem = Some(errors::told(&error.into()));
                (self.answer, self.opened) = (None, None);
            }
            Reply::Article { id, article, marks } => {
                let Some(hit) = self.hit().filter(|hit| hit.article.article.id == id) else { return false };
                self.opened = Some(Opened {
                    article: *article,
                    marks,
                    paragraph: hit.paragraph as usize,
                    first: 0,
                    is_whole: true,
                });
            }
        }
        true
    }
}
