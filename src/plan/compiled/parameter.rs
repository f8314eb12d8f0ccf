//! A fact about the lot that the specification declares.

use crate::acceptance::Region;
use crate::criterion::{Criterion, Term};
use crate::report::Reason;
use crate::specification::{Parameter, Values};
use crate::value::{Unit, difference_as_terms};

/// A parameter of the specification, compiled.
#[derive(Clone, Debug)]
pub(crate) struct PlannedParameter {
    pub(crate) id: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Number { unit: Unit, signed: bool, within: Option<Box<(Criterion, Region)>> },
    OneOf(Vec<Term>),
    Text,
}

impl PlannedParameter {
    pub(crate) fn compile(parameter: &Parameter) -> Option<Self> {
        let kind = match parameter.kind()? {
            Values::Number { unit, signed, within } => {
                let within = within.and_then(|within| {
                    Some(Box::new((within.clone(), Region::unrounded(within)?)))
                });
                Kind::Number { unit: unit.clone(), signed, within }
            }
            Values::OneOf(values) => Kind::OneOf(values.to_vec()),
            Values::Text => Kind::Text,
        };
        Some(Self { id: parameter.id().to_owned(), kind })
    }

    pub(crate) fn is_signed(&self) -> bool {
        matches!(self.kind, Kind::Number { signed: true, .. })
    }

    /// Why a stated value is not what is declared, in a few words.
    pub(crate) fn why_not(&self, reason: Reason, stated: &str) -> String {
        match (&self.kind, reason) {
            (Kind::Number { within: Some(within), .. }, Reason::ParameterOutOfRange) => {
                format!("lies outside {}", within.0.as_written())
            }
            (Kind::Number { unit, signed, .. }, _) => {
                let sign = if *signed { "" } else { ", zero or above" };
                format!("is not an exact number in {unit}{sign}")
            }
            (Kind::OneOf(values), _) => {
                if let Some(alike) =
                    values.iter().find(|value| value.looks_like(stated)).map(Term::as_str)
                {
                    let difference = difference_as_terms(stated, alike);
                    return format!(
                        "looks like “{alike}” and is written in other characters, {difference}"
                    );
                }
                let values: Vec<String> =
                    values.iter().map(|value| format!("“{}”", value.as_str())).collect();
                format!("is none of {}", values.join(", "))
            }
            (Kind::Text, _) => "is no text".to_owned(),
        }
    }
}
