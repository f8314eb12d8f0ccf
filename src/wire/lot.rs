//! The document of a lot.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::node::{Node, read_node};
use super::read::{Fields, Read, read_document};
use super::shape::Expected;
use crate::error::{DocumentError, Problems};
use crate::lot::{AssayResult, Draft, FORMAT, Lot, SpecificationReference, Status};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Lot, DocumentError> {
    read_document::<Draft>(json)?.check()
}

impl<'de> Read<'de> for Draft {
    const FIELDS: &'static [&'static str] = &["format", "id", "product", "specification", "results"];
    const REQUIRED: &'static [&'static str] = &["format", "id", "product", "results"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(mut self, key: &'static str, fields: &mut Fields<A>) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(FORMAT, &mut self.problems)?,
            "id" => self.id = fields.text(key, &mut self.problems)?.and_then(|text| self.problems.read(key, &text)),
            "product" => {
                self.product = fields.text(key, &mut self.problems)?.and_then(|text| self.problems.read(key, &text));
            }
            "specification" => self.specification = read_specification(read_node(fields)?, &mut self.problems),
            _ => {
                let (results, places) = (&mut self.results, &mut self.places);
                fields.finished(key, &mut self.problems, Entry::finish, |place, result| {
                    results.push(result);
                    places.push(u32::try_from(place).unwrap_or(u32::MAX));
                })?;
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
    let object = node.object("specification", Expected::ObjectOf("an object with `id` and `version`"), problems)?;
    let extensions = object.extensions.clone();
    let [id, version] = object.texts("specification", ["id", "version"], problems);
    let (id, version) = (problems.read("specification.id", &id?), problems.read("specification.version", &version?));
    Some(SpecificationReference { id: id?, version: version?, extensions })
}

/// An entry of `results` as it is being read.
#[derive(Default)]
struct Entry<'de> {
    test: Option<Cow<'de, str>>,
    value: Option<Cow<'de, str>>,
    unit: Option<Cow<'de, str>>,
    method: Option<Cow<'de, str>>,
    reference: Option<Cow<'de, str>>,
    lot: Option<Cow<'de, str>>,
    status: Option<Status>,
    invalidation: Option<([Option<String>; 3], Extensions)>,
    extensions: Extensions,
    problems: Problems,
}

impl<'de> Read<'de> for Entry<'de> {
    const FIELDS: &'static [&'static str] =
        &["test", "value", "unit", "method", "reference", "status", "invalidated", "lot"];
    const REQUIRED: &'static [&'static str] = &["test", "value"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(mut self, key: &'static str, fields: &mut Fields<A>) -> Result<Self, A::Error> {
        if key == "invalidated" {
            self.invalidation = read_invalidation(read_node(fields)?, &mut self.problems);
            return Ok(self);
        }
        let text = fields.text(key, &mut self.problems)?;
        match key {
            "test" => self.test = text,
            "value" => self.value = text,
            "unit" => self.unit = text,
            "method" => self.method = text,
            "reference" => self.reference = text,
            "lot" => self.lot = text,
            _ => self.status = text.and_then(|text| self.problems.read(key, &text)),
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

impl Entry<'_> {
    fn finish(self) -> Result<AssayResult, Problems> {
        let mut problems = self.problems;
        let mut result = AssayResult::draft(self.test.as_deref(), self.value.as_deref());
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
            result = result.with_invalidation([cause.as_deref(), reference.as_deref(), by.as_deref()], extensions);
        }
        result = result.with_extensions(self.extensions);
        if let Some(own) = result.take_problems() {
            problems.absorb("", own);
        }
        if problems.is_empty() { Ok(result) } else { Err(problems) }
    }
}

fn read_invalidation(node: Node, problems: &mut Problems) -> Option<([Option<String>; 3], Extensions)> {
    let object =
        node.object("invalidated", Expected::ObjectOf("an object with `cause`, `reference` and `by`"), problems)?;
    let extensions = object.extensions.clone();
    Some((object.texts("invalidated", ["cause", "reference", "by"], problems), extensions))
}
