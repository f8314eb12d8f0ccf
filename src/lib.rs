#![doc = include_str!("../README.md")]

mod acceptance;
mod criterion;
mod error;
mod value;

pub use acceptance::{Region, Relation, Rounding, StrictLimits};
pub use criterion::Criterion;
pub use error::{DocumentError, ParseError, Problem};
pub use value::{Measurement, Number, Unit};
