//! The exact set of values that a criterion accepts, and the set of values that a measurement may be.

mod cut;
mod region;
mod rounding;

pub use region::{Region, Relation};
pub use rounding::{Rounding, StrictLimits};
