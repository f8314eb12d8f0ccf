//! Decimal numbers as written.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::{Cursor, Exact, by_text};
use crate::error::ParseError;

/// A decimal number **as written**: its digits, its decimal places and its power of ten.
///
/// `70`, `70.0` and `7.0 × 10^1` have the same value, but they are not the same number: as limits they are
/// met by different results. `==` and [`Hash`] therefore compare what was written;
/// [`same_value`](Self::same_value) and [`compare_value`](Self::compare_value) compare what it is worth.
/// There is no `Ord`, because it could mean either.
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
/// Digits are ASCII. At most 28 significant digits; every written digit, zeros included, lies between
/// 10^-28 and 10^27. A number prints as `5.0 × 10^6`, or as plain digits where it has no power of ten.
///
/// # Errors
///
/// Refused, with position and reason: `1_000`, `10,5`, `10,000`, `20 000`, `5.`, `.5`, `1e`, `10E6` (is it
/// 10^6?), `5 × 108` (a lost superscript), `NaN`, `inf`, 29 digits.
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
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    // Invariants:
    // 1. |coefficient| < 10^28.
    // 2. places ≤ 56; power - places ≥ -28 and the first written digit lies at 10^27 or below.
    // 3. Zero has no sign.
    coefficient: i128,
    places: u8,
    power: i8,
}

const MOST_DIGITS: u32 = 28;
const HIGHEST: i32 = 27;
const LOWEST: i32 = -28;

const A_POINT: &str = "write a decimal point, and no separators between digits";

/// What the cursor found: a number, and whether it was a bare power of ten, which has no last written digit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexed {
    pub(crate) number: Number,
    pub(crate) bare: bool,
    /// Whether it has a power of its own, be it `× 10^0`.
    pub(crate) has_power: bool,
    /// Whether a power was written as `× 10^n`, the form that a range may share.
    pub(crate) times_ten: bool,
}

