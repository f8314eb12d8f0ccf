//! A specification compiled for one phase, and the judging of lots by it.
//!
//! [`Plan::verdict`] and [`Plan::evaluate`] share one judgement, in `judging`; what `evaluate` says
//! of it stands in `telling`.

mod campaign;
mod compile;
mod compiled;
mod judging;
mod telling;

use std::ops::RangeInclusive;

pub(crate) use campaign::{AcrossLots, Combination, FurtherTest};
use compiled::{PlannedGroup, PlannedParameter, PlannedTest};
pub(crate) use judging::allows;
use judging::{Compare, Determinations, Facts, Members, SortedTest, Tally, scaled};
#[cfg(feature = "testing")]
pub(crate) use telling::Singles;

use crate::acceptance::Region;
use crate::lot::{Lot, Outline};
use crate::report::{Outcome, Reason, SpecificationPin, Verdict};
use crate::specification::{Gate, Phase};

/// A [`Specification`](crate::Specification) compiled for one phase: its cut points are computed, and any number of lots
/// can be judged.
///
/// Judging cannot fail and cannot panic. What cannot be judged becomes a finding.
///
/// # Examples
///
/// ```
/// use release_criteria::{
///     Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Reason, Rounding,
///     Specification, Test, Verdict,
/// };
///
/// let plan = Specification::builder("SPEC-7", "2", "Example vector")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("assay", "Assay", Attribute::Potency, "%")
///             .accept(Acceptance::new("NLT 98.0 %")),
///     )
///     .build()?
///     .plan(Phase::Commercial)?;
///
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("assay", "97.95 %")])?;
/// assert_eq!(plan.verdict(&lot), Verdict::Conforms);
///
/// let report = plan.evaluate(&lot);
/// let finding = &report.findings()[0];
/// assert_eq!((finding.outcome(), finding.reason()), (Outcome::Conforms, Reason::Within));
/// assert_eq!(finding.accepts(), Some("≥ 97.95 %"));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    pin: SpecificationPin,
    product: String,
    phase: Phase,
    parameters: Vec<PlannedParameter>,
    tests: Vec<PlannedTest>,
    /// The tests in the order in which a lot has its results.
    sorted: Vec<SortedTest>,
    /// What lots are like that have one result of each of them, in its unit.
    outline: Outline,
    /// The tests that others need, each after those that it needs itself.
    needed: Vec<usize>,
    /// Of each of them its place among the tests whose determinations are told apart, if it is one.
    told_apart: Vec<Option<usize>>,
    /// At how many places conditions look at the values of a test.
    uses: usize,
    groups: Vec<PlannedGroup>,
}

/// What was found of a test or a group.
struct Judged {
    gate: Gate,
    /// Whether it counts through its group only.
    is_member: bool,
    outcome: Outcome,
    reason: Reason,
}

impl Plan {
    /// The phase for which it was compiled.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The product whose lots it judges.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The id of the specification.
    #[must_use]
    pub fn specification_id(&self) -> &str {
        &self.pin.id
    }

    /// The version of the specification.
    #[must_use]
    pub fn specification_version(&self) -> &str {
        &self.pin.version
    }

    /// The digest of the specification, which its reports bear.
    #[must_use]
    pub fn specification_digest(&self) -> &str {
        &self.pin.digest
    }

    /// What its reports are pinned to.
    pub(crate) fn pin(&self) -> &SpecificationPin {
        &self.pin
    }

    /// The first method that the test with the id `test` lists.
    #[cfg(feature = "testing")]
    pub(crate) fn first_method(&self, test: &str) -> Option<&str> {
        let planned = self.tests.iter().find(|planned| planned.id() == test)?;
        planned.methods.first().map(|method| method.as_str())
    }

    /// The id of every test that the specification names, asked for in this phase or not.
    pub(crate) fn tests(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().map(PlannedTest::id)
    }

    /// The unrounded numbers that the test with the id `test` accepts, in its unit; `None` where it
    /// sets no limits or they depend on the case, and for an id that the specification does not
    /// name.
    #[must_use]
    pub fn region(&self, test: &str) -> Option<Region> {
        let only = self.tests.iter().find(|planned| planned.id() == test)?.only()?;
        only.limits.as_ref().map(|limits| limits.accepted)
    }

