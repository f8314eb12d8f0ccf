//! What is said of one value, measured or derived.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::acceptance::{End, Extent};
use crate::criterion::{Term, Terms};
use crate::error::printable;
use crate::plan::compiled::{Asked, Conversion, Input, PlannedDerivation, PlannedTest};
use crate::plan::judging::{Combination, Facts, Judgement, Measured, Operands, Standing, Value};
use crate::report::{Reason, Sentence};
use crate::specification::Combine;
use crate::value::{Exact, Reading, Unit, difference, difference_as_terms};

/// What several values make.
pub(crate) fn word(combine: Combine) -> &'static str {
    match combine {
        Combine::Mean => "mean",
        Combine::GeometricMean => "geometric mean",
        Combine::Median => "median",
        Combine::Minimum => "minimum",
        Combine::Maximum => "maximum",
        Combine::Sum => "sum",
        Combine::Single | Combine::Each => "value",
    }
}

impl PlannedTest {
    pub(super) fn sentence_on_replicate<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        measured: Measured<'s>,
        judgement: Judgement,
    ) -> Sentence<'s> {
        let compared = printable(asked.compared(measured));
        let shown = match judgement.reason {
            Reason::UnitMismatch | Reason::UnreadableValue => {
                printable(measured.result.beside_unit(measured.text))
            }
            _ => Cow::default(),
        };
        let (found, expected) = self.found_and_expected(facts, asked, measured, judgement.reason);
        let sentence = asked.sentence(facts, shown, judgement);
        let expected = if expected.is_empty() { sentence.expected } else { expected };
        Sentence { compared, found, expected, ..sentence }
    }

    /// At what in the value a reason points, and what stands in the specification instead.
    fn found_and_expected<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        measured: Measured<'s>,
        reason: Reason,
    ) -> (Cow<'s, str>, Cow<'s, str>) {
        let Measured { result, reading, text } = measured;
        match (reason, reading) {
            (Reason::UnitMismatch, reading) => {
                let in_value = if let Reading::Measured(measurement) = reading {
                    measurement.unit()
                } else {
                    None
                };
                let found = in_value.or(result.unit()).map_or("", Unit::as_str);
                (found.into(), asked.unit().map_or("", Unit::as_str).into())
            }
            (Reason::MethodNotListed, _) => {
                let listed: Vec<&str> = self.methods.iter().map(|method| method.as_str()).collect();
                (result.method().unwrap_or_default().into(), listed.join(", ").into())
            }
            (Reason::UnreadableValue, Reading::Unreadable(error)) => {
                (error.to_string().into(), "".into())
            }
            (Reason::KindMismatch, Reading::Measured(_)) => ("a number".into(), "a term".into()),
            (Reason::KindMismatch, _) => ("no number".into(), "a number".into()),
            (Reason::LooksAlike, _) => {
                let (like, difference) = asked.alike(facts, text);
                (difference.into(), printable(like))
            }
            (Reason::UnknownTerm, _) => (asked.remark_on_unknown(text).into(), "".into()),
            _ => Default::default(),
        }
    }
}

impl Asked {
    /// What a text looks like, and in which characters it differs from that.
    fn alike<'s>(&'s self, facts: &'s Facts<'_>, text: &str) -> (&'s str, String) {
        if let Some(term) = self.looks_like(text) {
            return (term.as_str(), difference_as_terms(text, term.as_str()));
        }
        let stated =
            self.same_as.and_then(|place| facts.text(place).ok()).unwrap_or_default().trim();
        (stated, difference(text, stated))
    }

    /// What else is to be said of a text that is neither accepted nor rejected.
    fn remark_on_unknown(&self, text: &str) -> String {
        if self.is_interim(text) {
            return ", and the result is not preliminary".to_owned();
        }
        let named = self.criterion.terms().into_iter().flat_map(Terms::named).chain(&self.interim);
        let alike = named.into_iter().find(|term| term.looks_like(text)).map(Term::as_str);
        alike.map_or_else(String::new, |term| {
            format!(
                "; it looks like “{}” and is written in other characters, {}",
                printable(term),
                difference_as_terms(text, term)
            )
        })
    }

    /// What was compared: the value in the test's unit, or the term.
    pub(super) fn compared<'r>(&self, measured: Measured<'r>) -> Cow<'r, str> {
        let (Some(quantity), Reading::Measured(measurement)) = (&self.quantity, measured.reading)
        else {
            return measured.text.trim().into();
        };
        match quantity.conversion_from(measurement.unit()) {
            Some(Conversion::Times(factor)) => {
                let value = measurement.number().exact().times(factor.exact());
                let sign = measurement.comparator().map_or("", |comparator| comparator.sign());
                self.in_unit(format!("{sign}{value}")).into()
            }
            Some(Conversion::None) | None => measurement.text().into(),
        }
    }
}

