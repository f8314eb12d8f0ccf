//! What most tests ask, close together in memory: that one number lies between two ends.

use super::judgement::{Judgement, Standing};
use super::planned::{Asked, PlannedTest};
use crate::lot::Plain;
use crate::report::Reason;
use crate::specification::Gate;
use crate::value::{Exact, Identifier, Unit};

/// How many more decimal places than the ends a value may have and still be compared as a whole number.
const FINER: i32 = 4;

/// A test where a lot has its results: in the order of the ids.
#[derive(Clone, Debug)]
pub(super) struct SortedTest {
    /// Where the test stands in the specification.
    pub(super) place: usize,
    pub(super) id: Identifier,
    pub(super) gate: Gate,
    /// The place of the group of which it is a member.
    pub(super) group: Option<usize>,
    limits: Option<PlainLimits>,
}

/// The limits of a test that nothing but a number decides, by whatever method.
#[derive(Clone, Debug)]
struct PlainLimits {
    unit: Unit,
    signed: bool,
    /// The accepted set in whole multiples of 10^`place`, which both its ends are.
    place: i32,
    first: i128,
    last: i128,
}

impl SortedTest {
    pub(super) fn new(place: usize, test: &PlannedTest) -> Self {
        let id = test.identifier().clone();
        Self { place, id, gate: test.gate(), group: test.group, limits: PlainLimits::of(test) }
    }

    /// The judgement of the only result of the test, if that is an exact number in its unit: as [`PlannedTest::see_all`] comes to it,
    /// without the detour.
    pub(super) fn judge(&self, plain: Option<Plain<'_>>) -> Option<Judgement> {
        let (limits, plain) = (self.limits.as_ref()?, plain?);
        let can_be = limits.signed || plain.coefficient >= 0;
        if !can_be || !limits.unit.matches_text(plain.unit) {
            return None;
        }
        let whole = Exact::scaled_up(plain.coefficient, plain.place.checked_sub(limits.place)?)?;
        let is_within = limits.first <= whole && whole <= limits.last;
        let (standing, reason) =
            if is_within { (Standing::Meets, Reason::Within) } else { (Standing::Fails, Reason::Outside) };
        Some(Judgement { standing, reason })
    }
}

impl PlainLimits {
    fn of(test: &PlannedTest) -> Option<Self> {
        let is_plain = |asked: &&Asked| {
            test.when.is_none() && test.replicates.is_none() && test.methods.is_empty() && asked.derived.is_none()
        };
        let asked = test.only().filter(is_plain)?;
        let (quantity, limits) = (asked.quantity.as_ref()?, asked.limits.as_ref()?);
        let place = limits.accepted.last_place()?.min(0).saturating_sub(FINER);
        let (first, last) = limits.accepted.scaled(place.unsigned_abs()).into_inner();
        Some(Self { unit: quantity.unit.clone(), signed: quantity.signed, place, first, last })
    }
}
