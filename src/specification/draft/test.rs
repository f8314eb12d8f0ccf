//! A test as it is being declared.

use super::acceptance::Acceptance;
use super::condition::ConditionDraft;
use super::conversions::{ConversionDraft, Conversions};
use super::entry::Entry;
use super::methods::Methods;
use crate::acceptance::{Rounding, StrictLimits};
use crate::document::{Draft, Expected, Item, Part, Place, Yes, document, unless_default};
use crate::error::Problems;
use crate::specification::derivation::Derivation;
use crate::specification::phase::{Attribute, Gate, PerPhase, Phase};
use crate::specification::reportable::Reportable;
use crate::specification::test::{IfTested, MOST_TESTS, Test};
use crate::value::{Identifier, Label, Unit};

impl Test {
    /// Begins a test whose results are numbers in `unit`; `"1"` is the unit of a pure number.
    pub fn quantitative(id: &str, name: &str, attribute: Attribute, unit: &str) -> TestBuilder {
        Self::qualitative(id, name, attribute).with_text("unit", unit)
    }

    /// Begins a test whose results are terms; or numbers whose unit stands in each of its cases.
    pub fn qualitative(id: &str, name: &str, attribute: Attribute) -> TestBuilder {
        let test = TestBuilder { attribute: Part::Read(attribute), ..TestBuilder::default() };
        test.with_text("id", id).with_text("name", name)
    }
}

document! {
    /// A test as it is being declared.
    ///
    /// Nothing is refused before the specification is built:
    /// [`SpecificationBuilder::build`](crate::SpecificationBuilder::build) reports every problem of
    /// every test at once.
    ///
    /// ```
    /// use release_criteria::{Acceptance, Attribute, Gate, Phase, Test};
    ///
    /// let vcn =
    ///     Test::quantitative("vcn", "Vector copies per cell", Attribute::Safety, "copies/cell")
    ///         .method("QC-204")
    ///         .gate(Gate::AfterRelease)
    ///         .accept_in(Phase::Clinical, Acceptance::new("NMT 10 copies/cell"))
    ///         .accept_in(Phase::Commercial, Acceptance::new("NMT 5 copies/cell"));
    /// ```
    pub draft TestBuilder (Expected::Object, "a test does nothing until it is handed to a specification")
        => Box<TestBuilder>, |draft| Ok(Box::new(draft)); writes Test;
    /// The id by which results name the test.
    "id" id: Checked Identifier;
    /// The name that people use.
    "name" name: Checked Label;
    /// What the test says of the product.
    "attribute" attribute: Checked Attribute;
    /// The unit of a quantitative test.
    "unit" unit: Optional Unit = |test, members| test.unit()?.json(members);
    /// Whether values may be negative.
    "signed" signed: Optional Yes = |test, _| test.signed.then(|| true.into());
    /// What one of other units is in that of the test.
    "conversions" conversions: Optional Conversions = |test, members| {
        unless_default(&test.quantity.as_ref()?.conversions, members)
    };
    /// The methods that the test lists; without any, every method will do.
    "methods" methods: Optional PerPhase<Part<Methods>>;
    /// Whether the result is needed before release.
    "gate" gate: Optional PerPhase<Part<Gate>>;
    /// `if-tested` where the test is judged only if there is a result.
    "required" required: Optional IfTested = |test, _| {
        test.if_tested.then(|| IfTested::CODE.into())
    };
    /// Another rounding rule than the specification's.
    "rounding" rounding: Optional Rounding;
    /// Another way to read strict limits than the specification's.
    "strict" strict: Optional StrictLimits;
    /// When the test applies.
    "when" when: Optional ConditionDraft;
    /// How many replicates make one determination, and how.
    "reportable" reportable: Optional PerPhase<Part<Reportable>>;
    /// How the value follows from others.
    "derived" derived: Optional Box<Derivation>;
    /// What each phase accepts, or what all of them do.
    "acceptance" acceptance: Checked PerPhase<Entry> = |test, members| {
        Some(test.written_acceptance(members))
    };
}

impl TestBuilder {
    /// Values may be negative: a temperature, a difference, a logarithm. Else a negative value is
    /// undecidable.
    pub fn signed(mut self) -> Self {
        self.signed = Part::Read(Yes);
        self
    }

    /// A method that the test lists in all phases; more may follow. A result by an unlisted one, or
    /// by none, is undecidable.
    pub fn method(mut self, method: &str) -> Self {
        let at = (Place::key("methods"), &mut self.problems);
        self.methods.add(|methods| methods.all_mut().add(|all| all.add(method, at)));
        self
    }

    /// The methods that the test lists in one phase.
    pub fn methods_in(mut self, phase: Phase, methods: &[&str]) -> Self {
        let of_methods = Place::key("methods");
        let methods = Methods::of(methods, of_methods.member(phase.code()), &mut self.problems);
        self.methods.add(|each| each.set(Some(phase), Part::Read(methods)));
        self
    }

