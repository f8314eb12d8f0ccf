//! What a combined or derived value may be, and the arithmetic of such sets.

use std::cmp::Ordering;

use super::interval::{End, Interval, cmp_lower, cmp_upper};
use super::region::Region;
use crate::value::{Amount, Exact, Fraction};

/// The values that a combined or derived quantity may have: one, or all that censored results leave
/// open.
///
/// All arithmetic here is exact, and tight: an end is included if and only if the value can be
/// reached.
pub(crate) type Extent = Interval<Amount>;

impl From<&Region> for Extent {
    fn from(region: &Region) -> Self {
        let Interval { lower, upper } = *region.interval();
        Self { lower: lower.map(Amount::from), upper: upper.map(Amount::from) }
    }
}

impl Extent {
    pub(crate) fn point(value: &Amount) -> Self {
        let end = || End::At { value: value.clone(), included: true };
        Self { lower: end(), upper: end() }
    }

    /// The value, where there is but one.
    pub(crate) fn single(&self) -> Option<&Amount> {
        let (lower, upper) = (self.lower.value()?, self.upper.value()?);
        (lower == upper).then_some(lower)
    }

    /// The values at its ends, as far as it has ends.
    pub(crate) fn ends(&self) -> impl Iterator<Item = &Amount> {
        [self.lower.value(), self.upper.value()].into_iter().flatten()
    }

    /// What lies in both, if anything does.
    pub(crate) fn common(&self, other: &Self) -> Option<Self> {
        let lower =
            if cmp_lower(&self.lower, &other.lower).is_ge() { &self.lower } else { &other.lower };
        let upper =
            if cmp_upper(&self.upper, &other.upper).is_le() { &self.upper } else { &other.upper };
        let common = Self { lower: lower.clone(), upper: upper.clone() };
        (!common.is_empty()).then_some(common)
    }

    pub(crate) fn contains_zero(&self) -> bool {
        let from = match &self.lower {
            End::At { value, included } => value.is_negative() || value.is_zero() && *included,
            End::Unbounded => true,
        };
        let to = match &self.upper {
            End::At { value, included } => !value.is_negative() && (*included || !value.is_zero()),
            End::Unbounded => true,
        };
        from && to
    }

    /// Whether a value below zero is in it.
    pub(crate) fn goes_below_zero(&self) -> bool {
        self.lower.value().is_none_or(Amount::is_negative)
    }

