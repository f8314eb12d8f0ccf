//! One test of a specification.

use super::acceptance::{Acceptance, Cell};
use super::phase::{Attribute, Gate, PerPhase, Phase};
use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::Criterion;
use crate::error::Problems;
use crate::value::{Extensions, Identifier, Label, Number, Part, Unit};

/// Most methods that a test lists in a phase.
const MOST_METHODS: usize = 100;

/// A test: what is measured, in which unit, by which methods, and what each phase accepts.
///
/// A test with a unit is quantitative, one without is qualitative. Tests are declared with
/// [`quantitative`](Self::quantitative) or [`qualitative`](Self::qualitative) and checked as part of a
/// [`Specification`](crate::Specification).
#[derive(Clone, Debug)]
pub struct Test {
    // Invariant: what `Specification` says of its tests.
    pub(super) id: Identifier,
    pub(super) name: Label,
    pub(super) attribute: Attribute,
    pub(super) quantity: Option<Quantity>,
    pub(super) methods: PerPhase<Vec<Label>>,
    pub(super) gate: PerPhase<Gate>,
    pub(super) if_tested: bool,
    pub(super) rounding: Option<Rounding>,
    pub(super) strict: Option<StrictLimits>,
    pub(super) acceptance: PerPhase<Cell>,
    pub(super) extensions: Extensions,
}

/// What makes a test quantitative.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub(crate) unit: Unit,
    /// Whether values may be negative.
    pub(crate) signed: bool,
    pub(crate) conversions: Vec<Conversion>,
}

/// One `from` is `factor` of the test's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    pub(crate) from: Unit,
    pub(crate) factor: Number,
    pub(crate) extensions: Extensions,
}

impl Test {
    /// Begins a test whose results are numbers in `unit`; `"1"` is the unit of a pure number.
    pub fn quantitative(id: &str, name: &str, attribute: Attribute, unit: &str) -> TestBuilder {
        Self::qualitative(id, name, attribute).unit_text(Some(unit))
    }

    /// Begins a test whose results are terms.
    pub fn qualitative(id: &str, name: &str, attribute: Attribute) -> TestBuilder {
        let test = TestBuilder { attribute: Part::Read(attribute), ..TestBuilder::default() };
        test.id_text(Some(id)).name_text(Some(name))
    }

    /// The id by which results name the test.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The name that people use.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What the test says of the product.
    #[must_use]
    pub fn attribute(&self) -> Attribute {
        self.attribute
    }

    /// The unit of a quantitative test; `None` for a qualitative one.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.quantity.as_ref().map(|quantity| &quantity.unit)
    }

    /// What `phase` accepts; `None` in a phase that the specification does not cover.
    #[must_use]
    pub fn criterion(&self, phase: Phase) -> Option<&Criterion> {
        self.acceptance.get(phase).map(|cell| &cell.criterion)
    }

    /// The alert limits in `phase`, if there are any.
    #[must_use]
    pub fn alert(&self, phase: Phase) -> Option<&Criterion> {
        self.acceptance.get(phase)?.alert.as_ref()
    }

    /// Why the criterion of `phase` is what it is, if the specification says.
    #[must_use]
    pub fn justification(&self, phase: Phase) -> Option<&str> {
        self.acceptance.get(phase)?.justification.as_deref()
    }

    /// Whether the result is needed before release; `None` in a phase that is not covered.
    #[must_use]
    pub fn gate(&self, phase: Phase) -> Option<Gate> {
        self.gate.get(phase).copied()
    }

    /// The methods that the test lists in `phase`; without any, every method will do.
    #[must_use]
    pub fn methods(&self, phase: Phase) -> Vec<&str> {
        self.methods.get(phase).into_iter().flatten().map(Label::as_str).collect()
    }

    /// The declared conversions: one of the unit is the number of the test's unit.
    #[must_use]
    pub fn conversions(&self) -> Vec<(&Unit, &Number)> {
        let declared = self.quantity.iter().flat_map(|quantity| &quantity.conversions);
        declared.map(|conversion| (&conversion.from, &conversion.factor)).collect()
    }

    /// Whether values may be negative.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.quantity.as_ref().is_some_and(|quantity| quantity.signed)
    }

    /// Whether the test is judged only if there is a result.
    #[must_use]
    pub fn is_if_tested(&self) -> bool {
        self.if_tested
    }

    /// A rounding rule of its own, if it has one.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounding> {
        self.rounding
    }

    /// A way to read strict limits of its own, if it has one.
    #[must_use]
    pub fn strict(&self) -> Option<StrictLimits> {
        self.strict
    }

    pub(crate) fn identifier(&self) -> &Identifier {
        &self.id
    }

    pub(crate) fn label(&self) -> &Label {
        &self.name
    }

    pub(crate) fn quantity(&self) -> Option<&Quantity> {
        self.quantity.as_ref()
    }

    pub(crate) fn method_labels(&self, phase: Phase) -> Option<&[Label]> {
        self.methods.get(phase).map(Vec::as_slice)
    }

    pub(crate) fn cell(&self, phase: Phase) -> Option<&Cell> {
        self.acceptance.get(phase)
    }
}

