//! The exact set of values that a criterion accepts, and the set of values that a measurement may
//! be.

mod cut;
mod extent;
mod interval;
mod region;
mod rounding;

pub(crate) use extent::Extent;
pub use interval::Relation;
pub(crate) use interval::{End, Interval, cmp_lower, cmp_upper};
pub use region::Region;
pub use rounding::{Rounding, StrictLimits};
