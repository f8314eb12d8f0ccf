//! A report as a document of format 1.

use super::{Finding, JudgedParameter, JudgedResult, Reason, Report, SpecificationPin};
use crate::acceptance::Rounding;
use crate::value::{Json, Object};

/// The `format` of a report's document.
pub(crate) const FORMAT: &str = "release-criteria/report/1";

impl Report {
    pub(crate) fn document(&self) -> Object<'_> {
        let parameters: Json<'_> =
            self.parameters.iter().map(|parameter| parameter.document().into()).collect();
        Object::default()
            .with("format", FORMAT)
            .with("evaluator", &*self.evaluator)
            .with("specification", self.specification.document())
            .with("product", &*self.product)
            .with("phase", self.phase.code())
            .with("lot", &*self.lot)
            .with("verdict", self.verdict.code())
            .with_some("parameters", (!self.parameters.is_empty()).then_some(parameters))
            .with(
                "findings",
                self.findings.iter().map(|finding| finding.document().into()).collect::<Json<'_>>(),
            )
            .with(
                "unplanned",
                self.unplanned
                    .iter()
                    .map(|result| result.document(true).into())
                    .collect::<Json<'_>>(),
            )
            .with_extensions(&self.extensions)
    }
}

impl SpecificationPin {
    pub(crate) fn document(&self) -> Object<'_> {
        Object::default()
            .with("id", &*self.id)
            .with("version", &*self.version)
            .with("status", self.status.code())
            .with("digest", &*self.digest)
            .with_extensions(&self.extensions)
    }
}

impl Finding {
    pub(crate) fn document(&self) -> Object<'_> {
        let item = &*self.item;
        Object::default()
            .with(if item.is_group { "group" } else { "test" }, &*item.id)
            .with_some("name", item.name.as_deref())
            .with_some("member_of", self.member_of.as_deref())
            .with("gate", item.gate.code())
            .with("outcome", self.outcome.code())
            .with("reason", self.reason.code())
            .with("criterion", &*item.criterion)
            .with_some("rounding", item.rounding.map(Rounding::code))
            .with_some("accepts", item.accepts.as_deref())
            .with_some("compared", self.compared.as_deref())
            .with("flags", self.flags.iter().map(|flag| flag.code().into()).collect::<Json<'_>>())
            .with(
                "results",
                self.results
                    .iter()
                    .map(|result| result.document(false).into())
                    .collect::<Json<'_>>(),
            )
            .with("explanation", &*self.explanation)
            .with_extensions(&self.extensions)
    }
}

impl JudgedResult {
    fn document(&self, names_its_test: bool) -> Object<'_> {
        Object::default()
            .with_some("test", names_its_test.then_some(&*self.test))
            .with("value", &*self.value)
            .with_some("method", self.method.as_deref())
            .with_some("reference", self.reference.as_deref())
            .with_some("determination", self.determination.as_deref())
            .with_some("status", self.preliminary.then_some("preliminary"))
            .with("counted", self.counted)
            .with_some("outcome", self.outcome.map(super::Outcome::code))
            .with_some("why", self.why.as_deref())
            .with_extensions(&self.extensions)
    }
}

impl JudgedParameter {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("parameter", &*self.parameter)
            .with_some("value", self.value.as_deref())
            .with_some("reason", self.reason.map(Reason::code))
            .with_some("why", self.why.as_deref())
            .with_extensions(&self.extensions)
    }
}
