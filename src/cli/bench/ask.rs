//! The measuring itself: engines warmed, queries asked by the loops of the library, or by a new
//! process each.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context;
use axtar::index::{Archive, ArchiveWriter, IndexError, Settings};
use axtar::measure::QueryLine;
use axtar::measure::bench::{Sample, ask, gather};
use axtar::measure::load::{Asked, Clock, Monotonic, Reply, Schedule, work};
use axtar::measure::random::Random;
use axtar::search::{Engine, Options, SearchError};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tempfile::TempDir;

use super::BenchArgs;
use crate::cli::messages::say;
use crate::cli::messages::table::{ASKED_OF, TIME_LEFT};
use crate::cli::side::{AskArgs, reach};

/// How queries are asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// Each when the one before is answered.
    Closed,
    /// So many a second.
    Open(f64),
    /// Each by a process of its own.
    Cold,
}

/// What is measured: an index with search options, and an engine for each thread.
pub struct Subject {
    /// The options as they are written.
    pub written: String,
    /// Hits a query.
    pub k: usize,
    index: PathBuf,
    engines: Vec<Engine>,
    options: Options,
    names_file: Option<PathBuf>,
}

impl Subject {
    /// Opens the index for so many threads; tells, too, whether a row of the newsroom's list was refused.
    pub fn open(index: &Path, args: &AskArgs, k: usize, threads: usize) -> anyhow::Result<(Self, bool)> {
        let (options, faulty) = args.options(index, k)?;
        let engines: Result<Vec<Engine>, IndexError> =
            (0..threads).map(|_| Archive::open(index).map(Engine::new)).collect();
        let (written, index, names_file) =
            (args.written(), index.to_path_buf(), args.newsroom.names_file.clone());
        Ok((Subject { written, k, index, engines: engines?, options, names_file }, faulty))
    }

    /// The first engine.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engines[0]
    }

    /// The options of each query.
    fn options(&self, queries: &[QueryLine]) -> Vec<Options> {
        let of = |query: &QueryLine| {
            let variants = query.variants.unwrap_or(self.options.variants);
            Options { variants, ..self.options.clone() }
        };
        queries.iter().map(of).collect()
    }

    fn process(&self) -> Process {
        Process { index: self.index.clone(), k: self.k, names_file: self.names_file.clone() }
    }

    /// Asks every query once of every engine.
    fn warm(&mut self, queries: &[QueryLine], options: &[Options]) -> Result<(), SearchError> {
        for engine in &mut self.engines {
            for (query, options) in queries.iter().zip(options) {
                ask(engine, &query.text, options)?;
            }
        }
        Ok(())
    }
}

/// What a run gave.
pub struct Run {
    pub samples: Vec<Sample>,
    /// From the first query to the last answer.
    pub seconds: f64,
    /// Articles indexed meanwhile.
    pub indexed: Option<u64>,
    /// What a process takes that does nothing, where each query had one.
    pub empty_process: Option<Duration>,
}

/// Asks all queries of one subject.
pub fn run(
    subject: &mut Subject,
    queries: &[QueryLine],
    mode: Mode,
    args: &BenchArgs,
) -> anyhow::Result<Run> {
    let options = subject.options(queries);
    let gap = match mode {
        Mode::Open(rate) => Some(Duration::from_secs_f64(1.0 / rate)),
        Mode::Closed | Mode::Cold => None,
    };
    let schedule = Schedule::new(queries.len(), args.repeat, gap, &mut Random::new(args.seed));
    let mut empty_process = None;
    if mode == Mode::Cold {
        empty_process = Some(empty_process_time()?);
    } else {
        subject.warm(queries, &options)?;
    }
    let (stop, index, process) = (AtomicBool::new(false), subject.index.clone(), subject.process());
    let (schedule, options, process, forget) = (&schedule, &options[..], &process, args.forget);
    thread::scope(|scope| {
        let indexing = args.while_indexing.then(|| scope.spawn(|| index_again(&index, &stop)));
        let clock = Monotonic::start();
        let workers = if mode == Mode::Cold {
            let ask = |query: usize| process.ask(&queries[query].text, &options[query]);
            vec![scope.spawn(move || work(schedule, &clock, ask, || {}))]
        } else {
            let engines = subject.engines.iter_mut();
            let workers = engines.map(|engine| {
                let ask = move |query: usize| {
                    if forget {
                        engine.forget();
                    }
                    Ok(ask(engine, &queries[query].text, &options[query])?)
                };
                scope.spawn(move || work(schedule, &clock, ask, || {}))
            });
            workers.collect()
        };
        let asked = watch(schedule, workers);
        let seconds = clock.now().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        let indexed = indexing.map(joined).transpose()?;
        Ok(Run { samples: gather(queries, &asked?)?, seconds, indexed, empty_process })
    })
}

