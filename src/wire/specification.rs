//! The document of a specification.

use serde::de::MapAccess;

use super::node::{Node, read_node};
use super::read::{Fields, Read, read_document, unknown};
use super::shape::Expected;
use crate::error::{DocumentError, Problems};
use crate::specification::{
    Acceptance, FORMAT, Gate, MOST_TESTS, Phase, Specification, SpecificationBuilder, TestBuilder,
};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Specification, DocumentError> {
    read_document::<SpecificationBuilder>(json)?.build()
}

impl<'de> Read<'de> for SpecificationBuilder {
    const FIELDS: &'static [&'static str] =
        &["format", "id", "version", "status", "product", "phases", "rounding", "strict", "tests"];
    /// What else is needed is checked by the builder.
    const REQUIRED: &'static [&'static str] = &["format"];

    fn begin() -> Self {
        Self::empty()
    }

    fn take<A: MapAccess<'de>>(mut self, key: &'static str, fields: &mut Fields<A>) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(FORMAT, self.problems())?,
            "phases" => {
                let node = read_node(fields)?;
                let phases = read_phases(node, self.problems());
                self = self.phases_read(phases);
            }
            "tests" => {
                let mut problems = Problems::default();
                let (mut tests, mut found) = (Vec::new(), 0_usize);
                let is_list = fields.list("tests", &mut problems, |_, test: Option<TestBuilder>| {
                    // One more than may be is kept, by which the builder sees that there are too many.
                    if tests.len() <= MOST_TESTS {
                        let mut test = test.unwrap_or_else(TestBuilder::refused);
                        for own in test.all_problems() {
                            // A document of many small faults must not fill the memory.
                            if found >= Problems::KEPT {
                                own.only_count();
                            }
                            found = found.saturating_add(own.count());
                        }
                        tests.push(test);
                    }
                })?;
                if !is_list {
                    tests.push(TestBuilder::refused());
                }
                self.problems().absorb("", problems);
                self = tests.into_iter().fold(self, Self::test);
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
    let phases: Vec<Option<Phase>> =
        texts.iter().enumerate().map(|(index, text)| problems.read(format!("phases[{index}]"), text)).collect();
    phases.into_iter().collect()
}

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
        "acceptance",
    ];
    const REQUIRED: &'static [&'static str] = &[];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(mut self, key: &'static str, fields: &mut Fields<A>) -> Result<Self, A::Error> {
        Ok(match key {
            "signed" => match fields.flag(key, self.problems())? {
                Some(true) => self.signed(),
                Some(false) | None => self,
            },
            "conversions" => read_conversions(self, read_node(fields)?),
            "methods" => read_methods(self, read_node(fields)?),
            "gate" => read_gate(self, read_node(fields)?),
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
        let extensions = object.as_ref().map(|object| object.extensions.clone()).unwrap_or_default();
        let texts = object.map(|object| object.texts(&path, ["from", "factor"], test.problems()));
        test = match texts {
            Some([Some(from), Some(factor)]) => test.with_conversion(&path, &from, &factor, extensions),
            _ => test.with_refused_conversion(),
        };
    }
    test
}

/// One value, or an object with one for each phase.
fn read_per_phase(
    mut test: TestBuilder,
    key: &str,
    node: Node,
    state: fn(&mut TestBuilder, Extensions),
    mut read: impl FnMut(TestBuilder, Option<Phase>, &str, Node) -> TestBuilder,
) -> TestBuilder {
    let Node::Object(_) = node else { return read(test, None, key, node) };
    let Some(object) = node.object(key, Expected::Object, test.problems()) else { return test };
    state(&mut test, object.extensions.clone());
    for (phase, path, node) in object.entries(key) {
        match phase.parse() {
            Ok(phase) => test = read(test, Some(phase), &path, node),
            Err(_) => unknown(&path, &phase_keys(), test.problems()),
        }
    }
    test
}

fn phase_keys() -> Vec<&'static str> {
    Phase::ALL.iter().map(|phase| phase.code()).collect()
}

