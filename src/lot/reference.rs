//! The specification by which a lot is to be judged.

use crate::document::{Draft, Expected, document, kinds};
use crate::error::Problems;
use crate::value::{Extensions, Label};

document! {
    /// The specification and version that a lot or a protocol names.
    pub(crate) draft SpecificationReferenceDraft (Expected::ObjectOf("an object with `id` and `version`"))
        => SpecificationReference, SpecificationReferenceDraft::made; writes SpecificationReference;
    /// The sponsor's number of the specification.
    "id" id: Required Label;
    /// The version under that number.
    "version" version: Required Label;
}
kinds!(SpecificationReference, SpecificationReferenceDraft);

/// The specification and version that a lot or a protocol names.
#[derive(Clone, Debug)]
pub(crate) struct SpecificationReference {
    pub(crate) id: Label,
    pub(crate) version: Label,
    pub(crate) carried: Extensions,
}

impl SpecificationReferenceDraft {
    fn made(self) -> Result<SpecificationReference, Problems> {
        let Self { id, version, carried, problems } = self;
        let made = id.into_option().zip(version.into_option());
        problems.unless_made(made.map(|(id, version)| SpecificationReference {
            id,
            version,
            carried,
        }))
    }
}

impl SpecificationReference {
    /// What names it in code; what is wrong with it is noted.
    pub(crate) fn read(id: &str, version: &str, problems: &mut Problems) -> Option<Self> {
        let draft = SpecificationReferenceDraft::default();
        let made = draft.with_text("id", id).with_text("version", version).make();
        made.map_err(|own| problems.absorb("specification", own)).ok()
    }
}