/// Asks each query of both subjects directly one after the other, the first one first in one pass
/// and the second one first in the next: whatever the machine does meanwhile, it does to both.
pub fn by_turns(
    a: &mut Subject,
    b: &mut Subject,
    queries: &[QueryLine],
    args: &BenchArgs,
) -> anyhow::Result<([Vec<Sample>; 2], f64)> {
    let options = [a.options(queries), b.options(queries)];
    a.warm(queries, &options[0])?;
    b.warm(queries, &options[1])?;
    let schedule = Schedule::new(queries.len(), args.repeat, None, &mut Random::new(args.seed));
    let clock = Monotonic::start();
    let mut of_b: Vec<Asked> = vec![];
    let of_a = thread::scope(|scope| {
        let (schedule, options, of_b, forget) = (&schedule, &options, &mut of_b, args.forget);
        let mut engines = [a.engine(), b.engine()];
        let worker = scope.spawn(move || -> Result<Vec<Asked>, SearchError> {
            let (mut turn, mut of_a) = (0, vec![]);
            // What the loop itself times is both sides together; each is timed by itself.
            let both = |query: usize| {
                let order = if (turn / queries.len()).is_multiple_of(2) { [0, 1] } else { [1, 0] };
                turn += 1;
                for side in order {
                    if forget {
                        engines[side].forget();
                    }
                    let start = Instant::now();
                    let reply = ask(engines[side], &queries[query].text, &options[side][query])?;
                    let asked = Asked { query, time: start.elapsed(), reply };
                    if side == 0 { of_a.push(asked) } else { of_b.push(asked) }
                }
                Ok::<_, SearchError>(Reply::default())
            };
            work(schedule, &clock, both, || {})?;
            Ok(of_a)
        });
        watch(schedule, vec![worker])
    })?;
    Ok(([gather(queries, &of_a)?, gather(queries, &of_b)?], clock.now().as_secs_f64()))
}

/// What a process is told beside the query.
struct Process {
    index: PathBuf,
    k: usize,
    names_file: Option<PathBuf>,
}

impl Process {
    /// Asks by a new process, which has nothing of what this one keeps in memory.
    fn ask(&self, query: &str, options: &Options) -> anyhow::Result<Reply> {
        let mut command = this_program()?;
        command.arg("--no-config").arg("--index").arg(&self.index);
        command.args(["search", "--no-last", "--format", "json", "--per-article", "0", "--copies=apart"]);
        command.args(["--limit", &self.k.to_string(), "--variants", reach(options.variants)]);
        if options.exact {
            command.arg("--exact");
        }
        if let Some(file) = &self.names_file {
            command.arg("--names-file").arg(file);
        }
        let output = command.arg("--").arg(query).output().with_context(|| say!(NO_PROCESS))?;
        let hits = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        let refused = hits == 0 && output.status.code() != Some(1);
        Ok(Reply { hits, refused, ..Reply::default() })
    }
}

fn this_program() -> anyhow::Result<Command> {
    let program = std::env::current_exe().with_context(|| say!(NO_PROCESS))?;
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    Ok(command)
}

/// What a process takes that only tells its version: the median of 21.
fn empty_process_time() -> anyhow::Result<Duration> {
    let mut times = vec![];
    for _ in 0..21 {
        let start = Instant::now();
        this_program()?.arg("--version").output().with_context(|| say!(NO_PROCESS))?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

/// Indexes the articles of an index into temporary folders until it is stopped; tells how many.
fn index_again(index: &Path, stop: &AtomicBool) -> Result<u64, IndexError> {
    let archive = Archive::open(index)?;
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        let folder = TempDir::new()
            .map_err(|e| IndexError::Io { path: std::env::temp_dir(), reason: e.to_string() })?;
        let mut writer = ArchiveWriter::open(folder.path(), &Settings::default())?;
        let (fed, _) = writer.feed(|feed| {
            for article in archive.articles() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                feed.submit(article?)?;
                count += 1;
            }
            Ok::<_, IndexError>(())
        })?;
        fed?;
        writer.commit()?;
    }
    Ok(count)
}

/// Waits for the workers and shows how far they are: drawing is not theirs to do.
fn watch<E>(
    schedule: &Schedule,
    workers: Vec<ScopedJoinHandle<'_, Result<Vec<Asked>, E>>>,
) -> Result<Vec<Asked>, E> {
    let bar =
        ProgressBar::with_draw_target(Some(schedule.len() as u64), ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {ASKED_OF}  {TIME_LEFT}"));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    while !bar.is_hidden() && workers.iter().any(|worker| !worker.is_finished()) {
        bar.set_position(schedule.begun() as u64);
        thread::sleep(Duration::from_millis(100));
    }
    let answers: Vec<_> = workers.into_iter().map(joined).collect();
    bar.finish_and_clear();
    let mut asked = vec![];
    for answer in answers {
        asked.append(&mut answer?);
    }
    Ok(asked)
}

fn joined<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
