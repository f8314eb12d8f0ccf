//! Facts about a lot that its criteria ask for.

use std::collections::HashSet;

use super::part::Part;
use crate::acceptance::Region;
use crate::criterion::{Criterion, Term};
use crate::error::Problems;
use crate::value::{Extensions, Identifier, Label, Unit};

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
#[derive(Clone, Debug, Default)]
#[must_use = "a parameter does nothing until it is handed to a specification"]
pub struct Parameter {
    pub(super) id: Part<Identifier>,
    pub(super) name: Part<Label>,
    pub(super) unit: Part<Unit>,
    pub(super) signed: bool,
    pub(super) within: Part<Criterion>,
    pub(super) values: Part<Vec<Term>>,
    pub(super) text: bool,
    pub(super) extensions: Extensions,
    pub(super) problems: Problems,
}

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
        Self::default().id_text(Some(id)).unit_text(Some(unit))
    }

    /// One of some words.
    pub fn one_of(id: &str, values: &[&str]) -> Self {
        Self::default().id_text(Some(id)).with_values(Some(values))
    }

    /// Any text, to be the [same as](crate::Acceptance::same_as) what a test finds.
    pub fn text(id: &str) -> Self {
        Self { text: true, ..Self::default().id_text(Some(id)) }
    }

    /// The name that people use; else it is the id.
    pub fn named(self, name: &str) -> Self {
        self.name_text(Some(name))
    }

    /// Values may be negative.
    pub fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// What is plausible, compared without rounding: a number outside these limits counts as
    /// missing.
    pub fn within(mut self, limits: &str) -> Self {
        self.problems.refuse_second("within", !self.within.is_absent());
        self.within_text(Some(limits))
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
        self.values.get().into_iter().flatten().map(Term::as_str).collect()
    }

    /// `None` only where its declaration was refused.
    pub(crate) fn kind(&self) -> Option<Values<'_>> {
        match (self.unit.get(), self.values.get()) {
            (Some(unit), _) => {
                Some(Values::Number { unit, signed: self.signed, within: self.within.get() })
            }
            (None, Some(values)) => Some(Values::OneOf(values)),
            (None, None) => self.text.then_some(Values::Text),
        }
    }

    pub(crate) fn identifier(&self) -> Option<&Identifier> {
        self.id.get()
    }

    pub(crate) fn id_text(mut self, text: Option<&str>) -> Self {
        self.id = Part::read("id", text, &mut self.problems);
        self
    }

    pub(crate) fn name_text(mut self, text: Option<&str>) -> Self {
        self.name = Part::read("name", text, &mut self.problems);
        self
    }

    pub(crate) fn unit_text(mut self, text: Option<&str>) -> Self {
        self.unit = Part::read("unit", text, &mut self.problems);
        self
    }

    pub(crate) fn within_text(mut self, text: Option<&str>) -> Self {
        self.within = Part::read("within", text, &mut self.problems);
        self
    }

    /// The words of which it is one; `None` are some that a reader of documents has refused.
    pub(crate) fn with_values(mut self, values: Option<&[&str]>) -> Self {
        let Some(values) = values else {
            self.values = Part::Refused;
            return self;
        };
        if values.is_empty() {
            self.problems.push(
                "values",
                "found no value, so that every lot's would be wrong; name at least one",
            );
        }
        let (mut terms, mut known) = (Vec::with_capacity(values.len()), HashSet::new());
        for (index, text) in values.iter().enumerate() {
            let path = format!("values[{index}]");
            let Some(term) = self.problems.read::<Term>(path.clone(), text) else { continue };
            if !known.insert(term.clone()) {
                self.problems
                    .push(path, "found a value twice; values differ, space and case aside");
            }
            terms.push(term);
        }
        self.values = Part::Read(terms);
        self
    }

    /// A parameter of which a reader of documents could make nothing.
    pub(crate) fn refused() -> Self {
        Self::default().id_text(None).unit_text(None)
    }

    pub(crate) fn with_sign(self, signed: bool) -> Self {
        Self { signed, ..self }
    }

    pub(crate) fn with_text(self, text: bool) -> Self {
        Self { text, ..self }
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// Checks the declaration as a whole; what is wrong with it is noted at `path`.
    pub(super) fn check(&mut self, path: &str, problems: &mut Problems) {
        let own = &mut self.problems;
        let said = [!self.unit.is_absent(), !self.values.is_absent(), self.text];
        if said.iter().filter(|said| **said).count() != 1 {
            own.push(
                "",
                "is a number with a `unit`, one of `values`, or `\"text\": true`; give \
                 one of the three",
            );
        }
        if self.id.is_absent() {
            own.push("id", "is missing; it has no default");
        }
        if self.unit.is_absent() && (self.signed || !self.within.is_absent()) {
            let field = if self.signed { "signed" } else { "within" };
            own.push(
                field,
                "found on a parameter without a `unit`; only numbers have limits and signs",
            );
        }
        let before = own.count();
        if let (Some(within), Some(unit)) = (self.within.get(), self.unit.get()) {
            match within.only_limits() {
                None => own.push(
                    "within",
                    format!("found `{within}`; write limits, such as `1–250 {unit}`"),
                ),
                Some(range) if range.unit().is_some_and(|written| written != unit) => {
                    own.push(
                        "within",
                        format!("found `{range}` on a parameter in `{unit}`; write it in `{unit}`"),
                    );
                }
                Some(range) if range.is_of_percent(unit) => {
                    own.push(
                        "within",
                        format!(
                            "found `{range}`, where `%` could be of the target or of the value; \
                             write the two ends"
                        ),
                    );
                }
                Some(range) => {
                    let region = Region::unrounded(within);
                    if region.is_none_or(|region| region.of_a_quantity(self.signed).is_empty()) {
                        own.push(
                            "within",
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