    /// Whether the result is needed before release, in all phases; before is the default.
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gate.add(|gates| gates.set(None, Part::Read(gate)));
        self
    }

    /// Whether the result is needed before release in one phase.
    pub fn gate_in(mut self, phase: Phase, gate: Gate) -> Self {
        self.gate.add(|gates| gates.set(Some(phase), Part::Read(gate)));
        self
    }

    /// The test is judged like any other if there is a result, and not applicable without one.
    pub fn if_tested(mut self) -> Self {
        self.required = Part::Read(IfTested);
        self
    }

    /// Another rounding rule than the specification's.
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding.state(rounding, "rounding", &mut self.problems);
        self
    }

    /// Another way to read strict limits than the specification's.
    pub fn strict(mut self, strict: StrictLimits) -> Self {
        self.strict.state(strict, "strict", &mut self.problems);
        self
    }

    /// One `from` is `factor` of the test's unit: `conversion("%", "10000")` on a test in ppm.
    ///
    /// `factor` is above zero and exact; it is used in this direction only, and in one step.
    /// Between units that differ only in shares of a whole and prefixes of the SI, such as `%` and
    /// `ppm`, or `mg/mL` and `µg/mL`, any other factor than theirs is refused.
    pub fn conversion(mut self, from: &str, factor: &str) -> Self {
        let conversion =
            ConversionDraft::default().with_text("from", from).with_text("factor", factor);
        let problems = &mut self.problems;
        self.conversions.add(|all| all.add(conversion.make(), Place::key("conversions"), problems));
        self
    }

    /// The test applies when the parameter or test `id` is `requirement`, which is one of its
    /// declared values or limits in exactly its unit, compared without rounding. Said several
    /// times, all of it has to be so; a test that does not apply is neutral.
    pub fn when(self, id: &str, requirement: &str) -> Self {
        self.with_requirement(id, &[requirement], false)
    }

    /// The test applies when the parameter or test `id` is one of `values`.
    pub fn when_one_of(self, id: &str, values: &[&str]) -> Self {
        self.with_requirement(id, values, true)
    }

    /// How many replicates make one determination in all phases, and how; else it is a single one.
    pub fn reportable(mut self, reportable: Reportable) -> Self {
        self.reportable.add(|all| all.set(None, Part::Read(reportable)));
        self
    }

    /// How many replicates make one determination in one phase, and how.
    pub fn reportable_in(mut self, phase: Phase, reportable: Reportable) -> Self {
        self.reportable.add(|each| each.set(Some(phase), Part::Read(reportable)));
        self
    }

    /// The value follows from others. A result that is handed in besides is a further
    /// determination, and never stands in for it.
    pub fn derived(mut self, derivation: Derivation) -> Self {
        self.problems.refuse_second("derived", !self.derived.is_absent());
        self.derived = Part::Read(Box::new(derivation));
        self
    }

    /// What is accepted in all phases.
    pub fn accept(self, acceptance: Acceptance) -> Self {
        self.with_entry(None, Entry::one(acceptance))
    }

    /// What is accepted in one phase.
    pub fn accept_in(self, phase: Phase, acceptance: Acceptance) -> Self {
        self.with_entry(Some(phase), Entry::one(acceptance))
    }

    /// What is accepted in all phases in each of several cases, which must not overlap.
    ///
    /// ```
    /// use release_criteria::{Acceptance, Attribute, Derivation, Test};
    ///
    /// let per_kg = Derivation::product(&["car_cells"]).divided_by(&["body_weight"]);
    /// let dose = Test::qualitative("dose", "Dose", Attribute::Quantity).accept_cases(vec![
    ///     Acceptance::new("0.2–5.0 × 10^6 cells/kg")
    ///         .when("body_weight", "NMT 50 kg")
    ///         .unit("cells/kg")
    ///         .derived(per_kg),
    ///     Acceptance::new("0.1–2.5 × 10^8 cells")
    ///         .when("body_weight", "> 50 kg")
    ///         .unit("cells")
    ///         .derived(Derivation::product(&["car_cells"])),
    /// ]);
    /// ```
    pub fn accept_cases(self, cases: Vec<Acceptance>) -> Self {
        self.with_entry(None, Entry::of_cases(cases))
    }

    /// What is accepted in one phase in each of several cases, which must not overlap.
    pub fn accept_cases_in(self, phase: Phase, cases: Vec<Acceptance>) -> Self {
        self.with_entry(Some(phase), Entry::of_cases(cases))
    }

    fn with_entry(mut self, phase: Option<Phase>, entry: Entry) -> Self {
        self.acceptance.add(|entries| entries.set(phase, entry));
        self
    }

    fn with_requirement(mut self, id: &str, texts: &[&str], is_list: bool) -> Self {
        let at = (Place::key("when"), &mut self.problems);
        self.when.add(|when| when.add(id, Some(texts), is_list, at));
        self
    }

    pub(crate) fn is_if_tested(&self) -> bool {
        self.required.get().is_some()
    }

    /// What it accepts, in all phases or in each.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.acceptance.get().into_iter().flat_map(PerPhase::iter)
    }

    /// What it accepts in any phase and any case.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &Acceptance> {
        self.entries().flat_map(|entry| &entry.cases)
    }

    /// How its replicates make one value, in all phases or in each.
    pub(crate) fn reportables(&self) -> impl Iterator<Item = &Reportable> {
        self.reportable.get().into_iter().flat_map(PerPhase::iter).filter_map(Part::get)
    }
}

impl Item for TestBuilder {
    const MOST: usize = MOST_TESTS;
    const LEAST: usize = 1;

    fn in_place_of_refused() -> Option<Box<Self>> {
        Some(Box::new(Self {
            id: Part::Refused,
            name: Part::Refused,
            attribute: Part::Refused,
            unit: Part::Refused,
            acceptance: Part::Refused,
            ..Self::default()
        }))
    }

    fn each_problems(one: &mut Box<Self>, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut one.problems);
        if let Some(entries) = one.acceptance.read_mut() {
            let cases = entries.iter_mut().flat_map(|entry| &mut entry.cases);
            cases.for_each(|case| case.each_problems(see));
        }
        if let Some(derived) = one.derived.read_mut() {
            see(&mut derived.problems);
        }
        if let Some(reportable) = one.reportable.read_mut() {
            let reportable = reportable.iter_mut().filter_map(Part::read_mut);
            reportable.for_each(|one| see(&mut one.problems));
        }
    }
}
