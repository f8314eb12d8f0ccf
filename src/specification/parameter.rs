//! Facts about a lot that its criteria ask for.

use std::collections::HashSet;

use serde_json::Value;

use crate::acceptance::Region;
use crate::criterion::{Criterion, Term};
use crate::document::{
    Describe, Draft, Expected, Item, Json, Kind, Members, Node, Part, Place, Schemas, Write, Yes,
    document, list_schema,
};
use crate::error::{ProblemCode, Problems};
use crate::value::{Identifier, Label, Unit};

document! {
    /// A fact about each lot that criteria need: the patient's weight, the volume infused, the sequence
    /// prescribed.
    ///
    /// It is handed to [`SpecificationBuilder::parameter`](crate::SpecificationBuilder::parameter);
    /// what is wrong with it is reported when the specification is built. A lot states its value; a
    /// test that needs a value which is missing, unreadable or implausible is indeterminate.
    ///
    /// ```
    /// use release_criteria::Parameter;
    ///
    /// let weight = Parameter::number("body_weight", "kg").within("1–250 kg");
    /// let donor = Parameter::one_of("donor", &["autologous", "allogeneic"]);
    /// let variant = Parameter::text("expected_variant").named("Variant to be corrected");
    /// ```
    pub draft Parameter (Expected::Object, "a parameter does nothing until it is handed to a specification")
        => Parameter, Ok; writes Parameter;
    /// The id by which lots and criteria name it.
    "id" id: Checked Identifier;
    /// The name that people use; the id where it has none.
    "name" name: Optional Label;
    /// The unit of a number.
    "unit" unit: Optional Unit;
    /// Whether a number may be negative.
    "signed" signed: Optional Yes;
    /// The limits outside which a number is implausible, and counts as missing.
    "within" within: Optional Criterion;
    /// The words of which it is one.
    "values" values: Optional DeclaredValues;
    /// Whether it is any text.
    "text" text: Optional Yes;
}

/// The words of which a parameter is one.
#[derive(Clone, Debug)]
pub(crate) struct DeclaredValues(Vec<Term>);

impl DeclaredValues {
    fn of(texts: &[impl AsRef<str>], at: Place<'_>, problems: &mut Problems) -> Self {
        if texts.is_empty() {
            problems.push(
                at,
                ProblemCode::Empty,
                "found no value, so that every lot's would be wrong; name at least one",
            );
        }
        let (mut terms, mut known) = (Vec::with_capacity(texts.len()), HashSet::new());
        for (index, text) in texts.iter().enumerate() {
            let at = at.item(index);
            let Some(term) = problems.read::<Term>(at, text.as_ref()) else { continue };
            if !known.insert(term.clone()) {
                problems.push(
                    at,
                    ProblemCode::Duplicate,
                    "found a value twice; values differ, space and case aside",
                );
            }
            terms.push(term);
        }
        Self(terms)
    }
}

impl Kind for DeclaredValues {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let texts = node.texts(at, problems);
        Part::read_or_refused(texts.map(|texts| Self::of(&texts, at, problems)))
    }
}

impl Describe for DeclaredValues {
    fn schema(schemas: &mut Schemas) -> Value {
        list_schema(<Term as Describe>::schema(schemas), 1, None)
    }
}

impl Write for DeclaredValues {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.0.json(members)
    }
}

/// Most parameters in one specification.
pub(super) const MOST_PARAMETERS: usize = 200;

/// What values a parameter has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Values<'p> {
    Number { unit: &'p Unit, signed: bool, within: Option<&'p Criterion> },
    OneOf(&'p [Term]),
    Text,
}

impl Parameter {
    /// A number in `unit`, written exactly and with its unit: `62 kg`.
    pub fn number(id: &str, unit: &str) -> Self {
        Self::default().with_text("id", id).with_text("unit", unit)
    }

    /// One of some words.
    pub fn one_of(id: &str, values: &[&str]) -> Self {
        let mut parameter = Self::default().with_text("id", id);
        let at = Place::key("values");
        parameter.values = Part::Read(DeclaredValues::of(values, at, &mut parameter.problems));
        parameter
    }

    /// Any text, to be the [same as](crate::Acceptance::same_as) what a test finds.
    pub fn text(id: &str) -> Self {
        Self { text: Part::Read(Yes), ..Self::default().with_text("id", id) }
    }

    /// The name that people use; else it is the id.
    pub fn named(self, name: &str) -> Self {
        self.with_text("name", name)
    }

    /// Values may be negative.
    pub fn signed(self) -> Self {
        Self { signed: Part::Read(Yes), ..self }
    }

