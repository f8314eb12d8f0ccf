//! The document of a lot.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::node::{Node, read_node};
use super::read::{Fields, Read, read_document, unknown};
use super::shape::Expected;
use crate::error::{DocumentError, Problems, join};
use crate::lot::{AssayResult, Draft, FORMAT, Lot, Parameters, SpecificationReference, Status};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Lot, DocumentError> {
    read_document::<Draft>(json)?.check()
}

impl<'de> Read<'de> for Draft {
    const FIELDS: &'static [&'static str] =
        &["format", "id", "product", "manufactured", "specification", "parameters", "results"];
    const REQUIRED: &'static [&'static str] = &["format", "id", "product", "results"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(FORMAT, &mut self.problems)?,
            "id" => {
                self.id = fields
                    .text(key, &mut self.problems)?
                    .and_then(|text| self.problems.read(key, &text));
            }
            "product" => {
                self.product = fields
                    .text(key, &mut self.problems)?
                    .and_then(|text| self.problems.read(key, &text));
            }
            "manufactured" => {
                self.manufactured = fields
                    .text(key, &mut self.problems)?
                    .and_then(|text| self.problems.read(key, &text));
            }
            "specification" => {
                self.specification = read_specification(read_node(fields)?, &mut self.problems);
            }
            "parameters" => {
                read_parameters(read_node(fields)?, &mut self.parameters, &mut self.problems);
            }
            _ => {
                let (results, places) = (&mut self.results, &mut self.places);
                fields.finished(
                    key,
                    &mut self.problems,
                    |_, entry: Box<Entry>| entry.finish(),
                    |place, result| {
                        results.push(result);
                        places.push(u32::try_from(place).unwrap_or(u32::MAX));
                    },
                )?;
            }
        }
        Ok(self)
    }

    fn carry(self, extensions: Extensions) -> Self {
        Self { extensions, ..self }
    }

    fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }
}

fn read_specification(node: Node, problems: &mut Problems) -> Option<SpecificationReference> {
    let object = node.object(
        "specification",
        Expected::ObjectOf("an object with `id` and `version`"),
        problems,
    )?;
    let extensions = object.extensions.clone();
    let [id, version] = object.texts("specification", ["id", "version"], problems);
    let (id, version) = (
        problems.read("specification.id", &id?),
        problems.read("specification.version", &version?),
    );
    Some(SpecificationReference { id: id?, version: version?, extensions })
}

fn read_parameters(node: Node, parameters: &mut Parameters, problems: &mut Problems) {
    let expected = Expected::ObjectOf("an object with the value of each parameter");
    let Some(object) = node.object("parameters", expected, problems) else { return };
    parameters.carry(object.extensions.clone());
    for (id, path, node) in object.entries("parameters") {
        if let Some(value) = node.text(&path, problems) {
            parameters.state(&id, &value, problems);
        }
    }
}

/// An entry of `results` as it is being read.
#[derive(Default)]
struct Entry<'de> {
    test: Option<Cow<'de, str>>,
    value: Option<Cow<'de, str>>,
    values: Option<Vec<Listed>>,
    determination: Option<Cow<'de, str>>,
    unit: Option<Cow<'de, str>>,
    method: Option<Cow<'de, str>>,
    reference: Option<Cow<'de, str>>,
    lot: Option<Cow<'de, str>>,
    status: Option<Status>,
    invalidation: Option<InvalidationTexts>,
    has_value: bool,
    extensions: Extensions,
    problems: Problems,
}

/// Cause, reference and by.
type InvalidationTexts = ([Option<String>; 3], Extensions);

/// One of a list of replicates.
struct Listed {
    value: String,
    invalidation: Option<InvalidationTexts>,
    extensions: Extensions,
}

