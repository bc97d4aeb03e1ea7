//! Measuring from the same engine that answers: how well ([`eval`]) and how fast ([`mod@bench`]).

pub mod bench;
pub mod eval;
mod queries;
mod stats;

pub use queries::{MeasureError, QueryLine, read_queries};
pub use stats::{Quantiles, quantile};