/// A test as it is being declared.
///
/// Nothing is refused before the specification is built: [`SpecificationBuilder::build`](crate::SpecificationBuilder::build)
/// reports every problem of every test at once.
///
/// ```
/// use release_criteria::{Acceptance, Attribute, Gate, Phase, Test};
///
/// let vcn = Test::quantitative("vcn", "Vector copies per cell", Attribute::Safety, "copies/cell")
///     .method("QC-204")
///     .gate(Gate::AfterRelease)
///     .accept_in(Phase::Clinical, Acceptance::new("NMT 10 copies/cell"))
///     .accept_in(Phase::Commercial, Acceptance::new("NMT 5 copies/cell"));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a test does nothing until it is handed to a specification"]
pub struct TestBuilder {
    pub(super) id: Part<Identifier>,
    pub(super) name: Part<Label>,
    pub(super) attribute: Part<Attribute>,
    pub(super) unit: Part<Unit>,
    pub(super) signed: bool,
    pub(super) conversions: Vec<Conversion>,
    pub(super) methods: PerPhase<Vec<Part<Label>>>,
    pub(super) gate: PerPhase<Part<Gate>>,
    pub(super) if_tested: bool,
    pub(super) rounding: Part<Rounding>,
    pub(super) strict: Part<StrictLimits>,
    pub(super) acceptance: PerPhase<Acceptance>,
    pub(super) extensions: Extensions,
    pub(super) problems: Problems,
}

impl TestBuilder {
    /// Values may be negative: a temperature, a difference, a logarithm. Else a negative value is undecidable.
    pub fn signed(mut self) -> Self {
        self.signed = true;
        self
    }

    /// A method that the test lists in all phases; more may follow. A result by an unlisted one, or by none, is undecidable.
    pub fn method(mut self, method: &str) -> Self {
        let mut methods = self.methods.take_all().unwrap_or_default();
        self.read_method(&mut methods, "methods", method);
        self.methods.set(None, methods);
        self
    }

    /// The methods that the test lists in one phase.
    pub fn methods_in(self, phase: Phase, methods: &[&str]) -> Self {
        let methods: Vec<String> = methods.iter().map(ToString::to_string).collect();
        self.with_methods(Some(phase), &methods)
    }

    /// Whether the result is needed before release, in all phases; before is the default.
    pub fn gate(self, gate: Gate) -> Self {
        self.with_gate(None, Some(gate))
    }

    /// Whether the result is needed before release in one phase.
    pub fn gate_in(self, phase: Phase, gate: Gate) -> Self {
        self.with_gate(Some(phase), Some(gate))
    }

    /// The test is judged like any other if there is a result, and not applicable without one.
    pub fn if_tested(mut self) -> Self {
        self.if_tested = true;
        self
    }

    /// Another rounding rule than the specification's.
    pub fn rounding(self, rounding: Rounding) -> Self {
        self.stating(|test| test.rounding.state(rounding), "rounding")
    }

    /// Another way to read strict limits than the specification's.
    pub fn strict(self, strict: StrictLimits) -> Self {
        self.stating(|test| test.strict.state(strict), "strict")
    }

