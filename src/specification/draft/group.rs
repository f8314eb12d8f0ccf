//! Tests that count together, as they are being put together.

use crate::error::Problems;
use crate::specification::group::Rule;
use crate::specification::part::Part;
use crate::specification::phase::{Gate, PerPhase, Phase};
use crate::value::{Extensions, Identifier, Label};

/// Tests that count together, as one item of the verdict.
///
/// It is handed to [`SpecificationBuilder::group`](crate::SpecificationBuilder::group).
///
/// ```
/// use release_criteria::{Gate, Group};
///
/// let potency = Group::any_of("potency", "Potency", &["cytotoxicity", "interferon"]);
/// let sterility = Group::alternatives(
///     "sterility",
///     "Sterility",
///     &["sterility_rapid", "sterility_14_days"],
/// )
/// .gate(Gate::AfterRelease);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a group does nothing until it is handed to a specification"]
pub struct Group {
    pub(in crate::specification) id: Part<Identifier>,
    pub(in crate::specification) name: Part<Label>,
    pub(in crate::specification) rule: Part<Rule>,
    pub(in crate::specification) tests: Part<Vec<Part<Identifier>>>,
    pub(in crate::specification) gate: PerPhase<Part<Gate>>,
    pub(in crate::specification) extensions: Extensions,
    pub(in crate::specification) problems: Problems,
}

impl Group {
    /// The group conforms if any of `tests` does: potency (a) or potency (b).
    pub fn any_of(id: &str, name: &str, tests: &[&str]) -> Self {
        Self::of(id, name, Rule::AnyOf, tests)
    }

    /// Any of `tests` may be used in the place of the others: a rapid method or the compendial one.
    /// All that were used have to conform; where one fails and another does not, the group fails.
    pub fn alternatives(id: &str, name: &str, tests: &[&str]) -> Self {
        Self::of(id, name, Rule::Alternatives, tests)
    }

    /// Whether the group is needed before release, in all phases; before is the default. The gates
    /// of members do not count.
    pub fn gate(self, gate: Gate) -> Self {
        self.with_gate(None, Some(gate))
    }

    /// Whether the group is needed before release in one phase.
    pub fn gate_in(self, phase: Phase, gate: Gate) -> Self {
        self.with_gate(Some(phase), Some(gate))
    }

    fn of(id: &str, name: &str, rule: Rule, tests: &[&str]) -> Self {
        let group = Self { rule: Part::Read(rule), ..Self::default() };
        group.id_text(Some(id)).name_text(Some(name)).with_tests(Some(tests))
    }

    /// A group of which a reader of documents could make nothing.
    pub(crate) fn refused() -> Self {
        Self::default().id_text(None).name_text(None).rule_text(None).with_tests(None)
    }

    /// The tests that it names, as far as they could be read.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Identifier> {
        self.tests.get().into_iter().flatten().filter_map(Part::get)
    }

    pub(crate) fn id_text(mut self, text: Option<&str>) -> Self {
        self.id = Part::read("id", text, &mut self.problems);
        self
    }

    pub(crate) fn name_text(mut self, text: Option<&str>) -> Self {
        self.name = Part::read("name", text, &mut self.problems);
        self
    }

    pub(crate) fn rule_text(mut self, text: Option<&str>) -> Self {
        self.rule = Part::read("rule", text, &mut self.problems);
        self
    }

    /// The ids of its members; `None` are some that a reader of documents has refused.
    pub(crate) fn with_tests(mut self, tests: Option<&[&str]>) -> Self {
        let problems = &mut self.problems;
        let read = |(index, text): (usize, &&str)| {
            Part::read(&format!("tests[{index}]"), Some(text), problems)
        };
        self.tests =
            Part::read_or_refused(tests.map(|tests| tests.iter().enumerate().map(read).collect()));
        self
    }

    pub(crate) fn with_gate(mut self, phase: Option<Phase>, gate: Option<Gate>) -> Self {
        self.gate.set(phase, Part::read_or_refused(gate));
        self
    }

    pub(crate) fn state_gate(&mut self, extensions: Extensions) {
        self.gate.state(extensions);
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}
