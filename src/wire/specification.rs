//! The document of a specification.

use serde::de::MapAccess;

use super::list::{Found, List};
use super::node::{Node, borrowed, read_node};
use super::read::{Fields, Read, read_document};
use super::shared_members::read_per_phase;
use crate::error::{DocumentError, Problems};
use crate::specification::{
    FORMAT, Group, MOST_GROUPS, MOST_PARAMETERS, MOST_TESTS, Parameter, Phase, Specification,
    SpecificationBuilder, TestBuilder,
};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Specification, DocumentError> {
    read_document::<SpecificationBuilder>(json)?.build()
}

impl<'de> Read<'de> for SpecificationBuilder {
    const FIELDS: &'static [&'static str] = &[
        "format",
        "id",
        "version",
        "status",
        "product",
        "phases",
        "rounding",
        "strict",
        "parameters",
        "tests",
        "groups",
    ];
    /// What else is needed is checked by the builder.
    const REQUIRED: &'static [&'static str] = &["format"];

    fn begin() -> Self {
        Self::empty()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(FORMAT, self.problems())?,
            "phases" => {
                let node = read_node(fields)?;
                let phases = read_phases(node, self.problems());
                self = self.phases_read(phases);
            }
            "parameters" => {
                let list = List {
                    most: MOST_PARAMETERS,
                    refused: Parameter::refused,
                    bound: |one, found| found.bound(one.problems()),
                };
                let (parameters, _): (Vec<Parameter>, _) =
                    list.read(key, fields, self.problems())?;
                self = parameters.into_iter().fold(self, Self::parameter);
            }
            "tests" => {
                let bound = |test: &mut TestBuilder, found: &mut Found| {
                    test.all_problems().for_each(|own| found.bound(own));
                };
                let list = List { most: MOST_TESTS, refused: TestBuilder::refused, bound };
                let (mut tests, is_list) = list.read(key, fields, self.problems())?;
                if !is_list {
                    tests.push(Box::new(TestBuilder::refused()));
                }
                self = self.listed_tests(tests);
            }
            "groups" => {
                let list = List {
                    most: MOST_GROUPS,
                    refused: Group::refused,
                    bound: |one, found| found.bound(one.problems()),
                };
                let (groups, _): (Vec<Group>, _) = list.read(key, fields, self.problems())?;
                self = groups.into_iter().fold(self, Self::group);
            }
            _ => {
                let text = fields.text(key, self.problems())?;
                self = self.take_text(key, text.as_deref());
            }
        }
        Ok(self)
    }

    fn carry(mut self, extensions: Extensions) -> Self {
        *self.extensions() = extensions;
        self
    }

    fn problems(&mut self) -> &mut Problems {
        self.problems()
    }
}

impl SpecificationBuilder {
    fn take_text(self, key: &str, text: Option<&str>) -> Self {
        match key {
            "id" => self.id_text(text),
            "version" => self.version_text(text),
            "product" => self.product_text(text),
            "status" => self.status_text(text),
            "rounding" => self.rounding_text(text),
            _ => self.strict_text(text),
        }
    }
}

fn read_phases(node: Node, problems: &mut Problems) -> Option<Vec<Phase>> {
    let texts = node.texts("phases", problems)?;
    let phases: Vec<Option<Phase>> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| problems.read(format!("phases[{index}]"), text))
        .collect();
    phases.into_iter().collect()
}

impl<'de> Read<'de> for Parameter {
    const FIELDS: &'static [&'static str] =
        &["id", "name", "unit", "signed", "within", "values", "text"];
    /// What is needed is checked with the specification.
    const REQUIRED: &'static [&'static str] = &[];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "values" {
            let values = read_node(fields)?.texts(key, self.problems());
            return Ok(self.with_values(values.as_deref().map(borrowed).as_deref()));
        }
        if matches!(key, "signed" | "text") {
            let flag = fields.flag(key, self.problems())?.unwrap_or(false);
            return Ok(if key == "text" { self.with_text(flag) } else { self.with_sign(flag) });
        }
        let text = fields.text(key, self.problems())?;
        let text = text.as_deref();
        Ok(match key {
            "id" => self.id_text(text),
            "name" => self.name_text(text),
            "unit" => self.unit_text(text),
            _ => self.within_text(text),
        })
    }

    fn carry(mut self, extensions: Extensions) -> Self {
        *self.extensions() = extensions;
        self
    }

    fn problems(&mut self) -> &mut Problems {
        self.problems()
    }
}

impl<'de> Read<'de> for Group {
    const FIELDS: &'static [&'static str] = &["id", "name", "rule", "tests", "gate"];
    /// What is needed is checked with the specification.
    const REQUIRED: &'static [&'static str] = &[];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "tests" {
            let tests = read_node(fields)?.texts(key, self.problems());
            return Ok(self.with_tests(tests.as_deref().map(borrowed).as_deref()));
        }
        if key == "gate" {
            return Ok(read_per_phase(
                self,
                key,
                read_node(fields)?,
                Self::problems,
                Self::state_gate,
                read_gate,
            ));
        }
        let text = fields.text(key, self.problems())?;
        let text = text.as_deref();
        Ok(match key {
            "id" => self.id_text(text),
            "name" => self.name_text(text),
            _ => self.rule_text(text),
        })
    }

    fn carry(mut self, extensions: Extensions) -> Self {
        *self.extensions() = extensions;
        self
    }

    fn problems(&mut self) -> &mut Problems {
        self.problems()
    }
}

fn read_gate(mut group: Group, phase: Option<Phase>, path: &str, node: Node) -> Group {
    let gate = node.code(path, group.problems());
    group.with_gate(phase, gate)
}
