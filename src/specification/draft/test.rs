//! A test as it is being declared.

use super::acceptance::{Acceptance, Entry};
use super::condition::ConditionDraft;
use crate::acceptance::{Rounding, StrictLimits};
use crate::error::Problems;
use crate::specification::derivation::Derivation;
use crate::specification::part::Part;
use crate::specification::phase::{Attribute, Gate, PerPhase, Phase};
use crate::specification::reportable::Reportable;
use crate::specification::test::{Conversion, Test};
use crate::value::{Extensions, Identifier, Label, Number, Unit};

/// Most methods that a test lists in a phase.
const MOST_METHODS: usize = 100;

impl Test {
    /// Begins a test whose results are numbers in `unit`; `"1"` is the unit of a pure number.
    pub fn quantitative(id: &str, name: &str, attribute: Attribute, unit: &str) -> TestBuilder {
        Self::qualitative(id, name, attribute).unit_text(Some(unit))
    }

    /// Begins a test whose results are terms; or numbers whose unit stands in each of its cases.
    pub fn qualitative(id: &str, name: &str, attribute: Attribute) -> TestBuilder {
        let test = TestBuilder { attribute: Part::Read(attribute), ..TestBuilder::default() };
        test.id_text(Some(id)).name_text(Some(name))
    }
}

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
#[derive(Clone, Debug, Default)]
#[must_use = "a test does nothing until it is handed to a specification"]
pub struct TestBuilder {
    pub(in crate::specification) id: Part<Identifier>,
    pub(in crate::specification) name: Part<Label>,
    pub(in crate::specification) attribute: Part<Attribute>,
    pub(in crate::specification) unit: Part<Unit>,
    pub(in crate::specification) signed: bool,
    pub(in crate::specification) conversions: Vec<Part<Conversion>>,
    pub(in crate::specification) methods: PerPhase<Vec<Part<Label>>>,
    pub(in crate::specification) gate: PerPhase<Part<Gate>>,
    pub(in crate::specification) if_tested: bool,
    pub(in crate::specification) rounding: Part<Rounding>,
    pub(in crate::specification) strict: Part<StrictLimits>,
    pub(in crate::specification) when: ConditionDraft,
    pub(in crate::specification) reportable: PerPhase<Box<Reportable>>,
    pub(in crate::specification) derived: Option<Box<Derivation>>,
    pub(in crate::specification) acceptance: PerPhase<Entry>,
    pub(in crate::specification) extensions: Extensions,
    pub(in crate::specification) problems: Problems,
}

impl TestBuilder {
    /// Values may be negative: a temperature, a difference, a logarithm. Else a negative value is
    /// undecidable.
    pub fn signed(mut self) -> Self {
        self.signed = true;
        self
    }

    /// A method that the test lists in all phases; more may follow. A result by an unlisted one, or
    /// by none, is undecidable.
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
    pub fn conversion(self, from: &str, factor: &str) -> Self {
        let index = self.conversions.len();
        self.with_conversion(&format!("conversions[{index}]"), from, factor, Extensions::default())
    }

    /// The test applies when the parameter or test `id` is `requirement`, which is one of its
    /// declared values or limits in exactly its unit, compared without rounding. Said several
    /// times, all of it has to be so; a test that does not apply is neutral.
    pub fn when(self, id: &str, requirement: &str) -> Self {
        self.with_requirement(id, Some(&[requirement]), false)
    }

    /// The test applies when the parameter or test `id` is one of `values`.
    pub fn when_one_of(self, id: &str, values: &[&str]) -> Self {
        self.with_requirement(id, Some(values), true)
    }

    /// How many replicates make one determination in all phases, and how; else it is a single one.
    pub fn reportable(mut self, reportable: Reportable) -> Self {
        self.reportable.set(None, Box::new(reportable));
        self
    }

    /// How many replicates make one determination in one phase, and how.
    pub fn reportable_in(mut self, phase: Phase, reportable: Reportable) -> Self {
        self.reportable.set(Some(phase), Box::new(reportable));
        self
    }

    /// The value follows from others. A result that is handed in besides is a further
    /// determination, and never stands in for it.
    pub fn derived(mut self, derivation: Derivation) -> Self {
        self.problems.refuse_second("derived", self.derived.is_some());
        self.derived = Some(Box::new(derivation));
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
        self.with_entry(None, Entry::list(cases))
    }

    /// What is accepted in one phase in each of several cases, which must not overlap.
    pub fn accept_cases_in(self, phase: Phase, cases: Vec<Acceptance>) -> Self {
        self.with_entry(Some(phase), Entry::list(cases))
    }

    fn with_entry(mut self, phase: Option<Phase>, entry: Entry) -> Self {
        self.acceptance.set(phase, entry);
        self
    }

