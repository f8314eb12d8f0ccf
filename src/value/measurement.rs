//! One measured value as written.

use super::Notation;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::{Comparator, Cursor, Number, Numeral, Unit, by_text};
use crate::error::{Fault, ParseError};

/// A measured value as written: exact, censored, or not detected.
///
/// A censored value is the set of values it may stand for, never a number in its place: `<0.5
/// EU/mL` is every value below 0.5, `ND (LOD 10 copies)` every value from 0 up to, but not
/// including, 10.
///
/// # Grammar
///
/// ```text
/// measurement = [ "<" | "≤" | "<=" | "≦" | ">" | "≥" | ">=" | "≧" ] number [ unit ]
///             | "ND" "(" "LOD" number [ unit ] ")"
/// ```
///
/// where `number` and `unit` are those of [`Number`] and [`Unit`]. A measurement without a unit has
/// the unit `1`.
///
/// # Errors
///
/// Refused: `97,95 %`, `.5`, `1e`, `<LOQ` (how much is it?), `ND`, `5 % viable cells`.
///
/// # Examples
///
/// ```
/// use release_criteria::Measurement;
///
/// let censored: Measurement = "≦ 0.50 EU per ml".parse()?;
/// assert_eq!(censored.to_string(), "≤0.50 EU/mL");
/// assert!("<LOQ".parse::<Measurement>().is_err());
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Measurement {
    form: Form,
    number: Number,
    unit: Option<Unit>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Exact,
    Censored(Comparator),
    NotDetected,
}

/// Longest text of a value that is read as a number, in bytes.
const LONGEST: usize = 1024;

impl Measurement {
    /// The written number: the value, or the bound of a censored value, or the limit of detection.
    #[must_use]
    pub fn number(&self) -> &Number {
        &self.number
    }

    /// The written unit, if any.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// Whether the value is only bounded: `<0.5`, `≥200`, or not detected.
    #[must_use]
    pub fn is_censored(&self) -> bool {
        self.form != Form::Exact
    }

    /// How a censored value is bounded; `None` for an exact one. Not detected is below its limit.
    pub(crate) fn comparator(&self) -> Option<Comparator> {
        match self.form {
            Form::Exact => None,
            Form::Censored(comparator) => Some(comparator),
            Form::NotDetected => Some(Comparator::LessThan),
        }
    }

    /// Whether nothing was detected: `ND (LOD 10 copies)`. Such a value begins at zero even where
    /// values may be negative.
    #[must_use]
    pub fn is_not_detected(&self) -> bool {
        self.form == Form::NotDetected
    }

    /// As it prints.
    pub(crate) fn text(&self) -> String {
        let value = Unit::after(self.number.text(), self.unit.as_ref());
        match self.form {
            Form::Exact => value,
            Form::Censored(comparator) => format!("{}{value}", comparator.sign()),
            Form::NotDetected => format!("ND (LOD {value})"),
        }
    }

    /// The same value with a unit that stood beside it.
    pub(crate) fn with_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }
}

impl FromStr for Measurement {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        if text.len() > LONGEST {
            return Err(cursor.error(Fault::LongValue));
        }
        let mut form = Form::Exact;
        if cursor.phrase("nd") {
            cursor.skip_space();
            let opened = cursor.eat("(");
            cursor.skip_space();
            if !opened || !cursor.phrase("lod") {
                return Err(cursor.error(Fault::NoLimitOfDetection(cursor.found())));
            }
            cursor.skip_space();
            form = Form::NotDetected;
        } else if let Some(comparator) = Comparator::read_sign(&mut cursor) {
            cursor.skip_space();
            form = Form::Censored(comparator);
        }
        let number = Numeral::read(&mut cursor)?.number;
        let unit = Unit::read(&mut cursor)?.filter(|unit| !unit.is_one());
        cursor.skip_space();
        if form == Form::NotDetected && !cursor.eat(")") {
            return Err(cursor.error(Fault::NoClosingParenthesis(cursor.found())));
        }
        if cursor.is_done() {
            Ok(Self { form, number, unit })
        } else {
            Err(cursor.error(Fault::AfterValue(cursor.found())))
        }
    }
}

impl Notation for Measurement {
    fn text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}

impl fmt::Display for Measurement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl fmt::Debug for Measurement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Measurement({self})")
    }
}

by_text!(Measurement, "a measured value in a string", |measurement| measurement.to_string());

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, printed: &str) {
        let measurement: Measurement = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(measurement.to_string(), printed);
        assert_eq!(printed.parse::<Measurement>().unwrap(), measurement);
    }

    /// Rules: MEAS-2, MEAS-8.
    #[test]
    fn spellings() {
        reads("92.4 %", "92.4 %");
        reads("92.4%", "92.4 %");
        reads("7.2", "7.2");
        reads("<0.5 EU/mL", "<0.5 EU/mL");
        reads("<= 0.5", "≤0.5");
        reads("≥ 200", "≥200");
        reads("> 10^6 cells", ">1 × 10^6 cells");
        reads("nd (lod 10 copies)", "ND (LOD 10 copies)");
        reads("ND(LOD 10)", "ND (LOD 10)");
        reads("5EU/kg", "5 EU/kg");
        reads("-5 °C", "-5 °C");
        assert_eq!(format!("{:?}", "<=5".parse::<Measurement>().unwrap()), "Measurement(≤5)");
    }

    /// Rules: MEAS-2.
    #[test]
    fn a_value_has_at_most_one_kibibyte() {
        let with_space = |length: usize| format!("5{}%", " ".repeat(length - 2));
        assert_eq!(with_space(1024).parse::<Measurement>().unwrap().to_string(), "5 %");
        for length in [1025, 2000] {
            let refused = with_space(length).parse::<Measurement>().unwrap_err().to_string();
            assert!(refused.starts_with("found a value of more than 1 KiB"), "{refused}");
        }
    }
}
