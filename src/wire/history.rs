//! The document of a history: versions of a specification, each a whole document.

use serde::de::MapAccess;

use super::read::{Fields, Read, read_document};
use crate::error::{DocumentError, Problems};
use crate::lifecycle::{HISTORY_FORMAT, History, HistoryDraft, MOST_VERSIONS, Version};
use crate::specification::SpecificationBuilder;
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<History, DocumentError> {
    History::checked(read_document(json)?)
}

impl<'de> Read<'de> for HistoryDraft {
    const FIELDS: &'static [&'static str] = &["format", "versions"];
    /// That there are versions is checked with the history.
    const REQUIRED: &'static [&'static str] = &["format"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "format" {
            fields.format(HISTORY_FORMAT, &mut self.problems)?;
            return Ok(self);
        }
        let (versions, mut of_versions) = (&mut self.versions, Problems::default());
        let is_list = fields.list(key, &mut self.problems, |place, version: Option<Version>| {
            // One more than may be is kept, by which is seen that there are too many.
            if versions.len() <= MOST_VERSIONS {
                let mut version = version.unwrap_or_else(Version::empty);
                of_versions
                    .absorb(&format!("{key}[{place}]"), std::mem::take(&mut version.problems));
                versions.push(version);
            }
        })?;
        if !is_list {
            self.versions.push(Version::empty());
        }
        self.problems.absorb("", of_versions);
        Ok(self)
    }

    fn carry(self, extensions: Extensions) -> Self {
        Self { extensions, ..self }
    }

    fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }
}

impl<'de> Read<'de> for Version {
    const FIELDS: &'static [&'static str] = &["from", "until", "specification"];
    const REQUIRED: &'static [&'static str] = &["from", "specification"];

    fn begin() -> Self {
        Self::empty()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        let problems = &mut self.problems;
        if key == "specification" {
            let draft: Option<SpecificationBuilder> = fields.object(key, problems)?;
            let checked = draft.map(SpecificationBuilder::build).transpose();
            self.specification = checked.unwrap_or_else(|refused| {
                problems.absorb(key, refused.into());
                None
            });
            return Ok(self);
        }
        let date = fields.text(key, problems)?.and_then(|text| problems.read(key, &text));
        if key == "from" {
            self.since = date;
        } else {
            self.until = date;
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
