//! A report as a document of format 1.

use super::{Finding, JudgedResult, Report};
use crate::acceptance::Rounding;
use crate::value::{Json, Object};

/// The `format` of a report's document.
pub(crate) const FORMAT: &str = "release-criteria/report/1";

impl Report {
    pub(crate) fn document(&self) -> Object {
        let pin = &self.specification;
        let specification = Object::default()
            .with("id", &*pin.id)
            .with("version", &*pin.version)
            .with("status", pin.status.code())
            .with("digest", &*pin.digest)
            .with_extensions(&pin.extensions);
        Object::default()
            .with("format", FORMAT)
            .with("evaluator", &*self.evaluator)
            .with("specification", specification)
            .with("product", &*self.product)
            .with("phase", self.phase.code())
            .with("lot", &*self.lot)
            .with("verdict", self.verdict.code())
            .with("findings", self.findings.iter().map(|finding| finding.document().into()).collect::<Json>())
            .with("unplanned", self.unplanned.iter().map(|result| result.document(true).into()).collect::<Json>())
            .with_extensions(&self.extensions)
    }
}

impl Finding {
    fn document(&self) -> Object {
        let parts = &self.0;
        Object::default()
            .with("test", &*parts.test)
            .with_some("name", parts.name.as_deref())
            .with("gate", parts.gate.code())
            .with("outcome", parts.outcome.code())
            .with("reason", parts.reason.code())
            .with("criterion", &*parts.criterion)
            .with_some("rounding", parts.rounding.map(Rounding::code))
            .with_some("accepts", parts.accepts.as_deref())
            .with_some("compared", parts.compared.as_deref())
            .with("flags", parts.flags.iter().map(|flag| flag.code().into()).collect::<Json>())
            .with("results", parts.results.iter().map(|result| result.document(false).into()).collect::<Json>())
            .with("explanation", &*parts.explanation)
            .with_extensions(&parts.extensions)
    }
}

impl JudgedResult {
    fn document(&self, names_its_test: bool) -> Object {
        let parts = &self.0;
        Object::default()
            .with_some("test", names_its_test.then_some(&*parts.test))
            .with("value", &*parts.value)
            .with_some("method", parts.method.as_deref())
            .with_some("reference", parts.reference.as_deref())
            .with_some("status", parts.preliminary.then_some("preliminary"))
            .with("counted", parts.counted)
            .with_some("outcome", parts.outcome.map(super::Outcome::code))
            .with_some("why", parts.why.as_deref())
            .with_extensions(&parts.extensions)
    }
}
