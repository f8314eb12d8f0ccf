//! The versions of one specification, and which of them is in force for a lot.

mod draft;
mod period;
mod plan;
mod version;

pub(crate) use draft::HistoryDraft;
pub use plan::HistoryPlan;
pub use version::{Version, VersionInForce};

use crate::error::DocumentError;
use crate::lot::Lot;
use crate::specification::Specification;
use crate::value::{Date, Extensions};
use period::{Period, in_force_for, in_force_on};

/// The versions of one specification, each with the days between which it is in force.
///
/// A lot is judged by the version that was in force on the day on which it was **manufactured**:
/// never by the latest one, never by that of the day of testing, and never by that of today, which
/// nobody here knows. A criterion that is tightened or widened with experience so counts for the
/// lots made after it.
///
/// It is made by [`wire::read_history`](crate::wire::read_history) from a document, or by
/// [`new`](Self::new) in code; both pass the same checks. From the first day of the first version
/// to the last day of the last one, each day has exactly one version.
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::{History, Version};
/// use release_criteria::{
///     Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test,
///     Verdict,
/// };
///
/// let version = |version: &str, criterion: &str| {
///     Specification::builder("SPEC-7", version, "Example vector")
///         .approved()
///         .phases(&[Phase::Commercial])
///         .rounding(Rounding::Usp)
///         .test(
///             Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
///                 .accept(Acceptance::new(criterion)),
///         )
///         .build()
/// };
/// let history = History::new(vec![
///     Version::since("2025-01-15", version("3", "NMT 30 %")?).until("2026-03-31"),
///     Version::since("2026-04-01", version("4", "NMT 35 %")?),
/// ])?;
///
/// // Made under version 3, whenever it was tested.
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("empty", "34 %")])?
///     .manufactured_on("2026-03-01")?;
/// assert_eq!(history.in_force_for(&lot)?.version(), "3");
///
/// let plan = history.plan(Phase::Commercial)?;
/// assert_eq!(plan.verdict(&lot)?, Verdict::DoesNotConform);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// A lot for which no version is in force is not judged at all:
///
/// ```
/// # use release_criteria::lifecycle::{History, Version};
/// # use release_criteria::{
/// #     Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test,
/// # };
/// # let specification = Specification::builder("SPEC-7", "3", "Example vector")
/// #     .approved()
/// #     .phases(&[Phase::Commercial])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NMT 30 %")),
/// #     )
/// #     .build()?;
/// let history = History::new(vec![Version::since("2025-01-15", specification)])?;
/// let lot = Lot::new("LOT-0", "Example vector", vec![AssayResult::new("empty", "34 %")])?
///     .manufactured_on("2025-01-14")?;
/// assert_eq!(
///     history.in_force_for(&lot).unwrap_err().to_string(),
///     "manufactured: found 2025-01-14, while the first version, `3`, is in force from \
///      2025-01-15; correct the date, or list the version that was in force then"
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct History {
    // Invariants:
    // 1. At least one version, in order of date; all are approved, of one specification and one
    //    product, each another version.
    // 2. Each but the last ends on the eve of the next.
    versions: Vec<VersionInForce>,
    carried: Extensions,
}

impl History {
    /// The versions, in order of date.
    #[must_use]
    pub fn versions(&self) -> &[VersionInForce] {
        &self.versions
    }

    /// The version in force for lots that were manufactured on `date`, if there is one. For n
    /// versions, log n comparisons.
    #[must_use]
    pub fn in_force_on(&self, date: Date) -> Option<&Specification> {
        in_force_on(&self.versions, period, date).map(VersionInForce::specification)
    }

    /// The version in force for `lot`, by the day on which it was manufactured.
    ///
    /// Whether the lot is of this product, and names this version, is for the [`Plan`](crate::Plan)
    /// to judge.
    ///
    /// # Errors
    ///
    /// At `manufactured`: a lot that does not state it; a day before the first version; one after
    /// the last day of the last.
    pub fn in_force_for(&self, lot: &Lot) -> Result<&Specification, DocumentError> {
        in_force_for(&self.versions, period, lot).map(VersionInForce::specification)
    }

    /// The versions stand as they were listed.
    /// The versions in the order in which they were listed.
    fn listed(&self) -> impl Iterator<Item = &VersionInForce> {
        let mut listed: Vec<&VersionInForce> = self.versions.iter().collect();
        listed.sort_by_key(|version| version.place);
        listed.into_iter()
    }
}

fn period(version: &VersionInForce) -> &Period {
    &version.period
}
