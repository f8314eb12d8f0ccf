//! What has to be found of a test while it is open which of its cases applies, by trying what its
//! subjects may turn out to be.

use std::collections::BTreeSet;

use super::example_lot::ExampleLot;
use super::{Exactly, decimal, power_of_ten, worth};
use crate::criterion::{Bound, Term, Terms};
use crate::report::{Outcome, Reason};
use crate::specification::{MustBe, Requirement, Test, Values};
use crate::value::Unit;

/// The most lots that are tried.
const MOST_TRIED: usize = 2_000;

impl ExampleLot<'_> {
    /// What has to be found of `test`.
    pub(crate) fn expected(&self, test: &Test) -> (Outcome, Reason) {
        self.found(test).unwrap_or_else(|open| self.whatever_the_case(test, open))
    }

    /// `open` is what is found as long as nothing more is known.
    fn whatever_the_case(&self, test: &Test, open: (Outcome, Reason)) -> (Outcome, Reason) {
        let cases = test.cases(self.phase).iter().filter_map(|case| case.when.as_deref());
        let requirements: Vec<&Requirement> = cases.flat_map(|when| &when.requirements).collect();
        let unknown: BTreeSet<&str> = requirements
            .iter()
            .filter(|requirement| self.is_met(requirement).is_err())
            .map(|requirement| requirement.subject.as_str())
            .collect();
        let mut examples = vec![self.clone()];
        for id in unknown {
            let own = requirements.iter().filter(|requirement| requirement.subject.as_str() == id);
            let texts: BTreeSet<String> =
                own.flat_map(|requirement| self.conceivable(requirement)).collect();
            if texts.is_empty() || examples.len().saturating_mul(texts.len()) > MOST_TRIED {
                return open;
            }
            examples = examples
                .iter()
                .flat_map(|example| texts.iter().map(|text| example.with(id, text)))
                .collect();
        }
        // A subject that does not apply, or is derived, stays open.
        let is_open = |example: &ExampleLot<'_>| {
            example.case(test).is_err_and(|(_, reason)| reason != Reason::NoCaseApplies)
        };
        if examples.iter().any(is_open) {
            return open;
        }
        let found: Vec<(Outcome, Reason)> = examples
            .iter()
            .map(|example| example.found(test).unwrap_or_else(|open| open))
            .collect();
        let is = |outcome: Outcome| found.iter().any(|(own, _)| *own == outcome);
        let worst = |outcome: Outcome| {
            let reasons =
                found.iter().filter(|(own, _)| *own == outcome).map(|(_, reason)| *reason);
            reasons.min().map(|reason| (outcome, reason))
        };
        let may_be_well = is(Outcome::Conforms)
            || is(Outcome::Pending)
            || is(Outcome::Reported)
            || is(Outcome::NotApplicable);
        match (may_be_well, worst(Outcome::DoesNotConform), worst(Outcome::Indeterminate)) {
            (true, ..) | (false, None, None) => open,
            (false, Some(fails), None) => fails,
            (false, _, Some(undecided)) => {
                if open.0 == Outcome::Indeterminate {
                    open
                } else {
                    undecided
                }
            }
        }
    }

    /// The same lot, with one value more.
    fn with(&self, id: &str, value: &str) -> Self {
        let mut example = self.clone();
        match self.specification.test(id) {
            Some(test) => example.measure(test, value),
            None => example.state(id, value),
        }
        example
    }

    /// What a subject may be: every word that it lists, or numbers around what is asked of it.
    fn conceivable(&self, requirement: &Requirement) -> Vec<String> {
        let id = requirement.subject.as_str();
        let parameter =
            self.specification.parameters().iter().find(|parameter| parameter.id() == id);
        let test = self.specification.test(id);
        match &requirement.must_be {
            MustBe::OneOf(_) => {
                let written = |term: &Term| term.as_str().to_owned();
                let declared = match parameter.and_then(|parameter| parameter.kind()) {
                    Some(Values::OneOf(values)) => values.iter().map(written).collect(),
                    _ => Vec::new(),
                };
                let criteria = test.into_iter().flat_map(Test::all_criteria);
                let listed =
                    criteria.filter_map(|criterion| criterion.terms()).flat_map(Terms::named);
                declared.into_iter().chain(listed.map(written)).collect()
            }
            MustBe::Within(criterion) => {
                let within = match parameter.and_then(|parameter| parameter.kind()) {
                    Some(Values::Number { within: Some(within), .. }) => within.range(),
                    _ => None,
                };
                let ranges = criterion.range().into_iter().chain(within);
                let bounds =
                    ranges.flat_map(|range| range.lower().into_iter().chain(range.upper()));
                let around = |bound: &Bound| -> Vec<Exactly> {
                    let (limit, step) =
                        (worth(&bound.limit), power_of_ten(bound.limit.last_place()));
                    vec![&limit - &step, limit.clone(), limit + step]
                };
                let unit = self.unit(id).filter(|unit| !unit.is_one());
                let written = |value: Exactly| Some(Unit::after(decimal(&value, 28)?, unit));
                let all = bounds.flat_map(around).filter_map(written);
                all.filter(|text| self.with(id, text).value(id).is_ok()).collect()
            }
        }
    }
}
