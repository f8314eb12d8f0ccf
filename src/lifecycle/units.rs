//! Values in two units, brought into one.

use super::cell::Cell;
use super::change::ChangeCode;
use super::draft::Draft;
use crate::acceptance::Region;
use crate::value::{Exact, Number, Unit};

/// How two sets in different units become sets in one.
#[derive(Clone, Copy, Default)]
pub(super) enum Scale<'s> {
    /// They are in one already.
    #[default]
    One,
    /// What was is multiplied by the factor, and then is in the unit.
    Before(&'s Number, &'s Unit),
    /// What is now is multiplied by the factor, and then is in the unit.
    After(&'s Number, &'s Unit),
}

impl<'s> Scale<'s> {
    /// Notes another unit or another conversion; says why there is no scale, if so.
    pub(super) fn between(
        before: Cell<'s>,
        after: Cell<'s>,
        part: Option<&str>,
        draft: &mut Draft,
    ) -> Result<Self, String> {
        let declared = |cell: Cell<'s>, from: &Unit| {
            let mut conversions = cell.test.conversions().into_iter();
            conversions.find(|(unit, _)| *unit == from).map(|(_, factor)| factor)
        };
        let in_words = |from: &Unit, factor: &Number, to: &Unit| format!("1 {from} is {factor} {to}.");
        let (scale, how) = match [before.unit(), after.unit()] {
            [None, None] => return Ok(Self::One),
            [Some(was), Some(is)] if was == is => return Ok(Self::One),
            [None, Some(_)] => (Err("A term was asked for, and now a number is."), String::new()),
            [Some(_), None] => (Err("A number was asked for, and now a term is."), String::new()),
            [Some(was), Some(is)] => match (declared(after, was), declared(before, is)) {
                (Some(forth), Some(back)) if forth.exact().times(back.exact()) != Exact::ONE => {
                    (Err("The conversions between the units contradict each other."), String::new())
                }
                (Some(factor), _) => (Ok(Self::Before(factor, is)), in_words(was, factor, is)),
                (None, Some(factor)) => (Ok(Self::After(factor, was)), in_words(is, factor, was)),
                (None, None) => (Err("No conversion between the units is declared."), String::new()),
            },
        };
        let in_unit = |unit: Option<&Unit>| unit.map_or("terms".to_owned(), |unit| format!("in {unit}"));
        let explanation = format!("Results are {}, and were {}. {how}", in_unit(after.unit()), in_unit(before.unit()));
        let sides = [before.side(&before.case.criterion), after.side(&after.case.criterion)];
        draft.push_part(ChangeCode::Unit, part, sides, None, explanation.trim_end());
        scale.map_err(str::to_owned)
    }

    pub(super) fn is_one(&self) -> bool {
        matches!(self, Self::One)
    }

    /// The unit in which both are; `None` where that is the unit of each.
    pub(super) fn unit(&self) -> Option<&'s Unit> {
        match self {
            Self::One => None,
            Self::Before(_, unit) | Self::After(_, unit) => Some(unit),
        }
    }

    pub(super) fn apply(&self, [before, after]: [Region; 2]) -> [Region; 2] {
        match self {
            Self::One => [before, after],
            Self::Before(factor, _) => [before.times(factor), after],
            Self::After(factor, _) => [before, after.times(factor)],
        }
    }
}
