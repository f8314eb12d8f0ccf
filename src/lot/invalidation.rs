//! Why a result does not count.

use std::fmt;

use crate::document::{Draft, Expected, Kind, Later, Node, Part, Place, document, draft_of_node};
use crate::error::{ProblemCode, Problems};
use crate::value::{Extensions, Label, says_no_result};

document! {
    /// Why a result does not count.
    pub(crate) draft InvalidationDraft (Expected::ObjectOf("an object with `cause`, `reference` and `by`"))
        => InvalidationDraft, Ok; writes Invalidation;
    /// The assignable cause.
    "cause" cause: Required Later<Label>;
    /// The number of the investigation.
    "reference" reference: Required Later<Label>;
    /// Who decided.
    "by" by: Required Later<Label>;
}

/// Why a result does not count.
#[derive(Clone, Debug)]
pub(crate) struct Invalidation {
    pub(crate) cause: Label,
    pub(crate) reference: Label,
    pub(crate) by: Label,
    pub(crate) carried: Extensions,
}

impl InvalidationDraft {
    pub(super) fn new(cause: &str, reference: &str, by: &str) -> Self {
        Self::default()
            .with_text("cause", cause)
            .with_text("reference", reference)
            .with_text("by", by)
    }

    /// What it says; what is wrong with it is noted.
    pub(super) fn checked(self, at: Place<'_>, problems: &mut Problems) -> Option<Invalidation> {
        let mut read = |field: &str, text: Part<Later<Label>>| {
            problems.read::<Label>(at.member(field), text.get()?.as_str())
        };
        let (cause, reference, by) =
            (read("cause", self.cause), read("reference", self.reference), read("by", self.by));
        for (field, label) in [("cause", &cause), ("reference", &reference), ("by", &by)] {
            // `NA` and `ND` may be a person's initials.
            let says_nothing =
                |text: &str| says_no_result(text) && !(field == "by" && text.len() == 2);
            if let Some(label) = label.as_ref().filter(|label| says_nothing(label.as_str())) {
                let message = format!(
                    "found `{label}`, which says nothing; an invalidation has an assignable cause, \
                     an investigation, and someone who decided"
                );
                problems.push(at.member(field), ProblemCode::NoReason, message);
            }
        }
        Some(Invalidation { cause: cause?, reference: reference?, by: by?, carried: self.carried })
    }
}

/// Its texts; they are checked with the result of which they are.
impl Kind for InvalidationDraft {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        draft_of_node(node, at, problems)
    }
}

impl fmt::Display for Invalidation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalidated: {} ({}, {})", self.cause, self.reference, self.by)
    }
}
