//! Decimal values without bounds that matter: what numbers are worth once places and powers are
//! settled.

use std::cmp::Ordering;
use std::fmt;

use ethnum::I256;

/// An exact decimal value: coefficient × 10^exponent, compared by value.
///
/// 256 bits hold the largest there can be: a 28-digit value times a 28-digit conversion factor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    coefficient: I256,
    exponent: i32,
}

/// The powers of ten that 64 bits hold.
#[allow(clippy::indexing_slicing, reason = "checked when it is compiled")]
const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

impl Exact {
    pub(crate) const ZERO: Self = Self { coefficient: I256::ZERO, exponent: 0 };
    pub(crate) const ONE: Self = Self { coefficient: I256::ONE, exponent: 0 };

    pub(crate) fn new(coefficient: i128, exponent: i32) -> Self {
        Self { coefficient: I256::from(coefficient), exponent }
    }

    pub(crate) fn times(self, factor: Self) -> Self {
        Self {
            coefficient: self.coefficient.saturating_mul(factor.coefficient),
            exponent: self.exponent.saturating_add(factor.exponent),
        }
    }

    /// Coefficient and exponent, where 128 bits hold the coefficient.
    pub(super) fn parts(self) -> Option<(i128, i32)> {
        Some((i128::try_from(self.coefficient).ok()?, self.exponent))
    }

    pub(crate) fn is_negative(self) -> bool {
        self.coefficient < I256::ZERO
    }

    /// The coefficient where 64 bits hold it, as they nearly always do.
    fn small(&self) -> Option<i64> {
        i64::try_from(self.coefficient).ok()
    }

    /// How two values of few digits and similar places compare: two products of 64 bits each.
    fn cmp_small(&self, other: &Self) -> Option<Ordering> {
        let (own, others) = (self.small()?, other.small()?);
        let power = i128::from(*POWERS.get(self.exponent.abs_diff(other.exponent) as usize)?);
        let (own, others) = (i128::from(own), i128::from(others));
        Some(if self.exponent >= other.exponent {
            own.wrapping_mul(power).cmp(&others)
        } else {
            own.cmp(&others.wrapping_mul(power))
        })
    }

    /// A coefficient at a place that is lower by `digits`; `None` for a higher one, and where 64
    /// bits do not hold it.
    pub(crate) fn scaled_up(coefficient: i64, digits: i32) -> Option<i64> {
        coefficient.checked_mul(*POWERS.get(usize::try_from(digits).ok()?)?)
    }

    /// How many times 10^`place` goes into it, rounded down and kept within 128 bits, and whether
    /// nothing is left over.
    pub(crate) fn count(self, place: i32) -> (i128, bool) {
        let power = I256::new(10).checked_pow(self.exponent.abs_diff(place));
        let (whole, is_exact) = match (self.exponent >= place, power) {
            (true, Some(power)) => (self.coefficient.saturating_mul(power), true),
            (false, Some(power)) => (
                self.coefficient.div_euclid(power),
                self.coefficient.rem_euclid(power) == I256::ZERO,
            ),
            // A power beyond 256 bits is more than any coefficient.
            (true, None) => (self.coefficient.signum().saturating_mul(I256::MAX), true),
            (false, None) => {
                (self.coefficient.signum().min(I256::ZERO), self.coefficient == I256::ZERO)
            }
        };
        match i128::try_from(whole) {
            Ok(whole) => (whole, is_exact),
            Err(_) if whole < I256::ZERO => (i128::MIN, false),
            Err(_) => (i128::MAX, false),
        }
    }

    pub(super) fn raw(self) -> (I256, i32) {
        (self.coefficient, self.exponent)
    }

