//! A report as a document of format 1.

use std::sync::Arc;

use super::pin::SpecificationPin;
use super::{Finding, Flag, Item, JudgedParameter, JudgedResult, Outcome, Reason, Report, Verdict};
use crate::acceptance::Rounding;
use crate::document::{
    Declared, Document, Draft, Expected, Format, Item as Listed, Later, List, Member, Part, Source,
    document,
};
use crate::error::{ProblemCode, Problems};
use crate::specification::{Gate, Phase};
use crate::value::{Extensions, ResultStatus};

document! {
    /// What was found of a lot.
    pub(crate) draft ReportDraft (Expected::Object) => Report, ReportDraft::made; writes Report;
    /// What the document is.
    "format" format: Required Format<Report> = Report::format;
    /// The program that judged, and its version.
    "evaluator" evaluator: Required String;
    /// The specification by which was judged.
    "specification" specification: Required SpecificationPin;
    /// The product.
    "product" product: Required String;
    /// The phase in which was judged.
    "phase" phase: Required Later<Phase>;
    /// The number of the lot.
    "lot" lot: Required String;
    /// What the findings come to.
    "verdict" verdict: Required Later<Verdict>;
    /// What the lot states of itself.
    "parameters" parameters: Optional List<ParameterDraft>;
    /// What was found of each test and group.
    "findings" findings: Required List<FindingDraft>;
    /// Results of tests that the specification does not have.
    "unplanned" unplanned: Required List<Unplanned>;
}

impl Document for Report {
    const FORMAT: &'static str = "release-criteria/report/1";
}

impl ReportDraft {
    fn made(self) -> Result<Report, Problems> {
        let Self { mut problems, carried, .. } = self;
        let phase = self.phase.settle("phase", &mut problems);
        let verdict = self.verdict.settle("verdict", &mut problems);
        let made = || {
            Some(Report {
                evaluator: self.evaluator.into_option()?,
                specification: self.specification.into_option()?,
                product: self.product.into_option()?,
                phase: phase.into_option()?,
                lot: self.lot.into_option()?,
                verdict: verdict.into_option()?,
                parameters: self.parameters.optional()?.unwrap_or_default().items,
                findings: self.findings.into_option()?.items,
                unplanned: self.unplanned.into_option()?.items,
                carried,
            })
        };
        problems.unless_made(made())
    }
}

document! {
    /// What was found about one test or group: outcome and reason, what was asked, what was
    /// compared, and the results themselves.
    pub(crate) draft FindingDraft (Expected::Object) => Finding, FindingDraft::made; writes Finding;
    /// The id of the test.
    "test" test: Optional String = |finding, _| {
        (!finding.item.is_group).then(|| (&*finding.item.id).into())
    };
    /// In its place: the id of the group.
    "group" group: Optional String = |finding, _| {
        finding.item.is_group.then(|| (&*finding.item.id).into())
    };
    /// The name that people use.
    "name" name: Optional String = |finding, _| finding.item.name.as_deref().map(Json::from);
    /// The id of the group of which the test is a member.
    "member_of" member_of: Optional Arc<str>;
    /// Whether the result is needed before release.
    "gate" gate: Required Later<Gate> = |finding, members| finding.item.gate.json(members);
    /// What the results say.
    "outcome" outcome: Required Later<Outcome>;
    /// Why.
    "reason" reason: Required Later<Reason>;
    /// What is asked.
    "criterion" criterion: Required String = |finding, _| Some((&*finding.item.criterion).into());
    /// How results are rounded.
    "rounding" rounding: Optional Later<Rounding> = |finding, members| finding.item.rounding.json(members);
    /// The unrounded values that are accepted.
    "accepts" accepts: Optional String = |finding, _| finding.item.accepts.as_deref().map(Json::from);
    /// What was compared with the criterion.
    "compared" compared: Optional String;
    /// What else deserves attention, and changes no outcome.
    "flags" flags: Required Vec<Flag>;
    /// The results, the ones that do not count too.
    "results" results: Required List<JudgedResultDraft> = |finding, members| {
        let results = finding.results.iter().filter_map(|result| result.json(members));
        Some(results.map(|result| result.without(&["test"])).collect())
    };
    /// The whole of it in one sentence.
    "explanation" explanation: Required String;
}

impl Listed for FindingDraft {}

impl FindingDraft {
    fn made(self) -> Result<Finding, Problems> {
        let Self { mut problems, carried, .. } = self;
        let gate = self.gate.settle("gate", &mut problems);
        let outcome = self.outcome.settle("outcome", &mut problems);
        let reason = self.reason.settle("reason", &mut problems);
        let rounding = self.rounding.settle("rounding", &mut problems);
        let (test, group) = (self.test.into_option(), self.group.into_option());
        let is_group = group.is_some();
        match (&test, &group) {
            (Some(_), Some(_)) => {
                problems.push(
                    "group",
                    ProblemCode::ConflictingMembers,
                    "stands beside `test`; a finding is about one of the two",
                );
            }
            (None, None) => {
                problems.push("test", ProblemCode::Missing, "is missing; or give `group`");
            }
            _ => {}
        }
        let made = || {
            let id: Arc<str> = test.or(group)?.into();
            let mut results = self.results.into_option()?.items;
            for result in &mut results {
                result.test.clone_from(&id);
            }
            let item = Item {
                id,
                is_group,
                name: self.name.optional()?,
                gate: gate.into_option()?,
                criterion: self.criterion.into_option()?,
                rounding: rounding.optional()?,
                accepts: self.accepts.optional()?,
            };
            Some(Finding {
                item: item.into(),
                member_of: self.member_of.optional()?,
                outcome: outcome.into_option()?,
                reason: reason.into_option()?,
                compared: self.compared.optional()?,
                flags: self.flags.into_option()?,
                results,
                explanation: self.explanation.into_option()?,
                carried,
            })
        };
        problems.unless_made(made())
    }
}

