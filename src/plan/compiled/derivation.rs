//! Values that follow from other tests and from parameters of the lot.

use super::sources::{Source, Sources};
use crate::combination::Formula;
use crate::specification::{Derivation, Quantity};

/// A derivation, compiled.
#[derive(Clone, Debug)]
pub(crate) struct PlannedDerivation {
    pub(crate) inputs: Vec<Input>,
    pub(crate) formula: Formula,
    /// In words: `endotoxin × infusion_volume ÷ body_weight`.
    pub(crate) text: String,
}

/// What enters a derivation.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) source: Source,
    pub(crate) power: i32,
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
}
