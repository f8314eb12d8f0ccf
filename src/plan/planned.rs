//! One test, compiled for one phase.

use crate::acceptance::{Region, Rounding};
use crate::criterion::{Criterion, Terms};
use crate::specification::{Gate, Phase, Quantity, Specification, Test};
use crate::value::{Identifier, Label, Number, Unit};

/// What a test asks in one phase, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct PlannedTest {
    id: Identifier,
    pub(super) name: Label,
    gate: Gate,
    pub(super) if_tested: bool,
    pub(super) methods: Vec<Label>,
    pub(super) quantity: Option<Quantity>,
    pub(super) limits: Option<Box<Limits>>,
    pub(super) alert: Option<Alert>,
    pub(super) criterion: Criterion,
    pub(super) rounding: Rounding,
}

/// Limits inside the criterion, whose crossing is flagged.
#[derive(Clone, Debug)]
pub(super) struct Alert {
    pub(super) criterion: Criterion,
    pub(super) region: Region,
}

/// The limits of a criterion as sets of unrounded values.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// What is accepted under the rules of the test.
    pub(super) accepted: Region,
    /// What would be accepted without rounding.
    pub(super) unrounded: Region,
    /// What lies at most 5 % of a limit beyond it.
    pub(super) near: Region,
}

impl PlannedTest {
    /// `None` where the specification has no criterion for the phase.
    pub(super) fn compile(specification: &Specification, test: &Test, phase: Phase) -> Option<Self> {
        let entry = test.entry(phase)?;
        let (rounding, strict) = specification.rules(test);
        let limits = entry.criterion.range().map(|range| {
            Box::new(Limits {
                accepted: Region::of_range(range, rounding, strict),
                unrounded: Region::of_range(range, Rounding::Absolute, strict),
                near: Region::within_five_percent(range),
            })
        });
        Some(Self {
            id: test.identifier().clone(),
            name: test.label().clone(),
            gate: test.gate(phase)?,
            if_tested: test.is_if_tested(),
            methods: test.method_labels(phase)?.to_vec(),
            quantity: test.quantity().cloned(),
            limits,
            alert: entry.alert.as_ref().and_then(|criterion| {
                let region = Region::of_range(criterion.range()?, rounding, strict);
                Some(Alert { criterion: criterion.clone(), region })
            }),
            criterion: entry.criterion.clone(),
            rounding,
        })
    }

    pub(super) fn id(&self) -> &str {
        self.id.as_str()
    }

    pub(super) fn gate(&self) -> Gate {
        self.gate
    }

    /// Whether no result could make it conform or fail.
    pub(super) fn is_neutral(&self) -> bool {
        self.criterion.is_not_required() || self.criterion.is_report_only()
    }

    /// Exactly what is accepted, in words.
    pub(super) fn accepts(&self) -> Option<String> {
        if self.criterion.is_not_required() {
            return None;
        }
        if self.criterion.is_report_only() {
            return Some("any value".to_owned());
        }
        let numbers = self.limits.as_ref().map(|limits| self.in_unit(limits.accepted));
        let terms = self.criterion.terms().map(Terms::accepted_text).filter(|text| !text.is_empty());
        Some(numbers.into_iter().chain(terms).collect::<Vec<_>>().join(" or "))
    }

    /// A text with the unit of the test after it.
    pub(super) fn in_unit(&self, text: impl std::fmt::Display) -> String {
        match self.quantity.as_ref().map(|quantity| &quantity.unit).filter(|unit| !unit.is_one()) {
            Some(unit) => format!("{text} {unit}"),
            None => text.to_string(),
        }
    }
}

impl Quantity {
    /// How a value written in `unit` becomes one in the test's unit; `None` where that is not declared.
    pub(super) fn conversion_from(&self, unit: Option<&Unit>) -> Option<Conversion<'_>> {
        if self.unit.matches(unit) {
            return Some(Conversion::None);
        }
        let declared = self.conversions.iter().find(|conversion| conversion.from.matches(unit))?;
        Some(Conversion::Times(&declared.factor))
    }
}

/// What is done to a value before it is compared.
#[derive(Clone, Copy)]
pub(super) enum Conversion<'p> {
    None,
    Times(&'p Number),
}

impl Conversion<'_> {
    pub(super) fn apply(self, region: Region) -> Region {
        match self {
            Self::None => region,
            Self::Times(factor) => region.times(factor),
        }
    }
}