fn read_methods(test: TestBuilder, node: Node) -> TestBuilder {
    read_per_phase(test, "methods", node, TestBuilder::state_methods, |mut test, phase, path, node| {
        match node.texts(path, test.problems()) {
            Some(methods) => test.with_methods(phase, &methods),
            None => test.with_refused_methods(phase),
        }
    })
}

fn read_gate(test: TestBuilder, node: Node) -> TestBuilder {
    read_per_phase(test, "gate", node, TestBuilder::state_gate, |mut test, phase, path, node| {
        let gate: Option<Gate> = node.text(path, test.problems()).and_then(|code| test.problems().read(path, &code));
        test.with_gate(phase, gate)
    })
}

/// What is accepted in all phases, or in each.
fn read_acceptance(mut test: TestBuilder, node: Node) -> TestBuilder {
    let Some(object) =
        node.object("acceptance", Expected::ObjectOf("an object with the phases, or with `all`,"), test.problems())
    else {
        return test.accept(Acceptance::default().refused_criterion());
    };
    test.state_acceptance(object.extensions.clone());
    for (key, path, node) in object.entries("acceptance") {
        match (key.as_str(), key.parse()) {
            ("all", _) => test = test.accept(read_entry(node)),
            (_, Ok(phase)) => test = test.accept_in(phase, read_entry(node)),
            _ => unknown(&path, &[&["all"], phase_keys().as_slice()].concat(), test.problems()),
        }
    }
    test
}

/// A text is short for an object with a criterion.
fn read_entry(node: Node) -> Acceptance {
    let mut entry = Acceptance::default();
    if let Node::Text(text) = &node {
        return entry.criterion("", text);
    }
    let Some(object) = node.object("", Expected::Criterion, entry.problems()) else {
        return entry.refused_criterion();
    };
    *entry.extensions() = object.extensions.clone();
    let (mut accept, mut reject, mut is_listed) = (None, None, false);
    for (key, path, node) in object.entries("") {
        match key.as_str() {
            "criterion" => {
                entry = match node.text(&path, entry.problems()) {
                    Some(text) => entry.criterion(&path, &text),
                    None => entry.refused_criterion(),
                };
            }
            "accept" => {
                is_listed = true;
                accept = node.texts(&path, entry.problems());
            }
            "reject" => {
                is_listed = true;
                reject = read_reject(node, &path, entry.problems());
            }
            "alert" => {
                entry = match node.text(&path, entry.problems()) {
                    Some(text) => entry.alert(&text),
                    None => entry,
                };
            }
            "justification" => {
                entry = match node.text(&path, entry.problems()) {
                    Some(text) => entry.justification(&text),
                    None => entry,
                };
            }
            _ => unknown(&path, &["criterion", "accept", "reject", "alert", "justification"], entry.problems()),
        }
    }
    if is_listed && entry.has_criterion() {
        entry.problems().push("", "has a criterion in notation and lists of terms; write one of the two");
        return entry;
    }
    match (accept, reject) {
        (Some(accept), Some(reject)) => {
            let accept: Vec<&str> = accept.iter().map(String::as_str).collect();
            let reject: Option<Vec<&str>> = reject.as_ref().map(|reject| reject.iter().map(String::as_str).collect());
            entry.listed(&accept, reject.as_deref())
        }
        (None, None) if !is_listed => entry,
        (accept, _) => {
            let accept: Vec<&str> = accept.iter().flatten().map(String::as_str).collect();
            entry.read_terms("accept", &accept);
            let message = "needs both `accept` and `reject`, else nothing could conform or nothing could fail";
            entry.problems().push("", message);
            entry.refused_criterion()
        }
    }
}

/// The rejected terms, or `"other"` for all that are not accepted: `Some(None)`.
#[allow(clippy::option_option, reason = "refused, or every other term, or a list")]
fn read_reject(node: Node, path: &str, problems: &mut Problems) -> Option<Option<Vec<String>>> {
    match node {
        Node::Text(text) if text == "other" => Some(None),
        Node::Text(text) => {
            problems
                .push(path, format!("found `{}`; write a list of terms, or \"other\"", crate::error::shown(&text, 1)));
            None
        }
        list => list.texts(path, problems).map(Some),
    }
}
