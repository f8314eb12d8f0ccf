//! Decimal numbers as written.

mod amount;
mod comparator;
mod exact;
mod fraction;
mod numeral;

pub(crate) use amount::Amount;
pub(crate) use comparator::Comparator;
pub(crate) use exact::Exact;
pub(crate) use fraction::Fraction;
pub(crate) use numeral::{Numeral, PowerForm, from_superscript};

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;

use super::by_text;
use crate::error::{Fault, ParseError};
use exact::with_point;

/// A decimal number **as written**: its digits, its decimal places and its power of ten.
///
/// `70`, `70.0` and `7.0 × 10^1` have the same value, but they are not the same number: as limits
/// they are met by different results. `==` and [`Hash`] therefore compare what was written;
/// [`same_value`](Self::same_value) and [`compare_value`](Self::compare_value) compare what it is
/// worth. There is no `Ord`, because it could mean either.
///
/// # Grammar
///
/// ```text
/// number   = [ "+" | "-" | "−" ] ( digits [ "." digits ] [ power ] | bare )
/// power    = ( "e" | "E" ) [ sign ] digits            one digit other than zero before the point
///          | [ space ] ( "×" | "x" ) [ space ] bare
/// bare     = "10^" [ sign ] digits  |  "10" superscript digits
/// ```
///
/// Digits are ASCII. At most 28 significant digits; every written digit, zeros included, lies
/// between 10^-28 and 10^27; at most 28 decimal places before a power of ten. A number prints as `5.0 × 10^6`, or as plain digits where it has no
/// power of ten.
///
/// # Errors
///
/// Refused, with position and reason: `1_000`, `10,5`, `10,000`, `20 000`, `5.`, `.5`, `1e`, `10E6`
/// (is it 10^6?), `5 × 108` (a lost superscript), `NaN`, `inf`, 29 digits.
///
/// # Examples
///
/// ```
/// use release_criteria::Number;
///
/// let coarse: Number = "5000000".parse()?;
/// let precise: Number = "5.0 x 10⁶".parse()?;
/// assert!(coarse.same_value(&precise));
/// assert_ne!(coarse, precise);
/// assert_eq!(precise.to_string(), "5.0 × 10^6");
/// assert_eq!(precise.last_place(), 5);
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Number {
    // Invariants:
    // 1. At most 28 significant digits.
    // 2. power - places ≥ -28, and the first written digit lies at 10^27 or below.
    // 3. Zero has no sign.
    /// The digits with their places: it carries them, and never computes, reads or prints them.
    digits: Decimal,
    power: i8,
}

const MOST_DIGITS: u32 = 28;
const HIGHEST: i32 = 27;
const LOWEST: i32 = -28;