    /// `None` where a root stands in a sum.
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            lower: add(&self.lower, &other.lower, Fraction::plus)?,
            upper: add(&self.upper, &other.upper, Fraction::plus)?,
        })
    }

    /// `None` where a root stands in a difference.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            lower: add(&self.lower, &other.upper, Fraction::minus)?,
            upper: add(&self.upper, &other.lower, Fraction::minus)?,
        })
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        if let (Some(mine), Some(others)) = (self.single(), other.single()) {
            return Self::point(&mine.times(others));
        }
        let ends = [(&self.lower, Side::Lower), (&self.upper, Side::Upper)];
        let others = [(&other.lower, Side::Lower), (&other.upper, Side::Upper)];
        let corners = || {
            ends.iter()
                .flat_map(|a| others.iter().map(move |b| Corner::of(a).times(&Corner::of(b))))
        };
        let lowest =
            corners().min_by(|a, b| a.compare(b).then(b.is_included().cmp(&a.is_included())));
        let highest =
            corners().max_by(|a, b| a.compare(b).then(a.is_included().cmp(&b.is_included())));
        let end = |corner: Option<Corner>| corner.map_or(End::Unbounded, Corner::into_end);
        Self { lower: end(lowest), upper: end(highest) }
    }

    /// The product of several, of which there are as many before as after: long numbers are
    /// multiplied by long ones.
    pub(crate) fn product(all: &[Self]) -> Option<Self> {
        match all {
            [] => None,
            [only] => Some(only.clone()),
            _ => {
                let (first, second) = all.split_at_checked(all.len().checked_div(2)?)?;
                Some(Self::product(first)?.times(&Self::product(second)?))
            }
        }
    }

    /// `None` where the divisor may be zero.
    pub(crate) fn over(&self, divisor: &Self) -> Option<Self> {
        if divisor.contains_zero() {
            return None;
        }
        // Beyond all bounds the reciprocal comes near zero and never there; near zero it has no
        // bound.
        let reciprocal = |end: &End<Amount>| match end {
            End::Unbounded => End::At { value: Exact::ZERO.into(), included: false },
            End::At { value, included } => match Amount::from(Fraction::integer(1)).over(value) {
                Some(value) => End::At { value, included: *included },
                None => End::Unbounded,
            },
        };
        Some(
            self.times(&Self {
                lower: reciprocal(&divisor.upper),
                upper: reciprocal(&divisor.lower),
            }),
        )
    }

    /// Times 10^`power`.
    pub(crate) fn shifted(self, power: i32) -> Self {
        let shift = |end: End<Amount>| end.map(|value| value.shifted(power));
        Self { lower: shift(self.lower), upper: shift(self.upper) }
    }

    /// The `degree`-th root of values that are not negative.
    pub(crate) fn root(self, degree: u32) -> Self {
        let root = |end: End<Amount>| end.map(|value| value.root(degree));
        Self { lower: root(self.lower), upper: root(self.upper) }
    }

    /// The value at `place` of `all` when they are sorted, counted from zero.
    pub(crate) fn in_order(all: &[Self], place: usize) -> Option<Self> {
        let at = |side: fn(&Self) -> &End<Amount>,
                  order: fn(&End<Amount>, &End<Amount>) -> Ordering| {
            let mut ends: Vec<&End<Amount>> = all.iter().map(side).collect();
            ends.sort_by(|a, b| order(a, b));
            ends.get(place).copied().cloned()
        };
        Some(Self {
            lower: at(|extent| &extent.lower, cmp_lower)?,
            upper: at(|extent| &extent.upper, cmp_upper)?,
        })
    }

    /// The places of the one with the greatest lower end, with the least lower end, with the
    /// greatest and with the least upper end.
    pub(crate) fn extremes(all: &[&Self]) -> Vec<usize> {
        let places = all.iter().enumerate();
        // Where one end is the same the other decides, so that the order of what is given does not.
        let ends =
            |a: &Self, b: &Self| (cmp_lower(&a.lower, &b.lower), cmp_upper(&a.upper, &b.upper));
        let lower =
            |(_, a): &(usize, &&Self), (_, b): &(usize, &&Self)| ends(a, b).0.then(ends(a, b).1);
        let upper =
            |(_, a): &(usize, &&Self), (_, b): &(usize, &&Self)| ends(a, b).1.then(ends(a, b).0);
        let found = [
            places.clone().max_by(lower),
            places.clone().min_by(lower),
            places.clone().max_by(upper),
            places.min_by(upper),
        ];
        let mut found: Vec<usize> = found.into_iter().flatten().map(|(place, _)| place).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// In words, and whether that is exact: `91.6286`, `<2.83333`, `≥ 1.2 and < 3.4`. What is
    /// rounded for reading begins with `≈` and lies on the same side of each of `marks` as the
    /// value itself.
    pub(crate) fn for_reading(&self, signed: bool, marks: &[Exact]) -> (String, bool) {
        let read = |end: &End<Amount>| match end {
            End::Unbounded => (None, true),
            End::At { value, included } => {
                let (shown, is_exact) = value.for_reading(marks);
                (Some((shown, *included)), is_exact)
            }
        };
        let ((lower, lower_is_exact), (upper, upper_is_exact)) =
            (read(&self.lower), read(&self.upper));
        let is_exact = lower_is_exact && upper_is_exact;
        let from_zero =
            !signed && lower.is_some_and(|(value, included)| included && value == Exact::ZERO);
        let text = match (lower, upper) {
            (Some((value, _)), Some(_)) if self.single().is_some() => value.to_string(),
            (Some(_) | None, Some((value, included))) if from_zero || lower.is_none() => {
                format!("{}{value}", if included { "≤" } else { "<" })
            }
            (Some((value, included)), None) => {
                format!("{}{value}", if included { "≥" } else { ">" })
            }
            (Some((from, with_from)), Some((to, with_to))) => {
                let (from_sign, to_sign) =
                    (if with_from { "≥" } else { ">" }, if with_to { "≤" } else { "<" });
                format!("{from_sign} {from} and {to_sign} {to}")
            }
            _ => "any value".to_owned(),
        };
        (if is_exact { text } else { format!("≈ {text}") }, is_exact)
    }
}

/// The end of a sum or a difference: unbounded if one is, reached if both are.
fn add(
    a: &End<Amount>,
    b: &End<Amount>,
    sum: fn(&Fraction, &Fraction) -> Fraction,
) -> Option<End<Amount>> {
    let (End::At { value: a, included: with_a }, End::At { value: b, included: with_b }) = (a, b)
    else {
        return Some(End::Unbounded);
    };
    Some(End::At { value: sum(a.fraction()?, b.fraction()?).into(), included: *with_a && *with_b })
}