/// In a box, which is quicker to hand on from member to member.
impl<'de> Read<'de> for Box<Entry<'de>> {
    const FIELDS: &'static [&'static str] = &[
        "test",
        "value",
        "values",
        "determination",
        "unit",
        "method",
        "reference",
        "status",
        "invalidated",
        "lot",
    ];
    const REQUIRED: &'static [&'static str] = &["test"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "invalidated" {
            self.invalidation =
                read_invalidation("invalidated", read_node(fields)?, &mut self.problems);
            return Ok(self);
        }
        if key == "values" {
            self.values = Some(read_values(read_node(fields)?, &mut self.problems));
            return Ok(self);
        }
        self.has_value |= key == "value";
        let text = fields.text(key, &mut self.problems)?;
        match key {
            "test" => self.test = text,
            "value" => self.value = text,
            "unit" => self.unit = text,
            "method" => self.method = text,
            "reference" => self.reference = text,
            "determination" => self.determination = text,
            "lot" => self.lot = text,
            _ => self.status = text.and_then(|text| self.problems.read(key, &text)),
        }
        Ok(self)
    }

    fn carry(mut self, extensions: Extensions) -> Self {
        self.extensions = extensions;
        self
    }

    fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }
}

impl Entry<'_> {
    fn finish(self) -> Result<AssayResult, Problems> {
        let mut problems = self.problems;
        match (self.has_value, &self.values) {
            (true, Some(_)) => {
                problems.push("values", "stands beside `value`; give one of the two");
            }
            (false, None) => problems.push("value", "is missing; or give `values`"),
            (true, None) | (false, Some(_)) => {}
        }
        let mut result = AssayResult::draft(self.test.as_deref(), self.value.as_deref());
        if let Some(values) = self.values {
            for Listed { value, invalidation, extensions } in values {
                let invalidation = invalidation.as_ref().map(|(texts, extensions)| {
                    let [cause, reference, by] = texts;
                    ([cause.as_deref(), reference.as_deref(), by.as_deref()], extensions.clone())
                });
                result.add_replicate(&value, invalidation, extensions);
            }
            result = result.with_listed_values();
        }
        if let Some(determination) = self.determination {
            result = result.of_determination(&determination);
        }
        if let Some(unit) = self.unit {
            result = result.with_unit(&unit);
        }
        if let Some(method) = self.method {
            result = result.with_method(&method);
        }
        if let Some(reference) = self.reference {
            result = result.with_reference(&reference);
        }
        if let Some(lot) = self.lot {
            result = result.of_lot(&lot);
        }
        if let Some(status) = self.status {
            result = result.with_status(status);
        }
        if let Some((texts, extensions)) = self.invalidation {
            let [cause, reference, by] = &texts;
            result = result.with_invalidation(
                [cause.as_deref(), reference.as_deref(), by.as_deref()],
                extensions,
            );
        }
        result.carry(self.extensions);
        if let Some(own) = result.take_problems() {
            problems.absorb("", own);
        }
        if problems.is_empty() { Ok(result) } else { Err(problems) }
    }
}

fn read_invalidation(path: &str, node: Node, problems: &mut Problems) -> Option<InvalidationTexts> {
    let object = node.object(
        path,
        Expected::ObjectOf("an object with `cause`, `reference` and `by`"),
        problems,
    )?;
    let extensions = object.extensions.clone();
    Some((object.texts(path, ["cause", "reference", "by"], problems), extensions))
}

/// Replicates, each a text, or an object where there is more to say.
fn read_values(node: Node, problems: &mut Problems) -> Vec<Listed> {
    let Some(items) = node.items("values", problems) else { return Vec::new() };
    if items.is_empty() {
        problems.push("values", "found no value; leave the result out");
    }
    let mut values = Vec::with_capacity(items.len());
    for (path, item) in items {
        if let Node::Text(value) = item {
            values.push(Listed { value, invalidation: None, extensions: Extensions::default() });
            continue;
        }
        let Some(object) = item.object(&path, Expected::Value, problems) else {
            values.push(Listed::refused());
            continue;
        };
        let extensions = object.extensions.clone();
        let (mut value, mut invalidation, mut is_stated) = (None, None, false);
        for (key, path, node) in object.entries(&path) {
            match key.as_str() {
                "value" => {
                    is_stated = true;
                    value = node.text(&path, problems);
                }
                "invalidated" => invalidation = read_invalidation(&path, node, problems),
                _ => unknown(&path, &["value", "invalidated"], problems),
            }
        }
        if !is_stated {
            problems.push(join(&path, "value"), "is missing");
        }
        values.push(value.map_or_else(Listed::refused, |value| Listed {
            value,
            invalidation,
            extensions,
        }));
    }
    values
}

impl Listed {
    /// One that was refused, and reported, keeps its place, so that paths stay true.
    fn refused() -> Self {
        Self { value: "refused".to_owned(), invalidation: None, extensions: Extensions::default() }
    }
}
