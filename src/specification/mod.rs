//! The specification of a product: its tests, and what each phase asks of them.

mod acceptance;
mod check;
mod condition;
mod derivation;
mod document;
mod draft;
mod group;
mod parameter;
mod phase;
mod reportable;
mod test;

pub(crate) use acceptance::{CheckedAcceptance, CheckedEntry};
pub(crate) use condition::{Condition, MustBe, Requirement};
pub use derivation::Derivation;
pub use draft::{Acceptance, Group, SpecificationBuilder, TestBuilder};
pub(crate) use group::{CheckedGroup, Rule};
pub use parameter::Parameter;
pub(crate) use parameter::Values;
pub use phase::{Attribute, Gate, Phase};
pub use reportable::Reportable;
pub(crate) use reportable::{Combine, check_rsd};
pub(crate) use test::Quantity;
pub use test::Test;

use crate::acceptance::{Rounding, StrictLimits};
use crate::error::{ProblemCode, Problems};
use crate::value::code::codes;
use crate::value::{Extensions, Identifier, Label};

/// A product specification: a list of tests with their acceptance criteria in each phase.
///
/// It is made by [`wire::read_specification`](crate::wire::read_specification) from a document, or
/// by [`builder`](Self::builder) in code; both pass the same checks, and both report every problem
/// at once. What exists has been checked: criteria agree with their tests' units, none is
/// impossible to meet, and every phase that is covered has a criterion for every test.
///
/// It judges nothing by itself: [`plan`](Self::plan) compiles it for a phase.
///
/// # Examples
///
/// ```
/// use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
///
/// let specification = Specification::builder("SPEC-7", "2", "Example vector")
///     .approved()
///     .phases(&[Phase::Clinical, Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
///             .accept_in(Phase::Clinical, Acceptance::new("report"))
///             .accept_in(Phase::Commercial, Acceptance::new("NLT 70 %").alert("NLT 80 %")),
///     )
///     .test(
///         Test::qualitative("sterility", "Sterility", Attribute::Safety)
///             .accept(Acceptance::terms(&["No growth"], &["Growth"])),
///     )
///     .build()?;
/// assert_eq!(specification.tests().len(), 2);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// What does not fit together is refused, with the path in the document that the same specification
/// would have:
///
/// ```
/// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
/// let refused = Specification::builder("SPEC-7", "2", "Example vector")
///     .phases(&[Phase::Clinical])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 70 ppm")),
///     )
///     .build()
///     .unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "tests[0].acceptance.all: found a criterion in `ppm` on a test in `%`; \
///      write it in `%`, or without a unit"
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Specification {
    // Invariants:
    // 1. At least one test; ids of parameters, tests and groups differ; whatever is named by an id
    //    is declared.
    // 2. `phases` is not empty; every `PerPhase` of every test has a value for each of them.
    // 3. No criterion is impossible to meet, contradicts the unit of its test, or needs a rule that
    //    is not given.
    // 4. Tests do not need each other in a circle; units of derivations multiply out; cases do not
    //    overlap.
    // 5. A test is a member of at most one group, once.
    id: Label,
    version: Label,
    status: Status,
    product: Label,
    phases: Vec<Phase>,
    rounding: Rounding,
    strict: Option<StrictLimits>,
    parameters: Vec<Parameter>,
    tests: Vec<Test>,
    groups: Vec<CheckedGroup>,
    /// The tests that others need, each after those that it needs itself.
    needed: Vec<usize>,
    carried: Extensions,
}

codes! {
    /// Whether a quality unit has approved the specification. Copied to the report; it changes no
    /// judgement.
    pub(crate) enum Status("status") {
        /// In preparation.
        Draft = "draft",
        /// In force.
        Approved = "approved",
    }
}

impl Specification {
    /// The sponsor's number of the specification.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The version under that number.
    #[must_use]
    pub fn version(&self) -> &str {
        self.version.as_str()
    }

    /// Whether a quality unit has approved it; else it is a draft.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.status == Status::Approved
    }

    /// The product whose lots it judges.
    #[must_use]
    pub fn product(&self) -> &str {
        self.product.as_str()
    }

    /// The phases that it covers, in the order in which it lists them.
    #[must_use]
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// Notes where the specification does not cover `phase`.
    pub(crate) fn check_covers(&self, phase: Phase, problems: &mut Problems) {
        if !self.phases.contains(&phase) {
            let covered: Vec<String> =
                self.phases.iter().map(|phase| format!("`{phase}`")).collect();
            problems.push(
                "phases",
                ProblemCode::PhaseNotCovered,
                format!(
                    "the phase `{phase}` is not covered; the specification covers {}",
                    covered.join(", ")
                ),
            );
        }
    }

    /// The facts that each lot states, in the order of the specification.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The groups of tests that count together: the id of each, and those of its members.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, Vec<&str>)> {
        self.groups
            .iter()
            .map(|group| (group.id.as_str(), group.tests.iter().map(Identifier::as_str).collect()))
            .collect()
    }

    /// The tests, in the order of the specification.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// The test with the id `id`.
    #[must_use]
    pub fn test(&self, id: &str) -> Option<&Test> {
        self.tests.iter().find(|test| test.id() == id)
    }

    /// How results are rounded, unless a test says otherwise.
    #[must_use]
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// What rounding means to strict limits, unless a test says otherwise; `None` where the
    /// specification does not say.
    #[must_use]
    pub fn strict(&self) -> Option<StrictLimits> {
        self.strict
    }

    /// The rules by which the results of `test` are rounded.
    ///
    /// Where none is given for strict limits, the test has none outside absolute comparison, so
    /// either would do.
    pub(crate) fn rules(&self, test: &Test) -> (Rounding, StrictLimits) {
        (
            test.rounding.unwrap_or(self.rounding),
            test.strict.or(self.strict).unwrap_or(StrictLimits::Rounded),
        )
    }

    pub(crate) fn checked_groups(&self) -> &[CheckedGroup] {
        &self.groups
    }

    /// The tests that others need, each after those that it needs itself.
    pub(crate) fn needed(&self) -> &[usize] {
        &self.needed
    }

    pub(crate) fn status(&self) -> Status {
        self.status
    }
}
