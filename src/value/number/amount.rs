//! Exact values that combining and deriving make: quotients of decimals, and roots of them.

use std::cmp::Ordering;

use crate::value::{Exact, Fraction};

/// The `degree`-th root of a fraction, with its sign: the first root for all but geometric means
/// and standard deviations.
///
/// Roots are never taken. They are compared by comparing powers, which is exact.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    radicand: Fraction,
    /// At least 1.
    degree: u32,
}

/// Digits that a value which is no short decimal is given for reading.
const DIGITS: u32 = 6;
/// The most digits: as many as a number has.
const MOST_DIGITS: u32 = 28;

impl Amount {
    pub(crate) fn is_zero(&self) -> bool {
        self.radicand.is_zero()
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.radicand.is_negative()
    }

    pub(crate) fn root(self, degree: u32) -> Self {
        Self { degree: self.degree.saturating_mul(degree.max(1)), ..self }
    }

    /// The value where it is a fraction.
    pub(crate) fn fraction(&self) -> Option<&Fraction> {
        (self.degree == 1).then_some(&self.radicand)
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        if self.degree == other.degree {
            return Self { radicand: self.radicand.times(&other.radicand), degree: self.degree };
        }
        let (mine, others, degree) = alike(self, other);
        Self { radicand: mine.times(&others), degree }
    }

    /// `None` for a division by zero.
    pub(crate) fn over(&self, divisor: &Self) -> Option<Self> {
        let (mine, others, degree) = alike(self, divisor);
        Some(Self { radicand: mine.over(&others)?, degree })
    }

    /// Times 10^`power`.
    pub(crate) fn shifted(self, power: i32) -> Self {
        let power = i64::from(power).saturating_mul(i64::from(self.degree));
        Self { radicand: self.radicand.shifted(power), ..self }
    }

    /// A decimal for reading, and whether it is the value itself: with at most 28 digits, of a root
    /// 6, if there is such a one, else rounded half up in magnitude, with as few digits from six on
    /// as tell it from each of `marks`.
    pub(crate) fn for_reading(&self, marks: &[Exact]) -> (Exact, bool) {
        // A root with many digits is hardly ever a decimal, and dear to find.
        let longest = self.rounded(if self.degree > 1 { DIGITS } else { MOST_DIGITS });
        if Self::from(longest) == *self {
            return (longest, true);
        }
        let tells_all_apart = |rounded: &Exact| {
            marks
                .iter()
                .all(|mark| rounded.cmp(mark) == self.cmp(&Self::from(*mark)) && rounded != mark)
        };
        let shortest =
            (DIGITS..MOST_DIGITS).map(|digits| self.rounded(digits)).find(tells_all_apart);
        (shortest.unwrap_or(longest), false)
    }

    /// With this many significant digits, half up in magnitude.
    fn rounded(&self, digits: u32) -> Exact {
        if self.is_zero() {
            return Exact::ZERO;
        }
        let first = self.radicand.magnitude().div_euclid(i64::from(self.degree));
        let mut place = first.saturating_sub(i64::from(digits));
        // The place is off by two at most, and once more where rounding makes 10 of 9.9…
        for _ in 0..4 {
            let coefficient = self.in_units_of(place);
            let written = i64::from(coefficient.unsigned_abs().checked_ilog10().unwrap_or(0))
                .saturating_add(1);
            let excess = written.saturating_sub(i64::from(digits));
            if excess == 0 {
                return Exact::new(coefficient, i32::try_from(place).unwrap_or(i32::MAX));
            }
            place = place.saturating_add(excess);
        }
        Exact::new(self.in_units_of(place), i32::try_from(place).unwrap_or(i32::MAX))
    }

    /// How many times 10^`place` it is, half up in magnitude.
    fn in_units_of(&self, place: i64) -> i128 {
        let twice = Fraction::integer(2).shifted(place.saturating_neg()).power(self.degree);
        let halves = self.radicand.times(&twice).floor_of_root(self.degree);
        let halves = i128::try_from(halves).unwrap_or(i128::MAX);
        halves.saturating_add(halves.signum()).checked_div(2).unwrap_or(0)
    }
}

