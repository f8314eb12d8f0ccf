//! One test of a specification.

use serde_json::{Value, json};

use super::acceptance::{CheckedAcceptance, CheckedEntry};
use super::condition::Condition;
use super::derivation::Derivation;
use super::phase::{Attribute, Gate, PerPhase, Phase};
use super::reportable::Reportable;
use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::{Criterion, Term};
use crate::document::{Describe, Json, Kind, Members, Node, Object, Part, Place, Schemas, Written};
use crate::error::{ProblemCode, Problems, shown};
use crate::value::{Extensions, Identifier, Label, Number, Unit};

/// Most tests in one specification.
pub(super) const MOST_TESTS: usize = 10_000;

/// A test: what is measured, in which unit, by which methods, and what each phase accepts.
///
/// A test with a unit, or with one in each case, is quantitative, one without is qualitative. Tests
/// are declared with [`quantitative`](Self::quantitative) or [`qualitative`](Self::qualitative) and
/// checked as part of a [`Specification`](crate::Specification).
#[derive(Clone, Debug)]
pub struct Test {
    // Invariant: what `Specification` says of its tests.
    pub(super) id: Identifier,
    pub(super) name: Label,
    pub(super) attribute: Attribute,
    pub(super) quantity: Option<Quantity>,
    pub(super) signed: bool,
    pub(super) methods: PerPhase<Vec<Label>>,
    pub(super) gate: PerPhase<Gate>,
    pub(super) if_tested: bool,
    pub(super) rounding: Option<Rounding>,
    pub(super) strict: Option<StrictLimits>,
    pub(super) when: Option<Box<Condition>>,
    pub(super) reportable: Option<Box<PerPhase<Reportable>>>,
    pub(super) derived: Option<Box<Derivation>>,
    pub(super) acceptance: PerPhase<CheckedEntry>,
    pub(super) carried: Extensions,
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
    pub(crate) factor: Written<Number>,
    pub(crate) carried: Extensions,
}

/// What stands in `required` of a test that is judged only if there is a result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IfTested;

impl IfTested {
    pub(super) const CODE: &'static str = "if-tested";
}

impl Kind for IfTested {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(text) = node.text(at, problems) else { return Part::Refused };
        if text == Self::CODE {
            return Part::Read(Self);
        }
        let message = format!(
            "found `{}`; write `{}`, or leave it out: tests are required",
            shown(&text, 1),
            Self::CODE
        );
        problems.push(at, ProblemCode::UnknownCode, message);
        Part::Refused
    }
}

impl Describe for IfTested {
    fn schema(_: &mut Schemas) -> Value {
        json!({"const": Self::CODE})
    }
}

impl Test {
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

