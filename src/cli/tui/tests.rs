//! The screen as it is used: keys in, cells out, over a small archive and the real worker.

use std::time::Duration;

use axtar::corpus::{Article, PublicationDate};
use axtar::index::{ArchiveWriter, Settings};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tempfile::TempDir;

#[cfg(unix)]
#[path = "../../../tests/terminal/mod.rs"]
mod real;

use super::state::{Focus, View};
use super::worker::Reply;
use super::*;

/// A screen of a size, its state and its worker.
struct Session {
    state: State,
    worker: Worker,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    _folder: TempDir,
}

impl Session {
    fn new(articles: Vec<Article>, width: u16, height: u16) -> Session {
        let folder = TempDir::new().expect("a folder");
        let mut writer = ArchiveWriter::open(folder.path(), &Settings::default()).expect("an index");
        let fed = writer
            .feed(|feed| articles.into_iter().try_for_each(|article| feed.submit(article).map(drop)))
            .expect("fed");
        fed.0.expect("indexed");
        writer.commit().expect("committed");
        let archive = Archive::open(folder.path()).expect("open");
        let filters = Filters::new(Reach::Names, 2);
        let today = "2026-11-24".parse().expect("a day");
        let mut session = Session {
            state: State::new(filters, archive.searcher().num_docs(), today),
            worker: Worker::start(archive),
            terminal: Terminal::new(TestBackend::new(width, height)).expect("a screen"),
            theme: Theme::new(true),
            _folder: folder,
        };
        session.settle();
        session
    }

    fn press(&mut self, code: KeyCode) -> Step {
        self.press_with(code, KeyModifiers::NONE)
    }