    /// The coefficient at an exponent that is lower by `digits`; `None` where that overflows.
    fn scaled(self, digits: u32) -> Option<I256> {
        self.coefficient.checked_mul(I256::new(10).checked_pow(digits)?)
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if let Some(order) = self.cmp_small(other) {
            return order;
        }
        match self.exponent.cmp(&other.exponent) {
            Ordering::Equal => self.coefficient.cmp(&other.coefficient),
            Ordering::Less => other.cmp(self).reverse(),
            // Where aligning overflows, the aligned value is beyond any coefficient, on the side of
            // its sign.
            Ordering::Greater => match self.scaled(self.exponent.abs_diff(other.exponent)) {
                Some(aligned) => aligned.cmp(&other.coefficient),
                None if self.coefficient == I256::ZERO => I256::ZERO.cmp(&other.coefficient),
                None => self.coefficient.cmp(&I256::ZERO),
            },
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl fmt::Display for Exact {
    /// The shortest exact decimal: plain up to seven digits before the point and six zeros after
    /// it, else `1.5 × 10^8`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.coefficient.unsigned_abs().to_string();
        let digits = all.trim_end_matches('0');
        if digits.is_empty() {
            return f.pad("0");
        }
        let sign = if self.coefficient.is_negative() { "-" } else { "" };
        let dropped = i32::try_from(all.len().saturating_sub(digits.len())).unwrap_or(0);
        let exponent = self.exponent.saturating_add(dropped);
        let length = i32::try_from(digits.len()).unwrap_or(0);
        let first = length.saturating_add(exponent).saturating_sub(1);
        let text = if (-6..=6).contains(&first) {
            plain(digits, exponent)
        } else {
            let (lead, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
            let point = if rest.is_empty() { "" } else { "." };
            format!("{lead}{point}{rest} × 10^{first}")
        };
        f.pad(&format!("{sign}{text}"))
    }
}

/// Digits × 10^exponent without a power of ten.
fn plain(digits: &str, exponent: i32) -> String {
    let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    if exponent >= 0 {
        digits.to_owned() + &"0".repeat(places)
    } else {
        with_point(digits.to_owned(), places)
    }
}

/// Digits with the point before the last `places` of them, and zeros in front as far as it takes
/// them.
pub(super) fn with_point(mut digits: String, places: usize) -> String {
    if let Some(missing) = places.checked_sub(digits.len()) {
        digits.insert_str(0, &"0".repeat(missing.saturating_add(1)));
    }
    if places > 0 {
        digits.insert(digits.len().saturating_sub(places), '.');
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: GEN-5.
    #[test]
    fn prints_the_shortest_exact_decimal() {
        for (coefficient, exponent, text) in [
            (0, 5, "0"),
            (6995, -2, "69.95"),
            (-150, -1, "-15"),
            (5, -3, "0.005"),
            (5, -7, "5 × 10^-7"),
            (15, 4, "150000"),
            (155, 6, "1.55 × 10^8"),
            (1, 12, "1 × 10^12"),
        ] {
            assert_eq!(Exact::new(coefficient, exponent).to_string(), text);
        }
    }

    /// Rules: GEN-1.
    #[test]
    fn compares_where_the_lower_half_is_small() {
        let product = Exact::new(1 << 93, 0).times(Exact::new(1 << 93, 0));
        assert!(product > Exact::new(5, 0) && Exact::new(-5, 0) > product.times(Exact::new(-1, 0)));
    }

    /// Rules: GEN-1.
    #[test]
    fn compares_across_all_powers() {
        let ascending = [
            Exact::new(-1, 54),
            Exact::new(-9, 27),
            Exact::new(-1, -56),
            Exact::ZERO,
            Exact::new(1, -56),
            Exact::new(9_999_999_999_999_999_999_999_999_999, -28),
            Exact::new(1, 0),
            Exact::new(1, 54),
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} and {b}");
            }
        }
        assert_eq!(Exact::new(0, 80).cmp(&Exact::new(0, -80)), Ordering::Equal);
        assert!(Exact::new(0, 80) < Exact::new(5, -80) && Exact::new(0, 80) > Exact::new(-5, -80));
        assert_eq!(Exact::new(70, 0), Exact::new(700, -1));
    }

    /// Rules: GEN-1, UNIT-5.
    #[test]
    fn multiplies_the_longest_numbers() {
        let longest = Exact::new(9_999_999_999_999_999_999_999_999_999, -28);
        assert_eq!(
            longest.times(longest).to_string(),
            "0.99999999999999999999999999980000000000000000000000000001"
        );
    }
}
