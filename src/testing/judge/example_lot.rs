//! A lot around one test: what it states, and what was measured.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::Exactly;
use crate::error::DocumentError;
use crate::lot::{AssayResult, Lot};
use crate::specification::{Combine, Parameter, Phase, Specification, Test};
use crate::value::Unit;

/// One lot, with one determination of each test of which it has a result.
#[derive(Clone, Debug)]
pub(crate) struct ExampleLot<'s> {
    pub(crate) specification: &'s Specification,
    pub(crate) phase: Phase,
    pub(crate) content: Content,
}

/// What a lot states and what was measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(super) parameters: BTreeMap<String, String>,
    /// The replicates of each test, as they are written.
    pub(super) results: BTreeMap<String, Vec<String>>,
}

#[cfg(feature = "proptest")]
impl Content {
    /// Takes out what is known of a parameter or a test.
    pub(crate) fn take_out(&mut self, id: &str) {
        self.parameters.remove(id);
        self.results.remove(id);
    }
}

impl<'s> ExampleLot<'s> {
    pub(crate) fn new(specification: &'s Specification, phase: Phase) -> Self {
        Self { specification, phase, content: Content::default() }
    }

    pub(crate) fn state(&mut self, parameter: &str, value: &str) {
        self.content.parameters.insert(parameter.to_owned(), value.to_owned());
    }

    /// One determination of a test, with as many replicates of the same value as it asks for.
    pub(crate) fn measure(&mut self, test: &Test, value: &str) {
        let replicates =
            test.reportable(self.phase).map_or(1, |reportable| reportable.replicates());
        self.content
            .results
            .insert(test.id().to_owned(), (0..replicates).map(|_| value.to_owned()).collect());
    }

    /// What each replicate of `test` is, all being the same, if they make `value`.
    pub(crate) fn share(&self, test: &Test, value: &Exactly) -> Exactly {
        match test.reportable(self.phase) {
            Some(reportable) if reportable.combine() == Combine::Sum => {
                value / BigInt::from(reportable.replicates())
            }
            _ => value.clone(),
        }
    }

    pub(super) fn is_known(&self, id: &str) -> bool {
        self.content.parameters.contains_key(id) || self.content.results.contains_key(id)
    }

    pub(crate) fn stated(&self) -> Vec<(&str, &str)> {
        self.content.parameters.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect()
    }

    /// What the lot states and what was measured, but for the results of `test`.
    pub(crate) fn context(&self, test: &str) -> Vec<(&str, &str)> {
        let results = self.content.results.iter().filter(|(id, _)| *id != test);
        let results =
            results.filter_map(|(id, values)| Some((id.as_str(), values.first()?.as_str())));
        self.stated().into_iter().chain(results).collect()
    }

    /// The lot, by the first method that each test lists.
    pub(crate) fn lot(&self) -> Result<Lot, DocumentError> {
        let results = self.content.results.keys().filter_map(|id| self.result(id)).collect();
        self.lot_of(results)
    }

    /// A lot that states the same, with other results.
    pub(crate) fn lot_of(&self, results: Vec<AssayResult>) -> Result<Lot, DocumentError> {
        Lot::new("BOUNDARY", self.specification.product(), results)?.with_parameters(&self.stated())
    }

    /// The result of a test.
    pub(crate) fn result(&self, id: &str) -> Option<AssayResult> {
        let (first, others) = self.content.results.get(id)?.split_first()?;
        let result = others
            .iter()
            .fold(AssayResult::new(id, first), |result, value| result.replicate(value));
        let method =
            self.specification.test(id).and_then(|test| test.methods(self.phase).first().copied());
        Some(match method {
            Some(method) => result.with_method(method),
            None => result,
        })
    }

    /// The unit of a parameter or a test.
    pub(super) fn unit(&self, id: &str) -> Option<&'s Unit> {
        let parameter =
            self.specification.parameters().iter().find(|parameter| parameter.id() == id);
        parameter.map_or_else(|| self.specification.test(id)?.unit(), Parameter::unit)
    }
}
