//! The life of a specification: how its columns and versions differ, what experience would change, which version is in
//! force for a lot, and whether a process validation campaign is met.
//!
//! Nothing here changes a verdict. Lots are judged by a [`Plan`](crate::Plan), as everywhere.

mod accepted;
mod advisory;
mod cell;
mod change;
mod column;
mod comparison;
mod comparison_document;
mod comparison_table;
mod draft;
mod parts;
mod phases;
mod review;
mod review_output;
mod reviewed;
mod sets;
mod shared;
mod test;
mod units;

pub use advisory::{Advisory, AdvisoryCode};
pub use change::{Change, ChangeCode, Direction, MovedEnd, Subject};
pub use column::Column;
pub use comparison::Comparison;
pub use review::Review;
