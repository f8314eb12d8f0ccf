//! A specification as it is being put together.

use super::phase::Phase;
use super::test_builder::TestBuilder;
use super::{Specification, Status};
use crate::acceptance::{Rounding, StrictLimits};
use crate::error::Problems;
use crate::value::{Extensions, Label, Part};

/// A specification as it is being put together, in code or from a document.
///
/// Nothing is refused before [`build`](Self::build), which reports every problem at once.
#[derive(Clone, Debug)]
#[must_use = "call `build` to get the specification"]
pub struct SpecificationBuilder {
    pub(super) id: Part<Label>,
    pub(super) version: Part<Label>,
    pub(super) status: Part<Status>,
    pub(super) product: Part<Label>,
    pub(super) phases: Part<Vec<Phase>>,
    pub(super) rounding: Part<Rounding>,
    pub(super) strict: Part<StrictLimits>,
    pub(super) tests: Vec<TestBuilder>,
    pub(super) extensions: Extensions,
    pub(super) problems: Problems,
}

impl Specification {
    /// Begins a specification in code. `id`, `version` and `product` are names that the sponsor gives.
    pub fn builder(id: &str, version: &str, product: &str) -> SpecificationBuilder {
        SpecificationBuilder::new().id_text(Some(id)).version_text(Some(version)).product_text(Some(product))
    }
}

impl SpecificationBuilder {
    /// A document states its status; in code a specification is a draft until it is said to be approved.
    pub(super) fn new() -> Self {
        Self { status: Part::Read(Status::Draft), ..Self::empty() }
    }

    /// Nothing said yet, not even the status.
    pub(crate) fn empty() -> Self {
        Self {
            id: Part::Absent,
            version: Part::Absent,
            status: Part::Absent,
            product: Part::Absent,
            phases: Part::Absent,
            rounding: Part::Absent,
            strict: Part::Absent,
            tests: Vec::new(),
            extensions: Extensions::default(),
            problems: Problems::default(),
        }
    }

    /// A quality unit has approved it. Else it is a draft; reports say which.
    pub fn approved(self) -> Self {
        Self { status: Part::Read(Status::Approved), ..self }
    }

    /// The phases that it covers: one or more, each once. A phase that is not covered cannot be planned.
    pub fn phases(self, phases: &[Phase]) -> Self {
        let phases = phases.to_vec();
        self.stating(|draft| draft.phases.state(phases), "phases")
    }

    /// How results are rounded before they are compared. There is no default.
    pub fn rounding(self, rounding: Rounding) -> Self {
        self.stating(|draft| draft.rounding.state(rounding), "rounding")
    }

    /// What rounding means to `<` and `>`. Needed as soon as one stands in a test that rounds.
    pub fn strict(self, strict: StrictLimits) -> Self {
        self.stating(|draft| draft.strict.state(strict), "strict")
    }

    /// One more test. At most 10,000.
    pub fn test(mut self, test: TestBuilder) -> Self {
        self.tests.push(test);
        self
    }

    /// States a part that can be stated once.
    fn stating(mut self, state: impl FnOnce(&mut Self) -> bool, path: &str) -> Self {
        if !state(&mut self) {
            self.problems.push(path, "is given twice; give it once");
        }
        self
    }

    pub(crate) fn id_text(mut self, text: Option<&str>) -> Self {
        self.id = self.problems.read_some("id", text).into();
        self
    }

    pub(crate) fn version_text(mut self, text: Option<&str>) -> Self {
        self.version = self.problems.read_some("version", text).into();
        self
    }

    pub(crate) fn product_text(mut self, text: Option<&str>) -> Self {
        self.product = self.problems.read_some("product", text).into();
        self
    }

    pub(crate) fn status_text(mut self, text: Option<&str>) -> Self {
        self.status = self.problems.read_some("status", text).into();
        self
    }

    pub(crate) fn rounding_text(mut self, text: Option<&str>) -> Self {
        self.rounding = self.problems.read_some("rounding", text).into();
        self
    }

    pub(crate) fn strict_text(mut self, text: Option<&str>) -> Self {
        self.strict = self.problems.read_some("strict", text).into();
        self
    }

    pub(crate) fn phases_read(mut self, phases: Option<Vec<Phase>>) -> Self {
        self.phases = phases.into();
        self
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}
