//! What a lot states of a parameter.

use super::completion::MayBe;
use super::judgement::Value;
use crate::acceptance::{Extent, Region};
use crate::criterion::Term;
use crate::lot::StatedParameter;
use crate::plan::compiled::{Kind, PlannedParameter};
use crate::report::Reason;
use crate::value::Reading;

impl PlannedParameter {
    /// What the lot states, if it is what the specification declares.
    pub(crate) fn value<'l>(&self, stated: &'l StatedParameter) -> Result<Value<'l>, Reason> {
        match &self.kind {
            Kind::Text => Ok(Value::Term(stated.value.trim())),
            Kind::OneOf(values) => {
                let term = stated.value.parse::<Term>().ok().filter(|term| values.contains(term));
                term.map(|_| Value::Term(&stated.value)).ok_or(Reason::InvalidParameter)
            }
            Kind::Number { unit, signed, within } => {
                let Reading::Measured(measurement) = &stated.reading else {
                    return Err(Reason::InvalidParameter);
                };
                if measurement.is_censored() || !unit.matches(measurement.unit()) {
                    return Err(Reason::InvalidParameter);
                }
                let region =
                    Region::measured(measurement, *signed).ok_or(Reason::InvalidParameter)?;
                match within {
                    Some(within) if !region.is_subset_of(&within.1) => {
                        Err(Reason::ParameterOutOfRange)
                    }
                    _ => Ok(Value::Numbers(region)),
                }
            }
        }
    }

    /// What it may be where the lot does not state it, or not as is declared.
    pub(super) fn may_be(&self) -> MayBe {
        match &self.kind {
            Kind::Number { within: Some(within), signed, .. } => {
                MayBe::Within(Box::new(Extent::from(&within.1.of_a_quantity(*signed))))
            }
            Kind::Number { .. } | Kind::OneOf(_) | Kind::Text => MayBe::Anything,
        }
    }
}
