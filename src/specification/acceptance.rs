//! What is accepted of a test in a phase.

use std::sync::Arc;

use super::condition::Condition;
use super::derivation::Derivation;
use super::phase::Phase;
use crate::criterion::{Criterion, Term};
use crate::value::{Extensions, Unit};

/// What is accepted in a phase. Without a list it is one case, which always applies.
#[derive(Clone, Debug)]
pub(crate) struct CheckedEntry {
    pub(crate) cases: Vec<CheckedAcceptance>,
    pub(crate) is_list: bool,
}

/// What is accepted, checked together with its test.
#[derive(Clone, Debug)]
pub(crate) struct CheckedAcceptance {
    /// In a list of cases, when it applies.
    pub(crate) when: Option<Box<Condition>>,
    /// The unit of the case, where the test has none.
    pub(crate) unit: Option<Unit>,
    pub(crate) derived: Option<Box<Derivation>>,
    /// Plans share it.
    pub(crate) criterion: Arc<Criterion>,
    /// What a preliminary result may say while the final one is awaited.
    pub(crate) interim: Vec<Term>,
    pub(crate) alert: Option<Box<Criterion>>,
    pub(crate) justification: Option<Box<str>>,
    pub(crate) extensions: Extensions,
}

impl CheckedEntry {
    /// Where a test says what it accepts, in all phases or in one: `acceptance.clinical`.
    pub(crate) fn place(phase: Option<Phase>) -> String {
        format!("acceptance.{}", phase.map_or("all", Phase::code))
    }

    /// What is accepted, where that does not depend on the lot.
    pub(super) fn only(&self) -> Option<&CheckedAcceptance> {
        self.cases.first().filter(|_| !self.is_list)
    }
}