    /// What is plausible, compared without rounding: a number outside these limits counts as
    /// missing.
    pub fn within(mut self, limits: &str) -> Self {
        self.problems.refuse_second("within", !self.within.is_absent());
        self.with_text("within", limits)
    }

    /// The id by which lots and criteria name it.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get().map_or("", Identifier::as_str)
    }

    /// The name that people use; the id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.get().map_or(self.id(), Label::as_str)
    }

    /// The unit of a number; `None` for words and texts.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.get()
    }

    /// The limits outside which a number is implausible, if there are any.
    #[must_use]
    pub fn limits(&self) -> Option<&Criterion> {
        self.within.get()
    }

    /// The words of which it is one; empty for numbers and texts.
    #[must_use]
    pub fn values(&self) -> Vec<&str> {
        self.terms().iter().map(Term::as_str).collect()
    }

    /// `None` only where its declaration was refused.
    pub(crate) fn kind(&self) -> Option<Values<'_>> {
        match (self.unit.get(), self.values.get()) {
            (Some(unit), _) => {
                Some(Values::Number { unit, signed: self.is_signed(), within: self.within.get() })
            }
            (None, Some(values)) => Some(Values::OneOf(&values.0)),
            (None, None) => self.text.get().map(|Yes| Values::Text),
        }
    }

    /// The words of which it is one; none for numbers and texts.
    pub(crate) fn terms(&self) -> &[Term] {
        self.values.get().map_or(&[], |values| &values.0)
    }

    fn is_signed(&self) -> bool {
        self.signed.get().is_some()
    }

    pub(crate) fn identifier(&self) -> Option<&Identifier> {
        self.id.get()
    }

    /// Checks the declaration as a whole; what is wrong with it is noted at `path`.
    pub(super) fn check(&mut self, path: &str, problems: &mut Problems) {
        let (is_signed, own) = (self.signed.get().is_some(), &mut self.problems);
        let is_text = !self.text.is_absent();
        let said = [!self.unit.is_absent(), !self.values.is_absent(), is_text];
        let count = said.iter().filter(|said| **said).count();
        if count != 1 {
            own.push(
                "",
                if count == 0 { ProblemCode::Missing } else { ProblemCode::ConflictingMembers },
                "is a number with a `unit`, one of `values`, or `\"text\": true`; give \
                 one of the three",
            );
        }
        if self.id.is_absent() {
            own.push("id", ProblemCode::Missing, "is missing; it has no default");
        }
        if self.unit.is_absent() && (is_signed || !self.within.is_absent()) {
            let field = if is_signed { "signed" } else { "within" };
            own.push(
                field,
                ProblemCode::NeedsUnit,
                "found on a parameter without a `unit`; only numbers have limits and signs",
            );
        }
        let before = own.count();
        if let (Some(within), Some(unit)) = (self.within.get(), self.unit.get()) {
            match within.only_limits() {
                None => own.push(
                    "within",
                    ProblemCode::UnsuitableCriterion,
                    format!("found `{within}`; write limits, such as `1–250 {unit}`"),
                ),
                Some(range) if range.unit().is_some_and(|written| written != unit) => {
                    own.push(
                        "within",
                        ProblemCode::UnitMismatch,
                        format!("found `{range}` on a parameter in `{unit}`; write it in `{unit}`"),
                    );
                }
                Some(range) if range.is_of_percent(unit) => {
                    own.push(
                        "within",
                        ProblemCode::AmbiguousPercent,
                        format!(
                            "found `{range}`, where `%` could be of the target or of the value; \
                             write the two ends"
                        ),
                    );
                }
                Some(range) => {
                    let region = Region::unrounded(within);
                    if region.is_none_or(|region| region.of_a_quantity(is_signed).is_empty()) {
                        own.push(
                            "within",
                            ProblemCode::AcceptsNothing,
                            format!(
                                "found `{range}`, which no value meets; values \
                                 are not below zero unless they are `signed`"
                            ),
                        );
                    }
                }
            }
        }
        // Nothing is said of conditions by limits that are none.
        if own.count() > before {
            self.within = Part::Refused;
        }
        problems.absorb(path, std::mem::take(own));
    }
}

impl Item for Parameter {
    const MOST: usize = MOST_PARAMETERS;

    fn in_place_of_refused() -> Option<Self> {
        Some(Self { id: Part::Refused, unit: Part::Refused, ..Self::default() })
    }

    fn each_problems(one: &mut Self, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut one.problems);
    }
}
