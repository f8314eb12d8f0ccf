//! Values that follow from other tests and from parameters of the lot.

use super::judgement::{Judgement, Standing, Value};
use super::sources::{Source, Sources};
use crate::acceptance::Extent;
use crate::report::Reason;
use crate::specification::{Derivation, Quantity};
use crate::value::{Amount, Exact};

/// A derivation, compiled.
#[derive(Clone, Debug)]
pub(super) struct PlannedDerivation {
    pub(super) inputs: Vec<Input>,
    pub(super) is_sum: bool,
    constant: Option<(Exact, bool)>,
    /// The power of ten of the constant of a sum, or of the whole product.
    power: i32,
    pub(super) signed: bool,
    /// In words: `endotoxin × infusion_volume ÷ body_weight`.
    pub(super) text: String,
}

/// What enters a derivation.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) id: String,
    pub(super) unit: String,
    pub(super) source: Source,
    /// Whether it is divided by or subtracted.
    pub(super) inverse: bool,
    pub(super) power: i32,
}

/// One combination of the determinations of the inputs, and what follows from it.
pub(super) struct Combination<'c> {
    pub(super) inputs: Vec<&'c Extent>,
    pub(super) value: Result<Value<'static>, Reason>,
}

impl PlannedDerivation {
    pub(super) fn compile(derivation: &Derivation, quantity: &Quantity, sources: &Sources<'_>) -> Option<Self> {
        let found: Option<Vec<_>> = derivation
            .inputs()
            .map(|(id, inverse)| {
                let source = sources.of_id(id)?;
                Some((id, inverse, source, sources.unit(source)?))
            })
            .collect();
        let found = found?;
        let units: Vec<_> = found.iter().map(|(_, _, _, unit)| *unit).collect();
        let arrangement = derivation.arrange(&quantity.unit, &units).ok()?;
        let inputs = found.iter().enumerate().map(|(index, (id, inverse, source, unit))| Input {
            id: id.to_string(),
            unit: if unit.is_one() { String::new() } else { format!(" {unit}") },
            source: *source,
            inverse: *inverse,
            power: arrangement.powers.get(index).copied().unwrap_or(0),
        });
        let constant = derivation.constant_value().map(|constant| constant.number().exact());
        Some(Self {
            inputs: inputs.collect(),
            is_sum: derivation.is_sum(),
            constant: constant.map(|constant| (constant, arrangement.constant_divides)),
            power: arrangement.power,
            signed: quantity.signed,
            text: derivation.to_string(),
        })
    }

    pub(super) fn combination<'c>(&self, inputs: Vec<&'c Extent>) -> Combination<'c> {
        let value = self.derive(&inputs).map(|extent| Value::Computed(Box::new(extent)));
        Combination { inputs, value }
    }

    /// The value that follows from one value of each input.
    pub(super) fn derive(&self, inputs: &[&Extent]) -> Result<Extent, Reason> {
        let mut value = self.begin_with_constant().ok_or(Reason::DivisionByZero)?;
        for (input, extent) in self.inputs.iter().zip(inputs) {
            value = self.step(&value, input, extent)?;
        }
        if !self.signed && value.goes_below_zero() { Err(Reason::NegativeValue) } else { Ok(value) }
    }

    /// Where there is no input yet.
    pub(super) fn begin(&self) -> Extent {
        let begin = match &self.constant {
            Some((constant, false)) => *constant,
            _ if self.is_sum => Exact::ZERO,
            _ => Exact::new(1, 0),
        };
        Extent::point(&Amount::from(begin)).shifted(self.power)
    }

    /// Where there is nothing but the constant; `None` where it divides and is zero.
    pub(super) fn begin_with_constant(&self) -> Option<Extent> {
        match &self.constant {
            Some((constant, true)) => self.begin().over(&Extent::point(&Amount::from(*constant))),
            _ => Some(self.begin()),
        }
    }

    /// What changes nothing.
    pub(super) fn neutral(&self) -> Extent {
        Extent::point(&(if self.is_sum { Exact::ZERO } else { Exact::new(1, 0) }).into())
    }

    /// With one input more.
    pub(super) fn step(&self, value: &Extent, input: &Input, extent: &Extent) -> Result<Extent, Reason> {
        match (self.is_sum, input.inverse) {
            (true, false) => value.plus(extent).ok_or(Reason::UndecidedInput),
            (true, true) => value.minus(extent).ok_or(Reason::UndecidedInput),
            (false, false) => Ok(value.times(extent)),
            (false, true) => value.over(extent).ok_or(Reason::DivisionByZero),
        }
    }
}

impl Judgement {
    /// How a derived value stands because of an input without a value. What is wrong with a parameter is said itself.
    pub(super) fn of_an_input(self, source: Source) -> Self {
        let reason = match (source, self.standing, self.reason) {
            (Source::Parameter(_), ..) | (_, _, Reason::Preliminary | Reason::NoResult) => self.reason,
            (_, Standing::Unfinished, _) => Reason::PendingInput,
            _ => Reason::UndecidedInput,
        };
        Self { reason, ..self }
    }
}
