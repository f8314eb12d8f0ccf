//! What tests that count together come to.

use crate::plan::compiled::PlannedGroup;
use crate::report::{Flag, Outcome, Reason};
use crate::specification::Rule;

/// The outcomes of the members of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Members {
    /// Of each outcome of members that were run, the first reason by their order.
    run: [Option<Reason>; 6],
    /// Of each outcome of members without any result.
    not_run: [Option<Reason>; 6],
}

impl PlannedGroup {
    /// What counts of a member: where one is enough, nothing of one that only reports, be it
    /// awaited or undecided.
    pub(crate) fn counted(
        &self,
        is_neutral: bool,
        (outcome, reason): (Outcome, Reason),
    ) -> (Outcome, Reason) {
        let is_open = matches!(outcome, Outcome::Pending | Outcome::Indeterminate);
        if self.rule == Rule::AnyOf && is_neutral && is_open {
            (Outcome::Reported, Reason::ReportOnly)
        } else {
            (outcome, reason)
        }
    }

    /// The outcome of the group, and of which of its members the reason is.
    pub(crate) fn outcome(&self, members: &Members) -> (Outcome, Reason) {
        let counted = match self.rule {
            Rule::AnyOf => [
                Outcome::Conforms,
                Outcome::Indeterminate,
                Outcome::Pending,
                Outcome::DoesNotConform,
            ],
            Rule::Alternatives => [
                Outcome::DoesNotConform,
                Outcome::Indeterminate,
                Outcome::Pending,
                Outcome::Conforms,
            ],
        };
        let neutral = [Outcome::Reported, Outcome::NotApplicable];
        // A member without any result was not run: under `any-of` it is pending, as an alternative
        // it does not count, unless none was.
        let found = counted.iter().find_map(|outcome| {
            let not_run = members.not_run(*outcome).filter(|_| self.rule == Rule::AnyOf);
            Some((
                *outcome,
                members
                    .run(*outcome)
                    .into_iter()
                    .chain(not_run)
                    .min_by_key(|reason| reason.precedence())?,
            ))
        });
        let none_run = || counted.iter().find_map(|outcome| members.not_run(*outcome));
        found
            .or_else(|| none_run().map(|_| (Outcome::Pending, Reason::NoResult)))
            .or_else(|| {
                neutral.iter().find_map(|outcome| {
                    Some((*outcome, members.run(*outcome).or(members.not_run(*outcome))?))
                })
            })
            .unwrap_or((Outcome::NotApplicable, Reason::NotRequired))
    }

    /// What else deserves attention.
    pub(crate) fn flag(&self, members: &Members) -> Option<Flag> {
        let differ = members.run(Outcome::Conforms).is_some()
            && members.run(Outcome::DoesNotConform).is_some();
        differ.then_some(match self.rule {
            Rule::AnyOf => Flag::MemberFailed,
            Rule::Alternatives => Flag::Discordant,
        })
    }
}

impl Members {
    pub(crate) fn add(&mut self, outcome: Outcome, reason: Reason, is_untested: bool) {
        // What fails whatever is missing of it is no procedure that was not used.
        let was_run = !is_untested || outcome == Outcome::DoesNotConform;
        let reasons = if was_run { &mut self.run } else { &mut self.not_run };
        if let Some(known) = reasons.get_mut(outcome as usize) {
            *known = Some(known.map_or(reason, |known| {
                std::cmp::min_by_key(known, reason, |reason| reason.precedence())
            }));
        }
    }

    fn run(&self, outcome: Outcome) -> Option<Reason> {
        self.run.get(outcome as usize).copied().flatten()
    }

    fn not_run(&self, outcome: Outcome) -> Option<Reason> {
        self.not_run.get(outcome as usize).copied().flatten()
    }
}
