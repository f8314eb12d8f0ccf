//! What one determination says.

use super::incomplete_replicates::IncompleteReplicates;
use super::judgement::{Compare, Judgement, Standing, Value};
use super::operands::Facts;
use super::replicates::{Replicated, Reportable};
use crate::acceptance::{Region, Relation};
use crate::criterion::{Demand, Ruling, Term, Terms};
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, Limits, PlannedTest};
use crate::report::Reason;
use crate::value::look_alike;

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
    pub(super) fn judge_values(
        &self,
        asked: &Asked,
        own: Replicated<'_>,
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        let by_each = |values: &[Value<'_>]| self.limits_of_each(asked)?.judge(values, compare);
        if let Some(open) = self.why_incomplete(&own) {
            return IncompleteReplicates { test: self, asked, facts, compare }
                .judge_partial(&own, open);
        }
        match self.reportable_of(own) {
            Ok(Reportable::One(value)) => asked.judge(&value, facts, compare),
            Ok(Reportable::Each(values)) => {
                let all = values.iter().map(|value| asked.judge(value, facts, compare));
                all.min().unwrap_or(Judgement::unfinished(Reason::TooFewReplicates))
            }
            Ok(Reportable::Terms(values)) => {
                let of_terms =
                    judge_terms(values.iter().map(|value| asked.judge(value, facts, compare)));
                by_each(&values).map_or(of_terms, |of_each| of_each.min(of_terms))
            }
            Ok(Reportable::Combined(value, values)) => {
                let combined = || asked.judge(&value, facts, compare);
                match by_each(&values) {
                    Some(fails) if fails.standing == Standing::Fails => fails,
                    // Whatever a replicate is that cannot be told, a combined value that fails
                    // does.
                    Some(undecided) => undecided.min(combined()),
                    None => combined(),
                }
            }
            Err(judgement) => judgement,
        }
    }
}

/// Terms among replicates that are to be combined: a rejected one fails, accepted ones alone
/// conform, and none has a mean with numbers.
fn judge_terms(judgements: impl Iterator<Item = Judgement>) -> Judgement {
    let undecided = Judgement::undecided(Reason::KindMismatch);
    let worst = judgements.map(|judgement| match judgement.reason {
        Reason::AcceptedTerm | Reason::RejectedTerm | Reason::UnknownTerm => judgement,
        _ => undecided,
    });
    worst.min().unwrap_or(undecided)
}

impl Limits {
    pub(super) fn compared(&self, compare: Compare) -> &Region {
        match compare {
            Compare::AsSpecified => &self.accepted,
            Compare::Unrounded => &self.unrounded,
        }
    }

    pub(crate) fn judge(&self, value: &Value<'_>, compare: Compare) -> Judgement {
        let (standing, reason) = match value.relation(self.compared(compare)) {
            Some(Relation::Inside) => (Standing::Meets, Reason::Within),
            Some(Relation::Disjoint) => (Standing::Fails, Reason::Outside),
            Some(Relation::Overlapping) => (Standing::Undecided, Reason::Straddles),
            None => (Standing::Undecided, Reason::KindMismatch),
        };
        Judgement { standing, reason }
    }
}

impl Asked {
    pub(super) fn is_signed(&self) -> bool {
        self.quantity.as_ref().is_some_and(|quantity| quantity.signed)
    }

    /// Whether any value will do, or none is asked.
    pub(crate) fn is_neutral(&self) -> bool {
        self.criterion.is_neutral()
    }

    pub(crate) fn judge(
        &self,
        value: &Value<'_>,
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        let (standing, reason) = match (self.criterion.demand(), &self.limits, value) {
            // A term is no quantity, even where any quantity would do.
            (Demand::Report, _, Value::Term(_)) if self.quantity.is_some() => {
                (Standing::Undecided, Reason::KindMismatch)
            }
            (Demand::NotRequired | Demand::Report, ..) => (Standing::Meets, Reason::ReportOnly),
            (Demand::Terms(terms) | Demand::Either(_, terms), _, Value::Term(text)) => {
                self.judge_term(terms, text)
            }
            (Demand::SameAs(_), _, Value::Term(text)) => self.judge_identity(text, facts),
            (_, Some(limits), value) => return limits.judge(value, compare),
            _ => (Standing::Undecided, Reason::KindMismatch),
        };
        Judgement { standing, reason }
    }

    fn judge_term(&self, terms: &Terms, text: &str) -> (Standing, Reason) {
        match terms.rule(text) {
            Ruling::Accepted => (Standing::Meets, Reason::AcceptedTerm),
            // What is named is no other term.
            Ruling::Rejected if terms.rejects_other() && self.is_interim(text) => {
                (Standing::Undecided, Reason::UnknownTerm)
            }
            Ruling::Rejected if self.looks_like(text).is_some() => {
                (Standing::Undecided, Reason::LooksAlike)
            }
            Ruling::Rejected => (Standing::Fails, Reason::RejectedTerm),
            Ruling::Unknown => (Standing::Undecided, Reason::UnknownTerm),
        }
    }

    /// Whether a preliminary result that says so waits for the final one.
    pub(crate) fn is_interim(&self, text: &str) -> bool {
        self.interim.iter().any(|term| term.is(text))
    }

    /// The term that a text looks like, among those that do not fail.
    pub(crate) fn looks_like(&self, text: &str) -> Option<&Term> {
        let accepted = self.criterion.terms().map(Terms::accepted).unwrap_or_default();
        accepted.iter().chain(&self.interim).find(|term| term.looks_like(text))
    }

    fn judge_identity(&self, text: &str, facts: &Facts<'_>) -> (Standing, Reason) {
        match self.same_as.map_or(Err(Reason::MissingParameter), |parameter| facts.text(parameter))
        {
            Ok(expected) if text.trim() == expected.trim() => (Standing::Meets, Reason::Identical),
            // What fails may be another patient's, and differs visibly.
            Ok(expected) if look_alike(text, expected) => (Standing::Undecided, Reason::LooksAlike),
            Ok(_) => (Standing::Fails, Reason::NotIdentical),
            Err(reason) => (Standing::Undecided, reason),
        }
    }
}
