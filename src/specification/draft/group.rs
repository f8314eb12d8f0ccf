//! Tests that count together, as they are being put together.

use crate::document::{Draft, Expected, Item, Part, Place, document};
use crate::error::Problems;
use crate::specification::derivation::Ids;
use crate::specification::group::{CheckedGroup, MOST_GROUPS, Rule};
use crate::specification::phase::{Gate, PerPhase, Phase};
use crate::value::{Identifier, Label};

document! {
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
    pub draft Group (Expected::Object, "a group does nothing until it is handed to a specification")
        => Group, Ok; writes CheckedGroup;
    /// The id by which reports name it.
    "id" id: Checked Identifier;
    /// The name that people use.
    "name" name: Checked Label;
    /// How the outcomes of its members make one.
    "rule" rule: Checked Rule;
    /// Ids of its members, at least two.
    "tests" tests: Checked Ids;
    /// Whether it is needed before release; the gates of its members do not count.
    "gate" gate: Optional PerPhase<Part<Gate>>;
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
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gate.add(|gates| gates.set(None, Part::Read(gate)));
        self
    }

    /// Whether the group is needed before release in one phase.
    pub fn gate_in(mut self, phase: Phase, gate: Gate) -> Self {
        self.gate.add(|gates| gates.set(Some(phase), Part::Read(gate)));
        self
    }

    fn of(id: &str, name: &str, rule: Rule, tests: &[&str]) -> Self {
        let group = Self { rule: Part::Read(rule), ..Self::default() };
        let mut group = group.with_text("id", id).with_text("name", name);
        group.tests.add(|ids| ids.add(tests, Place::key("tests"), &mut group.problems));
        group
    }

    /// The tests that it names, as far as they could be read.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Identifier> {
        self.tests.get().into_iter().flat_map(Ids::read)
    }
}

impl Item for Group {
    const MOST: usize = MOST_GROUPS;

    fn in_place_of_refused() -> Option<Self> {
        let (id, name, rule, tests) = (Part::Refused, Part::Refused, Part::Refused, Part::Refused);
        Some(Self { id, name, rule, tests, ..Self::default() })
    }

    fn each_problems(one: &mut Self, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut one.problems);
    }
}
