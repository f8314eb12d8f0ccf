//! Reading numbers; the grammar stands on `Number`.

use crate::value::Notation;
use std::borrow::Cow;
use std::str::FromStr;

use crate::error::{Fault, ParseError};
use crate::value::{Cursor, Number};

/// A number as it stood in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numeral {
    pub(crate) number: Number,
    pub(crate) power: PowerForm,
}

/// How its power of ten was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PowerForm {
    None,
    /// `1.2e6`
    E,
    /// `1.2 × 10^6`, which a range may share.
    Times,
    /// `10^6`, which has no last written digit.
    Bare,
}

impl Numeral {
    /// Reads the number that begins here. Nothing may follow that could be more of it.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let begin = *cursor;
        if matches!(cursor.peek(), Some('–' | '—')) {
            return Err(cursor.error(Fault::DashBeforeNumber));
        }
        let negative = read_sign(cursor);
        let (mut whole, fraction) = read_digits(cursor)?;
        let (form, power) = read_power(cursor, whole, fraction)?;
        if form == PowerForm::Bare {
            whole = "1";
        }
        let number = Number::from_digits(negative, whole, fraction, power)
            .map_err(|fault| begin.error(fault))?;
        refuse_more_digits(cursor)?;
        Ok(Self { number, power: form })
    }
}

/// Whether a minus sign stood here.
fn read_sign(cursor: &mut Cursor<'_>) -> bool {
    let negative = matches!(cursor.peek(), Some('-' | '−'));
    if negative || cursor.peek() == Some('+') {
        cursor.bump();
    }
    negative
}

fn read_digits<'t>(cursor: &mut Cursor<'t>) -> Result<(&'t str, &'t str), ParseError> {
    let is_digit = |c: char| c.is_ascii_digit();
    let whole = cursor.take_while(is_digit);
    if whole.is_empty() {
        return Err(match cursor.peek() {
            Some('.') => cursor.error(Fault::NoDigitBeforePoint),
            Some(c) if c.is_numeric() => cursor.error(Fault::NoPlainDigit(c)),
            _ => cursor.error(Fault::NoNumber(cursor.found())),
        });
    }
    if !cursor.eat(".") {
        return Ok((whole, ""));
    }
    let fraction = cursor.take_while(is_digit);
    if fraction.is_empty() {
        return Err(cursor.error(Fault::NoDigitAfterPoint));
    }
    Ok((whole, fraction))
}

fn read_power(
    cursor: &mut Cursor<'_>,
    whole: &str,
    fraction: &str,
) -> Result<(PowerForm, i32), ParseError> {
    if whole == "10"
        && fraction.is_empty()
        && let Some(power) = read_exponent(cursor)?
    {
        return Ok((PowerForm::Bare, power));
    }
    if let Some(power) = read_e(cursor, whole)? {
        return Ok((PowerForm::E, power));
    }
    if let Some(power) = read_times_ten(cursor)? {
        return Ok((PowerForm::Times, power));
    }
    Ok((PowerForm::None, 0))
}

/// Reads `e6` or `E+06`.
fn read_e(cursor: &mut Cursor<'_>, whole: &str) -> Result<Option<i32>, ParseError> {
    let mut ahead = *cursor;
    if !matches!(ahead.bump(), Some('e' | 'E')) {
        return Ok(None);
    }
    let after_e = ahead;
    let negative = read_sign(&mut ahead);
    let digits = ahead.take_while(|c| c.is_ascii_digit());
    if digits.is_empty() {
        // `5EU/mL` is five of a unit; `1e`, `1e %` and `1e+` have lost their power.
        if after_e.peek().is_some_and(char::is_alphabetic) {
            return Ok(None);
        }
        return Err(after_e.error(Fault::NoDigitAfterE));
    }
    if whole.len() != 1 || whole == "0" {
        return Err(cursor.error(Fault::ManyDigitsBeforeE { digits: whole.to_owned() }));
    }
    *cursor = ahead;
    Ok(Some(signed(digits, negative)))
}

