//! Intervals of decimals: what a criterion accepts, and what one measurement may be.

use std::cmp::Ordering;
use std::fmt;
use std::ops::RangeInclusive;

use super::cut::{cut, five_percent_beyond, is_far};
use super::interval::{End, Interval, Relation, cmp_lower, cmp_upper};
use super::{Rounding, StrictLimits};
use crate::criterion::{Bound, Criterion, Form, Range, Terms};
use crate::value::{Comparator, Exact, Measurement, Number, Unit};

/// An interval of numbers with exact ends: what a criterion accepts, or what a measurement may be.
///
/// Both are sets, and the outcome is how they lie:
///
/// ```text
///  accepted   ···════════════════════╡101.55
///  measured            •92.4                        inside       conforms
///  measured                               •101.6    disjoint     does not conform
///  measured              ╞════════════════════╡     overlapping  indeterminate
/// ```
///
/// Rounding is already in the ends: `NMT 101.5 %` under [`Rounding::Usp`] accepts exactly the
/// values below 101.55. One interval is always enough, because every rule of rounding is monotone.
///
/// Ends have no unit; they are in that of the criterion or the measurement.
///
/// # Examples
///
/// ```
/// use release_criteria::{Criterion, Measurement, Region, Relation, Rounding, StrictLimits};
///
/// let criterion: Criterion = "50–200 %".parse()?;
/// let accepted = Region::accepted(&criterion, Rounding::Usp, StrictLimits::Exact).unwrap();
/// assert_eq!(accepted.to_string(), "≥ 49.5 and < 200.5");
/// assert!(accepted.contains(&"200.49".parse()?));
///
/// let censored: Measurement = ">200 %".parse()?;
/// let measured = Region::measured(&censored, false).unwrap();
/// assert_eq!(accepted.relation(&measured), Relation::Overlapping);
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Region(Interval<Exact>);

impl End<Exact> {
    /// Ends of accepted and of measured sets are at most three digits longer than the number of
    /// which they are made, and a limit has at most 18: they always are numbers.
    fn number(self) -> Option<(Number, bool)> {
        match self {
            Self::Unbounded => None,
            Self::At { value, included } => Some((Number::of_exact(value)?, included)),
        }
    }
}

impl Region {
    /// What can be measured where values cannot be negative.
    const NOT_NEGATIVE: Self = Self(Interval {
        lower: End::At { value: Exact::ZERO, included: true },
        upper: End::Unbounded,
    });

    /// The unrounded numbers that `criterion` accepts when results are rounded by `rounding`.
    ///
    /// `strict` says what rounding means to `<` and `>`; it has no effect under
    /// [`Rounding::Absolute`]. `None` if the criterion sets no limits: terms, `report`, `not
    /// required`.
    #[must_use]
    pub fn accepted(
        criterion: &Criterion,
        rounding: Rounding,
        strict: StrictLimits,
    ) -> Option<Self> {
        criterion.range().map(|range| Self::of_range(range, rounding, strict))
    }

    /// The numbers that `measurement` may stand for: itself, or for a censored one all that it
    /// leaves open.
    ///
    /// Quantities are not negative unless `signed`: `<0.5` is 0 up to 0.5. `None` for a set that
    /// cannot be: a negative number where none may be, or `<0`.
    #[must_use]
    pub fn measured(measurement: &Measurement, signed: bool) -> Option<Self> {
        let value = measurement.number().exact();
        if !signed && value.is_negative() {
            return None;
        }
        let end = |included| End::At { value, included };
        let (lower, upper) = match measurement.comparator() {
            None => (end(true), end(true)),
            Some(Comparator::AtLeast) => (end(true), End::Unbounded),
            Some(Comparator::MoreThan) => (end(false), End::Unbounded),
            Some(Comparator::AtMost) => (End::Unbounded, end(true)),
            Some(Comparator::LessThan) => (End::Unbounded, end(false)),
        };
        let region =
            Self(Interval { lower, upper }).of_a_quantity(signed && !measurement.is_not_detected());
        (!region.is_empty()).then_some(region)
    }

    /// What `criterion` accepts as it is written, without any rounding; `None` if it sets no
    /// limits.
    pub(crate) fn unrounded(criterion: &Criterion) -> Option<Self> {
        Self::accepted(criterion, Rounding::Absolute, StrictLimits::Exact)
    }

    pub(crate) fn of_range(range: &Range, rounding: Rounding, strict: StrictLimits) -> Self {
        // `= n` is exact under every rule.
        let rounding = if range.form() == Form::Equal { Rounding::Absolute } else { rounding };
        let end = |bound: &Bound| {
            let (value, included) = cut(bound, rounding, strict);
            End::At { value, included }
        };
        Self::with_ends(range, end)
    }