    /// What the test with the id `test` accepts of a column of whole numbers, each a value ×
    /// 10^`places` in the unit of the test: from the first to the last, both included, and none if
    /// the first is the greater one. What lies outside does not conform or, below zero where the
    /// test is not signed, cannot be judged.
    ///
    /// The range is exact for values of so many decimal places ([`Region::scaled`]). `None` where a
    /// single number does not decide: where [`region`](Self::region) has none, and for tests with
    /// conditions, replicates or derived values. Methods are not looked at: a test that lists
    /// methods takes values by these only.
    ///
    /// ```
    /// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
    /// # let plan = Specification::builder("SPEC-7", "2", "Example vector")
    /// #     .phases(&[Phase::Commercial])
    /// #     .rounding(Rounding::Usp)
    /// #     .test(
    /// #         Test::quantitative("assay", "Assay", Attribute::Potency, "%")
    /// #             .accept(Acceptance::new("NLT 98.0 %")),
    /// #     )
    /// #     .build()?
    /// #     .plan(Phase::Commercial)?;
    /// let hundredths = [9_795, 9_794, 10_012]; // 97.95 %, 97.94 %, 100.12 %
    /// let accepted = plan.scaled_range("assay", 2).unwrap();
    /// let (first, last) = accepted.into_inner();
    /// let outside =
    ///     hundredths.iter().filter(|&&value| !(first <= value && value <= last)).count();
    /// assert_eq!((first, outside), (9_795, 1));
    /// # Ok::<(), release_criteria::DocumentError>(())
    /// ```
    #[must_use]
    pub fn scaled_range(&self, test: &str, places: u32) -> Option<RangeInclusive<i64>> {
        let planned = self.tests.iter().find(|planned| planned.id() == test)?;
        let (quantity, limits) = planned.decided_by_a_number()?;
        Some(scaled(&limits.accepted.of_a_quantity(quantity.signed), places))
    }

    /// Whether the lot conforms. For n tests and m results it takes about n × log m comparisons,
    /// and allocates nothing where no test has conditions, replicates or derived values.
    ///
    /// It is the verdict of [`evaluate`](Self::evaluate), without the reasons.
    #[must_use]
    pub fn verdict(&self, lot: &Lot) -> Verdict {
        let mut tally = Tally::new();
        let is_open = self.judge(lot, |_, item| {
            if !item.is_member {
                tally.count(item.gate, item.outcome);
            }
        });
        tally.verdict(is_open)
    }

