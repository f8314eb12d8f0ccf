//! The document of a report.

use serde::de::MapAccess;

use super::finding::{FindingDraft, Names, Own, ParameterDraft, ResultDraft};
use super::node::{Node, read_node};
use super::read::{Fields, Read, read_document};
use super::shape::Expected;
use crate::error::{DocumentError, Problems};
use crate::report::{FORMAT, Finding, JudgedParameter, JudgedResult, Report, SpecificationPin};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Report, DocumentError> {
    let mut draft = read_document::<ReportDraft>(json)?;
    let report = draft.take_report();
    draft.own.finish(report).or_else(|problems| problems.into_result(None))
}

#[derive(Default)]
struct ReportDraft {
    specification: Option<SpecificationPin>,
    parameters: Vec<JudgedParameter>,
    findings: Vec<Finding>,
    unplanned: Vec<JudgedResult>,
    own: Own,
}

impl<'de> Read<'de> for ReportDraft {
    const FIELDS: &'static [&'static str] = &[
        "format",
        "evaluator",
        "specification",
        "product",
        "phase",
        "lot",
        "verdict",
        "findings",
        "unplanned",
        "parameters",
    ];
    const REQUIRED: &'static [&'static str] = &[
        "format",
        "evaluator",
        "specification",
        "product",
        "phase",
        "lot",
        "verdict",
        "findings",
        "unplanned",
    ];
    /// A report is longer than what it is made of.
    const LONGEST: usize = usize::MAX;

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(FORMAT, &mut self.own.problems)?,
            "specification" => {
                self.specification = read_pin(read_node(fields)?, &mut self.own.problems);
            }
            "parameters" => {
                let (parameters, problems) = (&mut self.parameters, &mut self.own.problems);
                fields.finished(
                    key,
                    problems,
                    |_, draft: ParameterDraft| draft.finish(),
                    |_, parameter| parameters.push(parameter),
                )?;
            }
            "findings" => {
                let findings = &mut self.findings;
                fields.finished(
                    key,
                    &mut self.own.problems,
                    |_, draft: FindingDraft| draft.finish(),
                    |_, finding| findings.push(finding),
                )?;
            }
            "unplanned" => {
                let unplanned = &mut self.unplanned;
                let finish = |_, result: ResultDraft| result.finish(Names::Itself);
                fields.finished(key, &mut self.own.problems, finish, |_, result| {
                    unplanned.push(result);
                })?;
            }
            _ => self.own.read(key, fields)?,
        }
        Ok(self)
    }

    fn carry(mut self, extensions: Extensions) -> Self {
        self.own.extensions = extensions;
        self
    }

    fn problems(&mut self) -> &mut Problems {
        &mut self.own.problems
    }
}

impl ReportDraft {
    fn take_report(&mut self) -> Option<Report> {
        let own = &mut self.own;
        // Every code is read before one that is missing ends this, so that all problems are
        // reported.
        let (phase, verdict) = (own.code("phase"), own.code("verdict"));
        Some(Report {
            evaluator: own.text("evaluator")?,
            specification: self.specification.take()?,
            product: own.text("product")?,
            phase: phase?,
            lot: own.text("lot")?,
            verdict: verdict?,
            parameters: std::mem::take(&mut self.parameters),
            findings: std::mem::take(&mut self.findings),
            unplanned: std::mem::take(&mut self.unplanned),
            extensions: std::mem::take(&mut own.extensions),
        })
    }
}

fn read_pin(node: Node, problems: &mut Problems) -> Option<SpecificationPin> {
    const KEY: &str = "specification";
    let object = node.object(KEY, Expected::Object, problems)?;
    let extensions = object.extensions.clone();
    let [id, version, status, digest] =
        object.texts(KEY, ["id", "version", "status", "digest"], problems);
    let status = problems.read("specification.status", &status?);
    Some(SpecificationPin {
        id: id?,
        version: version?,
        status: status?,
        digest: digest?,
        extensions,
    })
}