    /// The bounds that rounding moves, and whether it does by more than 5 % of the limit.
    pub(crate) fn moved_bounds(
        range: &Range,
        rounding: Rounding,
        strict: StrictLimits,
    ) -> impl Iterator<Item = (&Bound, bool)> {
        let bounds =
            range.lower().into_iter().chain(range.upper()).filter(|_| range.form() != Form::Equal);
        bounds.filter_map(move |bound| {
            let (at, _) = cut(bound, rounding, strict);
            (at != bound.limit.exact()).then(|| (bound, is_far(bound, at)))
        })
    }

    /// What lies within 5 % of the limits, rounding aside; beyond it a limit is coarse.
    pub(crate) fn within_five_percent(range: &Range) -> Self {
        Self::with_ends(range, |bound| End::At {
            value: five_percent_beyond(bound),
            included: true,
        })
    }

    fn with_ends(range: &Range, end: impl Fn(&Bound) -> End<Exact>) -> Self {
        let end = |bound: Option<&Bound>| bound.map_or(End::Unbounded, &end);
        Self(Interval { lower: end(range.lower()), upper: end(range.upper()) })
    }

    /// Every value multiplied by a factor above zero.
    pub(crate) fn times(&self, factor: &Number) -> Self {
        let times = |end: End<Exact>| end.map(|value| value.times(factor.exact()));
        Self(Interval { lower: times(self.0.lower), upper: times(self.0.upper) })
    }

    /// Where it begins, and whether that number is in it; `None` where it has no lower end.
    ///
    /// The number is written with as many places as it takes; compare it with
    /// [`Number::same_value`].
    ///
    /// ```
    /// # use release_criteria::{Criterion, Region, Rounding, StrictLimits};
    /// let criterion: Criterion = "NLT 70.0 %".parse()?;
    /// let accepted = Region::accepted(&criterion, Rounding::Usp, StrictLimits::Exact).unwrap();
    /// let (lower, included) = accepted.lower().unwrap();
    /// assert!(lower.same_value(&"69.950".parse()?) && included);
    /// assert_eq!(accepted.upper(), None);
    /// # Ok::<(), release_criteria::ParseError>(())
    /// ```
    #[must_use]
    pub fn lower(&self) -> Option<(Number, bool)> {
        self.0.lower.number()
    }

    /// Where it ends, and whether that number is in it; `None` where it has no upper end.
    #[must_use]
    pub fn upper(&self) -> Option<(Number, bool)> {
        self.0.upper.number()
    }

    /// Whether `number` is in it.
    #[must_use]
    pub fn contains(&self, number: &Number) -> bool {
        self.holds(&number.exact())
    }

    /// Whether a value is in it.
    pub(crate) fn holds(&self, value: &Exact) -> bool {
        self.0.holds(value)
    }

    /// The whole numbers `x` for which `x × 10^-places` is in it: from the first to the last, both
    /// included, and none if the first is the greater one.
    ///
    /// Cut points and strictness are folded into the two ends, so that `range.contains(&x)` is all
    /// that is left of a comparison. The range is exact for all values of so many decimal places,
    /// even where an end has more of them.
    ///
    /// ```
    /// # use release_criteria::{Criterion, Region, Rounding, StrictLimits};
    /// let criterion: Criterion = "70–130 %".parse()?;
    /// let accepted = Region::accepted(&criterion, Rounding::Usp, StrictLimits::Exact).unwrap();
    /// assert_eq!(accepted.to_string(), "≥ 69.5 and < 130.5");
    /// assert_eq!(accepted.scaled(2), 6950..=13049);
    /// assert_eq!(accepted.scaled(0), 70..=130);
    /// # Ok::<(), release_criteria::ParseError>(())
    /// ```
    #[must_use]
    pub fn scaled(&self, places: u32) -> RangeInclusive<i128> {
        let place = i32::try_from(places).unwrap_or(i32::MAX).saturating_neg();
        let Interval { lower, upper } = self.0;
        let (first, last) = match (lower, upper) {
            (End::At { value, .. }, _) if value.count(place).0 == i128::MAX => (1, 0),
            (_, End::At { value, .. }) if value.count(place).0 == i128::MIN => (1, 0),
            (lower, upper) => (
                lower.value_or(i128::MIN, |value, included| match value.count(place) {
                    (i128::MIN, _) => i128::MIN,
                    (whole, true) if included => whole,
                    (whole, _) => whole.saturating_add(1),
                }),
                upper.value_or(i128::MAX, |value, included| match value.count(place) {
                    (i128::MAX, _) => i128::MAX,
                    (whole, true) if !included => whole.saturating_sub(1),
                    (whole, _) => whole,
                }),
            ),
        };
        first..=last
    }

