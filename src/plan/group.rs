//! Tests that count together.

use crate::report::{Flag, Outcome, Reason};
use crate::specification::{CheckedGroup, Gate, Phase, Rule};

/// A group, compiled for one phase.
#[derive(Clone, Debug)]
pub(super) struct PlannedGroup {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) gate: Gate,
    pub(super) tests: Vec<String>,
    rule: Rule,
}

/// The outcomes of the members of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Members {
    /// Of each outcome, the first reason by their order.
    reasons: [Option<Reason>; 6],
    /// Whether a member has no result at all.
    untested: bool,
}

impl PlannedGroup {
    /// `None` for a phase that is not covered.
    pub(super) fn compile(group: &CheckedGroup, phase: Phase) -> Option<Self> {
        Some(Self {
            id: group.id.to_string(),
            name: group.name.to_string(),
            gate: *group.gate.get(phase)?,
            tests: group.tests.iter().map(ToString::to_string).collect(),
            rule: group.rule,
        })
    }

    /// The outcome of the group, and of which of its members the reason is.
    pub(super) fn outcome(&self, members: Members) -> (Outcome, Reason) {
        let counted = match self.rule {
            Rule::AnyOf => [Outcome::Conforms, Outcome::Indeterminate, Outcome::Pending, Outcome::DoesNotConform],
            Rule::Alternatives => {
                [Outcome::DoesNotConform, Outcome::Indeterminate, Outcome::Pending, Outcome::Conforms]
            }
        };
        let neutral = [Outcome::Reported, Outcome::NotApplicable];
        // A member without any result was not run: under `any-of` it is pending, as an alternative it does not count, unless none was.
        let untested = members.untested.then_some(Reason::NoResult);
        let is_any_of = self.rule == Rule::AnyOf;
        let of = |outcome: &Outcome| {
            let own = members.reason(*outcome);
            if *outcome == Outcome::Pending && is_any_of { own.into_iter().chain(untested).min() } else { own }
        };
        let found = counted.iter().find_map(|outcome| Some((*outcome, of(outcome)?)));
        found
            .or(untested.map(|reason| (Outcome::Pending, reason)))
            .or(neutral.iter().find_map(|outcome| Some((*outcome, of(outcome)?))))
            .unwrap_or((Outcome::NotApplicable, Reason::NotRequired))
    }

    /// What else deserves attention.
    pub(super) fn flag(&self, members: Members) -> Option<Flag> {
        let differ = members.reason(Outcome::Conforms).is_some() && members.reason(Outcome::DoesNotConform).is_some();
        differ.then_some(match self.rule {
            Rule::AnyOf => Flag::MemberFailed,
            Rule::Alternatives => Flag::Discordant,
        })
    }

    /// `any of potency_a, potency_b`, `alternatives id_flow, id_pcr`.
    pub(super) fn criterion(&self) -> String {
        let rule = match self.rule {
            Rule::AnyOf => "any of",
            Rule::Alternatives => "alternatives",
        };
        format!("{rule} {}", self.tests.join(", "))
    }
}

impl Members {
    pub(super) fn add(&mut self, outcome: Outcome, reason: Reason) {
        if (outcome, reason) == (Outcome::Pending, Reason::NoResult) {
            self.untested = true;
        } else if let Some(known) = self.reasons.get_mut(outcome as usize) {
            *known = Some(known.map_or(reason, |known| known.min(reason)));
        }
    }

    fn reason(self, outcome: Outcome) -> Option<Reason> {
        self.reasons.get(outcome as usize).copied().flatten()
    }
}
