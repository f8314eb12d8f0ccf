//! What most tests ask, close together in memory: that one number lies between two ends.

use std::ops::{Range, RangeInclusive};

use crate::acceptance::Region;
use crate::lot::{Lot, Outline};
use crate::plan::compiled::PlannedTest;
use crate::report::{Outcome, Reason};
use crate::specification::Gate;
use crate::value::{Exact, Identifier, Unit};

/// How many decimal places a value may have and be compared as a whole number: more than nearly all
/// have, and few enough for the digits of the largest.
const PLACES: u32 = 4;

/// A test where a lot has its results: in the order of the ids.
#[derive(Clone, Debug)]
pub(crate) struct SortedTest {
    /// Where the test stands in the specification.
    pub(crate) place: usize,
    pub(crate) id: Identifier,
    pub(crate) gate: Gate,
    /// The place of the group of which it is a member.
    pub(crate) group: Option<usize>,
    /// Whether it is measured, and not derived from others.
    pub(crate) takes_results: bool,
    unit: Option<Unit>,
    limits: Option<PlainLimits>,
}

/// The limits of a test that nothing but a number decides, by whatever method: what it accepts of
/// values of so many places.
#[derive(Clone, Debug)]
struct PlainLimits {
    signed: bool,
    accepted: RangeInclusive<i64>,
}

impl SortedTest {
    pub(crate) fn new(place: usize, test: &PlannedTest) -> Self {
        let quantity = test.only().and_then(|asked| asked.quantity.as_ref());
        Self {
            place,
            id: test.identifier().clone(),
            gate: test.gate(),
            group: test.group,
            takes_results: test.asked.iter().all(|asked| asked.derived.is_none()),
            unit: quantity.map(|quantity| quantity.unit.clone()).filter(|unit| !unit.is_one()),
            limits: PlainLimits::of(test),
        }
    }

    /// What lots are like that have one result of each test that takes results, in its unit.
    pub(crate) fn outline(sorted: &[Self]) -> Outline {
        let mut outline = Outline::default();
        sorted
            .iter()
            .filter(|test| test.takes_results)
            .for_each(|test| outline.push(test.id.as_str(), test.unit.as_ref()));
        outline
    }

    /// What the only result of the test decides, if that is an exact number in its unit, as is
    /// known or has to be looked for: as
    /// [`Determinations`](super::tally::Determinations) come to it, without the detour.
    #[inline]
    pub(crate) fn outcome(
        &self,
        lot: &Lot,
        span: &Range<usize>,
        is_in_unit: bool,
    ) -> Option<(Outcome, Reason)> {
        let (limits, (coefficient, place)) = (self.limits.as_ref()?, lot.plain(span)?);
        let can_be = limits.signed || coefficient >= 0;
        if !can_be || !(is_in_unit || self.is_in_unit(lot, span)) {
            return None;
        }
        let whole = Exact::scaled_up(coefficient, place.checked_add_unsigned(PLACES)?)?;
        let is_within = limits.accepted.contains(&whole);
        Some(if is_within {
            (Outcome::Conforms, Reason::Within)
        } else {
            (Outcome::DoesNotConform, Reason::Outside)
        })
    }

    #[cold]
    fn is_in_unit(&self, lot: &Lot, span: &Range<usize>) -> bool {
        self.unit.as_ref().map(Unit::as_str) == lot.unit(span)
    }
}

impl PlainLimits {
    fn of(test: &PlannedTest) -> Option<Self> {
        let (quantity, limits) = test.decided_by_a_number().filter(|_| test.methods.is_empty())?;
        Some(Self { signed: quantity.signed, accepted: scaled(&limits.accepted, PLACES) })
    }
}

/// What is accepted of whole numbers of 64 bits, each a value × 10^`places`.
pub(crate) fn scaled(accepted: &Region, places: u32) -> RangeInclusive<i64> {
    let (first, last) = accepted.scaled(places).into_inner();
    let (first, last) = (first.max(i64::MIN.into()), last.min(i64::MAX.into()));
    // An end that is still beyond 64 bits is beyond every value that there is.
    let (first, last) = i64::try_from(first).ok().zip(i64::try_from(last).ok()).unwrap_or((1, 0));
    first..=last
}
