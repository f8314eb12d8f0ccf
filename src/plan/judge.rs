//! What one determination says.

use super::facts::Facts;
use super::planned::{Asked, Limits, PlannedTest};
use super::replicates::{Measured, Reportable};
use crate::acceptance::{Extent, Region, Relation};
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
    pub(super) fn undecided(reason: Reason) -> Self {
        Self { standing: Standing::Undecided, reason }
    }

    pub(super) fn unfinished(reason: Reason) -> Self {
        Self { standing: Standing::Unfinished, reason }
    }

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
#[derive(Clone, Debug)]
pub(super) enum Value<'r> {
    Numbers(Region),
    /// What replicates or other values make.
    Computed(Box<Extent>),
    Term(&'r str),
}

impl Value<'_> {
    /// How the value lies to `accepted`; `None` for a term.
    pub(super) fn relation(&self, accepted: &Region) -> Option<Relation> {
        match self {
            Self::Numbers(measured) => Some(accepted.relation(measured)),
            Self::Computed(extent) => Some(Extent::from(accepted).relation(extent)),
            Self::Term(_) => None,
        }
    }

    /// The numbers that it may be; `None` for a term.
    pub(super) fn extent(&self) -> Option<Extent> {
        match self {
            Self::Numbers(measured) => Some(measured.into()),
            Self::Computed(extent) => Some(extent.as_ref().clone()),
            Self::Term(_) => None,
        }
    }
}

/// Which limits to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    AsSpecified,
    Unrounded,
}

impl Limits {
    pub(super) fn compared(&self, compare: Compare) -> &Region {
        match compare {
            Compare::AsSpecified => &self.accepted,
            Compare::Unrounded => &self.unrounded,
        }
    }
}

impl PlannedTest {
    /// Judges a determination that counts.
    pub(super) fn judge(
        &self,
        asked: &Asked,
        rows: &[(usize, &AssayResult)],
        facts: &Facts<'_>,
        compare: Compare,
    ) -> Judgement {
        let judgement = match self.reportable(asked, rows) {
            Ok(Reportable::One(value)) => asked.judge(&value, facts, compare),
            Ok(Reportable::Each(values)) => {
                let all = values.iter().map(|value| asked.judge(value, facts, compare));
                all.min().unwrap_or(Judgement::unfinished(Reason::TooFewReplicates))
            }
            Ok(Reportable::Combined(value, values)) => {
                let replicates = self.replicates.as_deref().filter(|_| !asked.is_neutral());
                let of_each = replicates.and_then(|replicates| replicates.judge_each(&values, compare));
                of_each.unwrap_or_else(|| asked.judge(&value, facts, compare))
            }
            Err(judgement) => judgement,
        };
        // A preliminary result can fail the test; whatever else it says, more is to come.
        if judgement.standing != Standing::Fails && rows.iter().any(|(_, row)| row.is_preliminary()) {
            return Judgement::unfinished(Reason::Preliminary);
        }
        judgement
    }

    /// The value of a replicate in the test's unit, once unit and method are found in order.
    pub(super) fn value<'r>(&self, asked: &Asked, measured: Measured<'r>) -> Result<Value<'r>, Reason> {
        let Measured { result, text, reading } = measured;
        let Some(quantity) = &asked.quantity else {
            // What a qualitative test observes has no unit, whatever it looks like.
            if result.unit().is_some() {
                return Err(Reason::UnitMismatch);
            }
            self.check_method(result)?;
            return Ok(Value::Term(text));
        };
        if let Reading::Measured(measurement) = reading {
            let conversion = quantity.conversion_from(measurement.unit()).ok_or(Reason::UnitMismatch)?;
            self.check_method(result)?;
            let region = Region::measured(measurement, quantity.signed).ok_or(Reason::NegativeValue)?;
            return Ok(Value::Numbers(conversion.apply(region)));
        }
        if result.unit().is_some_and(|unit| quantity.conversion_from(Some(unit)).is_none()) {
            return Err(Reason::UnitMismatch);
        }
        self.check_method(result)?;
        match reading {
            Reading::Unreadable(_) => Err(Reason::UnreadableValue),
            Reading::Measured(_) | Reading::Term => Ok(Value::Term(text)),
        }
    }

    fn check_method(&self, result: &AssayResult) -> Result<(), Reason> {
        let is_listed = result.method_label().is_some_and(|method| self.methods.contains(method));
        if self.methods.is_empty() || is_listed { Ok(()) } else { Err(Reason::MethodNotListed) }
    }
}

impl Asked {
    /// Whether any value will do, or none is asked.
    pub(super) fn is_neutral(&self) -> bool {
        self.criterion.is_report_only() || self.criterion.is_not_required()
    }

    pub(super) fn judge(&self, value: &Value<'_>, facts: &Facts<'_>, compare: Compare) -> Judgement {
        let (standing, reason) = match (self.criterion.demand(), &self.limits, value) {
            // A term is no quantity, even where any quantity would do.
            (Demand::Report, _, Value::Term(_)) if self.quantity.is_some() => {
                (Standing::Undecided, Reason::KindMismatch)
            }
            (Demand::NotRequired | Demand::Report, ..) => (Standing::Meets, Reason::ReportOnly),
            (Demand::Terms(terms) | Demand::Either(_, terms), _, Value::Term(text)) => match terms.rule(text) {
                Ruling::Accepted => (Standing::Meets, Reason::AcceptedTerm),
                Ruling::Rejected => (Standing::Fails, Reason::RejectedTerm),
                Ruling::Unknown => (Standing::Undecided, Reason::UnknownTerm),
            },
            (Demand::SameAs(_), _, Value::Term(text)) => self.judge_identity(text, facts),
            (_, Some(limits), value) => match value.relation(limits.compared(compare)) {
                Some(Relation::Inside) => (Standing::Meets, Reason::Within),
                Some(Relation::Disjoint) => (Standing::Fails, Reason::Outside),
                Some(Relation::Overlapping) => (Standing::Undecided, Reason::Straddles),
                None => (Standing::Undecided, Reason::KindMismatch),
            },
            _ => (Standing::Undecided, Reason::KindMismatch),
        };
        Judgement { standing, reason }
    }

    fn judge_identity(&self, text: &str, facts: &Facts<'_>) -> (Standing, Reason) {
        match self.same_as.map_or(Err(Reason::MissingParameter), |parameter| facts.text(parameter)) {
            Ok(expected) if text.trim() == expected.trim() => (Standing::Meets, Reason::Identical),
            Ok(_) => (Standing::Fails, Reason::NotIdentical),
            Err(reason) => (Standing::Undecided, reason),
        }
    }
}