    /// One `from` is `factor` of the test's unit: `conversion("%", "10000")` on a test in ppm.
    ///
    /// `factor` is above zero and exact; it is used in this direction only, and in one step.
    pub fn conversion(self, from: &str, factor: &str) -> Self {
        let index = self.conversions.len();
        self.with_conversion(&format!("conversions[{index}]"), from, factor, Extensions::default())
    }

    /// What is accepted in all phases.
    pub fn accept(mut self, acceptance: Acceptance) -> Self {
        self.acceptance.set(None, acceptance);
        self
    }

    /// What is accepted in one phase.
    pub fn accept_in(mut self, phase: Phase, acceptance: Acceptance) -> Self {
        self.acceptance.set(Some(phase), acceptance);
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

    pub(crate) fn name_text(mut self, text: Option<&str>) -> Self {
        self.name = self.problems.read_some("name", text).into();
        self
    }

    pub(crate) fn attribute_text(mut self, text: Option<&str>) -> Self {
        self.attribute = self.problems.read_some("attribute", text).into();
        self
    }

    pub(crate) fn unit_text(mut self, text: Option<&str>) -> Self {
        self.unit = self.problems.read_some("unit", text).into();
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

    pub(crate) fn with_gate(mut self, phase: Option<Phase>, gate: Option<Gate>) -> Self {
        self.gate.set(phase, gate.into());
        self
    }

    pub(crate) fn with_methods(mut self, phase: Option<Phase>, texts: &[String]) -> Self {
        let path = phase.map_or_else(|| "methods".to_owned(), |phase| format!("methods.{phase}"));
        if texts.is_empty() {
            self.problems
                .push(&path, "found no method, so that no result could count; name one, or leave `methods` out");
        }
        let mut methods = Vec::new();
        for text in texts {
            self.read_method(&mut methods, &path, text);
        }
        self.methods.set(phase, methods);
        self
    }

    /// Reads one more method of the list at `path`. One that was refused keeps its place, so that paths stay true.
    fn read_method(&mut self, methods: &mut Vec<Part<Label>>, path: &str, text: &str) {
        let index = methods.len();
        if index == MOST_METHODS {
            self.problems.push(path, format!("found more than {MOST_METHODS} methods; list fewer"));
            methods.push(Part::Refused);
        }
        if index >= MOST_METHODS {
            return;
        }
        let path = format!("{path}[{index}]");
        let method: Part<Label> = self.problems.read(&path, text).into();
        match method.get() {
            Some(known) if methods.contains(&method) => {
                self.problems.push(path, format!("found the method `{known}` twice; name it once"));
            }
            _ => {}
        }
        methods.push(method);
    }

    pub(crate) fn state_methods(&mut self, extensions: Extensions) {
        self.methods.state(extensions);
    }

    pub(crate) fn state_gate(&mut self, extensions: Extensions) {
        self.gate.state(extensions);
    }

    pub(crate) fn state_acceptance(&mut self, extensions: Extensions) {
        self.acceptance.state(extensions);
    }

    pub(crate) fn with_conversion(mut self, path: &str, from: &str, factor: &str, extensions: Extensions) -> Self {
        let from: Option<Unit> = self.problems.read(format!("{path}.from"), from);
        let factor: Option<Number> = self.problems.read(format!("{path}.factor"), factor);
        if let (Some(from), Some(factor)) = (from, factor) {
            if factor.is_negative() || factor.is_zero() {
                self.problems.push(
                    format!("{path}.factor"),
                    format!("found the factor {factor}; write how many of the test's unit one `{from}` is, above zero"),
                );
            } else if self.conversions.iter().any(|known| known.from == from) {
                self.problems
                    .push(format!("{path}.from"), format!("found a second conversion from `{from}`; declare one"));
            } else {
                self.conversions.push(Conversion { from, factor, extensions });
            }
        }
        self
    }

    /// A test of which a reader of documents could make nothing.
    pub(crate) fn refused() -> Self {
        let test = Self::default().id_text(None).name_text(None).attribute_text(None).unit_text(None);
        test.accept(Acceptance::default().refused_criterion())
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    /// What is wrong with the test itself and with each of its cells.
    pub(crate) fn all_problems(&mut self) -> impl Iterator<Item = &mut Problems> {
        std::iter::once(&mut self.problems).chain(self.acceptance.iter_mut().map(Acceptance::problems))
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}