/// Reads `× 10^6`.
fn read_times_ten(cursor: &mut Cursor<'_>) -> Result<Option<i32>, ParseError> {
    let mut ahead = *cursor;
    ahead.skip_space();
    match ahead.peek() {
        Some('×') => {}
        Some('x' | 'X') => {
            let mut after = ahead;
            after.bump();
            after.skip_space();
            if !after.peek().is_some_and(|c| c.is_ascii_digit()) {
                return Ok(None);
            }
        }
        Some('*' | '·' | '⋅' | '∙') => {
            return Err(ahead.error(Fault::OtherTimesSign(ahead.found())));
        }
        _ => return Ok(None),
    }
    ahead.bump();
    ahead.skip_space();
    let ten = ahead;
    let base = ahead.take_while(|c| c.is_ascii_digit());
    if base == "10"
        && let Some(power) = read_exponent(&mut ahead)?
    {
        *cursor = ahead;
        return Ok(Some(power));
    }
    Err(match base.strip_prefix("10").filter(|lost| !lost.is_empty()) {
        Some(lost) => ten.error(Fault::LostSuperscript { power: lost.to_owned() }),
        None => ten.error(Fault::NoPowerOfTen),
    })
}

/// Reads `^6`, `^-6`, `⁶` or `⁻⁶` after a ten.
fn read_exponent(cursor: &mut Cursor<'_>) -> Result<Option<i32>, ParseError> {
    let mut ahead = *cursor;
    if ahead.eat("^") {
        let negative = read_sign(&mut ahead);
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return Err(ahead.error(Fault::NoDigitAfterCaret));
        }
        *cursor = ahead;
        return Ok(Some(signed(digits, negative)));
    }
    let negative = ahead.eat("⁻");
    if !negative {
        ahead.eat("⁺");
    }
    let raised = ahead.take_while(|c| from_superscript(c).is_some());
    let digits: String = raised.chars().filter_map(from_superscript).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    *cursor = ahead;
    Ok(Some(signed(&digits, negative)))
}

/// A power that does not fit is far outside the bounds, whatever it is.
fn signed(digits: &str, negative: bool) -> i32 {
    let power = digits.parse::<i16>().map_or(i32::from(i16::MAX), i32::from);
    if negative { power.saturating_neg() } else { power }
}

pub(crate) fn from_superscript(character: char) -> Option<char> {
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

/// After a number nothing may stand that could be more of it: `10,5`, `20 000`, `1_000`, `1.2.3`.
fn refuse_more_digits(cursor: &Cursor<'_>) -> Result<(), ParseError> {
    let mut ahead = *cursor;
    let spaced = ahead.skip_space();
    if ahead.peek().is_some_and(|c| c.is_numeric() && from_superscript(c).is_none()) {
        return Err(if spaced {
            cursor.error(Fault::SpaceBetweenDigits)
        } else {
            cursor.error(Fault::OtherDigitAfterNumber(cursor.found()))
        });
    }
    if spaced {
        return Ok(());
    }
    let separator = ahead.bump();
    let digit_behind = ahead.peek().is_some_and(char::is_numeric);
    match separator {
        Some(',') if digit_behind => Err(cursor.error(Fault::DecimalComma)),
        Some(c @ ('.' | '_' | '\'' | '’' | '^')) => {
            Err(cursor.error(Fault::SeparatorAfterNumber(c)))
        }
        Some(c) if from_superscript(c).is_some() => {
            Err(cursor.error(Fault::SuperscriptAfterNumber(c)))
        }
        _ => Ok(()),
    }
}

impl FromStr for Number {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let numeral = Numeral::read(&mut cursor)?;
        cursor.skip_space();
        if cursor.is_done() {
            Ok(numeral.number)
        } else {
            Err(cursor.error(Fault::AfterNumber(cursor.found())))
        }
    }
}

impl Notation for Number {
    fn text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}
