//! Why a result does not count.

use std::fmt;

use crate::error::Problems;
use crate::value::{Extensions, Label, says_no_result};

/// Why a result does not count.
#[derive(Clone, Debug)]
pub(crate) struct Invalidation {
    pub(crate) cause: Label,
    pub(crate) reference: Label,
    pub(crate) by: Label,
    pub(crate) extensions: Extensions,
}

/// Cause, reference and by, as far as they were read; what a reader of documents missed it has
/// reported.
pub(crate) type InvalidationTexts<'t> = ([Option<&'t str>; 3], Extensions);

impl Invalidation {
    pub(super) fn read(
        path: &str,
        (texts, extensions): InvalidationTexts<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let [cause, reference, by] = texts;
        let mut read = |field: &str, text: Option<&str>| {
            problems.read::<Label>(format!("{path}.{field}"), text?)
        };
        let (cause, reference, by) =
            (read("cause", cause), read("reference", reference), read("by", by));
        for (field, label) in [("cause", &cause), ("reference", &reference), ("by", &by)] {
            // `NA` and `ND` may be a person's initials.
            let says_nothing =
                |text: &str| says_no_result(text) && !(field == "by" && text.len() == 2);
            if let Some(label) = label.as_ref().filter(|label| says_nothing(label.as_str())) {
                let message = format!(
                    "found `{label}`, which says nothing; an invalidation has an assignable cause, \
                     an investigation, and someone who decided"
                );
                problems.push(format!("{path}.{field}"), message);
            }
        }
        Some(Self { cause: cause?, reference: reference?, by: by?, extensions })
    }
}

impl fmt::Display for Invalidation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalidated: {} ({}, {})", self.cause, self.reference, self.by)
    }
}
