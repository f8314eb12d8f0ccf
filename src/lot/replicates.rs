//! The replicates of one determination.

use super::invalidation::{Invalidation, InvalidationTexts};
use super::result::{AssayResult, Replicate};
use crate::value::{Extensions, Reading};

impl AssayResult {
    /// A further replicate of the same determination, in the order in which they were measured.
    pub fn replicate(self, value: &str) -> Self {
        self.with_replicate(value, None)
    }

    /// A further replicate that is invalid: shown, and not counted. What
    /// [`invalidated`](Self::invalidated) says of the three texts holds.
    pub fn invalidated_replicate(
        self,
        value: &str,
        cause: &str,
        reference: &str,
        by: &str,
    ) -> Self {
        self.with_replicate(
            value,
            Some(([Some(cause), Some(reference), Some(by)], Extensions::default())),
        )
    }

    fn with_replicate(mut self, value: &str, invalidation: Option<InvalidationTexts<'_>>) -> Self {
        if self.replicates().is_empty() {
            let (value, reading) = (
                std::mem::take(&mut self.value),
                std::mem::replace(&mut self.reading, Reading::Term),
            );
            self.rare().replicates.push(Replicate {
                value,
                reading,
                invalidation: None,
                extensions: Extensions::default(),
            });
        }
        self.add_replicate(value, invalidation, Extensions::default());
        self.with_listed_values()
    }

    /// One more replicate of a list, which is complete only with
    /// [`with_listed_values`](Self::with_listed_values).
    pub(crate) fn add_replicate(
        &mut self,
        value: &str,
        invalidation: Option<InvalidationTexts<'_>>,
        extensions: Extensions,
    ) {
        let index = self.replicates().len();
        let path = if invalidation.is_some() || extensions.iter().next().is_some() {
            ".value"
        } else {
            ""
        };
        self.refuse_no_result(&format!("values[{index}]{path}"), value);
        let invalidation = invalidation.and_then(|texts| {
            Invalidation::read(&format!("values[{index}].invalidated"), texts, self.problems())
        });
        let mut reading = Reading::of(value);
        if let Some(unit) = self.unit.clone() {
            self.give_unit(&mut reading, &unit);
        }
        self.rare().replicates.push(Replicate {
            value: value.into(),
            reading,
            invalidation,
            extensions,
        });
    }

    /// Shows a list of replicates as one text.
    pub(crate) fn with_listed_values(mut self) -> Self {
        let values: Vec<&str> =
            self.replicates().iter().map(|replicate| replicate.value.trim()).collect();
        self.value = values.join("; ").into();
        self
    }
}
