//! Exact quotients: what decimals become when they are added, multiplied and divided.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use crate::value::Exact;

/// `numerator` × 10^`exponent` ÷ `denominator`, without any bound on its digits.
///
/// It is never reduced: it is compared by multiplying crosswise, which costs less than common
/// divisors.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    numerator: BigInt,
    exponent: i64,
    /// Above zero.
    denominator: BigInt,
}

impl Fraction {
    pub(crate) fn integer(value: usize) -> Self {
        Self { numerator: BigInt::from(value), exponent: 0, denominator: BigInt::from(1) }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.numerator.sign() == Sign::NoSign
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.numerator.sign() == Sign::Minus
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self {
            numerator: &self.numerator * &other.numerator,
            exponent: self.exponent.saturating_add(other.exponent),
            denominator: &self.denominator * &other.denominator,
        }
    }

    /// Times 10^`power`.
    pub(crate) fn shifted(self, power: i64) -> Self {
        Self { exponent: self.exponent.saturating_add(power), ..self }
    }

    /// `None` for a division by zero.
    pub(crate) fn over(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let quotient = Self {
            numerator: &self.numerator * &divisor.denominator,
            exponent: self.exponent.saturating_sub(divisor.exponent),
            denominator: &self.denominator * BigInt::from(divisor.numerator.magnitude().clone()),
        };
        Some(if divisor.is_negative() { quotient.negated() } else { quotient })
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let (mine, others) = (self.at(exponent), other.at(exponent));
        if self.denominator == other.denominator {
            return Self {
                numerator: mine + others,
                exponent,
                denominator: self.denominator.clone(),
            };
        }
        Self {
            numerator: mine * &other.denominator + others * &self.denominator,
            exponent,
            denominator: &self.denominator * &other.denominator,
        }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.clone().negated())
    }

    pub(crate) fn negated(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }

    pub(crate) fn power(&self, exponent: u32) -> Self {
        Self {
            numerator: self.numerator.pow(exponent),
            exponent: self.exponent.saturating_mul(i64::from(exponent)),
            denominator: self.denominator.pow(exponent),
        }
    }

    /// The numerator at an exponent that is not higher.
    fn at(&self, exponent: i64) -> BigInt {
        &self.numerator * ten_to(self.exponent.saturating_sub(exponent))
    }

    /// The power of ten near which the value lies, with an error of at most two; 0 for zero.
    pub(super) fn magnitude(&self) -> i64 {
        let bits = |number: &BigInt| i64::try_from(number.bits()).unwrap_or(i64::MAX);
        let binary = bits(&self.numerator).saturating_sub(bits(&self.denominator));
        let decimal = binary.saturating_mul(30_103).div_euclid(100_000);
        if self.is_zero() { 0 } else { decimal.saturating_add(self.exponent) }
    }

    /// The integer part of the `degree`-th root, towards zero.
    pub(super) fn floor_of_root(&self, degree: u32) -> BigInt {
        let up = ten_to(self.exponent);
        let down = ten_to(self.exponent.saturating_neg());
        let whole =
            (&self.numerator * up).checked_div(&(&self.denominator * down)).unwrap_or_default();
        if degree <= 1 {
            return whole;
        }
        let root = floor_of_root(whole.magnitude(), degree);
        BigInt::from_biguint(whole.sign(), root)
    }
}

/// Bit by bit from the highest on: the roots here are short and their degrees high, where other
/// ways take longer.
fn floor_of_root(whole: &BigUint, degree: u32) -> BigUint {
    let highest = whole.bits().checked_div(u64::from(degree)).unwrap_or(0);
    let mut root = BigUint::default();
    for bit in (0..=highest).rev() {
        root.set_bit(bit, true);
        if root.pow(degree) > *whole {
            root.set_bit(bit, false);
        }
    }
    root
}

/// 10^`power`; 1 for a negative power.
fn ten_to(power: i64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(power.max(0)).unwrap_or(u32::MAX))
}

impl From<Exact> for Fraction {
    fn from(value: Exact) -> Self {
        let (coefficient, exponent) = value.raw();
        let numerator = match i128::try_from(coefficient) {
            Ok(small) => BigInt::from(small),
            Err(_) => BigInt::from_signed_bytes_le(&coefficient.to_le_bytes()),
        };
        Self { numerator, exponent: i64::from(exponent), denominator: BigInt::from(1) }
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |fraction: &Self| fraction.numerator.sign();
        if sign(self) != sign(other) {
            return sign(self).cmp(&sign(other));
        }
        let exponent = self.exponent.min(other.exponent);
        (self.at(exponent) * &other.denominator).cmp(&(other.at(exponent) * &self.denominator))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numerator: i128, denominator: usize) -> Fraction {
        Fraction::from(Exact::new(numerator, 0)).over(&Fraction::integer(denominator)).unwrap()
    }

    /// Rules: GEN-1, DER-1.
    #[test]
    fn sums_are_exact() {
        assert_eq!(of(1, 2).plus(&of(1, 3)), of(5, 6));
        assert_eq!(of(1, 2).minus(&of(1, 3)), of(1, 6));
        assert_eq!(of(1, 3).plus(&of(1, 3)), of(2, 3));
        assert_eq!(of(1, 3).plus(&of(5, 7).shifted(-1)), of(17, 42));
        assert_ne!(of(1, 3), of(333_333, 1_000_000));
    }

    /// Rules: GEN-1, DER-10.
    #[test]
    fn roots_are_found_downwards() {
        for (whole, degree, root) in
            [(26, 3, 2), (27, 3, 3), (28, 3, 3), (1, 7, 1), (0, 2, 0), (99, 1, 99), (-8, 3, -2)]
        {
            assert_eq!(of(whole, 1).floor_of_root(degree), BigInt::from(root), "{whole}, {degree}");
        }
    }

    /// Rules: GEN-1.
    #[test]
    fn the_magnitude_is_nearly_right() {
        for power in -90..90 {
            for (numerator, denominator) in [(1, 1), (9, 1), (-1, 1), (1, 3), (1_000_000, 7)] {
                let found = of(numerator, denominator).shifted(power).magnitude();
                let own = if numerator == 1_000_000 { 5 } else { 0 };
                assert!(
                    found.abs_diff(power + own) <= 2,
                    "{numerator} × 10^{power} ÷ {denominator}: {found}"
                );
            }
        }
        assert_eq!(of(0, 1).shifted(50).magnitude(), 0);
    }
}
