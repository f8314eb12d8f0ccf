//! A lot as a document of format 1.

use super::{AssayResult, Invalidation, Lot, Parameters, Replicate, SpecificationReference};
use crate::value::{Json, Object};

/// The `format` of a lot's document.
pub(crate) const FORMAT: &str = "release-criteria/lot/1";

impl Lot {
    pub(crate) fn document(&self) -> Object<'_> {
        Object::default()
            .with("format", FORMAT)
            .with("id", self.id())
            .with("product", self.product())
            .with_some("manufactured", self.manufactured.map(|date| date.to_string()))
            .with_some(
                "specification",
                self.specification.as_ref().map(SpecificationReference::document),
            )
            .with_some("parameters", self.parameters.document())
            .with(
                "results",
                self.results.iter().map(|result| result.document().into()).collect::<Json<'_>>(),
            )
            .with_extensions(&self.extensions)
    }
}

impl SpecificationReference {
    pub(crate) fn document(&self) -> Object<'_> {
        Object::default()
            .with("id", self.id.as_str())
            .with("version", self.version.as_str())
            .with_extensions(&self.extensions)
    }
}

impl Parameters {
    fn document(&self) -> Option<Object<'_>> {
        let is_stated = !self.stated.is_empty() || self.extensions.iter().next().is_some();
        let object = self
            .iter()
            .fold(Object::default(), |object, one| object.with(one.id.as_str(), &*one.value));
        is_stated.then(|| object.with_extensions(&self.extensions))
    }
}

impl Replicate {
    /// A text where there is no more than the value.
    fn document(&self) -> Json<'_> {
        if self.invalidation.is_none() && self.extensions.iter().next().is_none() {
            return (&*self.value).into();
        }
        let invalidation = self.invalidation.as_ref().map(Invalidation::document);
        let object =
            Object::default().with("value", &*self.value).with_some("invalidated", invalidation);
        object.with_extensions(&self.extensions).into()
    }
}

impl AssayResult {
    fn document(&self) -> Object<'_> {
        let replicates = self.replicates();
        let object = Object::default().with("test", self.test());
        let object = if replicates.is_empty() {
            object.with("value", self.value())
        } else {
            object.with("values", replicates.iter().map(Replicate::document).collect::<Json<'_>>())
        };
        let object = object
            .with_some("determination", self.determination())
            .with_some("unit", self.unit().map(|unit| unit.as_str()))
            .with_some("method", self.method())
            .with_some("reference", self.reference())
            .with_some("status", self.is_preliminary().then_some("preliminary"))
            .with_some("invalidated", self.invalidation_record().map(Invalidation::document))
            .with_some("lot", self.lot());
        match self.extensions() {
            Some(extensions) => object.with_extensions(extensions),
            None => object,
        }
    }
}

impl Invalidation {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("cause", self.cause.as_str())
            .with("reference", self.reference.as_str())
            .with("by", self.by.as_str())
            .with_extensions(&self.extensions)
    }
}
