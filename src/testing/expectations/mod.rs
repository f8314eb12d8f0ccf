//! What a specification is expected to find, as data, and how much of it that touches.

mod coverage;
mod probes;
mod run;
mod spec_test;

pub use coverage::{Coverage, CoverageItem};
pub use probes::CoverageKind;
pub use run::{Mismatch, assert_spec_tests};
#[cfg(feature = "csv")]
pub(crate) use spec_test::COLUMNS;
pub(crate) use spec_test::{FORMAT, MOST_SPEC_TESTS, Place, SpecTestDraft};
pub use spec_test::{SpecTest, SpecTests};
