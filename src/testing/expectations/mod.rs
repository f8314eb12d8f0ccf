//! What a specification is expected to find, as data, and how much of it that touches.

mod coverage;
mod document;
mod probes;
mod run;
mod spec_test;

pub use coverage::{Coverage, CoverageItem};
#[cfg(feature = "csv")]
pub(crate) use document::SpecTestDraft;
pub(crate) use document::SpecTestsDraft;
pub use probes::CoverageKind;
pub use run::{Mismatch, assert_spec_tests};
#[cfg(feature = "csv")]
pub(crate) use spec_test::{MOST_SPEC_TESTS, Place};
pub use spec_test::{SpecTest, SpecTests};
