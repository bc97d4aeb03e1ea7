//! The searching, on its own thread, so that no key ever waits for an answer.
//!
//! Requests carry a generation. Of those that pile up while a search runs the newest alone is
//! answered, and an answer older than what is on the screen is dropped by who asked: so typing fast
//! costs one search at a time and nothing stale is ever shown.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use axtar::corpus::Article;
use axtar::index::Archive;
use axtar::search::{Answer, Engine, Highlight, Options, SearchError};
use crossbeam_channel::{Receiver, Sender, unbounded};

use super::filters::Known;

/// What is asked.
#[derive(Clone, Debug)]
pub enum Request {
    /// Paragraphs for a query.
    Search { generation: u64, query: String, options: Box<Options>, is_unfinished: bool },
    /// An article whole, with what of it matches.
    Article { id: String, query: String, options: Box<Options> },
}

/// What is answered.
#[derive(Debug)]
pub enum Reply {
    /// What the archive has in the fields that are completed.
    Known(Known),
    /// The answer to a search, and how long it took.
    Found { generation: u64, answer: Result<Box<Answer>, SearchError>, took: Duration },
    /// An article, with the matches of its title and of each paragraph.
    Article { id: String, article: Box<Article>, marks: Vec<Vec<Highlight>> },
}

/// The thread and the two ways to it.
pub struct Worker {
    requests: Sender<Request>,
    replies: Receiver<Reply>,
}

impl Worker {
    /// Starts it over an open archive.
    pub fn start(archive: Archive) -> Self {
        let (requests, asked) = unbounded();
        let (told, replies) = unbounded();
        thread::spawn(move || {
            let mut desk = Desk::new(archive);
            let _ = told.send(Reply::Known(desk.known()));
            while let Ok(first) = asked.recv() {
                let (search, article) = newest(first, &asked);
                for request in [search, article].into_iter().flatten() {
                    // Whoever asked has left: so does the thread.
                    if let Some(reply) = desk.answer(request)
                        && told.send(reply).is_err()
                    {
                        return;
                    }
                }
            }
        });
        Worker { requests, replies }
    }

    /// Asks.
    pub fn ask(&self, request: Request) {
        // If the thread is gone, reading its replies says so.
        let _ = self.requests.send(request);
    }

    /// Where the answers come; closed if the thread has died.
    pub fn replies(&self) -> &Receiver<Reply> {
        &self.replies
    }
}

/// The newest search and the newest article of what has piled up.
fn newest(first: Request, more: &Receiver<Request>) -> (Option<Request>, Option<Request>) {
    let (mut search, mut article) = (None, None);
    for request in std::iter::once(first).chain(more.try_iter()) {
        match request {
            // An article asked for before a newer search belongs to a list that is going.
            Request::Search { .. } => (search, article) = (Some(request), None),
            Request::Article { .. } => article = Some(request),
        }
    }
    (search, article)
}

/// The engine, and which commit of the index it looks at.
struct Desk {
    engine: Engine,
    commit: Option<SystemTime>,
}

impl Desk {
    fn new(archive: Archive) -> Self {
        let commit = changed(archive.path());
        Desk { engine: Engine::new(archive), commit }
    }

    fn known(&self) -> Known {
        let archive = self.engine.archive();
        let fields = archive.fields();
        // What cannot be read completes nothing; a search will say what is wrong.
        let values = |field| archive.values(field, MOST_VALUES).unwrap_or_default();
        Known { sources: values(fields.source), sections: values(fields.section) }
    }

    fn answer(&mut self, request: Request) -> Option<Reply> {
        self.refresh();
        match request {
            Request::Search { generation, query, options, is_unfinished } => {
                let start = Instant::now();
                let answer = self.search(&query, &options, is_unfinished).map(Box::new);
                Some(Reply::Found { generation, answer, took: start.elapsed() })
            }
            Request::Article { id, query, options } => {
                // An article that went away between is no longer shown; nothing else depends on it.
                let article = self.engine.archive().article(&id).ok()??;
                let texts = std::iter::once(&article.title).chain(&article.paragraphs);
                let texts: Vec<&str> = texts.map(String::as_str).collect();
                let marks = self.engine.highlights(&query, &options, &texts).unwrap_or_default();
                Some(Reply::Article { id, article: Box::new(article), marks })
            }
        }
    }

    fn search(&mut self, query: &str, options: &Options, is_unfinished: bool) -> Result<Answer, SearchError> {
        let answer = self.engine.search(query, options)?;
        // What is being written may be the beginning of a word.
        let begun = answer.words.last().filter(|word| {
            let written = &word.written;
            is_unfinished
                && word.variants.is_empty()
                && query.ends_with(written.as_str())
                && written.chars().count() >= SHORTEST_BEGINNING
                && written.chars().all(char::is_alphabetic)
        });
        if begun.is_some()
            && let Ok(wider) = self.engine.search(&format!("{query}*"), options)
            && !wider.hits.is_empty()
        {
            return Ok(wider);
        }
        Ok(answer)
    }

    /// Looks at the newest commit: what is added in another window is found in this one.
    fn refresh(&mut self) {
        let path = self.engine.archive().path().to_path_buf();
        let commit = changed(&path);
        if commit != self.commit
            && let Ok(archive) = Archive::open(&path)
        {
            self.engine = Engine::new(archive);
            self.commit = commit;
        }
    }
}

/// Fewer letters than these begin too many words to mean one.
const SHORTEST_BEGINNING: usize = 2;

/// More sources or sections than anybody chooses from.
const MOST_VALUES: usize = 10_000;

fn changed(index: &Path) -> Option<SystemTime> {
    fs::metadata(index.join("meta.json")).and_then(|meta| meta.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(generation: u64) -> Request {
        let options = Box::new(Options::default());
        Request::Search { generation, query: String::new(), options, is_unfinished: false }
    }

    fn article(id: &str) -> Request {
        Request::Article { id: id.into(), query: String::new(), options: Box::new(Options::default()) }
    }

    #[test]
    fn of_what_piled_up_the_newest_is_answered() {
        let (send, receive) = unbounded();
        for request in [search(2), article("1"), search(3), article("2"), article("3")] {
            send.send(request).expect("open");
        }
        let (search, article) = newest(search(1), &receive);
        assert!(matches!(search, Some(Request::Search { generation: 3, .. })));
        assert!(matches!(article, Some(Request::Article { id, .. }) if id == "3"));
    }

    #[test]
    fn an_article_of_an_older_list_is_not_fetched() {
        let (send, receive) = unbounded();
        send.send(search(2)).expect("open");
        let (search, article) = newest(article("1"), &receive);
        assert!(search.is_some() && article.is_none());
    }
}
