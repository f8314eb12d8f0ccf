//! Limits on a number, as written.

use std::cmp::Ordering;
use std::fmt;

use crate::value::{Comparator, Number, Unit};

/// The limits of a criterion.
///
/// Invariants:
/// 1. At least one bound, each on its side.
/// 2. Every limit fits a limit: 18 digits between 10^-12 and 10^22.
/// 3. The bounds do not cross, and where they meet both are included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Range {
    lower: Option<Bound>,
    upper: Option<Bound>,
    form: Form,
    unit: Option<Unit>,
}

/// One end: a limit, on which side it bounds, and whether it is included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bound {
    pub(crate) comparator: Comparator,
    pub(crate) limit: Number,
}

impl Bound {
    pub(crate) fn is_strict(&self) -> bool {
        self.comparator.is_strict()
    }

    pub(crate) fn is_lower(&self) -> bool {
        self.comparator.is_lower()
    }
}

/// How the limits were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Bounds,
    /// `= 4`, which no rounding touches.
    Equal,
    /// `7.0 ± 0.2`; the bounds are computed.
    Tolerance {
        target: Number,
        tolerance: Number,
        percent: bool,
    },
}

impl Range {
    /// `None` where the bounds cross, stand on the wrong side, or there is none.
    pub(crate) fn new(
        lower: Option<Bound>,
        upper: Option<Bound>,
        form: Form,
        unit: Option<Unit>,
    ) -> Option<Self> {
        let ordered = match (lower, upper) {
            (None, None) => false,
            (Some(lower), Some(upper)) => match lower.limit.compare_value(&upper.limit) {
                Ordering::Less => true,
                Ordering::Equal => !lower.is_strict() && !upper.is_strict(),
                Ordering::Greater => false,
            },
            _ => true,
        };
        let on_their_sides = lower.is_none_or(|bound| bound.is_lower())
            && upper.is_none_or(|bound| !bound.is_lower());
        (ordered && on_their_sides).then_some(Self { lower, upper, form, unit })
    }

    pub(crate) fn lower(&self) -> Option<&Bound> {
        self.lower.as_ref()
    }

    pub(crate) fn upper(&self) -> Option<&Bound> {
        self.upper.as_ref()
    }

    pub(crate) fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    pub(crate) fn is_strict(&self) -> bool {
        [self.lower, self.upper].into_iter().flatten().any(|bound| bound.is_strict())
    }

    /// Whether `%` after `±` could be of the target or of a quantity in `unit`.
    pub(crate) fn is_of_percent(&self, unit: &Unit) -> bool {
        matches!(self.form, Form::Tolerance { percent: true, .. }) && unit.as_str().contains('%')
    }

    /// From a number to another, both included.
    pub(crate) fn between(
        lower: Number,
        upper: Number,
        form: Form,
        unit: Option<Unit>,
    ) -> Option<Self> {
        let lower = Bound { comparator: Comparator::AtLeast, limit: lower };
        let upper = Bound { comparator: Comparator::AtMost, limit: upper };
        Self::new(Some(lower), Some(upper), form, unit)
    }

    /// The ends of `target ± tolerance`: whole at the target's last place for a percentage, else at
    /// the finer place of both. `None` where they cannot be written so.
    pub(crate) fn ends(
        target: Number,
        tolerance: Number,
        percent: bool,
    ) -> Option<(Number, Number)> {
        let place = if percent {
            target.last_place()
        } else {
            target.last_place().min(tolerance.last_place())
        };
        let centre = at_place(target.coefficient(), target.last_place(), place)?;
        let distance = if percent {
            let share = target.coefficient().checked_abs()?.checked_mul(tolerance.coefficient())?;
            at_place(share, tolerance.last_place().checked_sub(2)?, 0)?
        } else {
            at_place(tolerance.coefficient(), tolerance.last_place(), place)?
        };
        let end = |coefficient: i128| Number::written(coefficient, place, target.power());
        Some((end(centre.checked_sub(distance)?)?, end(centre.checked_add(distance)?)?))
    }
}

/// `coefficient` × 10^`from` as a whole multiple of 10^`to`.
fn at_place(coefficient: i128, from: i32, to: i32) -> Option<i128> {
    let shift = 10_i128.checked_pow(from.abs_diff(to))?;
    if from >= to {
        coefficient.checked_mul(shift)
    } else {
        (coefficient.checked_rem(shift)? == 0).then(|| coefficient.checked_div(shift)).flatten()
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.form, self.lower, self.upper) {
            (Form::Equal, Some(bound), _) => write!(f, "= {}", bound.limit)?,
            (Form::Tolerance { target, tolerance, percent: true }, ..) => {
                write!(f, "{target} ± {tolerance} %")?;
            }
            (Form::Tolerance { target, tolerance, .. }, ..) => {
                write_two(f, target, " ± ", tolerance)?;
            }
            (_, Some(lower), Some(upper))
                if !self.is_strict() && share_a_range(lower.limit, upper.limit) =>
            {
                let dash = if lower.limit.is_negative() || upper.limit.is_negative() {
                    " to "
                } else {
                    "–"
                };
                write_two(f, lower.limit, dash, upper.limit)?;
            }
            (_, lower, upper) => {
                for (index, bound) in [lower, upper].into_iter().flatten().enumerate() {
                    let and = if index > 0 { " and " } else { "" };
                    write!(f, "{and}{} {}", bound.comparator.keyword(), bound.limit)?;
                }
            }
        }
        self.unit.as_ref().map_or(Ok(()), |unit| write!(f, " {unit}"))
    }
}

/// Whether `a–b` reads back as the same two numbers: a power of ten on the upper end alone would be
/// shared.
fn share_a_range(lower: Number, upper: Number) -> bool {
    lower.power() == upper.power() || (lower.power() != 0 && upper.power() != 0)
}

/// Two numbers, with their power of ten written once if they have the same.
fn write_two(
    f: &mut fmt::Formatter<'_>,
    first: Number,
    between: &str,
    second: Number,
) -> fmt::Result {
    if first.power() == second.power() {
        write!(f, "{}{between}{second}", first.digits())
    } else {
        write!(f, "{first}{between}{second}")
    }
}
