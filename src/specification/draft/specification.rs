//! A specification as it is being put together.

use super::group::Group;
use super::test::TestBuilder;
use crate::acceptance::{Rounding, StrictLimits};
use crate::document::{Document, Draft, Expected, Format, List, Part, document, kinds};
use crate::error::Problems;
use crate::specification::parameter::Parameter;
use crate::specification::phase::Phase;
use crate::specification::{Specification, Status};
use crate::value::Label;

document! {
    /// A specification as it is being put together, in code or from a document.
    ///
    /// Nothing is refused before [`build`](Self::build), which reports every problem at once.
    pub draft SpecificationBuilder (Expected::Object, "call `build` to get the specification")
        => Specification, |draft: SpecificationBuilder| draft.build().map_err(Problems::from);
        writes Specification;
    /// What the document is.
    "format" format: Required Format<Specification> = Specification::format;
    /// The sponsor's number of the specification.
    "id" id: Checked Label;
    /// The version under that number.
    "version" version: Checked Label;
    /// Whether a quality unit has approved it.
    "status" status: Checked Status;
    /// The product whose lots it judges.
    "product" product: Checked Label;
    /// The phases that it covers.
    "phases" phases: Checked Vec<Phase>;
    /// How results are rounded, unless a test says otherwise.
    "rounding" rounding: Checked Rounding;
    /// What rounding means to strict limits, unless a test says otherwise.
    "strict" strict: Optional StrictLimits;
    /// The facts that each lot states.
    "parameters" parameters: Optional List<Parameter>;
    /// The tests.
    "tests" tests: Checked List<TestBuilder>;
    /// The groups of tests that count together.
    "groups" groups: Optional List<Group>;
}

kinds!(Specification, SpecificationBuilder);

impl Document for Specification {
    const FORMAT: &'static str = "release-criteria/specification/1";
}

impl Specification {
    /// Begins a specification in code. `id`, `version` and `product` are names that the sponsor
    /// gives.
    pub fn builder(id: &str, version: &str, product: &str) -> SpecificationBuilder {
        // A document states its status; in code a specification is a draft until it is said to be
        // approved.
        let status = Part::Read(Status::Draft);
        SpecificationBuilder { status, ..SpecificationBuilder::default() }
            .with_text("id", id)
            .with_text("version", version)
            .with_text("product", product)
    }
}

impl SpecificationBuilder {
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
        self.parameters.add(|all| all.push(parameter));
        self
    }

    /// One more group of tests that count together. At most 5,000.
    pub fn group(mut self, group: Group) -> Self {
        self.groups.add(|all| all.push(group));
        self
    }

    /// One more test. At most 10,000.
    pub fn test(mut self, test: TestBuilder) -> Self {
        self.tests.add(|all| all.push(Box::new(test)));
        self
    }
}
