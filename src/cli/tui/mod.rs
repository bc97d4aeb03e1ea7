//! `axtar` alone on a terminal: a full screen that answers while one types.
//!
//! Three threads: this one draws and never waits for anything but events; [`worker`] searches;
//! a third reads keys. [`state`] holds everything that is shown and is all that the tests of keys
//! need; [`view`], [`list`] and [`page`] turn it into cells; [`terminal`] gives the screen back
//! whatever happens.

mod copy;
mod filters;
mod input;
mod list;
mod page;
mod state;
mod terminal;
mod text;
mod theme;
mod view;
mod worker;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::Path;
use std::thread;

use axtar::index::{Archive, IndexError};
use clap::ValueEnum;
use crossbeam_channel::{Receiver, select, unbounded};
use jiff::ZonedDateTime;
use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::Outcome;
use super::args::{Color, Reach};
use super::config::Config;
use super::messages::{errors, say};
use super::output;
use filters::Filters;
use state::{State, Step};
use terminal::Screen;
use theme::Theme;
use worker::Worker;

pub use terminal::is_possible;

/// Runs the screen until it is left; the citations taken are printed then.
pub fn run(index: &Path, config: &Config, color: Color) -> anyhow::Result<Outcome> {
    let theme = Theme::new(has_colours(color));
    let archive = match Archive::open(index) {
        Ok(archive) => archive,
        Err(error) => return no_index(error, &theme),
    };
    // The options of `search` hold here too.
    let variants = config.value("variants").and_then(|value| Reach::from_str(value, true).ok());
    let per_article = config.value("per-article").and_then(|value| value.parse().ok());
    let filters = Filters::new(variants.unwrap_or_default(), per_article.unwrap_or(2));
    let mut state = State::new(filters, archive.searcher().num_docs(), ZonedDateTime::now().date());
    let worker = Worker::start(archive);
    let mut screen = Screen::enter()?;
    let ended = talk(&mut screen, &mut state, &worker, &theme);
    drop(screen);
    let signal = ended?;
    let mut out = output::stdout();
    for citation in &state.citations {
        writeln!(out, "{citation}")?;
    }
    out.flush()?;
    end_by(signal);
    Ok(Outcome::Found)
}

/// Draws, waits for what happens, and draws again, until a key or a signal ends it: then the signal.
fn talk(
    screen: &mut Screen,
    state: &mut State,
    worker: &Worker,
    theme: &Theme,
) -> anyhow::Result<Option<i32>> {
    let (keys, signals) = (keys(), signals()?);
    loop {
        screen.terminal().draw(|frame| view::draw(frame, state, theme))?;
        let mut happened = vec![];
        select! {
            recv(keys) -> key => match key {
                Ok(key) => happened.push(key),
                // The terminal is gone.
                Err(_) => return Ok(None),
            },
            recv(worker.replies()) -> reply => match reply {
                Ok(reply) => {
                    state.take(reply);
                }
                Err(_) => anyhow::bail!(say!(TUI_WORKER_DIED)),
            },
            recv(signals) -> signal => return Ok(signal.ok()),
        }
        // What has come meanwhile goes into the same frame.
        happened.extend(keys.try_iter());
        for event in happened {
            match pressed(state, event) {
                Step::Stay => {}
                Step::Quit => return Ok(None),
                Step::Redraw => screen.start_anew()?,
                Step::Copy(text) => copy::copy(&text)?,
                #[cfg(unix)]
                Step::Suspend => screen.suspend()?,
                #[cfg(not(unix))]
                Step::Suspend => {}
            }
        }
        worker.replies().try_iter().for_each(|reply| {
            state.take(reply);
        });
        state.requests().into_iter().for_each(|request| worker.ask(request));
    }
}

fn pressed(state: &mut State, event: Event) -> Step {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => return state.press(key),
        Event::Paste(text) => state.paste(&text),
        _ => {}
    }
    Step::Stay
}

/// The keys, read on a thread of their own: it ends with the process.
fn keys() -> Receiver<Event> {
    let (send, receive) = unbounded();
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if send.send(event).is_err() {
                return;
            }
        }
    });
    receive
}

/// The signals that end a program, so that the terminal is given back first.
#[cfg(unix)]
fn signals() -> std::io::Result<Receiver<i32>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let (send, receive) = unbounded();
    thread::spawn(move || signals.forever().take_while(|signal| send.send(*signal).is_ok()).for_each(drop));
    Ok(receive)
}

#[cfg(not(unix))]
fn signals() -> std::io::Result<Receiver<i32>> {
    Ok(crossbeam_channel::never())
}

/// Ends as the signal would have ended it, so that the shell knows.
fn end_by(signal: Option<i32>) {
    #[cfg(unix)]
    if let Some(signal) = signal {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    #[cfg(not(unix))]
    let _ = signal;
}

/// Without an archive there is nothing to search: a screen that says how to make one.
fn no_index(error: IndexError, theme: &Theme) -> anyhow::Result<Outcome> {
    let is_missing = matches!(error, IndexError::Missing(_));
    let (message, hint) = errors::told(&error.into());
    let mut rows = vec![(message, theme.title), (String::new(), theme.plain)];
    rows.extend(hint.map(|hint| (hint, theme.plain)));
    rows.extend([(String::new(), theme.plain), (say!(TUI_NO_INDEX), theme.dim)]);
    let (keys, signals) = (keys(), signals()?);
    let mut screen = Screen::enter()?;
    let signal = loop {
        screen.terminal().draw(|frame| {
            let area = frame.area();
            view::tell(frame, area, &rows);
        })?;
        select! {
            recv(keys) -> event => if matches!(event, Err(_) | Ok(Event::Key(_))) { break None },
            recv(signals) -> signal => break signal.ok(),
        }
    };
    drop(screen);
    end_by(signal);
    Ok(if is_missing { Outcome::Nothing } else { Outcome::Partly })
}

fn has_colours(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}