document! {
    /// One result as a report shows it: what was handed in, whether it counted, and what it said.
    pub(crate) draft JudgedResultDraft (Expected::Object) => JudgedResult, JudgedResultDraft::made;
        writes JudgedResult;
    /// The id of its test, where no finding names that.
    "test" test: Optional String = |result, _| Some((&*result.test).into());
    /// The value as written, with its unit.
    "value" value: Required String;
    /// The method by which it was measured.
    "method" method: Optional String;
    /// The host's own number of the result.
    "reference" reference: Optional String;
    /// The determination of which it is a replicate.
    "determination" determination: Optional String;
    /// Whether more is to come.
    "status" status: Optional Later<ResultStatus> = |result, _| {
        result.preliminary.then(|| ResultStatus::Preliminary.code().into())
    };
    /// Whether it counts.
    "counted" counted: Required bool;
    /// What it says by itself.
    "outcome" outcome: Optional Later<Outcome>;
    /// Why it does not count, or what is wrong with it.
    "why" why: Optional String;
}

impl Listed for JudgedResultDraft {}

impl JudgedResultDraft {
    /// A result in a finding, which names the test itself.
    fn made(mut self) -> Result<JudgedResult, Problems> {
        let (outcome, status) = self.settled();
        if !self.test.is_absent() {
            self.problems.push(
                "test",
                ProblemCode::Misplaced,
                "stands in a finding, which names the test itself; leave it out",
            );
        }
        self.judged(outcome, status)
    }

    fn settled(&mut self) -> (Part<Outcome>, Part<ResultStatus>) {
        let problems = &mut self.problems;
        (
            self.outcome.take().settle("outcome", problems),
            self.status.take().settle("status", problems),
        )
    }

    fn judged(
        self,
        outcome: Part<Outcome>,
        status: Part<ResultStatus>,
    ) -> Result<JudgedResult, Problems> {
        let Self { problems, carried, .. } = self;
        let made = || {
            Some(JudgedResult {
                test: self.test.into_option().unwrap_or_default().into(),
                value: self.value.into_option()?,
                method: self.method.optional()?,
                reference: self.reference.optional()?,
                determination: self.determination.optional()?,
                preliminary: status.optional()? == Some(ResultStatus::Preliminary),
                counted: self.counted.into_option()?,
                outcome: outcome.optional()?,
                why: self.why.optional()?,
                carried,
            })
        };
        problems.unless_made(made())
    }
}

/// A result of a test that the specification does not have: no finding names the test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unplanned(JudgedResultDraft);

impl Declared for Unplanned {
    const NAME: &'static str = JudgedResultDraft::NAME;
    const ABOUT: &'static [&'static str] = JudgedResultDraft::ABOUT;
    const MEMBERS: &'static [Member] = JudgedResultDraft::MEMBERS;
}

impl Draft for Unplanned {
    type Made = JudgedResult;
    const EXPECTED: Expected = JudgedResultDraft::EXPECTED;

    fn take<'d, S: Source<'d>>(&mut self, key: &str, source: S) -> Result<(), S::Error> {
        self.0.take(key, source)
    }

    fn own(&mut self) -> (&mut Extensions, &mut Problems) {
        self.0.own()
    }

    fn make(mut self) -> Result<JudgedResult, Problems> {
        let (outcome, status) = self.0.settled();
        if self.0.test.is_absent() {
            self.0.problems.push("test", ProblemCode::Missing, "is missing");
        }
        self.0.judged(outcome, status)
    }
}

impl Listed for Unplanned {}

document! {
    /// A parameter of the lot as a report shows it, and what is wrong with it.
    pub(crate) draft ParameterDraft (Expected::Object) => JudgedParameter, ParameterDraft::made;
        writes JudgedParameter;
    /// The id of the parameter.
    "parameter" parameter: Required String;
    /// The value as stated.
    "value" value: Optional String;
    /// What is wrong with it.
    "reason" reason: Optional Later<Reason>;
    /// The same in a sentence.
    "why" why: Optional String;
}

impl Listed for ParameterDraft {}

impl ParameterDraft {
    fn made(self) -> Result<JudgedParameter, Problems> {
        let Self { mut problems, carried, .. } = self;
        let reason = self.reason.settle("reason", &mut problems);
        let made = || {
            Some(JudgedParameter {
                parameter: self.parameter.into_option()?,
                value: self.value.optional()?,
                reason: reason.optional()?,
                why: self.why.optional()?,
                carried,
            })
        };
        problems.unless_made(made())
    }
}