    /// Whether there is no number in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every number in it is in `other` too.
    #[must_use]
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.0.is_subset_of(&other.0)
    }

    /// Whether no number is in both.
    #[must_use]
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        self.0.is_disjoint_from(&other.0)
    }

    /// How `measured` lies to this accepted set.
    #[must_use]
    pub fn relation(&self, measured: &Self) -> Relation {
        self.0.relation(&measured.0)
    }

    /// Those of its numbers that lie below all of `other`, and those that lie above; for two that
    /// overlap.
    pub(crate) fn outside(&self, other: &Self) -> [Option<Self>; 2] {
        let Interval { lower, upper } = self.0;
        let below = Self(Interval { lower, upper: other.0.lower.facing() });
        let above = Self(Interval { lower: other.0.upper.facing(), upper });
        let begins_below = cmp_lower(&lower, &other.0.lower).is_lt();
        let ends_above = cmp_upper(&upper, &other.0.upper).is_gt();
        [begins_below.then_some(below), ends_above.then_some(above)]
    }

    /// Orders sets by where they begin.
    pub(crate) fn cmp_begin(&self, other: &Self) -> Ordering {
        cmp_lower(&self.0.lower, &other.0.lower)
    }

    /// What lies above all of it and below all of `next`, if anything does.
    pub(crate) fn gap_before(&self, next: &Self) -> Option<Self> {
        let gap = Self(Interval { lower: self.0.upper.facing(), upper: next.0.lower.facing() });
        let is_bounded = gap.0.lower.value().is_some() && gap.0.upper.value().is_some();
        (is_bounded && !gap.is_empty()).then_some(gap)
    }

    /// Whether every number is in it that a quantity can have.
    pub(crate) fn is_everything(&self, signed: bool) -> bool {
        let Interval { lower, upper } = self.of_a_quantity(signed).0;
        upper.value().is_none()
            && (lower.value().is_none()
                || !signed && cmp_lower(&lower, &Self::NOT_NEGATIVE.0.lower).is_eq())
    }

    /// Its ends.
    pub(crate) fn interval(&self) -> &Interval<Exact> {
        &self.0
    }

    /// Those of its numbers that a quantity can have: all if `signed`, else those that are not
    /// negative.
    pub(crate) fn of_a_quantity(self, signed: bool) -> Self {
        let zero = Self::NOT_NEGATIVE.0.lower;
        let Interval { lower, upper } = self.0;
        let lower = if signed || cmp_lower(&lower, &zero).is_ge() { lower } else { zero };
        Self(Interval { lower, upper })
    }
}

impl Criterion {
    /// Exactly what is accepted, in words: the numbers `accepted`, in `unit`, and the terms.
    pub(crate) fn accepts(&self, accepted: Option<&Region>, unit: Option<&Unit>) -> String {
        let numbers = accepted.map(|region| Unit::after(region, unit));
        let terms = self.terms().map(Terms::accepted_text).filter(|text| !text.is_empty());
        numbers.into_iter().chain(terms).collect::<Vec<_>>().join(" or ")
    }
}

impl PartialEq for Region {
    /// Whether both hold the same numbers.
    fn eq(&self, other: &Self) -> bool {
        self.is_subset_of(other) && other.is_subset_of(self)
    }
}

impl Eq for Region {}

impl fmt::Display for Region {
    /// `≥ 69.95`, `≥ 49.5 and < 200.5`, `= 4`, `any value`, `no value`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lower = |value, included| format!("{} {value}", if included { "≥" } else { ">" });
        let upper = |value, included| format!("{} {value}", if included { "≤" } else { "<" });
        let text = match (self.0.lower, self.0.upper) {
            _ if self.is_empty() => "no value".to_owned(),
            (End::Unbounded, End::Unbounded) => "any value".to_owned(),
            (End::At { value, included }, End::Unbounded) => lower(value, included),
            (End::Unbounded, End::At { value, included }) => upper(value, included),
            (End::At { value: from, .. }, End::At { value: to, .. }) if from == to => {
                format!("= {from}")
            }
            (
                End::At { value: from, included: with_from },
                End::At { value: to, included: with_to },
            ) => {
                format!("{} and {}", lower(from, with_from), upper(to, with_to))
            }
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Region {
        Region::measured(&text.parse().unwrap(), true).unwrap()
    }

    /// Rules: GEN-2.
    #[test]
    fn gaps() {
        let gap =
            |first: &str, next: &str| of(first).gap_before(&of(next)).map(|gap| gap.to_string());
        assert_eq!(gap("<5", "7").as_deref(), Some("≥ 5 and < 7"));
        assert_eq!(gap("≤5", ">7").as_deref(), Some("> 5 and ≤ 7"));
        assert_eq!(gap("<5", ">5").as_deref(), Some("= 5"));
        for (first, next) in [("≤5", ">5"), ("<5", "≥5"), (">5", "7"), ("5", "<7"), ("7", "5")]
        {
            assert_eq!(gap(first, next), None, "{first} and {next}");
        }
    }

    /// Rules: GEN-2.
    #[test]
    fn single_numbers() {
        let accepted = of("<5");
        for (number, is_in) in [("4.9", true), ("5", false), ("5.1", false), ("-7", true)] {
            assert_eq!(accepted.contains(&number.parse().unwrap()), is_in, "{number}");
        }
    }
}