impl Asked {
    /// What the sentences on any value of this test say alike.
    pub(super) fn sentence<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        value: Cow<'s, str>,
        judgement: Judgement,
    ) -> Sentence<'s> {
        let text = self.same_as.and_then(|place| facts.text(place).ok());
        let expected = match judgement.reason {
            Reason::Identical | Reason::NotIdentical => printable(text.unwrap_or_default().trim()),
            _ => self.criterion.same_as().unwrap_or_default().into(),
        };
        Sentence {
            value,
            criterion: self.criterion.as_written().into(),
            accepts: self.accepts(text).unwrap_or_default(),
            expected,
            is_undecided: judgement.standing == Standing::Undecided,
            ..Sentence::default()
        }
    }

    /// A computed value as it is shown, and what to remark on that.
    pub(crate) fn shown(&self, extent: &Extent) -> (String, &'static str) {
        let signed = self.quantity.as_ref().is_some_and(|quantity| quantity.signed);
        let regions = self.limits.iter().flat_map(|limits| [&limits.accepted, &limits.unrounded]);
        let ends = regions.flat_map(|region| [&region.interval().lower, &region.interval().upper]);
        let marks: Vec<Exact> = ends.filter_map(End::value).copied().collect();
        let (text, is_exact) = extent.for_reading(signed, &marks);
        (self.in_unit(text), if is_exact { "" } else { " (rounded for reading, compared exactly)" })
    }

    /// A derived value with the inputs of which it is made.
    pub(super) fn derived_text(&self, combination: &Combination<'_>) -> String {
        let inputs = self
            .derived
            .as_ref()
            .map(|derived| derived.with_values(&combination.inputs))
            .unwrap_or_default();
        match combination.value.as_ref().ok().and_then(Value::extent) {
            Some(extent) => {
                let (shown, remark) = self.shown(&extent);
                format!("{shown}{remark}, from {inputs},")
            }
            None => format!("The value from {inputs}"),
        }
    }

    /// The inputs of which some determination has no value that counts.
    pub(super) fn unknown_inputs(&self, facts: &Facts<'_>) -> Vec<String> {
        let is_open = |input: &&Input| {
            let all = facts.operands(input.source).map(Operands::all).unwrap_or_default();
            all.iter().any(Result::is_err)
        };
        let inputs = self.derived.iter().flat_map(|derived| &derived.inputs);
        inputs.filter(is_open).map(|input| format!("`{}`", input.id)).collect()
    }

    /// Why nothing can be derived.
    pub(super) fn underivable(&self, facts: &Facts<'_>, judgement: Judgement) -> String {
        let Some(derived) = &self.derived else { return String::new() };
        let named = |is_why: &dyn Fn(Judgement) -> bool| -> Vec<String> {
            let name = |input: &Input| {
                let all = facts.operands(input.source).map(Operands::all).unwrap_or_default();
                all.iter().find_map(|operand| match operand {
                    Ok(Value::Term(text))
                        if is_why(Judgement::undecided(Reason::UndecidedInput)) =>
                    {
                        Some(format!("`{}` (“{}” is no number)", input.id, printable(text.trim())))
                    }
                    Ok(_) => None,
                    Err(open) => is_why(open.judgement.of_an_input(input.source))
                        .then(|| format!("`{}`", input.id)),
                })
            };
            derived.inputs.iter().filter_map(name).collect()
        };
        let mut ids = named(&|own| own.reason == judgement.reason);
        // Where what is open decides in another way, all that is open is named.
        if ids.is_empty() && judgement.reason == Reason::Straddles {
            ids = named(&|_| true);
        }
        let expected = ids.join(" and ");
        Sentence {
            found: (&*derived.text).into(),
            expected: expected.into(),
            ..Sentence::default()
        }
        .underivable(judgement.reason)
    }
}

impl PlannedDerivation {
    /// `endotoxin (<0.5 EU/mL) × infusion_volume (50 mL) ÷ body_weight (62 kg)`.
    fn with_values(&self, values: &[&Extent]) -> String {
        // Values of a sum are in the unit of the sum already, so they are named without one.
        let named = self.inputs.iter().zip(values).map(|(input, value)| {
            let unit = if self.formula.is_sum { "" } else { input.unit.as_str() };
            (input.id.as_str(), format!("{} ({}{unit})", input.id, value.for_reading(false, &[]).0))
        });
        let named: HashMap<&str, String> = named.collect();
        let words = self.text.split(' ').map(|word| named.get(word).map_or(word, String::as_str));
        words.collect::<Vec<_>>().join(" ")
    }
}
