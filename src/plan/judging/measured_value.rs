//! One measured value, as a test reads it.

use super::judgement::Value;
use crate::acceptance::Region;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, PlannedTest};
use crate::report::Reason;
use crate::value::Reading;

/// One replicate that counts, as it stands in an entry.
#[derive(Clone, Copy)]
pub(crate) struct Measured<'r> {
    pub(crate) result: &'r AssayResult,
    pub(crate) text: &'r str,
    pub(crate) reading: &'r Reading,
}

impl Measured<'_> {
    /// Whether it says that it is unfinished, so that the final one is awaited.
    pub(crate) fn is_unfinished(&self, asked: &Asked) -> bool {
        self.result.is_preliminary() && asked.is_interim(self.text)
    }
}

impl AssayResult {
    /// The value where there is but one.
    pub(super) fn as_measured(&self) -> Measured<'_> {
        Measured { result: self, text: self.value(), reading: self.reading() }
    }

    /// The replicates that count, or the value if there is but one.
    pub(crate) fn measured(&self) -> impl Iterator<Item = Measured<'_>> {
        let only = self.replicates().is_empty().then(|| self.as_measured());
        let listed = self.replicates().iter().filter(|replicate| replicate.invalidated.is_none());
        let listed =
            listed.map(|one| Measured { result: self, text: &one.value, reading: &one.reading });
        only.into_iter().chain(listed)
    }

    /// Whether it does not count: as a whole, or every replicate of it.
    pub(crate) fn is_invalidated(&self) -> bool {
        let all = || self.replicates().iter().all(|replicate| replicate.invalidated.is_some());
        self.invalidation_record().is_some() || !self.replicates().is_empty() && all()
    }
}

impl PlannedTest {
    /// The value of a replicate in the test's unit, once unit and method are found in order.
    pub(crate) fn value<'r>(
        &self,
        asked: &Asked,
        measured: Measured<'r>,
    ) -> Result<Value<'r>, Reason> {
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
            let conversion =
                quantity.conversion_from(measurement.unit()).ok_or(Reason::UnitMismatch)?;
            self.check_method(result)?;
            let region =
                Region::measured(measurement, quantity.signed).ok_or(Reason::NegativeValue)?;
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