    fn press_with(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Step {
        let step = self.state.press(KeyEvent::new(code, modifiers));
        self.settle();
        step
    }

    fn write(&mut self, text: &str) {
        text.chars().for_each(|c| {
            self.press(KeyCode::Char(c));
        });
    }

    /// Asks what is to be asked, until nothing is open any more.
    fn settle(&mut self) {
        self.state.requests().into_iter().for_each(|request| self.worker.ask(request));
        loop {
            let wait =
                if self.state.is_settled() { Duration::from_millis(5) } else { Duration::from_secs(10) };
            match self.worker.replies().recv_timeout(wait) {
                Ok(reply) => {
                    self.state.take(reply);
                    self.state.requests().into_iter().for_each(|request| self.worker.ask(request));
                }
                Err(_) => return assert!(self.state.is_settled(), "no answer came"),
            }
        }
    }

    /// The screen as text.
    fn shown(&mut self) -> String {
        self.draw();
        self.terminal.backend().to_string()
    }

    fn draw(&mut self) {
        let (state, theme) = (&mut self.state, &self.theme);
        self.terminal.draw(|frame| view::draw(frame, state, theme)).expect("drawn");
    }

    /// What stands in the style of a match.
    fn matched(&mut self) -> String {
        self.draw();
        let cells = self.terminal.backend().buffer().content().iter();
        cells.filter(|cell| cell.fg == self.theme.matched.fg.expect("a colour")).map(|c| c.symbol()).collect()
    }
}

fn article(id: &str, title: &str, paragraphs: &[&str]) -> Article {
    let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
    Article { id: id.into(), title: title.into(), paragraphs, ..Article::default() }
}

fn archive() -> Vec<Article> {
    let date = PublicationDate::parse("2025-10-09");
    let sea = Article {
        date,
        source: Some("Ulduz jurnalı".into()),
        section: Some("Ekologiya".into()),
        url: Some("https://ulduz.example/xezer".into()),
        ..article(
            "xezer",
            "Xəzər hara çəkilir?",
            &[
                "Dəniz hər il bir az da geri çəkilir.",
                "Tokayev Xəzərin səviyyəsindən danışdı.",
                "Balıqçılar narahatdır.",
            ],
        )
    };
    let visit = Article {
        date: PublicationDate::parse("2024-03-11"),
        source: Some("Nəfəs".into()),
        ..article(
            "sefer",
            "Səfər",
            &["Tokayevin Bakıya səfəri başa çatıb.", "Görüşdə Orta Dəhlizdən danışılıb."],
        )
    };
    vec![sea, visit]
}

fn session() -> Session {
    Session::new(archive(), 110, 24)
}

#[test]
fn the_paragraphs_come_as_one_types() {
    let mut session = session();
    assert!(session.shown().contains("5 paragraphs"), "the size of the archive");
    session.write("tokayev");
    let shown = session.shown();
    for told in ["Xəzər hara çəkilir?", "2025-10-09 · Ulduz jurnalı · Ekologiya", "Səfər", "Tokayevin Bakıya"]
    {
        assert!(shown.contains(told), "`{told}` is not in\n{shown}");
    }
    // In the list and, beside it, in the article: the whole inflected word.
    assert!(session.matched().contains("Tokayevin"), "{}", session.matched());
}

#[test]
fn the_article_of_the_chosen_hit_is_beside_the_list() {
    let mut session = session();
    session.write("narahatdır balıqçılar");
    let shown = session.shown();
    assert!(shown.contains("Dəniz hər il bir az da geri çəkilir."), "its neighbours:\n{shown}");
    assert!(shown.contains("https://ulduz.example/xezer"), "its address:\n{shown}");
    let found =
        shown.lines().find(|line| line.contains("Balıqçılar narahatdır.") && line.contains("▌ Balıq"));
    assert!(found.is_some(), "the paragraph that was found is marked:\n{shown}");
}

#[test]
fn a_word_half_written_finds_what_it_begins() {
    let mut session = session();
    session.write("balıqç");
    assert!(session.shown().contains("Balıqçılar narahatdır."));
    session.press(KeyCode::Char(' '));
    assert!(session.state.hits().is_empty(), "a space ends the word");
}

#[test]
fn a_late_answer_is_dropped() {
    let mut session = session();
    session.write("səfər");
    let before = session.shown();
    let error = axtar::search::SearchError::OnlyNegative;
    let late = Reply::Found { generation: 1, answer: Err(error), took: Duration::ZERO };
    assert!(!session.state.take(late));
    assert_eq!(session.shown(), before);
}

#[test]
fn arrows_choose_and_the_preview_follows() {
    let mut session = session();
    session.write("danışdı");
    session.write(" tokayev");
    let first = session.state.hit().expect("a hit").id();
    session.press(KeyCode::Down);
    let second = session.state.hit().expect("a hit").id();
    assert_ne!(first, second);
    assert_eq!(session.state.opened.as_ref().map(|o| o.article.id.as_str()), second.split('#').next());
    session.press(KeyCode::PageDown);
    session.press(KeyCode::PageDown);
    assert_eq!(session.state.selected + 1, session.state.hits().len(), "not past the last");
    session.press_with(KeyCode::Home, KeyModifiers::CONTROL);
    assert_eq!(session.state.hit().expect("a hit").id(), first);
}

#[test]
fn more_hits_are_fetched_where_the_list_ends() {
    let many = (0..120).map(|n| article(&n.to_string(), "Xəbər", &[&format!("Neft barədə xəbər {n}.")]));
    let mut session = Session::new(many.collect(), 100, 30);
    session.write("neft");
    let before = session.state.hits().len();
    session.press_with(KeyCode::End, KeyModifiers::CONTROL);
    assert!(before < 120 && session.state.hits().len() > before, "{before}, {}", session.state.hits().len());
    assert_eq!(session.state.selected + 1, before, "the choice stays");
}

#[test]
fn an_article_is_read_whole_and_left_again() {
    let long: Vec<String> = (0..80)
        .map(|n| if n % 20 == 7 { format!("Burada dəhliz sözü var, {n}.") } else { format!("Sətir {n}.") })
        .collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let mut session = Session::new(vec![article("uzun", "Uzun yazı", &long)], 80, 20);
    session.write("dəhliz");
    session.press(KeyCode::Enter);
    assert_eq!(session.state.view, View::Article);
    let chosen = session.state.hit().expect("a hit").paragraph;
    let shown = session.shown();
    assert!(shown.contains(&format!("Burada dəhliz sözü var, {chosen}.")), "at its paragraph:\n{shown}");
    session.press(KeyCode::Home);
    assert!(session.shown().contains("Uzun yazı"));
    let mut met = vec![];
    for _ in 0..4 {
        session.press(KeyCode::Char('n'));
        let shown = session.shown();
        met.push([7, 27, 47, 67].into_iter().find(|n| shown.contains(&format!("var, {n}."))));
    }
    assert_eq!(met, [Some(7), Some(27), Some(47), Some(67)], "n goes from match to match");
    session.press(KeyCode::Esc);
    assert_eq!(session.state.view, View::List);
    assert!(session.shown().contains("dəhliz"), "the query is still there");
}

#[test]
fn filters_narrow_and_complete_from_the_archive() {
    let mut session = session();
    session.write("tokayev");
    assert_eq!(session.state.hits().len(), 2);
    session.press(KeyCode::Tab);
    session.write("Nə");
    assert!(session.shown().contains("Nəfəs"), "completed before it is written");
    assert_eq!(session.state.hits().len(), 1, "what is half written narrows already");
    session.press(KeyCode::Enter);
    assert_eq!(session.state.focus, Focus::Query);
    session.press_with(KeyCode::Char('g'), KeyModifiers::CONTROL);
    assert_eq!(session.state.hits().len(), 2);
    for _ in 0..3 {
        session.press(KeyCode::Tab);
    }
    session.write("2025");
    assert_eq!(session.state.hits().len(), 1);
    session.write("-99");
    session.draw();
    let wrong = session.terminal.backend().buffer().content().iter();
    let wrong: String =
        wrong.filter(|c| c.fg == session.theme.wrong.fg.expect("red")).map(|c| c.symbol()).collect();
    assert_eq!(wrong, "2025-99", "a date that is none is marked");
}

#[test]
fn hostile_text_reaches_no_cell() {
    let hostile = Article {
        source: Some("\u{1b}[31mmənbə\u{7}".into()),
        url: Some("https://x.example/\u{1b}]52;c;ZXZpbA==\u{7}".into()),
        ..article(
            "a\u{1b}c",
            "\u{1b}]0;evil\u{7}Başlıq\u{202e}",
            &["Neft\u{9b}2J \r\nqiyməti \u{2066}artdı\t."],
        )
    };
    let mut session = Session::new(vec![hostile], 110, 24);
    session.write("neft");
    for view in [View::List, View::Article] {
        session.state.view = view;
        session.draw();
        for cell in session.terminal.backend().buffer().content() {
            let bad =
                |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!cell.symbol().contains(bad), "{}", cell.symbol().escape_unicode());
        }
    }
    session.state.view = View::List;
    assert!(session.shown().contains("Başlıq"));
    session.press_with(KeyCode::Char('y'), KeyModifiers::CONTROL);
    assert!(!session.state.citations[0].contains(char::is_control), "what is printed at the end");
}

