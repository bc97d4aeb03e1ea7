//! A run as it is kept: the conditions, the figures, and every single measurement behind them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::bench::{STEPS, Sample, Summary, parts};
use super::machine::Machine;
use super::quantile::TOLD;
use super::{MeasureError, Quantiles, QueryLine};
use crate::index::{Archive, IndexError};
use crate::search::Timing;

/// Version of the form below; a reader refuses a later one.
pub const SCHEMA_VERSION: u32 = 1;

/// A run. Times are microseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// Version and commit of the program, and of what it is made with.
    pub axtar: String,
    /// How it was measured.
    #[serde(flatten)]
    pub conditions: Conditions,
    /// Where.
    pub machine: Machine,
    /// Over what.
    #[serde(flatten)]
    pub index: IndexState,
    /// Where the queries came from: a file, or `drawn`.
    pub queries: String,
    /// First half of the BLAKE3 hash of the query file, or of the drawn queries.
    pub queries_hash: String,
    /// What reading the clock costs, in nanoseconds.
    pub timer_nanoseconds: u64,
    /// From the first query to the last answer.
    pub seconds: f64,
    /// Queries a second over that time.
    pub per_second: f64,
    /// The figures of each class.
    pub microseconds: BTreeMap<String, Figures>,
    /// The figures of each step, over the medians of queries.
    pub steps: BTreeMap<String, Figures>,
    /// Query id, class, median, hits.
    pub samples: Vec<(String, String, f64, usize)>,
    /// Every measurement.
    pub raw: Vec<Raw>,
}

/// How a run was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// `closed`, `open` or `cold`.
    pub mode: String,
    /// Queries a second that were meant to arrive, in an open loop.
    pub rate: Option<f64>,
    /// Workers that asked.
    pub threads: usize,
    /// Hits a query.
    pub k: usize,
    /// Times each query was measured.
    pub repeat: usize,
    /// Unmeasured passes before.
    pub warm_up: usize,
    /// What was in memory when the measuring began.
    pub cache: String,
    /// Whether articles were indexed meanwhile.
    pub while_indexing: bool,
    /// The search options, as they are written.
    pub options: String,
    /// What the order, and drawn queries, follow from.
    pub seed: u64,
}

/// The index a run was made over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexState {
    /// Paragraphs.
    pub paragraphs: u64,
    /// Paragraphs deleted and not yet reclaimed.
    pub deleted: u64,
    /// Segments.
    pub segments: usize,
    /// Bytes of its files.
    pub bytes: u64,
    /// First half of the BLAKE3 hash of its list of segments: the same for the same commit.
    pub index_hash: String,
}

impl IndexState {
    /// What an open archive is now.
    pub fn of(archive: &Archive) -> Result<Self, IndexError> {
        let readers = archive.searcher().segment_readers();
        let meta =
            fs::read(archive.path().join("meta.json")).map_err(|e| IndexError::io(archive.path(), &e))?;
        Ok(IndexState {
            paragraphs: archive.searcher().num_docs(),
            deleted: readers.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum(),
            segments: readers.len(),
            bytes: archive.bytes(),
            index_hash: hash(&meta),
        })
    }
}

/// The first half of a BLAKE3 hash, in hex.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_string()
}

/// The hash of queries that stand in no file.
pub fn hash_of(queries: &[QueryLine]) -> String {
    let lines = queries.iter().map(|q| format!("{}\t{}\t{}\n", q.id, q.text, q.class));
    hash(lines.collect::<String>().as_bytes())
}

/// The figures of one class or step; a quantile is `null` where n is too small.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figures {
    /// Measurements.
    pub n: usize,
    /// Hits of the queries.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hits: Option<usize>,
    /// Queries refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refused: Option<usize>,
    /// Smallest.
    pub min: f64,
    /// Quantiles by name.
    #[serde(flatten)]
    pub quantiles: BTreeMap<String, Option<f64>>,
    /// Their intervals of 95 %, where there are any.
    pub intervals: BTreeMap<String, (f64, f64)>,
    /// Largest.
    pub max: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Figures {
    fn of(q: &Quantiles) -> Self {
        let told = || TOLD.iter().zip(&q.told).map(|((name, _), known)| (name.to_string(), known));
        let interval = |(low, high)| (micros(low), micros(high));
        Figures {
            n: q.n,
            hits: None,
            refused: None,
            min: micros(q.min),
            quantiles: told().map(|(name, known)| (name, known.value.map(micros))).collect(),
            intervals: told().filter_map(|(name, known)| Some((name, interval(known.interval?)))).collect(),
            max: micros(q.max),
            mean: micros(q.mean),
            sd: micros(q.sd),
        }
    }

    /// The figures of a class.
    pub fn of_class(summary: &Summary) -> Self {
        let (hits, refused) = (Some(summary.hits), Some(summary.refused));
        Figures { hits, refused, ..Figures::of(&summary.quantiles) }
    }

    /// The figures of each step.
    pub fn of_steps(samples: &[Sample]) -> BTreeMap<String, Figures> {
        let of = |(step, name): (usize, &&str)| {
            let times = samples.iter().map(|s| s.step(step)).collect();
            (name.to_string(), Figures::of(&Quantiles::of(times)))
        };
        STEPS.iter().enumerate().map(of).collect()
    }
}

/// All measurements of one query, in the order they were made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Raw {
    /// The query's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its class.
    pub class: String,
    /// Hits shown.
    pub hits: usize,
    /// It was refused.
    pub refused: bool,
    /// Its times.
    pub times: Vec<f64>,
    /// The steps of each: parse, expand, search, fetch.
    pub steps: Vec<[f64; STEPS.len()]>,
}

impl From<&Sample> for Raw {
    fn from(sample: &Sample) -> Raw {
        let QueryLine { id, text, class, .. } = sample.query.clone();
        let (hits, refused) = (sample.hits, sample.refused);
        let times = sample.times.iter().copied().map(micros).collect();
        let steps = sample.steps.iter().map(|steps| parts(steps).map(micros)).collect();
        Raw { id, text, class, hits, refused, times, steps }
    }
}

impl From<Raw> for Sample {
    fn from(raw: Raw) -> Sample {
        let Raw { id, text, class, hits, refused, times, steps } = raw;
        let timing = |steps: [f64; STEPS.len()]| {
            let [parse, expand, rank, fetch] = steps.map(duration);
            Timing { parse, expand, rank, fetch }
        };
        Sample {
            query: QueryLine { id, text, class, variants: None },
            times: times.into_iter().map(duration).collect(),
            steps: steps.into_iter().map(timing).collect(),
            hits,
            refused,
        }
    }
}

impl Record {
    /// Reads a record that was written as JSON.
    pub fn read(path: &Path) -> Result<Self, MeasureError> {
        let refuse = |reason: String| MeasureError::NoRecord { path: path.display().to_string(), reason };
        let bytes = fs::read(path)
            .map_err(|e| MeasureError::Read { path: path.display().to_string(), reason: e.to_string() })?;
        let record: Record = serde_json::from_slice(&bytes).map_err(|e| refuse(e.to_string()))?;
        if record.schema_version > SCHEMA_VERSION {
            return Err(refuse(format!("its form is {}, known is {SCHEMA_VERSION}", record.schema_version)));
        }
        Ok(record)
    }

    /// What was measured, by query.
    pub fn samples(&self) -> Vec<Sample> {
        self.raw.iter().cloned().map(Sample::from).collect()
    }
}

/// Microseconds to the tenth.
pub fn micros(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e7).round() / 10.0
}

fn duration(micros: f64) -> Duration {
    Duration::from_secs_f64(micros.max(0.0) / 1e6)
}
