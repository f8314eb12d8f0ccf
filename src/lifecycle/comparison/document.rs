//! A comparison as a document of format 1.

use super::change::{Change, MovedEnd};
use super::{Compared, Comparison};
use crate::specification::Attribute;
use crate::value::{Json, Object};

/// The `format` of a comparison's document.
pub(crate) const FORMAT: &str = "release-criteria/comparison/1";

impl Comparison {
    pub(crate) fn document(&self) -> Object<'_> {
        Object::default()
            .with("format", FORMAT)
            .with("evaluator", &*self.evaluator)
            .with("before", self.before.document())
            .with("after", self.after.document())
            .with(
                "changes",
                self.changes.iter().map(|change| change.document().into()).collect::<Json<'_>>(),
            )
            .with(
                "unchanged",
                self.unchanged.iter().map(|id| id.as_str().into()).collect::<Json<'_>>(),
            )
    }
}

impl Compared {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("specification", self.specification.document())
            .with("product", &*self.product)
            .with("phase", self.phase.code())
    }
}

impl Change {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with(self.subject.code(), &*self.id)
            .with("name", &*self.name)
            .with_some("attribute", self.attribute.map(Attribute::code))
            .with_some("part", self.part.as_deref())
            .with("code", self.code.code())
            .with_some("end", self.end.map(MovedEnd::code))
            .with("direction", self.direction().code())
            .with_some("before", self.before.as_deref())
            .with_some("after", self.after.as_deref())
            .with_some("accepted_before", self.accepted_before.as_deref())
            .with_some("accepted_after", self.accepted_after.as_deref())
            .with("explanation", &*self.explanation)
    }
}
