//! The specification by which a lot was judged.

use crate::document::{Expected, Later, document, kinds};
use crate::error::Problems;
use crate::specification::{Specification, Status};
use crate::value::Extensions;

document! {
    /// The specification by which a lot was judged.
    pub(crate) draft PinDraft (Expected::Object) => SpecificationPin, PinDraft::made; writes SpecificationPin;
    /// The sponsor's number of the specification.
    "id" id: Required String;
    /// The version under that number.
    "version" version: Required String;
    /// Whether a quality unit had approved it.
    "status" status: Required Later<Status>;
    /// The digest of its document.
    "digest" digest: Required String;
}
kinds!(SpecificationPin, PinDraft);

/// The specification by which a lot was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpecificationPin {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) status: Status,
    pub(crate) digest: String,
    pub(crate) carried: Extensions,
}

impl PinDraft {
    fn made(self) -> Result<SpecificationPin, Problems> {
        let Self { mut problems, carried, .. } = self;
        let status = self.status.settle("status", &mut problems);
        let made = || {
            Some(SpecificationPin {
                id: self.id.into_option()?,
                version: self.version.into_option()?,
                status: status.into_option()?,
                digest: self.digest.into_option()?,
                carried,
            })
        };
        problems.unless_made(made())
    }
}

impl SpecificationPin {
    pub(crate) fn of(specification: &Specification) -> Self {
        Self {
            id: specification.id().to_owned(),
            version: specification.version().to_owned(),
            status: specification.status(),
            digest: specification.digest(),
            carried: Extensions::default(),
        }
    }
}
