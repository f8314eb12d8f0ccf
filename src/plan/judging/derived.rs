//! What follows from one combination of the determinations of the inputs of a derived value.

use super::judgement::{Judgement, Standing, Value};
use crate::acceptance::Extent;
use crate::combination::NoValue;
use crate::plan::compiled::{PlannedDerivation, Source};
use crate::report::Reason;

/// One combination of the determinations of the inputs, and what follows from it.
pub(crate) struct Combination<'c> {
    pub(crate) inputs: Vec<&'c Extent>,
    pub(crate) value: Result<Value<'static>, Reason>,
}

impl PlannedDerivation {
    pub(super) fn combination<'c>(&self, inputs: Vec<&'c Extent>) -> Combination<'c> {
        let value = self.formula.derive(&inputs).map(|extent| Value::Computed(Box::new(extent)));
        Combination { inputs, value: value.map_err(reason) }
    }
}

/// Why a derived value has none.
fn reason(no_value: NoValue) -> Reason {
    match no_value {
        NoValue::Negative => Reason::NegativeValue,
        NoValue::DividedByZero => Reason::DivisionByZero,
        NoValue::RootInSum => Reason::UndecidedInput,
    }
}

impl Judgement {
    /// How a derived value stands because of an input without a value. What is wrong with a
    /// parameter is said itself.
    pub(crate) fn of_an_input(self, source: Source) -> Self {
        let reason = match (source, self.standing, self.reason) {
            (Source::Parameter(_), ..)
            | (_, _, Reason::Preliminary | Reason::NoResult | Reason::TooManyCombinations) => {
                self.reason
            }
            (_, Standing::Unfinished, _) => Reason::PendingInput,
            _ => Reason::UndecidedInput,
        };
        Self { reason, ..self }
    }
}
