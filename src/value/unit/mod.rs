//! Units: labels that are compared exactly, after one canonical spelling.

mod dimension;
mod notation;
mod ratio;

pub(crate) use dimension::Dimension;

use super::Notation;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use super::{Cursor, by_text};
use crate::error::{Fault, ParseError};
use notation::{read_denominator, read_factor, read_inverse, read_words_of_per};

/// A unit: a numerator and at most two denominators.
///
/// Units are labels. Two are the same if they are spelt the same, after one canonical spelling;
/// nothing is ever converted that a test did not declare (`%` and `ppm` are as strange to each
/// other as `mL` and `kg`).
///
/// # Grammar
///
/// ```text
/// unit        = "1" | factor { [ space ] "/" denominator | "per" words | word inverse }
///               with at most two denominators
/// factor      = word [ "(" words ")" ] | "(" words ")"
/// denominator = [ number ] factor | "(" [ number ] words ")"
/// word        = "%" | "‰" | letter or "°", then letters, digits and any of % ‰ ° + - _ . '
/// inverse     = "⁻¹" | "−1" | "^-1"
/// ```
///
/// `per` reads as `/` and takes the words after it together: `copies per transduced cell` is
/// `copies/(transduced cell)`. Read as the same: `µ` and `μ`, `ml` and `mL`, `m^2` and `m²`, any
/// space around `/`, `EU mL⁻¹` and `EU/mL`. The words `to and or not per other between x` are never
/// part of a unit. `1` is the unit of a pure number.
///
/// # Errors
///
/// Refused: an empty text, `10^6 cells` (only a denominator begins with a number), `a/b/c/d`, `%
/// %`, `EU/`, more than 256 bytes.
///
/// # Examples
///
/// ```
/// use release_criteria::Unit;
///
/// let unit: Unit = "EU per ml".parse()?;
/// assert_eq!(unit.to_string(), "EU/mL");
/// assert_eq!("beads / 3 × 10^6 cells".parse::<Unit>()?.to_string(), "beads/3×10^6 cells");
/// assert_ne!("EU/mL".parse::<Unit>()?, "EU/kg".parse()?);
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unit(SmolStr);

/// Longest text of a unit by itself, and longest canonical spelling of any, in bytes.
const LONGEST: usize = 256;

impl Unit {
    /// A text with the unit after it, if there is one to be written.
    pub(crate) fn after(text: impl fmt::Display, unit: Option<&Self>) -> String {
        let mut text = text.to_string();
        if let Some(unit) = unit.filter(|unit| !unit.is_one()) {
            text.push(' ');
            text.push_str(unit.as_str());
        }
        text
    }

    /// The canonical spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `1`, the unit of a pure number.
    #[must_use]
    pub fn is_one(&self) -> bool {
        &*self.0 == "1"
    }

    /// Whether it is the unit of a measurement that was written with this one, or without.
    pub(crate) fn matches(&self, written: Option<&Unit>) -> bool {
        written.map_or(self.is_one(), |unit| unit == self)
    }

    /// Reads the unit that begins here; `None` where none begins. What follows it is left to the
    /// caller.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ParseError> {
        let mut ahead = *cursor;
        ahead.skip_space();
        let Some(numerator) = read_factor(&mut ahead)? else { return Ok(None) };
        let mut text = numerator;
        let mut denominators: u8 = 0;
        loop {
            let mut next = ahead;
            next.skip_space();
            let denominator = if next.eat("/") {
                next.skip_space();
                read_denominator(&mut next)?
            } else if next.is_done() {
                break;
            } else if next.phrase("per") {
                next.skip_space();
                read_words_of_per(&mut next)?
            } else if let Some(inverse) = read_inverse(&mut next)? {
                inverse
            } else {
                break;
            };
            denominators = denominators.saturating_add(1);
            if denominators > 2 {
                return Err(ahead.error(Fault::ThirdDenominator));
            }
            text.to_mut().push('/');
            text.to_mut().push_str(&denominator);
            ahead = next;
        }
        if text.len() > LONGEST {
            cursor.skip_space();
            return Err(too_long(cursor));
        }
        *cursor = ahead;
        Ok(Some(Self(text.into())))
    }
}

fn too_long(cursor: &Cursor<'_>) -> ParseError {
    cursor.error(Fault::LongUnit)
}

impl FromStr for Unit {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text.len() > LONGEST {
            return Err(too_long(&Cursor::new(text)));
        }
        if text.trim() == "1" {
            return Ok(Self("1".into()));
        }
        let mut cursor = Cursor::new(text);
        let unit = Self::read(&mut cursor)?;
        cursor.skip_space();
        match unit {
            Some(unit) if cursor.is_done() => Ok(unit),
            Some(_) => Err(cursor.error(Fault::AfterUnit(cursor.found()))),
            None if cursor.peek().is_some_and(char::is_numeric) => {
                Err(cursor.error(Fault::NumberBeforeUnit))
            }
            None => Err(cursor.error(Fault::NoUnitHere(cursor.found()))),
        }
    }
}

impl Notation for Unit {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": LONGEST})
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({self})")
    }
}

by_text!(Unit, "a unit in a string", |unit| unit.as_str().to_owned());
