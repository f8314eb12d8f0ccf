//! Values that are derived from several others: what follows from one value of each, which
//! combinations can be, and which of them reach furthest.
//!
//! Inputs come in as numbers with their origins: the determinations of which each was made. Nothing
//! here knows of tests, limits or lots.

mod distinct;
mod formula;
mod furthest;
mod origins;
mod paths;
#[cfg(test)]
mod tests;

pub(crate) use distinct::{compare_numbers, distinct, first_of_each};
pub(crate) use formula::{Formula, NoValue};
pub(crate) use furthest::{every, innermost, reaching_furthest};
pub(crate) use origins::{Origins, Part, parts};
pub(crate) use paths::{Needs, Places, ToldApart, told_apart};
