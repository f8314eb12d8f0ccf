//! For users' own unit tests: what a specification is expected to find, as data ([`SpecTests`]),
//! how much of it that touches ([`Coverage`]), and a judge that is slow and independent of the
//! judgement that it checks.
//!
//! Everywhere else a value is compared, unrounded, with fixed ends ([`Region`](crate::Region)).
//! Here the value is really rounded, digit by digit as on paper, and really compared. The two must
//! agree on every value.
//!
//! The module is there with the feature `testing`, which `csv` and `proptest` switch on.

mod assertions;
mod boundary;
mod expectations;
mod judge;
#[cfg(feature = "proptest")]
mod strategies;
#[cfg(test)]
mod tests;

pub use assertions::{
    assert_advisories, assert_boundaries, assert_conforms, assert_does_not_conform, assert_outcome,
    assert_undecided, assert_verdict,
};
pub use boundary::{BoundaryCase, boundary_cases};
pub(crate) use expectations::SpecTestsDraft;
pub use expectations::{
    Coverage, CoverageItem, CoverageKind, Mismatch, SpecTest, SpecTests, assert_spec_tests,
};
#[cfg(feature = "csv")]
pub(crate) use expectations::{MOST_SPEC_TESTS, Place, SpecTestDraft};
#[cfg(feature = "proptest")]
pub use strategies::{criteria, lots_with_outcome, lots_with_verdict};

use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::Criterion;
use crate::value::Number;

/// Whether `value` is within the limits of `criterion` once it is rounded by the rule `rounding`.
///
/// `None` where the criterion sets no limits: it asks for terms, for a report or for nothing. Units
/// are not looked at; the value is taken to be in that of the criterion.
///
/// ```
/// use release_criteria::testing::conforms_by_rounding;
/// use release_criteria::{Criterion, Number, Rounding, StrictLimits};
///
/// let limit: Criterion = "NMT 0.02 %".parse()?;
/// let result: Number = "0.025".parse()?;
/// let conforms =
///     |rounding| conforms_by_rounding(&result, &limit, rounding, StrictLimits::Exact);
/// assert_eq!(conforms(Rounding::Usp), Some(false)); // rounds to 0.03
/// assert_eq!(conforms(Rounding::AstmE29), Some(true)); // rounds to 0.02
///
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[must_use]
pub fn conforms_by_rounding(
    value: &Number,
    criterion: &Criterion,
    rounding: Rounding,
    strict: StrictLimits,
) -> Option<bool> {
    let range = criterion.range()?;
    Some(judge::meets(&judge::worth(value), range, judge::Rules { rounding, strict }))
}
