//! What is accepted of a test in a phase.

use std::sync::Arc;

use super::condition::Condition;
use super::derivation::Derivation;
use super::phase::Phase;
use crate::criterion::{Criterion, Term, Terms};
use crate::document::{Json, Members, Write};
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
    pub(crate) carried: Extensions,
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

    /// A list of cases, or the only one.
    pub(super) fn written(&self, members: Members) -> Option<Json<'_>> {
        match self.only() {
            Some(only) => only.written(members),
            None => self.cases.json(members),
        }
    }
}

impl CheckedAcceptance {
    /// Its terms, if it was said as lists of them.
    pub(super) fn listed(&self) -> Option<&Terms> {
        self.criterion.terms().filter(|_| self.criterion.is_listed())
    }

    /// A text where there is only a criterion in notation.
    fn written(&self, members: Members) -> Option<Json<'_>> {
        let is_plain = self.when.is_none()
            && self.interim.is_empty()
            && self.alert.is_none()
            && self.justification.is_none();
        let carries = members == Members::All && self.carried.iter().next().is_some();
        if is_plain && !carries && !self.criterion.is_listed() {
            self.criterion.json(members)
        } else {
            self.json(members)
        }
    }
}
