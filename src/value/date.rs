//! Calendar dates.

use super::Notation;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::by_text;
use crate::error::{Fault, ParseError, printable};

/// A day of the calendar, without a time of day and without a time zone.
///
/// It is the date that stands in a batch record: the crate never asks what day it is, and never
/// shifts one by a zone. Dates are ordered from the earlier to the later.
///
/// # Grammar
///
/// ```text
/// date = year "-" month "-" day          four, two and two ASCII digits, as ISO 8601 writes them
/// ```
///
/// The year lies between 0001 and 9999, in the Gregorian calendar, and the day has to be one of its
/// month. A date prints as it is read.
///
/// # Errors
///
/// Refused, with position and reason: `2026-3-1`, `01.03.2026`, `20260301`, `2026-02-30`,
/// `2026-03-01T10:00`, the year `0000`, a space before or after.
///
/// # Examples
///
/// ```
/// use release_criteria::Date;
///
/// let made: Date = "2026-03-01".parse()?;
/// assert!(made < "2026-04-01".parse()?);
/// assert_eq!(made.to_string(), "2026-03-01");
///
/// let refused = "2026-02-30".parse::<Date>().unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "found the day 30 in a month of 28 days at position 9 of `2026-02-30`; \
///      write year, month and day as ISO 8601 does: `2026-03-01`"
/// );
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// Where each character has to stand; `d` is a digit.
const PATTERN: &str = "dddd-dd-dd";

impl Date {
    /// The day before.
    pub(crate) fn eve(self) -> Option<Self> {
        self.0.pred_opt().filter(|eve| eve.year() > 0).map(Self)
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |position, fault| ParseError::new(text, position, fault);
        let mut characters = text.chars();
        let mut parts = [0_u16; 3];
        let mut part = 0;
        for (position, wanted) in (1..).zip(PATTERN.chars()) {
            let found = characters.next();
            let digit = found
                .and_then(|found| found.to_digit(10))
                .and_then(|digit| u16::try_from(digit).ok());
            match (wanted, digit) {
                ('d', Some(digit)) => {
                    if let Some(number) = parts.get_mut(part) {
                        // Four digits at most.
                        *number = number.saturating_mul(10).saturating_add(digit);
                    }
                }
                ('d', None) => {
                    return Err(refuse(position, Fault::NoDigitOfDate(seen(found))));
                }
                _ if found == Some(wanted) => part = part.saturating_add(1),
                _ => {
                    return Err(refuse(position, Fault::NoHyphenOfDate(seen(found))));
                }
            }
        }
        if let further @ Some(_) = characters.next() {
            return Err(refuse(11, Fault::AfterDate(seen(further))));
        }
        let [year, month, day] = parts;
        if year == 0 {
            return Err(refuse(1, Fault::YearZero));
        }
        let on = |day: u16| NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
        let Some(first) = on(1) else {
            return Err(refuse(6, Fault::NoMonth(month)));
        };
        on(day).map(Self).ok_or_else(|| {
            let days = first.num_days_in_month();
            refuse(9, Fault::NoDay { day, days })
        })
    }
}

impl Notation for Date {
    fn text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }

    fn schema() -> Value {
        json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
    }
}

/// "found `x`" or "found the end".
fn seen(character: Option<char>) -> String {
    match character {
        None => "found the end".to_owned(),
        Some(character) if character.is_control() => "found a control character".to_owned(),
        Some(character) if character.is_whitespace() => "found a space".to_owned(),
        Some(character) => format!("found `{}`", printable(character.to_string())),
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day()))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

by_text!(Date, "a date in a string", |date| date.to_string());

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: HIST-1.
    #[test]
    fn the_day_before() {
        for (day, eve) in [
            ("2026-03-01", Some("2026-02-28")),
            ("2024-03-01", Some("2024-02-29")),
            ("2026-01-01", Some("2025-12-31")),
            ("0001-01-02", Some("0001-01-01")),
            ("0001-01-01", None),
        ] {
            let found = day.parse::<Date>().unwrap().eve().map(|eve| eve.to_string());
            assert_eq!(found.as_deref(), eve, "{day}");
        }
    }
}
