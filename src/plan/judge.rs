//! What one determination says.

use super::planned::{Limits, PlannedTest};
use crate::acceptance::{Region, Relation};
use crate::criterion::{Demand, Ruling};
use crate::lot::AssayResult;
use crate::report::{Outcome, Reason};
use crate::value::Reading;

/// How one determination stands to what is asked, from what decides to what yields to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Fails,
    Undecided,
    Unfinished,
    Meets,
}

/// How a determination stands, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Judgement {
    pub(super) standing: Standing,
    pub(super) reason: Reason,
}

impl Judgement {
    pub(super) fn outcome(self) -> Outcome {
        match self.standing {
            Standing::Fails => Outcome::DoesNotConform,
            Standing::Undecided => Outcome::Indeterminate,
            Standing::Unfinished => Outcome::Pending,
            Standing::Meets if self.reason == Reason::ReportOnly => Outcome::Reported,
            Standing::Meets => Outcome::Conforms,
        }
    }
}

/// What a determination offers for comparison.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'r> {
    Numbers(Region),
    Term(&'r str),
}

/// Which limits to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    AsSpecified,
    Unrounded,
}

impl PlannedTest {
    /// Judges a result that counts.
    pub(super) fn judge(&self, result: &AssayResult, compare: Compare) -> Judgement {
        let judgement = match self.value(result) {
            Ok(value) => self.judge_value(value, compare),
            Err(reason) => Judgement { standing: Standing::Undecided, reason },
        };
        // A preliminary result can fail the test; whatever else it says, more is to come.
        if result.is_preliminary() && judgement.standing != Standing::Fails {
            return Judgement { standing: Standing::Unfinished, reason: Reason::Preliminary };
        }
        judgement
    }

    /// The value of a result in the test's unit, once unit and method are found in order.
    pub(super) fn value<'r>(&self, result: &'r AssayResult) -> Result<Value<'r>, Reason> {
        let Some(quantity) = &self.quantity else {
            // What a qualitative test observes has no unit, whatever it looks like.
            if result.unit().is_some() {
                return Err(Reason::UnitMismatch);
            }
            self.check_method(result)?;
            return Ok(Value::Term(result.value()));
        };
        if let Reading::Measured(measurement) = result.reading() {
            let conversion = quantity.conversion_from(measurement.unit()).ok_or(Reason::UnitMismatch)?;
            self.check_method(result)?;
            let region = Region::measured(measurement, quantity.signed).ok_or(Reason::NegativeValue)?;
            return Ok(Value::Numbers(conversion.apply(region)));
        }
        if result.unit().is_some_and(|unit| quantity.conversion_from(Some(unit)).is_none()) {
            return Err(Reason::UnitMismatch);
        }
        self.check_method(result)?;
        match result.reading() {
            Reading::Unreadable(_) => Err(Reason::UnreadableValue),
            Reading::Measured(_) | Reading::Term => Ok(Value::Term(result.value())),
        }
    }

    fn check_method(&self, result: &AssayResult) -> Result<(), Reason> {
        let is_listed = result.method_label().is_some_and(|method| self.methods.contains(method));
        if self.methods.is_empty() || is_listed { Ok(()) } else { Err(Reason::MethodNotListed) }
    }

    fn judge_value(&self, value: Value<'_>, compare: Compare) -> Judgement {
        let (standing, reason) = match (self.criterion.demand(), &self.limits, value) {
            // A term is no quantity, even where any quantity would do.
            (Demand::Report, _, Value::Term(_)) if self.quantity.is_some() => {
                (Standing::Undecided, Reason::KindMismatch)
            }
            (Demand::NotRequired | Demand::Report, ..) => (Standing::Meets, Reason::ReportOnly),
            (_, Some(limits), Value::Numbers(measured)) => judge_numbers(limits, &measured, compare),
            (Demand::Terms(terms) | Demand::Either(_, terms), _, Value::Term(text)) => match terms.rule(text) {
                Ruling::Accepted => (Standing::Meets, Reason::AcceptedTerm),
                Ruling::Rejected => (Standing::Fails, Reason::RejectedTerm),
                Ruling::Unknown => (Standing::Undecided, Reason::UnknownTerm),
            },
            _ => (Standing::Undecided, Reason::KindMismatch),
        };
        Judgement { standing, reason }
    }
}

fn judge_numbers(limits: &Limits, measured: &Region, compare: Compare) -> (Standing, Reason) {
    let accepted = match compare {
        Compare::AsSpecified => &limits.accepted,
        Compare::Unrounded => &limits.unrounded,
    };
    match accepted.relation(measured) {
        Relation::Inside => (Standing::Meets, Reason::Within),
        Relation::Disjoint => (Standing::Fails, Reason::Outside),
        Relation::Overlapping => (Standing::Undecided, Reason::Straddles),
    }
}