#[derive(Clone, Copy)]
enum Side {
    Lower,
    Upper,
}

/// An end as a factor: infinity has a sign then.
enum Corner {
    Below,
    At { value: Amount, included: bool },
    Above,
}

impl Corner {
    fn of((end, side): &(&End<Amount>, Side)) -> Self {
        match (end, side) {
            (End::At { value, included }, _) => {
                Self::At { value: value.clone(), included: *included }
            }
            (End::Unbounded, Side::Lower) => Self::Below,
            (End::Unbounded, Side::Upper) => Self::Above,
        }
    }

    fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::At { value: a, included: with_a }, Self::At { value: b, included: with_b }) => {
                // Zero times whatever the other is: it need not be reached.
                let included = (*with_a && (*with_b || a.is_zero())) || (*with_b && b.is_zero());
                Self::At { value: a.times(b), included }
            }
            (Self::At { value, included }, infinite) | (infinite, Self::At { value, included }) => {
                match (value.is_zero(), value.is_negative() == matches!(infinite, Self::Below)) {
                    (true, _) => Self::At { value: value.clone(), included: *included },
                    (false, true) => Self::Above,
                    (false, false) => Self::Below,
                }
            }
            (Self::Below, Self::Below) | (Self::Above, Self::Above) => Self::Above,
            _ => Self::Below,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::At { value: a, .. }, Self::At { value: b, .. }) => a.cmp(b),
            (Self::Below, Self::Below) | (Self::Above, Self::Above) => Ordering::Equal,
            (Self::Below, _) | (_, Self::Above) => Ordering::Less,
            (Self::Above, _) | (_, Self::Below) => Ordering::Greater,
        }
    }

    fn is_included(&self) -> bool {
        matches!(self, Self::At { included: true, .. })
    }

    fn into_end(self) -> End<Amount> {
        match self {
            Self::At { value, included } => End::At { value, included },
            Self::Below | Self::Above => End::Unbounded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Measurement;

    fn of(text: &str) -> Extent {
        let measurement: Measurement = text.parse().unwrap();
        Extent::from(&Region::measured(&measurement, text.contains('-')).unwrap())
    }

    #[track_caller]
    fn is(extent: &Extent, text: &str) {
        assert_eq!(extent.for_reading(false, &[]).0, text);
    }

    /// Rules: DER-11.
    #[test]
    fn products_are_tight() {
        is(&of("<0.5").times(&of("150")).over(&of("12")).unwrap(), "<6.25");
        is(&of("<0.5").times(&of("≤2")), "<1");
        is(&of("≤0.5").times(&of("≤2")), "≤1");
        is(&of("0").times(&of(">5")), "0");
        is(&of("<1").times(&of(">5")), "≥0");
        is(&of(">2").times(&of("≥5")), ">10");
        is(&of(">2").times(&of("-3")), "<-6");
        is(&of("2").over(&of(">4")).unwrap(), "> 0 and < 0.5");
        assert!(of("2").over(&of("<4")).is_none());
        is(&of("-2").over(&of("-4")).unwrap(), "0.5");
        // -1 is reached in one corner and not in another, whichever comes first.
        let end = |value, included| End::At { value: Exact::new(value, 0).into(), included };
        let from_to =
            |with_from, with_to| Extent { lower: end(-1, with_from), upper: end(1, with_to) };
        let half_open = (from_to(true, false), from_to(false, true));
        let signed = |extent: &Extent| extent.for_reading(true, &[]).0;
        assert_eq!(signed(&half_open.0.times(&half_open.1)), "≥ -1 and < 1");
        assert_eq!(signed(&half_open.1.times(&half_open.0)), "≥ -1 and < 1");
        assert!(Extent::product(&[]).is_none());
    }

    /// Rules: DER-11.
    #[test]
    fn sums_and_differences() {
        is(&of("<1").plus(&of("≥2")).unwrap(), "≥2");
        is(&of("5").minus(&of("<1")).unwrap(), "> 4 and ≤ 5");
        is(&of("1").minus(&of(">3")).unwrap(), "<-2");
        assert!(of("1").plus(&of("2").root(2)).is_none());
    }

    /// Rules: GEN-2.
    #[test]
    fn order() {
        let all = [of("<5"), of("3"), of("4")];
        is(&Extent::in_order(&all, 1).unwrap(), "≥ 3 and ≤ 4");
        is(&Extent::in_order(&all, 0).unwrap(), "≤3");
        assert!(Extent::in_order(&all, 3).is_none());
    }
}
