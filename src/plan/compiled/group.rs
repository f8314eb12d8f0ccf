//! Tests that count together.

use std::sync::Arc;

use crate::report::Item;
use crate::specification::{CheckedGroup, Gate, Phase, Rule};

/// A group, compiled for one phase.
#[derive(Clone, Debug)]
pub(crate) struct PlannedGroup {
    /// What every finding about it says.
    pub(crate) item: Arc<Item>,
    pub(crate) tests: Vec<String>,
    pub(crate) rule: Rule,
}

impl PlannedGroup {
    /// `None` for a phase that is not covered.
    pub(crate) fn compile(group: &CheckedGroup, phase: Phase) -> Option<Self> {
        let tests: Vec<String> = group.tests.iter().map(ToString::to_string).collect();
        let item = Item {
            id: group.id.as_str().into(),
            is_group: true,
            name: Some(group.name.to_string()),
            gate: *group.gate.get(phase)?,
            criterion: criterion(group.rule, &tests),
            rounding: None,
            accepts: None,
        };
        Some(Self { item: item.into(), tests, rule: group.rule })
    }

    pub(crate) fn gate(&self) -> Gate {
        self.item.gate
    }
}

/// `any of potency_a, potency_b`, `alternatives id_flow, id_pcr`.
fn criterion(rule: Rule, tests: &[String]) -> String {
    let rule = match rule {
        Rule::AnyOf => "any of",
        Rule::Alternatives => "alternatives",
    };
    format!("{rule} {}", tests.join(", "))
}
