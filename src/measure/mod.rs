//! Measuring from the same engine that answers: how well ([`eval`]) and how fast ([`mod@bench`]).
//!
//! [`load`] asks and times, [`bench`](mod@bench) gathers what it tells by query, [`mod@quantile`] and
//! [`bootstrap`] say how sure a figure is, [`compare`] whether two runs differ, [`record`] keeps a
//! run, [`draw`] takes queries from the archive itself, [`trec`] reads judgements and runs,
//! [`generate`] makes archives of any size. Every choice of chance follows from a seed.

pub mod bench;
pub mod bootstrap;
pub mod compare;
pub mod draw;
pub mod eval;
pub mod generate;
pub mod load;
pub mod machine;
pub mod quantile;
mod queries;
pub mod random;
pub mod record;
pub mod trec;

pub use quantile::{Quantiles, quantile};
pub use queries::{MeasureError, QueryLine, read_queries};