impl Number {
    /// Whether both have the same value, however they are written.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        self.compare_value(other) == Ordering::Equal
    }

    /// Compares what the numbers are worth, not how they are written.
    #[must_use]
    pub fn compare_value(&self, other: &Self) -> Ordering {
        self.exact().cmp(&other.exact())
    }

    /// The power of ten at which the last written digit stands: -1 for `70.0`, 5 for `5.0 × 10^6`.
    #[must_use]
    pub fn last_place(&self) -> i32 {
        i32::from(self.power).saturating_sub(i32::from(self.places))
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.coefficient < 0
    }

    /// The digits without point and sign, as an integer; with [`last_place`](Self::last_place) the value.
    pub(crate) fn coefficient(&self) -> i128 {
        self.coefficient
    }

    pub(crate) fn exact(&self) -> Exact {
        Exact::new(self.coefficient, self.last_place())
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.coefficient == 0
    }

    pub(crate) fn power(&self) -> i8 {
        self.power
    }

    /// `coefficient` × 10^`last_place`, written with the power of ten `power`; `None` outside the bounds.
    pub(crate) fn written(coefficient: i128, last_place: i32, power: i8) -> Option<Self> {
        let places = i32::from(power).checked_sub(last_place)?;
        // A number cannot end left of its own point: `5 × 10^6` at 10^7 is written as `0.5 × 10^7`, by 10^6.
        let places = u8::try_from(places).ok()?;
        let number = Self { coefficient, places, power };
        number.is_within(MOST_DIGITS, LOWEST, HIGHEST).then_some(number)
    }

    /// The same number with the power of ten of a range that was written once, behind its other end.
    pub(crate) fn with_power(self, power: i8) -> Option<Self> {
        let number = Self { power, ..self };
        number.is_within(MOST_DIGITS, LOWEST, HIGHEST).then_some(number)
    }

    /// Whether all written digits fit a limit: 18 of them, between 10^-12 and 10^22.
    pub(crate) fn fits_a_limit(&self) -> bool {
        self.is_within(18, -12, 22)
    }

    fn is_within(self, digits: u32, lowest: i32, highest: i32) -> bool {
        let significant = significant_digits(self.coefficient);
        let written = significant.max(u32::from(self.places).saturating_add(1));
        let first = self.last_place().saturating_add_unsigned(written).saturating_sub(1);
        significant <= digits && self.last_place() >= lowest && first <= highest
    }

    /// How many digits a person would call significant: all from the first that is not zero.
    pub(crate) fn significant_digits(&self) -> u32 {
        significant_digits(self.coefficient)
    }

    /// Whether it is 10^k or -10^k for some k.
    pub(crate) fn is_power_of_ten(&self) -> bool {
        let below = self.significant_digits().saturating_sub(1);
        10_u128.checked_pow(below) == Some(self.coefficient.unsigned_abs())
    }

    /// Reads a number; stands behind it afterwards. `place` says what may follow: nothing that looks like its rest.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Lexed, ParseError> {
        let begin = *cursor;
        let negative = match cursor.peek() {
            Some('-' | '−') => {
                cursor.bump();
                true
            }
            Some('+') => {
                cursor.bump();
                false
            }
            Some('–' | '—') => {
                return Err(
                    cursor.error("found a dash where a number begins", "write a minus sign, `-`, or a range, `a–b`")
                );
            }
            _ => false,
        };
        let (whole, fraction) = read_digits(cursor)?;
        let mut lexed = match read_power(cursor, whole, fraction)? {
            Power::None => Self::assemble(&begin, negative, whole, fraction, 0)?,
            Power::Times(power) => {
                let mut lexed = Self::assemble(&begin, negative, whole, fraction, power)?;
                lexed.has_power = true;
                lexed.times_ten = true;
                lexed
            }
            Power::E(power) => {
                let mut lexed = Self::assemble(&begin, negative, whole, fraction, power)?;
                lexed.has_power = true;
                lexed
            }
            Power::Bare(power) => {
                let mut lexed = Self::assemble(&begin, negative, "1", "", power)?;
                lexed.has_power = true;
                lexed.bare = true;
                lexed
            }
        };
        if lexed.number.is_zero() {
            lexed.number.coefficient = 0;
        }
        refuse_more_digits(cursor)?;
        Ok(lexed)
    }

    fn assemble(
        begin: &Cursor<'_>,
        negative: bool,
        whole: &str,
        fraction: &str,
        power: i32,
    ) -> Result<Lexed, ParseError> {
        let too_long = || begin.error("found more than 28 significant digits", "write at most 28");
        let mut coefficient: i128 = 0;
        for digit in whole.chars().chain(fraction.chars()).filter_map(|c| c.to_digit(10)) {
            coefficient = coefficient
                .checked_mul(10)
                .and_then(|shifted| shifted.checked_add(i128::from(digit)))
                .ok_or_else(too_long)?;
        }
        if significant_digits(coefficient) > MOST_DIGITS {
            return Err(too_long());
        }
        let first = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_sub(1).saturating_add(power);
        let last = power.saturating_sub(i32::try_from(fraction.len()).unwrap_or(i32::MAX));
        if first > HIGHEST || last < LOWEST {
            return Err(begin.error(
                "found a number with digits outside 10^-28 to 10^27",
                "write it in a larger or a smaller unit",
            ));
        }
        let out_of_range = || begin.error("found a number out of range", "write it in another unit");
        Ok(Lexed {
            number: Self {
                coefficient: if negative { coefficient.saturating_neg() } else { coefficient },
                places: u8::try_from(fraction.len()).map_err(|_| out_of_range())?,
                power: i8::try_from(power).map_err(|_| out_of_range())?,
            },
            bare: false,
            has_power: false,
            times_ten: false,
        })
    }

    /// Prints the digits with their point, without the power of ten.
    pub(crate) fn digits(&self) -> String {
        let places = usize::from(self.places);
        let digits = format!("{:0>1$}", self.coefficient.unsigned_abs(), places.saturating_add(1));
        let (whole, fraction) = digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or((&digits, ""));
        let sign = if self.is_negative() { "-" } else { "" };
        let point = if places > 0 { "." } else { "" };
        format!("{sign}{whole}{point}{fraction}")
    }
}

fn significant_digits(coefficient: i128) -> u32 {
    coefficient.unsigned_abs().checked_ilog10().map_or(1, |below| below.saturating_add(1))
}

