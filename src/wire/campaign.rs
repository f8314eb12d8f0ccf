//! The document of a process validation campaign.

use serde::de::MapAccess;

use super::list::List;
use super::node::{Node, read_node};
use super::read::{Fields, Read, read_document, unknown};
use super::shape::Expected;
use crate::error::{DocumentError, Problems};
use crate::lifecycle::{
    CAMPAIGN_FORMAT, Campaign, CampaignBuilder, FurtherCriterion, MOST_CRITERIA,
};
use crate::value::Extensions;

pub(super) fn read(json: &str) -> Result<Campaign, DocumentError> {
    read_document::<CampaignBuilder>(json)?.build()
}

impl<'de> Read<'de> for CampaignBuilder {
    const FIELDS: &'static [&'static str] = &[
        "format",
        "id",
        "version",
        "product",
        "specification",
        "lots",
        "rationale",
        "concurrent_release",
        "criteria",
    ];
    /// What else is needed is checked by the builder.
    const REQUIRED: &'static [&'static str] = &["format"];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        match key {
            "format" => fields.format(CAMPAIGN_FORMAT, self.problems())?,
            "specification" => self = read_specification(self, read_node(fields)?),
            "lots" => {
                let lots = read_node(fields)?.count(key, self.problems());
                self = self.lots_count(lots);
            }
            "criteria" => {
                let list = List {
                    most: MOST_CRITERIA,
                    refused: FurtherCriterion::refused,
                    bound: |one, found| found.bound(one.problems()),
                };
                let (criteria, _): (Vec<FurtherCriterion>, _) =
                    list.read(key, fields, self.problems())?;
                self = criteria.into_iter().fold(self, Self::criterion);
            }
            _ => {
                let text = fields.text(key, self.problems())?;
                let text = text.as_deref();
                self = match key {
                    "id" => self.id_text(text),
                    "version" => self.version_text(text),
                    "product" => self.product_text(text),
                    "rationale" => self.rationale_text(text),
                    _ => self.concurrent_release_text(text),
                };
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

fn read_specification(mut campaign: CampaignBuilder, node: Node) -> CampaignBuilder {
    const KEY: &str = "specification";
    let expected = Expected::ObjectOf("an object with `id` and `version`");
    let Some(object) = node.object(KEY, expected, campaign.problems()) else {
        return campaign.refused_specification();
    };
    let extensions = object.extensions.clone();
    let [id, version] = object.texts(KEY, ["id", "version"], campaign.problems());
    campaign.specification_texts(id.as_deref(), version.as_deref(), extensions)
}

impl<'de> Read<'de> for FurtherCriterion {
    const FIELDS: &'static [&'static str] = &["test", "across_lots", "criterion", "justification"];
    /// What is needed is checked with the campaign.
    const REQUIRED: &'static [&'static str] = &[];

    fn begin() -> Self {
        Self::default()
    }

    fn take<A: MapAccess<'de>>(
        mut self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error> {
        if key == "across_lots" {
            return Ok(read_across(self, read_node(fields)?));
        }
        let text = fields.text(key, self.problems())?;
        let text = text.as_deref();
        Ok(match key {
            "test" => self.test_text(text),
            "criterion" => self.criterion_text(text),
            _ => self.justification_text(text),
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

fn read_across(mut criterion: FurtherCriterion, node: Node) -> FurtherCriterion {
    const KEY: &str = "across_lots";
    let expected = Expected::ObjectOf("an object with `combine`, `max_rsd`, or both");
    let Some(object) = node.object(KEY, expected, criterion.problems()) else {
        return criterion.refused_across();
    };
    criterion = criterion.across_lots(object.extensions.clone());
    for (key, path, node) in object.entries(KEY) {
        if !matches!(key.as_str(), "combine" | "max_rsd") {
            unknown(&path, &["combine", "max_rsd"], criterion.problems());
            continue;
        }
        let text = node.text(&path, criterion.problems());
        criterion = match key.as_str() {
            "combine" => criterion.combine_text(text.as_deref()),
            _ => criterion.max_rsd_text(text.as_deref()),
        };
    }
    criterion
}
