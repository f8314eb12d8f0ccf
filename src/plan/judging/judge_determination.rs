//! How one determination stands to what is asked.

use super::incomplete_replicates::IncompleteReplicates;
use super::judgement::{Compare, Judgement, Standing};
use super::operands::Facts;
use super::replicates::Replicated;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, PlannedTest};
use crate::report::Reason;

impl PlannedTest {
    /// Judges a determination that counts.
    pub(super) fn judge(
        &self,
        asked: &Asked,
        rows: &[(usize, &AssayResult)],
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        let judgement = self.judge_as_final(asked, rows, facts, compare);
        if !rows.iter().any(|(_, row)| row.is_preliminary()) {
            return judgement;
        }
        // A preliminary result can fail the test, and what cannot be judged is undecided; whatever
        // else it says, more is to come.
        let is_interim = || {
            judgement.reason == Reason::UnknownTerm
                && self.single(rows).is_some_and(|measured| measured.is_unfinished(asked))
        };
        match judgement.standing {
            Standing::Fails => judgement,
            Standing::Undecided if !is_interim() => judgement,
            _ => Judgement::unfinished(Reason::Preliminary),
        }
    }

    fn judge_as_final(
        &self,
        asked: &Asked,
        rows: &[(usize, &AssayResult)],
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        match self.single(rows) {
            Some(measured) => match self.value(asked, measured) {
                Ok(value) => asked.judge(&value, facts, compare),
                Err(reason) => Judgement::undecided(reason),
            },
            None => self.judge_values(asked, self.replicated(asked, rows), facts, compare),
        }
    }

    /// Whether final rows in the place of these would hide what needs an invalidation: more
    /// replicates than are asked for, such as differ too much, or such as can only fail or differ
    /// too much.
    pub(super) fn hides(
        &self,
        asked: &Asked,
        rows: &[(usize, &AssayResult)],
        facts: &Facts<'_>,
    ) -> bool {
        if self.single(rows).is_some() {
            return false;
        }
        let own = self.replicated(asked, rows);
        own.count > self.expected()
            || IncompleteReplicates { test: self, asked, facts, compare: Compare::AsSpecified }
                .is_beyond_hope(&own)
            || self
                .reportable_of(own)
                .is_err_and(|judgement| judgement.reason == Reason::VariabilityExceeded)
    }

    /// Judges the replicates of one determination.
    fn judge_values(
        &self,
        asked: &Asked,
        own: Replicated<'_>,
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        match self.why_incomplete(&own) {
            Some(open) => {
                IncompleteReplicates { test: self, asked, facts, compare }.judge_partial(&own, open)
            }
            None => self.judge_complete(asked, own, facts, compare),
        }
    }
}
