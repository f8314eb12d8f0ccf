//! A re-evaluation as a document of format 1.

use super::flip::{Cause, Flip};
use super::{Reevaluation, Side};
use crate::report::{EVALUATOR, Finding, Verdict};
use crate::value::{Json, Object};

/// The `format` of a re-evaluation's document.
const FORMAT: &str = "release-criteria/reevaluation/1";

impl Reevaluation {
    pub(crate) fn document(&self) -> Object<'_> {
        let pairs = Verdict::ALL
            .iter()
            .flat_map(|current| Verdict::ALL.iter().map(move |proposed| (current, proposed)));
        let verdicts =
            pairs.map(|(&current, &proposed)| (current, proposed, self.count(current, proposed)));
        let verdict = |(current, proposed, lots): (Verdict, Verdict, u64)| {
            let object =
                Object::default().with("current", current.code()).with("proposed", proposed.code());
            object.with("lots", lots).into()
        };
        let tests = self
            .findings()
            .into_iter()
            .map(|(finding, flips)| named(finding).with("flips", flips).into());
        Object::default()
            .with("format", FORMAT)
            .with("evaluator", EVALUATOR)
            .with("product", self.current.plan.product())
            .with("current", self.current.document())
            .with("proposed", self.proposed.document())
            .with("lots", self.lots())
            .with("unjudged", self.unjudged())
            .with(
                "verdicts",
                verdicts.filter(|(.., lots)| *lots > 0).map(verdict).collect::<Json<'_>>(),
            )
            .with("tests", tests.collect::<Json<'_>>())
            .with(
                "flips",
                self.flips().iter().map(|flip| flip.document().into()).collect::<Json<'_>>(),
            )
    }
}

impl Side {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("specification", self.plan.pin().document())
            .with("phase", self.plan.phase().code())
    }
}

impl Flip {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("lot", self.lot())
            .with("current", self.current().code())
            .with("proposed", self.proposed().code())
            .with(
                "causes",
                self.causes().iter().map(|cause| cause.document().into()).collect::<Json<'_>>(),
            )
            .with("open", self.open().iter().map(|line| line.as_str().into()).collect::<Json<'_>>())
    }
}

impl Cause {
    fn document(&self) -> Object<'_> {
        self.newest()
            .map_or_else(Object::default, named)
            .with_some("current", self.current().map(Finding::document))
            .with_some("proposed", self.proposed().map(Finding::document))
    }
}

fn named(finding: &Finding) -> Object<'_> {
    Object::default()
        .with(if finding.is_group() { "group" } else { "test" }, finding.test())
        .with("name", finding.name())
}