    /// What is found of each test and each group, in the order of the findings of
    /// [`evaluate`](Self::evaluate), and why, without words.
    ///
    /// ```
    /// # use release_criteria::{
    /// #     Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Reason, Rounding,
    /// #     Specification, Test,
    /// # };
    /// # let plan = Specification::builder("SPEC-7", "2", "Example vector")
    /// #     .phases(&[Phase::Commercial])
    /// #     .rounding(Rounding::Usp)
    /// #     .test(
    /// #         Test::quantitative("assay", "Assay", Attribute::Potency, "%")
    /// #             .accept(Acceptance::new("NLT 98.0 %")),
    /// #     )
    /// #     .build()?
    /// #     .plan(Phase::Commercial)?;
    /// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("assay", "97.94 %")])?;
    /// assert_eq!(plan.outcomes(&lot), [("assay", Outcome::DoesNotConform, Reason::Outside)]);
    /// # Ok::<(), release_criteria::DocumentError>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self, lot: &Lot) -> Vec<(&str, Outcome, Reason)> {
        let unseen = (Outcome::Indeterminate, Reason::NoResult);
        let ids = self
            .tests
            .iter()
            .map(PlannedTest::id)
            .chain(self.groups.iter().map(|group| &*group.item.id));
        let mut all: Vec<(&str, Outcome, Reason)> =
            ids.map(|id| (id, unseen.0, unseen.1)).collect();
        self.judge(lot, |place, item| {
            if let Some((_, outcome, reason)) = all.get_mut(place) {
                (*outcome, *reason) = (item.outcome, item.reason);
            }
        });
        all
    }

    /// Shows what is found of each test, and then of each group, with its place among tests and
    /// groups; returns whether a result is unplanned or of another lot.
    #[inline]
    fn judge(&self, lot: &Lot, mut see: impl FnMut(usize, Judged)) -> bool {
        let of_test = |test: &PlannedTest, (outcome, reason)| Judged {
            gate: test.gate(),
            is_member: test.group.is_some(),
            outcome,
            reason,
        };
        let of_group = |group: &PlannedGroup, (outcome, reason)| Judged {
            gate: group.gate(),
            is_member: false,
            outcome,
            reason,
        };
        let mut groups = (self.tests.len()..).zip(&self.groups);
        if let Some(reason) = self.mismatch(lot) {
            let found = (Outcome::Indeterminate, reason);
            self.tests
                .iter()
                .enumerate()
                .for_each(|(place, test)| see(place, of_test(test, found)));
            groups.for_each(|(place, group)| see(place, of_group(group, found)));
            return true;
        }
        let facts = self.facts(lot);
        let mut members = vec![Members::default(); self.groups.len()];
        let is_outlined = lot.has_outline(&self.outline);
        let (mut planned, mut next): (usize, usize) = (0, 0);
        for sorted in &self.sorted {
            let span = if is_outlined {
                next..next.saturating_add(usize::from(sorted.takes_results))
            } else {
                lot.span(sorted.id.as_str(), next)
            };
            next = span.end;
            planned = planned.saturating_add(span.len());
            let detour = || {
                let test = self.tests.get(sorted.place)?;
                Some(Determinations::of(test, &facts, Compare::AsSpecified).outcome(test))
            };
            // Places stay true: every sorted test is one of the tests.
            let Some((outcome, reason)) = sorted.outcome(lot, &span, is_outlined).or_else(detour)
            else {
                continue;
            };
            if let Some((group, test)) = sorted.group.zip(self.tests.get(sorted.place))
                && let Some((members, group)) = members.get_mut(group).zip(self.groups.get(group))
            {
                let (outcome, reason) = group.counted(test.is_neutral(), (outcome, reason));
                members.add(outcome, reason, test.is_untested(&facts));
            }
            see(
                sorted.place,
                Judged { gate: sorted.gate, is_member: sorted.group.is_some(), outcome, reason },
            );
        }
        for members in &members {
            if let Some((place, group)) = groups.next() {
                see(place, of_group(group, group.outcome(members)));
            }
        }
        planned < lot.results().len() || lot.has_foreign_results()
    }

    /// What is known of the lot before a test is judged.
    fn facts<'l>(&self, lot: &'l Lot) -> Facts<'l> {
        self.facts_at(lot, 0..self.needed.len())
    }

    /// The same, of the needed tests at `places` only, each after those that it needs itself.
    fn facts_at<'l>(&self, lot: &'l Lot, places: impl Iterator<Item = usize>) -> Facts<'l> {
        let mut facts = Facts::of(lot, &self.parameters, self.needed.len());
        for place in places {
            // Places stay true: a test that is not there would offer nothing.
            let operands =
                self.needed_test(place).map(|test| test.operands(&facts)).unwrap_or_default();
            facts.add(place, operands, self.uses, self.told_apart.get(place).copied().flatten());
        }
        facts
    }

    /// The test at a place among those that others need.
    fn needed_test(&self, place: usize) -> Option<&PlannedTest> {
        self.tests.get(*self.needed.get(place)?)
    }

    /// Why nothing about the lot can be judged by this plan, if so.
    pub(crate) fn mismatch(&self, lot: &Lot) -> Option<Reason> {
        let this = (self.specification_id(), self.specification_version());
        if lot.product() != self.product {
            Some(Reason::WrongProduct)
        } else if lot.specification().is_some_and(|stated| stated != this) {
            Some(Reason::WrongSpecification)
        } else {
            None
        }
    }
}