#[test]
fn every_size_can_be_drawn() {
    let wide = article("漢字", "漢字漢字漢字", &["漢字 neft 漢字漢字漢字漢字漢字 i\u{307}stanbul 👩‍👩‍👧 қазақ"]);
    let mut session = Session::new(vec![wide], 80, 24);
    session.write("neft");
    for view in [View::List, View::Article, View::Help] {
        session.state.view = view;
        for (width, height) in [(1, 1), (2, 2), (7, 3), (20, 6), (40, 12), (95, 40), (96, 24), (250, 80)] {
            session.terminal.backend_mut().resize(width, height);
            session.terminal.autoresize().expect("resized");
            session.draw();
        }
    }
}

#[test]
fn a_citation_is_copied_and_kept_for_the_end() {
    let mut session = session();
    session.write("balıqçılar");
    let step = session.press_with(KeyCode::Char('y'), KeyModifiers::CONTROL);
    let Step::Copy(text) = step else { panic!("{step:?}") };
    for told in
        ["Xəzər hara çəkilir?", "Ulduz jurnalı", "2025-10-09", "https://ulduz.example/xezer", "2026-11-24"]
    {
        assert!(text.contains(told), "{text}");
    }
    session.press_with(KeyCode::Char('y'), KeyModifiers::CONTROL);
    assert_eq!(session.state.citations, [text], "once");
    assert!(session.shown().contains("citation copied"));
}