/// Both radicands under a root of the same degree.
fn alike(a: &Amount, b: &Amount) -> (Fraction, Fraction, u32) {
    let degree = num_integer::lcm(a.degree, b.degree);
    let raised = |amount: &Amount| {
        let power = amount.radicand.power(degree.checked_div(amount.degree).unwrap_or(1));
        if amount.is_negative() && !power.is_negative() { power.negated() } else { power }
    };
    (raised(a), raised(b), degree)
}

impl From<Exact> for Amount {
    fn from(value: Exact) -> Self {
        Fraction::from(value).into()
    }
}

impl From<Fraction> for Amount {
    fn from(value: Fraction) -> Self {
        Self { radicand: value, degree: 1 }
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.degree == other.degree {
            return self.radicand.cmp(&other.radicand);
        }
        let (mine, others, _) = alike(self, other);
        mine.cmp(&others)
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Amount {}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(coefficient: i128, exponent: i32) -> Amount {
        Exact::new(coefficient, exponent).into()
    }

    #[track_caller]
    fn reads(amount: &Amount, text: &str, is_exact: bool) {
        let (shown, exact) = amount.for_reading(&[]);
        assert_eq!((shown.to_string().as_str(), exact), (text, is_exact));
    }

    /// Rules: GEN-1, DER-1.
    #[test]
    fn quotients_are_exact() {
        let quotient = decimal(14, -1).over(&decimal(28, -2)).unwrap();
        assert_eq!(quotient, decimal(5, 0));
        assert!(decimal(1, 0).over(&decimal(0, 5)).is_none());
        assert_eq!(decimal(-3, 0).over(&decimal(-2, 0)).unwrap(), decimal(15, -1));
    }

    /// Rules: REP-3, DER-10.
    #[test]
    fn roots_compare_by_powers() {
        let mean = decimal(62 * 88 * 141, 0).root(3);
        assert!(mean > decimal(916_286, -4) && mean < decimal(916_287, -4));
        assert_eq!(decimal(8, 0).root(3), decimal(2, 0));
        assert_eq!(decimal(2, 0).root(2).times(&decimal(8, 0).root(6)), decimal(2, 0));
        assert!(decimal(-1, 0) < decimal(0, 0).root(3));
        let product = decimal(-3, 0).times(&decimal(4, 0).root(2));
        assert_eq!(product, decimal(-6, 0));
        reads(&product, "-6", true);
    }

    /// Rules: GEN-5.
    #[test]
    fn reading() {
        reads(&decimal(62 * 88 * 141, 0).root(3), "91.6286", false);
        reads(&decimal(948, -1), "94.8", true);
        reads(&decimal(1, 0).over(&decimal(3, 0)).unwrap(), "0.333333", false);
        reads(&decimal(-2, 0).over(&decimal(3, 0)).unwrap(), "-0.666667", false);
        reads(&decimal(2, 80).over(&decimal(3, 0)).unwrap(), "6.66667 × 10^79", false);
        reads(&decimal(99_999_999, 0).over(&decimal(10, 0)).unwrap(), "9999999.9", true);
        reads(&decimal(29_999_999, 0).over(&decimal(30, 0)).unwrap(), "1000000", false);
        reads(&decimal(0, 0), "0", true);
        // A root has six digits, whether or not it has an end.
        let square = decimal(12_345_678, -7).times(&decimal(12_345_678, -7));
        reads(&square.root(2), "1.23457", false);
    }

    /// Rules: GEN-5.
    #[test]
    fn reading_tells_a_value_from_a_mark() {
        // 69.95 less a thirtieth of 10^-9
        let value = decimal(6995, -2)
            .times(&decimal(3, 9))
            .fraction()
            .unwrap()
            .minus(&Fraction::integer(1));
        let value = Amount::from(value).over(&decimal(3, 9)).unwrap();
        assert_eq!(value.for_reading(&[Exact::new(6995, -2)]).0.to_string(), "69.9499999997");
        assert_eq!(value.for_reading(&[]).0.to_string(), "69.95");
        // 69.9500004 and a third of 10^-9, above a mark below which it would be rounded
        let value = decimal(699_500_004, -7)
            .times(&decimal(3, 9))
            .fraction()
            .unwrap()
            .plus(&Fraction::integer(1));
        let value = Amount::from(value).over(&decimal(3, 9)).unwrap();
        assert_eq!(value.for_reading(&[Exact::new(699_500_002, -7)]).0.to_string(), "69.9500004");
    }
}