    /// The unit of a quantitative test; `None` for a qualitative one, and for one that has a unit
    /// in each case.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.quantity.as_ref().map(|quantity| &quantity.unit)
    }

    /// What `phase` accepts; `None` in a phase that the specification does not cover, and where it
    /// depends on the case.
    #[must_use]
    pub fn criterion(&self, phase: Phase) -> Option<&Criterion> {
        self.acceptance.get(phase)?.only().map(|entry| &*entry.criterion)
    }

    /// What `phase` accepts in each case, with the condition under which it does; one without a
    /// condition where there are no cases.
    #[must_use]
    pub fn criteria(&self, phase: Phase) -> Vec<(Option<String>, &Criterion)> {
        self.cases(phase)
            .iter()
            .map(|case| (case.when.as_ref().map(ToString::to_string), &*case.criterion))
            .collect()
    }

    /// The terms that a preliminary result may have in `phase` while the final one is awaited;
    /// empty also where they depend on the case.
    #[must_use]
    pub fn interim(&self, phase: Phase) -> Vec<&str> {
        let only = self.acceptance.get(phase).and_then(CheckedEntry::only);
        only.into_iter().flat_map(|only| &only.interim).map(Term::as_str).collect()
    }

    /// The alert limits in `phase`, if there are any; `None` also where they depend on the case.
    #[must_use]
    pub fn alert(&self, phase: Phase) -> Option<&Criterion> {
        self.acceptance.get(phase)?.only()?.alert.as_deref()
    }

    /// Why the criterion of `phase` is what it is, if the specification says; `None` also where it
    /// depends on the case.
    #[must_use]
    pub fn justification(&self, phase: Phase) -> Option<&str> {
        self.acceptance.get(phase)?.only()?.justification.as_deref()
    }

    /// When the test applies, such as `donor is “allogeneic”`; `None` for one that always does.
    #[must_use]
    pub fn condition(&self) -> Option<String> {
        self.when.as_ref().map(ToString::to_string)
    }

    /// How many replicates make one determination in `phase`, and how; `None` for a single one.
    #[must_use]
    pub fn reportable(&self, phase: Phase) -> Option<&Reportable> {
        self.reportable.as_ref()?.get(phase)
    }

    /// How the value follows from others; `None` for one that is measured, and where it depends on
    /// the case.
    #[must_use]
    pub fn derivation(&self) -> Option<&Derivation> {
        self.derived.as_deref()
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
        declared.map(|conversion| (&conversion.from, &conversion.factor.value)).collect()
    }

    /// Whether values may be negative.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signed
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

    /// Whether `phase` asks for a number, in every case or in some.
    #[cfg(feature = "testing")]
    pub(crate) fn is_quantitative(&self, phase: Phase) -> bool {
        self.quantity.is_some() || self.cases(phase).iter().any(|case| case.unit.is_some())
    }

    /// What is accepted in `phase`, in each case.
    pub(crate) fn cases(&self, phase: Phase) -> &[CheckedAcceptance] {
        self.acceptance.get(phase).map(|entry| entry.cases.as_slice()).unwrap_or_default()
    }

    /// The unit of the values in `case`.
    pub(crate) fn unit_in<'s>(&'s self, case: &'s CheckedAcceptance) -> Option<&'s Unit> {
        self.unit().or(case.unit.as_ref())
    }

    /// How the value follows from others in `case`; `None` where it is measured.
    pub(crate) fn derivation_in<'s>(
        &'s self,
        case: &'s CheckedAcceptance,
    ) -> Option<&'s Derivation> {
        self.derivation().or(case.derived.as_deref())
    }

    pub(crate) fn identifier(&self) -> &Identifier {
        &self.id
    }

    pub(crate) fn quantity(&self) -> Option<&Quantity> {
        self.quantity.as_ref()
    }

    pub(crate) fn method_labels(&self, phase: Phase) -> Option<&[Label]> {
        self.methods.get(phase).map(Vec::as_slice)
    }

    /// What is accepted in any phase and any case.
    pub(crate) fn all_criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.acceptance.iter().flat_map(|entry| &entry.cases).map(|case| &*case.criterion)
    }

    /// What is accepted, for all phases or for each.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<Phase>, &CheckedEntry)> {
        self.acceptance.entries()
    }

    /// Each case of what is accepted, for all phases or for each, with its place in the test:
    /// `acceptance.all`, `acceptance.clinical[1]`.
    pub(crate) fn placed_cases(
        &self,
    ) -> impl Iterator<Item = (Option<Phase>, String, &CheckedAcceptance)> {
        self.entries().flat_map(|(phase, entry)| {
            entry.cases.iter().enumerate().map(move |(index, case)| {
                let of_list = if entry.is_list { format!("[{index}]") } else { String::new() };
                (phase, format!("{}{of_list}", CheckedEntry::place(phase)), case)
            })
        })
    }

    /// How replicates make one value, for all phases or for each.
    pub(crate) fn reportables(&self) -> impl Iterator<Item = (Option<Phase>, &Reportable)> {
        self.reportable.iter().flat_map(|reportable| reportable.entries())
    }

    /// How its value follows from others in `phase`, in any case.
    pub(crate) fn derivations(&self, phase: Phase) -> impl Iterator<Item = &Derivation> {
        let cases = self.cases(phase);
        self.derived
            .iter()
            .chain(cases.iter().filter_map(|case| case.derived.as_ref()))
            .map(|derived| &**derived)
    }

    /// What is accepted, in an object with the phases, or with `all`.
    pub(super) fn written_acceptance(&self, members: Members) -> Json<'_> {
        let entries = &self.acceptance;
        match entries.for_all() {
            Some(all) => Object::default()
                .with_some("all", all.written(members))
                .carrying(entries.carried(), members),
            None => entries.object(members, |one| one.written(members)),
        }
        .into()
    }

    pub(crate) fn applies_when(&self) -> Option<&Condition> {
        self.when.as_deref()
    }

    pub(crate) fn entry(&self, phase: Phase) -> Option<&CheckedEntry> {
        self.acceptance.get(phase)
    }
}
