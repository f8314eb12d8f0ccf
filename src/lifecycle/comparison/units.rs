//! Values in two units, brought into one.

use std::collections::HashMap;

use super::applicable_criterion::ApplicableCriterion;
use super::change::ChangeCode;
use super::change_log::ChangeLog;
use crate::acceptance::Region;
use crate::specification::Test;
use crate::value::{Dimension, Exact, Number, Unit};

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

/// Whether each result that both tests read, in whatever unit, is the same value to both.
pub(super) fn reads_alike([before, after]: [&Test; 2]) -> bool {
    let Ok(scale) = Scale::of([before, after], [before.unit(), after.unit()]) else { return true };
    let later: HashMap<&Unit, &Number> = after.conversions().into_iter().rev().collect();
    let is_same = |was: &Number, is: &Number| match scale {
        Scale::One => was.same_value(is),
        Scale::Before(factor, _) => was.exact().times(factor.exact()) == is.exact(),
        Scale::After(factor, _) => is.exact().times(factor.exact()) == was.exact(),
    };
    before
        .conversions()
        .into_iter()
        .all(|(from, was)| later.get(from).is_none_or(|is| is_same(was, is)))
}

impl<'s> Scale<'s> {
    /// How values of two tests in these units become values in one; else why there is no way.
    pub(super) fn of(
        tests: [&'s Test; 2],
        units: [Option<&'s Unit>; 2],
    ) -> Result<Self, &'static str> {
        let [before, after] = tests;
        let declared = |test: &'s Test, from: &Unit| {
            test.conversions().into_iter().find(|(unit, _)| *unit == from).map(|(_, factor)| factor)
        };
        match units {
            [None, None] => Ok(Self::One),
            [Some(was), Some(is)] if was == is => Ok(Self::One),
            [None, Some(_)] => Err("A term was asked for, and now a number is."),
            [Some(_), None] => Err("A number was asked for, and now a term is."),
            [Some(was), Some(is)] => match (declared(after, was), declared(before, is)) {
                (Some(forth), Some(back)) if forth.exact().times(back.exact()) != Exact::ONE => {
                    Err("The conversions between the units contradict each other.")
                }
                (Some(factor), _) => Ok(Self::Before(factor, is)),
                (None, Some(factor)) => Ok(Self::After(factor, was)),
                (None, None) => Err("No conversion between the units is declared."),
            },
        }
    }

    /// How the values of two applicable criteria become values in one unit; notes where they are in two.
    pub(super) fn between(
        [before, after]: [ApplicableCriterion<'s>; 2],
        part: Option<&str>,
        log: &mut ChangeLog,
    ) -> Result<Self, &'static str> {
        // What is not required may have no unit, where units stand in the cases.
        let says_no_unit = |applicable: ApplicableCriterion<'_>| {
            applicable.case.criterion.is_not_required() && applicable.unit().is_none()
        };
        if says_no_unit(before) || says_no_unit(after) {
            return Ok(Self::One);
        }
        let scale = Self::of([before.test, after.test], [before.unit(), after.unit()]);
        let how = match (scale, before.unit(), after.unit()) {
            (Ok(Self::One), ..) => return scale,
            (Ok(Self::Before(factor, is)), Some(was), _) => format!(" 1 {was} is {factor} {is}."),
            (Ok(Self::After(factor, was)), _, Some(is)) => format!(" 1 {is} is {factor} {was}."),
            _ => String::new(),
        };
        let in_unit =
            |unit: Option<&Unit>| unit.map_or("terms".to_owned(), |unit| format!("in {unit}"));
        let explanation = format!(
            "Results are {}, and were {}.{how}",
            in_unit(after.unit()),
            in_unit(before.unit())
        );
        let sides = [before.side(&before.case.criterion), after.side(&after.case.criterion)];
        log.push_part(ChangeCode::Unit, part, sides, None, explanation);
        match scale {
            Ok(scale)
                if before.derivation().is_some()
                    && !scale.is_of_units([before.unit(), after.unit()]) =>
            {
                Err("The declared conversion between the units is not that by which values are \
                     derived.")
            }
            scale => scale,
        }
    }

    /// Whether it is what the units themselves say: one `%` is 10000 `ppm`.
    fn is_of_units(&self, units: [Option<&Unit>; 2]) -> bool {
        let [was, is] = units.map(|unit| unit.map_or(0, |unit| Dimension::of(unit).power_of_ten()));
        let power = |from: i32, to: i32| Exact::new(1, from.saturating_sub(to));
        match self {
            Self::One => true,
            Self::Before(factor, _) => factor.exact() == power(was, is),
            Self::After(factor, _) => factor.exact() == power(is, was),
        }
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
