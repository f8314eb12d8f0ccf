//! What stands in the document of a report: findings, results and parameters.

use super::node::read_node;
use super::read::{Fields, Read};
use crate::error::{ParseError, Problems};
use crate::lot::Status;
use crate::report::{Finding, Flag, Item, JudgedParameter, JudgedResult};
use crate::value::Extensions;
use serde::de::MapAccess;
use std::str::FromStr;
use std::sync::Arc;

/// The members that all objects of a report have: texts, and those with `x-`.
#[derive(Default)]
pub(super) struct Own {
    texts: Vec<(&'static str, String)>,
    pub(super) extensions: Extensions,
    pub(super) problems: Problems,
}

impl Own {
    pub(super) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<(), A::Error> {
        let text = fields.text(key, &mut self.problems)?;
        self.texts.extend(text.map(|text| (key, text.into_owned())));
        Ok(())
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let (_, text) = self.texts.iter_mut().find(|(own, _)| *own == key)?;
        Some(std::mem::take(text))
    }

    pub(super) fn code<T: FromStr<Err = ParseError>>(&mut self, key: &str) -> Option<T> {
        let text = self.text(key)?;
        self.problems.read(key, &text)
    }

    /// What was made of it, unless something is wrong; then what is wrong.
    pub(super) fn finish<T>(mut self, made: Option<T>) -> Result<T, Problems> {
        match made {
            Some(made) if self.problems.is_empty() => Ok(made),
            None if self.problems.is_empty() => {
                self.problems.push("", "is incomplete");
                Err(self.problems)
            }
            _ => Err(self.problems),
        }
    }
}

#[derive(Default)]
pub(super) struct FindingDraft {
    flags: Vec<Flag>,
    results: Vec<JudgedResult>,
    own: Own,
}

impl<'de> Read<'de> for FindingDraft {
    const FIELDS: &'static [&'static str] = &[
        "test",
        "group",
        "name",
        "member_of",
        "gate",
        "outcome",
        "reason",
        "criterion",
        "rounding",
        "accepts",
        "compared",
        "flags",
        "results",
        "explanation",
    ];
    const REQUIRED: &'static [&'static str] =
        &["gate", "outcome", "reason", "criterion", "flags", "results", "explanation"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        let problems = &mut self.own.problems;
        match key {
            "flags" => {
                let texts = read_node(fields)?.texts(key, problems).unwrap_or_default();
                for (index, text) in texts.iter().enumerate() {
                    self.flags.extend(problems.read::<Flag>(format!("flags[{index}]"), text));
                }
            }
            "results" => {
                let results = &mut self.results;
                let finish = |_, result: ResultDraft| result.finish(Names::Finding);
                fields.finished(key, problems, finish, |_, result| results.push(result))?;
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

impl FindingDraft {
    pub(super) fn finish(mut self) -> Result<Finding, Problems> {
        let finding = self.take_finding();
        self.own.finish(finding)
    }

    fn take_finding(&mut self) -> Option<Finding> {
        let own = &mut self.own;
        let (gate, outcome, reason) = (own.code("gate"), own.code("outcome"), own.code("reason"));
        let rounding = own.code("rounding");
        let (test, group) = (own.text("test"), own.text("group"));
        let is_group = group.is_some();
        match (&test, &group) {
            (Some(_), Some(_)) => own
                .problems
                .push("group", "stands beside `test`; a finding is about one of the two"),
            (None, None) => own.problems.push("test", "is missing; or give `group`"),
            _ => {}
        }
        let test: Arc<str> = test.or(group)?.into();
        for result in &mut self.results {
            result.test.clone_from(&test);
        }
        let item = Item {
            id: test,
            is_group,
            name: own.text("name"),
            gate: gate?,
            criterion: own.text("criterion")?,
            rounding,
            accepts: own.text("accepts"),
        };
        Some(Finding {
            item: item.into(),
            member_of: own.text("member_of").map(Into::into),
            outcome: outcome?,
            reason: reason?,
            compared: own.text("compared"),
            flags: std::mem::take(&mut self.flags),
            results: std::mem::take(&mut self.results),
            explanation: own.text("explanation")?,
            extensions: std::mem::take(&mut own.extensions),
        })
    }
}

#[derive(Default)]
pub(super) struct ResultDraft {
    counted: Option<bool>,
    own: Own,
}

impl<'de> Read<'de> for ResultDraft {
    const FIELDS: &'static [&'static str] = &[
        "test",
        "value",
        "method",
        "reference",
        "determination",
        "status",
        "counted",
        "outcome",
        "why",
    ];
    const REQUIRED: &'static [&'static str] = &["value", "counted"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        match key {
            "counted" => self.counted = fields.flag(key, &mut self.own.problems)?,
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

/// Who names the test of a result.
#[derive(Clone, Copy)]
pub(super) enum Names {
    Finding,
    Itself,
}

impl ResultDraft {
    pub(super) fn finish(mut self, names: Names) -> Result<JudgedResult, Problems> {
        let result = self.take_result(names);
        self.own.finish(result)
    }

    fn take_result(&mut self, names: Names) -> Option<JudgedResult> {
        let own = &mut self.own;
        let (outcome, status) = (own.code("outcome"), own.code("status"));
        let test = own.text("test");
        match (names, &test) {
            (Names::Finding, Some(_)) => {
                own.problems
                    .push("test", "stands in a finding, which names the test itself; leave it out");
            }
            (Names::Itself, None) => own.problems.push("test", "is missing"),
            _ => {}
        }
        Some(JudgedResult {
            test: test.unwrap_or_default().into(),
            value: own.text("value")?,
            method: own.text("method"),
            reference: own.text("reference"),
            determination: own.text("determination"),
            preliminary: status == Some(Status::Preliminary),
            counted: self.counted?,
            outcome,
            why: own.text("why"),
            extensions: std::mem::take(&mut own.extensions),
        })
    }
}

#[derive(Default)]
pub(super) struct ParameterDraft {
    own: Own,
}

impl<'de> Read<'de> for ParameterDraft {
    const FIELDS: &'static [&'static str] = &["parameter", "value", "reason", "why"];
    const REQUIRED: &'static [&'static str] = &["parameter"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        self.own.read(key, fields)?;
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

impl ParameterDraft {
    pub(super) fn finish(mut self) -> Result<JudgedParameter, Problems> {
        let parameter = self.take_parameter();
        self.own.finish(parameter)
    }

    fn take_parameter(&mut self) -> Option<JudgedParameter> {
        let own = &mut self.own;
        // A code that cannot be read is a problem, with which nothing is made.
        let reason = own.code("reason");
        Some(JudgedParameter {
            parameter: own.text("parameter")?,
            value: own.text("value"),
            reason,
            why: own.text("why"),
            extensions: std::mem::take(&mut own.extensions),
        })
    }
}
