//! What another specification, version or phase would have said of past lots.

mod document;
mod flip;
mod table;

pub use flip::{Cause, Flip};

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::lot_ids::LotIds;
use crate::error::{DocumentError, ProblemCode, Problems, shown};
use crate::lot::Lot;
use crate::plan::Plan;
use crate::report::{Finding, Verdict};

/// Past lots, judged under a current and a proposed plan: which verdicts flip, because of which
/// tests.
///
/// It is the evidence for re-evaluating acceptance criteria from manufacturing experience. The two
/// plans may differ in specification, version and phase; [`Plan::verdict`] of each decides, and a
/// lot whose two verdicts differ is a [`Flip`]. Lots come one at a time; their ids and the flips
/// are kept, and nothing else of them. A lot counts once: it is refused when it is handed in again.
///
/// Of a lot, each plan disregards what was said with regard to the other one only:
///
/// 1. That it is to be judged by the other one's specification and version. A lot that states a
///    third, or is of another product, is `incomplete` under both plans, and counted by
///    [`unjudged`](Self::unjudged).
/// 2. Results of tests that only the other one's specification names. Results that neither names
///    are unplanned under both.
///
/// A test that only the proposed specification names is pending where past lots have no result of
/// it; the [`Flip`] says that it was added.
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::Reevaluation;
/// use release_criteria::{
///     Acceptance, AssayResult, Attribute, DocumentError, Lot, Phase, Plan, Rounding,
///     Specification, Test, Verdict,
/// };
///
/// fn plan(version: &str, criterion: &str) -> Result<Plan, DocumentError> {
///     Specification::builder("SPEC-7", version, "Example vector")
///         .phases(&[Phase::Commercial])
///         .rounding(Rounding::Usp)
///         .test(
///             Test::quantitative("full", "Full capsids", Attribute::Purity, "%")
///                 .accept(Acceptance::new(criterion)),
///         )
///         .build()?
///         .plan(Phase::Commercial)
/// }
///
/// let mut reevaluation = Reevaluation::new(&plan("2", "NLT 60 %")?, &plan("3", "NLT 70 %")?)?;
/// for (id, full) in [("LOT-1", "71.4 %"), ("LOT-2", "66.0 %"), ("LOT-3", "58.1 %")] {
///     let lot = Lot::new(id, "Example vector", vec![AssayResult::new("full", full)])?
///         .for_specification("SPEC-7", "2")?;
///     if let Some(flip) = reevaluation.judge(&lot)? {
///         println!("{flip}");
///     }
/// }
///
/// assert_eq!(reevaluation.count(Verdict::Conforms, Verdict::DoesNotConform), 1);
/// let flip = &reevaluation.flips()[0];
/// assert_eq!((flip.lot(), flip.causes()[0].test()), ("LOT-2", "full"));
/// # Ok::<(), DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reevaluation {
    pub(super) current: Side,
    pub(super) proposed: Side,
    /// One for each two verdicts.
    counts: Vec<Verdicts>,
    unjudged: u64,
    ids: LotIds,
    flips: Vec<Flip>,
    /// The tests and groups that are causes of flips, by id.
    causes: BTreeMap<(String, bool), FlippedBy>,
}

/// How many lots have these verdicts.
#[derive(Clone, Debug)]
struct Verdicts {
    current: Verdict,
    proposed: Verdict,
    lots: u64,
}

/// A test or group that is a cause of flips.
#[derive(Clone, Debug)]
struct FlippedBy {
    id: String,
    is_group: bool,
    name: String,
    flips: u64,
}

/// One of the two plans.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(super) plan: Plan,
    /// The tests that only the other one's specification names, sorted.
    foreign: Vec<String>,
}

impl Side {
    fn new(plan: &Plan, other: &Plan) -> Self {
        let own: HashSet<&str> = plan.tests().collect();
        let mut foreign: Vec<String> =
            other.tests().filter(|test| !own.contains(test)).map(str::to_owned).collect();
        foreign.sort_unstable();
        Self { plan: plan.clone(), foreign }
    }

    /// The id and the version of its specification.
    fn specification(&self) -> (&str, &str) {
        (self.plan.specification_id(), self.plan.specification_version())
    }
}

