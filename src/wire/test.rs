//! The tests in the document of a specification.

use serde::de::MapAccess;

use super::acceptance::read_acceptance;
use super::node::{Node, read_node};
use super::read::{Fields, Read, unknown};
use super::shape::Expected;
use super::shared_members::{read_derivation, read_per_phase, read_requirements};
use crate::error::Problems;
use crate::specification::{Phase, Reportable, TestBuilder};
use crate::value::Extensions;

impl<'de> Read<'de> for TestBuilder {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "name",
        "attribute",
        "unit",
        "signed",
        "conversions",
        "methods",
        "gate",
        "required",
        "rounding",
        "strict",
        "when",
        "reportable",
        "derived",
        "acceptance",
    ];
    const REQUIRED: &'static [&'static str] = &[];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        Ok(match key {
            "signed" => match fields.flag(key, self.problems())? {
                Some(true) => self.signed(),
                Some(false) | None => self,
            },
            "conversions" => read_conversions(self, read_node(fields)?),
            "methods" => read_methods(self, read_node(fields)?),
            "gate" => read_gate(self, read_node(fields)?),
            "when" => read_when(self, read_node(fields)?),
            "reportable" => read_reportables(self, read_node(fields)?),
            "derived" => {
                let node = read_node(fields)?;
                match read_derivation(node, self.problems()) {
                    Some(derivation) => self.derived(derivation),
                    None => self,
                }
            }
            "acceptance" => read_acceptance(self, read_node(fields)?),
            _ => {
                let text = fields.text(key, self.problems())?;
                self.take_text(key, text.as_deref())
            }
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

impl TestBuilder {
    fn take_text(mut self, key: &str, text: Option<&str>) -> Self {
        match key {
            "id" => self.id_text(text),
            "name" => self.name_text(text),
            "attribute" => self.attribute_text(text),
            "unit" => self.unit_text(text),
            "rounding" => self.rounding_text(text),
            "strict" => self.strict_text(text),
            _ => match text {
                Some("if-tested") => self.if_tested(),
                Some(other) => {
                    let message = format!(
                        "found `{}`; write `if-tested`, or leave it out: tests are required",
                        crate::error::shown(other, 1)
                    );
                    self.problems().push(key, message);
                    self
                }
                None => self,
            },
        }
    }
}

fn read_conversions(mut test: TestBuilder, node: Node) -> TestBuilder {
    let Some(items) = node.items("conversions", test.problems()) else { return test };
    for (path, item) in items {
        let object = item.object(&path, Expected::Object, test.problems());
        let extensions =
            object.as_ref().map(|object| object.extensions.clone()).unwrap_or_default();
        let texts = object.map(|object| object.texts(&path, ["from", "factor"], test.problems()));
        test = match texts {
            Some([Some(from), Some(factor)]) => {
                test.with_conversion(&path, &from, &factor, extensions)
            }
            _ => test.with_refused_conversion(),
        };
    }
    test
}

fn read_methods(test: TestBuilder, node: Node) -> TestBuilder {
    let read = |mut test: TestBuilder, phase, path: &str, node: Node| match node
        .texts(path, test.problems())
    {
        Some(methods) => test.with_methods(phase, &methods),
        None => test.with_refused_methods(phase),
    };
    read_per_phase(test, "methods", node, TestBuilder::problems, TestBuilder::state_methods, read)
}

fn read_gate(test: TestBuilder, node: Node) -> TestBuilder {
    let read = |mut test: TestBuilder, phase, path: &str, node: Node| {
        let gate = node.code(path, test.problems());
        test.with_gate(phase, gate)
    };
    read_per_phase(test, "gate", node, TestBuilder::problems, TestBuilder::state_gate, read)
}

fn read_when(mut test: TestBuilder, node: Node) -> TestBuilder {
    let Some((extensions, requirements)) = read_requirements(node, "when", test.problems()) else {
        return test;
    };
    test.state_when(extensions);
    for one in requirements {
        test = test.with_requirement(&one.id, one.texts().as_deref(), one.is_list);
    }
    test
}

/// One for all phases; or an object with one for each, by whose keys it is known.
fn read_reportables(test: TestBuilder, node: Node) -> TestBuilder {
    let by_phase = match &node {
        Node::Object(object) => object.keys().any(|key| key.parse::<Phase>().is_ok()),
        _ => false,
    };
    if by_phase {
        read_per_phase(
            test,
            "reportable",
            node,
            TestBuilder::problems,
            TestBuilder::state_reportable,
            read_reportable,
        )
    } else {
        read_reportable(test, None, "reportable", node)
    }
}

fn read_reportable(
    mut test: TestBuilder,
    phase: Option<Phase>,
    path: &str,
    node: Node,
) -> TestBuilder {
    const KEYS: [&str; 4] = ["replicates", "combine", "each", "max_rsd"];
    let expected = Expected::ObjectOf("an object with `replicates` and `combine`");
    let Some(object) = node.object(path, expected, test.problems()) else { return test };
    let mut reportable = Reportable::default();
    *reportable.extensions() = object.extensions.clone();
    for (key, path, node) in object.entries("") {
        if key == "replicates" {
            let count = node.count(&path, reportable.problems());
            reportable = reportable.with_replicates(count);
            continue;
        }
        if !KEYS.contains(&key.as_str()) {
            unknown(&path, &KEYS, reportable.problems());
            continue;
        }
        let written = node.text(&path, reportable.problems());
        let written = written.as_deref();
        reportable = match key.as_str() {
            "combine" => reportable.combine_text(written),
            "each" => reportable.each_text(written),
            _ => reportable.max_rsd_text(written),
        };
    }
    test.with_reportable(phase, reportable)
}