fn read_digits<'t>(cursor: &mut Cursor<'t>) -> Result<(&'t str, &'t str), ParseError> {
    let is_digit = |c: char| c.is_ascii_digit();
    let whole = cursor.take_while(is_digit);
    if whole.is_empty() {
        return Err(match cursor.peek() {
            Some('.') => cursor.error("found a point without a digit before it", "write `0.5`, not `.5`"),
            Some(c) if c.is_numeric() => {
                cursor.error(format!("found `{c}`, which is no plain digit"), "write the digits 0 to 9")
            }
            _ => cursor.error(
                format!("{} where a number is expected", cursor.found()),
                "write a number such as `70.0` or `5.0 × 10^6`",
            ),
        });
    }
    let mut fraction = "";
    if cursor.eat(".") {
        fraction = cursor.take_while(is_digit);
        if fraction.is_empty() {
            return Err(cursor.error("found a point without a digit after it", "write `5` or `5.0`, not `5.`"));
        }
    }
    Ok((whole, fraction))
}

enum Power {
    None,
    E(i32),
    Times(i32),
    Bare(i32),
}

fn read_power(cursor: &mut Cursor<'_>, whole: &str, fraction: &str) -> Result<Power, ParseError> {
    if whole == "10" && fraction.is_empty() {
        if let Some(power) = read_exponent(cursor)? {
            return Ok(Power::Bare(power));
        }
    }
    let mut ahead = *cursor;
    if ahead.eat_any(&["e", "E"]) {
        let sign_ahead = ahead;
        let negative = match ahead.peek() {
            Some('-' | '−') => {
                ahead.bump();
                true
            }
            Some('+') => {
                ahead.bump();
                false
            }
            _ => false,
        };
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        if !digits.is_empty() {
            if whole.len() != 1 || whole == "0" {
                return Err(cursor.error(
                    format!("found an `e` behind `{whole}`"),
                    "with `e`, write one digit other than zero before the point: `1.0e7`, or write `× 10^n`",
                ));
            }
            *cursor = ahead;
            return Ok(Power::E(signed(digits, negative)));
        }
        // `5EU/mL` is five of a unit; `1e`, `1e %` and `1e+` have lost their power.
        if !sign_ahead.peek().is_some_and(char::is_alphabetic) {
            return Err(sign_ahead.error("found no digit of the power of ten", "write `1e6` or `1 × 10^6`"));
        }
        return Ok(Power::None);
    }
    ahead.skip_space();
    let cross = match ahead.peek() {
        Some('×') => true,
        Some('x' | 'X') => {
            let mut behind = ahead;
            behind.bump();
            behind.skip_space();
            behind.peek().is_some_and(|c| c.is_ascii_digit())
        }
        Some('*' | '·' | '⋅' | '∙') => {
            return Err(ahead.error(ahead.found(), "write a power of ten as `5.0 × 10^6`"));
        }
        _ => false,
    };
    if !cross {
        return Ok(Power::None);
    }
    ahead.bump();
    ahead.skip_space();
    let ten = ahead;
    let base = ahead.take_while(|c| c.is_ascii_digit());
    if base == "10" {
        if let Some(power) = read_exponent(&mut ahead)? {
            *cursor = ahead;
            return Ok(Power::Times(power));
        }
    }
    let mend = match base.strip_prefix("10") {
        Some(lost) if !lost.is_empty() => format!("a superscript may be lost: write `× 10^{lost}` if that is meant"),
        _ => "write a power of ten as `5.0 × 10^6`".to_owned(),
    };
    Err(ten.error("found no power of ten behind `×`", mend))
}

/// Reads `^6`, `^-6`, `⁶` or `⁻⁶` behind a ten.
fn read_exponent(cursor: &mut Cursor<'_>) -> Result<Option<i32>, ParseError> {
    let mut ahead = *cursor;
    if ahead.eat("^") {
        let negative = ahead.eat_any(&["-", "−"]);
        if !negative {
            ahead.eat("+");
        }
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return Err(ahead.error("found no digit of the power of ten", "write `10^6` or `10^-6`"));
        }
        *cursor = ahead;
        return Ok(Some(signed(digits, negative)));
    }
    let negative = ahead.eat("⁻");
    if !negative {
        ahead.eat("⁺");
    }
    let digits: String =
        ahead.take_while(|c| from_superscript(c).is_some()).chars().filter_map(from_superscript).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    *cursor = ahead;
    Ok(Some(signed(&digits, negative)))
}