impl Number {
    /// Whether both have the same value, however they are written.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        self.compare_value(other) == Ordering::Equal
    }

    /// Compares what the numbers are worth, not how they are written.
    #[must_use]
    pub fn compare_value(&self, other: &Self) -> Ordering {
        self.value().cmp(&other.value())
    }

    /// The number with the digits and decimal places of `digits`, times 10^`power`: `5.0 × 10^6` of
    /// `5.0` and 6.
    ///
    /// # Errors
    ///
    /// More than 28 significant digits, or digits outside 10^-28 to 10^27: `1` with the power 28.
    ///
    /// ```
    /// use release_criteria::{Decimal, Number};
    ///
    /// let titre = Number::scaled(Decimal::new(50, 1), 6)?;
    /// assert_eq!(titre.to_string(), "5.0 × 10^6");
    /// assert_eq!(titre, "5.0 × 10^6".parse()?);
    /// assert!(Number::scaled(Decimal::ONE, 28).is_err());
    /// # Ok::<(), release_criteria::ParseError>(())
    /// ```
    pub fn scaled(digits: Decimal, power: i8) -> Result<Self, ParseError> {
        // A zero has no sign, also where a `Decimal` has one.
        let digits = if digits.is_zero() { digits.abs() } else { digits };
        let number = Self { digits, power };
        if number.is_within(MOST_DIGITS, LOWEST, HIGHEST) {
            return Ok(number);
        }
        let is_long = significant_digits(number.coefficient()) > MOST_DIGITS;
        let fault = if is_long { Fault::TooPreciseDecimal } else { Fault::NumberOutOfRange };
        Err(ParseError::new(&number.text(), 1, fault))
    }

    /// What the number is worth, with its power of ten multiplied out: 5000000 for `5.0 × 10^6`, and
    /// 0.0015 for `1.5 × 10^-3`. It is exact.
    ///
    /// ```
    /// use release_criteria::Number;
    ///
    /// let number: Number = "5.0 × 10^6".parse()?;
    /// assert_eq!(number.value().to_string(), "5000000");
    /// # Ok::<(), release_criteria::ParseError>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> Decimal {
        let last = self.last_place();
        let up = 10_i128.saturating_pow(u32::try_from(last).unwrap_or(0));
        let scale = u32::try_from(last.saturating_neg()).unwrap_or(0);
        let value = self.coefficient().saturating_mul(up);
        let value = Decimal::try_from_i128_with_scale(value, scale);
        debug_assert!(value.is_ok(), "the bounds of a number lie within those of a `Decimal`");
        value.unwrap_or_default()
    }

    /// The power of ten at which the last written digit stands: -1 for `70.0`, 5 for `5.0 × 10^6`.
    #[must_use]
    pub fn last_place(&self) -> i32 {
        i32::from(self.power).saturating_sub_unsigned(self.digits.scale())
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.digits.is_sign_negative()
    }

    /// The digits without point and sign, as an integer; with [`last_place`](Self::last_place) the
    /// value.
    pub(crate) fn coefficient(&self) -> i128 {
        self.digits.mantissa()
    }

    /// `coefficient` with so many decimal places, times 10^`power`; `None` for more than a `Decimal`
    /// carries.
    fn carrying(coefficient: i128, places: u32, power: i8) -> Option<Self> {
        let digits = Decimal::try_from_i128_with_scale(coefficient, places).ok()?;
        Some(Self { digits, power })
    }

    pub(crate) fn exact(&self) -> Exact {
        Exact::new(self.coefficient(), self.last_place())
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits.is_zero()
    }

    /// The value as a number, written out to its last place; `None` where no number has so many
    /// digits.
    pub(crate) fn of_exact(value: Exact) -> Option<Self> {
        let (coefficient, exponent) = value.parts()?;
        Self::written(coefficient, exponent, i8::try_from(exponent.max(0)).ok()?)
    }

    /// Whether it is a whole number written without a power of ten that ends in two zeros or more.
    pub(crate) fn has_ambiguous_zeros(&self) -> bool {
        self.power == 0
            && self.digits.scale() == 0
            && !self.is_zero()
            && self.coefficient() % 100 == 0
    }

    pub(crate) fn power(&self) -> i8 {
        self.power
    }

    /// `coefficient` × 10^`last_place`, written with the power of ten `power`; `None` outside the
    /// bounds.
    pub(crate) fn written(coefficient: i128, last_place: i32, power: i8) -> Option<Self> {
        let places = u32::try_from(i32::from(power).checked_sub(last_place)?).ok()?;
        let number = Self::carrying(coefficient, places, power)?;
        number.is_within(MOST_DIGITS, LOWEST, HIGHEST).then_some(number)
    }

    /// The same number with the power of ten of a range that was written once, after its other end.
    pub(crate) fn with_power(self, power: i8) -> Option<Self> {
        let number = Self { power, ..self };
        number.is_within(MOST_DIGITS, LOWEST, HIGHEST).then_some(number)
    }

    /// Whether all written digits fit a limit: 18 of them, between 10^-12 and 10^22.
    pub(crate) fn fits_a_limit(&self) -> bool {
        self.is_within(18, -12, 22)
    }

    fn is_within(self, digits: u32, lowest: i32, highest: i32) -> bool {
        let significant = significant_digits(self.coefficient());
        let written = significant.max(self.digits.scale().saturating_add(1));
        let first = self.last_place().saturating_add_unsigned(written).saturating_sub(1);
        significant <= digits && self.last_place() >= lowest && first <= highest
    }

    /// Whether it is 10^k or -10^k for some k.
    pub(crate) fn is_power_of_ten(&self) -> bool {
        let coefficient = self.coefficient();
        let below = significant_digits(coefficient).saturating_sub(1);
        10_u128.checked_pow(below) == Some(coefficient.unsigned_abs())
    }

    /// The number with these ASCII digits before and after the point, times 10^`power`.
    pub(super) fn from_digits(
        negative: bool,
        whole: &str,
        fraction: &str,
        power: i32,
    ) -> Result<Self, Fault> {
        let digits =
            whole.bytes().chain(fraction.bytes()).filter_map(|byte| char::from(byte).to_digit(10));
        let significant = digits.skip_while(|digit| *digit == 0);
        if significant.clone().nth(MOST_DIGITS as usize).is_some() {
            return Err(Fault::TooManyDigits);
        }
        // So many digits stay far below the end of 128 bits.
        let append = |number: i128, digit| number.wrapping_mul(10).wrapping_add(i128::from(digit));
        let coefficient = significant.fold(0, append);
        let length = |digits: &str| i32::try_from(digits.len()).unwrap_or(i32::MAX);
        let first = length(whole).saturating_sub(1).saturating_add(power);
        let last = power.saturating_sub(length(fraction));
        if first > HIGHEST || last < LOWEST {
            return Err(Fault::NumberOutOfRange);
        }
        let coefficient = if negative { coefficient.saturating_neg() } else { coefficient };
        let power = i8::try_from(power).map_err(|_| Fault::NumberOutOfRange)?;
        let places = u32::try_from(fraction.len()).map_err(|_| Fault::TooManyPlaces)?;
        Self::carrying(coefficient, places, power).ok_or(Fault::TooManyPlaces)
    }

    /// Prints the digits with their point, without the power of ten.
    pub(crate) fn digits(&self) -> String {
        let places = self.digits.scale() as usize;
        let mut digits = with_point(self.coefficient().unsigned_abs().to_string(), places);
        if self.is_negative() {
            digits.insert(0, '-');
        }
        digits
    }

    /// Digits, places and power of ten.
    fn as_written(&self) -> (i128, u32, i8) {
        (self.coefficient(), self.digits.scale(), self.power)
    }

    /// As it prints.
    pub(super) fn text(&self) -> String {
        let digits = self.digits();
        if self.power == 0 { digits } else { format!("{digits} × 10^{}", self.power) }
    }
}

/// How many digits a person would call significant: all from the first that is not zero.
fn significant_digits(coefficient: i128) -> u32 {
    coefficient.unsigned_abs().checked_ilog10().map_or(1, |below| below.saturating_add(1))
}

impl PartialEq for Number {
    /// As written: two of one value with other places are not equal, as they would be by `Decimal`.
    fn eq(&self, other: &Self) -> bool {
        self.as_written() == other.as_written()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_written().hash(state);
    }
}

impl TryFrom<Decimal> for Number {
    type Error = ParseError;

    /// Keeps the decimal places.
    ///
    /// # Errors
    ///
    /// A `Decimal` with 29 significant digits.
    fn try_from(digits: Decimal) -> Result<Self, ParseError> {
        Self::scaled(digits, 0)
    }
}

impl From<Number> for Decimal {
    /// [`Number::value`].
    fn from(number: Number) -> Self {
        number.value()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

by_text!(Number, "a decimal number in a string", |number| number.to_string());