impl Reevaluation {
    /// A comparison of two plans, before any lot is judged.
    ///
    /// # Errors
    ///
    /// Plans for different products.
    pub fn new(current: &Plan, proposed: &Plan) -> Result<Self, DocumentError> {
        let mut problems = Problems::default();
        if current.product() != proposed.product() {
            problems.push(
                "product",
                ProblemCode::Mismatch,
                format!(
                    "found `{}`, and `{}` in the current specification; a lot is of one product",
                    shown(proposed.product(), 1),
                    shown(current.product(), 1)
                ),
            );
        }
        problems.into_result(Some(Self {
            current: Side::new(current, proposed),
            proposed: Side::new(proposed, current),
            counts: Verdicts::none().collect(),
            causes: BTreeMap::new(),
            unjudged: 0,
            ids: LotIds::default(),
            flips: Vec::new(),
        }))
    }

    /// Judges one more lot, and shows the flip if its verdicts differ. Costs two verdicts; for a
    /// flip two reports as well.
    ///
    /// # Errors
    ///
    /// A lot that is handed in twice, with its path (`lots[2].id`, of the lots in the order in
    /// which they were handed in). It changes nothing, and the next lot can be judged.
    pub fn judge(&mut self, lot: &Lot) -> Result<Option<&Flip>, DocumentError> {
        let mut problems = Problems::default();
        self.ids.take(lot, &mut problems);
        problems.into_result(Some(()))?;
        let is_stated = |side: &Side| lot.specification() == Some(side.specification());
        // What both state stands for both.
        let of_current = lot.without(&self.current.foreign, is_stated(&self.proposed));
        let of_proposed = lot.without(&self.proposed.foreign, is_stated(&self.current));
        let (current, proposed) = (&self.current.plan, &self.proposed.plan);
        let verdicts = (current.verdict(&of_current), proposed.verdict(&of_proposed));
        if current.mismatch(&of_current).is_some() {
            self.unjudged = self.unjudged.saturating_add(1);
        }
        let counted = self.counts.iter_mut().find(|one| (one.current, one.proposed) == verdicts);
        if let Some(counted) = counted {
            counted.lots = counted.lots.saturating_add(1);
        }
        if verdicts.0 == verdicts.1 {
            return Ok(None);
        }
        let flip = Flip::of(&current.evaluate(&of_current), &proposed.evaluate(&of_proposed));
        for finding in flip.causes().iter().filter_map(Cause::newest) {
            self.count_cause(finding);
        }
        self.flips.push(flip);
        Ok(self.flips.last())
    }

    /// How many lots were judged.
    #[must_use]
    pub fn lots(&self) -> u64 {
        self.counts.iter().fold(0, |sum, one| sum.saturating_add(one.lots))
    }

    /// How many lots have these two verdicts.
    #[must_use]
    pub fn count(&self, current: Verdict, proposed: Verdict) -> u64 {
        let counted =
            self.counts.iter().find(|one| (one.current, one.proposed) == (current, proposed));
        counted.map_or(0, |one| one.lots)
    }

    /// How many lots neither plan judges: they are of another product, or state a specification or
    /// version that is neither's. They are `incomplete` under both.
    #[must_use]
    pub fn unjudged(&self) -> u64 {
        self.unjudged
    }

    /// The lots whose verdicts differ, in the order in which they were judged.
    #[must_use]
    pub fn flips(&self) -> &[Flip] {
        &self.flips
    }

    /// The tests and groups that are causes of flips, by id, each with the number of flips: most
    /// first, then by id.
    #[must_use]
    pub fn tests(&self) -> Vec<(&str, u64)> {
        self.flipped_by().into_iter().map(|one| (one.id.as_str(), one.flips)).collect()
    }

    /// What [`tests`](Self::tests) lists.
    fn flipped_by(&self) -> Vec<&FlippedBy> {
        let mut all: Vec<&FlippedBy> = self.causes.values().collect();
        all.sort_by_key(|one| Reverse(one.flips));
        all
    }

    fn count_cause(&mut self, finding: &Finding) {
        let (id, is_group) = (finding.test().to_owned(), finding.is_group());
        let one = self.causes.entry((id.clone(), is_group)).or_insert_with(|| FlippedBy {
            id,
            is_group,
            name: finding.name().to_owned(),
            flips: 0,
        });
        one.flips = one.flips.saturating_add(1);
    }
}

impl Verdicts {
    /// Each two verdicts, which no lot has yet.
    fn none() -> impl Iterator<Item = Self> {
        let all = Verdict::ALL;
        all.iter().flat_map(move |&current| {
            all.iter().map(move |&proposed| Self { current, proposed, lots: 0 })
        })
    }
}