#[test]
fn what_cannot_be_searched_is_told_and_esc_leaves_step_by_step() {
    let mut session = session();
    session.write("?!");
    let shown = session.shown();
    assert!(shown.contains("holds no word") && shown.contains("write one or more words"), "{shown}");
    assert_eq!(session.press(KeyCode::Esc), Step::Stay);
    session.write("qvaşkamotor");
    let shown = session.shown();
    assert!(shown.contains("Nothing found") && shown.contains("qvaşkamotor: not in the archive"), "{shown}");
    session.press(KeyCode::Tab);
    for expected in [Step::Stay, Step::Stay, Step::Quit] {
        assert_eq!(session.press(KeyCode::Esc), expected);
    }
    for key in ['c', 'q'] {
        assert_eq!(session.press_with(KeyCode::Char(key), KeyModifiers::CONTROL), Step::Quit);
    }
}

#[test]
fn keys_are_explained() {
    let mut session = session();
    session.press(KeyCode::F(1));
    assert!(session.shown().contains("Ctrl-Y"));
    session.press(KeyCode::Esc);
    assert_eq!(session.state.view, View::List);
}

/// Run in a terminal of its own by the test below.
#[cfg(unix)]
#[test]
#[ignore = "takes the terminal over"]
fn panics_on_the_screen() {
    let _screen = Screen::enter().expect("a terminal");
    panic!("on purpose");
}

#[cfg(unix)]
#[test]
fn a_panic_leaves_the_terminal_clean() {
    let Some(terminal) = real::Terminal::start() else { return };
    let program = std::env::current_exe().expect("this program");
    let test = "cli::tui::tests::panics_on_the_screen";
    terminal.line(&format!("{} --ignored --exact {test} --nocapture", program.display()));
    terminal.until("the panic, told to the shell's screen", |screen| screen.contains("on purpose"));
    terminal.is_clean();
}

/// Keystroke → frame over a real archive: `AXTAR_INDEX` and `AXTAR_QUERIES` (one a line) are given,
/// each query is typed letter by letter, and each letter is timed from the key to the drawn frame
/// that shows its answer. Prints the quantiles; fails above 50 ms at the 99th of 100.
#[test]
#[ignore = "needs an archive and queries"]
fn keystrokes() {
    let path = |name: &str| std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set"));
    let archive = Archive::open(Path::new(&path("AXTAR_INDEX"))).expect("an index");
    let queries = std::fs::read_to_string(path("AXTAR_QUERIES")).expect("queries");
    let filters = Filters::new(Reach::Names, 2);
    let today = "2026-11-24".parse().expect("a day");
    let mut state = State::new(filters, archive.searcher().num_docs(), today);
    let worker = Worker::start(archive);
    let (theme, backend) = (Theme::new(true), TestBackend::new(160, 50));
    let mut terminal = Terminal::new(backend).expect("a screen");
    let mut times: Vec<(f64, String)> = vec![];
    for query in queries.lines() {
        for letter in query.chars() {
            let start = std::time::Instant::now();
            state.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
            while {
                state.requests().into_iter().for_each(|request| worker.ask(request));
                !state.is_settled()
            } {
                state.take(worker.replies().recv().expect("the worker lives"));
            }
            terminal.draw(|frame| view::draw(frame, &mut state, &theme)).expect("drawn");
            times.push((start.elapsed().as_secs_f64() * 1e3, state.query.text().to_owned()));
        }
        state.press(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
    println!(
        "keystrokes {}: p50 {:.1} p90 {:.1} p99 {:.1} max {:.1} ms",
        times.len(),
        quantile(0.5),
        quantile(0.9),
        quantile(0.99),
        quantile(1.0)
    );
    times.iter().rev().take(5).for_each(|(time, text)| println!("{time:.1} ms  {text}"));
    assert!(quantile(0.99) <= 50.0);
}
