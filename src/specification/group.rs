//! Tests that count together.

use super::phase::{Gate, PerPhase};
use crate::value::code::codes;
use crate::value::{Extensions, Identifier, Label};

/// Most groups in one specification: a test is in at most one, and one has at least two.
pub(super) const MOST_GROUPS: usize = 5_000;

codes! {
    /// How the outcomes of members make one.
    pub(crate) enum Rule("rule of a group") {
        /// One that conforms is enough.
        AnyOf = "any-of",
        /// Each member may be used in the place of the others; all that were used have to conform.
        Alternatives = "alternatives",
    }
}

/// A group that was checked together with its members.
#[derive(Clone, Debug)]
pub(crate) struct CheckedGroup {
    pub(crate) id: Identifier,
    pub(crate) name: Label,
    pub(crate) rule: Rule,
    pub(crate) tests: Vec<Identifier>,
    pub(crate) gate: PerPhase<Gate>,
    pub(crate) carried: Extensions,
}
