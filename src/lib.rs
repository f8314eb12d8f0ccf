#![doc = include_str!("../README.md")]

mod acceptance;
mod combination;
mod criterion;
mod document;
mod error;
pub mod lifecycle;
mod lot;
mod plan;
mod report;
mod specification;
#[cfg(feature = "testing")]
pub mod testing;
mod value;
pub mod wire;

#[doc = include_str!("../docs/decisions.md")]
pub mod decisions {}

#[doc = include_str!("../docs/rules.md")]
pub mod rules {}

pub use acceptance::{Region, Relation, Rounding, StrictLimits};
pub use criterion::Criterion;
pub use error::{DocumentError, ParseError, Problem, ProblemCode};
pub use lot::{AssayResult, Lot};
pub use plan::Plan;
pub use report::{Finding, Flag, JudgedParameter, JudgedResult, Outcome, Reason, Report, Verdict};
pub use rust_decimal::Decimal;
pub use specification::{
    Acceptance, Attribute, Derivation, Gate, Group, Parameter, Phase, Reportable, Specification,
    SpecificationBuilder, Test, TestBuilder,
};
pub use value::{Date, Measurement, Number, Unit};