/// A power that does not fit is far outside the bounds whatever it is.
fn signed(digits: &str, negative: bool) -> i32 {
    let power = digits.parse::<i16>().map_or(i32::from(i16::MAX), i32::from);
    if negative { power.saturating_neg() } else { power }
}

pub(super) fn from_superscript(character: char) -> Option<char> {
    Some(match character {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

/// Behind a number nothing may stand that could be more of it: `10,5`, `20 000`, `1_000`, `1.2.3`.
fn refuse_more_digits(cursor: &Cursor<'_>) -> Result<(), ParseError> {
    let mut ahead = *cursor;
    let spaced = ahead.skip_space();
    let next_is_digit = ahead.peek().is_some_and(|c| c.is_numeric() && from_superscript(c).is_none());
    if next_is_digit {
        return Err(if spaced {
            cursor.error("found a space between digits", A_POINT)
        } else {
            cursor.error(format!("{} behind a number", cursor.found()), "write the digits 0 to 9")
        });
    }
    if spaced {
        return Ok(());
    }
    let separator = ahead.bump();
    let digit_behind = ahead.peek().is_some_and(char::is_numeric);
    match separator {
        Some(',') if digit_behind => Err(cursor.error("found a comma", A_POINT)),
        Some(c @ ('.' | '_' | '\'' | '’' | '^')) => {
            Err(cursor.error(format!("found `{c}` behind a number"), A_POINT))
        }
        Some(c) if from_superscript(c).is_some() => {
            Err(cursor.error(format!("found `{c}` behind a number"), "write a power of ten as `5.0 × 10^6`"))
        }
        _ => Ok(()),
    }
}

impl FromStr for Number {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let lexed = Self::read(&mut cursor)?;
        cursor.skip_space();
        if cursor.is_done() {
            Ok(lexed.number)
        } else {
            Err(cursor.error(format!("{} behind the number", cursor.found()), "write the number alone"))
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.power == 0 { f.pad(&self.digits()) } else { f.pad(&format!("{} × 10^{}", self.digits(), self.power)) }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

by_text!(Number, "a decimal number in a string", |number| number.to_string());

#[cfg(feature = "rust_decimal")]
mod decimal {
    use rust_decimal::Decimal;

    use super::{MOST_DIGITS, Number, significant_digits};
    use crate::error::ParseError;

    impl From<Number> for Decimal {
        /// The value and the decimal places; a power of ten is multiplied out. Exact: the bounds of a `Number` lie within those of a `Decimal`.
        fn from(number: Number) -> Self {
            let last = number.last_place();
            let shift = 10_i128.saturating_pow(u32::try_from(last).unwrap_or(0));
            let scale = u32::try_from(last.saturating_neg()).unwrap_or(0);
            Decimal::from_i128_with_scale(number.coefficient.saturating_mul(shift), scale)
        }
    }

    impl TryFrom<Decimal> for Number {
        type Error = ParseError;

        /// Keeps the decimal places.
        ///
        /// # Errors
        ///
        /// A `Decimal` with 29 significant digits.
        fn try_from(decimal: Decimal) -> Result<Self, ParseError> {
            let coefficient = decimal.mantissa();
            if significant_digits(coefficient) > MOST_DIGITS {
                let text = decimal.to_string();
                return Err(ParseError::new(&text, 1, "found more than 28 significant digits", "round it to 28"));
            }
            decimal.to_string().parse()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, printed: &str) {
        let number: Number = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(number.to_string(), printed);
        assert_eq!(printed.parse::<Number>().unwrap(), number, "{printed} reads as another number");
    }

    #[track_caller]
    fn refuses(text: &str, message: &str) {
        assert_eq!(text.parse::<Number>().unwrap_err().to_string(), message);
    }

    #[test]
    fn spellings() {
        reads("70.0", "70.0");
        reads("+7", "7");
        reads("-7.50", "-7.50");
        reads("−7.50", "-7.50");
        reads("-0.0", "0.0");
        reads("007", "7");
        reads("1.2e6", "1.2 × 10^6");
        reads("1.2E+06", "1.2 × 10^6");
        reads("1.2e-6", "1.2 × 10^-6");
        reads("1.2 × 10^6", "1.2 × 10^6");
        reads("1.2 x 10^6", "1.2 × 10^6");
        reads("1.2x10^−6", "1.2 × 10^-6");
        reads("1×10⁹", "1 × 10^9");
        reads("1×10⁻⁹", "1 × 10^-9");
        reads("10^12", "1 × 10^12");
        reads("10⁶", "1 × 10^6");
        reads("5.0 × 10^0", "5.0");
        reads("1234567890123456789012345678", "1234567890123456789012345678");
        reads("0.0000000000000000000000000001", "0.0000000000000000000000000001");
        reads(" 5\u{a0}×\u{2009}10^6 ", "5 × 10^6");
    }

    #[test]
    fn refusals() {
        refuses(
            "",
            "found the end where a number is expected at position 1 of ``; write a number such as `70.0` or `5.0 × 10^6`",
        );
        refuses(
            "1_000",
            "found `_` behind a number at position 2 of `1_000`; write a decimal point, and no separators between digits",
        );
        refuses(
            "10,5",
            "found a comma at position 3 of `10,5`; write a decimal point, and no separators between digits",
        );
        refuses(
            "10,000",
            "found a comma at position 3 of `10,000`; write a decimal point, and no separators between digits",
        );
        refuses(
            "20 000",
            "found a space between digits at position 3 of `20 000`; write a decimal point, and no separators between digits",
        );
        refuses("5.", "found a point without a digit after it at position 3 of `5.`; write `5` or `5.0`, not `5.`");
        refuses(".5", "found a point without a digit before it at position 1 of `.5`; write `0.5`, not `.5`");
        refuses("1e", "found no digit of the power of ten at position 3 of `1e`; write `1e6` or `1 × 10^6`");
        refuses(
            "10E6",
            "found an `e` behind `10` at position 3 of `10E6`; with `e`, write one digit other than zero before the point: `1.0e7`, or write `× 10^n`",
        );
        refuses(
            "0.5e6",
            "found an `e` behind `0` at position 4 of `0.5e6`; with `e`, write one digit other than zero before the point: `1.0e7`, or write `× 10^n`",
        );
        refuses(
            "5 × 108",
            "found no power of ten behind `×` at position 5 of `5 × 108`; a superscript may be lost: write `× 10^8` if that is meant",
        );
        refuses("5 * 10^6", "found `*` at position 3 of `5 * 10^6`; write a power of ten as `5.0 × 10^6`");
        refuses(
            "NaN",
            "found `NaN` where a number is expected at position 1 of `NaN`; write a number such as `70.0` or `5.0 × 10^6`",
        );
        refuses(
            "inf",
            "found `inf` where a number is expected at position 1 of `inf`; write a number such as `70.0` or `5.0 × 10^6`",
        );
        refuses(
            "–5",
            "found a dash where a number begins at position 1 of `–5`; write a minus sign, `-`, or a range, `a–b`",
        );
        refuses(
            "12345678901234567890123456789",
            "found more than 28 significant digits at position 1 of `12345678901234567890123456789`; write at most 28",
        );
        refuses(
            "1 × 10^28",
            "found a number with digits outside 10^-28 to 10^27 at position 1 of `1 × 10^28`; write it in a larger or a smaller unit",
        );
        refuses(
            "1 × 10^99999999999",
            "found a number with digits outside 10^-28 to 10^27 at position 1 of `1 × 10^99999999999`; write it in a larger or a smaller unit",
        );
        refuses(
            "0 × 10^28",
            "found a number with digits outside 10^-28 to 10^27 at position 1 of `0 × 10^28`; write it in a larger or a smaller unit",
        );
        refuses("5²", "found `²` behind a number at position 2 of `5²`; write a power of ten as `5.0 × 10^6`");
        refuses("٥", "found `٥`, which is no plain digit at position 1 of `٥`; write the digits 0 to 9");
        refuses("5 EU", "found `EU` behind the number at position 3 of `5 EU`; write the number alone");
    }

    #[test]
    fn noise_is_refused_in_linear_time() {
        let digits = "1".repeat(10_000_000);
        assert!(digits.parse::<Number>().is_err());
        let zeros = "0".repeat(10_000_000);
        assert!(zeros.parse::<Number>().is_err());
    }
}
