//! A history compiled for one phase: each lot is judged by the version in force for it.

use super::History;
use super::period::{Period, in_force_for};
use super::version::VersionInForce;
use crate::error::{DocumentError, Problems};
use crate::lot::Lot;
use crate::plan::Plan;
use crate::report::{Report, Verdict};
use crate::specification::Phase;

/// A [`History`] compiled for one phase: any number of lots can be judged, each by the version in
/// force on the day on which it was manufactured.
///
/// It judges as the [`Plan`] of that version does, and that one's reports pin the version. Only
/// choosing it can fail.
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::{History, Version};
/// use release_criteria::{
///     Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test, Verdict,
/// };
///
/// let both = [Phase::Clinical, Phase::Commercial];
/// let version = |version: &str, phases: &[Phase], criterion: &str| {
///     Specification::builder("SPEC-7", version, "Example vector")
///         .approved()
///         .phases(phases)
///         .rounding(Rounding::Usp)
///         .test(
///             Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
///                 .accept(Acceptance::new(criterion)),
///         )
///         .build()
/// };
/// let plan = History::new(vec![
///     Version::since("2024-06-03", version("2", &[Phase::Clinical], "NMT 40 %")?),
///     Version::since("2025-01-15", version("3", &both, "NMT 30 %")?),
/// ])?
/// .plan(Phase::Commercial)?;
///
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("empty", "27 %")])?;
/// assert_eq!(plan.verdict(&lot.clone().manufactured_on("2025-01-15")?)?, Verdict::Conforms);
///
/// // There were no commercial criteria yet.
/// let refused = plan.verdict(&lot.manufactured_on("2025-01-14")?).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "versions[0].specification.phases: the phase `commercial` is not covered; the \
///      specification covers `clinical`"
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct HistoryPlan {
    // Invariants: as those of a history; at least one has a plan.
    phase: Phase,
    versions: Vec<PlannedVersion>,
}

#[derive(Clone, Debug)]
struct PlannedVersion {
    period: Period,
    /// Or why there is none; that concerns only the lots of this version.
    plan: Result<Plan, DocumentError>,
}

impl History {
    /// Compiles every version for `phase`. Costs about as much as reading them; do it once.
    ///
    /// A version that cannot be planned, because it does not cover the phase yet, makes only its
    /// own lots unjudgeable.
    ///
    /// # Errors
    ///
    /// A phase for which no version can be planned: all that is wrong with each.
    pub fn plan(&self, phase: Phase) -> Result<HistoryPlan, DocumentError> {
        let plan = |version: &VersionInForce| {
            let mut problems = Problems::default();
            let path = format!("versions[{}].specification", version.place);
            let plan = version
                .specification
                .plan(phase)
                .map_err(|refused| problems.absorb(&path, refused.into()))
                .ok();
            PlannedVersion { period: version.period.clone(), plan: problems.into_result(plan) }
        };
        let versions: Vec<PlannedVersion> = self.versions().iter().map(plan).collect();
        let mut problems = Problems::default();
        if versions.iter().all(|version| version.plan.is_err()) {
            for refused in versions.iter().filter_map(|version| version.plan.as_ref().err()) {
                problems.absorb("", refused.clone().into());
            }
        }
        problems.into_result(Some(HistoryPlan { phase, versions }))
    }
}

impl HistoryPlan {
    /// The phase for which it was compiled.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The plan of the version in force for `lot`: what judges it. For n versions, log n
    /// comparisons.
    ///
    /// # Errors
    ///
    /// What [`History::in_force_for`] refuses; a version that cannot be planned for the phase, with
    /// a path that names it, such as `versions[0].specification.phases`.
    pub fn plan_for(&self, lot: &Lot) -> Result<&Plan, DocumentError> {
        let version = in_force_for(&self.versions, |version| &version.period, lot)?;
        version.plan.as_ref().map_err(Clone::clone)
    }

    /// Whether the lot conforms to the version in force for it, as [`Plan::verdict`] says.
    ///
    /// # Errors
    ///
    /// As [`plan_for`](Self::plan_for).
    pub fn verdict(&self, lot: &Lot) -> Result<Verdict, DocumentError> {
        self.plan_for(lot).map(|plan| plan.verdict(lot))
    }

    /// The lot judged by the version in force for it, with the reasons, as [`Plan::evaluate`] says.
    ///
    /// # Errors
    ///
    /// As [`plan_for`](Self::plan_for).
    pub fn evaluate(&self, lot: &Lot) -> Result<Report, DocumentError> {
        self.plan_for(lot).map(|plan| plan.evaluate(lot))
    }
}
