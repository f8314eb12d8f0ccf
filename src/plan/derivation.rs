//! Values that follow from other tests and from parameters of the lot.

use super::judgement::{Judgement, Standing, Value};
use super::sources::{Source, Sources};
use crate::acceptance::Extent;
use crate::combination::{Formula, NoValue};
use crate::report::Reason;
use crate::specification::{Derivation, Quantity};

/// A derivation, compiled.
#[derive(Clone, Debug)]
pub(super) struct PlannedDerivation {
    pub(super) inputs: Vec<Input>,
    pub(super) formula: Formula,
    /// In words: `endotoxin × infusion_volume ÷ body_weight`.
    pub(super) text: String,
}

/// What enters a derivation.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) id: String,
    pub(super) unit: String,
    pub(super) source: Source,
    pub(super) power: i32,
}

/// One combination of the determinations of the inputs, and what follows from it.
pub(super) struct Combination<'c> {
    pub(super) inputs: Vec<&'c Extent>,
    pub(super) value: Result<Value<'static>, Reason>,
}

impl PlannedDerivation {
    pub(super) fn compile(
        derivation: &Derivation,
        quantity: &Quantity,
        sources: &Sources<'_>,
    ) -> Option<Self> {
        let found: Option<Vec<_>> = derivation
            .inputs()
            .map(|(id, _)| {
                let source = sources.of_id(id)?;
                Some((id, source, sources.unit(source)?))
            })
            .collect();
        let found = found?;
        let units: Vec<_> = found.iter().map(|(_, _, unit)| *unit).collect();
        let arrangement = derivation.arrange(&quantity.unit, &units).ok()?;
        let inputs = found.iter().enumerate().map(|(index, (id, source, unit))| Input {
            id: id.to_string(),
            unit: if unit.is_one() { String::new() } else { format!(" {unit}") },
            source: *source,
            power: arrangement.powers.get(index).copied().unwrap_or(0),
        });
        let constant = derivation.constant_value().map(|constant| constant.number().exact());
        let formula = Formula {
            is_sum: derivation.is_sum(),
            inverse: derivation.inputs().map(|(_, inverse)| inverse).collect(),
            constant: constant.map(|constant| (constant, arrangement.constant_divides)),
            power: arrangement.power,
            signed: quantity.signed,
        };
        Some(Self { inputs: inputs.collect(), formula, text: derivation.to_string() })
    }

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
    pub(super) fn of_an_input(self, source: Source) -> Self {
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
