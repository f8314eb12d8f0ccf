//! How a value, or the replicates that make one, stand to what is asked.

use super::judgement::{Compare, Judgement, Standing, Value};
use super::operands::Facts;
use super::replicates::{Replicated, Reportable};
use crate::acceptance::{Region, Relation};
use crate::criterion::{Demand, Ruling, Terms};
use crate::plan::compiled::{Asked, Limits, PlannedTest};
use crate::report::Reason;
use crate::value::look_alike;

impl PlannedTest {
    /// Judges replicates of which none is missing, too many or without a value.
    pub(super) fn judge_complete(
        &self,
        asked: &Asked,
        own: Replicated<'_>,
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        let by_each = |values: &[Value<'_>]| self.limits_of_each(asked)?.judge(values, compare);
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