    /// One more requirement; without `texts` a reader of documents has refused it.
    pub(crate) fn with_requirement(
        mut self,
        id: &str,
        texts: Option<&[&str]>,
        is_list: bool,
    ) -> Self {
        self.when.add("when", id, texts, is_list, &mut self.problems);
        self
    }

    pub(crate) fn state_when(&mut self, extensions: Extensions) {
        self.when.state(extensions);
    }

    pub(crate) fn with_reportable(mut self, phase: Option<Phase>, reportable: Reportable) -> Self {
        self.reportable.set(phase, Box::new(reportable));
        self
    }

    pub(crate) fn state_reportable(&mut self, extensions: Extensions) {
        self.reportable.state(extensions);
    }

    pub(crate) fn id_text(mut self, text: Option<&str>) -> Self {
        self.id = Part::read("id", text, &mut self.problems);
        self
    }

    pub(crate) fn name_text(mut self, text: Option<&str>) -> Self {
        self.name = Part::read("name", text, &mut self.problems);
        self
    }

    pub(crate) fn attribute_text(mut self, text: Option<&str>) -> Self {
        self.attribute = Part::read("attribute", text, &mut self.problems);
        self
    }

    pub(crate) fn unit_text(mut self, text: Option<&str>) -> Self {
        self.unit = Part::read("unit", text, &mut self.problems);
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

    pub(crate) fn with_gate(mut self, phase: Option<Phase>, gate: Option<Gate>) -> Self {
        self.gate.set(phase, Part::read_or_refused(gate));
        self
    }

    pub(crate) fn with_methods(mut self, phase: Option<Phase>, texts: &[String]) -> Self {
        let path = phase.map_or_else(|| "methods".to_owned(), |phase| format!("methods.{phase}"));
        if texts.is_empty() {
            self.problems.push(
                &path,
                "found no method, so that no result could count; name one, or leave `methods` out",
            );
        }
        let mut methods = Vec::new();
        for text in texts {
            self.read_method(&mut methods, &path, text);
        }
        self.methods.set(phase, methods);
        self
    }

    /// Methods of which a reader of documents could make nothing.
    pub(crate) fn with_refused_methods(mut self, phase: Option<Phase>) -> Self {
        self.methods.set(phase, vec![Part::Refused]);
        self
    }

    /// Reads one more method of the list at `path`. One that was refused keeps its place, so that
    /// paths stay true.
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
        let method: Part<Label> = Part::read(&path, Some(text), &mut self.problems);
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

    /// A conversion of which a reader of documents could make nothing.
    pub(crate) fn with_refused_conversion(mut self) -> Self {
        self.conversions.push(Part::Refused);
        self
    }

    pub(crate) fn with_conversion(
        mut self,
        path: &str,
        from: &str,
        factor: &str,
        extensions: Extensions,
    ) -> Self {
        let written = factor.into();
        let from: Option<Unit> = self.problems.read(format!("{path}.from"), from);
        let factor: Option<Number> = self.problems.read(format!("{path}.factor"), factor);
        let conversion = from.zip(factor).and_then(|(from, factor)| {
            let conversion = Conversion { from, factor, written, extensions };
            let Conversion { from, factor, .. } = &conversion;
            if factor.is_negative() || factor.is_zero() {
                let message = format!(
                    "found the factor {factor}; write how many of the test's unit one \
                     `{from}` is, above zero"
                );
                self.problems.push(format!("{path}.factor"), message);
                return None;
            }
            if self
                .conversions
                .iter()
                .any(|known| known.get().is_some_and(|known| known.from == *from))
            {
                let message = format!("found a second conversion from `{from}`; declare one");
                self.problems.push(format!("{path}.from"), message);
                return None;
            }
            Some(conversion)
        });
        // One that was refused keeps its place, so that paths stay true.
        self.conversions.push(Part::read_or_refused(conversion));
        self
    }

    /// A test of which a reader of documents could make nothing.
    pub(crate) fn refused() -> Self {
        let test =
            Self::default().id_text(None).name_text(None).attribute_text(None).unit_text(None);
        test.accept(Acceptance::default().refused_criterion())
    }

    /// What it accepts in any phase and any case.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &Acceptance> {
        self.acceptance.iter().flat_map(|entry| &entry.cases)
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    /// What is wrong with the test itself and with each of its parts.
    pub(crate) fn all_problems(&mut self) -> impl Iterator<Item = &mut Problems> {
        let entries = self.acceptance.iter_mut().flat_map(|entry| &mut entry.cases);
        let derived = self.derived.iter_mut().map(|derived| derived.problems());
        let reportable = self.reportable.iter_mut().map(|one| one.problems());
        std::iter::once(&mut self.problems)
            .chain(entries.flat_map(Acceptance::all_problems))
            .chain(derived)
            .chain(reportable)
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}
