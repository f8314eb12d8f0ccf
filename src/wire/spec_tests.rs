//! The document of spec-tests.

use serde::de::MapAccess;

use super::node::read_node;
use super::read::{Fields, Read, read_document};
use super::shape::Expected;
use crate::error::{DocumentError, Problems};
use crate::testing::{
    MOST_SPEC_TESTS, Place, SPEC_TESTS_FORMAT, SpecTest, SpecTestDraft, SpecTests,
};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<SpecTests, DocumentError> {
    let Draft { tests, extensions, problems } = read_document(json)?;
    SpecTests::checked(tests, extensions, problems)
}

#[derive(Default)]
struct Draft {
    tests: Vec<SpecTest>,
    extensions: Extensions,
    problems: Problems,
}

impl<'de> Read<'de> for Draft {
    const FIELDS: &'static [&'static str] = &["format", "tests"];
    const REQUIRED: &'static [&'static str] = &["format", "tests"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "format" {
            fields.format(SPEC_TESTS_FORMAT, &mut self.problems)?;
            return Ok(self);
        }
        let tests = &mut self.tests;
        let finish = |index, draft: SpecTestDraft| draft.finish(Place::Listed(index));
        fields.finished(key, &mut self.problems, finish, |_, test| {
            // One more than may be is kept, by which is seen that there are too many.
            if tests.len() <= MOST_SPEC_TESTS {
                tests.push(test);
            }
        })?;
        Ok(self)
    }

    fn carry(self, extensions: Extensions) -> Self {
        Self { extensions, ..self }
    }

    fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }
}

impl<'de> Read<'de> for SpecTestDraft {
    const FIELDS: &'static [&'static str] = &[
        "test", "phase", "value", "outcome", "reason", "source", "unit", "method", "status",
        "given",
    ];
    const REQUIRED: &'static [&'static str] = &["test", "phase", "outcome"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key != "given" {
            if let Some(text) = fields.text(key, &mut self.problems)? {
                self.text(key, &text);
            }
            return Ok(self);
        }
        let expected = Expected::ObjectOf("an object with values of parameters and tests");
        if let Some(object) = read_node(fields)?.object(key, expected, &mut self.problems) {
            self.given_extensions = object.extensions.clone();
            for (id, path, node) in object.entries(key) {
                if let Some(value) = node.text(&path, &mut self.problems) {
                    self.given.push((id.into(), value.into()));
                }
            }
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
