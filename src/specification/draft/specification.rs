//! A specification as it is being put together.

use super::group::Group;
use super::test::TestBuilder;
use crate::acceptance::{Rounding, StrictLimits};
use crate::error::Problems;
use crate::specification::parameter::Parameter;
use crate::specification::part::Part;
use crate::specification::phase::Phase;
use crate::specification::{Specification, Status};
use crate::value::{Extensions, Label};

/// A specification as it is being put together, in code or from a document.
///
/// Nothing is refused before [`build`](Self::build), which reports every problem at once.
#[derive(Clone, Debug)]
#[must_use = "call `build` to get the specification"]
pub struct SpecificationBuilder {
    pub(in crate::specification) id: Part<Label>,
    pub(in crate::specification) version: Part<Label>,
    pub(in crate::specification) status: Part<Status>,
    pub(in crate::specification) product: Part<Label>,
    pub(in crate::specification) phases: Part<Vec<Phase>>,
    pub(in crate::specification) rounding: Part<Rounding>,
    pub(in crate::specification) strict: Part<StrictLimits>,
    pub(in crate::specification) parameters: Vec<Parameter>,
    #[allow(clippy::vec_box, reason = "the memory of each is free again as soon as it is checked")]
    pub(in crate::specification) tests: Vec<Box<TestBuilder>>,
    pub(in crate::specification) groups: Vec<Group>,
    pub(in crate::specification) extensions: Extensions,
    pub(in crate::specification) problems: Problems,
}

impl Specification {
    /// Begins a specification in code. `id`, `version` and `product` are names that the sponsor
    /// gives.
    pub fn builder(id: &str, version: &str, product: &str) -> SpecificationBuilder {
        SpecificationBuilder::new()
            .id_text(Some(id))
            .version_text(Some(version))
            .product_text(Some(product))
    }
}

impl SpecificationBuilder {
    /// A document states its status; in code a specification is a draft until it is said to be
    /// approved.
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
            parameters: Vec::new(),
            tests: Vec::new(),
            groups: Vec::new(),
            extensions: Extensions::default(),
            problems: Problems::default(),
        }
    }

    /// A quality unit has approved it. Else it is a draft; reports say which.
    pub fn approved(self) -> Self {
        Self { status: Part::Read(Status::Approved), ..self }
    }

    /// The phases that it covers: one or more, each once. A phase that is not covered cannot be
    /// planned.
    pub fn phases(mut self, phases: &[Phase]) -> Self {
        self.phases.state(phases.to_vec(), "phases", &mut self.problems);
        self
    }

    /// How results are rounded before they are compared. There is no default.
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding.state(rounding, "rounding", &mut self.problems);
        self
    }

    /// What rounding means to `<` and `>`. Needed as soon as one stands in a test that rounds.
    pub fn strict(mut self, strict: StrictLimits) -> Self {
        self.strict.state(strict, "strict", &mut self.problems);
        self
    }

    /// One more fact that each lot states. At most 200.
    pub fn parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// One more group of tests that count together. At most 5,000.
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// One more test. At most 10,000.
    pub fn test(mut self, test: TestBuilder) -> Self {
        self.tests.push(Box::new(test));
        self
    }

    /// Tests that a reader of documents has listed.
    #[allow(clippy::vec_box, reason = "as they are kept")]
    pub(crate) fn listed_tests(mut self, tests: Vec<Box<TestBuilder>>) -> Self {
        self.tests.extend(tests);
        self
    }

    pub(crate) fn id_text(mut self, text: Option<&str>) -> Self {
        self.id = Part::read("id", text, &mut self.problems);
        self
    }

    pub(crate) fn version_text(mut self, text: Option<&str>) -> Self {
        self.version = Part::read("version", text, &mut self.problems);
        self
    }

    pub(crate) fn product_text(mut self, text: Option<&str>) -> Self {
        self.product = Part::read("product", text, &mut self.problems);
        self
    }

    pub(crate) fn status_text(mut self, text: Option<&str>) -> Self {
        self.status = Part::read("status", text, &mut self.problems);
        self
    }

    pub(crate) fn rounding_text(mut self, text: Option<&str>) -> Self {
        self.rounding = Part::read("rounding", text, &mut self.problems);
        self
    }

    pub(crate) fn strict_text(mut self, text: Option<&str>) -> Self {
        self.strict = Part::read("strict", text, &mut self.problems);
        self
    }

    pub(crate) fn phases_read(mut self, phases: Option<Vec<Phase>>) -> Self {
        self.phases = Part::read_or_refused(phases);
        self
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}
